"""Claims made by hand for the tests of views: short ways to say who says what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from karama.domain.record import Count, Party, RecordClaim, Speaker, When, Where
from karama.domain.text import Span

RAQQA = Where("Raqqa", 172955, 35.9506, 39.0095, 7.3, "settlement", "SYR", "Raqqa")
NEAR_RAQQA = Where("Raqqa", 172955, 35.9506, 39.0095, 19.3, "near", "SYR", "Raqqa")
MAYADIN = Where("Mayadin", 168859, 35.0197, 40.4516, 2.3, "settlement", "SYR", "Deir ez-Zor")
SYRIA = Where("Syria", 163843, 35.0, 38.0, 367.0, "country", "SYR", None)
SDF = Party("Syrian Democratic Forces", "the SDF", "syrian-democratic-forces", "armed group", "SYR", ("SDF",))
IS = Party("Islamic State", "the militants", "islamic-state", "armed group", None, ("ISIS", "IS"))
USA = Party("United States", "Washington", "state-usa", "government", "USA")
YPG = Party("People's Protection Units", "the YPG", "peoples-protection-units", "armed group", "SYR", ("YPG",))
FIGHTERS = Party("U.S.-backed fighters", "U.S.-backed fighters", None, "armed group", None, named=False)


def day(first: str, last: str | None = None, edtf: str | None = None) -> When:
    return When(first, last or first, edtf or (first if last is None else f"{first}/{last}"), first)


def killed(low: float | None, high: float | None = None, of: str = "people", approximate: bool = False, words: str = "", unit: Any = "killed") -> Count:
    return Count(unit, low, high, approximate, words or f"{low}–{high} {of}", of)


def claim(name: str, kind: str = "air strike", **given: Any) -> RecordClaim:
    """A claim with the id `name`; `by` is who says it, `in_` the article."""
    speakers = tuple(Speaker(words, words) for words in ([given.pop("by")] if "by" in given else ()))
    article = given.pop("in_", "sha256:" + name)
    values: dict[str, Any] = {
        "id": name, "value": "v" + name, "article": article, "run": "n_1", "local": "c1", "what": "event", "kind": kind, "start": 0, "end": 9,
        "words": f"The sentence of {name}.", "trigger": Span(0, 3), "segment": "body", "published": "2017-07-02", "publisher": None, "speakers": speakers,
        "certainty": "attributed" if speakers else "asserted", **given,
    }  # fmt: skip
    return RecordClaim(**values)


def relation(name: str, kind: str, source: Party, target: Party, **given: Any) -> RecordClaim:
    return claim(name, kind, what="relation", actors=(source,), recipients=(target,), aspect="ongoing", **given)


def count_articles(claims: Sequence[RecordClaim]) -> int:
    """Origins where each article is one, or each named speaker."""
    return len({one.speakers[0].words if one.speakers else one.article for one in claims})
