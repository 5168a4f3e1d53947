"""The words that name an event, and the frame each evokes."""

from __future__ import annotations

from karama.domain.facts import Event
from karama.domain.parse import Parse


def find_triggers(parse: Parse) -> tuple[Event, ...]:
    """One event a trigger, in text order ("v1", "v2" ...): kind, trigger, head, frame and score filled in, the rest empty."""
    return ()
