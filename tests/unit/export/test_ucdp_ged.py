"""Incidents as UCDP GED has them, and the check of anybody's GED file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from karama.domain.record import Party, RecordClaim
from karama.export.tables import load_columns
from karama.export.ucdp_ged import find_cell, write_ucdp_ged
from karama.export.ucdp_ged_check import check_ucdp_ged
from karama.export.values import Options, Written

from .made import ARMY, GROUP, GUNMEN, JULY, NEAR_RAQQA, OTHERS, RUSSIA, SYRIA, VILLAGERS, YEARS, claim, export, incident, killed, speaker


def write(*claims: RecordClaim) -> Written:
    return write_ucdp_ged(export(incident(*claims, policy="ucdp")), Options())


def read_row(*claims: RecordClaim) -> dict[str, str]:
    written = write(*claims)
    assert list(check_ucdp_ged(written.data)) == []
    (row,) = csv.DictReader(io.StringIO(written.data.decode()))
    return row


def dropped(*claims: RecordClaim) -> set[str]:
    written = write(*claims)
    assert written.rows == 0
    return {loss.kind for loss in written.losses if loss.dropped}


COALITION = "combined-joint-task-force-operation-inherent-resolve"  # its id in the actor base
FIGHT: dict[str, Any] = {"actors": (GROUP,), "recipients": (ARMY,), "counts": (killed(12, 12),)}


def test_the_file_has_the_49_columns_in_order() -> None:
    header = write(claim("a")).data.decode().splitlines()[0].split(",")
    assert (len(header), header[0], header[-1]) == (49, "id", "gwnob")
    assert header == [column.name for column in load_columns("ucdp_ged_columns.csv")]


def test_the_state_is_side_a_whoever_attacked() -> None:
    row = read_row(claim("a", "shooting", **FIGHT))
    assert (row["type_of_violence"], row["side_a"], row["side_b"], row["gwnoa"]) == ("1", "Government of Syria", "Northern Front", "652")
    assert row["dyad_name"] == "Government of Syria - Northern Front"


@pytest.mark.parametrize(
    ("actor", "recipient", "kind"),
    [(GROUP, OTHERS, "2"), (ARMY, RUSSIA, "1"), (GROUP, VILLAGERS, "3"), (ARMY, VILLAGERS, "3")],
)
def test_who_fights_whom_makes_the_type_of_violence(actor: Party, recipient: Party, kind: str) -> None:
    row = read_row(claim("a", "shooting", actors=(actor,), recipients=(recipient,), counts=(killed(3, 3),)))
    assert row["type_of_violence"] == kind
    assert (row["side_b"] == "Civilians", row["deaths_civilians"] == "3") == (kind == "3", kind == "3")


def test_a_coalition_of_states_keeps_its_name_and_no_state_is_put_in_its_place() -> None:
    coalition = Party("Combined Joint Task Force – Operation Inherent Resolve", "the coalition", COALITION, "military", "USA")
    row = read_row(claim("a", actors=(coalition,), recipients=(OTHERS,), counts=(killed(3, 3),)))
    assert (row["type_of_violence"], row["side_a"], row["gwnoa"]) == ("1", "Combined Joint Task Force – Operation Inherent Resolve", "")


def test_an_air_force_is_written_as_its_government_and_that_is_counted_as_approximate() -> None:
    made = claim("a", actors=(RUSSIA,), recipients=(OTHERS,), counts=(killed(3, 3),))
    assert read_row(made)["side_a"] == "Government of Russia (Soviet Union)"
    assert any(loss.kind == "approximate code" and "Russian Air Force" in loss.what for loss in write(made).losses)


def test_low_best_and_high_are_in_order_and_best_is_the_sum_of_its_parts() -> None:
    row = read_row(
        claim("a", "shooting", **{**FIGHT, "counts": (killed(57),)}),
        claim("b", "shooting", article="sha256:b2", **{**FIGHT, "counts": (killed(60, 60), killed(5, 5, "civilians"))}),
        claim("c", "shooting", article="sha256:c3", **{**FIGHT, "counts": (killed(60, 60),)}),
    )
    assert (row["low"], row["best"], row["high"]) == ("57", "60", "60")
    assert (row["deaths_civilians"], row["deaths_unknown"]) == ("5", "55")


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"counts": ()}, "no deaths"),
        ({"counts": (killed(0, 0),)}, "no deaths"),
        ({"actors": ()}, "no organised side"),
        ({"actors": (GUNMEN,)}, "no organised side"),
        ({"recipients": ()}, "no second side"),
        ({"dates": ()}, "undated"),
        ({"dates": (YEARS,)}, "undated"),
        ({"places": ()}, "no place"),
        ({"kind": "protest"}, "no code"),
        ({"modality": "denied"}, "denied event"),
        ({"modality": "planned"}, "event not told as so"),
    ],
)
def test_what_is_no_event_of_ucdp_is_left_out_by_name(given: dict[str, Any], kind: str) -> None:
    assert dropped(claim("a", **{"kind": "shooting", **FIGHT, **given})) == {kind}


@pytest.mark.parametrize(("place", "where"), [(NEAR_RAQQA, "2"), (SYRIA, "6")])
def test_a_vague_place_is_a_code_and_a_loss(place: Any, where: str) -> None:
    made = claim("a", "shooting", **FIGHT, places=(place,))
    assert read_row(made)["where_prec"] == where
    assert any(loss.kind == "vague place" for loss in write(made).losses)


def test_a_month_is_a_span_of_low_clarity() -> None:
    row = read_row(claim("a", "shooting", **FIGHT, dates=(JULY,)))
    assert (row["date_start"][:10], row["date_end"][:10], row["date_prec"], row["event_clarity"]) == ("2017-07-01", "2017-07-31", "4", "2")


def test_who_first_said_so_stands_in_source_original_and_chains_are_a_loss() -> None:
    made = claim("a", "shooting", **FIGHT, speakers=(speaker("a doctor"), speaker('Observatory; "SOHR"')))
    assert read_row(made)["source_original"] == "Observatory, 'SOHR'"
    assert {"chain of speakers"} <= {loss.kind for loss in write(made).losses}


def test_prio_grid_cells_are_counted_from_the_south_west() -> None:
    assert (find_cell(-90, -180), find_cell(35.9528, 39.0079), find_cell(90, 180)) == (1, 251 * 720 + 438 + 1, 259200)


GOOD = read_row(claim("a", "shooting", **FIGHT))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("best", "13", "deaths_a + deaths_b + deaths_civilians + deaths_unknown is 12"),
        ("low", "13", "more than best"),
        ("high", "11", "less than best"),
        ("type_of_violence", "3", "it is Civilians"),
        ("side_b", "Civilians", "type 3"),
        ("gwnoa", "", "which has a number"),
        ("where_prec", "8", "must lie within"),
        ("date_end", "2017-07-01 00:00:00.000", "before date_start"),
        ("date_end", "2017-07-09 00:00:00.000", "date_prec 1 stands for 1 to 1"),
        ("year", "2015", "began on"),
        ("date_start", "July", "no date"),
        ("event_clarity", "3", "must lie within"),
        ("priogrid_gid", "7", "the cell of that point"),
        ("region", "Levant", "must be one of"),
        ("latitude", "", "empty"),
        ("geom_wkt", "35 39", "does not look like"),
        ("best", "many", "no whole number"),
    ],
)
def test_a_wrong_cell_is_named_with_row_and_column(column: str, value: str, said: str) -> None:
    problems = check_rows([GOOD, {**GOOD, "id": "7", column: value}])
    assert any(problem.row == 2 and said in problem.message for problem in problems), problems
    assert all(problem.row == 2 for problem in problems)


def test_dates_of_the_api_and_numbers_with_an_empty_decimal_part_are_right_too() -> None:
    assert check_rows([{**GOOD, "date_start": "2017-07-03T00:00:00", "best": "12.0"}]) == []


def check_rows(rows: list[dict[str, str]]) -> list[Any]:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return list(check_ucdp_ged(out.getvalue().encode()))
