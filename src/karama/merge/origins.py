"""How many independent sources stand behind claims: copies are one, and so are two outlets that cite the same third."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from karama.domain.names import fold_across_scripts
from karama.domain.record import RecordClaim, Speaker
from karama.merge.compare.wordings import RETOUCHED, list_words, share_pairs
from karama.merge.families import Family


@dataclass(frozen=True, slots=True)
class Origin:
    """One independent source: a speaker who is named, or else the article that first printed it; with the claims that go back to it."""

    name: str
    claims: tuple[str, ...]
    reason: str


def count_origins(claims: Iterable[RecordClaim], families: Iterable[Family]) -> int:
    """The number of independent origins."""
    return len(list_origins(claims, families))


def list_origins(claims: Iterable[RecordClaim], families: Iterable[Family]) -> tuple[Origin, ...]:
    """The independent origins of the claims, by name."""
    family_of = {article: family for family in families for article in family.articles}
    ordered = sorted(claims, key=lambda c: (_rank(c, family_of.get(c.article)), c.id))
    found: dict[str, tuple[str, str, list[str]]] = {}
    printed: dict[tuple[str, str], list[tuple[RecordClaim, str]]] = {}
    for claim in ordered:
        family = family_of.get(claim.article)
        key, name, reason = find_origin(claim, family)
        if family is not None and len(family.articles) > 1:
            same = printed.setdefault((family.id, claim.kind), [])
            key = next((earlier for other, earlier in same if is_same_sentence(claim, other)), key)
            same.append((claim, key))
        found.setdefault(key, (name, reason, []))[2].append(claim.id)
    return tuple(Origin(name, tuple(sorted(ids)), reason) for _, (name, reason, ids) in sorted(found.items()))


def _rank(claim: RecordClaim, family: Family | None) -> int:
    """The first printed first: a copy that cuts the speaker's name short is still that speaker's."""
    return family.articles.index(claim.article) if family is not None else 0


def is_same_sentence(claim: RecordClaim, other: RecordClaim) -> bool:
    """Do two articles of one family say it in the same sentence, or one retouched?"""
    return claim.article != other.article and share_pairs(list_words(claim.words), list_words(other.words)) >= RETOUCHED


def find_origin(claim: RecordClaim, family: Family | None) -> tuple[str, str, str]:
    """The key, name and reason of a claim's origin: who said it first of those named, else who printed it first.

    The nearest speaker of a chain is the one who knows: "the Observatory said, Reuters reported" goes back to the Observatory.
    """
    for speaker in claim.speakers:
        if key := name_speaker(speaker):
            return key, speaker.name or speaker.words, f"said by {speaker.name or speaker.words}"
    if family is None:
        return f"article {claim.article}", claim.publisher or claim.article, "in the article's own voice"
    if family.source is not None:
        return fold_across_scripts(family.source), family.source, f"from {family.source}, which the article names"
    if len(family.articles) > 1:
        return f"article {family.first}", family.first, "first printed there, copied by others"
    return f"article {family.first}", claim.publisher or family.first, "in the article's own voice"


def name_speaker(speaker: Speaker) -> str | None:
    """The key of a speaker who is named; None for "officials" and "he", who cannot be told from others."""
    if speaker.base is not None:
        return speaker.base
    return fold_across_scripts(speaker.name) if speaker.name else None
