"""Who stands on which side of an incident, and the conditions of the crosswalk tables that depend on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from karama.data import read_table
from karama.domain.record import Party
from karama.export.chosen import Chosen
from karama.views.incidents import find_group

STATE = frozenset({"government", "military", "police"})
GROUPS = frozenset({"armed group", "militia"})
ARMED = STATE | GROUPS
PEOPLE = frozenset({"civilians", "person", "media", "NGO", "business"})
# Whose deaths are civilians' deaths, as views.incidents names those who are counted.
CIVILIAN_COUNTS = frozenset({"civilians", "women", "children", "women and children"})


@dataclass(frozen=True, slots=True)
class Sides:
    """The parties of an incident by what they are."""

    armed_actors: tuple[Party, ...]
    armed_recipients: tuple[Party, ...]
    civilians: tuple[Party, ...]  # recipients
    civilian_deaths: bool
    deaths: bool


def view_sides(chosen: Chosen) -> Sides:
    """The sides of the incident."""
    killed = [count for claim in chosen.claims for count in claim.counts if count.unit == "killed" and (count.low or 0) > 0]

    civilian_deaths = any(find_group(count) in CIVILIAN_COUNTS for count in killed)
    deaths = bool(killed) or chosen.kind in ("killing", "execution", "massacre")
    recipients = chosen.recipients
    return Sides(
        tuple(party for party in chosen.actors if party.type in ARMED),
        tuple(party for party in recipients if party.type in ARMED),
        tuple(party for party in recipients if party.type in PEOPLE),
        civilian_deaths,
        deaths,
    )


def holds(when: str, sides: Sides, country: str | None) -> bool:
    """Does the condition of a crosswalk table hold? `country` is where it happened."""
    actors = {party.type for party in sides.armed_actors}
    match when:
        case "any" | "otherwise":
            return True
        case "armed both":
            return bool(sides.armed_actors and sides.armed_recipients)
        case "armed actor":
            return bool(sides.armed_actors)
        case "armed recipient":
            return bool(sides.armed_recipients)
        case "civilian recipient":
            return bool(sides.civilians) and not sides.armed_recipients
        case "civilian deaths":
            return sides.civilian_deaths and not sides.armed_recipients
        case "deaths":
            return sides.deaths
        case "police actor":
            return "police" in actors
        case "state actor":
            return bool(actors & STATE)
        case "home state actor":
            return any(party.type in STATE and party.country == country for party in sides.armed_actors)
        case "non-state actor":
            return bool(actors & GROUPS)
    raise AssertionError(f"a crosswalk table has the unknown condition {when!r}")


class Code(NamedTuple):
    """A row of a crosswalk of kinds: an empty code is none."""

    code: str
    sub: str
    reason: str


@cache
def _load(name: str, code: str, sub: str) -> dict[str, tuple[tuple[str, Code], ...]]:
    found: dict[str, list[tuple[str, Code]]] = {}
    for row in read_table(f"crosswalks/{name}"):
        found.setdefault(row["kind"], []).append((row["when"], Code(row[code], row[sub], row["reason"])))
    return {kind: tuple(rows) for kind, rows in found.items()}


def find_code(name: str, columns: tuple[str, str], chosen: Chosen, sides: Sides) -> Code:
    """The first row of the crosswalk table for the incident's kind whose condition holds; an empty code where there is none."""
    country = chosen.place.country if chosen.place is not None else None
    rows = _load(name, *columns).get(chosen.kind or "", ())
    return next((code for when, code in rows if holds(when, sides, country)), Code("", "", "a kind that the table does not know"))
