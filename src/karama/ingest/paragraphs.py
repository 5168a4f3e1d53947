"""Paragraphs out of lines that a page's width has broken: PDF pages and wrapped e-mail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from karama.ingest.tables import read_words

# A line shorter than this share of the usual width did not break because it was full.
FULL_SHARE = 0.82
# Word beginnings that keep their hyphen at a line end.
KEEP_HYPHEN = read_words("keeps hyphen")
_STOP = re.compile(r"[.!?:;…][”\"’')\]]{0,2}$")
_ITEM = re.compile(r"(?:[•·▪●*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SOFT_HYPHEN = "\u00ad"  # shown only where a word is broken


def join_lines(lines: Sequence[str]) -> list[str]:
    """The paragraphs of lines that were broken by width; an empty line always ends one."""
    width = _find_width(lines)
    known = Counter(word.lower() for line in lines for word in _WORDS.findall(line))
    paragraphs: list[str] = []
    parts: list[str] = []
    for n, line in enumerate(lines):
        stripped = line.strip()
        if not stripped:
            _close(parts, paragraphs)
            continue
        if parts and _begins_paragraph(lines[n - 1].strip(), stripped, width):
            _close(parts, paragraphs)
        if parts:
            _glue(parts, stripped, known)
        else:
            parts.append(stripped)
    _close(parts, paragraphs)
    return paragraphs


def _find_width(lines: Sequence[str]) -> int:
    """The usual length of a full line: the nine tenths point of all that are not blank."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _begins_paragraph(before: str, line: str, width: int) -> bool:
    """Whether a new paragraph begins with the line."""
    if _ITEM.match(line):
        return True
    if line[0].islower() or before.endswith(SOFT_HYPHEN):
        return False
    short = len(before) < FULL_SHARE * width
    return short and (_STOP.search(before) is not None or len(before) < 0.7 * width)


def _glue(parts: list[str], line: str, known: Counter[str]) -> None:
    last = parts[-1]
    if last.endswith(SOFT_HYPHEN):
        parts[-1] = last[:-1]
        parts.append(line)
    elif last.endswith("-") and last[-2:-1].isalpha() and line[0].isalpha():
        parts[-1] = last[:-1] if line[0].islower() and _drops_hyphen(last, line, known) else last
        parts.append(line)
    else:
        parts.append(" " + line)


def _drops_hyphen(last: str, line: str, known: Counter[str]) -> bool:
    """Whether the hyphen was set only because the line was full: the joined word is in the text, or its parts do not stand alone."""
    first, second = _WORDS.findall(last)[-1].lower(), _WORDS.findall(line)[0].lower()
    head = first.split("-")[-1]
    if known[head + second]:
        return True
    return not known[f"{head}-{second}"] and head not in KEEP_HYPHEN


def _close(parts: list[str], paragraphs: list[str]) -> None:
    if parts:
        paragraphs.append("".join(parts))
        parts.clear()
