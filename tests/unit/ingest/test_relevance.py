"""Whether an article is about armed conflict or violence; the texts were written for the project."""

from __future__ import annotations

import pytest

from karama.ingest.relevance import THRESHOLD, count_words, load_weights, score_relevance

CONFLICT = "Shelling killed nine civilians in the besieged town on Friday, residents said. Government troops and rebels had clashed nearby for two days. "
OTHERS = {
    "business": "The company said quarterly sales rose nine percent. Its chief executive told investors that demand for its phones stayed strong. ",
    "sport": "The home side won the final by two goals. The coach praised his young players, who had trained all summer for the match. ",
    "science": "Astronomers found water vapour in the atmosphere of a distant planet. The team will observe it again next year with a larger telescope. ",
}


def test_a_report_of_shelling_is_relevant() -> None:
    assert score_relevance(CONFLICT) >= 0.9


@pytest.mark.parametrize("kind", OTHERS)
def test_other_news_is_not(kind: str) -> None:
    assert score_relevance(OTHERS[kind]) < THRESHOLD


def test_the_beginning_of_a_long_article_counts() -> None:
    assert score_relevance(CONFLICT * 6 + OTHERS["sport"] * 400) == score_relevance(CONFLICT * 6 + OTHERS["sport"] * 800)


def test_endings_do_not_matter() -> None:
    assert count_words("rebels shelled") == count_words("rebel shell")


def test_a_text_in_other_letters_is_not_judged() -> None:
    assert score_relevance("قصف على المدينة") == 0.5


def test_no_word_speaks_against_conflict() -> None:
    assert all(weight > 0 for stem, weight in load_weights().items() if stem) and load_weights()[""] < 0
