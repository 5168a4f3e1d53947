"""Incidents as fields by sources."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from karama.views.incidents import lay_out_incident
from karama.views.sources import name_chain

from .made_claims import IS, MAYADIN, NEAR_RAQQA, RAQQA, claim, count_articles, day, killed

HOSPITAL = claim("a", by="a hospital", publisher="Reuters", places=(RAQQA,), dates=(day("2017-07-01"),), counts=(killed(12, 12),))
ACTIVISTS = claim("b", by="activists", places=(RAQQA,), dates=(day("2017-07-01"),), counts=(killed(20),))
MINISTRY = claim("c", "killing", by="the ministry", modality="denied", certainty="denied", places=(NEAR_RAQQA,))


def list_words(view, field):
    return [value.words for value in view.list_values(field)]


def test_every_distinct_figure_stays_with_who_says_it() -> None:
    view = lay_out_incident("i", [HOSPITAL, ACTIVISTS, MINISTRY], count_articles, {"sha256:b": "Blog", "sha256:c": "Agency"})
    assert [(value.words, name_chain(value.sources[0])) for value in view.list_values("killed")] == [
        ("12", "a hospital, via Reuters"),
        ("at least 20", "activists, via Blog"),
        ("none", "the ministry, via Agency"),
    ]


def test_a_denial_stands_beside_what_it_denies_and_corroborates_nothing() -> None:
    accused = claim("a", by="activists", actors=(IS,))
    denied = claim("b", by="a spokesman", actors=(IS,), modality="denied", certainty="denied")
    (value,) = lay_out_incident("i", [accused, denied], count_articles).list_values("actor")
    assert [source.stance for source in value.sources] == ["told", "denied"]
    assert value.origins == 1


def test_two_articles_with_one_origin_count_once() -> None:
    copies = [claim(name, by="the Observatory", counts=(killed(57),)) for name in "abc"]
    view = lay_out_incident("i", copies, count_articles)
    assert (view.articles, view.origins, view.list_values("killed")[0].origins) == (3, 1, 1)


def test_in_and_near_a_town_are_two_values_and_so_are_57_and_about_57() -> None:
    view = lay_out_incident(
        "i",
        [claim("a", places=(RAQQA,), counts=(killed(57, 57),)), claim("b", places=(NEAR_RAQQA,), counts=(killed(57, 57, approximate=True),))],
        count_articles,
    )
    assert list_words(view, "place") == ["Raqqa", "near Raqqa"]
    assert list_words(view, "killed") == ["57", "about 57"]


def test_figures_of_people_and_of_children_are_told_apart() -> None:
    view = lay_out_incident("i", [claim("a", counts=(killed(57, 57), killed(12, 12, "12 children"), killed(5, 5, "women and children")))], count_articles)
    assert {(value.words, value.whom) for value in view.list_values("killed")} == {("57", "people"), ("12", "children"), ("5", "women and children")}


def test_the_better_corroborated_value_comes_first() -> None:
    claims = [claim("a", dates=(day("2017-06-30"),)), claim("b", dates=(day("2017-07-01"),)), claim("c", dates=(day("2017-07-01"),))]
    assert list_words(lay_out_incident("i", claims, count_articles), "day") == ["2017-07-01", "2017-06-30"]


def test_people_counted_as_killed_are_no_side() -> None:
    from karama.domain.record import Party

    dead = Party("57 people", "57 people", None, "civilians", None, named=False)
    town = Party("Raqqa", "Raqqa", None, None, None)
    view = lay_out_incident("i", [claim("a", recipients=(dead, town, IS), counts=(killed(57, 57, "57 people"),))], count_articles)
    assert list_words(view, "recipient") == ["Islamic State"]


@given(st.permutations([HOSPITAL, ACTIVISTS, MINISTRY, claim("d", places=(MAYADIN,)), claim("e", in_="sha256:a", counts=(killed(12, 12),))]))
def test_the_order_of_claims_changes_nothing(claims) -> None:
    assert lay_out_incident("i", claims, count_articles) == lay_out_incident("i", [HOSPITAL, *[c for c in claims if c is not HOSPITAL]], count_articles)
