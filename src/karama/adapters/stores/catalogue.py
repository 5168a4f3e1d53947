"""The catalogue of incidents in the tables of a store: kept up to what the record tells, asked by SQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, RowMapping, Select, Table, delete, func, select

from karama import codec
from karama.adapters.stores import catalogue_tables as made
from karama.adapters.stores import name_tables, tables
from karama.adapters.stores.catalogue_queries import select_keys, select_lines, select_spans, select_spots, select_totals
from karama.adapters.stores.engines import telling
from karama.adapters.stores.sql_store import SqlStore
from karama.domain.catalogue import (
    CatalogueQuery,
    Entry,
    Facet,
    FacetCount,
    IncidentLine,
    Key,
    Order,
    SpanCount,
    Spot,
    SpotCount,
    Totals,
    Unit,
)
from karama.domain.members import split_member
from karama.record.entity_decisions import FIELD

# Raise it when lines or keys are made otherwise: the catalogue is then made anew.
VERSION = 1
CHUNK = 400
# What the catalogue is made of, and so must be up to date with.
FOLLOWED: dict[str, Table] = {"memberships": tables.memberships, "decisions": tables.decisions, "readings": tables.readings}


# Answers that were worked out, by database: panning a map asks for the same places again and again. They hold as long as the marks are the same.
MOST_REMEMBERED = 64
_REMEMBERED: WeakKeyDictionary[Engine, dict[tuple[Any, ...], Any]] = WeakKeyDictionary()
EVERYTHING = CatalogueQuery()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SqlCatalogue:
    """Incidents as they are looked for, in the tables of a store."""

    store: SqlStore

    # ------------------------------------------------------------ kept up to date

    def find_marks(self) -> dict[str, int]:
        """Up to which row the record's tables go now."""
        with self._reader() as connection:
            return _read_marks(connection)

    def is_current(self) -> bool:
        """Does the catalogue tell all that the record does?"""
        with self._reader() as connection:
            return _read_kept(connection) == _read_marks(connection)

    def list_changed(self) -> tuple[str, ...]:
        """The groups that have to be laid out anew, gone ones among them; of a catalogue that is new or of another version all."""
        with self._reader() as connection:
            kept, now = _read_kept(connection), _read_marks(connection)
            if kept == now:
                return ()
            groups = tables.memberships.c.group
            if kept.get("version") != VERSION:
                known = set(connection.execute(select(groups).where(tables.memberships.c.kind == "incident", groups.is_not(None)).distinct()).scalars())
                return tuple(sorted(known | set(connection.execute(select(made.incidents.c.group)).scalars())))
            claims = sorted(_list_touched(connection, kept))
            found: set[str] = set()
            for at in range(0, len(claims), CHUNK):
                ever = select(groups).where(tables.memberships.c.kind == "incident", tables.memberships.c.member.in_(claims[at : at + CHUNK]))
                found.update(connection.execute(ever.where(groups.is_not(None))).scalars())
            return tuple(sorted(found))

    def replace(self, groups: Sequence[str], entries: Iterable[Entry]) -> None:
        """Nothing; what was known of the groups is gone and the entries are there. Only within a transaction of the store."""
        connection, listed = self.store.writer(), list(entries)
        _REMEMBERED.pop(self.store.engine, None)
        for at in range(0, len(groups), CHUNK):
            old = select(made.incidents.c.number).where(made.incidents.c.group.in_(groups[at : at + CHUNK]))
            for table in made.PARTS:
                connection.execute(delete(table).where(table.c.incident.in_(old)))
            connection.execute(delete(made.incidents).where(made.incidents.c.group.in_(groups[at : at + CHUNK])))
        if listed:
            self._insert(connection, listed)

    def mark(self, marks: Mapping[str, int]) -> None:
        """Nothing; the catalogue is up to date with the rows of `find_marks`. Only within a transaction of the store."""
        connection = self.store.writer()
        connection.execute(delete(made.marks))
        connection.execute(made.marks.insert(), [{"name": name, "value": value} for name, value in marks.items()])

    def forget(self) -> None:
        """Nothing; the catalogue will be made anew. Only within a transaction of the store."""
        _REMEMBERED.pop(self.store.engine, None)
        for table in (made.marks, *made.PARTS, made.incidents):
            self.store.writer().execute(delete(table))

    def _insert(self, connection: Connection, entries: list[Entry]) -> None:
        spots = _intern_spots(connection, [spot for entry in entries for spot in (*entry.spots, *([entry.line.spot] if entry.line.spot else ()))])
        keys = _intern_keys(connection, [key for entry in entries for key in entry.keys])
        claims = _find_claims(connection, [claim for entry in entries for claim in entry.claims])
        start = _next_number(connection, made.incidents)
        rows: list[dict[str, Any]] = []
        parts: dict[str, list[dict[str, Any]]] = {table.name: [] for table in made.PARTS}
        for number, entry in enumerate(entries, start):
            line = entry.line
            counted = {name: getattr(line, name) for name in made.incidents.c.keys() if name not in ("number", "spot")}  # noqa: SIM118 - columns, not a dict
            rows.append({**counted, "number": number, "spot": spots[_identify(line.spot)] if line.spot else None})
            parts[made.lines.name].append({"incident": number, "body": json.dumps(codec.encode(line), ensure_ascii=False)})
            parts[made.incident_keys.name] += [{"incident": number, "key": key} for key in sorted({keys[one.facet, one.key] for one in entry.keys})]
            parts[made.incident_spots.name] += [{"incident": number, "spot": spot} for spot in sorted({spots[_identify(one)] for one in entry.spots})]
            parts[made.incident_claims.name] += [{"incident": number, "claim": claims[one]} for one in sorted(set(entry.claims)) if one in claims]
        connection.execute(made.incidents.insert(), rows)
        for table in made.PARTS:
            if parts[table.name]:
                connection.execute(table.insert(), parts[table.name])

    # ------------------------------------------------------------ asked

    def count(self, query: CatalogueQuery) -> Totals:
        """How many incidents there are, and how many of them without a place or day."""
        return self._recall(("count", query), lambda connection: Totals(*connection.execute(select_totals(query, self.store.full_text.ask)).one()))

    def list_facets(self, query: CatalogueQuery) -> dict[Facet, tuple[FacetCount, ...]]:
        """The counts of every key, most first; of a facet that is asked for, also of the keys that were not chosen."""
        return dict(self._recall(("facets", query), lambda connection: self._count_facets(connection, query)))

    def _count_facets(self, connection: Connection, query: CatalogueQuery) -> dict[Facet, tuple[FacetCount, ...]]:
        found: dict[Facet, list[FacetCount]] = {}
        chosen = [facet for facet, _ in query.keys]
        for narrowed, only in [(query, None), *((query.without(facet), facet) for facet in chosen)]:
            for key, count in self._count_keys(connection, narrowed, only).items():
                if count and (only is not None or key.facet not in chosen):
                    found.setdefault(key.facet, []).append(FacetCount(key, count))
        return {facet: tuple(sorted(counts, key=lambda one: (-one.count, one.key.label))) for facet, counts in found.items()}

    def _count_keys(self, connection: Connection, query: CatalogueQuery, only: Facet | None) -> dict[Key, int]:
        """How many of the incidents have each key. Where most of all are asked for, those that are not are counted and taken off: that is quicker."""
        ask = self.store.full_text.ask
        if query == EVERYTHING or 2 * self.count(query).incidents < self.count(EVERYTHING).incidents:
            return _read_keys(connection, select_keys(query, ask, only))
        everything: dict[Key, int] = self._recall(("keys",), lambda own: _read_keys(own, select_keys(EVERYTHING, ask)))
        others = _read_keys(connection, select_keys(query, ask, only, outside=True))
        return {key: count - others.get(key, 0) for key, count in everything.items() if only is None or key.facet == only}

    def list_spots(self, query: CatalogueQuery) -> tuple[SpotCount, ...]:
        """The incidents of each place together, by number of the place."""

        def look_up(connection: Connection) -> tuple[SpotCount, ...]:
            rows = connection.execute(select_spots(query, self.store.full_text.ask).order_by(made.spots.c.number)).mappings()
            return tuple(
                SpotCount(_read_spot(row), row["count"], tuple(dict.fromkeys((row["kind"], row["other_kind"]))), row["disputed"], row["origins"], row["one"])
                for row in rows
            )

        return self._recall(("spots", query), look_up)

    def list_spans(self, query: CatalogueQuery, unit: Unit) -> tuple[SpanCount, ...]:
        """How many incidents lie between the same units of time, in order."""

        def look_up(connection: Connection) -> tuple[SpanCount, ...]:
            return tuple(
                sorted((SpanCount(*row) for row in connection.execute(select_spans(query, unit, self.store.full_text.ask))), key=lambda one: one.first)
            )

        return self._recall(("spans", query, unit), look_up)

    def list_lines(self, query: CatalogueQuery, order: Order = "-day", limit: int = 50, offset: int = 0) -> tuple[IncidentLine, ...]:
        """A page of incidents, in order."""
        with self._reader() as connection:
            return tuple(_read_line(*row) for row in connection.execute(select_lines(query, self.store.full_text.ask, order, limit, offset)))

    def list_all_spots(self) -> tuple[Spot, ...]:
        """Every place that an incident of the record is told of."""

        def look_up(connection: Connection) -> tuple[Spot, ...]:
            told = select(made.incident_spots.c.spot)
            rows = connection.execute(select(made.spots).where(made.spots.c.number.in_(told)).order_by(made.spots.c.number)).mappings()
            return tuple(_read_spot(row) for row in rows)

        return self._recall(("all spots",), look_up)

    def remember(self, asked: tuple[Hashable, ...], work_out: Callable[[], T]) -> T:
        """The answer to something else that follows from the record alone, worked out once for each state of the catalogue."""
        return self._recall(("other", *asked), lambda _: work_out())

    def _recall(self, asked: tuple[Any, ...], work_out: Callable[[Connection], T]) -> T:
        """The answer, worked out once for each state of the catalogue."""
        kept = _REMEMBERED.setdefault(self.store.engine, {})
        with self._reader() as connection:
            key = (tuple(sorted(_read_kept(connection).items())), *asked)
            answer: T | None = kept.get(key)
            if answer is None:
                answer = work_out(connection)
                while len(kept) >= MOST_REMEMBERED:
                    kept.pop(next(iter(kept)), None)
                kept[key] = answer
            return answer

    @contextmanager
    def _reader(self) -> Iterator[Connection]:
        with telling(self.store.where), self.store.engine.connect() as connection:
            yield connection


def _read_marks(connection: Connection) -> dict[str, int]:
    now = {name: connection.execute(select(func.max(table.c.number))).scalar() or 0 for name, table in FOLLOWED.items()}
    return {**now, "version": VERSION}


def _read_kept(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(made.marks.c.name, made.marks.c.value))
    return {row[0]: row[1] for row in rows}


def _list_touched(connection: Connection, kept: Mapping[str, int]) -> set[str]:
    """The claims that were put elsewhere, read again, decided on, or whose article turned out to be a copy."""
    placed, claims, articles = tables.memberships, tables.claims, tables.articles
    new = select(placed.c.member).where(placed.c.number > kept["memberships"])
    touched = set(connection.execute(new.where(placed.c.kind == "incident")).scalars())
    copies = select(articles.c.number).where(articles.c.id.in_(new.where(placed.c.kind == "family")))
    read = select(tables.readings.c.article).where(tables.readings.c.number > kept["readings"])
    again = select(articles.c.number).where(articles.c.id.in_(read))
    for wanted in (copies, again):
        touched.update(connection.execute(select(claims.c.id).where(claims.c.article.in_(wanted))).scalars())
    for row in connection.execute(select(tables.decisions).where(tables.decisions.c.number > kept["decisions"])).mappings():
        touched.update(_list_decided(connection, row))
    return touched


def _list_decided(connection: Connection, row: RowMapping) -> Iterator[str]:
    """The claims that a decision speaks of; of an undoing those of what it takes back; of one on who is who those of all reports that name them."""
    yield from json.loads(row["claims"])
    if row["field"] == FIELD:
        yield from _list_naming(connection, {node for side in json.loads(row["value"])["sides"] for node in side})
    elif row["verdict"] == "split":
        yield from (row["value"] or "").split()
    elif row["verdict"] == "undo":
        for other in connection.execute(select(tables.decisions).where(tables.decisions.c.id == row["value"])).mappings():
            yield from _list_decided(connection, other)


def _list_naming(connection: Connection, members: set[str]) -> Iterator[str]:
    """The claims of the reports that name these nodes, and of those in which single ones of them stand."""
    split = [split_member(member) for member in sorted(members)]
    claims, names, articles = tables.claims, name_tables.names, tables.articles
    for at in range(0, len(split), CHUNK):
        part = split[at : at + CHUNK]
        naming = select(names.c.article).where(names.c.node.in_([node for article, node in part if article is None]))
        single = select(articles.c.number).where(articles.c.id.in_([article for article, _ in part if article is not None]))
        yield from connection.execute(select(claims.c.id).where(claims.c.article.in_(naming.union(single)))).scalars()


def _find_claims(connection: Connection, ids: list[str]) -> dict[str, int]:
    """The number of each claim's newest row."""
    found: dict[str, int] = {}
    for at in range(0, len(ids), CHUNK):
        query = select(tables.claims.c.id, func.max(tables.claims.c.number)).where(tables.claims.c.id.in_(ids[at : at + CHUNK])).group_by(tables.claims.c.id)
        found.update({row[0]: row[1] for row in connection.execute(query)})
    return found


def _intern_spots(connection: Connection, spots: list[Spot]) -> dict[str, int]:
    """The number of each place by its identity; new ones are added."""
    wanted = {_identify(spot): spot for spot in spots}
    found = _find_numbers(connection, made.spots, list(wanted))
    start = _next_number(connection, made.spots)
    fresh = [{**asdict(spot), "identity": name, "number": start + at} for at, (name, spot) in enumerate((n, s) for n, s in wanted.items() if n not in found)]
    if fresh:
        connection.execute(made.spots.insert(), fresh)
    return found | {row["identity"]: row["number"] for row in fresh}


def _find_numbers(connection: Connection, table: Table, names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at in range(0, len(names), CHUNK):
        rows = connection.execute(select(table.c.identity, table.c.number).where(table.c.identity.in_(names[at : at + CHUNK])))
        found.update({row[0]: row[1] for row in rows})
    return found


def _intern_keys(connection: Connection, keys: list[Key]) -> dict[tuple[str, str], int]:
    """The number of each key; new ones are added."""
    wanted = {(key.facet, key.key): key for key in keys}
    found: dict[tuple[str, str], int] = {}
    names = sorted({key for _, key in wanted})
    for at in range(0, len(names), CHUNK):
        query = select(made.keys.c.facet, made.keys.c.key, made.keys.c.number).where(made.keys.c.key.in_(names[at : at + CHUNK]))
        found.update({(facet, key): number for facet, key, number in connection.execute(query)})
    start = _next_number(connection, made.keys)
    fresh = [{**asdict(key), "number": start + at} for at, key in enumerate(key for pair, key in wanted.items() if pair not in found)]
    if fresh:
        connection.execute(made.keys.insert(), fresh)
    return found | {(row["facet"], row["key"]): row["number"] for row in fresh}


def _next_number(connection: Connection, table: Table) -> int:
    return (connection.execute(select(func.max(table.c.number))).scalar() or 0) + 1


def _identify(spot: Spot | None) -> str:
    """What makes two places one: all that is known of them."""
    assert spot is not None
    return "\x1f".join(
        str(part) for part in (spot.geonames, spot.name, spot.precision, spot.latitude, spot.longitude, spot.radius_km, spot.country, spot.admin1)
    )


def _read_keys(connection: Connection, query: Select[Any]) -> dict[Key, int]:
    return {Key(facet, key, label): count for facet, key, label, count in connection.execute(query)}


def _read_spot(row: RowMapping) -> Spot:
    names = ("name", "geonames", "latitude", "longitude", "radius_km", "precision", "country", "admin1", "number")
    return Spot(*(row[name] for name in names))


def _read_line(body: str, spot: int | None) -> IncidentLine:
    line: IncidentLine = codec.decode(IncidentLine, json.loads(body))
    return replace(line, spot=replace(line.spot, number=spot)) if line.spot is not None and spot is not None else line
