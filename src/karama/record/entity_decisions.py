"""What people decided about who is who: names and single reports' actors told apart or joined, and claims with that word in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from karama.domain.members import BOUND, MADE, name_member, name_node, split_member
from karama.domain.record import Decision, Party, RecordClaim, Speaker
from karama.errors import DataError
from karama.record.claims import make_id

FIELD = "entity"  # of a decision to split or join: that it is about actors and places, not about claims
Pair = tuple[str, str]
P = TypeVar("P", Party, Speaker)


@dataclass(frozen=True, slots=True)
class EntityDecision:
    """The value of a decision: of a split the members that were taken out and the nodes they were parted from, of a join the nodes of each side."""

    entities: tuple[str, ...]  # ids when it was decided
    names: tuple[str, ...]  # as people saw them
    sides: tuple[tuple[str, ...], ...]  # of a split: what was taken out, what stayed

    @property
    def members(self) -> tuple[str, ...]:
        """What single reports name, of what was taken out."""
        return tuple(one for one in self.sides[0] if split_member(one)[0] is not None)

    def touches(self, belongings: Iterable[str]) -> bool:
        """Is it about some of these nodes and members?"""
        about = {one for side in self.sides for one in side} | ({make_node(self.members)} if self.members else set())
        return not about.isdisjoint(belongings)


@dataclass(frozen=True, slots=True)
class PeoplesWord:
    """What the decisions that stand come to. Nodes made by people stand for the members that were taken out of a name's node."""

    assigned: dict[str, str] = field(default_factory=dict)  # member ("article node") -> the node that people made for it
    join: frozenset[Pair] = frozenset()
    part: frozenset[Pair] = frozenset()
    bases: dict[str, str] = field(default_factory=dict)  # node -> the id by which views and comparisons tell who it is

    @property
    def nodes(self) -> frozenset[str]:
        """Those that people spoke of."""
        return frozenset(node for pair in self.join | self.part for node in pair)


NOBODY = PeoplesWord()


def name_entity(nodes: Iterable[str]) -> str:
    """The id of the entity of these nodes: that of its first node, one of the actor base before others."""
    return make_id(MADE.rstrip("_"), min(nodes))


def write_entities(value: EntityDecision) -> str:
    """The value as a decision keeps it."""
    return json.dumps({"entities": value.entities, "names": value.names, "sides": value.sides}, ensure_ascii=False, sort_keys=True)


def read_entities(decision: Decision) -> EntityDecision:
    """What a decision about entities says.

    Raises:
        DataError: it cannot be read.
    """
    try:
        data: dict[str, Any] = json.loads(decision.value or "")
        return EntityDecision(tuple(data["entities"]), tuple(data["names"]), tuple(tuple(side) for side in data["sides"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"decision {decision.id}: its value cannot be read ({error})") from error


def make_node(taken: Sequence[str]) -> str:
    """The node for members that are taken out of a name's node: named after the first of them, so that it is the same in whatever order they are given."""
    article, node = split_member(min(taken))
    kind = "place" if node.startswith(("geo:", "place:")) else "name"
    more = make_id("+", *sorted(taken)) if len(taken) > 1 else ""
    return f"{kind}:{node.removeprefix(kind + ':')}{BOUND}{article}{more}"


def replay_entities(standing: Iterable[Decision]) -> PeoplesWord:
    """What the standing decisions say about entities; of two that speak of the same, the later counts."""
    assigned: dict[str, str] = {}
    pairs: dict[Pair, bool] = {}
    bases: dict[str, str] = {}
    for decision in standing:
        if decision.field == FIELD:
            said = read_entities(decision)
            first, second = said.sides
            if decision.verdict == "split":
                if said.members:
                    made = make_node(said.members)
                    assigned |= dict.fromkeys(said.members, made)
                    first = (*(one for one in first if one not in said.members), made)
                bases |= dict.fromkeys(first, _choose_base(first, name_entity(first))) | dict.fromkeys(second, _choose_base(second, said.entities[0]))
            else:
                bases |= dict.fromkeys((*first, *second), _choose_base((*first, *second), name_entity((*first, *second))))
            pairs |= {(min(a, b), max(a, b)): decision.verdict == "join" for a in first for b in second if a != b}
    join = frozenset(pair for pair, joined in pairs.items() if joined)
    return PeoplesWord(assigned, join, frozenset(pairs) - join, bases)


def _choose_base(nodes: Iterable[str], otherwise: str) -> str:
    """The id in the actor base of the first node that has one."""
    return next((node.removeprefix("base:") for node in sorted(nodes) if node.startswith("base:")), otherwise)


def put_who(claim: RecordClaim, word: PeoplesWord) -> RecordClaim:
    """The claim whose parties are told by who people say they are."""
    if not word.bases:
        return claim
    actors, recipients = (tuple(_put(party, claim.article, word) for party in parties) for parties in (claim.actors, claim.recipients))
    speakers = tuple(_put(speaker, claim.article, word) for speaker in claim.speakers)
    if (actors, recipients, speakers) == (claim.actors, claim.recipients, claim.speakers):
        return claim
    return replace(claim, actors=actors, recipients=recipients, speakers=speakers)


def _put(party: P, article: str, word: PeoplesWord) -> P:
    node = name_node(party, article)
    if node is None:
        return party
    base = word.bases.get(word.assigned.get(name_member(article, node), node))
    return party if base is None or base == party.base else replace(party, base=base)


def list_spoken(decisions: Iterable[Decision], seen: int) -> frozenset[str]:
    """The nodes and members that people split or joined, or took that back, after the first `seen` decisions."""
    made = list(decisions)
    by_id = {decision.id: decision for decision in made}
    found: set[str] = set()
    for decision in made[seen:]:
        said = decision
        while said.verdict == "undo":
            said = by_id[said.value or ""]
        if said.field == FIELD:
            told = read_entities(said)
            found.update(name for side in told.sides for name in side)
            found.update([make_node(told.members)] if told.members else [])
    return frozenset(found)
