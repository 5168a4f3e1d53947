"""Values of the record as rows of its tables, and back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping, Table

from karama import codec
from karama.adapters.stores import tables
from karama.domain.accounts import Account
from karama.domain.names import fold_letters
from karama.domain.record import (
    Capture,
    Decision,
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
from karama.domain.text import Article
from karama.errors import DataError

# Fast and nearly as small as the slowest level: readings are many, and read again.
LEVEL = 6
BASE = "base:"  # before an actor's id, so that no name is taken for one


@dataclass(frozen=True, slots=True)
class Shape:
    """Where values of a kind are kept, and which fields are JSON or compressed text there."""

    table: Table
    as_json: frozenset[str] = frozenset()
    packed: frozenset[str] = frozenset()


# In the order in which they refer to each other.
SHAPES: dict[type, Shape] = {
    Original: Shape(tables.originals),
    Run: Shape(tables.runs, as_json=frozenset({"versions"})),
    Article: Shape(tables.articles, packed=frozenset({"text"})),
    Capture: Shape(tables.captures),
    Supersession: Shape(tables.supersessions),
    KeptReading: Shape(tables.readings),
    Merge: Shape(tables.merges),
    Membership: Shape(tables.memberships),
    Judgement: Shape(tables.judgements, as_json=frozenset({"likenesses", "values"})),
    Decision: Shape(tables.decisions, as_json=frozenset({"claims", "values"})),
    Timestamp: Shape(tables.timestamps),
    Account: Shape(tables.accounts),
    LogEntry: Shape(tables.log),
}


def pack(data: Any) -> bytes:
    """The data as compressed JSON."""
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), LEVEL)


def unpack(stored: bytes) -> Any:
    """The data of `pack`."""
    return json.loads(inflate(stored))


def inflate(stored: bytes) -> str:
    """The text that was compressed.

    Raises:
        DataError: it cannot be had again.
    """
    try:
        return zlib.decompress(stored).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise DataError(f"compressed text is damaged ({error})") from error


def make_row(value: Any) -> dict[str, Any]:
    """The value as a row of its table, without its number (but for the log, whose entries know theirs)."""
    shape, row = SHAPES[type(value)], {}
    for field in fields(value):
        content = getattr(value, field.name)
        if field.name in shape.as_json:
            content = json.dumps(codec.encode(content), ensure_ascii=False, sort_keys=True)
        elif field.name in shape.packed:
            content = zlib.compress(content.encode(), LEVEL)
        row[field.name] = content
    if isinstance(value, Judgement):
        row["digest"] = sha256(json.dumps([value.left, value.right, value.same, value.by, row["likenesses"], value.values]).encode()).hexdigest()
    return row


def read_row(kind: type[Any], row: Mapping[str, Any] | RowMapping) -> Any:
    """The value of a row."""
    shape, data = SHAPES[kind], {}
    for field in fields(kind):
        content = row[field.name]
        if field.name in shape.as_json:
            content = json.loads(content)
        elif field.name in shape.packed:
            content = inflate(content)
        data[field.name] = content
    return codec.decode(kind, data)


def make_claim_row(claim: RecordClaim) -> dict[str, Any]:
    """The claim's own row, without the numbers of itself, its reading and article."""
    earliest, latest = find_days(claim)
    return {
        "id": claim.id, "value": claim.value, "what": claim.what, "kind": claim.kind, "earliest": earliest, "latest": latest,
        "published": claim.published, "body": pack(codec.encode(claim)),
    }  # fmt: skip


def find_days(claim: RecordClaim) -> tuple[str | None, str | None]:
    """The first and last day that any of the claim's dates can mean; a date with one end is taken as that day."""
    first = [day for when in claim.dates if (day := when.earliest or when.latest)]
    last = [day for when in claim.dates if (day := when.latest or when.earliest)]
    return (min(first), max(last)) if first else (None, None)


def list_place_rows(claim: RecordClaim) -> list[dict[str, Any]]:
    """One row a place of the claim."""
    return [
        {"key": fold_letters(place.name), "geonames": place.geonames, "latitude": place.latitude, "longitude": place.longitude, "country": place.country}
        for place in claim.places
    ]


def list_party_rows(claim: RecordClaim) -> list[dict[str, Any]]:
    """One row for each name, wording and base id under which the claim's sides and speakers can be asked for."""
    rows: dict[tuple[str, str], None] = {}
    for side, parties in (("actor", claim.actors), ("recipient", claim.recipients), ("speaker", claim.speakers)):
        for party in parties:
            keys = [fold_letters(words) for words in (party.name, party.words) if words]
            rows |= dict.fromkeys((side, key) for key in keys if key)
            if party.base:
                rows[side, BASE + party.base] = None
    return [{"side": side, "key": key} for side, key in rows]
