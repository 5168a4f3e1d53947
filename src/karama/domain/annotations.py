"""Stand-off notes on a text: mentions, dates, quantities and attributions. Each repeats its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from karama.domain.text import Span

MentionKind = Literal["person", "organisation", "place", "nationality", "people", "weapon", "platform", "vehicle", "document", "money"]
MentionForm = Literal["name", "nominal", "pronoun"]
DateKind = Literal["date", "time", "duration", "set"]
Anchor = Literal["published", "caption", "previous date", "none"]
Unit = Literal[
    "killed", "wounded", "missing", "detained", "displaced", "present", "fighters", "troops", "vehicles", "strikes", "money", "distance", "duration", "other"
]
AttributionKind = Literal["direct", "indirect", "mixed"]

# Fields of this kind serve the stages and are not part of a reading.
INTERNAL = {"internal": True}


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name, describe or stand for one thing. `first`, `last` and `head` are token indices of the parse."""

    id: str
    start: int
    end: int
    words: str
    kind: MentionKind
    form: MentionForm
    entity: str | None = None  # id of the entity it belongs to
    score: float = 0.5
    first: int = field(default=-1, metadata=INTERNAL)
    last: int = field(default=-1, metadata=INTERNAL)
    head: int = field(default=-1, metadata=INTERNAL)


@dataclass(frozen=True, slots=True)
class Date:
    """A time expression with its TIMEX3 value, EDTF, and the days it can mean (ISO, inclusive), and why."""

    id: str
    start: int
    end: int
    words: str
    kind: DateKind
    timex3: str | None
    edtf: str | None
    earliest: str | None
    latest: str | None
    anchor: Anchor
    reason: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The day an article is read against: ISO date or None, how it is known, and the words that gave it, if any."""

    date: str | None
    how: Literal["given", "metadata", "dateline", "inferred", "unknown"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count or measure as the text bounds it: None for a bound that the text leaves open ("at least 12" has no high)."""

    id: str
    start: int
    end: int
    words: str
    low: float | None
    high: float | None
    approximate: bool
    hedge: str | None
    unit: Unit
    of: str | None = None  # id of the mention that is counted
    head: int = field(default=-1, metadata=INTERNAL)  # token index of the number's noun, or of the number


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words or thoughts: who (source), by which verb or phrase (cue), what (content)."""

    id: str
    kind: AttributionKind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speaker: str | None = None  # id of the mention that is the source
    inside: str | None = None  # id of the attribution that this one stands within


def index_by_head(mentions: tuple[Mention, ...]) -> dict[int, Mention]:
    """The mention whose head is a token, by token; of several the longest."""
    found: dict[int, Mention] = {}
    for mention in mentions:
        other = found.get(mention.head)
        if other is None or mention.end - mention.start > other.end - other.start:
            found[mention.head] = mention
    return found
