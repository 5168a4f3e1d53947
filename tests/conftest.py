"""What many tests share: the loaded tools, and short ways to parse or read a text written for the test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.app.pipeline import Tools, read_articles
from karama.domain.parse import Parse
from karama.domain.reading import Reading
from karama.domain.text import Article, Segment, hash_text
from karama.wiring import make_tools


@pytest.fixture(scope="session")
def tools() -> Tools:
    return make_tools()


@pytest.fixture(scope="session")
def parse(tools: Tools) -> Callable[[str], Parse]:
    """text -> Parse, all of it taken as body."""
    return lambda text: next(tools.parser([(text, (Segment("body", 0, len(text), text),))]))


@pytest.fixture(scope="session")
def read(tools: Tools) -> Callable[..., Reading]:
    """(text, published=None) -> Reading by the whole pipeline."""

    def run(text: str, published: str | None = None) -> Reading:
        article = Article(text, hash_text(text), "test", published=published, published_how="given" if published else "unknown")
        return next(read_articles([article], tools))

    return run
