"""The report in what a fetcher brought: read by its content type, and it knows at which address it stood."""

from __future__ import annotations

from dataclasses import replace

from karama.errors import InputError
from karama.ingest.articles import Loaded, Refusal, load_bytes
from karama.ports import Fetched

# What a server calls the bytes -> the name of a file that is the same; other names, and none, are told by the bytes.
NAMES = {
    "text/plain": "page.txt", "text/html": "page.html", "application/xhtml+xml": "page.html", "application/pdf": "page.pdf", "message/rfc822": "page.eml",
}  # fmt: skip


def load_fetched(found: Fetched, published: str | None = None) -> Loaded:
    """The one report in what was fetched; `published` is its day, where somebody knows it.

    Raises:
        InputError: there is none, or there are several.
    """
    kind = found.media_type.partition(";")[0].strip().lower()
    loaded = list(load_bytes(found.data, NAMES.get(kind, ""), found.url, published))
    if len(loaded) != 1:
        raise InputError(f"{found.url}: holds {len(loaded)} reports")
    one = loaded[0]
    if isinstance(one, Refusal):
        raise one.error
    article = one.article if one.article.url else replace(one.article, url=found.url)
    return replace(one, article=article, source=found.url, media_type=found.media_type or one.media_type, obtained="fetched")
