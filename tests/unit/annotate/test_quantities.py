"""Rules of counts, their bounds, and what they count."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karama.annotate.dates import annotate_dates
from karama.annotate.quantities import annotate_quantities
from karama.domain.annotations import Mention, Publication, Quantity
from karama.domain.parse import Parse

Parser = Callable[[str], Parse]


def read_all(parse: Parser, text: str) -> tuple[Quantity, ...]:
    parsed = parse(text)
    dates, _ = annotate_dates(parsed, Publication("2017-07-02", "given"))
    return annotate_quantities(parsed, (), dates)[0]


def read_one(parse: Parser, text: str, words: str) -> Quantity:
    found = read_all(parse, text)
    assert words in [q.words for q in found]
    return next(q for q in found if q.words == words)


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "unit"),
    [
        ("At least 12 people were killed.", "At least 12 people", 12, None, "killed"),
        ("Officials said more than 20 were wounded.", "more than 20", 21, None, "wounded"),
        ("Fewer than 20 people were wounded.", "Fewer than 20 people", None, 19, "wounded"),
        ("The army has over 20 km to go.", "over 20 km", 20, None, "distance"),
        ("The death toll rose to nearly 100.", "nearly 100", None, 100, "killed"),
        ("The death toll rose to 22 people on Monday.", "22 people", 22, 22, "killed"),
        ("Officials raised the death toll to 89 two days later.", "89", 89, 89, "killed"),
        ("Officials put the number of dead at 272.", "272", 272, 272, "killed"),
        ("A hospital received the bodies of 29 children.", "29 children", 29, 29, "killed"),
        ("The agency reported the deaths of hundreds of mobilised troops.", "hundreds of mobilised troops", 200, None, "killed"),
        ('The source confirmed "dozens" of dead.', 'dozens" of dead', 24, None, "killed"),
        ("Gunmen claimed the abduction of hundreds of boys.", "hundreds of boys", 200, None, "detained"),
        ("The bomber killed 40 members of the police force.", "40 members", 40, 40, "killed"),
        ("Officials said 50 people had been killed and 77 wounded.", "77", 77, 77, "wounded"),
        ("About 100 of them have never been found.", "About 100", 100, 100, "missing"),
        ("Thousands of people protested in the capital.", "Thousands of people", 2_000, None, "present"),
        ("About 4,000 people were waiting for trains.", "About 4,000 people", 4_000, 4_000, "present"),
        ("The hospital treated 30 patients after the attack.", "30 patients", 30, 30, "wounded"),
        ("There were no casualties.", "no casualties", 0, 0, "killed"),
        ("Jets bombed a village, killing 100 people, witnesses and a doctor told reporters.", "100 people", 100, 100, "killed"),
        ("The blast killed eight women and 11 men.", "11 men", 11, 11, "killed"),
        ("Up to 30 families fled the village.", "Up to 30 families", None, 30, "displaced"),
        ("As many as 2.5 million people have been displaced.", "As many as 2.5 million people", None, 2_500_000, "displaced"),
        ("Dozens of civilians died.", "Dozens of civilians", 24, None, "killed"),
        ("Around 50,000 civilians are left in the city.", "Around 50,000 civilians", 50_000, 50_000, "present"),
        ("Between 20 and 30 fighters were killed.", "Between 20 and 30 fighters", 20, 30, "killed"),
        ("Two or three soldiers were wounded.", "Two or three soldiers", 2, 3, "wounded"),
        ("The force has half a million troops.", "half a million troops", 500_000, 500_000, "troops"),
        ("It deployed 1,000 additional troops.", "1,000 additional troops", 1_000, 1_000, "troops"),
        ("The group has 2,500 militants.", "2,500 militants", 2_500, 2_500, "fighters"),
        ("Jets carried out 30 air strikes.", "30 air strikes", 30, 30, "strikes"),
        ("Police arrested 14 suspects.", "14 suspects", 14, 14, "detained"),
        ("Mortars destroyed two tanks.", "two tanks", 2, 2, "vehicles"),
        ("Donors gave $2 million.", "$2 million", 2_000_000, 2_000_000, "money"),
        ("The base lies 20 km from the border.", "20 km", 20, 20, "distance"),
        ("Six others remain missing.", "Six others", 6, 6, "missing"),
        ("More than two dozen pro-regime fighters were killed.", "More than two dozen pro-regime fighters", 24, None, "killed"),
        ("The death toll rose to 45.", "45", 45, 45, "killed"),
        ("A blast killed a man near the gate.", "a man", 1, 1, "killed"),
        ("No one was killed.", "No one", 0, 0, "killed"),
    ],
)
def test_a_count_has_the_bounds_and_the_unit_that_its_words_give(
    parse: Parser, text: str, words: str, low: float | None, high: float | None, unit: str
) -> None:
    found = read_one(parse, text, words)
    assert (found.low, found.high, found.unit) == (low, high, unit)


def test_a_hedge_is_kept_in_its_words(parse: Parser) -> None:
    found = read_one(parse, "The city holds around 50,000 civilians.", "around 50,000 civilians")
    assert (found.hedge, found.approximate) == ("around", True)


def test_a_hedge_on_the_whole_holds_for_its_number(parse: Parser) -> None:
    assert read_one(parse, "They face a possible force of 2,500 militants.", "2,500 militants").hedge == "possible"


def test_each_count_has_its_own_fate(parse: Parser) -> None:
    found = read_all(parse, "The raid left 3 dead and 8 injured, and killed a guard and two children.")
    assert [(q.words, q.unit) for q in found] == [("3", "killed"), ("8", "wounded"), ("a guard", "killed"), ("two children", "killed")]


def test_a_part_has_the_unit_of_its_whole_and_both_are_kept(parse: Parser) -> None:
    found = read_all(parse, "The shelling killed 12 people, including 3 children.")
    assert [(q.low, q.unit) for q in found] == [(12, "killed"), (3, "killed")]


def test_a_count_names_the_mention_it_counts(parse: Parser) -> None:
    parsed = parse("The strike killed 12 farmers.")
    mention = Mention("m1", 18, 28, "12 farmers", "people", "nominal", first=3, last=4, head=4)
    assert annotate_quantities(parsed, (mention,), ())[0][0].of == "m1"


@pytest.mark.parametrize(
    "text",
    [
        "The Security Council passed Resolution 2254.",
        "Brigade 93 stood near the town.",
        "The 4th Division held a T-72 and an F-16.",
        "It began in 2014 and ended on 3 May.",
        "Ahmed, 42, said so.",
        "Call 910-555-0199 for more.",
        "One of them left.",
    ],
)
def test_a_number_that_names_or_dates_is_no_count(parse: Parser, text: str) -> None:
    assert read_all(parse, text) == ()


WORDS = (
    "at|least|12|to|20-30|between|and|dozens|of|people|killed|2.5|million|$|,|.|a|an|no|one|half|few|several|hundred|more|than|up|thousands|tens|%|km|were|"
    "wounded|including|or|so|-|1,000|1,00|007|٣|½|9999999999999999999999|troops|who|died|twenty|five|some|the|toll|Ahmed"
)
PIECES = st.sampled_from(WORDS.split("|"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=1, max_size=14))
def test_every_quantity_holds_its_words_and_low_is_not_above_high(parse: Parser, pieces: list[str]) -> None:
    text = " ".join(pieces)
    for item in read_all(parse, text):
        assert text[item.start : item.end] == item.words
        assert item.low is None or item.high is None or item.low <= item.high
        assert item.low is not None or item.high is not None


def test_only_words_of_about_make_a_count_approximate(parse: Parser) -> None:
    found = {q.hedge: q.approximate for q in read_all(parse, "About 20 people, at least 30 people, up to 40 people and nearly 50 people were killed.")}
    assert found == {"about": True, "at least": False, "up to": False, "nearly": True}


@pytest.mark.parametrize("text", ["He was jailed when he was 18.", "The men slept at 48 Lenin Street.", "Rockets hit School No. 19 in the town."])
def test_ages_addresses_and_labels_are_no_counts(parse: Parser, text: str) -> None:
    assert read_all(parse, text) == ()


def test_another_figure_for_the_number_told_before_counts_the_same(parse) -> None:
    text = "The strike killed at least 57 people, a monitor said. Local activists put the number at more than 60."
    found, _ = annotate_quantities(parse(text), (), ())
    assert [(q.words, q.unit) for q in found] == [("at least 57 people", "killed"), ("more than 60", "killed")]
