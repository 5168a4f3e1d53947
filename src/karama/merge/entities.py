"""Whether two parties are one across articles: by the actor base, by what one is part of, by name in any script, by what kind they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from karama.domain.record import Judgement, Likeness, Party
from karama.merge.names import fold_name, is_telling, share_name, sound_name

BY = "merge/1"
SAME_ENTITY = 0.75  # at least an alias: a part of a body is not the body
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
        return 0.95, f"both {a.name}"
    if a.base is not None and b.base is not None and (link := _find_part(a, b, parent)):
        return 0.8, link
    if (a.base is None or b.base is None) and (shared := share_name((a.name, *a.aliases), (b.name, *b.aliases))):
        ours, others, exact = shared
        return (0.9, f"both {ours}") if exact and ours == others else (0.85 if exact else 0.75, f"{ours} is {others} in another spelling")
    return _relate_strangers(a, b)


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
    if not a.named and not b.named and fold_name(a.words).split()[-1:] == fold_name(b.words).split()[-1:]:
        return 0.6, f"{words} are the same kind of people"
    if a.type is not None and b.type is not None and a.type != b.type and "person" not in (a.type, b.type) and "civilians" in (a.type, b.type):
        return 0.4, f"{words}: {a.type} and {b.type}" if a.type < b.type else f"{words}: {b.type} and {a.type}"
    return 0.5, f"{words} can be the same"


def _relate_strangers(a: Party, b: Party) -> tuple[float, str]:
    """Both are named, and the names are not the same."""
    ours, others = set(fold_name(a.name).split()), set(fold_name(b.name).split())
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
        if led is not None and fold_name(led[1]).replace(" ", "")[:2] == state.country[:2].lower():
            return f"{state.name} leads {coalition.name}"
    return None


def judge_entities(parties: Iterable[Party], parent: Parent) -> tuple[Judgement, ...]:
    """Which named parties of the record are one, each pair that shares a key judged once, with the reason; in order."""
    by_key: dict[str, list[Party]] = {}
    for party in sorted(set(parties), key=name_entity):
        if party.named:
            for key in list_keys(party):
                by_key.setdefault(key, []).append(party)
    found: dict[tuple[str, str], Judgement] = {}
    for group in by_key.values():
        for n, a in enumerate(group):
            for b in group[n + 1 :]:
                left, right = sorted((name_entity(a), name_entity(b)))
                if left != right and (left, right) not in found:
                    found[left, right] = _judge(left, right, *relate_parties(a, b, parent))
    return tuple(found[pair] for pair in sorted(found))


def name_entity(party: Party) -> str:
    """The id of a party across articles: that of the actor base, else its name folded."""
    return party.base or f"name:{fold_name(party.name)}"


def list_keys(party: Party) -> frozenset[str]:
    """Under which keys two spellings of one party meet."""
    sounds = {sound_name(name) for name in (party.name, *party.aliases) if name}
    last = {sound_name(party.name).split()[-1]} if party.type == "person" and party.name.split() else set()
    return frozenset(sound for sound in sounds | last if is_telling(sound))


def _judge(left: str, right: str, score: float, reason: str) -> Judgement:
    """A part of a body is alike, yet not the body."""
    return Judgement(left, right, score >= SAME_ENTITY and " is part of " not in reason, score, (Likeness("name", score, reason),), BY)
