"""Weapons as a weak sign."""

from __future__ import annotations

from karama.domain.names import fold_across_scripts
from karama.domain.record import Likeness, RecordClaim
from karama.merge.compare.likeness import Known, silent

EMPTY = frozenset("its their his her a the of and car two three several".split())  # words that tell no weapon from another


def compare_instruments(a: RecordClaim, b: RecordClaim, _: Known) -> Likeness:
    """Whether the weapons named have a word in common."""
    ours, others = _list_words(a), _list_words(b)
    if not ours or not others:
        return silent("instruments", "weapons are not named in both")
    if both := ours & others:
        return Likeness("instruments", 0.7, f"both name {', '.join(sorted(both))}")
    first, second = sorted(("; ".join(a.instruments), "; ".join(b.instruments)))
    return Likeness("instruments", 0.4, f'"{first}" and "{second}"')


def _list_words(claim: RecordClaim) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for name in claim.instruments for word in fold_across_scripts(name).split()) - EMPTY
