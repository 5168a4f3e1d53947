"""What is wrong inside a store: damaged pages, rows that refer to what is not there, claims found by what they do not say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, select, text

from karama import codec
from karama.adapters.stores import tables
from karama.adapters.stores.rows import list_party_rows, list_place_rows, make_claim_row, unpack
from karama.domain.record import RecordClaim
from karama.errors import DataError

MOST_TOLD = 20  # lines a kind of fault; more say nothing new
CHUNK = 500


def find_faults(connection: Connection) -> Iterator[str]:
    """One line a fault: the table and row, and what is wrong."""
    if connection.dialect.name == "sqlite":
        for line in connection.execute(text(f"PRAGMA integrity_check({MOST_TOLD})")).scalars():
            if line != "ok":
                yield f"database: {line}"
    yield from _find_dangling(connection)
    yield from _find_misfiled(connection)


def _find_dangling(connection: Connection) -> Iterator[str]:
    """Every reference of one table to another is looked up: a database may have been written by other hands with its checks off."""
    for table in tables.metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            child, parent = key.parent, key.column
            alone = select(child).outerjoin_from(table, parent.table, child == parent).where(child.is_not(None), parent.is_(None))
            for value in connection.execute(alone.limit(MOST_TOLD)).scalars():
                yield f"{table.name}: refers to {parent.table.name} {value}, which is not there"


def _find_misfiled(connection: Connection) -> Iterator[str]:
    """Claims whose columns, places or parties, by which they are found, are not what the claim itself says."""
    last, claims = 0, tables.claims
    while rows := connection.execute(select(claims).where(claims.c.number > last).order_by(claims.c.number).limit(CHUNK)).mappings().all():
        first, last = rows[0]["number"], rows[-1]["number"]
        places = _gather(connection, tables.claim_places, first, last)
        parties = _gather(connection, tables.claim_parties, first, last)
        for row in rows:
            try:
                claim = codec.decode(RecordClaim, unpack(row["body"]))
            except (DataError, ValueError, OSError) as error:
                yield f"claims: {row['id']} cannot be read ({error})"
                continue
            made = make_claim_row(claim)
            filed = all(row[name] == value for name, value in made.items() if name != "body")
            number = row["number"]
            if not filed or places.get(number, []) != _sort(list_place_rows(claim)) or parties.get(number, []) != _sort(list_party_rows(claim)):
                yield f"claims: {row['id']} is found by what it does not say"


def _gather(connection: Connection, table: Table, first: int, last: int) -> dict[int, list[str]]:
    """The rows of each claim's parts, sorted, as text."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in connection.execute(select(table).where(table.c.claim.between(first, last))).mappings():
        found.setdefault(row["claim"], []).append({name: value for name, value in row.items() if name != "claim"})
    return {number: _sort(parts) for number, parts in found.items()}


def _sort(parts: list[dict[str, Any]]) -> list[str]:
    return sorted(repr(sorted(part.items())) for part in parts)
