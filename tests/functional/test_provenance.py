"""A record as W3C PROV: another program reads it, and finds in it who said and did what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from prov.model import ProvActivity, ProvDocument, ProvEntity

import karama
from karama.api import init_record
from karama.cli.main import main

SAID = "Shelling killed {} people in Homs on Sunday, a doctor said."


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of two reports on one happening, with a correction, a reject that was taken back, and a split."""
    folder = tmp_path_factory.mktemp("prov")
    for name, killed in (("a", "nine"), ("b", "at least nine")):
        (folder / f"{name}.txt").write_text(SAID.format(killed))
    path = folder / "r.karama"
    with init_record(path) as record:
        record.add([folder / "a.txt", folder / "b.txt"], by="Ann Lee", published="2017-07-03")
        first, second, *_ = (claim for claim in record.claims() if claim.kind == "killing" or claim.counts)
        record.deciding("Ben").correct(first.id, "killed", "12", "the hospital's list")
        record.deciding("Ben").reject([second.id], "a copy")
        record.deciding("Cem").undo(record.decisions()[-1].decision.id)
        found = record.incidents()[0]
        record.deciding("Cem").split(found.view.id, [found.view.claims[0].id], "another one")
    return path


def read(told: dict[str, object]) -> ProvDocument:
    return ProvDocument.deserialize(content=json.dumps(told), format="json")


def list_relations(document: ProvDocument, kind: str) -> list[tuple[str, ...]]:
    """The local names of what the relations of the kind relate."""
    return [
        tuple(value.localpart for _, value in row.formal_attributes if hasattr(value, "localpart"))
        for row in document.get_records()
        if row.get_type().localpart == kind
    ]


def test_another_library_reads_the_whole_record(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(path), "--prov"]) == 0
    document = read(json.loads(capsys.readouterr().out))
    entities = {one.identifier.localpart for one in document.get_records(ProvEntity)}
    with karama.open(path) as record:
        assert {claim.id for claim in record.claims()} <= entities
        assert {article.id for article in record.articles()} <= entities
        assert {listed.decision.id for listed in record.decisions()} <= {one.identifier.localpart for one in document.get_records(ProvActivity)}
    assert read(json.loads(document.serialize(format="json"))) == document


def test_what_relations_name_stands_in_the_document(path: Path) -> None:
    with karama.open(path) as record:
        ids = [None, *(claim.id for claim in record.claims()), *(found.view.id for found in record.incidents()), next(record.articles()).id]
        for identifier in ids:
            told = record.provenance(identifier)
            named = set(told["entity"]) | set(told["activity"]) | set(told["agent"])
            relations = [rows for kind, rows in told.items() if kind not in ("prefix", "entity", "activity", "agent")]
            assert all(value in named for rows in relations for row in rows.values() for key, value in row.items() if key != "prov:type")


def test_decisions_are_activities_of_people_and_an_undoing_makes_what_was_said_invalid(path: Path) -> None:
    with karama.open(path) as record:
        document = read(record.provenance())
        decided = {listed.decision.verdict: listed.decision for listed in record.decisions()}
    people = dict(pair[:2] for pair in list_relations(document, "Association"))
    assert people[decided["correct"].id] == "by-Ben"
    assert people[decided["undo"].id] == "by-Cem"
    assert (f"{decided['reject'].id}-said", decided["undo"].id) in list_relations(document, "Invalidation")
    assert (decided["correct"].id, decided["correct"].claims[0]) in list_relations(document, "Usage")
    said = next(one for one in document.get_records(ProvEntity) if one.identifier.localpart == f"{decided['correct'].id}-said")
    assert said.get_attribute("prov:value") == {"12"}


def test_a_merging_makes_a_state_of_an_incident_from_its_claims(path: Path) -> None:
    with karama.open(path) as record:
        document = read(record.provenance())
        found = record.incidents()[0]
    states = [state for state, incident in list_relations(document, "Specialization") if incident == found.view.id]
    assert states
    made = dict(pair[:2] for pair in list_relations(document, "Generation"))
    assert all(made[state].startswith("g_") for state in states)
    assert any(state in states and claim == found.view.claims[0].id for state, claim, *_ in list_relations(document, "Derivation"))


def test_a_name_with_spaces_is_written_so_that_it_can_be_read(path: Path) -> None:
    with karama.open(path) as record:
        told = record.provenance()
    assert told["agent"]["karama:by-Ann%20Lee"]["prov:label"] == "Ann Lee"


def test_without_an_id_only_the_provenance_can_be_shown(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(path)]) == 2
    assert "say what to show" in capsys.readouterr().err
