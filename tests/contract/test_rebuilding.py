"""A damaged record: what is lost, what `karama rebuild` brings into a new one, and that it can be stopped at any moment."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest

import karama
from karama.api import Added, Rebuilt, init_record, rebuild_record
from karama.app.pipeline import Tools
from karama.app.salvaging import COPIED, REMADE
from karama.cli.main import main
from karama.domain.accounts import Account
from karama.domain.record import Capture, KeptReading, LogEntry
from karama.domain.text import Article
from karama.errors import DataError, InputError, SetupError
from karama.ports import Kept

PAGE = 4096
PAGE_FILE = Path(__file__).resolve().parents[2] / "examples/reports/4-mosul-mosque.html"
TOWNS = ("Raqqa", "Mosul", "Aleppo", "Homs", "Idlib", "Mayadin", "Palmyra", "Hama")
Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Path:
    """A record of eight articles and a page, with decisions of two people; its database is one file."""
    folder = tmp_path_factory.mktemp("whole")
    rows = [
        {"id": f"a{n}", "published": f"2017-07-{n + 1:02d}", "text": f"Shelling killed {n + 3} people in {TOWNS[n]} on Monday, a doctor said."}
        for n in range(8)
    ]
    (folder / "lines.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    shutil.copy(PAGE_FILE, folder / "page.html")
    path = folder / "r.karama"
    with init_record(path) as record:
        added = record.add([folder / "lines.jsonl", folder / "page.html"], by="Ann")
        assert [type(one) for one in added] == [Added] * 9
        first = next(iter(record.claims()))
        record.deciding("Ann").reject([first.id], "counted twice")
        record.deciding("Ben").note([first.id], "see the hospital's list")
    with sqlite3.connect(path / "record.sqlite") as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    return path


@pytest.fixture
def old(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "old.karama")
    return tmp_path / "old.karama"


def cut(path: Path) -> None:
    os.truncate(path / "record.sqlite", (path / "record.sqlite").stat().st_size // 2)


def zero(path: Path, start: int, size: int) -> None:
    with (path / "record.sqlite").open("r+b") as file:
        file.seek(start)
        file.write(bytes(size))


def drop(path: Path, *names: str) -> None:
    for name in names:
        (path / name).unlink()


def zero_middle(path: Path) -> None:
    zero(path, (path / "record.sqlite").stat().st_size // 2 // PAGE * PAGE, PAGE * 6)


DAMAGES: dict[str, Damage] = {
    "cut short": cut,
    "emptied": lambda path: os.truncate(path / "record.sqlite", 0),
    "no header": lambda path: zero(path, 0, 100),
    "no first page": lambda path: zero(path, 0, PAGE),
    "pages of zeros": zero_middle,
    "no database": lambda path: drop(path, "record.sqlite"),
    "no settings": lambda path: drop(path, "record.toml"),
    "no journal": lambda path: drop(path, "journal.jsonl"),
    "nothing wrong": lambda path: None,
}


def list_said(path: Path) -> tuple[object, ...]:
    """All that a record knows that must not depend on what happened to its store."""
    with karama.open(path) as record:
        claims = sorted((claim.id, claim.value) for claim in record.claims(closed=True))
        incidents = sorted((one.view.id, tuple(sorted(claim.id for claim in one.view.claims))) for one in record.incidents())
        captures = sorted(record.tools.store.find(Capture), key=lambda one: one.id)
        articles = sorted(record.articles(), key=lambda one: one.id)
        return claims, incidents, [listed.decision for listed in record.decisions()], captures, articles


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_record_is_made_anew_with_all_that_people_said_and_all_that_was_read(whole: Path, old: Path, tmp_path: Path, name: str) -> None:
    DAMAGES[name](old)
    before = {file: file.read_bytes() for file in old.rglob("*") if file.is_file()}
    told = list(rebuild_record(old, tmp_path / "new.karama", by="Ann"))
    assert isinstance(told[0], Rebuilt)
    assert told[0].lost == ()
    assert list_said(tmp_path / "new.karama") == list_said(whole)
    with karama.open(tmp_path / "new.karama") as record:
        assert record.verify().faults == record.verify().notes == ()
    assert {file: file.read_bytes() for file in old.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("name", ["no header", "nothing wrong", "no journal"])
def test_readings_that_are_as_they_were_logged_are_not_read_again(old: Path, tmp_path: Path, name: str) -> None:
    DAMAGES[name](old)
    told = list(rebuild_record(old, tmp_path / "new.karama"))
    assert len(told) == 1


def test_without_store_and_journal_the_originals_are_read_again(old: Path, tmp_path: Path) -> None:
    drop(old, "record.sqlite", "journal.jsonl")
    list(rebuild_record(old, tmp_path / "new.karama"))
    with karama.open(tmp_path / "new.karama") as record:
        assert record.tools.store.count(Article) == 9
        assert record.tools.store.count(KeptReading) == 9
        assert record.decisions() == ()
        assert record.verify().faults == ()


def test_what_was_changed_behind_the_records_back_is_taken_from_the_journal(whole: Path, old: Path, tmp_path: Path) -> None:
    with sqlite3.connect(old / "record.sqlite") as other:
        other.execute("UPDATE captures SET origin = 'elsewhere'")
        other.execute("UPDATE decisions SET reason = 'because'")
        other.execute("UPDATE articles SET title = 'Another title'")
    other.close()
    list(rebuild_record(old, tmp_path / "new.karama"))
    assert list_said(tmp_path / "new.karama") == list_said(whole)


def test_what_other_hands_put_into_the_store_is_not_brought_over(whole: Path, old: Path, tmp_path: Path) -> None:
    with sqlite3.connect(old / "record.sqlite") as other:
        other.execute("INSERT INTO decisions SELECT 99, 'd_99', verdict, claims, \"values\", field, value, 'forged', \"by\", at FROM decisions LIMIT 1")
    other.close()
    list(rebuild_record(old, tmp_path / "new.karama"))
    assert list_said(tmp_path / "new.karama") == list_said(whole)


def test_a_lost_original_is_named_and_its_article_kept(whole: Path, old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lost = sorted(old.glob("originals/*/*"))[0]
    lost.unlink()
    assert main(["rebuild", str(old), str(tmp_path / "new.karama")]) == InputError.exit_code
    assert lost.name in capsys.readouterr().err
    assert list_said(tmp_path / "new.karama") == list_said(whole)
    assert main(["verify", str(tmp_path / "new.karama")]) == DataError.exit_code


def test_a_lost_original_whose_text_is_lost_too_is_named(old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lost = sorted(old.glob("originals/*/*"))[0]
    lost.unlink()
    drop(old, "record.sqlite")
    assert main(["rebuild", str(old), str(tmp_path / "new.karama"), "--json"]) == InputError.exit_code
    told = json.loads(capsys.readouterr().out.splitlines()[0])
    assert len(told["lost"]) == 1
    with karama.open(tmp_path / "new.karama") as record:
        checked = record.verify()
        assert record.tools.store.count(Article) == 8
        assert checked.faults == ()
        assert any("was lost before the record was rebuilt" in note.what for note in checked.notes)


def test_a_log_with_a_hole_keeps_what_came_after_it(old: Path, tmp_path: Path) -> None:
    with sqlite3.connect(old / "record.sqlite") as other:
        other.execute("DELETE FROM log WHERE number = 4")
    other.close()
    drop(old, "journal.jsonl")
    list(rebuild_record(old, tmp_path / "new.karama"))
    with karama.open(tmp_path / "new.karama") as record:
        assert record.tools.store.count(KeptReading) == 9
        assert [listed.decision.reason for listed in record.decisions()] == ["counted twice", "see the hospital's list"]
        assert record.verify().faults == ()


def test_a_rebuilding_killed_at_any_moment_is_begun_again(whole: Path, old: Path, tmp_path: Path, tools: Tools) -> None:
    cut(old)
    chance, new = random.Random(5), tmp_path / "new.karama"
    for _ in range(8):
        child = os.fork()
        if child == 0:
            try:
                list(rebuild_record(old, new))
                os._exit(0)
            finally:
                os._exit(1)
        time.sleep(chance.uniform(0.0, 1.5))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    list(rebuild_record(old, new))
    assert list_said(new) == list_said(whole)
    with karama.open(new) as record:
        assert record.verify().faults == ()
    assert not (tmp_path / "new.karama.rebuilding").exists()


def test_nothing_that_is_there_is_written_over(whole: Path, old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (whole / "record.sqlite").read_bytes()
    assert main(["rebuild", str(old), str(whole)]) == SetupError.exit_code
    assert "there is a record already" in capsys.readouterr().err
    (tmp_path / "mine.rebuilding").mkdir()
    (tmp_path / "mine.rebuilding" / "diary.txt").write_text("mine")
    assert main(["rebuild", str(old), str(tmp_path / "mine")]) == SetupError.exit_code
    assert (tmp_path / "mine.rebuilding" / "diary.txt").exists()
    assert main(["rebuild", str(tmp_path / "nowhere"), str(tmp_path / "new")]) == DataError.exit_code
    assert "nothing of a record" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
    assert (whole / "record.sqlite").read_bytes() == before


def test_a_record_on_a_server_is_rebuilt_from_the_server_and_onto_one(whole: Path, tmp_path: Path, postgresql: str) -> None:
    old, onto = tmp_path / "old.karama", f"{postgresql}&schema=rebuilt_onto"
    shutil.copytree(whole, old)
    list(rebuild_record(old, tmp_path / "b.karama", onto))
    assert list_said(tmp_path / "b.karama") == list_said(whole)
    told = list(rebuild_record(tmp_path / "b.karama", tmp_path / "c.karama"))
    assert len(told) == 1
    assert list_said(tmp_path / "c.karama") == list_said(whole)


def test_what_was_kept_unread_stays_unread_and_accounts_stay(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bread.txt").write_text("The price of bread rose again in the markets this spring, bakers said, and they blamed the weather.")
    (tmp_path / "in" / "war.txt").write_text("Shelling killed nine people in Homs on Sunday, a doctor said.")
    (tmp_path / "secret").write_text("a long pass phrase of Ann's\n")
    old = str(tmp_path / "old.karama")
    assert main(["init", old]) == 0
    assert main(["collect", old, "--folder", str(tmp_path / "in")]) == 0
    assert main(["users", old, "add", "Ann", "--role", "admin", "--password-file", str(tmp_path / "secret")]) == 0
    with karama.open(old) as record:
        before = list(record.tools.store.find(Account)), record.tools.store.count(Article), record.tools.store.count(KeptReading)
        assert before[1:] == (2, 1)
    assert b"argon2" not in (tmp_path / "old.karama/journal.jsonl").read_bytes()
    with sqlite3.connect(tmp_path / "old.karama/record.sqlite") as other:
        other.execute("UPDATE readings SET digest = 'x'")
    other.close()
    list(rebuild_record(old, tmp_path / "new.karama"))
    with karama.open(tmp_path / "new.karama") as record:
        assert (list(record.tools.store.find(Account)), record.tools.store.count(Article), record.tools.store.count(KeptReading)) == before
        assert record.verify().faults == ()


def test_the_authority_of_timestamps_stays_named(old: Path, tmp_path: Path) -> None:
    (old / "record.toml").write_text('format = 1\ntimestamps = "https://example.org/tsa"\n')
    list(rebuild_record(old, tmp_path / "new.karama"))
    assert (tmp_path / "new.karama/record.toml").read_text() == (old / "record.toml").read_text()


def test_every_kind_of_value_is_either_brought_over_or_worked_out_anew() -> None:
    assert {*COPIED, *REMADE, LogEntry} == {*get_args(Kept), KeptReading}


@pytest.fixture
def journal(old: Path) -> Iterator[Path]:
    yield old / "journal.jsonl"


def find_faults(path: Path) -> list[str]:
    with karama.open(path) as record:
        return [f"{fault.where}: {fault.what}" for fault in record.verify().faults]


def decide(path: Path) -> None:
    with karama.open(path) as record:
        record.deciding("Cem").note([next(iter(record.claims())).id], "more")


def test_a_journal_whose_last_line_was_cut_short_is_brought_up(old: Path, journal: Path) -> None:
    os.truncate(journal, journal.stat().st_size - 20)
    with karama.open(old) as record:
        checked = record.verify()
        assert checked.faults == ()
        assert [note.what for note in checked.notes] == ["ends 1 entries before the log; the next write brings it up"]
    decide(old)
    with karama.open(old) as record:
        assert record.verify().notes == record.verify().faults == ()


def test_a_record_made_before_there_were_journals_gets_one_with_the_next_write(old: Path, journal: Path) -> None:
    whole = journal.read_bytes()
    journal.unlink()
    decide(old)
    assert journal.read_bytes().startswith(whole)


def test_a_journal_that_was_changed_is_found(old: Path, journal: Path) -> None:
    journal.write_bytes(journal.read_bytes().replace(b"counted twice", b"counted once!"))
    assert any("its decision was changed" in fault or "was changed" in fault for fault in find_faults(old))


def test_a_journal_with_a_line_taken_out_is_found(old: Path, journal: Path) -> None:
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:5] + lines[6:]))
    assert find_faults(old) == ["journal: 1 entries of the log are not in it"]


def test_a_store_put_back_from_an_old_copy_is_found_and_what_was_said_since_is_brought_back(old: Path, tmp_path: Path) -> None:
    copy = (old / "record.sqlite").read_bytes()
    decide(old)
    for ending in ("-wal", "-shm"):
        Path(f"{old / 'record.sqlite'}{ending}").unlink(missing_ok=True)
    (old / "record.sqlite").write_bytes(copy)
    assert any("is lost from the store; karama rebuild brings it back" in fault for fault in find_faults(old))
    with karama.open(old) as record:
        record.deciding("Dan").note([next(iter(record.claims())).id], "after the copy")
    assert any("is lost from the store; karama rebuild brings it back" in fault for fault in find_faults(old))
    list(rebuild_record(old, tmp_path / "new.karama"))
    with karama.open(tmp_path / "new.karama") as record:
        assert {listed.decision.by for listed in record.decisions()} == {"Ann", "Ben", "Cem", "Dan"}
        assert record.verify().faults == ()
