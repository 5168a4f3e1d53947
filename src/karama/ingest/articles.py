"""From what the user names to articles: files of every kind, folders, JSON Lines and standard input, one after the other."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from karama.domain.record import Obtained
from karama.errors import InputError
from karama.ingest.docx import read_docx
from karama.ingest.email import read_email
from karama.ingest.encoding import decode_page, decode_text
from karama.ingest.formats import Format, detect_format
from karama.ingest.html import read_html
from karama.ingest.jsonl import is_article_line, load_lines, load_record
from karama.ingest.making import Found, Loaded, Refusal, make_article, mark_issues, parse_day
from karama.ingest.pdf import read_pdf

__all__ = ["Loaded", "Refusal", "load_articles", "load_bytes", "make_article"]

# A file that holds one report and is larger is something else; JSON Lines are read line by line and may be of any size.
LONGEST_FILE = 100_000_000
STDIN = "-"
MEDIA_TYPES: dict[Format, str] = {
    "text": "text/plain",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "email": "message/rfc822",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
}


def load_articles(sources: Sequence[str | Path], *, published: str | None = None, stdin: BinaryIO | None = None) -> Iterator[Loaded | Refusal]:
    """The articles of the sources in order, each read only when it is asked for, or why there is none.

    A source is a file, a folder (read through in the order of its names, hidden files left out) or "-" for `stdin`.
    `published` is the day of all articles that state none of their own in JSON Lines, and goes before a file's own metadata.

    Raises:
        InputError: `published` is no ISO date.
    """
    day = parse_day(published, "published") if published else None
    for source in sources:
        if str(source) == STDIN:
            yield from _load_stdin(stdin, day)
        else:
            yield from _load_path(Path(source), day)


def _mark(found: Iterator[Loaded | Refusal], obtained: Obtained) -> Iterator[Loaded | Refusal]:
    """The articles, those that came as files marked as having come so."""
    for outcome in found:
        yield replace(outcome, obtained=obtained) if isinstance(outcome, Loaded) and outcome.obtained == "file" else outcome


def load_bytes(data: bytes, name: str, source: str, published: str | None = None) -> Iterator[Loaded | Refusal]:
    """The articles in the bytes of a file of that name; several only if they are JSON."""
    try:
        kind = detect_format(data, name, source)
    except InputError as error:
        yield Refusal(source, error)
        return
    if kind == "jsonl" and (name or is_article_line(data.split(b"\n", 1)[0])):
        yield from load_lines(BytesIO(data), source, published)
    elif kind == "json":
        yield from _load_json(data, source, published)
    else:
        yield _load_one(data, "text" if kind == "jsonl" else kind, source, published)


def _load_path(path: Path, published: str | None) -> Iterator[Loaded | Refusal]:
    source = str(path)
    if path.is_dir():
        yield from _load_folder(path, published)
        return
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() in (".jsonl", ".ndjson"):
                yield from _load_stream(stream, source, published)
                return
            data = _read_bounded(stream, source)
    except InputError as error:
        yield Refusal(source, error)
    except (OSError, ValueError) as error:
        yield Refusal(source, InputError(f"{source}: {_say(error)}"))
    else:
        yield from load_bytes(data, path.name, source, published)


def _load_stream(stream: BinaryIO, source: str, published: str | None) -> Iterator[Loaded | Refusal]:
    """The articles of a JSON Lines file, read as it goes; an empty one is refused."""
    empty = True
    for outcome in load_lines(stream, source, published):
        empty = False
        yield outcome
    if empty:
        yield Refusal(source, InputError(f"{source}: empty"))


def _load_folder(folder: Path, published: str | None) -> Iterator[Loaded | Refusal]:
    """All files below the folder, in the order of their names; links to folders are not followed, so that nothing is read in circles."""
    found = False
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                found = True
                yield from _mark(_load_path(Path(here, name), published), "folder")
    if not found:
        yield Refusal(str(folder), InputError(f"{folder}: a folder without files"))


def _load_stdin(stdin: BinaryIO | None, published: str | None) -> Iterator[Loaded | Refusal]:
    source = "standard input"
    if stdin is None:
        yield Refusal(source, InputError(f"{source}: nothing was piped in"))
        return
    first = stdin.readline(LONGEST_FILE + 1)
    try:
        if first.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") and is_article_line(first):
            yield from load_lines(_Chained(first, stdin), source, published)  # type: ignore[arg-type]
            return
        data = first + _read_bounded(stdin, source)
    except InputError as error:
        yield Refusal(source, error)
        return
    yield from _mark(load_bytes(data, "", source, published), "stdin")


class _Chained:
    """A stream of lines whose first line was read already."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = first, rest

    def readline(self, size: int = -1) -> bytes:
        if self._first:
            line, self._first = (self._first, b"") if size < 0 else (self._first[:size], self._first[size:])
            return line
        return self._rest.readline(size)


def _load_json(data: bytes, source: str, published: str | None) -> Iterator[Loaded | Refusal]:
    """A JSON file of one article or a list of articles; JSON Lines under that name too."""
    try:
        content = json.loads(decode_text(data, source)[0])
    except InputError as error:
        yield Refusal(source, error)
    except (ValueError, RecursionError):
        if is_article_line(data.lstrip().split(b"\n", 1)[0]):
            yield from load_lines(BytesIO(data), source, published)
        else:
            yield Refusal(source, InputError(f"{source}: not JSON"))
    else:
        records = content if isinstance(content, list) else [content]
        for number, record in enumerate(records, 1):
            loaded = load_record(record, f"{source}, item {number}" if isinstance(content, list) else source, published)
            yield replace(loaded, original=data, media_type="application/json") if isinstance(loaded, Loaded) else loaded
        if not records:
            yield Refusal(source, InputError(f"{source}: an empty list"))


def _load_one(data: bytes, kind: Format, source: str, published: str | None) -> Loaded | Refusal:
    try:
        found = _read_format(data, kind, source)
        article = make_article(
            found.text, title=found.title, publisher=found.publisher, url=found.url, published=published or _check_metadata(found.published),
            published_how="given" if published else "metadata", source=source,
        )  # fmt: skip
    except InputError as error:
        return Refusal(source, error)
    issues = tuple(code for code in found.issues if not (published and code == "published-is-file-date"))
    return Loaded(article, source, mark_issues(issues), data, MEDIA_TYPES[kind])


def _read_format(data: bytes, kind: Format, source: str) -> Found:
    if kind == "pdf":
        return read_pdf(data, source)
    if kind == "docx":
        return read_docx(data, source)
    if kind == "email":
        return read_email(data, source)
    text, encoding = decode_page(data, source) if kind == "html" else decode_text(data, source)
    issues = (f"read-as-{encoding.replace(' ', '-')}",) if encoding else ()
    if kind == "html":
        found = read_html(text, source)
        return Found(found.text, found.title, found.publisher, found.url, found.published, issues)
    return Found(text, issues=issues)


def _check_metadata(value: str | None) -> str | None:
    """The date that a file states of itself, None where that is no date."""
    try:
        return parse_day(value, "") if value else None
    except InputError:
        return None


def _read_bounded(stream: BinaryIO, source: str) -> bytes:
    data = stream.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        raise InputError(f"{source}: more than {LONGEST_FILE:,} bytes; an article in one file may have no more")
    return data


def _say(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "may not be read"
    return getattr(error, "strerror", None) or "cannot be read"
