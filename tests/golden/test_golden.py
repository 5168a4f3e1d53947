"""The reading of the golden articles: written for the project, annotated by hand. Floors stand a little under what was measured."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from karama.domain.reading import Reading

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
from measures import find_words, load_golden, take_figures  # noqa: E402

ARTICLES = load_golden(Path(__file__).with_name("articles"))

# figure -> least value; `make accuracy` prints what it is now.
FLOORS: dict[str, float] = {
    "dates.f1": 0.94, "dates.value": 0.92, "places.f1": 0.88, "places.within_161km": 0.9, "quantities.f1": 0.92, "quantities.bounds": 0.95,
    "quantities.unit": 0.95, "attributions.f1": 0.86, "attributions.source": 0.85, "events.recall": 0.93, "events.kind": 0.9, "events.actor": 0.8,
    "events.recipient": 0.85, "events.place": 0.9, "events.date": 0.85, "events.modality": 0.95, "events.speaker": 0.9, "events.absent_kept_out": 0.85,
}  # fmt: skip


@pytest.fixture(scope="module")
def figures(read: Callable[..., Reading]) -> dict[str, float]:
    pairs = [(gold, read(gold["text"], gold["published"])) for gold in ARTICLES]
    return {figure.name: figure.value for figure in take_figures(pairs)}


@pytest.mark.parametrize("name", FLOORS)
def test_the_figure_on_golden_articles_does_not_fall(name: str, figures: dict[str, float]) -> None:
    assert figures[name] >= FLOORS[name]


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda gold: gold["id"])
def test_the_notes_of_a_golden_article_stand_in_its_text(gold: dict) -> None:
    for layer in ("dates", "places", "quantities"):
        for note in gold.get(layer, []):
            start, end = find_words(gold["text"], note)
            assert gold["text"][start:end] == note["words"]


def test_an_empty_reading_scores_nothing(read: Callable[..., Reading]) -> None:
    empty = read("Nothing.")
    assert all(figure.value == 0 for figure in take_figures((gold, empty) for gold in ARTICLES) if "absent" not in figure.name)
