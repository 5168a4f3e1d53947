"""A record's actors and places grouped to entities: after each adding and each decision, and only what that touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from karama.domain.members import Naming, name_as, name_member, name_node, split_member
from karama.domain.record import IMPORTED, Decision, Judgement, KeptReading, Membership, Merge, RecordClaim, Supersession
from karama.merge.entity_groups import Grouped, PeoplesPairs, group_nodes
from karama.merge.entity_judging import BY, Profile
from karama.merge.entity_members import list_members
from karama.merge.spellings import key_name
from karama.ports import ClaimQuery, KnownActor, Store
from karama.record.claims import make_id
from karama.record.decisions import list_standing
from karama.record.entity_decisions import PeoplesWord, list_spoken, name_entity, replay_entities
from karama.record.ledger import append_notes, digest_value, note_value

CHUNK = 400  # ids in one query: fewer than either database takes
KEPT_FROM = 0.3  # judgements below are not kept: they can be worked out again
Listed = Callable[[], Mapping[str, KnownActor]]  # the actor base by id
Signature = frozenset[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class EntityTools:
    """What grouping to entities borrows: the store, the clock, and the actor base."""

    store: Store
    now: Callable[[], str]
    listed: Listed


@dataclass(frozen=True, slots=True)
class EntityReport:
    """What a grouping did; `id` is None where there was nothing to do."""

    id: str | None
    entities: int = 0  # made or changed


def merge_entities(tools: EntityTools, by: str = BY) -> EntityReport:
    """What became of the names that came in, and of what people said about them, since the last grouping.

    Raises:
        UnavailableError: somebody else is writing, or the disk is full.
    """
    store = tools.store
    with store.writing():
        before, seen = _read_seen(store), _count_seen(store)
        if before == seen:
            return EntityReport(None)
        decisions = list(store.find(Decision))
        word = replay_entities(list_standing(decisions))
        with store.transaction():
            touched = _take_in_names(store, before) | (list_spoken(decisions, before["decisions"]) if before is not None else frozenset())
            mates = Mates(store, everything=before is None)
            index = StoredNames(store, tools.listed, word, everything=before is None)
            nodes = {node for name in touched for node in (name, word.assigned.get(name, name)) if split_member(node)[0] is None}
            nodes |= {split_member(name)[1] for name in touched} | word.nodes
            grouped = group_nodes(index.list_all() if before is None else nodes, mates, index, PeoplesPairs(word.join, word.part))
            changes = _list_changes(grouped, mates, word, touched | mates.seen)
            return _keep(tools, grouped.judgements, changes, seen, by)


def find_spoken_claims(store: Store, decisions: Sequence[Decision], seen: int) -> frozenset[str]:
    """The claims with somebody of whom people, after the first `seen` decisions, said who it is or is not: they are to be compared anew."""
    spoken = list_spoken(decisions, seen)
    if not spoken:
        return frozenset()
    nodes = {split_member(name)[1] for name in spoken}
    articles = sorted({member.article for member in store.names.list_members(nodes=sorted(nodes))})
    return frozenset(
        claim.id
        for at in range(0, len(articles), CHUNK)
        for claim in store.claims(ClaimQuery(articles=tuple(articles[at : at + CHUNK]), what="event"))
        if any(name_node(party, claim.article) in nodes for party in (*claim.actors, *claim.recipients))
    )


def _count_seen(store: Store) -> dict[str, int]:
    return {"readings": store.count(KeptReading), "supersessions": store.count(Supersession), "decisions": store.count(Decision)}


def _read_seen(store: Store) -> dict[str, int] | None:
    """How much there was when entities were last grouped by these rules; None if they never were."""
    last = store.last(Merge, by=BY)
    seen: dict[str, int] | None = json.loads(last.detail)["seen"] if last is not None else None
    return seen


def _take_in_names(store: Store, before: dict[str, int] | None) -> frozenset[str]:
    """The nodes that are named otherwise than before, once the names of new readings are in the index."""
    found = store.find_since(KeptReading, before["readings"]) if before is not None else store.find(KeptReading)
    readings = [reading for reading in found if not reading.id.startswith(IMPORTED)]
    if before is None:
        store.names.clear()
    articles = dict.fromkeys(reading.article for reading in readings)
    closed = [one.older for one in (store.find_since(Supersession, before["supersessions"]) if before is not None else ())]
    touched = set(store.names.find_told([*articles, *closed]))  # by readings that count no more
    newest = {reading.article: reading.id for reading in readings}
    for at in range(0, len(newest), CHUNK):
        part = dict(list(newest.items())[at : at + CHUNK])
        members = [member for reading, claims in _load(store, part) for member in list_members(reading, claims)]
        nodes = sorted({member.node for member in members})
        old = _sign(store.names.list_namings(nodes=nodes)) if before is not None and nodes else {}
        store.names.add(members)
        if before is not None:
            new = _sign(store.names.list_namings(nodes=nodes)) if nodes else {}
            touched |= {node for node in nodes if old.get(node) != new.get(node)}
    return frozenset(touched)


def _load(store: Store, readings: Mapping[str, str]) -> Iterator[tuple[str, list[RecordClaim]]]:
    """Each reading with its claims; `readings` by article."""
    claims: dict[str, list[RecordClaim]] = {}
    for claim in store.claims(ClaimQuery(closed=True, readings=tuple(readings.values()))):
        claims.setdefault(claim.article, []).append(claim)
    for article, reading in readings.items():
        yield reading, claims.get(article, [])


def _sign(namings: Iterable[Naming]) -> dict[str, Signature]:
    """What of each node's names matters for who it is, whatever the number of reports."""
    found: dict[str, set[tuple[object, ...]]] = {}
    for one in namings:
        found.setdefault(one.node, set()).add((one.name, one.how, one.type, one.country, one.latitude, one.longitude, one.radius_km))
    return {node: frozenset(names) for node, names in found.items()}


@dataclass
class StoredNames:
    """The names of a record by node and key, as they are grouped: without what people took out of a name's node. All at once, or as they are asked for."""

    store: Store
    listed: Listed
    word: PeoplesWord
    everything: bool = False

    def load(self, nodes: Iterable[str]) -> Mapping[str, Profile]:
        """The profiles of those of the nodes that reports now speak of."""
        wanted = sorted(set(nodes))
        found: dict[str, list[Naming]] = {}
        if self.everything:
            found = {node: self._all[0][node] for node in wanted if node in self._all[0]}
        elif wanted:
            for naming in self.store.names.list_namings(nodes=wanted):
                found.setdefault(naming.node, []).append(naming)
        for node in self._thinned & set(wanted):
            found[node] = self._thin(node)
        return {node: Profile(node, tuple(namings), self._list_listed(node)) for node, namings in found.items() if namings}

    def meet(self, keys: Iterable[str]) -> frozenset[str]:
        """The nodes with one of the keys."""
        wanted = list(keys)
        listed = {node for key in wanted for node in self._by_listed_key.get(key, ())}
        if self.everything:
            return frozenset(listed | {node for key in wanted for node in self._all[1].get(key, ())})
        return frozenset(listed | self.store.names.find_nodes(wanted))

    def list_all(self) -> frozenset[str]:
        """Every node of the record."""
        return frozenset(self._all[0])

    @cached_property
    def _all(self) -> tuple[dict[str, list[Naming]], dict[str, set[str]]]:
        by_node: dict[str, list[Naming]] = {}
        by_key: dict[str, set[str]] = {}
        for naming in self.store.names.list_namings():
            by_node.setdefault(naming.node, []).append(naming)
            if naming.key:
                by_key.setdefault(naming.key, set()).add(naming.node)
        return by_node, by_key

    @cached_property
    def _thinned(self) -> set[str]:
        return {split_member(member)[1] for member in self.word.assigned}

    def _thin(self, node: str) -> list[Naming]:
        """The names of a node without those of the reports whose actor people took out of it."""
        return [name_as(one) for one in self.store.names.list_members(nodes=[node]) if name_member(one.article, node) not in self.word.assigned]

    def _list_listed(self, node: str) -> tuple[Naming, ...]:
        known = self.listed().get(node.removeprefix("base:")) if node.startswith("base:") else None
        if known is None:
            return ()
        kind, country = known.actor.type, known.actor.country
        names = dict.fromkeys((known.name, *known.aliases))
        return tuple(Naming(node, "actor", name, "name", key_name(name), kind, country, None, None, None) for name in names)

    @cached_property
    def _by_listed_key(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for base, known in self.listed().items():
            for name in (known.name, *known.aliases):
                found.setdefault(key_name(name), set()).add(f"base:{base}")
        return found


@dataclass
class Mates:
    """The nodes that shared an entity with some nodes before, and the entity of each; `seen` are all that were looked up."""

    store: Store
    everything: bool = False
    group_of: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    _members: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.everything:
            self._learn(self.store.memberships("entity"))

    def __call__(self, nodes: Iterable[str]) -> set[str]:
        """The nodes of the entities of these nodes."""
        wanted = sorted(nodes)
        self.look_up(wanted)
        groups = sorted({self.group_of[node] for node in wanted if node in self.group_of})
        new = [group for group in groups if group not in self._members]
        for at in range(0, len(new), CHUNK):
            self._learn(self.store.memberships("entity", groups=new[at : at + CHUNK]))
        return {name for group in groups for name in self._members[group] if split_member(name)[0] is None}

    def look_up(self, names: Sequence[str]) -> None:
        """Nothing; the entities of these nodes and members are at hand."""
        new = [name for name in names if name not in self.seen]
        self.seen.update(new)
        if not self.everything:
            for at in range(0, len(new), CHUNK):
                self.group_of |= {one.member: one.group for one in self.store.memberships("entity", members=new[at : at + CHUNK]) if one.group is not None}

    def _learn(self, memberships: Iterable[Membership]) -> None:
        for one in memberships:
            if one.group is not None:
                self.group_of[one.member] = one.group
                self._members.setdefault(one.group, []).append(one.member)
                self.seen.add(one.member)


def _list_changes(grouped: Grouped, mates: Mates, word: PeoplesWord, looked_at: Iterable[str]) -> list[tuple[str, str | None]]:
    """Who stands in another entity than before, and who in none any more."""
    now = {node: name_entity(group) for group in grouped.groups for node in group}
    now |= {member: now[made] for member, made in word.assigned.items() if made in now}
    mates.look_up(sorted({*now, *looked_at}))
    changed: list[tuple[str, str | None]] = [(name, group) for name, group in sorted(now.items()) if mates.group_of.get(name) != group]
    gone = {name for name in looked_at if name in mates.group_of and name not in now}
    return changed + [(name, None) for name in sorted(gone)]


def _keep(tools: EntityTools, judgements: Sequence[Judgement], changes: list[tuple[str, str | None]], seen: dict[str, int], by: str) -> EntityReport:
    """What was grouped, kept with its log entry; within the caller's transaction."""
    at = tools.now()
    made = Merge(make_id("g", at, seen, changes), at, by, json.dumps({"by": BY, "seen": seen}, sort_keys=True))
    placed = [Membership("entity", name, group, made.id) for name, group in changes]
    entities = len({group for _, group in changes if group is not None})
    tools.store.add([made])
    tools.store.add(judgement for judgement in judgements if judgement.score >= KEPT_FROM)
    tools.store.add(placed)
    append_notes(tools.store, at, by, [note_value("merge", made.id, made, entities=entities, memberships=digest_value(tuple(placed)))])
    return EntityReport(made.id, entities)
