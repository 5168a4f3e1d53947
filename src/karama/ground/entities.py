"""Coreference: which mentions of an article are one entity, and what is known of it."""

from __future__ import annotations

from dataclasses import replace

from karama.domain.annotations import Mention
from karama.domain.entities import Actor, Entity, Place
from karama.domain.parse import Parse
from karama.domain.reading import Issue
from karama.ports import ActorBase

ACTOR_KINDS = frozenset(("person", "organisation", "people", "nationality"))


def build_entities(
    parse: Parse, mentions: tuple[Mention, ...], places: dict[str, Place], actors: ActorBase
) -> tuple[tuple[Mention, ...], tuple[Entity, ...], tuple[Issue, ...]]:
    """The mentions with their entity filled in, and the entities in order of first mention ("e1", "e2" ...)."""
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(_find_key(mention, actors), []).append(mention)
    entities, owner = [], {}
    for number, group in enumerate(groups.values(), 1):
        entities.append(_make_entity(f"e{number}", group, places, actors))
        owner.update((mention.id, f"e{number}") for mention in group)
    return tuple(replace(m, entity=owner[m.id]) for m in mentions), tuple(entities), ()


def _find_key(mention: Mention, actors: ActorBase) -> str:
    if mention.form != "name":
        return mention.id
    known = actors.lookup(mention.words) if mention.kind != "place" else ()
    return f"{mention.kind}:{known[0].id if known else mention.words.lower().removeprefix('the ')}"


def _make_entity(ident: str, group: list[Mention], places: dict[str, Place], actors: ActorBase) -> Entity:
    words = list(dict.fromkeys(mention.words for mention in group))
    place = next((places[m.id] for m in group if m.id in places), None)
    if group[0].kind == "place":
        return Entity(ident, "place", words[0], tuple(words[1:]), None, place)
    if group[0].kind not in ACTOR_KINDS:
        return Entity(ident, "other", words[0], tuple(words[1:]))
    known = actors.lookup(words[0])
    actor = known[0].actor if known else Actor("person" if group[0].kind == "person" else "other")
    return Entity(ident, "actor", known[0].name if known else words[0], tuple(words[1:]), actor)
