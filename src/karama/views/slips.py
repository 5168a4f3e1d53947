"""A claim in short, as a queue holds a hundred thousand of them: what it can be asked for by, what it is worth, and the marks that like mistakes share."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from karama.domain.facts import Certainty
from karama.domain.names import fold_to_ask
from karama.domain.record import RecordClaim, Where
from karama.views.incidents import COUNTED, find_group
from karama.views.matching import PlaceAsked, match_place, overlap_days
from karama.views.sources import Stance, tell_stance
from karama.views.worth import count_harmed, weigh_doubt, weigh_harm

# What two wrong readings can have in common: where the mistake comes from.
Source = Literal["trigger", "place", "actor", "day", "sentence"]
Figure = tuple[str, str, float, float]  # unit, who is counted, low, high
ABOUT = 0.1  # "about 60" leaves room for 54 to 66


@dataclass(frozen=True, slots=True)
class Slip:
    """A claim in short."""

    id: str
    value: str
    article: str
    what: str
    kind: str
    certainty: Certainty
    stance: Stance
    score: float
    worth: float  # harm times doubt; what others tell is not known here
    first: str | None
    last: str | None
    places: tuple[Where, ...]
    parties: frozenset[str]  # folded names and ids in the actor base of all who act, are acted upon or speak
    figures: tuple[Figure, ...]
    marks: tuple[tuple[Source, int], ...]


@dataclass(frozen=True, slots=True)
class SlipQuery:
    """Which slips are asked for; every field narrows, an empty one does not."""

    place: PlaceAsked | None = None
    actor: frozenset[str] | None = None
    kinds: frozenset[str] = frozenset()
    what: str | None = None
    certainty: frozenset[str] = frozenset()
    first: str | None = None  # ISO days
    last: str | None = None


@dataclass(slots=True)
class SlipMaker:
    """Makes slips; what many share (a town, a pair of sides) is held once."""

    _known: dict[Any, Any] = field(default_factory=dict)

    def __call__(self, claim: RecordClaim) -> Slip:
        """The claim in short."""
        starts = [day for when in claim.dates if (day := when.earliest or when.latest)]
        ends = [day for when in claim.dates if (day := when.latest or when.earliest)]
        stance = tell_stance(claim)
        return Slip(
            claim.id, claim.value, claim.article, claim.what, self._share(claim.kind), claim.certainty, stance, claim.score,
            weigh_harm(count_harmed(claim.counts)) * weigh_doubt(claim.score), min(starts, default=claim.published),
            max(ends, default=claim.published), self._share(claim.places),
            self._share(frozenset(_list_parties(claim))), tuple(_list_figures(claim)) if stance == "told" else (), tuple(list_marks(claim)),
        )  # fmt: skip

    def _share(self, value: Any) -> Any:
        return self._known.setdefault(value, value)


def list_marks(claim: RecordClaim) -> Iterator[tuple[Source, int]]:
    """What other claims with the same mistake would share with this one; numbers, so that they are small and compare fast."""
    yield "trigger", _number("trigger", claim.kind, tell_trigger(claim).casefold())
    for place in claim.places:
        yield "place", _number("place", fold_to_ask(place.name), place.geonames)
    for party in (*claim.actors, *claim.recipients):
        yield "actor", _number("actor", party.words.casefold(), party.base or fold_to_ask(party.name))
    for when in claim.dates:
        yield "day", _number("day", when.words.casefold())
    yield "sentence", _number("sentence", " ".join(claim.words.split()).casefold())


def tell_trigger(claim: RecordClaim) -> str:
    """The words that the claim was read from."""
    words = claim.words[claim.trigger.start - claim.start : claim.trigger.end - claim.start] if claim.trigger.start >= claim.start else ""
    return " ".join(words.split()) or claim.kind


def fits_slip(slip: Slip, query: SlipQuery) -> bool:
    """Is it one that is asked for?"""
    if (query.kinds and slip.kind not in query.kinds) or (query.what is not None and slip.what != query.what):
        return False
    if query.certainty and slip.certainty not in query.certainty:
        return False
    if query.actor is not None and slip.parties.isdisjoint(query.actor):
        return False
    if (query.first is not None or query.last is not None) and not ((slip.first or slip.last) and overlap_days(slip.first, slip.last, query.first, query.last)):
        return False
    return query.place is None or any(match_place(where, query.place) for where in slip.places)


def find_disputes(slips: Mapping[str, Slip], groups: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """How claims stand to the others of their incident, for those of which there is something to say: names of `worth.DISPUTES`."""
    members: dict[str, list[Slip]] = {}
    for claim, group in groups.items():
        if claim in slips:
            members.setdefault(group, []).append(slips[claim])
    shared: dict[str, list[str]] = {}
    for slips_of in members.values():
        if len(slips_of) > 1:
            told = [*(["contradicted"] if _exclude(slips_of) else []), *(["denied"] if any(slip.stance == "denied" for slip in slips_of) else [])]
            if told:
                shared |= {slip.id: told for slip in slips_of}
    found: dict[str, tuple[str, ...]] = {}
    for slip in slips.values():
        names = [*shared.get(slip.id, ()), *(["denied"] if slip.stance == "denied" else []), *([slip.certainty] if slip.certainty in _UNSURE else [])]
        if names:
            found[slip.id] = tuple(dict.fromkeys(names))
    return found


_UNSURE = frozenset({"disputed", "uncertain", "denied"})


def _exclude(slips: Iterable[Slip]) -> bool:
    """Can two figures of the same harm to the same people not both be true?"""
    spans: dict[tuple[str, str], tuple[float, float]] = {}
    for unit, whom, low, high in (figure for slip in slips for figure in slip.figures):
        least, most = spans.get((unit, whom), (0.0, float("inf")))
        if low > most or high < least:
            return True
        spans[unit, whom] = (max(low, least), min(high, most))
    return False


def _list_figures(claim: RecordClaim) -> Iterator[Figure]:
    for count in claim.counts:
        if count.unit in COUNTED:
            room = ABOUT if count.approximate else 0.0
            low = 0.0 if count.low is None else count.low * (1 - room)
            yield count.unit, find_group(count), low, float("inf") if count.high is None else count.high * (1 + room)


def _list_parties(claim: RecordClaim) -> Iterator[str]:
    for party in (*claim.actors, *claim.recipients):
        yield from (fold_to_ask(name) for name in (party.name, party.words, *party.aliases) if name)
        if party.base is not None:
            yield party.base
    for speaker in claim.speakers:
        yield from (fold_to_ask(name) for name in (speaker.name, speaker.words) if name)
        if speaker.base is not None:
            yield speaker.base


def _number(*parts: Hashable) -> int:
    return hash(parts)
