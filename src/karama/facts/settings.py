"""Where, when and how many: each place, date and quantity bound to its own event."""

from __future__ import annotations

from dataclasses import replace

from karama.domain.annotations import Date, Mention, Quantity
from karama.domain.entities import Entity
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.settings_counts import OUTCOMES, climb_counts, share_counts
from karama.facts.settings_dates import choose_dates, climb_dates
from karama.facts.settings_ground import lay_ground
from karama.facts.settings_places import choose_places, climb_places, pick_places
from karama.facts.settings_shared import share_place

FILLED_BONUS = 0.02  # an event that the text places, dates and counts is surer than one that it only names
SUREST = 0.99
SURE_ACT = 0.6  # acts by weaker words ("hit", "struck") do not stand for the whole


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
    candidates = pick_places(parse, mentions, entities)
    by_id = {mention.id: mention for mention in mentions}
    ground = lay_ground(parse, events, mentions, [place for items in candidates.values() for place in items], entities)
    places = {sentence: climb_places(ground, items) for sentence, items in candidates.items()}
    days = climb_dates(parse, events, dates)
    counts, units = count_events(parse, events, quantities), {quantity.id: quantity.unit for quantity in quantities}
    bound = []
    for event in events:
        sentence = parse.sentence_of[event.head]
        place = choose_places(ground, event, places.get(sentence, [])) or share_place(ground, event, by_id, places.get(sentence, []))
        date = choose_dates(parse, event, ground.events, days.get(sentence, []))
        quantity = counts.get(event.id, ())
        filled = bool(place) + bool(date) + len({units[q] for q in quantity} - {"other"})
        bound.append(
            replace(
                event,
                place=tuple(p.id for p in place),
                date=tuple(d.id for d in date),
                quantities=quantity,
                score=round(min(SUREST, event.score + FILLED_BONUS * filled), 3),
            )
        )
    return rank_acts(tuple(bound))


def rank_acts(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events, with an act scored above the killing or wounding whose counts it shares: it has their arguments and its own."""
    best: dict[str, float] = {}
    for event in events:
        if event.kind in OUTCOMES:
            for quantity in event.quantities:
                best[quantity] = max(best.get(quantity, 0.0), event.score)
    ranked = []
    for event in events:
        shared = max((best.get(quantity, 0.0) for quantity in event.quantities), default=0.0)
        if event.kind not in OUTCOMES and event.score >= SURE_ACT and shared >= event.score:
            ranked.append(replace(event, score=round(min(SUREST, shared + 0.01), 3)))
        else:
            ranked.append(event)
    return tuple(ranked)


def count_events(parse: Parse, events: tuple[Event, ...], quantities: tuple[Quantity, ...]) -> dict[str, tuple[str, ...]]:
    """Event id -> ids of its counts."""
    heads = frozenset(event.head for event in events)
    by_sentence: dict[int, list[Event]] = {}
    for event in events:
        by_sentence.setdefault(parse.sentence_of[event.head], []).append(event)
    found: dict[str, tuple[str, ...]] = {}
    for sentence, reached in climb_counts(parse, events, quantities).items():
        found |= share_counts(parse, by_sentence[sentence], heads, reached)
    return found
