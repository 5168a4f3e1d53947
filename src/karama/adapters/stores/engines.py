"""Connections to SQLite and PostgreSQL: how each is opened, who may write, and what their errors mean for the caller."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from karama.errors import DataError, KaramaError, SetupError, UnavailableError

# How long a transaction waits for another's to end before it gives up; they last well under a second.
BUSY_MS = 10_000
WRITES = "karama_writes"
# Words of the databases' errors -> what the caller should do, and what we say.
FAULTS: tuple[tuple[str, type[KaramaError], str], ...] = (
    ("disk is full", UnavailableError, "the disk is full; what was stored before is kept"),
    ("disk full", UnavailableError, "the disk is full; what was stored before is kept"),
    ("no space left", UnavailableError, "the disk is full; what was stored before is kept"),
    ("disk i/o error", UnavailableError, "the disk does not answer or is full; what was stored before is kept"),
    ("locked", UnavailableError, "somebody else is writing to it; try again when they have finished"),
    ("readonly database", SetupError, "may not be written"),
    ("malformed", DataError, "the database is damaged; karama rebuild makes a new record from what can be read of this one"),
    ("not a database", DataError, "the database is damaged; karama rebuild makes a new record from what can be read of this one"),
    ("unable to open", SetupError, "the database cannot be opened"),
    ("no such table", DataError, "the database has no tables of a record"),
    ("does not exist", SetupError, "the database or the user is not there"),
    ("password authentication failed", SetupError, "the database refused the user or the password (PGPASSWORD)"),
)


@contextmanager
def telling(where: str) -> Iterator[None]:
    """Nothing; a database's error within becomes one of ours, in one line."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = " ".join(str(getattr(error, "orig", None) or error).split())
        for words, kind, meaning in FAULTS:
            if words in said.lower():
                raise kind(f"{where}: {meaning}") from error
        if isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated) or "InterfaceError" in type(error).__name__:
            raise UnavailableError(f"{where}: the database does not answer ({said[:200]})") from error
        raise DataError(f"{where}: the database refused: {said[:200]}") from error


def open_sqlite(file: Path) -> Engine:
    """An engine over the file: write-ahead log, so that readers and the writer do not wait for each other; each commit is on the disk."""
    if not os.access(file.parent, os.W_OK):
        return _open_sealed(file)
    engine = create_engine(URL.create("sqlite", database=str(file)))

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, so that tables too are made within one
        for setting in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")

    return engine


def _open_sealed(file: Path) -> Engine:
    """An engine over a file on a disk that cannot be written, such as a sealed copy; nothing beside it is needed to read it.

    Raises:
        SetupError: the copy was made while somebody was writing.
    """
    unfinished = file.with_name(file.name + "-wal")
    if unfinished.exists() and unfinished.stat().st_size:
        raise SetupError(f"{file}: cannot be written, and was copied while open; copy the folder to where it can be")
    return create_engine(f"sqlite:///file:{quote(str(file))}?immutable=1&uri=true")


def open_postgresql(url: str) -> tuple[Engine, str]:
    """An engine over a PostgreSQL server and the schema of the record (`?schema=`, else "karama"); the password may come from PGPASSWORD.

    Raises:
        SetupError: it is no such URL, or pg8000 is not installed.
    """
    parsed = parse_url(url)
    schema = str(parsed.query.get("schema", "karama"))
    if not schema.replace("_", "").isalnum():
        raise SetupError(f"{schema}: a schema's name has letters, digits and _ only")
    parsed = parsed.difference_update_query(["schema"]).set(drivername="postgresql+pg8000")
    if parsed.password is None and (password := os.environ.get("PGPASSWORD")):
        parsed = parsed.set(password=password)
    try:
        engine = create_engine(parsed, pool_pre_ping=True)
    except ImportError as error:
        raise SetupError("a record on PostgreSQL needs pg8000: pip install 'karama[team]'") from error

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f'SET search_path TO "{schema}"')
        cursor.close()
        connection.commit()

    return engine, schema


def parse_url(url: str) -> URL:
    """The URL of a PostgreSQL database.

    Raises:
        SetupError: it is none.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SetupError(f"{url}: no URL like postgresql://user@host/database") from None
    if parsed.get_backend_name() != "postgresql":
        raise SetupError(f"{parsed.get_backend_name()}: a record is kept by SQLite (no --store) or postgresql://user@host/database")
    return parsed


def hide_password(url: str) -> str:
    """The URL without its password, which no file keeps."""
    return parse_url(url).set(password=None).render_as_string()


@contextmanager
def lock_file(file: Path, where: str) -> Iterator[None]:
    """The writer's place of a record on this machine. It is SQLite's own lock on a file beside: the system frees it when its holder is killed.

    Raises:
        UnavailableError: somebody else holds it.
    """
    connection = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        with telling(where):
            connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


@contextmanager
def lock_schema(engine: Engine, schema: str, where: str) -> Iterator[None]:
    """The writer's place of a record on a server, for as long as this connection lives.

    Raises:
        UnavailableError: somebody else holds it.
    """
    with telling(where):
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        with telling(where):
            free = connection.execute(text("SELECT pg_try_advisory_lock(hashtext(:name))"), {"name": f"karama {schema}"}).scalar()
        if not free:
            raise UnavailableError(f"{where}: somebody else is writing to it; try again when they have finished")
        try:
            yield
        finally:
            with telling(where):
                connection.execute(text("SELECT pg_advisory_unlock(hashtext(:name))"), {"name": f"karama {schema}"})
    finally:
        connection.close()
