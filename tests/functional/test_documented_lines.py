"""What the documentation prints is what the commands print, and its lines of Python run."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

import karama
from karama.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
from tutorial import PAGE, run, write_page  # noqa: E402

BLOCKS = re.findall(r"(?:^    .*\n)+", (ROOT / "docs/reference/asking.md").read_text(encoding="utf-8"), re.M)
LINES = ["".join(line.removeprefix("    ") for line in block.splitlines(True)) for block in BLOCKS if block.lstrip().startswith("import ")]
EXTRAS = {"to_pandas": "pandas", "to_geopandas": "geopandas", "duckdb": "duckdb"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the record that the pages speak of."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    assert main(["init", "raqqa.karama"]) == 0
    assert main(["add", "raqqa.karama", "examples/reports"]) == 0
    return tmp_path


def test_the_tutorial_prints_what_the_commands_print() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert write_page(page) == page, "run `make tutorial`"


def test_a_command_of_the_tutorial_that_fails_is_no_page() -> None:
    with pytest.raises(RuntimeError, match="no record there"):
        run("incidents nowhere.karama")


def test_pandas_geopandas_and_duckdb_are_shown_in_three_lines_each() -> None:
    assert [sum(name in lines for lines in LINES) for name in EXTRAS] == [1, 1, 1]
    assert all(len(lines.strip().splitlines()) == 3 for lines in LINES)


@pytest.mark.parametrize("lines", LINES, ids=[next(name for name in EXTRAS if name in lines) for lines in LINES])
def test_the_lines_run(lines: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, package in EXTRAS.items():
        if name in lines:
            pytest.importorskip(package)
    exec(lines, {})  # noqa: S102  our own page
    shown = capsys.readouterr().out
    assert "duckdb" not in lines or "Mayadin" in shown
    assert "gpkg" not in lines or (folder / "syria.gpkg").stat().st_size > 0
    assert karama.open("raqqa.karama").incidents(place="Mayadin", policy="ucdp").to_pandas()["killed_low"].max() == 57
