"""What is wrong in a file that is meant to be an ACLED export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from karama.data import read_table
from karama.export.countries import load_countries
from karama.export.tables import check_csv, load_columns, read_date, read_int, read_number
from karama.export.values import Problem

Cells = Mapping[str, str]


def check_acled(data: bytes) -> Iterator[Problem]:
    """Columns, types, codes, and whether the codes of a row fit each other."""
    return check_csv(data, load_columns("acled_columns.csv"), (check_types, check_days, check_actors, check_place, check_deaths), "event_id_cnty")


@cache
def load_types() -> dict[tuple[str, str], str]:
    """The disorder type of every event and sub-event type."""
    return {(row["event_type"], row["sub_event_type"]): row["disorder_type"] for row in read_table("crosswalks/acled_event_types.csv")}


@cache
def load_interactions() -> tuple[dict[str, str], dict[str, str]]:
    """Number of each actor type by its name (lower case), and name of each interaction by its number."""
    types = {row["label"].lower(): row["code"] for row in read_table("crosswalks/acled_inter_types.csv")}
    return types, {row["code"]: row["label"] for row in read_table("crosswalks/acled_interactions.csv")}


def check_types(number: int, row: Cells) -> Iterator[Problem]:
    """The sub-event type belongs to the event type, and the disorder type to both."""
    event, sub, disorder = (row.get(name, "") for name in ("event_type", "sub_event_type", "disorder_type"))
    if event and sub and event in {one for one, _ in load_types()} and (event, sub) not in load_types():
        yield Problem(f"no sub-event type of {event}", number, "sub_event_type", sub)
    elif (event, sub) in load_types() and disorder and disorder != load_types()[event, sub]:
        yield Problem(f"{event} / {sub} is {load_types()[event, sub]}", number, "disorder_type", disorder)


def check_days(number: int, row: Cells) -> Iterator[Problem]:
    """The year is that of the day."""
    day, year = read_date(row.get("event_date", "")), read_int(row, "year")
    if day is not None and year is not None and day.year != year:
        yield Problem(f"the event is dated {day.isoformat()}", number, "year", row["year"])


def check_actors(number: int, row: Cells) -> Iterator[Problem]:
    """Actor types stand with actors, and the interaction is theirs."""
    for one in ("1", "2"):
        actor, inter = row.get(f"actor{one}", ""), row.get(f"inter{one}", "")
        if bool(actor) != bool(inter) and {f"actor{one}", f"inter{one}"} <= set(row):
            yield Problem("an actor type without an actor" if inter else "an actor without an actor type", number, f"inter{one}", inter or actor)
    types, labels = load_interactions()
    codes = sorted(types[row[name].lower()] for name in ("inter1", "inter2") if row.get(name, "").lower() in types)
    told = row.get("interaction", "")
    if codes and told:
        wanted = "".join(codes).ljust(2, "0")
        if told not in (wanted, labels.get(wanted)) and told.lower() != labels.get(wanted, "").lower():
            yield Problem(f"of these actor types it is {labels.get(wanted, wanted)}", number, "interaction", told)
    if row.get("event_type") == "Battles" and row.get("actor1") and not row.get("actor2"):
        yield Problem("a battle has two sides", number, "actor2")
    civilians = "Civilians" in (row.get("inter1"), row.get("inter2"))
    if row.get("event_type") == "Violence against civilians" and not civilians and row.get("inter1"):
        yield Problem("violence against civilians without civilians", number, "inter2", row.get("inter2"))
    if row.get("event_type") == "Violence against civilians" and "civilian_targeting" in row and not row["civilian_targeting"]:
        yield Problem("violence against civilians is civilian targeting", number, "civilian_targeting")


def check_place(number: int, row: Cells) -> Iterator[Problem]:
    """The country's number and region are the country's, and the point is not the empty one."""
    known = {country.acled: country for country in load_countries().values() if country.acled}
    name = row.get("country", "")
    country = known.get(name)
    if name and country is None:
        yield Problem("no country of ACLED's list", number, "country", name)
    elif country is not None:
        iso, region, code = read_int(row, "iso"), row.get("region", ""), row.get("event_id_cnty", "")[:3]
        if iso is not None and country.iso_numeric is not None and iso != country.iso_numeric:
            yield Problem(f"the number of {name} is {country.iso_numeric}", number, "iso", row["iso"])
        if region and region != country.acled_region:
            yield Problem(f"{name} is in {country.acled_region}", number, "region", region)
        if code.isalpha() and code != country.iso3:
            yield Problem(f"begins with another country's letters than {name}'s ({country.iso3})", number, "event_id_cnty", code, "warning")
    if row.get("latitude") and row.get("longitude") and read_number(row["latitude"]) == 0 == read_number(row["longitude"]):
        yield Problem("the point 0, 0 lies in the sea: an empty one?", number, "latitude", "0", "warning")


def check_deaths(number: int, row: Cells) -> Iterator[Problem]:
    """Strategic developments have no deaths of their own."""
    deaths = read_int(row, "fatalities")
    if row.get("event_type") == "Strategic developments" and deaths:
        yield Problem("strategic developments have no deaths of their own", number, "fatalities", row["fatalities"], "warning")
