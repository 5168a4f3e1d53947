"""Actors and places as plain lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from karama.render.incident_lines import count_things, tell_situation
from karama.views.entities import DatedName, EntityLine, EntityView, Reason, Related

MOST_MEMBERS = 20  # reports shown; the others are counted
MOST_NAMES = 4  # of one entity in a list


def tell_line(line: EntityLine) -> str:
    """The entity in one line: its id, name, what it is, other names, and how much is told of it."""
    others = [name for name in line.names if name != line.name]
    also = f" ({', '.join(others[:MOST_NAMES])}{', …' if len(others) > MOST_NAMES else ''})" if others else ""
    what = ", ".join(filter(None, (line.type or line.what, line.country)))
    return f"{line.id}  {line.name}{also}: {what}; {count_things(line.claims, 'claim')} in {count_things(line.articles, 'article')}"


def list_entity_lines(found: EntityView) -> Iterator[str]:
    """All that is known of the entity, but for its incidents and decisions."""
    line = found.line
    yield f"{line.what} {line.id}  {line.name}"
    yield "  " + "; ".join(filter(None, (line.type, line.country, f"in the actor base: {line.base}" if line.base else None, _tell_count(line))))
    if found.spot is not None:
        yield f"  at {found.spot[0]:.4f}, {found.spot[1]:.4f}" + (f", within {found.spot[2]:g} km" if found.spot[2] is not None else "")
    yield from _list_names(found)
    yield from (f"  {_tell_dated(one)}" for one in found.dated)
    if found.part_of:
        yield f"  part of {', of '.join(map(_tell_related, found.part_of))}"
    if found.parts:
        yield f"  its parts here: {', '.join(map(_tell_related, found.parts))}"
    if found.situations:
        yield "  what holds"
        yield from (f"    {tell_situation(one)}" for one in found.situations)
    yield "  reports"
    for member in found.members[:MOST_MEMBERS]:
        yield f"    {member.id}  {member.published or 'no day'}  {member.title}: {', '.join(member.names)} ({count_things(member.claims, 'claim')})"
    if len(found.members) > MOST_MEMBERS:
        yield f"    and {len(found.members) - MOST_MEMBERS} more; see --json"
    if found.reasons:
        yield "  why one"
        yield from (f"    {tell_reason(one)}" for one in found.reasons)


def _tell_count(line: EntityLine) -> str:
    return f"{count_things(line.claims, 'claim')} in {count_things(line.articles, 'article')}"


def _list_names(found: EntityView) -> Iterator[str]:
    for script in dict.fromkeys(one.script for one in found.names):
        own = [one for one in found.names if one.script == script]
        words = [f"{one.name}{'' if one.how != 'alias' else ' (so called in a report)'}" for one in own if one.how != "words"]
        if words:
            yield f"  names in {script} letters: {', '.join(words)}"


def _tell_dated(one: DatedName) -> str:
    span = " ".join(filter(None, (f"from {one.first}" if one.first else "", f"to {one.last}" if one.last else "")))
    return f"called {one.name} {span}".rstrip()


def _tell_related(one: Related) -> str:
    return f"{one.name} {one.entity}" if one.entity is not None else one.name


def tell_reason(one: Reason) -> str:
    """One reason in a line."""
    if one.decision is not None:
        return f"{one.reason}: {one.left} and {one.right}  {one.decision}"
    if one.left == one.right:
        return f"{one.score:.2f}  {one.left}: {one.reason}"
    return f"{one.score:.2f}  {one.left} and {one.right}: {one.reason}" + ("" if one.same else " (not by this alone)")
