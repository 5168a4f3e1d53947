"""Incidents over time: how many surely lie in a day, month or year, and how many only may, since their day is not known so exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from karama.domain.calendar import period_of_month, period_of_year
from karama.domain.catalogue import SpanCount, Unit

# Longest time in days that is shown by day, and by month; beyond it by year.
MOST_DAYS, MOST_MONTHS = 92, 365 * 8
MOST_BINS = 120  # more cannot be told apart; what is earlier is counted in one line


@dataclass(frozen=True, slots=True)
class Bin:
    """One day, month or year: `sure` incidents lie wholly in it, `may` others lie in it or beside it."""

    name: str  # "2017-07"
    first: str  # ISO days
    last: str
    sure: int
    may: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bins without gaps, and how many incidents end before the first."""

    unit: Unit
    bins: tuple[Bin, ...]
    earlier: int = 0


def choose_unit(first: str | None, last: str | None) -> Unit:
    """The unit in which so long a time can be read."""
    if first is None or last is None:
        return "month"
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    return "day" if days <= MOST_DAYS else "month" if days <= MOST_MONTHS else "year"


def make_timeline(spans: Sequence[SpanCount], unit: Unit) -> Timeline:
    """The bins from the first to the last that any incident may lie in."""
    if not spans:
        return Timeline(unit, ())
    names = _list_names(min(span.first for span in spans), max(span.last for span in spans), unit)
    kept = names[-MOST_BINS:]
    at = {name: number for number, name in enumerate(kept)}
    sure, steps = [0] * len(kept), [0] * (len(kept) + 1)
    earlier = 0
    for span in spans:
        if span.last < kept[0]:
            earlier += span.count
        elif span.first == span.last:
            sure[at[span.first]] += span.count
        else:
            steps[at.get(span.first, 0)] += span.count
            steps[at[span.last] + 1] -= span.count
    bins, open_now = [], 0
    for number, name in enumerate(kept):
        open_now += steps[number]
        first, last = _find_days(name, unit)
        bins.append(Bin(name, first, last, sure[number], open_now))
    return Timeline(unit, tuple(bins), earlier)


def _list_names(first: str, last: str, unit: Unit) -> list[str]:
    if unit == "year":
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    if unit == "month":
        start, end = (int(name[:4]) * 12 + int(name[5:7]) - 1 for name in (first, last))
        return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]
    day, end_day = date.fromisoformat(first), date.fromisoformat(last)
    return [(day + timedelta(number)).isoformat() for number in range((end_day - day).days + 1)]


def _find_days(name: str, unit: Unit) -> tuple[str, str]:
    if unit == "day":
        return name, name
    period = period_of_month(int(name[:4]), int(name[5:7])) if unit == "month" else period_of_year(int(name))
    assert period.first is not None and period.last is not None
    return period.first.isoformat(), period.last.isoformat()
