"""`karama collect`, `karama watch`: reports from feeds, lists, archives and folders into a record."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from karama.cli.bulk_options import add_bulk_options, make_bulk
from karama.errors import InputError

if TYPE_CHECKING:
    from karama.api import Added, Refusal

FILE = click.Path(path_type=Path)
RELEVANT = 0.3
SHARED = (
    click.option("--relevant", type=click.FloatRange(0, 1), default=RELEVANT, show_default=True, metavar="SCORE", help="Keep unread what scores less."),
    click.option("--copies/--copies-once", default=False, help="Read every copy of a wire story, or each story once.  [default: copies-once]"),
    click.option("--allow-local", "local", multiple=True, metavar="HOST", help="A host on this machine or network that may be fetched, by name."),
    click.option("--pause", type=click.FloatRange(min=0), metavar="S", help="Seconds between two pages of one host.  [default: 2]"),
    click.option("--by", metavar="NAME", help="Who collects, for the log; your account's name if not given."),
    click.option("--json", "as_json", is_flag=True, help="Write one JSON object an article."),
    click.option("--quiet", "-q", is_flag=True, help="Only what could not be had."),
    click.option("--debug", is_flag=True, help="Show the trace of an error."),
)


def _share(function: Any) -> Any:
    for option in reversed(SHARED):
        function = option(function)
    return function


@click.command("collect", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.option("--feed", "feeds", multiple=True, metavar="URL", help="A feed (RSS, Atom) or sitemap; may be given again.")
@click.option("--url", "single", multiple=True, metavar="URL", help="An article's address; may be given again.")
@click.option("--urls", type=FILE, metavar="FILE", help="A list of addresses, one a line.")
@click.option("--folder", multiple=True, type=FILE, metavar="DIR", help="A folder of reports.")
@click.option("--warc", multiple=True, type=FILE, metavar="FILE", help="A WARC or WACZ file.")
@click.option("--jsonl", multiple=True, type=FILE, metavar="FILE", help="JSON Lines of articles, or Parquet with the same columns.")
@click.option("--mbox", multiple=True, type=FILE, metavar="FILE", help="A mailbox.")
@click.option("--publisher", metavar="NAME", help="The outlet of all that names none.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="So many articles at most.")
@click.option("--again", is_flag=True, help="Also what was fetched in the last day or has not changed.")
@click.option("--keep-warc", type=FILE, metavar="FILE", help="Keep the pages as they came in this WARC file.")
@_share
@add_bulk_options
def collect(
    path: str, feeds: tuple[str, ...], single: tuple[str, ...], urls: Path | None, folder: tuple[Path, ...], warc: tuple[Path, ...],
    jsonl: tuple[Path, ...], mbox: tuple[Path, ...], publisher: str | None, limit: int | None, again: bool, keep_warc: Path | None, relevant: float,
    copies: bool, local: tuple[str, ...], pause: float | None, by: str | None, as_json: bool, quiet: bool, debug: bool, **bulk: Any,
) -> int:  # fmt: skip
    """Collect reports into the record in PATH. Pages are fetched politely (robots.txt, pauses), and asked for again only when they may have changed.

    What is not about conflict or violence, and copies of what is read, is kept unread; karama add PATH --unread reads it later.
    """
    from karama.api import open_record
    from karama.app.collecting import read_list
    from karama.collecting import Sources, collect_into

    listed = read_list(_read_lines(urls)) if urls is not None else ()
    sources = Sources(feeds, (*single, *listed), (*folder, *warc, *jsonl, *mbox), publisher, limit, again)
    if not (sources.feeds or sources.urls or sources.files):
        raise click.UsageError("say what to collect: --feed, --url, --urls, --folder, --warc, --jsonl or --mbox")
    with open_record(path) as record:
        how: Any = {"by": by, "bulk": make_bulk(**bulk), "relevant_from": relevant, "copies_once": not copies}
        return _tell(collect_into(record, sources, how, warc=keep_warc, local=frozenset(local), pause_s=pause), path, as_json=as_json, quiet=quiet)


@click.command("watch", no_args_is_help=True)
@click.argument("path", type=click.Path())
@click.argument("file", type=FILE)
@click.option("--rounds", type=click.IntRange(1), metavar="N", help="Ask feeds so many times in all, then stop; for ever, if not given.")
@_share
@add_bulk_options
def watch(
    path: str, file: Path, rounds: int | None, relevant: float, copies: bool, local: tuple[str, ...], pause: float | None, by: str | None, as_json: bool,
    quiet: bool, debug: bool, **bulk: Any,
) -> int:  # fmt: skip
    """Watch the feeds in FILE and collect what is new into the record in PATH, until stopped. Begun again, it goes on from there.

    FILE holds tables [[feed]] with url, and every_minutes and publisher where they are told.
    """
    from karama.api import open_record
    from karama.collecting import read_feeds, watch_into

    feeds = read_feeds(file)
    with open_record(path) as record:
        how: Any = {"by": by, "bulk": make_bulk(**bulk), "relevant_from": relevant, "copies_once": not copies}
        try:
            return _tell(watch_into(record, feeds, how, rounds=rounds, local=frozenset(local), pause_s=pause), path, as_json=as_json, quiet=quiet)
        except KeyboardInterrupt:
            click.echo("karama: stopped; what was collected is kept", err=True)
            return 0


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error


def _tell(found: Iterator[Added | Refusal], path: str, *, as_json: bool, quiet: bool) -> int:
    """The exit code; each article is told as it comes, and all together at the end."""
    from karama.api import Refusal

    states: Counter[str] = Counter()
    claims = 0
    for item in found:
        if isinstance(item, Refusal):
            states["could not be had"] += 1
            click.echo(f"karama: {item.error}", err=True)
            continue
        states[item.state] += 1
        claims += item.claims
        if as_json:
            click.echo(json.dumps(asdict(item), ensure_ascii=False))
        elif not quiet:
            click.echo(f"{item.state}  {item.source}" + (f"  ({item.reason})" if item.reason else f"  {item.claims} claims" if item.claims else ""))
            sys.stdout.flush()
    if not as_json:
        click.echo(f"{path}: {claims} claims; " + (", ".join(f"{count} {state}" for state, count in states.items()) or "nothing new"))
    return InputError.exit_code if states["could not be had"] else 0
