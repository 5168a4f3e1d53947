"""Who did it, to whom, with what: the roles of an event from the grammar around its trigger."""

from __future__ import annotations

from karama.domain.annotations import Attribution, Mention
from karama.domain.entities import Entity
from karama.domain.facts import Event
from karama.domain.parse import Parse


def fill_roles(
    parse: Parse, events: tuple[Event, ...], mentions: tuple[Mention, ...], entities: tuple[Entity, ...], attributions: tuple[Attribution, ...]
) -> tuple[Event, ...]:
    """The events with actor, recipient and instrument filled in (mention ids)."""
    return events
