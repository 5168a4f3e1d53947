"""`karama incidents`: what happened at a place in some days, with values that disagree side by side."""

from __future__ import annotations

import json
from typing import Any

import click

from karama.errors import InputError


@click.command("incidents", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.option("--place", metavar="NAME", help='At this place: "Raqqa", "Tripoli, Lebanon", "Raqqa province", "Syria" or "35.95, 39.01".')
@click.option("--within", "within_km", type=click.FloatRange(min=0), default=0.0, metavar="KM", help="Also so far around it.")
@click.option("--from", "first", metavar="DATE", help="From this day, month or year on (2017-06-25, 2017-06, 2017).")
@click.option("--to", "last", metavar="DATE", help="Up to this day, month or year.")
@click.option("--actor", metavar="NAME", help="With this actor on either side, by any of its names.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Of this kind (as in docs/reference/events.md); may be given again.")
@click.option("--policy", metavar="NAME", help="Choose among values that disagree; see karama policies.")
@click.option("--disputed", is_flag=True, help="Only those about which reports disagree: two figures of one thing, or a denial of what others tell.")
@click.option("--with-imports", is_flag=True, help="Also rows of imported data sets, apart: they are joined with nothing.")
@click.option("--source", metavar="NAME", help="Only rows of this imported data set (acled, ucdp, polecat, gdelt).")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object an incident.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(
    path: str,
    place: str | None,
    within_km: float,
    first: str | None,
    last: str | None,
    actor: str | None,
    kinds: tuple[str, ...],
    policy: str | None,
    disputed: bool,
    with_imports: bool,
    source: str | None,
    as_json: bool,
    debug: bool,
) -> int:
    """List the incidents of the record in PATH: each with all its figures, who is said to have done it, and by how many independent origins.

    Values that disagree stand side by side; --policy chooses among them and says how.
    """
    from karama.api import encode_incident, open_record
    from karama.data_sets import DataSets, ask
    from karama.render.incident_lines import list_incident_lines
    from karama.views.disputes import is_disputed

    with open_record(path) as record:
        try:
            asked: Any = {"place": place, "within_km": within_km, "actor": actor, "kinds": kinds, "dates": (first, last)}
            found = record.incidents(**asked, policy=policy) if source is None else ()
            imported = DataSets(record.tools).incidents(ask(**asked), source=source, policy=policy) if with_imports or source is not None else ()
        except InputError as error:
            raise click.UsageError(str(error)) from error
        shown = [one for one in found if not disputed or is_disputed(one.view)]
        for one in shown:
            click.echo(json.dumps(encode_incident(one), ensure_ascii=False) if as_json else "\n".join(list_incident_lines(one)))
        for one in imported:
            told = {**encode_incident(one), "imported": one.view.claims[0].publisher}
            lines = [f"imported from {told['imported']}, not merged with what was read:", *list_incident_lines(one)]
            click.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(lines))
    if not shown and not imported:
        click.echo("karama: no incident fits", err=True)
    return 0
