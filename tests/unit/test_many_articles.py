"""The articles that reading of many is measured on, and the page the figures are put into."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from karama.merge.families import COPY, list_shingles

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import many_articles
import many_speed
from many_articles import LONGEST, cut_text, make_article, make_articles, read_originals
from many_children import PAPERS, list_copies


def test_the_same_number_gives_the_same_article_and_another_another() -> None:
    assert make_article(700) == make_article(700)
    assert len({make_article(number).id for number in range(0, 100_000, 97)}) == len(range(0, 100_000, 97))


def test_a_repeat_has_other_towns_figures_and_months(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_articles, "read_originals", lambda: ("On 3 March 2017 shelling killed 45 people in Raqqa and wounded nobody in Rome.",))
    assert make_article(2).text.split("\n")[0] == "On 3 May 2023 shelling killed 47 people in Mayadin and wounded nobody in Rome."


def test_no_two_articles_of_a_sample_are_copies() -> None:
    runs = [list_shingles(article.text) for article in make_articles(min(24, len(read_originals())), 100_000)]
    assert all(len(a & b) < COPY * min(len(a), len(b)) for n, a in enumerate(runs) for b in runs[:n])


def test_a_long_text_is_cut_between_paragraphs() -> None:
    text = "\n".join("word " * 400 + str(n) for n in range(5))
    assert cut_text(text) == "\n".join(text.split("\n")[:2]) and len(cut_text(text).split()) <= LONGEST
    assert cut_text("word " * 3 * LONGEST) == ("word " * 3 * LONGEST).strip()


def test_copies_come_round_by_round_and_differ() -> None:
    found = list(list_copies(2))
    assert len(found) == 2 * len(PAPERS) == len({one["text"] for one in found}) == len({one["url"] for one in found})
    assert found[2]["text"].startswith(found[0]["text"]) and found[2]["published"] == found[0]["published"]


def test_figures_stand_between_their_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "scale.md"
    page.write_text(f"before\n{many_speed.MARK}\nold\n{many_speed.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(many_speed, "PAGE", page)
    many_speed.write_page(["| new |"])
    many_speed.write_page(["| newer |"])
    told = page.read_text(encoding="utf-8")
    assert told.startswith("before\n") and told.endswith("\nafter\n") and "| newer |" in told and "old" not in told and "| new |" not in told


def test_the_page_has_a_place_for_the_figures() -> None:
    page = many_speed.PAGE.read_text(encoding="utf-8")
    assert page.count(many_speed.MARK) == page.count(many_speed.END) == 1
