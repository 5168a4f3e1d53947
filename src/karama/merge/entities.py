"""Whether two parties are one across articles: by the actor base, by what one is part of, by name in any script, by what kind they are."""

from __future__ import annotations

import re
from collections.abc import Callable

from karama.domain.members import MADE
from karama.domain.names import fold_across_scripts
from karama.domain.record import Party
from karama.merge.names import share_name

TOLD_APART = 0.02  # rules out that two claims are of one incident: their doers are two, whatever else speaks for it
DEPTH = 6  # how far up "part of" is followed; no body of the base stands deeper
STATE = frozenset(("government", "military", "police"))
ARMED = frozenset(("armed group", "militia", "military", "police", "government"))
LED = re.compile(r"(?:the )?([\w.]+(?: [\w.]+)?)[-‑– ]led\b", re.I)
Parent = Callable[[str], str | None]


def relate_parties(a: Party, b: Party, parent: Parent) -> tuple[float, str]:
    """How alike two parties are, and why; the order of the two makes no difference."""
    a, b = sorted((a, b), key=lambda p: (p.name, p.words, p.base or ""))
    if not a.named or not b.named:
        return _relate_unnamed(a, b)
    if a.base is not None and a.base == b.base:
        return 0.95, f"both {a.name}" if a.name == b.name or not a.base.startswith(MADE) else f"{a.name} is {b.name}, as people said"
    if a.base is not None and b.base is not None and _is_made(a, b) and share_name((a.name, *a.aliases), (b.name, *b.aliases)):
        return TOLD_APART, f"{a.name} and {b.name} are two, as people said" if a.name != b.name else f"two are called {a.name}, as people said"
    if a.base is not None and b.base is not None and (link := _find_part(a, b, parent)):
        return 0.8, link
    if (a.base is None or b.base is None) and (shared := share_name((a.name, *a.aliases), (b.name, *b.aliases))):
        ours, others, exact = shared
        return (0.9, f"both {ours}") if exact and ours == others else (0.85 if exact else 0.75, f"{ours} is {others} in another spelling")
    return _relate_strangers(a, b)


def _is_made(a: Party, b: Party) -> bool:
    """Is one of the two who he is by people's word?"""
    return any(party.base is not None and party.base.startswith(MADE) for party in (a, b))


def _find_part(a: Party, b: Party, parent: Parent) -> str | None:
    for part, whole in ((a, b), (b, a)):
        body = part.base
        for _ in range(DEPTH):
            body = parent(body) if body is not None else None
            if body is not None and body == whole.base:
                return f"{part.name} is part of {whole.name}"
    return None


def _relate_unnamed(a: Party, b: Party) -> tuple[float, str]:
    """ "Militants" may be anybody's, "Syrian soldiers" nobody's but Syria's."""
    words = f'"{a.words}" and "{b.words}"'
    if not a.named and not b.named and fold_across_scripts(a.words).split()[-1:] == fold_across_scripts(b.words).split()[-1:]:
        return 0.6, f"{words} are the same kind of people"
    if a.type is not None and b.type is not None and a.type != b.type and "person" not in (a.type, b.type) and "civilians" in (a.type, b.type):
        return 0.4, f"{words}: {a.type} and {b.type}" if a.type < b.type else f"{words}: {b.type} and {a.type}"
    return 0.5, f"{words} can be the same"


def _relate_strangers(a: Party, b: Party) -> tuple[float, str]:
    """Both are named, and the names are not the same."""
    ours, others = set(fold_across_scripts(a.name).split()), set(fold_across_scripts(b.name).split())
    if ours and others and (ours <= others or others <= ours) and (a.base is None or b.base is None):
        return 0.8, f"{a.name} is short for {b.name}" if len(ours) < len(others) else f"{b.name} is short for {a.name}"
    if a.type in STATE and b.type in STATE and a.country is not None and a.country == b.country:
        return 0.7, f"{a.name} and {b.name} are of one state"
    if link := _find_leader(a, b) or _find_leader(b, a):
        return 0.7, link
    if a.type in ARMED and b.type in ARMED:
        return 0.1, f"{a.name} and {b.name} are two sides"
    return 0.25, f"{a.name} is not {b.name}"


def _find_leader(state: Party, coalition: Party) -> str | None:
    """ "U.S.-led coalition": what it does is told of the United States too. A country's code and its words begin alike (SAU, Saudi)."""
    if state.type not in STATE or state.country is None:
        return None
    for name in (coalition.name, coalition.words, *coalition.aliases):
        led = LED.match(name)
        if led is not None and fold_across_scripts(led[1]).replace(" ", "")[:2] == state.country[:2].lower():
            return f"{state.name} leads {coalition.name}"
    return None


def name_entity(party: Party) -> str:
    """The id of a party across articles: that of the actor base, else its name folded."""
    return party.base or f"name:{fold_across_scripts(party.name)}"
