"""The `karama` command: one sub-command a module, each loaded only when it is called, so that --help is instant."""

from __future__ import annotations

import errno
import importlib
import sys
import traceback
from typing import Any

import click

from karama import __version__
from karama.errors import KaramaError, UnavailableError

# command -> module of karama.cli that holds it as `command` (or, of several, as module:name), and the line that --help shows (the module is not loaded for it).
COMMANDS: dict[str, tuple[str, str]] = {
    "read": ("read", "Read reports into sourced claims."),
    "init": ("init", "Make an empty record in a folder."),
    "add": ("add", "Read reports into a record."),
    "collect": ("collect:collect", "Collect reports from feeds, lists, archives and folders into a record."),
    "watch": ("collect:watch", "Watch feeds and collect what is new, until stopped."),
    "show": ("show", "Show an incident, a claim or an article of a record, back to its bytes."),
    "entities": ("entities", "List the actors and places of a record, each one over all reports."),
    "incidents": ("incidents", "List what happened at a place in some days, from every source."),
    "situation": ("situation", "Tell what held at a place on a day."),
    "why": ("why", "Show why claims were joined to an incident, score by score."),
    "accept": ("decide:accept", "Accept claims."),
    "reject": ("decide:reject", "Reject claims, and say why."),
    "correct": ("decide:correct", "Correct one field of a claim."),
    "split": ("decide:split", "Take claims out of an incident."),
    "join": ("decide:join", "Join incidents into one."),
    "flag": ("decide:flag", "Flag claims for somebody to look at."),
    "note": ("decide:note", "Note something on claims or incidents."),
    "undo": ("decide:undo", "Take back a decision."),
    "decisions": ("decide:decisions", "List what people decided, and what wants another look."),
    "diff": ("diff", "Tell what a newer reader changed."),
    "policies": ("policies", "List the rules that choose among values that disagree."),
    "serve": ("serve", "See and review a record in a browser."),
    "users": ("users", "Say who may log in to a record that is served to a team."),
    "export": ("export", "Write a record in another format, with what it cannot hold."),
    "validate": ("validate", "Check a file against the rules of its format."),
    "compare": ("compare", "Set a record against a data set that you have."),
    "import": ("import_", "Take rows of a data set into a record, apart from what was read."),
    "release": ("release:release", "Release a record: what may leave it, and what is held back and why."),
    "let-go": ("release:let_go", "Let something leave that a release holds back, and say why."),
    "search": ("search", "Find words in the articles and claims of a record."),
    "audit": ("audit", "Write a sample of claims to judge by hand, and score it."),
    "verify": ("verify", "Look a record through for what was changed, cut or lost."),
    "timestamp": ("timestamp", "Have an authority attest when the record's log was as it is."),
    "rebuild": ("rebuild", "Make a new record from what can be read of a damaged one."),
    "schema": ("schema", "Print the JSON Schema of a reading."),
    "gazetteer": ("gazetteer", "Build the index of places, add places to it, or say what is in it."),
    "completion": ("completion", "Print the shell completion script for bash, zsh or fish."),
}

EPILOG = """\b
Exit codes: 0 all was done; 1 an unexpected fault; 2 the command line is wrong; 3 some input could not be read
(the rest was); 4 stored or shipped data contradicts itself; 5 something outside did not answer, try later;
6 a setting, model or index is missing."""


class LazyGroup(click.Group):
    """A group that imports a sub-command's module when the sub-command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(f"karama.cli.{module}"), name or "command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="karama")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """Read reporting on armed conflict and keep a record of who says what happened, where, when, and how sure they are.

    For documentation and accountability, never for targeting: see USE.md.
    """
    context.obj = {"debug": debug}


def main(arguments: list[str] | None = None) -> int:
    """The exit code of a command; our own errors become one line on standard error."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        result: Any = cli.main(arguments, prog_name="karama", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Abort:
        click.echo("karama: stopped", err=True)
        return 130
    except KaramaError as error:
        if "--debug" in arguments:
            traceback.print_exc()
        click.echo(f"karama: {error}", err=True)
        return error.exit_code
    except BrokenPipeError:  # the reader of our output, such as `head`, has closed it
        sys.stderr.close()
        return 0
    except (OSError, MemoryError) as error:
        if "--debug" in arguments:
            traceback.print_exc()
        click.echo(f"karama: {_tell(error)}", err=True)
        return UnavailableError.exit_code


def _tell(error: OSError | MemoryError) -> str:
    """What the system refused, in a line: a full disk, a file that may not be written, no more memory."""
    if isinstance(error, MemoryError):
        return "the memory that this process may take is used up"
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    told = "the disk is full; what was written before is kept" if full else error.strerror or str(error)
    return f"{error.filename}: {told}" if error.filename else told


def run() -> None:
    """The console script: runs `main` and exits with its code."""
    sys.exit(main())
