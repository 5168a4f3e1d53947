"""Whether two passages are one in other articles: a sentence taken over from an agency tells what the agency told, whatever day it is printed."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from karama.domain.record import Likeness, RecordClaim
from karama.merge.compare.likeness import Known, silent

WORD = re.compile(r"\w+")
LEAST_WORDS = 12  # "An air strike killed five people on Friday" is written every week
NEAR_LENGTH = 0.7  # of the longer one: shorter ones cannot share so much
RETOUCHED = 0.75  # of the words: a name shortened, a clause cut
SAME_WORDING = 0.95


@lru_cache(maxsize=65536)
def list_words(passage: str) -> tuple[str, ...]:
    """The words of a passage in lower case."""
    return tuple(WORD.findall(passage.lower()))


def share_pairs(ours: tuple[str, ...], others: tuple[str, ...]) -> float:
    """The share of two words in a row that both have, of those that either has."""
    pairs, pairs_too = set(pairwise(ours)), set(pairwise(others))
    return len(pairs & pairs_too) / max(1, len(pairs | pairs_too)) if ours != others else 1.0


def compare_wordings(a: RecordClaim, b: RecordClaim, _: Known) -> Likeness:
    """Whether the sentences are the same word for word, or nearly."""
    if a.article == b.article:
        return silent("wording", "in one article")
    ours, others = list_words(a.words), list_words(b.words)
    if min(len(ours), len(others)) < LEAST_WORDS:
        return silent("wording", "too short to be known for a copy")
    if ours == others:
        return Likeness("wording", 1.0, "the same sentence word for word")
    longest = max(len(ours), len(others))
    share = share_pairs(ours, others) if min(len(ours), len(others)) >= NEAR_LENGTH * longest else 0.0
    if share >= RETOUCHED:
        return Likeness("wording", 0.9, f"the same sentence with {1 - share:.0%} changed")
    return silent("wording", "each in its own words")
