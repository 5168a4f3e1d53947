"""Rows of delimited files with the bytes they came in, and cells as numbers, days and counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from karama.domain.record import Count, When
from karama.errors import InputError
from karama.export.tables import EMPTY, LARGEST_CELL, read_date, read_number


def decode_file(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8, else Latin-1, which some weeks of POLECAT and GDELT are written in.

    Raises:
        InputError: it is no text.
    """
    if b"\0" in data:
        raise InputError("it holds NUL bytes: no text file")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def split_rows(data: bytes, delimiter: str = ",", *, bare: bool = False) -> Iterator[tuple[bytes, list[str]]]:
    """Each row, the header as the first, with its bytes as they came, without its line end; quoted cells may hold line ends. `bare`: nothing is quoted.

    Raises:
        InputError: it is no delimited text.
    """
    text, encoding = decode_file(data)
    taken: list[str] = []

    def feed() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    csv.field_size_limit(LARGEST_CELL)
    try:
        for cells in csv.reader(feed(), delimiter=delimiter, quoting=csv.QUOTE_NONE if bare else csv.QUOTE_MINIMAL):
            yield "".join(taken).rstrip("\r\n").encode(encoding), cells
            taken.clear()
    except csv.Error as error:
        raise InputError(f"no table: {error}") from error


def read_text(cells: Mapping[str, str], *names: str) -> str | None:
    """The first cell of those columns that says something, without the ' that makes formulas harmless; None for none."""
    for name in names:
        cell = (cells.get(name) or "").strip()
        if cell and cell not in EMPTY:
            return cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell
    return None


def read_whole(cells: Mapping[str, str], *names: str) -> int | None:
    """The whole number of the first of those columns that has one; older files write 3.0."""
    for name in names:
        number = read_number((cells.get(name) or "").strip())
        if number is not None and number.is_integer():
            return int(number)
    return None


def read_degrees(cells: Mapping[str, str], name: str) -> float | None:
    """The number of the column; None where there is none."""
    return read_number((cells.get(name) or "").strip())


def read_day(cells: Mapping[str, str], *names: str) -> date | None:
    """The day of the first of those columns that has one."""
    return next((day for name in names if (day := read_date((cells.get(name) or "").strip())) is not None), None)


def make_when(first: date, last: date) -> When:
    """The days, with their EDTF."""
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return When(first.isoformat(), last.isoformat(), edtf, edtf)


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of the month."""
    first = day.replace(day=1)
    return first, (first + timedelta(31)).replace(day=1) - timedelta(1)


def make_count(low: float | None, high: float | None, best: float | None = None) -> tuple[Count, ...]:
    """The deaths as one figure; () where none are told. The words keep the best figure where it is neither bound."""
    if low is None and high is None:
        return ()
    known = [figure for figure in (low, high) if figure is not None]
    low, high = min(known), max(known)  # files hold rows whose low is above their high
    words = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return (Count("killed", low, high, False, words if best is None or low == high else f"{words}, best {best:g}"),)


def take_first(rows: Iterable[tuple[bytes, list[str]]]) -> tuple[list[str], Sequence[tuple[bytes, list[str]]]]:
    """The header, without spaces around the names, and the other rows.

    Raises:
        InputError: there is nothing in it.
    """
    found = list(rows)
    if not found:
        raise InputError("it is empty")
    return [name.strip() for name in found[0][1]], found[1:]
