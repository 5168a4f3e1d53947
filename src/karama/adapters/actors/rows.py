"""The rows of the actor tables as known actors with their names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from karama.data import read_table
from karama.domain.entities import Actor, ActorType
from karama.ports import KnownActor

# CAMEO's country codes where they differ from ISO 3166-1 alpha-3 (CAMEO manual, 2012, appendix).
CAMEO_COUNTRIES = {"ROU": "ROM", "TLS": "TMP", "XKX": "KOS"}
PLOVER_COUNTRIES = {"XKX": "KOS"}  # PLOVER's own code for Kosovo


class ActorRow(NamedTuple):
    """An actor with every way to write its name, each with whether it is guarded (marked "?" in the table)."""

    known: KnownActor
    forms: tuple[tuple[str, bool], ...]


def split_list(cell: str) -> list[str]:
    """The items of a cell that holds a list parted by semicolons."""
    return [item for item in (part.strip() for part in cell.split(";")) if item]


def read_actor_rows() -> Iterator[ActorRow]:
    """The rows of actors.csv, with the dated names of actor_names.csv, then those of leaders.csv."""
    dated: dict[str, list[str]] = {}
    for row in read_table("actor_names.csv"):
        dated.setdefault(row["id"], []).append(row["name"])
    for row in read_table("actors.csv"):
        marked = [row["name"], *split_list(row["aliases"]), *dated.get(row["id"], ())]
        forms = dict.fromkeys((name.lstrip("?*"), "?" in name[:2]) for name in marked)
        codes = {scheme: row[scheme] for scheme in ("plover", "cameo") if row[scheme]}
        actor = Actor(cast(ActorType, row["type"]), row["country"] or None, row["wikidata"] or None, codes, row["id"])
        names = tuple(name for name, _ in forms)
        yield ActorRow(KnownActor(row["id"], row["name"], names[1:], actor, row["from"] or None, row["to"] or None), tuple(forms))


class StateRow(NamedTuple):
    """A state as its government, with its names, seats of government, nationality words, and peoples and regions within."""

    known: KnownActor
    names: list[str]
    seats: list[str]
    peoples: list[str]
    within: list[str]


def read_states() -> Iterator[StateRow]:
    """The rows of states.csv."""
    for row in read_table("states.csv"):
        country = row["iso3"]
        codes = {"plover": f"{PLOVER_COUNTRIES.get(country, country)}GOV", "cameo": f"{CAMEO_COUNTRIES.get(country, country)}GOV"}
        names = [row["name"], *split_list(row["aliases"])]
        actor = Actor("government", country, None, codes, f"state-{country.lower()}")
        known = KnownActor(f"state-{country.lower()}", row["name"], tuple(names[1:]), actor)
        yield StateRow(known, names, split_list(row["seats"]), split_list(row["people"]), split_list(row["within"]))
