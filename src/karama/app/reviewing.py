"""The queue of review: every open claim in short, what each person has judged, and what is worth a look first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from heapq import merge
from threading import RLock, Thread
from typing import Literal, get_args

from karama.app.decided import DecidedStore, load_claims
from karama.domain.names import fold_to_ask
from karama.domain.record import Decision, KeptReading, Merge, RecordClaim, Supersession, Where
from karama.ports import ClaimQuery, Store
from karama.record.decisions import Replay, list_settled, list_standing, replay_decisions
from karama.views.slips import Slip, SlipMaker, SlipQuery, Source, find_disputes, fits_slip
from karama.views.worth import weigh_asked, weigh_dispute

CHUNK = 400
# Whose claims are asked for. "todo": not judged by me; "second": judged by another and not by me; "flagged": for a second reader; "again": reads otherwise now.
State = Literal["todo", "nobody", "mine", "second", "flagged", "again", "all"]
STATES: tuple[State, ...] = get_args(State)
VERDICTS = frozenset({"accept", "reject"})
FLAGGED, AGAIN = "flagged", "again"
SMALL = 5_000  # claims that are read while one waits
PATIENCE_S = 0.8
NEAR_DAYS = 7
UNREAD = (-1, -1, -1)


class OwnStore(DecidedStore):
    """A store that gives claims as one person decided about them, whatever others did: nobody sees another's judgement before their own."""

    def __init__(self, store: Store, by: str, standing: Sequence[Decision]) -> None:
        super().__init__(store, rejected=True)
        self._by, self._standing = by, standing

    @cached_property
    def replay(self) -> Replay:
        """The decisions of that person that stand."""
        return replay_decisions(one for one in self._standing if one.by == self._by)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every open claim in short, the incident it stands in, how it stands to the others there, and all of them by worth."""

    slips: Mapping[str, Slip]
    groups: Mapping[str, str]
    disputes: Mapping[str, tuple[str, ...]]
    worth: Mapping[str, float]  # before what people asked for
    ranked: tuple[str, ...]
    whole: bool = True  # False while a large record is still being read


@dataclass(frozen=True, slots=True)
class Judged:
    """What people decided, by claim: who accepted or rejected it as it reads now, and what is asked of others."""

    made: tuple[Decision, ...]
    standing: tuple[Decision, ...]
    verdicts: Mapping[str, Mapping[str, Decision]]  # claim -> person -> the last accept or reject
    asked: Mapping[str, tuple[str, ...]]  # claim -> names of `worth.ASKED`
    on: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)  # claim -> what stands about it

    def is_by(self, claim: str, person: str) -> bool:
        """Has that person judged the claim as it reads now?"""
        return person in self.verdicts.get(claim, {})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims a person wants to look at."""

    query: SlipQuery = SlipQuery()
    state: State = "todo"
    coder: str | None = None  # judged by that person


@dataclass
class ReviewDesk:
    """Holds the queue in memory and brings it up to the record: of what came in since only that is loaded.

    In a large record nobody waits for it: what there is is shown, and the rest is brought up aside.
    """

    store: Store
    _lock: RLock = field(default_factory=RLock)
    _make: SlipMaker = field(default_factory=SlipMaker)
    _builder: Thread | None = None
    _coming: dict[str, Slip] = field(default_factory=dict)  # read so far
    _error: Exception | None = None
    _seen: tuple[int, int, int] = UNREAD  # readings, supersessions, merges
    _shelf: Shelf = field(default_factory=lambda: Shelf({}, {}, {}, {}, ()))
    _judged: Judged = field(default_factory=lambda: Judged((), (), {}, {}))
    _judged_on: Shelf | None = None

    def look(self) -> tuple[Shelf, Judged]:
        """The claims and what was decided about them, as they now stand in the record."""
        while self._count() != self._seen:
            with self._lock:
                if self._builder is None or not self._builder.is_alive():
                    self._builder = Thread(target=self._build, daemon=True)
                    self._builder.start()
            self._builder.join(PATIENCE_S if self.store.count(RecordClaim) > SMALL else None)
            if self._error is not None:
                raise self._error
            if self._builder.is_alive():
                break
        with self._lock:
            if self._seen == UNREAD:
                self._shelf = make_shelf(dict(self._coming), {}, whole=False)
            self._bring_judged()
            return self._shelf, self._judged

    def _count(self) -> tuple[int, int, int]:
        return self.store.count(KeptReading), self.store.count(Supersession), self.store.count(Merge)

    def _build(self) -> None:
        try:
            self._bring_shelf()
            self._error = None
        except Exception as error:  # told to whoever looks
            self._error = error

    def _bring_shelf(self) -> None:
        seen = self._count()
        slips = dict(self._shelf.slips) if seen[:2] == self._seen[:2] else self._load_slips(self._seen[0])
        groups = {one.member: one.group for one in self.store.memberships("incident") if one.group is not None}
        shelf = make_shelf(slips, groups)
        with self._lock:
            self._shelf, self._seen, self._coming = shelf, seen, {}

    def _load_slips(self, seen: int) -> dict[str, Slip]:
        """The slips of all open claims; only articles that were read since are loaded, those that a newer version stands for fall out."""
        if seen < 0:
            for claim in self.store.claims():
                self._coming[claim.id] = self._make(claim)
            return self._coming
        fresh = sorted({one.article for one in self.store.find_since(KeptReading, seen)})
        gone = {one.older for one in self.store.find(Supersession)}.union(fresh)
        slips = {name: slip for name, slip in self._shelf.slips.items() if slip.article not in gone}
        for at in range(0, len(fresh), CHUNK):
            slips |= {claim.id: self._make(claim) for claim in self.store.claims(ClaimQuery(articles=tuple(fresh[at : at + CHUNK])))}
        return slips

    def _bring_judged(self) -> None:
        number = self.store.count(Decision)
        known = self._judged.made
        new = tuple(self.store.find_since(Decision, len(known))) if number > len(known) else ()
        if self._judged_on is not self._shelf:
            self._judged, self._judged_on = judge_all((*known, *new), self._shelf.slips), self._shelf
        elif new:
            self._judged = judge_more(self._judged, new, self._shelf.slips)


def make_shelf(slips: Mapping[str, Slip], groups: Mapping[str, str], *, whole: bool = True) -> Shelf:
    """The claims by worth, with how they stand to each other."""
    disputes = find_disputes(slips, groups)
    worth = {name: slip.worth * weigh_dispute(disputes.get(name, ())) for name, slip in slips.items()}
    return Shelf(slips, groups, disputes, worth, tuple(sorted(slips, key=lambda claim: (-worth[claim], claim))), whole)


def judge_all(made: Sequence[Decision], slips: Mapping[str, Slip]) -> Judged:
    """What the decisions, in the order in which they were made, come to for each claim and person."""
    standing = tuple(list_standing(made))
    on: dict[str, tuple[Decision, ...]] = {}
    gathered: dict[str, list[Decision]] = {}
    for one in standing:
        for claim in one.claims:
            gathered.setdefault(claim, []).append(one)
    verdicts: dict[str, Mapping[str, Decision]] = {}
    asked: dict[str, tuple[str, ...]] = {}
    for claim, about in gathered.items():
        on[claim] = tuple(about)
        _judge(claim, on[claim], slips, verdicts, asked)
    return Judged(tuple(made), standing, verdicts, asked, on)


def judge_more(before: Judged, new: Sequence[Decision], slips: Mapping[str, Slip]) -> Judged:
    """The same as `judge_all` of all, where only what the new decisions speak of is worked out anew."""
    standing, on, touched = list(before.standing), dict(before.on), list[str]()
    for one in new:
        if one.verdict == "undo":
            gone = next((n for n in range(len(standing) - 1, -1, -1) if standing[n].id == one.value), None)
            if gone is None:  # an undoing is taken back: what it took back stands again, in its old place
                return judge_all((*before.made, *new), slips)
            taken_back = standing.pop(gone)
            on |= {claim: tuple(other for other in on[claim] if other.id != taken_back.id) for claim in taken_back.claims}
            touched += taken_back.claims
        else:
            standing.append(one)
            on |= {claim: (*on.get(claim, ()), one) for claim in one.claims}
            touched += one.claims
    verdicts, asked = dict(before.verdicts), dict(before.asked)
    for claim in dict.fromkeys(touched):
        verdicts.pop(claim, None)
        asked.pop(claim, None)
        _judge(claim, on[claim], slips, verdicts, asked)
    return Judged((*before.made, *new), tuple(standing), verdicts, asked, on)


def _judge(
    claim: str, about: tuple[Decision, ...], slips: Mapping[str, Slip], verdicts: dict[str, Mapping[str, Decision]], asked: dict[str, tuple[str, ...]]
) -> None:
    """Nothing; what stands about the claim is in `verdicts` and `asked`."""
    value = slips[claim].value if claim in slips else None
    by = {one.by: one for one in about if one.verdict in VERDICTS and not list_settled(one) and one.values[one.claims.index(claim)] == value}
    if by:
        verdicts[claim] = by
    again = value is not None and Replay((), {claim: about}, frozenset(), frozenset()).judge(claim, value).again
    names = [*([FLAGGED] if _is_flagged(about) else []), *([AGAIN] if again else [])]
    if names:
        asked[claim] = tuple(names)


def _is_flagged(about: Iterable[Decision]) -> bool:
    """Was it flagged, and nobody but who flagged it has judged it since?"""
    waiting: set[str] = set()
    for one in about:
        if one.verdict == "flag":
            waiting.add(one.by)
        elif one.verdict in VERDICTS and waiting - {one.by}:
            waiting.clear()
    return bool(waiting)


def list_queue(shelf: Shelf, judged: Judged, wanted: Wanted, person: str) -> tuple[str, ...]:
    """The claims that the person wants to look at, what is worth most first."""

    def is_wanted(claim: str) -> bool:
        return _fits_state(judged, claim, wanted, person) and fits_slip(shelf.slips[claim], wanted.query)

    def rank(claim: str) -> tuple[float, str]:
        return -weigh_whole(shelf, judged, claim), claim

    if wanted.state in (FLAGGED, AGAIN):
        return tuple(sorted((claim for claim in judged.asked if claim in shelf.slips and is_wanted(claim)), key=rank))
    plain = (claim for claim in shelf.ranked if claim not in judged.asked and is_wanted(claim))
    asked = sorted((claim for claim in judged.asked if claim in shelf.slips and is_wanted(claim)), key=rank)
    return tuple(merge(plain, asked, key=rank)) if asked else tuple(plain)


def weigh_whole(shelf: Shelf, judged: Judged, claim: str) -> float:
    """The claim's whole worth."""
    return shelf.worth[claim] * weigh_asked(judged.asked.get(claim, ()))


def _fits_state(judged: Judged, claim: str, wanted: Wanted, person: str) -> bool:
    by = judged.verdicts.get(claim, {})
    if wanted.coder is not None and wanted.coder not in by:
        return False
    match wanted.state:
        case "todo":
            return person not in by
        case "nobody":
            return not by
        case "mine":
            return person in by
        case "second":
            return person not in by and (bool(by) or FLAGGED in judged.asked.get(claim, ()))
        case "flagged" | "again":
            return wanted.state in judged.asked.get(claim, ())
        case "all":
            return True


def find_like(shelf: Shelf, judged: Judged, claim: str, source: Source, person: str) -> tuple[int, tuple[str, ...]]:
    """How many claims with a mark of this source in common the person has rejected, this one among them, and the like that they have not judged yet."""
    if claim not in shelf.slips:
        return 0, ()
    marks = {mark for mark in shelf.slips[claim].marks if mark[0] == source}
    like = [name for name in shelf.ranked if not marks.isdisjoint(shelf.slips[name].marks)]
    rejected = [name for name in like if (one := judged.verdicts.get(name, {}).get(person)) is not None and one.verdict == "reject"]
    return len(rejected), tuple(name for name in like if not judged.is_by(name, person))


def find_near(shelf: Shelf, claim: str, most: int, without: Collection[str]) -> list[str]:
    """Events of other incidents at a place of the claim within some days of it, one an incident, the nearest in time first."""
    slip = shelf.slips.get(claim)
    if slip is None or most < 1 or not slip.places or slip.first is None:
        return []
    day, keys = date.fromisoformat(slip.first), {_key_place(where) for where in slip.places}
    begin, end = ((day + timedelta(days)).isoformat() for days in (-NEAR_DAYS, NEAR_DAYS))
    found: dict[str, tuple[int, str]] = {}
    for name, other in shelf.slips.items():
        if other.first is None or not begin <= other.first <= end or keys.isdisjoint(map(_key_place, other.places)):
            continue
        group, apart = shelf.groups.get(name), abs((date.fromisoformat(other.first) - day).days)
        if group is not None and group not in without and (group not in found or (apart, name) < found[group]):
            found[group] = (apart, name)
    return [name for _, name in sorted(found.values())[:most]]


def _key_place(where: Where) -> str | int:
    return where.geonames if where.geonames is not None else fold_to_ask(where.name)


def load_in_order(store: Store, ids: Sequence[str]) -> list[RecordClaim]:
    """The claims of those ids that now count, in that order."""
    found = {claim.id: claim for claim in load_claims(store, ids)}
    return [found[name] for name in ids if name in found]
