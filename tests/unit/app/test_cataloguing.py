"""The catalogue follows the record: what people decide and what comes in is told at once, and what other hands changed is found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from karama.adapters.stores.catalogue import SqlCatalogue
from karama.api import Record, init_record
from karama.app.cataloguing import bring_up_to_date
from karama.domain.catalogue import CatalogueQuery

REPORT = "RAQQA, July 2, 2017 - An air strike killed at least 12 people in Raqqa on Saturday, a doctor said. Shelling killed three people in Mosul on Friday."


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("catalogue")
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    with init_record(folder / "a.karama") as record:
        record.add(folder / "a.txt", published="2017-07-02", by="test")
        yield record


def list_lines(record: Record) -> dict[str, str]:
    return {line.kind: line.id for line in record.exploring().catalogue.list_lines(CatalogueQuery())}


def test_adding_ends_with_the_catalogue_up_to_date(filled: Record) -> None:
    assert filled.exploring().catalogue.is_current()
    assert {"air strike", "shelling"} <= set(list_lines(filled))
    assert set(list_lines(filled).values()) == {found.view.id for found in filled.incidents()}


def test_a_rejected_incident_is_gone_until_that_is_undone(filled: Record) -> None:
    strike = list_lines(filled)["air strike"]
    filled.deciding("Ann").reject([strike], "a drill")
    assert filled.exploring().refresh() and strike not in list_lines(filled).values()
    filled.deciding("Ann").undo()
    assert filled.exploring().refresh() and strike in list_lines(filled).values()


def test_a_correction_is_what_it_is_found_by(filled: Record) -> None:
    strike = list_lines(filled)["air strike"]
    claim = next(claim for claim in filled.incident(strike).view.claims if claim.kind == "air strike")
    filled.deciding("Ann").correct(claim.id, "killed", "30", "the hospital's list")
    (line,) = filled.exploring().catalogue.list_lines(CatalogueQuery(ids=(strike,)))
    filled.deciding("Ann").undo()
    assert line.killed_high == 30


def test_nothing_new_means_nothing_to_do(filled: Record) -> None:
    filled.exploring().refresh()
    assert bring_up_to_date(filled.exploring().tools) == 0


def test_what_other_hands_changed_in_it_is_noted_and_made_anew(filled: Record) -> None:
    catalogue = filled.exploring().catalogue
    assert isinstance(catalogue, SqlCatalogue)
    filled.exploring().refresh()
    before = catalogue.list_lines(CatalogueQuery())
    assert [note for note in filled.verify().notes if note.where == "catalogue"] == []
    with catalogue.store.engine.begin() as connection:
        connection.execute(text("UPDATE search_lines SET body = replace(body, 'Raqqa', 'Homs')"))
    (note,) = (note for note in filled.verify().notes if note.where == "catalogue")
    assert "made anew" in note.what
    assert [line.words for line in catalogue.list_lines(CatalogueQuery())] == [line.words for line in before]


def test_namesakes_told_apart_are_told_apart_in_it_until_that_is_undone(tmp_path: Path) -> None:
    reports = {
        "idlib": ("2017-06-28", "Abu Omar attacked a checkpoint near Idlib on Monday, killing six soldiers, residents said."),
        "deraa": ("2017-07-03", "Abu Omar attacked a police station in Deraa on Sunday, killing two policemen, a doctor said."),
    }
    file = tmp_path / "reports.jsonl"
    file.write_text("".join(json.dumps({"id": name, "published": day, "text": words}) + "\n" for name, (day, words) in reports.items()))

    def list_keys(record: Record) -> set[str]:
        record.exploring().refresh()
        return {one.key.key for one in record.exploring().catalogue.list_facets(CatalogueQuery())["actor"]}

    with init_record(tmp_path / "a.karama") as record:
        record.add(file, by="test")
        (before,) = list_keys(record)
        (entity,) = (line.id for line in record.entities("Abu Omar"))
        members = [member.id for member in record.entity(entity).members]
        record.deciding("Ann").split(entity, members[:1], "another man")
        assert len(list_keys(record)) == 2
        record.deciding("Ann").undo()
        assert list_keys(record) == {before}
