"""What holds between two mentions: backs, allied with, fights, member of, leads, controls, located in, same as."""

from __future__ import annotations

from karama.domain.annotations import Attribution, Mention
from karama.domain.entities import Entity
from karama.domain.facts import Event, Relation
from karama.domain.parse import Parse


def find_relations(
    parse: Parse, mentions: tuple[Mention, ...], entities: tuple[Entity, ...], events: tuple[Event, ...], attributions: tuple[Attribution, ...]
) -> tuple[Relation, ...]:
    """The relations of a text in order of their trigger ("r1", "r2" ...)."""
    return ()
