"""Tables with described columns, as CSV that no spreadsheet takes for formulas, and the check of a CSV file against its columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal

from karama.data import read_table
from karama.export.values import Problem

ColumnType = Literal["string", "integer", "number", "date", "boolean"]
Row = Mapping[str, Any]
# A cell that begins so is run as a formula by spreadsheets, also in the wide forms of East Asian keyboards. Source: OWASP, CSV Injection.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
# Dates as the programs write that make these files: ISO, UCDP's CSV and API, ACLED's older exports.
DATE_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d %B %Y", "%d-%m-%Y")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # "-3.2" is a longitude, not a formula
EMPTY = frozenset({"NA", "NaN", "nan", "NULL"})  # how R, pandas and databases write an empty number
TRUTHS = frozenset({"true", "false", "0", "1", "t", "f"})
LARGEST_CELL = 10_000_000  # a field of a CSV file that is longer is no table any more
MOST_PROBLEMS = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, whether it may be empty, a rule ("oneof:a|b", "range:0..9", "pattern:regex", "table:file:column"), and what it says."""

    name: str
    type: ColumnType
    meaning: str
    required: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with columns in order; a row has no other keys than these."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@cache
def load_columns(name: str) -> tuple[Column, ...]:
    """The columns that a table of data/crosswalks lists ("acled_columns.csv")."""
    rows = read_table(f"crosswalks/{name}")
    return tuple(Column(r["column"], r["type"], r["meaning"], r["required"] == "yes", r["rule"]) for r in rows)  # type: ignore[arg-type]  # of the table


@cache
def load_codes(name: str, column: str) -> frozenset[str]:
    """The values of a column of a table of data/crosswalks."""
    return frozenset(row[column] for row in read_table(f"crosswalks/{name}") if row[column])


# ---------------------------------------------------------------- writing


def write_csv(columns: Sequence[Column], rows: Iterable[Row], tags: Mapping[str, str] | None = None, delimiter: str = ",") -> bytes:
    """The rows as UTF-8 CSV, cells that look like formulas made harmless; `tags` is a row of HXL tags under the header."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    if tags is not None:
        writer.writerow([tags.get(column.name, "") for column in columns])
    for row in rows:
        writer.writerow([tell_cell(row.get(column.name)) for column in columns])
    return out.getvalue().encode("utf-8")


def tell_cell(value: Any) -> str:
    """The value as a cell: numbers as numbers (-12.5 stays), text made harmless, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(int(value)) if float(value).is_integer() and abs(value) < 2**53 else repr(value)
    return make_harmless(str(value))


def make_harmless(text: str) -> str:
    """The text on one line, without control characters, with ' before what a spreadsheet would run."""
    plain = CONTROL.sub("", text)
    if NUMBER.fullmatch(plain):
        return plain
    safe = "'" + plain if plain.startswith(FORMULA) or plain.lstrip().startswith(FORMULA[:4]) else plain
    return " ".join(safe.split("\n")).replace("\r", " ")


# ---------------------------------------------------------------- checking


def read_csv(data: bytes, delimiter: str = ",") -> tuple[list[str], list[list[str]]]:
    """Header and rows of a UTF-8 CSV file (a byte-order mark is passed over).

    Raises:
        ValueError: it is no UTF-8, or no CSV.
    """
    csv.field_size_limit(LARGEST_CELL)
    text = data.decode("utf-8-sig")
    if "\0" in text:
        raise ValueError("it holds NUL bytes: no text file")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    return (rows[0], rows[1:]) if rows else ([], [])


RowRule = Callable[[int, Mapping[str, str]], Iterable[Problem]]


def check_csv(data: bytes, columns: Sequence[Column], rules: Sequence[RowRule] = (), unique: str | None = None, delimiter: str = ",") -> Iterator[Problem]:
    """What is wrong in the file: its header, then cell by cell, then by the rules for a whole row; `unique` names a column of ids."""
    try:
        header, rows = read_csv(data, delimiter)
    except UnicodeDecodeError as error:
        yield Problem(f"not UTF-8: byte {error.start} is {data[error.start : error.start + 1]!r}")
        return
    except ValueError as error:
        yield Problem(f"no CSV: {error}")
        return
    header = [name.strip() for name in header]
    yield from check_header(header, columns)
    if header[:1] == [] or not set(header) & {column.name for column in columns}:
        return
    if rows and any(cell.startswith("#") for cell in rows[0]) and all(not cell or cell.startswith("#") for cell in rows[0]):
        rows[0] = []  # a row of HXL tags is no data
    seen: dict[str, int] = {}
    for number, cells in enumerate(rows, 1):
        if not any(cells):
            continue
        yield from check_row(number, header, cells, columns, rules)
        identifier = dict(zip(header, cells, strict=False)).get(unique or "", "")
        if identifier and seen.setdefault(identifier, number) != number:
            yield Problem(f"the same as in row {seen[identifier]}", number, unique, identifier)


def check_header(header: Sequence[str], columns: Sequence[Column]) -> Iterator[Problem]:
    """Columns that are missing, unknown, told twice, or in another order."""
    names = [column.name for column in columns]
    for name in names:
        if name not in header:
            yield Problem("this column is missing", None, name)
    for name in dict.fromkeys(header):
        if name not in names:
            yield Problem("no column of this format", None, name, severity="warning")
        if header.count(name) > 1:
            yield Problem("this column stands there more than once", None, name)
    known = [name for name in header if name in names]
    if known != [name for name in names if name in header] and len(known) == len(set(known)):
        yield Problem("the columns stand in another order than the format's", severity="warning")


def check_row(number: int, header: Sequence[str], cells: Sequence[str], columns: Sequence[Column], rules: Sequence[RowRule]) -> Iterator[Problem]:
    """What is wrong in one row."""
    if len(cells) != len(header):
        yield Problem(f"{len(cells)} cells under {len(header)} columns", number)
        return
    row = dict(zip(header, cells, strict=True))
    for column in columns:
        if column.name in row:
            yield from check_cell(number, column, row[column.name])
    for rule in rules:
        yield from rule(number, row)


def check_cell(number: int, column: Column, cell: str) -> Iterator[Problem]:
    """What is wrong with one cell."""
    if not cell.strip() or (column.type != "string" and cell.strip() in EMPTY):
        if column.required:
            yield Problem("empty, but the format wants a value", number, column.name)
        return
    if (wrong := find_type_error(column.type, cell) or find_rule_error(column, cell)) is not None:
        yield Problem(wrong, number, column.name, cell)
    if column.type == "string" and cell.startswith(FORMULA) and not NUMBER.fullmatch(cell):
        yield Problem("a spreadsheet would run this cell as a formula", number, column.name, cell, "warning")


def find_type_error(kind: ColumnType, cell: str) -> str | None:
    """Why the cell is not of the type; None where it is."""
    if kind == "integer":
        number = read_number(cell)
        return None if number is not None and number.is_integer() else "no whole number"
    if kind == "number":
        return None if read_number(cell) is not None else "no number"
    if kind == "boolean":
        return None if cell.lower() in TRUTHS else "neither true nor false"
    return "no date (YYYY-MM-DD)" if kind == "date" and read_date(cell) is None else None


def find_rule_error(column: Column, cell: str) -> str | None:
    """Which rule of the column the cell breaks; None where it keeps it."""
    kind, _, rule = column.rule.partition(":")
    if kind == "oneof":
        return None if cell in rule.split("|") else f"must be one of {', '.join(rule.split('|'))}"
    if kind == "range":
        low, _, high = rule.partition("..")
        number = read_number(cell)
        fits = number is not None and (not low or number >= float(low)) and (not high or number <= float(high))
        return None if fits else f"must lie within {low or 'any'} and {high or 'any'}"
    if kind == "pattern":
        return None if re.fullmatch(rule, cell) else f"does not look like {rule}"
    if kind == "table":
        file, _, name = rule.partition(":")
        return None if cell in load_codes(file, name) else f"no {column.name} of the code book"
    return None


def read_number(cell: str) -> float | None:
    """The finite number of a cell; None for anything else."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if number - number == 0 else None


def read_date(cell: str) -> date | None:
    """The day of a cell in any of the forms that these files are written in; None for anything else."""
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(cell.strip(), form).date()  # a day, which has no zone
        except ValueError:
            continue
    return None


def read_int(row: Mapping[str, str], name: str) -> int | None:
    """The whole number in that column; None for an empty or wrong cell."""
    number = read_number(row.get(name, ""))
    return int(number) if number is not None and number.is_integer() else None
