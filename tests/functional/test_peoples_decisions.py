"""A wrong merge split and undone, a claim rejected, corrected, and read anew: from the command line, as a person does it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import karama
from karama.api import init_record
from karama.app import recording
from karama.cli.main import main
from karama.domain.reading import Reading
from karama.domain.record import RecordClaim, Run
from karama.record.claims import hash_value, list_record_claims

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
Ask = Callable[..., str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("decided") / "r.karama"
    with init_record(path) as record:
        list(record.add([EXAMPLES], by="Ann"))
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A copy of the record of the six example reports."""
    return Path(shutil.copytree(made, tmp_path / "r.karama"))


@pytest.fixture
def ask(path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """What a command prints about the record; it has to succeed."""

    def run(command: str, *arguments: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main([command, str(path), *arguments]) == code
        said = capsys.readouterr()
        return said.out if code == 0 else said.err

    return run


def find_largest(ask: Ask) -> tuple[str, list[str]]:
    found = [json.loads(line) for line in ask("incidents", "--json").splitlines()]
    largest = max(found, key=lambda one: (len(one["claims"]), one["id"]))
    return largest["id"], largest["claims"]


def test_a_split_moves_all_that_hangs_on_the_incident_and_undone_it_is_byte_by_byte_as_before(ask: Ask) -> None:
    incident, claims = find_largest(ask)
    before = [ask("incidents", "--json"), ask("incidents", "--policy", "ucdp", "--json"), ask("show", incident, "--json"), ask("why", incident, "--all")]
    everything = sorted(name for line in before[0].splitlines() for name in json.loads(line)["claims"])
    taken = sorted(claims)[-2:]
    ask("split", incident, *taken, "--by", "Ann", "--reason", "another strike")
    left = json.loads(ask("show", incident, "--json"))
    assert set(left["claims"]) <= set(claims) - set(taken)  # what only they held together falls apart too
    assert sorted(name for line in ask("incidents", "--json").splitlines() for name in json.loads(line)["claims"]) == everything
    assert {source["claim"] for value in left["values"] for source in value["sources"]}.isdisjoint(taken)
    moved = json.loads(ask("show", "i_" + taken[0].removeprefix("c_"), "--json"))
    assert set(moved["claims"]) <= set(taken)
    assert "split off by Ann" in ask("show", incident) + ask("show", moved["id"])
    ask("undo", "--by", "Ann")
    assert [
        ask("incidents", "--json"), ask("incidents", "--policy", "ucdp", "--json"), ask("show", incident, "--json"), ask("why", incident, "--all")
    ] == before  # fmt: skip
    assert "all as it was" in ask("verify")


def test_joined_incidents_are_one_under_the_smallest_claims_id_until_it_is_undone(ask: Ask) -> None:
    before = ask("incidents", "--json")
    first, second = (json.loads(line) for line in before.splitlines()[:2])
    decision = json.loads(ask("join", first["id"], second["id"], "--reason", "one battle", "--by", "Ann", "--json"))
    joined = json.loads(ask("show", "i_" + min(first["claims"] + second["claims"]).removeprefix("c_"), "--json"))
    assert sorted(joined["claims"]) == sorted(first["claims"] + second["claims"])
    assert "joined by Ann: one battle" in ask("why", joined["id"])
    undone = json.loads(ask("undo", decision["id"], "--json"))
    assert ask("incidents", "--json") == before
    ask("undo", undone["id"])
    assert json.loads(ask("show", joined["id"], "--json"))["claims"] == joined["claims"]


def test_a_rejected_claim_counts_no_more_and_is_shown_with_the_reason(ask: Ask) -> None:
    incident, claims = find_largest(ask)
    ask("reject", claims[0], "--reason", "a headline, not a report", "--by", "Ann")
    assert claims[0] not in json.loads(ask("show", incident, "--json"))["claims"]
    shown = ask("show", incident)
    assert "rejected by Ann" in shown
    assert "a headline, not a report" in shown
    assert "a headline, not a report" in ask("show", claims[0])
    ask("reject", incident, "--reason", "all of it is rumour")
    assert "all its claims are rejected" in ask("show", incident)
    assert incident not in ask("incidents")
    assert len(ask("decisions").splitlines()) == 2


def test_a_corrected_figure_goes_before_the_one_that_was_read_and_is_told_as_a_persons(ask: Ask) -> None:
    incident, _ = find_largest(ask)
    killed = [value for value in json.loads(ask("show", incident, "--json"))["values"] if value["field"] == "killed" and value["words"] == "at least 57"]
    claims = [source["claim"] for source in killed[0]["sources"]]
    for claim in claims:
        ask("correct", claim, "--field", "killed", "--value", "41", "--reason", "the hospital's list of names", "--by", "Ann")
    shown = ask("show", incident)
    assert "    at least 57" not in shown
    assert "41: corrected by Ann: Syrian Observatory for Human Rights" in shown
    assert "killed corrected by Ann from at least 57" in shown
    values = json.loads(ask("show", incident, "--json"))["values"]
    assert [source["corrected"][0]["by"] for value in values if value["words"] == "41" for source in value["sources"]] == ["Ann"] * len(claims)
    assert "41" in ask("incidents", "--place", "Mayadin", "--policy", "ucdp")


def test_a_corrected_place_moves_the_claim_to_where_it_is_asked_for(ask: Ask) -> None:
    incident, claims = find_largest(ask)
    ask("correct", incident, "--field", "place", "--value", "Tripoli, Lebanon", "--reason", "x", code=3)
    assert "Tripoli" not in ask("incidents", "--place", "Tripoli, Lebanon")
    ask("correct", claims[0], "--field", "place", "--value", "Tripoli, Lebanon", "--reason", "the text means that town")
    assert "Tripoli" in ask("incidents", "--place", "Tripoli, Lebanon")


def test_decisions_are_kept_when_a_newer_reader_reads_again_and_what_changed_is_to_be_looked_at(ask: Ask, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    incident, claims = find_largest(ask)
    same, other, gone = claims[:3]
    ask("accept", same, "--by", "Ann")
    ask("reject", other, gone, "--reason", "a rumour", "--by", "Ann")
    ask("split", incident, claims[-1], "--reason", "another strike", "--by", "Ann")
    parted = ask("show", incident, "--json")

    def read_otherwise(reading: Reading, run: str) -> tuple[RecordClaim, ...]:
        found = [replace(claim, aspect="begun") if claim.id == other else claim for claim in list_record_claims(reading, run) if claim.id != gone]
        return tuple(replace(claim, value=hash_value(claim)) for claim in found)

    assert ask("decisions", "--again", "--json") == ""
    monkeypatch.setattr(recording, "describe_run", lambda reader: Run("n_newer", {"karama": "9"}))
    monkeypatch.setattr(recording, "list_record_claims", read_otherwise)
    with karama.open(path) as record:
        list(record.add([], reread=True))
    again = [json.loads(line) for line in ask("decisions", "--again", "--json").splitlines()]
    assert [(one["decision"]["verdict"], one["changed"], one["gone"]) for one in again] == [("reject", [other], [gone])]
    assert "to look at again, no longer told: " + gone in ask("decisions")
    left = json.loads(ask("show", incident, "--json"))
    assert claims[-1] not in left["claims"]  # what was split stays split
    assert other in left["claims"]  # what was rejected said something else: it is reopened
    assert other not in json.loads(parted)["claims"]
    assert "all as it was" in ask("verify")


def test_mistakes_are_told_in_one_line(ask: Ask) -> None:
    incident, claims = find_largest(ask)
    for arguments, code, words in (
        (("accept", "c_0"), 3, "no such claim"),
        (("reject", claims[0]), 2, "--reason"),
        (("reject", claims[0], "--reason", " "), 3, "say why"),
        (("correct", claims[0], "--field", "colour", "--value", "1", "--reason", "x"), 2, "colour"),
        (("correct", claims[0], "--field", "day", "--value", "soon", "--reason", "x"), 3, "no date"),
        (("split", incident, *claims), 3, "leave some"),
        (("join", incident, "i_0"), 3, "no such"),
        (("undo", "d_0"), 3, "no such decision"),
        (("undo", "--by", "Nobody"), 3, "has made no decision"),
    ):
        said = ask(*arguments, code=code)
        assert words in said
        assert "Traceback" not in said
