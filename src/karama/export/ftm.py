"""Incidents as FollowTheMoney entities (JSON lines) and statements (CSV): each value stays with the article that gives it.

Written by hand from FollowTheMoney's schema, which the package carries as a table: the library itself needs PyICU and python-stdnum (LGPL).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha1, sha256
from typing import Any

from karama.domain.entities import ActorType
from karama.domain.record import Count, Party, When, Where
from karama.export.chosen import Chosen, choose, find_untold
from karama.export.countries import find_iso2
from karama.export.ftm_schema import load_schemata
from karama.export.losses import list_features
from karama.export.tables import Column, write_csv
from karama.export.telling import name_outlet, name_source, tell_words
from karama.export.values import Export, Loss, Options, SourceArticle, Written
from karama.views.incidents import Value
from karama.views.matching import PRECISE
from karama.views.policies import FoundIncident
from karama.views.sources import Source

HOLDS = frozenset(
    {
        "denial", "not told as so", "speakers", "chain of speakers", "certainty", "several figures", "open figure", "figure of a group", "other figure",
        "other places", "vague day", "other days", "other kinds", "other sides", "words", "weapon",
    }
)  # fmt: skip
PREFIX = "karama-"
# Which schema an actor of a type is, and its topics. No topic of crime is given: that is for a court.
SCHEMATA: dict[ActorType, tuple[str, tuple[str, ...]]] = {
    "government": ("PublicBody", ("gov",)), "military": ("Organization", ("mil",)), "police": ("PublicBody", ("gov.security",)),
    "armed group": ("Organization", ()), "militia": ("Organization", ()), "international organisation": ("PublicBody", ("gov.igo",)),
    "NGO": ("Organization", ()), "media": ("Organization", ()), "business": ("Company", ()), "person": ("Person", ()),
    "civilians": ("LegalEntity", ()), "other": ("LegalEntity", ()),
}  # fmt: skip
# Source: followthemoney 4.11.2, statement/serialize.py.
STATEMENT: tuple[Column, ...] = tuple(
    Column(name, "string", meaning, name in ("canonical_id", "entity_id", "prop", "schema", "value", "dataset", "id"))
    for name, meaning in (
        ("canonical_id", "the entity"), ("entity_id", "the entity"), ("prop", "the property"), ("prop_type", "its type"), ("schema", "of the entity"),
        ("value", "what is said"), ("dataset", "the article that says it"), ("origin", "the claim"), ("lang", "language"), ("original_value", "as said"),
        ("external", "always f"), ("first_seen", "when the article came in"), ("last_seen", "as first_seen"), ("id", "hash of the statement"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one property of one entity, as one article gives it; `original` is how the report puts it."""

    entity: str
    schema: str
    prop: str
    value: str
    article: str
    claim: str = ""
    original: str = ""


def write_ftm(export: Export, options: Options) -> Written:
    """Entities as the file itself, statements beside it."""
    statements: dict[Statement, None] = {}
    losses: list[Loss] = []
    written = 0
    for found in export.incidents:
        untold = find_untold(choose(found))
        if untold is not None:
            losses.append(untold)
            continue
        written += 1
        statements |= dict.fromkeys(list_statements(found, export))
        losses += list_features(found, HOLDS)
    data = "".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in list_entities(statements)).encode()
    return Written(data, written, tuple(losses), {".statements.csv": write_csv(STATEMENT, _list_rows(statements, export))})


def list_entities(statements: dict[Statement, None]) -> Iterator[dict[str, Any]]:
    """The entities with all values that any article gives."""
    entities: dict[str, dict[str, Any]] = {}
    for one in statements:
        entity = entities.setdefault(one.entity, {"id": one.entity, "schema": one.schema, "properties": {}})
        values = entity["properties"].setdefault(one.prop, [])
        if one.value not in values:
            values.append(one.value)
    yield from entities.values()


def _list_rows(statements: dict[Statement, None], export: Export) -> Iterator[dict[str, Any]]:
    types = load_types()
    for one in statements:
        dataset, article = name_dataset(one.article), export.articles.get(one.article)
        seen = article.captured if article is not None else None
        yield {
            "canonical_id": one.entity, "entity_id": one.entity, "prop": one.prop, "prop_type": types.get((one.schema, one.prop), "string"),
            "schema": one.schema, "value": one.value, "dataset": dataset, "origin": one.claim or None, "lang": None, "original_value": one.original or None,
            "external": "f", "first_seen": seen, "last_seen": seen, "id": sha1(f"{dataset}.{one.entity}.{one.prop}.{one.value}".encode()).hexdigest(),  # noqa: S324  # as the library makes it
        }  # fmt: skip


@cache
def load_types() -> dict[tuple[str, str], str]:
    """The type of every property of every schema."""
    return {(name, prop): told["type"] for name, schema in load_schemata().items() for prop, told in schema.items()}


def name_dataset(article: str) -> str:
    """The article as the name of a data set."""
    return "article_" + article.removeprefix("sha256:")[:16]


# ---------------------------------------------------------------- what is said of what


def list_statements(found: FoundIncident, export: Export) -> Iterator[Statement]:
    """All that the incident's sources say, one statement a source."""
    view = found.view
    event = PREFIX + view.id.replace("_", "-")
    for value in view.values:
        for source in value.sources:
            yield from _tell_value(event, value, source)
    for claim, source in {source.claim: source for value in view.values for source in value.sources}.items():
        yield from _tell_note(event, claim, source, export)
    first = view.values[0].sources[0] if view.values else None
    if first is not None:
        yield Statement(event, "Event", "recordId", view.id, first.article)
        yield Statement(event, "Event", "name", name_event(choose(found)), first.article)
    for name in dict.fromkeys(claim.article for claim in view.claims):
        if name in export.articles:
            yield from _tell_article(event, export.articles[name])


def name_event(chosen: Chosen) -> str:
    """What the event is called: "air strike, Mayadin, 2017-06-26"."""
    day, place = chosen.day, chosen.place
    return ", ".join(filter(None, (chosen.kind or "event", place.name if place else "", (day.edtf or day.words) if day else "")))


def _tell_value(event: str, value: Value, source: Source) -> Iterator[Statement]:
    """A value as its source gives it; what is denied or feared is told in words, never as a value."""
    article, claim = source.article, source.claim
    if source.stance != "told":
        yield Statement(event, "Event", "notes", f"{value.field} {value.words}: {source.stance} by {name_source(source)}", article, claim)
        return
    said = value.said[0] if value.said else ""
    if value.field in ("kind", "weapon"):
        yield Statement(event, "Event", "keywords", value.words, article, claim, said)
    elif isinstance(value.of, When) and value.of.earliest and value.of.latest:
        yield Statement(event, "Event", "startDate", value.of.earliest, article, claim, said)
        yield Statement(event, "Event", "endDate", value.of.latest, article, claim, said)
    elif isinstance(value.of, Where):
        yield from _tell_place(event, value.of, source, said)
    elif isinstance(value.of, Count):
        whom = f" {value.whom}" if value.whom not in (None, "people") else ""
        yield Statement(event, "Event", "summary", f"{value.field}: {value.words}{whom} ({name_source(source)})", article, claim, said)
    elif isinstance(value.of, Party):
        yield from _tell_party(event, value.of, value.field, source)


def _tell_place(event: str, where: Where, source: Source, said: str) -> Iterator[Statement]:
    """The place as an Address; its point only where it is exactly known."""
    article, claim = source.article, source.claim
    address = PREFIX + "place-" + _hash(f"{where.geonames or where.name} {where.precision}")
    full = ", ".join(filter(None, (where.name, where.admin1)))
    yield Statement(event, "Event", "location", full, article, claim, said)
    yield Statement(event, "Event", "addressEntity", address, article, claim)
    yield Statement(address, "Address", "full", full, article, claim, said)
    if where.precision in PRECISE - {"near"} and where.latitude is not None:
        yield Statement(address, "Address", "latitude", str(where.latitude), article, claim)
        yield Statement(address, "Address", "longitude", str(where.longitude), article, claim)
    else:
        yield Statement(address, "Address", "remarks", f"known as {where.precision}, within {where.radius_km} km", article, claim)
    if (country := find_code(where.country)) is not None:
        yield Statement(event, "Event", "country", country, article, claim)
        yield Statement(address, "Address", "country", country, article, claim)


def _tell_party(event: str, party: Party, role: str, source: Source) -> Iterator[Statement]:
    """A named party as an entity, involved in the event with its role; "gunmen" are told in words."""
    article, claim = source.article, source.claim
    if not party.named or party.type is None:
        yield Statement(event, "Event", "summary", f"{role}: {party.words} ({name_source(source)})", article, claim)
        return
    schema, topics = SCHEMATA[party.type]
    actor = PREFIX + "actor-" + _hash(party.base or party.name)
    yield Statement(actor, schema, "name", party.name, article, claim, tell_words(party))
    for prop, values in (("alias", party.aliases), ("topics", topics)):
        for value in values:
            yield Statement(actor, schema, prop, value, article, claim)
    if (country := find_code(party.country)) is not None:
        yield Statement(actor, schema, "country", country, article, claim)
    link = PREFIX + "link-" + _hash(f"{event} {actor} {role}")
    for prop, value in (("subject", actor), ("object", event), ("role", role)):
        yield Statement(link, "UnknownLink", prop, value, article, claim)
    yield Statement(event, "Event", "involved", actor, article, claim)


def _tell_note(event: str, claim: str, source: Source, export: Export) -> Iterator[Statement]:
    """The claim as a note on the event: who says so, how sure, in which words."""
    note = PREFIX + claim.replace("_", "-")
    values = {"entity": event, "name": f"{name_source(source)} ({source.certainty}, {source.stance})", "description": source.words, "keywords": claim}
    if source.article in export.articles:
        values["proof"] = PREFIX + "article-" + _hash(source.article)
    for prop, value in values.items():
        yield Statement(note, "Note", prop, value, source.article, claim)


def _tell_article(event: str, article: SourceArticle) -> Iterator[Statement]:
    """The article as a document that proves the event."""
    entity = PREFIX + "article-" + _hash(article.id)
    told = {
        "title": article.title or name_outlet(article), "publishedAt": article.published, "publisher": article.publisher, "language": "eng",
        "sourceUrl": article.url if article.url and article.url.startswith(("http://", "https://")) else None,
        "notes": f"SHA-256 of the bytes as they came: {article.sha256}" if article.sha256 else None,
    }  # fmt: skip
    for prop, value in told.items():
        if value:
            yield Statement(entity, "Article", prop, value, article.id)
    yield Statement(event, "Event", "proof", entity, article.id)


def find_code(iso3: str | None) -> str | None:
    """The country as FollowTheMoney writes it: ISO 3166-1 alpha-2 in lower case."""
    two = find_iso2(iso3)
    return two.lower() if two is not None else None


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]
