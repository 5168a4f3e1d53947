"""People's decisions on a record: accept, reject, correct, flag, note, split, join, undo; each is kept with its log entry, none is ever taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from karama.app.correcting import CorrectingTools, read_passage, read_value
from karama.app.decided import load_claims
from karama.app.deciding_entities import is_about, list_gone, plan_join, plan_split
from karama.app.handing_on import find_decisions
from karama.domain.members import MADE
from karama.domain.record import Decision, RecordClaim, Verdict
from karama.domain.text import Article
from karama.errors import InputError
from karama.ports import Store
from karama.record.claims import make_id
from karama.record.corrections import FIELDS, PASSAGE, read_correction, take_field, write_correction
from karama.record.decisions import Listed, find_undoing, list_standing, replay_decisions
from karama.record.entity_decisions import FIELD as WHO
from karama.record.entity_decisions import EntityDecision, write_entities
from karama.record.ledger import append_notes, note_value

# After these the claims they name stand in other incidents, or say something else to merging.
MOVES = frozenset({"split", "join", "correct", "undo"})


@dataclass(frozen=True, slots=True)
class DecidingTools:
    """What deciding borrows: the store, the clock, the merging that follows, and what a correction is read with."""

    store: Store
    now: Callable[[], str]
    merge: Callable[[], object]
    correcting: CorrectingTools
    known: Callable[[], Iterable[Decision]] | None = None  # all decisions, where somebody holds them already


@dataclass(frozen=True, slots=True)
class Deciding:
    """What one person can decide about a record. Each decision is kept with its log entry, in one transaction; merging follows where it has to.

    An id is a claim's (c_...), or an incident's (i_...) for all its claims. All of them raise:
        InputError: there is no such claim or incident now, or a reason is missing.
        UnavailableError: somebody else is writing, or the disk is full.
    """

    tools: DecidingTools
    by: str

    def accept(self, ids: Sequence[str], reason: str = "") -> Decision:
        """The decision that the claims say what the reports say."""
        return self._judge("accept", ids, reason)

    def reject(self, ids: Sequence[str], reason: str) -> Decision:
        """The decision that the claims are wrong, and why: they count no more in incidents, policies and situations."""
        return self._judge("reject", ids, _need(reason, "reject: say why"))

    def flag(self, ids: Sequence[str], reason: str = "") -> Decision:
        """The decision that somebody should look at the claims."""
        return self._judge("flag", ids, reason)

    def note(self, ids: Sequence[str], text: str) -> Decision:
        """A note on the claims."""
        return self._judge("note", ids, _need(text, "note: give it words"))

    def correct(self, identifier: str, field: str, value: str, reason: str, settles: Sequence[str] = ()) -> Decision:
        """The decision that in this claim the field has that value, which goes before what was read; "none" is no value. `settles` as in `settle`."""
        _need(reason, "correct: say why")
        claims = _load_named(self.tools.store, [identifier])
        if len(claims) > 1:
            raise InputError(f"{identifier}: a correction is of one claim")
        _need_about(self.tools.store, claims[0], settles)
        words, parts = self._read(claims[0], field, value)
        with self.tools.store.transaction():
            made = self._keep("correct", claims, reason, field, write_correction(words, parts, settles))
        self.tools.merge()
        return made

    def settle(self, identifier: str, verdict: Literal["accept", "reject"], decisions: Sequence[str], reason: str) -> Decision:
        """The decision that ends a disagreement about a claim: an accept or reject that names those of others which it settles."""
        _need(reason, "settle: say why")
        claims = _load_named(self.tools.store, [identifier])
        if len(claims) > 1 or len(decisions) < 2:
            raise InputError(f"{identifier}: to settle takes one claim, and two or more decisions about it")
        _need_about(self.tools.store, claims[0], decisions)
        with self.tools.store.transaction():
            return self._keep(verdict, claims, reason, None, " ".join(decisions))

    def split(self, incident: str, ids: Sequence[str], reason: str = "") -> Decision:
        """The decision that these claims of the incident tell of another happening than its others; each other is told by merging, as before.

        Of an entity (e_...): that these of its members (m_...), articles or names are somebody else.
        """
        if incident.startswith(MADE):
            return self._keep_who("split", partial(plan_split, self.tools.store, incident, ids), reason)
        with self.tools.store.transaction():
            members = {claim.id: claim for claim in _load_named(self.tools.store, [incident])}
            strange = [name for name in ids if name not in members]
            if strange:
                raise InputError(f"{', '.join(strange)}: not of incident {incident}")
            others = sorted(members.keys() - set(ids))
            if not ids or not others:
                raise InputError(f"{incident}: name some of its claims, and leave some")
            made = self._keep("split", [members[name] for name in dict.fromkeys(ids)], reason, None, " ".join(others))
        self.tools.merge()
        return made

    def join(self, ids: Sequence[str], reason: str = "") -> Decision:
        """The decision that all these claims tell of one happening; or that these entities (e_...) are one."""
        if any(name.startswith(MADE) for name in ids):
            return self._keep_who("join", partial(plan_join, self.tools.store, ids), reason)
        with self.tools.store.transaction():
            claims = _load_named(self.tools.store, ids)
            names = [claim.id for claim in claims]
            placed = {member.member for member in self.tools.store.memberships("incident", members=names) if member.group is not None}
            strange = [name for name in names if name not in placed]
            if strange:
                raise InputError(f"{', '.join(strange)}: of no incident (a running total, a state, a plan), so it cannot be joined")
            if len(claims) < 2:
                raise InputError("join: name two or more")
            made = self._keep("join", claims, reason)
        self.tools.merge()
        return made

    def undo(self, identifier: str | None = None, reason: str = "") -> tuple[Decision, Decision]:
        """The undoing and what it takes back: the decision of that id (an undoing too), else the last one of this person that stands."""
        with self.tools.store.transaction():
            known = self.tools.known if self.tools.known is not None else lambda: self.tools.store.find(Decision)
            taken_back = _find_to_undo(list(known()), identifier, self.by)
            made = self._keep("undo", (), reason, None, taken_back.id)
        if taken_back.verdict in MOVES:
            self.tools.merge()
        return made, taken_back

    def settle_field(self, identifier: str, field: str, chosen: str | None, decisions: Sequence[str], reason: str) -> Decision:
        """The correction that ends a disagreement about a field: with the value of the `chosen` decision, or as it was read (None)."""
        _need(reason, "settle: say why")
        claims = _load_named(self.tools.store, [identifier])
        _need_about(self.tools.store, claims[0], [*decisions, *([chosen] if chosen is not None else ())])
        if len(claims) > 1 or field not in FIELDS:
            raise InputError(f"{identifier}: one field of one claim is settled at a time")
        found = next(self.tools.store.find(Decision, id=chosen)) if chosen is not None else None
        if found is not None and found.field != field:
            raise InputError(f"{chosen}: corrects no {field}")
        words, parts = read_correction(found) if found is not None else take_field(claims[0], field)
        with self.tools.store.transaction():
            made = self._keep("correct", claims, reason, field, write_correction(words, parts, decisions))
        self.tools.merge()
        return made

    def _read(self, claim: RecordClaim, field: str, value: str) -> tuple[str, tuple[object, ...]]:
        """What is kept of a correction: its words, and what they mean."""
        if field != PASSAGE:
            return value.strip(), read_value(self.tools.correcting, claim, field, value)
        text = next(self.tools.store.find(Article, id=claim.article)).text
        passage = read_passage(text, claim, value)
        return text[passage.start : passage.end], (passage,)

    def _judge(self, verdict: Verdict, ids: Sequence[str], reason: str) -> Decision:
        with self.tools.store.transaction():
            return self._keep(verdict, _load_named(self.tools.store, ids), reason)

    def _keep_who(self, verdict: Verdict, plan: Callable[[], EntityDecision], reason: str) -> Decision:
        with self.tools.store.transaction():
            made = self._keep(verdict, (), reason, WHO, write_entities(plan()))
        self.tools.merge()
        return made

    def _keep(self, verdict: Verdict, claims: Sequence[RecordClaim], reason: str, field: str | None = None, value: str | None = None) -> Decision:
        """The decision, kept; its number is in its id, so that the same can be decided again after it was taken back."""
        at, store = self.tools.now(), self.tools.store
        made = Decision("", verdict, tuple(claim.id for claim in claims), tuple(claim.value for claim in claims), field, value, reason.strip(), self.by, at)
        made = replace(made, id=make_id("d", store.count(Decision), verdict, made.claims, made.values, field, value, made.reason, self.by, at))
        store.add([made])
        append_notes(store, at, self.by, [note_value("decide", made.id, made, verdict=verdict, reason=made.reason)])
        return made


def list_decisions(store: Store) -> tuple[Listed, ...]:
    """All decisions in the order in which they were made, with what took them back and what has changed since."""
    made = find_decisions(store)
    replay = replay_decisions(made)
    told = {claim.id: claim for claim in load_claims(store, sorted({claim for one in made for claim in one.claims}))}
    values = {claim.id: claim.value for claim in told.values()}
    changed: dict[str, list[str]] = {}
    for claim in sorted(replay.on):
        for decision in replay.judge(claim, values.get(claim)).again:
            changed.setdefault(decision.id, []).append(claim)
    undone = find_undoing(made)
    return tuple(
        Listed(
            one,
            {claim: told[claim].words for claim in one.claims if claim in told},
            undone.get(one.id),
            tuple(claim for claim in changed.get(one.id, ()) if claim in values),
            tuple(claim for claim in changed.get(one.id, ()) if claim not in values) or list_gone(store, one),
        )
        for one in made
    )


def list_about(store: Store, identifier: str) -> tuple[Listed, ...]:
    """The decisions that stand about the claim, or any claim of the incident, or the entity, of that id."""
    if identifier.startswith(MADE):
        return tuple(one for one in list_decisions(store) if one.undone is None and one.decision.field == WHO and is_about(store, one.decision, identifier))
    wanted = set(_list_members(store, identifier))
    return tuple(one for one in list_decisions(store) if one.undone is None and not wanted.isdisjoint(one.decision.claims))


def _list_members(store: Store, identifier: str) -> list[str]:
    """The ids of the incident's claims; of a claim its own."""
    if not identifier.startswith("i_"):
        return [identifier]
    groups = ["c_" + identifier.removeprefix("i_"), identifier]
    return [member.member for member in store.memberships("incident", groups=groups) if member.group is not None]


def _find_to_undo(made: list[Decision], identifier: str | None, by: str) -> Decision:
    if identifier is None:
        mine = [decision for decision in list_standing(made) if decision.by == by]
        if not mine:
            raise InputError(f"{by} has made no decision that stands")
        return mine[-1]
    found = next((decision for decision in made if decision.id == identifier), None)
    if found is None:
        raise InputError(f"{identifier}: no such decision in the record")
    undoing = find_undoing(made).get(identifier)
    if undoing is not None:
        raise InputError(f"{identifier}: taken back already, by {undoing.id}; undo that to have it again")
    return found


def _load_named(store: Store, ids: Sequence[str]) -> tuple[RecordClaim, ...]:
    """The claims of those ids, and those of the incidents among them, each once; as they were read.

    Raises:
        InputError: one is of no claim or incident that now counts.
    """
    found: dict[str, RecordClaim] = {}
    for name in ids:
        claims = {claim.id: claim for claim in load_claims(store, _list_members(store, name))}
        if not claims:
            raise InputError(f"{name}: no such claim or incident now in the record")
        found |= claims
    return tuple(found.values())


def _need_about(store: Store, claim: RecordClaim, decisions: Sequence[str]) -> None:
    """Nothing, if all these decisions are about the claim.

    Raises:
        InputError: one is not.
    """
    known = {one.id for one in store.find(Decision, id=tuple(decisions)) if claim.id in one.claims} if decisions else set()
    strange = [name for name in decisions if name not in known]
    if strange:
        raise InputError(f"{', '.join(strange)}: no decision about {claim.id}")


def _need(words: str, otherwise: str) -> str:
    """The words.

    Raises:
        InputError: there are none.
    """
    if not words.strip():
        raise InputError(otherwise)
    return words
