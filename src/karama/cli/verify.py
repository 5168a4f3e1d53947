"""`karama verify`: whether a record is what it was."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from karama.errors import DataError


@click.command("verify", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.option("--head", metavar="HASH", help="A hash that an earlier verify printed; its entry must still stand in the log.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, head: str | None, as_json: bool, debug: bool) -> int:
    """Look the record in PATH through: every byte of the originals, the log's chain, every reference.

    The exit code is 4 if anything is wrong, and each fault is one line that says where. Keep the hash that is printed somewhere else: with --head a
    later verify shows that nothing before it was cut off or written anew.
    """
    from karama.api import open_record

    with open_record(path) as record:
        checked = record.verify(head)
    if as_json:
        click.echo(json.dumps(asdict(checked), ensure_ascii=False))
    else:
        for note in checked.notes:
            click.echo(f"note: {note.where}: {note.what}")
        for fault in checked.faults:
            click.echo(f"fault: {fault.where}: {fault.what}")
        click.echo(
            f"{path}: {checked.originals} originals, {checked.articles} articles, {checked.readings} readings, {checked.claims} claims, "
            f"{checked.entries} log entries; {f'{len(checked.faults)} faults' if checked.faults else 'all as it was'}"
        )
        click.echo(f"head of the log: {checked.head}")
    return DataError.exit_code if checked.faults else 0
