"""Where, when and how many: each place, date and quantity bound to its own event."""

from __future__ import annotations

from dataclasses import replace

from karama.domain.annotations import Date, Mention, Quantity
from karama.domain.entities import Entity
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.settings_places import choose_places, climb_places, lay_ground, pick_places


def bind_settings(
    parse: Parse,
    events: tuple[Event, ...],
    mentions: tuple[Mention, ...],
    entities: tuple[Entity, ...],
    dates: tuple[Date, ...],
    quantities: tuple[Quantity, ...],
) -> tuple[Event, ...]:
    """The events with place, date and quantities filled in."""
    if not events:
        return events
    ground = lay_ground(parse, events, mentions)
    places = pick_places(parse, mentions, entities)
    reached = {sentence: climb_places(ground, items) for sentence, items in places.items()}
    bound = []
    for event in events:
        chosen = choose_places(ground, event, reached.get(parse.sentence_of[event.head], []))
        bound.append(replace(event, place=tuple(place.id for place in chosen)))
    return tuple(bound)
