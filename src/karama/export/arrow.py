"""Tables as Arrow tables with a description on every column, for Parquet and GeoPackage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from karama.errors import SetupError
from karama.export.tables import Column, Table

if TYPE_CHECKING:
    import pyarrow


def load_pyarrow() -> Any:
    """The library, loaded only when it is needed.

    Raises:
        SetupError: it is not installed (extra `karama[export]`).
    """
    try:
        import pyarrow
    except ImportError as error:
        raise SetupError("this format needs pyarrow: pip install 'karama[export]'") from error
    return pyarrow


def make_arrow(table: Table) -> pyarrow.Table:
    """The table with typed columns; the meanings stand in the metadata of the fields.

    Raises:
        SetupError: pyarrow is not installed.
    """
    pyarrow = load_pyarrow()
    types = {"string": pyarrow.string(), "integer": pyarrow.int64(), "number": pyarrow.float64(), "date": pyarrow.date32(), "boolean": pyarrow.bool_()}
    fields = [
        pyarrow.field(column.name, types[column.type], nullable=not column.required, metadata={"description": column.meaning, "rule": column.rule})
        for column in table.columns
    ]
    schema = pyarrow.schema(fields, metadata={"description": table.meaning, "table": table.name})
    columns = [pyarrow.array([convert(row.get(column.name), column) for row in table.rows], types[column.type]) for column in table.columns]
    return pyarrow.Table.from_arrays(columns, schema=schema)


def convert(value: Any, column: Column) -> Any:
    """The value in the type of its column; None stays None."""
    if value is None:
        return None
    match column.type:
        case "date":
            return date.fromisoformat(value)
        case "integer":
            return int(value)
        case "number":
            return float(value)
        case "boolean":
            return bool(value)
    return str(value)
