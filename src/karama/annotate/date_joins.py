"""Time expressions with their neighbours and modifiers: "7:30pm on Wednesday", "August of that year", "the end of June", "since 2014"."""

from __future__ import annotations

from dataclasses import replace

from karama.annotate import date_words as w
from karama.annotate.expressions import Expression
from karama.domain.parse import Parse

_TIME_TO_DAY = frozenset(
    {(), ("on",), ("of",), (",",), ("on", "the"), ("of", "the"), ("in", "the"), ("hours", "of"), ("hours", "on"), (",", "on"), ("hours", "of", "the")}
)
_DAY_TO_TIME = frozenset(
    {
        (),
        ("at",),
        (",",),
        (",", "at"),
        ("in", "the"),
        ("at", "about"),
        ("at", "around"),
        ("around",),
        ("in", "the", "early"),
        ("early",),
        ("before",),
        ("after",),
        ("during", "the"),
    }
)
_TO_YEAR = frozenset({(), ("of",), (",",), ("in",), ("of", "the")})
_RANGE_TO = frozenset({"to", "until", "till", "through", "-", "–", "—"})


def join_expressions(p: Parse, found: list[Expression]) -> list[Expression]:
    """The expressions with neighbours of one phrase joined, modifiers taken in, and ranges marked."""
    joined: list[Expression] = []
    for item in found:
        current = item
        while joined and (one := _join(p, joined[-1], current)) is not None:
            joined.pop()
            current = one
        joined.append(current)
    floor, widened = 0, []
    for item in joined:
        wide = _widen(p, item, floor)
        widened.append(wide)
        floor = wide.last + 1
    return _mark_ranges(p, widened)


def _join(p: Parse, a: Expression, b: Expression) -> Expression | None:
    """Both as one, or None where they stand apart."""
    if b.first - a.last > 4 or a.last >= b.first or a.start >= 0 or b.start >= 0:
        return None
    gap = p.lowers[a.last + 1 : b.first]
    if (
        a.form in ("part", "clock")
        and _is_day(b)
        and gap in _TIME_TO_DAY
        and (b.part in ("", a.part) or a.form == "clock")
        and not (a.relation and b.form != "point")
    ):
        return replace(b, first=a.first, part=_join_part(a, b))
    if _is_day(a) and b.form in ("part", "clock") and gap in _DAY_TO_TIME and b.relation in ("", "overnight") and (not a.part or b.form == "clock"):
        return replace(a, last=b.last, part=_join_part(b, a))
    if {a.form, b.form} == {"clock", "part"} and gap in ((), ("in", "the"), (",",), ("at",)):
        clock, part = (a, b) if a.form == "clock" else (b, a)
        return replace(part, first=a.first, last=b.last, part=_join_part(clock, part))
    if (
        a.weekday is not None
        and a.day is None
        and a.form == "point"
        and not a.part
        and b.form == "point"
        and b.day is not None
        and gap in ((), (",",), (",", "the"))
    ):
        return replace(b, first=a.first, weekday=a.weekday)
    return _join_year(a, b, gap)


def _join_year(a: Expression, b: Expression, gap: tuple[str, ...]) -> Expression | None:
    if b.form == "point" and b.year is None and b.within is None and (b.quarter or b.half) and gap in ((), ("'s",), ("’s",)):
        if a.form == "point" and _only_year(a):
            return replace(b, first=a.first, year=a.year)
        if a.form == "relative" and a.unit == "Y":
            return replace(b, first=a.first, within=a)
    if a.form != "point" or a.year is not None or a.within is not None or a.decade is not None or a.century is not None or gap not in _TO_YEAR:
        return None
    if a.weekday is not None and a.day is None:
        return None
    if b.form == "point" and _only_year(b) and (gap != ("in",) or a.day is None):
        return replace(a, last=b.last, year=b.year)
    if b.form == "relative" and b.unit == "Y" and b.relation in ("last", "next", "this", "same", "previous", "following") and (gap != (",",) or a.day is None):
        return replace(a, last=b.last, within=b)
    if b.form == "relative" and b.unit == "M" and a.day is not None and a.month is None:
        return replace(a, last=b.last, within=b)
    return None


def _is_day(x: Expression) -> bool:
    """Whether the expression is one day, which a time of day may be of."""
    if x.form == "point":
        return x.day is not None or x.weekday is not None
    return x.unit == "D" and x.form in ("relative", "shift") and x.part == ""


def _only_year(x: Expression) -> bool:
    return x.year is not None and x.month is None and x.season is None and x.quarter is None and x.half is None


def _join_part(time: Expression, other: Expression) -> str:
    """The time of day of both: "11:30" at night is 23:30."""
    part = time.part or other.part
    rough = other.part if other.form == "part" or other.part in ("TEV", "TNI", "TAF") else ""
    if (
        time.form == "clock"
        and rough in ("TEV", "TNI", "TAF")
        and part[1:3].isdigit()
        and 1 <= int(part[1:3]) < 12
        and not (rough == "TNI" and int(part[1:3]) < 6)
    ):
        return f"T{int(part[1:3]) + 12}{part[3:]}"
    return part


# ---------------------------------------------------------------- modifiers


def _widen(p: Parse, x: Expression, floor: int) -> Expression:
    """The expression with "early", "mid-", "the end of" and its article before it."""
    if x.start >= 0 or x.form not in ("point", "relative", "part"):
        return x
    first, modifier, lowers = x.first, x.modifier, p.lowers
    for _ in range(3):
        j = first - 1
        if j < floor:
            break
        word, before = lowers[j], lowers[j - 1] if j > floor else ""
        if word == "-" and before in w.MODIFIERS:
            first, modifier = j - 1, modifier or w.MODIFIERS[before]
        elif word in w.MODIFIERS and word not in ("around", "circa", "middle"):
            first, modifier = j, modifier or w.MODIFIERS[word]
        elif word in ("of", "in") and before in w.EDGES and (word == "of" or before in ("early", "late")):
            first, modifier = j - 1, modifier or w.EDGES[before]
            if first - 1 >= floor and lowers[first - 1] in w.EDGE_ADJECTIVES:
                first -= 1
                modifier = modifier or w.EDGE_ADJECTIVES[lowers[first]]
        elif word == "the" and _takes_article(x, first):
            first = j
        elif word == "in" and before in w.MODIFIERS and x.form in ("point", "relative") and before != "around":
            first, modifier = j - 1, modifier or w.MODIFIERS[before]
        elif word == "the" and before in ("of", "in") and j - 2 >= floor and (lowers[j - 2] in w.EDGES or lowers[j - 2] in w.MODIFIERS):
            first = j
        else:
            break
    return replace(x, first=first, modifier=modifier) if (first, modifier) != (x.first, x.modifier) else x


def _takes_article(x: Expression, first: int) -> bool:
    """Whether "the" belongs to the expression: the 1990s, the 19th century, the third quarter, the end of June."""
    return first != x.first or any(v is not None for v in (x.decade, x.century, x.season, x.quarter, x.half)) or x.form in ("relative", "part")


# ---------------------------------------------------------------- ranges


def _mark_ranges(p: Parse, found: list[Expression]) -> list[Expression]:
    """The expressions with `reach` set: since, until, and both ends of from ... to, between ... and."""
    for n, x in enumerate(found):
        before = p.lowers[x.first - 1] if x.first else ""
        if x.form in ("point", "relative", "shift") and not x.reach and (before in w.OPENERS or before in w.CLOSERS):
            found[n] = replace(x, reach="since" if before in w.OPENERS else "until")
        if n and x.form == found[n - 1].form == "point":
            pair = _mark_pair(p, found[n - 1], found[n])
            if pair is not None:
                found[n - 1], found[n] = pair
    return found


def _mark_pair(p: Parse, a: Expression, b: Expression) -> tuple[Expression, Expression] | None:
    gap = p.lowers[a.last + 1 : b.first]
    before = p.lowers[a.first - 1] if a.first else ""
    if len(gap) > 2 or a.start >= 0 or (a.reach and a.reach != "from"):
        return None
    middle = next((word for word in gap if word != ","), "")
    if a.year is None and b.year is not None and a.within is None and middle in (*_RANGE_TO, "and", "or") and (a.month is not None or a.season is not None):
        over = a.month is not None and b.month is not None and a.month > b.month
        a = replace(a, year=b.year - over)
    if (middle in _RANGE_TO and gap[0] != ",") or (middle == "and" and before == "between"):
        return replace(a, reach="from"), replace(b, reach="to")
    return a, b
