"""What the words of a time expression say, before any calendar is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# point: parts of a calendar date; relative: "last week", "that day"; shift: "two days ago"; part: "at dawn"; clock: "10:30";
# name: a date that is a name ("14 February Coalition") and no time.
Form = Literal["point", "relative", "shift", "duration", "set", "reference", "part", "clock", "name"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression in tokens first..last (start and end in code points where it is less than whole tokens)."""

    first: int
    last: int
    form: Form
    year: int | None = None  # -489 is 490 BC
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None  # SP SU FA WI
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None  # 1990
    century: int | None = None  # 19
    before_christ: bool = False
    other: tuple[int, int] | None = None  # (month, day) of the second reading of 01/07/2017
    unit: str = ""  # TIMEX3 letter: D W M Y DE CE TH TM TS, WE for a weekend, F for a fortnight
    count: float | None = None  # None: vague
    relation: str = ""  # last next this previous following same
    direction: int = 0  # shift: -1 before, 1 after
    base: str = ""  # shift: published or previous
    part: str = ""  # TMO TAF TEV TNI T10:30
    value: str = ""  # TIMEX3 value of a set or reference
    modifier: str = ""  # early mid late
    within: Expression | None = None  # the year or month that a point belongs to: "August of that year"
    reach: str = ""  # since, until, or the ends of a range: from, to
    start: int = -1
    end: int = -1
