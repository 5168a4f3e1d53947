"""`karama read`: reports in, claims out, as a page in the terminal, JSON Lines, JSON or an HTML page."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from karama.cli.bulk_options import add_bulk_options, add_choice_options, make_bulk
from karama.cli.many import Report, count_articles, open_bar, read_memory, write_report
from karama.errors import InputError

if TYPE_CHECKING:
    from karama.api import Reading, Refusal

FORMATS = ("text", "jsonl", "json", "html")


@click.command("read", no_args_is_help=True)
@click.argument("articles", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="What to write.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--published", metavar="DATE", help="The day the articles were published (YYYY-MM-DD), where they do not say.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file; it is written whole or not at all.")
@add_bulk_options
@add_choice_options
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Keep the results of several workers here; a stopped reading goes on."
)
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
@click.option("--verbose", "-v", is_flag=True, help="Also tell what was seen and not understood.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
def command(
    articles: tuple[str, ...],
    form: str,
    as_json: bool,
    published: str | None,
    output: Path | None,
    quiet: bool,
    verbose: bool,
    debug: bool,
    keep: Path | None,
    limit: int | None,
    sample: int | None,
    report: Path | None,
    **bulk: Any,
) -> int:
    """Read ARTICLES (text, HTML, PDF, DOCX or EML files, folders, JSON Lines of articles, or - for standard input) into sourced claims.

    Each claim carries its passage, its speakers and how sure they are. What cannot be read is named on standard error, the rest is read, and the exit
    code is 3.
    """
    from karama.api import read_all

    form = "json" if as_json else form
    so_far = Report()
    found = read_all(articles, published=published, stdin=sys.stdin.buffer, bulk=make_bulk(**bulk), keep=keep, limit=limit, sample=sample)
    total = count_articles(articles, min((n for n in (limit, sample) if n is not None), default=None))
    readings = _watch(found, so_far, total, show=not quiet)
    if output is None:
        _write(readings, form, sys.stdout, verbose)
    else:
        partial = output.with_name(output.name + ".partial")
        try:
            with partial.open("w", encoding="utf-8") as file:
                _write(readings, form, file, verbose)
            partial.replace(output)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    if so_far.articles.total() == 0:
        raise InputError(f"{', '.join(articles)}: no article in it")
    if not quiet and so_far.articles.total() > 1:
        click.echo(f"read {so_far.articles['read']:,} articles with {so_far.claims:,} claims; refused {so_far.articles['refused']:,}", err=True)
    write_report(so_far, report, show=not quiet)
    return InputError.exit_code if so_far.articles["refused"] else 0


def _watch(found: Iterator[Reading | Refusal], report: Report, total: int | None, *, show: bool) -> Iterator[Reading]:
    """The readings; refusals are told on standard error, and so is the progress, as a bar where that is a terminal."""
    from karama.api import Refusal

    with open_bar(total, show=show and total != 1 and sys.stderr.isatty()) as bar:
        task = bar.add_task("reading", total=total, words=0, memory=0)
        for item in found:
            if isinstance(item, Refusal):
                report.count("refused", source=item.source, reason=str(item.error))
                bar.console.print(f"karama: {item.error}", markup=False, highlight=False, soft_wrap=True)
            else:
                report.count("read", claims=len(item.claims), words=len(item.article.text.split()), issues=(issue.code for issue in item.issues))
            if not bar.disable:
                bar.update(task, advance=1, words=report.words / max(time.monotonic() - report.started, 0.001), memory=read_memory())
            if not isinstance(item, Refusal):
                yield item


def _write(readings: Iterator[Reading], form: str, out: TextIO, verbose: bool) -> None:
    """Writes the readings in the form asked for, each as soon as it is there."""
    if form == "html":
        from karama.render.page import render_page

        out.write(render_page(list(readings)))
        return
    if form == "text":
        from karama.render.terminal import print_reading

        for reading in readings:
            print_reading(reading, out, verbose=verbose)
        return
    first = True
    if form == "json":
        out.write("[")
    for reading in readings:
        data = _checked(reading)
        if form == "jsonl":
            out.write(json.dumps(data, ensure_ascii=False) + "\n")
        else:
            out.write(("" if first else ",") + "\n" + json.dumps(data, ensure_ascii=False, indent=1))
        first = False
    if form == "json":
        out.write("\n]\n")


def _checked(reading: Reading) -> dict[str, Any]:
    """The reading as data, valid by the schema we publish."""
    from karama.schema import check_reading

    data = reading.to_dict()
    check_reading(data)
    return data
