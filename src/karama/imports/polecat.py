"""Rows of POLECAT as claims, in PLOVER's terms; where a row names a town the point is the town's, else its district's, province's or country's."""

from __future__ import annotations

from collections.abc import Mapping

from karama.domain.entities import Precision
from karama.domain.record import Speaker, Where
from karama.imports.cells import make_when, read_day, read_degrees, read_text, read_whole
from karama.imports.countries import find_by_name
from karama.imports.kinds import find_plover_kind
from karama.imports.values import FindParty, ImportedRow, RawRow, make_claim

NEEDED = ("Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name", "Latitude", "Longitude", "Country")
# The most exact of these columns that is filled says how exactly the place is known; the radii are ours.
PLACES: tuple[tuple[str, Precision, float | None], ...] = (
    ("City", "settlement", 5.0), ("Placename", "settlement", 5.0), ("District", "district", 40.0),
    ("Province", "province", 120.0), ("Country", "country", None),
)  # fmt: skip


def read_row(row: RawRow, find: FindParty) -> ImportedRow:
    """The row as a claim."""
    cells = row.cells
    key, event, modes = cells["Event ID"].strip(), cells["Event Type"].strip(), read_text(cells, "Event Mode") or ""
    day, source = read_day(cells, "Event Date"), read_text(cells, "Source")
    names = {side: read_text(cells, f"{side} Name", f"{side} Name Raw") for side in ("Actor", "Recipient")}
    where = find_place(cells)
    told = f"{event}{f' ({modes})' if modes else ''}: {names['Actor'] or 'nobody named'} to {names['Recipient'] or 'nobody named'}"
    published = read_day(cells, "Publication Date")
    claim = make_claim(
        find_plover_kind(event, modes), f"{told}, {where[0].name if where else 'nowhere named'}, {day or ''}",
        actors=(find(names["Actor"]),) if names["Actor"] else (), recipients=(find(names["Recipient"]),) if names["Recipient"] else (),
        places=where, dates=(make_when(day, day),) if day is not None else (), speakers=(Speaker(source, source),) if source else (),
        codes={"plover": event, "plover_mode": modes or None}, published=published.isoformat() if published else None,
    )  # fmt: skip
    return ImportedRow(row.number, key, row.data, f"POLECAT {key}", claim)


def find_place(cells: Mapping[str, str]) -> tuple[Where, ...]:
    """The place with the precision that its columns say; () for none."""
    found = next(((read_text(cells, column), precision, radius) for column, precision, radius in PLACES if read_text(cells, column)), None)
    if found is None:
        return ()
    name, precision, radius = found
    country, geonames = read_text(cells, "Country"), read_whole(cells, "GeoNames ID")
    iso3 = country if country is not None and len(country) == 3 and country.isupper() else find_by_name(country)
    latitude, longitude = read_degrees(cells, "Latitude"), read_degrees(cells, "Longitude")
    return (Where(name or "", geonames, latitude, longitude, radius, precision, iso3, read_text(cells, "Province")),)
