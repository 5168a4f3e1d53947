"""What is needed from outside, as small protocols: a language model, a gazetteer, an actor base, a store and its originals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from karama.domain.entities import Actor
from karama.domain.members import Member, Naming
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
Kept = Original | Run | Article | Capture | Supersession | Merge | Membership | Judgement | Decision | Timestamp | LogEntry
K = TypeVar("K", bound=Kept | KeptReading)


class MergeIndex(Protocol):
    """By what merging finds claims and articles without loading them all. It is made from what is kept, and anew where the rules of its keys change."""

    def clear(self) -> None:
        """Nothing; the index is empty. Only within a transaction, as all that adds to it."""
        ...

    def add_keys(self, rows: Iterable[tuple[int, str, bool]]) -> None:
        """Nothing; each key has that claim under it, with whether it asks."""
        ...

    def find_keyed(self, keys: Iterable[int]) -> dict[int, dict[str, bool]]:
        """The claims under each key, with whether they ask."""
        ...

    def list_first(self, key: int, limit: int) -> list[tuple[str, bool]]:
        """The first claims by id under the key, with whether they ask."""
        ...

    def find_over(self, keys: Iterable[int], most: int) -> set[int]:
        """Those of the keys that have more claims under them."""
        ...

    def add_crowds(self, keys: Iterable[int]) -> None:
        """Nothing; the keys are marked as shared by too many."""
        ...

    def find_crowds(self, keys: Iterable[int]) -> set[int]:
        """Those of the keys that are so marked."""
        ...

    def add_stories(self, names: Mapping[str, Iterable[str]]) -> None:
        """Nothing; each article, as it is read now, tells of those names."""
        ...

    def find_stories(self, articles: Iterable[str]) -> dict[str, frozenset[str]]:
        """The names that each article tells of."""
        ...

    def find_judged(self, claims: Iterable[str], by: str) -> Iterator[Judgement]:
        """The judgements on pairs with one of these claims, in the order they were added, without their likenesses."""
        ...

    def add_bands(self, rows: Iterable[tuple[int, str, str | None]]) -> None:
        """Nothing; each band of a text's sketch has that article under it, with its day of publication."""
        ...

    def find_banded(self, bands: Iterable[int], first: str | None, last: str | None) -> set[str]:
        """The articles under any of the bands, of these days or of no day; of all without days."""
        ...


class NameIndex(Protocol):
    """What the readings that now count call their actors and places. Like the index of words it is made from the claims, and can be made anew."""

    def clear(self) -> None:
        """Nothing; the index is empty. Only within a transaction, as all that adds to it."""
        ...

    def add(self, members: Iterable[Member]) -> None:
        """Nothing; the members are in the index. Those that are there stay as they are."""
        ...

    def list_members(self, *, nodes: Sequence[str] = (), articles: Sequence[str] = ()) -> Iterator[Member]:
        """The members of these nodes, or of these articles; of all without either."""
        ...

    def list_namings(self, *, nodes: Sequence[str] = (), keys: Sequence[str] = ()) -> Iterator[Naming]:
        """In how many ways the nodes, or those under the keys, are named, with how many articles and claims do so; of all without either."""
        ...

    def find_nodes(self, keys: Sequence[str]) -> frozenset[str]:
        """The nodes with a name under one of the keys."""
        ...

    def find_told(self, articles: Sequence[str]) -> frozenset[str]:
        """The nodes that any reading of these articles names, also one that counts no more."""
        ...


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
class Stamp:
    """What an authority's answer says: that it saw bytes of this digest at that time."""

    digest: str  # hex
    at: str  # ISO date and time, UTC
    authority: str
    until: str  # ISO day on which the certificate that signed it ends
    vouched: bool  # the certificate leads to one of those that were given


class Timestamper(Protocol):
    """Asks and checks an authority that tells the time (RFC 3161)."""

    def request(self, data: bytes) -> bytes:
        """The question to send: it holds the SHA-256 of the data and a number used once."""
        ...

    def ask(self, url: str, request: bytes) -> bytes:
        """The authority's answer.

        Raises:
            UnavailableError: it does not answer, or not in time.
            SetupError: it is no URL of an authority.
        """
        ...

    def check(self, answer: bytes, request: bytes | None = None, authorities: bytes | None = None) -> Stamp:
        """What the answer says, its signature checked; to `authorities` (certificates, PEM) its certificate has to lead.

        Raises:
            InputError: it is no answer, a refusal, one to another request, forged, or signed with a certificate that may not.
        """
        ...


class Journal(Protocol):
    """Lines beside the store that are only ever added to: what the log tells of, once more."""

    def lines(self) -> Iterator[bytes]:
        """The lines in order; a last one that was cut short is none.

        Raises:
            DataError: they cannot be read.
        """
        ...

    def last(self) -> bytes | None:
        """The last line; None where there is none.

        Raises:
            DataError: it cannot be read.
        """
        ...

    def append(self, lines: Iterable[bytes]) -> None:
        """Nothing; the lines are kept for good, after the others.

        Raises:
            UnavailableError: the disk is full.
        """
        ...


class Originals(Protocol):
    """Bytes as they came, each under the hex SHA-256 of itself."""

    def put(self, data: bytes) -> str:
        """The hash under which the bytes are kept, whole or not at all.

        Raises:
            UnavailableError: the disk is full.
        """
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes.

        Raises:
            DataError: they are missing, or are others.
        """
        ...

    def list(self) -> Iterator[str]:
        """The hashes of all that is kept, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at a URL: the bytes, decompressed, and where they came from in the end."""

    url: str  # after redirects
    media_type: str  # as the server says, "text/html; charset=utf-8"; "" where it does not
    data: bytes


class Fetcher(Protocol):
    """Pages of the public web, by GET."""

    def __call__(self, url: str, /) -> Fetched:
        """What stands at the URL.

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
