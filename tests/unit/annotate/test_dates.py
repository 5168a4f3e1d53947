"""Rules of time expressions and what they are read against."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karama.annotate.dates import annotate_dates
from karama.domain.annotations import Date, Publication
from karama.domain.parse import Parse

Parser = Callable[[str], Parse]
SUNDAY = Publication("2017-07-02", "given")


def read_one(parse: Parser, text: str, words: str, publication: Publication = SUNDAY) -> Date:
    dates, _ = annotate_dates(parse(text), publication)
    found = [d for d in dates if d.words == words]
    assert found, f"{words!r} is not among {[d.words for d in dates]}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Rebels took the bridge on 1 July 2017.", "1 July 2017", "2017-07-01"),
        ("Two shells fell on Jan. 5 near the port.", "Jan. 5", "2017-01-05"),
        ("GUERRILLAS BLEW UP A TOWER ON 15 NOV 89.", "15 NOV 89", "1989-11-15"),
        ("The front hardly moved in the 1990s.", "the 1990s", "199X"),
        ("The siege began in early 2014.", "early 2014", "2014"),
        ("The camp was founded in the summer of 2012.", "the summer of 2012", "2012-SU"),
        ("The fort dates from the 19th century.", "the 19th century", "18XX"),
        ("Reuters reported Sunday that the road was cut.", "Sunday", "2017-07-02"),
        ("Troops entered the mosque on Thursday.", "Thursday", "2017-06-29"),
        ("The council will meet on Thursday.", "Thursday", "2017-07-06"),
        ("Jets struck the town late on Friday night.", "Friday night", "2017-06-30TNI"),
        ("Shelling went on last week.", "last week", "2017-W25"),
        ("They fled two years ago.", "two years ago", "2015"),
        ("A report detailed this in June.", "June", "2017-06"),
        ("The army withdrew in December.", "December", "2016-12"),
        ("The vote is planned for August.", "August", "2017-08"),
        ("Fighting has raged for a month.", "a month", "P1M"),
        ("A six-hour battle followed.", "six-hour", "PT6H"),
        ("Aid comes every Friday.", "every Friday", "XXXX-WXX-5"),
        ("A strike hit at 7:30pm on Wednesday, October 18th 2023.", "7:30pm on Wednesday, October 18th 2023", "2023-10-18T19:30"),
        ("They recently lost ground.", "recently", "PAST_REF"),
        ("The September 11 attacks changed that.", "September 11", "2001-09-11"),
    ],
)
def test_an_expression_has_its_timex_value(parse: Parser, text: str, words: str, value: str) -> None:
    assert read_one(parse, text, words).timex3 == value


def test_a_relative_day_says_why_it_means_that_day(parse: Parser) -> None:
    found = read_one(parse, "Troops entered the mosque on Thursday.", "Thursday")
    assert (found.anchor, found.reason) == ("published", "the Thursday before publication")


def test_a_day_later_counts_from_the_date_before(parse: Parser) -> None:
    found = read_one(parse, "The town fell on 3 May 2016. Two days later, the rebels left.", "Two days later")
    assert (found.timex3, found.anchor) == ("2016-05-05", "previous date")


def test_since_opens_a_stretch_that_ends_at_publication(parse: Parser) -> None:
    found = read_one(parse, "Thousands have fled since 2014.", "2014")
    assert (found.timex3, found.edtf, found.earliest, found.latest) == ("2014", "2014/..", "2014-01-01", "2017-07-02")


def test_both_ends_of_a_range_carry_the_whole_range(parse: Parser) -> None:
    text = "The strikes between 12 and 15 May killed dozens."
    first, second = read_one(parse, text, "12"), read_one(parse, text, "15 May")
    assert (first.timex3, second.timex3) == ("2017-05-12", "2017-05-15")
    assert first.edtf == second.edtf == "2017-05-12/2017-05-15"


def test_a_month_follows_the_year_that_the_sentence_tells_of(parse: Parser) -> None:
    assert read_one(parse, "Protests began in March 2011 and by July the army had entered the city.", "July").timex3 == "2011-07"


def test_figures_in_doubtful_order_are_alternatives_and_an_issue(parse: Parser) -> None:
    dates, issues = annotate_dates(parse("The convoy left on 01/07/2017."), SUNDAY)
    assert dates[0].edtf == "[2017-01-07,2017-07-01]"
    assert [i.code for i in issues] == ["ambiguous-day-month"]


def test_without_an_article_date_a_weekday_is_an_issue_and_no_guess(parse: Parser) -> None:
    dates, issues = annotate_dates(parse("Troops entered the town on Thursday."), Publication(None, "unknown"))
    assert (dates[0].timex3, dates[0].earliest) == ("XXXX-WXX-4", None)
    assert [(i.stage, i.code, i.words) for i in issues] == [("dates", "no-anchor", "Thursday")]


@pytest.mark.parametrize(
    "text",
    [
        "He may leave the city.",
        "Theresa May spoke to them.",
        "They march to the border.",
        "The 14 February Coalition called for calm.",
        "The army sent 1,900 troops.",
        "A 27-year-old man was held.",
        "The Security Council passed Resolution 2254.",
        "The Sunday Times reported it.",
        "The fall of the city came fast.",
    ],
)
def test_what_only_looks_like_a_date_is_none(parse: Parser, text: str) -> None:
    assert annotate_dates(parse(text), SUNDAY)[0] == ()


# ---------------------------------------------------------------- properties

DAY = r"-?\d{4}-\d\d-\d\d"
POINT = rf"(?:{DAY}(?:T\d\d:\d\d:\d\dZ?)?|\d{{4}}-\d\d-XX|\d{{4}}-XX-XX|-?\d{{4}}-\d\d|-?\d{{4}}|\d{{3}}X|\d\dXX)"
EDTF = re.compile(rf"{POINT}|(?:{POINT}|\.\.)/(?:{POINT}|\.\.)|\[{DAY},{DAY}\]")
WORDS = (
    "Friday|12|May|2014|since|between|and|to|the|last|week|two|days|later|ago|early|late|mid-June|night|at dawn|10:30|a.m.|,|.|in|on|of|year|that|1990s|"
    "century|19th|BC|490|3rd|31|30|February|every|month|summer|fall|next|weekend|until|from|-|2017-02-29|13/13/2013|9999|0|a|few|half|decades|same|previous|Q3|2100|1000"
)
PIECES = st.sampled_from(WORDS.split("|"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=1, max_size=14), st.sampled_from(["2017-07-02", "2000-02-29", "0001-01-01", "9999-12-31", None]))
def test_every_date_holds_its_words_and_its_bounds_whatever_the_text(parse: Parser, pieces: list[str], published: str | None) -> None:
    text = " ".join(pieces)
    dates, issues = annotate_dates(parse(text), Publication(published, "given" if published else "unknown"))
    for item in dates:
        assert text[item.start : item.end] == item.words
        assert item.edtf is None or EDTF.fullmatch(item.edtf), item
        if item.earliest and item.latest:
            assert date.fromisoformat(item.earliest) <= date.fromisoformat(item.latest), item
        assert item.timex3 is not None or any(i.start == item.start for i in issues), item
    assert [d.start for d in dates] == sorted(d.start for d in dates)


def test_a_hostile_row_of_numbers_is_read_without_deep_recursion(parse: Parser) -> None:
    dates, _ = annotate_dates(parse("hundred " * 3000 + "days."), SUNDAY)
    assert [d.kind for d in dates] == ["duration"]


def test_a_time_of_day_belongs_to_a_day_named_near_it_only(parse: Parser) -> None:
    near = "The raid was on 26 June 2017. Soldiers came at dawn."
    far = "The list came out on 26 June 2017. It names them all. Nobody had asked for it. Soldiers came at dawn."
    assert read_one(parse, near, "dawn").timex3 == "2017-06-26TMO"
    assert read_one(parse, far, "dawn").timex3 == "XXXX-XX-XXTMO"


def test_two_days_in_one_word_are_both_ends_of_a_range(parse: Parser) -> None:
    dates, _ = annotate_dates(parse("From 2–5 August 2014, the army fought in the hills."), Publication("2016-01-01", "given"))
    assert [(d.words, d.timex3, d.earliest, d.latest) for d in dates] == [
        ("2", "2014-08-02", "2014-08-02", "2014-08-05"),
        ("5 August 2014", "2014-08-05", "2014-08-02", "2014-08-05"),
    ]


def test_the_day_before_counts_from_the_day_told_of(parse: Parser) -> None:
    dates, _ = annotate_dates(parse("Jets bombed a bus on Thursday. Rebels had fired a missile the day before."), Publication("2018-08-10", "given"))
    assert [(d.words, d.timex3) for d in dates] == [("Thursday", "2018-08-09"), ("the day before", "2018-08-08")]
