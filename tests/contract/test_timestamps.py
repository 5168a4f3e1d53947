"""Timestamps of a record's log by an authority on this machine: asked, kept, checked; and all that an authority or a forger can do wrong."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from authorities import Authority, make_authority, serve

import karama
from karama.adapters.timestamps import rfc3161
from karama.api import init_record, rebuild_record
from karama.cli.main import main
from karama.domain.record import LogEntry, Timestamp
from karama.errors import DataError, InputError, SetupError, UnavailableError
from karama.ports import Timestamper
from karama.record.ledger import write_entry
from karama.wiring import make_timestamper


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authorities") / "good")


@pytest.fixture(scope="module")
def url(authority: Authority) -> Iterator[str]:
    with serve(lambda request, _: authority.answer(request)) as address:
        yield address


@pytest.fixture
def path(tmp_path: Path) -> Path:
    init_record(tmp_path / "r.karama").close()
    return tmp_path / "r.karama"


@pytest.fixture(scope="module")
def timestamper() -> Timestamper:
    return make_timestamper()


def say(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error."""
    said = capsys.readouterr().err.strip()
    assert "\n" not in said
    return said


def test_an_authority_attests_the_log_and_verify_says_who_and_until_when(
    path: Path, url: str, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["timestamp", str(path), "--url", url, "--ca", str(authority.root), "--by", "Ann"]) == 0
    assert main(["verify", str(path)]) == 0
    said = capsys.readouterr().out
    assert "log entries 1 to 1 were there on 20" in said
    assert "CN=Test Authority, with a certificate until 20" in said
    assert "nobody vouched for" in said
    assert main(["verify", str(path), "--ca", str(authority.root)]) == 0
    assert f"vouched for by {authority.root}" in capsys.readouterr().out
    with karama.open(path) as record:
        entry = record.tools.store.last(LogEntry)
        assert entry is not None
        assert (entry.action, entry.by, entry.subject) == ("timestamp", "Ann", next(record.tools.store.find(Timestamp)).id)


def test_what_came_after_the_last_timestamp_is_attested_by_nobody(path: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timestamp", str(path), "--url", url]) == 0
    (path.parent / "a.txt").write_text("Shelling killed 3 people in Homs on Monday, a doctor said.")
    assert main(["add", str(path), str(path.parent / "a.txt")]) == 0
    assert main(["verify", str(path)]) == 0
    assert re.search(r"log entries 2 to \d are attested by nobody yet", capsys.readouterr().out)


def test_the_authority_may_be_named_in_the_settings(path: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timestamp", str(path)]) == SetupError.exit_code
    assert "name a timestamp authority" in say(capsys)
    (path / "record.toml").write_text((path / "record.toml").read_text() + f'timestamps = "{url}"\n')
    assert main(["timestamp", str(path)]) == 0


def test_adding_ends_with_a_timestamp_where_the_settings_name_an_authority(path: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    (path.parent / "a.txt").write_text("Shelling killed 3 people in Homs on Monday, a doctor said.")
    (path / "record.toml").write_text((path / "record.toml").read_text() + f'timestamps = "{url}"\n')
    for _ in range(2):  # what is known already is not attested again
        assert main(["add", str(path), str(path.parent / "a.txt")]) == 0
    with karama.open(path) as record:
        assert record.tools.store.count(Timestamp) == 1
    (path / "record.toml").write_text('format = 1\ntimestamps = "http://127.0.0.1:9/"\n')
    (path.parent / "b.txt").write_text("Shelling killed 4 people in Idlib on Monday, a doctor said.")
    capsys.readouterr()
    assert main(["add", str(path), str(path.parent / "b.txt")]) == 0
    assert "no timestamp: http://127.0.0.1:9/: does not answer" in say(capsys)


def test_openssl_agrees_with_what_is_kept(path: Path, url: str, authority: Authority, tmp_path: Path) -> None:
    assert main(["timestamp", str(path), "--url", url]) == 0
    with karama.open(path) as record:
        stamp = next(record.tools.store.find(Timestamp))
    (tmp_path / "kept.tsr").write_bytes(b64decode(stamp.answer))
    command = ["openssl", "ts", "-verify", "-digest", stamp.head, "-in", str(tmp_path / "kept.tsr"), "-CAfile", str(authority.root)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    command[4] = "0" * 64
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def test_a_machine_without_a_network_writes_the_request_and_brings_the_answer_back(
    path: Path, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    request, answer = path.parent / "q.tsq", path.parent / "q.tsr"
    assert main(["timestamp", str(path), "--file", str(request)]) == 0
    answer.write_bytes(authority.answer(request.read_bytes()))
    assert main(["timestamp", str(path), "--file", str(request), "--answer", str(answer)]) == 0
    assert main(["timestamp", str(path), "--answer", str(answer)]) == 0
    capsys.readouterr()
    with karama.open(path) as record:
        assert record.tools.store.count(Timestamp) == 1
        assert [one.entry for one in record.verify(authorities=authority.root.read_bytes()).attested] == [1]


def test_an_answer_to_another_request_is_not_taken(path: Path, authority: Authority, capsys: pytest.CaptureFixture[str]) -> None:
    request, other, answer = (path.parent / name for name in ("q.tsq", "other.tsq", "q.tsr"))
    for file in (request, other):
        assert main(["timestamp", str(path), "--file", str(file)]) == 0
    answer.write_bytes(authority.answer(other.read_bytes()))
    capsys.readouterr()
    assert main(["timestamp", str(path), "--file", str(request), "--answer", str(answer)]) == InputError.exit_code
    assert "one to another request" in say(capsys)


def test_an_answer_about_another_record_is_not_taken(path: Path, authority: Authority, timestamper: Timestamper, capsys: pytest.CaptureFixture[str]) -> None:
    answer = path.parent / "a.tsr"
    answer.write_bytes(authority.answer(timestamper.request(b"something else")))
    assert main(["timestamp", str(path), "--answer", str(answer)]) == InputError.exit_code
    assert "nothing that stands in this record's log" in say(capsys)


def test_a_replayed_answer_is_not_taken_from_the_network(
    path: Path, authority: Authority, timestamper: Timestamper, capsys: pytest.CaptureFixture[str]
) -> None:
    with karama.open(path) as record:
        head = record.tools.store.last(LogEntry)
    assert head is not None
    old = authority.answer(timestamper.request(write_entry(head)))
    with serve(lambda *_: old) as address:
        assert main(["timestamp", str(path), "--url", address]) == InputError.exit_code
    assert "one to another request" in say(capsys)


def list_accepted(timestamper: Timestamper, answer: bytes, request: bytes, roots: bytes | None) -> list[int]:
    """Where a byte of the answer may be changed without its being refused."""
    accepted = []
    for at in range(len(answer)):
        try:
            timestamper.check(answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :], request, roots)
        except InputError:
            continue
        accepted.append(at)
    return accepted


def test_every_changed_byte_of_an_answer_is_found(authority: Authority, timestamper: Timestamper) -> None:
    request = timestamper.request(b"words")
    answer = authority.answer(request)
    assert len(list_accepted(timestamper, answer, request, authority.root.read_bytes())) <= 2  # two numbers of versions, which nobody signs


def test_without_a_root_every_changed_byte_but_of_the_certificate_is_found(authority: Authority, timestamper: Timestamper) -> None:
    request = timestamper.request(b"words")
    answer, leaf = authority.answer(request), (authority.folder / "leaf.der").read_bytes()
    start = answer.index(leaf)
    accepted = list_accepted(timestamper, answer, request, None)
    assert len([at for at in accepted if not start <= at < start + len(leaf)]) <= 10  # versions, and a list of digests that nobody reads


def test_a_certificate_that_had_ended_is_refused_with_and_without_a_root(tmp_path: Path, timestamper: Timestamper) -> None:
    bad = make_authority(tmp_path / "bad", ends=timedelta(days=-1))
    answer = bad.answer(timestamper.request(b"words"))
    with pytest.raises(InputError, match="certificate did not hold when it was signed"):
        timestamper.check(answer)
    with pytest.raises(InputError, match="certificate had ended when it was signed"):
        timestamper.check(answer, None, bad.root.read_bytes())


def test_a_certificate_for_other_things_is_refused_with_and_without_a_root(authority: Authority, timestamper: Timestamper) -> None:
    leaf, twin = ((authority.folder / name).read_bytes() for name in ("leaf.der", "twin.der"))
    answer = authority.answer(timestamper.request(b"words"))
    assert leaf in answer
    for roots in (None, authority.root.read_bytes()):
        with pytest.raises(InputError, match="not one for timestamps"):
            timestamper.check(answer.replace(leaf, twin), None, roots)


def test_a_foreign_certificate_leads_to_no_given_authority(
    path: Path, tmp_path: Path, url: str, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    other = make_authority(tmp_path / "other", "Somebody Else")
    assert main(["timestamp", str(path), "--url", url, "--ca", str(other.root)]) == InputError.exit_code
    assert "leads to none of the given authorities" in say(capsys)
    assert main(["timestamp", str(path), "--url", url]) == 0
    assert main(["verify", str(path), "--ca", str(other.root)]) == DataError.exit_code
    assert "leads to none of the given authorities" in capsys.readouterr().out
    assert main(["verify", str(path), "--ca", str(path / "record.toml")]) == SetupError.exit_code
    assert "no certificates" in say(capsys)


def test_a_timestamp_that_was_changed_in_the_store_is_found(path: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timestamp", str(path), "--url", url]) == 0
    with sqlite3.connect(path / "record.sqlite") as other:
        other.execute("UPDATE timestamps SET told = '2001-01-01T00:00:00Z'")
    assert main(["verify", str(path)]) == DataError.exit_code
    said = capsys.readouterr().out
    assert "was changed after it was logged" in said
    assert "another authority or time than its answer has" in said


def test_a_log_written_anew_behind_a_timestamp_is_found(path: Path, url: str, tmp_path: Path) -> None:
    assert main(["timestamp", str(path), "--url", url]) == 0
    init_record(tmp_path / "other.karama").close()
    with karama.open(path) as record, karama.open(tmp_path / "other.karama") as other, other.tools.store.transaction():
        stamp = next(record.tools.store.find(Timestamp))
        other.tools.store.add([stamp])
    with karama.open(tmp_path / "other.karama") as other:
        entry = other.tools.store.last(LogEntry)
        faults = [fault.what for fault in other.verify().faults]
    assert entry is not None
    if entry.hash != stamp.head:  # two records made in one second by one person begin alike
        assert "is of no entry of the log: the log was cut or written anew" in faults
    assert any("does not tell of it" in what for what in faults)


def hang(_request: bytes, _handler: BaseHTTPRequestHandler) -> bytes:
    time.sleep(1.5)
    return b""


def drip(_request: bytes, handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(30):
        try:
            handler.wfile.write(b"0")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)


def fail(_request: bytes, handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(503)


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        (hang, UnavailableError.exit_code, "does not answer"),
        (drip, UnavailableError.exit_code, "does not answer within"),
        (fail, UnavailableError.exit_code, "answers 503"),
        (lambda *_: b"<html>come in</html>", InputError.exit_code, "no timestamp"),
        (lambda *_: b"", InputError.exit_code, "no timestamp"),
        (lambda *_: b"0" * 2_000_000, UnavailableError.exit_code, "more than"),
        (lambda *_: bytes.fromhex("30030201 02".replace(" ", "")), InputError.exit_code, ""),
        (lambda *_: bytes.fromhex("30053003020102"), InputError.exit_code, "refused"),
    ],
    ids=["hangs", "drips", "fails", "a page", "nothing", "too much", "cut", "refuses"],
)
def test_an_authority_that_hangs_or_answers_rubbish_is_one_line(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: object, code: int, said: str
) -> None:
    monkeypatch.setattr(rfc3161, "SLOWEST_S", 0.4)
    monkeypatch.setattr(rfc3161, "PATIENCE_S", 0.8)
    with serve(answer) as address:  # type: ignore[arg-type]
        assert main(["timestamp", str(path), "--url", address]) == code
    assert said in say(capsys)
    with karama.open(path) as record:
        assert record.tools.store.count(Timestamp) == 0


def test_an_address_that_is_none_or_of_nobody_is_one_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timestamp", str(path), "--url", "file:///etc/passwd"]) == SetupError.exit_code
    assert "no address of a timestamp authority" in say(capsys)
    assert main(["timestamp", str(path), "--url", "http://127.0.0.1:9/"]) == UnavailableError.exit_code
    assert "does not answer" in say(capsys)


def test_timestamps_are_brought_over_when_a_record_is_rebuilt(path: Path, url: str, authority: Authority, tmp_path: Path) -> None:
    assert main(["timestamp", str(path), "--url", url]) == 0
    (path / "record.sqlite").unlink()
    list(rebuild_record(path, tmp_path / "new.karama"))
    with karama.open(tmp_path / "new.karama") as record:
        checked = record.verify(authorities=authority.root.read_bytes())
    assert checked.faults == ()
    assert [(one.entry, one.vouched) for one in checked.attested] == [(1, True)]
