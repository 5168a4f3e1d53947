"""What is kept unread: what is not about conflict, and copies that tell nothing else. The texts were written for the project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from karama.api import Record, init_record
from karama.app.sifting import Sieve, list_telling
from karama.domain.text import Article, hash_text

REPORT = """Shelling killed nine civilians in the besieged town of Saraqib on Friday, rescue workers said. Government troops and rebel fighters had
clashed near the town for two days, and several soldiers were wounded, the army said in a statement. Residents said that shells hit the market at noon.
A doctor told Example Wire that many of the wounded were in a serious condition, and that the hospital had run out of blood and of medicine. The ministry of
defence said that it had hit a depot of the rebels in the east of the town, and that it would look into reports of harm to others."""


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with init_record(tmp_path / "x.karama") as made:
        yield made


def make(text: str, published: str = "2017-03-03", url: str | None = None) -> Article:
    return Article(text, hash_text(text), "n", published=published, published_how="given", url=url)


def test_a_copy_in_another_house_style_is_kept_unread(record: Record) -> None:
    sieve = Sieve(record.tools.store, copies=True)
    assert sieve(make(REPORT)) is None
    assert "a copy of" in (sieve(make(REPORT.replace("the army said in a statement", "an army statement said"))) or "")


@pytest.mark.parametrize(
    ("old", "new"), [("nine", "twelve"), ("several soldiers", "soldiers"), ("would look into", "had not heard of"), ("two days", "2 days")]
)
def test_a_copy_with_another_figure_or_a_denial_is_read(old: str, new: str, record: Record) -> None:
    sieve = Sieve(record.tools.store, copies=True)
    assert sieve(make(REPORT)) is None and sieve(make(REPORT.replace(old, new))) is None


def test_weeks_later_it_is_read(record: Record) -> None:
    sieve = Sieve(record.tools.store, copies=True)
    record.add(_write(record, REPORT), published="2017-03-03")
    assert "a copy of" in (sieve(make(REPORT + " More soon.", "2017-03-05")) or "")
    assert Sieve(record.tools.store, copies=True)(make(REPORT + " More soon.", "2017-06-05")) is None


def test_what_was_read_in_an_earlier_run_counts(record: Record) -> None:
    record.add(_write(record, REPORT), published="2017-03-03")
    assert "a copy of" in (Sieve(record.tools.store, copies=True)(make(REPORT + " More soon.")) or "")


def test_a_page_that_changed_is_no_copy(record: Record, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text(f'{{"text": {REPORT!r}, "url": "https://example.org/a"}}'.replace("'", '"'), encoding="utf-8")
    assert len(record.add(tmp_path / "r.jsonl")) == 1
    assert Sieve(record.tools.store, copies=True)(make(REPORT + " More soon.", url="https://example.org/a")) is None


def test_figures_and_denials_are_counted() -> None:
    assert list_telling("Nine, not 12, and nine") == (("12", 1), ("nine", 2), ("not", 1))


def _write(record: Record, text: str) -> Path:
    path = record.path.parent / "report.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_remembered_does_not_grow_without_end(record: Record) -> None:
    sieve = Sieve(record.tools.store, copies=True, remembered=3)
    for number in range(12):
        assert sieve(make(" ".join(f"{word}{number}" for word in REPORT.split()))) is None
    assert len(sieve._last) == 3 and len(sieve._banded) <= 3 * 32
