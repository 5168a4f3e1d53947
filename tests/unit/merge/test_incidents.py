"""What is one incident and what is not: the traps of merging, each as claims made by hand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.merge.making import CIVILIANS, HASAKA, IS, MAYADIN, MILITANTS, RAQQA, SDF, SYRIA, TABQA, YPG, day, killed, make_claim

from karama.domain.record import RecordClaim
from karama.merge.compare.likeness import Known
from karama.merge.incidents import Decided, merge_claims

KNOWN = Known()
NONE = Decided()


def merge(*claims: RecordClaim, decided: Decided = NONE) -> list[tuple[str, ...]]:
    return [incident.claims for incident in merge_claims(claims, KNOWN, decided).incidents]


STRIKE = make_claim("a", "air strike", places=(MAYADIN,), dates=(day("2017-06-26"),), counts=(killed(57),), recipients=(CIVILIANS,))


def test_two_figures_for_one_strike_are_one_incident() -> None:
    other = make_claim("b", "killing", places=(MAYADIN,), dates=(day("2017-06-26"),), counts=(killed(60, words="about 60"),), recipients=(CIVILIANS,))
    assert merge(STRIKE, other) == [("c_a", "c_b")]


def test_the_same_kind_on_the_same_day_in_towns_farther_than_50_km_are_two() -> None:
    assert merge(STRIKE, make_claim("b", "air strike", places=(HASAKA,), dates=(day("2017-06-26"),), counts=(killed(57),))) == [("c_a",), ("c_b",)]


def test_the_same_kind_on_the_same_day_in_two_towns_close_by_are_two() -> None:
    ours = make_claim("a", "air strike", places=(RAQQA,), dates=(day("2017-06-26"),))
    assert merge(ours, make_claim("b", "air strike", places=(TABQA,), dates=(day("2017-06-26"),))) == [("c_a",), ("c_b",)]


def test_the_same_kind_in_one_town_on_two_days_are_two() -> None:
    assert merge(STRIKE, make_claim("b", "air strike", places=(MAYADIN,), dates=(day("2017-06-27"),), counts=(killed(57),))) == [("c_a",), ("c_b",)]


def test_a_raid_in_the_night_between_two_days_is_one() -> None:
    ours = make_claim("a", "raid", places=(MAYADIN,), dates=(day("2017-06-26", "Monday night"),), actors=(SDF,))
    other = make_claim("b", "raid", places=(MAYADIN,), dates=(day("2017-06-27", "early Tuesday"),), actors=(SDF,))
    assert merge(ours, other) == [("c_a", "c_b")]


def test_attacks_of_two_sides_in_one_town_on_one_day_are_two() -> None:
    ours = make_claim("a", "attack", places=(RAQQA,), dates=(day("2017-06-26"),), actors=(IS,), recipients=(SDF,))
    other = make_claim("b", "attack", places=(RAQQA,), dates=(day("2017-06-26"),), actors=(SDF,), recipients=(IS,))
    assert merge(ours, other) == [("c_a",), ("c_b",)]


def test_an_unnamed_side_may_be_the_named_one() -> None:
    ours = make_claim("a", "attack", places=(RAQQA,), dates=(day("2017-06-26"),), actors=(IS,))
    assert merge(ours, make_claim("b", "attack", places=(RAQQA,), dates=(day("2017-06-26"),), actors=(MILITANTS,))) == [("c_a", "c_b")]


def test_a_part_of_a_force_may_be_the_force() -> None:
    known = Known(parent={"peoples-protection-units": "syrian-democratic-forces"}.get)
    ours = make_claim("a", "territory taken", places=(RAQQA,), dates=(day("2017-06-26"),), actors=(SDF,))
    other = make_claim("b", "territory taken", places=(RAQQA,), dates=(day("2017-06-26"),), actors=(YPG,))
    assert len(merge_claims([ours, other], known).incidents) == 1
    assert len(merge_claims([ours, other], KNOWN).incidents) == 2


def test_a_running_total_is_no_incident_and_the_reason_is_told() -> None:
    words = "Since March, 1,200 people have been killed in Raqqa."
    total = make_claim("t", "killing", words, places=(RAQQA,), counts=(killed(1200, 1200),), dates=(day("2017-03-01", "March", "2017-06-30"),))
    merged = merge_claims([STRIKE, total], KNOWN)
    assert [incident.claims for incident in merged.incidents] == [("c_a",)]
    assert merged.refused == {"c_t": 'a running total ("Since March")'}


def test_what_is_feared_or_planned_is_not_joined_to_what_happened() -> None:
    feared = make_claim("b", "air strike", places=(MAYADIN,), dates=(day("2017-06-26"),), modality="feared")
    planned = make_claim("c", "air strike", places=(MAYADIN,), dates=(day("2017-06-26"),), modality="planned")
    assert merge(STRIKE, feared, planned) == [("c_a",), ("c_b",), ("c_c",)]


def test_what_is_dated_after_its_report_has_not_happened_whatever_the_verb_says() -> None:
    ahead = make_claim("b", "air strike", places=(MAYADIN,), dates=(day("2017-06-26"),), published="2017-06-25")
    assert merge(STRIKE, ahead) == [("c_a",), ("c_b",)]


def test_a_denial_joins_the_incident_that_it_denies() -> None:
    denial = make_claim("b", "air strike", places=(MAYADIN,), dates=(day("2017-06-26"),), modality="denied", certainty="denied")
    assert merge(STRIKE, denial) == [("c_a", "c_b")]


def test_a_background_mention_joins_the_older_incident_by_its_own_day() -> None:
    later = make_claim("b", "air strike", places=(MAYADIN,), dates=(day("2017-06-26", "last month"),), counts=(killed(57),), published="2017-07-20")
    fresh = make_claim("c", "air strike", places=(MAYADIN,), published="2017-07-20", dates=(day("2017-07-19"),))
    assert merge(STRIKE, later, fresh) == [("c_a", "c_b"), ("c_c",)]


def test_undated_reports_of_one_place_weeks_apart_are_two() -> None:
    ours = make_claim("a", "air strike", places=(RAQQA,), published="2017-06-01", recipients=(IS,))
    assert merge(ours, make_claim("b", "air strike", places=(RAQQA,), published="2017-06-20", recipients=(IS,))) == [("c_a",), ("c_b",)]


def test_an_undated_report_joins_the_news_of_its_day() -> None:
    other = make_claim("b", "killing", places=(MAYADIN,), counts=(killed(57, 57),), published="2017-06-27")
    assert merge(STRIKE, other) == [("c_a", "c_b")]


def test_a_report_does_not_tell_of_what_came_after_it() -> None:
    assert merge(STRIKE, make_claim("b", "air strike", places=(MAYADIN,), published="2017-06-24")) == [("c_a",), ("c_b",)]


def test_a_vague_claim_does_not_draw_two_incidents_together() -> None:
    vague = make_claim("v", "attack", places=(SYRIA,), dates=(day("2017-06-26"),), recipients=(IS,))
    ours = make_claim("a", "attack", places=(RAQQA,), dates=(day("2017-06-26"),), recipients=(IS,))
    other = make_claim("b", "attack", places=(HASAKA,), dates=(day("2017-06-26"),), recipients=(IS,))
    found = merge(vague, ours, other)
    assert not any({"c_a", "c_b"} <= set(claims) for claims in found)


def test_a_person_s_split_and_join_stand_above_every_score() -> None:
    other = make_claim("b", "air strike", places=(MAYADIN,), dates=(day("2017-06-26"),), counts=(killed(57),))
    apart = make_claim("c", "protest", places=(HASAKA,), dates=(day("2017-06-01"),))
    assert merge(STRIKE, other, decided=Decided(part=frozenset({("c_a", "c_b")}))) == [("c_a",), ("c_b",)]
    assert merge(STRIKE, apart, decided=Decided(join=frozenset({("c_a", "c_c")}))) == [("c_a", "c_c")]


def test_every_judgement_tells_its_reasons_in_words() -> None:
    other = make_claim("b", "killing", places=(MAYADIN,), dates=(day("2017-06-26"),), counts=(killed(57),))
    judgement = merge_claims([STRIKE, other], KNOWN).judgements[0]
    reasons = {likeness.feature: likeness.reason for likeness in judgement.likenesses}
    assert judgement.same
    assert reasons["place"] == "both Mayadin"
    assert reasons["days"] == '"2017-06-26" and "2017-06-26" are the same day'
    assert reasons["meaning"] == "not asked: the rest decides"


PLACES = (RAQQA, MAYADIN, TABQA, HASAKA, SYRIA)
CLAIMS = st.lists(
    st.builds(
        lambda place, date, kind, figure, modality: (place, date, kind, figure, modality),
        st.sampled_from(PLACES),
        st.integers(20, 24),
        st.sampled_from(("air strike", "killing", "attack", "armed clash", "territory taken")),
        st.integers(1, 12),
        st.sampled_from(("actual", "actual", "actual", "feared", "denied")),
    ),
    min_size=2,
    max_size=14,
)


def build(rows: list[tuple]) -> list[RecordClaim]:  # type: ignore[type-arg]
    return [
        make_claim(f"{n:02d}", kind, places=(place,), dates=(day(f"2017-06-{date}"),), counts=(killed(figure),), modality=modality)
        for n, (place, date, kind, figure, modality) in enumerate(rows)
    ]


@settings(max_examples=40, deadline=None)
@given(CLAIMS, st.randoms(use_true_random=False))
def test_the_incidents_are_the_same_in_whatever_order_the_claims_come(rows: list[tuple], random) -> None:  # type: ignore[type-arg,no-untyped-def]
    claims = build(rows)
    shuffled = random.sample(claims, len(claims))
    assert merge_claims(claims, KNOWN) == merge_claims(shuffled, KNOWN)
