"""The grammatical reading of an article: tokens, tags, dependencies and sentences as parallel tuples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple


class NameSpan(NamedTuple):
    """A name the language model marked: token range [first, last] inclusive, and its OntoNotes label."""

    first: int
    last: int
    label: str  # PERSON NORP FAC ORG GPE LOC PRODUCT EVENT WORK_OF_ART LAW LANGUAGE DATE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL


class Sentence(NamedTuple):
    """Token range [first, last] inclusive, and the kind of segment it stands in (headline, body, caption or dateline)."""

    first: int
    last: int
    segment: str


@dataclass(frozen=True, slots=True)
class Parse:
    """All tokens of the segments that are read, in text order; every tuple but `names` and `sentences` has one item a token.

    `heads[i]` is the token that i depends on, i itself for the root of a sentence. `left[i]` and `right[i]` are the
    first and last token of i's subtree. Labels: `tags` Penn Treebank, `poses` Universal POS, `deps` ClearNLP (nsubj,
    nsubjpass, dobj, pobj, prep, agent, amod, compound, appos, ccomp, xcomp, advcl, relcl, conj ...).
    """

    text: str
    starts: tuple[int, ...]  # code points of text
    ends: tuple[int, ...]
    words: tuple[str, ...]
    lowers: tuple[str, ...]
    lemmas: tuple[str, ...]  # lower case
    tags: tuple[str, ...]
    poses: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    sentence_of: tuple[int, ...]  # index into sentences
    sentences: tuple[Sentence, ...]
    names: tuple[NameSpan, ...]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code points [start, end) of the tokens first..last inclusive."""
        return self.starts[first], self.ends[last]

    def cut(self, first: int, last: int) -> str:
        """The text of the tokens first..last inclusive."""
        return self.text[self.starts[first] : self.ends[last]]

    def sentence_span(self, index: int) -> tuple[int, int]:
        """Code points [start, end) of the sentence with that index."""
        sentence = self.sentences[index]
        return self.starts[sentence.first], self.ends[sentence.last]

    def in_dateline(self, token: int) -> bool:
        """Does the token stand in a dateline, where nothing happens and nobody speaks?"""
        return self.sentences[self.sentence_of[token]].segment == "dateline"

    def child(self, token: int, *labels: str) -> int | None:
        """The first child of the token with one of these dependency labels."""
        return next((c for c in self.children[token] if self.deps[c] in labels), None)

    def ancestors(self, token: int) -> Iterator[int]:
        """The tokens above this one, nearest first, ending with the root of its sentence."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

    def token_at(self, offset: int) -> int | None:
        """The token that holds this code point, or None between tokens."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.starts) and self.starts[low] <= offset else None
