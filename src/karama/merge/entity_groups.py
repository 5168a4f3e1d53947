"""Names grouped to entities: what new names touch is judged and grouped anew, and nothing else; the outcome is that of doing everything at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from karama.domain.record import Judgement
from karama.merge.entity_judging import Profile, judge_nodes

Pair = tuple[str, str]
LISTED_BEFORE = "base:"
SURE = (LISTED_BEFORE, "geo:")


class NodeIndex(Protocol):
    """The names of the record, by node and by key."""

    def load(self, nodes: Iterable[str]) -> Mapping[str, Profile]:
        """The profiles of those nodes that reports now speak of."""
        ...

    def meet(self, keys: Iterable[str]) -> frozenset[str]:
        """The nodes with one of the keys."""
        ...


@dataclass(frozen=True, slots=True)
class PeoplesPairs:
    """The nodes that people joined and parted; it stands above every judgement."""

    join: frozenset[Pair] = frozenset()
    part: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Grouped:
    """The entities of the nodes that were touched, each in order, and the judgements on all pairs that met."""

    groups: tuple[tuple[str, ...], ...]
    judgements: tuple[Judgement, ...]


def group_nodes(touched: Iterable[str], mates: Callable[[Iterable[str]], set[str]], index: NodeIndex, people: PeoplesPairs) -> Grouped:
    """The entities of all nodes whose entity can have changed since these nodes changed; `mates` gives the nodes of these nodes' entities before.

    A node's entity hangs on whom it meets, on whom these meet, and on who was with them before; so these are looked at too.
    """
    seen = _Seen(index)
    partners = _list_partners(people)
    first = set(touched)
    first |= seen.meet(first)
    region: set[str] = set()
    waiting = first
    while waiting:
        region |= waiting
        reached = mates(waiting) | seen.judge_all(waiting) | {other for node in waiting for other in partners.get(node, ())}
        waiting = reached - region
    told = {node for node in region if node in seen.load(region)} | {node for pair in people.join | people.part for node in pair if node in region}
    judged = {pair: found for pair, found in seen.judged.items() if pair[0] in told and pair[1] in told}
    return Grouped(_cluster(told, judged, people), tuple(seen.judged[pair] for pair in sorted(seen.judged)))


def judge_within(nodes: Iterable[str], index: NodeIndex) -> tuple[Judgement, ...]:
    """The judgements on the pairs of these nodes that meet, best first."""
    wanted, seen = set(nodes), _Seen(index)
    seen.judge_all(wanted)
    found = [judgement for pair, judgement in seen.judged.items() if wanted.issuperset(pair)]
    return tuple(sorted(found, key=lambda judgement: (-judgement.score, judgement.left, judgement.right)))


@dataclass(slots=True)
class _Seen:
    """Profiles and judgements, each fetched and made once."""

    index: NodeIndex
    judged: dict[Pair, Judgement] = field(default_factory=dict)
    _profiles: dict[str, Profile] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def load(self, nodes: Iterable[str]) -> Mapping[str, Profile]:
        """The profiles of those of the nodes that are told of, and others."""
        new = set(nodes) - self._asked
        if new:
            self._asked |= new
            self._profiles |= self.index.load(sorted(new))
        return self._profiles

    def meet(self, nodes: Iterable[str]) -> set[str]:
        """The nodes that share a key with one of these."""
        wanted = set(nodes)
        profiles = self.load(wanted)
        keys = {key for node in wanted if node in profiles for key in profiles[node].keys}
        return set(self.index.meet(sorted(keys))) if keys else set()

    def judge_all(self, nodes: Iterable[str]) -> set[str]:
        """The nodes that are one with one of these; each pair that shares a key is judged."""
        wanted = sorted(nodes)
        profiles = self.load((*wanted, *self.meet(wanted)))
        by_key: dict[str, list[str]] = {}
        for node, profile in profiles.items():
            for key in profile.keys:
                by_key.setdefault(key, []).append(node)
        same: set[str] = set()
        for node in wanted:
            others = {other for key in (profiles[node].keys if node in profiles else ()) for other in by_key[key]}
            for other in (other for other in others if other != node and not _are_listed(node, other)):
                pair = (node, other) if node < other else (other, node)
                if pair not in self.judged:
                    self.judged[pair] = judge_nodes(profiles[node], profiles[other])
                if self.judged[pair].same:
                    same.add(other)
        return same


def _are_listed(node: str, other: str) -> bool:
    """Two actors of the base, or two places of the gazetteer: many share a name, and none are one."""
    return any(node.startswith(listed) and other.startswith(listed) for listed in SURE)


def _list_partners(people: PeoplesPairs) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for a, b in people.join | people.part:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found


def _cluster(nodes: Iterable[str], judged: Mapping[Pair, Judgement], people: PeoplesPairs) -> tuple[tuple[str, ...], ...]:
    """Best pairs first; two actors of the base, and what people parted, are never brought together by way of others."""
    group_of: dict[str, tuple[str, ...]] = {node: (node,) for node in nodes}

    def unite(a: str, b: str) -> None:
        both = tuple(sorted({*group_of[a], *group_of[b]}))
        group_of.update(dict.fromkeys(both, both))

    for a, b in sorted(people.join):
        if a in group_of and b in group_of:
            unite(a, b)
    sure, weak = _sort_out(judged)
    for edges in (sure, weak):
        open_edges = edges if edges is sure else _keep_plain(edges, group_of)
        for edge in open_edges:
            if group_of[edge.left] != group_of[edge.right] and not _is_barred(group_of[edge.left], group_of[edge.right], people.part):
                unite(edge.left, edge.right)
    return tuple(sorted(set(group_of.values())))


def _sort_out(judged: Mapping[Pair, Judgement]) -> tuple[list[Judgement], list[Judgement]]:
    """The pairs that are one, best first, without names that fit two actors of the base; and apart those by initials only."""
    same = sorted((found for found in judged.values() if found.same), key=lambda found: (-found.score, found.left, found.right))
    bases: dict[str, set[str]] = {}
    for found in same:
        if found.left.startswith(LISTED_BEFORE):
            bases.setdefault(found.right, set()).add(found.left)
    plain = [found for found in same if not (found.left.startswith(LISTED_BEFORE) and len(bases[found.right]) > 1)]
    by_initials = [found for found in plain if found.likenesses[0].feature == "initials"]
    return [found for found in plain if found.likenesses[0].feature != "initials"], by_initials


def _keep_plain(edges: list[Judgement], group_of: Mapping[str, tuple[str, ...]]) -> list[Judgement]:
    """The acronyms that only one entity can be meant by."""
    met: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for edge in edges:
        for one, other in ((edge.left, edge.right), (edge.right, edge.left)):
            met.setdefault(group_of[one], set()).add(group_of[other])
    return [edge for edge in edges if len(met[group_of[edge.left]]) == len(met[group_of[edge.right]]) == 1]


def _is_barred(ours: tuple[str, ...], others: tuple[str, ...], part: frozenset[Pair]) -> bool:
    if any(node.startswith(LISTED_BEFORE) for node in ours) and any(node.startswith(LISTED_BEFORE) for node in others):
        return True
    return bool(part) and any((min(a, b), max(a, b)) in part for a in ours for b in others)
