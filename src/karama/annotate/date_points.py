"""What a written calendar date means: parts that it leaves out come from the article's day, the date before, and the tense of its verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from karama.annotate.date_words import NAMED_DAYS
from karama.annotate.expressions import Expression
from karama.domain import calendar as cal
from karama.domain.annotations import Anchor, DateKind
from karama.domain.calendar import Period


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means; a None period means that the words alone do not say, and `problem` is why."""

    kind: DateKind
    period: Period | None
    anchor: Anchor = "none"
    reason: str = ""
    problem: str | None = None


@dataclass(slots=True)
class Context:
    """What dates are read against: the article's day, and the latest dates of the text. It moves on from date to date."""

    published: date | None
    narrative: bool = False  # the text tells of years long before its own day
    days_first: bool | None = None  # the order of 01/07/2017 where the text shows it
    previous: Period | None = None
    previous_day: date | None = None
    previous_unit: str = ""
    year: int | None = None
    month: int | None = None
    before_christ: bool = False
    day_is_near: bool = False  # the day before was named in this sentence or the one before it
    is_telling: bool = False  # this sentence or the one before it names its year
    days: dict[tuple[int, int], int] = field(default_factory=dict)  # the years of the days named so far

    def remember(self, period: Period) -> None:
        """Takes the period as the date before for what follows."""
        if period.timex3.startswith("BC"):
            self.before_christ, self.previous, self.month, self.previous_day = True, period, None, None
            if period.timex3[2:6].isdigit():
                self.year = 1 - int(period.timex3[2:6])
            return
        if period.first is None or period.last is None:
            return
        length = (period.last - period.first).days
        self.previous = period
        self.previous_unit = "D" if length == 0 else "W" if length < 8 else "M" if length < 32 else "Y"
        if length < 32 or period.first.year != self.year:  # a bare year does not make the text forget its month
            self.month = period.first.month if length < 32 else None
        self.year, self.before_christ = period.first.year, False
        if length == 0:
            self.days[period.first.month, period.first.day] = period.first.year
        self.previous_day = period.first if length == 0 else None


Relative = Callable[[Expression, Context], Meaning]


def resolve_point(x: Expression, context: Context, tense: str, relative: Relative) -> Meaning:
    """What a date of calendar parts means; `relative` resolves the year of "August of that year"."""
    if x.before_christ or (x.year is not None and x.year < 1) or _counts_down(x, context):
        return _resolve_before_christ(x, context)
    if x.decade is not None:
        return Meaning("date", cal.narrow_period(cal.period_of_decade(x.decade), x.modifier), reason="a decade")
    if x.century is not None:
        return Meaning("date", cal.period_of_century(x.century), reason="a century")
    if x.within is not None:
        return _resolve_within(x, context, relative(x.within, context))
    if x.other is not None and context.days_first is None:
        return _resolve_ambiguous(x)
    if x.year is not None:
        month, day = x.other if x.other is not None and context.days_first is False else (x.month, x.day)
        return _resolve_full(x, x.year, month, day, "none", "as written")
    if x.weekday is not None and x.day is None:
        return _resolve_weekday(x, context, tense)
    return _resolve_without_year(x, context, tense)


def _resolve_full(x: Expression, year: int, month: int | None, day: int | None, anchor: Anchor, reason: str) -> Meaning:
    if day is not None and month is not None:
        exact = cal.make_day(year, month, day)
        if exact is None:
            return Meaning("date", None, problem="no-such-day", reason="the calendar has no such day")
        return Meaning("date", cal.period_of_day(exact), anchor, reason)
    if month is not None:
        period = cal.period_of_month(year, month)
    elif x.season is not None:
        period = cal.period_of_season(year, x.season)
    elif x.quarter is not None:
        period = cal.period_of_months(year, 3 * x.quarter - 2, 3, f"{year:04d}-Q{x.quarter}")
    elif x.half is not None:
        period = cal.period_of_months(year, 6 * x.half - 5, 6, f"{year:04d}-H{x.half}")
    else:
        period = cal.period_of_year(year)
    return Meaning("date", cal.narrow_period(period, x.modifier), anchor, reason)


def _resolve_ambiguous(x: Expression) -> Meaning:
    """Both readings of 01/07/2017, as an EDTF set of alternatives."""
    assert x.other is not None and x.year is not None and x.month is not None and x.day is not None
    days = sorted(d for d in (cal.make_day(x.year, x.month, x.day), cal.make_day(x.year, *x.other)) if d is not None)
    period = Period(f"{x.year:04d}", f"[{days[0]},{days[-1]}]", days[0], days[-1])
    return Meaning("date", period, reason="day and month could be either", problem="ambiguous-day-month")


def _resolve_within(x: Expression, context: Context, whole: Meaning) -> Meaning:
    if whole.period is None or whole.period.first is None:
        return Meaning("date", None, anchor=whole.anchor, problem=whole.problem or "no-anchor")
    if x.month is None and x.day is not None:
        return _resolve_full(x, whole.period.first.year, whole.period.first.month, x.day, whole.anchor, whole.reason)
    return _resolve_full(x, whole.period.first.year, x.month, x.day, whole.anchor, "in " + whole.reason)


# ---------------------------------------------------------------- before Christ


def _counts_down(x: Expression, context: Context) -> bool:
    """Whether a month or season without a year falls in the year before Christ that the text is in."""
    return context.before_christ and x.year is None and x.within is None and x.decade is None and x.century is None and x.weekday is None


def _resolve_before_christ(x: Expression, context: Context) -> Meaning:
    if x.century is not None:
        return Meaning("date", cal.period_of_century(x.century, before_christ=True), reason="a century")
    if x.decade is not None:
        return Meaning("date", Period(f"BC{x.decade // 10:03d}"), reason="a decade")
    year = x.year if x.year is not None else context.year
    if year is None:
        return Meaning("date", None, problem="no-anchor")
    period = cal.period_of_year(year)
    month = f"-{x.month:02d}" if x.month else f"-{x.season}" if x.season else ""
    edtf = (period.edtf or "") + (f"-{x.month:02d}" if x.month else f"-{cal.SEASONS[x.season][0]}" if x.season else "")
    anchor: Anchor = "none" if x.year is not None else "previous date"
    return Meaning("date", Period(period.timex3 + month, edtf), anchor, "as written" if x.year is not None else "in the year of the date before")


# ---------------------------------------------------------------- weekdays


def _resolve_weekday(x: Expression, context: Context, tense: str) -> Meaning:
    assert x.weekday is not None
    name = cal.WEEKDAY_NAMES[x.weekday].capitalize()
    after = x.relation in ("following", "previous", "same")
    base: date | None = context.published
    anchor: Anchor = "published"
    if after or context.narrative:
        base, anchor = context.previous_day, "previous date"
        forward = x.relation not in ("previous", "last")
    else:
        forward = x.relation == "next" or (x.relation != "last" and tense == "future")
    if base is None:
        return Meaning("date", Period(f"XXXX-WXX-{x.weekday + 1}"), problem="no-anchor", reason=f"some {name}")
    day = cal.find_weekday(x.weekday, base, 1 if forward else -1, strict=x.relation in ("last", "next", "following", "previous"))
    origin = "publication" if anchor == "published" else "the date before"
    reason = f"the {name} of {origin} itself" if day == base else f"the {name} {'after' if forward else 'before'} {origin}"
    return Meaning("date", cal.period_of_day(day), anchor, reason)


# ---------------------------------------------------------------- dates without a year


def _resolve_without_year(x: Expression, context: Context, tense: str) -> Meaning:
    month = x.month or _first_month(x)
    named = NAMED_DAYS.get((x.month or 0, x.day or 0))
    if named is not None and x.value == "named":
        return _resolve_full(x, named[0], x.month, x.day, "none", "the day known by its date")
    if month is None:
        return Meaning("date", None, problem="no-anchor")
    known = context.days.get((month, x.day)) if x.day is not None and not x.relation else None
    if known is not None:
        return _resolve_full(x, known, x.month, x.day, "previous date", "the year in which the text has named this day")
    anaphoric = x.relation in ("previous", "following", "same")
    if (context.narrative or anaphoric or context.published is None) and context.year is not None and not context.before_christ:
        year = _roll_year(x, month, context)
        return _resolve_full(
            x, year, x.month, x.day, "previous date", "in the year of the date before" if year == context.year else "the year after the date before"
        )
    if context.published is None:
        return Meaning("date", Period(_write_open(x)), problem="no-anchor", reason="a year that is not said")
    if context.is_telling and tense != "future" and not x.relation and _is_later_month(month, context):
        return _resolve_full(x, _roll_year(x, month, context), x.month, x.day, "previous date", "in the year that the text is telling of")
    found = _resolve_full(x, _find_year(x, month, context.published, tense), x.month, x.day, "published", "")
    return replace(found, reason=found.reason or _explain(x, found.period, context.published))


def _is_later_month(month: int, context: Context) -> bool:
    """Whether the month follows one of an earlier year that has just been named: "from March 2011 ... by July"."""
    assert context.published is not None
    return context.month is not None and context.month < month and context.year is not None and context.year < context.published.year


def _explain(x: Expression, period: Period | None, published: date) -> str:
    """Why this year: "the June before publication"."""
    name = cal.MONTH_NAMES[x.month - 1].capitalize() if x.month else "season" if x.season else "quarter" if x.quarter else "half"
    name = f"{x.day} {name}" if x.day else name
    if period is None or period.first is None or period.last is None:
        return "from publication"
    where = "after" if period.first > published else "before" if period.last < published else "of"
    return f"the {name} {where} publication"


def _first_month(x: Expression) -> int | None:
    if x.season is not None:
        return cal.SEASONS[x.season][1]
    if x.quarter is not None:
        return 3 * x.quarter - 2
    return 6 * x.half - 5 if x.half is not None else None


def _write_open(x: Expression) -> str:
    if x.month is not None:
        return f"XXXX-{x.month:02d}" + (f"-{x.day:02d}" if x.day is not None else "")
    return f"XXXX-{x.season}" if x.season else f"XXXX-Q{x.quarter}" if x.quarter else "XXXX"


def _roll_year(x: Expression, month: int, context: Context) -> int:
    """The year of the date before, or the next one where a story that goes forward has passed New Year."""
    assert context.year is not None
    year = context.year
    if x.relation in ("following", "next") and context.month is not None and month <= context.month:
        return year + 1
    if x.relation in ("previous", "last") and context.month is not None and month >= context.month:
        return year - 1
    if context.month is not None and context.month - month > ROLL_OVER_MONTHS:
        return year + 1
    if context.month is not None and month - context.month > ROLL_BACK_MONTHS:
        return year - 1
    return year


# A story told forward comes to January after October, but goes back from June to March of the same year.
ROLL_OVER_MONTHS = 7
ROLL_BACK_MONTHS = 10


def _find_year(x: Expression, month: int, published: date, tense: str) -> int:
    """The year in which the month or day comes nearest before publication, or after it where the verb looks forward."""
    key, now = (month, x.day or 0), (published.month, published.day if x.day else 0)
    if x.relation == "this":
        return published.year - (x.season == "WI" and published.month < 3)
    if x.quarter is not None and not x.relation:
        return published.year if key <= now else published.year - 1  # results of a quarter come after it
    if x.relation == "last":
        return published.year if key < now else published.year - 1
    if x.relation == "next":
        return published.year if key > now else published.year + 1
    if tense == "future":
        return published.year if key >= now or (x.season and published.month - month < 3) else published.year + 1
    if tense == "past" and x.form == "point":
        return published.year if key <= now or _is_just_after(key, now) else published.year - 1
    ahead = month - published.month + ((x.day or 15) - published.day) / 31
    near = NEAR_MONTHS[tense]
    return published.year - 1 if ahead > near else published.year + 1 if ahead < near - 12 else published.year


def _is_just_after(key: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether a day lies so little after publication that a later edit or another time zone explains it."""
    return key[0] == now[0] and 0 < now[1] < key[1] <= now[1] + 2


# How many months ahead a month is still the coming one: with a verb in the present, and with none of its own.
NEAR_MONTHS = {"present": 5, "unclear": 2}
