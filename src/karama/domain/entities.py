"""Who and where: entities of one article with what the actor base and the gazetteer know of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ActorType = Literal[
    "government", "military", "police", "armed group", "militia", "civilians", "international organisation", "NGO", "media", "business", "person", "other"
]
Precision = Literal["exact", "part of settlement", "settlement", "near", "district", "province", "country", "area"]


@dataclass(frozen=True, slots=True)
class Actor:
    """What kind of actor an entity is. `base` is its id in the shipped actor base, None for one that is not listed."""

    type: ActorType
    country: str | None = None  # ISO 3166-1 alpha-3
    wikidata: str | None = None
    codes: dict[str, str] = field(default_factory=dict)  # "plover", "cameo"
    base: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """Another place that the words could mean."""

    geonames: int | None
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a place is, never more exactly than the words say: the true spot lies within radius_km of the point."""

    geonames: int | None
    latitude: float | None
    longitude: float | None
    country: str | None  # ISO 3166-1 alpha-3
    admin1: str | None
    feature: str | None  # GeoNames feature code
    precision: Precision
    radius_km: float | None
    alternatives: tuple[PlaceCandidate, ...] = ()
    note: str | None = None  # e.g. that the text itself says otherwise


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing that the mentions of an article stand for."""

    id: str
    kind: Literal["actor", "place", "other"]
    name: str
    aliases: tuple[str, ...] = ()
    actor: Actor | None = None
    place: Place | None = None
    score: float = 0.5
