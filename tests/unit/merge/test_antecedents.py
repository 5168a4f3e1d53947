"""What sentences speak of that name no event, no place or no day of their own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.merge.making import HASAKA, IS, MAYADIN, SDF, day, killed, make_claim

from karama.domain.record import RecordClaim, When
from karama.merge.antecedents import find_antecedents
from karama.merge.compare.days import find_days
from karama.merge.compare.likeness import Known
from karama.merge.compare.places import best_places
from karama.merge.incidents import Decided, merge_claims
from karama.merge.scoring import score_pair

TEXT = "article of all"


def told(name: str, kind: str, words: str, start: int, **given: object) -> RecordClaim:
    return make_claim(name, kind, words, article=TEXT, start=start, **given)


STRIKE = told("a", "air strike", "An air strike hit Mayadin on Monday.", 0, places=(MAYADIN,), dates=(day("2017-06-26"),), counts=(killed(57),))
TOLL = told("b", "killed", "Activists put the toll at 60.", 40, what="quantity", counts=(killed(60),))
DENIAL = told("c", "attack", "The ministry denied that it had made the attack.", 70, certainty="denied", modality="denied")


def point(*claims: RecordClaim) -> dict[str, str | None]:
    return {claim.id: claim.antecedent.claim if claim.antecedent is not None else None for claim in find_antecedents(claims)}


def test_a_bare_figure_speaks_of_the_strike_before_it() -> None:
    assert point(STRIKE, TOLL) == {"c_a": None, "c_b": "c_a"}


def test_a_bare_figure_without_a_happening_before_it_speaks_of_none() -> None:
    assert point(told("x", "protest", "They protested.", 0, places=(MAYADIN,)), TOLL)["c_b"] is None


def test_a_denial_borrows_the_place_and_the_day_only_for_being_compared() -> None:
    _, denial = find_antecedents([STRIKE, DENIAL])
    assert (denial.places, denial.dates) == ((), ())
    days = find_days(denial)
    assert best_places(denial) == (MAYADIN,) and days is not None and days.first.isoformat() == "2017-06-26"
    assert denial.value == DENIAL.value


def test_a_figure_speaks_of_the_nearest_of_two_towns() -> None:
    other = told("d", "shelling", "In Hasaka shelling killed four.", 37, places=(HASAKA,), dates=(day("2017-06-26"),))
    assert point(STRIKE, other, told("e", "killed", "Officials put the toll at six.", 80, what="quantity", counts=(killed(6),)))["c_e"] == "c_d"


def test_a_figure_that_names_another_town_does_not_speak_of_this_one() -> None:
    assert point(STRIKE, told("e", "killed", "In Hasaka activists put the toll at six.", 40, what="quantity", counts=(killed(6),)))["c_e"] is None


def test_a_figure_after_a_running_total_speaks_of_the_total_and_joins_no_incident() -> None:
    total = told(
        "d", "killing", "Since March, 900 people have been a killing.", 38, counts=(killed(900),), dates=(When("2017-03-01", "2017-03-31", "2017-03", "March"),)
    )
    figure = told("e", "killed", "Activists put the toll at 1,200.", 80, what="quantity", counts=(killed(1200),))
    assert point(STRIKE, total, figure)["c_e"] is None


def test_what_is_told_far_before_is_not_spoken_of() -> None:
    assert point(STRIKE, told("e", "killed", "Activists put the toll at six.", 5000, what="quantity", counts=(killed(6),)))["c_e"] is None


def test_a_thing_that_is_named_again_goes_before_what_is_nearer() -> None:
    theatre = told("d", "air strike", "An air strike hit a theatre.", 0, places=(MAYADIN,), dates=(day("2017-06-26"),))
    hospital = told("e", "bombing", "The bombing of a hospital was on Friday.", 30, places=(MAYADIN,), dates=(day("2017-06-23"),))
    from karama.domain.record import Party

    thing = Party("the theatre", "the theatre", None, None, None, named=False)
    denied = told("f", "bombing", "Russia denied the bombing of the theatre.", 80, certainty="denied", recipients=(thing,))
    assert point(theatre, hospital, denied)["c_f"] == "c_d"


def test_the_subject_of_a_verb_does_not_make_a_deed_known() -> None:
    from karama.domain.record import Party

    snipers = Party("the snipers", "the snipers", None, "armed group", None, named=False)
    shot = told("d", "shooting", "Fighters did some shooting in Mayadin.", 0, places=(MAYADIN,), dates=(day("2017-06-26"),))
    general = make_claim("e", "shooting", "the snipers shooting at all", article=TEXT, start=50, actors=(snipers,))
    assert point(shot, general)["c_e"] is None


def test_a_plan_speaks_of_no_happening() -> None:
    assert point(STRIKE, told("d", "attack", "They plan to repeat the attack.", 40, modality="planned"))["c_d"] is None


def test_a_figure_joins_the_incident_of_what_it_speaks_of_and_ties_nothing_else() -> None:
    claims = find_antecedents([STRIKE, TOLL, DENIAL])
    merged = merge_claims(claims, Known())
    assert [incident.claims for incident in merged.incidents] == [("c_a", "c_b", "c_c")]
    assert score_pair(claims[1], claims[2], Known()).score == 0.0


def test_a_figure_alone_is_no_incident() -> None:
    (strike, toll) = find_antecedents([STRIKE, TOLL])
    assert [incident.claims for incident in merge_claims([toll], Known()).incidents] == []
    parted = merge_claims([strike, toll], Known(), Decided(part=frozenset({("c_a", "c_b")})))
    assert [incident.claims for incident in parted.incidents] == [("c_a",)]


def test_a_toll_from_a_named_strike_is_no_running_total() -> None:
    words = "The death toll from Monday's air strike on Mayadin has risen to 165."
    later = make_claim("z", "air strike", words, places=(MAYADIN,), dates=(day("2017-06-26", "Monday"),), counts=(killed(165),))
    assert [incident.claims for incident in merge_claims([STRIKE, later], Known()).incidents] == [("c_a", "c_z")]


def test_a_general_denial_is_of_no_incident() -> None:
    general = told("d", "attack", "The coalition denies that it targets civilians.", 40, certainty="denied", actors=(SDF,), recipients=(IS,))
    assert "denies nothing in particular" in merge_claims(find_antecedents([STRIKE, general]), Known()).refused["c_d"]


@given(st.permutations([STRIKE, TOLL, DENIAL, told("d", "killing", "Another 12 were killing.", 130)]))
def test_the_order_in_which_claims_are_given_changes_nothing(claims: list[RecordClaim]) -> None:
    found = {claim.id: claim for claim in find_antecedents(claims)}
    assert found == {claim.id: claim for claim in find_antecedents(sorted(claims, key=lambda one: one.id))}
