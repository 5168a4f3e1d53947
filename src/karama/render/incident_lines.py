"""Incidents and situations as plain lines for the terminal: every value with who says it, and what a policy chose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from karama.views.incidents import COUNTED, FIELDS, IncidentView, Value
from karama.views.policies import Choice, FoundIncident
from karama.views.precision import rank_exactness
from karama.views.situations import Situation
from karama.views.sources import Source, name_chain

# How a situation is said: before its holder and after.
STATES: dict[str, str] = {
    "controls": "{place}: controlled by {holder}", "besieges": "{place}: besieged by {holder}", "blockades": "{place}: blockaded by {holder}",
    "ceasefire": "ceasefire between {holder} and {other}", "backs": "{holder} backs {other}", "allied with": "{holder} is allied with {other}",
    "fights": "{holder} fights {other}", "leads": "{holder} leads {other}", "displaced": "{place}: {count} displaced", "present": "{place}: {count} there",
    "besieged": "{place}: {count} besieged", "fighters": "{place}: {count}", "troops": "{place}: {count}",
}  # fmt: skip
MOST_SOURCES = 5  # of a value on one page; the others are counted
NOT_TOLD = {"denied": "denied", "possible": "said to be possible"}


def list_incident_lines(found: FoundIncident) -> Iterator[str]:
    """An incident in a few lines: what, where, when, its figures side by side, and by how many origins."""
    view = found.view
    yield _tell_head(view)
    if found.choices:
        yield from (f"  {choice.field} {choice.words}: {choice.because}" for choice in found.choices)
    else:
        for field in FIELDS:
            values = view.list_values(field)
            if field in COUNTED and values:
                yield f"  {field} {' / '.join(map(_tell_value, values))}"
        yield from _tell_sides(view)
    yield f"  {_tell_origins(view)}"


def list_full_lines(found: FoundIncident, names: Mapping[str, str]) -> Iterator[str]:
    """All of an incident: every value of every field, with every source and its sentence; then what a policy chose.

    `names` are what articles without a publisher are called by.
    """
    yield f"incident {_tell_head(found.view)}"
    yield f"  {_tell_origins(found.view)}"
    for field in FIELDS:
        for value in found.view.list_values(field):
            yield f"  {field}: {_tell_value(value)}" + (f"  [{_count(value.origins, 'independent origin')}]" if value.origins > 1 else "")
            yield from (f"    {line}" for line in _tell_sources(value.sources, names))
    if found.choices:
        yield "  the policy chose"
        yield from (f"    {_tell_choice(choice)}" for choice in found.choices)


def list_situation_lines(found: Sequence[Situation], on: str | None, names: Mapping[str, str]) -> Iterator[str]:
    """What holds, then what may hold, then what was only feared, planned or denied; each with its sources and what stands against it."""
    by_id = {one.id: one for one in found}
    groups = (("holds", "holds"), ("may hold", "may hold"), ("not told as so", "told of, but not as so")) if on else ((None, "all that is told"),)
    for stands, title in groups:
        inside = [one for one in found if stands is None or one.stand_on(on or "") == stands]
        if inside:
            yield title
        for one in inside:
            yield f"  {_tell_situation(one)}"
            yield from (f"    {line}" for line in _tell_sources(one.sources, names))
            if one.ended_by in by_id:
                yield f"    ended, as is inferred, when: {_tell_situation(by_id[one.ended_by])}"
            yield from (f"    against it: {_tell_situation(by_id[other])}" for other in one.against if other in by_id)


def _tell_head(view: IncidentView) -> str:
    parts = (_first(view, "kind"), _first(view, "day"), _first(view, "place"))
    return f"{view.id}  " + ", ".join(part for part in parts if part)


def _first(view: IncidentView, field: str) -> str:
    """The value that a page names the incident by: told by most, the more exact of equals."""
    told = [value for value in view.values if value.field == field and value.told] or [value for value in view.values if value.field == field]
    best = min(told, key=lambda value: (-value.origins, rank_exactness(value), -len(value.sources), value.words), default=None)
    return best.words if best is not None else ""


def _tell_sides(view: IncidentView) -> Iterator[str]:
    for field, word in (("actor", "by"), ("recipient", "against"), ("weapon", "with")):
        values = [_tell_value(value) for value in view.values if value.field == field]
        if values:
            yield f"  {word} {' / '.join(values)}"


def _tell_value(value: Value) -> str:
    whom = f" {value.whom}" if value.whom not in (None, "people") else ""
    if value.told:
        denied = any(source.stance == "denied" for source in value.sources)
        return value.words + whom + (" (denied by some)" if denied else "")
    stances = dict.fromkeys(NOT_TOLD.get(source.stance, source.stance) for source in value.sources)
    return f"{value.words}{whom} ({', '.join(stances)})" if value.words != "none" else f"{', '.join(stances)}"


def _tell_sources(sources: Sequence[Source], names: Mapping[str, str]) -> Iterator[str]:
    for source in sources[:MOST_SOURCES]:
        stance = "" if source.stance == "told" else f", {NOT_TOLD.get(source.stance, source.stance)}"
        day = f" ({source.published})" if source.published else ""
        yield f"{name_chain(source, names)}{day}: {source.certainty}{stance}  {source.claim}"
        yield f"  “{' '.join(source.words.split())}”"
    if len(sources) > MOST_SOURCES:
        yield f"and {len(sources) - MOST_SOURCES} more; see --json"


def _tell_origins(view: IncidentView) -> str:
    return f"told by {_count(view.origins, 'independent origin')} in {_count(view.articles, 'article')}, {_count(len(view.claims), 'claim')}"


def _tell_choice(choice: Choice) -> str:
    return f"{choice.field} {choice.words}: {choice.because}"


def _tell_situation(one: Situation) -> str:
    holder, other = (party.name if party else "somebody" for party in (one.holder, one.other))
    place, count = one.place.name if one.place else "place not told", one.count.words if one.count else ""
    words = STATES[one.kind].format(place=place, holder=holder, other=other, count=count)
    stance = "" if one.stance == "told" else f"{NOT_TOLD.get(one.stance, one.stance)}: "
    told = f"; last told for {one.told[1]}" if one.told[1] and one.stance == "told" else ""
    return f"{stance}{words}, {one.edtf} ({one.certainty}, {_count(one.origins, 'independent origin')}{told})"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
