"""An actor or a place as data of a page: its names, what holds of it, its incidents over time, why its names are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from karama.api import Record
from karama.app.entity_names import ask_entity, find_groups
from karama.app.exploring import Asked
from karama.domain.catalogue import IncidentLine
from karama.domain.members import MADE, EntityKind
from karama.domain.names import fold_across_scripts
from karama.domain.record import Decision, RecordClaim
from karama.errors import InputError
from karama.ports import ClaimQuery
from karama.render.incident_lines import PAST, count_things
from karama.render.map import Spot
from karama.views.entities import EntityLine, EntityView
from karama.views.matching import match_party
from karama.views.sources import sort_claims
from karama.web.answers import MissingError, link
from karama.web.readings import leave_countries
from karama.web.spans import describe_timeline
from karama.web.visits import Done, Elsewhere, Visit

ADDRESSES: dict[EntityKind, str] = {"actor": "/actors", "place": "/places"}
MOST_INCIDENTS, MOST_MEMBERS, MOST_SPOKEN, MOST_FOUND, MOST_SPOTS = 40, 100, 30, 20, 200
MOST_ASKED = 200  # claims looked through for one name: "officials said" of a government are thousands
NAMES_FIRST = 500  # entities in a list
# A place that reaches farther is a district, a province or a country: it is asked for by its name, not by a circle.
TOWN_KM = 30.0


def find_view(visit: Visit, what: EntityKind) -> EntityView:
    """The entity of the id in the path; a name, or an id of the actor base or of GeoNames ("geo:172955"), leads to it.

    Raises:
        MissingError: there is none.
        Elsewhere: it was asked for by another name, or is of the other kind.
    """
    given = visit.path["id"]
    identifier = given if given.startswith(MADE) else _find_id(visit.record, given, what)
    try:
        view = visit.record.entity(identifier)
    except InputError as error:
        raise MissingError(str(error)) from error
    if identifier != given or view.line.what != what:
        raise Elsewhere(link(f"{ADDRESSES[view.line.what]}/{identifier}", visit.query), {"id": identifier})
    return view


def _find_id(record: Record, given: str, what: EntityKind) -> str:
    nodes = [given] if given.startswith("geo:") else [f"base:{given}"]
    found = find_groups(record.tools.store, nodes)
    if found:
        return next(iter(found.values()))
    named = record.entities(given, kind=what)
    folded = fold_across_scripts(given)
    exact = [one.id for one in named if folded in {fold_across_scripts(name) for name in (one.name, *one.names)}]
    if not exact and len(named) != 1:
        raise MissingError(f"{given}: no {what} of that name in the record")
    return exact[0] if exact else named[0].id


def describe_entity(visit: Visit, view: EntityView) -> dict[str, Any]:
    """What the pages of actors and places share."""
    line = view.line
    return {
        "id": line.id,
        "what": line.what,
        "name": line.name,
        "type": line.type,
        "country": line.country,
        "base": line.base,
        "told": f"{count_things(line.claims, 'claim')} in {count_things(line.articles, 'article')}",
        "names": [{"script": script, "names": list(own)} for script, own in groupby(sorted(view.names, key=lambda one: one.script), lambda one: one.script)],
        "dated": view.dated,
        "members": view.members[:MOST_MEMBERS],
        "more_members": max(0, len(view.members) - MOST_MEMBERS),
        "reasons": view.reasons,
        "others": _find_others(visit, line),
        "other": visit.ask("other"),
        "done": _describe_done(visit),
        "may_decide": visit.person.may("coder"),
    }


def describe_incidents(visit: Visit, asked: Asked) -> dict[str, Any]:
    """The incidents: how many, when, the latest of them, and where they lie."""
    exploring = visit.record.exploring()
    exploring.refresh()
    query = exploring.resolve(asked)
    found = exploring.find(query, "-day", MOST_INCIDENTS)
    spots = leave_countries([_make_spot(line) for line in exploring.catalogue.list_lines(query, "-day", MOST_SPOTS, 0) if _is_placed(line)])
    return {
        "timeline": describe_timeline(exploring.draw_timeline(query, found.totals)),
        "incidents": [describe_line(line) for line in found.lines],
        "all_incidents": found.totals.incidents,
        "spots": list({(spot.name, spot.latitude, spot.longitude): spot for spot in spots}.values()),
    }


def describe_line(line: IncidentLine) -> dict[str, Any]:
    """An incident in one line of a list."""
    killed = "" if line.killed_low is None and line.killed_high is None else _tell_killed(line.killed_low, line.killed_high)
    return {
        "id": line.id,
        "kind": line.kind,
        "day": line.day,
        "reported": line.reported_first,
        "place": line.spot.name if line.spot is not None else None,
        "actors": line.actors,
        "recipients": line.recipients,
        "killed": killed,
        "origins": line.origins,
        "disputed": line.disputed,
        "certainty": line.certainty,
    }


def _tell_killed(low: float | None, high: float | None) -> str:
    if low == high:
        return f"{low:,.0f}"
    return f"{low:,.0f} or more" if high is None else f"up to {high:,.0f}" if low is None else f"{low:,.0f} to {high:,.0f}"


def _is_placed(line: IncidentLine) -> bool:
    return line.spot is not None and line.spot.latitude is not None and line.spot.longitude is not None


def _make_spot(line: IncidentLine) -> Spot:
    spot = line.spot
    if spot is None or spot.latitude is None or spot.longitude is None:
        raise ValueError("a place without a point")
    return Spot(spot.name, spot.latitude, spot.longitude, spot.radius_km or 0.0, spot.precision, ())


def list_spoken(record: Record, view: EntityView) -> dict[str, Any]:
    """What it says in the reports, as one of the chain of speakers, the latest first."""
    asked = ask_entity(record.tools.store, view.id)
    found: dict[str, RecordClaim] = {}
    for name in asked.spellings:
        for claim in record.tools.store.claims(replace(ClaimQuery(), actor=name, limit=MOST_ASKED)):
            if any(match_party(speaker, asked, claim.article) for speaker in claim.speakers):
                found[claim.id] = claim
    said: dict[tuple[str, int, str], list[RecordClaim]] = {}  # one sentence may tell of a strike and of its dead
    for claim in reversed(sort_claims(found.values())):
        said.setdefault((claim.article, claim.start, claim.words), []).append(claim)
    told = [_describe_spoken(own) for own in list(said.values())[:MOST_SPOKEN]]
    return {"spoken": told, "more_spoken": max(0, len(said) - MOST_SPOKEN)}


def _describe_spoken(own: Sequence[RecordClaim]) -> dict[str, Any]:
    first = own[0]
    return {
        "id": first.id,
        "words": " ".join(first.words.split()),
        "kinds": list(dict.fromkeys(claim.kind for claim in own)),
        "certainty": first.certainty,
        "publisher": first.publisher,
        "published": first.published,
    }


def ask_where(view: EntityView) -> tuple[str, float]:
    """How a place is asked for: by its point and how far it reaches, or by its name where it reaches far or has no point."""
    if view.spot is None or (view.spot[2] or 0.0) > TOWN_KM:
        return view.line.name, 0.0
    return f"{view.spot[0]}, {view.spot[1]}", max(view.spot[2] or 0.0, 1.0)


def list_entities(visit: Visit, what: EntityKind) -> dict[str, Any]:
    """The actors or places of the record, those with most claims first."""
    words = visit.ask("words")
    found = visit.record.entities(words or None, kind=what, limit=NAMES_FIRST)
    return {"what": what, "words": words, "most": NAMES_FIRST, "address": ADDRESSES[what], "entities": [_describe_entry(one) for one in found]}


def _describe_entry(one: EntityLine) -> dict[str, Any]:
    others = [name for name in one.names if name != one.name]
    return {"id": one.id, "name": one.name, "type": one.type, "country": one.country, "others": others, "articles": one.articles, "claims": one.claims}


# ---------------------------------------------------------------- who is who


def _find_others(visit: Visit, line: EntityLine) -> list[dict[str, Any]] | None:
    """Entities of the name that is looked for, to join with."""
    if not visit.ask("other"):
        return None
    found = visit.record.entities(visit.ask("other"), kind=line.what, limit=MOST_FOUND + 1)
    return [_describe_entry(one) for one in found if one.id != line.id][:MOST_FOUND]


def _describe_done(visit: Visit) -> dict[str, Any] | None:
    """What was just decided about who is who."""
    made = next(iter(visit.record.tools.store.find(Decision, id=visit.ask("done"))), None) if visit.ask("done") else None
    if made is None:
        return None
    return {"decision": made.id, "verdict": made.verdict, "what": PAST.get(made.verdict, made.verdict), "by": made.by, "reason": made.reason}


def decide(visit: Visit) -> Done:
    """Back to the entity, as it is once its members are split off, or others are joined with it."""
    here, verdict, reason = visit.path["id"], visit.given("verdict"), visit.given("reason")
    deciding = visit.record.deciding(visit.person.name)
    with visit.site.writing:
        if verdict == "split":
            made = deciding.split(here, _need(visit.given_all("member"), "choose the reports in which it is another"), reason)
        elif verdict == "join":
            others = [*visit.given_all("with"), *visit.given("with_id").replace(",", " ").split()]
            made = deciding.join([here, *_need(others, "choose one to join with, or give its id")], reason)
        else:
            raise InputError(f"{verdict or 'nothing'}: no such decision here")
    return _return(visit, made)


def undo(visit: Visit) -> Done:
    """Back to the entity, without what the decision did."""
    with visit.site.writing:
        made, _ = visit.record.deciding(visit.person.name).undo(visit.given("decision") or None, visit.given("reason"))
    return _return(visit, made)


def _return(visit: Visit, made: Decision) -> Done:
    """To the entity; where it is now another's, to that one."""
    here = visit.path["id"]
    try:
        what = visit.record.entity(here).line.what
    except InputError:
        return Done(link(visit.given("list") or ADDRESSES["actor"], done=made.id), {"decision": made.id})
    return Done(link(f"{ADDRESSES[what]}/{here}", done=made.id), {"decision": made.id, "verdict": made.verdict})


def _need(given: Sequence[str], otherwise: str) -> Sequence[str]:
    if not given:
        raise InputError(otherwise)
    return given
