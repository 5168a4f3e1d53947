"""JSON Lines of articles: each line one article, each bad line refused by its number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from karama.errors import InputError
from karama.ingest.making import LONGEST_ARTICLE, Loaded, Refusal, make_article

# An article of the longest length, every character of it escaped, and as much again for the rest.
LONGEST_LINE = 8 * LONGEST_ARTICLE
FIELDS = ("id", "title", "published", "publisher", "url")


def load_lines(stream: BinaryIO, source: str, published: str | None = None) -> Iterator[Loaded | Refusal]:
    """The articles of the lines, in order; a line is read only when it is asked for. A line's own date goes before `published`."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        place = f"{source}, line {number}"
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
            yield Refusal(place, InputError(f"{place}: more than {LONGEST_LINE:,} bytes"))
        elif line.strip():
            yield load_line(line, place, published)


def load_line(line: bytes, place: str, published: str | None = None) -> Loaded | Refusal:
    """The article of one line, or why there is none."""
    try:
        loaded = load_record(json.loads(line.decode("utf-8-sig")), place, published)
    except UnicodeDecodeError as error:
        return Refusal(place, InputError(f"{place}: not UTF-8 (byte {error.start})"))
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply" if isinstance(error, RecursionError) else "a number too long"
        return Refusal(place, InputError(f"{place}: not JSON ({reason})"))
    if isinstance(loaded, Refusal):
        return loaded
    return replace(loaded, original=line.rstrip(b"\r\n"), media_type="application/json", obtained="lines")


def load_record(record: object, place: str, published: str | None = None) -> Loaded | Refusal:
    """The article of one decoded JSON object, or why there is none."""
    try:
        if not isinstance(record, dict):
            raise InputError(f"{place}: not a JSON object")
        text = record.get("text")
        if not isinstance(text, str):
            raise InputError(f'{place}: no "text" in it' if text is None else f'{place}: "text" is not a string')
        given = {field: _read_field(record, field, place) for field in FIELDS}
        article = make_article(
            text,
            name=given["id"],
            title=given["title"],
            publisher=given["publisher"],
            url=given["url"],
            published=given["published"] or published,
            source=place,
        )
    except InputError as error:
        return Refusal(place, error)
    return Loaded(article, place)


def is_article_line(line: bytes) -> bool:
    """Whether the line is a JSON object with a text."""
    if not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") or b'"text"' not in line:
        return False
    try:
        return isinstance(json.loads(line.decode("utf-8-sig")).get("text"), str)
    except (ValueError, RecursionError, AttributeError):
        return False


def _read_field(record: dict[str, object], field: str, place: str) -> str | None:
    """The field as text; a number is taken for an id, everything else but text is refused."""
    value = record.get(field)
    if value is None or value == "":
        return None
    if field == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise InputError(f'{place}: "{field}" is not a string')
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(f'{place}: "{field}" holds half of a surrogate pair') from None
    return value
