"""An Article from text that is already text: what is normalised, what is refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from karama.domain.reading import Issue
from karama.domain.record import Obtained
from karama.domain.text import Article, PublishedHow, hash_text
from karama.errors import InputError
from karama.ingest.language import check_language

# A book has about a million characters; beyond five it is an archive in one piece, not a report.
LONGEST_ARTICLE = 5_000_000
# Putting marks in order is quadratic in a run of them; no script stacks more than a handful on one letter.
MOST_MARKS = 60
_NOT_PLAIN = re.compile(r"[^\w\s\x00-\x7f]{60,}")
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Loaded:
    """An article that can be read, what it was read from, and what was odd about its input."""

    article: Article
    source: str
    issues: tuple[Issue, ...] = ()
    original: bytes = field(default=b"", repr=False)  # as they came: the file, or the line of a JSON Lines file without its line end
    media_type: str = "text/plain"
    obtained: Obtained = "file"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that cannot be read, and the one line that says why."""

    source: str
    error: InputError


@dataclass(frozen=True, slots=True)
class Found:
    """What a file format gave: text, and what the file says about it."""

    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None  # ISO date
    issues: tuple[str, ...] = field(default=())  # issue codes about the whole input


def make_article(
    text: str,
    *,
    name: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    published: str | None = None,
    published_how: PublishedHow = "given",
    source: str = "the text",
) -> Article:
    """The article of a text: NFC, line ends \\n, no byte order mark, and nothing else changed.

    `published` is an ISO date; `source` is what a refusal calls the input.

    Raises:
        InputError: the text is empty, too long, not English, or holds what is no character; or the date is no ISO date.
    """
    fixed = normalise_text(text, source)
    check_language(fixed, source)
    day = parse_day(published, source) if published else None
    key = hash_text(fixed)
    return Article(fixed, key, name or key, title or None, publisher or None, url or None, published=day, published_how=published_how if day else "unknown")


def normalise_text(text: str, source: str) -> str:
    """The text in NFC with line ends \\n and no byte order mark.

    Raises:
        InputError: it is empty, too long, or holds a zero, half a surrogate pair or a pile of marks.
    """
    if len(text) > LONGEST_ARTICLE:
        raise InputError(f"{source}: {len(text):,} characters; an article may have {LONGEST_ARTICLE:,}")
    fixed = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    _refuse_stacked_marks(fixed, source)
    fixed = unicodedata.normalize("NFC", fixed)
    if not fixed.strip():
        raise InputError(f"{source}: empty")
    if (zero := fixed.find("\x00")) >= 0:
        raise InputError(f"{source}: not text (a zero character at {zero})")
    try:
        fixed.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{source}: not text (half of a surrogate pair at {error.start})") from error
    return fixed


def _refuse_stacked_marks(text: str, source: str) -> None:
    if text.isascii():
        return
    for stretch in _NOT_PLAIN.finditer(text):
        run = 0
        for at in range(stretch.start(), stretch.end()):
            run = run + 1 if unicodedata.combining(text[at]) else 0
            if run > MOST_MARKS:
                raise InputError(f"{source}: not text (more than {MOST_MARKS} marks on one letter at {at})")


def parse_day(value: str, source: str) -> str:
    """The ISO date of an ISO date or an ISO date and time.

    Raises:
        InputError: it is neither.
    """
    day = value.strip()
    try:
        if len(day) < 10 or day[4] != "-" or day[7] != "-" or (len(day) > 10 and day[10] not in "T "):
            raise ValueError
        return date.fromisoformat(day[:10]).isoformat()
    except ValueError:
        raise InputError(f"{source}: {value!r} is not a date like 2017-07-02") from None


def mark_issues(codes: tuple[str, ...]) -> tuple[Issue, ...]:
    """Issues of the whole article, one a code."""
    return tuple(Issue("input", code, 0, 0, "") for code in codes)
