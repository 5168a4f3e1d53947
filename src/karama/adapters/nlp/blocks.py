"""Cuts prose into blocks that a language model can take: one paragraph each, never longer than a bound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from karama.domain.text import READ_KINDS, Segment

# A parser's cost is linear in the text, but its tokenizer is quadratic in one token; the bound keeps both small.
LONGEST_BLOCK = 8_000
LONGEST_TOKEN = 400  # "Donaudampfschifffahrt..." has 80; a longer run without a blank is an address, code, or an attack
# Newspapers' plain-text lines are wrapped between these widths; a paragraph on one line is rarely that regular.
WRAPPED = range(45, 95)
_LINE = re.compile(r"[^\n]+")
_ENDLESS = re.compile(rf"\S{{{LONGEST_TOKEN}}}")


class Block(NamedTuple):
    """A stretch of text to be parsed by itself: offset in the article, its text (line ends as spaces), its segment's kind."""

    offset: int
    text: str
    segment: str


def cut_blocks(text: str, segments: Sequence[Segment]) -> Iterator[Block]:
    """The blocks of all segments that are read, in text order, together holding every character that is not blank."""
    for segment in segments:
        if segment.kind in READ_KINDS:
            for start, end in _find_paragraphs(text, segment.start, segment.end):
                for part, rest in _cut_endless(text, start, end):
                    for low, high in _cut_long(text, part, rest):
                        yield Block(low, text[low:high].replace("\n", " ").replace("\t", " "), segment.kind)


def _find_paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines, joined where they are wrapped lines of one paragraph."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text, start, end) if not text[m.start() : m.end()].isspace()]
    wrapped = len(lines) > 4 and sum(b - a in WRAPPED for a, b in lines) > 0.7 * len(lines)
    current: tuple[int, int] | None = None
    for low, high in lines:
        if current is not None and low == current[1] + 1 and (wrapped or text[low].islower()):
            current = (current[0], high)
            continue
        if current is not None:
            yield current
        current = (low, high)
    if current is not None:
        yield current


def _cut_endless(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch cut within runs without a blank that are longer than any word."""
    for found in _ENDLESS.finditer(text, start, end):
        yield start, found.end()
        start = found.end()
    if start < end:
        yield start, end


def _cut_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch in pieces of at most LONGEST_BLOCK, cut after a sentence, else at a space, else anywhere."""
    while end - start > LONGEST_BLOCK:
        low, high = start + LONGEST_BLOCK // 2, start + LONGEST_BLOCK
        cut = max(text.rfind(". ", low, high), text.rfind("? ", low, high)) + 1 or text.rfind(" ", low, high) + 1 or high
        yield start, cut
        start = cut
    if start < end:
        yield start, end
