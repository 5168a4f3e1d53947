"""What a claim says about what holds: that a state begins, holds or ends on a day. The table of kinds, and evidence taken from claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from karama.domain.entities import Precision
from karama.domain.names import fold_to_ask
from karama.domain.record import Count, Party, RecordClaim, When, Where
from karama.views.incidents import key_party
from karama.views.sources import Stance, tell_stance

StateKind = Literal[
    "controls", "besieges", "blockades", "ceasefire", "backs", "allied with", "fights", "leads", "displaced", "present", "besieged", "fighters", "troops"
]  # fmt: skip
Turn = Literal["begins", "holds", "ends"]

# kind of event -> the state it speaks of, what becomes of it for whoever acts, and for whoever is acted upon.
# "Tabqa fell to the SDF", "IS lost Tabqa" and "the SDF took Tabqa from IS" all have who gains as actor and who loses as recipient.
CHANGES: dict[str, tuple[StateKind, Turn, Turn | None]] = {
    "territory taken": ("controls", "begins", "ends"),
    "territory lost": ("controls", "begins", "ends"),
    "territory held": ("controls", "holds", None),
    "withdrawal": ("controls", "ends", None),
    "siege": ("besieges", "begins", None),
    "encirclement": ("besieges", "begins", None),
    "blockade": ("blockades", "begins", None),
    "ceasefire": ("ceasefire", "begins", None),
}
RELATIONS: frozenset[str] = frozenset({"controls", "backs", "allied with", "fights", "leads"})
FIGURES: dict[str, StateKind] = {"displaced": "displaced", "present": "present", "fighters": "fighters", "troops": "troops"}
SYMMETRIC: frozenset[str] = frozenset({"allied with", "fights", "ceasefire"})
AT_PLACES: frozenset[str] = frozenset({"controls", "besieges", "blockades"})
# A place is taken while it is being taken only in part: "are capturing" is no capture. A siege holds from its first day.
DONE_OR_NOT: frozenset[str] = frozenset({"territory taken", "territory lost", "withdrawal"})
# "Near Raqqa" and "in Raqqa province" say where the thing that was taken lies, not that all of it was.
WHOLE: frozenset[Precision] = frozenset({"exact", "part of settlement", "settlement", "district", "province"})
# "Lifted the siege", "eased the blockade": a kind of its own, which says by its words what it was that ended.
EASING = "easing"
EASED: dict[str, StateKind] = {"siege": "besieges", "encirclement": "besieges", "blockade": "blockades", "cordon": "besieges"}
# What becomes of a state by the words right before its own: "lost control of", "took control of", "broke the siege of", "ended the blockade of".
BEFORE: tuple[tuple[frozenset[StateKind], re.Pattern[str], Turn], ...] = (
    (
        frozenset({"controls"}),
        re.compile(r"\b(?:lost|los(?:e|es|ing)|ced(?:ed|ing)|relinquish\w*|g[ai]v(?:e|en|ing)\s+up|surrender\w*|abandon\w*)\s+(?:\w+\s+){0,2}$", re.I),
        "ends",
    ),
    (frozenset({"controls"}), re.compile(r"\b(?:took|tak(?:e|en|es|ing)|gain\w*|seiz\w*|wrest\w*|assum\w*|won|regain\w*)\s+(?:\w+\s+){0,2}$", re.I), "begins"),
    (
        frozenset({"besieges", "blockades"}),
        re.compile(r"\b(?:br(?:oke|eak\w*)|lift\w*|end(?:ed|s|ing)?|raised|eas(?:ed|es|ing))\s+(?:[^\s.;]+\s+){0,5}$", re.I),
        "ends",
    ),
    (
        frozenset({"ceasefire"}),
        re.compile(r"\b(?:end(?:ed|s|ing)?|tore up|call(?:ed|ing) off|abandon\w*|withdr[ae]w\w* from)\s+(?:[^\s.;]+\s+){0,3}$", re.I),
        "ends",
    ),
)
# ... and right after: "the siege of Kobani was lifted", "the ceasefire collapsed".
AFTER: tuple[tuple[frozenset[StateKind], re.Pattern[str], Turn], ...] = (
    (
        frozenset({"besieges", "blockades"}),
        re.compile(r"^\s+(?:[^\s.;]+\s+){0,5}?(?:(?:was|were|has been|had been|is)\s+(?:\w+ly\s+)?(?:lifted|broken|ended|over)|ended)\b", re.I),
        "ends",
    ),
    (
        frozenset({"ceasefire"}),
        re.compile(r"^\s+(?:[^\s.;]+\s+){0,4}?(?:collapsed|broke down|expired|ended|fell apart|(?:was|has been)\s+(?:called off|over))\b", re.I),
        "ends",
    ),
)
PLUPERFECT = re.compile(r"\bhad\s+(?:\w+\s+){0,2}$")  # told as something before the story
# Every kind of claim that can say anything about a state.
EVENT_KINDS: frozenset[str] = frozenset({*CHANGES, EASING})

NEAR = 60  # characters beside the words of a state in which its turn is told

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """That a state begins, holds or ends within the days first..last (ISO, inclusive; None: no day is known), by one claim."""

    kind: StateKind
    turn: Turn
    stance: Stance
    first: str | None
    last: str | None
    claim: RecordClaim
    holder: Party | None = None
    other: Party | None = None
    place: Where | None = None
    count: Count | None = None

    @property
    def key(self) -> Key:
        """What makes two pieces of evidence speak of one state: its kind, who, and of whom or where."""
        who = key_party(self.holder) if self.holder else ""
        whom = key_party(self.other) if self.other else key_spot(self.place)
        if self.kind in SYMMETRIC and self.other is not None:
            who, whom = sorted((who, whom))
        if self.count is not None:
            who = f"{self.count.low}..{self.count.high}"
        return (self.kind, who, whom)


def key_spot(place: Where | None) -> str:
    """The place by its id in the gazetteer, else its name; "" for none."""
    if place is None:
        return ""
    return str(place.geonames) if place.geonames is not None else fold_to_ask(place.name)


def list_evidence(claim: RecordClaim) -> Iterator[Evidence]:
    """All that the claim says about states, in the order of its roles."""
    if claim.what == "relation" and claim.kind in RELATIONS:
        yield from _read_relation(claim)
    elif claim.what == "event" and claim.kind in CHANGES:
        yield from _read_change(claim)
    elif claim.what == "event" and claim.kind == EASING:
        yield from _read_easing(claim)
    yield from _read_figures(claim)


def _read_relation(claim: RecordClaim) -> Iterator[Evidence]:
    """A relation holds on the day of its report, or on its own day."""
    kind: StateKind = claim.kind  # type: ignore[assignment]  # RELATIONS holds only kinds of states
    first, last, _ = _find_days(claim)
    for holder in filter(_is_side, claim.actors):
        for other in filter(_is_side, claim.recipients if kind != "controls" else ()):
            if key_party(holder) != key_party(other):
                yield Evidence(kind, "holds", tell_stance(claim), first, last, claim, holder, other)
        for place in claim.places if kind == "controls" else ():
            if place.precision in WHOLE:
                turn = find_turn(claim, kind) or "holds"
                yield from (
                    _turn(claim, kind, turn, holder, place)
                    if turn != "holds"
                    else (Evidence(kind, turn, tell_stance(claim), first, last, claim, holder, None, place),)
                )


def _read_change(claim: RecordClaim) -> Iterator[Evidence]:
    kind, for_actor, for_recipient = CHANGES[claim.kind]
    if kind == "ceasefire":
        yield from _read_ceasefire(claim)
        return
    if kind != "controls":
        for_actor = find_turn(claim, kind) or for_actor
    for place in _find_places(claim):
        for holder in filter(_is_side, claim.actors):
            yield from _turn(claim, kind, for_actor, holder, place)
        if not any(map(_is_side, claim.actors)) and kind != "controls":
            yield from _turn(claim, kind, for_actor, None, place)  # "the city is surrounded": by whom is left open
        gained = {key_party(party) for party in claim.actors}
        for loser in filter(_is_side, claim.recipients) if for_recipient is not None else ():
            if key_party(loser) not in gained:  # a name that was read on both sides says nothing about who lost
                yield from _turn(claim, kind, for_recipient, loser, place)


def _read_easing(claim: RecordClaim) -> Iterator[Evidence]:
    """ "The army lifted its siege of the town on Monday": the end of what is named, by whoever besieged."""
    words = claim.words.lower()
    at = max(0, claim.trigger.start - claim.start)
    kind = next((state for word, state in EASED.items() if word in words[max(0, at - NEAR) : at + NEAR]), None)
    for place in filter(lambda place: place.precision in WHOLE, claim.places) if kind is not None else ():
        holders = list(filter(_is_side, claim.actors))
        for holder in holders or (None,):
            yield from _turn(claim, kind, "ends", holder, place)


def find_turn(claim: RecordClaim, kind: StateKind) -> Turn | None:
    """What the words beside the claim's own say of the state; None where they say nothing."""
    start, end = max(0, claim.trigger.start - claim.start), max(0, claim.trigger.end - claim.start)
    before, after = claim.words[max(0, start - NEAR) : start], claim.words[end : end + NEAR]
    for table, beside in ((BEFORE, before), (AFTER, after)):
        for kinds, pattern, turn in table:
            if kind in kinds and pattern.search(beside):
                return turn
    return None


def _turn(claim: RecordClaim, kind: StateKind | None, turn: Turn | None, holder: Party | None, place: Where) -> Iterator[Evidence]:
    assert turn is not None and kind is not None
    first, last, since = _find_days(claim)
    stance = tell_stance(claim)
    if stance == "told" and claim.kind in DONE_OR_NOT and claim.aspect != "completed":
        stance = "incomplete"
    if since and turn == "begins":  # "besieged since 2013": it began then, and holds when the report is written
        yield Evidence(kind, "begins", stance, first, first, claim, holder, None, place)
        yield Evidence(kind, "holds", stance, claim.published or last, claim.published or last, claim, holder, None, place)
    elif turn == "ends" and not _list_dated(claim):  # by the day of the report it had ended
        yield Evidence(kind, turn, stance, None, last, claim, holder, None, place)
    elif turn == "begins" and not _list_dated(claim) and PLUPERFECT.search(claim.words[: max(0, claim.trigger.start - claim.start)]):
        yield Evidence(kind, turn, stance, None, last, claim, holder, None, place)  # "which the militants had seized": it began before, and may be over
    elif turn == "begins" and not _list_dated(claim):  # by the day of the report it had begun
        yield Evidence(kind, "holds", stance, first, last, claim, holder, None, place)
    else:
        yield Evidence(kind, turn, stance, first, last, claim, holder, None, place)


def _read_ceasefire(claim: RecordClaim) -> Iterator[Evidence]:
    sides = list({key_party(party): party for party in (*claim.actors, *claim.recipients) if _is_side(party)}.values())
    first, last, _ = _find_days(claim)
    turn: Turn = find_turn(claim, "ceasefire") or ("begins" if _list_dated(claim) else "holds")
    if len(sides) == 2:
        yield Evidence("ceasefire", turn, tell_stance(claim), first, last, claim, sides[0], sides[1], next(iter(claim.places), None))


def _read_figures(claim: RecordClaim) -> Iterator[Evidence]:
    """How many are there on a day; a figure of a siege is of people besieged."""
    for count in claim.counts:
        kind = FIGURES.get(count.unit)
        if kind is None or (count.low is None and count.high is None):
            continue
        if kind == "present" and claim.kind in ("siege", "encirclement"):
            kind = "besieged"
        first, last, _ = _find_days(claim)
        for place in claim.places[:1] or (None,):
            yield Evidence(kind, "holds", tell_stance(claim), first, last, claim, None, None, place, count)


def _find_places(claim: RecordClaim) -> tuple[Where, ...]:
    """The places that are themselves taken, lost or besieged, where the claim says which; "captured a mosque in Mosul" is not Mosul."""
    whole = tuple(place for place in claim.places if place.precision in WHOLE)
    things = {fold_to_ask(party.name) for party in claim.recipients if not _is_side(party)}
    if not things:
        return whole
    return tuple(place for place in whole if fold_to_ask(place.name) in things)


def _is_side(party: Party) -> bool:
    """Can the party hold, back or lead? "A house" and "civilians" cannot."""
    return party.type is not None and party.type not in ("civilians", "other")


def _find_days(claim: RecordClaim) -> tuple[str | None, str | None, bool]:
    """First and last day that the claim can mean, and whether it is "since" then; its day of publication where it names none."""
    dated = _list_dated(claim)
    if not dated:
        return (claim.published, claim.published, False)
    firsts, lasts = [when.earliest for when in dated if when.earliest], [when.latest for when in dated if when.latest]
    since = len(dated) == 1 and (dated[0].edtf or "").endswith("/..")
    return (min(firsts, default=None), max(lasts, default=None), since)


def _list_dated(claim: RecordClaim) -> list[When]:
    return [when for when in claim.dates if when.earliest or when.latest]
