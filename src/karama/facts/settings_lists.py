"""Enumerations of places: "in Rutba, Hit and the town of Ana"."""

from __future__ import annotations

from collections.abc import Iterable

from karama.domain.annotations import Mention
from karama.domain.parse import Parse

LIST_GAP = 6  # words between two members of an enumeration


def group_lists(parse: Parse, nouns: dict[str, str], places: Iterable[Mention]) -> dict[str, tuple[Mention, ...]]:
    """Mention id -> all members of the enumeration that the place stands in: "in Rutba, Hit and the town of Ana".

    Read from the words in a row, as the model often breaks long enumerations of names.
    """
    found: dict[str, tuple[Mention, ...]] = {}
    group: list[Mention] = []
    joined = False
    for place in sorted(places, key=lambda place: place.first):
        tie = _tie_list(parse, nouns, group[-1].last + 1, place.first) if group else ""
        if not tie:
            if joined:
                found |= {member.id: tuple(group) for member in group}
            group, joined = [], False
        group.append(place)
        joined = joined or tie == "and"
    if joined:
        found |= {member.id: tuple(group) for member in group}
    return found


def _tie_list(parse: Parse, nouns: dict[str, str], first: int, end: int) -> str:
    """ "and" or "," if the words between two places only enumerate them, else ""."""
    if not 0 < end - first <= LIST_GAP:
        return ""
    joined = any(parse.tags[t] == "CC" for t in range(first, end))
    for token in range(first, end):
        tag, lower = parse.tags[token], parse.lowers[token]
        if tag in (",", "CC", "DT") or lower == "of" or (tag[0] == "N" and nouns.get(parse.lemmas[token]) in ("place", "part")):
            continue
        if not joined or not (tag[0] == "J" or lower in ("in", "at", "near", "on")):
            return ""
    return "and" if joined else "," if parse.lowers[first] == "," else ""
