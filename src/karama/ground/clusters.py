"""Which mentions have been found to be one thing so far: groups that only ever grow together."""

from __future__ import annotations

from collections.abc import Iterator

from karama.domain.annotations import Mention, MentionKind
from karama.domain.parse import Parse

# Kinds that may be one thing; a nationality word is none with its country, as "Iraqi" is not Iraq.
FAMILY: dict[MentionKind, str] = {
    "person": "human", "people": "human", "organisation": "body", "place": "place", "nationality": "nationality", "weapon": "thing", "platform": "thing",
    "vehicle": "thing", "document": "document", "money": "money",
}  # fmt: skip
ARTICLES = ("the ", "a ", "an ")


class Clusters:
    """Groups of mentions by index. Joining two keeps the earlier mention as the sign of the group."""

    def __init__(self, parse: Parse, mentions: tuple[Mention, ...]) -> None:
        self.parse = parse
        self.mentions = mentions
        self.lowers = tuple(strip_article(mention.words.lower()) for mention in mentions)
        self.by_head = self._index_heads()
        self._above = list(range(len(mentions)))

    def _index_heads(self) -> dict[int, int]:
        """The longest mention by head token."""
        found: dict[int, int] = {}
        for index, mention in enumerate(self.mentions):
            other = found.get(mention.head)
            if other is None or len(mention.words) > len(self.mentions[other].words):
                found[mention.head] = index
        return found

    def find(self, index: int) -> int:
        """The sign of the group that a mention is in."""
        above = self._above
        while above[index] != index:
            above[index] = above[above[index]]
            index = above[index]
        return index

    def join(self, one: int, other: int) -> None:
        """One group of the groups of two mentions."""
        first, second = sorted((self.find(one), self.find(other)))
        self._above[second] = first

    def groups(self) -> Iterator[list[int]]:
        """The groups in order of first mention, each a list of indices in text order."""
        found: dict[int, list[int]] = {}
        for index in range(len(self.mentions)):
            found.setdefault(self.find(index), []).append(index)
        yield from found.values()

    def sentence(self, index: int) -> int:
        """The sentence in which a mention stands."""
        return self.parse.sentence_of[self.mentions[index].first]

    def is_subject(self, index: int) -> bool:
        """Whether a mention is the subject of its clause."""
        return self.parse.deps[self.mentions[index].head] in ("nsubj", "nsubjpass")

    def is_plural(self, index: int) -> bool:
        """Whether a mention speaks of several."""
        mention = self.mentions[index]
        return mention.kind == "people" or self.parse.tags[mention.head] in ("NNS", "NNPS")


def strip_article(words: str) -> str:
    """Lower-case words without a leading article and trailing possessive."""
    for article in ARTICLES:
        if words.startswith(article):
            words = words[len(article) :]
            break
    return words.removesuffix("'s").removesuffix("’s")
