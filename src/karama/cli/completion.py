"""`karama completion`: the script that a shell sources to complete our commands."""

from __future__ import annotations

import json

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(shell: str, as_json: bool) -> None:
    """Print the completion script of a shell, to be sourced: eval "$(karama completion bash)"."""
    from karama.cli.main import cli

    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(cli, {}, "karama", "_KARAMA_COMPLETE").source()
    click.echo(json.dumps({"shell": shell, "script": script}) if as_json else script)
