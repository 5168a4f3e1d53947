"""Who says what: a claim as a source of a value, how it stands to what it tells, and its chain of speakers in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from karama.domain.facts import Certainty
from karama.domain.record import Correction, RecordClaim, Speaker

# How a claim stands to what it tells: that it is so, that it is not so, or neither (somebody fears, plans, demands, imagines or only began it).
Stance = Literal["told", "possible", "feared", "planned", "requested", "conditional", "general", "incomplete", "denied"]
# A pronoun tells nothing by itself: "it said" leans on the sentence before it.
PRONOUNS = frozenset("he she it they we i who".split())


class CountOrigins(Protocol):
    """How many independent origins stand behind claims: copies of one story and outlets that cite the same third count once."""

    def __call__(self, claims: Sequence[RecordClaim], /) -> int: ...


@dataclass(frozen=True, slots=True)
class Source:
    """One claim behind a value: where it stands, who says so through whom, how sure they are, and the sentence itself."""

    claim: str
    article: str
    outlet: str  # who published it; else what the article is called
    publisher: str | None
    published: str | None
    speakers: tuple[Speaker, ...]  # nearest first; empty: the article itself
    certainty: Certainty
    stance: Stance
    segment: str
    words: str
    corrected: tuple[Correction, ...] = ()  # what a person put in the place of what was read


def make_source(claim: RecordClaim, names: Mapping[str, str] | None = None) -> Source:
    """The claim as a source; `names` are what articles are called by."""
    outlet = claim.publisher or (names or {}).get(claim.article) or claim.article[:15]
    return Source(
        claim.id, claim.article, outlet, claim.publisher, claim.published, claim.speakers, claim.certainty, tell_stance(claim), claim.segment, claim.words,
        claim.corrected,
    )  # fmt: skip


def tell_stance(claim: RecordClaim) -> Stance:
    """How the claim stands to what it tells; a denial outweighs the rest, and what was only tried or begun has not been told as done."""
    if claim.polarity == "negative" or claim.modality == "denied" or claim.certainty == "denied":
        return "denied"
    if claim.modality != "actual":
        return claim.modality
    return "incomplete" if claim.aspect == "incomplete" else "told"


def name_chain(source: Source) -> str:
    """The speakers, nearest first, and the outlet: "Syrian Observatory for Human Rights, via Levant Daily"."""
    speakers = [speaker.name or speaker.words for speaker in source.speakers if (speaker.name or speaker.words).strip()]
    if not speakers:
        return source.outlet
    return ", via ".join(dict.fromkeys((*speakers, source.outlet)))


def name_sayer(claim: RecordClaim | Source) -> str | None:
    """Whoever first says it, by name or words: the nearest speaker who is more than a pronoun; None for the article itself."""
    for speaker in claim.speakers:
        said = speaker.name or speaker.words
        if said.strip() and said.lower() not in PRONOUNS:
            return said
    return None


def sort_claims(claims: Iterable[RecordClaim]) -> tuple[RecordClaim, ...]:
    """The claims by day of publication, article and place in the text, whatever order they came in."""
    return tuple(sorted(claims, key=lambda claim: (claim.published or "9999", claim.article, claim.start, claim.id)))
