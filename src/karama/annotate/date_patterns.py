"""Time expressions as they are written: one look at each token, a reader for each word that can be the core of one."""

from __future__ import annotations

from collections.abc import Callable

from karama.annotate import date_moments as moments
from karama.annotate import date_words as w
from karama.annotate.date_units import read_unit
from karama.annotate.expressions import Expression
from karama.domain.calendar import MONTHS, SHORT_WEEKDAYS, WEEKDAYS, Written, full_year, read_day_number, read_written
from karama.domain.parse import Parse

Reader = Callable[[Parse, int], "Expression | tuple[Expression, ...] | None"]
_AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar", "august", "dec", "jan", "jun", "nov", "sep", "june", "april"})
_VERBAL_MONTHS = frozenset({"may", "march", "mar"})
_MONTH_LEADS = frozenset(
    {"in", "of", "by", "since", "until", "till", "last", "next", "this", "early", "late", "mid", "to", "from", "between", "during", "and", "or", "-",
     "before", "after", "through", "throughout", "each", "every", "a", "the", "on", "(", ",", "that"}
)  # fmt: skip
_RANGE_MARKS = frozenset({"-", "–", "—", "to", "and", "or", "through", "until", "till", "&"})
_PAPER_NOUNS = frozenset({"times", "telegraph", "mail", "express", "mirror", "herald", "post", "agreement", "bloody"})
_DAY_NICKNAMES = frozenset({"bloody", "black", "good", "ash", "palm", "super", "cyber"})


def find_expressions(p: Parse) -> list[Expression]:
    """All expressions in text order, not yet joined with their neighbours."""
    found: list[Expression] = []
    taken, words, readers = -1, p.lowers, READERS
    for i, word in enumerate(words):
        reader = readers.get(word)
        if reader is None:
            if word[0] not in _DIGIT_STARTS:
                if len(word) > 5 and word[:4] in ("mid-", "pre-"):
                    reader = _read_prefixed
                else:
                    continue
            else:
                reader = _read_digits
        if i <= taken:
            continue
        for item in _as_tuple(reader(p, i)):
            if item.first > taken:
                taken = item.last
                if item.form != "name":
                    found.append(item)
    return found


_DIGIT_STARTS = frozenset("0123456789")


def _as_tuple(item: Expression | tuple[Expression, ...] | None) -> tuple[Expression, ...]:
    return () if item is None else (item,) if isinstance(item, Expression) else item


# ---------------------------------------------------------------- months, weekdays, numbers


def _point(found: Written, **more: object) -> Expression:
    return Expression(
        found.first, found.last, "point", year=found.year, month=found.month, day=found.day, weekday=found.weekday, other=found.other, **more  # type: ignore[arg-type]
    )  # fmt: skip


def _read_month(p: Parse, i: int) -> tuple[Expression, ...] | None:
    found = read_written(p.lowers, i)
    if found is None or not _is_month(p, i, found):
        return None
    if found.day is not None and found.year is None and p.lowers[i - 1 : i] == ("in",) and _counts_a_noun(p, found.last):
        found = Written(i, i, None, found.month)  # "in June 12 people died"
    if _names_something(p, found):
        return (Expression(found.first, found.last, "name"),)
    return _read_second_day(p, found) or (_point(found),)


def _is_month(p: Parse, i: int, found: Written) -> bool:
    """Whether "may", "march" and the like mean the month: by capitals, tags and neighbours."""
    lower, word = p.lowers[i], p.words[i]
    if found.day is not None or found.year is not None or lower not in _AMBIGUOUS_MONTHS:
        return word[0].isupper() or found.day is not None or found.year is not None
    before = p.lowers[i - 1] if i else ""
    if lower in _VERBAL_MONTHS:
        return (
            word[0].isupper()
            and p.tags[i][:2] in ("NN", "MD", "VB")
            and before in _MONTH_LEADS
            and not (p.tags[i] != "NNP" and before in ("and", "or", ",", "to", "the", "that"))
        )
    return (
        word[0].isupper()
        and (before in _MONTH_LEADS or p.tags[i - 1] != "NNP")
        and not (i + 1 < len(p) and p.tags[i + 1] == "NNP" and p.deps[i] == "compound" and before not in _MONTH_LEADS)
    )


def _counts_a_noun(p: Parse, i: int) -> bool:
    """Whether the number i counts the noun after it: "June 12 people"."""
    if not p.lowers[i].isdigit() or i + 1 >= len(p):
        return False
    after = p.lowers[i + 1]
    return (p.tags[i + 1] in ("NNS", "NNPS") and after not in MONTHS) or after in w.NOT_YEAR_FOLLOWERS or after in ("percent", "%")


def _names_something(p: Parse, found: Written) -> bool:
    """Whether the date is part of a name: "14 February Coalition", "26 September Street"."""
    if found.day is None or found.year is not None or found.last + 1 >= len(p):
        return False
    nearby = range(found.last + 1, min(len(p), found.last + 3))
    return p.words[found.last + 1][0].isupper() and any(p.lowers[k] in w.NAME_NOUNS and p.words[k][0].isupper() for k in nearby)


def _split_days(word: str) -> tuple[int, int] | None:
    """The two days of the month in one token: "2–5"."""
    for mark in "–—-":
        low, _, high = word.partition(mark)
        first, second = read_day_number(low) if low else None, read_day_number(high) if high else None
        if first is not None and second is not None and first < second:
            return first, second
    return None


def _write_days(p: Parse, i: int, days: tuple[int, int], month: Written | None) -> tuple[Expression, ...] | None:
    """Both days of "2–5 August 2014", whose days are the token i."""
    if month is None or month.month is None or month.day is not None:
        return None
    start, cut = p.starts[i], len(p.lowers[i].partition(next(m for m in "–—-" if m in p.lowers[i]))[0])
    return (
        Expression(i, i, "point", year=month.year, month=month.month, day=days[0], start=start, end=start + cut, reach="from"),
        Expression(i + 1, month.last, "point", year=month.year, month=month.month, day=days[1], start=start + cut + 1, end=p.ends[month.last], reach="to"),
    )


def _read_second_day(p: Parse, found: Written) -> tuple[Expression, ...] | None:
    """April 6 and 7, May 12-15, with the year that follows."""
    k = found.last + 1
    if found.day is None or found.year is not None or k + 1 >= len(p) or p.lowers[k] not in _RANGE_MARKS or p.lowers[found.last] in MONTHS:
        return None
    day = read_day_number(p.lowers[k + 1])
    after = p.lowers[k + 2] if k + 2 < len(p) else ""
    if day is None or day <= found.day or after in MONTHS or after in w.UNITS or _counts_a_noun(p, k + 1) or after in ("/", "million", "-"):
        return None
    year, last = None, k + 1
    at = k + 3 if after == "," else k + 2
    if at < len(p) and len(p.lowers[at]) == 4 and p.lowers[at].isdigit() and is_year(p, at):
        year, last = int(p.lowers[at]), at
    return (
        Expression(found.first, found.last, "point", year=year, month=found.month, day=found.day, weekday=found.weekday),
        Expression(k + 1, last, "point", year=year, month=found.month, day=day),
    )


def _read_weekday(p: Parse, i: int) -> Expression | None:
    lower, word = p.lowers[i], p.words[i]
    short = lower not in WEEKDAYS
    plural = short and lower.endswith("s") and lower[:-1] in WEEKDAYS
    if not word[0].isupper() and (short or p.tags[i][:2] != "NN"):
        return None
    before = p.lowers[i - 1] if i else ""
    after = p.lowers[i + 1] if i + 1 < len(p) else ""
    if (after in _PAPER_NOUNS and p.words[i + 1][0].isupper()) or (before in _DAY_NICKNAMES and p.words[i - 1][0].isupper()):
        return None
    if plural or before in w.EACH:
        day = WEEKDAYS[lower[:-1] if plural else lower] if plural or lower in WEEKDAYS else None
        return None if day is None else Expression(i if before not in w.EACH else i - 1, i, "set", weekday=day, value=f"XXXX-WXX-{day + 1}")
    found = read_written(p.lowers, i)
    if found is not None:
        return _point(found)
    if short:
        return None
    relation, first = moments.read_relation_left(p, i - 1)
    return Expression(first, i, "point", weekday=WEEKDAYS[lower], relation=relation)


def _read_digits(p: Parse, i: int) -> Expression | tuple[Expression, ...] | None:
    lower = p.lowers[i]
    if len(lower) < 6 and (days := _split_days(lower)) is not None and i + 1 < len(p) and p.lowers[i + 1] in MONTHS:
        return _write_days(p, i, days, read_written(p.lowers, i + 1))
    written = read_written(p.lowers, i)
    if written is not None:
        return Expression(written.first, written.last, "name") if _names_something(p, written) else _read_dotted(p, written)
    return _read_first_day(p, i) or _read_clock(p, i) or _read_decade(p, i) or _read_years(p, i) or _read_named_day(p, i, lower)


def _read_dotted(p: Parse, written: Written) -> Expression | None:
    """The written date, if "5 may" is a day of May and not five who may."""
    month = next((k for k in range(written.first, written.last + 1) if p.lowers[k] in _VERBAL_MONTHS), None)
    if month is not None and not p.words[month][0].isupper():
        return None
    if (
        p.lowers[written.first + 1 : written.first + 2] == ("-",)
        and written.last > written.first + 1
        and p.lowers[written.first + 2] not in MONTHS
        and written.year is None
    ):
        return None
    return _point(written)


def _read_first_day(p: Parse, i: int) -> tuple[Expression, ...] | None:
    """12-15 May 2017, 3 to 5 June, 6 and 7 February: both days."""
    day = read_day_number(p.lowers[i])
    if day is None or i + 3 >= len(p) or p.lowers[i + 1] not in _RANGE_MARKS:
        return None
    second = read_written(p.lowers, i + 2) if p.lowers[i + 2][0].isdigit() else None
    if second is None or second.day is None or second.first == second.last or p.lowers[i + 2] in MONTHS or second.day <= day or _names_something(p, second):
        return None
    return Expression(i, i, "point", year=second.year, month=second.month, day=day), _point(second)


def _read_clock(p: Parse, i: int) -> Expression | None:
    """10:30, 10:30am, 10 a.m., 1300 GMT, 13.30 GMT, with the zone that follows."""
    lower, after = p.lowers[i], p.lowers[i + 1] if i + 1 < len(p) else ""
    suffix, body, last = "", lower, i
    for ending in ("a.m.", "p.m.", "am", "pm"):
        if lower.endswith(ending) and len(lower) > len(ending):
            suffix, body = ending[0], lower[: -len(ending)]
    if not suffix and after in ("a.m.", "p.m.", "am", "pm", "a.m", "p.m", "o'clock", "o’clock"):
        suffix, last = after[0], i + 1
    zone = p.lowers[last + 1] if last + 1 < len(p) else ""
    zoned = zone in w.ZONES or (zone in ("local", "hours", "hrs") and len(lower) in (4, 5) and (zone != "local" or p.lowers[last + 2 : last + 3] == ("time",)))
    military = after in ("hours", "hrs") or _is_military(p, i)
    time = _read_hours(body, suffix, zoned or military, military)
    if time is None:
        return None
    if zoned:
        last += 2 if zone == "local" else 1
        if zone in ("hours", "hrs") and p.lowers[last + 1 : last + 2] and p.lowers[last + 1] in w.ZONES:
            last += 1
    return Expression(i, last, "clock", part=f"T{time[0]:02d}:{time[1]:02d}" + ("Z" if zone in ("gmt", "utc") else ""))


def _is_military(p: Parse, i: int) -> bool:
    """Whether four digits after "at" are a time: "at 1910", and not "at 2000 feet"."""
    after = p.lowers[i + 1] if i + 1 < len(p) else ""
    return len(p.lowers[i]) == 4 and i > 0 and p.lowers[i - 1] == "at" and p.tags[i + 1 : i + 2] != ("NNS",) and after not in w.NOT_YEAR_FOLLOWERS


def _read_hours(body: str, suffix: str, zoned: bool, military: bool) -> tuple[int, int] | None:
    mark = ":" if ":" in body else "." if "." in body and (suffix or zoned) else ""
    if mark:
        parts = body.split(mark)
        if len(parts) not in (2, 3) or not all(x.isascii() and x.isdigit() and len(x) < 3 for x in parts) or len(parts[1]) != 2:
            return None
        hour, minute = int(parts[0]), int(parts[1])
    elif body.isascii() and body.isdigit() and ((suffix and len(body) < 3) or (zoned and len(body) in ((4,) if military else (2, 4)))):
        hour, minute = (int(body[:2]), int(body[2:])) if len(body) == 4 else (int(body), 0)
    else:
        return None
    if suffix == "p" and hour < 12:
        hour += 12
    elif suffix == "a" and hour == 12:
        hour = 0
    return (hour, minute) if hour <= 24 and minute < 60 else None


def _read_decade(p: Parse, i: int) -> Expression | None:
    """1990s, '90s, 470s BC."""
    digits = p.lowers[i].rstrip("s").rstrip("'’")
    plural = p.lowers[i].endswith("s") or (i + 1 < len(p) and p.lowers[i + 1] in ("'s", "’s") and len(digits) == 4 and p.words[i - 1 : i] == ("the",))
    if not plural or not digits.isascii() or not digits.isdigit() or len(digits) not in (2, 3, 4) or digits[-1] != "0":
        return None
    last = i if p.lowers[i].endswith("s") else i + 1
    if last + 1 < len(p) and p.lowers[last + 1] in w.ERAS_BEFORE:
        return Expression(i, last + 1, "point", decade=int(digits), before_christ=True)
    if len(digits) == 3 or (len(digits) == 2 and not (i and p.lowers[i - 1] in ("'", "’", "the", "early", "late", "-"))):
        return None
    first = i - 1 if len(digits) == 2 and p.lowers[i - 1] in ("'", "’") else i
    return Expression(first, last, "point", decade=full_year(digits) if len(digits) == 4 else 1900 + int(digits))


def _read_years(p: Parse, i: int) -> Expression | tuple[Expression, ...] | None:
    """2014, 490 BC, AD 30, 1939–1945, 2014-15, '89."""
    lower = p.lowers[i]
    after = p.lowers[i + 1] if i + 1 < len(p) else ""
    before = p.lowers[i - 1] if i else ""
    if lower.isdigit() and len(lower) < 5 and (after in w.ERAS_BEFORE or after in w.ERAS_AFTER):
        return Expression(i, i + 1, "point", year=1 - int(lower) if after in w.ERAS_BEFORE else int(lower))
    then = p.lowers[i + 2 : i + 4]
    if lower.isdigit() and len(lower) < 5 and after in _RANGE_MARKS and len(then) == 2 and then[0].isdigit() and then[1] in w.ERAS_BEFORE:
        return Expression(i, i, "point", year=1 - int(lower))
    if len(lower) == 9 and lower[4] in "–—-/" and lower[:4].isdigit() and lower[5:].isdigit():
        return _read_joined_years(p, i)
    if before in ("'", "’") and len(lower) == 2 and lower.isdigit() and i > 1 and p.lowers[i - 2] in w.YEAR_LEADS:
        return Expression(i - 1, i, "point", year=full_year(lower))
    if len(lower) != 4 or not lower.isdigit() or not is_year(p, i):
        return None
    first = i - 1 if before == "fiscal" else i
    one = Expression(first, i, "point", year=int(lower))
    if after in ("-", "–", "/") and i + 2 < len(p) and p.lowers[i + 2].isdigit() and len(p.lowers[i + 2]) == 2 and int(p.lowers[i + 2]) > int(lower[2:]):
        return one, Expression(i + 2, i + 2, "point", year=int(lower[:2] + p.lowers[i + 2]), reach="to")
    return one


def _read_joined_years(p: Parse, i: int) -> tuple[Expression, ...] | None:
    """Both years of one token "1939–1945"."""
    low, high, start = int(p.lowers[i][:4]), int(p.lowers[i][5:]), p.starts[i]
    if not 1000 <= low <= high <= 2100:
        return None
    return (
        Expression(i, i, "point", year=low, start=start, end=start + 4, reach="from"),
        Expression(i + 1, i, "point", year=high, start=start + 5, end=start + 9, reach="to"),
    )


def is_year(p: Parse, i: int) -> bool:
    """Whether the four digits of token i are a year: by what stands before and after, and by what they could count."""
    opens = i == 0 or p.sentence_of[i - 1] != p.sentence_of[i]
    year, before, after = int(p.lowers[i]), "" if opens else p.lowers[i - 1], p.lowers[i + 1] if i + 1 < len(p) else ""
    if not 1000 <= year <= 2100 or before in w.NOT_YEAR_LEADS or after in w.NOT_YEAR_FOLLOWERS or (after == "-" and p.lowers[i + 2 : i + 3] == ("strong",)):
        return False
    modern = 1900 <= year <= 2050
    if p.deps[i] == "nummod" and p.heads[i] == i + 1 and p.tags[i + 1] in ("NNS", "NNPS") and p.starts[i + 1] != p.ends[i]:
        return modern and before in ("the", "'s", "’s", "in", "fiscal", "its", "their", "his", "her")
    if not modern and before not in w.YEAR_LEADS and before not in MONTHS and before not in (",", ""):
        return False
    if not opens and after in ("-", "–", "—") and i + 2 < len(p) and len(p.lowers[i + 2]) == 4 and p.lowers[i + 2].isdigit() and int(p.lowers[i + 2]) > year:
        return True  # 1861-1865
    if not opens and p.tags[i - 1] in ("NNP", "NNPS") and p.starts[i] == p.ends[i - 1] + 1 and before not in MONTHS:
        return modern and p.deps[i] in ("nummod", "npadvmod", "pobj", "appos") and after not in (",",)
    return True


def _read_named_day(p: Parse, i: int, lower: str) -> Expression | None:
    """9/11, the day of the attacks of 2001."""
    return Expression(i, i, "point", year=2001, month=9, day=11) if lower == "9/11" else None


def _read_prefixed(p: Parse, i: int) -> Expression | None:
    """mid-1990s, mid-June, pre-2011 where they are one token."""
    body = p.lowers[i][4:]
    offset = p.starts[i]
    if body[0].isdigit() and body.endswith("s") and len(body) == 5 and body[:4].isdigit():
        return Expression(i, i, "point", decade=int(body[:4]), modifier="mid" if p.lowers[i][0] == "m" else "")
    if body.isdigit() and len(body) == 4 and 1000 <= int(body) <= 2100:
        start = offset if p.lowers[i][0] == "m" else offset + 4
        return Expression(i, i, "point", year=int(body), modifier="mid" if p.lowers[i][0] == "m" else "", start=start, end=p.ends[i])
    return None


READERS: dict[str, Reader] = {
    **dict.fromkeys(MONTHS, _read_month),
    **dict.fromkeys([*WEEKDAYS, *SHORT_WEEKDAYS, *(name + "s" for name in WEEKDAYS)], _read_weekday),
    **dict.fromkeys(w.UNITS, read_unit),
    **dict.fromkeys(w.SEASON_WORDS, moments.read_season),
    **dict.fromkeys(w.PARTS_OF_DAY, moments.read_part),
    **dict.fromkeys(w.DAY_WORDS, moments.read_day_word),
    **dict.fromkeys(w.REFERENCES, moments.read_reference),
    **dict.fromkeys(w.SETS, moments.read_set),
    **dict.fromkeys(w.FIXED_DAYS, moments.read_fixed_day),
    **dict.fromkeys(("q1", "q2", "q3", "q4"), moments.read_quarter_code),
    "past": moments.read_past,
    "half": moments.read_half,
}
