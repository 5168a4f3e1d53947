"""Words in articles and claims: SQLite's FTS5 and PostgreSQL's tsvector behind the same two calls."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Protocol

from sqlalchemy import Connection, text

from karama.domain.record import RecordClaim

# PostgreSQL takes no more than a megabyte of words; a report that is longer is found by its first half million letters.
LONGEST_SEARCHED = 250_000
AROUND = 90  # letters each side of a find
_TERM = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')


class FullText(Protocol):
    """Indexes words under numbers, and finds the numbers again."""

    def add(self, connection: Connection, name: str, rows: list[dict[str, Any]]) -> None:
        """Indexes rows of "number" and "words" under the name ("articles" or "claims")."""
        ...

    def ask(self, name: str, words: str) -> tuple[str, dict[str, str]] | None:
        """A SELECT of `number` and `score` (higher is better) with its parameters; None where there is nothing to look for."""
        ...


class SqliteText:
    """FTS5 tables without content: the words stand in the articles already."""

    def add(self, connection: Connection, name: str, rows: list[dict[str, Any]]) -> None:
        connection.execute(text(f"INSERT INTO search_{name}(rowid, words) VALUES (:number, :words)"), rows)  # noqa: S608 - name is ours

    def ask(self, name: str, words: str) -> tuple[str, dict[str, str]] | None:
        wanted, unwanted = split_terms(words)
        if not wanted:
            return None
        match = " ".join(f'"{term}"' for term in wanted) + "".join(f' NOT "{term}"' for term in unwanted)
        return f"SELECT rowid AS number, -rank AS score FROM search_{name} WHERE search_{name} MATCH :match", {"match": match}  # noqa: S608


class PostgresText:
    """A tsvector a row, English."""

    def add(self, connection: Connection, name: str, rows: list[dict[str, Any]]) -> None:
        connection.execute(text(f"INSERT INTO search_{name}(number, words) VALUES (:number, to_tsvector('english', :words))"), rows)  # noqa: S608

    def ask(self, name: str, words: str) -> tuple[str, dict[str, str]] | None:
        wanted, unwanted = split_terms(words)
        if not wanted:
            return None
        match = " ".join(f'"{term}"' for term in wanted) + "".join(f' -"{term}"' for term in unwanted)
        query = "websearch_to_tsquery('english', :match)"
        return f"SELECT number, ts_rank(words, {query}) AS score FROM search_{name} WHERE words @@ {query}", {"match": match}  # noqa: S608


def split_terms(words: str) -> tuple[list[str], list[str]]:
    """The words and phrases that must be there, and those that must not, of what a person typed; letters and digits only."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for no, phrase, other_no, word in _TERM.findall(words):
        term = " ".join(re.findall(r"\w+", fold_text(phrase or word)))
        if term:
            (unwanted if no or other_no else wanted).append(term)
    return wanted, unwanted


def fold_text(words: str) -> str:
    """The words without accents and in lower case, so that both databases index the same; cut to what can be indexed."""
    words = words[:LONGEST_SEARCHED].replace("\0", " ").lower()
    return words if words.isascii() else "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))


def list_claim_words(claim: RecordClaim) -> str:
    """What a claim can be found by: its passage, its kind and the names behind its words."""
    names = [party.name for party in (*claim.actors, *claim.recipients)] + [place.name for place in claim.places]
    names += [speaker.name for speaker in claim.speakers if speaker.name]
    return fold_text(" \n ".join(dict.fromkeys((claim.words, claim.kind, *names))))


def cut_snippet(content: str, words: str) -> str:
    """The content's words around the first that was looked for, cut between words."""
    stems = [re.escape(term.split()[0][:6]) for term in split_terms(words)[0]]
    found = re.search(r"\b(?:" + "|".join(stems) + ")", content, re.IGNORECASE) if stems else None
    at = found.start() if found else 0
    start, end = max(0, at - AROUND), min(len(content), at + AROUND)
    while 0 < start < at and not content[start - 1].isspace():
        start += 1
    while at < end < len(content) and not content[end].isspace():
        end -= 1
    return " ".join(content[start:end].split())
