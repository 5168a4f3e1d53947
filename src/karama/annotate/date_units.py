"""Time expressions around a unit: "two days ago", "last week", "six-hour", "every month", "the third quarter"."""

from __future__ import annotations

from typing import NamedTuple

from karama.annotate import date_words as w
from karama.annotate.expressions import Expression
from karama.domain.parse import Parse


class Count(NamedTuple):
    """A count to the left of a unit: its value (None if vague), its first token, and whether there is one at all."""

    value: float | None
    first: int
    found: bool = True
    article: bool = False  # only "a" or "an"


_BACKWARD = frozenset({"earlier", "before", "previously", "prior", "beforehand"})
_FORWARD = frozenset({"later", "after", "afterwards", "afterward", "on", "thereafter"})
# "a year after the war" counts from an event, which the calendar does not know.
_FROM_EVENT = frozenset({"before", "after", "prior", "on"})
_VAGUE_OF = frozenset({"couple", "number", "matter", "dozens", "scores", "hundreds", "handful", "lot", "period"})
_AGES = frozenset({"old", "olds", "aged"})


def read_unit(p: Parse, i: int) -> Expression | None:
    """The expression whose unit is token i, or None where the word stands for something else."""
    lowers, word = p.lowers, p.lowers[i]
    unit, after = w.UNITS[word], lowers[i + 1] if i + 1 < len(lowers) else ""
    if _is_age(lowers, i) or _is_label(lowers, i):
        return None
    if word == "hours" and i and lowers[i - 1] in ("early", "small", "late") and after in ("of", "on"):
        first = i - 2 if i > 1 and lowers[i - 2] == "the" else i - 1
        return Expression(first, i, "part", part="TNI" if lowers[i - 1] == "late" else "TMO")
    if word in w.WHOLE_UNITS:
        return Expression(i, i, "duration", unit=unit, count=1)
    left = _skip_fillers(p, i)
    count = read_count_left(p, left)
    if unit in ("Q", "CE") and (found := _read_numbered(p, i, left)):
        return found
    if after == "and" and lowers[i + 2 : i + 4] == ("a", "half") and count.value is not None:
        return Expression(count.first, i + 3, "duration", unit=unit, count=count.value + 0.5)
    return _read_shift(p, i, unit, count) or _read_relation(p, i, unit, left, count) or _read_plain(p, i, unit, left, count)


def _is_age(lowers: tuple[str, ...], i: int) -> bool:
    """Whether the unit belongs to an age: "27-year-old", "five years old", "26 years of age"."""
    after = lowers[i + 1 : i + 3]
    return bool(after) and (after[0] in _AGES or (after[0] == "-" and after[-1] in _AGES) or after == ("of", "age"))


def _is_label(lowers: tuple[str, ...], i: int) -> bool:
    """Whether the unit only names what follows or precedes it: "the years 1955-57", "the morning hours of", "working hours"."""
    before, after = lowers[i - 1] if i else "", lowers[i + 1] if i + 1 < len(lowers) else ""
    return (len(after) == 4 and after.isdigit()) or before in w.PARTS_OF_DAY or (before in ("working", "office", "rush") and w.UNITS[lowers[i]] == "TH")


def _skip_fillers(p: Parse, i: int) -> int:
    """The token left of the unit and of adjectives that say nothing of time: in "six-day", "three straight days" the number."""
    j = i - 1
    if j > 0 and p.lowers[j] == "-":
        j -= 1
    for _ in range(2):
        if j > 0 and p.lowers[j] in w.FILLERS and p.lowers[j] not in ("recent", "first"):
            j -= 1
    if j > 0 and p.lowers[j] == "-":
        j -= 1
    return j


def read_count_left(p: Parse, j: int, depth: int = 0) -> Count:
    """The count that ends at token j; `depth` bounds "hundred thousand hundred ..."."""
    lowers = p.lowers
    if j < 0 or depth > 2:
        return Count(None, j + 1, False)
    word = lowers[j]
    before = lowers[j - 1] if j else ""
    if word[0].isdigit():
        value = _read_digits(word)
        if word == "1/2" and before.isdigit():
            return Count(int(before) + 0.5, j - 1)
        return Count(value, _open_range(lowers, j)) if value is not None else Count(None, j + 1, False)
    if word in w.NUMBER_WORDS:
        return _read_number_words(lowers, j)
    if word in ("a", "an"):
        return Count(0.5, j - 1) if before == "half" else Count(1.0, j, article=True)
    if word == "half" and before == "and" and j > 1:
        inner = read_count_left(p, j - 2, depth + 1)
        return Count((inner.value or 0) + 0.5, inner.first) if inner.found and inner.value is not None else Count(None, j + 1, False)
    if word == "half" and before in ("a", "and", "-") and lowers[max(0, j - 3) : j] != ():
        return _read_hyphened_half(p, j, depth)
    if word == "half":
        return Count(0.5, j)
    if word == "dozen":
        return Count(12.0, j - 1 if before in ("a", "one") else j)
    if word in ("hundred", "thousand"):
        inner = read_count_left(p, j - 1, depth + 1)
        scale = 100.0 if word == "hundred" else 1000.0
        return Count((inner.value or 1) * scale, inner.first) if inner.found else Count(scale, j)
    return _read_vague(lowers, j)


def _read_hyphened_half(p: Parse, j: int, depth: int) -> Count:
    """Two-and-a-half, cut at its hyphens, ending at "half"."""
    k = j
    while k > 0 and j - k < 7 and p.lowers[k - 1] in ("a", "and", "-"):
        k -= 1
    inner = read_count_left(p, k - 1, depth + 1) if k < j - 1 else Count(None, j, False)
    return Count((inner.value or 0) + 0.5, inner.first) if inner.found and inner.value is not None and not inner.article else Count(0.5, j)


def _read_digits(word: str) -> float | None:
    if word == "1/2":
        return 0.5
    try:
        return float(word.replace(",", "")) if word[-1].isdigit() and "_" not in word else None
    except ValueError:
        return None


def _open_range(lowers: tuple[str, ...], j: int) -> int:
    """The first token of "10 to 12", "10-12", "two or three" that ends at j."""
    if j > 1 and lowers[j - 1] in ("to", "or", "-", "–") and (lowers[j - 2] in w.NUMBER_WORDS or _read_digits(lowers[j - 2]) is not None):
        return j - 2
    return j


def _read_number_words(lowers: tuple[str, ...], j: int) -> Count:
    value, first = w.NUMBER_WORDS[lowers[j]], j
    if j > 1 and value < 10 and lowers[j - 1] == "-" and w.NUMBER_WORDS.get(lowers[j - 2]) in w.TENS:
        return Count(float(value + w.NUMBER_WORDS[lowers[j - 2]]), j - 2)
    if j > 0 and value < 10 and w.NUMBER_WORDS.get(lowers[j - 1]) in w.TENS:
        return Count(float(value + w.NUMBER_WORDS[lowers[j - 1]]), j - 1)
    return Count(float(value), _open_range(lowers, first))


def _read_vague(lowers: tuple[str, ...], j: int) -> Count:
    word, before = lowers[j], lowers[j - 1] if j else ""
    if word == "of" and before == "couple":
        return Count(2.0, j - 2 if j > 1 and lowers[j - 2] == "a" else j - 1)
    if word == "of" and before in _VAGUE_OF:
        return Count(None, j - 2 if j > 1 and lowers[j - 2] == "a" else j - 1)
    if word in w.VAGUE_COUNTS and word not in ("some",):
        return Count(None, j - 1 if before == "a" else j)
    return Count(None, j + 1, False)


def _read_numbered(p: Parse, i: int, left: int) -> Expression | None:
    """Third quarter, 19th century."""
    word = p.lowers[left] if left >= 0 else ""
    digits = word[:-2] if word.endswith(("st", "nd", "rd", "th")) else ""
    number = w.ORDINALS.get(word, int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 else 0)
    if not number or (p.lowers[i] == "quarter" and number > 4) or p.lowers[i] in ("quarters", "centuries"):
        return None
    if p.lowers[i] == "quarter":
        return Expression(left, i, "point", quarter=number)
    last, before_christ = i, False
    if i + 1 < len(p.lowers) and p.lowers[i + 1] in w.ERAS_BEFORE:
        last, before_christ = i + 1, True
    return Expression(left, last, "point", century=number, before_christ=before_christ)


def _read_shift(p: Parse, i: int, unit: str, count: Count) -> Expression | None:
    """Two days ago, a week earlier, three months later, two days from now."""
    lowers = p.lowers
    after, then = lowers[i + 1] if i + 1 < len(lowers) else "", lowers[i + 2] if i + 2 < len(lowers) else ""
    if not count.found and unit in ("D", "W", "M", "Y") and i and lowers[i - 1] == "the" and after in ("before", "after") and _ends_phrase(p, i + 1):
        return Expression(i - 1, i + 1, "relative", unit=unit, relation="previous" if after == "before" else "following")
    if not count.found and not (lowers[i] in w.PLURAL_UNITS or (lowers[i] == "year" and after == "-")):
        return None
    first = count.first if count.found else i
    value = count.value if count.found else (None if lowers[i] in w.PLURAL_UNITS else 1.0)
    if after == "-" and then in ("ago", "earlier"):
        return Expression(first, i + 2, "shift", unit=unit, count=value, direction=-1, base="published" if then == "ago" else "previous")
    if after == "ago":
        return Expression(first, i + 1, "shift", unit=unit, count=value, direction=-1, base="published")
    if after == "from" and then in ("now", "today"):
        return Expression(first, i + 2, "shift", unit=unit, count=value, direction=1, base="published")
    direction = -1 if after in _BACKWARD else 1 if after in _FORWARD else 0
    if not direction or (after in _FROM_EVENT and not _ends_phrase(p, i + 1)):
        return None
    return Expression(first, i + 1, "shift", unit=unit, count=value, direction=direction, base="previous")


def _ends_phrase(p: Parse, j: int) -> bool:
    """Whether nothing depends on the word j, so that no event follows: "a year before, ..." and not "a year before the war"."""
    then = p.lowers[j + 1] if j + 1 < len(p.lowers) else "."
    return p.tags[j] == "RB" or then in (",", ".", ";", ")", "–", "—", ":")


def _read_relation(p: Parse, i: int, unit: str, left: int, count: Count) -> Expression | None:
    """Last week, the past two months, the following day, that year, recent weeks, this weekend."""
    lowers = p.lowers
    at = count.first - 1 if count.found else left
    word = lowers[at] if at >= 0 else ""
    if at > 0 and word == "few":
        at, word = at - 1, lowers[at - 1]
    if word == "recent" and lowers[i] in w.PLURAL_UNITS:
        return Expression(at, i, "reference", unit=unit, value="PAST_REF")
    if word in ("these", "those"):
        return Expression(at, i, "reference", value="PRESENT_REF") if word == "these" and unit == "D" and not count.found else None
    relation = w.RELATIONS.get(word)
    if relation is None or (word == "that" and p.tags[at] not in ("DT", "IN")) or (word == "that" and count.found):
        return None
    if word == "same" and at and lowers[at - 1] in ("that", "this"):
        at -= 1
    first = at - 1 if at and lowers[at - 1] in ("the", "this", "these", "its", "his", "their") else at
    if count.found or lowers[i] in w.PLURAL_UNITS:
        return Expression(first, i, "duration", unit=unit, count=count.value if count.found else None, relation=relation)
    definite = at and lowers[at - 1] == "the"
    if word == "past" or (word in ("last", "coming") and definite and unit not in ("D",)):
        return Expression(first, i, "duration", unit=unit, count=1, relation=relation)
    if word == "next" and definite:
        relation = "following"
    if i + 1 < len(lowers) and lowers[i + 1] == "'s":
        return Expression(first, i, "relative", unit=unit, relation=relation)
    return Expression(first, i, "relative", unit=unit, relation=relation)


def _read_plain(p: Parse, i: int, unit: str, left: int, count: Count) -> Expression | None:
    """Durations and sets: for a month, six-hour, decades, every day, twice a week; the year, where its end or start is meant."""
    lowers = p.lowers
    before = lowers[count.first - 1] if count.found and count.first else (lowers[left] if left >= 0 else "")
    if before in w.EACH and unit not in ("WE",):
        return Expression((count.first if count.found else left + 1) - 1, i, "set", unit=unit, count=count.value if count.found else 1.0)
    if count.found and count.article and _is_rate(p, i, count.first):
        return Expression(count.first, i, "set", unit=unit, count=1.0)
    if unit == "TS" and not count.found:
        return None
    if unit in ("D", "W") and left > 1 and lowers[left] in w.ORDINALS and lowers[left - 1] in ("a", "the", "its", "their") and lowers[left - 2] == "for":
        return Expression(left - 1, i, "duration", unit=unit, count=float(w.ORDINALS[lowers[left]]))  # fighting raged for a third day
    if count.found:
        return _read_duration(p, i, unit, count)
    if before == "the" and lowers[i] not in w.PLURAL_UNITS and _is_part_of(lowers, left):
        return Expression(left, i, "relative", unit=unit, relation="same" if unit == "D" else "the")
    if before == "the" and unit == "WE":
        return Expression(left, i, "relative", unit=unit, relation="the")
    if lowers[i] in w.PLURAL_UNITS and p.deps[i] not in ("compound",) and unit not in ("TS",):
        return Expression(i, i, "duration", unit=unit)
    if i + 2 < len(lowers) and lowers[i + 1] == "-" and lowers[i + 2] == "long":
        return Expression(i, i + 2, "duration", unit=unit, count=1.0)
    return None


def _read_duration(p: Parse, i: int, unit: str, count: Count) -> Expression | None:
    if count.article and unit in ("TS", "TM") and i + 1 < len(p.lowers) and p.tags[i + 1][:2] in ("NN", "JJ"):
        return None  # "a second strike", "a minute number"
    if count.article and p.lowers[i] == "quarter":
        return None  # "a quarter of the city"
    if unit in ("WE",) or p.tags[i][:2] not in ("NN", "JJ", "CD"):
        return None
    return Expression(count.first, i, "duration", unit=unit, count=count.value)


def _is_rate(p: Parse, i: int, first: int) -> bool:
    """Whether "a day" means each day: "twice a week", "40 sorties a day", "10 km a day"."""
    before = first - 1
    if before < 0 or p.lowers[before] in ("half", "such"):
        return False
    if p.lowers[before] in ("once", "twice", "times", "thrice"):
        return True
    return (
        p.deps[i] == "npadvmod"
        and p.tags[before] in ("NNS", "CD", "NN")
        and i + 1 < len(p)
        and p.lowers[i + 1] not in ("ago", "earlier", "later", "before", "after")
    )


def _is_part_of(lowers: tuple[str, ...], the: int) -> bool:
    """Whether "the year" stands after "the end of", "later in" and the like."""
    if the < 2 or lowers[the - 1] not in ("of", "in", "through", "throughout", "during"):
        return False
    return lowers[the - 2] in w.EDGES or lowers[the - 2] in w.MODIFIERS
