"""Some of many articles: the first so many, or so many by chance that are the same each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from heapq import heappush, heapreplace

from karama.ingest.articles import Loaded, Refusal

SEED = "karama sample\n"


def choose_articles(found: Iterable[Loaded | Refusal], limit: int | None = None, sample: int | None = None) -> Iterator[Loaded | Refusal]:
    """The first `limit` articles, or `sample` of all by the hash of their text; what cannot be read on the way is told and not counted.

    A sample goes through all the articles before the first is given, and holds as many as it gives. With both, the sample is of the first.
    """
    first = found if limit is None else _take_first(found, limit)
    return iter(first) if sample is None else _take_sample(first, sample)


def _take_first(found: Iterable[Loaded | Refusal], limit: int) -> Iterator[Loaded | Refusal]:
    taken = 0
    for item in found:
        yield item
        taken += isinstance(item, Loaded)
        if taken >= limit:
            return


def _take_sample(found: Iterable[Loaded | Refusal], size: int) -> Iterator[Loaded | Refusal]:
    """The articles whose hashes are least, in the order they came in; a text that comes twice counts once."""
    least: list[tuple[int, int, Loaded]] = []  # minus the hash, the place, the article: the largest hash stands first
    held: set[int] = set()
    for place, item in enumerate(found):
        if isinstance(item, Refusal):
            yield item
            continue
        drawn = -int.from_bytes(sha256(f"{SEED}{item.article.id}".encode()).digest()[:8])
        if drawn in held or (len(least) == size and drawn <= least[0][0]):
            continue
        held.add(drawn)
        if len(least) < size:
            heappush(least, (drawn, place, item))
        else:
            held.discard(heapreplace(least, (drawn, place, item))[0])
    yield from (item for _, _, item in sorted(least, key=lambda one: one[1]))
