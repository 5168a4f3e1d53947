"""Rows of UCDP GED, of any of its versions, as claims that people were killed, with UCDP's precision of day and place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from karama.domain.entities import Precision
from karama.domain.record import Party, Speaker, When, Where
from karama.imports.cells import make_count, make_when, month_of, read_day, read_degrees, read_text, read_whole
from karama.imports.countries import find_by_ucdp
from karama.imports.values import FindParty, ImportedRow, RawRow, make_claim

NEEDED = ("id", "type_of_violence", "side_a", "side_b", "latitude", "longitude", "where_prec", "date_prec", "date_start", "date_end", "best")
# where_prec -> how exactly the place is known, and within how many km of the point. Source: UCDP GED codebook; the radii of 3 to 5 are ours.
PLACES: dict[int, tuple[Precision, float | None]] = {
    1: ("settlement", 5.0), 2: ("near", 25.0), 3: ("district", 40.0), 4: ("province", 120.0), 5: ("area", 150.0), 6: ("country", None), 7: ("area", None),
}  # fmt: skip
DEED = "killing"  # what UCDP codes is that an armed side's force killed somebody; by what means it does not say


def read_row(row: RawRow, find: FindParty) -> ImportedRow:
    """The row as a claim."""
    cells = row.cells
    key = _plain_key(cells)
    sides = [name for column in ("side_a", "side_b") if (name := read_text(cells, column)) is not None]
    first, second = (_list_side(read_text(cells, column), find) for column in ("side_a", "side_b"))
    words = tell_row(cells, sides)
    claim = make_claim(
        DEED, words, actors=first, recipients=second, places=(find_place(cells),), dates=find_days(cells),
        counts=make_count(read_whole(cells, "low"), read_whole(cells, "high"), read_whole(cells, "best")),
        speakers=tuple(dict.fromkeys(_list_speakers(cells))), codes={"ucdp": read_whole(cells, "type_of_violence")},
        published=day.isoformat() if (day := read_day(cells, "source_date")) is not None else None,
    )  # fmt: skip
    return ImportedRow(row.number, key, row.data, f"UCDP GED {key}", claim)


def _list_side(name: str | None, find: FindParty) -> tuple[Party, ...]:
    """The side; of several groups that fought together, each ("Ahrar al-Sham, HTS, Southern Front")."""
    if name is None:
        return ()
    whole = find(name)
    return (whole,) if whole.base is not None or not whole.named or ", " not in name else tuple(find(part) for part in name.split(", ") if part)


def _plain_key(cells: Mapping[str, str]) -> str:
    number = read_whole(cells, "id")
    return str(number) if number is not None else cells["id"].strip()


def tell_row(cells: Mapping[str, str], sides: Iterable[str]) -> str:
    """The row in words: UCDP has no notes; its columns are told as they stand, then its headlines."""
    best, low, high = (read_whole(cells, name) for name in ("best", "low", "high"))
    where = ", ".join(filter(None, (read_text(cells, name) for name in ("where_coordinates", "adm_2", "adm_1", "country"))))
    days = find_days(cells)
    told = f"{' - '.join(sides)}: {best} killed (low {low}, high {high}), {where}, {days[0].words if days else ''}"
    headline = read_text(cells, "source_headline")
    return f"{told}. {headline}" if headline else told


def find_place(cells: Mapping[str, str]) -> Where:
    """The place with UCDP's precision."""
    precision, radius = PLACES.get(read_whole(cells, "where_prec") or 5, ("area", None))
    latitude, longitude = read_degrees(cells, "latitude"), read_degrees(cells, "longitude")
    by_precision = {"district": ("adm_2", "where_coordinates"), "province": ("adm_1", "where_coordinates"), "country": ("country",)}
    name = read_text(cells, *by_precision.get(precision, ("where_coordinates", "adm_2", "adm_1", "country"))) or "not named"
    return Where(name, None, latitude, longitude, radius, precision, find_by_ucdp(read_text(cells, "country")), read_text(cells, "adm_1"))


def find_days(cells: Mapping[str, str]) -> tuple[When, ...]:
    """The days that UCDP gives; of a known week, month or year no less than that, though the file names one day."""
    first, last = read_day(cells, "date_start"), read_day(cells, "date_end")
    if first is None or last is None or last < first:
        return ()
    return (make_when(*widen(first, last, read_whole(cells, "date_prec") or 1)),)


def widen(first: date, last: date, precision: int) -> tuple[date, date]:
    """The days as the precision bounds them."""
    if first != last or precision <= 1:
        return first, last
    if precision == 4:
        return month_of(first)
    if precision >= 5:
        return first.replace(month=1, day=1), first.replace(month=12, day=31)
    return first - timedelta(6), last + timedelta(6)


def _list_speakers(cells: Mapping[str, str]) -> Iterable[Speaker]:
    """Who told the reporters, and whom UCDP cites."""
    for column in ("source_original", "source_office"):
        for name in (read_text(cells, column) or "").split(";"):
            if name.strip() and name.strip() != "-1":
                yield Speaker(name.strip(), name.strip())
