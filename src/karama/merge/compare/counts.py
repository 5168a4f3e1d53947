"""Figures as a weak sign: two strikes with 57 dead are rare, but one strike with 12 or 20 dead is not."""

from __future__ import annotations

from karama.domain.record import Count, Likeness, RecordClaim
from karama.merge.compare.likeness import Known, silent

TELLING = 5  # a figure from here on is no chance: many incidents kill one or two
FACTOR, WILD = 2.5, 6.0  # first reports and later ones differ by such factors
UNITS = frozenset(("killed", "wounded", "missing", "detained", "displaced", "strikes", "vehicles", "fighters", "troops", "present"))


def compare_counts(a: RecordClaim, b: RecordClaim, _: Known) -> Likeness:
    """How well the figures go together; of several units, the one that goes best."""
    found = [_relate(*sorted((c, d), key=_order)) for c in a.counts for d in b.counts if c.unit == d.unit and c.unit in UNITS]
    if not found:
        return silent("counts", "no figures for the same thing")
    score, reason = max(found)
    return Likeness("counts", score, reason)


def _order(count: Count) -> tuple[float, float, str]:
    return count.low or 0.0, count.high or 0.0, count.words


def _relate(a: Count, b: Count) -> tuple[float, str]:
    words = f'{a.unit}: "{a.words}" and "{b.words}"'
    low, high = _bounds(a)
    least, most = _bounds(b)
    if (a.low, a.high) == (b.low, b.high) and low >= TELLING:
        return 0.85, f"{words}, the same"
    if low <= most and least <= high:
        return (0.6 if min(low, least) >= TELLING else 0.55), f"{words} can both be right"
    factor = max(least, low) / max(1.0, min(most, high))
    score = 0.45 if factor <= FACTOR else 0.35 if factor <= WILD else 0.2
    return score, f"{words} differ {'as reports of one incident do' if factor <= FACTOR else 'widely'}"


def _bounds(count: Count) -> tuple[float, float]:
    """The figure's bounds; an open one is taken as far as such words are used ("at least 57" is hardly 600)."""
    low = count.low if count.low is not None else 0.0
    high = count.high if count.high is not None else max(low * 1.5, low + 3)
    spread = 0.15 if count.approximate else 0.0
    return low * (1 - spread), high * (1 + spread)
