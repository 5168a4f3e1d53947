"""People's decisions replayed: which stand, what each makes of its claims, which claims they hold together or apart, which want another look."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from karama.domain.record import Decision, RecordClaim
from karama.record.corrections import put_right
from karama.record.entity_decisions import FIELD, NOBODY, PeoplesWord, put_who, replay_entities

Pair = tuple[str, str]
# A look at a claim as it is now; it settles what was decided about it as it was before.
LOOKS = frozenset({"accept", "reject", "correct"})


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """What people decided about one claim, as it stands now."""

    verdict: Decision | None = None  # the last accept or reject, where the claim still says what it said then
    corrections: tuple[Decision, ...] = ()  # the last of each field
    flags: tuple[Decision, ...] = ()
    notes: tuple[Decision, ...] = ()
    again: tuple[Decision, ...] = ()  # made when the claim said something else, or about a claim that is no longer told

    @property
    def rejected(self) -> bool:
        """Does the claim not count?"""
        return self.verdict is not None and self.verdict.verdict == "reject"


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision, the sentences of its claims, what took it back, and which of its claims say something else now or are no longer told."""

    decision: Decision
    words: dict[str, str]  # by claim
    undone: Decision | None
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def again(self) -> bool:
        """Does it want another look?"""
        return bool(self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Replay:
    """The decisions that stand, in their order, and what they say about pairs of claims."""

    standing: tuple[Decision, ...]
    on: Mapping[str, tuple[Decision, ...]]  # by claim
    join: frozenset[Pair]
    part: frozenset[Pair]
    who: PeoplesWord = NOBODY  # who is who among actors and places

    def judge(self, claim: str, value: str | None) -> ClaimStatus:
        """What stands about the claim, which now has that value; None where it is no longer told."""
        mine = self.on.get(claim, ())
        verdicts = [one for one in mine if one.verdict in ("accept", "reject")]
        last = verdicts[-1] if verdicts and _value_of(verdicts[-1], claim) == value else None
        corrections = {one.field: one for one in mine if one.verdict == "correct"}
        return ClaimStatus(
            last,
            tuple(one for one in mine if corrections.get(one.field) is one),
            tuple(one for one in mine if one.verdict == "flag"),
            tuple(one for one in mine if one.verdict == "note"),
            tuple(_find_unsettled(mine, claim, value)),
        )


def replay_decisions(decisions: Iterable[Decision]) -> Replay:
    """What the decisions, in the order in which they were made, come to."""
    standing = list_standing(decisions)
    on: dict[str, list[Decision]] = {}
    pairs: dict[Pair, bool] = {}
    for decision in standing:
        for claim in decision.claims:
            on.setdefault(claim, []).append(decision)
        if decision.verdict in ("join", "split") and decision.field != FIELD:
            pairs |= dict.fromkeys(_list_pairs(decision), decision.verdict == "join")
    join = frozenset(pair for pair, joined in pairs.items() if joined)
    return Replay(tuple(standing), {claim: tuple(mine) for claim, mine in on.items()}, join, frozenset(pairs) - join, replay_entities(standing))


def list_standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that are not taken back, without the undoings themselves. An undoing that is taken back takes nothing back."""
    made = list(decisions)
    taken_back = find_undoing(made)
    return [decision for decision in made if decision.verdict != "undo" and decision.id not in taken_back]


def find_undoing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The undoing that now takes back a decision, by that decision's id."""
    taken_back: dict[str, Decision] = {}
    for decision in reversed(list(decisions)):
        if decision.verdict == "undo" and decision.id not in taken_back:
            taken_back.setdefault(decision.value or "", decision)
    return taken_back


def list_moved(decisions: Iterable[Decision], seen: int) -> frozenset[str]:
    """The claims that people split, joined or corrected, or took that back, after the first `seen` decisions: they may now stand in other incidents."""
    made = list(decisions)
    by_id = {decision.id: decision for decision in made}
    moved: set[str] = set()
    for number, decision in enumerate(made):
        said = decision
        while said.verdict == "undo":
            said = by_id[said.value or ""]
        if number >= seen and said.verdict in ("correct", "split", "join") and said.field != FIELD:
            moved.update(said.claims, (said.value or "").split() if said.verdict == "split" else ())
    return frozenset(moved)


def list_settled(decision: Decision) -> tuple[str, ...]:
    """The decisions of others that this one settles: named in the value of an accept or reject, and beside the parts of a correction."""
    if decision.value is None or decision.verdict not in LOOKS:
        return ()
    if decision.verdict == "correct":
        try:
            return tuple(json.loads(decision.value).get("settles", ()))
        except (ValueError, AttributeError):
            return ()
    return tuple(decision.value.split())


def apply_decisions(claims: Iterable[RecordClaim], replay: Replay, *, rejected: bool = False) -> Iterator[RecordClaim]:
    """The claims as views see them: with what people corrected in the place of what was read, and without those they rejected unless asked for,
    and with their word on who is who."""
    for claim in claims:
        if claim.id not in replay.on:
            yield put_who(claim, replay.who)
            continue
        status = replay.judge(claim.id, claim.value)
        if rejected or not status.rejected:
            yield put_who(put_right(claim, status.corrections), replay.who)


def _list_pairs(decision: Decision) -> Iterator[Pair]:
    """A join holds all its claims together. A split parts its claims from the others of their incident, but not from each other."""
    others = (decision.value or "").split() if decision.verdict == "split" else None
    for n, claim in enumerate(decision.claims):
        for other in decision.claims[n + 1 :] if others is None else others:
            if claim != other:
                yield min(claim, other), max(claim, other)


def _value_of(decision: Decision, claim: str) -> str:
    return decision.values[decision.claims.index(claim)]


def _find_unsettled(decisions: Iterable[Decision], claim: str, value: str | None) -> Iterator[Decision]:
    """The decisions made about another answer that no later look at the present one has settled; a note judges nothing."""
    unsettled: list[Decision] = []
    for decision in decisions:
        if _value_of(decision, claim) != value:
            kept = [one for one in unsettled if not _replaces(decision, one)]
            unsettled = kept if decision.verdict == "note" else [*kept, decision]
        elif decision.verdict in LOOKS:
            unsettled = []
    yield from unsettled


def _replaces(later: Decision, earlier: Decision) -> bool:
    """Does the later decision stand in the place of the earlier one about the same claim?"""
    sides = (frozenset({"accept", "reject"}), frozenset({"join", "split"}))
    if later.verdict == "correct" == earlier.verdict:
        return later.field == earlier.field
    return any(later.verdict in side and earlier.verdict in side for side in sides)
