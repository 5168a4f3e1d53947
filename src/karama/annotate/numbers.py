"""Numbers as a text writes them, in figures and words, with their bounds: "2.5 million", "dozens", "between 20 and 30", "at least 12"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from karama.annotate import quantity_words as w
from karama.domain.calendar import MONTHS
from karama.domain.parse import Parse


@dataclass(frozen=True, slots=True)
class Number:
    """A number in tokens first..last; `core` is its last token before any hedge that follows it."""

    first: int
    last: int
    core: int
    low: float | None
    high: float | None
    approximate: bool = False
    hedge: str | None = None
    money: bool = False


_STARTS = frozenset([*w.NUMBERS, *w.VAGUE, "half", "hundred", "thousand", "million", "dozen", "a", "no", "quarter"])
_RANGE = frozenset({"to", "or", "-", "–", "—", "and"})


def find_numbers(p: Parse, dated: frozenset[int]) -> Iterator[Number]:
    """Every number of the text that may count something; tokens of dates are left out."""
    lowers, at, count = p.lowers, 0, len(p)
    while at < count:
        word = lowers[at]
        if at in dated or not (word in _STARTS or word[0].isdigit() or word[0] in "$£€"):
            at += 1
            continue
        found = _read_number(p, at, dated)
        if found is None:
            at += 1
            continue
        if _is_label(p, found):
            at = found.last + 1
            continue
        found = _hedge(p, _read_range(p, found, dated), dated)
        yield found
        at = found.last + 1


# ---------------------------------------------------------------- the number itself


def _read_number(p: Parse, at: int, dated: frozenset[int]) -> Number | None:
    word = p.lowers[at]
    if word in ("a", "an"):
        return _read_article(p, at)
    if word[0].isdigit() or word[0] in "$£€":
        return _read_figures(p, at)
    if word in w.NUMBERS:
        return _read_words(p, at)
    if word in w.VAGUE:
        return _read_vague(p, at, at)
    if word == "half":
        return _read_half(p, at)
    if word in ("hundred", "thousand", "million", "dozen") and at + 1 < len(p):
        return Number(at, at, at, w.SCALES[word], w.SCALES[word])
    return None


def _read_figures(p: Parse, at: int) -> Number | None:
    """12, 50,000, 2.5 million, 2.5m, $2 million, 10 thousand; None for 10:30, T-72, 3rd."""
    text, money = p.lowers[at], False
    if text[0] in "$£€":
        text, money = text[1:], True
    scale = 1.0
    for ending in ("bn", "mn", "m", "k"):
        if text.endswith(ending) and text[: -len(ending)].replace(".", "").replace(",", "").isdigit():
            text, scale = text[: -len(ending)], w.SCALES[ending]
            break
    value = read_figure(text)
    if value is None or _is_glued(p, at):
        return None
    last = at
    while (
        last + 1 < len(p)
        and last < at + 2
        and (step := w.SCALES.get(p.lowers[last + 1]))
        and _may_scale(p, last + 1, money or bool(at and p.lowers[at - 1] in w.CURRENCIES))
    ):
        scale, last = scale * step, last + 1
    first = at - 1 if at and p.lowers[at - 1] in w.CURRENCIES else at
    return Number(first, last, last, value * scale, value * scale, money=money or first < at)


def read_figure(text: str) -> float | None:
    """The value of "12", "2,500", "2.5" or None for anything else."""
    if not text or len(text) > 20 or not text.isascii() or not text[0].isdigit() or not text[-1].isdigit():
        return None
    whole, _, part = text.partition(".")
    groups = whole.split(",")
    if not all(g.isdigit() for g in groups) or (part and not part.isdigit()):
        return None
    if len(groups) > 1 and (any(len(g) != 3 for g in groups[1:]) or len(groups[0]) > 3):
        return None
    return float("".join(groups) + ("." + part if part else ""))


def _may_scale(p: Parse, at: int, money: bool) -> bool:
    word = p.lowers[at]
    return (word not in w.SHORT_SCALES or (p.starts[at] == p.ends[at - 1] or money)) and not (word == "m" and not money)


def _is_glued(p: Parse, at: int) -> bool:
    """Whether the figure is part of a code: the 72 of T-72, the 16 of F-16, 24/7."""
    if (
        at
        and p.starts[at] == p.ends[at - 1]
        and p.lowers[at - 1] not in w.CURRENCIES
        and p.lowers[at - 1] not in ("(", "[", "“", '"', "'", "‘", "~", "–", "—", ",", "+")
    ):
        return not (p.lowers[at - 1] == "-" and at > 1 and read_figure(p.lowers[at - 2]) is not None)
    return False


def _read_words(p: Parse, at: int) -> Number | None:
    """Five, twenty-five, two hundred, three dozen."""
    value, last = float(w.NUMBERS[p.lowers[at]]), at
    after = p.lowers[at + 1 : at + 3]
    if value >= 20 and after[:1] == ("-",) and len(after) == 2 and w.NUMBERS.get(after[1], 99) < 10:
        value, last = value + w.NUMBERS[after[1]], at + 2
    elif value >= 20 and after and w.NUMBERS.get(after[0], 99) < 10:
        value, last = value + w.NUMBERS[after[0]], at + 1
    steps = 0
    while last + 1 < len(p) and steps < 3 and p.lowers[last + 1] in w.SCALES and p.lowers[last + 1] not in w.SHORT_SCALES:
        value, last, steps = value * w.SCALES[p.lowers[last + 1]], last + 1, steps + 1
    if value == 1 and not _is_counting_one(p, at):
        return None
    return Number(at, last, last, value, value)


def _is_counting_one(p: Parse, at: int) -> bool:
    """Whether "one" counts: "one strike", "one was killed"; not "one of", "no one", "the one", "one another"."""
    after, before = p.lowers[at + 1] if at + 1 < len(p) else "", p.lowers[at - 1] if at else ""
    if after in ("of", "another", "'s", "’s", "day", "side", "hand", "thing", "point", "way", "time", "reason", "-", "more", "who", "that") or before in (
        "no",
        "any",
        "every",
        "this",
        "that",
        "the",
        "each",
        "such",
        "some",
    ):
        return after == "more" and p.tags[at + 2 : at + 3] == ("NN",)
    if p.deps[at] == "nsubj" and p.tags[p.heads[at]] == "VBN" and p.heads[at] <= at + 3:
        return p.lemmas[p.heads[at]] in w.FATE  # "two were killed and one seriously injured"
    return p.deps[at] == "nummod" or (p.deps[at] in ("nsubjpass", "dobj") and p.lemmas[p.heads[at]] in w.FATE)


def _read_vague(p: Parse, at: int, first: int) -> Number | None:
    """Dozens, several hundred, tens of thousands, hundreds of thousands."""
    word, after = p.lowers[at], p.lowers[at + 1] if at + 1 < len(p) else ""
    if word in ("scores", "pair", "tens") and after != "of":
        return None
    if word == "few" and first == at:
        return None
    if word in w.SCALED_VAGUE and after in ("hundred", "thousand", "million", "dozen"):
        low = w.SCALED_VAGUE[word] * w.SCALES[after]
        return Number(first, at + 1, at + 1, low, None, True, p.cut(first, at))
    if after == "of" and at + 2 < len(p) and p.lowers[at + 2] in w.VAGUE and p.lowers[at + 2] in ("hundreds", "thousands", "millions", "dozens"):
        scale = {"tens": 20.0, "dozens": 24.0, "hundreds": 200.0, "thousands": 2000.0}.get(word, 2.0)
        step = (w.VAGUE[p.lowers[at + 2]].low or 2) / 2
        return Number(first, at + 2, at + 2, scale * step, None, True)
    if word in ("couple", "handful") and after != "of":
        return None
    if p.tags[at] not in ("NNS", "JJ", "NN", "DT", "CD"):
        return None
    vague = w.VAGUE[word]
    return Number(first, at, at, vague.low, vague.high, True)


def _read_article(p: Parse, at: int) -> Number | None:
    """A dozen, a few, a couple of, a hundred, a million."""
    after = p.lowers[at + 1] if at + 1 < len(p) else ""
    if after in ("few", "couple", "handful", "pair"):
        return _read_vague(p, at + 1, at)
    if after in ("dozen", "hundred", "thousand", "million"):
        return Number(at, at + 1, at + 1, w.SCALES[after], w.SCALES[after], after != "dozen")
    return None


def _read_half(p: Parse, at: int) -> Number | None:
    """Half a million, half a dozen."""
    after = p.lowers[at + 1 : at + 3]
    if len(after) == 2 and after[0] in ("a", "-") and after[1] in w.SCALES:
        value = w.SCALES[after[1]] / 2
        return Number(at, at + 2, at + 2, value, value, after[1] != "dozen")
    return None


# ---------------------------------------------------------------- labels


def _is_label(p: Parse, n: Number) -> bool:
    """Whether the number names something: a resolution, a unit, a list item, an age, a line of a timetable."""
    before, after = p.lowers[n.first - 1] if n.first else "", p.lowers[n.last + 1] if n.last + 1 < len(p) else ""
    then = p.lowers[n.last + 2 : n.last + 4]
    if after in w.TIME_UNITS or (after == "-" and then and then[0] in w.TIME_UNITS):
        return True  # ages and lengths of time
    if n.money or not p.lowers[n.core][-1:].isdigit():
        return before in ("number", "unit") and n.first == n.last
    if before == "." and n.first > 1 and p.lowers[n.first - 2] in w.LABELS and p.starts[n.first - 1] == p.ends[n.first - 2]:
        return True  # School No. 19
    if _is_address(p, n.last):
        return True
    if before in w.LABELS or (before == "-" and n.first > 1 and p.lowers[n.first - 2].isdigit()) or (after == "-" and len(then) == 2 and then[1] == "-"):
        return True  # a telephone number, a row of figures
    opens = p.sentences[p.sentence_of[n.first]].first == n.first
    if opens and after in (".", ")", ":"):
        return True
    if (
        before == ","
        and after in (",", ".")
        and n.first > 1
        and p.tags[n.first - 2] in ("NNP", "NNPS")
        and n.low is not None
        and n.low < 110
        and p.deps[n.first] != "conj"
    ):
        return True  # the age in "Ahmed, 42, said"
    if n.first and p.tags[n.first - 1] in ("NNP", "NNPS") and not opens and before not in MONTHS:
        return after in (",", ".", ")", "and", "'s") or p.heads[n.core] < n.first or p.tags[n.last + 1 : n.last + 2] in (("NNP",), ("IN",), ("VBD",))
    return False


def _is_address(p: Parse, last: int) -> bool:
    """Whether the name of a street follows: "48 Lenin Street"."""
    for t in range(last + 1, min(last + 4, len(p))):
        if p.tags[t] not in ("NNP", "JJ"):
            return False
        if p.lowers[t] in w.STREETS:
            return t > last + 1
    return False


# ---------------------------------------------------------------- ranges and hedges


def _read_range(p: Parse, n: Number, dated: frozenset[int]) -> Number:
    """The number with the second bound of "20 to 30", "20-30", "between 20 and 30", "two or three"."""
    at = n.last + 1
    if n.low is None or at + 1 >= len(p) or p.lowers[at] not in _RANGE or at + 1 in dated:
        return n
    between = n.first > 0 and p.lowers[n.first - 1] == "between"
    if p.lowers[at] == "and" and not between:
        return n
    start = at + 2 if p.lowers[at + 1] in w.CURRENCIES and at + 2 < len(p) else at + 1
    word = p.lowers[start]
    other = _read_figures(p, start) if word[0].isdigit() or word[0] in "$£€" else _read_words(p, start) if word in w.NUMBERS else None
    if other is None or other.high is None or other.low is None:
        return n
    low = n.low * (w.SCALES.get(p.lowers[other.last], 1) if other.last > start and n.last == n.first and n.low < other.high / 1000 else 1)
    if low >= other.high or (p.lowers[at] == "-" and p.starts[at] != p.ends[n.last]):
        return n
    first = n.first - 1 if between else n.first
    return replace(n, first=first, last=other.last, core=other.last, low=low, high=other.high, hedge=_read_range_hedge(p, n, between, p.lowers[at]))


def _read_range_hedge(p: Parse, n: Number, between: bool, mark: str) -> str | None:
    return "between" if between else mark if mark in ("to", "or") else None


def _hedge(p: Parse, n: Number, dated: frozenset[int]) -> Number:
    """The number with the hedges around it taken in."""
    for _ in range(2):
        hedge = _find_before(p, n.first)
        if hedge is None or any(t in dated for t in range(n.first - len(hedge.words), n.first)):
            break
        n = _apply(p, n, hedge, n.first - len(hedge.words), n.last)
    at = n.last + 1
    if at < len(p) and p.lowers[at] in w.HEDGE_AFTER_STARTS:
        for hedge in w.HEDGES_AFTER:
            if p.lowers[at : at + len(hedge.words)] == hedge.words:
                return _apply(p, n, hedge, n.first, at + len(hedge.words) - 1)
    return n


def _find_before(p: Parse, first: int) -> w.Hedge | None:
    if not first:
        return None
    for hedge in w.HEDGES_BEFORE.get(p.lowers[first - 1], ()):
        start = first - len(hedge.words)
        if start >= 0 and p.lowers[start:first] == hedge.words and p.sentence_of[start] == p.sentence_of[first]:
            return (
                hedge
                if hedge.kind != "exact" or hedge.words[-1] not in ("the", "these", "those", "other", "his", "her", "their", "its", "our", "both")
                else None
            )
    return None


def _bound(n: Number, kind: str, last: str, after: str) -> tuple[float | None, float | None, bool]:
    """(low, high, approximate) of the number under a hedge of that kind."""
    # One more and one less are for what is counted one by one: not for money, measures or "more than two dozen".
    counted = not n.money and last not in w.SCALES and after not in w.PERCENTS and after not in w.DISTANCES
    match kind:
        case "floor" | "beyond":
            low = n.low + 1 if kind == "beyond" and counted and n.low is not None and n.low == n.high == int(n.low) else n.low
            return low, None, n.approximate
        case "ceiling" | "short":
            high = n.high - 1 if kind == "short" and counted and n.high and n.low == n.high == int(n.high) else n.high
            return None, high, n.approximate
        case "near":
            return None, n.high, True
        case "about" | "possible":
            return n.low, n.high, True
        case _:
            return n.low, n.high, n.approximate


def _apply(p: Parse, n: Number, hedge: w.Hedge, first: int, last: int) -> Number:
    words = p.cut(first, first + len(hedge.words) - 1) if first < n.first else p.cut(last - len(hedge.words) + 1, last)
    low, high, approximate = _bound(n, hedge.kind, p.lowers[n.last], p.lowers[n.last + 1] if n.last + 1 < len(p) else "")
    said = n.hedge if hedge.kind == "exact" or (n.hedge and hedge.kind == "about") else words.lower()
    return replace(n, first=first, last=last, low=low, high=high, approximate=approximate, hedge=said)
