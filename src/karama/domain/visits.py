"""One visit of an address on the web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["fetched", "unchanged", "refused", "unavailable"]


@dataclass(frozen=True, slots=True)
class PageVisit:
    """What came of asking for an address: when, the hash of the bytes, and what the server said about them."""

    url: str
    at: str  # ISO date and time, UTC
    outcome: Outcome
    sha256: str | None = None  # of the bytes, hex
    etag: str | None = None
    modified: str | None = None  # Last-Modified, as the server wrote it
    headers: Mapping[str, str] = field(default_factory=dict)
