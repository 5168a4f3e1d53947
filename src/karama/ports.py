"""What is needed from outside, as small protocols: a language model, a gazetteer, an actor base, a store and its originals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

from karama.domain.accounts import Account
from karama.domain.entities import Actor
from karama.domain.parse import Parse
from karama.domain.parts import Part, PartResult
from karama.domain.record import (
    Capture,
    Decision,
    Hit,
    Judgement,
    KeptReading,
    LogEntry,
    Membership,
    Merge,
    Original,
    RecordClaim,
    Run,
    Supersession,
    Timestamp,
)
from karama.domain.text import Article, Segment
from karama.domain.visits import PageVisit
from karama.record_ports import Journal, MeaningIndex, MergeIndex, NameIndex, Originals, Stamp, Timestamper

__all__ = ["Journal", "MeaningIndex", "MergeIndex", "NameIndex", "Originals", "Stamp", "Timestamper"]  # those that stand elsewhere


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
    dated_names: tuple[tuple[str, str | None, str | None], ...] = ()  # name, from, to (EDTF), where it changed its name


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


class Embedder(Protocol):
    """A model of meaning: passages in, unit vectors out, whose product is their likeness."""

    version: str

    def __call__(self, texts: Sequence[str], /) -> list[list[float]]:
        """One vector per text, in the same order."""
        ...


@dataclass(frozen=True, slots=True)
class ClaimQuery:
    """Which claims of a record are asked for; every field narrows, an empty one does not.

    Names are compared without case, accents and article. Days overlap: a claim that may lie within the days asked for is found.
    """

    ids: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    what: Literal["event", "relation", "quantity"] | None = None
    kinds: tuple[str, ...] = ()
    place: str | None = None  # name of one of its places
    geonames: int | None = None
    box: tuple[float, float, float, float] | None = None  # south, west, north, east, degrees; one of its places' points lies within
    country: str | None = None  # ISO 3166-1 alpha-3 of one of its places
    actor: str | None = None  # name, words or base id of an actor, recipient or speaker
    earliest: str | None = None  # ISO days, inclusive
    latest: str | None = None
    undated: bool = False  # with days: also claims without a day of their own, by the day of publication
    closed: bool = False  # also claims of older readings and of superseded articles
    readings: tuple[str, ...] = ()  # with `closed`: of these readings only
    runs: tuple[str, ...] = ()  # with `closed`: of these runs only
    limit: int | None = None


ALL_CLAIMS = ClaimQuery()
# What a store keeps as it is. A reading and its claims go in together, by add_reading.
Kept = Original | Run | Article | Capture | Supersession | Merge | Membership | Judgement | Decision | Timestamp | Account | LogEntry
K = TypeVar("K", bound=Kept | KeptReading)


class Store(Protocol):
    """What a record keeps, in transactions; rows are added, never changed or removed. One writer at a time, any number of readers."""

    @property
    def names(self) -> NameIndex:
        """What readings call their actors and places, by which entities are found."""
        ...

    @property
    def index(self) -> MergeIndex:
        """By what merging finds claims and articles."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """All that is added within is kept, or none of it. Takes the writer's place for its time where `writing` does not hold it.

        Raises:
            UnavailableError: somebody else is writing, or the disk is full.
        """
        ...

    def writing(self) -> AbstractContextManager[None]:
        """The writer's place, held over many transactions.

        Raises:
            UnavailableError: somebody else is writing.
        """
        ...

    def add(self, values: Iterable[Kept]) -> int:
        """How many of the values were new; those already there (by id) are left as they are. Only within a transaction."""
        ...

    def add_reading(self, kept: KeptReading, reading: dict[str, Any], claims: Sequence[RecordClaim]) -> bool:
        """Whether the reading was new; its claims are added with it. Its run and article are there already. Only within a transaction."""
        ...

    def find(self, kind: type[K], **equal: str | int | tuple[str, ...] | tuple[int, ...]) -> Iterator[K]:
        """The values of a kind in the order they were added, those whose fields equal (or are one of) what is given."""
        ...

    def find_since(self, kind: type[K], seen: int) -> Iterator[K]:
        """The values of a kind in the order they were added, after the first so many."""
        ...

    def last(self, kind: type[K], **equal: str) -> K | None:
        """The value of that kind, with those fields, that was added last; None if there is none."""
        ...

    def count(self, kind: type[Kept | KeptReading | RecordClaim]) -> int:
        """How many values of the kind are kept."""
        ...

    def load_reading(self, identifier: str) -> dict[str, Any] | None:
        """The reading of that id as `codec.encode_reading` made it; None if there is none."""
        ...

    def claims(self, query: ClaimQuery = ALL_CLAIMS) -> Iterator[RecordClaim]:
        """The claims asked for, in the order they were added: by default of the newest reading of each article that nothing supersedes."""
        ...

    def memberships(
        self, kind: Literal["incident", "family", "entity"], *, members: Sequence[str] = (), groups: Sequence[str] = (), merge: str | None = None
    ) -> Iterator[Membership]:
        """The group that each member stands in (of these members or in these groups only), now or as a merge left it; by member."""
        ...

    def search(self, words: str, *, kind: Literal["article", "claim"] | None = None, limit: int = 20) -> tuple[Hit, ...]:
        """Articles and claims (not closed) with all the words, best first; "quoted words" stand together, -word must not be there."""
        ...

    def check(self) -> Iterator[str]:
        """What is wrong inside the store, one line each: damaged pages, references to what is not there."""
        ...

    def close(self) -> None:
        """Nothing; the store's connections are closed."""
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at a URL: the bytes, decompressed, and where they came from in the end."""

    url: str  # after redirects
    media_type: str  # as the server says, "text/html; charset=utf-8"; "" where it does not
    data: bytes  # b"" where it is as it was (304)
    headers: Mapping[str, str] = field(default_factory=dict)  # of the answer, names in lower case
    changed: bool = True  # False: the server says that it is as it was at the last visit


class Fetcher(Protocol):
    """Pages of the public web, by GET."""

    def __call__(self, url: str, conditions: Mapping[str, str] | None = None, /) -> Fetched:
        """What stands at the URL; `conditions` are headers such as If-None-Match, on which the server may answer that nothing has changed.

        Raises:
            InputError: it is no public http or https address, or there is nothing of use there.
            UnavailableError: no network, or the server does not answer (in time).
        """
        ...


ReadLines = Callable[[Sequence[Article]], Iterator[bytes]]  # articles in, a reading each as a line of JSON out, in order


class KeptParts(Protocol):
    """Results of parts, by their key."""

    def find(self, key: str, count: int) -> PartResult | None:
        """The result of that key, of so many articles; None where there is none that is whole."""
        ...

    def keep(self, result: PartResult) -> None:
        """Nothing; the result is kept, whole or not at all.

        Raises:
            UnavailableError: it cannot be written.
        """
        ...

    def drop(self, key: str) -> None:
        """Nothing; the result is not kept any more."""
        ...


class Engine(Protocol):
    """What runs the parts of a reading. Every engine gives the same results for the same parts, byte for byte."""

    def __call__(self, parts: Iterable[Part], kept: KeptParts | None = None, /) -> Iterator[PartResult]:
        """The results in the order of the parts, which are taken a few ahead; those that are kept already are not read again, others kept when they are whole.

        Raises:
            SetupError: its workers cannot start.
            UnavailableError: a result cannot be kept.
        """
        ...


class Visits(Protocol):
    """What is known of addresses from their last visits."""

    def find(self, url: str) -> PageVisit | None:
        """The last visit of the address; None if there was none."""
        ...

    def keep(self, visit: PageVisit) -> None:
        """Nothing; this is the last visit of its address now."""
        ...


class KeepsPages(Protocol):
    """Keeps pages as they came, with what the server said."""

    def keep(self, fetched: Fetched, at: str) -> None:
        """Nothing; the page is kept. `at` is the ISO date and time, UTC."""
        ...
