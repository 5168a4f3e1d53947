"""One step of merging: claims that came in or were moved, those that they meet, and the connected parts that they touch; nothing else is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from karama.domain.record import Judgement, KeptReading, RecordClaim
from karama.merge.blocking import MOST_CLAIMS
from karama.merge.clusters import Pair, cluster_claims
from karama.merge.compare.likeness import SILENT, Known
from karama.merge.compare.stories import list_stories
from karama.merge.happenings import keep_told, refuse_claim
from karama.merge.meetings import Meetings
from karama.merge.scoring import BY, score_pair
from karama.ports import ClaimQuery, Embedder, Store
from karama.record.claims import hash_value, make_id
from karama.record.decisions import Replay, apply_decisions

CHUNK = 400  # ids in one query: fewer than either database takes
# Judgements from here on are kept: those that joined, and those near it, which people ask about. The others can be worked out again.
KEPT_FROM = 0.3


@dataclass(frozen=True, slots=True)
class MergingTools:
    """What merging borrows: the store, the clock, what is part of what in the actor base, and a model of meaning where one is installed."""

    store: Store
    now: Callable[[], str]
    parent: Callable[[str], str | None]
    embedder: Embedder | None = None
    most: int = MOST_CLAIMS  # under one key; more tell too little by it alone


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came since the last merging: articles read, articles that a newer version closed, claims that people moved."""

    read: tuple[str, ...]
    closed: tuple[str, ...] = ()
    moved: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step found: the judgements worth keeping, the group that each touched claim now stands in (None: in none) where that changed."""

    judgements: tuple[Judgement, ...]
    placed: dict[str, str | None]
    refused: int
    compared: int


@dataclass(slots=True)
class Meanings:
    """Vectors of passages, each worked out once when it is first asked for."""

    embedder: Embedder | None
    _known: dict[str, Sequence[float]] = field(default_factory=dict)

    def __call__(self, claim: RecordClaim) -> Sequence[float] | None:
        """The unit vector of the claim's passage; None without a model."""
        if self.embedder is None:
            return None
        if claim.words not in self._known:
            self._known[claim.words] = self.embedder([claim.words])[0]
        return self._known[claim.words]


class ClaimsAtHand:
    """The claims that tell of happenings, as people corrected them, each loaded once; with the names that their articles tell of."""

    def __init__(self, store: Store, replay: Replay) -> None:
        self._store, self._replay = store, replay
        self._told: dict[str, RecordClaim | None] = {}
        self._signs: dict[str, str] = {}
        self.stories: dict[str, frozenset[str]] = {}
        self.refused = 0

    def read(self, articles: Iterable[str]) -> dict[str, RecordClaim]:
        """The claims of articles that were read since the last merging; their names go into the index."""
        listed = [claim for part in cut(sorted(articles)) for claim in self._store.claims(ClaimQuery(articles=part)) if claim.what != "relation"]
        self.stories |= list_stories(claim for claim in listed if claim.what == "event")
        self._store.index.add_stories({article: self.stories.get(article, frozenset()) for article in dict.fromkeys(claim.article for claim in listed)})
        return self._take(listed)

    def load(self, ids: Iterable[str]) -> dict[str, RecordClaim]:
        """The claims of those ids that now count and tell of a happening, by id."""
        wanted = list(dict.fromkeys(ids))
        missing = sorted(name for name in wanted if name not in self._told)
        self._told |= dict.fromkeys(missing)
        for part in cut(missing):
            self._take(list(self._store.claims(ClaimQuery(ids=part))))
        return {name: claim for name in wanted if (claim := self._told[name]) is not None}

    def sign(self, claim: RecordClaim) -> str:
        """A hash of all that comparisons look at in the claim: its value, its day of publication, what it speaks of, the names of its article."""
        if claim.id not in self._signs:
            names = sha256("\n".join(sorted(self.stories.get(claim.article, ()))).encode()).hexdigest()
            value = hash_value(claim) if claim.corrected or self._replay.who.bases else claim.value
            self._signs[claim.id] = make_id("v", value, claim.published, repr(claim.antecedent), names)
        return self._signs[claim.id]

    def _take(self, claims: Sequence[RecordClaim]) -> dict[str, RecordClaim]:
        """The told ones of the claims, at hand from now on."""
        unknown = {claim.article for claim in claims if claim.article not in self.stories}
        self.stories |= self._store.index.find_stories(sorted(unknown))
        told = {}
        for claim in apply_decisions(claims, self._replay, rejected=True):
            if refuse_claim(claim) is None:
                told[claim.id] = claim
            elif claim.what == "event":
                self.refused += 1
        self._told |= told
        return told


class Step:
    """The claims of one step with all pairs that were judged in it."""

    def __init__(self, tools: MergingTools, replay: Replay) -> None:
        self.store, self.replay = tools.store, replay
        self.claims = ClaimsAtHand(tools.store, replay)
        self.meetings = Meetings(tools.store.index, tools.most)
        self.known = Known(tools.parent, Meanings(tools.embedder), self.claims.stories)
        self.fresh: dict[str, RecordClaim] = {}
        self.judged: dict[Pair, Judgement] = {}  # worth keeping
        self._unlike: dict[Pair, Judgement] = {}  # the others, in short, until the step ends
        self.compared = 0

    def compare(self) -> list[Judgement]:
        """The judgements on the fresh claims and all that they meet, those worth keeping."""
        self.meetings.learn(self.fresh.values())
        pairs = self.meetings.list_partners(self.fresh)
        partners = self.claims.load(sorted({name for pair in pairs for name in pair}))
        self.meetings.learn(partners.values())
        kept = []
        for left, right in sorted(pairs):
            if left in partners and right in partners and self.meetings.meet(left, right):
                found = self.judge(left, right)
                if found.score >= KEPT_FROM:
                    self.judged[left, right] = found
                    kept.append(replace(shorten(found), values=self._sign(left, right)))
        return kept

    def judge(self, left: str, right: str) -> Judgement:
        """The judgement on two claims, as it was kept or worked out now."""
        pair = (left, right)
        if pair in self.judged or pair in self._unlike:
            return self.judged.get(pair) or self._unlike[pair]
        self.compared += 1
        told = self.claims.load(pair)
        found = score_pair(told[left], told[right], self.known)
        if found.score < KEPT_FROM:
            self._unlike[pair] = replace(found, likenesses=found.likenesses[:1])  # the first says whether it is of a figure
        return found

    def reach(self, start: Iterable[str]) -> set[str]:
        """The claims of all connected parts that hold one of these."""
        reached = set(self.claims.load(start))
        beside = _list_neighbours((*self.judged_same(), *(pair for pair in self.replay.join)))
        frontier = set(reached)
        while frontier:
            nearby = {other for name in frontier for other in beside.get(name, ())}
            for left, right in self._recall(frontier):
                nearby |= {left, right}
            frontier = set(self.claims.load(sorted(nearby - reached)))
            reached |= frontier
        return reached

    def judged_same(self) -> list[Pair]:
        """The pairs that are alike."""
        return [pair for pair, found in self.judged.items() if found.same]

    def _recall(self, names: set[str]) -> list[Pair]:
        """The pairs with one of the claims that were judged alike earlier and are so still; other judgements are at hand too, to be asked for."""
        kept = [row for row in self.store.index.find_judged(names, BY) if row.left not in self.fresh and row.right not in self.fresh]
        told = self.claims.load(sorted({name for row in kept for name in (row.left, row.right)}))
        self.meetings.learn(told.values())
        found = []
        for row in kept:
            if row.left in told and row.right in told and row.values == self._sign(row.left, row.right) and self.meetings.meet(row.left, row.right):
                if "quantity" in (told[row.left].what, told[row.right].what):  # which judgement is of a figure is told by its likenesses
                    row = self.judge(row.left, row.right)  # noqa: PLW2901
                self.judged[row.left, row.right] = row
                if row.same:
                    found.append((row.left, row.right))
        return found

    def _sign(self, left: str, right: str) -> tuple[str, str]:
        told = self.claims.load((left, right))
        return self.claims.sign(told[left]), self.claims.sign(told[right])


def merge_arrived(tools: MergingTools, replay: Replay, arrived: Arrived) -> Outcome:
    """What becomes of what arrived, and of all that it touches. Merging in any number of steps ends as merging everything at once."""
    step = Step(tools, replay)
    step.fresh = step.claims.read(arrived.read) | step.claims.load(sorted(arrived.moved))
    before = list_before(tools.store, arrived) | step.fresh.keys() | arrived.moved
    old = find_groups(tools.store, before)
    beside = find_members(tools.store, {group for group in old.values() if group is not None})
    less = step.meetings.add(step.fresh.values(), step.claims.load)
    once = {name for row in tools.store.index.find_judged(less, BY) if row.same for name in (row.left, row.right)}
    judgements = step.compare()
    touched = step.reach({*step.fresh, *beside, *less, *once})
    alike = {pair: found for pair, found in step.judged.items() if found.same}
    made = keep_told(cluster_claims(touched, alike, step.judge, replay.join, replay.part), step.claims.load(touched))
    now: dict[str, str | None] = {claim: incident.id for incident in made for claim in incident.claims}
    old |= find_groups(tools.store, touched - old.keys())
    now |= {name: None for name, group in old.items() if group is not None and name not in now}
    placed = {name: group for name, group in sorted(now.items()) if old.get(name) != group}
    return Outcome(tuple(judgements), placed, step.claims.refused, step.compared)


def list_before(store: Store, arrived: Arrived) -> set[str]:
    """The claims of earlier readings of the articles, and of articles that were closed: they may count no more."""
    readings: dict[str, int] = {}
    for part in cut(sorted(arrived.read)):
        for kept in store.find(KeptReading, article=part):
            readings[kept.article] = readings.get(kept.article, 0) + 1
    again = [*arrived.closed, *(article for article, count in sorted(readings.items()) if count > 1)]
    return {claim.id for part in cut(again) for claim in store.claims(ClaimQuery(articles=part, closed=True))}


def find_groups(store: Store, members: Iterable[str]) -> dict[str, str | None]:
    """The incident in which each claim stands now."""
    return {one.member: one.group for part in cut(sorted(members)) for one in store.memberships("incident", members=part)}


def find_members(store: Store, groups: Iterable[str]) -> set[str]:
    """The claims of those incidents."""
    return {one.member for part in cut(sorted(groups)) for one in store.memberships("incident", groups=part)}


def cut(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The ids, so many at a time as a query takes."""
    return (tuple(ids[at : at + CHUNK]) for at in range(0, len(ids), CHUNK))


def shorten(judgement: Judgement) -> Judgement:
    """The judgement with only the likenesses that said something, a third of its size."""
    return replace(judgement, likenesses=tuple(likeness for likeness in judgement.likenesses if likeness.score != SILENT))


def _list_neighbours(pairs: Iterable[Pair]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for left, right in pairs:
        found.setdefault(left, set()).add(right)
        found.setdefault(right, set()).add(left)
    return found
