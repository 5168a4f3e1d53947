"""Nearness in one article: sentences side by side go on with what was told, unless something in them says otherwise."""

from __future__ import annotations

from karama.domain.record import Likeness, RecordClaim
from karama.merge.compare.likeness import Known, silent

# (gap in characters, likeness): a sentence of news has about 150 of them.
NEAR = ((0, 0.75), (200, 0.7), (600, 0.6))


def _name_voices(claim: RecordClaim) -> tuple[str, ...]:
    return tuple(speaker.base or speaker.name or speaker.words for speaker in claim.speakers)


def compare_passages(a: RecordClaim, b: RecordClaim, _: Known) -> Likeness:
    """How near the two stand in their article."""
    if a.article != b.article:
        return silent("passage", "in two articles")
    if (a.start, a.end) == (b.start, b.end):
        return Likeness("passage", NEAR[0][1], "in the same sentence")
    gap = max(a.start - b.end, b.start - a.end, 0)
    other_voice = _name_voices(a) != _name_voices(b)
    for reach, score in NEAR:
        if gap <= reach and other_voice:
            return silent("passage", "close in one article, but told by two speakers")
        if gap <= reach:
            return Likeness("passage", score, "side by side in one article" if gap <= NEAR[1][0] else "close in one article")
    return silent("passage", "far from each other in one article")
