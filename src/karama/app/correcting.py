"""What a person writes as the right value of a claim's field, read into what it means: days, places, parties, figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from karama.app.asking import find_place, read_days, read_point
from karama.data import read_table
from karama.domain.annotations import Unit
from karama.domain.record import Count, Party, RecordClaim, When, Where
from karama.errors import InputError
from karama.ground.place_areas import plain_extent
from karama.ports import ActorBase, Gazetteer
from karama.record.corrections import FIELDS, LISTS, NOTHING, UNITS, WORDS

# Words before a figure: what they make of its bounds.
BOUNDS: tuple[tuple[str, Callable[[Count], Count]], ...] = (
    ("at least ", lambda count: replace(count, high=None)),
    ("up to ", lambda count: replace(count, low=None)),
    ("about ", lambda count: replace(count, approximate=True)),
)
EXACT_KM = 1.0  # how far a point that a person gives may be off


@dataclass(frozen=True, slots=True)
class CorrectingTools:
    """What reading a correction borrows: the places and the actors, opened when one is named."""

    open_gazetteer: Callable[[], Gazetteer]
    open_actors: Callable[[], ActorBase]


def read_value(tools: CorrectingTools, claim: RecordClaim, field: str, words: str) -> tuple[Any, ...]:
    """The values that the words mean in that field of the claim; several stand apart by ";", "none" is none.

    Raises:
        InputError: there is no such field, or it takes no such value.
    """
    if field not in FIELDS:
        raise InputError(f"{field!r} is no field; there are {', '.join(FIELDS)}")
    parts = [part.strip() for part in words.split(";") if part.strip()]
    if parts == [NOTHING] and field in (*UNITS, *LISTS):
        return ()
    if not parts:
        raise InputError(f"{field}: no value is given; write {NOTHING!r} where there is none")
    if field in UNITS:
        return tuple(_read_count(claim, cast(Unit, field), part) for part in parts)
    if field == "day":
        return tuple(_read_when(part) for part in parts)
    if field == "place":
        return tuple(_read_where(tools.open_gazetteer(), part) for part in parts)
    if field in ("actor", "recipient"):
        return tuple(_read_party(tools.open_actors(), part) for part in parts)
    return tuple(parts) if field == "weapon" else (_read_word(claim, field, words.strip()),)


def _read_word(claim: RecordClaim, field: str, word: str) -> str:
    known = WORDS[field] if field in WORDS else _list_kinds() if claim.what == "event" else ()
    if word not in known:
        raise InputError(f"{field} takes {'no correction in this claim' if not known else ', '.join(known)}; not {word!r}")
    return word


def _list_kinds() -> tuple[str, ...]:
    return tuple(sorted({row["kind"] for row in read_table("frames.csv")}))


def _read_count(claim: RecordClaim, unit: Unit, words: str) -> Count:
    """ "12", "1,200", "12 to 15", "at least 12", "up to 12", "about 12"; who is counted stays as it was read."""
    bare, bound = words.lower(), None
    for mark, change in BOUNDS:
        if bare.startswith(mark):
            bare, bound = bare.removeprefix(mark), change
    ends = [part.strip().replace(",", "") for part in bare.replace("–", " to ").replace("-", " to ").split(" to ")]
    if len(ends) > 2 or not all(end.isascii() and end.isdigit() for end in ends):
        raise InputError(f"{words!r} is no figure; write 12, 12 to 15, at least 12, up to 12, about 12 or {NOTHING}")
    low, high = float(ends[0]), float(ends[-1])
    if low > high:
        raise InputError(f"{words!r}: the first figure is the greater one")
    of = next((count.of for count in claim.counts if count.unit == unit), None)
    count = Count(unit, low, high, False, words, of)
    return bound(count) if bound is not None else count


def _read_when(words: str) -> When:
    first, last = read_days(words)
    return When(first, last, first if first == last else f"{first or '..'}/{last or '..'}", words)


def _read_where(gazetteer: Gazetteer, words: str) -> Where:
    """The place of that name, or the point; a name that the gazetteer does not know stays a name."""
    if (point := read_point(words)) is not None:
        return Where(words, None, *point, EXACT_KM, "exact", None, None)
    place = find_place(gazetteer, words)
    if place is None:
        return Where(words, None, None, None, None, "area", None, None)
    extent = plain_extent(place)
    return Where(place.name, place.geonames, extent.latitude, extent.longitude, extent.radius_km, extent.precision, place.country, place.admin1)


def _read_party(actors: ActorBase, words: str) -> Party:
    known = actors.state(words) or next(iter(actors.lookup(words)), None)
    if known is None:
        return Party(words, words, None, None, None)
    return Party(known.name, words, known.id, known.actor.type, known.actor.country, known.aliases)
