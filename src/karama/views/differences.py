"""What one reader says otherwise than another of the same articles: claims that are gone, new, or say something else, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal

from karama.domain.record import Count, Party, RecordClaim, Speaker, When, Where
from karama.views.incidents import tell_count, tell_place

# What tells rows apart but says nothing about the world.
NOT_COMPARED = frozenset({"id", "value", "run", "local", "article", "published", "publisher", "score", "antecedent", "corrected"})
COMPARED = tuple(field.name for field in fields(RecordClaim) if field.name not in NOT_COMPARED)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a claim as the older and as the newer run reads it, in words."""

    field: str
    older: str
    newer: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim that the runs read differently: `gone` in the newer, `new` in it, or `changed`."""

    what: Literal["gone", "new", "changed"]
    id: str
    article: str
    kind: str
    words: str
    changes: tuple[FieldChange, ...] = ()


def list_differences(older: Iterable[RecordClaim], newer: Iterable[RecordClaim]) -> tuple[Difference, ...]:
    """What the newer claims of the same articles say otherwise, by article and place in the text; words read alike are left out."""
    before, after = {claim.id: claim for claim in older}, {claim.id: claim for claim in newer}
    found: list[tuple[tuple[str, int, str], Difference]] = []
    for identifier in before.keys() | after.keys():
        old, new = before.get(identifier), after.get(identifier)
        claim = new or old
        assert claim is not None
        difference = _compare(claim, old, new)
        if difference is not None:
            found.append(((claim.article, claim.start, claim.id), difference))
    return tuple(difference for _, difference in sorted(found, key=lambda pair: pair[0]))


def _compare(claim: RecordClaim, old: RecordClaim | None, new: RecordClaim | None) -> Difference | None:
    if old is None or new is None:
        return Difference("new" if old is None else "gone", claim.id, claim.article, claim.kind, claim.words)
    if old.value == new.value:
        return None
    changes = tuple(
        FieldChange(name, _tell(getattr(old, name)), _tell(getattr(new, name))) for name in COMPARED if getattr(old, name) != getattr(new, name)
    )  # fmt: skip
    return Difference("changed", claim.id, claim.article, claim.kind, claim.words, changes) if changes else None


def _tell(value: Any) -> str:
    """A field's value in words, exact enough that two different values are two different lines."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return "; ".join(map(_tell, value)) or "nothing"
    if isinstance(value, Party):
        return value.name + (f" ({value.base or value.type})" if value.base or value.type else "")
    if isinstance(value, Where):
        return f"{tell_place(value)} ({value.geonames or value.precision}, {value.precision})" if value.geonames else f"{tell_place(value)} ({value.precision})"
    if isinstance(value, When):
        return f"{value.words} ({value.edtf})" if value.edtf else value.words
    if isinstance(value, Count):
        return f"{tell_count(value)} {value.unit}"
    if isinstance(value, Speaker):
        return value.name or value.words
    if isinstance(value, dict):
        return "; ".join(f"{key} {item}" for key, item in sorted(value.items()) if item is not None) or "nothing"
    return str(value)
