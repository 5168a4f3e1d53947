"""What holds over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karama.domain.record import RecordClaim
from karama.domain.text import Span
from karama.views.matching import PlaceAsked
from karama.views.situations import Situation, list_situations, select_situations

from .made_claims import FIGHTERS, IS, MAYADIN, NEAR_RAQQA, RAQQA, SDF, USA, YPG, claim, count_articles, day, killed, relation

TOOK = claim("a", "territory taken", actors=(SDF,), recipients=(IS,), places=(RAQQA,), dates=(day("2017-10-17"),), published="2017-10-18")
HELD = claim("b", "controls", what="relation", actors=(IS,), places=(RAQQA,), aspect="ongoing", published="2017-06-30")
LATE = claim("g", "controls", what="relation", actors=(IS,), places=(RAQQA,), aspect="ongoing", published="2017-11-30")
SIEGE = claim("c", "siege", actors=(SDF,), places=(RAQQA,), dates=(day("2017-06-29"),), published="2017-06-30")
BACKS = relation("d", "backs", USA, YPG, published="2017-07-04")


def find(*claims: RecordClaim) -> tuple[Situation, ...]:
    return list_situations(claims, count_articles)


def tell(one: Situation) -> tuple[str, str | None, str]:
    return (one.kind, one.holder.name if one.holder else None, one.edtf)


def test_a_capture_begins_control_and_ends_that_of_whoever_lost_the_place() -> None:
    assert [tell(one) for one in find(TOOK, HELD)] == [
        ("controls", "Islamic State", "/2017-10-17"),
        ("controls", "Syrian Democratic Forces", "2017-10-17/.."),
    ]


def test_control_is_told_for_the_days_that_reports_give_and_not_before() -> None:
    lost, gained = find(TOOK, HELD)
    assert [lost.stand_on(on) for on in ("2017-06-01", "2017-07-01", "2017-10-17", "2017-10-18")] == ["not yet", "holds", "may hold", "ended"]
    assert [gained.stand_on(on) for on in ("2017-10-16", "2017-10-17", "2018-01-01")] == ["not yet", "holds", "holds"]


def test_another_actor_that_takes_a_place_later_ends_control_by_inference() -> None:
    alone = claim("a", "territory taken", actors=(SDF,), places=(RAQQA,), dates=(day("2017-10-17"),))
    lost, gained = find(alone, HELD)
    assert (lost.ended, lost.ended_by) == (("2017-10-17", "2017-10-17"), gained.id)


def test_fighters_without_a_name_may_be_those_who_hold_the_place_already() -> None:
    alone = claim("a", "territory taken", actors=(FIGHTERS,), places=(RAQQA,), dates=(day("2017-10-17"),))
    assert all(one.ended is None and not one.against for one in find(alone, HELD))


def test_two_that_are_told_to_hold_one_place_at_one_time_stand_against_each_other() -> None:
    alone = claim("a", "territory taken", actors=(SDF,), places=(RAQQA,), dates=(day("2017-10-17"),))
    militants, fighters = find(alone, LATE)
    assert (militants.against, fighters.against) == ((fighters.id,), (militants.id,))


def test_what_is_feared_planned_denied_or_incomplete_never_holds() -> None:
    for given_ in (
        {"modality": "feared"},
        {"modality": "planned"},
        {"certainty": "denied"},
        {"polarity": "negative"},
        {"aspect": "incomplete"},
        {"aspect": "begun"},
    ):
        (one,) = find(claim("a", "territory taken", actors=(SDF,), places=(RAQQA,), dates=(day("2017-06-29"),), **given_))
        assert one.stand_on("2017-07-01") == "not told as so", given_


def test_a_denial_is_kept_beside_what_it_denies() -> None:
    denial = claim("x", "siege", actors=(SDF,), places=(RAQQA,), dates=(day("2017-06-29"),), certainty="denied", by="a spokesman")
    told, denied = sorted(find(SIEGE, denial), key=lambda one: one.stance, reverse=True)
    assert (told.stance, denied.stance, told.against) == ("told", "denied", (denied.id,))


def test_a_capture_near_a_town_or_of_a_house_in_it_is_not_control_of_the_town() -> None:
    from karama.domain.record import Party

    house = Party("a house", "a house", None, None, None, named=False)
    assert find(claim("a", "territory taken", actors=(SDF,), places=(NEAR_RAQQA,))) == ()
    assert find(claim("b", "territory taken", actors=(SDF,), recipients=(house,), places=(RAQQA,))) == ()


def test_a_siege_since_a_year_began_then_and_holds_when_it_is_reported() -> None:
    (one,) = find(claim("a", "siege", actors=(SDF,), places=(RAQQA,), dates=(day("2013-01-01", "2017-06-30", "2013/.."),), published="2017-06-30"))
    assert (one.edtf, one.stand_on("2015-01-01")) == ("2013-01-01/..", "holds")


def test_reports_that_differ_by_some_days_tell_of_one_beginning() -> None:
    later = claim("x", "siege", actors=(SDF,), places=(RAQQA,), dates=(day("2017-07-01"),))
    (one,) = find(SIEGE, later)
    assert (one.edtf, one.began, one.origins) == ("2017-06-29~/..", ("2017-06-29", "2017-07-01"), 2)
    assert [one.stand_on(on) for on in ("2017-06-28", "2017-06-30", "2017-07-01")] == ["not yet", "may hold", "holds"]


def test_a_place_lost_and_taken_again_was_held_twice() -> None:
    spells = find(
        claim("a", "territory taken", actors=(IS,), places=(MAYADIN,), dates=(day("2014-07-03"),)),
        claim("b", "withdrawal", actors=(IS,), places=(MAYADIN,), dates=(day("2015-01-01"),)),
        claim("c", "territory taken", actors=(IS,), places=(MAYADIN,), dates=(day("2016-01-01"),)),
    )
    assert [one.edtf for one in spells] == ["2014-07-03/2015-01-01", "2016-01-01/.."]


def test_who_backs_whom_holds_from_the_day_it_is_told() -> None:
    (one,) = find(BACKS)
    assert (one.kind, one.holder, one.other, one.edtf, one.stand_on("2017-07-05")) == ("backs", USA, YPG, "/..", "holds")


def test_allies_that_fight_each_other_stand_against_each_other() -> None:
    allies, foes = find(relation("x", "allied with", SDF, YPG), relation("y", "fights", YPG, SDF))
    assert (allies.against, foes.against) == ((foes.id,), (allies.id,))


def test_figures_that_cannot_both_be_true_stand_side_by_side() -> None:
    many = claim("x", "siege", places=(RAQQA,), published="2017-06-30", counts=(killed(None, 100_000, unit="present"),))
    some = claim("y", "siege", places=(RAQQA,), published="2017-07-01", counts=(killed(30_000, 50_000, unit="present"),))
    few = claim("z", "siege", places=(RAQQA,), published="2017-07-01", counts=(killed(2_000, 2_000, unit="present"),))
    found = {one.count.high: one for one in find(many, some, few) if one.count is not None}
    assert found[2_000].against == (found[50_000].id,)
    assert found[100_000].against == ()


def test_a_figure_of_people_holds_for_a_month() -> None:
    one = next(
        one for one in find(claim("x", "flight", places=(RAQQA,), published="2017-06-30", counts=(killed(6_000, 6_000, unit="displaced"),))) if one.count
    )
    assert [one.stand_on(on) for on in ("2017-06-29", "2017-07-15", "2017-09-01")] == ["not yet", "holds", "ended"]


def test_a_place_is_asked_for_by_its_id_in_the_gazetteer_not_by_its_spelling() -> None:
    asked = PlaceAsked(frozenset({"ar raqqah"}), frozenset({172955}), 35.95, 39.01, 7.3)
    assert [one.kind for one in select_situations(find(SIEGE, BACKS), on="2017-07-02", place=asked)] == ["besieges"]


CLAIMS = [TOOK, HELD, LATE, SIEGE, BACKS, claim("e", "siege", places=(RAQQA,), certainty="denied"), claim("f", "withdrawal", actors=(SDF,), places=(RAQQA,))]


@given(st.permutations(CLAIMS))
def test_the_order_of_claims_changes_nothing(claims: list[RecordClaim]) -> None:
    assert find(*claims) == find(*CLAIMS)


def say(made: RecordClaim, words: str, trigger: str) -> RecordClaim:
    """The claim in these words."""
    at = words.index(trigger)
    return replace(made, words=words, start=0, end=len(words), trigger=Span(at, at + len(trigger)))


ENDED = [
    "The army broke the siege of Raqqa.",
    "The army lifted its siege of Raqqa.",
    "The siege of Raqqa was lifted after two years.",
    "The siege of Raqqa ended.",
]


@pytest.mark.parametrize("words", ENDED)
def test_a_siege_that_is_broken_or_lifted_ends_by_the_day_of_the_report(words: str) -> None:
    end = say(claim("x", "siege", places=(RAQQA,), published="2017-10-18"), words, "siege")
    (one,) = find(SIEGE, end)
    assert (one.ended, one.stand_on("2017-10-19")) == ((None, "2017-10-18"), "ended")
    assert [source.claim for source in one.enders] == ["x"]


def test_a_siege_that_goes_on_does_not_end() -> None:
    (one,) = find(SIEGE, say(claim("x", "siege", places=(RAQQA,), published="2017-10-18"), "The siege of Raqqa went on; talks ended.", "siege"))
    assert one.ended is None


def test_a_blockade_that_is_eased_ends_on_its_day() -> None:
    blockade = claim("a", "blockade", actors=(SDF,), places=(RAQQA,), dates=(day("2017-06-01"),), published="2017-06-02")
    eased = say(claim("b", "easing", actors=(SDF,), places=(RAQQA,), dates=(day("2017-08-01"),), published="2017-08-03"), "They lifted the blockade.", "lifted")
    (one,) = find(blockade, eased)
    assert one.edtf == "2017-06-01/2017-08-01"


def test_who_lost_control_holds_no_more_and_who_took_it_does() -> None:
    lost = say(claim("x", "controls", what="relation", actors=(IS,), places=(RAQQA,), published="2017-10-18"), "It lost control of Raqqa.", "control")
    took = say(claim("y", "controls", what="relation", actors=(SDF,), places=(RAQQA,), published="2017-10-18"), "The SDF took control of Raqqa.", "control")
    stands = {one.holder.name: one.stand_on("2017-10-20") for one in find(HELD, lost, took) if one.holder is not None}
    assert stands == {"Islamic State": "ended", "Syrian Democratic Forces": "holds"}


def test_a_capture_told_as_background_without_a_day_may_be_over() -> None:
    words = "They fled to Raqqa, which the militants had seized."
    (one,) = find(say(claim("x", "territory taken", actors=(IS,), places=(RAQQA,), published="2017-10-18"), words, "seized"))
    assert (one.edtf, one.stand_on("2017-10-18")) == ("/..", "may hold")


def test_a_ceasefire_that_collapses_ends() -> None:
    begun = claim("a", "ceasefire", actors=(SDF,), recipients=(IS,), dates=(day("2017-06-01"),), published="2017-06-02")
    over = claim("b", "ceasefire", actors=(SDF,), recipients=(IS,), dates=(day("2017-07-01"),), published="2017-07-02")
    (one,) = find(begun, say(over, "The ceasefire collapsed.", "ceasefire"))
    assert one.stand_on("2017-08-01") == "ended"


def test_thousands_of_figures_of_one_city_are_held_against_each_other_in_time() -> None:
    claims = [
        claim(f"f{n}", places=(RAQQA,), dates=(day((date(2012, 1, 1) + timedelta(days=n)).isoformat()),), counts=(killed(n + 1, n + 1, unit="displaced"),))
        for n in range(2000)
    ]
    before = process_time()
    assert len(find(*claims)) == 2000
    assert process_time() - before < 2
