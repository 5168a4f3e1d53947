"""People's decisions over both stores: kept with their log entries, found again, and asked through as if they had been read so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from kept_values import MAYADIN, NEWER_RUN, keep, make_article, make_claim

from karama.adapters.stores.openings import open_postgresql_store, open_sqlite_store
from karama.adapters.stores.sql_store import SqlStore
from karama.app.correcting import CorrectingTools
from karama.app.decided import DecidedStore, fits_query
from karama.app.deciding import Deciding, DecidingTools, list_about, list_decisions
from karama.domain.record import Decision, LogEntry, Membership, Merge
from karama.errors import InputError
from karama.ports import ClaimQuery
from karama.record.ledger import check_chain, digest_value

ARTICLE = make_article("An air strike hit Raqqa's old quarter.")
OTHER = make_article("Fighters used residents as human shields in Mayadin.")
CLAIMS = (make_claim("c_1", ARTICLE), make_claim("c_2", OTHER, kind="human shields", places=(MAYADIN,), actors=(), dates=()))
QUERIES: tuple[dict[str, Any], ...] = (
    {}, {"ids": ("c_1",)}, {"articles": (OTHER.id,)}, {"what": "relation"}, {"kinds": ("human shields", "flight")}, {"place": "Mayādīn"}, {"place": "raqqa"},
    {"geonames": 172955}, {"country": "SYR"}, {"country": "IRQ"}, {"box": (35.9, 38.9, 36.0, 39.1)}, {"box": (-90.0, 170.0, 90.0, -170.0)},
    {"actor": "sdf"}, {"actor": "Syrian democratic forces"}, {"actor": "a doctor"}, {"earliest": "2017-06-30", "latest": "2017-06-30"},
    {"earliest": "2017-07-01"}, {"earliest": "2017-07-01", "undated": True}, {"place": "Raqqa", "geonames": 173480}, {"latest": "2017-06-29"},
)  # fmt: skip
_SCHEMAS = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """A store with two claims of two articles, in one incident."""
    if request.param == "sqlite":
        opened, _ = open_sqlite_store(tmp_path / "record.sqlite", "test", make=True)
    else:
        opened, _ = open_postgresql_store(f"{request.getfixturevalue('postgresql')}&schema=deciding_{next(_SCHEMAS)}", "test", make=True)
    for article, claim in zip((ARTICLE, OTHER), CLAIMS, strict=True):
        keep(opened, article, claim)
    with opened.transaction():
        opened.add([Merge("m_1", "2026-01-01T00:00:00Z", "merge/1", "{}")])
        opened.add([Membership("incident", claim.id, "c_1", "m_1") for claim in CLAIMS])
    yield opened
    opened.close()


def open_nothing() -> Any:
    raise AssertionError("nothing is looked up for a figure, a day or a word")


def deciding(store: SqlStore, by: str = "Ann", merged: list[str] | None = None) -> Deciding:
    merged = [] if merged is None else merged
    tools = DecidingTools(store, lambda: "2026-01-01T00:00:00Z", lambda: merged.append("merged"), CorrectingTools(open_nothing, open_nothing))
    return Deciding(tools, by)


def list_ids(store: SqlStore, **query: Any) -> list[str]:
    return [claim.id for claim in DecidedStore(store).claims(ClaimQuery(**query))]


def test_a_decision_comes_back_with_its_entry_in_the_log(store: SqlStore) -> None:
    made = deciding(store).reject(["c_1"], "a rumour")
    assert list(store.find(Decision)) == [made]
    assert (made.claims, made.values, made.by, made.reason) == (("c_1",), ("v_1",), "Ann", "a rumour")
    entry = store.last(LogEntry)
    assert entry is not None
    assert (entry.action, entry.subject, entry.by) == ("decide", made.id, "Ann")
    assert digest_value(made) in entry.detail
    assert list(check_chain(store.find(LogEntry))) == []


def test_what_is_taken_back_stays_in_the_store_and_can_be_had_again(store: SqlStore) -> None:
    rejected = deciding(store).reject(["c_1"], "a rumour")
    undone, taken_back = deciding(store).undo()
    assert taken_back == rejected
    assert list_ids(store) == ["c_1", "c_2"]
    deciding(store).undo(undone.id)
    assert list_ids(store) == ["c_2"]
    assert store.count(Decision) == 3
    assert [one.undone.id if one.undone else None for one in list_decisions(store)] == [None, store.last(Decision).id, None]  # type: ignore[union-attr]


def test_the_same_can_be_decided_again_within_a_second_of_taking_it_back(store: SqlStore) -> None:
    for _ in range(3):
        deciding(store).reject(["c_1"], "a rumour")
        assert list_ids(store) == ["c_2"]
        deciding(store).undo()
        assert list_ids(store) == ["c_1", "c_2"]


def test_undo_without_a_name_takes_back_ones_own_last_and_then_the_one_before(store: SqlStore) -> None:
    deciding(store).accept(["c_1"])
    deciding(store).flag(["c_2"], "look")
    deciding(store, "Ben").accept(["c_2"])
    assert [deciding(store).undo()[1].verdict for _ in range(2)] == ["flag", "accept"]
    with pytest.raises(InputError, match="Ann has made no decision"):
        deciding(store).undo()
    assert [one.decision.by for one in list_about(store, "i_1")] == ["Ben"]


def test_a_decision_that_is_refused_leaves_nothing(store: SqlStore) -> None:
    ann = deciding(store)
    undoable = ann.accept(["c_1"])
    ann.undo()
    for refused in (
        lambda: ann.accept(["c_9"]), lambda: ann.accept(["c_1", "i_9"]), lambda: ann.reject(["c_1"], " "), lambda: ann.note(["c_1"], ""),
        lambda: ann.correct("c_1", "killed", "many", "x"), lambda: ann.correct("c_1", "killed", "9 to 3", "x"), lambda: ann.correct("i_1", "killed", "3", "x"),
        lambda: ann.correct("c_1", "colour", "red", "x"), lambda: ann.correct("c_1", "kind", "picnic", "x"), lambda: ann.correct("c_1", "day", "soon", "x"),
        lambda: ann.split("i_1", ["c_9"]), lambda: ann.split("i_1", ["c_1", "c_2"]), lambda: ann.join(["c_1"]), lambda: ann.undo("d_9"),
        lambda: ann.undo(undoable.id),
    ):  # fmt: skip
        with pytest.raises(InputError):
            refused()
    assert store.count(Decision) == store.count(LogEntry) == 2


def test_merging_follows_what_moves_claims_and_only_that(store: SqlStore) -> None:
    merged: list[str] = []
    ann = deciding(store, merged=merged)
    ann.accept(["c_1"])
    ann.reject(["c_1"], "a rumour")
    ann.undo()
    assert merged == []
    ann.split("i_1", ["c_2"])
    ann.join(["c_1", "c_2"])
    ann.correct("c_1", "killed", "at least 12", "the list of names")
    ann.undo()
    assert len(merged) == 4


@pytest.mark.parametrize(
    ("field", "value", "before", "after"),
    [
        ("day", "2018-03-01", {"latest": "2017-12-31", "earliest": "2017-01-01"}, {"earliest": "2018-03-01", "latest": "2018-03-01"}),
        ("kind", "shelling", {"kinds": ("air strike",)}, {"kinds": ("shelling",)}),
    ],
)
def test_a_corrected_claim_is_found_by_what_it_says_now(store: SqlStore, field: str, value: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    assert list_ids(store, **before) == ["c_1"]
    deciding(store).correct("c_1", field, value, "so says the log of the hospital")
    assert list_ids(store, **before) == []
    assert list_ids(store, **after) == ["c_1"]
    assert list_ids(store, **after, limit=1) == ["c_1"]
    assert [claim.kind for claim in store.claims(ClaimQuery(ids=("c_1",)))] == ["air strike"]


def test_what_fits_a_question_is_what_the_store_finds(store: SqlStore) -> None:
    for query in QUERIES:
        asked = ClaimQuery(**query)
        assert [claim.id for claim in CLAIMS if fits_query(claim, asked)] == [claim.id for claim in store.claims(asked)], query


def test_decisions_outlive_a_newer_reading_and_say_what_to_look_at_again(store: SqlStore) -> None:
    deciding(store).reject(["c_1", "c_2"], "counted twice")
    keep(store, ARTICLE, replace(CLAIMS[0], value="v_2", run=NEWER_RUN.id), run=NEWER_RUN)
    assert [(one.changed, one.gone) for one in list_decisions(store)] == [(("c_1",), ())]
    assert list_ids(store) == ["c_1"]
    keep(store, OTHER, run=NEWER_RUN)
    assert [(one.changed, one.gone) for one in list_decisions(store)] == [(("c_1",), ("c_2",))]
    deciding(store).accept(["c_1"])
    assert [one.again for one in list_decisions(store)] == [True, False]
