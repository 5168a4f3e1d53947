"""Which event words stand for an event of the text: those that somebody, a place or a time is tied to."""

from __future__ import annotations

from karama.domain.annotations import Mention
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.frames import Frame

POINTING = frozenset({"the", "this", "that", "these", "those", "a", "an", "another"})  # "the attack" points to one; "attacks" need not
PHRASE = 30  # tokens on either side of a noun in which something must be tied to it
SURE = 0.75  # weight of the kinds for which pointing alone is enough


def is_grounded(parse: Parse, event: Event, frame: Frame, noun: int | None, heads: dict[int, Mention], political: frozenset[str]) -> bool:
    """Whether the text ties the event to somebody, somewhere or some time.

    A bare noun ("fears of attacks") names no event of its own, or repeats one told elsewhere. Words between sides (accusing,
    refusing, agreeing) need who speaks and whom it concerns, or a speaker that is a side of its own (a state, a force, an alliance).
    """
    if frame.plover is not None and not frame.conflict:
        return bool(event.actor and event.recipient) or any(a in political for a in (*event.actor, *event.recipient))
    if event.actor or event.recipient or noun is not None:
        return True
    head = event.head
    if parse.poses[head] in ("VERB", "AUX"):
        return frame.conflict
    if frame.weight >= SURE and any(parse.lowers[c] in POINTING for c in parse.children[head]):
        return True
    return any(
        t in heads or parse.poses[t] in ("PROPN", "NUM")
        for t in range(max(parse.left[head], head - PHRASE), min(parse.right[head], head + PHRASE) + 1)
        if t != head
    )
