"""What the stages need from outside, as small protocols: a language model, a gazetteer, an actor base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from karama.domain.entities import Actor
from karama.domain.parse import Parse
from karama.domain.text import Segment


class Parser(Protocol):
    """A language model: text and its segments in, the grammar of the prose segments out."""

    version: str

    def __call__(self, texts: Iterable[tuple[str, Sequence[Segment]]]) -> Iterator[Parse]:
        """One Parse per (text, segments), in the same order."""
        ...


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """One place of the gazetteer. Coordinates in degrees; radius_km is how far the place itself reaches."""

    key: str  # unique within the gazetteer, e.g. "geonames:172955" or "region:levant"
    name: str
    geonames: int | None
    latitude: float
    longitude: float
    country: str | None  # ISO 3166-1 alpha-3
    admin1: str | None  # name of the first-level unit
    feature: str  # GeoNames feature code (PPL, PPLA, PPLC, ADM1, PCLI, STM, SEA, RGN, AIRB ...)
    population: int
    radius_km: float


class Gazetteer(Protocol):
    """Places by any of their names."""

    version: str

    def lookup(self, name: str) -> tuple[GazetteerPlace, ...]:
        """All places of that name (case, accents and article ignored), most populous first; empty if none."""
        ...


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor of the shipped base."""

    id: str
    name: str
    aliases: tuple[str, ...]
    actor: Actor
    active_from: str | None = None  # EDTF
    active_to: str | None = None


class ActorBase(Protocol):
    """Actors by any of their names."""

    version: str

    def lookup(self, name: str) -> tuple[KnownActor, ...]:
        """The actors of that name (case, accents and article ignored), best known first; empty if none."""
        ...

    def match(self, words: Sequence[str], start: int) -> tuple[int, KnownActor] | None:
        """The longest known name that starts at words[start]: how many words it takes, and whose it is."""
        ...

    def state(self, name: str) -> KnownActor | None:
        """The state of that name or abbreviation ("Syria", "U.S.", "Republic of Iraq"), taken as its government; None if none."""
        ...

    def capital(self, name: str) -> str | None:
        """The ISO3 of the state whose capital or seat of government has that name ("Damascus", "the Kremlin"); None if none."""
        ...

    def nationality(self, word: str) -> str | None:
        """The ISO3 of a nationality word ("Syrian", "Syrians", "American", "Briton"), None for any other word."""
        ...

    def homeland(self, name: str) -> str | None:
        """The ISO3 of the state in which a people or region without a state of its own lies ("Chechen", "Darfur"); None if none."""
        ...
