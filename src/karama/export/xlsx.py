"""The record's own tables as one XLSX workbook, a sheet a table: text stays text, dates are dates, formulas are none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from karama.errors import SetupError
from karama.export.plain import make_tables
from karama.export.tables import Column, Table, make_harmless
from karama.export.values import Export, Loss, Options, Problem, Written

LONGEST_CELL = 32_767  # characters, by the file format
MOST_ROWS = 1_048_575
WIDEST = 60
HOLDS_NOT = "words"


def write_xlsx(export: Export, options: Options) -> Written:
    """One workbook; a claim's JSON that is longer than a cell may be is left to the other formats, and counted.

    Raises:
        SetupError: XlsxWriter is not installed (extra `karama[export]`).
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise SetupError("this format needs XlsxWriter: pip install 'karama[export]'") from error
    out = io.BytesIO()
    made = datetime.fromisoformat(export.made).replace(tzinfo=None)
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": "Karama: documented reports, not totals", "created": made})
    formats = {"head": book.add_format({"bold": True}), "date": book.add_format({"num_format": "yyyy-mm-dd"})}
    losses: list[Loss] = []
    for table in make_tables(export):
        losses += write_sheet(book.add_worksheet(table.name), table, formats)
    book.close()
    return Written(out.getvalue(), len(export.incidents), tuple(losses))


def write_sheet(sheet: Any, table: Table, formats: dict[str, Any]) -> Iterator[Loss]:
    """What did not fit, while the sheet is written."""
    sheet.freeze_panes(1, 0)
    for x, column in enumerate(table.columns):
        sheet.write_string(0, x, column.name, formats["head"])
        sheet.set_column(x, x, min(WIDEST, max(10, len(column.name) + 2)))
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    for y, row in enumerate(table.rows[:MOST_ROWS], 1):
        for x, column in enumerate(table.columns):
            value = row.get(column.name)
            if value is not None and not write_cell(sheet, y, x, column, value, formats):
                incident = str(row.get("incident") or row.get("id"))
                yield Loss(HOLDS_NOT, incident, column.name, f"{len(str(value))} characters, a cell holds {LONGEST_CELL}")


def write_cell(sheet: Any, y: int, x: int, column: Column, value: Any, formats: dict[str, Any]) -> bool:
    """Whether the value fitted whole; text that a spreadsheet might run as a formula gets a ' before it."""
    if column.type in ("integer", "number"):
        sheet.write_number(y, x, value)
    elif column.type == "boolean":
        sheet.write_boolean(y, x, bool(value))
    elif column.type == "date":
        sheet.write_datetime(y, x, datetime.fromisoformat(value), formats["date"])
    else:
        text = make_harmless(str(value))
        sheet.write_string(y, x, text[:LONGEST_CELL])
        return len(text) <= LONGEST_CELL
    return True


def check_xlsx(data: bytes) -> Iterator[Problem]:
    """Whether it is a workbook without formulas, macros and links to other files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            names = book.namelist()
            sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            texts = {name: book.read(name) for name in sheets}
    except (zipfile.BadZipFile, RuntimeError, OSError) as error:
        yield Problem(f"no XLSX: {error}")
        return
    if not sheets:
        yield Problem("no workbook: it has no sheets")
    for name, text in texts.items():
        if b"<f>" in text or b"<f " in text:
            yield Problem("a formula, which runs when the file is opened", None, name)
    for name in names:
        if "vbaProject" in name or name.startswith("xl/externalLinks/"):
            yield Problem("macros or links to other files", None, name)
