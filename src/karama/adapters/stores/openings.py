"""Opens and makes the stores of records, and brings older ones up to date."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sqlalchemy import text

from karama.adapters.stores.engines import lock_file, lock_schema, open_postgresql, open_sqlite, telling
from karama.adapters.stores.full_text import PostgresText, SqliteText
from karama.adapters.stores.migrate import HEAD, check_known, migrate, read_revision
from karama.adapters.stores.sql_store import SqlStore
from karama.errors import DataError


def open_sqlite_store(file: Path, where: str, *, make: bool = False) -> tuple[SqlStore, str | None]:
    """The store in that file, and the revision that it was brought up from (None where it was up to date); made where asked to.

    Raises:
        DataError: there is no such file, or it is damaged.
        SetupError: a newer Karama made it.
    """
    if not make and not file.exists():
        raise DataError(f"{where}: {file.name} is missing")
    store = SqlStore(open_sqlite(file), SqliteText(), partial(lock_file, file.with_name("writer.lock"), where), where)
    return store, _bring_up(store, make)


def open_postgresql_store(url: str, where: str, *, make: bool = False) -> tuple[SqlStore, str | None]:
    """The store on that server, and the revision that it was brought up from; made where asked to.

    Raises:
        UnavailableError: the server does not answer.
        DataError: there is no record in that schema.
        SetupError: the URL is none, pg8000 is missing, or a newer Karama made it.
    """
    engine, schema = open_postgresql(url)
    store = SqlStore(engine, PostgresText(), partial(lock_schema, engine, schema, where), where)
    if make:
        with telling(where), engine.begin() as connection:
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
    return store, _bring_up(store, make)


def _bring_up(store: SqlStore, make: bool) -> str | None:
    with telling(store.where), store.engine.connect() as connection:
        revision = read_revision(connection)
    check_known(revision, store.where)
    if revision == HEAD:
        return None
    if revision is None and not make:
        raise DataError(f"{store.where}: the database has no tables of a record")
    with store.transaction():
        migrate(store.writer())
    return revision
