"""Places that a clause takes over from the one before it: "50,000 civilians are left in Raqqa, and officials fear that ISIS will use them as shields"."""

from __future__ import annotations

from collections.abc import Mapping

from karama.domain.annotations import Mention
from karama.domain.facts import Event
from karama.facts.reach import Chain
from karama.facts.settings_ground import Ground

STEPS = 6  # from an event up to the clause that stands beside another
# Words for people named in the clause before; "it" and "he" stand for speakers and things as often.
PLURALS = frozenset({"they", "them", "their", "theirs", "themselves", "those", "these"})
VERBS = frozenset({"V", "M"})


def share_place(ground: Ground, event: Event, mentions: Mapping[str, Mention], reached: list[tuple[Mention, Chain]]) -> tuple[Mention, ...]:
    """The place of the clause before the event's own, where the event's people are only "they" or "them"; empty if there is none."""
    parse = ground.parse
    people = [mentions[i] for i in (*event.recipient, *event.actor) if i in mentions]
    if not reached or not any(one.form == "pronoun" and one.words.lower() in PLURALS for one in people):
        return ()
    token = event.head
    for _ in range(STEPS):
        if parse.deps[token] == "conj" and parse.tags[token][:1] in VERBS:
            break
        if parse.heads[token] == token:
            return ()
        token = parse.heads[token]
    else:
        return ()
    before = parse.heads[token]
    held = [(chain[before], place.start, place) for place, chain in reached if before in chain and place.head < token]
    if not held:
        return ()
    best = min(held, key=lambda item: (item[2].form != "name", item[0], item[1]))[2]
    return ground.lists.get(best.id, (best,))
