"""A sample to judge by hand, and what the judgements come to."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from karama.app.auditing import bound_share, read_sheet
from karama.cli.main import cli
from karama.errors import InputError

REPORTS = Path(__file__).resolve().parents[3] / "examples/reports"


def test_a_filled_sheet_is_scored(tmp_path: Path) -> None:
    runner, path, sheet = CliRunner(), str(tmp_path / "x.karama"), tmp_path / "sheet.csv"
    runner.invoke(cli, ["init", path])
    runner.invoke(cli, ["add", path, str(sorted(REPORTS.glob("*.txt"))[0]), "--quiet"])
    assert "6 claims to judge" in runner.invoke(cli, ["audit", path, str(sheet), "--size", "6"]).output
    rows = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8-sig"))))
    assert [row["claim"] for row in rows] == sorted(row["claim"] for row in rows) and all(row["words"] for row in rows)
    rows[0]["right"], rows[1]["right"], rows[2]["right"], rows[2]["wrong_field"] = "y", "Yes", "n", "places"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert runner.invoke(cli, ["audit", path, str(sheet), "--score"]).output == "2 of 3 right: 0.667 (0.208 to 0.939); wrong: 1 places\n"
    again = runner.invoke(cli, ["audit", path, str(sheet)])
    assert again.exit_code != 0, "a filled sheet is not written over"


def test_the_interval_is_wilsons() -> None:
    assert tuple(round(end, 3) for end in bound_share(180, 200)) == (0.851, 0.934)
    assert bound_share(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("data", "reason"), [(b"a,b\n1,2\n", "no sheet"), (b"claim,right\nc_1,maybe\n", "row 1: right is 'maybe'")])
def test_what_is_no_sheet_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_sheet(data, "sheet.csv")
