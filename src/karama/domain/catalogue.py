"""Incidents as they are looked for: one short line each, what it can be found by, and what is asked of all of them together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from karama.domain.entities import Precision

# What incidents are counted by. "where" is how exactly the place is known, "when" how exactly the day; both have "none".
Facet = Literal["kind", "actor", "recipient", "country", "province", "place", "where", "when", "certainty", "dispute", "outlet"]
FACETS: tuple[Facet, ...] = get_args(Facet)
By = Literal["happened", "reported"]
Unit = Literal["day", "month", "year"]
Order = Literal["day", "-day", "killed", "origins", "reported"]


@dataclass(frozen=True, slots=True)
class Key:
    """One value that an incident is found under, and what it is called."""

    facet: Facet
    key: str  # "air strike", "base:syrian-democratic-forces", "SYR"
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as known in a record: the same town known exactly and "near" it are two. `number` is given by the catalogue."""

    name: str
    geonames: int | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    precision: Precision
    country: str | None
    admin1: str | None
    number: int = 0


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident in short: its best value of each field, and how well it is known. Days are ISO."""

    id: str  # "i_..."
    group: str  # the incident's id in the store
    kind: str
    day: str | None  # EDTF
    first: str | None  # the days that it can mean
    last: str | None
    reported_first: str | None  # days of publication
    reported_last: str | None
    spot: Spot | None
    actors: str  # names, joined
    recipients: str
    killed_low: float | None  # over all credible figures
    killed_high: float | None
    wounded_low: float | None
    wounded_high: float | None
    origins: int
    articles: int
    claims: int
    disputed: bool
    certainty: str
    claim: str  # of the sentence
    words: str  # the sentence that tells it best


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident for the catalogue: its line, what it is found under, all its places, and its claims."""

    line: IncidentLine
    keys: tuple[Key, ...]
    spots: tuple[Spot, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogueQuery:
    """Which incidents are asked for; every field narrows, an empty one does not. Of one facet any value, of several facets all."""

    keys: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    first: str | None = None  # ISO days: incidents that may lie between them
    last: str | None = None
    by: By = "happened"
    box: tuple[float, float, float, float] | None = None  # south, west, north, east, of the best place
    spots: tuple[int, ...] | None = None  # numbers of places, one of which is told
    claims: tuple[str, ...] | None = None  # one of which is in it
    words: str = ""  # one claim has all of them
    parties: tuple[str, ...] = ()  # keys of an actor or recipient
    ids: tuple[str, ...] | None = None  # of incidents

    def without(self, facet: Facet) -> CatalogueQuery:
        """The same without what is asked of that facet."""
        kept = tuple(pair for pair in self.keys if pair[0] != facet)
        return replace(self, keys=kept)


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many of the incidents are found under a key."""

    key: Key
    count: int


@dataclass(frozen=True, slots=True)
class SpotCount:
    """The incidents at one place together."""

    spot: Spot
    count: int
    kinds: tuple[str, ...]  # of them, the first and last by name: one kind, or not
    disputed: int
    origins: int  # of the best corroborated
    one: str  # id of one of them


@dataclass(frozen=True, slots=True)
class SpanCount:
    """How many incidents lie between the beginnings of two units of time, e.g. "2017-06" and "2017-07"."""

    first: str
    last: str
    count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are, and how many cannot be shown on a map or a line of time."""

    incidents: int
    without_place: int
    without_day: int
    disputed: int
    earliest: str | None
    latest: str | None
