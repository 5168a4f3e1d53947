"""Incidents as events.json of TimeMap, with sources.json and associations.json beside it; a pin only where the place is exactly known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from karama.export.chosen import choose, find_untold
from karama.export.losses import list_features
from karama.export.telling import list_articles, name_outlet, tell_incident
from karama.export.values import Export, Loss, Options, Problem, SourceArticle, Written
from karama.views.matching import PRECISE
from karama.views.policies import FoundIncident
from karama.views.precision import count_days

HOLDS = frozenset({"vague day", "several figures", "other sides"})
US_DATE = re.compile(r"(1[0-2]|[1-9])/(3[01]|[12][0-9]|[1-9])/[0-9]{4}")
NUMBERS = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MODES = frozenset({"FILTER", "CATEGORY", "NARRATIVE"})
KIND_PATH = "Kind of event"


def write_timemap(export: Export, options: Options) -> Written:
    """events.json as the file itself, sources and associations beside it. All values are strings, as TimeMap reads them."""
    events, losses = [], []
    used: dict[str, SourceArticle] = {}
    for found in export.incidents:
        made = make_event(found, export)
        if isinstance(made, Loss):
            losses.append(made)
            continue
        events.append(made)
        used |= {article.id: article for article in list_articles(choose(found), export)}
        losses += list_features(found, HOLDS)
    kinds = sorted({event["type"] for event in events})
    associations = [{"id": kind, "title": kind, "desc": "", "mode": "FILTER", "filter_paths": [KIND_PATH, kind]} for kind in kinds]
    sources = [make_source(article) for article in used.values()]
    beside = {".sources.json": _dump(sources), ".associations.json": _dump(associations)}
    return Written(_dump(events), len(events), tuple(losses), beside)


def make_event(found: FoundIncident, export: Export) -> dict[str, Any] | Loss:
    """The incident as an event, or why it is none."""
    chosen = choose(found)
    if (untold := find_untold(chosen)) is not None:
        return untold
    place, day = chosen.place, chosen.day
    exact = place is not None and place.precision in PRECISE - {"near"} and place.latitude is not None
    dated = day is not None and day.earliest is not None
    if not exact and not dated:
        return Loss("undated", chosen.id, "day", "neither a day nor a place for a pin", tuple(claim.id for claim in chosen.claims), dropped=True)
    event: dict[str, Any] = {
        "id": chosen.id, "civId": chosen.id, "description": tell_incident(found, chosen), "type": chosen.kind or "event", "category": "incident",
        "associations": [chosen.kind or "event"], "sources": [article.id for article in list_articles(chosen, export)],
        "location": place.name if place is not None else "",
    }  # fmt: skip
    if day is not None and day.earliest is not None:
        year, month, number = day.earliest.split("-")
        event |= {
            "date": f"{int(month)}/{int(number)}/{year}",
            "time": "",
            "time_precision": "day" if count_days(day) == 1 else "from",
            "time_display": day.edtf or day.words,
        }
    if exact and place is not None:
        event |= {"latitude": str(place.latitude), "longitude": str(place.longitude)}
    elif place is not None:
        event["comments"] = f"The place is known only as {place.precision} ({place.name}): no pin."
    return event


def make_source(article: SourceArticle) -> dict[str, Any]:
    """The article as a source."""
    told = {"description": "", "author": "", "date": article.published or "", "url": article.url or ""}
    return {"id": article.id, "title": article.title or name_outlet(article), "thumbnail": "", "paths": [article.url or article.origin], "type": "Text", **told}


def _dump(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def check_timemap(data: bytes) -> Iterator[Problem]:
    """What is wrong in events.json, sources.json or associations.json; which it is, is told by its members. Rows are its objects."""
    try:
        listed = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        yield Problem(f"no JSON: {error}")
        return
    if not isinstance(listed, list):
        yield Problem("no list")
        return
    members = {name for one in listed if isinstance(one, dict) for name in one}
    check: Callable[[int, Mapping[str, Any]], Iterator[Problem]] = (
        _check_association if "mode" in members else _check_source if "paths" in members else _check_event
    )
    seen: dict[str, int] = {}
    for number, one in enumerate(listed, 1):
        if not isinstance(one, dict):
            yield Problem("no object", number)
            continue
        yield from check(number, one)
        identifier = str(one.get("id") or one.get("civId") or number)
        if seen.setdefault(identifier, number) != number:
            yield Problem(f"the same as of {seen[identifier]}", number, "id", identifier)


def _check_event(number: int, event: Mapping[str, Any]) -> Iterator[Problem]:
    """Source: the event schema of TimeMap (src/reducers/validate/eventSchema.js)."""
    if not isinstance(event.get("description"), str):
        yield Problem("missing, or no string", number, "description")
    for name, value in event.items():
        if name not in ("associations", "sources") and not isinstance(value, str):
            yield Problem("values are strings", number, name, str(value))
    for name in ("associations", "sources"):
        if not isinstance(event.get(name, []), list):
            yield Problem("no list", number, name)
    if not event.get("date") and not event.get("latitude"):
        yield Problem("neither a date nor a latitude", number, "date")
    if event.get("date") and not US_DATE.fullmatch(str(event["date"])):
        yield Problem("no date (M/D/YYYY)", number, "date", str(event["date"]))
    if bool(event.get("latitude")) != bool(event.get("longitude")):
        yield Problem("latitude and longitude stand together or not at all", number, "latitude")
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = event.get(name)
        if value and not (NUMBERS.fullmatch(str(value)) and abs(float(value)) <= most):
            yield Problem(f"must lie within -{most} and {most}", number, name, str(value))


def _check_source(number: int, source: Mapping[str, Any]) -> Iterator[Problem]:
    for name in ("id", "paths"):
        if not source.get(name):
            yield Problem("missing or empty", number, name)
    if not isinstance(source.get("paths", []), list):
        yield Problem("no list", number, "paths")


def _check_association(number: int, association: Mapping[str, Any]) -> Iterator[Problem]:
    for name in ("id", "title", "mode"):
        if not association.get(name):
            yield Problem("missing or empty", number, name)
    if association.get("mode") not in (None, "", *MODES):
        yield Problem("must be FILTER, CATEGORY or NARRATIVE", number, "mode", str(association["mode"]))
