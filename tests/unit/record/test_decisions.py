"""People's decisions replayed over claims: pure, and nothing is lost by taking back."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karama.domain.record import Count, Decision, Party, RecordClaim, Verdict, When
from karama.domain.text import Span
from karama.errors import DataError
from karama.record.claims import hash_value
from karama.record.corrections import FIELDS, put_right, write_correction
from karama.record.decisions import apply_decisions, list_moved, replay_decisions

NAMES = ("c_1", "c_2", "c_3", "c_4")


def make_claim(name: str, **given: Any) -> RecordClaim:
    values: dict[str, Any] = {
        "id": name, "value": "v_1", "article": "a", "run": "n_1", "local": "c1", "what": "event", "kind": "air strike", "start": 0, "end": 20,
        "words": "An air strike hit it", "trigger": Span(3, 13), "segment": "body", "counts": (Count("killed", 57, None, False, "at least 57", "people"),),
    }  # fmt: skip
    return RecordClaim(**{**values, **given})


def decide(number: int, verdict: Verdict, *claims: str, value: str | None = None, field: str | None = None, of: str = "v_1") -> Decision:
    return Decision(f"d_{number}", verdict, claims, tuple(of for _ in claims), field, value, f"reason {number}", "Ann", "2026-01-01T00:00:00Z")


def correct(number: int, claim: str, killed: float, of: str = "v_1") -> Decision:
    value = write_correction(f"{killed:g}", (Count("killed", killed, killed, False, f"{killed:g}", "people"),))
    return decide(number, "correct", claim, field="killed", value=value, of=of)


def see(*decisions: Decision, **given: Any) -> dict[str, RecordClaim]:
    return {claim.id: claim for claim in apply_decisions([make_claim(name, **given) for name in NAMES], replay_decisions(decisions))}


@st.composite
def histories(draw: st.DrawFn, most: int = 8) -> list[Decision]:
    """Decisions of all verdicts; an undoing names any earlier decision."""
    made: list[Decision] = []
    for number in range(draw(st.integers(0, most))):
        verdict = draw(st.sampled_from(["accept", "reject", "correct", "split", "join", "flag", "note", "undo"]))
        claims = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        if verdict == "undo" and made:
            made.append(decide(number, "undo", value=draw(st.sampled_from(made)).id))
        elif verdict == "correct":
            made.append(correct(number, claims[0], draw(st.integers(0, 9))))
        elif verdict == "split":
            made.append(decide(number, "split", *claims, value=" ".join(name for name in NAMES if name not in claims)))
        elif verdict != "undo":
            made.append(decide(number, verdict, *claims))  # type: ignore[arg-type]
    return made


@settings(max_examples=60, deadline=None)
@given(histories(), histories(most=1))
def test_taking_back_a_decision_restores_what_was_before_it(before: list[Decision], last: list[Decision]) -> None:
    for one in last:
        made = replace(one, id="d_last")
        undo = decide(98, "undo", value="d_last")
        assert replay_decisions([*before, made, undo]) == replay_decisions(before)
        again = decide(99, "undo", value="d_98")
        assert replay_decisions([*before, made, undo, again]) == replay_decisions([*before, made])


@settings(max_examples=60, deadline=None)
@given(histories())
def test_replaying_twice_is_replaying_once(made: list[Decision]) -> None:
    once = list(apply_decisions([make_claim(name) for name in NAMES], replay_decisions(made)))
    assert list(apply_decisions(once, replay_decisions(made))) == once


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["accept", "reject", "flag", "note", "correct"]), min_size=4, max_size=4))
def test_the_order_of_decisions_about_different_claims_does_not_matter(verdicts: list[Verdict]) -> None:
    made = [correct(n, name, 3) if verdict == "correct" else decide(n, verdict, name) for n, (name, verdict) in enumerate(zip(NAMES, verdicts, strict=True))]
    seen = [see(*order) for order in permutations(made)]
    assert all(one == seen[0] for one in seen)


def test_a_rejected_claim_is_not_seen_and_an_accepted_one_is_again() -> None:
    assert list(see(decide(1, "reject", "c_1", "c_2"))) == ["c_3", "c_4"]
    assert list(see(decide(1, "reject", "c_1", "c_2"), decide(2, "accept", "c_1"))) == ["c_1", "c_3", "c_4"]


def test_a_corrected_value_goes_before_the_one_that_was_read_and_is_told_as_a_persons() -> None:
    claim = see(correct(1, "c_1", 40), correct(2, "c_1", 42))["c_1"]
    assert [count.words for count in claim.counts] == ["42"]
    assert [(one.field, one.read, one.value, one.by, one.reason) for one in claim.corrected] == [("killed", "at least 57", "42", "Ann", "reason 2")]
    assert claim.value == "v_1"


def test_corrections_of_two_fields_stand_side_by_side() -> None:
    day = decide(2, "correct", "c_1", field="day", value=write_correction("2017-07-02", (When("2017-07-02", "2017-07-02", "2017-07-02", "2017-07-02"),)))
    claim = see(correct(1, "c_1", 40), day)["c_1"]
    assert [one.field for one in claim.corrected] == ["killed", "day"]
    assert [when.edtf for when in claim.dates] == ["2017-07-02"]


def test_of_a_newer_answer_a_rejection_is_reopened_and_a_correction_stays_and_both_want_another_look() -> None:
    made = [decide(1, "reject", "c_1"), correct(2, "c_2", 40), decide(3, "note", "c_3")]
    seen = see(*made, value="v_2")
    assert list(seen) == list(NAMES)
    assert [count.words for count in seen["c_2"].counts] == ["40"]
    replay = replay_decisions(made)
    assert [one.id for name in NAMES for one in replay.judge(name, "v_2").again] == ["d_1", "d_2"]
    assert [one.id for name in NAMES for one in replay.judge(name, None).again] == ["d_1", "d_2"]
    assert not [one for name in NAMES for one in replay.judge(name, "v_1").again]


def test_a_look_at_the_newer_answer_settles_what_was_decided_about_the_older() -> None:
    made = [decide(1, "flag", "c_1"), decide(2, "reject", "c_1"), decide(3, "accept", "c_1", of="v_2")]
    assert replay_decisions(made).judge("c_1", "v_2").again == ()
    assert [one.id for one in replay_decisions(made[:2]).judge("c_1", "v_2").again] == ["d_1", "d_2"]


def test_a_join_holds_all_its_claims_together_and_a_later_split_parts_them() -> None:
    join, split = decide(1, "join", "c_1", "c_2", "c_3"), decide(2, "split", "c_2", value="c_1 c_3")
    assert replay_decisions([join]).join == {("c_1", "c_2"), ("c_1", "c_3"), ("c_2", "c_3")}
    after = replay_decisions([join, split])
    assert (after.join, after.part) == ({("c_1", "c_3")}, {("c_1", "c_2"), ("c_2", "c_3")})


def test_claims_that_a_taken_back_split_named_are_to_be_merged_anew() -> None:
    made = [decide(1, "split", "c_2", value="c_1"), decide(2, "undo", value="d_1"), decide(3, "accept", "c_4")]
    assert list_moved(made, 1) == {"c_1", "c_2"}
    assert list_moved(made, 2) == set()


def test_a_stored_claims_value_does_not_depend_on_corrections() -> None:
    claim = make_claim("c_1")
    corrected = put_right(claim, [correct(1, "c_1", 40)])
    assert hash_value(replace(corrected, counts=claim.counts)) == hash_value(claim)


def test_a_correction_of_what_is_no_field_is_damage() -> None:
    with pytest.raises(DataError, match="no field"):
        put_right(make_claim("c_1"), [decide(1, "correct", "c_1", field="colour", value="{}")])
    with pytest.raises(DataError, match="cannot be read"):
        put_right(make_claim("c_1"), [decide(1, "correct", "c_1", field="killed", value="{}")])
    party = write_correction("IS", (Party("Islamic State", "IS", None, None, None),))
    assert put_right(make_claim("c_1"), [decide(1, "correct", "c_1", field="actor", value=party)]).actors[0].name == "Islamic State"
    assert {"killed", "day", "place", "actor", "kind", "modality"} <= set(FIELDS)
