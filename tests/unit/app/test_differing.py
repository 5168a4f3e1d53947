"""Two runs of the reader over one record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from karama.adapters.stores.openings import open_sqlite_store
from karama.app.differing import find_differences, find_run
from karama.domain.record import Capture, KeptReading, Original, RecordClaim, Run
from karama.domain.text import Article, Span, hash_text
from karama.errors import InputError
from karama.ports import Store

BOTH, ONCE = (Article(text, hash_text(text), "a") for text in ("They fled.", "They stayed."))


def make(name: str, article: Article, run: str, kind: str = "flight") -> RecordClaim:
    return RecordClaim(name, f"v{name}{kind}", article.id, run, "c1", "event", kind, 0, 4, "They", Span(0, 4), "body")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened, _ = open_sqlite_store(tmp_path / "record.sqlite", "test", make=True)
    with opened.transaction():
        opened.add([Run("n_1a", {"karama": "0"}), Run("n_1b", {"karama": "1"})])
        for article in (BOTH, ONCE):
            digest = article.id.removeprefix("sha256:")
            opened.add([Original(digest, 1, "text/plain"), article, Capture("k" + digest[:9], article.id, digest, "text/plain", "a", "file", "2026", "test")])
        for number, (article, run, claims) in enumerate(
            (
                (BOTH, "n_1a", (make("c_1", BOTH, "n_1a"), make("c_2", BOTH, "n_1a"))),
                (ONCE, "n_1a", (make("c_3", ONCE, "n_1a"),)),
                (BOTH, "n_1b", (make("c_1", BOTH, "n_1b", "evacuation"), make("c_4", BOTH, "n_1b"))),
            )
        ):
            opened.add_reading(KeptReading(f"r_{number}", article.id, run, "2026", None, "d", len(claims)), {"x": 1}, claims)
    yield opened
    opened.close()


def test_only_articles_that_both_runs_have_read_are_compared(store: Store) -> None:
    assert [(one.what, one.id) for one in find_differences(store, "n_1a", "n_1b")] == [("changed", "c_1"), ("gone", "c_2"), ("new", "c_4")]


def test_the_first_letters_of_a_run_are_enough_if_no_other_begins_so(store: Store) -> None:
    assert find_run(store, "n_1b").id == "n_1b"
    with pytest.raises(InputError, match="several runs begin so; there are n_1a, n_1b"):
        find_run(store, "n_1")
    with pytest.raises(InputError, match="no such run; there are n_1a, n_1b"):
        find_run(store, "n_2")
