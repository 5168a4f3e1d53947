"""Cells that no spreadsheet runs, numbers that stay numbers, our own tables, and their checks."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karama import codec
from karama.domain.record import RecordClaim
from karama.export.csv_files import check_csv_file, write_csv_files
from karama.export.parquet import check_parquet, write_parquet
from karama.export.plain import COLUMNS, make_tables
from karama.export.tables import FORMULA, NUMBER, Column, make_harmless, tell_cell, write_csv
from karama.export.values import Options
from karama.export.xlsx import check_xlsx, write_xlsx

from .made import ARMY, JULY, SYRIA, claim, export, incident, killed

FORMULAS = ("=HYPERLINK(1)", "+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "\n=1", " =1", "＝1")
NASTY = replace(claim("a", counts=(killed(12),)), publisher='=cmd|"/c calc"!A1', words='He said: "=1"\r\nand\x00 left', instruments=("@bomb",), actors=(ARMY,))


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_begins_like_a_formula_gets_a_mark_before_it(text: str) -> None:
    assert make_harmless(text).startswith("'")


@given(st.text())
def test_no_cell_begins_like_a_formula_or_holds_a_line_end(text: str) -> None:
    cell = make_harmless(text)
    assert not cell.startswith(FORMULA) or NUMBER.fullmatch(cell)
    assert "\n" not in cell and "\r" not in cell and "\0" not in cell
    cell.encode("utf-8")


@pytest.mark.parametrize(
    ("value", "cell"),
    [(-12.5, "-12.5"), (-3, "-3"), (7.0, "7"), (None, ""), (True, "true"), ("-12.5 in words", "'-12.5 in words"), ("-12.5", "-12.5"), ("-1-1", "'-1-1")],
)
def test_numbers_stay_numbers_also_negative_ones(value: object, cell: str) -> None:
    assert tell_cell(value) == cell


def test_a_row_of_tags_stands_under_the_header() -> None:
    columns = (Column("a", "string", ""), Column("b", "integer", ""))
    assert write_csv(columns, [{"a": "x", "b": 1}], {"a": "#loc+name"}).decode().splitlines() == ["a,b", "#loc+name,", "x,1"]


def test_csv_tables_hold_every_claim_whole_and_keep_their_rules() -> None:
    written = write_csv_files(export(incident(NASTY), incident(claim("b", dates=(JULY,), places=(SYRIA,), modality="denied"))), Options())
    assert set(written.beside) == {".values.csv", ".claims.csv", ".articles.csv", ".dictionary.csv"}
    for data in (written.data, *written.beside.values()):
        assert list(check_csv_file(data)) == []
        assert all(not cell.startswith(FORMULA) or _is_number(cell) for row in csv.reader(io.StringIO(data.decode())) for cell in row)
    rows = list(csv.DictReader(io.StringIO(written.beside[".claims.csv"].decode())))
    assert codec.decode(RecordClaim, json.loads(rows[0]["data"])) in (NASTY, claim("b", dates=(JULY,), places=(SYRIA,), modality="denied"))


def test_the_dictionary_describes_every_column_of_every_table() -> None:
    tables = {table.name: table for table in make_tables(export(incident(NASTY)))}
    told = {(row["table"], row["column"]) for row in tables["dictionary"].rows if row["meaning"]}
    assert told == {(name, column.name) for name, columns in COLUMNS.items() for column in columns}


def test_rows_have_no_other_keys_than_the_columns() -> None:
    for table in make_tables(export(incident(NASTY))):
        assert all(set(row) <= {column.name for column in table.columns} for row in table.rows)


def test_a_denied_incident_keeps_its_row_and_says_that_it_is_denied() -> None:
    incidents, *_ = make_tables(export(incident(claim("a", modality="denied"))))
    assert incidents.rows[0]["stance"] == "denied"


def test_parquet_and_xlsx_keep_their_rules() -> None:
    given = export(incident(NASTY))
    written = write_parquet(given, Options())
    assert [list(check_parquet(data)) for data in (written.data, *written.beside.values())] == [[]] * 5
    assert list(check_xlsx(write_xlsx(given, Options()).data)) == []


def test_the_same_incidents_give_the_same_bytes() -> None:
    given = export(incident(NASTY))
    for write in (write_csv_files, write_parquet, write_xlsx):
        assert write(given, Options()) == write(given, Options())


def test_a_workbook_with_a_formula_or_macros_is_told() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", "<c><f>1+1</f></c>")
        book.writestr("xl/vbaProject.bin", "x")
    assert [problem.message.split()[0] for problem in check_xlsx(out.getvalue())] == ["a", "macros"]


@pytest.mark.parametrize("check", [check_xlsx, check_parquet, check_csv_file])
@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"PK\x03\x04", b"hello"])
def test_what_is_no_such_file_is_told_in_a_line(check: object, data: bytes) -> None:
    assert list(check(data))  # type: ignore[operator]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
