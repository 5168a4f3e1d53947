"""What a report says: events, relations, and the claims that carry them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from karama.domain.annotations import INTERNAL
from karama.domain.text import Span

Polarity = Literal["positive", "negative"]
Modality = Literal["actual", "planned", "feared", "possible", "conditional", "requested", "denied", "general"]
Aspect = Literal["completed", "ongoing", "incomplete", "begun"]  # incomplete: nearly done, or tried and not said to be done
Certainty = Literal["asserted", "attributed", "disputed", "uncertain", "denied"]
RelationKind = Literal["backs", "allied with", "fights", "member of", "leads", "controls", "located in", "same as"]


@dataclass(frozen=True, slots=True)
class Codes:
    """An event in other people's ontologies; None where they have no code for it."""

    plover: str | None = None
    plover_mode: str | None = None
    acled: str | None = None
    acled_sub: str | None = None
    ucdp: int | None = None  # 1 state-based, 2 non-state, 3 one-sided
    cameo: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, where, when, with what. Roles hold mention ids; `date` and `quantities` ids of those layers."""

    id: str
    kind: str  # a kind of data/frames.csv, e.g. "air strike"
    trigger: Span
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    aspect: Aspect = "completed"
    codes: Codes = Codes()
    score: float = 0.5
    head: int = field(default=-1, metadata=INTERNAL)  # token index of the trigger's head
    frame: str = field(default="", metadata=INTERNAL)  # id of the row of data/frames.csv that matched


@dataclass(frozen=True, slots=True)
class Relation:
    """What holds between two mentions."""

    id: str
    kind: RelationKind
    source: str
    target: str
    trigger: Span
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    score: float = 0.5


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing said in one passage by one chain of speakers with one certainty."""

    id: str
    start: int
    end: int
    words: str
    says: tuple[str, ...]  # ids of events, relations or quantities
    speakers: tuple[str, ...]  # ids of attributions, outermost last; empty: the article itself
    certainty: Certainty
    segment: str = "body"  # the kind of segment that the passage stands in: headline, body or caption
