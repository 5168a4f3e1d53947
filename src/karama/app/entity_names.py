"""Which names and reports an entity has, and which entities bear a name: what is looked up before anything is asked about an actor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from karama.domain.members import Member, is_acronym, name_member, split_member
from karama.domain.names import fold_across_scripts, fold_to_ask
from karama.domain.record import Decision
from karama.errors import InputError
from karama.merge.spellings import key_name
from karama.ports import Store
from karama.record.decisions import list_standing
from karama.record.entity_decisions import PeoplesWord, replay_entities
from karama.views.matching import ActorAsked

CHUNK = 400  # ids in one query: fewer than either database takes


@dataclass(frozen=True, slots=True)
class Belongings:
    """What is in an entity: whole names, and single reports' members that people took out of another's name."""

    id: str
    nodes: tuple[str, ...]
    taken: tuple[str, ...]  # "article node"
    word: PeoplesWord

    def holds(self, article: str, node: str) -> bool:
        """Is the node, as that article names it, in the entity?"""
        member = name_member(article, node)
        return self.word.assigned[member] in self.nodes if member in self.word.assigned else node in self.nodes


def read_word(store: Store) -> PeoplesWord:
    """What people's standing decisions say about who is who."""
    return replay_entities(list_standing(store.find(Decision)))


def find_belongings(store: Store, identifier: str, word: PeoplesWord | None = None) -> Belongings:
    """What is in the entity of that id.

    Raises:
        InputError: there is none.
    """
    members = [one.member for one in store.memberships("entity", groups=[identifier])]
    if not members:
        raise InputError(f"{identifier}: no such entity in the record")
    taken = tuple(one for one in members if split_member(one)[0] is not None)
    return Belongings(identifier, tuple(one for one in members if one not in taken), taken, word if word is not None else read_word(store))


def list_own_members(store: Store, found: Belongings) -> list[Member]:
    """The names of the entity, reading by reading."""
    rows = list(store.names.list_members(nodes=found.nodes))
    articles = sorted({split_member(member)[0] or "" for member in found.taken})
    nodes = {split_member(member)[1] for member in found.taken}
    if articles:
        rows += [row for row in store.names.list_members(articles=articles) if row.node in nodes and row.node not in found.nodes]
    return [row for row in rows if found.holds(row.article, row.node)]


def find_groups(store: Store, nodes: Iterable[str]) -> dict[str, str]:
    """The entity of each node."""
    wanted = sorted(set(nodes))
    parts = (wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK))
    return {one.member: one.group for part in parts for one in store.memberships("entity", members=part) if one.group is not None}


def ask_entity(store: Store, identifier: str) -> ActorAsked:
    """The entity as it is asked for.

    Raises:
        InputError: there is none.
    """
    return _ask(store, [find_belongings(store, identifier)], frozenset())


def ask_name(store: Store, name: str, bases: Sequence[str]) -> ActorAsked:
    """The actor of that name as it is asked for: all entities that bear it; `bases` are the ids that the actor base gives the name."""
    word = read_word(store)
    entities = sorted(find_bearers(store, name, bases, word))
    asked = _ask(store, [find_belongings(store, identifier, word) for identifier in entities], frozenset(bases))
    folded = fold_to_ask(name)
    return ActorAsked(frozenset({folded, *bases}), asked.bases, asked.nodes, asked.strangers, tuple(dict.fromkeys((name, *bases, *asked.spellings))))


def find_bearers(store: Store, name: str, bases: Sequence[str], word: PeoplesWord) -> frozenset[str]:
    """The entities of actors that bear the name; those that reports only also call so where it is nobody's own."""
    nodes = {f"base:{base}" for base in bases}
    namings = [one for one in store.names.list_namings(keys=[key_name(name)]) if one.what == "actor" and _is_same(one.name, name)] if key_name(name) else []
    own = {one.node for one in namings if one.how in ("name", "words")}
    nodes |= own or ({one.node for one in namings if one.how == "alias"} if not nodes else set())
    nodes |= {made for member, made in word.assigned.items() if split_member(member)[1] in nodes}
    return frozenset(find_groups(store, nodes).values())


def _is_same(name: str, other: str) -> bool:
    return fold_across_scripts(name) == fold_across_scripts(other) or (is_acronym(name) and key_name(name) == key_name(other))


def _ask(store: Store, entities: Sequence[Belongings], bases: frozenset[str]) -> ActorAsked:
    nodes = frozenset(node for found in entities for node in found.nodes)
    listed = {node.removeprefix("base:") for node in nodes if node.startswith("base:")}
    known = {*listed, *bases, *(found.id for found in entities), *(base for found in entities for base in _list_bases(found))}
    names = {row.name for found in entities for row in list_own_members(store, found) if row.how in ("name", "words")}
    strangers = {base for found in entities for base in _list_strangers(found)} - known
    return ActorAsked(frozenset(), frozenset(known), nodes, frozenset(strangers), tuple(sorted({*names, *listed})))


def _list_bases(found: Belongings) -> Iterator[str]:
    return (found.word.bases[node] for node in found.nodes if node in found.word.bases)


def _list_strangers(found: Belongings) -> Iterator[str]:
    """The ids of those whom people parted from the entity."""
    for pair in found.word.part:
        for ours, other in (pair, pair[::-1]):
            if ours in found.nodes and other not in found.nodes:
                yield found.word.bases.get(other, other.removeprefix("base:"))
