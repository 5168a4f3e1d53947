"""The data sets that can be set against a record, a line each, and which of them a file is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from karama.errors import InputError
from karama.export.acled_check import check_acled
from karama.export.csv_files import check_csv_file
from karama.export.geojson import check_geojson
from karama.export.polecat import check_polecat
from karama.export.ucdp_ged_check import check_ucdp_ged
from karama.export.values import Check, Problem
from karama.imports import acled, gdelt, own, polecat, ucdp_ged
from karama.imports.cells import split_rows, take_first
from karama.imports.values import FindParty, ImportedRow, RawRow, ReadFile

ReadRow = Callable[[RawRow, FindParty], ImportedRow]


@dataclass(frozen=True, slots=True)
class Shape:
    """A data set's shape: who publishes it, the columns that cannot be missing, what reads and what checks it."""

    name: str
    publisher: str
    needed: tuple[str, ...]
    read: ReadRow
    check: Check | None
    delimiter: str = ","
    telling: tuple[str, ...] = ()  # columns that no other shape has


SHAPES: tuple[Shape, ...] = (
    Shape("acled", "ACLED", acled.NEEDED, acled.read_row, check_acled, telling=("event_id_cnty", "sub_event_type")),
    Shape("ucdp-ged", "UCDP GED", ucdp_ged.NEEDED, ucdp_ged.read_row, check_ucdp_ged, telling=("type_of_violence", "where_prec")),
    Shape("polecat", "POLECAT", polecat.NEEDED, polecat.read_row, check_polecat, "\t", ("Event ID", "Event Mode")),
    Shape("gdelt", "GDELT", gdelt.NEEDED, gdelt.read_row, None, "\t"),
    Shape("csv", "Karama", own.NEEDED, own.read_row, check_csv_file, telling=("stance", "killed_low")),
    Shape("geojson", "Karama", own.NEEDED, own.read_row, check_geojson),
)
NAMES = tuple(shape.name for shape in SHAPES)
OTHERS = {"ucdp": "ucdp-ged"}  # how people call them too


def find_shape(name: str) -> Shape:
    """The shape of that name.

    Raises:
        InputError: there is none; the line lists those there are.
    """
    for shape in SHAPES:
        if shape.name == OTHERS.get(name, name):
            return shape
    raise InputError(f"no data set is called {name!r}; there are {', '.join(NAMES)}")


def guess_shape(data: bytes) -> Shape:
    """The shape of a file by its header.

    Raises:
        InputError: it has that of none.
    """
    head = data[:200_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"{"):
        return find_shape("geojson")
    line = data[:200_000].split(b"\n", 1)[0].decode("utf-8-sig", "replace").rstrip("\r")
    for shape in SHAPES:
        names = {name.strip().strip('"') for name in line.split(shape.delimiter)}
        if shape.telling and names.issuperset(shape.telling):
            return shape
    if len(line.split("\t")) in gdelt.COLUMNS and line.split("\t")[0].isdigit():
        return find_shape("gdelt")
    raise InputError(f"its columns are those of no data set we know ({', '.join(NAMES)}); name one with --shape")


def read_data_set(data: bytes, shape: Shape, find: FindParty) -> ReadFile:
    """The good rows as claims, and what is wrong with the others.

    Raises:
        InputError: it is no such file at all: a column that is needed is missing.
    """
    columns, listed = list_rows(data, shape)
    missing = [name for name in shape.needed if name not in columns]
    if missing and (listed or shape.name != "geojson"):
        raise InputError(f"no file of {shape.publisher}: the column {', '.join(missing)} is missing")
    problems = list(shape.check(data)) if shape.check is not None and shape.name != "geojson" else []
    whole = {row.number for row in listed if row.cells}
    problems = [
        problem for problem in problems if problem.column is not None or problem.row not in whole or problem.severity != "error"
    ]  # of a row with empty cells too many
    wrong = {problem.row for problem in problems if problem.severity == "error" and is_grave(problem, shape)} - {None}
    rows: list[ImportedRow] = []
    seen: set[str] = set()
    for row in listed:
        if row.number in wrong:
            continue
        found = find_row_problem(row, shape, seen)
        if found is not None:
            problems.append(found)
            wrong.add(row.number)
            continue
        rows.append(shape.read(row, find))
    return ReadFile(shape.name, shape.publisher, columns, tuple(rows), tuple(sorted(problems, key=lambda one: one.row or 0)), len(wrong))


def is_grave(problem: Problem, shape: Shape) -> bool:
    """Does the problem make the row unfit? Not one of a column that is not needed."""
    return problem.column is None or problem.column in shape.needed


def find_row_problem(row: RawRow, shape: Shape, seen: set[str]) -> Problem | None:
    """Why a row cannot be read, where no validator says so."""
    if len(row.cells) < len(shape.needed):
        return Problem(f"{len(row.cells)} cells: the row was cut", row.number)
    key = row.cells.get(shape.needed[0], "").strip()
    if not key:
        return Problem("it has no id", row.number, shape.needed[0])
    if key in seen:
        return Problem("that id stands in an earlier row", row.number, shape.needed[0], key)
    seen.add(key)
    if shape.name == "gdelt" and not (row.cells["SQLDATE"].isdigit() and len(row.cells["SQLDATE"]) == 8):
        return Problem("no day (YYYYMMDD)", row.number, "SQLDATE", row.cells["SQLDATE"])
    return None


def list_rows(data: bytes, shape: Shape) -> tuple[tuple[str, ...], Sequence[RawRow]]:
    """The names of the columns, and the rows.

    Raises:
        InputError: there is nothing in the file, or it is no table.
    """
    if shape.name == "geojson":
        features = list(own.list_features(data))
        names = tuple(features[0][1]) if features else ()
        return names, [RawRow(number, raw, cells) for number, (raw, cells) in enumerate(features, 1)]
    rows: Iterable[tuple[bytes, list[str]]] = split_rows(data, shape.delimiter, bare=shape.name == "gdelt")
    if shape.name == "gdelt":
        return _list_bare(rows)
    header, others = take_first(rows)
    return tuple(header), list(_name_cells(tuple(header), others))


def _list_bare(rows: Iterable[tuple[bytes, list[str]]]) -> tuple[tuple[str, ...], Sequence[RawRow]]:
    """GDELT's rows, whose columns are told by how many there are."""
    found = [(number, raw, cells) for number, (raw, cells) in enumerate(rows, 1) if any(cells)]
    if not found:
        raise InputError("it is empty")
    columns = gdelt.COLUMNS.get(len(found[0][2]))
    if columns is None:
        raise InputError(f"no file of GDELT: {len(found[0][2])} columns, not {', '.join(map(str, sorted(gdelt.COLUMNS)))}")
    return columns, [RawRow(number, raw, dict(zip(columns, cells, strict=False)) if len(cells) == len(columns) else {}) for number, raw, cells in found]


def _name_cells(header: tuple[str, ...], rows: Iterable[tuple[bytes, list[str]]]) -> Iterator[RawRow]:
    for number, (raw, cells) in enumerate(rows, 1):
        tags = all(not cell or cell.startswith("#") for cell in cells)  # a row of HXL tags is no data; an empty one neither
        if not (number == 1 and tags) and any(cells):
            fits = len(cells) == len(header) or (len(cells) > len(header) and not any(cells[len(header) :]))  # POLECAT has weeks with empty cells too many
            yield RawRow(number, raw, dict(zip(header, cells, strict=False)) if fits else {})
