"""Readers for workers in tests: their lines say which article they read, and some articles are deadly."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence

from karama.domain.text import Article


def open_reader() -> Callable[[Sequence[Article]], Iterator[bytes]]:
    def read(articles: Sequence[Article]) -> Iterator[bytes]:
        for article in articles:
            if "deadly" in article.text:
                os.kill(os.getpid(), 9)
            if "stuck" in article.text:
                time.sleep(60)
            if "greedy" in article.text:
                hoard = []
                while True:
                    hoard.append(bytearray(16_000_000))
            if "once" in article.text and not os.path.exists(article.name):
                open(article.name, "w").close()
                os._exit(3)
            yield f'{{"read":"{article.id}"}}'.encode()

    return read


def open_nothing() -> Callable[[Sequence[Article]], Iterator[bytes]]:
    raise RuntimeError("no model")
