"""What holds over time, from claims of change and of state: who controls, besieges, backs or leads, how many are displaced; contradictions side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import combinations, islice
from math import inf
from typing import Literal

from karama.domain.facts import Certainty
from karama.domain.record import Count, Party, RecordClaim, Where
from karama.views.matching import ActorAsked, PlaceAsked, match_party, match_place, overlap_days
from karama.views.sources import CountOrigins, Source, Stance, make_source, sort_claims
from karama.views.states import AT_PLACES, Evidence, Key, StateKind, key_spot, list_evidence

# How a situation stands on a day.
Holds = Literal["holds", "may hold", "ended", "not yet", "not told as so"]
# Figures of displaced or besieged people are told anew every few weeks; an older one says little about the day.
FIGURE_DAYS = 31
# Days that two reports of one beginning may differ: a battle lasts, and "on Thursday" slips. A later one is another beginning.
SAME_BEGINNING_DAYS = 7
CERTAINTIES: tuple[Certainty, ...] = ("asserted", "attributed", "disputed", "uncertain", "denied")
OPPOSITES: frozenset[frozenset[str]] = frozenset({frozenset({"allied with", "fights"}), frozenset({"backs", "fights"})})


@dataclass(frozen=True, slots=True)
class Situation:
    """A state with the days it is told for. Days are ISO; None: not known. `edtf` is the interval, ".." an open and "" an unknown end."""

    id: str
    kind: StateKind
    stance: Stance  # "told"; what is only feared, planned, denied ... is kept, but never holds
    holder: Party | None
    other: Party | None
    place: Where | None
    count: Count | None
    began: tuple[str | None, str | None]
    ended: tuple[str | None, str | None] | None  # None: no end is told
    told: tuple[str | None, str | None]  # first and last day for which it is told to hold
    edtf: str
    certainty: Certainty
    sources: tuple[Source, ...]
    origins: int
    enders: tuple[Source, ...] = ()  # who tells its end
    ended_by: str | None = None  # the situation that puts an end to it, where the end is inferred from another's beginning
    against: tuple[str, ...] = ()  # situations that cannot hold beside it, and denials of it

    def stand_on(self, day: str) -> Holds:
        """How it stands on a day (ISO)."""
        if self.stance != "told":
            return "not told as so"
        begun, told = self.began, self.told
        if self.count is not None:
            return _stand_figure(told, day)
        first, sure = (begun[0], begun[1]) if begun[0] is not None else (told[0], told[0])
        if first is not None and day < first:
            return "not yet"
        if self.ended is not None:
            if self.ended[1] is not None and day > self.ended[1]:
                return "ended"
            if day >= (self.ended[0] or self.told[1] or ""):
                return "may hold"
        return "holds" if sure is not None and day >= sure else "may hold"


def list_situations(claims: Iterable[RecordClaim], count_origins: CountOrigins, names: Mapping[str, str] | None = None) -> tuple[Situation, ...]:
    """All situations that the claims tell of, by kind, place and first day; the same whatever order the claims come in.

    `names` are what articles without a publisher are called by.
    """
    told: dict[tuple[Key, Stance], list[Evidence]] = {}
    for claim in sort_claims(claims):
        for evidence in list_evidence(claim):
            told.setdefault((evidence.key, evidence.stance), []).append(evidence)
    found = [situation for evidences in _join_unnamed(told) for situation in _assemble(evidences, count_origins, names or {})]
    ended = _end_by_others(found)
    return tuple(sorted(_set_against(ended), key=lambda one: (one.kind, key_spot(one.place), one.told[0] or "", one.id)))


def select_situations(
    situations: Iterable[Situation], *, on: str | None = None, place: PlaceAsked | None = None, actor: ActorAsked | None = None, kinds: Sequence[str] = ()
) -> tuple[Situation, ...]:
    """Those that hold or may hold on the day, at the place, with the actor.

    What is not told as so stays where it was told about that time.
    """

    def fits(one: Situation) -> bool:
        if kinds and one.kind not in kinds:
            return False
        if place is not None and (one.place is None or not match_place(one.place, place)):
            return False
        if actor is not None and not any(
            party is not None and match_party(party, actor, source.article) for party in (one.holder, one.other) for source in one.sources
        ):
            return False
        if on is None:
            return True
        stands = one.stand_on(on)
        return stands in ("holds", "may hold") or (stands == "not told as so" and _was_lately_told(one, on))

    return tuple(filter(fits, situations))


# ---------------------------------------------------------------- from evidence to intervals


def _join_unnamed(told: dict[tuple[Key, Stance], list[Evidence]]) -> Iterator[list[Evidence]]:
    """The evidence of each state; "the city is surrounded" goes with the one siege of it that says by whom."""
    known: dict[tuple[str, str, Stance], list[tuple[Key, Stance]]] = {}
    for (kind, who, whom), stance in told:
        if who:
            known.setdefault((kind, whom, stance), []).append(((kind, who, whom), stance))
    for (key, stance), evidences in told.items():
        others = known.get((key[0], key[2], stance), [])
        unnamed = told.get(((key[0], "", key[2]), stance), [])
        if key[1]:
            yield [*evidences, *unnamed] if len(others) == 1 else evidences
        elif len(others) != 1:
            yield evidences


def _assemble(evidences: Sequence[Evidence], count_origins: CountOrigins, names: Mapping[str, str]) -> list[Situation]:
    """The intervals of one state: each beginning after an end opens a new one."""
    if evidences[0].count is not None or evidences[0].stance != "told":
        return [_make(evidences, count_origins, names)]
    rank = {"ends": 0, "begins": 1, "holds": 2}  # on one day: what ended first, then what began
    ordered = sorted(evidences, key=lambda e: (e.last or "", rank[e.turn], e.claim.id))
    spells: list[list[Evidence]] = []
    for evidence in ordered:
        closed = not spells or any(e.turn == "ends" for e in spells[-1])
        if evidence.turn == "ends" and closed and spells:
            spells[-1].append(evidence)  # told of the same end again, some days later
        elif closed:
            spells.append([evidence])
        else:
            spells[-1].append(evidence)
    return [_make(spell, count_origins, names) for spell in spells]


def _make(spell: Sequence[Evidence], count_origins: CountOrigins, names: Mapping[str, str]) -> Situation:
    first = spell[0]
    claims = sort_claims({e.claim.id: e.claim for e in spell}.values())
    ends = [e for e in spell if e.turn == "ends"]
    began, ended = _span_beginning(spell), _span([e for e in ends if e.first is not None] or ends)  # a day that is told goes before "by the report"
    told = _span([e for e in spell if e.turn != "ends"]) or (None, None)
    sources = tuple(make_source(claim, names) for claim in claims)
    certainty = min((source.certainty for source in sources), key=CERTAINTIES.index)
    named = next((e for e in spell if e.holder is not None and e.holder.named), next((e for e in spell if e.holder is not None), first))
    edtf = _tell_interval(began, ended, told, figure=first.count is not None)
    identifier = "s_" + sha256("\0".join((*max(e.key for e in spell), first.stance, began[0] or told[0] or "")).encode()).hexdigest()[:20]
    return Situation(
        identifier, first.kind, first.stance, named.holder, named.other, first.place, first.count, began, ended, told, edtf, certainty, sources,
        count_origins(claims), tuple(make_source(claim, names) for claim in sort_claims({e.claim.id: e.claim for e in ends}.values())),
    )  # fmt: skip


def _span_beginning(spell: Sequence[Evidence]) -> tuple[str | None, str | None]:
    """The days on which it began: of all tellings that lie close to the first one."""
    begins = [e for e in spell if e.turn == "begins" and e.first is not None]
    if not begins:
        return (None, None)
    first = min(e.first or "" for e in begins)
    return (first, max(e.last or e.first or "" for e in begins if _count_days(first, e.first) <= SAME_BEGINNING_DAYS))


def _span(evidences: Sequence[Evidence]) -> tuple[str | None, str | None] | None:
    if not evidences:
        return None
    return (min((e.first for e in evidences if e.first), default=None), max((e.last for e in evidences if e.last), default=None))


def _tell_interval(began: tuple[str | None, str | None], ended: tuple[str | None, str | None] | None, told: tuple[str | None, str | None], figure: bool) -> str:
    """The EDTF interval; "~" where reports differ on the day. A figure has the days it is told for and no more."""
    if figure:
        return told[0] or "" if told[0] == told[1] else f"{told[0] or ''}/{told[1] or ''}"
    start = "" if began[0] is None else began[0] + ("" if began[0] == began[1] else "~")
    if ended is None:
        return f"{start}/.."
    return f"{start}/{ended[1] or ''}" + ("" if ended[0] == ended[1] or ended[1] is None else "~")


# ---------------------------------------------------------------- situations beside each other


def _end_by_others(found: Sequence[Situation]) -> list[Situation]:
    """The situations, control ended where another known actor took the place later and nobody tells of the old one after that."""
    held: dict[str, list[Situation]] = {}
    for one in found:
        if one.kind == "controls" and one.stance == "told" and one.place is not None:
            held.setdefault(key_spot(one.place), []).append(one)
    return [_end_by(one, held.get(key_spot(one.place), ())) if one.kind == "controls" else one for one in found]


def _end_by(one: Situation, others: Iterable[Situation]) -> Situation:
    if one.ended is not None or one.stance != "told" or one.told[1] is None:
        return one
    later = [other for other in others if _are_rivals(one, other) and other.began[0] is not None and other.began[0] > one.told[1]]
    if not later:
        return one
    next_one = min(later, key=lambda other: (other.began[0] or "", other.id))
    edtf = _tell_interval(one.began, next_one.began, one.told, figure=False)
    return replace(one, ended=next_one.began, ended_by=next_one.id, edtf=edtf)


def _set_against(found: Sequence[Situation]) -> list[Situation]:
    """The situations with those that contradict them."""
    groups: dict[tuple[str, ...], list[Situation]] = {}
    for one in found:
        for key in _list_groups(one):
            groups.setdefault(key, []).append(one)
    against: dict[str, set[str]] = {}
    for group in groups.values():
        for one, other in _list_near(group):
            if one.id != other.id and _contradict(one, other):
                against.setdefault(one.id, set()).add(other.id)
                against.setdefault(other.id, set()).add(one.id)
    return [replace(one, against=tuple(sorted(against.get(one.id, ())))) for one in found]


def _list_near(group: Sequence[Situation]) -> Iterator[tuple[Situation, Situation]]:
    """The pairs that may be true of one time: of thousands of figures of a city only those told within weeks of each other."""
    if group[0].count is None:
        yield from combinations(group, 2)
        return
    dated = sorted((_number(one.told[0], first=True), _number(one.told[1], first=False), n) for n, one in enumerate(group))
    for at, (_, last, n) in enumerate(dated):
        for first, _, other in islice(dated, at + 1, None):
            if first > last + FIGURE_DAYS:
                break
            yield group[n], group[other]


def _number(day: str | None, *, first: bool) -> float:
    """The day as a number; one that is not known may be any."""
    return date.fromisoformat(day).toordinal() if day is not None else -inf if first else inf


def _list_groups(one: Situation) -> tuple[tuple[str, ...], ...]:
    """Under which keys a situation meets those that may contradict it."""
    if one.kind in AT_PLACES or one.count is not None:
        return ((one.kind, key_spot(one.place)),) if one.place is not None else ()
    return (("sides", *sorted(_name_side(party) for party in (one.holder, one.other))),)


def _contradict(one: Situation, other: Situation) -> bool:
    if not _overlap(one, other):
        return False
    if {one.stance, other.stance} == {"told", "denied"}:
        return one.kind == other.kind and (one.count is None or _equal_bounds(one, other)) and _same_holders(one, other)
    if one.stance != "told" or other.stance != "told":
        return False
    if one.count is not None and other.count is not None:
        return not _share_bounds(one.count, other.count)
    return (one.kind == "controls" and _are_rivals(one, other)) or frozenset({one.kind, other.kind}) in OPPOSITES


def _are_rivals(one: Situation, other: Situation) -> bool:
    """Two actors known to be different: "U.S.-backed fighters" may be the SDF, so they are not."""
    return one.holder is not None and other.holder is not None and None not in (one.holder.base, other.holder.base) and one.holder.base != other.holder.base


def _same_holders(one: Situation, other: Situation) -> bool:
    return one.holder is None or other.holder is None or _name_side(one.holder) == _name_side(other.holder)


def _name_side(party: Party | None) -> str:
    return (party.base or party.name) if party is not None else ""


def _equal_bounds(one: Situation, other: Situation) -> bool:
    return one.count is not None and other.count is not None and (one.count.low, one.count.high) == (other.count.low, other.count.high)


def _share_bounds(one: Count, other: Count) -> bool:
    """Can both figures be true at once? "About" widens a figure by a tenth."""
    return _low(one) <= _high(other) and _low(other) <= _high(one)


def _low(count: Count) -> float:
    return 0.0 if count.low is None else count.low * (0.9 if count.approximate else 1.0)


def _high(count: Count) -> float:
    return float("inf") if count.high is None else count.high * (1.1 if count.approximate else 1.0)


def _overlap(one: Situation, other: Situation) -> bool:
    if one.count is not None and other.count is not None:
        return _count_days(one.told[1], other.told[0]) <= FIGURE_DAYS and _count_days(other.told[1], one.told[0]) <= FIGURE_DAYS
    return overlap_days(*_find_extent(one), *_find_extent(other))


def _find_extent(one: Situation) -> tuple[str | None, str | None]:
    first = one.began[0] if one.began[0] is not None else one.told[0]
    last = one.ended[0] if one.ended is not None else None
    return (first, last if one.stance == "told" else one.told[1])


# ---------------------------------------------------------------- days


def _stand_figure(told: tuple[str | None, str | None], day: str) -> Holds:
    if told[0] is None or day < told[0]:
        return "not yet"
    return "holds" if _count_days(told[1], day) <= FIGURE_DAYS else "ended"


def _was_lately_told(one: Situation, day: str) -> bool:
    """Was something that is not told as so said about that time? Feared in June, it is worth reading in July."""
    first, last = one.told if one.told != (None, None) else (one.ended or (None, None))
    return first is None or (first <= day and _count_days(last, day) <= FIGURE_DAYS)


def _count_days(earlier: str | None, later: str | None) -> int:
    """Days from one day to another; 0 where one is not known, negative where the order is the other way round."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days if earlier and later else 0
