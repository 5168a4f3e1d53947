"""Claims found by what their passages mean, not by their words; the vector of each is worked out once and kept in the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from karama.domain.record import Hit
from karama.errors import InputError, SetupError, UnavailableError
from karama.ports import Embedder, MeaningIndex

BATCH = 512  # passages worked out at a time: what a kill can cost
LOADED = 200  # claims looked at, at a time, for those that still count
# Below, a passage has nothing to do with a question by all-MiniLM-L6-v2: other news of the same war stands at 0.0 to 0.2.
LEAST = 0.15


@dataclass(frozen=True, slots=True)
class MeaningTools:
    """What is borrowed: the record's vectors and the model of meaning; `watch` is told how many passages are still to be worked out."""

    index: MeaningIndex
    embedder: Embedder
    watch: Callable[[int], None] | None = None


def find_like(tools: MeaningTools, words: str, limit: int) -> tuple[Hit, ...]:
    """The claims whose passages are most like the words in meaning, one a passage, best first; the score is their likeness in [-1, 1].

    Raises:
        InputError: there are no words.
    """
    if not words.strip():
        raise InputError("say what to look for")
    fresh = fill_index(tools)
    return tuple(islice(_rank(tools, words, fresh), limit))


def fill_index(tools: MeaningTools) -> dict[int, list[float]]:
    """Vectors of claims that could not be kept, since the record may not be written now; those of all other claims are kept."""
    model = tools.embedder.version
    while batch := tools.index.missing(model, BATCH):
        if tools.watch is not None:
            tools.watch(tools.index.count_missing(model))
        texts = list(dict.fromkeys(text for _, text in batch))
        words = dict(zip(texts, tools.embedder(texts), strict=True))
        try:
            tools.index.add(model, [number for number, _ in batch], [words[text] for _, text in batch])
        except (UnavailableError, SetupError):
            return _work_out_rest(tools, model)
    return {}


def _work_out_rest(tools: MeaningTools, model: str) -> dict[int, list[float]]:
    rest = tools.index.missing(model, tools.index.count_missing(model))
    vectors = tools.embedder([text for _, text in rest])
    return {number: vector for (number, _), vector in zip(rest, vectors, strict=True)}


def _rank(tools: MeaningTools, words: str, fresh: dict[int, list[float]]) -> Iterator[Hit]:
    asked = tools.embedder([words])[0]
    ranked = [(number, score) for number, score in tools.index.rank(tools.embedder.version, asked, LEAST) if number not in fresh]
    ranked += [(number, score) for number, vector in fresh.items() if (score := sum(a * b for a, b in zip(asked, vector, strict=True))) >= LEAST]
    ranked.sort(key=lambda pair: -pair[1])
    told: set[tuple[str, int, int]] = set()
    for at in range(0, len(ranked), LOADED):
        part = ranked[at : at + LOADED]
        claims = tools.index.load([number for number, _ in part])
        for number, score in part:
            claim = claims.get(number)
            if claim is not None and (claim.article, claim.start, claim.end) not in told:
                told.add((claim.article, claim.start, claim.end))
                yield Hit("claim", claim.id, claim.article, claim.words, round(score, 4))
