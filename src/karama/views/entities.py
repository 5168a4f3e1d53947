"""Actors and places across the record, laid out: their names by script, who they belong to, what holds of them, and why their names were taken for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from unicodedata import name as name_letter

from karama import codec
from karama.domain.entities import ActorType
from karama.domain.members import EntityKind, How, Naming
from karama.ports import KnownActor
from karama.views.situations import Situation

S = TypeVar("S", bound=str)
HOWS: tuple[How, ...] = ("name", "words", "alias")  # initials are none of its names: they were made to find it


@dataclass(frozen=True, slots=True)
class EntityName:
    """One name of an entity as reports write it."""

    name: str
    script: str  # "Latin", "Arabic", "Cyrillic" ...
    how: How
    articles: int
    claims: int


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name that it bore in a time, by the actor base; EDTF, None: open."""

    name: str
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Related:
    """A body that it is part of, or that is part of it."""

    base: str
    name: str
    entity: str | None  # where the record speaks of it


@dataclass(frozen=True, slots=True)
class EntityMember:
    """It, as one report names it."""

    id: str  # "m_..."
    article: str
    title: str
    published: str | None
    names: tuple[str, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two of its names are one, or were parted: by comparison, or by somebody."""

    left: str
    right: str
    same: bool
    score: float
    reason: str
    by: str
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class EntityLine:
    """An entity in a list."""

    id: str
    what: EntityKind
    name: str
    type: ActorType | None
    country: str | None
    base: str | None
    names: tuple[str, ...]
    articles: int
    claims: int


@dataclass(frozen=True, slots=True)
class EntityView:
    """All that is known of an entity, but for its incidents."""

    line: EntityLine
    names: tuple[EntityName, ...]
    dated: tuple[DatedName, ...]
    part_of: tuple[Related, ...]  # nearest first
    parts: tuple[Related, ...]
    situations: tuple[Situation, ...]  # who it backs, fights, leads, is allied with; what it controls
    members: tuple[EntityMember, ...]
    reasons: tuple[Reason, ...]
    spot: tuple[float, float, float | None] | None = None  # latitude, longitude, radius in km of a place

    @property
    def id(self) -> str:
        """The entity's id."""
        return self.line.id

    def to_dict(self) -> dict[str, Any]:
        """The entity as JSON-ready data, its line's fields among the others."""
        data: dict[str, Any] = codec.encode(self)
        return {**data.pop("line"), "all_names": data.pop("names"), **data}


def make_line(identifier: str, namings: Sequence[Naming], articles: int, known: KnownActor | None) -> EntityLine:
    """The entity with these names; `known` is what the actor base has of it."""
    names = list_names(namings)
    types, countries = Counter(one.type for one in namings if one.type), Counter(one.country for one in namings if one.country)
    own = tuple(dict.fromkeys(one.name for one in names))
    name = known.name if known is not None else next((one.name for one in names if one.script == "Latin"), own[0] if own else identifier)
    kind, country, base = (known.actor.type, known.actor.country, known.id) if known is not None else (_find_most(types), _find_most(countries), None)
    return EntityLine(identifier, namings[0].what, name, kind, country, base, own, articles, sum(one.claims for one in namings))


def _find_most(counted: Counter[S]) -> S | None:
    return min(counted, key=lambda word: (-counted[word], word)) if counted else None


def list_names(namings: Iterable[Naming]) -> tuple[EntityName, ...]:
    """Each name once, those that most claims use first."""
    claims: Counter[tuple[How, str]] = Counter()
    articles: Counter[tuple[How, str]] = Counter()
    for one in namings:
        if one.how in HOWS:
            claims[one.how, one.name] += one.claims
            articles[one.how, one.name] += one.articles
    ordered = sorted(claims, key=lambda key: (HOWS.index(key[0]), -claims[key], -articles[key], key[1]))
    return tuple(EntityName(name, find_script(name), how, articles[how, name], claims[how, name]) for how, name in ordered)


def find_script(name: str) -> str:
    """The writing of the name's first letter, by its Unicode name."""
    letter = next((c for c in name if c.isalpha()), None)
    return name_letter(letter, "unknown").split()[0].capitalize() if letter is not None else "none"
