"""What holds between two mentions: backs, allied with, fights, member of, leads, controls, located in, same as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from karama.domain.annotations import Attribution, Mention
from karama.domain.entities import Entity
from karama.domain.facts import Event, Relation
from karama.domain.parse import Parse
from karama.facts.relation_frames import Scene, read_frames
from karama.facts.relation_names import read_names
from karama.facts.relation_types import Link, Parties

# Acts against things and crowds, which are no fight with whoever else the text names beside them.
NO_FIGHTS = frozenset({"death", "riot", "destruction", "protest", "crowd control"})
# Kinds that say something of the conflict, and so need parties that can be told.
CONFLICT_KINDS = frozenset({"backs", "allied with", "fights", "leads", "controls"})
# Kinds that hold in both directions: one link is enough.
MUTUAL = frozenset({"fights", "allied with", "same as"})


def find_relations(
    parse: Parse, mentions: tuple[Mention, ...], entities: tuple[Entity, ...], events: tuple[Event, ...], attributions: tuple[Attribution, ...]
) -> tuple[Relation, ...]:
    """The relations of a text in order of their trigger ("r1", "r2" ...)."""
    parties = Parties(mentions, entities)
    scene = Scene(parse, parties)
    links = [*read_frames(scene), *read_names(scene), *_fights_of(events, parties)]
    return tuple(_number(_keep_best(_as_in_events(links, events), parties)))


def _as_in_events(links: list[Link], events: tuple[Event, ...]) -> Iterator[Link]:
    """The links; those of a word that is an event's too take its polarity and modality."""
    known = {e.trigger.start: e for e in events}
    for link in links:
        event = known.get(link.trigger.start)
        yield link if event is None else link._replace(polarity=event.polarity, modality=event.modality)


def _fights_of(events: tuple[Event, ...], parties: Parties) -> Iterator[Link]:
    """Who fights whom by the attacks and clashes that the text reports: both must be parties that can bear arms."""
    for event in events:
        if event.codes.plover != "ASSAULT" or event.kind in NO_FIGHTS or event.polarity == "negative":
            continue
        fought = [r for r in event.recipient[:4] if parties.is_fighting(r) and parties.by_id[r].kind != "nationality"]  # "the Iraqi city": whose it is
        for actor in event.actor[:4]:
            for recipient in fought:
                if actor != recipient and parties.is_fighting(actor):
                    yield Link("fights", actor, recipient, event.trigger, 0.5, "positive", event.modality)


def _keep_best(links: Iterable[Link], parties: Parties) -> list[Link]:
    """One link a kind and pair of mentions, the best scored; none from a thing to itself."""
    best: dict[tuple[str, ...], Link] = {}
    for link in links:
        one, two = parties.by_id[link.source], parties.by_id[link.target]
        if one.id == two.id or (one.entity is not None and one.entity == two.entity and link.kind != "same as"):
            continue
        if _is_empty(link, one, two) or _is_idle(link, one, two, parties):
            continue
        key = (link.kind, *(sorted((one.id, two.id)) if link.kind in MUTUAL else (one.id, two.id)))
        if key not in best or link.score > best[key].score:
            best[key] = link
    return sorted(best.values(), key=lambda link: (link.trigger, link.kind, link.source, link.target))


def _is_empty(link: Link, one: Mention, two: Mention) -> bool:
    """Whether one end only says whose the other is: "their leaders", "an ISIS unit"; or a nationality is taken for a body."""
    inner, outer = (one, two) if two.start <= one.start and one.end <= two.end else (two, one)
    nested = outer.start <= inner.start and inner.end <= outer.end
    if link.kind == "member of" and (two.kind == "nationality" or (nested and outer.form != "name")):
        return True
    if nested and inner.kind == "nationality" and link.kind in ("allied with", "backs"):
        return True  # "our Turkish allies": only where they are from
    return nested and inner.form == "pronoun"


def _is_idle(link: Link, one: Mention, two: Mention, parties: Parties) -> bool:
    """Whether it says nothing of the conflict: who the parties are is not told, or those helped are no side in it."""
    if link.kind in CONFLICT_KINDS and (parties.is_vague(one) or parties.is_vague(two)):
        return True
    return link.kind == "backs" and not parties.is_fighting(two.id)  # aid to refugees


def _number(links: list[Link]) -> Iterator[Relation]:
    for n, link in enumerate(links, 1):
        yield Relation(f"r{n}", link.kind, link.source, link.target, link.trigger, link.polarity, link.modality, link.score)
