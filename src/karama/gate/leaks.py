"""The last look: whether a withheld name stands anywhere in the bytes of what is about to leave, also in archives, tables and escapes."""

from __future__ import annotations

import gzip
import html
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

from karama.gate.secrets import Secret, make_pattern

DEEPEST = 3  # an archive in an archive in an archive
AROUND = 30
# How words may stand in bytes: plainly, as wide characters of a database or a spreadsheet, percent-encoded in a URL, with JSON's or HTML's escapes.
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Leak:
    """A withheld name where it must not be: the file (and the member of an archive), the name, and the words around it."""

    file: str
    name: str
    words: str


def list_telling(secrets: Iterable[Secret]) -> tuple[str, ...]:
    """The forms that tell a person from others: whole names; a first name alone may be a general's too."""
    return tuple(sorted({form for secret in secrets for form in (*secret.forms, secret.name) if len(form.split()) > 1 or len(secret.forms) == 1}))


def find_leaks(root: Path, names: Iterable[str]) -> Iterator[Leak]:
    """Each withheld name in a file, or in any file of a folder, and in the names of files."""
    listed = list(names)
    if not listed:
        return
    for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
        inside = str(path.relative_to(root)) if root.is_dir() else path.name
        yield from _look(inside, inside.encode("utf-8", "replace"), listed)
        if path.is_file():
            yield from _look_into(inside, path.read_bytes(), listed, 0)


def find_leaks_in(name: str, data: bytes, names: Iterable[str]) -> Iterator[Leak]:
    """Each withheld name in the bytes of one file."""
    yield from _look_into(name, data, list(names), 0)


def _look_into(name: str, data: bytes, names: list[str], depth: int) -> Iterator[Leak]:
    if data[:4] == b"PK\x03\x04" and depth < DEEPEST:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from _look(f"{name}: {member}", member.encode(), names)
                yield from _look_into(f"{name}: {member}", archive.read(member), names, depth + 1)
        return
    if data[:2] == b"\x1f\x8b" and depth < DEEPEST:
        yield from _look_into(f"{name}: unpacked", gzip.decompress(data), names, depth + 1)
        return
    if data[:4] == b"PAR1":
        yield from _look(name, _read_parquet(data), names)
    yield from _look(name, data, names)


def _read_parquet(data: bytes) -> bytes:
    """The cells of a Parquet table, whose pages are compressed."""
    from pyarrow import parquet

    table = parquet.read_table(BytesIO(data))
    return json.dumps([str(value) for column in table.columns for value in column.to_pylist()] + [str(table.schema.metadata)], ensure_ascii=False).encode()


def _look(name: str, data: bytes, names: list[str]) -> Iterator[Leak]:
    pattern = make_pattern(names)
    if pattern is None:
        return
    seen: set[str] = set()
    for told in _list_readings(data):
        for found in pattern.finditer(told):
            if found.group().casefold() not in seen:
                seen.add(found.group().casefold())
                yield Leak(name, found.group(), told[max(0, found.start() - AROUND) : found.end() + AROUND])


def _list_readings(data: bytes) -> Iterator[str]:
    """The bytes as text in every way in which a name could be written."""
    for encoding in ENCODINGS:
        told = data.decode(encoding, "ignore")
        yield told
        if encoding == "utf-8":
            if "%" in told:
                yield unquote(told)
            if "&" in told:
                yield html.unescape(told)
            if "\\u" in told:
                yield told.encode("ascii", "ignore").decode("unicode_escape", "ignore")
