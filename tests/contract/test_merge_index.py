"""The index of merging, the same on SQLite and PostgreSQL: what is under a key, who is first, what is crowded, what articles tell of and share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from kept_values import MAYADIN, keep, list_capture, make_article, make_claim
from sqlalchemy import event

from karama.adapters.stores.openings import open_postgresql_store, open_sqlite_store
from karama.adapters.stores.sql_store import SqlStore
from karama.app.merge_batch import MergingTools
from karama.app.merging import MergeReport, merge_record
from karama.domain.record import Judgement, KeptReading, Likeness, Membership, Merge
from karama.domain.text import Article
from karama.merge.scoring import BY
from karama.record.claims import hash_value

ARTICLES = tuple(
    make_article(f"An air strike hit Raqqa's {place}.\nNobody was hurt there, {n} people said.") for n, place in enumerate(("market", "port", "mill"))
)
_SCHEMAS = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    if request.param == "sqlite":
        opened, _ = open_sqlite_store(tmp_path / "record.sqlite", "test", make=True)
    else:
        opened, _ = open_postgresql_store(f"{request.getfixturevalue('postgresql')}&schema=merging_{next(_SCHEMAS)}", "test", make=True)
    yield opened
    opened.close()


def test_claims_are_found_by_their_keys_in_the_order_of_their_ids(store: SqlStore) -> None:
    with store.transaction():
        store.index.add_keys([(7, "c_b", False), (7, "c_B", True), (7, "c_a", True), (-(2**63), "c_a", True), (2**63 - 1, "c_a", False)])
        store.index.add_keys([(7, "c_b", True), (7, "c_a", False)])
    assert store.index.find_keyed([7, 8, -(2**63)]) == {7: {"c_B": True, "c_a": True, "c_b": True}, -(2**63): {"c_a": True}}
    assert [name for name, _ in store.index.list_first(7, 2)] == ["c_B", "c_a"]
    assert store.index.find_over([7, 2**63 - 1], 2) == {7}


def test_an_index_that_is_cleared_is_empty_and_a_transaction_that_fails_keeps_nothing_in_it(store: SqlStore) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        store.index.add_keys([(1, "c_a", True)])
        raise RuntimeError
    assert store.index.find_keyed([1]) == {}
    with store.transaction():
        store.add(list_capture(ARTICLES[0]))
        store.index.add_keys([(1, "c_a", True)])
        store.index.add_crowds([1, 2])
        store.index.add_crowds([2])
        store.index.add_stories({ARTICLES[0].id: ["raqqa"]})
        store.index.add_bands([(1, ARTICLES[0].id, None)])
    assert store.index.find_crowds([1, 2, 3]) == {1, 2}
    with store.transaction():
        store.index.clear()
    assert (store.index.find_keyed([1]), store.index.find_crowds([1]), store.index.find_stories([ARTICLES[0].id])) == ({}, set(), {})
    assert store.index.find_banded([1], None, None) == set()


def test_an_article_tells_of_the_names_that_were_read_last(store: SqlStore) -> None:
    with store.transaction():
        for article in ARTICLES[:2]:
            store.add(list_capture(article))
        store.index.add_stories({ARTICLES[0].id: ["raqqa", "sdf"], ARTICLES[1].id: []})
        store.index.add_stories({ARTICLES[0].id: ["mayadin"]})
    assert store.index.find_stories([one.id for one in ARTICLES]) == {ARTICLES[0].id: frozenset({"mayadin"}), ARTICLES[1].id: frozenset()}


def test_texts_are_found_by_a_band_within_the_days(store: SqlStore) -> None:
    with store.transaction():
        for article in ARTICLES:
            store.add(list_capture(article))
        store.index.add_bands(zip((5, 5, 5), [one.id for one in ARTICLES], ("2017-06-01", "2017-07-01", None), strict=True))
    assert store.index.find_banded([5, 6], "2017-06-20", "2017-07-10") == {ARTICLES[1].id, ARTICLES[2].id}
    assert store.index.find_banded([5], None, None) == {one.id for one in ARTICLES}


def test_judgements_are_found_by_either_claim_with_what_they_judged(store: SqlStore) -> None:
    told = (Likeness("days", 1.0, "same day"),)
    made = [Judgement("c_1", "c_2", True, 0.9, told, BY, ("v_1", "v_2")), Judgement("c_1", "c_2", True, 0.9, told, BY, ("v_3", "v_2"))]
    with store.transaction():
        assert store.add([*made, made[0], Judgement("c_2", "c_3", False, 0.4, told, "Ann")]) == 3
    assert [one.values for one in store.index.find_judged(["c_2"], BY)] == [("v_1", "v_2"), ("v_3", "v_2")]
    assert list(store.index.find_judged(["c_3"], BY)) == []


def test_values_are_found_that_came_after_the_first_so_many(store: SqlStore) -> None:
    for article in ARTICLES:
        keep(store, article, make_claim(f"c_{article.id[-6:]}", article))
    assert [one.article for one in store.find_since(KeptReading, 2)] == [ARTICLES[2].id]
    assert list(store.find_since(Article, 3)) == []


def test_reports_that_come_one_by_one_are_merged_alike_in_both_stores(store: SqlStore) -> None:
    tools = MergingTools(store, lambda: "2026-01-01T00:00:00Z", lambda _: None)
    for number, article in enumerate(ARTICLES):
        claim = make_claim(f"c_{number}", article, **({"places": (MAYADIN,)} if number == 1 else {}))
        keep(store, article, replace(claim, value=hash_value(claim)))
        assert merge_record(tools).id is not None
    assert merge_record(tools) == MergeReport(None)
    assert {one.member: one.group for one in store.memberships("incident")} == {"c_0": "c_0", "c_1": "c_1", "c_2": "c_0"}


def test_rules_that_changed_merge_a_record_anew(store: SqlStore) -> None:
    tools = MergingTools(store, lambda: "2026-01-01T00:00:00Z", lambda _: None)
    with store.transaction():
        store.add([Merge("g_1", "2025-01-01T00:00:00Z", "merge/1", '{"by": "merge/1", "seen": {}}')])
        store.add([Membership("incident", f"c_{number}", "c_0", "g_1") for number in range(2)])
        store.index.add_keys([(1, "c_gone", True)])
    for number, article in enumerate(ARTICLES[:2]):
        claim = make_claim(f"c_{number}", article, **({"places": (MAYADIN,)} if number == 1 else {}))
        keep(store, article, replace(claim, value=hash_value(claim)))
    merge_record(tools)
    assert {one.member: one.group for one in store.memberships("incident")} == {"c_0": "c_0", "c_1": "c_1"}
    assert store.index.find_keyed([1]) == {}


def test_who_stands_in_a_group_is_looked_up_and_not_searched_for(tmp_path: Path) -> None:
    """SQLite, asked for an order or for groups that are not empty, went through every member there is: a tenth of a second at 80,000 claims."""
    store, _ = open_sqlite_store(tmp_path / "record.sqlite", "test", make=True)
    with store.transaction():
        store.add([Merge("g_1", "2025-01-01T00:00:00Z", "merge/1", "{}")])
        store.add([Membership("incident", f"c_{number}", f"c_{number // 2}", "g_1") for number in range(20)])
    asked: list[str] = []
    with store.engine.connect() as connection:

        @event.listens_for(store.engine, "before_cursor_execute")
        def note(_c, _cursor, statement, parameters, _context, _many) -> None:  # type: ignore[no-untyped-def]
            if "memberships" in statement and not statement.startswith("EXPLAIN"):
                asked.append(" ".join(str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)))

        assert len(list(store.memberships("incident", groups=["c_3"]))) == 2
        assert len(list(store.memberships("incident", members=["c_3", "c_4"]))) == 2
    assert ["group=?" in asked[0], "(kind=? AND member=?)" in asked[1]] == [True, True], asked
    store.close()
