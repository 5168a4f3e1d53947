"""Countries in the codes of those we write for: ISO numbers, ACLED's names and regions, Gleditsch and Ward's numbers, UCDP's names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from karama.data import read_table


@dataclass(frozen=True, slots=True)
class Country:
    """A country in other people's codes; None where they have none for it."""

    iso3: str
    iso_numeric: int | None
    name: str
    acled: str | None
    acled_region: str | None
    gw: int | None
    ucdp: str | None
    ucdp_region: str | None
    cow: int | None


@cache
def load_countries() -> dict[str, Country]:
    """The countries by ISO 3166-1 alpha-3."""

    def number(text: str) -> int | None:
        return int(text) if text else None

    rows = read_table("crosswalks/countries.csv")
    return {
        r["iso3"]: Country(
            r["iso3"], number(r["iso_numeric"]), r["name"], r["acled"] or None, r["acled_region"] or None,
            number(r["gw"]), r["ucdp"] or None, r["ucdp_region"] or None, number(r["cow"]),
        )
        for r in rows
    }  # fmt: skip


def find_country(iso3: str | None) -> Country | None:
    """The country of that code; None for none."""
    return load_countries().get(iso3) if iso3 else None


@cache
def _load_iso2() -> dict[str, str]:
    return {row["iso3"]: row["iso2"] for row in read_table("countries.csv")}


def find_iso2(iso3: str | None) -> str | None:
    """The country's ISO 3166-1 alpha-2; None for none."""
    return _load_iso2().get(iso3) if iso3 else None
