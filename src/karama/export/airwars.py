"""Incidents as tables in the manner of Airwars: ranges of killed and injured by group, belligerents, sources. Grading is left to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from karama.data import read_table
from karama.domain.entities import Precision
from karama.domain.record import Count, Party
from karama.export.chosen import Chosen, choose, drop, find_untold
from karama.export.countries import find_country
from karama.export.losses import list_features
from karama.export.numbering import number_id
from karama.export.tables import Column, check_csv, load_columns, read_csv, read_date, read_int, write_csv
from karama.export.telling import list_articles, name_outlet, tell_incident
from karama.export.values import Export, Loss, Options, Problem, Written
from karama.views.incidents import Field, Whom
from karama.views.matching import PRECISE
from karama.views.policies import FoundIncident

HOLDS = frozenset({"several figures", "figure of a group", "vague day", "other sides", "origins"})
TABLES: dict[str, str] = {
    "incidents": "airwars_incidents_columns.csv",
    "belligerents": "airwars_belligerents_columns.csv",
    "sources": "airwars_sources_columns.csv",
}
# Who is counted -> the group of Airwars. Of "57 people" nobody says whether they were civilians: undetermined.
GROUPS: dict[Whom, str | None] = {
    "people": "undetermined", "civilians": "civilian_non_combatants", "women": "women", "children": "children", "women and children": None,
    "fighters": "belligerents", "soldiers": "member_of_armed_forces", "police": "belligerents",
}  # fmt: skip
HARM: dict[Field, str] = {"killed": "killed", "wounded": "injured"}
ACCURACY: dict[Precision, str] = {
    "exact": "Exact location (other)",
    "part of settlement": "Neighbourhood/area",
    "district": "District",
    "province": "Province/governorate",
}
STATUS: dict[str, str] = {
    "declared_strike": "Declared strike", "likely_strike": "Likely strike", "contested_strike": "Contested strike",
    "single_source_claim": "Single source claim",
}  # fmt: skip
CIVIL = frozenset({"civilians", "women", "children", "women and children", "people"})


def write_airwars(export: Export, options: Options) -> Written:
    """The table of incidents, and beside it belligerents and sources."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    losses: list[Loss] = []
    for found in export.incidents:
        made = make_rows(found, export)
        if isinstance(made, Loss):
            losses.append(made)
            continue
        for name, listed in made.items():
            rows[name] += listed
        losses += [*_list_unheld(found), *list_features(found, HOLDS)]
    files = {name: write_csv(load_columns(file), rows[name]) for name, file in TABLES.items()}
    return Written(files.pop("incidents"), len(rows["incidents"]), tuple(losses), {f".{name}.csv": data for name, data in files.items()})


def make_rows(found: FoundIncident, export: Export) -> dict[str, list[dict[str, Any]]] | Loss:
    """The incident's rows in each table, or why it has none."""
    chosen = choose(found)
    if (untold := find_untold(chosen)) is not None:
        return untold
    told = [value.words for value in found.view.list_values("kind") if value.told]
    kind = next((kind for kind in (chosen.kind, *told) if kind and load_strikes().get(kind)), None)  # an air strike that others call a killing
    if kind is None:
        return drop(chosen, "no code", "kind", f"{chosen.kind}: no use of an explosive weapon")
    chosen = replace(chosen, kind=kind)
    code, status = f"KA{number_id(chosen.id)}", find_status(found, chosen)
    row = {"post_id": number_id(chosen.id), "code": code, "previous_codes": chosen.id, **tell_day(chosen), **tell_place(chosen), **tell_harm(found)}
    row |= {
        "strike_status_name": STATUS[status],
        "strike_status_slug": status,
        "strike_type_name": load_strikes()[kind],
        "strike_type_slug": _slug(load_strikes()[kind]),
    }
    row |= {"observation_name": tell_incident(found, chosen), "num_sources": len(list_articles(chosen, export)), "geojson_caption": chosen.id}
    targets = [party for party in chosen.recipients if party.type not in (None, "civilians")]
    row |= {"targeted_belligerent_name": targets[0].name, "targeted_belligerent_slug": _slug(targets[0].name)} if targets else {}
    strikes = chosen.figures.get("strikes")
    row["total_strikes"] = round(strikes.low) if strikes is not None and strikes.low is not None else None
    return {"incidents": [row], "belligerents": list(list_belligerents(chosen, code, status)), "sources": list(list_sources(chosen, code, export))}


@cache
def load_strikes() -> dict[str, str]:
    """The type of strike of each kind; "" for one that is none."""
    return {row["kind"]: row["strike_type"] for row in read_table("crosswalks/airwars_kinds.csv")}


def find_status(found: FoundIncident, chosen: Chosen) -> str:
    """Declared where a side that is said to have done it says so itself; contested where somebody denies it or others are named; else by how many tell it."""
    actors = {known for party in chosen.actors for known in (party.base, party.name) if known}
    kinds = [source for value in found.view.list_values("kind") for source in value.sources]
    if any(speaker.base in actors or speaker.name in actors for source in kinds if source.stance == "told" for speaker in source.speakers[-1:]):
        return "declared_strike"
    rivals = [party for party in chosen.actors if party.named]
    apart = len(rivals) > 1 and not any({one.name, rivals[0].name} <= side for one in rivals[1:] for side in chosen.together)
    if apart or any(source.stance == "denied" for source in kinds):
        return "contested_strike"
    return "likely_strike" if found.view.origins > 1 else "single_source_claim"


def tell_day(chosen: Chosen) -> dict[str, Any]:
    """The columns of when it was."""
    if chosen.day is None or chosen.day.earliest is None:
        return {}
    single = chosen.day.latest == chosen.day.earliest
    return {"date_type": "single" if single else "range", "date": chosen.day.earliest, "date_end": None if single else chosen.day.latest}


def tell_place(chosen: Chosen) -> dict[str, Any]:
    """The columns of where it was; a point only where it is known so exactly."""
    place = chosen.place
    if place is None:
        return {"geolocated": False}
    country = find_country(place.country)
    exact = place.precision in PRECISE - {"near"} and place.latitude is not None
    accuracy = ACCURACY.get(place.precision)
    row: dict[str, Any] = {
        "country_name": country.name if country is not None else None, "country_slug": _slug(country.name) if country is not None else None,
        "location_name": place.name, "region": place.admin1, "geolocated": exact, "geolocation_notes": "; ".join(chosen.place_words) or None,
        "geolocation_accuracy_name": accuracy, "geolocation_accuracy_slug": _slug(accuracy) if accuracy else None,
    }  # fmt: skip
    return row | ({"latitude": place.latitude, "longitude": place.longitude} if exact else {})


def tell_harm(found: FoundIncident) -> dict[str, Any]:
    """Lowest and highest figure told for each group, and whether harm to civilians is told at all."""
    row: dict[str, Any] = {}
    harmed = False
    for field, word in HARM.items():
        for value in found.view.list_values(field):
            group = GROUPS.get(value.whom or "people")
            if not value.told or not isinstance(value.of, Count) or group is None:
                continue
            low, high = value.of.low, value.of.high if value.of.high is not None else value.of.low
            harmed = harmed or (value.whom in CIVIL and (high or 0) > 0)
            for end, number, pick in (("min", low, min), ("max", high, max)):
                name = f"{group}_{word}_{end}"
                if number is not None:
                    row[name] = round(number) if row.get(name) is None else pick(row[name], round(number))
    return row | {"civilian_harm_reported": harmed}


def _list_unheld(found: FoundIncident) -> Iterator[Loss]:
    for field in HARM:
        for value in found.view.list_values(field):
            if value.told and GROUPS.get(value.whom or "people") is None:
                yield Loss("figure of a group", found.view.id, field, f"{value.words} {value.whom}", tuple(source.claim for source in value.sources))


def list_belligerents(chosen: Chosen, code: str, status: str) -> Iterator[dict[str, Any]]:
    """A row for each party that is said to have done it."""
    for party in chosen.actors:
        if party.type not in ("civilians", None):
            kind = "known" if status == "declared_strike" else "suspected"
            yield {"post_id": number_id(chosen.id), "code": code, "belligerent_name": party.name, "belligerent_slug": _slug_of(party), "type": kind}


def list_sources(chosen: Chosen, code: str, export: Export) -> Iterator[dict[str, Any]]:
    """A row for each article."""
    for article in list_articles(chosen, export):
        yield {
            "post_id": number_id(chosen.id), "code": code, "date": article.published, "name": name_outlet(article), "language": "English",
            "url": article.url, "hash": article.sha256,
        }  # fmt: skip


def _slug_of(party: Party) -> str:
    return party.base or _slug(party.name)


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


# ---------------------------------------------------------------- checking


def check_airwars(data: bytes) -> Iterator[Problem]:
    """What is wrong in one of the tables; which of them it is, is told by its header."""
    name = find_table(data)
    rules = (check_ranges,) if name == "incidents" else ()
    return check_csv(data, load_columns(TABLES[name]), rules, "code" if name == "incidents" else None)


def find_table(data: bytes) -> str:
    """The table that has most of the file's columns."""
    try:
        header = set(read_csv(data.split(b"\n", 1)[0] + b"\n")[0])
    except ValueError:
        header = set()

    def share(columns: tuple[Column, ...]) -> float:
        return len(header & {column.name for column in columns}) - len({column.name for column in columns} - header) / 1000

    return max(TABLES, key=lambda name: share(load_columns(TABLES[name])))


def check_ranges(number: int, row: Mapping[str, str]) -> Iterator[Problem]:
    """No minimum above its maximum, and days in order."""
    for name in row:
        if name.endswith("_min"):
            low, high = read_int(row, name), read_int(row, name.removesuffix("_min") + "_max")
            if low is not None and high is not None and low > high:
                yield Problem(f"more than the maximum ({high})", number, name, row[name])
    first, last = read_date(row.get("date", "")), read_date(row.get("date_end", ""))
    if first is not None and last is not None and last < first:
        yield Problem("before date", number, "date_end", row["date_end"])
    if bool(row.get("latitude")) != bool(row.get("longitude")):
        yield Problem("latitude and longitude stand together or not at all", number, "latitude", row.get("latitude"))
