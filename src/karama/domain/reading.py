"""A reading: everything found in one article. The shape of `karama read --format jsonl`."""

from __future__ import annotations

from dataclasses import dataclass

from karama.domain.annotations import Attribution, Date, Mention, Quantity
from karama.domain.entities import Entity
from karama.domain.facts import Claim, Event, Relation
from karama.domain.text import Article, Segment

FORMAT = "karama.reading/1"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something seen and not understood, by stage and code, with its words (0, 0 and "" for the whole article)."""

    stage: str
    code: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One article with its layers, each in text order and ids unique within the reading."""

    article: Article
    segments: tuple[Segment, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    dates: tuple[Date, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()
