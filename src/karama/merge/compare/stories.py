"""Whether two articles tell one story, by the names that their claims share."""

from __future__ import annotations

import re
from collections.abc import Iterable

from karama.domain.names import fold_across_scripts
from karama.domain.record import Likeness, RecordClaim
from karama.merge.compare.likeness import Known, silent

LEAST_NAMES = 4  # fewer say nothing about a story
CAPITAL = re.compile(r"(?<=[a-z,;:] )[A-Z][\w'’-]{2,}")  # a capital inside a sentence; its first word has one anyway
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december".split()
)


def list_names(claim: RecordClaim) -> frozenset[str]:
    """What a claim names: actors by base id or name, places, and other capitalised words of its passage."""
    parties = {party.base or fold_across_scripts(party.name) for party in (*claim.actors, *claim.recipients) if party.named}
    places = {f"at {place.geonames or fold_across_scripts(place.name)}" for place in claim.places if place.precision != "country"}
    return frozenset(parties | places | list_capitals(claim.words))


def list_capitals(words: str) -> set[str]:
    """The capitalised words inside sentences, folded."""
    return {name for name in (fold_across_scripts(word.removesuffix("'s").removesuffix("’s")) for word in CAPITAL.findall(words)) if name not in DAYS}


def list_stories(claims: Iterable[RecordClaim]) -> dict[str, frozenset[str]]:
    """The names that each article's claims tell of, by article."""
    found: dict[str, set[str]] = {}
    for claim in claims:
        found.setdefault(claim.article, set()).update(list_names(claim))
    return {article: frozenset(names) for article, names in found.items()}


def compare_stories(a: RecordClaim, b: RecordClaim, known: Known) -> Likeness:
    """How much of the shorter article's names the other has too."""
    if a.article == b.article:
        return silent("story", "in one article")
    ours, others = known.stories.get(a.article, frozenset()), known.stories.get(b.article, frozenset())
    least = min(len(ours), len(others))
    if least < LEAST_NAMES:
        return silent("story", "too few names to tell the stories apart")
    both = len(ours & others)
    score = round(min(1.0, 0.2 + 1.2 * both / least), 4)
    return Likeness("story", score, f"the articles share {both} of {least} names")
