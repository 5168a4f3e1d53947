"""Whether two claims can be about one day: their own dates first, the day of publication only as a weak bound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from karama.domain.record import Likeness, RecordClaim, When
from karama.merge.compare.likeness import SILENT, Known, silent

# Words that let a day slip into the next: a raid "overnight" is Monday's in one paper and Tuesday's in another.
SLIPPERY = re.compile(r"\b(?:overnight|night|midnight|dawn|early|late|evening|around|about|circa)\b", re.I)
# "had seized", "had been killed": told as background, so the day of the report says nothing.
PLUPERFECT = re.compile(r"\bhad\s+(?:\w+\s+){0,2}$")
PRECISE_DAYS = 2  # "June 25 and 26"
VAGUE_DAYS = 10  # "last week"
STATES = frozenset(("now", "currently", "at present", "at the moment", "still", "these days"))  # say when it was written, not when it happened
NEWS_DAYS = 2  # what a report tells of without a date is this old at most, as a rule
STALE_DAYS = 7  # and hardly ever older than this


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a claim can be about: as it says, or as its day of publication suggests."""

    first: date
    last: date
    how: Literal["said", "published"]
    slippery: bool
    words: str

    @property
    def length(self) -> int:
        """How many days these are."""
        return (self.last - self.first).days + 1


@lru_cache(maxsize=65536)
def _parse(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def find_days(claim: RecordClaim) -> Days | None:
    """The days of a claim; None where neither the claim nor its article gives any."""
    said = _find_said(take_dates(claim))
    if said is not None:
        return said
    published = _parse(claim.published) if claim.published else None
    if published is None or is_background(claim):
        return None
    return _find_news_days(published)


@lru_cache(maxsize=65536)
def _find_said(dates: tuple[When, ...]) -> Days | None:
    """The days that the dates say; a claim is asked for them once in each comparison."""
    said = [days for days in map(_take_date, dates) if days is not None]
    if not said:
        return None
    hull = Days(min(d.first for d in said), max(d.last for d in said), "said", any(d.slippery for d in said), ", ".join(d.words for d in said))
    return hull if hull.length <= PRECISE_DAYS + 1 else min(said, key=lambda d: (d.length, d.first))


@lru_cache(maxsize=65536)
def _find_news_days(published: date) -> Days:
    return Days(published - timedelta(NEWS_DAYS), published, "published", True, f"published {published.isoformat()}")


def take_dates(claim: RecordClaim) -> tuple[When, ...]:
    """The claim's own dates, else those of what it speaks of."""
    return claim.dates or (claim.antecedent.dates if claim.antecedent is not None else ())


def _take_date(when: When) -> Days | None:
    if when.earliest is None or when.latest is None or when.words.lower() in STATES:
        return None
    first, last = _parse(when.earliest), _parse(when.latest)
    if first is None or last is None or last < first:
        return None
    return Days(first, last, "said", bool(SLIPPERY.search(when.words)), when.words)


def is_background(claim: RecordClaim) -> bool:
    """Is the event told as something before the story ("the town, which the militants had seized")?"""
    return bool(PLUPERFECT.search(claim.words[: max(0, claim.trigger.start - claim.start)]))


def compare_days(a: RecordClaim, b: RecordClaim, _: Known) -> Likeness:
    """How well the days go together for how exactly each is said."""
    days, others = sorted((find_days(a), find_days(b)), key=lambda d: () if d is None else (d.how, d.first, d.last, d.words), reverse=True)
    if days is None or others is None:
        return silent("days", "one of them tells no day" if days is not None else "neither tells a day")
    score, reason = _relate(days, others)
    if a.article == b.article and score > SILENT and "published" in (days.how, others.how):
        return silent("days", "one report that does not date both")
    return Likeness("days", score, reason)


def _relate(a: Days, b: Days) -> tuple[float, str]:
    gap = max((a.first - b.last).days, (b.first - a.last).days, 0)
    if "published" in (a.how, b.how):
        return _relate_published(a, b, gap)
    words = f'"{a.words}" and "{b.words}"'
    if gap == 0:
        longest, same = max(a.length, b.length), (a.first, a.last) == (b.first, b.last)
        if longest <= PRECISE_DAYS + 1:
            return (0.95 if same else 0.85), f"{words} are the same day" if same else f"{words} can be the same day"
        if longest <= VAGUE_DAYS:
            return 0.65, f"{words} can be the same day"
        return 0.55, f"{words} leave it open"
    if gap == 1 and (a.slippery or b.slippery):
        return 0.6, f"{words} can be one night"
    return 0.0, f"{words} are {_say_days(gap)} apart"


def _relate_published(a: Days, b: Days, gap: int) -> tuple[float, str]:
    """One or both are only known not to be told before they happened."""
    if a.how == b.how:
        apart = abs((a.last - b.last).days)
        score = 0.65 if apart <= 1 else 0.55 if apart <= NEWS_DAYS + 1 else 0.3 if apart <= STALE_DAYS else 0.1
        return score, "told in reports of the same day" if apart == 0 else f"told in reports {_say_days(apart)} apart"
    said, published = (a, b) if a.how == "said" else (b, a)
    if said.first > published.last:
        return 0.0, f'"{said.words}" is after the other report came out ({published.words[10:]})'
    if gap == 0:
        return (0.65 if said.length <= VAGUE_DAYS else 0.5), f'"{said.words}" is news of the day for the other report ({published.words[10:]})'
    return (0.35 if gap <= STALE_DAYS - NEWS_DAYS else 0.08), f'"{said.words}" was {gap + NEWS_DAYS} days before the other report ({published.words[10:]})'


def _say_days(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"
