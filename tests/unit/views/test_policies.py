"""Each policy's rule, as a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karama.domain.record import RecordClaim
from karama.errors import InputError
from karama.views.incidents import IncidentView, lay_out_incident
from karama.views.policies import Choice, apply_policy, find_policy, list_policies

from .made_claims import IS, MAYADIN, NEAR_RAQQA, RAQQA, SDF, SYRIA, claim, count_articles, day, killed

OBSERVATORY = claim("a", by="the Observatory", places=(MAYADIN,), dates=(day("2017-06-26"),), counts=(killed(57),), published="2017-06-27")
AMAQ = claim("b", by="Amaq", places=(MAYADIN,), dates=(day("2017-06-26"),), counts=(killed(60, 60, approximate=True),), published="2017-06-28")
COUNCIL = claim("c", by="a local council", places=(SYRIA,), dates=(day("2017-06-01", "2017-06-30"),), counts=(killed(57),), published="2017-06-26")
MINISTRY = claim("d", "killing", by="the ministry", modality="denied", certainty="denied")


def lay_out(*claims: RecordClaim) -> IncidentView:
    return lay_out_incident("i", claims, count_articles)


def choose(policy: str, *claims: RecordClaim) -> dict[str, Choice]:
    return {choice.field: choice for choice in apply_policy(find_policy(policy), lay_out(*claims))}


def test_acled_takes_the_lowest_credible_figure() -> None:
    chosen = choose("acled", OBSERVATORY, AMAQ, MINISTRY)["killed"]
    assert (chosen.low, chosen.best, chosen.high) == (57, 57, 57)
    assert "lowest credible of at least 57 (the Observatory" in chosen.because
    assert "about 60 (Amaq" in chosen.because and "denied by the ministry" in chosen.because


def test_acled_does_not_take_a_figure_that_is_only_feared() -> None:
    assert choose("acled", AMAQ, claim("x", modality="feared", counts=(killed(5, 5),)))["killed"].best == 60


def test_acled_reads_dozens_as_12_where_no_report_is_more_exact() -> None:
    vague = claim("x", segment="headline", counts=(killed(24, None, "", approximate=True, words="Dozens"),))
    exact = claim("y", in_="sha256:x", counts=(killed(57, None, "at least 57 people"),))
    assert choose("acled", vague)["killed"].best == 12
    assert choose("acled", vague, exact)["killed"].best == 57


def test_acled_writes_0_where_nobody_gives_deaths() -> None:
    assert choose("acled", claim("x", places=(RAQQA,)))["killed"].best == 0


def test_acled_and_ucdp_say_how_exact_the_day_and_the_place_are() -> None:
    report = claim("x", places=(NEAR_RAQQA,), dates=(day("2017-06-01", "2017-06-30"),))
    assert "time precision 3" in choose("acled", report)["day"].because
    assert "geo precision 2" in choose("acled", report)["place"].because
    assert "date_prec 4" in choose("ucdp", report)["day"].because
    assert "where_prec 2" in choose("ucdp", report)["place"].because


def test_ucdp_gives_low_best_and_high_with_the_best_by_most_independent_sources() -> None:
    chosen = choose("ucdp", claim("x", counts=(killed(80, 80),)), claim("y", counts=(killed(80, 80),)), OBSERVATORY)["killed"]
    assert (chosen.low, chosen.best, chosen.high) == (57, 80, 80)


def test_ucdp_takes_the_lower_of_figures_told_by_as_many() -> None:
    chosen = choose("ucdp", OBSERVATORY, AMAQ)["killed"]
    assert (chosen.low, chosen.best, chosen.high) == (57, 57, 60)


def test_airwars_goes_from_the_lowest_to_the_highest_and_leaves_grading_to_people() -> None:
    chosen = choose("airwars", OBSERVATORY, AMAQ, MINISTRY)["killed"]
    assert (chosen.low, chosen.best, chosen.high, chosen.words) == (57, None, 60, "57–60")
    assert "denied by the ministry" in chosen.because
    assert "grading is left to people" in chosen.because


def test_a_total_is_not_confused_with_the_children_among_the_dead() -> None:
    report = claim("x", counts=(killed(57, 57), killed(12, 12, "12 children")))
    assert (choose("ucdp", report)["killed"].low, choose("ucdp", report)["killed"].high) == (57, 57)
    assert choose("acled", claim("y", counts=(killed(12, 12, "12 children"),)))["killed"].because.endswith("counted are children only")


def test_airwars_keeps_the_groups_that_are_counted_beside_the_whole() -> None:
    view = lay_out(claim("x", counts=(killed(57, 57), killed(12, 12, "12 children"), killed(15, 15, "15 fighters"))))
    chosen = [choice.words for choice in apply_policy(find_policy("airwars"), view) if choice.field == "killed"]
    assert chosen[0] == "57" and set(chosen[1:]) == {"12 children", "15 fighters"}


def test_what_is_no_credible_figure_is_named_with_the_reason() -> None:
    because = choose("acled", OBSERVATORY, claim("x", modality="feared", counts=(killed(5, 5),)), claim("y", counts=(killed(9, 9, "9 children"),)))[
        "killed"
    ].because
    assert "5 (not told as so but feared)" in because
    assert "9 children (a part of those counted)" in because


def test_ucdp_lists_no_event_without_a_death() -> None:
    assert choose("ucdp", claim("x", counts=(killed(0, 0),)))["killed"].words == "no figure"


def test_latest_names_who_told_it_last() -> None:
    first, last = (
        claim("a", by="Ann", publisher="A", counts=(killed(9, 9),), published="2017-06-27"),
        claim("b", publisher="B", counts=(killed(9, 9),), published="2017-06-29"),
    )
    assert choose("latest", first, last)["killed"].because == "published last (2017-06-29) by B"


def test_latest_takes_what_was_published_last() -> None:
    assert choose("latest", OBSERVATORY, AMAQ)["killed"].words == "about 60"


def test_majority_takes_what_more_independent_sources_tell() -> None:
    assert choose("majority", OBSERVATORY, AMAQ, COUNCIL)["killed"].words == "at least 57"


def test_majority_chooses_nothing_where_sources_are_split() -> None:
    chosen = choose("majority", OBSERVATORY, AMAQ)["killed"]
    assert (chosen.words, chosen.value) == ("no majority", None)
    assert "about 60" in chosen.because and "at least 57" in chosen.because


def test_a_more_exact_day_and_place_win_over_those_that_hold_them() -> None:
    chosen = choose("majority", AMAQ, COUNCIL)
    assert (chosen["day"].words, chosen["place"].words) == ("2017-06-26", "Mayadin")


def test_a_named_source_comes_first_and_the_majority_speaks_where_it_is_silent() -> None:
    chosen = choose("first:amaq", OBSERVATORY, COUNCIL, AMAQ, claim("x", counts=(killed(9, 9, unit="wounded"),)))
    assert chosen["killed"].words == "about 60"
    assert chosen["wounded"].words == "9" and chosen["wounded"].because.startswith("amaq does not say")


def test_a_named_outlet_counts_as_a_source_too() -> None:
    assert choose("first:River Post", OBSERVATORY, claim("x", publisher="River Post", counts=(killed(9, 9),)))["killed"].words == "9"


def test_an_air_strike_and_the_killing_by_it_are_told_as_an_air_strike() -> None:
    assert choose("majority", claim("x", "killing"), claim("x", "air strike"))["kind"].words == "air strike"


def test_every_choice_says_what_was_done() -> None:
    view = lay_out(OBSERVATORY, AMAQ, MINISTRY)
    assert all(choice.because for policy in list_policies() for choice in apply_policy(policy, view))


def test_a_policy_can_be_added_and_an_unknown_one_is_named() -> None:
    def choose_nothing(incident: IncidentView) -> list[Choice]:
        """nothing at all

        More is told here.
        """
        return []

    assert find_policy("none", {"none": choose_nothing}).description == "nothing at all"
    with pytest.raises(InputError, match="no policy is called 'ucpd'; there are acled, ucdp"):
        find_policy("ucpd")


def test_an_added_policy_cannot_take_the_name_of_one_of_ours() -> None:
    assert find_policy("ucdp", {"ucdp": lambda incident: []}).description.startswith("low, best")


CLAIMS = [
    OBSERVATORY, AMAQ, COUNCIL, MINISTRY, claim("e", actors=(IS, SDF), instruments=("missiles",)), claim("f", counts=(killed(3, 5, unit="wounded"),)),
]  # fmt: skip


@given(st.permutations(CLAIMS), st.sampled_from(["acled", "ucdp", "airwars", "latest", "majority", "first:Amaq"]))
def test_no_policy_depends_on_the_order_of_claims(claims: list[RecordClaim], policy: str) -> None:
    assert choose(policy, *claims) == choose(policy, *CLAIMS)
