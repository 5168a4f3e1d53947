"""`karama verify`: whether a record is what it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from karama.cli.timestamp import read_file
from karama.errors import DataError

if TYPE_CHECKING:
    from karama.api import Checked


@click.command("verify", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.option("--head", metavar="HASH", help="A hash that an earlier verify printed; its entry must still stand in the log.")
@click.option("--ca", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Certificates (PEM) of timestamp authorities that you trust.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, head: str | None, ca: Path | None, as_json: bool, debug: bool) -> int:
    """Look the record in PATH through: every byte of the originals, the log's chain, every reference.

    The exit code is 4 if anything is wrong, and each fault is one line that says where. Keep the hash that is printed somewhere else: with --head a
    later verify shows that nothing before it was cut off or written anew.
    """
    from karama.api import open_record

    authorities = read_file(ca) if ca is not None else None
    with open_record(path) as record:
        checked = record.verify(head, authorities)
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
        for line in _tell_attested(checked, ca):
            click.echo(line)
        click.echo(f"head of the log: {checked.head}")
    return DataError.exit_code if checked.faults else 0


def _tell_attested(checked: Checked, ca: Path | None) -> Iterator[str]:
    """Up to where the log is attested, by whom and until when; what came later is attested by nobody."""
    for one in checked.attested:
        trust = f"vouched for by {ca}" if one.vouched else "whose certificate nobody vouched for: --ca FILE"
        until = f", with a certificate until {one.until}" if one.until else ""
        yield f"log entries 1 to {one.entry} were there on {one.at}, says {one.authority}{until}, {trust}"
    last = max((one.entry for one in checked.attested), default=0)
    if checked.attested and last + 1 < checked.entries:  # the entry after it tells of the timestamp itself
        yield f"log entries {last + 1} to {checked.entries} are attested by nobody yet: karama timestamp"
