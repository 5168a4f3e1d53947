"""Collecting into a record, as Python: feeds, lists, archives and folders, once or until stopped."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from karama.adapters.web_fetch.http_fetcher import HttpFetcher
from karama.api import Record
from karama.app.collecting import CollectingTools, Sources, collect
from karama.app.recording import Added
from karama.errors import InputError, SetupError
from karama.ingest.articles import Refusal
from karama.readers import HowToAdd, add_found

__all__ = ["Feed", "Sources", "collect_into", "read_feeds", "watch_into"]

BOOK = "visits.sqlite"
LEAST_MINUTES = 5.0


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to be watched: its address, how often, and under which outlet's name."""

    url: str
    every_minutes: float = 60.0
    publisher: str | None = None


def collect_into(
    record: Record, sources: Sources, how: HowToAdd, *, warc: Path | None = None, local: frozenset[str] = frozenset(), pause_s: float | None = None
) -> Iterator[Added | Refusal]:
    """What became of each article that was collected, told when it is safely kept, then merged. `local` are hosts that may lie on this machine, by name.

    Raises:
        SetupError: the extra `karama[collect]` is missing.
        UnavailableError: somebody else is writing, or the disk is full.
    """
    tools = make_collecting(record, warc, local, pause_s)
    yield from add_found(record.path, record.tools, collect(tools, sources), how)
    record.merge()


def make_collecting(record: Record, warc: Path | None, local: frozenset[str], pause_s: float | None) -> CollectingTools:
    """What collecting into the record borrows.

    Raises:
        SetupError: the extra `karama[collect]` is missing.
    """
    try:
        from karama.adapters.web_fetch.polite import PAUSE_S, PoliteFetcher
        from karama.adapters.web_fetch.visit_book import VisitBook
        from karama.adapters.web_fetch.warc_writer import WarcWriter
    except ImportError as error:
        raise SetupError("collecting needs feedparser and others: pip install 'karama[collect]'") from error
    fetch = PoliteFetcher(HttpFetcher(local), PAUSE_S if pause_s is None else pause_s)
    return CollectingTools(fetch, VisitBook(record.path / BOOK), record.tools.now, WarcWriter(warc) if warc is not None else None)


def watch_into(
    record: Record,
    feeds: tuple[Feed, ...],
    how: HowToAdd,
    *,
    rounds: int | None = None,
    local: frozenset[str] = frozenset(),
    pause_s: float | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], object] = time.sleep,
) -> Iterator[Added | Refusal]:
    """What became of each article of the feeds, each feed asked when it is due, until stopped; begun again, it asks only for what is new."""
    due = dict.fromkeys(range(len(feeds)), clock())
    done = 0
    while feeds and (rounds is None or done < rounds):
        number = min(due, key=lambda one: (due[one], one))
        if (wait := due[number] - clock()) > 0:
            sleep(wait)
        feed = feeds[number]
        yield from collect_into(record, Sources(feeds=(feed.url,), publisher=feed.publisher), how, local=local, pause_s=pause_s)
        due[number] = clock() + 60 * max(feed.every_minutes, LEAST_MINUTES)
        done += 1


def read_feeds(path: Path) -> tuple[Feed, ...]:
    """The feeds of a file: `[[feed]]` with `url`, and `every_minutes`, `publisher` where they are told.

    Raises:
        InputError: it cannot be read, or a feed is not told rightly; the line says which.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    rows = told.get("feed", [])
    if not isinstance(rows, list) or not rows:
        raise InputError(f"{path}: no [[feed]] in it")
    feeds = []
    for number, row in enumerate(rows, 1):
        strange = sorted(set(row) - {"url", "every_minutes", "publisher"}) if isinstance(row, dict) else ["no table"]
        if strange or not isinstance(row.get("url"), str):
            raise InputError(f"{path}: feed {number}: {'no url' if not strange else 'unknown: ' + ', '.join(strange)}")
        if not isinstance(row.get("every_minutes", 60), int | float) or row.get("every_minutes", 60) <= 0:
            raise InputError(f"{path}: feed {number}: every_minutes is no number above 0")
        feeds.append(replace(Feed(row["url"]), **{name: row[name] for name in ("every_minutes", "publisher") if name in row}))
    return tuple(feeds)
