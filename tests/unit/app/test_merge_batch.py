"""A record that grows, is read again and is corrected ends with the incidents of merging everything at once, in whatever order and steps it came."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.unit.merge.making import HASAKA, IS, MAYADIN, MILITANTS, RAQQA, SDF, SYRIA, TABQA, day, killed, make_claim

from karama.adapters.stores.openings import open_sqlite_store
from karama.adapters.stores.sql_store import SqlStore
from karama.app.merge_batch import MergingTools
from karama.app.merging import merge_record
from karama.domain.record import Antecedent, Capture, Decision, Judgement, KeptReading, Original, RecordClaim, Run, Supersession
from karama.domain.text import Article, hash_text
from karama.merge.blocking import MOST_CLAIMS
from karama.merge.compare.likeness import Known
from karama.merge.compare.stories import list_stories
from karama.merge.happenings import refuse_claim
from karama.merge.incidents import Decided, merge_claims
from karama.merge.scoring import BY
from karama.record.claims import hash_value
from karama.record.corrections import write_correction
from karama.record.decisions import apply_decisions, replay_decisions
from karama.record.ledger import append_notes

FEW = 3  # claims under one key: so few that keys are split, and split again, in a test's handful of claims
PLACES = (RAQQA, MAYADIN, TABQA, HASAKA, SYRIA)
KINDS = ("air strike", "killing", "attack", "armed clash", "territory taken")
FIGURES = (3, 6, 9)  # told in a sentence of their own that speaks of the report's first claim
Row = tuple[object, ...]
ROWS = st.tuples(
    st.sampled_from(PLACES), st.integers(20, 23), st.sampled_from(KINDS), st.integers(1, 12), st.sampled_from(("actual", "actual", "feared", "denied")),
    st.sampled_from((IS, SDF, MILITANTS)), st.booleans(),
)  # fmt: skip
REPORTS = st.lists(st.lists(ROWS, min_size=1, max_size=3), min_size=2, max_size=9)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store."""
    return make_empty(tmp_path_factory.mktemp("empty") / "record.sqlite")


def make_empty(file: Path) -> Path:
    store, _ = open_sqlite_store(file, "test", make=True)
    with store.transaction():
        append_notes(store, "2026-01-01T00:00:00Z", "test", [])
    store.close()
    return file


@contextmanager
def open_copy(empty: Path) -> Iterator[SqlStore]:
    with TemporaryDirectory() as folder:
        file = Path(shutil.copy(empty, folder))
        store, _ = open_sqlite_store(file, "test")
        yield store
        store.close()


def make_report(number: int, rows: list[Row], version: int = 1) -> tuple[Article, tuple[RecordClaim, ...]]:
    """An article and its claims; `version` is that of what is read in it, the words stay."""
    text = f"Report number {number}."
    article = Article(text, hash_text(text), f"{number}", published="2017-06-24", published_how="given")
    claims = []
    for n, (place, on, kind, figure, modality, actor, dated) in enumerate(rows):
        claim = make_claim(
            f"{number:02d}{n}", kind, f"There was one {kind}.", article=article.id, start=n * 900, places=(place,), counts=(killed(figure),), modality=modality,
            actors=(actor,), dates=(day((date(2017, 6, 1) + timedelta(int(str(on)) - 1)).isoformat()),) if dated else (), published="2017-06-24",
            run=f"n_{version}",
        )  # fmt: skip
        if n and figure in FIGURES:
            claim = replace(claim, what="quantity", kind="killed", places=(), dates=(), antecedent=Antecedent(claims[0].id, "it speaks of the strike"))
        claims.append(replace(claim, value=hash_value(claim)))
    return article, tuple(claims)


def keep(store: SqlStore, article: Article, claims: tuple[RecordClaim, ...]) -> None:
    run, original = Run(claims[0].run, {}), Original(article.id.removeprefix("sha256:"), 1, "text/plain")
    capture = Capture(f"k_{article.name}", article.id, original.sha256, "text/plain", "a", "file", "2026", "test")
    with store.transaction():
        store.add([run, original, article, capture])
        store.add_reading(KeptReading(f"r_{article.name}{run.id}", article.id, run.id, "2026", None, "d", len(claims)), {}, claims)


def make_tools(store: SqlStore, most: int = MOST_CLAIMS) -> MergingTools:
    return MergingTools(store, lambda: "2026-01-01T00:00:00Z", lambda _: None, None, most)


def list_groups(store: SqlStore) -> list[tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for member in store.memberships("incident"):
        groups.setdefault(str(member.group), []).append(member.member)
    assert all(group == min(members) for group, members in groups.items())
    return sorted(tuple(sorted(members)) for members in groups.values())


def merge_at_once(store: SqlStore, most: int = MOST_CLAIMS) -> list[tuple[str, ...]]:
    """The incidents of all the claims that count, as the pure function finds them."""
    read = list(store.claims())
    replay = replay_decisions(store.find(Decision))
    merged = merge_claims(apply_decisions(read, replay, rejected=True), Known(stories=list_stories(read)), Decided(replay.join, replay.part), most)
    return [incident.claims for incident in merged.incidents]


# Each example makes a record in a file; a failing one is not made smaller, which takes minutes.
slow = settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(REPORTS, st.randoms(use_true_random=False))
def test_reports_that_come_in_any_order_and_steps_give_the_incidents_of_all_at_once(empty: Path, rows: list[list[Row]], random: Random) -> None:
    with open_copy(empty) as store:
        reports = [make_report(number, its) for number, its in enumerate(rows)]
        random.shuffle(reports)
        while reports:
            for _ in range(random.randint(1, len(reports))):
                keep(store, *reports.pop())
            merge_record(make_tools(store, FEW))
        assert list_groups(store) == merge_at_once(store, FEW)


@slow
@given(REPORTS, REPORTS, st.randoms(use_true_random=False))
def test_articles_that_are_read_again_or_closed_leave_the_incidents_of_what_counts_now(
    empty: Path, rows: list[list[Row]], newer: list[list[Row]], random: Random
) -> None:
    with open_copy(empty) as store:
        for number, its in enumerate(rows):
            keep(store, *make_report(number, its))
        merge_record(make_tools(store))
        for number, its in random.sample(list(enumerate(newer[: len(rows)])), min(len(rows), len(newer))):
            keep(store, *make_report(number, its, 2))
            if random.random() < 0.5:
                merge_record(make_tools(store))
        older, latest = (make_report(number, rows[number])[0].id for number in (0, 1))
        with store.transaction():
            store.add([Supersession(older, latest, "https://example.org/a", "2026")])
        merge_record(make_tools(store))
        assert list_groups(store) == merge_at_once(store)


def decide(store: SqlStore, number: int, verdict: str, claims: tuple[RecordClaim, ...], field: str | None = None, value: str | None = None) -> None:
    with store.transaction():
        store.add([
            Decision(f"d_{number}", verdict, tuple(c.id for c in claims), tuple(c.value for c in claims), field, value, "", "Ann", "2026")  # type: ignore[arg-type]
        ])  # fmt: skip


@slow
@given(REPORTS, st.randoms(use_true_random=False))
def test_what_people_decide_between_reports_gives_the_incidents_of_all_at_once(empty: Path, rows: list[list[Row]], random: Random) -> None:
    with open_copy(empty) as store:
        for number, its in enumerate(rows):
            keep(store, *make_report(number, its))
            merge_record(make_tools(store))
            told = [claim for claim in store.claims() if refuse_claim(claim) is None]
            pair = tuple(random.sample(told, min(2, len(told))))
            choice = random.randrange(5)
            if choice == 0 and len(pair) == 2:
                decide(store, number, "join", pair)
            elif choice == 1 and len(pair) == 2:
                decide(store, number, "split", pair[:1], value=pair[1].id)
            elif choice == 2:
                decide(store, number, "correct", pair[:1], "place", write_correction("elsewhere", (random.choice(PLACES),)))
            elif choice == 3 and number:
                decide(store, number, "undo", (), value=f"d_{number - 1}") if any(one.id == f"d_{number - 1}" for one in store.find(Decision)) else None
            merge_record(make_tools(store))
        assert list_groups(store) == merge_at_once(store)


def test_merging_in_steps_is_merging_at_once_and_a_stopped_one_goes_on(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[Row] = [(MAYADIN, 20 + n % 3, "air strike", 5 + n % 2, "actual", IS, True) for n in range(9)]
    monkeypatch.setattr("karama.app.merging.STEP", 2)
    with open_copy(empty) as store:
        for number in range(7):
            keep(store, *make_report(number, [rows[number], rows[number + 2]]))
        stops = iter((False, False, True))
        monkeypatch.setattr("karama.app.merging.append_notes", lambda *given: (_ for _ in ()).throw(RuntimeError) if next(stops, False) else None)
        with pytest.raises(RuntimeError):
            merge_record(make_tools(store, FEW))
        assert list_groups(store)
        merge_record(make_tools(store, FEW))
        assert list_groups(store) == merge_at_once(store, FEW)


def test_a_judgement_says_what_it_judged(empty: Path) -> None:
    with open_copy(empty) as store:
        strike: Row = (MAYADIN, 22, "air strike", 57, "actual", IS, True)
        for number in range(2):
            keep(store, *make_report(number, [strike]))
        merge_record(make_tools(store))
        keep(store, *make_report(0, [(MAYADIN, 22, "air strike", 60, "actual", IS, True)], 2))
        merge_record(make_tools(store))
        first, again = store.find(Judgement, by=BY)
        assert (first.left, first.right) == (again.left, again.right)
        assert first.values[0] != again.values[0]
        assert first.values[1] == again.values[1]


def count_compared(empty: Path, rows: list[Row], most: int) -> int:
    """How many pairs were compared in all, when the reports come in four parts."""
    with open_copy(empty) as store:
        compared = 0
        for at in range(0, len(rows), len(rows) // 4):
            for number in range(at, at + len(rows) // 4):
                keep(store, *make_report(number, [rows[number]]))
            compared += merge_record(make_tools(store, most)).compared
        assert list_groups(store)
        return compared


def test_work_grows_with_the_claims_of_a_longer_war(empty: Path) -> None:
    few, many = (count_compared(empty, list_war(claims, claims // 20), MOST_CLAIMS) for claims in (200, 800))
    assert few > 200
    assert many < 5 * few


def test_work_grows_with_the_claims_of_one_bloody_day(empty: Path) -> None:
    few, many = (count_compared(empty, list_war(claims, 1), 8) for claims in (200, 800))
    assert few > 200
    assert many < 8 * few  # a square would be sixteen times as many


def list_war(claims: int, days: int) -> list[Row]:
    """So many strikes and killings in three towns, spread over the days of June and of the months after it."""
    return [(PLACES[n % 3], n % days, KINDS[n % 2], 1 + n % 12, "actual", (IS, SDF)[n % 2], True) for n in range(claims)]
