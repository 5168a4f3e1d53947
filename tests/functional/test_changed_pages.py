"""A newer version of a web page: what was changed is shown, what is gone counts no more, decisions hold for what stands unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from karama.cli.main import main

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | River Post</title>
<meta property="og:url" content="https://riverpost.example/world/mayadin-strike"><meta property="og:site_name" content="River Post">
<meta property="article:published_time" content="{day}T06:15:00Z"></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"""
PRISON = "An air strike on a prison in the Syrian town of Mayadin killed {killed} people on Monday, doctors at a hospital in the town said."
BLAME = "Local activists said that Russian aircraft had bombed the prison in Mayadin."
VILLAGE = "The Syrian Democratic Forces captured the village of Kasrat Afnan near Raqqa on Sunday, June 25, the Syrian Observatory for Human Rights said."
Ask = Callable[..., str]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """A record with the first version of the page, all its claims accepted by Ann; ask("show", ...) runs a command and gives what it prints."""
    record = str(tmp_path / "r.karama")

    def run(command: str, *arguments: str) -> str:
        assert main([command, record, *arguments]) == 0
        return capsys.readouterr().out

    run("init")
    write(tmp_path / "first.html", "2017-06-27", "Air strike kills 12", PRISON.format(killed=12), BLAME, VILLAGE)
    run("add", str(tmp_path / "first.html"))
    for claim in list_claims(run):
        run("accept", claim, "--by", "Ann")
    write(tmp_path / "second.html", "2017-06-28", "Air strike kills 57", PRISON.format(killed="at least 57"), VILLAGE)
    run("add", str(tmp_path / "second.html"))
    return run


def write(file: Path, day: str, title: str, *paragraphs: str) -> None:
    file.write_text(PAGE.format(title=title, day=day, paragraphs="".join(f"<p>{words}</p>" for words in paragraphs)), encoding="utf-8")


def list_claims(ask: Ask) -> dict[str, str]:
    """The ids of the claims that are in incidents, with their words."""
    shown = (json.loads(line) for line in ask("incidents", "--json").splitlines())
    return {source["claim"]: source["words"] for incident in shown for value in incident["values"] for source in value["sources"]}


def test_the_newer_version_s_words_count_and_the_older_one_s_no_more(ask: Ask) -> None:
    words = list_claims(ask).values()
    assert any("at least 57" in one for one in words)
    assert not any("12 people" in one or "Russian aircraft" in one for one in words)


def test_what_was_changed_is_shown_sentence_by_sentence(ask: Ask, tmp_path: Path) -> None:
    shown = ask("show", str(tmp_path / "second.html"))
    assert "older version" in shown
    assert f"    - {PRISON.format(killed=12)}" in shown and f"    - {BLAME}" in shown
    assert VILLAGE not in "".join(line for line in shown.splitlines() if line.startswith("    "))


def test_a_version_is_no_copy(ask: Ask, tmp_path: Path) -> None:
    assert "copied by" not in ask("show", str(tmp_path / "first.html"))
    assert "a copy of" not in ask("show", str(tmp_path / "second.html"))


def test_decisions_about_an_unchanged_sentence_hold_and_the_others_want_another_look(ask: Ask) -> None:
    again = ask("decisions", "--again")
    village = [claim for claim, words in list_claims(ask).items() if words == VILLAGE]
    assert len(village) == 1 and village[0] not in again
    assert "accepted by Ann" in ask("show", village[0])
    assert again.count("no longer told") >= 3


def test_a_rejected_sentence_stays_rejected_in_the_newer_version(ask: Ask, tmp_path: Path) -> None:
    (village,) = (claim for claim, words in list_claims(ask).items() if words == VILLAGE)
    ask("reject", village, "--reason", "another war", "--by", "Ann")
    write(tmp_path / "third.html", "2017-06-29", "Air strike kills 57 at least", PRISON.format(killed="at least 57"), "A new paragraph.", VILLAGE)
    ask("add", str(tmp_path / "third.html"))
    assert VILLAGE not in list_claims(ask).values()


def test_the_closed_claims_are_still_there_for_who_asks(ask: Ask, tmp_path: Path) -> None:
    shown = ask("show", str(tmp_path / "first.html"))
    assert "newer version" in shown
    assert "12 people" in shown
