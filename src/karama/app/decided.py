"""A store's claims as views see them: with people's corrections in the place of what was read, and without what they rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from karama.app.handing_on import find_decisions
from karama.domain.names import fold_to_ask
from karama.domain.record import Party, RecordClaim, Speaker, Where
from karama.ports import ALL_CLAIMS, ClaimQuery, Store
from karama.record.decisions import Replay, apply_decisions, replay_decisions

CHUNK = 400  # ids in one query: fewer than either database takes


class DecidedStore:
    """A store that gives claims as people decided about them when they are first asked for; all else is the store's own."""

    def __init__(self, store: Store, *, rejected: bool = False) -> None:
        self._store, self._rejected = store, rejected
        self.transaction, self.writing, self.add, self.add_reading = store.transaction, store.writing, store.add, store.add_reading
        self.index, self.names, self.find_since = store.index, store.names, store.find_since
        self.find, self.last, self.count, self.load_reading = store.find, store.last, store.count, store.load_reading
        self.memberships, self.search, self.check, self.close = store.memberships, store.search, store.check, store.close

    @cached_property
    def replay(self) -> Replay:
        """The decisions that stand."""
        return replay_decisions(find_decisions(self._store))

    def claims(self, query: ClaimQuery = ALL_CLAIMS) -> Iterator[RecordClaim]:
        """The claims asked for, by what they say once they are corrected; those of older readings are as they were read."""
        if query.closed or not (self.replay.on or self.replay.who.bases):
            yield from self._store.claims(query)
        else:
            yield from islice(self._find(query), query.limit)

    def _find(self, query: ClaimQuery) -> Iterator[RecordClaim]:
        stored = (claim for claim in self._store.claims(query) if claim.id not in self._corrected)
        yield from apply_decisions(stored, self.replay, rejected=self._rejected)
        yield from (claim for claim in self._corrected.values() if fits_query(claim, query))

    @cached_property
    def _corrected(self) -> dict[str, RecordClaim]:
        """The corrected claims by id; few, so that each is looked at, since the store finds a claim by what was read."""
        ids = sorted({claim for decision in self.replay.standing if decision.verdict == "correct" for claim in decision.claims})
        return {claim.id: claim for claim in apply_decisions(load_claims(self._store, ids), self.replay, rejected=self._rejected)}


def load_claims(store: Store, ids: Sequence[str]) -> Iterator[RecordClaim]:
    """The claims of those ids that now count."""
    for at in range(0, len(ids), CHUNK):
        yield from store.claims(ClaimQuery(ids=tuple(ids[at : at + CHUNK])))


def fits_query(claim: RecordClaim, query: ClaimQuery) -> bool:
    """Would a store find the claim?"""
    if (query.ids and claim.id not in query.ids) or (query.articles and claim.article not in query.articles):
        return False
    if (query.what is not None and claim.what != query.what) or (query.kinds and claim.kind not in query.kinds):
        return False
    named: tuple[Party | Speaker, ...] = (*claim.actors, *claim.recipients, *claim.speakers)
    if query.actor is not None and not any(_is_named(one, query.actor) for one in named):
        return False
    asks_place = any(part is not None for part in (query.place, query.geonames, query.box, query.country))
    if asks_place and not any(_lies_there(where, query) for where in claim.places):
        return False
    return _fits_days(claim, query)


def _is_named(party: Party | Speaker, name: str) -> bool:
    return party.base == name or fold_to_ask(name) in {fold_to_ask(words) for words in (party.name, party.words) if words}


def _lies_there(where: Where, query: ClaimQuery) -> bool:
    if query.place is not None and fold_to_ask(where.name) != fold_to_ask(query.place):
        return False
    if (query.geonames is not None and where.geonames != query.geonames) or (query.country is not None and where.country != query.country):
        return False
    if query.box is None:
        return True
    if where.latitude is None or where.longitude is None:
        return False
    south, west, north, east = query.box
    inside = west <= where.longitude <= east if west <= east else where.longitude >= west or where.longitude <= east
    return south <= where.latitude <= north and inside


def _fits_days(claim: RecordClaim, query: ClaimQuery) -> bool:
    if query.earliest is None and query.latest is None:
        return True
    first, last = query.earliest or "0000", query.latest or "9999-12-31"
    starts = [day for when in claim.dates if (day := when.earliest or when.latest)]
    ends = [day for when in claim.dates if (day := when.latest or when.earliest)]
    if starts:
        return min(starts) <= last and max(ends) >= first
    return query.undated and claim.published is not None and first <= claim.published <= last
