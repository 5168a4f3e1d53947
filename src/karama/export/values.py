"""What an exporter is given, and what it gives back: incidents with their articles in, files and what they could not hold out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from karama.domain.record import RecordClaim
from karama.views.policies import FoundIncident

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """An article as somebody who is handed an export needs it: what it is, where it was, and the hash of the bytes as they came."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None  # ISO day
    url: str | None
    origin: str  # path or URL it came from
    sha256: str | None  # of the original
    captured: str | None  # ISO date and time, UTC


@dataclass(frozen=True, slots=True)
class Boundary:
    """An area that a user's boundary file gives: its codes and names, and its outline as GeoJSON coordinates of polygons."""

    admin1_code: str | None
    admin1_name: str | None
    admin2_code: str
    admin2_name: str | None
    polygons: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]  # polygons of rings of (longitude, latitude); the first ring is the outside


@dataclass(frozen=True, slots=True)
class Options:
    """What a user chose beside the incidents."""

    boundaries: tuple[Boundary, ...] = ()
    hxl: bool = False  # a row of HXL tags under the header


@dataclass(frozen=True, slots=True)
class Export:
    """All that may be handed on; whatever is held back has been taken out before an exporter sees it."""

    incidents: tuple[FoundIncident, ...]
    articles: Mapping[str, SourceArticle]
    made: str  # ISO date and time, UTC
    policy: str | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)  # what was asked of the record
    record: str = ""  # the record's name
    provenance: Mapping[str, Any] | None = None  # W3C PROV-JSON of the incidents, for the formats that need it
    others: tuple[RecordClaim, ...] = ()  # claims that are in no incident: who backs, leads or holds what, and figures by themselves
    versions: Mapping[str, str] = field(default_factory=dict)  # of Karama and the readers whose claims are in it


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that the target could not hold. `dropped`: the incident is not in the file at all."""

    kind: str  # of losses.LOSSES
    incident: str  # "i_...", or "c_..." of a claim that is in none; karama show opens both
    field: str
    what: str  # as the record has it
    claims: tuple[str, ...] = ()
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What an exporter made: the file, files that go beside it (by what their name ends in), its rows, and what it left out."""

    data: bytes
    rows: int
    losses: tuple[Loss, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)  # ".values.csv" -> bytes
    members: Mapping[str, bytes] = field(default_factory=dict)  # of a bundle: path in it -> bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file, and where: rows are counted from 1 without the header; None for the file as a whole."""

    message: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = "error"


Write = Callable[[Export, Options], Written]
Check = Callable[[bytes], Iterable[Problem]]
