"""Incidents over time."""

from __future__ import annotations

from karama.domain.catalogue import SpanCount
from karama.views.timeline import MOST_BINS, choose_unit, make_timeline


def test_what_surely_lies_in_a_month_and_what_may_are_apart() -> None:
    line = make_timeline([SpanCount("2017-05", "2017-05", 3), SpanCount("2017-05", "2017-07", 2)], "month")
    assert [(one.name, one.sure, one.may) for one in line.bins] == [("2017-05", 3, 2), ("2017-06", 0, 2), ("2017-07", 0, 2)]
    assert (line.bins[1].first, line.bins[1].last) == ("2017-06-01", "2017-06-30")


def test_there_is_no_gap_between_days() -> None:
    line = make_timeline([SpanCount("2017-02-27", "2017-02-27", 1), SpanCount("2017-03-01", "2017-03-01", 1)], "day")
    assert [one.name for one in line.bins] == ["2017-02-27", "2017-02-28", "2017-03-01"]


def test_what_is_too_early_to_be_shown_is_counted() -> None:
    line = make_timeline([SpanCount("1800", "1800", 4), SpanCount("1801", "2017", 1), SpanCount("2017", "2017", 1)], "year")
    assert (len(line.bins), line.earlier) == (MOST_BINS, 4)
    assert (line.bins[0].may, line.bins[-1].sure, line.bins[-1].may) == (1, 1, 1)


def test_the_unit_fits_the_time() -> None:
    assert [choose_unit("2017-06-01", last) for last in ("2017-06-20", "2018-06-01", "2030-01-01")] == ["day", "month", "year"]
    assert choose_unit(None, None) == "month"


def test_nothing_gives_no_bins() -> None:
    assert make_timeline([], "month").bins == ()
