"""Articles, spans of their text, and segments: what is body and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, NamedTuple

from karama.errors import OffsetError

PublishedHow = Literal["given", "metadata", "dateline", "inferred", "unknown"]
SegmentKind = Literal["headline", "dateline", "body", "caption", "credit", "related", "boilerplate"]

# Only these kinds carry claims; a caption's claims are marked as a caption's.
PROSE_KINDS: frozenset[str] = frozenset({"headline", "body", "caption"})
# A dateline is read for its place and day, but nothing happens in it.
READ_KINDS: frozenset[str] = PROSE_KINDS | {"dateline"}


class Span(NamedTuple):
    """A half-open stretch [start, end) of an article's text, in Unicode code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One report as it was given: its fixed text (NFC, line ends \\n) and what is known about it."""

    text: str
    id: str  # "sha256:" + hex digest of the UTF-8 bytes of text
    name: str  # the id that came with the input, else the article's id
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "en"
    published: str | None = None  # ISO date
    published_how: PublishedHow = "unknown"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text of one kind; segments are in order and do not overlap."""

    kind: SegmentKind
    start: int
    end: int
    words: str


def hash_text(text: str) -> str:
    """The article id: "sha256:" and the hex digest of the text's UTF-8 bytes."""
    return "sha256:" + sha256(text.encode("utf-8")).hexdigest()


def check_words(text: str, start: int, end: int, words: str) -> None:
    """Nothing, if `text[start:end] == words`.

    Raises:
        OffsetError: the words do not stand there.
    """
    if not 0 <= start <= end <= len(text) or text[start:end] != words:
        raise OffsetError(f"text[{start}:{end}] is {text[start:end]!r}, not {words!r}")
