"""The record's own tables as CSV files: the incidents, and beside them every value by every source, the claims, the articles and the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator

from karama.export.plain import COLUMNS, IDS, make_tables
from karama.export.tables import check_csv, read_csv, write_csv
from karama.export.values import Export, Options, Problem, Written


def write_csv_files(export: Export, options: Options) -> Written:
    """incidents as the file itself, the other tables beside it: nothing is lost."""
    tables = {table.name: write_csv(table.columns, table.rows) for table in make_tables(export)}
    return Written(tables.pop("incidents"), len(export.incidents), (), {f".{name}.csv": data for name, data in tables.items()})


def check_csv_file(data: bytes) -> Iterator[Problem]:
    """What is wrong in one of the tables; which of them it is, is told by its header."""
    name = find_table(data)
    return check_csv(data, COLUMNS[name], (), IDS.get(name))


def find_table(data: bytes) -> str:
    """The name of the table that has most of the file's columns."""
    try:
        header = set(read_csv(data.split(b"\n", 1)[0] + b"\n")[0])
    except ValueError:
        header = set()
    return max(COLUMNS, key=lambda name: (len(header & {column.name for column in COLUMNS[name]}), -len(COLUMNS[name])))
