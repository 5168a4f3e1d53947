"""Mentions: names, descriptions and pronouns of people, organisations, places, weapons and the like."""

from __future__ import annotations

from karama.domain.annotations import Date, Mention
from karama.domain.parse import Parse
from karama.ports import ActorBase


def annotate_mentions(parse: Parse, toponyms: tuple[Mention, ...], dates: tuple[Date, ...], actors: ActorBase) -> tuple[Mention, ...]:
    """All mentions in text order (nested ones allowed, equal spans not), toponyms among them; ids "m1", "m2" ... in order."""
    return ()
