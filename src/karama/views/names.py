"""Names as they are compared: without case, accents, marks and the article before them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ARTICLES = frozenset("the a an al el ar as ash at ad".split())


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """The key of a name: "the Al-Raqqa" and "raqqa" share one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in plain.replace("'", "").replace("’", "")).split()
    return " ".join(words[_count_articles(words) :])


def _count_articles(words: list[str]) -> int:
    count = 0
    while count < len(words) - 1 and words[count] in ARTICLES:
        count += 1
    return count
