"""An incident: what each source says of it, what a policy chooses, why its claims were joined; and deciding about all that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from karama.api import list_known_policies
from karama.app.asking import show_id
from karama.app.decided import load_claims
from karama.app.exploring import Asked
from karama.app.merging import explain_incident
from karama.domain.record import Decision
from karama.errors import InputError
from karama.views.incidents import IncidentView, lay_out_incident
from karama.views.policies import FoundIncident, find_policy
from karama.web.answers import MissingError, link
from karama.web.incidents import (
    MOST_COMPARED,
    MOST_PAIRS,
    describe_decision,
    describe_head,
    describe_pairs,
    describe_passages,
    describe_table,
    group_sentences,
    list_history,
    list_made_about,
    list_spots,
)
from karama.web.visits import Action, Done, Elsewhere, Page, Visit
from karama.wiring import find_added_policies, make_merging

POLICY = "majority"  # where none is asked for: what most independent sources tell
FIRST = "first:"
PER_PAGE = 100  # sentences
NEAR_KM, NEAR_DAYS, MOST_NEAR = 25, 7, 30
MERELY_JUDGED = ("accept", "reject", "flag", "note")


def show_incident(visit: Visit) -> dict[str, Any]:
    """The incident by the policy that is asked for, with all that can be done about it."""
    identifier, policy = visit.path["id"], _read_policy(visit)
    found = _find(visit, identifier, policy)
    if identifier != found.view.id:
        raise Elsewhere(link(f"/incidents/{found.view.id}", visit.query), {"id": found.view.id})
    members = _list_members(visit, found.view.id)
    passages = describe_passages(visit.record, found.view, members)
    articles = list(dict.fromkeys(passage["article"] for passage in passages))
    spots, places = list_spots(found.view.claims)
    sentences = group_sentences(passages)
    first = _read_start(visit.ask("from"), len(sentences))
    compared = found.view.claims[:MOST_COMPARED]
    pairs = explain_incident(make_merging(visit.record.tools), compared) if len(compared) > 1 else ()
    return {
        **describe_head(found),
        "policy": policy,
        "policies": [{"name": one.name, "description": one.description} for one in list_known_policies() if one.name != "first:NAME"],
        "outlets": sorted({passage["outlet"] for passage in passages}),
        "table": describe_table(found),
        "sentences": sentences[first : first + PER_PAGE],
        "first": first,
        "per_page": PER_PAGE,
        "all_sentences": len(sentences),
        "claims": len(passages),
        "spots": spots,
        "places": places,
        **describe_pairs(pairs, {passage["id"]: passage["number"] for passage in passages}, None if visit.ask("pairs") == "all" else MOST_PAIRS),
        "not_compared": len(found.view.claims) - len(compared),
        "history": list_history(visit.record, members, articles),
        "near": _find_near(visit, found.view) if visit.ask("near") else None,
        "near_km": visit.ask("near") or str(NEAR_KM),
        "near_days": visit.ask("within") or str(NEAR_DAYS),
        "done": _describe_done(visit) if visit.ask("done") else None,
        "may_decide": visit.person.may("coder"),
    }


def _read_start(asked: str, most: int) -> int:
    """From which sentence on they are shown."""
    number = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    return number // PER_PAGE * PER_PAGE if number < most else 0


def _read_policy(visit: Visit) -> str:
    """The policy that is asked for: "ucdp", "first:Reuters"; a form sends "first:" and the name apart."""
    policy = visit.ask("policy", POLICY) or POLICY
    return FIRST + visit.ask("first") if policy == FIRST and visit.ask("first") else POLICY if policy == FIRST else policy


def _find(visit: Visit, identifier: str, policy: str) -> FoundIncident:
    """The incident, also one all of whose claims were rejected: it has no values, but a history, and may be had again.

    Raises:
        MissingError: there is none of that id.
        InputError: there is no such policy.
    """
    find_policy(policy, find_added_policies())
    try:
        return visit.record.incident(identifier, policy)
    except InputError as error:
        group = next((one.group for one in visit.record.tools.store.memberships("incident", members=[identifier]) if one.group), None)
        if not _list_members(visit, group or identifier):
            raise MissingError(str(error)) from error
        return FoundIncident(lay_out_incident(show_id(group or identifier), (), len))


def _list_members(visit: Visit, identifier: str) -> list[str]:
    groups = ["c_" + identifier.removeprefix("i_").removeprefix("c_"), identifier]
    return [one.member for one in visit.record.tools.store.memberships("incident", groups=groups) if one.group is not None]


def _find_near(visit: Visit, view: IncidentView) -> list[dict[str, Any]]:
    """Other incidents near in place and time, the nearest days first, that this one may be joined with.

    Raises:
        InputError: a distance or a number of days is none.
    """
    try:
        kilometres, days = min(500.0, float(visit.ask("near"))), min(366, int(visit.ask("within") or NEAR_DAYS))
    except ValueError as error:
        raise InputError("how far, in kilometres and days? write numbers") from error
    where = next((place for claim in view.claims for place in claim.places if place.latitude is not None and place.precision != "country"), None)
    told = sorted(day for claim in view.claims for when in claim.dates for day in (when.earliest, when.latest) if day)
    told = told or sorted(claim.published for claim in view.claims if claim.published)
    first, last = (_move(told[0], -days), _move(told[-1], days)) if told else ("", "")
    exploring = visit.record.exploring()
    exploring.refresh()
    place = f"{where.latitude}, {where.longitude}" if where is not None else ""
    query = exploring.resolve(Asked(place=place, within_km=kilometres if place else 0.0, first=first, last=last))
    lines = exploring.find(query, "day", MOST_NEAR + 1).lines
    return [
        {"id": line.id, "kind": line.kind, "day": line.day, "place": line.spot.name if line.spot else None, "words": line.words, "origins": line.origins}
        for line in lines
        if line.id != view.id
    ][:MOST_NEAR]


def _move(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except OverflowError:
        return day


def _describe_done(visit: Visit) -> dict[str, Any] | None:
    """What was just decided, and where each claim of it stands now."""
    store = visit.record.tools.store
    made = next(iter(store.find(Decision, id=visit.ask("done"))), None)
    if made is None:
        return None
    of = next(iter(store.find(Decision, id=made.value or ""))) if made.verdict == "undo" else made
    listed = next(one for one in list_made_about(visit.record, of.claims) if one.decision.id == made.id)
    groups = {one.member: one.group for one in store.memberships("incident", members=list(of.claims)) if one.group is not None}
    words = {claim.id: " ".join(claim.words.split()) for claim in load_claims(store, of.claims)}
    now = [{"claim": claim, "words": words.get(claim), "incident": show_id(groups[claim]) if claim in groups else None} for claim in of.claims]
    taken_back = describe_decision(listed) if made.verdict != "undo" else {**describe_decision(listed), "about": f"{of.verdict} of {of.at}"}
    return {**taken_back, "by": made.by, "at": made.at, "now": now}


# ---------------------------------------------------------------- deciding


def decide(visit: Visit) -> Done:
    """Back to the incident, which shows what changed."""
    verdict, claims, reason = visit.given("verdict"), visit.given_all("claim"), visit.given("reason")
    here = visit.path["id"]
    if not claims and verdict != "join":
        raise InputError("choose one claim or more")
    deciding = visit.record.deciding(visit.person.name)
    with visit.site.writing:
        if verdict == "split":
            made = deciding.split(here, claims, reason)
            here = (made.value or here).split()[0]  # a claim that stays
        elif verdict == "join":
            others = _list_joined(visit)
            made = deciding.join([here, *others], reason)
            here = made.claims[0]
        elif verdict in MERELY_JUDGED:
            made = {"accept": deciding.accept, "reject": deciding.reject, "flag": deciding.flag, "note": deciding.note}[verdict](claims, reason)
        else:
            raise InputError(f"{verdict or 'nothing'}: no such decision here")
    return _return(visit, here, made)


def _list_joined(visit: Visit) -> Sequence[str]:
    named = [*visit.given_all("with"), *visit.given("with_id").replace(",", " ").split()]
    if not named:
        raise InputError("choose an incident to join with, or give its id")
    return named


def undo(visit: Visit) -> Done:
    """Back to the incident, without what the decision did."""
    with visit.site.writing:
        made, taken_back = visit.record.deciding(visit.person.name).undo(visit.given("decision") or None, visit.given("reason"))
    return _return(visit, next(iter(taken_back.claims), visit.path["id"]), made)


def _return(visit: Visit, here: str, made: Decision) -> Done:
    return Done(link(f"/incidents/{here}", done=made.id, policy=visit.given("policy")), {"decision": made.id, "verdict": made.verdict, "claims": made.claims})


PAGES = (Page("/incidents/{id}", "incident.html", show_incident),)
ACTIONS = (Action("/incidents/{id}/decide", decide), Action("/incidents/{id}/undo", undo))
