"""Coreference: which mentions of an article are one entity, and what is known of it."""

from __future__ import annotations

from karama.domain.annotations import Mention
from karama.domain.entities import Entity, Place
from karama.domain.parse import Parse
from karama.domain.reading import Issue
from karama.ports import ActorBase


def build_entities(
    parse: Parse, mentions: tuple[Mention, ...], places: dict[str, Place], actors: ActorBase
) -> tuple[tuple[Mention, ...], tuple[Entity, ...], tuple[Issue, ...]]:
    """The mentions with their entity filled in, and the entities in order of first mention ("e1", "e2" ...)."""
    return mentions, (), ()
