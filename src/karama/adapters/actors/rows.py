"""The rows of the actor tables: their names as they stand, and the known actor of a row when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from karama.data import read_table
from karama.domain.entities import Actor, ActorType
from karama.ports import KnownActor

# Country codes where they differ from ISO 3166-1 alpha-3 (CAMEO manual, 2012, appendix; PLOVER manual).
CAMEO_COUNTRIES = {"ROU": "ROM", "TLS": "TMP", "XKX": "KOS"}
PLOVER_COUNTRIES = {"XKX": "KOS"}
GUARD = "?"  # before a name that is also a common word, surname or place
SHARED = "*"  # before a name that other actors have too

Row = dict[str, str]


class StateRow(NamedTuple):
    """A state as its government, with its names, seats of government, nationality words, and peoples and regions within."""

    known: KnownActor
    names: list[str]
    seats: list[str]
    peoples: list[str]
    within: list[str]


def read_rows() -> tuple[Row, ...]:
    """The rows of actors.csv, then those of leaders.csv: the order in which a shared name is taken."""
    return (*read_table("actors.csv"), *read_table("leaders.csv"))


DatedNames = tuple[tuple[str, str | None, str | None], ...]


def read_dated_names() -> dict[str, DatedNames]:
    """The names of actor_names.csv by actor, each with its first and last day, oldest first."""
    dated: dict[str, DatedNames] = {}
    for row in read_table("actor_names.csv"):
        dated[row["id"]] = (*dated.get(row["id"], ()), (row["name"], row["from"] or None, row["to"] or None))
    return dated


def split_list(cell: str) -> list[str]:
    """The items of a cell that holds a list parted by semicolons."""
    return [item for item in (part.strip() for part in cell.split(";")) if item]


def make_known(row: Row, dated: DatedNames) -> KnownActor:
    """The known actor of a row of actors.csv or leaders.csv; a leader's active time is that of the offices."""
    names = dict.fromkeys(name.lstrip(GUARD + SHARED) for name in (*split_list(row["aliases"]), *(name for name, _, _ in dated)))
    codes = {scheme: row[scheme] for scheme in ("plover", "cameo") if row[scheme]}
    actor = Actor(cast(ActorType, row["type"]), row["country"] or None, row.get("wikidata") or None, codes, row["id"])
    return KnownActor(row["id"], row["name"], tuple(n for n in names if n != row["name"]), actor, row["from"] or None, row["to"] or None, dated)


def read_states() -> Iterator[StateRow]:
    """The rows of states.csv."""
    for row in read_table("states.csv"):
        country = row["iso3"]
        codes = {"plover": f"{PLOVER_COUNTRIES.get(country, country)}GOV", "cameo": f"{CAMEO_COUNTRIES.get(country, country)}GOV"}
        names = [row["name"], *split_list(row["aliases"])]
        actor = Actor("government", country, None, codes, f"state-{country.lower()}")
        known = KnownActor(f"state-{country.lower()}", row["name"], tuple(names[1:]), actor)
        yield StateRow(known, names, split_list(row["seats"]), split_list(row["people"]), split_list(row["within"]))
