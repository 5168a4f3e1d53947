"""Incidents as rows of UCDP GED's 49 columns: low, best and high of deaths, its types of violence and codes of precision. UCDP's own numbers stay empty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import floor
from typing import Any

from karama.data import read_table
from karama.domain.record import Party, When, Where
from karama.export.chosen import Chosen, Figures, choose, drop, find_untold
from karama.export.countries import Country, find_country
from karama.export.losses import list_features
from karama.export.numbering import number_id
from karama.export.plover_codes import code_actor
from karama.export.sides import CIVILIAN_COUNTS, STATE, Sides, view_sides
from karama.export.tables import load_columns, write_csv
from karama.export.telling import list_articles, list_speakers, name_outlet
from karama.export.values import Export, Loss, Options, Written
from karama.views.figures import list_figures
from karama.views.policies import FoundIncident
from karama.views.precision import PRECISIONS, UCDP_SPANS, count_days

COLUMNS = load_columns("ucdp_ged_columns.csv")
HOLDS = frozenset({"speakers"})  # the first of them stands in source_original
LONGEST_DAYS = 366  # date_prec 5 is a year at most
# From this date_prec and this where_prec on a report sums up: UCDP's event_clarity 2. So it is for most of the 15,537 events of UCDP GED in Syria.
UNCLEAR_DAYS, UNCLEAR_PLACE = 3, 6
CIVILIANS = "Civilians"
# Source: OCHA's own tags for UCDP's columns in its pipeline to the Humanitarian Data Exchange.
TAGS: dict[str, str] = {
    "id": "#event+code", "year": "#date+year", "side_a": "#group+name+first", "side_b": "#group+name+second", "source_article": "#meta+source",
    "source_headline": "#description", "where_coordinates": "#loc+name", "adm_1": "#adm1+name", "adm_2": "#adm2+name", "latitude": "#geo+lat",
    "longitude": "#geo+lon", "country": "#country+name", "region": "#region+name", "date_start": "#date+start", "date_end": "#date+end",
    "best": "#affected+killed", "low": "#affected+killed+min", "high": "#affected+killed+max",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dyad:
    """Who fights whom, in UCDP's way: 1 a state and another side, 2 two groups, 3 one side and civilians."""

    type: int
    side_a: str
    side_b: str
    gw_a: int | None
    gw_b: int | None


def write_ucdp_ged(export: Export, options: Options) -> Written:
    """The file, with a loss for everything that UCDP's columns cannot hold."""
    rows, losses = [], []
    for found in export.incidents:
        made = make_row(found, export)
        if isinstance(made, Loss):
            losses.append(made)
            continue
        rows.append(made)
        losses += [*list_renamed(choose(found), made), *list_features(found, HOLDS)]
    rows.sort(key=lambda row: (row["date_start"], row["id"]))
    return Written(write_csv(COLUMNS, rows, TAGS if options.hxl else None), len(rows), tuple(losses))


def make_row(found: FoundIncident, export: Export) -> dict[str, Any] | Loss:
    """The incident's row, or why it has none."""
    chosen = choose(found)
    if (untold := find_untold(chosen)) is not None:
        return untold
    if not is_armed_force(chosen.kind):
        return drop(chosen, "no code", "kind", f"{chosen.kind}: no use of armed force that can kill directly")
    sides = view_sides(chosen)
    dyad = find_dyad(chosen, sides)
    if isinstance(dyad, Loss):
        return dyad
    killed = find_deaths(found, chosen)
    if killed is None:
        told = chosen.figures.get("killed")
        return drop(chosen, "no deaths", "killed", told.words if told is not None else "")
    days = find_days(chosen.day)
    if days is None:
        return drop(chosen, "undated", "day", chosen.day.words if chosen.day is not None else "")
    place = chosen.place
    country = find_country(place.country) if place is not None else None
    if place is None or place.latitude is None or country is None or country.gw is None:
        return drop(chosen, "no place", "place", place.name if place is not None else "")
    row: dict[str, Any] = {
        "id": number_id(chosen.id),
        "relid": chosen.id,
        **tell_dyad(dyad),
        **tell_sources(chosen, export),
        **tell_place(chosen, place, country),
    }
    return row | tell_days(*days, PRECISIONS[place.precision][1]) | split_deaths(found, killed, dyad)


@cache
def _load_kinds() -> dict[str, tuple[bool, bool]]:
    return {row["kind"]: (row["armed_force"] == "yes", row["two_sided"] == "yes") for row in read_table("crosswalks/ucdp_kinds.csv")}


def is_armed_force(kind: str | None) -> bool:
    """Can an event of the kind be one of UCDP's?"""
    return _load_kinds().get(kind or "", (False, False))[0]


# ---------------------------------------------------------------- who


def find_dyad(chosen: Chosen, sides: Sides) -> Dyad | Loss:
    """The two sides and the type of violence, or what is missing of them."""
    actors = [party for party in sides.armed_actors if party.named]
    if not actors:
        return drop(chosen, "no organised side", "actor", "; ".join(party.words for party in chosen.actors))
    others = [party for party in sides.armed_recipients if party.named]
    if not others and _load_kinds()[chosen.kind or ""][1]:
        others = actors[1:]
    if others:
        return pair_sides(actors[0], others[0])
    if not sides.civilians and not sides.civilian_deaths:
        return drop(chosen, "no second side", "recipient", "; ".join(party.words for party in chosen.recipients))
    name, gw = name_side(actors[0])
    return Dyad(3, name, CIVILIANS, gw, None)


def pair_sides(actor: Party, recipient: Party) -> Dyad:
    """Two organised sides; the state is side A."""
    first, second = sorted((actor, recipient), key=lambda party: party.type not in STATE)
    (name_a, gw_a), (name_b, gw_b) = name_side(first), name_side(second)
    return Dyad(1 if first.type in STATE else 2, name_a, name_b, gw_a, gw_b)


def name_side(party: Party) -> tuple[str, int | None]:
    """A state's forces as "Government of Syria" with its number, anybody else, coalitions of states too, by name."""
    country = find_country(code_actor(party).code)  # IGO for a coalition, whatever state leads it
    if party.type in STATE and country is not None and country.ucdp is not None:
        return f"Government of {country.ucdp}", country.gw
    return party.name, None


def list_renamed(chosen: Chosen, row: dict[str, Any]) -> list[Loss]:
    """A loss for each side that is written as its government, such as an air force."""
    names = {party.name: name_side(party)[0] for party in (*chosen.actors, *chosen.recipients)}
    return [
        Loss("approximate code", chosen.id, "actor", f"{name} -> {written}")
        for name, written in names.items()
        if written != name and written in (row["side_a"], row["side_b"])
    ]


def tell_dyad(dyad: Dyad) -> dict[str, Any]:
    """The columns of who fights whom."""
    names = {"dyad_name": f"{dyad.side_a} - {dyad.side_b}", "side_a": dyad.side_a, "side_b": dyad.side_b}
    return {"type_of_violence": dyad.type, **names, "gwnoa": dyad.gw_a, "gwnob": dyad.gw_b}


# ---------------------------------------------------------------- how many


def find_deaths(found: FoundIncident, chosen: Chosen) -> Figures | None:
    """Low, best and high of deaths in whole numbers; the policy's, else the lowest, the best corroborated and the highest. None for none."""
    told = chosen.figures.get("killed")
    if told is None or told.low is None:
        return None
    best = told.best
    if best is None:
        figures = [figure for figure in list_figures(found.view, "killed") if figure.low is not None]
        best = min(figures, key=lambda figure: (-figure.value.origins, figure.low or 0)).low if figures else told.low
    low, best = round(told.low), round(best if best is not None else told.low)
    high = max(round(told.high) if told.high is not None else best, best)
    return replace(told, low=min(low, best), best=best, high=high) if high >= 1 else None


def split_deaths(found: FoundIncident, killed: Figures, dyad: Dyad) -> dict[str, int]:
    """The best figure by whose dead they are, as far as that is told; the rest are of unknown status. The parts add up to the best figure."""
    best = int(killed.best or 0)
    parts = [value for value in found.view.list_values("killed") if value.told and value.whom in CIVILIAN_COUNTS]
    lows = [getattr(value.of, "low", None) or 0 for value in parts]
    civilians = best if dyad.type == 3 else min(best, round(max(lows, default=0)))  # one-sided violence is violence against civilians
    deaths = {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": civilians, "deaths_unknown": best - civilians}
    return deaths | {"best": best, "high": int(killed.high or best), "low": int(killed.low or 0)}


# ---------------------------------------------------------------- where and when


def tell_place(chosen: Chosen, place: Where, country: Country) -> dict[str, Any]:
    """The columns of where it was."""
    latitude, longitude = round(place.latitude or 0.0, 6), round(place.longitude or 0.0, 6)
    return {
        "where_prec": PRECISIONS[place.precision][1], "where_coordinates": place.name, "where_description": "; ".join(chosen.place_words),
        "adm_1": place.admin1,
        "latitude": latitude, "longitude": longitude, "geom_wkt": f"POINT ({longitude} {latitude})", "priogrid_gid": find_cell(latitude, longitude),
        "country": country.ucdp, "country_id": country.gw, "region": country.ucdp_region,
    }  # fmt: skip


def find_cell(latitude: float, longitude: float) -> int:
    """The PRIO-GRID cell of a point: half-degree cells in rows from the south-west corner, from 1."""
    row, column = min(floor((latitude + 90) / 0.5), 359), min(floor((longitude + 180) / 0.5), 719)
    return row * 720 + column + 1


def find_days(when: When | None) -> tuple[date, date] | None:
    """First and last day; None where more than a year is left open."""
    if when is None or when.earliest is None or when.latest is None or count_days(when) > LONGEST_DAYS:
        return None
    return date.fromisoformat(when.earliest), date.fromisoformat(when.latest)


def tell_days(first: date, last: date, where: int) -> dict[str, Any]:
    """The columns of when it was; a week or more, or a whole country, is a report that sums up."""
    span = (last - first).days + 1
    precision = next((code for longest, code in UCDP_SPANS if span <= longest), 5)
    clarity = 2 if precision >= UNCLEAR_DAYS or where >= UNCLEAR_PLACE else 1
    midnight = "00:00:00.000"
    return {"year": first.year, "event_clarity": clarity, "date_prec": precision, "date_start": f"{first} {midnight}", "date_end": f"{last} {midnight}"}


def tell_sources(chosen: Chosen, export: Export) -> dict[str, Any]:
    """The columns of who published it and who told them; lists are parted at ";"."""
    articles = list_articles(chosen, export)
    speakers = (told[-1] for claim in chosen.claims if (told := list_speakers(claim.speakers)))  # whoever said it first
    cited = [f'"{_flat(name_outlet(one))},{one.published or ""},{_flat(one.title or "")}"' for one in articles]
    return {
        "number_of_sources": len(articles), "source_article": ";".join(cited), "source_office": ";".join(_flat(name_outlet(one)) for one in articles),
        "source_date": ";".join(one.published or "" for one in articles), "source_headline": ";".join(_flat(one.title or "") for one in articles),
        "source_original": ";".join(dict.fromkeys(_flat(speaker.name or speaker.words) for speaker in speakers)),
    }  # fmt: skip


def _flat(text: str) -> str:
    """The text without the marks that part UCDP's lists."""
    return text.replace('"', "'").replace(";", ",")
