"""What is wrong inside a store: damaged pages, and rows that refer to what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select, text

from karama.adapters.stores.tables import metadata

MOST_TOLD = 20  # lines a kind of fault; more say nothing new


def find_faults(connection: Connection) -> Iterator[str]:
    """One line a fault: the table and row, and what is wrong."""
    if connection.dialect.name == "sqlite":
        for line in connection.execute(text(f"PRAGMA integrity_check({MOST_TOLD})")).scalars():
            if line != "ok":
                yield f"database: {line}"
    yield from _find_dangling(connection)


def _find_dangling(connection: Connection) -> Iterator[str]:
    """Every reference of one table to another is looked up: a database may have been written by other hands with its checks off."""
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            child, parent = key.parent, key.column
            alone = select(child).outerjoin_from(table, parent.table, child == parent).where(child.is_not(None), parent.is_(None))
            for value in connection.execute(alone.limit(MOST_TOLD)).scalars():
                yield f"{table.name}: refers to {parent.table.name} {value}, which is not there"
