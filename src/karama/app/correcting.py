"""What a person writes as the right value of a claim's field, read into what it means: days, places, parties, figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from karama.app.asking import find_place, read_days, read_point
from karama.data import read_table
from karama.domain.annotations import Unit
from karama.domain.record import Count, Party, RecordClaim, When, Where
from karama.domain.text import Span
from karama.errors import InputError
from karama.ground.place_areas import plain_extent
from karama.ports import ActorBase, Gazetteer
from karama.record.corrections import FIELDS, LISTS, NOTHING, PASSAGE, UNITS, WORDS

# Words before a figure: what they make of its bounds.
BOUNDS: tuple[tuple[str, Callable[[Count], Count]], ...] = (
    ("at least ", lambda count: replace(count, high=None)),
    ("up to ", lambda count: replace(count, low=None)),
    ("about ", lambda count: replace(count, approximate=True)),
)
EXACT_KM = 1.0  # how far a point that a person gives may be off
NUMBERED = re.compile(r"(?P<name>.+?)\s*#(?P<number>\d+)")  # "Tripoli #2210247": of several places of one name the one with that GeoNames number
OFFSETS = re.compile(r"(?P<start>\d+):(?P<end>\d+)(?: (?P<words>.*))?", re.DOTALL)  # "120:171 killed at least 12 people"


@dataclass(frozen=True, slots=True)
class CorrectingTools:
    """What reading a correction borrows: the places and the actors, opened when one is named."""

    open_gazetteer: Callable[[], Gazetteer]
    open_actors: Callable[[], ActorBase]


def read_value(tools: CorrectingTools, claim: RecordClaim, field: str, words: str) -> tuple[Any, ...]:
    """The values that the words mean in that field of the claim; several stand apart by ";", "none" is none. The passage is read by `read_passage`.

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


def read_passage(text: str, claim: RecordClaim, words: str) -> Span:
    """Where the words stand in the article's text: as offsets in code points say ("120:171", the words after them), else nearest to where the claim stood.

    Raises:
        InputError: they do not stand there, letter by letter.
    """
    if (given := OFFSETS.fullmatch(words.strip())) is not None:
        start, end, said = int(given["start"]), int(given["end"]), given["words"]
        if not 0 <= start < end <= len(text) or (said is not None and text[start:end] != said):
            raise InputError(f"{PASSAGE}: the article does not say {said or 'anything'!r} at {start}:{end}")
        return Span(start, end)
    wanted = words.strip()
    starts = [found.start() for found in re.finditer(re.escape(wanted), text)] if wanted else []
    if not starts:
        raise InputError(f"{PASSAGE}: {wanted!r} does not stand in the article, letter by letter")
    start = min(starts, key=lambda at: abs(at - claim.start))
    return Span(start, start + len(wanted))


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
    if (numbered := NUMBERED.fullmatch(words)) is not None:
        place = next((one for one in gazetteer.lookup(numbered["name"]) if one.geonames == int(numbered["number"])), None)
        if place is None:
            raise InputError(f"{words}: no place called {numbered['name']} has that number in the gazetteer")
    else:
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
