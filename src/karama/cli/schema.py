"""`karama schema`: the JSON Schema of a reading."""

from __future__ import annotations

import json

import click


@click.command("schema")
@click.option("--json", is_flag=True, expose_value=False, help="It is JSON with or without this.")
def command() -> None:
    """Print the JSON Schema (draft 2020-12) of what `karama read --format jsonl` writes, one object a line."""
    from karama.schema import load_schema

    click.echo(json.dumps(load_schema(), indent=1))
