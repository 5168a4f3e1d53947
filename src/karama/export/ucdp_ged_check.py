"""What is wrong in a file that is meant to be UCDP GED."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from karama.export.tables import check_csv, load_columns, read_date, read_int, read_number
from karama.export.ucdp_ged import CIVILIANS, LONGEST_DAYS, find_cell
from karama.export.values import Problem

Cells = Mapping[str, str]
# The shortest and longest span in days that each date_prec stands for. Source: UCDP GED codebook; all of its 15,537 events in Syria keep to them.
SPANS: dict[int, tuple[int, int]] = {1: (1, 1), 2: (2, 6), 3: (7, 7), 4: (8, 31), 5: (32, LONGEST_DAYS)}
PARTS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def check_ucdp_ged(data: bytes) -> Iterator[Problem]:
    """Columns, types, codes, and UCDP's own rules: the best figure is the sum of its parts and lies between low and high."""
    return check_csv(data, load_columns("ucdp_ged_columns.csv"), (check_deaths, check_sides, check_days, check_cell_number), "id")


def check_deaths(number: int, row: Cells) -> Iterator[Problem]:
    """The figures add up and are in order, and somebody died."""
    low, best, high = (read_int(row, name) for name in ("low", "best", "high"))
    parts = [read_int(row, name) for name in PARTS]
    if best is not None and None not in parts and best != sum(part or 0 for part in parts):
        yield Problem(f"{' + '.join(PARTS)} is {sum(part or 0 for part in parts)}", number, "best", row["best"])
    if low is not None and best is not None and low > best:
        yield Problem(f"more than best ({best})", number, "low", row["low"])
    if best is not None and high is not None and best > high:
        yield Problem(f"less than best ({best})", number, "high", row["high"])
    if high is not None and high < 1:
        yield Problem("an event of UCDP has at least one death", number, "high", row["high"])


def check_sides(number: int, row: Cells) -> Iterator[Problem]:
    """One-sided violence is against civilians, and a government has a number."""
    kind, side_b = read_int(row, "type_of_violence"), row.get("side_b", "")
    if kind == 3 and side_b and side_b != CIVILIANS:
        yield Problem("of one-sided violence it is Civilians", number, "side_b", side_b)
    if kind in (1, 2) and side_b == CIVILIANS:
        yield Problem("violence against civilians is type 3", number, "type_of_violence", row["type_of_violence"])
    for side, name in (("side_a", "gwnoa"), ("side_b", "gwnob")):
        if row.get(side, "").startswith("Government of ") and name in row and not row[name]:
            yield Problem(f"{side} is a government, which has a number", number, name)
    dyad = row.get("dyad_name", "")
    if dyad and row.get("side_a") and dyad != f"{row['side_a']} - {side_b}":
        yield Problem("is not the two sides", number, "dyad_name", dyad, "warning")


def check_days(number: int, row: Cells) -> Iterator[Problem]:
    """First and last day are in order, within the year told, and as far apart as date_prec says."""
    first, last = read_date(row.get("date_start", "")), read_date(row.get("date_end", ""))
    if first is None or last is None:
        return
    span, precision, year = (last - first).days + 1, read_int(row, "date_prec"), read_int(row, "year")
    if span < 1:
        yield Problem("before date_start", number, "date_end", row["date_end"])
    elif precision in SPANS and not SPANS[precision][0] <= span <= SPANS[precision][1]:
        low, high = SPANS[precision]
        yield Problem(f"{span} days, date_prec {precision} stands for {low} to {high}", number, "date_prec", row["date_prec"])
    if year is not None and year not in (first.year, last.year):
        yield Problem(f"the event began on {first.isoformat()}", number, "year", row["year"])


def check_cell_number(number: int, row: Cells) -> Iterator[Problem]:
    """The PRIO-GRID cell is that of the point."""
    cell, latitude, longitude = read_int(row, "priogrid_gid"), read_number(row.get("latitude", "")), read_number(row.get("longitude", ""))
    if cell is not None and latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180:
        wanted = find_cell(latitude, longitude)
        if cell != wanted:
            yield Problem(f"the cell of that point is {wanted}", number, "priogrid_gid", row["priogrid_gid"])
