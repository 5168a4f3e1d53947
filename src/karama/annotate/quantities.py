"""Counts and measures with their bounds and hedges, what they count, and of whom."""

from __future__ import annotations

from collections.abc import Iterator

from karama.annotate import quantity_words as w
from karama.annotate.numbers import Number, find_numbers
from karama.annotate.quantity_units import find_noun, find_unit
from karama.domain.annotations import Date, Mention, Quantity, Unit, index_by_head
from karama.domain.parse import Parse
from karama.domain.reading import Issue

_PERSON_UNITS = frozenset({"killed", "wounded", "missing", "detained", "displaced"})
_FIGURES = frozenset({"number", "figure", "toll", "count", "total", "it"})
_GIVING = frozenset({"give", "put", "report", "cite", "announce", "publish", "speak"})
TOLD_WITHIN = 3  # sentences back in which the figure that is put otherwise was told
_HARM = frozenset({"kill", "wound", "injure", "hurt", "die"})


def annotate_quantities(parse: Parse, mentions: tuple[Mention, ...], dates: tuple[Date, ...]) -> tuple[tuple[Quantity, ...], tuple[Issue, ...]]:
    """The quantities of a text in order; `of` names the mention that is counted."""
    by_head = index_by_head(mentions)
    found: list[tuple[int, int, Quantity]] = []
    for n in find_numbers(parse, frozenset(_cover(parse, dates))):
        if parse.in_dateline(n.first):
            continue
        noun = find_noun(parse, n)
        unit = find_unit(parse, n, noun)
        unit = _inherit(parse, n, unit, noun, found)
        if unit == "other" and (_is_known_pair(parse, n) or (noun is None and _is_years(parse, n))):
            continue
        found.append((n.first, n.last, _write(parse, n, noun, unit, by_head)))
    found.extend(_find_singles(parse, by_head, {t for first, _, q in found for t in (first, q.head)}))
    found.extend(_find_none(parse))
    found.sort(key=lambda item: item[2].start)
    return tuple(_number(q, i) for i, (_, _, q) in enumerate(found, 1)), ()


def _is_known_pair(parse: Parse, n: Number) -> bool:
    """Whether two things are only referred to: "the two leaders", "our two countries"."""
    return n.low == n.high == 2 and n.first > 0 and parse.tags[n.first - 1] in ("DT", "PRP$", "POS") and parse.lowers[n.first - 1] not in ("a", "an", "another")


def _is_years(parse: Parse, n: Number) -> bool:
    """Whether the number is a person's age: "when he was 18"."""
    verb = parse.heads[n.core]
    return parse.lemmas[verb] == "be" and any(parse.lowers[c] in ("he", "she", "i", "who") and parse.deps[c] == "nsubj" for c in parse.children[verb])


def _number(q: Quantity, i: int) -> Quantity:
    return Quantity(f"q{i}", q.start, q.end, q.words, q.low, q.high, q.approximate, q.hedge, q.unit, q.of, q.head)


def _cover(parse: Parse, dates: tuple[Date, ...]) -> Iterator[int]:
    """The tokens that lie in a date."""
    token, count = 0, len(parse)
    for date in dates:
        while token < count and parse.ends[token] <= date.start:
            token += 1
        at = token
        while at < count and parse.starts[at] < date.end:
            yield at
            at += 1


def _write(parse: Parse, n: Number, noun: int | None, unit: Unit, by_head: dict[int, Mention]) -> Quantity:
    last = noun if noun is not None else n.last
    if noun is None and n.last + 1 < len(parse) and (parse.lowers[n.last + 1] in w.PERCENTS or parse.lowers[n.last + 1] in w.DISTANCES):
        last = n.last + 1 + (parse.lowers[n.last + 1] == "per")
    start, end = parse.span(n.first, min(last, len(parse) - 1))
    head = noun if noun is not None else n.core
    mention = by_head.get(head)
    low, high = _whole(n.low), _whole(n.high)
    hedge, approximate = n.hedge, n.approximate
    if hedge is None and (word := _find_distant_hedge(parse, n, head)):
        hedge, approximate = word, True
    return Quantity("", start, end, parse.text[start:end], low, high, approximate, hedge, unit, mention.id if mention else None, head)


def _whole(value: float | None) -> float | None:
    """The value as a whole number where it is one."""
    return int(value) if value is not None and value == int(value) else value


def _find_distant_hedge(parse: Parse, n: Number, head: int) -> str | None:
    """The "possible" of "a possible force of 2,500 militants"."""
    of = parse.heads[head]
    if parse.deps[head] != "pobj" or parse.lowers[of] != "of" or of > n.first:
        return None
    return next((parse.lowers[c] for c in parse.children[parse.heads[of]] if parse.lowers[c] in ("possible", "estimated", "suspected", "potential")), None)


def _inherit(parse: Parse, n: Number, unit: Unit, noun: int | None, found: list[tuple[int, int, Quantity]]) -> Unit:
    """The unit of the whole for a part of it: "12 people were killed, including three children", "20 of them women"."""
    if unit in _PERSON_UNITS or unit in ("money", "distance") or not found:
        return unit
    if noun is None and _is_put_at(parse, n):
        near = [q.unit for _, last, q in found if q.unit in _PERSON_UNITS and parse.sentence_of[n.first] - parse.sentence_of[last] <= TOLD_WITHIN]
        return "killed" if "killed" in near else near[-1] if near else unit  # "the number" of a report is first that of its dead
    _, last, whole = found[-1]
    if whole.unit not in _PERSON_UNITS or parse.sentence_of[last] != parse.sentence_of[n.first]:
        return unit
    if noun is not None and parse.lemmas[noun] not in w.PEOPLE and parse.lowers[noun] not in ("them", "whom", "these"):
        return unit
    between = parse.lowers[last + 1 : n.first]
    after = parse.lowers[n.last + 1 : n.last + 3]
    part = any(word in ("including", "among") for word in between) or after in (("of", "them"), ("of", "whom"), ("of", "these"))
    return whole.unit if part and len(between) < 15 else unit


def _is_put_at(parse: Parse, n: Number) -> bool:
    """Whether it is another figure for what was told before: "activists put the number at more than 60"."""
    verbs = range(max(parse.sentences[parse.sentence_of[n.first]].first, n.first - 6), n.first)
    if parse.lowers[n.first - 1] == "of" and n.first > 1 and parse.lemmas[n.first - 2] in _FIGURES:  # "the opposition gave a figure of 168"
        return any(parse.lemmas[t] in _GIVING for t in verbs)
    return parse.lowers[n.first - 1] in ("at", "to") and any(
        parse.lemmas[t] in ("put", "place", "set", "raise", "give", "revise") and any(parse.lemmas[c] in _FIGURES for c in parse.children[t]) for t in verbs
    )


def _find_singles(parse: Parse, by_head: dict[int, Mention], taken: set[int]) -> Iterator[tuple[int, int, Quantity]]:
    """One victim said without a number: "killed a man and two children"."""
    for i, lower in enumerate(parse.lowers):
        if lower not in ("a", "an") or parse.deps[i] != "det":
            continue
        noun = parse.heads[i]
        if (
            noun <= i
            or noun in taken
            or parse.tags[noun] != "NN"
            or parse.lemmas[noun] not in w.PEOPLE
            or parse.lemmas[noun] in ("family", "youth", "staff", "household", "settler")
        ):
            continue
        verb, dep = _find_verb(parse, noun)
        if verb is None or not _is_victim(parse.lemmas[verb], dep):
            continue
        start, end = parse.span(i, noun)
        mention = by_head.get(noun)
        yield i, noun, Quantity("", start, end, parse.text[start:end], 1, 1, False, None, w.FATE[parse.lemmas[verb]], mention.id if mention else None, noun)


def _is_victim(verb: str, dep: str) -> bool:
    return verb in ("die", "perish") if dep == "nsubj" else verb in w.SINGLE_FATES


def _find_verb(parse: Parse, noun: int) -> tuple[int | None, str]:
    for _ in range(4):
        dep, above = parse.deps[noun], parse.heads[noun]
        if dep in ("dobj", "nsubjpass", "nsubj"):
            return above, dep
        if dep != "conj" or above == noun:
            return None, dep
        noun = above
    return None, ""


def _find_none(parse: Parse) -> Iterator[tuple[int, int, Quantity]]:
    """Nobody, said of casualties: "no casualties", "no one was killed"."""
    for i, lower in enumerate(parse.lowers):
        if lower != "no" or i + 1 >= len(parse):
            continue
        noun = i + 1
        if (
            parse.lowers[noun] == "one"
            and parse.lemmas[parse.heads[noun]] in ("kill", "wound", "injure", "hurt", "die")
            and parse.deps[noun] in ("nsubjpass", "nsubj")
        ):
            unit: Unit = w.FATE.get(parse.lemmas[parse.heads[noun]], "other")
        else:
            noun = noun if parse.lemmas[noun] in w.CASUALTY_NOUNS else min(noun + 1, len(parse) - 1)
            if parse.lemmas[noun] not in w.CASUALTY_NOUNS:
                continue
            unit = "killed" if parse.lemmas[noun] == "casualty" else w.UNIT_OF_NOUN.get(parse.lemmas[noun], "other")
        start, end = parse.span(i, noun)
        yield i, noun, Quantity("", start, end, parse.text[start:end], 0, 0, False, None, unit, None, noun)
