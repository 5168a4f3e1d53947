"""`karama situation`: what held at a place on a day."""

from __future__ import annotations

import json

import click

from karama import codec
from karama.errors import InputError


@click.command("situation", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.option("--place", metavar="NAME", help='At this place, and among those who hold or besiege it: "Raqqa", "Raqqa province", "Syria".')
@click.option("--within", "within_km", type=click.FloatRange(min=0), default=0.0, metavar="KM", help="Also so far around it.")
@click.option("--on", metavar="DATE", help="On this day (2017-07-02); without it, all intervals.")
@click.option("--actor", metavar="NAME", help="Of this actor, by any of its names.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a situation.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, place: str | None, within_km: float, on: str | None, actor: str | None, as_json: bool, debug: bool) -> int:
    """Tell from the record in PATH who controls or besieges a place, who backs, fights or leads whom, how many are displaced or besieged.

    Contradictions stand side by side. What was only feared, planned, denied or not completed is listed apart and never holds.
    """
    from karama.api import open_record
    from karama.render.incident_lines import list_situation_lines

    with open_record(path) as record:
        try:
            found = record.situations(on=on, place=place, within_km=within_km, actor=actor)
        except InputError as error:
            raise click.UsageError(str(error)) from error
    if as_json:
        for one in found:
            click.echo(json.dumps({**codec.encode(one), "stands": one.stand_on(on) if on else None}, ensure_ascii=False))
    else:
        for line in list_situation_lines(found, on):
            click.echo(line)
    if not found:
        click.echo("karama: nothing is told to hold", err=True)
    return 0
