"""Rows of GDELT's event tables (1.0 and 2.0, without a header) as claims of a machine that read SOURCEURL, with the precision of ActionGeo_Type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from karama.domain.entities import Precision
from karama.domain.record import Speaker, Where
from karama.imports.cells import make_when, read_degrees, read_text
from karama.imports.countries import find_by_name
from karama.imports.kinds import find_cameo_kind
from karama.imports.values import FindParty, ImportedRow, RawRow, make_claim

_HEAD = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{part}" for n in (1, 2) for part in (
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code")),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
)  # fmt: skip


def _list_columns(*geo: str) -> tuple[str, ...]:
    return (*_HEAD, *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in geo), "DATEADDED", "SOURCEURL")


_GEO = ("Type", "FullName", "CountryCode", "ADM1Code")
# By how many cells a row has. Source: GDELT event database codebooks 1.0 (58 columns, 57 before April 2013) and 2.0 (61).
COLUMNS: dict[int, tuple[str, ...]] = {
    61: _list_columns(*_GEO, "ADM2Code", "Lat", "Long", "FeatureID"),
    58: _list_columns(*_GEO, "Lat", "Long", "FeatureID"),
    57: _list_columns(*_GEO, "Lat", "Long", "FeatureID")[:-1],
}
# ActionGeo_Type -> how exactly the place is known. Source: GDELT codebook: 1 country, 2 US state, 3 US city, 4 other city, 5 first-level unit abroad.
PLACES: dict[str, tuple[Precision, float | None]] = {
    "1": ("country", None), "2": ("province", 200.0), "3": ("settlement", 5.0), "4": ("settlement", 5.0), "5": ("province", 120.0),
}  # fmt: skip
NEEDED = ("GLOBALEVENTID", "SQLDATE", "EventCode")


def read_row(row: RawRow, find: FindParty) -> ImportedRow:
    """The row as a claim."""
    cells = row.cells
    key, code, url = cells["GLOBALEVENTID"].strip(), cells["EventCode"].strip(), read_text(cells, "SOURCEURL")
    names = [read_text(cells, f"Actor{n}Name", f"Actor{n}Code") for n in (1, 2)]
    day, where = _read_sqldate(cells["SQLDATE"]), find_place(cells)
    added = _read_sqldate(cells.get("DATEADDED", "")[:8])
    told = f"CAMEO {code}: {names[0] or 'nobody named'} to {names[1] or 'nobody named'}, {where[0].name if where else 'nowhere named'}, {day or ''}"
    claim = make_claim(
        find_cameo_kind(code), told, actors=(find(names[0].title()),) if names[0] else (), recipients=(find(names[1].title()),) if names[1] else (),
        places=where, dates=(make_when(day, day),) if day is not None else (), speakers=(Speaker(url, url),) if url else (), codes={"cameo": code},
        published=added.isoformat() if added is not None else None,
    )  # fmt: skip
    return ImportedRow(row.number, key, row.data, f"GDELT {key}", claim, url if url and url.startswith("http") else None)


def _read_sqldate(cell: str) -> date | None:
    """The day of YYYYMMDD."""
    try:
        return date(int(cell[:4]), int(cell[4:6]), int(cell[6:8]))
    except ValueError:
        return None


def find_place(cells: Mapping[str, str]) -> tuple[Where, ...]:
    """The place of the action; its country codes are FIPS, which we leave to the name."""
    kind, name = cells.get("ActionGeo_Type", "").strip(), read_text(cells, "ActionGeo_FullName")
    if kind not in PLACES or name is None:
        return ()
    precision, radius = PLACES[kind]
    parts = [part.strip() for part in name.split(",")]
    admin1 = parts[-2] if len(parts) > 2 else None
    latitude, longitude = read_degrees(cells, "ActionGeo_Lat"), read_degrees(cells, "ActionGeo_Long")
    return (Where(parts[0], None, latitude, longitude, radius, precision, find_by_name(parts[-1]), admin1),)
