"""What time expressions mean on the calendar: TIMEX3, EDTF, first and last day, against the article's day or the date before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from karama.annotate.date_points import Context, Meaning, resolve_point
from karama.annotate.expressions import Expression
from karama.domain import calendar as cal
from karama.domain.annotations import Anchor
from karama.domain.calendar import Period

# How the units of TIMEX3 durations are written.
_DURATIONS = {"D": "P{}D", "W": "P{}W", "M": "P{}M", "Y": "P{}Y", "DE": "P{}DE", "CE": "P{}CE", "TH": "PT{}H", "TM": "PT{}M", "TS": "PT{}S", "Q": "P{}Q",
              "WE": "P{}WE", "F": "P{}W"}  # fmt: skip
_UNIT_NAMES = {"D": "day", "W": "week", "M": "month", "Y": "year", "DE": "decade", "CE": "century", "Q": "quarter", "WE": "weekend", "F": "fortnight"}


def write_duration(unit: str, count: float | None) -> str:
    """The TIMEX3 value of a length of time: "P2M", "PT6H", "PXD"."""
    if unit == "F":
        count = 2 * count if count is not None else None
    if unit == "Q" and count is not None:
        unit, count = "M", 3 * count
    return _DURATIONS[unit].format("X" if count is None else f"{count:g}" if count < 1e6 else str(int(count)))


def resolve_expression(x: Expression, context: Context, tense: str) -> Meaning:
    """What the expression means here; `tense` is past, future, present or unclear, by the verb that governs it."""
    try:
        return _resolve(x, context, tense)
    except (OverflowError, ValueError):  # the calendar has the years 1 to 9999: "10,000 years ago", "the year before AD 1"
        return Meaning("date", None, problem="beyond-calendar", reason="beyond the calendar")


def _resolve(x: Expression, context: Context, tense: str) -> Meaning:
    if x.form == "set":
        return Meaning("set", Period(x.value or write_duration(x.unit, x.count)), reason="recurs")
    if x.form == "reference":
        return _resolve_reference(x, context)
    if x.form == "duration":
        return _resolve_duration(x, context)
    if x.form == "shift":
        return _add_part(x, _resolve_shift(x, context))
    if x.form == "relative":
        return _add_part(x, _resolve_relative(x, context))
    if x.form in ("part", "clock"):
        return _resolve_part(x, context)
    return _add_part(x, resolve_point(x, context, tense, _resolve_relative))


def _resolve_reference(x: Expression, context: Context) -> Meaning:
    if x.value == "PRESENT_REF" and context.published and not context.narrative:
        day = context.published
        return Meaning("date", Period("PRESENT_REF", day.isoformat(), day, day), "published", "the time of the article")
    return Meaning("date", Period(x.value), reason="only says " + x.value[:-4].lower())


def _resolve_duration(x: Expression, context: Context) -> Meaning:
    value, base = write_duration(x.unit, x.count), context.published
    if x.relation not in ("last", "next") or base is None or x.count is None or context.narrative or x.unit not in ("D", "W", "M", "Y", "DE", "TH"):
        return Meaning("duration", Period(value), reason="a length of time")
    count, unit = (10 * x.count, "Y") if x.unit == "DE" else (-(-x.count // 24), "D") if x.unit == "TH" else (x.count, x.unit)
    end = cal.shift_day(base, count if x.relation == "next" else -count, unit)
    if end is None:
        return Meaning("duration", Period(value), reason="a length of time")
    first, last = min(base, end), max(base, end)
    reason = "counted forward from publication" if x.relation == "next" else "counted back from publication"
    return Meaning("duration", Period(value, f"{first}/{last}", first, last), "published", reason)


# ---------------------------------------------------------------- shifts: two days ago, a week later


def _resolve_shift(x: Expression, context: Context) -> Meaning:
    base, anchor = _find_base(x.base, context)
    if x.unit == "D" and x.base == "published" and (x.count or 0) <= 1 and context.narrative:
        return Meaning("date", Period("PRESENT_REF" if not x.count else "PAST_REF" if x.direction < 0 else "FUTURE_REF"), reason="in the time of the narrative")
    if x.count is None:
        return Meaning("date", Period("PAST_REF" if x.direction < 0 else "FUTURE_REF"), reason="a count that is not said")
    if context.before_christ and x.base == "previous" and context.year is not None and x.unit in ("Y", "DE"):
        year = context.year + x.direction * int(x.count) * (10 if x.unit == "DE" else 1)
        return Meaning("date", cal.period_of_year(year), "previous date", "counted from the date before")
    if base is None or (x.base == "previous" and anchor == "published" and (x.unit in ("D", "W", "TH", "TM") or x.direction > 0)):
        return Meaning("date", None, problem="no-anchor", reason="nothing to count from")
    if x.base == "previous" and anchor == "previous date" and not _is_fine_enough(x.unit, context):
        return Meaning("date", Period("PAST_REF" if x.direction < 0 else "FUTURE_REF"), reason="the date before is too coarse to count from")
    reason = f"{x.count:g} {_unit_name(x)} {'before' if x.direction < 0 else 'after'} {'publication' if anchor == 'published' else 'the date before'}"
    if x.count == 0:
        reason = "the day of publication"
    period = _shift_period(base, x)
    return Meaning("date", period, anchor, reason) if period else Meaning("date", None, problem="beyond-calendar")


def _unit_name(x: Expression) -> str:
    name = _UNIT_NAMES.get(x.unit, "hour" if x.unit == "TH" else "minute")
    return name if x.count == 1 else name + "s"


def _find_base(base: str, context: Context) -> tuple[date | None, Anchor]:
    if base == "published" and not context.narrative:
        return context.published, "published"
    if context.previous is not None and context.previous.first is not None:
        return context.previous.first, "previous date"
    return (context.published, "published") if base == "published" or not context.narrative else (None, "none")


def _is_fine_enough(unit: str, context: Context) -> bool:
    """Whether days may be counted from a day only, weeks from a day or week, months from a month, years from any date."""
    order = {"D": 0, "W": 1, "M": 2, "Y": 3}
    return order.get(context.previous_unit, 3) <= order.get(unit, 3 if unit in ("DE", "CE") else 0)


def _shift_period(base: date, x: Expression) -> Period | None:
    count = (x.count or 0) * x.direction
    unit = {"DE": "Y", "CE": "Y", "F": "W", "Q": "M", "WE": "W"}.get(x.unit, x.unit)
    count *= {"DE": 10, "CE": 100, "F": 2, "Q": 3}.get(x.unit, 1)
    if unit.startswith("T"):
        hours = count / {"TH": 1, "TM": 60, "TS": 3600}[unit]
        unit, count = "D", int(hours / 24) if abs(hours) >= 24 else 0
    day = cal.shift_day(base, count, unit)
    if day is None:
        return None
    if x.unit == "WE":
        return cal.period_of_weekend(day)
    return {"D": cal.period_of_day, "W": cal.period_of_week}.get(unit, _month_or_year(unit))(day)


def _month_or_year(unit: str) -> Callable[[date], Period]:
    return (lambda day: cal.period_of_month(day.year, day.month)) if unit == "M" else (lambda day: cal.period_of_year(day.year))


# ---------------------------------------------------------------- relatives: last week, that day


_STEPS = {"last": -1, "previous": -1, "next": 1, "following": 1, "this": 0, "same": 0, "the": 0}


def _resolve_relative(x: Expression, context: Context) -> Meaning:
    anaphoric = x.relation in ("previous", "following", "same")
    step = _STEPS[x.relation]
    if x.relation == "the" and x.unit == "WE" and context.published is not None and context.published.weekday() < 5:
        step = -1  # "the weekend" in a report of a working day is the one before
    if context.before_christ and (anaphoric or context.narrative) and context.year is not None:
        return _resolve_before_christ(x, context, step)
    base, anchor = _find_base("previous" if anaphoric else "published", context)
    if base is None or (anaphoric and anchor == "published" and x.relation != "same"):
        return Meaning("date", None, problem="no-anchor", reason="no date before it")
    if anaphoric and anchor == "previous date" and not _is_fine_enough(x.unit, context):
        return _resolve_coarse(x, context)
    period = _step_period(base, x.unit, step)
    if period is None:
        return Meaning("date", None, problem="beyond-calendar")
    word = {-1: "before", 0: "of", 1: "after"}[step]
    name = _UNIT_NAMES.get(x.unit, "time")
    reason = f"the {name} {word} {'publication' if anchor == 'published' else 'the date before'}"
    return Meaning("date", cal.narrow_period(period, x.modifier), anchor, reason)


def _resolve_coarse(x: Expression, context: Context) -> Meaning:
    """A day "of" a month or year that the text named before: somewhere within it."""
    whole = context.previous
    if x.unit == "D" and whole is not None and x.relation == "same" and len(whole.timex3) in (4, 7) and whole.timex3[-2:].isdigit():
        value = whole.timex3 + ("-XX" if len(whole.timex3) == 7 else "-XX-XX")
        return Meaning("date", Period(value, value, whole.first, whole.last), "previous date", "a day of the date before")
    return Meaning("date", None, problem="no-anchor", reason="the date before is too coarse")


def _resolve_before_christ(x: Expression, context: Context, step: int) -> Meaning:
    assert context.year is not None
    if x.unit == "DE":
        decade = (1 - context.year) // 10 - step
        return Meaning("date", Period(f"BC{decade:03d}"), "previous date", "the decade of the date before, counted on")
    if x.unit == "Y":
        return Meaning("date", cal.period_of_year(context.year + step), "previous date", "the year of the date before, counted on")
    return Meaning("date", Period("BCXXXX-XX-XX"), "previous date", "in the year of the date before")


def _step_period(base: date, unit: str, step: int) -> Period | None:
    if unit in ("D", "W", "F", "WE"):
        day = cal.shift_day(base, step, "D" if unit == "D" else "W")
        if day is None:
            return None
        return cal.period_of_day(day) if unit == "D" else cal.period_of_weekend(day) if unit == "WE" else cal.period_of_week(day)
    if unit == "M":
        return cal.period_of_month(*cal.shift_month(base.year, base.month, step))
    if unit == "Q":
        year, month = cal.shift_month(base.year, (base.month - 1) // 3 * 3 + 1, 3 * step)
        return cal.period_of_months(year, month, 3, f"{year:04d}-Q{month // 3 + 1}")
    if unit == "Y":
        return cal.period_of_year(base.year + step)
    if unit == "DE":
        return cal.period_of_decade(base.year // 10 * 10 + 10 * step)
    if unit == "CE":
        return cal.period_of_century(base.year // 100 + 1 + step)
    return None


# ---------------------------------------------------------------- times of day


def _resolve_part(x: Expression, context: Context) -> Meaning:
    """A time without its day: of the date before where the text has just named one, else of the day of publication."""
    base, anchor = _find_day(context)
    if x.relation in ("this", "last", "overnight") and not context.narrative:
        base, anchor = context.published, "published"
    if base is None or (context.narrative and anchor == "published"):
        return Meaning("time", Period("XXXX-XX-XX" + x.part), reason="a time of an unnamed day")
    if x.form == "clock" or x.relation or anchor == "previous date":
        shift = {"last": -1, "previous": -1, "following": 1, "next": 1}.get(x.relation, 0)
        day = base + timedelta(days=shift)
        first = day - timedelta(days=x.relation == "overnight")
        edtf = day.isoformat() if first == day else f"{first}/{day}"
        reason = "a time of " + ("the day of publication" if anchor == "published" else "the date before")
        return Meaning("time", Period(day.isoformat() + x.part, edtf, first, day), anchor, reason)
    first = base - timedelta(days=1)  # news of a day tells of that day and the night before it
    return Meaning("time", Period("XXXX-XX-XX" + x.part, f"{first}/{base}", first, base), "published", "a time of the day of publication or the day before")


def _find_day(context: Context) -> tuple[date | None, Anchor]:
    near = context.previous_day is not None and context.day_is_near
    return (context.previous_day, "previous date") if near else (context.published, "published")


def _add_part(x: Expression, found: Meaning) -> Meaning:
    """The meaning with the expression's time of day."""
    if not x.part or found.period is None or found.period.first is None or found.period.first != found.period.last:
        return found
    value, day = found.period.timex3 + x.part, found.period.first
    edtf = f"{day}{x.part}:00" if len(x.part) == 6 and x.part != "T24:00" else f"{day}{x.part[:-1]}:00Z" if x.part.endswith("Z") else found.period.edtf
    return Meaning("time", Period(value, edtf, found.period.first, found.period.last), found.anchor, found.reason)
