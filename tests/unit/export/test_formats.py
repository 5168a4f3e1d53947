"""The table of formats: what every line of it promises."""

from __future__ import annotations

import sys

import pytest

from karama.data import read_table
from karama.errors import SetupError
from karama.export.formats import FORMATS, Format
from karama.export.losses import DROPPED, EVERYTHING, LOSSES
from karama.export.sides import Sides, holds
from karama.export.values import Boundary, Options
from karama.views.policies import POLICIES

from .made import ARMY, JULY, NEAR_RAQQA, OTHERS, claim, export, incident, killed, speaker

HEAVY = ("pyarrow", "pyogrio", "xlsxwriter", "shapely", "pandas", "geopandas")
RING = ((38.0, 35.0), (40.0, 35.0), (40.0, 37.0), (38.0, 37.0), (38.0, 35.0))
OPTIONS = Options((Boundary("SY11", "Ar-Raqqa", "SY1100", "Ar-Raqqa", ((RING,),)),))
DISPUTED = incident(
    claim("a", actors=(ARMY,), recipients=(OTHERS,), counts=(killed(57), killed(5, 5, "children")), speakers=(speaker("a doctor"), speaker("Observatory"))),
    claim("b", article="sha256:b2", counts=(killed(60, 60),), dates=(JULY,), places=(NEAR_RAQQA,), instruments=("jets",), certainty="uncertain"),
    claim("c", article="sha256:c3", modality="denied", actors=(ARMY,)),
    policy="acled",
)
GIVEN = export(DISPUTED, incident(claim("d", modality="planned")), provenance={"prefix": {}})


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_format_that_names_no_extra_needs_no_library_and_the_others_say_which(form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in HEAVY:
        monkeypatch.setitem(sys.modules, name, None)
    if form.extra is None:
        form.write(GIVEN, OPTIONS)
    else:
        with pytest.raises(SetupError, match=rf"karama\[{form.extra}\]"):
            form.write(GIVEN, OPTIONS)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_file_keeps_its_own_rules_and_every_loss_has_a_meaning(form: Format) -> None:
    written = form.write(GIVEN, OPTIONS)
    if written.data:
        assert [problem for problem in form.check(written.data) if problem.severity == "error"] == []
    assert {loss.kind for loss in written.losses} <= set(LOSSES)
    assert {loss.kind for loss in written.losses if loss.dropped} <= set(DROPPED)
    assert all(loss.incident in {found.view.id for found in GIVEN.incidents} for loss in written.losses)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_a_record_without_incidents_makes_a_file_of_its_format(form: Format) -> None:
    written = form.write(export(provenance={"prefix": {}}), OPTIONS)
    problems = [problem.message for problem in form.check(written.data)] if written.data else []
    assert written.rows == 0 and not any("column is missing" in message for message in problems)


def test_a_disputed_incident_loses_most_of_what_can_be_lost_in_acled_and_nothing_in_our_own_tables() -> None:
    lost = {form.name: {loss.kind for loss in form.write(GIVEN, OPTIONS).losses if not loss.dropped} for form in FORMATS}
    rare = {"correction", "not told as so", "other figure", "other kinds", "other sides", "unnamed side"}  # which this incident has not
    assert lost["acled"] >= EVERYTHING - rare - {"claim in no incident"}
    assert lost["csv"] == lost["geojson"] == lost["gpkg"] == lost["parquet"] == lost["bundle"] == set()


def test_names_are_there_once_and_policies_are_known() -> None:
    assert len({form.name for form in FORMATS}) == len(FORMATS)
    assert {form.policy for form in FORMATS} - {None} <= {policy.name for policy in POLICIES}


CROSSWALKS = ("acled_events.csv", "ucdp_kinds.csv", "plover_kinds.csv", "airwars_kinds.csv")


@pytest.mark.parametrize("name", CROSSWALKS)
def test_every_kind_of_event_has_its_rows_with_a_reason_and_one_that_always_holds(name: str) -> None:
    rows = read_table(f"crosswalks/{name}")
    assert {row["kind"] for row in rows if row.get("when", "any") in ("any", "otherwise")} == {row["kind"] for row in read_table("frames.csv")}
    assert all(row["reason"] for row in rows)


def test_the_codes_of_acled_are_its_own_and_its_conditions_are_known() -> None:
    known = {(row["event_type"], row["sub_event_type"]) for row in read_table("crosswalks/acled_event_types.csv")} | {("", "")}
    nobody = Sides((), (), (), False, False)
    for row in read_table("crosswalks/acled_events.csv"):
        assert (row["event_type"], row["sub_event_type"]) in known, row
        holds(row["when"], nobody, "SYR")  # raises for a condition it does not know
    labels = {row["label"] for row in read_table("crosswalks/acled_inter_types.csv")} | {""}
    assert {row["inter"] for name in ("acled_inter.csv", "acled_unnamed.csv") for row in read_table(f"crosswalks/{name}")} <= labels
