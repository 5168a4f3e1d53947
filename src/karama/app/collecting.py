"""Collecting: from feeds, lists of addresses, archives and folders to articles, each address asked for politely and only when it may have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path

from karama.domain.visits import Outcome, PageVisit
from karama.errors import InputError, UnavailableError
from karama.ingest.archives import load_mbox, load_page, load_parquet, load_wacz, load_warc
from karama.ingest.articles import Loaded, Refusal, load_articles
from karama.ingest.feeds import Entry, list_entries
from karama.ports import Fetched, Fetcher, KeepsPages, Visits

MOST_LISTS = 200  # sitemaps of a sitemap index
FRESH_HOURS = 24  # an article that was fetched is asked for again after so long at the earliest
FILES: dict[str, Callable[[Path], Iterator[Loaded | Refusal]]] = {
    ".warc": load_warc, ".wacz": load_wacz, ".mbox": load_mbox, ".parquet": load_parquet,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CollectingTools:
    """What collecting borrows: a polite fetcher, the book of visits, the clock, and where pages are kept as they came, if anywhere."""

    fetch: Fetcher
    visits: Visits
    now: Callable[[], str]
    pages: KeepsPages | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """What is to be collected."""

    feeds: tuple[str, ...] = ()  # URLs of RSS, Atom, sitemaps
    urls: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()  # folders, JSON Lines, WARC, WACZ, mbox, Parquet, anything `karama read` takes
    publisher: str | None = None
    limit: int | None = None  # articles at most
    again: bool = False  # also what was fetched lately


def collect(tools: CollectingTools, sources: Sources) -> Iterator[Loaded | Refusal]:
    """The articles that are new or may have changed, in order; what cannot be had, with why."""
    found = _collect_all(tools, sources)
    named = (_name(item, sources.publisher) for item in found)
    yield from named if sources.limit is None else islice(named, sources.limit)


def _collect_all(tools: CollectingTools, sources: Sources) -> Iterator[Loaded | Refusal]:
    for feed in sources.feeds:
        yield from collect_feed(tools, feed, again=sources.again)
    for url in sources.urls:
        yield from collect_page(tools, Entry(url), again=sources.again)
    for path in sources.files:
        yield from load_file(path)


def _name(item: Loaded | Refusal, publisher: str | None) -> Loaded | Refusal:
    if publisher is None or isinstance(item, Refusal) or item.article.publisher is not None:
        return item
    return replace(item, article=replace(item.article, publisher=publisher))


def load_file(path: Path) -> Iterator[Loaded | Refusal]:
    """The articles of a file or folder; what kind of archive it is, its name says."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    load = FILES.get(suffixes[-1] if suffixes else "")
    yield from load(path) if load is not None and path.is_file() else load_articles([path])


def collect_feed(tools: CollectingTools, url: str, *, again: bool = False) -> Iterator[Loaded | Refusal]:
    """The articles that a feed or sitemap lists, the lists of a sitemap index in their order."""
    lists, seen = [url], {url}
    while lists:
        here = lists.pop(0)
        try:
            fetched = visit(tools, here, always=again)
            entries = list_entries(fetched.data, fetched.url) if fetched is not None else ()
        except (InputError, UnavailableError) as error:
            yield Refusal(here, InputError(str(error)))
            continue
        for entry in entries:
            if not entry.more:
                yield from collect_page(tools, entry, again=again)
            elif entry.url not in seen and len(seen) < MOST_LISTS:
                seen.add(entry.url)
                lists.append(entry.url)


def collect_page(tools: CollectingTools, entry: Entry, *, again: bool = False) -> Iterator[Loaded | Refusal]:
    """The article at an address; nothing where it was fetched lately or has not changed."""
    last = tools.visits.find(entry.url)
    if last is not None and last.outcome in ("fetched", "unchanged") and not again and _is_fresh(last.at, tools.now()):
        return
    try:
        fetched = visit(tools, entry.url, always=again)
    except (InputError, UnavailableError) as error:
        yield Refusal(entry.url, InputError(str(error)))
        return
    if fetched is None:
        return
    for loaded in load_page(fetched.data, fetched.url, entry.published):
        untitled = isinstance(loaded, Loaded) and loaded.article.title is None and entry.title
        yield replace(loaded, article=replace(loaded.article, title=entry.title)) if untitled and isinstance(loaded, Loaded) else loaded


def visit(tools: CollectingTools, url: str, *, always: bool = False) -> Fetched | None:
    """What stands at the address now; None where it is as it was at the last visit, by the server's word or by its bytes.

    Raises:
        InputError: it may not be had, or is nothing of use.
        UnavailableError: no network, or the server does not answer.
    """
    last = tools.visits.find(url)
    asked = {} if last is None or always else {name: value for name, value in (("If-None-Match", last.etag), ("If-Modified-Since", last.modified)) if value}
    try:
        fetched = tools.fetch(url, asked)
    except InputError:
        _note(tools, last, url, "refused")
        raise
    except UnavailableError:
        _note(tools, last, url, "unavailable")
        raise
    digest = sha256(fetched.data).hexdigest() if fetched.changed else last.sha256 if last is not None else None
    same = not fetched.changed or (last is not None and last.sha256 == digest and not always)
    headers = fetched.headers if fetched.changed or last is None else last.headers
    tools.visits.keep(PageVisit(url, tools.now(), "unchanged" if same else "fetched", digest, headers.get("etag"), headers.get("last-modified"), headers))
    if same:
        return None
    if tools.pages is not None:
        tools.pages.keep(fetched, tools.now())
    return fetched


def _note(tools: CollectingTools, last: PageVisit | None, url: str, outcome: Outcome) -> None:
    """Nothing; a visit in vain is noted, and what was known from before stays."""
    known = last or PageVisit(url, "", outcome)
    tools.visits.keep(replace(known, at=tools.now(), outcome=outcome))


def _is_fresh(at: str, now: str) -> bool:
    try:
        passed = datetime.fromisoformat(now) - datetime.fromisoformat(at)
    except ValueError:
        return False
    return 0 <= passed.total_seconds() < FRESH_HOURS * 3600


def read_list(lines: Iterable[str]) -> tuple[str, ...]:
    """The addresses of a list: one a line, blank lines and those that begin with # left out."""
    return tuple(line.strip() for line in lines if line.strip() and not line.strip().startswith("#"))
