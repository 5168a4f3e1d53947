"""Incidents in PLOVER's terms: types, modes, contexts, and actors with country and sector. Its tables are CC BY-SA 4.0 (data/crosswalks/plover_LICENCE.txt)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from karama.data import read_table
from karama.domain.record import Party
from karama.export.chosen import Chosen
from karama.export.countries import load_countries
from karama.export.sides import Sides, find_code, holds
from karama.views.sources import Stance

# What PLOVER's manual calls auxiliary modes; a demand is coded as what is demanded, which has not happened.
AUXILIARY: dict[Stance, str] = {
    "denied": "negation", "planned": "future", "feared": "hypothetical", "possible": "hypothetical", "conditional": "hypothetical",
    "requested": "hypothetical", "general": "hypothetical", "incomplete": "hypothetical",
}  # fmt: skip
HISTORICAL = "historical"
AUXILIARY_MODES = frozenset({*AUXILIARY.values(), HISTORICAL})
OLD_DAYS = 60  # a report of what happened longer ago looks back
SECTOR = 3  # letters of a country and of each sector in a code such as SYRMIL


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event with its mode: score, and quad code in number and words."""

    event: str
    mode: str | None
    score: float | None
    quad: int
    quad_name: str
    needs_recipient: bool


@dataclass(frozen=True, slots=True)
class Coded:
    """What the incident is in PLOVER; `reason` says why it is nothing."""

    type: EventType | None
    contexts: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class CodedActor:
    """An actor in PLOVER: ISO3 or a code such as IGO, its sectors, first the one that counts, and its Wikidata id."""

    party: Party
    code: str | None
    sectors: tuple[str, ...]
    wikidata: str | None


@cache
def load_types() -> dict[tuple[str, str], EventType]:
    """Every type with every mode (and without one)."""
    return {
        (r["event"], r["mode"]): EventType(
            r["event"], r["mode"] or None, float(r["score"]) if r["score"] else None, int(r["quad_code"]), r["quad"], r["requires_recipient"] == "Yes"
        )
        for r in read_table("crosswalks/plover_events.csv")
    }


def code_incident(chosen: Chosen, sides: Sides) -> Coded:
    """The incident's type, mode and contexts by the crosswalk of kinds."""
    code = find_code("plover_kinds.csv", ("event", "mode"), chosen, sides)
    if not code.code:
        return Coded(None, (), code.reason)
    country = chosen.place.country if chosen.place is not None else None
    rows = [row for row in read_table("crosswalks/plover_kinds.csv") if row["kind"] == chosen.kind]
    contexts = next((row["contexts"] for row in rows if holds(row["when"], sides, country)), "")
    listed = [context for context in contexts.split(";") if context]
    if any(party.type == "military" for party in (*chosen.actors, *chosen.recipients)):
        listed.append("military")
    return Coded(load_types()[code.code, code.sub], tuple(dict.fromkeys(listed)), code.reason)


@cache
def _load_base() -> dict[str, tuple[str, str]]:
    """PLOVER code and Wikidata id of the actors of the base."""
    return {row["id"]: (row["plover"], row["wikidata"]) for row in read_table("actors.csv")}


def code_actor(party: Party) -> CodedActor:
    """The actor's country and sectors: by the actor base, else by its type and country."""
    plover, wikidata = _load_base().get(party.base or "", ("", ""))
    parts = [plover[at : at + SECTOR] for at in range(0, len(plover), SECTOR)]
    codes = load_country_codes()
    code = next((part for part in parts if part in codes), None)
    sectors = tuple(part for part in parts if part in load_sectors())
    row = next((row for row in read_table("crosswalks/plover_actors.csv") if row["type"] == (party.type or "other")), None)
    if not sectors and row is not None and row["sector"]:
        sectors = (row["sector"],)
    return CodedActor(party, code or party.country or (row["code"] if row is not None else None) or None, sectors, wikidata or None)


@cache
def load_sectors() -> frozenset[str]:
    """PLOVER's sectors."""
    return frozenset(row["code"] for row in read_table("crosswalks/plover_sectors.csv"))


@cache
def load_country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-3, and the codes that stand where an actor has no country."""
    return frozenset(load_countries()) | {row["code"] for row in read_table("crosswalks/plover_codes.csv")}


def list_modes(chosen: Chosen, kind: EventType, days_before: int | None) -> list[str]:
    """The mode and the auxiliary modes; `days_before` is how long before its first report the incident was."""
    modes = [kind.mode] if kind.mode else []
    if chosen.stance != "told":
        modes.append(AUXILIARY[chosen.stance])
    if days_before is not None and days_before > OLD_DAYS:
        modes.append(HISTORICAL)
    return modes
