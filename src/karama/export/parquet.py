"""The record's own tables as Parquet files, with the meaning of every column in the file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from karama.export.arrow import load_pyarrow, make_arrow
from karama.export.plain import COLUMNS, make_tables
from karama.export.tables import Column, check_cell, check_header, tell_cell
from karama.export.values import Export, Options, Problem, Written


def write_parquet(export: Export, options: Options) -> Written:
    """incidents as the file itself, the other tables beside it: nothing is lost.

    Raises:
        SetupError: pyarrow is not installed.
    """
    load_pyarrow()
    from pyarrow import parquet

    files: dict[str, bytes] = {}
    for table in make_tables(export):
        out = io.BytesIO()
        parquet.write_table(make_arrow(table), out, compression="zstd")
        files[table.name] = out.getvalue()
    return Written(files.pop("incidents"), len(export.incidents), (), {f".{name}.parquet": data for name, data in files.items()})


def check_parquet(data: bytes) -> Iterator[Problem]:
    """What is wrong in one of the tables; which of them it is, is told by its columns."""
    pyarrow = load_pyarrow()
    from pyarrow import parquet

    try:
        table = parquet.read_table(io.BytesIO(data))
    except (pyarrow.ArrowInvalid, OSError) as error:
        yield Problem(f"no Parquet: {str(error).splitlines()[0]}")
        return
    name = find_columns(table.column_names)
    yield from check_header(table.column_names, COLUMNS[name])
    for column in COLUMNS[name]:
        if column.name in table.column_names:
            yield from _check_column(column, table.column(column.name).to_pylist())


def find_columns(names: list[str]) -> str:
    """The table that has most of the columns."""
    return max(COLUMNS, key=lambda name: (len(set(names) & {column.name for column in COLUMNS[name]}), -len(COLUMNS[name])))


def _check_column(column: Column, values: list[Any]) -> Iterator[Problem]:
    for number, value in enumerate(values, 1):
        for problem in check_cell(number, column, tell_cell(value)):
            if problem.severity == "error":  # a formula is none in Parquet
                yield problem
