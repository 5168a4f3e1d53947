"""Who is who across reports: namesakes told apart and everything that hangs on it, names in several scripts, from the command line and in Python."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import karama
from karama.api import Record, init_record
from karama.cli.main import main

REPORTS = {
    "idlib": ("2017-06-28", "Abu Omar attacked a checkpoint near Idlib on Monday, killing six soldiers, residents said."),
    "monitor": (
        "2017-06-28",
        "Abu Omar attacked the checkpoint near Idlib on Monday and killed six soldiers, a monitor said. Abu Omar controls the village of Sarmin.",
    ),
    "deraa": ("2017-07-03", "Abu Omar attacked a police station in Deraa on Sunday, killing two policemen, a doctor said."),
    "peacekeepers": ("2017-07-04", "UNIFIL shelled a hill near Naqoura on Monday, a mayor said. Two people were killed, the U.N. said."),
    "russian": ("2017-07-05", "ООН said on Wednesday that an air strike had killed three people in Homs."),
    "arabic": ("2017-07-05", "اليونيفيل said on Wednesday that it had killed two militants. UNIFIL shelled the hill."),
    "congo": ("2005-03-02", "MONUC said on Tuesday that militiamen had killed four people near Goma."),
    "later": ("2012-03-02", "MONUSCO said on Thursday that rebels had killed three people near Goma."),
}  # fmt: skip
Ask = Callable[..., str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("entities")
    file = folder / "reports.jsonl"
    file.write_text("".join(json.dumps({"id": name, "published": day, "text": words}) + "\n" for name, (day, words) in REPORTS.items()))
    with init_record(folder / "r.karama") as record:
        record.add([file], by="Ann")
    return folder / "r.karama"


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """A copy of the record."""
    return Path(shutil.copytree(made, tmp_path / "r.karama"))


@pytest.fixture
def ask(path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """What a command prints about the record; it has to succeed unless another code is expected."""

    def run(command: str, *arguments: str, code: int = 0) -> str:
        capsys.readouterr()
        assert main([command, str(path), *arguments]) == code
        said = capsys.readouterr()
        return said.out if code == 0 else said.err

    return run


def list_ids(ask: Ask, *words: str) -> list[str]:
    return [json.loads(line)["id"] for line in ask("entities", *words, "--json").splitlines()]


def list_incidents(ask: Ask, actor: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in ask("incidents", "--actor", actor, "--json").splitlines()]


def test_one_name_is_one_actor_over_all_reports_until_a_person_says_otherwise(ask: Ask) -> None:
    (entity,) = list_ids(ask, "abu", "omar")
    shown = json.loads(ask("show", entity, "--json"))
    assert len(shown["members"]) == 3
    assert shown["reasons"][0]["reason"] == "the same name in 3 reports"
    assert len(shown["incidents"]) == 2


def test_when_a_namesake_is_split_off_incidents_questions_and_situations_follow_and_undone_all_is_as_before(ask: Ask) -> None:
    (entity,) = list_ids(ask, "abu", "omar")
    before = [ask("incidents", "--json"), ask("show", entity, "--json"), ask("situation", "--on", "2017-07-10", "--json"), ask("entities", "--json")]
    (joined,) = [one for one in list_incidents(ask, entity) if str(one["articles"]) and one["articles"] == 2]
    ask("split", entity, "monitor", "--reason", "the monitor means his cousin", "--by", "Ann")
    other = next(one for one in list_ids(ask, "abu", "omar") if one != entity)
    ours, his = list_incidents(ask, entity), list_incidents(ask, other)
    assert {name for one in ours for name in one["claims"]}.isdisjoint(name for one in his for name in one["claims"])
    assert joined["claims"] not in [one["claims"] for one in (*ours, *his)]  # the attack was one only as long as he was
    assert [one["articles"] for one in his] == [1] * len(his)
    assert "Sarmin" in ask("situation", "--on", "2017-07-10", "--actor", other)
    assert "Sarmin" not in ask("situation", "--on", "2017-07-10", "--actor", entity)
    assert "told apart by Ann: the monitor means his cousin" in ask("why", other)
    assert "his cousin" in ask("show", entity)
    assert "all as it was" in ask("verify")
    ask("undo", "--by", "Ann")
    assert [ask("incidents", "--json"), ask("show", entity, "--json"), ask("situation", "--on", "2017-07-10", "--json"), ask("entities", "--json")] == before


def test_the_name_alone_asks_for_all_who_bear_it(ask: Ask) -> None:
    (entity,) = list_ids(ask, "abu", "omar")
    before = {name for one in list_incidents(ask, "Abu Omar") for name in one["claims"]}
    ask("split", entity, "deraa")
    assert {name for one in list_incidents(ask, "Abu Omar") for name in one["claims"]} == before


def test_joined_again_they_are_one(ask: Ask) -> None:
    (entity,) = list_ids(ask, "abu", "omar")
    before = ask("incidents", "--json")
    ask("split", entity, "deraa")
    ids = list_ids(ask, "abu", "omar")
    assert len(ids) == 2
    ask("join", *ids, "--reason", "one man after all")
    assert list_ids(ask, "abu", "omar") == [entity]
    assert [json.loads(line)["claims"] for line in ask("incidents", "--json").splitlines()] == [json.loads(line)["claims"] for line in before.splitlines()]


def test_an_actor_is_found_by_its_name_in_any_script(ask: Ask) -> None:
    (english,) = [json.loads(line) for line in ask("entities", "United Nations Interim Force", "--json").splitlines()]
    assert english["base"] == "united-nations-interim-force-in-lebanon"
    assert [one["id"] for one in map(json.loads, ask("entities", "اليونيفيل", "--json").splitlines())] == [english["id"]]
    assert english["articles"] == 2
    assert set(english["names"]) == {"United Nations Interim Force in Lebanon", "UNIFIL", "اليونيفيل"}
    shown = json.loads(ask("show", english["id"], "--json"))
    assert [one["base"] for one in shown["part_of"]] == ["united-nations"]
    united = next(one for one in map(json.loads, ask("entities", "ООН", "--json").splitlines()) if one["base"] == "united-nations")
    assert united["articles"] == 2


def test_an_organisation_that_changed_its_name_is_one_and_its_names_say_from_when_to_when(ask: Ask) -> None:
    (entity,) = list_ids(ask, "monuc")
    assert list_ids(ask, "monusco") == [entity]
    shown = json.loads(ask("show", entity, "--json"))
    assert shown["articles"] == 2
    assert [(one["name"], one["first"], one["last"]) for one in shown["dated"]] == [("MONUC", "1999-11", "2010-06"), ("MONUSCO", "2010-07", None)]
    assert "called MONUC from 1999-11 to 2010-06" in ask("show", entity)


def test_entities_are_listed_by_type_and_nothing_found_is_said(ask: Ask) -> None:
    assert {json.loads(line)["what"] for line in ask("entities", "--type", "place", "--json").splitlines()} == {"place"}
    assert {json.loads(line)["type"] for line in ask("entities", "--type", "person", "--json").splitlines()} == {"person"}
    assert ask("entities", "nobody at all") == ""
    assert ask("entities", "%") == ""


def test_what_is_not_there_is_one_line_and_no_decision(ask: Ask) -> None:
    (entity,) = list_ids(ask, "abu", "omar")
    assert ask("show", "e_0", code=3).strip() == "karama: e_0: no such entity in the record"
    assert ask("why", "e_0", code=3).strip() == "karama: e_0: no such entity in the record"
    assert "no such entity" in ask("incidents", "--actor", "e_0", code=2)
    assert "leave some" in ask("split", entity, "Abu Omar", code=3)
    assert "no member, article or name" in ask("split", entity, "c_1", code=3)
    assert ask("decisions") == ""


def test_python_gives_lines_views_and_claims(path: Path) -> None:
    with karama.open(path) as record:
        assert isinstance(record, Record)
        line = record.entities("abu omar")[0]
        view = record.entity(line.id)
        assert view.to_dict()["name"] == "Abu Omar"
        assert {claim.article for claim in record.claims(actor=line.id)} == {member.article for member in view.members}
        assert {claim.kind for claim in record.claims(actor=line.id, what="relation")} == {"controls"}
        assert len(record.claims(actor=line.id, kinds=("attack", "killing"), limit=2)) == 2
        assert record.entities(kind="place").rows()[0]["what"] == "place"
