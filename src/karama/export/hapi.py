"""Incidents counted by month and second-level unit, with P-codes of a boundary file that the user gives, in the columns of HDX HAPI's conflict events."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import cos, radians
from typing import Any

from karama.domain.record import When, Where
from karama.export.acled import make_row as make_acled_row
from karama.export.boundaries import find_boundary
from karama.export.chosen import choose, drop
from karama.export.losses import list_features
from karama.export.tables import check_csv, load_columns, read_date, write_csv
from karama.export.values import Boundary, Export, Loss, Options, Problem, Written
from karama.views.matching import PRECISE
from karama.views.policies import FoundIncident

COLUMNS = load_columns("hapi_columns.csv")
HOLDS: frozenset[str] = frozenset()
KM_PER_DEGREE = 111.2
ROUND = tuple((north, east) for north in (-1, 0, 1) for east in (-1, 0, 1))  # the middle, the sides and corners around a circle
WARNING = "documented reports, not totals"
TYPES: dict[str, str] = {"Political violence": "political_violence", "Demonstrations": "demonstration"}
# HXL tags of the columns. Source: the hashtag list of the HXL standard 1.1.
TAGS: dict[str, str] = {
    "location_code": "#country+code", "admin1_code": "#adm1+code", "admin1_name": "#adm1+name", "provider_admin1_name": "#adm1+name+provider",
    "admin2_code": "#adm2+code", "admin2_name": "#adm2+name", "provider_admin2_name": "#adm2+name+provider", "event_type": "#event+type",
    "events": "#event+num", "fatalities": "#affected+killed", "reference_period_start": "#date+start", "reference_period_end": "#date+end",
    "warning": "#meta+warning",
}  # fmt: skip
Key = tuple[str, str, str, str]  # country, P-code, month, type


@dataclass(slots=True)
class _Sum:
    """What one cell of the table adds up to."""

    boundary: Boundary
    admin1: set[str] = field(default_factory=set)
    events: int = 0
    deaths: int = 0


def write_hapi(export: Export, options: Options) -> Written:
    """The table; an incident whose unit or month is not known for sure is in no cell, and counted."""
    sums: dict[Key, _Sum] = {}
    losses: list[Loss] = []
    for found in export.incidents:
        made = find_cell(found, export, options.boundaries)
        if isinstance(made, Loss):
            losses.append(made)
            continue
        row, month, place, boundary = made
        for kind in list_types(row):
            one = sums.setdefault((place.country or "", boundary.admin2_code, month, kind), _Sum(boundary))
            one.admin1.update(filter(None, (place.admin1,)))
            one.events += 1
            one.deaths += row["fatalities"]
        losses += list_features(found, HOLDS)
    rows = [make_row(key, one) for key, one in sorted(sums.items(), key=lambda item: (item[0][2], item[0]))]
    return Written(write_csv(COLUMNS, rows, TAGS if options.hxl else None), len(rows), tuple(losses))


def find_cell(found: FoundIncident, export: Export, boundaries: tuple[Boundary, ...]) -> tuple[dict[str, Any], str, Where, Boundary] | Loss:
    """The incident as ACLED codes it, its month, place and unit; or why it is in no cell."""
    made, chosen = make_acled_row(found, export), choose(found)
    if isinstance(made, Loss):
        return made
    row, _ = made
    types = list(list_types(row))
    if not types:
        return drop(chosen, "no code", "kind", f"{chosen.kind}: {row['event_type']} is no type of event there")
    month = find_month(chosen.day)
    if month is None:
        return drop(chosen, "undated", "day", f"{chosen.day.words if chosen.day is not None else ''}: not within one month")
    place = chosen.place
    boundary = find_unit(place, boundaries) if place is not None else None
    if place is None or boundary is None:
        return drop(chosen, "no unit", "place", place.name if place is not None else "")
    return row, month, place, boundary


def list_types(row: Mapping[str, Any]) -> Iterator[str]:
    """The types of event that the row counts in; they do not exclude each other."""
    for disorder in row["disorder_type"].split("; "):
        if disorder in TYPES:
            yield TYPES[disorder]
    if row["civilian_targeting"]:
        yield "civilian_targeting"


def find_month(when: When | None) -> str | None:
    """The month that all its days lie in; None for none."""
    if when is None or when.earliest is None or when.latest is None:
        return None
    return when.earliest[:7] if when.earliest[:7] == when.latest[:7] else None


def find_unit(place: Where, boundaries: tuple[Boundary, ...]) -> Boundary | None:
    """The unit in which the place lies for sure: its point where it is exactly known, else all around the circle in which it may be."""
    if place.latitude is None or place.longitude is None:
        return None
    reach = 0.0 if place.precision in PRECISE - {"near"} else (place.radius_km or 0.0) / KM_PER_DEGREE
    wide = reach / max(cos(radians(place.latitude)), 0.01)
    around = ROUND if reach else ((0, 0),)
    units = [find_boundary(boundaries, place.latitude + north * reach, place.longitude + east * wide) for north, east in around]
    return units[0] if all(unit is not None and unit is units[0] for unit in units) else None


def make_row(key: Key, one: _Sum) -> dict[str, Any]:
    """The row of one cell."""
    country, code, month, kind = key
    year, number = int(month[:4]), int(month[5:])
    return {
        "location_code": country, "provider_admin1_name": "; ".join(sorted(one.admin1)) or None, "admin1_code": one.boundary.admin1_code,
        "admin1_name": one.boundary.admin1_name, "admin2_code": code, "admin2_name": one.boundary.admin2_name, "admin_level": 2, "event_type": kind,
        "events": one.events, "fatalities": one.deaths, "reference_period_start": f"{month}-01",
        "reference_period_end": f"{month}-{monthrange(year, number)[1]:02}", "warning": WARNING,
    }  # fmt: skip


def check_hapi(data: bytes) -> Iterator[Problem]:
    """Columns, types, and that each row is one whole month and P-codes are nested."""
    return check_csv(data, COLUMNS, (check_period, check_codes))


def check_period(number: int, row: Mapping[str, str]) -> Iterator[Problem]:
    """From the first to the last day of one month."""
    first, last = read_date(row.get("reference_period_start", "")), read_date(row.get("reference_period_end", ""))
    if first is None or last is None:
        return
    if first.day != 1:
        yield Problem("no first day of a month", number, "reference_period_start", row["reference_period_start"])
    if last != date(first.year, first.month, monthrange(first.year, first.month)[1]):
        yield Problem("no last day of that month", number, "reference_period_end", row["reference_period_end"])


def check_codes(number: int, row: Mapping[str, str]) -> Iterator[Problem]:
    """The code of a unit begins with that of the one it lies in, as P-codes do."""
    outer, inner = row.get("admin1_code", ""), row.get("admin2_code", "")
    if outer and inner and not inner.startswith(outer):
        yield Problem(f"does not begin with admin1_code ({outer})", number, "admin2_code", inner, "warning")
