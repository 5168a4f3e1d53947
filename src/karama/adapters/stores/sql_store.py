"""A record's store over SQLAlchemy Core, the same code for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from threading import Lock, RLock, get_ident
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Float, Table, and_, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from karama import codec
from karama.adapters.stores import tables
from karama.adapters.stores.claim_queries import select_claims, select_open
from karama.adapters.stores.engines import WRITES, telling
from karama.adapters.stores.full_text import FullText, cut_snippet, fold_text, list_claim_words
from karama.adapters.stores.integrity import find_faults
from karama.adapters.stores.merge_index import SqlMergeIndex
from karama.adapters.stores.name_index import SqlNameIndex
from karama.adapters.stores.rows import SHAPES, list_party_rows, list_place_rows, make_claim_row, make_row, pack, read_row, unpack
from karama.domain.record import Hit, KeptReading, Membership, RecordClaim
from karama.domain.text import Article
from karama.errors import DataError
from karama.ports import ALL_CLAIMS, ClaimQuery, K, Kept

# Fewer than the parameters that either database takes in one statement.
CHUNK = 500
LATER = tables.memberships.alias("later")


def _rest() -> None:
    """Nothing."""


@dataclass
class SqlStore:
    """What a record keeps, in the tables of a database. `lock` gives the writer's place."""

    engine: Engine
    full_text: FullText
    lock: Callable[[], AbstractContextManager[None]]
    where: str
    follow: Callable[[], None] = _rest  # called in the writer's place after each transaction that was kept
    _connection: Connection | None = None  # of the transaction that is open, and whose it is: other threads read beside it
    _thread: int = 0
    _next: dict[str, int] = field(default_factory=dict)  # table -> number of its next row
    _turn: Any = field(default_factory=RLock)  # one transaction at a time; threads of one process share the writer's place
    _door: Lock = field(default_factory=Lock)
    _place: AbstractContextManager[None] | None = None
    _holders: int = 0

    # ------------------------------------------------------------ writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The writer's place, held until the end. A web app's threads share it, so that a decision need not wait until a merging ends.

        Raises:
            UnavailableError: somebody else is writing.
        """
        with self._door:
            if self._place is None:
                place = self.lock()
                place.__enter__()
                self._place = place
            self._holders += 1
        try:
            yield
        finally:
            with self._door:
                self._holders -= 1
                if self._holders == 0 and self._place is not None:
                    place, self._place = self._place, None
                    place.__exit__(None, None, None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is added within is kept, or none of it.

        Raises:
            UnavailableError: somebody else is writing, or the disk is full.
        """
        with self.writing(), self._turn:
            with telling(self.where), self.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                self._connection, self._thread = connection, get_ident()
                try:
                    yield
                finally:
                    self._connection = None
                    self._next.clear()
            self.follow()

    def add(self, values: Iterable[Kept]) -> int:
        """How many of the values were new."""
        rows: dict[type, list[dict[str, Any]]] = {}
        for value in values:
            rows.setdefault(type(value), []).append(make_row(value))
        added = 0
        for kind, shape in SHAPES.items():
            if kind in rows:
                new = self._insert(shape.table, rows[kind])
                added += len(new)
                if kind is Article:
                    self._index_articles([row for row in rows[kind] if row["number"] in new])
        return added

    def add_reading(self, kept: KeptReading, reading: dict[str, Any], claims: Sequence[RecordClaim]) -> bool:
        """Whether the reading was new; its claims are added with it."""
        row = {**make_row(kept), "body": pack(reading)}
        if not self._insert(tables.readings, [row]):
            return False
        article = self.writer().execute(select(tables.articles.c.number).where(tables.articles.c.id == kept.article)).scalar_one()
        rows = [{**make_claim_row(claim), "reading": row["number"], "article": article} for claim in claims]
        if rows:
            self._insert(tables.claims, rows)
            self._insert_parts(tables.claim_places, [list_place_rows(claim) for claim in claims], rows)
            self._insert_parts(tables.claim_parties, [list_party_rows(claim) for claim in claims], rows)
            words = [{"number": row["number"], "words": list_claim_words(claim)} for row, claim in zip(rows, claims, strict=True)]
            self.full_text.add(self.writer(), "claims", words)
        return True

    def _insert_parts(self, table: Table, parts: list[list[dict[str, Any]]], claims: list[dict[str, Any]]) -> None:
        rows = [{**part, "claim": claim["number"]} for claim, its in zip(claims, parts, strict=True) for part in its]
        if rows:
            self.writer().execute(table.insert(), rows)

    def _index_articles(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            found = [{"number": row["number"], "words": fold_text(f"{row['title'] or ''}\n{read_row(Article, row).text}")} for row in rows]
            self.full_text.add(self.writer(), "articles", found)

    def _insert(self, table: Table, rows: list[dict[str, Any]]) -> set[int]:
        """The numbers of those rows that were new; each row has its number afterwards."""
        connection = self.writer()
        if table is not tables.log:
            number = self._next.get(table.name) or (connection.execute(select(func.max(table.c.number))).scalar() or 0) + 1
            for at, row in enumerate(rows):
                row["number"] = number + at
            self._next[table.name] = number + len(rows)
        new: set[int] = set()
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        statement = insert(table).on_conflict_do_nothing().returning(table.c.number)
        for at in range(0, len(rows), CHUNK):
            new.update(connection.execute(statement, rows[at : at + CHUNK]).scalars())
        return new

    @property
    def names(self) -> SqlNameIndex:
        """What readings call their actors and places."""
        return SqlNameIndex(self._reader, self.writer)

    @property
    def index(self) -> SqlMergeIndex:
        """By what merging finds claims and articles."""
        return SqlMergeIndex(self._reader, self.writer)

    def writer(self) -> Connection:
        """The connection of the open transaction."""
        if self._connection is None or self._thread != get_ident():
            raise DataError(f"{self.where}: written outside a transaction")
        return self._connection

    # ------------------------------------------------------------ reading

    @contextmanager
    def _reader(self) -> Iterator[Connection]:
        """The open transaction's connection, so that it sees its own rows; else one of its own."""
        with telling(self.where):
            if self._connection is not None and self._thread == get_ident():
                yield self._connection
            else:
                with self.engine.connect() as connection:
                    yield connection

    def find(self, kind: type[K], **equal: str | int | tuple[str, ...] | tuple[int, ...]) -> Iterator[K]:
        """The values of a kind in the order they were added."""
        table = SHAPES[kind].table
        columns = [column for column in table.c if column.name != "body"]
        for condition in _make_conditions(table, equal):
            with self._reader() as connection:
                for row in connection.execute(select(*columns).where(condition).order_by(table.c.number)).mappings():
                    yield read_row(kind, row)

    def find_since(self, kind: type[K], seen: int) -> Iterator[K]:
        """The values of a kind in the order they were added, after the first so many."""
        table = SHAPES[kind].table
        columns = [column for column in table.c if column.name != "body"]
        first = select(table.c.number).order_by(table.c.number).offset(seen).limit(1).scalar_subquery()
        with self._reader() as connection:
            for row in connection.execute(select(*columns).where(table.c.number >= first).order_by(table.c.number)).mappings():
                yield read_row(kind, row)

    def last(self, kind: type[K], **equal: str) -> K | None:
        """The value of that kind, with those fields, that was added last."""
        table = SHAPES[kind].table
        query = select(*(c for c in table.c if c.name != "body")).where(*(table.c[name] == value for name, value in equal.items()))
        with self._reader() as connection:
            row = connection.execute(query.order_by(table.c.number.desc()).limit(1)).mappings().first()
        found: K | None = read_row(kind, row) if row is not None else None
        return found

    def count(self, kind: type[Any]) -> int:
        """How many values of the kind are kept."""
        table = tables.claims if kind is RecordClaim else SHAPES[kind].table
        with self._reader() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar() or 0

    def load_reading(self, identifier: str) -> dict[str, Any] | None:
        """The reading of that id as data."""
        with self._reader() as connection:
            body = connection.execute(select(tables.readings.c.body).where(tables.readings.c.id == identifier)).scalar()
        return unpack(body) if body is not None else None

    def claims(self, query: ClaimQuery = ALL_CLAIMS) -> Iterator[RecordClaim]:
        """The claims asked for, in the order they were added."""
        with self._reader() as connection:
            for body in connection.execute(select_claims(query)).scalars():
                yield codec.decode(RecordClaim, unpack(body))

    def memberships(
        self, kind: Literal["incident", "family", "entity"], *, members: Sequence[str] = (), groups: Sequence[str] = (), merge: str | None = None
    ) -> Iterator[Membership]:
        """The group that each member stands in, now or as a merge left it; by member."""
        table, later = tables.memberships, LATER
        upto = select(func.max(tables.memberships.c.number)).where(tables.memberships.c.merge == merge).scalar_subquery() if merge is not None else None
        newer = and_(later.c.kind == kind, later.c.member == table.c.member, later.c.number > table.c.number)
        if upto is not None:
            newer = and_(newer, later.c.number <= upto)
        query = select(table).where(table.c.kind == kind, ~select(later.c.number).where(newer).exists())
        if upto is not None:
            query = query.where(table.c.number <= upto)
        for column, wanted in ((table.c.member, members), (table.c.group, groups)):
            if wanted:
                query = query.where(column.in_(list(wanted)))
        with self._reader() as connection:  # sifted and put in order here: asked for either, SQLite goes through all members there are
            rows = [row for row in connection.execute(query).mappings() if row["group"] is not None]
        yield from (read_row(Membership, row) for row in sorted(rows, key=lambda row: str(row["member"])))

    def search(self, words: str, *, kind: Literal["article", "claim"] | None = None, limit: int = 20) -> tuple[Hit, ...]:
        """Articles and claims with all the words, best first."""
        hits: list[Hit] = []
        with self._reader() as connection:
            if kind != "article":
                for row in self._look_up(connection, "claims", words, limit):
                    claim = codec.decode(RecordClaim, unpack(row["body"]))
                    hits.append(Hit("claim", claim.id, claim.article, claim.words, row["score"]))
            if kind != "claim":
                for row in self._look_up(connection, "articles", words, limit):
                    article: Article = read_row(Article, row)
                    hits.append(Hit("article", article.id, article.id, cut_snippet(article.text, words), row["score"]))
        return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.id))[:limit])

    def _look_up(self, connection: Connection, name: str, words: str, limit: int) -> Iterable[Any]:
        asked = self.full_text.ask(name, words)
        if asked is None:
            return ()
        table = tables.claims if name == "claims" else tables.articles
        found = text(asked[0]).columns(number=tables.NUMBER, score=Float()).subquery("found")
        query = select_open(name, table, found.c.score).join(found, found.c.number == table.c.number)
        return connection.execute(query.order_by(found.c.score.desc(), table.c.number).limit(limit), asked[1]).mappings().all()

    def check(self) -> Iterator[str]:
        """What is wrong inside the store, one line each."""
        with self._reader() as connection:
            yield from find_faults(connection)

    def close(self) -> None:
        """Nothing; the store's connections are closed."""
        self.engine.dispose()


def _make_conditions(table: Table, equal: dict[str, str | int | tuple[str, ...] | tuple[int, ...]]) -> Iterator[Any]:
    """WHERE conditions, more than one only where a field may be one of very many."""
    fixed = [table.c[name] == value for name, value in equal.items() if not isinstance(value, tuple)]
    many = [(name, value) for name, value in equal.items() if isinstance(value, tuple)]
    if not many:
        yield and_(True, *fixed)
        return
    (name, values), *rest = sorted(many, key=lambda pair: len(pair[1]))[::-1]
    others = [table.c[other].in_(wanted) for other, wanted in rest]
    for at in range(0, len(values), CHUNK):
        yield and_(True, *fixed, *others, table.c[name].in_(values[at : at + CHUNK]))
