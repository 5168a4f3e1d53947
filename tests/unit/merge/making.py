"""Claims made by hand for the tests of merging."""

from __future__ import annotations

from typing import Any

from karama.domain.record import Count, Party, RecordClaim, Speaker, When, Where
from karama.domain.text import Span

RAQQA = Where("Raqqa", 172955, 35.95, 39.01, 5.0, "settlement", "SYR", "Raqqa")
MAYADIN = Where("Mayadin", 167794, 35.02, 40.45, 2.3, "settlement", "SYR", "Deir al-Zor")
TABQA = Where("Tabqa", 163808, 35.84, 38.55, 3.0, "settlement", "SYR", "Raqqa")  # 43 km from Raqqa
HASAKA = Where("Hasaka", 173811, 36.50, 40.75, 4.0, "settlement", "SYR", "Hasaka")
RAQQA_PROVINCE = Where("Raqqa Governorate", 172957, 36.0, 38.9, 90.0, "province", "SYR", "Raqqa")
SYRIA = Where("Syria", 163843, 35.0, 38.0, 239.0, "country", "SYR", None)

IS = Party("Islamic State", "ISIS", "islamic-state", "armed group", "SYR")
SDF = Party("Syrian Democratic Forces", "the SDF", "syrian-democratic-forces", "armed group", "SYR")
YPG = Party("People's Protection Units", "the YPG", "peoples-protection-units", "armed group", "SYR")
MILITANTS = Party("militants", "militants", None, "armed group", None, named=False)
CIVILIANS = Party("civilians", "civilians", None, "civilians", None, named=False)

MONITOR = Speaker("the Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights", "syrian-observatory-for-human-rights")


def day(iso: str, words: str | None = None, latest: str | None = None) -> When:
    return When(iso, latest or iso, iso if latest is None else f"{iso}/{latest}", words or iso)


def killed(low: float | None, high: float | None = None, words: str | None = None) -> Count:
    return Count("killed", low, high, False, words or f"{low:g}")


def make_claim(name: str, kind: str = "air strike", words: str = "", **given: Any) -> RecordClaim:
    """A claim of its own article unless `article` says otherwise; its trigger is the kind's last word where the words have it."""
    words = words or f"There was one {kind}."
    at = max(0, words.find(kind.rsplit(maxsplit=1)[-1]))
    start = given.pop("start", 0)
    made: dict[str, Any] = {"article": f"article of {name}", "run": "r1", "local": "c1", "segment": "body", "published": "2017-06-28", **given}
    span = Span(start + at, start + at + len(kind.rsplit(maxsplit=1)[-1]))
    return RecordClaim(
        f"c_{name}", f"v_{name}", what=made.pop("what", "event"), kind=kind, start=start, end=start + len(words), words=words, trigger=span, **made
    )
