"""In what way an event is in the world: it happened, is planned, feared, possible, denied ... and whether it is negated."""

from __future__ import annotations

from karama.domain.annotations import Attribution
from karama.domain.facts import Event
from karama.domain.parse import Parse


def judge_modality(parse: Parse, events: tuple[Event, ...], attributions: tuple[Attribution, ...]) -> tuple[Event, ...]:
    """The events with polarity and modality filled in."""
    return events
