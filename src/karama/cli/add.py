"""`karama add`: reports into a record."""

from __future__ import annotations

import json
import shlex
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from karama.cli.bulk_options import add_bulk_options, add_choice_options, make_bulk
from karama.cli.many import Report, count_articles, open_bar, read_memory, write_report
from karama.errors import InputError, KaramaError

if TYPE_CHECKING:
    from rich.progress import Progress

    from karama.api import Added, Record, Refusal
    from karama.readers import HowToAdd


@click.command("add", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("sources", nargs=-1, type=click.Path(allow_dash=True))
@click.option("--published", metavar="DATE", help="The day the articles were published (YYYY-MM-DD), where they do not say.")
@click.option("--by", metavar="NAME", help="Who adds them, for the log; your account's name if not given.")
@click.option("--reread", is_flag=True, help="Read again what an older reader read; without SOURCES, the whole record.")
@click.option(
    "--relevant", type=click.FloatRange(0, 1), is_flag=False, flag_value=0.3, metavar="SCORE", help="Keep unread what is not about conflict or violence."
)
@click.option("--copies-once", is_flag=True, help="Keep near-copies of what is read without reading them again.")
@click.option("--unread", is_flag=True, help="Without SOURCES: read what was kept unread.")
@add_bulk_options
@add_choice_options
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object an article.")
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(
    path: str, sources: tuple[str, ...], published: str | None, by: str | None, reread: bool, as_json: bool, quiet: bool, debug: bool,
    relevant: float | None, copies_once: bool, unread: bool, report: Path | None, **bulk: Any,
) -> int:  # fmt: skip
    """Read SOURCES (as `karama read` takes them) into the record in PATH.

    What is in the record already is not added again. What cannot be read is named on standard error, the rest is added, and the exit code is 3.
    Stopped half-way, what was added stays, and the same command goes on from there.
    """
    from karama.api import open_record

    if not sources and not reread and not unread:
        raise click.UsageError("say what to add: files, folders, JSON Lines or -")
    limit, sample = bulk.pop("limit"), bulk.pop("sample")
    if not sources and (limit or sample):
        raise click.UsageError("--limit and --sample choose among SOURCES")
    so_far, bulky = Report(), make_bulk(**bulk)
    how: HowToAdd = {
        "published": published, "by": by, "reread": reread, "stdin": sys.stdin.buffer, "bulk": bulky, "relevant_from": relevant, "copies_once": copies_once,
        "unread": unread, "limit": limit, "sample": sample,
    }  # fmt: skip
    with open_record(path) as record:
        total = count_articles(sources, min((n for n in (limit, sample) if n is not None), default=None)) if sources else None
        _watch(record.watch_adding(sources, **how), so_far, total, show=not quiet and sys.stderr.isatty(), as_json=as_json)
        states = so_far.articles
        if states.total() > states["known"] + states["refused"]:
            _attest(record, by)
    if not as_json:
        click.echo(f"{path}: {_sum_up(states, so_far.claims)}")
    write_report(so_far, report, show=not quiet, audit=f"karama audit {shlex.quote(path)} sheet.csv")
    return InputError.exit_code if states["refused"] else 0


def _watch(found: Iterator[Added | Refusal], report: Report, total: int | None, *, show: bool, as_json: bool) -> None:
    """Nothing; each article was counted, and told where there is something to tell of it. The bar stays until the claims are merged too."""
    from karama.api import Refusal

    with open_bar(total, show=show) as bar:
        task = bar.add_task("adding", total=total, words=0, memory=0)
        for item in found:
            if isinstance(item, Refusal):
                report.count("refused", source=item.source, reason=str(item.error))
                _say(bar, f"karama: {item.error}")
            else:
                report.count(item.state, claims=item.claims, words=item.words, issues=item.issues, source=item.source, reason=item.reason)
                _tell(bar, item, as_json=as_json)
            if show:
                bar.update(task, advance=1, words=report.words / max(time.monotonic() - report.started, 0.001), memory=read_memory())
                if report.articles.total() == total:
                    bar.update(task, description="merging")


def _tell(bar: Progress, item: Added, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(item), ensure_ascii=False))
    elif item.reason:
        _say(bar, f"{item.source}: {item.state}, {item.reason}")
    elif item.replaces:
        click.echo(f"{item.source}: a newer version of {', '.join(item.replaces)}")


def _say(bar: Progress, line: str) -> None:
    bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


def _attest(record: Record, by: str | None) -> None:
    """Nothing; where the record's settings name a timestamp authority it has attested the log, or one line tells why it has not."""
    from karama.wiring import find_authority

    if find_authority(record.path) is None:
        return
    try:
        record.stamping(by).ask()
    except KaramaError as error:
        click.echo(f"karama: no timestamp: {error}; ask again with: karama timestamp {record.path}", err=True)


def _sum_up(states: Counter[str], claims: int) -> str:
    """ "6 articles added with 66 claims; 2 known already"."""
    added = states["new"]
    parts = [f"{added} {'article' if added == 1 else 'articles'} added" + (f", {claims} claims read" if claims else "")]
    for state, words in (
        ("read again", "read again"),
        ("another copy", "came in once more"),
        ("known", "known already"),
        ("set aside", "set aside unread"),
        ("kept unread", "kept unread"),
        ("refused", "refused"),
    ):
        if states[state]:
            parts.append(f"{states[state]} {words}")
    return "; ".join(parts)
