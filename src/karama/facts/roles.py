"""Who did it, to whom, with what: the roles of an event from the grammar around its trigger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from karama.domain.annotations import Attribution, Mention, index_by_head
from karama.domain.entities import Entity
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.announced import find_frame
from karama.facts.frames import Frame, load_frames
from karama.facts.grammar import agents_of, complements, spread_all
from karama.facts.grounded import is_grounded
from karama.facts.sides import DOERS, VERBAL_PLOVER, Sides, find_sides

# Kinds of mention that can act or be addressed by name.
ACTING = frozenset({"person", "organisation", "place", "nationality", "people"})
ARMED_THINGS = frozenset({"weapon", "platform", "vehicle"})
POLITICAL = frozenset({"government", "military", "police", "armed group", "militia", "international organisation"})
BARE = 0.75  # what is left of the score of an event that nobody does and nobody suffers
CLAUSE = 30  # tokens after a verb of saying in which its addressee is looked for
# Prepositions after a thing that is spoken of, that lead to whom it concerns: "the sanctions against", "ties with".
OWNING = ("by", "of", "from", "against", "with", "to", "on", "in")
# Nouns that an event can lead back through: "killed in the attack by X", "the strike killed".
LEADS = ("in", "during", "by", "from", "with", "after")


def fill_roles(
    parse: Parse, events: tuple[Event, ...], mentions: tuple[Mention, ...], entities: tuple[Entity, ...], attributions: tuple[Attribution, ...]
) -> tuple[Event, ...]:
    """The events with actor, recipient and instrument filled in (mention ids); those that nothing in the text grounds are left out."""
    if not events:
        return ()
    frames, cast, political = load_frames(), Cast(parse, mentions), find_political(mentions, entities)
    anchors = {token: n for n, event in enumerate(events) for token in {event.head, find_carried_noun(parse, event)} if token is not None}
    sides = [find_sides(parse, e.kind, frames[e.kind].plover, e.head, find_carried_noun(parse, e)) for e in events]
    filled = [cast_event(cast, frames[e.kind], e, s) for e, s in zip(events, sides, strict=True)]
    filled = [lend_roles(parse, anchors, filled, e, s) for e, s in zip(filled, sides, strict=True)]
    kept = [
        e
        for e, s in zip(filled, sides, strict=True)
        if is_grounded(parse, e, frames[e.kind], find_carried_noun(parse, e), cast.heads, political) or is_unlisted(parse, cast, frames[e.kind], s)
    ]
    kept = [e if e.actor or e.recipient else replace(e, score=round(BARE * e.score, 3)) for e in kept]
    return tuple(replace(e, id=f"v{n}", frame=find_frame(parse, e.head, e.kind, frames[e.kind].plover)) for n, e in enumerate(kept, 1))


def is_unlisted(parse: Parse, cast: Cast, frame: Frame, sides: Sides) -> bool:
    """Whether a name that became no mention speaks, so that the words of a side nobody has listed are not lost."""
    return frame.plover in VERBAL_PLOVER and any(parse.poses[t] == "PROPN" and cast.find(t) is None for t in sides.actor)


def find_political(mentions: tuple[Mention, ...], entities: tuple[Entity, ...]) -> frozenset[str]:
    """The mentions that stand for a state, a force, an armed group, an organisation or a country by its name."""
    sides = {e.id for e in entities if e.actor is not None and e.actor.type in POLITICAL}
    return frozenset(m.id for m in mentions if m.entity in sides or (m.form == "name" and m.kind in ("organisation", "place", "nationality")))


class Cast:
    """The mentions of a text, found by their tokens."""

    __slots__ = ("covers", "heads", "parse")

    def __init__(self, parse: Parse, mentions: tuple[Mention, ...]) -> None:
        self.parse = parse
        self.heads = index_by_head(mentions)
        self.covers: dict[int, Mention] = {}
        for mention in sorted(mentions, key=lambda m: m.start - m.end):  # the shorter mention wins a token
            for token in range(mention.first, mention.last + 1):
                self.covers[token] = mention

    def find(self, token: int) -> Mention | None:
        """The mention that the token heads, else the shortest that covers it."""
        return self.heads.get(token) or self.covers.get(token)

    def find_all(self, tokens: Iterable[int]) -> list[Mention]:
        """The mentions of these tokens, each once, in order."""
        found = [m for m in (self.find(t) for t in tokens) if m is not None]
        return list(dict.fromkeys(found))

    def find_owners(self, token: int, *prepositions: str) -> list[Mention]:
        """Whose thing a noun is: "Israel" of "Israel's attack", "Turkish" of "the Turkish decision", "Kyiv" of "an offer by Kyiv"."""
        parse = self.parse
        near = [c for c in parse.children[token] if parse.deps[c] in DOERS and c < token]
        near += agents_of(parse, token) + complements(parse, token, *(prepositions or OWNING))
        found = [self.heads[c] for c in spread_all(parse, near) if c in self.heads]
        return [m for m in found if m.kind in ACTING]


def is_kind(mention: Mention | None, kinds: Iterable[str]) -> bool:
    """Whether there is a mention and it is of one of these kinds."""
    return mention is not None and mention.kind in kinds


def find_carried_noun(parse: Parse, event: Event) -> int | None:
    """The event noun of a trigger that a light verb heads ("attack" of "launched an attack"), else None."""
    if parse.poses[event.head] not in ("VERB", "AUX"):
        return None
    edge = event.trigger.start if event.trigger.start < parse.starts[event.head] else event.trigger.end - 1
    token = parse.token_at(edge)
    return token if token is not None and token != event.head and parse.poses[token] in ("NOUN", "PROPN") else None


def cast_event(cast: Cast, frame: Frame, event: Event, sides: Sides) -> Event:
    """The event with the mentions of its sides."""
    actors, recipients = cast.find_all(sides.actor), cast.find_all(sides.recipient)
    instruments = cast.find_all(sides.instrument)
    armed = [t for t in sides.actor if is_kind(cast.find(t), ARMED_THINGS)]
    if armed or not actors:  # "Israeli warplanes bombed": the planes are the means, Israel did it
        instruments += [m for m in actors if m.kind in ARMED_THINGS]
        actors = [m for m in actors if m.kind not in ARMED_THINGS]
        actors += [m for t in (*armed, *sides.instrument) for m in cast.find_owners(t, "of") if m.kind != "people" and m not in actors]
    if frame.plover not in VERBAL_PLOVER:  # "demolished Palestinian homes": whose homes they were belongs to the event
        things = [t for t in sides.recipient if not is_kind(cast.find(t), ("person", "people", "organisation", "nationality"))]
        recipients += [m for t in things for m in cast.find_owners(t, "of") if m not in recipients]
    if sides.between and len(actors) > 1:  # PLOVER: both sides of a two-sided event are actors; the other side is named once more
        recipients = recipients + [m for m in actors[1:] if m not in recipients]
    if frame.plover in VERBAL_PLOVER:
        recipients = address(cast, event, sides, actors, recipients)
    actor_ids = tuple(m.id for m in actors)
    kept = tuple(m.id for m in recipients if m.id not in actor_ids or sides.between)
    return replace(event, actor=actor_ids, recipient=kept, instrument=tuple(m.id for m in instruments if m.id not in kept))


def address(cast: Cast, event: Event, sides: Sides, actors: list[Mention], recipients: list[Mention]) -> list[Mention]:
    """To whom words are addressed: the recipients that can act, else whose thing is spoken of, else the first name in the clause."""
    able = [m for m in recipients if m.kind in ACTING and not (m.kind == "place" and m.form == "nominal")]
    if able:
        return able
    speakers = {m.id for m in actors} | {m.entity for m in actors if m.entity}
    owned = [m for token in sides.recipient for m in cast.find_owners(token) if m.id not in speakers and m.entity not in speakers]
    if owned:
        return owned
    parse, head = cast.parse, event.head
    last = min(parse.right[head], head + CLAUSE)
    for token in range(head + 1, last + 1):
        mention = cast.heads.get(token)
        if mention and mention.kind in ACTING and mention.form == "name" and mention.id not in speakers and mention.entity not in speakers:
            return [mention]
    return recipients


def lend_roles(parse: Parse, anchors: dict[int, int], events: list[Event], event: Event, sides: Sides) -> Event:
    """The event with the actors of the event that brought it about: "the strike killed", "wounded in an attack by"."""
    if event.actor and not any(t in anchors for t in sides.actor):
        return event
    causes = [t for t in sides.actor if t in anchors]
    if not causes and parse.poses[event.head] in ("VERB", "ADJ"):
        causes = [t for t in complements(parse, event.head, *LEADS) if t in anchors]
    lenders = [events[anchors[t]] for t in causes if events[anchors[t]].head != event.head]
    actors = tuple(dict.fromkeys(a for lender in lenders for a in lender.actor))
    instruments = tuple(dict.fromkeys((*event.instrument, *(i for lender in lenders for i in lender.instrument))))
    own = tuple(a for a in event.actor if a not in event.recipient)
    return replace(event, actor=own or tuple(a for a in actors if a not in event.recipient), instrument=instruments)
