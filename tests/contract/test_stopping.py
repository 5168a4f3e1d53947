"""Killed, full, cut short, two at once: what a record told of stays, and the next run goes on."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import karama
from karama.adapters.stores import folders, journal_file
from karama.api import init_record
from karama.app import entities, merging, recording
from karama.app.pipeline import Tools
from karama.cli.main import main
from karama.domain.record import KeptReading, LogEntry, RecordClaim
from karama.domain.text import Article
from karama.errors import DataError, KaramaError, SetupError, UnavailableError

TOWNS = ("Raqqa", "Mosul", "Aleppo", "Homs", "Idlib", "Mayadin", "Palmyra", "Hama", "Daraa", "Kobani")
ARTICLES = 30


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Thirty short articles, each with claims of its own."""
    return write_lines(tmp_path)


def write_lines(folder: Path) -> Path:
    file = folder / "articles.jsonl"
    rows = [
        {"id": f"a{n}", "published": f"2017-07-{n % 28 + 1:02d}", "text": f"Shelling killed {n + 3} people in {TOWNS[n % 10]} on Monday, a doctor said."}
        for n in range(ARTICLES)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    return None if request.param == "sqlite" else f"{request.getfixturevalue('postgresql')}&schema={tmp_path.name[-40:].strip('_')}"


def in_a_process(work: Callable[[], object]) -> int:
    """The id of a child that does the work and ends; it has the loaded model already."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return child


def add_all(path: Path, source: Path) -> object:
    with karama.open(path) as record:
        return record.add(source, by="test")


def test_a_kill_at_any_moment_loses_nothing_that_was_stored(
    tmp_path: Path, lines: Path, store_url: str | None, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "BATCH", 2)
    path, chance, before = tmp_path / "r.karama", random.Random(11), 0
    init_record(path, store_url).close()
    init_record(tmp_path / "other.karama", store_url and f"{store_url}_other").close()
    started = time.monotonic()
    assert os.waitpid(in_a_process(lambda: add_all(tmp_path / "other.karama", lines)), 0)[1] == 0
    whole = time.monotonic() - started
    rounds = {"long": (50, 20)}.get(os.environ.get("KARAMA_WITHSTAND", ""), (20, 6))
    for _ in range(rounds[store_url is not None]):
        child = in_a_process(lambda: add_all(path, lines))
        time.sleep(chance.uniform(0.0, whole / 2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with karama.open(path) as record:
            stored = record.tools.store.count(Article)
            assert stored >= before
            assert record.verify().faults == ()
        before = stored
    add_all(path, lines)
    with karama.open(path) as record:
        assert [article.name for article in record.articles()] == [f"a{n}" for n in range(ARTICLES)]
        assert record.tools.store.count(KeptReading) == ARTICLES
        assert record.verify().faults == record.verify().notes == ()
    assert list_merged(path) == list_merged(tmp_path / "other.karama")
    assert_journal_is_the_log(path)


def list_merged(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The incidents and entities of a record, each with what stands in it."""
    with karama.open(path) as record:
        groups: dict[str, list[str]] = {}
        for kind in ("incident", "family", "entity"):
            for member in record.tools.store.memberships(kind):  # type: ignore[arg-type]
                groups.setdefault(f"{kind} {member.group}", []).append(member.member)
        assert any(name.startswith("incident") for name in groups)
        return sorted((name, tuple(sorted(members))) for name, members in groups.items())


def assert_journal_is_the_log(path: Path) -> None:
    with karama.open(path) as record:
        told = [json.loads(line)["entry"]["hash"] for line in record.tools.journal.lines()]
        assert told == [entry.hash for entry in record.tools.store.find(LogEntry)]


# Where a child kills itself: module, function, at which call of it, and when. Between what is on the disk at these moments lies all that `add` keeps.
POINTS = (
    (folders, "_write_whole", 5, "before"),
    (folders, "_write_whole", 5, "after"),
    (recording, "_keep", 6, "before"),
    (recording, "_keep", 6, "after"),
    (journal_file, "_write_at", 4, "before"),
    (journal_file, "_write_at", 4, "half"),
    (journal_file, "_write_at", 4, "after"),
    (merging, "_merge_step", 1, "before"),
    (merging, "_keep", 1, "before"),
    (merging, "_keep", 1, "after"),
    (merging, "_merge_step", 1, "after"),
    (entities, "_keep", 1, "before"),
    (entities, "_keep", 1, "after"),
)


@pytest.fixture(scope="module")
def unharmed(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    """A record of the articles whose adding nobody stopped."""
    folder = tmp_path_factory.mktemp("unharmed")
    write_lines(folder)
    init_record(folder / "r.karama").close()
    add_all(folder / "r.karama", folder / "articles.jsonl")
    return folder / "r.karama"


@pytest.mark.parametrize(("module", "name", "call", "when"), POINTS, ids=[f"{name} {call} {when}" for _, name, call, when in POINTS])
def test_a_kill_at_each_step_leaves_a_record_that_goes_on_to_the_same_end(
    tmp_path: Path, lines: Path, unharmed: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, call: int, when: str
) -> None:
    monkeypatch.setattr(recording, "BATCH", 2)
    path, real, calls = tmp_path / "r.karama", getattr(module, name), iter(range(1, 10_000))
    init_record(path).close()

    def die(*arguments: Any) -> Any:
        if next(calls) != call:
            return real(*arguments)
        if when == "after":
            real(*arguments)
        if when == "half":
            file, _, data = arguments
            os.lseek(file, 0, os.SEEK_END)
            os.write(file, data[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    def work() -> object:
        monkeypatch.setattr(module, name, die)
        return add_all(path, lines)

    assert os.waitpid(in_a_process(work), 0)[1] == signal.SIGKILL
    with karama.open(path) as record:
        assert record.verify().faults == ()
    add_all(path, lines)
    with karama.open(path) as record:
        assert record.verify().faults == ()
        assert record.tools.store.count(Article) == record.tools.store.count(KeptReading) == ARTICLES
    assert list_merged(path) == list_merged(unharmed)
    assert_journal_is_the_log(path)


def test_adding_again_writes_nothing_at_all(tmp_path: Path, lines: Path, store_url: str | None) -> None:
    path = tmp_path / "r.karama"
    init_record(path, store_url).close()
    add_all(path, lines)
    with karama.open(path) as record:
        head = record.verify().head
    add_all(path, lines)
    with karama.open(path) as record:
        assert record.verify().head == head


def test_a_second_writer_gets_one_line_and_readers_go_on(tmp_path: Path, lines: Path, store_url: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.karama"
    with init_record(path, store_url) as record, record.tools.store.writing():
        assert main(["add", str(path), str(lines)]) == UnavailableError.exit_code
        said = capsys.readouterr().err.strip()
        assert "somebody else is writing" in said
        assert "\n" not in said
        assert main(["search", str(path), "shelling"]) == 0
        assert main(["verify", str(path)]) == 0
    assert main(["add", str(path), str(lines)]) == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=640k", "tmpfs", str(disk)], capture_output=True, check=False) if os.geteuid() == 0 else None
    if made is None or made.returncode != 0:
        pytest.skip("may not mount a small disk here")
    yield disk
    subprocess.run(["/bin/umount", "-l", str(disk)], check=False)


def test_a_full_disk_is_one_line_and_what_was_stored_stays(
    small_disk: Path, lines: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(recording, "BATCH", 2)
    path = small_disk / "r.karama"
    init_record(path).close()
    assert main(["add", str(path), str(lines)]) == UnavailableError.exit_code
    assert "full" in capsys.readouterr().err
    subprocess.run(["/bin/mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    with karama.open(path) as record:
        assert record.verify().faults == ()
        stored = record.tools.store.count(Article)
    assert stored < ARTICLES
    assert main(["add", str(path), str(lines)]) == 0
    with karama.open(path) as record:
        assert record.tools.store.count(Article) == ARTICLES
        assert record.verify().faults == ()


def test_a_log_of_writes_that_was_cut_short_leaves_a_record_that_goes_on(tmp_path: Path, lines: Path) -> None:
    path = tmp_path / "r.karama"
    init_record(path).close()

    def add_and_die() -> None:
        with karama.open(path) as record:
            for number, _ in enumerate(record.watch_adding([lines], by="test")):
                if number == 20:
                    os.kill(os.getpid(), signal.SIGKILL)

    os.waitpid(in_a_process(add_and_die), 0)
    log = path / "record.sqlite-wal"
    os.truncate(log, log.stat().st_size * 2 // 3)
    add_all(path, lines)
    with karama.open(path) as record:
        assert record.tools.store.count(Article) == ARTICLES
        assert record.verify().faults == ()


def test_a_spoilt_original_is_named_and_mended_by_adding_its_source_again(tmp_path: Path, lines: Path) -> None:
    path = tmp_path / "r.karama"
    init_record(path).close()
    add_all(path, lines)
    first, second, *_ = sorted(path.glob("originals/*/*"))
    os.truncate(first, 10)
    second.unlink()
    with karama.open(path) as record:
        assert {fault.where for fault in record.verify().faults} == {f"original {first.name}", f"original {second.name}"}
    add_all(path, lines)
    with karama.open(path) as record:
        assert record.verify().faults == ()


def test_a_damaged_database_is_one_line(tmp_path: Path, lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.karama"
    init_record(path).close()
    add_all(path, lines)
    file = path / "record.sqlite"
    other = sqlite3.connect(file)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    for size in (file.stat().st_size // 2, 5000, 50, 0):
        os.truncate(file, size)
        for arguments in (["add", str(path), str(lines)], ["verify", str(path)], ["search", str(path), "shelling"]):
            code = main(arguments)
            said = capsys.readouterr()
            assert code in (0, DataError.exit_code), said.err
            assert "Traceback" not in said.err
    with pytest.raises(KaramaError):
        karama.open(path)


def test_claims_are_the_same_in_both_stores(tmp_path: Path, lines: Path, postgresql: str) -> None:
    found = []
    for name, url in (("a", None), ("b", f"{postgresql}&schema=both")):
        init_record(tmp_path / name, url).close()
        add_all(tmp_path / name, lines)
        with karama.open(tmp_path / name) as record:
            found.append((list(record.claims()), [hit.id for hit in record.search("shelling Raqqa", kind="claim")][:1], record.tools.store.count(RecordClaim)))
    assert found[0] == found[1]
    assert found[0][2] >= ARTICLES


def test_a_schema_that_holds_a_record_is_not_given_to_another_folder(tmp_path: Path, lines: Path, postgresql: str) -> None:
    url = f"{postgresql}&schema=taken"
    init_record(tmp_path / "a", url).close()
    add_all(tmp_path / "a", lines)
    with pytest.raises(SetupError, match="a record is kept there already"):
        init_record(tmp_path / "b", url)


def test_odd_names_titles_and_addresses_are_kept_without_a_fault(tmp_path: Path, store_url: str | None) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = "Shelling killed {} people in Homs on Monday, a doctor said."
    Path(os.fsdecode(bytes(folder) + b"/\xff.txt")).write_text(text.format(2))
    (folder / "a'b\"c\nd.txt").write_text(text.format(3))
    rows = [
        {"id": "x'; DROP TABLE claims;--", "title": "\u202eright to left \U0001f600", "text": text.format(4), "url": "javascript:alert(1)"},
        {"id": "a\0b", "title": "x\0y", "publisher": "p\0", "text": text.format(5), "url": "http://[bad"},
    ]
    (folder / "lines.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    path = tmp_path / "r.karama"
    init_record(path, store_url).close()
    add_all(path, folder)
    with karama.open(path) as record:
        assert record.tools.store.count(Article) == 4
        assert record.verify().faults == ()
        head = record.verify().head
    add_all(path, folder)
    with karama.open(path) as record:
        assert record.verify().head == head
