"""What happens to a record around it: a migration is killed, its server restarts, the clock goes back, the disk fills, its file is damaged."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from rounds import choose
from servers import restart_server
from sqlalchemy import text

import karama
from karama.adapters.stores import openings
from karama.adapters.stores.migrate import HEAD, read_revision
from karama.api import Added, Record, init_record
from karama.app import recording
from karama.app.pipeline import Tools
from karama.cli.main import main
from karama.domain.record import KeptReading, LogEntry, Supersession
from karama.domain.text import Article
from karama.errors import DataError, UnavailableError

TOWNS = ("Raqqa", "Mosul", "Aleppo", "Homs", "Idlib", "Mayadin")
_NAMES = count(1)


def write_lines(folder: Path, number: int) -> Path:
    """A file of so many short articles, each with claims of its own."""
    rows = [
        {"id": f"a{n}", "published": f"2017-07-{n % 28 + 1:02d}", "text": f"Shelling killed {n + 3} people in {TOWNS[n % 6]} on Monday, a doctor said."}
        for n in range(number)
    ]
    file = folder / "articles.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


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


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str | None:
    return None if request.param == "sqlite" else f"{request.getfixturevalue('postgresql')}&schema=withstand_{next(_NAMES)}"


def list_facts(path: Path) -> tuple[object, ...]:
    """What a record says, whenever it was told."""
    with karama.open(path) as record:
        claims = sorted((claim.id, claim.value) for claim in record.claims(closed=True))
        incidents = sorted(tuple(sorted(claim.id for claim in one.view.claims)) for one in record.incidents())
        superseded = sorted((one.older, one.newer) for one in record.tools.store.find(Supersession))
        return claims, incidents, superseded


# ------------------------------------------------------------ a migration is killed

# Tables and columns that came after the first revision; dropping them makes a record as the first Karama made it.
LATER = (
    "search_articles", "search_claims", "merge_keys", "merge_crowds", "merge_stories", "merge_bands", "names", "timestamps", "meanings", "accounts",
)  # fmt: skip


def age(path: Path) -> None:
    """Nothing; the record's tables are those of the first revision."""
    with karama.open(path) as record:
        store: Any = record.tools.store
        with store.transaction():
            for name in LATER:
                store.writer().execute(text(f"DROP TABLE {name}"))
            store.writer().execute(text("CREATE TABLE undoings (number BIGINT PRIMARY KEY, decision TEXT NOT NULL REFERENCES decisions(id))"))
            store.writer().execute(text('ALTER TABLE judgements DROP COLUMN "values"'))
            store.writer().execute(text("UPDATE alembic_version SET version_num='0001'"))


def find_revision(path: Path, store_url: str | None) -> str | None:
    from karama.adapters.stores.engines import open_postgresql, open_sqlite

    engine = open_sqlite(path / "record.sqlite") if store_url is None else open_postgresql(store_url)[0]
    try:
        with engine.connect() as connection:
            return read_revision(connection)
    finally:
        engine.dispose()


def test_a_migration_killed_at_any_moment_leaves_the_old_tables_or_the_new_and_the_next_opening_goes_on(
    tmp_path: Path, store_url: str | None, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, chance = tmp_path / "r.karama", random.Random(5)
    with init_record(path, store_url) as record:
        record.add(write_lines(tmp_path, 12), by="test")
    before = list_facts(path)
    age(path)
    real, seen = openings.migrate, set()

    def migrate_and_die(connection: Any, revision: str = HEAD) -> None:
        """Up to some revision, a little further, and no more."""
        real(connection, chance.choice(["0002", "0003", "0005", HEAD]))
        if chance.random() < 0.5:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(openings, "migrate", migrate_and_die)
    for _ in range(choose(4, 25)):
        chance.random()
        assert os.waitpid(in_a_process(lambda: karama.open(path)), 0)[1] == signal.SIGKILL
        assert find_revision(path, store_url) == "0001"
    monkeypatch.setattr(openings, "migrate", real)
    for _ in range(choose(6, 50)):  # and by the clock: also while it commits, and while the log is told of it
        child = in_a_process(lambda: karama.open(path))
        time.sleep(chance.uniform(0.0, 0.6))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen.add(find_revision(path, store_url))
        if seen & {HEAD}:
            break
    assert seen <= {"0001", HEAD}
    with karama.open(path) as record:
        assert record.verify().faults == ()
        record.merge()
    assert find_revision(path, store_url) == HEAD
    assert list_facts(path) == before
    with karama.open(path) as record:
        assert record.search("shelling Raqqa", kind="claim")
        assert record.verify().faults == ()


# ------------------------------------------------------------ a server restarts under load


def test_a_server_that_restarts_while_articles_are_added_costs_one_line_and_no_article(
    tmp_path: Path, postgresql: str, tools: Tools, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(recording, "BATCH", 2)
    url, path, lines = f"{postgresql}&schema=restarted_{next(_NAMES)}", tmp_path / "r.karama", write_lines(tmp_path, 24)
    init_record(path, url).close()
    readers, failed, before = karama.open(path), [0], 0
    stops = random.Random(3)
    for _ in range(choose(3, 12)):
        child = in_a_process(lambda: os._exit(main(["add", str(path), str(lines)])))
        wait_until_more(path, before, child)
        time.sleep(stops.uniform(0, 0.3))
        restart_server(postgresql)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = capfd.readouterr().err
        assert code in (0, UnavailableError.exit_code), said
        assert "Traceback" not in said
        failed[0] += code != 0
        stored = readers.tools.store.count(Article)  # who was reading goes on by the same connections
        assert stored >= before
        assert readers.verify().faults == ()
        before = stored
    assert failed[0] > 0
    assert main(["add", str(path), str(lines)]) == 0
    assert readers.tools.store.count(Article) == readers.tools.store.count(KeptReading) == 24
    assert readers.verify().faults == ()
    readers.close()
    unharmed = tmp_path / "other.karama"
    with init_record(unharmed) as record:
        record.add(lines, by="test")
    assert list_facts(path) == list_facts(unharmed)


def wait_until_more(path: Path, before: int, child: int) -> None:
    """Nothing; the child has stored something, or has ended."""
    with karama.open(path) as record:
        until = time.monotonic() + 30
        while (
            time.monotonic() < until
            and record.tools.store.count(Article) <= before
            and os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        ):
            time.sleep(0.02)


# ------------------------------------------------------------ the clock goes back

OLD = "Shells struck the market of Raqqa on Sunday. A doctor said twelve people were killed. The army denied that it had fired on the town that day."
NEW = OLD.replace("twelve", "fifteen")
URL = "https://example.org/news/2017/raqqa-market"


def with_clock(record: Record, times: Iterator[str]) -> Record:
    return replace(record, tools=replace(record.tools, now=lambda: next(times)))


def tell_all(path: Path, folder: Path, times: Iterator[str]) -> None:
    """Nothing; articles, a newer version of one, and decisions, each at the time that the clock then tells."""
    first, second = folder / "first.jsonl", folder / "second.jsonl"
    first.write_text(json.dumps({"id": "old", "text": OLD, "published": "2017-07-02", "url": URL}) + "\n")
    second.write_text(json.dumps({"id": "new", "text": NEW, "published": "2017-07-02", "url": URL}) + "\n")
    with karama.open(path) as plain:
        record = with_clock(plain, times)
        record.add(write_lines(folder, 6), by="Ann")
        record.add(first, by="Ann")
        record.add(second, by="Ann")
        some = next(iter(record.claims()))
        deciding = record.deciding("Ann")
        deciding.reject([some.id], "counted twice")
        deciding.undo()
        deciding.reject([some.id], "still counted twice")


def test_a_clock_set_back_changes_times_and_nothing_else(tmp_path: Path, tools: Tools) -> None:
    forward = (f"2026-{month:02d}-{day:02d}T12:00:00Z" for month in range(1, 12) for day in range(1, 28))
    back = (f"{year}-01-01T00:00:00Z" for year in range(2300, 1990, -1))
    facts, decisions = [], []
    for name, times in (("forward", forward), ("back", back)):
        folder = tmp_path / name
        folder.mkdir()
        init_record(folder / "r.karama").close()
        tell_all(folder / "r.karama", folder, times)
        facts.append(list_facts(folder / "r.karama"))
        with karama.open(folder / "r.karama") as record:
            assert record.verify().faults == record.verify().notes == ()
            decisions.append([(listed.decision.verdict, listed.decision.reason, listed.undone is not None) for listed in record.decisions()])
            numbers = [entry.number for entry in record.tools.store.find(LogEntry)]
            assert numbers == list(range(1, len(numbers) + 1))
    assert facts[0] == facts[1]
    assert facts[0][2] != []  # the version that arrived later is the newer one, whatever the clock said
    assert decisions[0] == decisions[1]
    with karama.open(tmp_path / "back" / "r.karama") as record:
        entries = [entry.at for entry in record.tools.store.find(LogEntry)]
        assert entries[1:] == sorted(entries[1:], reverse=True) != sorted(entries[1:])  # it was back indeed; the first entry is of the making


# ------------------------------------------------------------ a damaged file


@pytest.mark.parametrize(("start", "size"), [(0, 100), (0, 16), (0, 4096), (16, 2)])
def test_a_zeroed_header_is_one_line_that_names_the_way_out(tmp_path: Path, tools: Tools, capsys: pytest.CaptureFixture[str], start: int, size: int) -> None:
    path, lines = tmp_path / "r.karama", write_lines(tmp_path, 4)
    with init_record(path) as record:
        record.add(lines, by="test")
    with sqlite3.connect(path / "record.sqlite") as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    with (path / "record.sqlite").open("r+b") as file:
        file.seek(start)
        file.write(bytes(size))
    for arguments in (["add", str(path), str(lines)], ["verify", str(path)], ["search", str(path), "shelling"], ["incidents", str(path), "--place", "Raqqa"]):
        assert main(arguments) == DataError.exit_code
        said = capsys.readouterr().err.strip()
        assert "karama rebuild" in said
        assert "\n" not in said
    assert main(["rebuild", str(path), str(tmp_path / "new.karama")]) == 0
    assert main(["verify", str(tmp_path / "new.karama")]) == 0


# ------------------------------------------------------------ a disk that is full, for everything that writes files

LIMIT = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
from karama.cli.main import main
sys.exit(main({arguments!r}))
"""


def run_with_full_disk(size: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, where no file can grow beyond the size, which is what a full disk does to it."""
    return subprocess.run(
        [sys.executable, "-c", LIMIT.format(size=size, arguments=list(arguments))], capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_no_command_leaves_half_a_file_where_the_disk_is_full(tmp_path: Path, tools: Tools) -> None:
    path, lines = tmp_path / "r.karama", write_lines(tmp_path, 8)
    with init_record(path) as record:
        assert all(isinstance(one, Added) for one in record.add(lines, by="test"))
    with sqlite3.connect(path / "record.sqlite") as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    out = tmp_path / "out"
    for name, arguments in {
        "read": ["read", str(lines), "-o", str(out), "--json", "-q"],
        "export": ["export", str(path), "geojson", str(out), "--profile", "private"],
    }.items():
        done = run_with_full_disk(1000, *arguments)
        assert done.returncode == UnavailableError.exit_code, (name, done.stderr)
        assert len(done.stderr.strip().splitlines()) == 1, (name, done.stderr)
        assert "Traceback" not in done.stderr
        assert not list(tmp_path.glob("out*")), name
    with karama.open(path) as record:
        assert record.verify().faults == ()
