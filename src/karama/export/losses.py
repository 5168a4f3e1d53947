"""What formats cannot hold: the kinds of loss with what they mean, and everything in an incident that might be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from karama.domain.record import Count, Party, RecordClaim, When, Where
from karama.export.values import Loss
from karama.views.figures import COUNT_FIELDS
from karama.views.incidents import IncidentView, Value
from karama.views.matching import PRECISE
from karama.views.policies import FoundIncident
from karama.views.precision import count_days
from karama.views.sources import Source, name_chain

# kind -> what it means to a reader of the file. The first part are incidents that are not in the file at all, the second what is missing of those that are.
LOSSES: dict[str, str] = {
    "denied event": "everyone who speaks of it denies it: the format has no place for an event that is said not to have been",
    "event not told as so": "it is only planned, feared, possible, demanded or a condition: the format holds what happened",
    "no code": "its kind has no code in the format, or none that fits who was involved",
    "undated": "no report says on which day or days, or so vaguely that the format does not take it",
    "no place": "no report says where, or only in which country, and the format wants a place",
    "no deaths": "no report gives a number of deaths of at least one, which the format asks for",
    "no organised side": "no state or organised armed group is said to have done it",
    "no second side": "against whom is not told, which the format asks for",
    "no unit": "the place is not known to lie within one unit of the boundary file",
    "claim in no incident": "who backs, leads, fights or holds what, and figures that stand by themselves: the format holds events",
    "denial": "somebody denies what others tell",
    "not told as so": "beside what is told as so, somebody plans, fears, demands or thinks it possible",
    "speakers": "who said so, and through whom: the format has no field for speakers",
    "chain of speakers": "the speaker cites another: the format holds one, as a name",
    "certainty": "somebody tells it with doubt, or it is disputed",
    "several figures": "reports give other figures than the one written",
    "open figure": "the figure is a bound or an estimate (at least 57, about 60): the format holds a number",
    "figure of a group": "how many of them were civilians, women, children, fighters",
    "other figure": "a figure the format has no field for: wounded, missing, detained, displaced, besieged, strikes",
    "vague place": "the place is an area or near a place; the format holds a point with a code for how exact it is, or only the point",
    "other places": "more places are told than the one written",
    "vague day": "the day may be any of several; the format holds one day with a code for how exact it is, or none",
    "other days": "reports give other days than the one written",
    "other kinds": "reports call it something else than the kind written",
    "other sides": "more sides are told than the format holds, or reports name different ones",
    "unnamed side": "who did it is told without a name; the format's own words for an unknown actor are written",
    "approximate code": "the code follows from our type of actor and may be too coarse",
    "weapon": "with what it was done",
    "words": "the sentences themselves",
    "correction": "a person corrected what was read; both are in the record",
    "origins": "how many independent origins stand behind each value",
}
DROPPED = tuple(LOSSES)[: tuple(LOSSES).index("claim in no incident")]
EVERYTHING = frozenset(LOSSES) - frozenset(DROPPED)
SEVERAL: dict[str, str] = {"kind": "other kinds", "day": "other days", "place": "other places"}


def list_features(found: FoundIncident, holds: frozenset[str]) -> Iterator[Loss]:
    """All that is in the incident and may be lost, without what the format holds (kinds of LOSSES)."""
    for loss in _list_all(found.view):
        if loss.kind not in holds:
            yield loss


def list_others(claims: Iterable[RecordClaim]) -> Iterator[Loss]:
    """A loss for each claim that is in no incident, for the formats that hold events only."""
    for claim in claims:
        yield Loss("claim in no incident", claim.id, claim.what, f"{claim.kind}: {claim.words}", (claim.id,))


def summarise(losses: Iterable[Loss]) -> list[dict[str, Any]]:
    """The losses by kind, in the order of LOSSES: how many, of how many incidents, and what that means."""
    listed = list(losses)
    counts = Counter(loss.kind for loss in listed)
    incidents = {kind: len({loss.incident for loss in listed if loss.kind == kind}) for kind in counts}
    return [{"kind": kind, "count": counts[kind], "incidents": incidents[kind], "means": means} for kind, means in LOSSES.items() if counts[kind]]


def _list_all(view: IncidentView) -> Iterator[Loss]:
    for value in view.values:
        yield from _list_of_value(view.id, value)
    for field, kind in SEVERAL.items():
        values = view.list_values(field)  # type: ignore[arg-type]  # keys of SEVERAL are fields
        if len(values) > 1:
            yield Loss(kind, view.id, field, "; ".join(value.words for value in values), _claims(values))
    for field in COUNT_FIELDS:
        figures = view.list_values(field)
        by_group = Counter(value.whom for value in figures if isinstance(value.of, Count))  # "57, 5 of them children" are not two figures
        if any(count > 1 for count in by_group.values()):
            yield Loss("several figures", view.id, field, "; ".join(f"{value.words} ({_sayers(value)})" for value in figures), _claims(figures))
    yield from _list_of_sources(view)
    yield Loss("origins", view.id, "kind", f"{view.origins} of {view.articles} articles")


def _list_of_value(identifier: str, value: Value) -> Iterator[Loss]:
    claims = tuple(source.claim for source in value.sources)
    denied = [source for source in value.sources if source.stance == "denied"]
    if denied:
        yield Loss("denial", identifier, value.field, f"{value.words}: {'; '.join(map(name_chain, denied))}", tuple(one.claim for one in denied))
    unsure = [source for source in value.sources if source.stance not in ("told", "denied")]
    if unsure:
        told = "; ".join(f"{source.stance} by {name_chain(source)}" for source in unsure)
        yield Loss("not told as so", identifier, value.field, f"{value.words}: {told}", tuple(one.claim for one in unsure))
    if isinstance(value.of, Count):
        if value.of.low != value.of.high or value.of.approximate:
            yield Loss("open figure", identifier, value.field, value.words, claims)
        if value.whom not in (None, "people"):
            yield Loss("figure of a group", identifier, value.field, f"{value.words} {value.whom}", claims)
        if value.field != "killed":
            yield Loss("other figure", identifier, value.field, value.words, claims)
    elif isinstance(value.of, Where) and value.of.precision not in PRECISE - {"near"}:
        yield Loss("vague place", identifier, "place", f"{value.words} ({value.of.precision}, within {value.of.radius_km} km)", claims)
    elif isinstance(value.of, When) and count_days(value.of) > 1:
        yield Loss("vague day", identifier, "day", value.words, claims)
    elif value.field == "weapon":
        yield Loss("weapon", identifier, "weapon", value.words, claims)
    elif isinstance(value.of, Party) and not value.of.named:
        yield Loss("unnamed side", identifier, value.field, value.words, claims)


def _list_of_sources(view: IncidentView) -> Iterator[Loss]:
    """Once for each claim: who says so, how sure, in which words."""
    sources: dict[str, Source] = {source.claim: source for value in view.values for source in value.sources}
    for claim, source in sources.items():
        if source.speakers:
            yield Loss("speakers", view.id, "speakers", name_chain(source), (claim,))
        if len(source.speakers) > 1:
            yield Loss("chain of speakers", view.id, "speakers", name_chain(source), (claim,))
        if source.certainty in ("disputed", "uncertain"):
            yield Loss("certainty", view.id, "certainty", f"{source.certainty}: {name_chain(source)}", (claim,))
        for corrected in source.corrected:
            yield Loss("correction", view.id, corrected.field, f"{corrected.read or 'nothing'} -> {corrected.value}", (claim,))
        yield Loss("words", view.id, "words", source.words, (claim,))


def _sayers(value: Value) -> str:
    return "; ".join(dict.fromkeys(map(name_chain, value.sources)))


def _claims(values: Iterable[Value]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.claim for value in values for source in value.sources))
