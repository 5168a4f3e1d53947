"""Reports read but not kept: a small memory of the process, and how a report gets into it and out of it into the record."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import Lock

from karama.api import Record
from karama.app.pipeline import read_articles
from karama.app.recording import Added, Reader, add_articles
from karama.domain.reading import Reading
from karama.domain.text import hash_text
from karama.errors import DataError, InputError, KaramaError
from karama.ingest.articles import Loaded, Refusal, load_bytes, make_article
from karama.wiring import find_authority, make_tools

# A report is read while a person waits: some ten thousand words take two or three seconds. What is longer is read whole when it is kept.
READ_AT_ONCE = 60_000
MOST_DRAFTS = 64
MOST_BYTES = 60_000_000  # of all originals in the memory


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it came and its reading; `whole` is how many characters it has, of which the reading may hold the first part."""

    key: str
    loaded: Loaded
    reading: Reading
    whole: int

    @property
    def cut(self) -> bool:
        """Is only the first part of it read?"""
        return len(self.reading.article.text) < self.whole


@dataclass(slots=True)
class Drafts:
    """The last reports that were read, by key; the oldest are forgotten first."""

    most: int = MOST_DRAFTS
    most_bytes: int = MOST_BYTES
    _kept: OrderedDict[str, Draft] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def put(self, draft: Draft) -> None:
        """Nothing; the draft is remembered, and the oldest that leave no room are not."""
        with self._lock:
            self._kept[draft.key] = draft
            self._kept.move_to_end(draft.key)
            while len(self._kept) > 1 and (len(self._kept) > self.most or sum(len(one.loaded.original) for one in self._kept.values()) > self.most_bytes):
                self._kept.popitem(last=False)

    def get(self, key: str) -> Draft | None:
        """The draft of that key; None if it was never read or is forgotten."""
        with self._lock:
            return self._kept.get(key)

    def drop(self, key: str) -> None:
        """Nothing; the draft is forgotten."""
        with self._lock:
            self._kept.pop(key, None)


# The language model serves one text at a time; two readings at once would take longer each.
_READING = Lock()


def warm_up() -> None:
    """Nothing; the language model is loaded and has read a sentence, so that the first report does not wait for it."""
    text = "A shell fell on a house in the town on Monday, residents said."
    with _READING:
        next(read_articles([make_article(text)], make_tools()))


def load_one(data: bytes, name: str, source: str, published: str | None = None) -> Loaded:
    """The one report in the bytes.

    Raises:
        InputError: there is none, or there are several.
    """
    found = list(load_bytes(data, name, source, published))
    if len(found) != 1:
        raise InputError(f"{source}: holds {len(found)} reports; add it with karama add")
    if isinstance(found[0], Refusal):
        raise found[0].error
    return found[0]


def read_draft(loaded: Loaded) -> Draft:
    """The report read, or its first part where it is long."""
    article = loaded.article
    shown = cut_text(article.text)
    if len(shown) < len(article.text):
        article = replace(article, text=shown, id=hash_text(shown))
    with _READING:
        reading = next(read_articles([article], make_tools()))
    key = sha256("\0".join((loaded.article.id, loaded.article.published or "", loaded.source)).encode("utf-8", "replace")).hexdigest()[:20]
    return Draft(key, loaded, replace(reading, issues=loaded.issues + reading.issues), len(loaded.article.text))


def cut_text(text: str, most: int = READ_AT_ONCE) -> str:
    """The text, or its first part up to a line's end, else up to a space."""
    if len(text) <= most:
        return text
    for mark in ("\n", " "):
        at = text.rfind(mark, most // 2, most)
        if at > 0:
            return text[:at]
    return text[:most]


def keep_drafts(record: Record, found: Iterable[Loaded], by: str) -> list[Added]:
    """What became of the reports in the record, and their claims merged; as `karama add` does it.

    Raises:
        InputError: one cannot be read.
        UnavailableError: somebody else is writing, or the disk is full.
    """
    with _READING:
        told = list(add_articles(record.tools, Reader(make_tools()), found, by))
    record.merge()
    kept = [one for one in told if not isinstance(one, Refusal)]
    if len(kept) < len(told):
        raise DataError("a report that was read could not be kept")
    return kept


def attest(record: Record, by: str) -> str | None:
    """Why the log has no new timestamp, though the record's settings name an authority; None where it has, or none is named. As `karama add` does it."""
    if find_authority(record.path) is None:
        return None
    try:
        record.stamping(by).ask()
    except KaramaError as error:
        return str(error)
    return None
