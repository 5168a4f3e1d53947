"""Texts made against every regular expression of the package: four times the text takes some four times as long, not sixteen."""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from rounds import choose

import karama

SHORT, TIMES = 1_500, 4
NOTICED_S = 0.03  # of the longer text; what is quicker is no matter
MOST_GROWTH = 9.0  # a quadratic one grows by 16, a linear one by 4, and a busy machine is not exact
OFTEN = 10  # a repeat of more is one that a text can pump
ENDS = ("", "\0", "!", " 0")
# Of every text, whatever a pattern says.
PLAIN = ("a", "A", "1", " ", "\n", "a ", "A a ", "1 ", "1,", "Ab-", "a.", "A.", "(", '"', "'", "the ", "of ", "and ", "a\n", "http://a.", "<a ", "&", "\t", "é")
# Patterns whose texts are bounded before they see them, and by what.
BOUNDED: dict[str, str] = {
    "karama.app.correcting.NUMBERED": "one field that a person types",
    "karama.export.ftm_schema.FORMS 8": "one value that we write",
    "karama.ingest.furniture._BARE 6": "a line of at most LONGEST_BARE characters",
}


def list_patterns() -> dict[str, re.Pattern[Any]]:
    """Every compiled pattern that a module of the package holds, by where it first stands."""
    found: dict[Any, str] = {}
    for module in pkgutil.walk_packages(karama.__path__, "karama."):
        if ".migrations" in module.name or module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _find_patterns(value, 4):
                found.setdefault(pattern, f"{module.name}.{name}")
    named: dict[str, re.Pattern[Any]] = {}
    for pattern, name in found.items():
        key = name if name not in named else f"{name} {sum(other.startswith(name) for other in named) + 1}"
        named[key] = pattern
    return named


def _find_patterns(value: Any, deep: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif deep and isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from _find_patterns(one, deep - 1)
    elif deep and isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _find_patterns(one, deep - 1)
    elif deep and is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _find_patterns(getattr(value, field.name, None), deep - 1)


def make_texts(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """(what stands before, what is repeated): each repeat of the pattern, pumped behind an example of all that stands before it."""
    words = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    found: dict[tuple[str, str], None] = {}
    _walk(parser.parse(words, pattern.flags & ~re.LOCALE if isinstance(pattern.pattern, str) else pattern.flags), "", found)
    return list(found)


def _walk(tree: Any, before: str, found: dict[tuple[str, str], None]) -> str:
    """An example of the tree; the repeats in it are noted."""
    made = ""
    for code, value in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            low, high, inner = value
            example = _walk(inner, before + made, found)
            if high > OFTEN and example:
                found[before + made, example] = None
                found["", before[-20:] + made + example] = None
            made += example * max(low, 1)
        else:
            made += _walk_one(code, value, before + made, found)
    return made


def _walk_one(code: Any, value: Any, before: str, found: dict[tuple[str, str], None]) -> str:
    if code is codes.SUBPATTERN:
        return _walk(value[-1], before, found)
    if code is codes.ATOMIC_GROUP:
        return _walk(value, before, found)
    if code is codes.BRANCH:
        first, *_ = [_walk(branch, before, found) for branch in value[1]]
        return first
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        _walk(value[1], before, found)
        return ""
    return _example(code, value)


def _example(code: Any, value: Any) -> str:
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return "a" if chr(value) != "a" else "b"
    if code is codes.ANY:
        return "a"
    if code is codes.IN:
        return _example_of_class(value)
    return ""  # anchors, and references to what stands there already


KINDS = {codes.CATEGORY_DIGIT: "7", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a", codes.CATEGORY_NOT_SPACE: "a", codes.CATEGORY_NOT_WORD: "-"}


def _example_of_class(items: Any) -> str:
    if items[0][0] is codes.NEGATE:
        return next((character for character in "a -7.\n" if not any(_holds(item, character) for item in items[1:])), "é")
    code, value = items[0]
    return chr(value) if code is codes.LITERAL else chr(value[0]) if code is codes.RANGE else KINDS.get(value, "a")


def _holds(item: Any, character: str) -> bool:
    code, value = item
    if code is codes.LITERAL:
        return chr(value) == character
    if code is codes.RANGE:
        return value[0] <= ord(character) <= value[1]
    tests = {codes.CATEGORY_DIGIT: character.isdigit(), codes.CATEGORY_SPACE: character.isspace(), codes.CATEGORY_WORD: character.isalnum()}
    return tests.get(value, True)


SOURCE = "".join(path.read_text(encoding="utf-8") for path in Path(karama.__path__[0]).rglob("*.py"))


def is_anchored(name: str) -> bool:
    """Is the pattern only ever held against a text's beginning, or against all of it? Then it is not tried at each place of the text."""
    last = name.rpartition(".")[2]
    uses = set(re.findall(rf"\b{re.escape(last)}\.([a-z]+)\(", SOURCE))
    return bool(uses) and uses <= {"match", "fullmatch"}


def take_time(pattern: re.Pattern[Any], text: str, anchored: bool) -> float:
    """Seconds of the processor for going through the text; the best of two, since a machine may be busy with something else."""
    given: Any = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    times = []
    for _ in range(2):
        began = time.process_time()
        if anchored:
            pattern.fullmatch(given)
            pattern.match(given)
        else:
            for _found in pattern.finditer(given):
                pass
        times.append(time.process_time() - began)
        if times[0] < NOTICED_S:
            break
    return min(times)


def find_growth(pattern: re.Pattern[Any], anchored: bool = False) -> tuple[float, str]:
    """The worst growth, and the text that it was seen with; 0 where nothing took long enough to matter."""
    worst = (0.0, "")
    for before, pumped in [*make_texts(pattern), *(("", one) for one in PLAIN)]:
        count = SHORT // len(pumped) + 1
        for end in ENDS:
            short = take_time(pattern, before + pumped * count + end, anchored)
            if short < NOTICED_S / 60:  # even if it were quadratic, four times as much would not be noticed
                continue
            growth = take_time(pattern, before + pumped * count * TIMES + end, anchored) / max(short, 1e-6)
            long_s = growth * short
            if long_s >= NOTICED_S and growth > worst[0]:
                worst = (growth, f"{before[:60]!r} + {pumped[:60]!r} * {count * TIMES} + {end!r}: {long_s:.2f} s")
            if worst[0] > MOST_GROWTH:
                return worst
    return worst


PATTERNS = list_patterns()


def test_the_patterns_are_found() -> None:
    assert len(PATTERNS) > 120
    assert {name.split(".")[1] for name in PATTERNS} >= {"annotate", "gate", "ground", "ingest", "merge"}


def test_a_pattern_that_grows_is_found() -> None:
    assert find_growth(re.compile(r"(?:[a-z]-?)+!"))[0] > MOST_GROWTH
    assert find_growth(re.compile(r"[a-z]+\s*\d*!"))[0] > MOST_GROWTH
    assert find_growth(re.compile(r"\ba\b"))[0] <= MOST_GROWTH


@pytest.mark.parametrize("part", range(8))
def test_no_pattern_takes_more_than_its_share_of_time(part: int) -> None:
    slow = {}
    for name, pattern in list(PATTERNS.items())[part::8][:: choose(2, 1)]:
        growth, text = find_growth(pattern, is_anchored(name))
        if growth > MOST_GROWTH and name not in BOUNDED:
            slow[name] = f"grows by {growth:.0f} on {text}"
    assert slow == {}
