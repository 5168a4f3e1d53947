"""What `make demo` shows of a record, as a newcomer reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is printed under each heading."""
    command = [sys.executable, str(ROOT / "examples/tour.py"), str(tmp_path_factory.mktemp("tour"))]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\n== ")


def test_values_that_disagree_stand_side_by_side(parts: list[str]) -> None:
    assert "at least 57 / " in parts[2] and "about 60" in parts[2] and "at least 61" in parts[2] and "at least 80" in parts[2]
    assert "Ministry of Defence of the Russian Federation (denied)" in parts[2]


def test_every_value_is_told_with_who_says_it(parts: list[str]) -> None:
    assert "    about 60: Amaq News Agency, via" in parts[3]
    assert "    at least 61: Local activists, via" in parts[3]
    assert "    at least 80: relatives of prisoners, via" in parts[3]


def test_the_reasons_for_joining_are_told(parts: list[str]) -> None:
    assert "both Mayadin" in parts[4] and "are the same day" in parts[4] and "speaks of" in parts[4]


def test_the_policy_is_named_and_says_what_it_did(parts: list[str]) -> None:
    assert "by the policy acled" in parts[5]
    assert "killed 57: lowest credible of at least 57" in parts[5]


def test_the_copy_is_told_to_be_one_and_not_counted(parts: list[str]) -> None:
    assert "a copy of 1-raqqa-encircled.txt" in parts[6] and "which printed it first; together one origin" in parts[6]
    assert "- Britain-based" in parts[6]


def test_the_situation_of_raqqa_tells_since_when_and_by_whom(parts: list[str]) -> None:
    assert "Raqqa: besieged by U.S.-backed fighters, 2017-06-29~/.. (attributed, 2 independent origins" in parts[7]
    assert "Rami Abdulrahman, via 1-raqqa-encircled.txt" in parts[7]
