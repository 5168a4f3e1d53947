"""Copies, their first print, what they changed, and how many independent origins stand behind claims."""

from __future__ import annotations

from tests.unit.merge.making import MONITOR, make_claim

from karama.domain.record import Speaker
from karama.merge.families import Copyable, group_families, list_changes
from karama.merge.origins import count_origins, list_origins

WIRE = """U.S.-backed fighters took the grain silos on the eastern edge of Raqqa on Friday after two days of clashes, a commander said.
Militants of Islamic State had held the silos since January 2014 and used them to watch the road to the north.
The commander said that nine of his fighters were wounded by mines when they went in, and that the search for more mines went on.
Families who live in the streets nearby were told to stay in their cellars until the search is over."""
COPY = WIRE.replace("nine of his fighters", "several of his fighters").replace("on Friday", "on Friday, Example Wire reported,")
OTHER = """The silos of Raqqa changed hands at the end of the week, people in the city said by telephone.
They had heard shots for two days, and on Friday morning the flag on the tower was another one.
Nobody could say how many had been hurt, and the road out of the quarter was still closed in the evening, they said."""


def test_a_copy_with_small_changes_is_of_one_family_and_the_first_printed_is_first() -> None:
    articles = [
        Copyable("b", WIRE, "Example Wire", "2017-06-30"),
        Copyable("a", COPY, "Valley News", "2017-07-01"),
        Copyable("c", OTHER, "River Post", "2017-07-01"),
    ]
    families = group_families(articles)
    assert [(family.articles, family.first, family.source) for family in families] == [(("b", "a"), "b", "Example Wire"), (("c",), "c", None)]


def test_a_text_cut_to_its_first_half_is_a_copy() -> None:
    half = "\n".join(WIRE.split("\n")[:2])
    assert len(group_families([Copyable("a", WIRE), Copyable("b", half)])) == 1


def test_the_same_words_a_year_apart_are_no_copy() -> None:
    assert len(group_families([Copyable("a", WIRE, None, "2016-06-30"), Copyable("b", WIRE, None, "2017-06-30")])) == 2


def test_the_changes_of_a_copy_are_told_in_its_words() -> None:
    changes = [(change.before, change.after) for change in list_changes(WIRE, COPY)]
    assert ("nine", "several") in changes
    assert len(changes) == 2


def test_families_do_not_depend_on_the_order_of_the_articles() -> None:
    articles = [Copyable("a", COPY), Copyable("b", WIRE), Copyable("c", OTHER)]
    assert group_families(articles) == group_families(articles[::-1])


def test_a_copy_is_not_counted_again() -> None:
    families = group_families([Copyable("x", WIRE), Copyable("y", COPY), Copyable("z", OTHER)])
    claims = [make_claim(name, article=name) for name in "xyz"]
    assert count_origins(claims, families) == 2


def test_two_outlets_that_cite_the_same_monitor_are_one_origin() -> None:
    claims = [make_claim("a", speakers=(MONITOR,)), make_claim("b", speakers=(MONITOR, Speaker("Reuters", "Reuters", "reuters")))]
    assert count_origins(claims, []) == 1


def test_unnamed_officials_in_two_papers_are_two_origins_and_cited_through_one_agency_one() -> None:
    officials = Speaker("officials")
    agency = Speaker("Reuters", "Reuters", "reuters")
    assert count_origins([make_claim("a", speakers=(officials,)), make_claim("b", speakers=(officials,))], []) == 2
    assert count_origins([make_claim("a", speakers=(officials, agency)), make_claim("b", speakers=(agency,))], []) == 1


def test_a_copy_that_cuts_the_speaker_s_name_short_still_has_that_speaker() -> None:
    families = group_families([Copyable("x", WIRE, None, "2017-06-30"), Copyable("y", COPY, None, "2017-07-01")])
    words = "The commander said that nine of his fighters were wounded by mines when they went in."
    ours = make_claim("a", "injuring", words, article="x", speakers=(Speaker("Mazlum Kobane", "Mazlum Kobane"),))
    other = make_claim("b", "injuring", words, article="y", speakers=(Speaker("the commander"),))
    assert [(origin.name, origin.claims) for origin in list_origins([other, ours], families)] == [("Mazlum Kobane", ("c_a", "c_b"))]
