"""Which claims tell of one happening, and in which world: it happened, it is denied, it is only expected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from karama.domain.record import Incident, RecordClaim, When
from karama.domain.text import Span

NO_EVENT = "a figure without an event"
World = Literal["happened", "denied", "expected"]
# How an event stands to the world; "possible" tells of something that may have happened, weakly.
WORLDS: dict[str, World] = {
    "actual": "happened", "possible": "happened", "denied": "denied", "planned": "expected", "feared": "expected", "conditional": "expected",
    "requested": "expected", "general": "expected",
}  # fmt: skip
# Words that sum up: "In total, 90 children died", "1,200 have been killed so far".
SUMMING = re.compile(
    r"\b(?:so far|to date|in total|a total of|altogether|in all\b(?! directions)|overall|since the (?:start|beginning|outbreak)|every (?:day|week|month)"
    r"|(?:death|overall|total|casualty) toll (?:has |had )?(?:reached|rose|risen|stands|exceed\w*|passed)"
    r"|(?:in|over|during|within) the (?:past|last) (?:\w+ )?(?:weeks|months|years|decades?|months?|years?))\b",
    re.I,
)
SINCE = re.compile(r"\b(?:since|(?<!toll )from|between)\s+(?:the\s+|last\s+|early\s+|late\s+)?$", re.I)
SPAN = re.compile(r"(?:since|from|between)\b", re.I)
SPAN_DAYS = 27  # a figure for a month or more is a sum of many happenings
MANY = re.compile(r"(?:strikes|attacks|raids|bombings|clashes|killings|shootings|explosions|battles|offensives|arrests|abductions|protests)$", re.I)
MANY_HIT = 100  # hit in "June": by more than one strike, as a rule
REACH = 120  # characters between a figure and the words that sum it up, as in one clause
CLAUSE = re.compile(r"[,;:]\s|\swhich\s|\swho\s|\bbesieged\b|\bheld\b|\bcontrolled\b")  # "in the city, besieged since June 6" sums up nothing


def find_world(claim: RecordClaim) -> World:
    """In which world the claim's event stands."""
    if claim.polarity == "negative" or claim.certainty == "denied":
        return "denied"
    return "expected" if is_ahead(claim) else WORLDS[claim.modality]


def is_ahead(claim: RecordClaim) -> bool:
    """Is it dated after its report came out, whatever the verb says ("the talks resume on Monday")?"""
    firsts = [when.earliest for when in claim.dates if when.earliest is not None]
    return claim.published is not None and bool(firsts) and min(firsts) > claim.published


def refuse_claim(claim: RecordClaim) -> str | None:
    """Why the claim is of no incident; None for one that tells of a happening."""
    if claim.what == "relation":
        return "it tells what holds, not what happened"
    if claim.what == "quantity" and claim.antecedent is None:
        return NO_EVENT
    if find_world(claim) == "denied" and not claim.places and not claim.dates and claim.antecedent is None:
        return "it denies nothing in particular"  # "urged both sides to avoid a clash", "denies that it targets civilians"
    if claim.counts and (words := find_total(claim)):
        return f'a running total ("{words}")'
    if words := find_series(claim):
        return f"many happenings ({words})"
    return None


def keep_told(incidents: Iterable[Incident], claims: Mapping[str, RecordClaim]) -> tuple[Incident, ...]:
    """The incidents of which some claim tells an event: a figure alone is none."""
    return tuple(incident for incident in incidents if any(claims[name].what == "event" for name in incident.claims))


def find_series(claim: RecordClaim) -> str | None:
    """The words that make of the claim many happenings in a month or more ("air strikes in June"); None if it tells of one."""
    when = min((when for when in claim.dates if _count_days(when)), key=_count_days, default=None)
    if when is None or _count_days(when) <= SPAN_DAYS:
        return None
    trigger = claim.words[max(0, claim.trigger.start - claim.start) : max(0, claim.trigger.end - claim.start)]
    if MANY.search(trigger):
        return f'"{trigger}", "{when.words}"'
    figure = next((count for count in claim.counts if (count.low or 0) >= MANY_HIT), None)
    return f'"{figure.words}", "{when.words}"' if figure is not None else None


def find_total(claim: RecordClaim) -> str | None:
    """The words that make the claim's figures a sum over many happenings; None if they are of one."""
    spot = Span(max(0, claim.trigger.start - claim.start), max(0, claim.trigger.end - claim.start))
    for found in SUMMING.finditer(claim.words):
        between = claim.words[min(found.end(), spot.end) : max(found.start(), spot.start)]
        if len(between) <= REACH and not (found.start() > spot.end and CLAUSE.search(between)):
            return found[0]
    return next((words for words in (_find_span(claim, when, spot) for when in claim.dates) if words), None)


def _find_span(claim: RecordClaim, when: When, trigger: Span) -> str | None:
    """The date's words where they open a span that the figure is summed over."""
    at = claim.words.find(when.words)
    if at < 0:
        return None
    opened = SINCE.search(claim.words[:at])
    if opened is None and not SPAN.match(when.words):
        return None
    start = opened.start() if opened is not None else at
    between = claim.words[min(start, trigger.end) : max(start, trigger.start)]
    if start > trigger.end and CLAUSE.search(between):
        return None
    return f"{opened[0] if opened is not None else ''}{when.words}"


def _count_days(when: When) -> int:
    if when.earliest is None or when.latest is None:
        return 0
    return (date.fromisoformat(when.latest) - date.fromisoformat(when.earliest)).days + 1
