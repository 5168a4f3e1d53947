"""Groups from judged pairs: best pairs first, nothing joined across what was ruled out, each connected part by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from karama.domain.record import Incident, Judgement
from karama.merge.components import find_components
from karama.merge.scoring import THRESHOLD, is_of_figure, is_ruled_out

Pair = tuple[str, str]
# How many members of each group speak for it when two groups are to be joined; the first by id, so that the order of arrival is the same.
MOST_SPEAKERS = 12


def order_pair(a: str, b: str) -> Pair:
    """The pair with the smaller id first."""
    return (a, b) if a < b else (b, a)


def cluster_claims(
    ids: Iterable[str],
    judged: Mapping[Pair, Judgement],
    judge: Callable[[str, str], Judgement],
    join: frozenset[Pair] = frozenset(),
    part: frozenset[Pair] = frozenset(),
) -> tuple[Incident, ...]:
    """The incidents of the claims, by id; people's pairs to join and to part stand above every score.

    `judge` scores a pair that no key brought together, when two groups are weighed as wholes.
    """
    ids = set(ids)
    alike = {pair: found for pair, found in judged.items() if found.same and pair[0] in ids and pair[1] in ids}
    links = {*alike, *(pair for pair in join if pair[0] in ids and pair[1] in ids)}
    components = find_components(ids, links)
    part_of = {name: component[0] for component in components for name in component}
    edges: dict[str, list[Judgement]] = {}
    for pair, found in alike.items():
        edges.setdefault(part_of[pair[0]], []).append(found)
    joined: dict[str, list[Pair]] = {}
    for pair in sorted(pair for pair in join if pair in links):
        joined.setdefault(part_of[pair[0]], []).append(pair)
    made: list[Incident] = []
    for component in components:
        best = sorted(edges.get(component[0], ()), key=lambda j: (-j.score, j.left, j.right))
        made += [Incident(group[0], group) for group in _grow(component, best, joined.get(component[0], []), judge, part)]
    return tuple(sorted(made, key=lambda incident: incident.id))


def _grow(
    component: tuple[str, ...], edges: list[Judgement], joined: list[Pair], judge: Callable[[str, str], Judgement], part: frozenset[Pair]
) -> list[tuple[str, ...]]:
    """The groups of one connected part."""
    group_of: dict[str, tuple[str, ...]] = {identifier: (identifier,) for identifier in component}

    def unite(a: tuple[str, ...], b: tuple[str, ...]) -> None:
        both = tuple(sorted({*a, *b}))
        group_of.update(dict.fromkeys(both, both))

    for a, b in joined:
        unite(group_of[a], group_of[b])
    refused: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()  # two groups are asked about once, however many pairs speak for them
    for edge in edges:
        ours, others = group_of[edge.left], group_of[edge.right]
        if ours == others or (ours, others) in refused:
            continue
        if _agree(ours, others, judge, part):
            unite(ours, others)
        else:
            refused |= {(ours, others), (others, ours)}
    return sorted(set(group_of.values()))


def _agree(ours: tuple[str, ...], others: tuple[str, ...], judge: Callable[[str, str], Judgement], part: frozenset[Pair]) -> bool:
    """May two groups be one: no pair is ruled out, and the better half of the pairs between them are alike.

    The other half may be vague: of six sentences on a strike, one only says that he did not know how many died.
    """
    if part and any(order_pair(a, b) in part for a in ours for b in others):
        return False
    found = []
    for pair in (order_pair(a, b) for a in ours[:MOST_SPEAKERS] for b in others[:MOST_SPEAKERS]):
        judgement = judge(*pair)
        if is_of_figure(judgement):
            continue
        if is_ruled_out(judgement):
            return False
        found.append(judgement.score)
    if not found:  # a figure with what it speaks of
        return True
    better = sorted(found)[len(found) // 2 :]
    return sum(better) > THRESHOLD * len(better)
