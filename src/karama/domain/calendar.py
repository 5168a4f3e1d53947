"""Written dates and the calendar: dates read from words, and periods with their TIMEX3 and EDTF values. Pure functions."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

MONTH_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# "Sept." and "Sept" as agencies write them; three letters as in "15 NOV 89". "may" has no short form.
MONTHS: dict[str, int] = {name: n for n, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {form: n for n, name in enumerate(MONTH_NAMES, 1) if n != 5 for form in (name[:3], name[:3] + ".")}
MONTHS |= {"sept": 9, "sept.": 9, "june.": 6, "july.": 7}
WEEKDAYS: dict[str, int] = {name: n for n, name in enumerate(WEEKDAY_NAMES)}
# Short forms are words of their own ("sat", "sun"), so they count only beside a number or a comma.
SHORT_WEEKDAYS: dict[str, int] = {form: n for n, name in enumerate(WEEKDAY_NAMES) for form in (name[:3], name[:3] + ".")}
SHORT_WEEKDAYS |= {"tues": 1, "tues.": 1, "thur": 3, "thurs": 3, "thurs.": 3, "weds": 2}
ORDINAL_ENDINGS = ("st", "nd", "rd", "th")
EARLIEST_YEAR, LATEST_YEAR = 1000, 2100  # a bare number outside is a count, not a year
PIVOT = 50  # "89" is 1989, "17" is 2017

# EDTF level 1 codes of the seasons, and the months they take in the northern hemisphere, from the first one.
SEASONS: dict[str, tuple[str, int, int]] = {"SP": ("21", 3, 5), "SU": ("22", 6, 8), "FA": ("23", 9, 11), "WI": ("24", 12, 2)}


class Written(NamedTuple):
    """A date as it is written in words[first..last]; None for a part that is not there. `other` is the second reading of 01/07/2017."""

    first: int
    last: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    other: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: TIMEX3 and EDTF values, first and last day (None where the calendar cannot say)."""

    timex3: str
    edtf: str | None = None
    first: date | None = None
    last: date | None = None


# ---------------------------------------------------------------- periods


def period_of_day(day: date) -> Period:
    """The day itself."""
    return Period(day.isoformat(), day.isoformat(), day, day)


def period_of_week(day: date) -> Period:
    """The ISO week of the day, Monday to Sunday."""
    year, week, weekday = day.isocalendar()
    first = day - timedelta(days=weekday - 1)
    return _span(f"{year}-W{week:02d}", first, first + timedelta(days=6))


def period_of_weekend(day: date) -> Period:
    """Saturday and Sunday of the ISO week of the day."""
    year, week, weekday = day.isocalendar()
    first = day + timedelta(days=6 - weekday)
    return _span(f"{year}-W{week:02d}-WE", first, first + timedelta(days=1))


def period_of_month(year: int, month: int) -> Period:
    """The month."""
    return Period(f"{year:04d}-{month:02d}", f"{year:04d}-{month:02d}", date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def period_of_months(year: int, month: int, count: int, timex3: str) -> Period:
    """So many months from this one on, under the given TIMEX3 value (quarters, halves)."""
    end_year, end_month = shift_month(year, month, count - 1)
    return Period(
        timex3, f"{year:04d}-{month:02d}/{end_year:04d}-{end_month:02d}", date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])
    )


def period_of_season(year: int, season: str) -> Period:
    """The season that begins in that year; winter runs into the next."""
    code, first, last = SEASONS[season]
    end_year = year + (last < first)
    return Period(f"{year:04d}-{season}", f"{year:04d}-{code}", date(year, first, 1), date(end_year, last, monthrange(end_year, last)[1]))


def period_of_year(year: int) -> Period:
    """The year; a year before 1 is before Christ, counted as historians do (-489 is 490 BC), and has no days here."""
    if year < 1:
        return Period(f"BC{1 - year:04d}", f"-{-year:04d}" if year else "0000")
    return Period(f"{year:04d}", f"{year:04d}", date(year, 1, 1), date(year, 12, 31))


def period_of_decade(year: int) -> Period:
    """The decade that begins with the year (1990 for the 1990s)."""
    return Period(f"{year // 10:03d}X", f"{year // 10:03d}X", date(year, 1, 1), date(year + 9, 12, 31))


def period_of_century(number: int, before_christ: bool = False) -> Period:
    """The n-th century, as the hundred years that share their first digits (19 gives 18XX)."""
    if before_christ:
        return Period(f"BC{number - 1:02d}")
    first = (number - 1) * 100
    return Period(f"{number - 1:02d}XX", f"{number - 1:02d}XX", date(max(first, 1), 1, 1), date(first + 99, 12, 31))


def _span(timex3: str, first: date, last: date) -> Period:
    return Period(timex3, f"{first.isoformat()}/{last.isoformat()}", first, last)


# Which third of a period "early", "mid" and "late" mean: 1 to 10 June, January to April.
THIRDS: dict[str, int] = {"early": 0, "mid": 1, "late": 2}
_PARTS_OF_YEAR = ((1, 4), (5, 8), (9, 12))
_PARTS_OF_MONTH = ((1, 10), (11, 20), (21, 31))
_PARTS_OF_DECADE = ((0, 3), (4, 6), (7, 9))


def narrow_period(period: Period, modifier: str) -> Period:
    """The early, middle or late part of a decade, year or month, under the same TIMEX3 value; other periods as they are."""
    third, value, first = THIRDS.get(modifier), period.timex3, period.first
    if third is None or first is None or period.last is None:
        return period
    if len(value) == 4 and value.isdigit():
        low, high = _PARTS_OF_YEAR[third]
        return replace(period_of_months(first.year, low, high - low + 1, value))
    if len(value) == 4 and value[3] == "X":
        low, high = _PARTS_OF_DECADE[third]
        return Period(value, f"{first.year + low}/{first.year + high}", date(first.year + low, 1, 1), date(first.year + high, 12, 31))
    if len(value) == 7 and value[5:].isdigit():
        low, high = _PARTS_OF_MONTH[third]
        return _span(value, first.replace(day=low), first.replace(day=min(high, period.last.day)))
    return period


# ---------------------------------------------------------------- arithmetic


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day (30 February)."""
    return date(year, month, day) if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def shift_month(year: int, month: int, count: int) -> tuple[int, int]:
    """(year, month) so many months later, or earlier for a negative count."""
    months = year * 12 + month - 1 + count
    return months // 12, months % 12 + 1


def shift_day(day: date, count: float, unit: str) -> date | None:
    """The day so many days, weeks, months or years later (earlier for a negative count), or None beyond the calendar."""
    try:
        if unit in ("D", "W"):
            return day + timedelta(days=int(count * (7 if unit == "W" else 1)))
        year, month = shift_month(day.year, day.month, int(count * (12 if unit == "Y" else 1)))
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None


def find_weekday(weekday: int, base: date, direction: int, strict: bool = False) -> date:
    """The nearest such weekday on or before (direction -1) or on or after (1) the base; `strict` leaves the base itself out."""
    gap = (base.weekday() - weekday if direction < 0 else weekday - base.weekday()) % 7
    return base + timedelta(days=direction * (gap or (7 if strict else 0)))


def full_year(digits: str) -> int:
    """The year of four or two digits: "89" is 1989, "17" is 2017."""
    number = int(digits)
    return number if len(digits) > 2 else number + (1900 if number >= PIVOT else 2000)


# ---------------------------------------------------------------- dates in words


def read_written(words: Sequence[str], start: int) -> Written | None:
    """The date that begins at words[start] and has at least a month; words in lower case, marks as words of their own.

    "1 july 2017", "july 1, 2017", "jan. 5", "3rd of june", "15 nov 89", "june 2017", "2017-07-01", "01/07/2017", "thursday, 1 june".
    """
    word = words[start]
    weekday = WEEKDAYS.get(word, SHORT_WEEKDAYS.get(word))
    if weekday is not None:
        inner = start + 1
        while inner < min(len(words), start + 3) and words[inner] in (",", ".", "the"):
            inner += 1
        found = read_written(words, inner) if inner < len(words) and words[inner] not in WEEKDAYS and words[inner] not in SHORT_WEEKDAYS else None
        return found._replace(first=start, weekday=weekday) if found else None
    if word in MONTHS:
        return _read_month_first(words, start)
    return _read_day_first(words, start) if word[:1].isdigit() else None


def read_day_number(word: str) -> int | None:
    """The day of the month in "1", "01", "1st" or None."""
    digits = word[:-2] if word.endswith(ORDINAL_ENDINGS) else word
    if 0 < len(digits) < 3 and digits.isascii() and digits.isdigit() and 1 <= int(digits) <= 31:
        return int(digits)
    return None


def _read_month_first(words: Sequence[str], start: int) -> Written:
    month, after = MONTHS[words[start]], _skip(words, start + 1, (".",))
    day = read_day_number(words[after]) if after < len(words) else None
    if day is None and after + 1 < len(words) and words[after] == "the" and words[after + 1].endswith(ORDINAL_ENDINGS):
        day = read_day_number(words[after + 1])
        after += day is not None
    if day is None:
        year, last = _read_year(words, after, start, short=False)
        return Written(start, last, year, month)
    year, last = _read_year(words, after + 1, after, short=False)
    return Written(start, last, year, month, day)


def _read_day_first(words: Sequence[str], start: int) -> Written | None:
    numeric = _read_numeric(words, start)
    if numeric is not None:
        return numeric
    day, after = read_day_number(words[start]), start + 1
    if day is None:
        return None
    if after < len(words) and words[after] in ("of", "-"):
        after += 1
    if after >= len(words) or words[after] not in MONTHS:
        return None
    dotted = _skip(words, after + 1, (".",)) - 1
    year, last = _read_year(words, dotted + 1, dotted, short=True)
    return Written(start, last, year, MONTHS[words[after]], day)


def _skip(words: Sequence[str], start: int, marks: tuple[str, ...]) -> int:
    return start + 1 if start + 1 < len(words) and words[start] in marks and words[start + 1][:1].isdigit() else start


def _read_year(words: Sequence[str], start: int, before: int, short: bool) -> tuple[int | None, int]:
    """The year at words[start], after a comma or "of" where there is one, and its last word; else None and `before`."""
    at = start + 1 if start < len(words) and words[start] in (",", "of", "'", "’", "-") else start
    if at >= len(words):
        return None, before
    digits = words[at].lstrip("'’")
    if len(digits) == 4 and digits.isascii() and digits.isdigit() and EARLIEST_YEAR <= int(digits) <= LATEST_YEAR:
        return int(digits), at
    marked = words[start] in ("'", "’") or digits != words[at]
    if ((short and at == start) or marked) and len(digits) == 2 and digits.isascii() and digits.isdigit():
        return full_year(digits), at
    return None, before


def _read_numeric(words: Sequence[str], start: int) -> Written | None:
    """2017-07-01 (also as five words), 01/07/2017, 1.7.2017."""
    word, last = words[start], start
    if len(word) == 4 and word.isdigit() and start + 4 < len(words) and words[start + 1] == words[start + 3] == "-":
        word, last = "-".join((word, words[start + 2], words[start + 4])), start + 4
    for mark in "-/.":
        parts = word.split(mark)
        if len(parts) == 3 and all(p.isascii() and p.isdigit() for p in parts) and not any(len(p) > 4 for p in parts):
            return _order_numbers(start, last, parts)
    return None


def _order_numbers(first: int, last: int, parts: list[str]) -> Written | None:
    if len(parts[0]) == 4:
        year, month, day = map(int, parts)
        return Written(first, last, year, month, day) if EARLIEST_YEAR <= year <= LATEST_YEAR and make_day(year, month, day) else None
    a, b, year = int(parts[0]), int(parts[1]), full_year(parts[2])
    if len(parts[2]) not in (2, 4) or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    readings = [(m, d) for m, d in ((b, a), (a, b)) if make_day(year, m, d)]
    if not readings:
        return None
    other = readings[1] if len(readings) == 2 and readings[0] != readings[1] else None
    return Written(first, last, year, readings[0][0], readings[0][1], other=other)
