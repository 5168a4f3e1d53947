"""Threads of one process over one store, as in the web app: they share the writer's place, and write one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from karama.adapters.stores.openings import open_postgresql_store, open_sqlite_store
from karama.adapters.stores.sql_store import SqlStore
from karama.domain.record import Decision
from karama.errors import UnavailableError

_SCHEMAS = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "record.sqlite")
    return f"{request.getfixturevalue('postgresql')}&schema=threads_{next(_SCHEMAS)}"


def open_store(place: str, *, make: bool = False) -> SqlStore:
    return (open_postgresql_store(place, "test", make=make) if "://" in place else open_sqlite_store(Path(place), "test", make=make))[0]


@pytest.fixture
def store(place: str) -> Iterator[SqlStore]:
    made = open_store(place, make=True)
    yield made
    made.close()


def decide(store: SqlStore, name: str) -> None:
    with store.transaction():
        number = store.count(Decision)
        store.add([Decision(name, "note", ("c_1",), ("v_1",), None, None, str(number), "Ann", "2026-01-01T00:00:00Z")])


def test_a_decision_is_kept_while_another_thread_holds_the_writers_place(store: SqlStore, place: str) -> None:
    other = open_store(place)
    with store.writing():
        with ThreadPoolExecutor(1) as others:
            others.submit(decide, store, "d_1").result(5)
        with pytest.raises(UnavailableError, match="somebody else is writing"), other.transaction():
            pass
    assert other.count(Decision) == 1
    decide(other, "d_2")
    other.close()


def test_the_place_is_held_until_the_last_of_the_threads_has_written(store: SqlStore, place: str) -> None:
    other, inside, leave = open_store(place), Event(), Event()

    def hold() -> None:
        with store.writing():
            inside.set()
            leave.wait(5)

    with ThreadPoolExecutor(1) as others:
        with store.writing():
            held = others.submit(hold)
            inside.wait(5)
        with pytest.raises(UnavailableError), other.transaction():
            pass
        leave.set()
        held.result(5)
    decide(other, "d_1")
    other.close()


def test_many_threads_write_one_after_the_other_and_nothing_is_lost(store: SqlStore) -> None:
    with ThreadPoolExecutor(8) as others:
        list(others.map(lambda number: decide(store, f"d_{number}"), range(40)))
    assert [int(one.reason) for one in store.find(Decision)] == list(range(40))
