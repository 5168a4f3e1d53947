"""The names of actors and places in the tables of a database, of those readings that now count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from karama.adapters.stores import tables
from karama.adapters.stores.claim_queries import is_open
from karama.adapters.stores.name_tables import names as _NAMES
from karama.domain.members import Member, Naming

CHUNK = 500  # values in one statement: fewer than either database takes
_READINGS, _ARTICLES = tables.readings, tables.articles
_SAID = ("node", "what", "name", "how", "key", "type", "country", "latitude", "longitude", "radius_km")
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)


def _select(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(_NAMES).join(_READINGS, _READINGS.c.number == _NAMES.c.reading).where(*is_open())


_MEMBERS = _select(_READINGS.c.id, _READINGS.c.article, *(_NAMES.c[name] for name in _SAID), _NAMES.c.claims)
_NAMINGS = _select(*(_NAMES.c[name] for name in _SAID), func.count(), func.sum(_NAMES.c.claims)).group_by(*(_NAMES.c[name] for name in _SAID))


@dataclass(frozen=True, slots=True)
class SqlNameIndex:
    """What readings call their actors and places; reads and writes by the store's connections."""

    reader: Callable[[], AbstractContextManager[Connection]]
    writer: Callable[[], Connection]

    def clear(self) -> None:
        """Nothing; the index is empty."""
        self.writer().execute(delete(_NAMES))

    def add(self, members: Iterable[Member]) -> None:
        """Nothing; the members are in the index. Those that are there stay as they are."""
        listed = list(members)
        if not listed:
            return
        numbers = dict(self._number(dict.fromkeys(member.reading for member in listed)))
        rows = [
            {"reading": numbers[one.reading][0], "article": numbers[one.reading][1], "claims": one.claims, **{name: getattr(one, name) for name in _SAID}}
            for one in listed
        ]
        insert = sqlite.insert if self.writer().dialect.name == "sqlite" else postgresql.insert
        self.writer().execute(insert(_NAMES).on_conflict_do_nothing(), rows)

    def list_members(self, *, nodes: Sequence[str] = (), articles: Sequence[str] = ()) -> Iterator[Member]:
        """The members of these nodes, or of these articles, by node; of all without either."""
        for row in self._look_up(_MEMBERS, nodes, articles):
            yield Member(*row)

    def list_namings(self, *, nodes: Sequence[str] = (), keys: Sequence[str] = ()) -> Iterator[Naming]:
        """In how many ways the nodes, or those under the keys, are named, with how many articles and claims do so; of all without either."""
        for row in self._look_up(_NAMINGS, nodes, keys=keys):
            yield Naming(*row)

    def count_nodes(self) -> Iterator[tuple[str, int, int]]:
        """Every node with how many articles name it, in how many claims."""
        query = _select(_NAMES.c.node, func.count(_NAMES.c.article.distinct()), func.sum(_NAMES.c.claims)).group_by(_NAMES.c.node)
        with self.reader() as connection:
            for node, articles, claims in connection.execute(query):
                yield node, articles, int(claims)

    def find_nodes(self, keys: Sequence[str]) -> frozenset[str]:
        """The nodes with a name under one of the keys."""
        return frozenset(row[0] for row in self._look_up(_select(_NAMES.c.node).distinct(), (), keys=keys)) if keys else frozenset()

    def find_told(self, articles: Sequence[str]) -> frozenset[str]:
        """The nodes that any reading of these articles names, also one that counts no more."""
        query = select(_NAMES.c.node).distinct().join(_ARTICLES, _ARTICLES.c.number == _NAMES.c.article).where(_ARTICLES.c.id.in_(_WANTED))
        found: set[str] = set()
        with self.reader() as connection:
            for at in range(0, len(articles), CHUNK):
                found.update(connection.execute(query, {"wanted": list(articles[at : at + CHUNK])}).scalars())
        return frozenset(found)

    def _look_up(self, query: Select[Any], nodes: Sequence[str], articles: Sequence[str] = (), keys: Sequence[str] = ()) -> Iterator[Any]:
        """The rows, a statement for so many values at a time."""
        asked = next(((column, values) for column, values in ((_NAMES.c.node, nodes), (_READINGS.c.article, articles), (_NAMES.c.key, keys)) if values), None)
        with self.reader() as connection:
            if asked is None:
                yield from connection.execute(query)
                return
            narrowed = query.where(asked[0].in_(_WANTED))
            for at in range(0, len(asked[1]), CHUNK):
                yield from connection.execute(narrowed, {"wanted": list(asked[1][at : at + CHUNK])}).all()

    def _number(self, readings: Iterable[str]) -> Iterator[tuple[str, tuple[int, int]]]:
        wanted = list(readings)
        query = select(_READINGS.c.id, _READINGS.c.number, _ARTICLES.c.number).join(_ARTICLES, _ARTICLES.c.id == _READINGS.c.article)
        for at in range(0, len(wanted), CHUNK):
            for identifier, number, article in self.writer().execute(query.where(_READINGS.c.id.in_(wanted[at : at + CHUNK]))):
                yield identifier, (number, article)
