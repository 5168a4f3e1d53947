"""The day an article was published, from what came with it, its dateline, or its captions."""

from __future__ import annotations

from karama.domain.annotations import Publication
from karama.domain.parse import Parse
from karama.domain.reading import Issue
from karama.domain.text import Article, Segment


def find_publication(article: Article, segments: tuple[Segment, ...], parse: Parse) -> tuple[Publication, tuple[Issue, ...]]:
    """The publication day and how it is known; an issue where it is inferred or unknown."""
    return Publication(article.published, article.published_how), ()
