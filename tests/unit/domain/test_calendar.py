"""Rules of written dates and of periods."""

from __future__ import annotations

from datetime import date

import pytest

from karama.domain.calendar import Written, find_weekday, narrow_period, period_of_month, period_of_season, period_of_week, period_of_year, read_written


@pytest.mark.parametrize(
    ("words", "year", "month", "day"),
    [
        ("1 july 2017", 2017, 7, 1),
        ("july 1 , 2017", 2017, 7, 1),
        ("jan. 5", None, 1, 5),
        ("15 nov 89", 1989, 11, 15),
        ("3rd of june", None, 6, 3),
        ("june 2017", 2017, 6, None),
        ("2017 - 07 - 01", 2017, 7, 1),
        ("2017-07-01", 2017, 7, 1),
        ("25/12/2016", 2016, 12, 25),
        ("thursday , february 23 , 2006", 2006, 2, 23),
    ],
)
def test_a_date_is_read_in_any_common_order(words: str, year: int | None, month: int, day: int | None) -> None:
    found = read_written(words.split(), 0)
    assert found is not None
    assert (found.year, found.month, found.day) == (year, month, day)
    assert found.last == len(words.split()) - 1


def test_figures_that_can_be_read_two_ways_keep_both() -> None:
    assert read_written(["01/07/2017"], 0) == Written(0, 0, 2017, 7, 1, other=(1, 7))


def test_what_no_calendar_has_is_no_numeric_date() -> None:
    assert read_written(["32/13/2017"], 0) is None
    assert read_written(["t-72"], 0) is None


def test_a_week_runs_from_monday_to_sunday() -> None:
    week = period_of_week(date(2017, 7, 2))
    assert (week.timex3, week.first, week.last) == ("2017-W26", date(2017, 6, 26), date(2017, 7, 2))


def test_winter_runs_into_the_next_year() -> None:
    assert period_of_season(2016, "WI").last == date(2017, 2, 28)


def test_a_year_before_christ_is_one_less_in_edtf() -> None:
    assert (period_of_year(-489).timex3, period_of_year(-489).edtf) == ("BC0490", "-0489")


def test_early_and_late_narrow_the_days_and_keep_the_value() -> None:
    late = narrow_period(period_of_month(2017, 6), "late")
    assert (late.timex3, late.edtf) == ("2017-06", "2017-06-21/2017-06-30")


def test_a_weekday_on_the_day_itself_counts_unless_strict() -> None:
    sunday = date(2017, 7, 2)
    assert find_weekday(6, sunday, -1) == sunday
    assert find_weekday(6, sunday, -1, strict=True) == date(2017, 6, 25)
