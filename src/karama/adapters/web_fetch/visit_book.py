"""What is known of each address from its last visit, so that a collecting that is run again asks only for what is new: a small SQLite file."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from karama.domain.visits import PageVisit
from karama.errors import DataError

TABLE = """CREATE TABLE IF NOT EXISTS visits (url TEXT PRIMARY KEY, at TEXT NOT NULL, outcome TEXT NOT NULL, sha256 TEXT, etag TEXT, modified TEXT,
headers TEXT NOT NULL)"""


class VisitBook:
    """A book of visits in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._open()) as connection:
            connection.execute(TABLE)

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.DatabaseError as error:
            raise DataError(f"{self._path}: damaged; take it away, and everything is asked for anew") from error
        return connection

    def find(self, url: str) -> PageVisit | None:
        """The last visit of the address; None if there was none."""
        with closing(self._open()) as connection:
            row = connection.execute("SELECT url, at, outcome, sha256, etag, modified, headers FROM visits WHERE url = ?", (url,)).fetchone()
        if row is None:
            return None
        place, at, outcome, digest, etag, modified, headers = row
        return PageVisit(place, at, outcome, digest, etag, modified, json.loads(headers))

    def keep(self, visit: PageVisit) -> None:
        """Nothing; this is the last visit of its address now."""
        row = (visit.url, visit.at, visit.outcome, visit.sha256, visit.etag, visit.modified, json.dumps(dict(visit.headers), sort_keys=True))
        with closing(self._open()) as connection:
            connection.execute("INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", row)
