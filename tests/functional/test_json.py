"""Every command has --json, and writes what docs/reference/json.md says it writes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from test_collecting import FEED, SPORT, WAR

import karama
from karama.api import init_record
from karama.cli.main import COMMANDS, main
from karama.views.differences import Difference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "json.md"
SAID = "Shelling killed {} people in {} on Sunday, a witness, Ahmad Khalil, said. {} The Syrian army controls the town of {}."
TOWNS = ("Homs", "Homs", "Idlib")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of three reports, two of them on one happening, and one that was read a second time by another run."""
    folder = tmp_path_factory.mktemp("json")
    for number, town in enumerate(TOWNS):
        (folder / f"{number}.txt").write_text(SAID.format(number + 9, town, "It began at dawn." * number, town))
    with init_record(folder / "r.karama") as record:
        record.add([folder / f"{number}.txt" for number in range(3)], by="Ann", published="2017-07-03")
    return folder / "r.karama"


def find_claims(path: Path) -> list[str]:
    with karama.open(path) as record:
        return [claim.id for claim in record.claims() if claim.what == "event"]


def find_incident(path: Path) -> str:
    with karama.open(path) as record:
        return max(record.incidents(), key=lambda found: len(found.view.claims)).view.id


def find_member(path: Path) -> str:
    with karama.open(path) as record:
        return record.incident(find_incident(path)).view.claims[0].id


def find_runs(path: Path) -> list[str]:
    with karama.open(path) as record:
        run = record.trace(next(record.articles()).id).readings[0].run
    return [run, run]


def find_held(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["release", str(path), "--check", "--json"]) == 0
    return str(json.loads(capsys.readouterr().out)["held"][0]["item"])


def export_table(path: Path, form: str) -> str:
    out = path.parent / f"{form}.out"
    main(["export", str(path), form, str(out), "--force"])
    return str(out)


def write_password(folder: Path) -> str:
    (folder / "password").write_text("a long passphrase")
    return str(folder / "password")


EMPTY_HERE = {"diff", "validate"}  # a run differs in nothing from itself, and our own table keeps the rules


@pytest.fixture(scope="module", autouse=True)
def feeds(path: Path) -> Iterator[None]:
    """A server on this machine with a feed of one report, and the file that names it."""
    (path.parent / "site" / "private").mkdir(parents=True)
    for name, said in (("feed.xml", FEED), ("war.html", WAR), ("sport.html", SPORT), ("private/note.html", WAR)):
        (path.parent / "site" / name).write_text(said)

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(path.parent / "site")))
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    (path.parent / "feeds.toml").write_text(f'[[feed]]\nurl = "http://127.0.0.1:{server.server_port}/feed.xml"\n')
    yield
    server.shutdown()
    server.server_close()


def write_file(file: Path, words: str) -> str:
    file.write_text(words)
    return str(file)


Case = Callable[[Path, Path, pytest.CaptureFixture[str]], list[str]]
# command -> its arguments, given the record, a new folder, and what was written.
CASES: dict[str, Case] = {
    "read": lambda path, new, _: [str(path.parent / "0.txt"), "--quiet"],
    "init": lambda path, new, _: [str(new / "n.karama")],
    "add": lambda path, new, _: [str(path), str(path.parent / "0.txt")],
    "collect": lambda path, new, _: [str(path), "--jsonl", write_file(new / "a.jsonl", json.dumps({"text": SAID.format(4, "Hama", "", "Hama")}))],
    "watch": lambda path, new, _: [str(path), str(path.parent / "feeds.toml"), "--rounds", "1", "--pause", "0", "--allow-local", "127.0.0.1"],
    "show": lambda path, new, _: [str(path), find_claims(path)[0]],
    "entities": lambda path, new, _: [str(path)],
    "incidents": lambda path, new, _: [str(path)],
    "situation": lambda path, new, _: [str(path)],
    "why": lambda path, new, _: [str(path), find_incident(path)],
    "accept": lambda path, new, _: [str(path), find_claims(path)[0]],
    "reject": lambda path, new, _: [str(path), find_claims(path)[0], "--reason", "twice"],
    "correct": lambda path, new, _: [str(path), find_claims(path)[1], "--field", "killed", "--value", "12", "--reason", "a list"],
    "split": lambda path, new, _: [str(path), find_incident(path), find_member(path)],
    "join": lambda path, new, _: [str(path), *find_claims(path)[:2]],
    "flag": lambda path, new, _: [str(path), find_claims(path)[0]],
    "note": lambda path, new, _: [str(path), find_claims(path)[0], "--text", "look"],
    "undo": lambda path, new, _: [str(path)],
    "decisions": lambda path, new, _: [str(path)],
    "diff": lambda path, new, _: [str(path), *find_runs(path)],
    "policies": lambda path, new, _: [],
    "serve": lambda path, new, _: [str(path), "--port", "0", "--no-browser"],
    "users": lambda path, new, _: [str(path), "add", "Ann", "--password-file", write_password(new)],
    "export": lambda path, new, _: [str(path), "csv", str(new / "out")],
    "validate": lambda path, new, _: ["csv", export_table(path, "csv")],
    "compare": lambda path, new, _: [str(path), export_table(path, "csv")],
    "import": lambda path, new, _: [str(path), "gdelt", write_file(new / "g.tsv", "\t".join(["1", "20170626", *[""] * 24, "190", *[""] * 34]))],
    "release": lambda path, new, _: [str(path), "--check"],
    "let-go": lambda path, new, capsys: [str(path), find_held(path, capsys), "--reason", "asked"],
    "search": lambda path, new, _: [str(path), "shelling"],
    "audit": lambda path, new, _: [str(path), str(new / "sheet.csv"), "--size", "2"],
    "verify": lambda path, new, _: [str(path)],
    "timestamp": lambda path, new, _: [str(path), "--file", str(new / "q.tsq")],
    "rebuild": lambda path, new, _: [str(path), str(new / "r.karama")],
    "schema": lambda path, new, _: [],
    "gazetteer": lambda path, new, _: ["info"],
    "completion": lambda path, new, _: ["bash"],
}


def parse(written: str) -> tuple[str, list[dict[str, Any]]]:
    """Whether it is one object, one list or an object a line, and the objects."""
    try:
        found = json.loads(written)
    except ValueError:
        return "lines", [json.loads(line) for line in written.splitlines()]
    if isinstance(found, list):
        return "list", found
    return "object", [found]


def read_page() -> dict[str, tuple[str, set[str]]]:
    """command -> what it writes and the keys of each object, as the page says."""
    rows = re.findall(r"^\| `karama ([a-z-]+)[^`]*` \| (\w+)[^|]* \| ([^|]*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: (form, set(re.findall(r"`([^`]+)`", keys))) for name, form, keys in rows}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_writes_the_json_that_the_page_tells_of(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("karama.web.serving.run_server", lambda *_: None)
    arguments = CASES[name](path, tmp_path, capsys)
    capsys.readouterr()
    assert main([name, *arguments, "--json"]) == 0
    form, objects = parse(capsys.readouterr().out)
    said, keys = read_page()[name]
    assert form == said or (said == "lines" and len(objects) == 1)  # one line is one object
    assert keys
    assert all(keys <= set(one) for one in objects)
    assert objects or name in EMPTY_HERE


def test_what_a_list_of_nothing_would_tell_is_told_of_something(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.csv").write_text("incident,kind\n")
    capsys.readouterr()
    assert main(["validate", "csv", str(tmp_path / "bad.csv"), "--json"]) == 3
    objects = parse(capsys.readouterr().out)[1]
    assert objects
    assert all(read_page()["validate"][1] <= set(one) for one in objects)
    assert {field.name for field in fields(Difference)} >= read_page()["diff"][1]
