"""What a newer reader changed."""

from __future__ import annotations

from dataclasses import replace

from karama.views.differences import FieldChange, list_differences

from .made_claims import MAYADIN, RAQQA, claim, killed

OLD = claim("a", places=(RAQQA,), counts=(killed(12, 12),))


def test_what_is_read_alike_is_left_out_whatever_run_read_it() -> None:
    assert list_differences([OLD], [replace(OLD, run="n_2", score=0.9, local="c7")]) == ()


def test_a_changed_value_is_told_field_by_field() -> None:
    new = replace(OLD, value="v2", run="n_2", places=(MAYADIN,), counts=(killed(12),))
    (one,) = list_differences([OLD], [new])
    assert (one.what, one.id) == ("changed", "a")
    assert one.changes == (
        FieldChange("places", "Raqqa (172955, settlement)", "Mayadin (168859, settlement)"),
        FieldChange("counts", "12 killed", "at least 12 killed"),
    )


def test_claims_that_are_gone_and_new_are_named() -> None:
    assert [(one.what, one.id) for one in list_differences([OLD], [claim("b")])] == [("gone", "a"), ("new", "b")]


def test_comparing_the_other_way_round_turns_gone_and_new() -> None:
    turned = {"gone": "new", "new": "gone", "changed": "changed"}
    new = [replace(OLD, value="v2", kind="shelling"), claim("b")]
    old = [OLD, claim("c")]
    assert {(one.id, turned[one.what]) for one in list_differences(old, new)} == {(one.id, one.what) for one in list_differences(new, old)}
