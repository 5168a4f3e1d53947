"""`karama audit`: a sample of claims to judge by hand, and what the judgements come to."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from karama.errors import InputError


@click.command("audit", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("sheet", type=click.Path(path_type=Path))
@click.option("--size", type=click.IntRange(1), default=200, show_default=True, metavar="N", help="So many claims.")
@click.option("--seed", default="", metavar="WORDS", help="Another sample; the same seed gives the same one.")
@click.option("--score", is_flag=True, help="Read the filled sheet and tell what it comes to.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, sheet: Path, size: int, seed: str, score: bool, as_json: bool, debug: bool) -> int:
    """Write a sample of the claims of the record in PATH to SHEET (CSV), to be judged by hand against their sentences; then --score it.

    In the column right write y or n; in wrong_field which part is wrong (kind, actors, places ...).
    """
    from karama.app.auditing import choose_sample, read_sheet, write_sheet

    if score:
        try:
            found = read_sheet(sheet.read_bytes(), str(sheet))
        except OSError as error:
            raise InputError(f"{sheet}: {error.strerror}") from error
        wrong = ", ".join(f"{count} {field}" for field, count in found.wrong.items())
        told = f"{found.right} of {found.judged} right: {found.share:.3f} ({found.low:.3f} to {found.high:.3f})" + (f"; wrong: {wrong}" if wrong else "")
        click.echo(json.dumps(asdict(found)) if as_json else told)
        return 0
    from karama.api import open_record

    if sheet.exists():
        raise InputError(f"{sheet}: is there already; a sheet that people fill is not written over")
    with open_record(path) as record:
        chosen = choose_sample(record.claims(), size, seed)
    sheet.write_bytes(write_sheet(chosen))
    told = f"{sheet}: {len(chosen)} claims to judge; then: karama audit {path} {sheet} --score"
    click.echo(json.dumps({"sheet": str(sheet), "claims": len(chosen), "seed": seed}) if as_json else told)
    return 0
