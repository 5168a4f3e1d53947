"""The index of merging in the tables of a database: keys of claims, names of articles, bands of texts."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Table, bindparam, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from karama.adapters.stores import tables
from karama.adapters.stores.rows import SHAPES, inflate
from karama.domain.record import Judgement

CHUNK = 500  # values in one statement: fewer than either database takes
NO_DAY = ""
_KEYS, _CROWDS, _STORIES, _BANDS, _ARTICLES = tables.merge_keys, tables.merge_crowds, tables.merge_stories, tables.merge_bands, tables.articles
_JUDGED = SHAPES[Judgement].table
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_KEYED = select(_KEYS).where(_KEYS.c.key.in_(_WANTED))
_OVER = select(_KEYS.c.key).where(_KEYS.c.key.in_(_WANTED)).group_by(_KEYS.c.key).having(func.count() > bindparam("most"))
_CROWDED = select(_CROWDS.c.key).where(_CROWDS.c.key.in_(_WANTED))
_TOLD = select(_ARTICLES.c.id, _STORIES.c.names).join(_STORIES, _STORIES.c.article == _ARTICLES.c.number).where(_ARTICLES.c.id.in_(_WANTED))
# Past SQLAlchemy, which takes longer over a row than the database: a claim has some thirty keys.
_ADD = "INSERT INTO merge_keys (key, claim, asks) VALUES (?, ?, ?) ON CONFLICT (key, claim) DO UPDATE SET asks = merge_keys.asks OR excluded.asks"
_ADD_KEYS = {"sqlite": _ADD, "postgresql": _ADD.replace("?", "%s")}
_NUMBERED = select(_ARTICLES.c.id, _ARTICLES.c.number).where(_ARTICLES.c.id.in_(_WANTED))


@dataclass(frozen=True, slots=True)
class SqlMergeIndex:
    """By what merging finds claims and articles; reads and writes by the store's connections."""

    reader: Callable[[], AbstractContextManager[Connection]]
    writer: Callable[[], Connection]

    def clear(self) -> None:
        """Nothing; the index is empty."""
        for table in (_KEYS, _CROWDS, _STORIES, _BANDS):
            self.writer().execute(delete(table))

    def add_keys(self, rows: Iterable[tuple[int, str, bool]]) -> None:
        """Nothing; each key has that claim under it, with whether it asks, or ever asked."""
        listed = list(rows)
        if listed:
            self.writer().exec_driver_sql(_ADD_KEYS[self.writer().dialect.name], listed)

    def find_keyed(self, keys: Iterable[int]) -> dict[int, dict[str, bool]]:
        """The claims under each key, with whether they ask."""
        found: dict[int, dict[str, bool]] = {}
        for key, claim, asks in self._look_up(_KEYED, keys):
            found.setdefault(key, {})[claim] = asks
        return found

    def list_first(self, key: int, limit: int) -> list[tuple[str, bool]]:
        """The first claims by id under the key, with whether they ask."""
        query = select(_KEYS.c.claim, _KEYS.c.asks).where(_KEYS.c.key == key).order_by(_KEYS.c.claim).limit(limit)
        with self.reader() as connection:
            return [(claim, asks) for claim, asks in connection.execute(query)]

    def find_over(self, keys: Iterable[int], most: int) -> set[int]:
        """Those of the keys that have more claims under them."""
        return {key for (key,) in self._look_up(_OVER, keys, most=most)}

    def add_crowds(self, keys: Iterable[int]) -> None:
        """Nothing; the keys are marked as shared by too many."""
        self._insert(_CROWDS, [{"key": key} for key in keys])

    def find_crowds(self, keys: Iterable[int]) -> set[int]:
        """Those of the keys that are so marked."""
        return {key for (key,) in self._look_up(_CROWDED, keys)}

    def add_stories(self, names: Mapping[str, Iterable[str]]) -> None:
        """Nothing; each article tells of those names, whatever it told of before."""
        numbers = self._number(names)
        for part in _cut(numbers.values()):
            self.writer().execute(delete(_STORIES).where(_STORIES.c.article.in_(part)))
        self._insert(_STORIES, [{"article": numbers[article], "names": zlib.compress("\n".join(sorted(its)).encode())} for article, its in names.items()])

    def find_stories(self, articles: Iterable[str]) -> dict[str, frozenset[str]]:
        """The names that each article tells of."""
        return {article: frozenset(inflate(names).split("\n")) - {""} for article, names in self._look_up(_TOLD, articles)}

    def find_judged(self, claims: Iterable[str], by: str) -> Iterator[Judgement]:
        """The judgements on pairs with one of these claims, in the order they were added, without their likenesses."""
        left, right = _JUDGED.c.left, _JUDGED.c.right
        columns = (_JUDGED.c.number, left, right, _JUDGED.c.same, _JUDGED.c.score, _JUDGED.c["values"])
        found: dict[int, Any] = {}
        for side in (left, right):
            query = select(*columns).where(side.in_(_WANTED), _JUDGED.c.by == by)
            found |= {row[0]: row for row in self._look_up(query, claims)}
        for _, (_, a, b, same, score, values) in sorted(found.items()):
            yield Judgement(a, b, same, score, (), by, tuple(json.loads(values)))

    def add_bands(self, rows: Iterable[tuple[int, str, str | None]]) -> None:
        """Nothing; each band has that article under it, with its day of publication."""
        listed = list(rows)
        numbers = self._number(article for _, article, _ in listed)
        self._insert(_BANDS, [{"band": band, "day": day or NO_DAY, "article": numbers[article]} for band, article, day in sorted(listed, key=lambda r: r[:2])])

    def find_banded(self, bands: Iterable[int], first: str | None, last: str | None) -> set[str]:
        """The articles under any of the bands, of these days or of no day; of all without days."""
        query = select(_ARTICLES.c.id).distinct().join(_BANDS, _BANDS.c.article == _ARTICLES.c.number).where(_BANDS.c.band.in_(_WANTED))
        if first is not None and last is not None:
            query = query.where(or_(_BANDS.c.day == NO_DAY, _BANDS.c.day.between(first, last)))
        return {article for (article,) in self._look_up(query, bands)}

    def _number(self, articles: Iterable[str]) -> dict[str, int]:
        return dict(tuple(row) for row in self._look_up(_NUMBERED, articles))

    def _look_up(self, query: Select[Any], wanted: Iterable[int | str], **given: int) -> Iterator[Any]:
        """The rows for all that is wanted, a statement for so many at a time."""
        with self.reader() as connection:
            for part in _cut(sorted(set(wanted))):
                yield from connection.execute(query, {"wanted": part, **given})

    def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Rows that are there already stay as they are."""
        if rows:
            self.writer().execute(self._make_insert(table).on_conflict_do_nothing(), rows)

    def _make_insert(self, table: Table) -> Any:
        return (sqlite.insert if self.writer().dialect.name == "sqlite" else postgresql.insert)(table)


def _cut(values: Iterable[Any]) -> Iterator[list[Any]]:
    listed = list(values)
    return (listed[at : at + CHUNK] for at in range(0, len(listed), CHUNK))
