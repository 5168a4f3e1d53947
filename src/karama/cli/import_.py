"""`karama import`: rows of a data set of others into a record, kept apart from what was read in it; or what the Auto Archiver collected, to be read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from karama.data_sets import DataSets
    from karama.export.values import Problem

WRONG = 3
ARCHIVER = "auto-archiver"
KINDS = ("acled", "ucdp", "polecat", "gdelt", ARCHIVER)


@click.command("import", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("kind", metavar="acled|ucdp|polecat|gdelt|auto-archiver", type=click.Choice([*KINDS, "ucdp-ged"]))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--by", metavar="NAME", help="Who imports, for the log; your account's name if not given.")
@click.option("--limit", type=click.IntRange(min=0), default=100, show_default=True, metavar="N", help="Tell at most so many problems of a file.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a file.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(path: str, kind: str, files: tuple[Path, ...], by: str | None, limit: int, as_json: bool, debug: bool) -> int:
    """Take the rows of FILES into the record in PATH as claims of that data set, with its own precision of day and place.

    They are never mixed with what was read: merging, questions, policies, exports and releases leave them out. `karama incidents --with-imports` lists
    them, `karama compare PATH --source NAME` sets the record against them. Articles of the Auto Archiver are read like any others.

    Rows that cannot be read are told with row and column, the others are imported, and the exit code is 3.
    """
    from karama.api import open_record
    from karama.data_sets import DataSets
    from karama.errors import InputError

    bad = 0
    with open_record(path) as record:
        sets = DataSets(record.tools)
        for file in files:
            try:
                if kind == ARCHIVER:
                    bad += _import_archive(sets, Path(path), file, by, limit, as_json=as_json)
                else:
                    bad += _import_rows(sets, file, kind, by, limit, as_json=as_json)
            except InputError as error:
                bad += 1
                click.echo(f"karama: {error}", err=True)
        record.merge()
    return WRONG if bad else 0


def _import_rows(sets: DataSets, file: Path, kind: str, by: str | None, limit: int, *, as_json: bool) -> int:
    """How many rows could not be read."""
    from karama.app.importing import describe_report

    report, problems = sets.take_in(file, kind, by)
    if as_json:
        click.echo(describe_report(str(file), report, problems))
        return report.bad
    _tell_problems(file, problems, limit)
    changed = f", {report.changed} in the place of an older form" if report.changed else ""
    known = f", {report.known} known already" if report.known else ""
    refused = f", {report.bad} could not be read" if report.bad else ""
    click.echo(f"{file}: {report.new} rows of {report.publisher} imported{changed}{known}{refused}")
    return report.bad


def _import_archive(sets: DataSets, path: Path, file: Path, by: str | None, limit: int, *, as_json: bool) -> int:
    """How many items could not be read."""
    states, problems = sets.take_in_archive(path, file, by)
    if as_json:
        click.echo(json.dumps({"file": str(file), **states, "bad": len(problems)}, ensure_ascii=False))
        return len(problems)
    _tell_problems(file, problems, limit)
    click.echo(f"{file}: " + (", ".join(f"{count} {state}" for state, count in states.items()) or "nothing in it"))
    return len(problems)


def _tell_problems(file: Path, problems: Sequence[Problem], limit: int) -> None:
    for problem in problems[:limit]:
        where = ", ".join(filter(None, (f"row {problem.row}" if problem.row else "", problem.column or "")))
        value = f" (is {problem.value[:80]!r})" if problem.value is not None else ""
        click.echo(f"{file}: {problem.severity}: {where + ': ' if where else ''}{problem.message}{value}", err=True)
    if len(problems) > limit:
        click.echo(f"{file}: {len(problems) - limit} more problems", err=True)
