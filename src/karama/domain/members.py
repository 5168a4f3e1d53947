"""Actors and places as single reports name them, and which of these names are one by themselves: the nodes that entities are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from karama.domain.entities import ActorType
from karama.domain.names import fold_across_scripts
from karama.domain.record import Party, Speaker, Where

EntityKind = Literal["actor", "place"]
# As whom a report names it: by its name, by another name of it, by words that are no name ("Islamic State militants"), by the letters its name begins with.
How = Literal["name", "alias", "words", "initials"]
BOUND = "@"  # before what a name is bound to, where the name alone does not say who or where: one report, a town, a point
MADE = "e_"  # begins an entity's id; a party that people told from its namesakes has one in the place of an id of the actor base
# Bodies are known by one word ("Farouq"); one word for a person is a family name or a first name, and many bear it.
BODIES: frozenset[ActorType] = frozenset({"armed group", "militia", "international organisation", "NGO", "media", "business"})
# A house, a town; "Russian" and "20 others", of whom no more is said.
NO_ACTOR: frozenset[ActorType | None] = frozenset({None, "other"})
# Precisions at which a place only leans on a place of the gazetteer: "the Old City" has Raqqa's number, and is not Raqqa.
LEANING = frozenset({"exact", "part of settlement", "near"})


@dataclass(frozen=True, slots=True)
class Member:
    """One name of an actor or place in one reading; `node` is that of all who are so named and no more is known to tell them apart."""

    reading: str
    article: str
    node: str  # "base:islamic-state", "name:free idlib brigade", "name:hassan@sha256:...", "geo:172955", "place:old city@172955"
    what: EntityKind
    name: str
    how: How
    key: str  # under which spellings of one name meet; "" for none
    type: ActorType | None
    country: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    claims: int  # of the reading, each counted once a node


@dataclass(frozen=True, slots=True)
class Naming:
    """One way in which reports name a node, over all of them."""

    node: str
    what: EntityKind
    name: str
    how: How
    key: str
    type: ActorType | None
    country: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    articles: int = 0
    claims: int = 0


def name_as(member: Member) -> Naming:
    """The member as one way to name its node, in one article."""
    return Naming(
        member.node, member.what, member.name, member.how, member.key, member.type, member.country, member.latitude, member.longitude, member.radius_km, 1,
        member.claims,
    )  # fmt: skip


def name_node(party: Party | Speaker, article: str) -> str | None:
    """The node of a party as that article names it; None for "gunmen", and for what is no actor ("a house", "Raqqa")."""
    if party.base is not None:
        return None if party.base.startswith(MADE) else f"base:{party.base}"
    kind = party.type if isinstance(party, Party) else None
    if party.name is None or (isinstance(party, Party) and (not party.named or kind in NO_ACTOR)):
        return None
    folded = fold_across_scripts(party.name)
    if not folded:
        return None
    bound = " " not in folded and kind not in BODIES and not is_acronym(party.name)
    return f"name:{folded}{BOUND + article if bound else ''}"


def place_node(place: Where) -> str | None:
    """The node of a place; None for one without a name."""
    folded = fold_across_scripts(place.name)
    if place.geonames is not None:
        return f"place:{folded}{BOUND}{place.geonames}" if place.precision in LEANING and folded else f"geo:{place.geonames}"
    if not folded:
        return None
    if place.latitude is None or place.longitude is None:
        return f"place:{folded}"
    return f"place:{folded}{BOUND}{place.latitude:.2f},{place.longitude:.2f}"


def name_member(article: str, node: str) -> str:
    """The id of an actor or place as one article names it."""
    return f"{article} {node}"


def split_member(member: str) -> tuple[str | None, str]:
    """The article and the node of a member's id; a node's own id has no article."""
    article, _, node = member.partition(" ") if member.startswith("sha256:") else ("", "", member)
    return article or None, node


def is_bound(node: str) -> bool:
    """Is the node a name in one report alone?"""
    return f"{BOUND}sha256:" in node


def is_acronym(name: str) -> bool:
    """Is the name written in capitals only, as one word of three letters or more ("FSA", "F.S.A.")?"""
    letters = name.replace(".", "")
    return len(letters) >= 3 and letters.isalpha() and letters.isupper() and letters.isascii()
