"""Rows of an ACLED export as claims, with ACLED's precision of day and place: what it codes to a town for want of better is no town here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from karama.domain.entities import Precision
from karama.domain.record import Party, Speaker, When, Where
from karama.imports.cells import make_count, make_when, month_of, read_day, read_degrees, read_text, read_whole
from karama.imports.countries import find_by_acled
from karama.imports.kinds import find_acled_kind
from karama.imports.values import FindParty, ImportedRow, RawRow, make_claim

NEEDED = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "country", "location", "latitude", "longitude", "geo_precision",
    "fatalities",
)  # fmt: skip
# geo_precision -> how exactly the place is known, and within how many km. Source: ACLED codebook: 2 is coded to a representative town of a small area, 3 to a
# provincial capital; the radii of both are ours.
PLACES: dict[int, tuple[Precision, float]] = {1: ("settlement", 5.0), 2: ("near", 25.0), 3: ("province", 120.0)}
WEEK = timedelta(6)


def read_row(row: RawRow, find: FindParty) -> ImportedRow:
    """The row as a claim."""
    cells = row.cells
    key, event, sub = cells["event_id_cnty"].strip(), cells["event_type"], cells["sub_event_type"]
    actors = _list_side(cells, "1", find)
    deaths = read_whole(cells, "fatalities")
    where, when = find_place(cells), find_days(cells)
    told = f"{sub.strip()}: {', '.join(party.words for party in actors)}, {where.name}, {when[0].words if when else ''}, fatalities {deaths}"
    claim = make_claim(
        find_acled_kind(event, sub), read_text(cells, "notes") or told, actors=actors, recipients=_list_side(cells, "2", find), places=(where,), dates=when,
        counts=make_count(deaths, deaths), codes={"acled": event.strip(), "acled_sub": sub.strip()},
        speakers=tuple(Speaker(name.strip(), name.strip()) for name in (read_text(cells, "source") or "").split(";") if name.strip()),
    )  # fmt: skip
    return ImportedRow(row.number, key, row.data, f"ACLED {key}", claim)


def _list_side(cells: Mapping[str, str], side: str, find: FindParty) -> tuple[Party, ...]:
    """The actor of that side and those associated with it."""
    names: Iterable[str] = (read_text(cells, f"actor{side}") or "", *(read_text(cells, f"assoc_actor_{side}") or "").split(";"))
    return tuple(find(name.strip()) for name in dict.fromkeys(names) if name.strip())


def find_place(cells: Mapping[str, str]) -> Where:
    """The place with ACLED's precision; of precision 3 it is the province, for the town only stands in its place."""
    precision, radius = PLACES.get(read_whole(cells, "geo_precision") or 3, PLACES[3])
    names = ("admin1", "location") if precision == "province" else ("location", "admin1")
    name = read_text(cells, *names, "country") or "not named"
    country = find_by_acled(read_text(cells, "country"))
    return Where(name, None, read_degrees(cells, "latitude"), read_degrees(cells, "longitude"), radius, precision, country, read_text(cells, "admin1"))


def find_days(cells: Mapping[str, str]) -> tuple[When, ...]:
    """The days that ACLED's day can mean: itself, the week around it, or its month."""
    day = read_day(cells, "event_date")
    if day is None:
        return ()
    spans: dict[int, tuple[date, date]] = {1: (day, day), 2: (day - WEEK, day + WEEK), 3: month_of(day)}
    return (make_when(*spans.get(read_whole(cells, "time_precision") or 3, spans[3])),)
