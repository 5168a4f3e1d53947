"""`karama validate`: whether a file keeps the rules of its format, with row and column of everything that does not."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from karama.cli.formats import tell_formats

WRONG = 3


@click.command("validate", no_args_is_help=True, epilog=tell_formats())
@click.argument("form", metavar="FORMAT")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(min=1), default=100, metavar="N", help="Tell at most so many (100).")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a problem.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(form: str, file: Path, limit: int, as_json: bool, debug: bool) -> int:
    """Check FILE, ours or anybody's, against the rules of FORMAT (one of those below): columns, types, codes, and how they fit each other.

    Exit code 3 when there is an error; a warning is none.
    """
    from karama.app.validating import list_errors, validate_file

    problems = validate_file(form, file)
    errors = sum(1 for _ in list_errors(problems))
    for problem in problems[:limit]:
        if as_json:
            click.echo(json.dumps(asdict(problem), ensure_ascii=False))
            continue
        where = ", ".join(filter(None, (f"row {problem.row}" if problem.row else "", problem.column or "")))
        value = f" (is {problem.value[:80]!r})" if problem.value is not None else ""
        click.echo(f"{problem.severity}: {where + ': ' if where else ''}{problem.message}{value}")
    if not as_json:
        more = f", the first {limit} of which are told" if len(problems) > limit else ""
        click.echo(f"{file}: {errors} errors, {len(problems) - errors} warnings{more}" if problems else f"{file}: keeps the rules of {form}")
    return WRONG if errors else 0
