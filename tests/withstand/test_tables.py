"""Every line of the tables of reliability and security names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("page", ["reliability", "security"])
def test_every_line_has_its_test(page: str) -> None:
    words = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in re.findall(r"`(test_\w+)(?:\[[^`]*\])?`", words) if f"def {name}(" not in tests] == []
    assert [name for name in re.findall(r"`(tests/[\w/.]+)`", words) if not (ROOT / name).exists()] == []
    assert [
        line for line in words.splitlines() if line.startswith("| V") and "`t" not in line.rpartition("|")[0].rpartition("|")[2] and "none" not in line
    ] == []
