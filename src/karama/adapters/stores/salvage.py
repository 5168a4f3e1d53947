"""Opens what is left of a damaged store, on a copy of its own: the damaged record is never written."""

from __future__ import annotations

import shutil
from contextlib import nullcontext, suppress
from pathlib import Path

from sqlalchemy import text

from karama.adapters.stores.engines import open_sqlite, telling
from karama.adapters.stores.full_text import SqliteText
from karama.adapters.stores.openings import open_postgresql_store, open_sqlite_store
from karama.adapters.stores.sql_store import SqlStore
from karama.errors import DataError, KaramaError

# SQLite's file begins with these bytes; the first hundred are its header, the first page also says where each table begins.
MAGIC = b"SQLite format 3\x00"
HEADER, PAGE = 100, 4096


def open_salvage(file: Path, scratch: Path) -> SqlStore | None:
    """The store in a copy of the file, made in the folder `scratch`; None where nothing can be had from it.

    A header that was lost is put back from a new, empty record: tables are made in one order, so they begin on the same pages.
    """
    if not file.exists():
        return None
    copy = scratch / file.name
    for mend in (0, HEADER, PAGE):
        for ending in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(f"{file}{ending}", f"{copy}{ending}")
        if mend and not _mend(copy, scratch / "empty.sqlite", mend):
            return None
        store = _open(copy)
        if store is not None:
            return store
        Path(f"{copy}-shm").unlink(missing_ok=True)
    return None


def open_salvage_on_server(url: str, where: str) -> SqlStore | None:
    """The store on that server; None where nothing can be had from it.

    Raises:
        UnavailableError: the server does not answer.
        SetupError: the URL is none, or pg8000 is missing.
    """
    try:
        return open_postgresql_store(url, where)[0]
    except DataError:
        return None


def _mend(copy: Path, empty: Path, size: int) -> bool:
    """Whether the file has content and its first bytes are now those of an empty record."""
    store, _ = open_sqlite_store(empty, "an empty record", make=True)
    with store.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    store.close()
    data = copy.read_bytes()
    if len(data) <= PAGE or (size == HEADER and data.startswith(MAGIC)):
        return len(data) > PAGE
    first = empty.read_bytes()[:size]
    pages = (len(data) // PAGE).to_bytes(4, "big")
    copy.write_bytes(first[:28] + pages + first[32:] + data[size:])
    return True


def _open(copy: Path) -> SqlStore | None:
    """The store of the copy, its tables brought up to date where they can be; None where there is no table of a log."""
    try:
        return open_sqlite_store(copy, copy.name)[0]
    except KaramaError:
        pass
    store = SqlStore(open_sqlite(copy), SqliteText(), nullcontext, copy.name)
    try:
        with telling(copy.name), store.engine.connect() as connection:
            connection.execute(text("SELECT number FROM log LIMIT 1")).all()
    except KaramaError:
        with suppress(KaramaError):
            store.close()
        return None
    return store
