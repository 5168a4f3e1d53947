"""`karama export`: a record, or what was asked of it, in somebody else's format, with a report of what that format cannot hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from karama.cli.formats import tell_formats

if TYPE_CHECKING:
    from karama.app.exporting import Exported


@click.command("export", no_args_is_help=True, epilog=tell_formats())
@click.argument("path", type=click.Path())
@click.argument("form", metavar="FORMAT")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--profile", default="public", show_default=True, metavar="NAME", help="For whom: private (all), partners or public; see releases.md.")
@click.option("--on", metavar="DAY", help="The day (ISO) from which the delays of the profile are counted; today.")
@click.option("--policy", metavar="NAME", help="Choose among values that disagree; acled, ucdp-ged, airwars and hapi have one of their own.")
@click.option("--place", metavar="NAME", help='At this place: "Raqqa", "Tripoli, Lebanon", "Syria" or "35.95, 39.01".')
@click.option("--within", "within_km", type=click.FloatRange(min=0), default=0.0, metavar="KM", help="Also so far around it.")
@click.option("--from", "first", metavar="DATE", help="From this day, month or year on (2017-06-25, 2017-06, 2017).")
@click.option("--to", "last", metavar="DATE", help="Up to this day, month or year.")
@click.option("--actor", metavar="NAME", help="With this actor on either side, by any of its names.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Of this kind; may be given again.")
@click.option("--boundaries", type=click.Path(path_type=Path), metavar="FILE", help="Admin-2 areas with P-codes (GeoJSON or GeoPackage), for hapi.")
@click.option("--hxl", is_flag=True, help="A row of HXL tags under the header, where the format has one.")
@click.option("--losses", is_flag=True, help="List every single loss in the report beside the file, not only how many.")
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.option("--json", "as_json", is_flag=True, help="Tell what was written as JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(
    path: str,
    form: str,
    out: Path,
    profile: str,
    on: str | None,
    policy: str | None,
    place: str | None,
    within_km: float,
    first: str | None,
    last: str | None,
    actor: str | None,
    kinds: tuple[str, ...],
    boundaries: Path | None,
    hxl: bool,
    losses: bool,
    force: bool,
    as_json: bool,
    debug: bool,
) -> int:
    """Write the incidents of the record in PATH to OUT in a FORMAT of those below.

    What the format cannot hold is counted here and in OUT.losses.json; an incident that has no row is never given one that nearly fits.
    """
    from karama.api import open_record
    from karama.errors import InputError

    with open_record(path) as record:
        try:
            done = record.export(
                form, out, profile=profile, on=on, policy=policy, place=place, within_km=within_km, actor=actor, kinds=kinds, dates=(first, last),
                boundaries=boundaries, hxl=hxl, each_loss=losses, force=force,
            )  # fmt: skip
        except InputError as error:
            raise click.UsageError(str(error)) from error
    click.echo(json.dumps(describe(done), ensure_ascii=False, indent=1) if as_json else "\n".join(list_lines(done)))
    return 0


def describe(done: Exported) -> dict[str, object]:
    """What was written, as JSON-ready data."""
    return {
        "format": done.format, "file": str(done.path), "beside": [str(path) for path in done.beside], "policy": done.policy,
        "profile": done.profile, "held": dict(done.held), "incidents": done.incidents, "rows": done.rows, "not_written": done.dropped,
        "losses": done.summarise(),
    }  # fmt: skip


def list_lines(done: Exported) -> list[str]:
    """What was written and what the format cannot hold, for a person."""
    policy = f", policy {done.policy}" if done.policy else ""
    lines = [f"{done.path}: {done.rows} rows of {done.incidents} incidents ({done.format}{policy})"]
    if done.profile != "private":
        held = ", ".join(f"{count} by {rule}" for rule, count in done.held.items()) or "nothing"
        lines.append(f"  profile {done.profile}: held back {held}; karama release --check tells what, --profile private writes all")
    lines += [f"  beside it: {path.name}" for path in done.beside]
    dropped = {loss.kind for loss in done.losses if loss.dropped}
    listed = done.summarise()
    for title, kinds in (
        (f"{done.dropped} incidents are not in it:", dropped),
        ("what it cannot hold of the others:", {one["kind"] for one in listed} - dropped),
    ):
        rows = [one for one in listed if one["kind"] in kinds]
        lines += [title, *(f"  {one['count']:>5}  {one['kind']}: {one['means']}" for one in rows)] if rows else []
    return lines
