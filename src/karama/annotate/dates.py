"""Time expressions with their TIMEX3 and EDTF values, read in text order against the article's day and each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from karama.annotate.date_joins import join_expressions
from karama.annotate.date_patterns import find_expressions
from karama.annotate.date_points import Context, Meaning
from karama.annotate.date_tense import find_tense
from karama.annotate.date_values import resolve_expression
from karama.annotate.date_words import NAMED_DAYS
from karama.annotate.expressions import Expression
from karama.domain.annotations import Anchor, Date, Publication
from karama.domain.calendar import Period
from karama.domain.parse import Parse
from karama.domain.reading import Issue

# A text is a history where at least this many of its years, and this share of them, lie more than a year before its own day,
# and days of the week or words such as "yesterday", which need a day of publication, are rarer than that.
HISTORY_YEARS = 5
HISTORY_SHARE = 0.7


def annotate_dates(parse: Parse, publication: Publication) -> tuple[tuple[Date, ...], tuple[Issue, ...]]:
    """The dates of a text in order, and an issue for each expression that could not be resolved."""
    expressions = [_name_day(parse, x) for x in join_expressions(parse, find_expressions(parse))]
    published = date.fromisoformat(publication.date[:10]) if publication.date else None
    context = Context(published, _is_history(expressions, published), _find_order(parse, expressions))
    meanings = []
    named = -2  # the last sentence that names a day
    told = -2  # the last sentence that names its year
    for x in expressions:
        sentence = parse.sentence_of[x.first] if x.first < len(parse) else told
        context.is_telling, context.day_is_near = sentence - told < 2, sentence - named < 2
        needs_tense = x.form == "point" and x.year is None and not x.relation
        meaning = resolve_expression(x, context, find_tense(parse, x.first, min(x.last, len(parse) - 1)) if needs_tense else "past")
        in_dateline = x.first < len(parse) and parse.in_dateline(x.first)  # when it was written, not what "the day before" counts from
        if meaning.period is not None and meaning.problem is None and _moves(x) and not in_dateline:
            context.remember(meaning.period)
            named = sentence if context.previous_day is not None else named
            told = sentence if x.form == "point" and x.year is not None and x.month is not None else told
        meanings.append(meaning)
    return _collect(parse, publication, expressions, _stretch(expressions, meanings, context))


def _moves(x: Expression) -> bool:
    """Whether the text goes on from this date: not from the end of a range of years, nor from a look back of years."""
    if x.form == "point":
        return not (x.reach == "to" and x.month is None) and not (x.reach == "since" and x.year is not None)  # "the deadliest since October 2009"
    return x.form == "relative" or (x.form == "shift" and not (x.direction < 0 and x.unit in ("Y", "DE", "CE")))


def _collect(parse: Parse, publication: Publication, found: list[Expression], meanings: list[Meaning]) -> tuple[tuple[Date, ...], tuple[Issue, ...]]:
    dates, issues = [], []
    inferred = publication.how == "inferred" and "caption" in publication.reason  # then the caption's date is what all else hangs on
    for n, (x, meaning) in enumerate(zip(found, meanings, strict=True), 1):
        start = x.start if x.start >= 0 else parse.starts[x.first]
        end = x.end if x.end >= 0 else parse.ends[x.last]
        period, words = meaning.period, parse.text[start:end]
        anchor: Anchor = "caption" if inferred and meaning.anchor == "published" else meaning.anchor
        dates.append(
            Date(f"d{n}", start, end, words, meaning.kind, period.timex3 if period else None, period.edtf if period else None,
                 period.first.isoformat() if period and period.first else None, period.last.isoformat() if period and period.last else None,
                 anchor, meaning.reason)
        )  # fmt: skip
        if meaning.problem is not None:
            issues.append(Issue("dates", meaning.problem, start, end, words))
    return tuple(dates), tuple(issues)


def _name_day(parse: Parse, x: Expression) -> Expression:
    """The expression, marked where it is a day known by its date alone: "the September 11 attacks"."""
    if x.form != "point" or x.year is not None or x.within is not None or (x.month, x.day) not in NAMED_DAYS or x.last + 1 >= len(parse):
        return x
    assert x.month is not None and x.day is not None
    return replace(x, value="named") if parse.lowers[x.last + 1] in NAMED_DAYS[x.month, x.day][1] else x


def _is_history(found: list[Expression], published: date | None) -> bool:
    """Whether the text tells of long ago, so that its months belong to its own years and not to the article's."""
    years = [x.year for x in found if x.year is not None and x.form == "point"]
    if published is None or len(years) < HISTORY_YEARS:
        return False
    old = sum(year < published.year - 1 for year in years)
    near = sum(
        (x.weekday is not None and x.day is None and x.form == "point") or (x.form == "shift" and x.unit == "D" and x.count == 1 and x.base == "published")
        for x in found
    )
    return old >= HISTORY_SHARE * len(years) and near <= old / 10


def _find_order(parse: Parse, found: list[Expression]) -> bool | None:
    """Whether the text writes the day before the month in figures, by a date of it that can be read in one way only."""
    for x in found:
        parts = parse.lowers[x.first].split("/") if x.form == "point" and x.month is not None and x.other is None and x.first < len(parse) else []
        if len(parts) == 3 and len(parts[0]) < 3 and parts[0] != parts[1]:
            return int(parts[0]) > 12
    return None


def _stretch(found: list[Expression], meanings: list[Meaning], context: Context) -> list[Meaning]:
    """The meanings, with open and closed stretches for "since", "until" and the ends of ranges."""
    for n, x in enumerate(found):
        period = meanings[n].period
        if not x.reach or period is None or period.first is None or period.last is None or not period.edtf or meanings[n].kind not in ("date", "time"):
            continue
        if x.reach == "since":
            end = context.published if context.published and context.published >= period.last and not context.narrative else None
            meanings[n] = replace(meanings[n], period=Period(period.timex3, f"{_low(period)}/..", period.first, end), reason=meanings[n].reason + ", and since")
        elif x.reach == "until":
            meanings[n] = replace(
                meanings[n], period=Period(period.timex3, f"../{_high(period)}", None, period.last), reason=meanings[n].reason + ", and until then"
            )
        elif x.reach == "to" and n and found[n - 1].reach == "from":
            _stretch_pair(meanings, n)
    return meanings


def _stretch_pair(meanings: list[Meaning], n: int) -> None:
    """Gives both ends of a range the whole range as the days they speak of."""
    a, b = meanings[n - 1].period, meanings[n].period
    if a is None or b is None or a.first is None or b.last is None or a.first > b.last or not a.edtf or not b.edtf:
        return
    edtf = f"{_low(a)}/{_high(b)}"
    meanings[n - 1] = replace(meanings[n - 1], period=Period(a.timex3, edtf, a.first, b.last), reason=meanings[n - 1].reason + ", the start of a range")
    meanings[n] = replace(meanings[n], period=Period(b.timex3, edtf, a.first, b.last), reason=meanings[n].reason + ", the end of a range")


def _low(period: Period) -> str:
    return (period.edtf or "").split("/")[0]


def _high(period: Period) -> str:
    return (period.edtf or "").split("/")[-1]
