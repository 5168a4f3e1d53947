"""`karama compare`: a record against a data set that the user has: what is in both, in one only, and where those in both differ."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from karama.app.comparing import Comparison

WRONG = 3


@click.command("compare", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--source", metavar="NAME", help="Instead of FILE: a data set that was imported (acled, ucdp, polecat, gdelt).")
@click.option("--shape", metavar="NAME", help="acled, ucdp-ged, polecat, gdelt, csv or geojson (of Karama); told by the columns if not given.")
@click.option("--policy", metavar="NAME", help="Choose among our values that disagree; see karama policies.")
@click.option("--place", metavar="NAME", help="Only what is at this place, on both sides.")
@click.option("--within", "within_km", type=click.FloatRange(min=0), default=0.0, metavar="KM", help="Also so far around it.")
@click.option("--from", "first", metavar="DATE", help="Only from this day, month or year on.")
@click.option("--to", "last", metavar="DATE", help="Only up to this day, month or year.")
@click.option("--actor", metavar="NAME", help="Only with this actor on either side.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only of this kind; may be given again.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.csv", help="Write a row for each pair and for what stands alone.")
@click.option("--force", is_flag=True, help="Write over FILE.csv.")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, metavar="N", help="Tell at most so many of each.")
@click.option("--json", "as_json", is_flag=True, help="Tell everything as JSON.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(
    path: str, file: Path | None, source: str | None, shape: str | None, policy: str | None,
    place: str | None, within_km: float, first: str | None, last: str | None, actor: str | None,
    kinds: tuple[str, ...], out: Path | None, force: bool, limit: int, as_json: bool, debug: bool,
) -> int:  # fmt: skip
    """Set the incidents of the record in PATH against the rows of FILE, a data set that you have.

    An incident and a row are paired by kind, place, day and actors, one to one, the best pairs first. Nothing is taken into the record.
    Exit code 3 when rows of FILE could not be read; the others are compared.
    """
    if (file is None) == (source is None):
        raise click.UsageError("name a FILE, or with --source a data set that was imported")
    from karama.api import open_record
    from karama.app.comparing import describe_comparison, write_table
    from karama.data_sets import DataSets, ask

    with open_record(path) as record:
        asked = ask(place=place, within_km=within_km, actor=actor, kinds=kinds, dates=(first, last))
        sets = DataSets(record.tools)
        found = sets.compare(file, asked, shape=shape, policy=policy) if file else sets.compare_imported(source or "", asked, policy=policy)
    if out is not None:
        write_table(found, out, force=force)
    for problem in found.file.problems[:limit] if not as_json else ():
        where = ", ".join(filter(None, (f"row {problem.row}" if problem.row else "", problem.column or "")))
        click.echo(f"{problem.severity}: {where + ': ' if where else ''}{problem.message}", err=True)
    click.echo(json.dumps(describe_comparison(found), ensure_ascii=False, indent=1) if as_json else "\n".join(list_lines(found, limit)))
    if out is not None and not as_json:
        click.echo(f"{out}: written")
    return WRONG if found.file.bad else 0


def list_lines(found: Comparison, limit: int) -> Iterator[str]:
    """The comparison for a person."""
    from karama.app.comparing import count_differences, tell_side

    paired, read = found.paired, found.file
    total = len(paired.pairs) + len(paired.theirs)
    yield f"{found.name}: {total} rows of {read.publisher} ({read.shape})" + (f", {read.bad} more could not be read" if read.bad else "")
    yield f"in both: {len(paired.pairs)}   only in the record: {len(paired.ours)}   only in {read.publisher}: {len(paired.theirs)}"
    differing = ", ".join(f"{name} in {count}" for name, count in count_differences(paired.pairs).items())
    if paired.pairs:
        yield f"of those in both, {differing or 'none'} cannot both be right" if differing else "of those in both, nothing rules the other out"
    for pair in paired.pairs[:limit]:
        rivals = f", {pair.rivals} other rows might be it" if pair.rivals else ""
        yield ""
        yield f"{pair.ours.key} = {pair.theirs.title or pair.theirs.key}  score {pair.score:.2f}{rivals}"
        for one in pair.differences:
            yield f"  {'!' if one.differs else ' '} {one.field}: {one.ours or '-'} | {one.theirs or '-'} ({one.words})"
    if len(paired.pairs) > limit:
        yield f"... {len(paired.pairs) - limit} more in both; --limit tells more, --out FILE.csv all"
    for title, sides in (("only in the record", paired.ours), (f"only in {read.publisher}", paired.theirs)):
        if not sides:
            continue
        yield ""
        yield f"{title}:"
        yield from (f"  {count:>6}  {why}" for why, count in Counter(group_reason(found.reasons[side.key]) for side in sides).most_common())
        inside = [side for side in sides if not found.reasons[side.key].startswith("outside")]
        yield from (f"  {side.key}  {', '.join(filter(None, tell_side(side).values()))}" for side in inside[:limit])
        if len(inside) > limit:
            yield f"  ... {len(inside) - limit} more"


def group_reason(reason: str) -> str:
    """The reason without what names a single row."""
    return "a better partner was found for what it might have been" if " went to " in reason else reason
