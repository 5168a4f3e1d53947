"""`karama policies`: the rules that choose among values that disagree."""

from __future__ import annotations

import json

import click


@click.command("policies")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a policy.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(as_json: bool, debug: bool) -> int:
    """List the policies: each name, and what it does."""
    from karama.api import list_known_policies

    for policy in list_known_policies():
        line = json.dumps({"name": policy.name, "description": policy.description}, ensure_ascii=False)
        click.echo(line if as_json else f"{policy.name:<12}{policy.description}")
    return 0
