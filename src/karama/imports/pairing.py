"""Incidents of a record and rows of a data set set against each other: which are the same happening, and in what those that are differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from karama.domain.record import Count, Likeness, Party, RecordClaim, When, Where
from karama.merge.compare.counts import compare_counts
from karama.merge.compare.days import compare_days
from karama.merge.compare.kinds import OTHER, relate_kinds
from karama.merge.compare.likeness import SILENT, Known
from karama.merge.compare.places import EXACT, distance_km
from karama.merge.entities import Parent, relate_parties
from karama.merge.names import share_name
from karama.merge.scoring import THRESHOLD, weigh_likenesses

DEED = "killing"  # what a data set of deaths codes, by whatever means
BY_DEATHS = 0.75  # likeness of a killing to what killed
NEAR_KM = 4.0  # gazetteers put one town's point so far from each other
FAR_KM = 20.0  # beyond their reach two spots are another place from here on
# Words that data sets put behind a place's name.
UNITS = (
    " sub district",
    " village",
    " town",
    " city",
    " district",
    " governorate",
    " province",
    " neighborhood",
    " neighbourhood",
    " camp",
    " area",
    " suburb",
)
SAME_PARTY = 0.7  # from here on two parties are one, or one is part of the other
VAGUE_PLACE = 0.65  # up to here the places only leave it open: then the day has to be the same, and somebody in common
SAME_DAY = 0.85
LONGEST = 40  # days; what may have been on more is looked at beside every day
SLIP = timedelta(1)  # a night has two days


@dataclass(frozen=True, slots=True)
class Side:
    """One happening as one side has it: an incident of the record, or a row."""

    key: str
    kinds: tuple[str, ...]
    claim: RecordClaim  # its day, place, parties and figures
    title: str = ""

    @property
    def place(self) -> Where | None:
        """Where it was."""
        return self.claim.places[0] if self.claim.places else None

    @property
    def parties(self) -> tuple[Party, ...]:
        """Who was in it, on either side: a data set's side A need not have begun."""
        return (*self.claim.actors, *self.claim.recipients)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as both have it; `differs` where both cannot be right."""

    field: str
    ours: str
    theirs: str
    differs: bool
    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    """An incident and the row that tells of the same happening, why they are taken to, and how they tell it."""

    ours: Side
    theirs: Side
    score: float
    likenesses: tuple[Likeness, ...]
    differences: tuple[Difference, ...]
    km: float | None
    rivals: int = 0  # how many other rows it might have been


@dataclass(frozen=True, slots=True)
class Paired:
    """What is in both, in ours only, in theirs only."""

    pairs: tuple[Pair, ...] = ()
    ours: tuple[Side, ...] = ()
    theirs: tuple[Side, ...] = ()
    near: dict[str, tuple[str, float]] = field(default_factory=dict)  # an unpaired side -> the best of the other side that went to a better one, and the score


def pair_sides(ours: Sequence[Side], theirs: Sequence[Side], parent: Parent) -> Paired:
    """Each incident with at most one row and the other way round, the best pairs first; the same whatever order they come in."""
    found = sorted(_score_all(ours, theirs, parent), key=lambda one: (-one[0], one[2].key, one[3].key))
    taken_ours: dict[str, str] = {}
    taken_theirs: dict[str, str] = {}
    count: dict[str, int] = {}
    pairs: list[tuple[Side, Side, float, tuple[Likeness, ...]]] = []
    near: dict[str, tuple[str, float]] = {}
    for score, likenesses, our, their in found:
        count[our.key] = count.get(our.key, 0) + 1
        if our.key in taken_ours or their.key in taken_theirs:
            near.setdefault(our.key, (their.key, score))
            near.setdefault(their.key, (our.key, score))
            continue
        taken_ours[our.key], taken_theirs[their.key] = their.key, our.key
        pairs.append((our, their, score, likenesses))
    made = [
        Pair(our, their, score, likenesses, tuple(list_differences(our, their, parent)), _measure(our, their), count[our.key] - 1)
        for our, their, score, likenesses in pairs
    ]
    left = {name: other for name, other in near.items() if name not in taken_ours and name not in taken_theirs}
    return Paired(
        tuple(sorted(made, key=lambda pair: (*_order(pair.ours), pair.theirs.key))),
        tuple(sorted((side for side in ours if side.key not in taken_ours), key=_order)),
        tuple(sorted((side for side in theirs if side.key not in taken_theirs), key=_order)),
        left,
    )


def _order(side: Side) -> tuple[str, str]:
    return (side.claim.dates[0].earliest or "9999" if side.claim.dates else "9999"), side.key


def _score_all(ours: Sequence[Side], theirs: Sequence[Side], parent: Parent) -> Iterator[tuple[float, tuple[Likeness, ...], Side, Side]]:
    """Every incident with every row that can be the same, and the score."""
    find = index_days(theirs)
    for our in ours:
        for their in find(our):
            likenesses = compare_sides(our, their, parent)
            if likenesses and (score := round(weigh_likenesses(likenesses), 4)) > THRESHOLD:
                yield score, likenesses, our, their


def index_days(sides: Iterable[Side]) -> Callable[[Side], list[Side]]:
    """A function from a side to those that may have been on its days."""
    by_day: dict[date, list[Side]] = {}
    long: list[Side] = []
    for side in sides:
        span = _find_span(side)
        if span is None or (span[1] - span[0]).days > LONGEST:
            long.append(side)
            continue
        for number in range((span[1] - span[0]).days + 1):
            by_day.setdefault(span[0] + timedelta(number), []).append(side)

    def find(side: Side) -> list[Side]:
        span = _find_span(side)
        if span is None:
            return []
        first, last = span[0] - SLIP, span[1] + SLIP
        days = (day for day in by_day if first <= day <= last) if (last - first).days > len(by_day) else _list_days(first, last)
        return [*{one.key: one for day in days for one in by_day.get(day, ())}.values(), *long]

    return find


def _list_days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(number) for number in range((last - first).days + 1))


def _find_span(side: Side) -> tuple[date, date] | None:
    """The days on which it may have been, those of its reports where it says none."""
    when = side.claim.dates[0] if side.claim.dates else None
    if when is not None and when.earliest is not None and when.latest is not None:
        return date.fromisoformat(when.earliest), date.fromisoformat(when.latest)
    if side.claim.published is None:
        return None
    day = date.fromisoformat(side.claim.published)
    return day - timedelta(2), day


# ---------------------------------------------------------------- is it the same?


def compare_sides(ours: Side, theirs: Side, parent: Parent) -> tuple[Likeness, ...]:
    """The likenesses; () where one rules it out. Place and day must both speak for it: a kind and an army in common are no happening."""
    kind = compare_kinds(ours, theirs)
    if kind.score <= OTHER:
        return ()
    place = compare_spots(ours.place, theirs.place)
    if place.score <= SILENT:
        return ()
    days = compare_days(ours.claim, theirs.claim, Known(parent))
    if days.score < SILENT or (days.score == SILENT and not ours.claim.dates):
        return ()
    parties = compare_parties(ours, theirs, parent)
    if place.score <= VAGUE_PLACE and (days.score < SAME_DAY or parties.score <= SILENT):
        return ()  # "somewhere in Syria, by the news of that week" may be anything
    return (kind, place, days, parties, compare_counts(ours.claim, theirs.claim, Known(parent)))


def compare_kinds(ours: Side, theirs: Side) -> Likeness:
    """How well the kinds go together: of several that are told, the two that go best. What killed somebody goes with a data set of deaths."""
    found = [relate_kinds(one, other) for one in ours.kinds for other in theirs.kinds]
    if any(DEED in one.kinds and _killed(other) for one, other in ((ours, theirs), (theirs, ours))):
        found.append((BY_DEATHS, "both tell of deaths"))
    score, reason = max(found, default=(OTHER, "no kind is told"))
    return Likeness("kind", score, reason)


def _killed(side: Side) -> bool:
    return any(count.unit == "killed" and (count.high or count.low or 0) > 0 for count in side.claim.counts)


def compare_spots(ours: Where | None, theirs: Where | None) -> Likeness:
    """How well the places go together for how exactly each is known. A spot of the same name within reach is the same; another name within reach may be."""
    if ours is None or theirs is None:
        return Likeness("place", SILENT, "one of them names no place")
    gap = distance_km(ours, theirs)
    names = share_name((strip_unit(ours.name),), (strip_unit(theirs.name),))
    if gap is None:
        return Likeness("place", 0.75 if names else SILENT, f"both {ours.name}" if names else "where one of them lies is not known")
    words = f"{ours.name} and {theirs.name}, {gap:.0f} km apart"
    reach = (ours.radius_km or 0.0) + (theirs.radius_km or 0.0)
    if "country" in (ours.precision, theirs.precision):
        same = ours.country is not None and ours.country == theirs.country
        return Likeness("place", 0.55 if same else 0.0, f"both in {ours.country}" if same else words)
    if ours.precision in EXACT and theirs.precision in EXACT:
        if gap <= max(reach, FAR_KM) and names:
            return Likeness("place", 0.95, f"both {ours.name} ({gap:.0f} km)")
        if gap <= NEAR_KM:
            return Likeness("place", 0.75, f"{words}: one spot under two names")
        return Likeness("place", 0.6 if gap <= reach else 0.2 if gap <= reach + FAR_KM else 0.0, words + (", within reach" if gap <= reach else ""))
    return Likeness("place", (0.65 if names else 0.55) if gap <= reach else 0.0, words + (", within what the vaguer one may mean" if gap <= reach else ""))


def strip_unit(name: str) -> str:
    """The name without what it is the name of: "Mayadin town" is Mayadin."""
    found = name
    while (unit := next((unit for unit in UNITS if found.lower().endswith(unit)), None)) is not None:
        found = found[: -len(unit)]
    return found.strip() or name


def compare_parties(ours: Side, theirs: Side, parent: Parent) -> Likeness:
    """How well those go together who were in it, on whichever side."""
    if not ours.parties or not theirs.parties:
        return Likeness("actors", SILENT, "one of them names nobody")
    score, reason = max(relate_parties(one, other, parent) for one in ours.parties for other in theirs.parties)
    return Likeness("actors", score, reason)


# ---------------------------------------------------------------- in what do they differ?


def list_differences(ours: Side, theirs: Side, parent: Parent) -> Iterator[Difference]:
    """Field by field, as both have it."""
    kind = compare_kinds(ours, theirs)
    yield Difference("kind", "; ".join(ours.kinds), "; ".join(theirs.kinds), False, kind.reason)
    yield _differ_days(ours.claim.dates, theirs.claim.dates)
    yield _differ_places(ours.place, theirs.place)
    yield _differ_killed(ours.claim.counts, theirs.claim.counts)
    yield _differ_actors(ours.parties, theirs.parties, parent)


def _differ_days(ours: tuple[When, ...], theirs: tuple[When, ...]) -> Difference:
    first, other = (dates[0] if dates else None for dates in (ours, theirs))
    ours_told, theirs_told = ((when.edtf or when.words) if when is not None else "" for when in (first, other))
    if first is None or other is None or None in (first.earliest, first.latest, other.earliest, other.latest):
        return Difference("day", ours_told, theirs_told, False, "one of them tells no day")
    if (first.earliest, first.latest) == (other.earliest, other.latest):
        return Difference("day", ours_told, theirs_told, False, "the same")
    gap = max(_count_apart(first.latest, other.earliest), _count_apart(other.latest, first.earliest))
    return Difference("day", ours_told, theirs_told, gap > 0, f"{gap} days apart" if gap > 1 else "1 day apart" if gap else "one is vaguer")


def _count_apart(last: str | None, first: str | None) -> int:
    return (date.fromisoformat(first) - date.fromisoformat(last)).days if first and last else 0


def _differ_places(ours: Where | None, theirs: Where | None) -> Difference:
    ours_told, theirs_told = (f"{where.name} ({where.precision})" if where is not None else "" for where in (ours, theirs))
    gap = distance_km(ours, theirs) if ours is not None and theirs is not None else None
    if ours is None or theirs is None or gap is None:
        return Difference("place", ours_told, theirs_told, False, "one of them has no point")
    reach = max(NEAR_KM, (ours.radius_km or 0) + (theirs.radius_km or 0))
    vague = "country" in (ours.precision, theirs.precision)
    return Difference("place", ours_told, theirs_told, gap > reach and not vague, f"{gap:.1f} km apart")


def _differ_killed(ours: tuple[Count, ...], theirs: tuple[Count, ...]) -> Difference:
    (low, high, words), (least, most, other) = _take_killed(ours), _take_killed(theirs)
    if low is None or least is None:
        return Difference("killed", words, other, False, "neither tells" if low is None and least is None else "only one tells")
    if (low, high) == (least, most):
        return Difference("killed", words, other, False, "the same")
    apart = (high is not None and least > high) or (most is not None and low > most)
    return Difference("killed", words, other, apart, "other figures" if apart else "the bounds overlap")


def _take_killed(counts: tuple[Count, ...]) -> tuple[float | None, float | None, str]:
    count = next((one for one in counts if one.unit == "killed"), None)
    return (count.low, count.high, count.words) if count is not None else (None, None, "")


def _differ_actors(ours: tuple[Party, ...], theirs: tuple[Party, ...], parent: Parent) -> Difference:
    """Whom only one of them names; "gunmen" may be anybody and is nobody's difference."""
    ours_told, theirs_told = ("; ".join(dict.fromkeys(party.name for party in parties)) for parties in (ours, theirs))
    if not ours or not theirs:
        return Difference("actors", ours_told, theirs_told, False, "only one names them" if ours or theirs else "neither names them")
    alone = [
        [one for one in side if one.named and all(relate_parties(one, two, parent)[0] < SAME_PARTY for two in other)]
        for side, other in ((ours, theirs), (theirs, ours))
    ]
    named = [", ".join(dict.fromkeys(party.name for party in side)) for side in alone]
    words = "; ".join(f"only {whose}: {names}" for whose, names in zip(("ours", "theirs"), named, strict=True) if names)
    return Difference("actors", ours_told, theirs_told, all(named), words or "the same")


def _measure(ours: Side, theirs: Side) -> float | None:
    gap = distance_km(ours.place, theirs.place) if ours.place is not None and theirs.place is not None else None
    return round(gap, 1) if gap is not None else None
