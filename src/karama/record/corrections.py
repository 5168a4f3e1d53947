"""What a person put in the place of what was read in a claim: which fields there are, how they are kept, and the claim put right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, get_args

from karama import codec
from karama.domain.annotations import Unit
from karama.domain.facts import Aspect, Certainty, Modality, Polarity
from karama.domain.record import Correction, Count, Decision, Party, RecordClaim, When, Where
from karama.domain.text import Span
from karama.errors import DataError

UNITS: tuple[str, ...] = get_args(Unit)
# Fields of which a claim has one word out of a few.
WORDS: dict[str, tuple[str, ...]] = {
    "modality": get_args(Modality), "polarity": get_args(Polarity), "certainty": get_args(Certainty), "aspect": get_args(Aspect),
}  # fmt: skip
# field -> the claim's attribute that holds its values, and what these are.
LISTS: dict[str, tuple[str, type[Any]]] = {
    "day": ("dates", When), "place": ("places", Where), "actor": ("actors", Party), "recipient": ("recipients", Party), "weapon": ("instruments", str),
}  # fmt: skip
PASSAGE = "words"  # the words of the article that the claim stands on, by their place in its text
FIELDS: tuple[str, ...] = ("kind", *LISTS, *UNITS, *WORDS, PASSAGE)
NOTHING = "none"


def write_correction(words: str, parts: Sequence[Any], settles: Sequence[str] = ()) -> str:
    """The value of a decision that corrects: the person's words, what they mean, and the decisions of others that it settles."""
    settled = {"settles": list(settles)} if settles else {}
    return json.dumps({"words": words, "parts": codec.encode(parts), **settled}, ensure_ascii=False, sort_keys=True)


def read_correction(decision: Decision) -> tuple[str, tuple[Any, ...]]:
    """The person's words and what they mean.

    Raises:
        DataError: the decision corrects no field that there is, or holds no such value.
    """
    field = decision.field or ""
    if field not in FIELDS:
        raise DataError(f"decision {decision.id}: corrects {decision.field!r}, which is no field")
    kind = Count if field in UNITS else LISTS[field][1] if field in LISTS else Span if field == PASSAGE else str
    try:
        data = json.loads(decision.value or "")
        parts = tuple(part if kind is str else codec.decode(kind, part) for part in data["parts"])
        return str(data["words"]), parts
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"decision {decision.id}: its value cannot be read ({error})") from error


def put_right(claim: RecordClaim, decisions: Iterable[Decision]) -> RecordClaim:
    """The claim with each corrected field as people put it, and told so; what is put right already stays."""
    known = {one.decision for one in claim.corrected}
    for decision in (one for one in decisions if one.id not in known):
        words, parts = read_correction(decision)
        field = decision.field or ""
        told = Correction(field, tell_field(claim, field), words, decision.reason, decision.by, decision.id)
        claim = replace(_put(claim, field, parts, words), corrected=(*claim.corrected, told))
    return claim


def tell_field(claim: RecordClaim, field: str) -> str:
    """What the claim says there, in words; "" for nothing."""
    if field in UNITS:
        return "; ".join(count.words for count in claim.counts if count.unit == field)
    if field not in LISTS:
        return str(getattr(claim, field))
    values = getattr(claim, LISTS[field][0])
    return "; ".join(value if isinstance(value, str) else value.words if isinstance(value, When) else value.name for value in values)


def take_field(claim: RecordClaim, field: str) -> tuple[str, tuple[Any, ...]]:
    """What the claim says in that field as a correction would put it there: in words, and the values."""
    if field == PASSAGE:
        return claim.words, (Span(claim.start, claim.end),)
    if field in UNITS:
        values: tuple[Any, ...] = tuple(count for count in claim.counts if count.unit == field)
    else:
        values = getattr(claim, LISTS[field][0]) if field in LISTS else (getattr(claim, field),)
    return tell_field(claim, field) or NOTHING, values


def _put(claim: RecordClaim, field: str, parts: tuple[Any, ...], words: str) -> RecordClaim:
    if field == PASSAGE:
        return replace(claim, start=parts[0].start, end=parts[0].end, words=words)
    if field in UNITS:
        return replace(claim, counts=(*(count for count in claim.counts if count.unit != field), *parts))
    if field == "kind":  # the codes in other ontologies were those of the kind that was read
        return replace(claim, kind=parts[0], codes={})
    given: dict[str, Any] = {LISTS[field][0]: parts} if field in LISTS else {field: parts[0]}
    return replace(claim, **given)
