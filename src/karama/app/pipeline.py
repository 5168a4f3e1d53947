"""The order in which an article becomes a reading: one visible list of stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import tee

from karama.annotate.attributions import annotate_attributions
from karama.annotate.dates import annotate_dates
from karama.annotate.mentions import annotate_mentions
from karama.annotate.quantities import annotate_quantities
from karama.annotate.toponyms import find_toponyms
from karama.domain.annotations import Attribution, Date, Mention, Publication, Quantity
from karama.domain.entities import Entity, Place
from karama.domain.facts import Claim, Event, Relation
from karama.domain.parse import Parse
from karama.domain.reading import Issue, Reading
from karama.domain.text import Article, Segment
from karama.facts.claims import assemble_claims
from karama.facts.codes import code_events
from karama.facts.modality import judge_modality
from karama.facts.relations import find_relations
from karama.facts.roles import fill_roles
from karama.facts.selection import select_events
from karama.facts.settings import bind_settings
from karama.facts.triggers import find_triggers
from karama.ground.entities import build_entities
from karama.ground.places import ground_places
from karama.ground.publication import find_publication
from karama.ingest.segments import find_segments
from karama.ports import ActorBase, Gazetteer, Parser


@dataclass(frozen=True, slots=True)
class Tools:
    """What the stages borrow from outside."""

    parser: Parser
    gazetteer: Gazetteer
    actors: ActorBase


@dataclass(frozen=True, slots=True)
class Draft:
    """An article on its way through the stages."""

    article: Article
    segments: tuple[Segment, ...]
    parse: Parse
    publication: Publication = Publication(None, "unknown")
    dates: tuple[Date, ...] = ()
    toponyms: tuple[Mention, ...] = ()
    mentions: tuple[Mention, ...] = ()
    places: dict[str, Place] = field(default_factory=dict)
    entities: tuple[Entity, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the reading: its name, and which layers of the draft it fills (the last value may be issues)."""

    name: str
    run: Callable[[Draft, Tools], tuple[object, ...]]
    fills: tuple[str, ...]

    def __call__(self, draft: Draft, tools: Tools) -> Draft:
        filled = dict(zip(self.fills, self.run(draft, tools), strict=True))
        if "issues" in filled:
            filled["issues"] = draft.issues + filled["issues"]  # type: ignore[operator]
        return replace(draft, **filled)  # type: ignore[arg-type]


# Segments and the parse come first, for many articles together; then each article passes through these, in this order.
STAGES: tuple[Stage, ...] = (
    Stage("publication", lambda d, t: find_publication(d.article, d.segments, d.parse), ("publication", "issues")),
    Stage("dates", lambda d, t: annotate_dates(d.parse, d.publication), ("dates", "issues")),
    Stage("toponyms", lambda d, t: (find_toponyms(d.parse, t.gazetteer, t.actors),), ("toponyms",)),
    Stage("mentions", lambda d, t: (annotate_mentions(d.parse, d.toponyms, d.dates, t.actors),), ("mentions",)),
    Stage("places", lambda d, t: ground_places(d.parse, d.mentions, t.gazetteer), ("places", "issues")),
    Stage("entities", lambda d, t: build_entities(d.parse, d.mentions, d.places, t.actors, d.publication.date), ("mentions", "entities", "issues")),
    Stage("quantities", lambda d, t: annotate_quantities(d.parse, d.mentions, d.dates), ("quantities", "issues")),
    Stage("attributions", lambda d, t: (annotate_attributions(d.parse, d.mentions),), ("attributions",)),
    Stage("triggers", lambda d, t: (find_triggers(d.parse),), ("events",)),
    Stage("roles", lambda d, t: (fill_roles(d.parse, d.events, d.mentions, d.entities, d.attributions),), ("events",)),
    Stage("settings", lambda d, t: (bind_settings(d.parse, d.events, d.mentions, d.entities, d.dates, d.quantities),), ("events",)),
    Stage("modality", lambda d, t: (judge_modality(d.parse, d.events, d.attributions),), ("events",)),
    Stage("selection", lambda d, t: (select_events(d.parse, d.events, d.mentions, d.attributions),), ("events",)),
    Stage("codes", lambda d, t: (code_events(d.events, d.mentions, d.entities, d.quantities),), ("events",)),
    Stage("relations", lambda d, t: (find_relations(d.parse, d.mentions, d.entities, d.events, d.attributions),), ("relations",)),
    Stage("claims", lambda d, t: (assemble_claims(d.parse, d.events, d.relations, d.quantities, d.attributions, d.mentions, d.entities),), ("claims",)),
)


def read_articles(articles: Iterable[Article], tools: Tools, stages: tuple[Stage, ...] = STAGES) -> Iterator[Reading]:
    """One reading an article, in the same order; articles are taken as they are needed and parsed in batches."""
    opened, segmented = tee((article, find_segments(article)) for article in articles)
    parses = tools.parser((article.text, segments) for article, segments in segmented)
    for (article, segments), parse in zip(opened, parses, strict=True):
        yield finish_reading(Draft(article, segments, parse), tools, stages)


def finish_reading(draft: Draft, tools: Tools, stages: tuple[Stage, ...] = STAGES) -> Reading:
    """The reading of a parsed article: all stages, in order."""
    for stage in stages:
        draft = stage(draft, tools)
    article = replace(draft.article, published=draft.publication.date, published_how=draft.publication.how)
    return Reading(
        article, draft.segments, draft.mentions, draft.entities, draft.dates, draft.quantities, draft.attributions, draft.events, draft.relations,
        draft.claims, draft.issues,
    )  # fmt: skip
