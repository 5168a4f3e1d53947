"""The shipped tables of page furniture: lists of words and patterns of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

from karama.domain.text import SegmentKind


class LineRule(NamedTuple):
    """Lines that the pattern matches as a whole are of that kind."""

    kind: SegmentKind
    pattern: str


def read_rows(name: str) -> Iterator[list[str]]:
    """The rows of a shipped tab-separated table, without comments."""
    for line in files("karama.data").joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def read_words(name: str) -> frozenset[str]:
    """The words of a list in page_words.tsv."""
    return _read_lists()[name]


@cache
def read_line_rules() -> dict[str, tuple[LineRule, ...]]:
    """First word in lower case -> the rules for lines that begin with it."""
    rules: dict[str, tuple[LineRule, ...]] = {}
    for kind, words, pattern in read_rows("page_furniture.tsv"):
        for word in words.split():
            rules[word] = (*rules.get(word, ()), LineRule(cast(SegmentKind, kind), pattern))
    return rules


@cache
def compile_rule(pattern: str) -> re.Pattern[str]:
    """The compiled pattern; most articles need a handful of them, so that each is compiled when it is first tried."""
    return re.compile(pattern, re.IGNORECASE)


@cache
def _read_lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in read_rows("page_words.tsv")}
