"""What the comparisons share: what they know beside two claims, and the likeness of a claim to itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from karama.domain.record import Likeness, RecordClaim

SILENT = 0.5  # nothing can be said


def _no_parent(_: str) -> str | None:
    return None


def _no_meaning(_: RecordClaim) -> Sequence[float] | None:
    return None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside two claims: which body an actor of the base is part of, what passages mean, what articles tell of.

    Each entry depends on one claim or one article alone, so a judgement never changes because something else came in.
    """

    parent: Callable[[str], str | None] = _no_parent  # base id -> base id of the body that it is part of
    meaning: Callable[[RecordClaim], Sequence[float] | None] = _no_meaning  # unit vector of the passage; None: no model
    stories: Mapping[str, frozenset[str]] = field(default_factory=dict)  # names that an article tells of, by article


Compare = Callable[[RecordClaim, RecordClaim, Known], Likeness]


def silent(feature: str, reason: str) -> Likeness:
    """Neither for nor against."""
    return Likeness(feature, SILENT, reason)
