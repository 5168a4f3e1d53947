"""What every store of a record keeps to: the same suite over SQLite and PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from kept_values import MAYADIN, NEWER_RUN, RUN, keep, list_capture, make_article, make_claim, make_reading
from sqlalchemy import inspect, text

from karama.adapters.stores.migrate import HEAD, SCRIPTS, migrate, read_revision
from karama.adapters.stores.openings import open_postgresql_store, open_sqlite_store
from karama.adapters.stores.sql_store import SqlStore
from karama.adapters.stores.tables import metadata
from karama.domain.record import Capture, Decision, Judgement, KeptReading, Likeness, LogEntry, Membership, Merge, RecordClaim, Run, Supersession, Timestamp
from karama.domain.text import Article
from karama.errors import DataError, SetupError, UnavailableError
from karama.merge.entity_members import list_members
from karama.ports import ClaimQuery

ARTICLE = make_article("An air strike hit Raqqa's old quarter.\nNobody was hurt.")
OTHER = make_article("Fighters used residents as human shields in Mayadin.")
_SCHEMAS = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store can be made: a file or a URL."""
    if request.param == "sqlite":
        return str(tmp_path / "record.sqlite")
    return f"{request.getfixturevalue('postgresql')}&schema=test_{next(_SCHEMAS)}"


def open_store(place: str, *, make: bool = False) -> tuple[SqlStore, str | None]:
    return open_postgresql_store(place, "test", make=make) if "://" in place else open_sqlite_store(Path(place), "test", make=make)


@pytest.fixture
def store(place: str) -> Iterator[SqlStore]:
    opened, _ = open_store(place, make=True)
    yield opened
    opened.close()


def list_ids(store: SqlStore, **query: object) -> list[str]:
    return [claim.id for claim in store.claims(ClaimQuery(**query))]  # type: ignore[arg-type]


def test_what_is_added_comes_back_as_it_was(store: SqlStore) -> None:
    claim = make_claim("c_1", ARTICLE)
    assert keep(store, ARTICLE, claim)
    assert list(store.claims()) == [claim]
    assert list(store.find(Article)) == [ARTICLE]
    assert list(store.find(Run)) == [RUN, NEWER_RUN]
    assert store.load_reading(make_reading(ARTICLE, (claim,)).id) == {"words": ARTICLE.text}
    assert [capture.url for capture in store.find(Capture, article=ARTICLE.id)] == ["https://example.org/a"]


def test_adding_again_adds_nothing(store: SqlStore) -> None:
    claim = make_claim("c_1", ARTICLE)
    keep(store, ARTICLE, claim)
    assert not keep(store, ARTICLE, claim)
    with store.transaction():
        assert store.add(list_capture(ARTICLE)) == 0
    assert store.count(RecordClaim) == store.count(Article) == store.count(KeptReading) == 1


def test_a_transaction_that_fails_keeps_nothing(store: SqlStore) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.add(list_capture(ARTICLE))
        raise RuntimeError
    assert store.count(Article) == 0
    assert keep(store, ARTICLE, make_claim("c_1", ARTICLE))


def test_nothing_is_written_outside_a_transaction(store: SqlStore) -> None:
    with pytest.raises(DataError, match="outside a transaction"):
        store.add(list_capture(ARTICLE))


def test_readers_see_nothing_of_an_open_transaction(store: SqlStore, place: str) -> None:
    other, _ = open_store(place)
    with store.transaction():
        store.add(list_capture(ARTICLE))
        assert store.count(Article) == 1
        assert other.count(Article) == 0
    assert other.count(Article) == 1
    other.close()


def test_another_thread_sees_nothing_of_an_open_transaction_and_writes_nothing_into_it(store: SqlStore) -> None:
    def look() -> tuple[int, str]:
        try:
            store.add(list_capture(OTHER))
        except DataError as error:
            return store.count(Article), str(error)
        return -1, ""

    with store.transaction():
        store.add(list_capture(ARTICLE))
        with ThreadPoolExecutor(1) as others:
            assert others.submit(look).result() == (0, "test: written outside a transaction")


def test_a_second_writer_gets_one_clear_line(store: SqlStore, place: str) -> None:
    other, _ = open_store(place)
    with store.writing():
        with pytest.raises(UnavailableError, match="somebody else is writing"), other.transaction():
            pass
        keep(store, ARTICLE)
    assert keep(other, OTHER)
    other.close()


# What is asked, and which of two claims answer; one store serves all, for a server takes its time to make one.
QUERIES: tuple[tuple[dict[str, object], list[str]], ...] = (
    ({"place": "raqqa"}, ["c_1"]),
    ({"place": "Al-Mayādīn"}, ["c_2"]),
    ({"geonames": 172955}, ["c_1"]),
    ({"country": "SYR"}, ["c_1", "c_2"]),
    ({"box": (35.9, 38.9, 36.0, 39.1)}, ["c_1"]),
    ({"box": (-90.0, 170.0, 90.0, -170.0)}, []),
    ({"actor": "Syrian Democratic Forces"}, ["c_1"]),
    ({"actor": "sdf"}, ["c_1"]),
    ({"actor": "a doctor"}, ["c_1", "c_2"]),
    ({"kinds": ("air strike", "flight")}, ["c_1"]),
    ({"what": "relation"}, []),
    ({"earliest": "2017-06-30", "latest": "2017-06-30"}, ["c_1"]),
    ({"earliest": "2017-07-01"}, []),
    ({"earliest": "2017-07-01", "undated": True}, ["c_2"]),
    ({"ids": ("c_2",)}, ["c_2"]),
    ({"articles": (ARTICLE.id,)}, ["c_1"]),
    ({"country": "SYR", "limit": 1}, ["c_1"]),
    ({"place": "Raqqa", "country": "IRQ"}, []),
)


def test_claims_are_found_by_place_day_kind_and_actor(store: SqlStore) -> None:
    keep(store, ARTICLE, make_claim("c_1", ARTICLE))
    keep(store, OTHER, make_claim("c_2", OTHER, places=(replace(MAYADIN, name="al-Mayadin"),), actors=(), kind="human shields", dates=()))
    assert [(query, list_ids(store, **query)) for query, _ in QUERIES] == [*QUERIES]


def test_claims_of_the_newest_reading_stand_and_older_ones_are_kept(store: SqlStore) -> None:
    keep(store, ARTICLE, make_claim("c_1", ARTICLE), make_claim("c_2", ARTICLE))
    newer = make_claim("c_1", ARTICLE, run=NEWER_RUN.id, value="v_2")
    keep(store, ARTICLE, newer, run=NEWER_RUN)
    assert list(store.claims()) == [newer]
    assert [(claim.id, claim.run) for claim in store.claims(ClaimQuery(closed=True))] == [("c_1", "n_1"), ("c_2", "n_1"), ("c_1", "n_2")]
    assert list_ids(store, closed=True, runs=("n_1",)) == ["c_1", "c_2"]


def test_claims_of_a_superseded_article_are_closed_and_kept(store: SqlStore) -> None:
    keep(store, ARTICLE, make_claim("c_1", ARTICLE))
    keep(store, OTHER, make_claim("c_2", OTHER))
    with store.transaction():
        store.add([Supersession(ARTICLE.id, OTHER.id, "https://example.org/a", "2026-01-01T00:00:00Z")])
    assert list_ids(store) == ["c_2"]
    assert list_ids(store, closed=True) == ["c_1", "c_2"]
    assert not store.search("quarter")


def test_groups_are_those_of_the_newest_merge_and_older_ones_can_be_asked_for(store: SqlStore) -> None:
    with store.transaction():
        store.add([Merge("m_1", "2026-01-01T00:00:00Z", "merge/1", "{}")])
        store.add([Membership("incident", "c_1", "i_1", "m_1"), Membership("incident", "c_2", "i_1", "m_1"), Membership("family", "c_1", "f_1", "m_1")])
        store.add([Merge("m_2", "2026-01-02T00:00:00Z", "merge/1", "{}"), Membership("incident", "c_2", "i_2", "m_2")])
        store.add([Merge("m_3", "2026-01-03T00:00:00Z", "merge/1", "{}"), Membership("incident", "c_1", None, "m_3")])
    assert [(found.member, found.group) for found in store.memberships("incident")] == [("c_2", "i_2")]
    assert [(found.member, found.group) for found in store.memberships("incident", merge="m_1")] == [("c_1", "i_1"), ("c_2", "i_1")]
    assert [found.member for found in store.memberships("incident", merge="m_2", groups=["i_1"])] == ["c_1"]
    assert [found.group for found in store.memberships("family", members=["c_1"])] == ["f_1"]


def test_the_last_value_can_be_asked_for_by_its_fields(store: SqlStore) -> None:
    with store.transaction():
        store.add([Merge("g_1", "2026", "entities/1", "{}"), Merge("g_2", "2026", "merge/2", "{}")])
    assert store.last(Merge) == Merge("g_2", "2026", "merge/2", "{}")
    assert store.last(Merge, by="entities/1") == Merge("g_1", "2026", "entities/1", "{}")
    assert store.last(Merge, by="nobody") is None


def test_names_are_found_by_node_key_and_article_as_long_as_their_reading_counts(store: SqlStore) -> None:
    claim = make_claim("c_1", ARTICLE)
    keep(store, ARTICLE, claim)
    keep(store, OTHER, make_claim("c_2", OTHER))
    first, second = (list_members(make_reading(article, (claim,)).id, [make_claim("c", article)]) for article in (ARTICLE, OTHER))
    with store.transaction():
        store.names.add([*first, *second])
        store.names.add(first)
    names = store.names
    assert sorted(names.list_members(articles=[ARTICLE.id]), key=repr) == sorted(first, key=repr)
    assert {(one.name, one.articles, one.claims) for one in names.list_namings(nodes=["base:sdf"])} == {("Syrian Democratic Forces", 2, 2), ("SDF", 2, 0)}
    assert names.find_nodes(["#sdf", "nothing"]) == {"base:sdf"}
    assert names.find_nodes([]) == frozenset()
    assert ("base:sdf", 2, 2) in set(names.count_nodes())
    keep(store, ARTICLE, run=NEWER_RUN)
    assert {one.article for one in names.list_members(nodes=["base:sdf"])} == {OTHER.id}
    assert names.find_told([ARTICLE.id]) == {"base:sdf", "geo:172955"}  # also by a reading that counts no more
    with store.transaction():
        names.clear()
    assert list(names.list_members()) == []


def test_judgements_decisions_and_timestamps_come_back(store: SqlStore) -> None:
    judgement = Judgement("c_1", "c_2", True, 0.9, (Likeness("days", 1.0, "same day"),), "merge/1")
    decision = Decision("d_1", "reject", ("c_1",), ("v_1",), None, None, "a rumour", "Ann", "2026-01-01T00:00:00Z")
    stamp = Timestamp("t_1", "0" * 64, "CN=Some Authority", "2026-01-02T00:00:00Z", "https://example.org/tsa", "MAA=")
    with store.transaction():
        assert store.add([stamp, decision, judgement]) == 3
        assert store.add([judgement, replace(judgement, same=False)]) == 1
    assert list(store.find(Judgement, left="c_1", right="c_2")) == [judgement, replace(judgement, same=False)]
    assert list(store.find(Decision)) == [decision]
    assert list(store.find(Timestamp)) == [stamp]


def test_values_are_found_by_any_of_many(store: SqlStore) -> None:
    keep(store, ARTICLE)
    keep(store, OTHER)
    names = (*(f"k_{number}" for number in range(1200)), f"k_{ARTICLE.id[-6:]}")
    assert [capture.article for capture in store.find(Capture, id=names)] == [ARTICLE.id]


def test_the_last_entry_of_the_log_is_the_one_with_the_highest_number(store: SqlStore) -> None:
    assert store.last(LogEntry) is None
    entries = [LogEntry(number, "2026-01-01T00:00:00Z", "test", "read", "r_1", "{}", f"h{number - 1}", f"h{number}") for number in (1, 2)]
    with store.transaction():
        store.add(entries)
    assert store.last(LogEntry) == entries[1]


def test_words_are_found_in_articles_and_claims(store: SqlStore) -> None:
    keep(store, ARTICLE, make_claim("c_1", ARTICLE))
    keep(store, OTHER, make_claim("c_2", OTHER, kind="human shields"))
    assert {(hit.kind, hit.id) for hit in store.search("human shields")} == {("claim", "c_2"), ("article", OTHER.id)}
    assert [hit.id for hit in store.search("striking Raqqa", kind="claim")] == ["c_1"]
    assert [hit.words for hit in store.search("nobody", kind="article")] == ["An air strike hit Raqqa's old quarter. Nobody was hurt."]
    assert not store.search('"shields human"')
    assert [hit.id for hit in store.search("syrian democratic forces -shields", kind="claim")] == ["c_1"]


ODD = ["", '"', "*", "AND OR NOT", "a:b^2 (", "'; DROP TABLE claims; --", "-", '-"', "NEAR(", "\u0000x", "%", "é" * 2000]


def test_odd_words_are_searched_without_a_fault(store: SqlStore) -> None:
    keep(store, ARTICLE, make_claim("c_1", ARTICLE))
    assert all(isinstance(store.search(words), tuple) for words in ODD)


def test_a_sound_store_has_no_faults_and_a_dangling_reference_is_named(store: SqlStore, place: str) -> None:
    keep(store, ARTICLE, make_claim("c_1", ARTICLE))
    assert list(store.check()) == []
    with store.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            return  # the server itself refuses to take away what is referred to
    with sqlite3.connect(place) as other:  # other hands, which check nothing
        other.execute("DELETE FROM articles")
    assert f"captures: refers to articles {ARTICLE.id}, which is not there" in list(store.check())


def test_a_store_of_the_first_revision_is_brought_up_with_what_it_holds(place: str) -> None:
    old = _make_old_store(place)
    opened, before = open_store(place)
    assert before == "0001"
    assert [hit.id for hit in opened.search("quarter", kind="claim")] == ["c_1"]
    assert [hit.id for hit in opened.search("nobody hurt", kind="article")] == [ARTICLE.id]
    with opened.engine.connect() as connection:
        assert "undoings" not in inspect(connection).get_table_names()
    assert open_store(place)[1] is None
    opened.close()
    old.close()


def _make_old_store(place: str) -> SqlStore:
    """A store at the first revision, with an article and a claim."""
    store, _ = open_store(place, make=True)
    keep(store, ARTICLE, make_claim("c_1", ARTICLE))
    with store.transaction():
        for name in ("articles", "claims"):
            store.writer().execute(text(f"DROP TABLE search_{name}"))
        for name in ("keys", "crowds", "stories", "bands"):
            store.writer().execute(text(f"DROP TABLE merge_{name}"))
        for name in ("names", "timestamps", "meanings", "accounts"):
            store.writer().execute(text(f"DROP TABLE {name}"))
        store.writer().execute(text("CREATE TABLE undoings (number BIGINT PRIMARY KEY, decision TEXT NOT NULL REFERENCES decisions(id))"))
        store.writer().execute(text('ALTER TABLE judgements DROP COLUMN "values"'))
        store.writer().execute(text("UPDATE alembic_version SET version_num='0001'"))
    return store


def test_a_migration_that_is_cut_short_leaves_the_tables_as_they_were(place: str) -> None:
    old = _make_old_store(place)
    with pytest.raises(RuntimeError), old.transaction():
        migrate(old.writer())
        raise RuntimeError
    with old.engine.connect() as connection:
        assert read_revision(connection) == "0001"
    opened, before = open_store(place)
    assert (before, [hit.id for hit in opened.search("quarter", kind="claim")]) == ("0001", ["c_1"])
    opened.close()
    old.close()


def test_a_store_of_a_newer_program_is_left_alone(store: SqlStore, place: str) -> None:
    with store.transaction():
        store.writer().execute(text("UPDATE alembic_version SET version_num='9999'"))
    with pytest.raises(SetupError, match="newer Karama"):
        open_store(place)


def test_the_migrations_make_the_tables_that_the_store_writes(store: SqlStore) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: not (kind == "table" and str(name).startswith("search_"))}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_the_newest_revision_is_the_one_the_program_names() -> None:
    revisions = [found[1] for path in (SCRIPTS / "versions").glob("*.py") if (found := re.search(r'^revision = "(\d+)"', path.read_text(), re.MULTILINE))]
    assert max(revisions) == HEAD
