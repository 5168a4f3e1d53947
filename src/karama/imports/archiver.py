"""What Bellingcat's Auto Archiver wrote: JSON metadata, its CSV database, or the sheet it fills, as posts and pages with their media, hashes and links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from karama.errors import InputError
from karama.export.tables import read_date
from karama.export.values import Problem
from karama.imports.cells import decode_file, split_rows, take_first

# Columns of the sheet, by what they hold; names as its documentation gives them, lower case.
SHEET: dict[str, tuple[str, ...]] = {
    "url": ("link", "url", "source url"), "title": ("upload title", "title"), "text": ("text content", "text", "content"),
    "day": ("upload timestamp", "timestamp", "date"), "archive": ("archive location", "archive url", "archive"), "hash": ("hash",),
    "status": ("archive status", "status"),
}  # fmt: skip
FEWEST_WORDS = 8  # a text that is shorter is a title or a tag: nothing happens in it
DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class ArchivedItem:
    """A post or page that was archived: where it was, what it says, when it was put up, and the media with hash and link."""

    number: int
    data: bytes  # as it came
    url: str
    title: str | None
    text: str | None  # None: there is none to be read
    published: str | None
    media: tuple[str, ...]  # "video.mp4, sha256:..., https://..."
    archive: str | None

    def tell(self) -> str:
        """The item as text: what it says, else what was archived of it."""
        if self.text is not None:
            return self.text
        lines = [f"Archived without text: {self.title or self.url}", self.url, *([f"Archive: {self.archive}"] if self.archive else []), *self.media]
        return "\n".join(lines)


def read_archive(data: bytes) -> tuple[tuple[ArchivedItem, ...], tuple[Problem, ...]]:
    """The items in order, and what could not be read, with its row.

    Raises:
        InputError: it is nothing that the Auto Archiver writes.
    """
    text, _ = decode_file(data)
    items: list[ArchivedItem] = []
    problems: list[Problem] = []
    rows = _list_json(text) if text.lstrip()[:1] in ("{", "[") else _list_table(data)
    for number, raw, found in rows:
        item = _read_item(number, raw, found) if isinstance(found, Mapping) else None
        if item is None:
            problems.append(Problem(str(found) if isinstance(found, str) else "no link of what was archived", number))
        else:
            items.append(item)
    return tuple(items), tuple(problems)


Row = tuple[int, bytes, Mapping[str, Any] | str]  # its number, its bytes, and what it says or why it cannot be read


def _list_json(text: str) -> Iterator[Row]:
    """One object, a list of them, or one a line."""
    try:
        whole: Any = json.loads(text)
    except (ValueError, RecursionError):
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                try:
                    yield number, line.encode(), json.loads(line)
                except (ValueError, RecursionError):
                    yield number, line.encode(), "no JSON"
        return
    for number, one in enumerate(whole if isinstance(whole, list) else [whole], 1):
        yield number, (json.dumps(one, ensure_ascii=False) if isinstance(whole, list) else text.strip()).encode(), one


def _list_table(data: bytes) -> Iterator[Row]:
    header, rows = take_first(split_rows(data))
    names = [name.lower() for name in header]
    if {"status", "metadata", "media"} <= set(names):
        for number, (raw, cells) in enumerate(rows, 1):
            if any(cells):
                yield number, raw, _read_database(dict(zip(names, cells, strict=False)))
        return
    if not set(names) & set(SHEET["url"]):
        raise InputError("nothing that the Auto Archiver writes: there is neither a link nor metadata in its columns")
    for number, (raw, cells) in enumerate(rows, 1):
        if any(cells):
            row = dict(zip(names, cells, strict=False))
            yield number, raw, {field: next((row[name].strip() for name in known if row.get(name, "").strip()), None) for field, known in SHEET.items()}


def _read_database(row: Mapping[str, str]) -> Mapping[str, Any] | str:
    """A row of the CSV database, whose cells are Python's way to write a dictionary; times are taken as text. Nothing in it is run."""
    from ast import literal_eval

    plain = re.sub(
        r"datetime\.datetime\((\d+), (\d+), (\d+)[^()]*(?:\([^()]*\))?[^()]*\)", lambda m: f"'{int(m[1]):04}-{int(m[2]):02}-{int(m[3]):02}'", row["metadata"]
    )
    try:
        metadata = literal_eval(plain)
        media = literal_eval(row["media"] or "[]") if row["media"].startswith("[{") else []
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return "its metadata cannot be read"
    return {"status": row["status"], "metadata": metadata, "media": media}


def _read_item(number: int, raw: bytes, row: Mapping[str, Any]) -> ArchivedItem | None:
    """The item; None where it has no link."""
    told = row["metadata"] if isinstance(row.get("metadata"), Mapping) else row
    url = str(told.get("url") or row.get("url") or "").strip()
    if not url:
        return None
    text = str(told.get("content") or told.get("text") or "").strip()
    title = str(told.get("title") or "").strip() or None
    if len(text.split()) < FEWEST_WORDS and title is not None and len(title.split()) >= FEWEST_WORDS:
        text = title  # posts of some sites come with all their words in the title
    media = tuple(_tell_media(row.get("media") or ())) + ((f"hash {row['hash']}",) if row.get("hash") else ())
    archive = row.get("archive")
    day = _find_day(str(told.get("timestamp") or told.get("day") or ""))
    return ArchivedItem(number, raw, url, title, text if len(text.split()) >= FEWEST_WORDS else None, day, media, str(archive) if archive else None)


def _find_day(words: str) -> str | None:
    """The day of a time, ISO; None for none."""
    found = DATED.search(words)
    day = read_date(found[0]) if found is not None else None
    return day.isoformat() if day is not None else None


def _tell_media(media: Sequence[Any]) -> Iterator[str]:
    """A line for each file: its name, its hash, where it is."""
    for one in media:
        if isinstance(one, Mapping):
            properties = one.get("properties")
            found = properties.get("hash") if isinstance(properties, Mapping) else None
            name = str(one.get("key") or one.get("filename") or "a file")
            yield ", ".join([name, *([str(found)] if found else []), *(str(url) for url in one.get("urls") or ())])
