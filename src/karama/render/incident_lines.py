"""Incidents and situations as plain lines for the terminal: every value with who says it, and what a policy chose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from karama.domain.record import Correction, RecordClaim, Verdict
from karama.record.decisions import Listed
from karama.views.incidents import COUNTED, FIELDS, IncidentView, Value
from karama.views.policies import Choice, FoundIncident
from karama.views.precision import rank_value
from karama.views.situations import Situation
from karama.views.sources import Source, name_chain, tell_stance

# How a situation is said: before its holder and after.
STATES: dict[str, str] = {
    "controls": "{place}: controlled by {holder}", "besieges": "{place}: besieged by {holder}", "blockades": "{place}: blockaded by {holder}",
    "ceasefire": "ceasefire between {holder} and {other}", "backs": "{holder} backs {other}", "allied with": "{holder} is allied with {other}",
    "fights": "{holder} fights {other}", "leads": "{holder} leads {other}", "displaced": "{place}: {count} displaced", "present": "{place}: {count} there",
    "besieged": "{place}: {count} besieged", "fighters": "{place}: {count}", "troops": "{place}: {count}",
}  # fmt: skip
MOST_SOURCES = 5  # of a value on one page; the others are counted
# A denial that names the town or the day denies what happened there, not that there is such a town.
DENIED_FIELDS: frozenset[str] = COUNTED | {"kind", "actor"}
PAST: dict[Verdict, str] = {
    "accept": "accepted", "reject": "rejected", "correct": "corrected", "split": "split off", "join": "joined", "flag": "flagged", "note": "noted",
    "undo": "taken back",
}  # fmt: skip
NOT_TOLD = {"denied": "denied", "possible": "said to be possible"}


def list_incident_lines(found: FoundIncident) -> Iterator[str]:
    """An incident in a few lines: what, where, when, its figures side by side, and by how many origins."""
    view = found.view
    yield tell_head(view)
    if found.choices:
        yield f"  {_tell_policy(found)}"
        yield from (f"  {_tell_choice(choice)}" for choice in found.choices)
    else:
        for field in FIELDS:
            values = view.list_values(field)
            if field in COUNTED and values:
                yield f"  {field} {' / '.join(map(tell_value, values))}"
        yield from _tell_sides(view)
    yield f"  {tell_origins(view)}"


def list_full_lines(found: FoundIncident) -> Iterator[str]:
    """All of an incident: every value of every field with who says it, what a policy chose, and every sentence once, by its number."""
    numbers = {claim.id: number for number, claim in enumerate(found.view.claims, 1)}
    yield f"incident {tell_head(found.view)}"
    yield f"  {tell_origins(found.view)}"
    for field in FIELDS:
        values = found.view.list_values(field)
        if values:
            yield f"  {field}"
        yield from (f"    {tell_value(value)}: {_tell_sayers(value, numbers)}" for value in values)
    if found.choices:
        yield f"  {_tell_policy(found)}"
        yield from (f"    {_tell_choice(choice)}" for choice in found.choices)
    yield "  sentences"
    sources = {source.claim: source for value in found.view.values for source in value.sources}
    for same in _list_sentences([claim for claim in found.view.claims if claim.id in sources]):
        first, *others = (sources[claim.id] for claim in same)
        listed = ", ".join(str(numbers[claim.id]) for claim in same)
        yield f"    [{listed}] {'  '.join((_tell_source(first), *(source.claim for source in others)))}"
        yield f"        “{' '.join(same[0].words.split())}”"
        yield from (f"        {tell_correction(one)}" for claim in same for one in claim.corrected)


def _list_sentences(claims: Iterable[RecordClaim]) -> list[list[RecordClaim]]:
    """The claims by the sentence they stand in and who says it there, in order: a strike and those it killed are told in one."""
    found: dict[tuple[object, ...], list[RecordClaim]] = {}
    for claim in claims:
        found.setdefault((claim.article, claim.start, claim.end, claim.speakers, claim.certainty, tell_stance(claim)), []).append(claim)
    return list(found.values())


def list_situation_lines(found: Sequence[Situation], on: str | None) -> Iterator[str]:
    """What holds, then what may hold, then what was only feared, planned or denied; each with its sources and what stands against it."""
    by_id = {one.id: one for one in found}
    groups = (("holds", "holds"), ("may hold", "may hold"), ("not told as so", "told of, but not as so")) if on else ((None, "all that is told"),)
    for stands, title in groups:
        inside = [one for one in found if stands is None or one.stand_on(on or "") == stands]
        if inside:
            yield title
        for one in inside:
            yield f"  {tell_situation(one)}"
            yield from (f"    {line}" for line in _tell_sources(one.sources))
            if one.enders:
                yield f"    its end is told by {tell_sayers(one.enders)}"
            if one.ended_by in by_id:
                yield f"    ended, as is inferred, when: {tell_situation(by_id[one.ended_by])}"
            for other in (by_id[name] for name in one.against if name in by_id):
                yield f"    against it: {tell_situation(other)}, says {tell_sayers(other.sources)}"


def tell_sayers(sources: Iterable[Source]) -> str:
    """Who says it, each once, with the day of the report."""
    return "; ".join(dict.fromkeys(name_chain(source) + (f" ({source.published})" if source.published else "") for source in sources))


def tell_correction(one: Correction) -> str:
    """ "killed corrected by Ann from at least 57 to 12: the hospital's list" """
    return f"{one.field} corrected by {one.by} from {one.read or 'nothing'} to {one.value}: {one.reason}"


def list_decision_lines(found: Iterable[Listed]) -> Iterator[str]:
    """Decisions with their sentences, and which of them want another look."""
    for one in found:
        decision = one.decision
        what = f" {decision.field}" if decision.verdict == "correct" else ""
        yield f"    {PAST[decision.verdict]}{what} by {decision.by}, {decision.at}{f': {decision.reason}' if decision.reason else ''}  {decision.id}"
        for claim in decision.claims:
            again = "  to look at again: reads otherwise now" if claim in one.changed else "  to look at again: no longer told" if claim in one.gone else ""
            yield f"      {claim}{again}{f' “{words}”' if (words := ' '.join(one.words.get(claim, '').split())) else ''}"


def tell_head(view: IncidentView) -> str:
    """The incident's id, kind, day and place."""
    return f"{view.id}  {tell_title(view)}"


def tell_title(view: IncidentView) -> str:
    """The kind, day and place that the incident is named by."""
    published = min((claim.published for claim in view.claims if claim.published), default=None)
    day = find_first_words(view, "day") or (f"on a day not told (published {published})" if published else "on a day not told")
    parts = (find_first_words(view, "kind"), day, find_first_words(view, "place") or "place not told")
    return ", ".join(part for part in parts if part)


def find_first_words(view: IncidentView, field: str) -> str:
    """The value that a page names the incident by: told by most, the more exact of equals."""
    told = [value for value in view.values if value.field == field and value.told] or [value for value in view.values if value.field == field]
    best = min(told, key=rank_value, default=None)
    return best.words if best is not None else ""


def _tell_sides(view: IncidentView) -> Iterator[str]:
    for field, word in (("actor", "by"), ("recipient", "against"), ("weapon", "with")):
        values = [tell_value(value) for value in view.values if value.field == field]
        if values:
            yield f"  {word} {' / '.join(values)}"


def tell_value(value: Value) -> str:
    """The value in a few words: who is counted, and how it stands where it is not simply told."""
    whom = f" {value.whom}" if value.whom not in (None, "people") else ""
    stances = dict.fromkeys(NOT_TOLD.get(source.stance, source.stance) for source in value.sources)
    if value.told:
        return value.words + whom + (" (denied by some)" if "denied" in stances and value.field in DENIED_FIELDS else "")
    if value.words == "none":
        return ", ".join(stances)
    if value.field in DENIED_FIELDS or "denied" not in stances:
        return f"{value.words}{whom} ({', '.join(stances)})"
    return f"{value.words}{whom} (in a denial)"


def _tell_sayers(value: Value, numbers: Mapping[str, int]) -> str:
    """Who says it, each once, with the numbers of their sentences."""
    said: dict[str, list[int]] = {}
    for source in value.sources:
        denies = "denied by " if source.stance == "denied" and value.told and value.field in DENIED_FIELDS else ""
        people = [f"corrected by {one.by}: " for one in source.corrected if one.field == value.field][-1:]
        said.setdefault("".join((*people, denies, name_chain(source))), []).append(numbers[source.claim])
    return "; ".join(f"{name} [{', '.join(map(str, sorted(where)))}]" for name, where in said.items())


def _tell_sources(sources: Sequence[Source]) -> Iterator[str]:
    for source in sources[:MOST_SOURCES]:
        yield _tell_source(source)
        yield f"  “{' '.join(source.words.split())}”"
    if len(sources) > MOST_SOURCES:
        yield f"and {len(sources) - MOST_SOURCES} more; see --json"


def _tell_source(source: Source) -> str:
    words = dict.fromkeys((source.certainty, "" if source.stance == "told" else NOT_TOLD.get(source.stance, source.stance)))
    day = f" ({source.published})" if source.published else ""
    return f"{name_chain(source)}{day}: {', '.join(filter(None, words))}  {source.claim}"


def tell_origins(view: IncidentView) -> str:
    """By how many it is told, or how it is told of where nobody tells it as so."""
    if not view.origins:
        stances = dict.fromkeys(NOT_TOLD.get(stance, stance) for stance in map(tell_stance, view.claims))
        return f"not told as so but {', '.join(stances)}, in {count_things(view.articles, 'article')}, {count_things(len(view.claims), 'claim')}"
    return f"told by {count_things(view.origins, 'independent origin')} in {count_things(view.articles, 'article')}, {count_things(len(view.claims), 'claim')}"


def _tell_policy(found: FoundIncident) -> str:
    return f"by the policy {found.policy.name} ({found.policy.description})" if found.policy is not None else "by a policy"


def _tell_choice(choice: Choice) -> str:
    return f"{choice.field} {choice.words}: {choice.because}"


def tell_situation(one: Situation) -> str:
    """The situation in one line: what holds, the days, how sure."""
    holder, other = (party.name if party else "somebody" for party in (one.holder, one.other))
    place, count = one.place.name if one.place else "place not told", one.count.words if one.count else ""
    words = STATES[one.kind].format(place=place, holder=holder, other=other, count=count)
    stance = "" if one.stance == "told" else f"{NOT_TOLD.get(one.stance, one.stance)}: "
    told = f"; last told for {one.told[1]}" if one.told[1] and one.stance == "told" else ""
    return f"{stance}{words}, {one.edtf} ({one.certainty}, {count_things(one.origins, 'independent origin')}{told})"


def count_things(number: int, thing: str) -> str:
    """The number with its noun."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")
