"""`karama compare`: a record of the example reports against small files in the shapes of ACLED, UCDP GED, GDELT and our own, made for these tests."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from karama.api import init_record
from karama.cli.main import main
from karama.export.tables import load_columns

ROOT = Path(__file__).resolve().parents[2]
ACLED = [column.name for column in load_columns("acled_columns.csv")]
UCDP = [column.name for column in load_columns("ucdp_ged_columns.csv")]
STRIKE: dict[str, Any] = {
    "event_id_cnty": "SYR1", "event_date": "2017-06-26", "year": 2017, "time_precision": 1, "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike", "actor1": "Global Coalition Against Daesh",
    "inter1": "External/Other forces",
    "actor2": "Islamic State (Syria)", "inter2": "Rebel group", "interaction": "Rebel group-External/Other forces", "iso": 760, "region": "Middle East",
    "country": "Syria", "admin1": "Deir ez Zor", "location": "Al Mayadin", "latitude": 35.02, "longitude": 40.45, "geo_precision": 1,
    "source": "A Made Up Wire; An Office", "source_scale": "National", "fatalities": 42,
    "notes": "On 26 June 2017, aircraft hit a building in Al Mayadin that was used as a prison. 42 fatalities.", "timestamp": 1600000000,
}  # fmt: skip
FAR = STRIKE | {"event_id_cnty": "SYR2", "location": "Aleppo", "latitude": 36.2, "longitude": 37.16}
LATER = STRIKE | {"event_id_cnty": "SYR3", "event_date": "2017-08-26"}
GED: dict[str, Any] = {
    "id": 7, "relid": "SYR-2017-1", "year": 2017, "active_year": 1, "code_status": "Clear", "type_of_violence": 1, "dyad_name": "Government of Syria - IS",
    "side_a": "Government of Syria", "side_b": "IS", "number_of_sources": 1, "source_original": "An Office", "where_prec": 1,
    "where_coordinates": "Mayadin town",
    "latitude": 35.01, "longitude": 40.44, "country": "Syria", "country_id": 652, "region": "Middle East", "event_clarity": 1, "date_prec": 1,
    "date_start": "2017-06-26", "date_end": "2017-06-26", "deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0, "deaths_unknown": 300, "best": 300, "high": 300,
    "low": 300, "gwnoa": 652,
}  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record of the six example reports."""
    path = tmp_path_factory.mktemp("records") / "examples.karama"
    with init_record(path) as made:
        made.add([ROOT / "examples" / "reports"], by="Ann")
    return str(path)


def write(path: Path, columns: list[str], *rows: dict[str, Any]) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def compare(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    assert main(["compare", *arguments, "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_row_of_the_same_strike_is_paired_and_rows_elsewhere_or_on_other_days_are_not(
    record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = compare(capsys, record, write(tmp_path / "a.csv", ACLED, FAR, LATER, STRIKE))
    assert [pair["row_id"] for pair in found["both"]] == ["SYR1"]
    assert {one["row_id"] for one in found["theirs"]} == {"SYR2", "SYR3"}
    assert {one["feature"] for one in found["both"][0]["why"]} == {"kind", "place", "days", "actors", "counts"}


def test_what_cannot_both_be_right_is_told_field_by_field(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = compare(capsys, record, write(tmp_path / "u.csv", UCDP, GED))
    fields = {one["field"]: one for one in found["both"][0]["fields"]}
    assert fields["killed"]["differs"]
    assert fields["killed"]["theirs"] == "300"
    assert fields["day"]["words"] == "the same"
    assert not fields["place"]["differs"]


def test_an_incident_is_paired_with_the_best_row_and_the_others_say_so(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worse = STRIKE | {"event_id_cnty": "SYR0", "location": "Somewhere", "latitude": 35.06, "sub_event_type": "Shelling/artillery/missile attack"}
    found = compare(capsys, record, write(tmp_path / "a.csv", ACLED, worse, STRIKE), "--place", "Mayadin", "--within", "30")
    strike = next(pair for pair in found["both"] if pair["row_id"] == "SYR1")
    assert strike["rivals"] >= 1
    turned = compare(capsys, record, write(tmp_path / "b.csv", ACLED, STRIKE, worse), "--place", "Mayadin", "--within", "30")
    assert turned["both"] == found["both"], "the order of the rows makes no difference"


def test_an_incident_that_the_data_set_has_no_row_for_says_which_rule(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = compare(capsys, record, write(tmp_path / "u.csv", UCDP, GED))
    whys = [one["why"] for one in found["ours"]]
    assert any(why.startswith("no row by the rules of ucdp-ged: no second side") for why in whys)


def test_our_own_files_hold_every_incident_of_their_record_that_has_a_day_and_a_place(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("csv", "geojson"):
        out = tmp_path / f"out.{form}"
        assert main(["export", record, form, str(out), "--profile", "private"]) == 0
        capsys.readouterr()
        found = compare(capsys, record, str(out))
        rows = {one["incident"] for one in found["both"]}
        assert len(rows) >= 8
        assert all(pair["incident"] == pair["row_id"] for pair in found["both"])
        assert not any(field["differs"] for pair in found["both"] for field in pair["fields"])


def test_a_table_has_a_row_for_each_pair_and_for_what_stands_alone(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = write(tmp_path / "a.csv", ACLED, FAR, STRIKE), tmp_path / "out.csv"
    assert main(["compare", record, file, "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "in both: 1" in told
    assert "! killed: " in told, "42 by ACLED, at least 57 by the reports"
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["in"] for row in rows].count("both") == 1
    assert [row["row_id"] for row in rows if row["in"] == "theirs"] == ["SYR2"]
    assert main(["compare", record, file, "--out", str(out)]) == 3, "nothing is written over"


def test_rows_that_cannot_be_read_are_told_and_the_others_compared(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = FAR | {"event_date": "soon"}
    assert main(["compare", record, write(tmp_path / "a.csv", ACLED, bad, STRIKE)]) == 3
    captured = capsys.readouterr()
    assert "row 1, event_date: no date" in captured.err
    assert "in both: 1" in captured.out


def test_a_file_of_no_known_data_set_is_one_line(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    (tmp_path / "y.csv").write_bytes(b"\0\1\2")
    for name in ("x.csv", "y.csv", "none.csv"):
        assert main(["compare", record, str(tmp_path / name)]) == 3
        assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_kind_that_is_asked_for_keeps_rows_that_may_tell_of_it(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = compare(capsys, record, write(tmp_path / "u.csv", UCDP, GED), "--kind", "air strike", "--place", "Mayadin", "--within", "5")
    assert [pair["row_id"] for pair in found["both"]] == ["7"], "UCDP knows no air strikes, only killings"


def test_notes_with_line_ends_and_quotes_stay_one_row(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = STRIKE | {"notes": 'He said "no",\r\nand\u2028left; =1+1'}
    found = compare(capsys, record, write(tmp_path / "a.csv", ACLED, odd, FAR))
    assert (found["rows"], [pair["row_id"] for pair in found["both"]]) == (2, ["SYR1"])


def test_a_country_and_a_week_in_common_are_no_happening_in_common(record: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vague = GED | {"where_prec": 6, "where_coordinates": "Syria", "date_prec": 4, "date_start": "2017-06-20", "date_end": "2017-07-10"}
    assert compare(capsys, record, write(tmp_path / "u.csv", UCDP, vague))["both"] == []
