"""Seasons, times of day, halves and single words of time: "the summer of 2012", "at dawn", "yesterday", "recently", "daily"."""

from __future__ import annotations

from karama.annotate import date_words as w
from karama.annotate.expressions import Expression
from karama.domain.calendar import WEEKDAYS
from karama.domain.parse import Parse


def read_season(p: Parse, i: int) -> Expression | None:
    lower, before = p.lowers[i], p.lowers[i - 1] if i else ""
    if p.tags[i][:2] != "NN" or p.deps[i] == "compound":
        return None
    year = i + 1 < len(p) and len(p.lowers[i + 1]) in (3, 4) and p.lowers[i + 1].isdigit()
    of_year = (
        p.lowers[i + 1 : i + 2] == ("of",)
        and i + 2 < len(p)
        and ((len(p.lowers[i + 2]) in (3, 4) and p.lowers[i + 2].isdigit()) or p.lowers[i + 2] in ("last", "this", "that", "next"))
    )
    relation, first = read_relation_left(p, i - 1)
    if relation:
        return Expression(first, i, "point", season=w.SEASON_WORDS[lower], relation=relation)
    if before in w.EACH:
        return Expression(i - 1, i, "set", value="XXXX-" + w.SEASON_WORDS[lower])
    if p.words[i][0].isupper() and i and p.tags[i - 1] == "NNP":
        return None  # the Arab Spring
    if year or of_year:
        return Expression(i, i, "point", season=w.SEASON_WORDS[lower])
    if lower == "spring" and before == "the" and p.lowers[i + 1 : i + 2] != ("of",):
        return Expression(i, i, "point", season="SP")
    if lower in ("fall", "spring") and not (
        before == "the" and i > 1 and p.lowers[i - 2] in ("in", "by", "during", "until", "since", "of") and p.lowers[i + 1 : i + 2] != ("of",)
    ):
        return Expression(i, i, "point", season="SP") if lower == "spring" and before in ("in", "by", "early", "late", "until") else None
    return Expression(i, i, "point", season=w.SEASON_WORDS[lower])


_PART_LEADS = frozenset(
    {"the", "at", "by", "before", "after", "during", "around", "until", "till", "since", "early", "late", "mid", "one", "through", "about", "in", "from", "and"}
)


def read_part(p: Parse, i: int) -> Expression | None:
    lower, before = p.lowers[i], p.lowers[i - 1] if i else ""
    part = w.PARTS_OF_DAY[lower]
    if p.tags[i][:2] not in ("NN", "RB"):
        return None
    if before in w.EACH or lower.endswith("ings") or lower == "nights":
        return Expression(i - 1, i, "set", value="XXXX-XX-XX" + part) if before in w.EACH else None
    relation, first = read_relation_left(p, i - 1)
    if relation:
        if relation == "next" or (relation == "last" and part != "TNI"):
            relation = "following" if relation == "next" else "previous"
        return Expression(first, i, "part", part=part, relation=relation)
    if p.deps[i] == "compound" and before != "the" and p.lowers[i + 1 : i + 2] != ("hours",):
        return None
    if before in _PART_LEADS or before in WEEKDAYS or before in w.DAY_WORDS or p.starts[i] == 0:
        return Expression(i - 1 if before == "the" and p.deps[i] != "compound" else i, i, "part", part=part)
    return Expression(i, i, "part", part=part) if before[:1].isdigit() or before in ("p.m.", "a.m.") else None


def read_day_word(p: Parse, i: int) -> Expression | None:
    shift, part = w.DAY_WORDS[p.lowers[i]]
    if p.lowers[i] == "today" and i and p.words[i][0].isupper() and p.tags[i - 1] == "NNP":
        return None  # USA Today, Russia Today
    if p.lowers[i] == "overnight":
        return Expression(i, i, "part", part=part, relation="overnight") if p.tags[i] != "VB" else None
    return Expression(i, i, "shift", unit="D", count=float(abs(shift)), direction=-1 if shift < 0 else 1, base="published", part=part)


def read_reference(p: Parse, i: int) -> Expression | None:
    lower, before = p.lowers[i], p.lowers[i - 1] if i else ""
    if lower == "now" and before == "right":
        return Expression(i - 1, i, "reference", value="PRESENT_REF")
    if lower in ("recent", "current") and i + 1 < len(p) and p.lowers[i + 1] in w.UNITS:
        return None
    if lower == "future":
        first = i - 1 if before == "the" else i - 2 if before in ("near", "foreseeable", "immediate", "distant") and i > 1 and p.lowers[i - 2] == "the" else i
        return Expression(first, i, "reference", value="FUTURE_REF") if p.tags[i][:2] in ("NN", "JJ") else None
    return Expression(i, i, "reference", value=w.REFERENCES[lower])


def read_past(p: Parse, i: int) -> Expression | None:
    """The past, as a time."""
    if p.tags[i] != "NN" or not i or p.lowers[i - 1] not in ("the", "recent") or p.heads[i] == i + 1:
        return None
    return Expression(i - 1, i, "reference", value="PAST_REF")


def read_set(p: Parse, i: int) -> Expression | None:
    if p.words[i][0].isupper() and i and p.tags[i - 1] == "NNP":
        return None  # the Daily Mail, Asharq Weekly
    if p.words[i][0].isupper() and i + 1 < len(p) and p.tags[i + 1] == "NNP":
        return None
    return Expression(i, i, "set", value=w.SETS[p.lowers[i]])


def read_half(p: Parse, i: int) -> Expression | None:
    """The first half of 2012, where a year follows or last or this year."""
    number = {"first": 1, "second": 2}.get(p.lowers[i - 1] if i else "")
    if number is None or p.lowers[i + 1 : i + 2] != ("of",) or i + 2 >= len(p):
        return None
    then = p.lowers[i + 2]
    return Expression(i - 1, i, "point", half=number) if (len(then) == 4 and then.isdigit()) or then in ("last", "this", "next") else None


def read_quarter_code(p: Parse, i: int) -> Expression | None:
    return Expression(i, i, "point", quarter=int(p.lowers[i][1]))


def read_fixed_day(p: Parse, i: int) -> Expression | None:
    month, day = w.FIXED_DAYS[p.lowers[i]]
    last = i + 1 if p.lowers[i + 1 : i + 2] in (("day",), ("eve",)) else i
    return Expression(i, last, "point", month=month, day=day - (p.lowers[last] == "eve"))


def read_relation_left(p: Parse, j: int) -> tuple[str, int]:
    """("last", first token) of "last", "the following" before token j + 1, else ("", j + 1)."""
    word = p.lowers[j] if j >= 0 else ""
    relation = w.RELATIONS.get(word, "")
    if not relation or (word == "that" and p.tags[j] != "DT") or word == "past":
        return "", j + 1
    return relation, j - 1 if j and p.lowers[j - 1] in ("the", "this") else j
