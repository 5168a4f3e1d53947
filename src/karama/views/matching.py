"""Is that the place, the actor, the day that was asked for? By keys of the gazetteer, names, and how far a place reaches; never by the text."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from karama.domain.entities import Precision
from karama.domain.members import MADE, name_node
from karama.domain.names import fold_to_ask
from karama.domain.record import Party, RecordClaim, Speaker, Where

EARTH_KM = 6371.0
# Somewhere in a district, province or country is not known to be at a town that lies in it.
PRECISE: frozenset[Precision] = frozenset({"exact", "part of settlement", "settlement", "near"})


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """A place as it is asked for: its names and gazetteer ids, and how far around its point it reaches (a town, a circle, a province)."""

    names: frozenset[str]  # as fold_to_ask gives them
    geonames: frozenset[int] = frozenset()
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float = 0.0
    country: str | None = None  # of a country or province: all that lies in it
    admin1: str | None = None  # of a province


def match_place(where: Where, asked: PlaceAsked) -> bool:
    """Is the place the one that is asked for, or exactly enough known to lie in it?"""
    if where.geonames is not None and where.geonames in asked.geonames:
        return True
    if where.latitude is None or where.longitude is None or asked.latitude is None or asked.longitude is None:
        return fold_to_ask(where.name) in asked.names
    if asked.country is not None:
        return where.country == asked.country and (asked.admin1 is None or where.admin1 == asked.admin1)
    return where.precision in PRECISE and measure_km(where.latitude, where.longitude, asked.latitude, asked.longitude) <= asked.radius_km


@dataclass(frozen=True, slots=True)
class ActorAsked:
    """An actor as it is asked for: by the entities that bear the name, and by words that may name nobody in particular ("militants")."""

    names: frozenset[str]  # as fold_to_ask gives them
    bases: frozenset[str] = frozenset()  # ids in the actor base, and those by which people tell somebody from namesakes
    nodes: frozenset[str] = frozenset()  # the names of the entities, as `name_node` gives them
    strangers: frozenset[str] = frozenset()  # ids of those from whom people told it apart
    spellings: tuple[str, ...] = ()  # names under which a store finds the claims

    @property
    def keys(self) -> frozenset[str]:
        """By which a view of many incidents knows the actor: its ids and folded names."""
        return self.names | self.bases | {fold_to_ask(name) for name in self.spellings}


def match_party(party: Party | Speaker, asked: ActorAsked, article: str = "") -> bool:
    """Is the party of that article the one asked for: by its id, as an entity, by its name, another name of it, or its words?"""
    if party.base is not None and (party.base in asked.bases or party.base in asked.strangers or party.base.startswith(MADE)):
        return party.base in asked.bases
    if name_node(party, article) in asked.nodes:
        return True
    own = (party.name, party.words, *(party.aliases if isinstance(party, Party) else ()))
    return any(name is not None and fold_to_ask(name) in asked.names for name in own)


def match_actor(claim: RecordClaim, asked: ActorAsked) -> bool:
    """Does the actor act in the claim, or is acted upon?"""
    return any(match_party(party, asked, claim.article) for party in (*claim.actors, *claim.recipients))


def match_days(claim: RecordClaim, earliest: str | None, latest: str | None) -> bool:
    """Can the claim's happening lie within the days (ISO, inclusive)? One without a day of its own is taken by its day of publication."""
    spans = [(when.earliest, when.latest) for when in claim.dates if when.earliest or when.latest] or [(claim.published, claim.published)]
    return any(overlap_days(first, last, earliest, latest) for first, last in spans)


def overlap_days(first: str | None, last: str | None, earliest: str | None, latest: str | None) -> bool:
    """Do two stretches of ISO days overlap? None is an open end."""
    return (first is None or latest is None or first <= latest) and (last is None or earliest is None or last >= earliest)


def holds_place(outer: Where, inner: Where) -> bool:
    """Does the inner place lie within the outer, and is known at least as exactly?"""
    if outer.geonames is not None and outer.geonames == inner.geonames:
        return (inner.radius_km or 0) <= (outer.radius_km or 0)
    if outer.precision == "country":
        return inner.country is not None and inner.country == outer.country
    if None in (outer.latitude, outer.longitude, inner.latitude, inner.longitude) or outer.radius_km is None or (inner.radius_km or 0) > outer.radius_km:
        return False
    return measure_km(outer.latitude or 0, outer.longitude or 0, inner.latitude or 0, inner.longitude or 0) <= outer.radius_km


def measure_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres between two points along the great circle."""
    north, east = radians(other_latitude - latitude), radians(other_longitude - longitude)
    half = sin(north / 2) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))
