"""Incidents as ACLED has them, and the check of anybody's ACLED file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from karama.domain.record import Party, RecordClaim
from karama.export.acled import COLUMNS, write_acled
from karama.export.acled_check import check_acled
from karama.export.numbering import number_id
from karama.export.values import Options, Written

from .made import ARMY, GROUP, GUNMEN, JULY, NEAR_RAQQA, OTHERS, RAQQA, RUSSIA, SYRIA, VILLAGERS, YEARS, claim, export, incident, killed, speaker

COALITION = Party("Sky Coalition", "the coalition", "sky-coalition", "military", None)


def write(*claims: RecordClaim) -> Written:
    return write_acled(export(incident(*claims, policy="acled")), Options())


def read_row(*claims: RecordClaim) -> dict[str, str]:
    """The one row that the incident of the claims makes, which must keep every rule."""
    written = write(*claims)
    assert [problem for problem in check_acled(written.data) if problem.severity == "error"] == []
    (row,) = csv.DictReader(io.StringIO(written.data.decode()))
    return row


def kinds(written: Written, *, dropped: bool) -> set[str]:
    return {loss.kind for loss in written.losses if loss.dropped is dropped}


def test_the_file_has_the_31_columns_in_order() -> None:
    header = write(claim("a")).data.decode().splitlines()[0].split(",")
    assert (len(header), header[0], header[-1]) == (31, "event_id_cnty", "timestamp")
    assert header == [column.name for column in COLUMNS]


def test_an_air_strike_on_a_group_by_its_state_is_coded_whole() -> None:
    row = read_row(claim("a", actors=(ARMY,), recipients=(OTHERS,), counts=(killed(12),)))
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (row["actor1"], row["inter1"], row["actor2"], row["inter2"]) == ("Syrian Arab Army", "State forces", "Islamic State", "Rebel group")
    assert (row["interaction"], row["fatalities"], row["iso"], row["region"]) == ("State forces-Rebel group", "12", "760", "Middle East")
    assert (row["event_date"], row["time_precision"], row["geo_precision"]) == ("2017-07-03", "1", "1")


@pytest.mark.parametrize(("actor", "inter"), [(RUSSIA, "External/Other forces"), (COALITION, "External/Other forces"), (ARMY, "State forces")])
def test_a_states_forces_abroad_are_external(actor: Party, inter: str) -> None:
    assert read_row(claim("a", actors=(actor,)))["inter1"] == inter


def test_of_two_figures_the_lowest_is_written_and_both_stand_in_the_notes_and_losses() -> None:
    claims = claim("a", counts=(killed(57),), speakers=(speaker("Observatory"),)), claim("b", article="sha256:b2", counts=(killed(60, 60),))
    row, written = read_row(*claims), write(*claims)
    assert row["fatalities"] == "57"
    assert "57" in row["notes"] and "60" in row["notes"] and "Observatory" in row["notes"]
    assert {"several figures", "open figure", "speakers"} <= kinds(written, dropped=False)


def test_a_denied_event_has_no_row_and_is_counted() -> None:
    written = write(claim("a", modality="denied"))
    assert (written.rows, kinds(written, dropped=True)) == (0, {"denied event"})


@pytest.mark.parametrize("modality", ["planned", "feared", "possible", "conditional", "requested"])
def test_what_has_not_happened_has_no_row(modality: Any) -> None:
    assert kinds(write(claim("a", modality=modality)), dropped=True) == {"event not told as so"}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"dates": ()}, "undated"),
        ({"dates": (YEARS,)}, "undated"),
        ({"places": ()}, "no place"),
        ({"places": (SYRIA,)}, "no place"),
        ({"kind": "flight"}, "no code"),
    ],
)
def test_what_acled_cannot_hold_is_left_out_by_name(given: dict[str, Any], kind: str) -> None:
    written = write(claim("a", **given))
    assert (written.rows, kinds(written, dropped=True)) == (0, {kind})


def test_a_month_is_its_middle_day_with_precision_3_and_near_a_town_is_precision_2() -> None:
    row = read_row(claim("a", dates=(JULY,), places=(NEAR_RAQQA,)))
    assert (row["event_date"], row["time_precision"], row["geo_precision"]) == ("2017-07-16", "3", "2")


def test_who_took_a_place_decides_how_its_taking_is_called() -> None:
    lost = {"recipients": (OTHERS,)}
    assert read_row(claim("a", "territory taken", actors=(ARMY,), **lost))["sub_event_type"] == "Government regains territory"
    assert read_row(claim("a", "territory taken", actors=(GROUP,), **lost))["sub_event_type"] == "Non-state actor overtakes territory"
    assert kinds(write(claim("a", "territory taken", actors=(RUSSIA,))), dropped=True) == {"no code"}


def test_civilians_shot_are_violence_against_civilians_and_targeted() -> None:
    row = read_row(claim("a", "shooting", actors=(GROUP,), recipients=(VILLAGERS,)))
    assert (row["event_type"], row["actor2"], row["civilian_targeting"]) == ("Violence against civilians", "Civilians (Syria)", "Civilian targeting")


def test_an_unnamed_actor_is_acleds_unidentified_one_and_its_words_are_a_loss() -> None:
    written = write(claim("a", "shooting", actors=(GUNMEN,), recipients=(ARMY,)))
    assert b"Unidentified Armed Group (Syria)" in written.data
    assert next(loss.what for loss in written.losses if loss.kind == "unnamed side") == "gunmen -> Unidentified Armed Group (Syria)"


@pytest.mark.parametrize(
    ("party", "name", "inter"),
    [
        (Party("police", "police", None, "police", None, named=False), "Police Forces of Syria", "State forces"),
        (Party("troops", "troops", None, "military", None, named=False), "Unidentified Military Forces", "State forces"),
        (Party("Russian jets", "Russian jets", None, "military", "RUS", named=False), "Military Forces of Russia", "External/Other forces"),
        (Party("fighters", "fighters", None, "militia", None, named=False), "Unidentified Armed Group (Syria)", "Political militia"),
    ],
)
def test_a_nameless_armed_actor_has_the_name_and_type_that_acled_gives_it(party: Party, name: str, inter: str) -> None:
    row = read_row(claim("a", "shooting", actors=(party,), recipients=(GUNMEN,)))
    assert (row["actor1"], row["inter1"], row["actor2"]) == (name, inter, "Unidentified Armed Group (Syria)")


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"kind": "territory taken", "actors": (ARMY,)}, "no second side"),
        ({"kind": "shooting", "recipients": (VILLAGERS,)}, "no organised side"),
        ({"kind": "shooting", "actors": (VILLAGERS,), "recipients": (VILLAGERS,)}, "no organised side"),
        ({"kind": "armed clash"}, "no organised side"),
        ({"kind": "arrest"}, "no organised side"),
    ],
)
def test_a_side_that_acled_needs_and_nobody_tells_is_never_made_up(given: dict[str, Any], kind: str) -> None:
    assert kinds(write(claim("a", **given)), dropped=True) == {kind}


def test_a_clash_with_one_side_told_has_an_unknown_opponent_and_an_explosion_may_have_nobody() -> None:
    assert read_row(claim("a", "armed clash", actors=(GROUP,)))["actor2"] == "Unidentified Armed Group (Syria)"
    assert read_row(claim("a", "bombing"))["actor1"] == "Unidentified Armed Group (Syria)"


def test_civilians_hit_beside_an_armed_target_are_associated_with_it() -> None:
    row = read_row(claim("a", actors=(ARMY,), recipients=(OTHERS, VILLAGERS)))
    assert (row["actor2"], row["assoc_actor_2"], row["civilian_targeting"]) == ("Islamic State", "Civilians (Syria)", "")


@pytest.mark.parametrize(("counts", "deaths"), [((), "0"), ((killed(None, None, words="several"),), "3"), ((killed(0, 0),), "0")])
def test_deaths_without_a_number_are_acleds_lower_figure_and_counted_as_approximate(counts: Any, deaths: str) -> None:
    made = claim("a", actors=(ARMY,), counts=counts)
    assert read_row(made)["fatalities"] == deaths
    assert any(loss.kind == "approximate code" for loss in write(made).losses) is (deaths == "3")


def test_two_sides_of_a_clash_are_both_actors() -> None:
    row = read_row(claim("a", "armed clash", actors=(GROUP, OTHERS)))
    assert {row["actor1"], row["actor2"]} == {"Northern Front", "Islamic State"}
    assert row["interaction"] == "Rebel group-Rebel group"


def test_an_actor_named_beside_another_by_one_claim_is_associated_and_a_rival_attribution_is_not() -> None:
    together = read_row(claim("a", actors=(ARMY, RUSSIA)))
    assert {together["actor1"], together["assoc_actor_1"]} == {"Syrian Arab Army", "Russian Air Force"}
    written = write(claim("a", actors=(ARMY,)), claim("b", article="sha256:b2", actors=(RUSSIA,)))
    assert any(loss.kind == "other sides" for loss in written.losses)
    (row,) = csv.DictReader(io.StringIO(written.data.decode()))
    assert row["assoc_actor_1"] == ""


def test_every_row_and_loss_carries_the_id_that_show_opens() -> None:
    written = write(claim("a", counts=(killed(5),)))
    (row,) = csv.DictReader(io.StringIO(written.data.decode()))
    identifier = incident(claim("a")).view.id
    assert f"karama={identifier}" in row["tags"]
    assert {loss.incident for loss in written.losses} == {identifier}


def test_numbers_made_of_ids_are_many_and_exact_in_a_spreadsheet() -> None:
    numbers = {number_id("i_" + sha256(str(n).encode()).hexdigest()[:20]) for n in range(5000)}
    assert len(numbers) == 5000 and max(numbers) < 2**53
    assert number_id("i_6077db2fcd6dacfc11d7") == 0x6077DB2FCD6D


GOOD = read_row(claim("a", actors=(ARMY,), recipients=(OTHERS,)))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("event_id_cnty", "12345", "does not look like"),
        ("event_date", "Monday", "no date"),
        ("year", "2016", "dated 2017-07-03"),
        ("time_precision", "4", "must lie within"),
        ("sub_event_type", "Bombing", "no sub_event_type"),
        ("event_type", "Battles", "no sub-event type of Battles"),
        ("disorder_type", "Demonstrations", "is Political violence"),
        ("inter1", "Rebels", "no inter1"),
        ("inter2", "", "an actor without an actor type"),
        ("interaction", "State forces-Civilians", "it is State forces-Rebel group"),
        ("iso", "368", "the number of Syria is 760"),
        ("region", "Europe", "Syria is in Middle East"),
        ("country", "Atlantis", "no country"),
        ("latitude", "north", "no number"),
        ("longitude", "190", "must lie within"),
        ("geo_precision", "", "empty"),
        ("fatalities", "-1", "must lie within"),
        ("fatalities", "1.5", "no whole number"),
    ],
)
def test_a_wrong_cell_is_named_with_row_and_column(column: str, value: str, said: str) -> None:
    problems = check_rows([GOOD, {**GOOD, "event_id_cnty": "SYR7", column: value}])
    assert any(problem.row == 2 and said in problem.message and problem.severity == "error" for problem in problems), problems
    assert all(problem.row == 2 for problem in problems)


def test_a_missing_column_a_second_row_of_one_id_and_older_forms_of_dates_are_told_apart() -> None:
    assert any(p.column == "iso" and "missing" in p.message for p in check_rows([{k: v for k, v in GOOD.items() if k != "iso"}]))
    assert any("the same as in row 1" in p.message for p in check_rows([GOOD, GOOD]))
    assert check_rows([{**GOOD, "event_date": "03 July 2017"}]) == []


def test_numeric_interactions_of_older_exports_are_right_too() -> None:
    assert check_rows([{**GOOD, "interaction": "12"}]) == []


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00a", b"PK\x03\x04\x00\x00", b"a,b\n1,2\n"])
def test_what_is_no_acled_file_is_told_in_a_line_and_never_a_trace(data: bytes) -> None:
    assert any(problem.severity == "error" for problem in check_acled(data))


def check_rows(rows: list[dict[str, str]]) -> list[Any]:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return list(check_acled(out.getvalue().encode()))


def test_a_place_without_a_country_has_no_row() -> None:
    assert kinds(write(claim("a", places=(replace(RAQQA, country=None),))), dropped=True) == {"no place"}
