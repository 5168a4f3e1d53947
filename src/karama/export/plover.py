"""Incidents as PLOVER records, one JSON object a line (manual, chapter "Data Fields"): also the denied and the feared, by its auxiliary modes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from karama.domain.entities import Precision
from karama.export.chosen import Chosen, choose, drop
from karama.export.losses import list_features
from karama.export.plover_codes import AUXILIARY_MODES, CodedActor, code_actor, code_incident, list_modes, load_country_codes, load_sectors, load_types
from karama.export.sides import view_sides
from karama.export.tables import load_codes, read_date
from karama.export.telling import list_articles, name_outlet, tell_words
from karama.export.values import Export, Loss, Options, Problem, Written
from karama.views.incidents import Field
from karama.views.policies import FoundIncident

HOLDS = frozenset({"not told as so", "other sides", "vague day"})
UNKNOWN: dict[str, Any] = {"sector": ["UNK"]}  # PLOVER's own code for an actor that nobody names
CODEBOOK, VERSION = "PLOVER", "2.0"
SIZES: dict[Field, str] = {"killed": "dead", "wounded": "injured", "detained": "arrested"}
# PLOVER's resolution: 5 within a city, 4 a city, 3 a district, 2 a province, 1 a country. An area is as vague as a province at least.
RESOLUTIONS: dict[Precision, int] = {"exact": 5, "part of settlement": 5, "settlement": 4, "near": 3, "district": 3, "province": 2, "area": 1, "country": 1}


def write_plover(export: Export, options: Options) -> Written:
    """One line an incident that has a type in PLOVER, with a loss for everything else."""
    lines, losses = [], []
    for found in export.incidents:
        made = make_record(found, export)
        if isinstance(made, Loss):
            losses.append(made)
            continue
        lines.append(json.dumps(made, ensure_ascii=False))
        if made["actor"] == [UNKNOWN]:
            losses.append(Loss("unnamed side", found.view.id, "actor", "nobody is named"))
        losses += list_features(found, HOLDS)
    return Written("".join(line + "\n" for line in lines).encode(), len(lines), tuple(losses))


def make_record(found: FoundIncident, export: Export) -> dict[str, Any] | Loss:
    """The incident as a record, or why it is none."""
    chosen = choose(found)
    coded = code_incident(chosen, view_sides(chosen))
    if coded.type is None:
        return drop(chosen, "no code", "kind", f"{chosen.kind}: {coded.reason}")
    first, last = (chosen.day.earliest, chosen.day.latest) if chosen.day is not None else (None, None)
    if first is None:
        return drop(chosen, "undated", "day", chosen.day.words if chosen.day is not None else "")
    actors, recipients = [code_actor(party) for party in chosen.actors], [code_actor(party) for party in chosen.recipients]
    if coded.type.needs_recipient and not recipients:
        return drop(chosen, "no second side", "recipient", f"{coded.type.event} needs a recipient")
    record: dict[str, Any] = {
        "id": chosen.id, "has_event": True, "date": first, "enddate": last if last != first else None,
        "actor": [tell_actor(actor) for actor in actors] or [UNKNOWN], "recipient": [tell_actor(actor) for actor in recipients],
        "event": [coded.type.event], "mode": list_modes(chosen, coded.type, count_days_before(chosen)), "context": list(coded.contexts),
        "quad_code": coded.type.quad, "event_scale": coded.type.score, "event_loc": tell_place(chosen), "event_text": list_triggers(chosen),
        "size": tell_size(chosen), "cite_info": tell_source(chosen, export), "coder": "Karama", "coded_date": export.made[:10],
    }  # fmt: skip
    return {key: value for key, value in record.items() if value not in (None, [], {})}


def count_days_before(chosen: Chosen) -> int | None:
    """How many days before the first report of it the incident was; None where either is not known."""
    published = min((claim.published for claim in chosen.claims if claim.published), default=None)
    if published is None or chosen.day is None or chosen.day.latest is None:
        return None
    return (date.fromisoformat(published) - date.fromisoformat(chosen.day.latest)).days


def tell_actor(actor: CodedActor) -> dict[str, Any]:
    """The actor as an entity of PLOVER."""
    told = {"code": actor.code, "sector": list(actor.sectors), "entity_text": tell_words(actor.party), "identifier_text": actor.party.name}
    return {key: value for key, value in (told | {"identifier_id": actor.wikidata}).items() if value}


def tell_place(chosen: Chosen) -> dict[str, Any] | None:
    """Where it was, with how exactly that is known as PLOVER's resolution."""
    place = chosen.place
    if place is None:
        return None
    told = {
        "extracted_place": chosen.place_words[0] if chosen.place_words else place.name, "resolved_place": place.name, "geonameid": place.geonames,
        "lat": place.latitude, "lon": place.longitude, "province": place.admin1, "country_code": place.country, "resolution": RESOLUTIONS[place.precision],
    }  # fmt: skip
    return {key: value for key, value in told.items() if value is not None}


def list_triggers(chosen: Chosen) -> list[str]:
    """The words that tell of the event, not the sentences: they belong to those who wrote them."""
    words = []
    for claim in chosen.claims:
        start, end = claim.trigger.start - claim.start, claim.trigger.end - claim.start
        if 0 <= start < end <= len(claim.words):
            words.append(claim.words[start:end])
    return list(dict.fromkeys(words))


def tell_size(chosen: Chosen) -> dict[str, int]:
    """How many died, were hurt or arrested: the lowest credible figure."""
    figures = {name: chosen.figures.get(field) for field, name in SIZES.items()}
    return {name: round(one.low) for name, one in figures.items() if one is not None and one.low is not None}


def tell_source(chosen: Chosen, export: Export) -> dict[str, Any]:
    """Where it was first told."""
    article = next(iter(list_articles(chosen, export)), None)
    if article is None:
        return {}
    told = {"url": article.url, "title": article.title, "publication": name_outlet(article), "language": "en", "codebook": CODEBOOK, "version": VERSION}
    return {key: value for key, value in told.items() if value}


# ---------------------------------------------------------------- checking


def check_plover(data: bytes) -> Iterator[Problem]:
    """What is wrong in a file of PLOVER records, one JSON object a line; rows are lines."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield Problem(f"not UTF-8: byte {error.start}")
        return
    if not text.strip():
        yield Problem("no record in it")
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            yield Problem(f"no JSON: {error}", number)
            continue
        if not isinstance(record, dict):
            yield Problem("no JSON object", number)
            continue
        yield from check_record(number, record)
        identifier = str(record.get("id"))
        if seen.setdefault(identifier, number) != number:
            yield Problem(f"the same as in line {seen[identifier]}", number, "id", identifier)


def check_record(number: int, record: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong in one record."""
    for name in ("id", "date", "actor", "event"):
        if not record.get(name):
            yield Problem("missing or empty", number, name)
    for name in ("date", "enddate"):
        if record.get(name) is not None and (not isinstance(record[name], str) or read_date(record[name]) is None):
            yield Problem("no date (YYYY-MM-DD)", number, name, str(record[name]))
    if record.get("enddate") and str(record["enddate"]) < str(record.get("date")):
        yield Problem("before date", number, "enddate", str(record["enddate"]))
    yield from _check_codes(number, record)
    for role in ("actor", "recipient"):
        for actor in _list(record.get(role)):
            yield from _check_actor(number, role, actor)
    place = record.get("event_loc")
    if isinstance(place, dict):
        yield from _check_place(number, place)


def _check_codes(number: int, record: Mapping[str, Any]) -> Iterator[Problem]:
    types, events, modes = load_types(), _list(record.get("event")), _list(record.get("mode"))
    known = [event for event in events if (event, "") in types]
    for event in events:
        if event not in known:
            yield Problem("no type of PLOVER", number, "event", str(event))
    for mode in modes:
        if mode not in AUXILIARY_MODES and not any((event, mode) in types for event in known):
            yield Problem(f"no mode of {', '.join(map(str, events))}", number, "mode", str(mode))
    for context in _list(record.get("context")):
        if context not in load_codes("plover_contexts.csv", "context"):
            yield Problem("no context of PLOVER", number, "context", str(context))
    quad = record.get("quad_code")
    if quad is not None and known and quad not in {types[event, ""].quad for event in known}:
        yield Problem(f"{known[0]} is {types[known[0], ''].quad}", number, "quad_code", str(quad))
    for event in known:
        if types[event, ""].needs_recipient and not record.get("recipient"):
            yield Problem(f"{event} needs a recipient", number, "recipient")


def _check_actor(number: int, role: str, actor: Any) -> Iterator[Problem]:
    if not isinstance(actor, dict):
        yield Problem("no object", number, role, str(actor))
        return
    if actor.get("code") is not None and actor["code"] not in load_country_codes():
        yield Problem("neither ISO 3166-1 alpha-3 nor a code of PLOVER", number, f"{role}.code", str(actor["code"]))
    for sector in _list(actor.get("sector")):
        if sector not in load_sectors():
            yield Problem("no sector of PLOVER", number, f"{role}.sector", str(sector))


def _check_place(number: int, place: Mapping[str, Any]) -> Iterator[Problem]:
    for name, most in (("lat", 90), ("lon", 180)):
        value = place.get(name)
        if value is not None and (not isinstance(value, int | float) or abs(value) > most):
            yield Problem(f"must lie within -{most} and {most}", number, f"event_loc.{name}", str(value))
    if place.get("resolution") not in (None, *RESOLUTIONS.values()):
        yield Problem("must be 1 to 5", number, "event_loc.resolution", str(place["resolution"]))


def _list(value: Any) -> list[Any]:
    """The list; a single value as a list of one."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]
