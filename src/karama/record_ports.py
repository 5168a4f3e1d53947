"""What a record needs beside its store, as small protocols: indexes that can be made anew, originals, the journal, and who attests the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from karama.domain.members import Member, Naming
from karama.domain.record import Judgement, RecordClaim


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

    def count_nodes(self) -> Iterator[tuple[str, int, int]]:
        """Every node with how many articles name it, in how many claims."""
        ...

    def find_nodes(self, keys: Sequence[str]) -> frozenset[str]:
        """The nodes with a name under one of the keys."""
        ...

    def find_told(self, articles: Sequence[str]) -> frozenset[str]:
        """The nodes that any reading of these articles names, also one that counts no more."""
        ...


class MeaningIndex(Protocol):
    """Vectors of claims' passages by one model or several, each under the number of its claim."""

    def missing(self, model: str, limit: int) -> list[tuple[int, str]]:
        """The numbers and passages of the next claims that have no vector of the model."""
        ...

    def count_missing(self, model: str) -> int:
        """How many claims have no vector of the model."""
        ...

    def add(self, model: str, claims: Sequence[int], vectors: Sequence[Sequence[float]]) -> None:
        """Nothing; the vectors of the claims are kept, unless somebody else has kept them meanwhile.

        Raises:
            UnavailableError: somebody else is writing, or the disk is full.
            SetupError: the store cannot be written.
        """
        ...

    def rank(self, model: str, vector: Sequence[float], least: float) -> Iterator[tuple[int, float]]:
        """The numbers of claims with the likeness of their passage, from `least` on, the most alike first."""
        ...

    def load(self, numbers: Sequence[int]) -> dict[int, RecordClaim]:
        """The claims of those numbers that nothing newer stands in the place of."""
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


class PasswordHasher(Protocol):
    """Keeps passwords so that nobody can read them."""

    def hash(self, password: str) -> str:
        """The password's hash, with its salt and costs."""
        ...

    def check(self, hashed: str, password: str) -> bool:
        """Is it the password of that hash?"""
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
