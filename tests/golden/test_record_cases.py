"""The traps of merging: reports written for the project, what must become one incident, what must not, what it shows, and what held on a day."""

from __future__ import annotations

import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from karama.api import FoundIncident, Record
from karama.render.incident_lines import list_situation_lines, tell_situation
from karama.views.incidents import Value
from karama.views.sources import name_chain

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from record_cases import CASES, Case, Placed, keep_cases, load_cases, place_claims, score_cases

SEEN = load_cases(CASES / "seen")
UNSEEN = load_cases(CASES / "unseen")
IDS = [case.name for case in SEEN]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return keep_cases(SEEN, tmp_path_factory.mktemp("cases"))


@pytest.fixture(scope="module")
def placed(record: Record) -> Placed:
    return place_claims(record)


def list_groups(case: Case, placed: Placed, names: tuple[str, ...]) -> dict[str, set[str | None]]:
    return {name: {placed.group(claim) for claim in placed.find(case, name)} for name in names}


@pytest.mark.parametrize("case", SEEN, ids=IDS)
def test_what_tells_of_one_happening_is_one_incident(case: Case, placed: Placed) -> None:
    for names in case.list_groups():
        groups = list_groups(case, placed, names)
        assert [name for name, found in groups.items() if not found] == [], "not read"
        assert len(set().union(*groups.values())) == 1, groups
        assert None not in set().union(*groups.values()), groups


@pytest.mark.parametrize("case", SEEN, ids=IDS)
def test_what_tells_of_two_happenings_is_two_incidents(case: Case, placed: Placed) -> None:
    pairs = [(a, b) for ours, others in combinations(case.list_groups(), 2) for a in ours for b in others]
    pairs += [tuple(apart["claims"]) for apart in case.told.get("apart", ())]
    for a, b in pairs:
        ours, others = list_groups(case, placed, (a, b)).values()
        assert ours and others, "not read"
        assert not ours & others, (a, b)


@pytest.mark.parametrize("case", SEEN, ids=IDS)
def test_no_other_case_is_drawn_in(case: Case, placed: Placed) -> None:
    own = {group for names in case.list_groups() for found in list_groups(case, placed, names).values() for group in found}
    for name, claims in placed.claims.items():
        if not name.startswith(f"{case.name}/"):
            assert own.isdisjoint({placed.group(claim) for claim in claims} - {None}), name


@pytest.mark.parametrize("case", [case for case in SEEN if case.list_none()], ids=lambda case: case.name)
def test_a_sum_is_no_incident(case: Case, placed: Placed) -> None:
    for name in case.list_none():
        assert placed.find(case, name) != (), "not read"
        assert {placed.group(claim) for claim in placed.find(case, name)} == {None}, name


def list_expected() -> list[Any]:
    return [pytest.param(case, told, id=f"{case.name}: {told['name']}") for case in SEEN for told in case.told.get("incident", ())]


def find_incident(record: Record, placed: Placed, case: Case, told: dict[str, Any], policy: str | None = None) -> FoundIncident:
    return record.incident(placed.find(case, told["claims"][0])[0].id, policy)


def fits(value: Value, wanted: dict[str, Any]) -> bool:
    """Is it the value, told so by the one who is named?"""
    if (value.field, value.words) != (wanted["field"], wanted["words"]) or wanted.get("whom", value.whom) != value.whom:
        return False
    if "origins" in wanted and value.origins != wanted["origins"]:
        return False
    return any(wanted.get("by", "") in name_chain(source) and wanted.get("stance", source.stance) == source.stance for source in value.sources)


@pytest.mark.parametrize(("case", "told"), list_expected())
def test_every_value_stands_with_who_says_it(case: Case, told: dict[str, Any], record: Record, placed: Placed) -> None:
    view = find_incident(record, placed, case, told).view
    shown = [(value.field, value.words, value.whom, value.origins, [(name_chain(s), s.stance) for s in value.sources]) for value in view.values]
    for wanted in told.get("values", ()):
        assert any(fits(value, wanted) for value in view.values), (wanted, shown)
    assert told.get("origins", view.origins) == view.origins


@pytest.mark.parametrize(("case", "told"), [given for given in list_expected() if "latest" in given.values[1]])
def test_a_later_figure_is_the_latest_and_overwrites_none(case: Case, told: dict[str, Any], record: Record, placed: Placed) -> None:
    choices = find_incident(record, placed, case, told, "latest").choices
    assert {choice.field: choice.words for choice in choices}.items() >= told["latest"].items()


@pytest.mark.parametrize("case", [case for case in SEEN if "situation" in case.told], ids=lambda case: case.name)
def test_what_held_on_a_day(case: Case, record: Record) -> None:
    for told in case.told["situation"]:
        day = told["on"].isoformat()
        found = record.situations(place=told["place"], on=day)
        holds = [tell_situation(one) for one in found if one.stand_on(day) == "holds"]
        for line in told.get("holds", ()):
            assert any(other.startswith(line) for other in holds), (line, holds)
        for line in told.get("not", ()):
            assert not any(tell_situation(one).startswith(line) for one in found), (line, holds)
        shown = list(list_situation_lines(found, day))
        for line in told.get("against", ()):
            assert any(f"against it: {line}" in other for other in shown), shown


def test_a_case_says_what_it_is_a_trap_for() -> None:
    for case in (*SEEN, *UNSEEN):
        assert case.told["trap"] and "the Karama project" in case.told["written_for"]


def test_a_grouping_that_joins_or_parts_everything_scores_low(placed: Placed) -> None:
    apart = Placed(placed.articles, placed.claims, {claim.id: claim.id for claims in placed.claims.values() for claim in claims})
    joined = Placed(placed.articles, placed.claims, {claim.id: "all" for claims in placed.claims.values() for claim in claims})
    assert score_cases(SEEN, apart).pair_f1 < 0.1
    assert score_cases(SEEN, joined).b_cubed_f1 < 0.3
