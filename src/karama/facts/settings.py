"""Where, when and how many: each place, date and quantity bound to its own event."""

from __future__ import annotations

from karama.domain.annotations import Date, Mention, Quantity
from karama.domain.entities import Entity
from karama.domain.facts import Event
from karama.domain.parse import Parse


def bind_settings(
    parse: Parse,
    events: tuple[Event, ...],
    mentions: tuple[Mention, ...],
    entities: tuple[Entity, ...],
    dates: tuple[Date, ...],
    quantities: tuple[Quantity, ...],
) -> tuple[Event, ...]:
    """The events with place, date and quantities filled in."""
    return events
