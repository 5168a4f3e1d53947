"""Reading cut into parts: what goes to a worker, and what comes back, one line an article, whatever engine runs it."""

from __future__ import annotations

from dataclasses import dataclass

from karama.domain.text import Article


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles to be read together. `key` is a hash of them and of everything that reads: equal keys have equal results."""

    key: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """An article that was not read because reading it ended two workers, and how."""

    article: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartResult:
    """What came of a part: a line of JSON for each article in its order, or why there is none."""

    key: str
    lines: tuple[bytes | Aside, ...]
