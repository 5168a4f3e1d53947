"""One step of merging: claims that came in or were moved, those that they meet, and the connected parts that they touch; nothing else is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from karama.domain.record import Incident, Judgement, KeptReading, RecordClaim
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
        self.standing = Standing(tools.store)
        self.fresh: dict[str, RecordClaim] = {}
        self._fresh_pairs: list[Pair] = []  # alike, with a fresh claim
        self._rows: dict[str, list[Judgement]] = {}
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
                    self._fresh_pairs += [(left, right)] if found.same else []
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

    def settle(self, dirty: set[str], beside: set[str]) -> tuple[set[str], tuple[Incident, ...]]:
        """The claims that were grouped anew, and their groups; all other groups stand as they stood.

        Groups are made of the best pairs first, so a claim bears on others only through groups that come out otherwise than before. Only what is `dirty`
        (new, moved, or of a pair that is no longer compared), what stands `beside` a claim that counts no more, and what such a group has a pair with, is
        taken in; a group outside has pairs only with groups that are as they were, and these were kept apart from it before.
        """
        inside: set[str] = set()
        made: tuple[Incident, ...] = ()
        wanted = dirty | beside
        while wanted:
            inside |= self.claims.load(sorted(wanted | self.standing.list_mates(wanted))).keys()
            self._recall(inside)
            alike = {pair: found for pair, found in self.judged.items() if found.same}
            made = cluster_claims(inside, alike, self.judge, self.replay.join, self.replay.part)
            groups = (incident.claims for incident in made)
            changed = {name for group in groups if not dirty.isdisjoint(group) or not self.standing.is_as_before(group) for name in group}
            wanted = self._list_beyond(changed, inside)
        return inside, made

    def list_parted(self, less: set[str]) -> set[str]:
        """The claims of pairs that were alike, and that no key brings together any more."""
        rows = [row for row in self._remember(less) if row.same and not self._is_fresh(row)]
        told = self.claims.load(sorted({name for row in rows for name in (row.left, row.right)}))
        self.meetings.learn(told.values())
        there = (row for row in rows if row.left in told and row.right in told)
        return {name for row in there if not self.meetings.meet(row.left, row.right) for name in (row.left, row.right)}

    def _recall(self, inside: set[str]) -> None:
        """Nothing; what was judged earlier between claims inside, and holds still, is at hand."""
        self._remember(inside)
        self._check({id(row): row for name in inside for row in self._rows[name] if row.left in inside and row.right in inside}.values())

    def _list_beyond(self, changed: set[str], inside: set[str]) -> set[str]:
        """The claims outside that are alike with one of these, or are joined to it by people."""
        outer = [row for name in changed for row in self._rows[name] if row.same and not (row.left in inside and row.right in inside)]
        self._check(outer)
        pairs = [(row.left, row.right) for row in outer if (row.left, row.right) in self.judged]
        pairs += [pair for pair in (*self._fresh_pairs, *self.replay.join) if not changed.isdisjoint(pair)]
        return {name for pair in pairs for name in pair if name not in inside}

    def _remember(self, names: Iterable[str]) -> list[Judgement]:
        """The judgements kept on pairs with one of the claims that were not asked for before; whether they hold is another question."""
        new = {name for name in names if name not in self._rows}
        found = list(self.store.index.find_judged(new, BY))
        self._rows |= {name: [] for name in new}
        for row in found:
            for name in (row.left, row.right):
                if name in new:
                    self._rows[name].append(row)
        return found

    def _check(self, rows: Iterable[Judgement]) -> None:
        """Nothing; those of the judgements that hold are at hand: both claims say what they said then, and are still compared."""
        kept = [row for row in rows if not self._is_fresh(row) and (row.left, row.right) not in self.judged]
        told = self.claims.load(sorted({name for row in kept for name in (row.left, row.right)}))
        self.meetings.learn(told.values())
        for row in kept:
            if row.left in told and row.right in told and row.values == self._sign(row.left, row.right) and self.meetings.meet(row.left, row.right):
                of_figure = "quantity" in (told[row.left].what, told[row.right].what)  # which judgement is of a figure is told by its likenesses
                self.judged[row.left, row.right] = self.judge(row.left, row.right) if of_figure else row

    def _is_fresh(self, row: Judgement) -> bool:
        """Was one of the two judged anew in this step?"""
        return row.left in self.fresh or row.right in self.fresh

    def _sign(self, left: str, right: str) -> tuple[str, str]:
        told = self.claims.load((left, right))
        return self.claims.sign(told[left]), self.claims.sign(told[right])


class Standing:
    """The groups in which claims stood before this step."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.group_of: dict[str, str | None] = {}
        self._members: dict[str, set[str]] = {}

    def look_up(self, names: Iterable[str]) -> None:
        """Nothing; the groups of the claims are at hand, and who else stands in them."""
        new = sorted(name for name in set(names) if name not in self.group_of)
        self.group_of |= dict.fromkeys(new)
        self.group_of |= {one.member: one.group for part in cut(new) for one in self._store.memberships("incident", members=part)}
        groups = sorted({group for name in new if (group := self.group_of[name]) is not None and group not in self._members})
        for part in cut(groups):
            for one in self._store.memberships("incident", groups=part):
                self._members.setdefault(str(one.group), set()).add(one.member)
                self.group_of[one.member] = one.group

    def list_mates(self, names: set[str]) -> set[str]:
        """The claims that stood in one group with one of these, gone ones among them."""
        self.look_up(names)
        groups = {group for name in names if (group := self.group_of[name]) is not None}
        return {name for group in groups for name in self._members[group]}

    def is_as_before(self, group: Sequence[str]) -> bool:
        """Was there a group of just these claims? One that stood in none stood alone."""
        before = self.group_of.get(group[0])
        return self._members[before] == set(group) if before is not None else len(group) == 1


def merge_arrived(tools: MergingTools, replay: Replay, arrived: Arrived) -> Outcome:
    """What becomes of what arrived, and of all that it touches. Merging in any number of steps ends as merging everything at once."""
    step = Step(tools, replay)
    step.fresh = step.claims.read(arrived.read) | step.claims.load(sorted(arrived.moved))
    before = list_before(tools.store, arrived) | step.fresh.keys() | arrived.moved
    beside = step.standing.list_mates(before)
    less = step.meetings.add(step.fresh.values(), step.claims.load)
    judgements = step.compare()
    inside, made = step.settle({*step.fresh, *step.list_parted(less)}, beside)
    made = keep_told(made, step.claims.load(sorted(inside)))
    now: dict[str, str | None] = {claim: incident.id for incident in made for claim in incident.claims}
    step.standing.look_up(inside | before)
    old = step.standing.group_of
    now |= {name: None for name in inside | before | beside if old.get(name) is not None and name not in now}
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


def cut(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The ids, so many at a time as a query takes."""
    return (tuple(ids[at : at + CHUNK]) for at in range(0, len(ids), CHUNK))


def shorten(judgement: Judgement) -> Judgement:
    """The judgement with only the likenesses that said something, a third of its size."""
    return replace(judgement, likenesses=tuple(likeness for likeness in judgement.likenesses if likeness.score != SILENT))
