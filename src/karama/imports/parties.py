"""Actors as data sets name them: "Military Forces of Syria (2000-2024) Air Force", "QSD: Syrian Democratic Forces", "Government of Syria"."""

from __future__ import annotations

import re
from collections.abc import Callable

from karama.domain.entities import ActorType
from karama.domain.record import Party
from karama.ports import ActorBase, KnownActor

YEARS = re.compile(r"\s{0,3}\((?:\d{4})?\s*-\s*(?:\d{4})?\)")  # of a government: "(2000-2024)", "(1989-)"
IN_COUNTRY = re.compile(r"\s{0,3}\(([^()]+)\)$")  # "Islamic State (Syria)"
SHORT = re.compile(r"^[A-Z][\w-]{1,9}:\s+")  # "QSD: Syrian Democratic Forces"
# Forces of a state: what the words before its name say they are.
STATE_FORCES: tuple[tuple[re.Pattern[str], ActorType], ...] = (
    (re.compile(r"^Government of (.+)$", re.I), "government"),
    (re.compile(r"^Military Forces of (.+)$", re.I), "military"),
    (re.compile(r"^Police Forces of (.+)$", re.I), "police"),
    (re.compile(r"^Former Military Forces of (.+)$", re.I), "military"),
)
# People whom no name tells from others: who they are is left open.
NAMELESS: tuple[tuple[str, ActorType], ...] = (
    ("civilians", "civilians"), ("protesters", "civilians"), ("rioters", "civilians"), ("unidentified military forces", "military"),
    ("unidentified armed group", "armed group"), ("unidentified communal militia", "militia"), ("private security forces", "business"),
    ("syrian insurgents", "armed group"), ("unidentified", "other"),
)  # fmt: skip


def make_finder(actors: ActorBase) -> Callable[[str], Party]:
    """A function from a data set's name of an actor to the party: what the actor base has of it, else only the name."""
    known: dict[str, Party] = {}

    def find(name: str) -> Party:
        if name not in known:
            known[name] = find_party(name, actors)
        return known[name]

    return find


def find_party(name: str, actors: ActorBase) -> Party:
    """The party of that name."""
    plain = YEARS.sub("", SHORT.sub("", name)).strip()
    within = IN_COUNTRY.search(plain)
    state = actors.state(within[1].strip()) if within is not None else None
    country = state.actor.country if state is not None else None
    bare = IN_COUNTRY.sub("", plain).strip() or plain
    for words, kind in NAMELESS:
        if bare.lower().startswith(words):
            return Party(name, name, None, kind, country, named=False)
    for pattern, kind in STATE_FORCES:
        if (found := pattern.match(bare)) is not None and (owner := _find_owner(found[1], actors)) is not None:
            return Party(name, name, owner.id, kind, owner.actor.country, (owner.name,))
    base = next(iter(actors.lookup(plain) or actors.lookup(bare)), None) or actors.state(bare)
    if base is None:
        return Party(name, name, None, None, country, (bare,) if bare != name else ())
    return Party(base.name, name, base.id, base.actor.type, base.actor.country or country, base.aliases)


def _find_owner(words: str, actors: ActorBase) -> KnownActor | None:
    """The state that the words begin with: of "Syria Air Force" Syria."""
    parts = words.split()
    return next((state for end in range(len(parts), 0, -1) if (state := actors.state(" ".join(parts[:end]))) is not None), None)
