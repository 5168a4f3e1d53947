"""`karama accept`, `reject`, `correct`, `flag`, `note`, `split`, `join`, `undo`, `decisions`: what people decide about a record."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from karama import codec
from karama.record.corrections import FIELDS

if TYPE_CHECKING:
    from karama.api import Listed
    from karama.app.deciding import Deciding
    from karama.domain.record import Decision

Command = Callable[..., Any]
SHOWN = 3  # claims of a decision in a list; the others are counted


def _share(reason: str | None, *, required: bool = False) -> Callable[[Command], Command]:
    """The options that all have, and --reason where it is told what for."""
    options = [
        click.option("--by", metavar="NAME", help="Who decides; your account's name if not given."),
        click.option("--json", "as_json", is_flag=True, help="Write JSON."),
        click.option("--debug", is_flag=True, help="Show the trace of an error."),
    ]
    if reason is not None:
        default: dict[str, Any] = {} if required else {"default": ""}
        options.insert(0, click.option("--reason", metavar="TEXT", required=required, help=reason, **default))

    def add(function: Command) -> Command:
        for option in reversed(options):
            function = option(function)
        return function

    return add


@click.command("accept", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("ids", metavar="CLAIM...", nargs=-1, required=True)
@_share("Why.")
def accept(path: str, ids: tuple[str, ...], reason: str, by: str | None, as_json: bool, debug: bool) -> int:
    """Accept claims (c_...), or all claims of incidents (i_...), of the record in PATH."""
    return _decide(path, by, as_json, lambda deciding: deciding.accept(ids, reason))


@click.command("reject", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("ids", metavar="CLAIM...", nargs=-1, required=True)
@_share("Why they are wrong.", required=True)
def reject(path: str, ids: tuple[str, ...], reason: str, by: str | None, as_json: bool, debug: bool) -> int:
    """Reject claims of the record in PATH: they stay, but count no more in incidents, policies and situations."""
    return _decide(path, by, as_json, lambda deciding: deciding.reject(ids, reason))


@click.command("correct", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("identifier", metavar="CLAIM")
@click.option("--field", required=True, metavar="FIELD", type=click.Choice(FIELDS), help=f"One of {', '.join(FIELDS)}.")
@click.option("--value", required=True, metavar="VALUE", help='12, "at least 12", "12 to 15"; 2017-07-02; "Tripoli, Lebanon"; a name; several with ";"; none.')
@_share("Why it is so.", required=True)
def correct(path: str, identifier: str, field: str, value: str, reason: str, by: str | None, as_json: bool, debug: bool) -> int:
    """Correct one field of a claim of the record in PATH. What was read stays beside it, and what was corrected is told as yours."""
    return _decide(path, by, as_json, lambda deciding: deciding.correct(identifier, field, value, reason))


@click.command("flag", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("ids", metavar="CLAIM...", nargs=-1, required=True)
@_share("What to look at.")
def flag(path: str, ids: tuple[str, ...], reason: str, by: str | None, as_json: bool, debug: bool) -> int:
    """Flag claims or incidents of the record in PATH for somebody to look at."""
    return _decide(path, by, as_json, lambda deciding: deciding.flag(ids, reason))


@click.command("note", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--text", required=True, metavar="TEXT", help="The note.")
@_share(None)
def note(path: str, ids: tuple[str, ...], text: str, by: str | None, as_json: bool, debug: bool) -> int:
    """Note something on claims or incidents of the record in PATH."""
    return _decide(path, by, as_json, lambda deciding: deciding.note(ids, text))


@click.command("split", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("incident", metavar="INCIDENT")
@click.argument("ids", metavar="CLAIM...", nargs=-1, required=True)
@_share("Why.")
def split(path: str, incident: str, ids: tuple[str, ...], reason: str, by: str | None, as_json: bool, debug: bool) -> int:
    """Take claims out of an incident of the record in PATH: they tell of another happening than its others.

    Of an actor or place (e_...) take out members (m_...), articles or names: they are somebody else. karama show lists them.
    """
    return _decide(path, by, as_json, lambda deciding: deciding.split(incident, ids, reason))


@click.command("join", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("ids", metavar="ID ID...", nargs=-1, required=True)
@_share("Why.")
def join(path: str, ids: tuple[str, ...], reason: str, by: str | None, as_json: bool, debug: bool) -> int:
    """Join incidents (i_...) or claims (c_...) of the record in PATH: they tell of one happening; or actors or places (e_...): they are one."""
    return _decide(path, by, as_json, lambda deciding: deciding.join(ids, reason))


@click.command("undo", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("decision", metavar="[DECISION]", required=False)
@_share("Why.")
def undo(path: str, decision: str | None, reason: str, by: str | None, as_json: bool, debug: bool) -> int:
    """Take back a decision (d_...) about the record in PATH, or an undoing; without DECISION your last one that stands."""
    from karama.api import open_record

    with open_record(path) as record:
        made, taken_back = record.deciding(by).undo(decision, reason)
    click.echo(json.dumps(codec.encode(made), ensure_ascii=False) if as_json else f"{made.id}  took back {_tell(taken_back)}")
    return 0


@click.command("decisions", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("about", metavar="[ID]", required=False)
@click.option("--again", is_flag=True, help="Only those that want another look.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a decision.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def decisions(path: str, about: str | None, again: bool, as_json: bool, debug: bool) -> int:
    """List the decisions about the record in PATH, or about a claim or incident, and which want another look: what they judged has changed since."""
    from karama.api import open_record

    with open_record(path) as record:
        found = [one for one in record.decisions(about) if one.again or not again]
    for one in found:
        click.echo(json.dumps({**codec.encode(one), "again": one.again}, ensure_ascii=False) if as_json else tell_listed(one))
    if not found:
        click.echo("karama: no decision", err=True)
    return 0


def tell_listed(one: Listed) -> str:
    """A decision with what became of it, in a few lines."""
    lines = [_tell(one.decision)]
    if one.undone is not None:
        lines.append(f"  taken back by {one.undone.by}, {one.undone.at}: {one.undone.id}")
    if one.changed:
        lines.append(f"  to look at again, reads otherwise now: {', '.join(one.changed)}")
    if one.gone:
        lines.append(f"  to look at again, no longer told: {', '.join(one.gone)}")
    return "\n".join(lines)


def _decide(path: str, by: str | None, as_json: bool, decide: Callable[[Deciding], Decision]) -> int:
    from karama.api import open_record

    with open_record(path) as record:
        made = decide(record.deciding(by))
    click.echo(json.dumps(codec.encode(made), ensure_ascii=False) if as_json else _tell(made))
    return 0


def _tell(decision: Decision) -> str:
    names = list(decision.claims[:SHOWN])
    more = f" and {len(decision.claims) - SHOWN} more" if len(decision.claims) > SHOWN else ""
    what = f" {decision.field}: {json.loads(decision.value or '{}').get('words')}" if decision.verdict == "correct" else ""
    of = f" {decision.value}" if decision.verdict == "undo" else ""
    who = " / ".join(json.loads(decision.value or "{}").get("names", ())) if decision.field == "entity" else ""
    why = f": {decision.reason}" if decision.reason else ""
    return f"{decision.id}  {decision.at}  {decision.by}  {decision.verdict} {', '.join(names)}{who}{more}{what}{of}{why}".replace("  undo  ", "  undo ")
