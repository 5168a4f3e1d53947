"""The actors and places of one reading as members of entities: each with its names there, and the keys under which other reports' names meet them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from karama.domain.entities import ActorType
from karama.domain.members import BODIES, EntityKind, How, Member, is_acronym, is_bound, name_node, place_node
from karama.domain.names import fold_across_scripts
from karama.domain.record import Party, RecordClaim, Speaker, Where
from karama.merge.spellings import key_initials, key_name

# Words of a name that are written small inside it.
SMALL = frozenset("of for the and in on al el an ar as ash at az ad de la du des bin ibn abu und".split())
NO_INITIAL = frozenset("of for the and in on".split())
LEAST_INITIALS = 3  # two letters are initials of half of all names
S = TypeVar("S", bound=str)
WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class _Found:
    """What one reading says of a node."""

    what: EntityKind
    names: Counter[tuple[str, How]] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    types: Counter[ActorType] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    place: Where | None = None


def list_members(reading: str, claims: Iterable[RecordClaim]) -> tuple[Member, ...]:
    """The members of the reading with these claims, in order."""
    found: dict[str, _Found] = {}
    article = ""
    for claim in claims:
        article = claim.article
        counted: set[str] = set()
        for node, what, party in _list_named(claim):
            one = found.setdefault(node, _Found(what))
            _take_in(one, party, 0 if node in counted else 1)
            counted.add(node)
    return tuple(member for node in sorted(found) for member in _make(reading, article, node, found[node]))


def _list_named(claim: RecordClaim) -> Iterator[tuple[str, EntityKind, Party | Speaker | Where]]:
    named: tuple[Party | Speaker, ...] = (*claim.actors, *claim.recipients, *claim.speakers)
    for party in named:
        if (node := name_node(party, claim.article)) is not None:
            yield node, "actor", party
    for place in claim.places:
        if (node := place_node(place)) is not None:
            yield node, "place", place


def _take_in(found: _Found, party: Party | Speaker | Where, claims: int) -> None:
    how: How = "words" if isinstance(party, Party) and not party.named else "name"
    found.names[" ".join((party.name or party.words if not isinstance(party, Where) else party.name).split()), how] += claims
    if isinstance(party, Where):
        found.place = min(found.place, party, key=_exactness) if found.place is not None else party
    elif isinstance(party, Party):
        found.aliases.update(alias for alias in party.aliases if is_name(alias))
        found.types.update([party.type] if party.type is not None else [])
        found.countries.update([party.country] if party.country is not None else [])


def _exactness(place: Where) -> tuple[float, str, str]:
    return (place.radius_km if place.radius_km is not None else 1e6, place.name, place.precision)


def _make(reading: str, article: str, node: str, found: _Found) -> Iterator[Member]:
    kind = _find_most(found.types)
    place = found.place
    country = _find_most(found.countries) or (place.country if place is not None else None)
    spot = (place.latitude, place.longitude, place.radius_km) if place is not None else (None, None, None)

    def make(name: str, how: How, key: str, claims: int) -> Member:
        return Member(reading, article, node, found.what, name, how, key, kind, country, *spot, claims)

    names = {fold_across_scripts(name) for name, _ in found.names}
    for (name, how), claims in sorted(found.names.items()):
        yield make(name, how, "" if is_bound(node) or how == "words" else key_name(name), claims)
    if is_bound(node):
        return  # one word of one report meets no other
    for alias in sorted(found.aliases):
        if fold_across_scripts(alias) not in names:
            yield make(alias, "alias", key_name(alias) if says_who(alias) else "", 0)
    if node.startswith("name:") and kind in BODIES:
        for letters in sorted({letters for name, _ in found.names if (letters := list_initials(name))}):
            yield make(letters, "initials", key_initials(letters), 0)


def _find_most(counted: Counter[S]) -> S | None:
    """The word that is said most often, of several the first."""
    return min(counted, key=lambda word: (-counted[word], word)) if counted else None


def is_name(alias: str) -> bool:
    """Is the alias a name, and not "the group" or "Iraqi troops"?"""
    words = WORD.findall(alias)
    return bool(words) and all(not word[0].islower() or word in SMALL for word in words) and not words[0][0].islower()


def says_who(alias: str) -> bool:
    """Does the name tell who is meant to readers of another report? One word does not unless it is an acronym: the Observatory, the Brigade."""
    return is_acronym(alias) or " " in fold_across_scripts(alias)


def list_initials(name: str) -> str | None:
    """The initials of a body's name of three words or more ("Free Idlib Brigade" -> "FIB"); None for a shorter one."""
    letters = "".join(word[0] for word in WORD.findall(name) if word.lower() not in NO_INITIAL).upper()
    return letters if len(letters) >= LEAST_INITIALS and letters.isascii() and letters.isalpha() else None
