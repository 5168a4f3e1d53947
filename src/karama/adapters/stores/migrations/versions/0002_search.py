"""0002: words of articles and claims can be searched; those already kept are indexed."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from typing import Any

from alembic import op
from sqlalchemy import Connection, text

revision = "0002"
down_revision = "0001"
BATCH = 500
_SQLITE = "CREATE VIRTUAL TABLE search_{0} USING fts5(words, content='', tokenize='porter unicode61 remove_diacritics 2')"
_POSTGRES = "CREATE TABLE search_{0} (number BIGINT PRIMARY KEY REFERENCES {0}(number), words TSVECTOR NOT NULL)"


def upgrade() -> None:
    """The indexes are there and filled."""
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    for name in ("articles", "claims"):
        connection.execute(text((_SQLITE if sqlite else _POSTGRES).format(name)))
        if not sqlite:
            connection.execute(text(f"CREATE INDEX ix_search_{name} ON search_{name} USING gin(words)"))
    into = "(rowid, words) VALUES (:number, :words)" if sqlite else "(number, words) VALUES (:number, to_tsvector('english', :words))"
    _fill(connection, "articles", "SELECT number, title, text AS body FROM articles", f"INSERT INTO search_articles{into}")
    _fill(connection, "claims", "SELECT number, NULL AS title, body FROM claims", f"INSERT INTO search_claims{into}")


def _fill(connection: Connection, name: str, select: str, insert: str) -> None:
    last = 0
    while rows := connection.execute(text(f"{select} WHERE number > :last ORDER BY number LIMIT {BATCH}"), {"last": last}).mappings().all():
        read = _read_article if name == "articles" else _read_claim
        connection.execute(text(insert), [{"number": row["number"], "words": _fold(read(row["title"], row["body"]))} for row in rows])
        last = rows[-1]["number"]


def _read_article(title: str | None, body: bytes) -> str:
    return f"{title or ''}\n{zlib.decompress(body).decode()}"


def _read_claim(_title: str | None, body: bytes) -> str:
    claim: dict[str, Any] = json.loads(zlib.decompress(body))
    names = [item["name"] for field in ("actors", "recipients", "places", "speakers") for item in claim[field] if item["name"]]
    return "\n".join([claim["words"], claim["kind"], *names])


def _fold(words: str) -> str:
    words = words[:250_000].lower()
    return re.sub(r"\s+", " ", "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c)))
