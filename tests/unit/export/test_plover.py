"""Incidents as PLOVER and POLECAT have them, and the check of anybody's files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from karama.data import read_table
from karama.domain.record import Party, RecordClaim
from karama.export.plover import check_plover, write_plover
from karama.export.plover_codes import load_types
from karama.export.polecat import check_polecat, write_polecat
from karama.export.values import Options

from .made import ARMY, GROUP, GUNMEN, JULY, OTHERS, VILLAGERS, claim, export, incident, killed

DOCTORS = Party("Relief Doctors", "the doctors", None, "NGO", None)


def read_record(*claims: RecordClaim) -> dict[str, Any]:
    written = write_plover(export(incident(*claims)), Options())
    assert list(check_plover(written.data)) == []
    (record,) = map(json.loads, written.data.decode().splitlines())
    return record  # type: ignore[no-any-return]


def dropped(write: Any, *claims: RecordClaim) -> set[str]:
    written = write(export(incident(*claims)), Options())
    assert written.rows == 0
    return {loss.kind for loss in written.losses if loss.dropped}


def test_an_air_strike_is_an_assault_from_the_air_with_its_quad_code_and_score() -> None:
    record = read_record(claim("a", actors=(ARMY,), recipients=(OTHERS,), counts=(killed(12),)))
    assert (record["event"], record["mode"], record["quad_code"], record["event_scale"]) == (["ASSAULT"], ["aerial"], 4, -9.5)
    assert (record["actor"][0]["code"], record["actor"][0]["sector"], record["size"]) == ("SYR", ["MIL"], {"dead": 12})
    assert record["context"] == ["military"]


@pytest.mark.parametrize(("modality", "mode"), [("denied", "negation"), ("planned", "future"), ("feared", "hypothetical"), ("possible", "hypothetical")])
def test_what_has_not_happened_is_kept_by_an_auxiliary_mode(modality: Any, mode: str) -> None:
    assert mode in read_record(claim("a", actors=(ARMY,), modality=modality))["mode"]


def test_a_deed_told_long_after_it_is_historical() -> None:
    assert "historical" in read_record(claim("a", actors=(ARMY,), published="2018-07-04"))["mode"]
    assert "historical" not in read_record(claim("a", actors=(ARMY,)))["mode"]


def test_fighters_captured_by_their_enemy_are_abducted_and_arrested_civilians_are_coerced() -> None:
    assert read_record(claim("a", "capture", actors=(GROUP,), recipients=(ARMY,)))["event"] == ["ASSAULT"]
    assert read_record(claim("a", "arrest", actors=(ARMY,), recipients=(VILLAGERS,)))["event"] == ["COERCE"]


def test_an_actor_that_nobody_names_is_plovers_unknown_one() -> None:
    assert read_record(claim("a"))["actor"] == [{"sector": ["UNK"]}]


def test_the_code_of_the_actor_base_wins_over_that_of_the_type() -> None:
    assert read_record(claim("a", actors=(OTHERS,)))["actor"][0]["code"] == "IMG"  # the base has Islamic State as IMGREB
    assert read_record(claim("a", "rescue", actors=(DOCTORS,), recipients=(VILLAGERS,)))["actor"][0] == {
        "code": "NGO", "sector": ["SOC"], "entity_text": "the doctors", "identifier_text": "Relief Doctors",
    }  # fmt: skip


def test_sentences_are_not_handed_on_only_the_word_that_tells_of_the_event() -> None:
    record = read_record(claim("a"))
    assert record["event_text"] == ["Jets"] and "Jets hit Raqqa" not in json.dumps(record)


def test_what_has_no_type_or_day_is_left_out_by_name() -> None:
    assert dropped(write_plover, claim("a", "flight")) == {"no code"}
    assert dropped(write_plover, claim("a", dates=())) == {"undated"}
    assert dropped(write_polecat, claim("a", modality="denied")) == {"denied event"}
    assert dropped(write_polecat, claim("a", "aid", actors=(DOCTORS,))) == {"no second side"}


def test_every_kind_has_a_row_whose_codes_plover_knows() -> None:
    kinds = {row["kind"] for row in read_table("frames.csv")}
    rows = read_table("crosswalks/plover_kinds.csv")
    assert {row["kind"] for row in rows if row["when"] in ("any", "otherwise")} == kinds
    contexts = {row["context"] for row in read_table("crosswalks/plover_contexts.csv")}
    for row in rows:
        assert not row["event"] or (row["event"], row["mode"]) in load_types(), row
        assert {context for context in row["contexts"].split(";") if context} <= contexts, row
        assert row["reason"]


def test_plovers_licence_stands_beside_its_tables() -> None:
    from importlib.resources import files

    folder = files("karama.data").joinpath("crosswalks")
    assert "CC BY-SA 4.0" in folder.joinpath("plover_LICENCE.txt").read_text(encoding="utf-8")
    for name in ("plover_events.csv", "plover_contexts.csv", "plover_sectors.csv", "plover_codes.csv", "plover_kinds.csv", "plover_actors.csv"):
        assert "CC BY-SA 4.0" in folder.joinpath(name).read_text(encoding="utf-8").splitlines()[0]


GOOD: dict[str, Any] = {
    "id": "1",
    "date": "2017-07-03",
    "actor": [{"code": "SYR", "sector": ["MIL"]}],
    "event": ["ASSAULT"],
    "mode": ["aerial"],
    "quad_code": 4,
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": ""}, "missing or empty"),
        ({"date": "Monday"}, "no date"),
        ({"enddate": "2017-07-01"}, "before date"),
        ({"event": ["BOMB"]}, "no type of PLOVER"),
        ({"mode": ["arrest"]}, "no mode of ASSAULT"),
        ({"quad_code": 1}, "ASSAULT is 4"),
        ({"context": ["war"]}, "no context"),
        ({"actor": [{"code": "XYZ"}]}, "neither ISO"),
        ({"actor": [{"sector": ["ARMY"]}]}, "no sector"),
        ({"event": ["AID"], "mode": [], "quad_code": 2}, "AID needs a recipient"),
        ({"event_loc": {"lat": 99, "lon": 0}}, "must lie within"),
        ({"event_loc": {"resolution": 9}}, "1 to 5"),
    ],
)
def test_a_wrong_record_is_named_with_its_line(changed: dict[str, Any], said: str) -> None:
    data = "\n".join(json.dumps(one) for one in (GOOD, {**GOOD, "id": "2", **changed})).encode()
    problems = list(check_plover(data))
    assert problems and all(problem.row == 2 for problem in problems)
    assert any(said in problem.message for problem in problems), problems


@pytest.mark.parametrize("data", [b"", b"\xff", b"[1]", b"{", b'"x"\n'])
def test_what_is_no_plover_file_is_told_in_a_line(data: bytes) -> None:
    assert list(check_plover(data))


def read_row(*claims: RecordClaim) -> dict[str, str]:
    written = write_polecat(export(incident(*claims)), Options())
    assert list(check_polecat(written.data)) == []
    (row,) = csv.DictReader(io.StringIO(written.data.decode()), delimiter="\t")
    return row


def test_a_row_of_polecat_has_40_columns_parted_by_tabs() -> None:
    row = read_row(claim("a", actors=(ARMY,), recipients=(GROUP,)))
    assert len(row) == 40
    assert (row["Event Type"], row["Quad Code"], row["Actor Country"], row["Actor COW"], row["Primary Actor Sector"]) == (
        "ASSAULT", "MATERIAL CONFLICT", "SYR", "652", "MIL",
    )  # fmt: skip
    assert (row["Longitude"], row["GeoNames ID"], row["Version"][:6]) == ("39.0079", "172955", "karama")


def test_of_several_actors_polecat_has_the_first_and_the_others_are_a_loss() -> None:
    written = write_polecat(export(incident(claim("a", actors=(ARMY, GROUP, GUNMEN), dates=(JULY,)))), Options())
    kinds = {loss.kind for loss in written.losses}
    assert {"other sides", "vague day", "unnamed side", "words"} <= kinds


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("Event Mode", "demo", "no mode of ASSAULT"),
        ("Quad Code", "VERBAL CONFLICT", "MATERIAL CONFLICT"),
        ("Actor Sectors", "ARMY", "no sector"),
        ("Latitude", "999", "within"),
    ],
)
def test_a_wrong_cell_of_polecat_is_named(column: str, value: str, said: str) -> None:
    row = {**read_row(claim("a", actors=(ARMY,))), column: value}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row), delimiter="\t")
    writer.writeheader()
    writer.writerow(row)
    assert any(said in problem.message and problem.column == column for problem in check_polecat(out.getvalue().encode()))


def test_a_place_without_a_point_is_still_a_place() -> None:
    assert read_row(claim("a", places=(replace(claim("a").places[0], latitude=None, longitude=None),)))["Latitude"] == ""
