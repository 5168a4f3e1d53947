"""Incidents as rows of ACLED's 31 columns: its types, actor types and precision codes, the lowest credible figure of deaths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from karama.data import read_table
from karama.domain.record import Party, When
from karama.export.chosen import Chosen, choose, drop, find_untold
from karama.export.countries import Country, find_country
from karama.export.losses import list_features
from karama.export.numbering import number_id
from karama.export.sides import ARMED, PEOPLE, STATE, Sides, find_code, view_sides
from karama.export.tables import load_columns, write_csv
from karama.export.telling import list_outlets, read_seconds, tell_incident
from karama.export.values import Export, Loss, Options, Written
from karama.views.policies import FoundIncident
from karama.views.precision import ACLED_SPANS, PRECISIONS, count_days

COLUMNS = load_columns("acled_columns.csv")
HOLDS: frozenset[str] = frozenset()
LONGEST_DAYS = 31  # a month is the vaguest day ACLED codes
# There were two sides, though both may be told as fighting, or one of them not at all.
TWO_SIDED = frozenset({"armed clash", "ceasefire violation", "defence"})
REMOTE = "Explosions/Remote violence"
UNKNOWN_DEATHS = 3  # codebook, Reported fatalities: 3 or 10 by the context where deaths are told without a number; the lower
DEMONSTRATIONS: dict[str, str] = {"Protests": "Protesters", "Riots": "Rioters"}
# HXL tags for the columns that have one in the standard's hashtag list.
TAGS: dict[str, str] = {
    "event_id_cnty": "#event+code", "event_date": "#date+occurred", "year": "#date+year", "time_precision": "#date+precision",
    "event_type": "#event+type", "sub_event_type": "#event+subtype", "actor1": "#group+name+first", "actor2": "#group+name+second",
    "iso": "#country+code", "region": "#region+name", "country": "#country+name", "admin1": "#adm1+name", "admin2": "#adm2+name", "admin3": "#adm3+name",
    "location": "#loc+name", "latitude": "#geo+lat", "longitude": "#geo+lon", "geo_precision": "#geo+precision", "source": "#meta+source",
    "source_scale": "#meta+source+type", "notes": "#description", "fatalities": "#affected+killed", "timestamp": "#date+updated",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row: the actor, its type, who is associated with it, and what is approximate or left out."""

    actor: str | None = None
    inter: str | None = None
    assoc: str | None = None
    losses: tuple[Loss, ...] = ()


def write_acled(export: Export, options: Options) -> Written:
    """The file, with a loss for everything that ACLED's columns cannot hold."""
    rows, losses = [], []
    for found in export.incidents:
        made = make_row(found, export)
        if isinstance(made, Loss):
            losses.append(made)
            continue
        row, more = made
        rows.append(row)
        losses += [*more, *list_features(found, HOLDS)]
    rows.sort(key=lambda row: (row["event_date"], row["event_id_cnty"]))
    return Written(write_csv(COLUMNS, rows, TAGS if options.hxl else None), len(rows), tuple(losses))


def make_row(found: FoundIncident, export: Export) -> tuple[dict[str, Any], list[Loss]] | Loss:
    """The incident's row and what is approximate in it, or why it has none."""
    chosen = choose(found)
    if (untold := find_untold(chosen)) is not None:
        return untold
    sides = view_sides(chosen)
    code = find_code("acled_events.csv", ("event_type", "sub_event_type"), chosen, sides)
    if not code.code:
        return drop(chosen, "no code", "kind", f"{chosen.kind}: {code.reason}")
    if (missing := find_missing(chosen, sides, code.code)) is not None:
        return missing
    day, place = find_day(chosen.day), chosen.place
    if day is None or chosen.day is None:
        return drop(chosen, "undated", "day", chosen.day.words if chosen.day is not None else "")
    country = find_country(place.country) if place is not None else None
    if place is None or country is None or country.acled is None or place.latitude is None or place.precision == "country":
        return drop(chosen, "no place", "place", place.name if place is not None else "")
    row: dict[str, Any] = {
        "event_id_cnty": f"{country.iso3}{number_id(chosen.id)}", "event_date": day, "year": int(day[:4]),
        "time_precision": next((code for longest, code in ACLED_SPANS if count_days(chosen.day) <= longest), 3),
        "disorder_type": load_disorder()[code.code, code.sub], "event_type": code.code, "sub_event_type": code.sub,
        "iso": country.iso_numeric, "region": country.acled_region, "country": country.acled, "admin1": place.admin1, "location": place.name,
        "latitude": round(place.latitude, 4), "longitude": round(place.longitude or 0.0, 4), "geo_precision": PRECISIONS[place.precision][0],
        "source": "; ".join(list_outlets(chosen, export)), "notes": tell_incident(found, chosen), "timestamp": read_seconds(chosen, export),
    }  # fmt: skip
    actors, losses = find_actors(chosen, sides, code.code, country)
    row |= actors | find_interaction(actors["inter1"], actors["inter2"])
    row["civilian_targeting"] = "Civilian targeting" if is_targeting(row) else None
    row["fatalities"], unknown = find_deaths(found, chosen)
    losses += unknown
    row["tags"] = "; ".join(filter(None, ("crowd size=no report" if code.code in DEMONSTRATIONS else "", f"karama={chosen.id}")))
    return row, losses


def find_deaths(found: FoundIncident, chosen: Chosen) -> tuple[int, list[Loss]]:
    """The lowest credible figure; 0 where no report gives deaths, and ACLED's figure for an unknown plural where they are told without a number."""
    killed = chosen.figures.get("killed")
    if killed is not None and killed.low is not None:
        return round(killed.low), []
    if not any(value.told and value.of is not None for value in found.view.list_values("killed")):
        return 0, []
    return UNKNOWN_DEATHS, [Loss("approximate code", chosen.id, "killed", f"{killed.words if killed is not None else ''}: no number -> {UNKNOWN_DEATHS}")]


@cache
def load_disorder() -> dict[tuple[str, str], str]:
    """The disorder type of every event and sub-event type."""
    return {(row["event_type"], row["sub_event_type"]): row["disorder_type"] for row in read_table("crosswalks/acled_event_types.csv")}


def find_day(when: When | None) -> str | None:
    """The day, of several the one in their middle, as ACLED writes a week or a month; None where more than a month is left open."""
    if when is None or when.earliest is None or when.latest is None or count_days(when) > LONGEST_DAYS:
        return None
    first = date.fromisoformat(when.earliest)
    return (first + timedelta(days=(count_days(when) - 1) // 2)).isoformat()


# ---------------------------------------------------------------- who


def find_missing(chosen: Chosen, sides: Sides, event_type: str) -> Loss | None:
    """The side that an event of the type needs and nobody tells; None for none. Codebook: a battle has two, explosions and demonstrations may have one."""
    if event_type == REMOTE or event_type in DEMONSTRATIONS:
        return None
    if not sides.armed_actors and not (event_type == "Strategic developments" and any(party.named for party in chosen.actors)):
        return drop(chosen, "no organised side", "actor", "; ".join(party.words for party in chosen.actors))
    if event_type == "Battles" and not sides.armed_recipients and chosen.kind not in TWO_SIDED:
        return drop(chosen, "no second side", "recipient", f"{chosen.kind}: a battle needs two armed sides")
    return None


def find_actors(chosen: Chosen, sides: Sides, event_type: str, country: Country) -> tuple[dict[str, Any], list[Loss]]:
    """actor1 to inter2, and what is approximate or left out."""
    first, second = split_sides(chosen, sides, event_type)
    if event_type in DEMONSTRATIONS:
        crowd = DEMONSTRATIONS[event_type]
        one = Side(f"{crowd} ({country.acled})", crowd)
        two = tell_side(tuple(party for party in (*first, *second) if party.type in ARMED), chosen, country)
    else:
        one, two = tell_side(first, chosen, country), tell_side(second, chosen, country)
        one = one if one.actor is not None else name_unknown(None, chosen, country)
        two = two if two.actor is not None or event_type != "Battles" else name_unknown(None, chosen, country)
    civilians = f"Civilians ({country.acled})"
    harmed = bool(sides.civilians) or sides.civilian_deaths
    if event_type == "Violence against civilians" or (two.actor is None and sides.civilian_deaths and event_type == REMOTE):
        two = replace(two, actor=civilians, inter="Civilians")
    elif event_type == REMOTE and harmed and two.inter not in (None, "Civilians"):  # meant for somebody armed, and civilians were hit
        two = replace(two, assoc="; ".join(filter(None, (two.assoc, civilians))))
    row = {"actor1": one.actor, "assoc_actor_1": one.assoc, "inter1": one.inter, "actor2": two.actor, "assoc_actor_2": two.assoc, "inter2": two.inter}
    return row, [*one.losses, *two.losses]


def split_sides(chosen: Chosen, sides: Sides, event_type: str) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Who did it and against whom; of a clash whose sides are all told as fighting, the first and the others."""
    actors = sides.armed_actors or tuple(party for party in chosen.actors if party.type in PEOPLE)
    recipients = sides.armed_recipients or (sides.civilians if event_type != "Battles" else ())
    if chosen.kind in TWO_SIDED and not recipients and len(actors) > 1:
        return actors[:1], actors[1:2]
    return actors, recipients


def tell_side(parties: tuple[Party, ...], chosen: Chosen, country: Country) -> Side:
    """The first named party with its type, those that a claim names beside it as associated, and the losses; of nameless ones ACLED's words for them."""
    named = [party for party in parties if party.named and party.type is not None]
    armed = [party for party in parties if party.type in ARMED]
    if not named and armed:
        return name_unknown(armed[0], chosen, country)
    known = named or [party for party in parties if party.type in PEOPLE]
    if not known:
        return Side()
    first = known[0]
    inter, approximate = find_inter(first, country)
    beside = [party for party in named[1:] if frozenset((party.name, first.name)) <= _join(chosen, first)]
    apart = [party.name for party in named[1:] if party not in beside]
    losses = [Loss("approximate code", chosen.id, "actor", f"{first.name}: {first.type} -> {inter}")] if approximate else []
    losses += [Loss("other sides", chosen.id, "actor", "; ".join(apart))] if apart else []
    assoc = "; ".join(party.name for party in beside if party.type not in PEOPLE or party.base is not None)
    return Side(f"Civilians ({country.acled})" if inter == "Civilians" else first.name, inter, assoc or None, tuple(losses))


def name_unknown(party: Party | None, chosen: Chosen, country: Country) -> Side:
    """ACLED's words for an armed actor that is told without a name, or not at all."""
    row = next(row for row in read_table("crosswalks/acled_unnamed.csv") if row["type"] == (party.type if party is not None else "nobody"))
    inter, home = row["inter"], country
    if party is not None and (own := find_country(party.country)) is not None and party.type in STATE:
        inter, home = find_inter(party, country)[0] or inter, own
    name = row["actor"].format(country=home.acled or home.name)
    if home is not country and party is not None and party.type == "military":
        name = f"Military Forces of {home.acled or home.name}"
    return Side(name, inter, None, (Loss("unnamed side", chosen.id, "actor", f"{party.words if party is not None else 'nobody is named'} -> {name}"),))


def _join(chosen: Chosen, party: Party) -> frozenset[str]:
    """The names that some claim puts beside the party."""
    return frozenset(name for side in chosen.together if party.name in side for name in side)


def find_inter(party: Party, country: Country) -> tuple[str | None, bool]:
    """ACLED's type of the actor in that country, and whether it is only approximate; None for none."""
    where = "home" if party.country == country.iso3 else "abroad" if party.country else "nowhere"
    for row in read_table("crosswalks/acled_inter.csv"):
        if row["type"] == party.type and row["when"] in (where, "any"):
            return row["inter"] or None, row["approximate"] == "yes"
    return None, False


def find_interaction(inter1: str | None, inter2: str | None) -> dict[str, str | None]:
    """The interaction of two actor types as ACLED words it; "... only" for one."""
    codes, labels = _load_interactions()
    numbers = sorted(codes[inter] for inter in (inter1, inter2) if inter in codes)
    return {"interaction": labels.get("".join(numbers).ljust(2, "0")) if numbers else None}


@cache
def _load_interactions() -> tuple[dict[str, str], dict[str, str]]:
    codes = {row["label"]: row["code"] for row in read_table("crosswalks/acled_inter_types.csv")}
    return codes, {row["code"]: row["label"] for row in read_table("crosswalks/acled_interactions.csv")}


def is_targeting(row: Mapping[str, Any]) -> bool:
    """Were civilians the target, in ACLED's sense?"""
    if row["event_type"] == "Violence against civilians" or row["sub_event_type"] == "Excessive force against protesters":
        return True
    return bool(row["event_type"] == REMOTE and row["inter2"] == "Civilians")
