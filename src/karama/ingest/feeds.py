"""What a feed or a sitemap lists: addresses of articles with their titles and days, as RSS, Atom, sitemap and sitemap index write them."""

from __future__ import annotations

import gzip
from calendar import timegm
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import urljoin
from zlib import error as ZlibError

from karama.errors import InputError

MOST_ENTRIES = 50_000  # of one sitemap, by its standard
MOST_BYTES = 50_000_000  # unpacked, by the same


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed article; `more` is a list of its own, to be fetched first."""

    url: str
    title: str | None = None
    published: str | None = None  # ISO day
    more: bool = False


def list_entries(data: bytes, url: str) -> tuple[Entry, ...]:
    """The entries of a feed or sitemap that stood at the URL, in its order, each address once.

    Raises:
        InputError: it is neither.
    """
    data = _unpack(data, url)
    head = data[:2000].lstrip()[:2000].lower()
    found = _list_sitemap(data, url) if b"<urlset" in head or b"<sitemapindex" in head else _list_feed(data, url)
    unique = {entry.url: entry for entry in reversed(found)}
    return tuple(reversed(unique.values()))[:MOST_ENTRIES]


def _unpack(data: bytes, url: str) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        with gzip.open(BytesIO(data)) as stream:
            unpacked = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, ZlibError) as error:
        raise InputError(f"{url}: its gzip is damaged") from error
    if len(unpacked) > MOST_BYTES:
        raise InputError(f"{url}: unpacks to more than {MOST_BYTES:,} bytes")
    return unpacked


def _list_sitemap(data: bytes, url: str) -> list[Entry]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{url}: no sitemap that can be read") from error
    if root is None:
        raise InputError(f"{url}: no sitemap that can be read")
    entries = []
    for node in root:
        told = {_cut_tag(child.tag): child for child in node.iter() if isinstance(child.tag, str)}
        place = (told["loc"].text or "").strip() if "loc" in told else ""
        if not place:
            continue
        day = next((told[name].text for name in ("publication_date", "lastmod") if name in told), None)
        title = told["title"].text if "title" in told else None
        entries.append(Entry(urljoin(url, place), title, _read_day(day), _cut_tag(node.tag) == "sitemap"))
    return entries


def _cut_tag(tag: object) -> str:
    """The name of a tag without its namespace; a broken list may hold names that are none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _list_feed(data: bytes, url: str) -> list[Entry]:
    import feedparser

    try:
        found = feedparser.parse(data)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise InputError(f"{url}: a feed that cannot be taken apart ({type(error).__name__})") from error
    if not found.get("entries") and (found.get("bozo") or not found.get("version")):
        raise InputError(f"{url}: no feed and no sitemap")
    entries = []
    for one in found.entries:
        link = one.get("link") or next((each.get("href") for each in one.get("links", ()) if each.get("href")), None)
        moment = one.get("published_parsed") or one.get("updated_parsed")
        if link:
            entries.append(Entry(urljoin(url, link), one.get("title"), _tell_day(moment) if moment else None))
    return entries


def _tell_day(moment: object) -> str | None:
    try:
        return datetime.fromtimestamp(timegm(moment), UTC).date().isoformat()  # type: ignore[arg-type]
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _read_day(words: str | None) -> str | None:
    try:
        return datetime.fromisoformat((words or "").strip()).date().isoformat()
    except ValueError:
        return None
