"""Small values of a record, made for the tests."""

from __future__ import annotations

from typing import Any

from karama.domain.record import Capture, KeptReading, Original, Party, RecordClaim, Run, Speaker, When, Where
from karama.domain.text import Article, Span, hash_text
from karama.ports import Kept, Store

RUN = Run("n_1", {"karama": "0"})
NEWER_RUN = Run("n_2", {"karama": "1"})
RAQQA = Where("Raqqa", 172955, 35.95, 39.01, 5.0, "settlement", "SYR", "Raqqa")
MAYADIN = Where("Mayadin", 173480, 35.02, 40.45, 3.0, "settlement", "SYR", "Deir ez-Zor")
SDF = Party("Syrian Democratic Forces", "the SDF", "sdf", "armed group", "SYR", ("SDF",))


def make_article(text: str) -> Article:
    return Article(text, hash_text(text), "a", title="Raqqa", published="2017-07-02", published_how="given")


def make_claim(identifier: str, article: Article, **given: Any) -> RecordClaim:
    words = article.text.split("\n")[0]
    values: dict[str, Any] = {
        "id": identifier, "value": "v_1", "article": article.id, "run": RUN.id, "local": "c1", "what": "event", "kind": "air strike",
        "start": 0, "end": len(words),
        "words": words, "trigger": Span(0, 3), "segment": "body", "actors": (SDF,), "places": (RAQQA,), "speakers": (Speaker("a doctor"),),
        "dates": (When("2017-06-29", "2017-06-30", "2017-06-29/2017-06-30", "this week"),), "published": "2017-07-02",
    }  # fmt: skip
    return RecordClaim(**{**values, **given})


def make_reading(article: Article, claims: tuple[RecordClaim, ...], run: Run = RUN) -> KeptReading:
    return KeptReading(f"r_{article.id[-6:]}{run.id}", article.id, run.id, "2026-01-01T00:00:00Z", None, "d", len(claims))


def list_capture(article: Article) -> list[Kept]:
    """What has to be there before a reading."""
    original = Original(article.id.removeprefix("sha256:"), len(article.text), "text/plain")
    capture = Capture(
        f"k_{article.id[-6:]}", article.id, original.sha256, "text/plain", "a.txt", "file", "2026-01-01T00:00:00Z", "test", url="https://example.org/a"
    )
    return [capture, article, RUN, NEWER_RUN, original]


def keep(store: Store, article: Article, *claims: RecordClaim, run: Run = RUN) -> bool:
    """Whether the reading with the claims was new."""
    with store.transaction():
        store.add(list_capture(article))
        return store.add_reading(make_reading(article, claims, run), {"words": article.text}, claims)
