"""Nearness in one article: sentences side by side go on with what was told, unless something in them says otherwise."""

from __future__ import annotations

from karama.domain.record import Likeness, RecordClaim
from karama.merge.compare.likeness import Known, silent

# (gap in characters, likeness): a sentence of news has about 150 of them.
NEAR = ((0, 0.75), (200, 0.7), (600, 0.6))


def compare_passages(a: RecordClaim, b: RecordClaim, _: Known) -> Likeness:
    """How near the two stand in their article."""
    if a.article != b.article:
        return silent("passage", "in two articles")
    if (a.start, a.end) == (b.start, b.end):
        return Likeness("passage", NEAR[0][1], "in the same sentence")
    gap = max(a.start - b.end, b.start - a.end, 0)
    for reach, score in NEAR:
        if gap <= reach:
            return Likeness("passage", score, "side by side in one article" if gap <= NEAR[1][0] else "close in one article")
    return silent("passage", "far from each other in one article")
