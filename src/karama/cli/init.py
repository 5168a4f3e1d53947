"""`karama init`: a new, empty record."""

from __future__ import annotations

import json

import click


@click.command("init", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.option("--store", metavar="URL", help="Keep it on a PostgreSQL server: postgresql://user@host/database?schema=name. The password comes from PGPASSWORD.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, store: str | None, as_json: bool, debug: bool) -> int:
    """Make an empty record in the folder PATH (such as raqqa.karama)."""
    from karama.api import init_record

    with init_record(path, store) as record:
        click.echo(json.dumps({"path": str(record.path)}) if as_json else f"{record.path}: an empty record; add reports with: karama add {record.path} REPORTS")
    return 0
