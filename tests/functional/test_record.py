"""A record as a newcomer keeps one: init, add, show, search, verify, from the command line and from Python."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

import pytest

import karama
from karama.api import ArticleTrace, ClaimTrace, Refusal, init_record
from karama.app import recording
from karama.cli.main import main
from karama.domain.record import Capture, KeptReading, Run, Supersession
from karama.errors import InputError, SetupError

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
URL = "https://example.org/news/kafr-nabl"
OLD = "Shelling hit the town of Kafr Nabl on Sunday.\nA doctor said twelve people were killed.\nThe army denied that it had fired."
NEW = "Shelling hit the town of Kafr Nabl on Sunday.\nA doctor said fifteen people were killed.\nThe army denied that it had fired."


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the six example reports."""
    path = tmp_path_factory.mktemp("records") / "examples.karama"
    with init_record(path) as record:
        assert len(record.add(EXAMPLES, by="Ann")) == 6
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "r.karama"
    init_record(path).close()
    return path


def write_line(folder: Path, name: str, **fields: str) -> Path:
    file = folder / f"{name}.jsonl"
    file.write_text(json.dumps({"id": name, **fields}) + "\n")
    return file


def test_the_commands_of_the_readme_make_a_record_and_find_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = str(tmp_path / "raqqa.karama")
    assert main(["init", record]) == 0
    assert main(["add", record, str(EXAMPLES), "--by", "Ann"]) == 0
    assert "6 articles added" in capsys.readouterr().out
    assert main(["add", record, str(EXAMPLES)]) == 0
    assert "0 articles added; 6 known already" in capsys.readouterr().out
    assert main(["search", record, "human shields", "--json"]) == 0
    hit = json.loads(capsys.readouterr().out.splitlines()[0])
    assert "human shields" in hit["words"]
    assert main(["show", record, hit["id"], "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["article"]["text"][shown["claim"]["start"] : shown["claim"]["end"]] == hit["words"]
    assert shown["captures"][0]["by"] == "Ann"
    assert main(["verify", record]) == 0
    assert "all as it was" in capsys.readouterr().out


def test_a_claim_leads_back_to_the_bytes_it_came_from(examples: Path) -> None:
    with karama.open(examples) as record:
        claim = next(iter(record.claims(place="Raqqa", kinds=("encirclement",))))
        found = record.trace(claim.id)
        assert isinstance(found, ClaimTrace)
        original = record.tools.originals.get(found.captures[0].original)
        assert original == Path(found.captures[0].origin).read_bytes()
        assert claim.words.encode() in original
        assert set(found.run.versions) == {"karama", "format", "parser", "gazetteer", "actors"}


def test_claims_are_asked_for_by_place_and_days(examples: Path) -> None:
    with karama.open(examples) as record:
        found = list(record.claims(place="Mayadin", earliest="2017-06-26", latest="2017-06-26"))
        assert found
        assert all("Mayadin" in [place.name for place in claim.places] for claim in found)
        assert not list(record.claims(place="Mayadin", earliest="2018-01-01"))


def test_a_line_of_json_is_kept_as_that_line(path: Path, tmp_path: Path) -> None:
    file = write_line(tmp_path, "one", text=OLD, published="2017-07-02", url=URL, publisher="Example Wire")
    with karama.open(path) as record:
        record.add(file)
        capture = next(record.tools.store.find(Capture))
        assert (capture.obtained, capture.url, capture.publisher, capture.published) == ("lines", URL, "Example Wire", "2017-07-02")
        assert record.tools.originals.get(capture.original) == file.read_bytes().rstrip(b"\n")


def test_what_cannot_be_read_is_named_and_the_rest_is_added(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_text("")
    (tmp_path / "in" / "good.txt").write_text(OLD)
    whole = (EXAMPLES / "4-mosul-mosque.html").read_bytes()
    (tmp_path / "in" / "cut.html").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "in" / "cut.jsonl").write_text(json.dumps({"id": "a", "text": NEW}) + "\n" + '{"id": "b", "text": "Shelling hi')
    assert main(["add", str(path), str(tmp_path / "in")]) == InputError.exit_code
    said = capsys.readouterr()
    assert "empty.txt" in said.err
    assert "cut.jsonl, line 2" in said.err
    assert "2 refused" in said.out
    with karama.open(path) as record:
        assert len(list(record.articles())) == 3
        assert record.verify().faults == ()


def test_the_same_text_from_another_place_is_one_article_that_came_in_twice(path: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OLD)
    (tmp_path / "b.txt").write_text(OLD)
    with karama.open(path) as record:
        states = [item.state for item in record.add([tmp_path / "a.txt", tmp_path / "b.txt"]) if not isinstance(item, Refusal)]
        assert states == ["new", "another copy"]
        assert len(list(record.articles())) == 1
        assert [Path(capture.origin).name for capture in record.tools.store.find(Capture)] == ["a.txt", "b.txt"]
        assert record.tools.store.count(KeptReading) == 1


def test_an_article_that_was_read_without_its_day_is_read_again_with_it(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(OLD)
    with karama.open(path) as record:
        record.add(file)
        assert not list(record.claims(earliest="2017-07-02", latest="2017-07-02"))
        assert [item.state for item in record.add([file], published="2017-07-03") if not isinstance(item, Refusal)] == ["read again"]
        assert list(record.claims(earliest="2017-07-02", latest="2017-07-02"))
        assert [item.state for item in record.add([file]) if not isinstance(item, Refusal)] == ["known"]
        assert record.tools.store.count(KeptReading) == 2
        assert record.verify().faults == ()


def test_a_newer_reader_reads_again_only_when_asked_and_both_readings_stay(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text(OLD)
    with karama.open(path) as record:
        record.add(file, published="2017-07-03")
        before = list(record.claims())
        monkeypatch.setattr(recording, "describe_run", lambda reader: Run("n_newer", {"karama": "9"}))
        assert [item.state for item in record.add([file]) if not isinstance(item, Refusal)] == ["known"]
        assert [item.state for item in record.add([], reread=True) if not isinstance(item, Refusal)] == ["read again"]
        assert [item.state for item in record.add([], reread=True) if not isinstance(item, Refusal)] == ["known"]
        assert {claim.id for claim in record.claims()} == {claim.id for claim in before}
        assert {claim.run for claim in record.claims()} == {"n_newer"}
        assert sorted(record.claims(closed=True, runs=(before[0].run,)), key=lambda claim: claim.id) == sorted(before, key=lambda claim: claim.id)
        assert record.verify().faults == ()


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_a_newer_version_of_a_page_goes_before_the_older_whichever_came_first(path: Path, tmp_path: Path, order: tuple[str, str]) -> None:
    files = {
        "old": write_line(tmp_path, "old", text=OLD, published="2017-07-02", url=URL),
        "new": write_line(tmp_path, "new", text=NEW, published="2017-07-03", url=URL),
    }
    with karama.open(path) as record:
        record.add([files[name] for name in order])
        assert record.tools.store.count(Supersession) == 1
        assert all("twelve" not in claim.words for claim in record.claims())
        assert any("twelve" in claim.words for claim in record.claims(closed=True))
        found = record.trace("old")
        assert isinstance(found, ArticleTrace)
        assert [(change.older, change.newer) for version in found.newer for change in version.changes] == [
            ("A doctor said twelve people were killed.", "A doctor said fifteen people were killed.")
        ]
        closed = next(claim for claim in record.claims(closed=True) if "twelve" in claim.words)
        shown = record.trace(closed.id)
        assert isinstance(shown, ClaimTrace)
        assert shown.closed
        assert record.verify().faults == ()


def test_another_story_at_a_page_that_changes_daily_is_no_newer_version(path: Path, tmp_path: Path) -> None:
    other = "Rain fell over the coast on Tuesday and roads were closed near the port, the governor said, adding that no one was hurt."
    files = [write_line(tmp_path, "a", text=OLD, url="https://example.org/live"), write_line(tmp_path, "b", text=other, url="https://example.org/live")]
    with karama.open(path) as record:
        record.add(files)
        assert record.tools.store.count(Supersession) == 0


def test_verify_names_what_other_hands_changed(examples: Path, tmp_path: Path) -> None:
    import shutil

    changes = {
        "UPDATE log SET \"by\"='Eve' WHERE number=3": "log entry 3",
        "DELETE FROM log WHERE number=(SELECT max(number) FROM log)": "the log does not tell of it",
        "DELETE FROM log WHERE number=2": "entry 2 is missing",
        "UPDATE captures SET origin='elsewhere' WHERE number=1": "was changed after it was logged",
        "UPDATE readings SET body=(SELECT body FROM readings WHERE number=2) WHERE number=1": "was changed after it was logged",
        "UPDATE claims SET value='v_0' WHERE number=1": "is found by what it does not say",
        "UPDATE claim_places SET key='elsewhere' WHERE claim=(SELECT min(claim) FROM claim_places)": "is found by what it does not say",
        "UPDATE claims SET body=x'00' WHERE number=1": "cannot be read",
        "UPDATE claims SET body=(SELECT body FROM claims WHERE number=2) WHERE number=1": "has other claims than were logged",
        "UPDATE articles SET text=(SELECT text FROM articles WHERE number=2) WHERE number=1": "its text was changed",
        "DELETE FROM originals WHERE number=1": "which is not there",
        "UPDATE articles SET text=x'00' WHERE number=1": "compressed text is damaged",
        "UPDATE readings SET body=x'00' WHERE number=1": "compressed text is damaged",
        "UPDATE log SET detail='{' WHERE number=3": "log entry 3: was changed",
        "UPDATE claims SET id='c_1' WHERE number=1": "is found by what it does not say",
        "INSERT INTO decisions SELECT 1, 'd_1', 'accept', '[]', '[]', NULL, NULL, '', 'Eve', '2026-01-01'": "the log does not tell of it",
    }
    for number, (statement, words) in enumerate(changes.items()):
        copy = tmp_path / str(number)
        shutil.copytree(examples, copy)
        other = sqlite3.connect(copy / "record.sqlite", isolation_level=None)
        other.execute(statement)
        other.close()
        with karama.open(copy) as record:
            faults = record.verify().faults
            assert any(words in f"{fault.where}: {fault.what}" for fault in faults), (statement, faults)


def test_verify_names_a_merge_whose_groups_were_changed(examples: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(examples, tmp_path / "r")
    with karama.open(tmp_path / "r") as record:
        record.merge()
        assert record.verify().faults == ()
    other = sqlite3.connect(tmp_path / "r" / "record.sqlite", isolation_level=None)
    other.execute("UPDATE memberships SET \"group\"='c_0' WHERE number=1")
    other.close()
    with karama.open(tmp_path / "r") as record:
        assert [fault.what for fault in record.verify().faults] == ["what it put where was changed after it was logged"]


def test_verify_names_a_changed_and_a_missing_original(examples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    shutil.copytree(examples, tmp_path / "r")
    first, second, *_ = sorted((tmp_path / "r").glob("originals/*/*"))
    data = bytearray(first.read_bytes())
    data[7] ^= 1
    first.write_bytes(bytes(data))
    second.unlink()
    assert main(["verify", str(tmp_path / "r")]) == 4
    said = capsys.readouterr().out
    assert f"original {first.name}" in said
    assert "its bytes were changed" in said
    assert "missing" in said


def test_a_head_noted_elsewhere_shows_that_the_log_was_written_anew(examples: Path) -> None:
    with karama.open(examples) as record:
        head = record.verify().head
        assert record.verify(head).faults == ()
        assert "cut or written anew" in record.verify("0" * 64).faults[0].what


def test_mistakes_get_one_line_and_their_exit_code(examples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    for arguments, code, words in (
        (["add", str(tmp_path / "none"), str(EXAMPLES)], SetupError.exit_code, "no record there; make one with: karama init"),
        (["init", str(examples)], SetupError.exit_code, "a record already"),
        (["init", str(tmp_path / "mine")], SetupError.exit_code, "not empty"),
        (["init", str(tmp_path / "x"), "--store", "mysql://host/db"], SetupError.exit_code, "postgresql://"),
        (["init", str(tmp_path / "y"), "--store", "postgresql://nobody@127.0.0.1:1/db"], 5, "does not answer"),
        (["show", str(examples), "c_0"], InputError.exit_code, "nothing of that name"),
        (["add", str(examples)], 2, "say what to add"),
        (["add", str(examples), str(tmp_path / "missing.txt")], InputError.exit_code, "no such file"),
    ):
        assert main(arguments) == code, arguments
        said = capsys.readouterr().err
        assert words in said, (arguments, said)
        assert "Traceback" not in said


def test_an_init_that_was_stopped_can_be_done_again(tmp_path: Path) -> None:
    path = tmp_path / "r.karama"
    init_record(path).close()
    (path / "record.toml").unlink()
    with init_record(path) as record:
        assert record.verify().entries == 1


def test_a_sealed_copy_that_cannot_be_written_can_be_asked(examples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(path.name for path in examples.iterdir())
    monkeypatch.setattr("os.access", lambda path, mode: mode != os.W_OK)  # root may write anywhere, so a real folder without rights proves nothing
    with karama.open(examples) as record:
        assert list(record.claims(place="Raqqa"))
        assert record.verify().faults == ()
        assert sorted(path.name for path in examples.iterdir()) == before
    (examples / "record.sqlite-wal").write_bytes(b"x")
    assert main(["search", str(examples), "Raqqa"]) == SetupError.exit_code
    assert "copied while open" in capsys.readouterr().err
    (examples / "record.sqlite-wal").unlink()


def test_where_a_claim_comes_from_is_told_as_w3c_prov(examples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with karama.open(examples) as record:
        claim = next(iter(record.claims(place="Raqqa", kinds=("encirclement",))))
        capture = next(record.tools.store.find(Capture, article=claim.article))
    assert main(["show", str(examples), claim.id, "--prov"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["entity"][f"karama:{claim.id}"]["prov:value"] == claim.words
    derived = {(row["prov:generatedEntity"], row["prov:usedEntity"]) for row in told["wasDerivedFrom"].values()}
    article = f"karama:{claim.article}"
    assert {(f"karama:{claim.id}", article), (article, f"karama:original-{capture.original}")} <= derived
    named = set(told["entity"]) | set(told["activity"]) | set(told["agent"])
    relations = [rows for kind, rows in told.items() if kind[0] in "uw"]
    assert all(value in named for rows in relations for row in rows.values() for value in row.values())


def test_where_an_incident_comes_from_leads_to_all_its_claims(examples: Path) -> None:
    with karama.open(examples) as record:
        incident = next(found for found in record.incidents(place="Raqqa") if len(found.view.claims) > 1)
        told = record.provenance(incident.view.id)
        used = {row["prov:usedEntity"] for row in told["wasDerivedFrom"].values() if row["prov:generatedEntity"] == f"karama:{incident.view.id}"}
        assert used == {f"karama:{claim.id}" for claim in incident.view.claims}
        with pytest.raises(InputError, match="nothing of that name"):
            record.provenance("i_0")
