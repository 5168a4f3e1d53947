"""Whether two texts are versions of one article, and what differs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from urllib.parse import urlsplit

# Words in a row that chance does not repeat between two reports.
RUN_OF_WORDS = 4
# A front page or a live blog's address shows another story each day: no tenth of the words in common, so no version of the same article.
FEWEST_SHARED = 0.1
TOUCHED = 0.5  # of the words of two sentences: one became the other
SENTENCE_END = re.compile(r"(?<=[a-z0-9)\"”][.!?])[\"”’']?\s+(?=[\"“A-Z])")


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the older text, and what stands in their place in the newer one; one of them may be empty."""

    start: int  # code points in the older text
    end: int
    older: str
    newer: str


def share_words(left: str, right: str) -> float:
    """How much of the shorter text's runs of words stands in the other, in [0, 1]."""
    one, other = set(_cut_runs(left)), set(_cut_runs(right))
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def names_article(url: str) -> bool:
    """Whether an address can be one article's: it is one, and has a path or a query; a front page has none."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[x"
        return False
    return parts.scheme in ("http", "https") and (len(parts.path.strip("/")) > 0 or bool(parts.query))


def list_changes(older: str, newer: str) -> Iterator[Change]:
    """What was changed, sentence by sentence in the order of the older text."""
    left, right = list(_cut_lines(older)), list(_cut_lines(newer))
    matcher = SequenceMatcher(None, [words for _, _, words in left], [words for _, _, words in right], autojunk=False)
    for tag, first, last, into, until in matcher.get_opcodes():
        if tag != "equal":
            yield from _pair_sentences(left[first:last], [words for _, _, words in right[into:until]], left[first][0] if first < len(left) else len(older))


def _pair_sentences(left: list[tuple[int, int, str]], right: list[str], at: int) -> Iterator[Change]:
    """Each sentence with the one that it became, in the order of the newer text; what came or went stands alone."""
    for start, end, words in left:
        same = next((n for n, other in enumerate(right) if SequenceMatcher(None, words.split(), other.split(), autojunk=False).ratio() >= TOUCHED), None)
        if same is None:
            yield Change(start, end, words, "")
        else:
            yield from (Change(start, start, "", came) for came in right[:same])
            yield Change(start, end, words, right[same])
            right = right[same + 1 :]
        at = end
    yield from (Change(at, at, "", came) for came in right)


def _cut_runs(text: str) -> Iterator[str]:
    words = text.lower().split()
    return (" ".join(words[at : at + RUN_OF_WORDS]) for at in range(len(words) - RUN_OF_WORDS + 1))


def _cut_lines(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, words) of each sentence, roughly; a line's end ends one too."""
    at = 0
    for line in text.split("\n"):
        start = 0
        for end in (*(found.end() for found in SENTENCE_END.finditer(line)), len(line)):
            if line[start:end].strip():
                yield at + start, at + end, line[start:end]
            start = end
        at += len(line) + 1
