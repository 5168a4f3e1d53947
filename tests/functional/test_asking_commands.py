"""Asking a record as a newcomer does, over the six example reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import karama
from karama.api import init_record
from karama.cli.main import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record of the six example reports."""
    path = tmp_path_factory.mktemp("records") / "examples.karama"
    with init_record(path) as record:
        record.add(EXAMPLES, by="Ann")
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out.splitlines()


def test_figures_that_disagree_stand_side_by_side_with_who_says_them(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = [json.loads(line) for line in run(capsys, "incidents", path, "--place", "Mayadin", "--from", "2017-06-26", "--to", "2017-06-26", "--json")]
    killed = {value["words"]: value["sources"][0] for value in found[0]["values"] if value["field"] == "killed"}
    assert killed["at least 57"]["speakers"][0]["name"] == "Syrian Observatory for Human Rights"
    assert killed["about 60"]["speakers"][0]["name"] == "Amaq News Agency"
    assert "at least 57 people" in killed["at least 57"]["words"]


def test_the_copy_of_a_story_is_no_second_origin(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "incidents", path, "--place", "Raqqa", "--kind", "encirclement")
    assert any("encirclement, 2017-06-29, Raqqa" in line for line in lines)
    assert any("independent origins in 2 articles" in line for line in lines)
    view = next(one.view for one in karama.open(path).incidents(place="Raqqa", kinds="encirclement") if one.view.articles == 2)
    (day,) = (value for value in view.list_values("day") if value.words == "2017-06-29")
    assert (len({source.article for source in day.sources}), day.origins) == (2, 1)


def test_show_gives_every_value_with_its_sentence_and_what_a_policy_does(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    identifier = run(capsys, "incidents", path, "--place", "Mayadin", "--kind", "air strike")[0].split()[0]
    page = "\n".join(run(capsys, "show", path, identifier, "--policy", "ucdp"))
    assert "An air strike on a prison run by Islamic State" in page
    assert "killed 57 (57–80): best is 57, told by 1 origin" in page and "by the policy ucdp" in page
    assert "denied by Ministry of Defence of the Russian Federation" in page


def test_the_situation_of_a_town_tells_what_holds_apart_from_what_is_only_possible(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = "\n".join(run(capsys, "situation", path, "--place", "Raqqa", "--on", "2017-07-02"))
    holds, apart = page.split("told of, but not as so")
    assert "Raqqa: besieged by U.S.-backed fighters, 2017-06-29" in holds
    assert "said to be possible: Raqqa: up to 100,000 civilians besieged" in apart


def test_a_situation_as_json_says_how_it_stands_on_the_day(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = [json.loads(line) for line in run(capsys, "situation", path, "--place", "Raqqa", "--on", "2017-07-02", "--json")]
    assert {one["stands"] for one in found} == {"holds", "not told as so"}


def test_the_policies_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert [line.split()[0] for line in run(capsys, "policies")][:3] == ["acled", "ucdp", "airwars"]
    assert all(json.loads(line)["description"] for line in run(capsys, "policies", "--json"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("incidents", "--policy", "ucpd"), "no policy is called 'ucpd'"),
        (("incidents", "--from", "yesterday"), "is no date"),
        (("situation", "--on", "2017-13"), "is no date"),
    ],
)
def test_a_wrong_command_line_is_one_clear_line_and_exit_code_2(path: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    assert main([arguments[0], path, *arguments[1:]]) == 2
    assert said in capsys.readouterr().err


def test_nothing_found_is_said_and_no_error(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["incidents", path, "--place", "Lhasa"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "karama: no incident fits\n")


def test_an_unknown_incident_or_run_is_one_line_and_exit_code_3(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", path, "i_nothing"]) == 3
    assert "i_nothing: no such incident" in capsys.readouterr().err
    assert main(["diff", path, "n_nothing", "n_nothing"]) == 3
    assert "n_nothing: no such run" in capsys.readouterr().err


def test_results_are_tables_for_pandas_arrow_and_maps(path: str) -> None:
    with karama.open(path) as record:
        frame = record.incidents(place="Mayadin", policy="ucdp").to_pandas().set_index("kind")
        assert frame.loc["air strike", ["killed_low", "killed_best", "killed_high"]].tolist() == [57, 57, 80]
        pyarrow = pytest.importorskip("pyarrow")
        assert isinstance(record.situations(on="2017-07-02").to_arrow(), pyarrow.Table)
        pytest.importorskip("geopandas")
        shapes = record.claims(place="Syria").to_geopandas()
        by_precision = {row.precision: row.geometry.geom_type for row in shapes.itertuples() if row.geometry is not None}
        assert by_precision["settlement"] == "Point"
        assert {kind for precision, kind in by_precision.items() if precision in ("near", "province", "country", "area")} <= {"Polygon"}
