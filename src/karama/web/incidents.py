"""An incident as data of a page: its table of values and sources, its passages, map, history, and why its claims were joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from karama.api import Record
from karama.app.decided import DecidedStore, load_claims
from karama.app.deciding import list_decisions
from karama.app.merging import Compared
from karama.domain.record import Capture, Decision, KeptReading, LogEntry, Merge, Party, RecordClaim, Where
from karama.record.decisions import Listed
from karama.render.cards import PRECISION_WORDS, describe_km
from karama.render.incident_lines import PAST, tell_correction, tell_origins, tell_title, tell_value
from karama.render.map import Spot
from karama.views.incidents import FIELDS, IncidentView, Value
from karama.views.policies import Choice, FoundIncident
from karama.views.sources import Source, name_chain, tell_stance
from karama.web.readings import GRAPHIC, leave_countries

# How a claim that is not simply told is underlined.
STATES = {"denied": "denied", "told": "", "incomplete": "open"}
MOST_COLUMNS = 40  # sources in one table; the others stand in the passages
MOST_SOURCES = 12  # sentences behind one value; all stand below
MOST_COMPARED = 40  # claims compared pair by pair for one page
MOST_PAIRS = 12


def find_state(stance: str, certainty: str) -> str:
    """The style of a claim's words: "open" for what is feared, planned and the like, "denied", or its certainty."""
    return STATES.get(stance, "open") or certainty


def describe_source(source: Source) -> dict[str, Any]:
    """A claim behind a value: who says it, how surely, and its sentence."""
    return {
        "claim": source.claim,
        "article": source.article,
        "chain": name_chain(source),
        "published": source.published,
        "certainty": source.certainty,
        "stance": source.stance,
        "state": find_state(source.stance, source.certainty),
        "segment": source.segment,
        "words": " ".join(source.words.split()),
        "corrected": [tell_correction(one) for one in source.corrected],
    }


def describe_table(found: FoundIncident) -> dict[str, Any]:
    """The values as a table, fields by sources: a column for each article, in the order of publication, and the policy's pick before them."""
    sources = {source.article: source for value in reversed(found.view.values) for source in reversed(value.sources)}
    columns = list(dict.fromkeys(claim.article for claim in found.view.claims if claim.article in sources))
    shown = columns[:MOST_COLUMNS]
    rows, number = [], 0
    for field in FIELDS:
        values = []
        for value in found.view.list_values(field):
            number += 1
            values.append({**_describe_value(value), "anchor": f"v{number}"})
        if values:
            cells = [_fill_cell(values, article) for article in shown]
            picks = [_describe_choice(choice) for choice in found.choices if choice.field == field]
            rows.append({"field": field, "picks": picks, "values": [_shorten(value) for value in values], "cells": cells})
    told = [{"article": one, "outlet": sources[one].outlet, "published": sources[one].published} for one in shown]
    return {"columns": told, "more_columns": len(columns) - len(shown), "rows": rows}


def _describe_value(value: Value) -> dict[str, Any]:
    return {
        "words": tell_value(value),
        "bare": value.words if value.whom in (None, "people") else f"{value.words} {value.whom}",
        "said": value.said,
        "page": _find_page(value),
        "told": value.told,
        "origins": value.origins,
        "sources": [describe_source(source) for source in value.sources],
    }


def _shorten(value: dict[str, Any]) -> dict[str, Any]:
    """The value with its first sentences; how many more there are is told."""
    return {**value, "sources": value["sources"][:MOST_SOURCES], "more": max(0, len(value["sources"]) - MOST_SOURCES)}


def _find_page(value: Value) -> str | None:
    """The page of the actor or place that the value names."""
    if isinstance(value.of, Party) and (value.of.base is not None or value.of.named):
        return f"/actors/{value.of.base or value.of.name}"
    if isinstance(value.of, Where):
        return f"/places/geo:{value.of.geonames}" if value.of.geonames is not None and value.of.precision == "settlement" else f"/places/{value.of.name}"
    return None


def _describe_choice(choice: Choice) -> dict[str, Any]:
    return {"words": choice.words, "because": choice.because, "low": choice.low, "best": choice.best, "high": choice.high, "claims": choice.claims}


def _fill_cell(values: Sequence[dict[str, Any]], article: str) -> list[dict[str, str]]:
    """What one article says of one field: each value once, by its surest sentence."""
    cell = []
    for value in values:
        own = [source for source in value["sources"] if source["article"] == article]
        if own:
            told = next((one for one in own if one["stance"] == "told"), own[0])
            cell.append({"words": value["bare"], "state": told["state"], "stance": told["stance"], "certainty": told["certainty"], "anchor": value["anchor"]})
    return cell


# ---------------------------------------------------------------- passages


def describe_passages(record: Record, view: IncidentView, members: Sequence[str]) -> list[dict[str, Any]]:
    """The claims of the incident with what people decided about each; those that were rejected stand at the end."""
    store = DecidedStore(record.tools.store)
    shown = {claim.id for claim in view.claims}
    rejected = sorted(load_claims(record.tools.store, [member for member in members if member not in shown]), key=lambda claim: claim.id)
    values = {claim.id: claim.value for claim in load_claims(record.tools.store, sorted(shown | {claim.id for claim in rejected}))}
    outlets = {source.claim: source for value in view.values for source in value.sources}
    return [_describe_passage(claim, number, store, values, outlets.get(claim.id)) for number, claim in enumerate((*view.claims, *rejected), 1)]


def _describe_passage(claim: RecordClaim, number: int, store: DecidedStore, values: dict[str, str], source: Source | None) -> dict[str, Any]:
    status, stance = store.replay.judge(claim.id, values.get(claim.id)), tell_stance(claim)
    speakers = [speaker.name or speaker.words for speaker in claim.speakers if (speaker.name or speaker.words).strip()]
    return {
        "id": claim.id,
        "number": number,
        "kind": claim.kind,
        "article": claim.article,
        "outlet": source.outlet if source is not None else claim.publisher or claim.article[:15],
        "published": claim.published,
        "speakers": speakers,
        "certainty": claim.certainty,
        "stance": stance,
        "state": find_state(stance, claim.certainty),
        "segment": claim.segment,
        "start": claim.start,
        "words": claim.words,
        "trigger": (max(0, claim.trigger.start - claim.start), max(0, claim.trigger.end - claim.start)),
        "leans": claim.antecedent.reason if claim.antecedent is not None else None,
        "verdict": _describe_verdict(status.verdict),
        "rejected": status.rejected,
        "flags": [{"by": one.by, "reason": one.reason} for one in status.flags],
        "notes": [{"by": one.by, "reason": one.reason} for one in status.notes],
        "corrected": [tell_correction(one) for one in claim.corrected],
    }


def group_sentences(passages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The passages by sentence, so that one that tells of a strike and of a death stands once, with both its claims; rejected ones apart."""
    groups: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for one in passages:
        groups.setdefault((one["article"], one["start"], one["words"], one["rejected"]), []).append(one)
    return [
        {
            **{name: own[0][name] for name in ("article", "outlet", "published", "segment", "rejected")},
            "pieces": _cut_triggers(own),
            "graphic": any(one["kind"] in GRAPHIC for one in own),
            "claims": own,
        }
        for own in groups.values()
    ]


def _cut_triggers(own: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The sentence in pieces, those that tell a claim with its state; of two that overlap the first."""
    words, pieces, at = own[0]["words"], [], 0
    for one in sorted(own, key=lambda one: one["trigger"]):
        start, end = one["trigger"]
        if start >= at and end > start:
            pieces += [{"words": words[at:start], "state": ""}, {"words": words[start:end], "state": one["state"]}]
            at = end
    return [piece for piece in (*pieces, {"words": words[at:], "state": ""}) if piece["words"]]


def _describe_verdict(made: Decision | None) -> dict[str, str] | None:
    return {"words": PAST.get(made.verdict, made.verdict), "by": made.by, "reason": made.reason} if made is not None else None


# ---------------------------------------------------------------- where


def list_spots(claims: Iterable[RecordClaim]) -> tuple[list[Spot], list[dict[str, str]]]:
    """The places of the claims for the map, each once, and as rows of its table."""
    spots: dict[tuple[object, ...], Spot] = {}
    rows: dict[tuple[object, ...], dict[str, str]] = {}
    for claim in claims:
        for where in claim.places:
            key = (where.name, where.latitude, where.longitude, where.precision)
            known = PRECISION_WORDS[where.precision] + (f", within {describe_km(where.radius_km)} km" if where.radius_km else "")
            around = ", ".join(part for part in (where.admin1, where.country) if part)
            rows.setdefault(key, {"name": where.name, "words": f"{around}: {known}" if around else known if where.latitude is not None else "not known where"})
            if where.latitude is not None and where.longitude is not None:
                old = spots.get(key)
                ids = (*(old.ids if old is not None else ()), claim.id)
                spots[key] = Spot(where.name, where.latitude, where.longitude, where.radius_km or 0.0, where.precision, ids)
    return leave_countries(list(spots.values())), list(rows.values())


# ---------------------------------------------------------------- how it came to be


def describe_pairs(pairs: Sequence[Compared], numbers: dict[str, int], limit: int | None) -> dict[str, Any]:
    """Each two claims with what speaks for and against their being one happening; the likenesses that say nothing are left out."""
    shown = pairs if limit is None else pairs[:limit]
    told = [
        {
            "left": pair.left.id,
            "right": pair.right.id,
            "numbers": [numbers.get(pair.left.id), numbers.get(pair.right.id)],
            "same": pair.same,
            "score": round(pair.score, 3),
            "evidence": [
                {"feature": one.feature, "score": round(one.score, 2), "odds": round(odds, 1), "reason": one.reason} for one, odds in pair.evidence if odds
            ],
            "joined": {"by": pair.joined.by, "reason": pair.joined.reason} if pair.joined is not None else None,
        }
        for pair in shown
    ]
    return {"pairs": told, "more_pairs": len(pairs) - len(shown)}


def list_history(record: Record, members: Sequence[str], articles: Sequence[str]) -> list[dict[str, Any]]:
    """What the log tells of the incident's articles, claims and decisions, in its order: when, by whom, what."""
    store = record.tools.store
    happened: dict[str, dict[str, Any]] = {}
    for capture in store.find(Capture, article=tuple(articles)):
        happened[capture.id] = {"what": "came in", "about": capture.title or capture.origin, "to": f"/articles/{capture.article}"}
    for kept in store.find(KeptReading, article=tuple(articles)):
        happened[kept.id] = {"what": "read", "about": f"{kept.claims} claims in it", "to": f"/articles/{kept.article}"}
    placed: dict[str, int] = {}
    for member in store.memberships("incident", members=list(members)):
        placed[member.merge] = placed.get(member.merge, 0) + 1
    for merge in store.find(Merge, id=tuple(placed)):
        happened[merge.id] = {"what": "merged", "about": f"{placed[merge.id]} claim{'' if placed[merge.id] == 1 else 's'} put here", "to": None}
    decisions = list_made_about(record, members)
    for one in decisions:
        happened[one.decision.id] = describe_decision(one)
    entries = sorted((entry for entry in store.find(LogEntry, subject=tuple(happened))), key=lambda entry: entry.number)
    empty = {"to": None, "decision": None, "verdict": None, "reason": "", "claims": (), "undone": None}
    return [{"at": entry.at, "by": entry.by, "number": entry.number, "hash": entry.hash, **empty, **happened[entry.subject]} for entry in entries]


def list_made_about(record: Record, members: Iterable[str]) -> list[Listed]:
    """All decisions about any of the claims, also those taken back, in order; a split also where it parted from them."""
    wanted = set(members)
    made = list_decisions(record.tools.store)
    about = {one.decision.id for one in made if not wanted.isdisjoint(_list_touched(one))}
    return [one for one in made if one.decision.id in about or (one.decision.verdict == "undo" and one.decision.value in about)]


def _list_touched(one: Listed) -> Iterator[str]:
    yield from one.decision.claims
    if one.decision.verdict == "split":
        yield from (one.decision.value or "").split()


def describe_decision(one: Listed) -> dict[str, Any]:
    """A decision as a line of the history."""
    made = one.decision
    about = made.field if made.verdict == "correct" else made.value if made.verdict == "undo" else None
    return {
        "what": PAST.get(made.verdict, made.verdict),
        "about": about or f"{len(made.claims)} claim{'' if len(made.claims) == 1 else 's'}",
        "to": None,
        "decision": made.id,
        "verdict": made.verdict,
        "reason": made.reason,
        "claims": made.claims,
        "undone": {"by": one.undone.by, "at": one.undone.at, "reason": one.undone.reason} if one.undone is not None else None,
    }


def describe_head(found: FoundIncident) -> dict[str, Any]:
    """What stands at the top: the incident's name, and by how many it is told."""
    return {
        "id": found.view.id,
        "title": tell_title(found.view),
        "told": tell_origins(found.view),
        "origins": found.view.origins,
        "articles": found.view.articles,
    }
