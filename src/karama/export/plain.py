"""The record's own tables, with a description of every column: incidents, every value by every source, claims, and articles. They hold everything."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from karama import codec
from karama.domain.record import Count, Party, RecordClaim, When, Where
from karama.export.chosen import choose
from karama.export.losses import EVERYTHING
from karama.export.tables import Column, Row, Table
from karama.export.values import Export, SourceArticle
from karama.views.figures import COUNT_FIELDS
from karama.views.incidents import IncidentView, Value
from karama.views.policies import FoundIncident
from karama.views.rows import make_claim_row, make_incident_row
from karama.views.sources import Source, name_chain

HOLDS = EVERYTHING
SEVERAL = "; "

_PLACE = (
    Column("geonames", "integer", "the place's id in GeoNames"),
    Column("latitude", "number", "degrees north, WGS 84; the middle of the place", rule="range:-90..90"),
    Column("longitude", "number", "degrees east, WGS 84", rule="range:-180..180"),
    Column("radius_km", "number", "the true spot lies within so many kilometres of the point", rule="range:0.."),
    Column("precision", "string", "how exactly the place is known", rule="oneof:exact|part of settlement|settlement|near|district|province|country|area"),
    Column("country", "string", "ISO 3166-1 alpha-3", rule="pattern:[A-Z]{3}"),
    Column("admin1", "string", "first-level unit"),
)
_DAYS = (
    Column("earliest", "date", "the first day that it may have been"),
    Column("latest", "date", "the last day that it may have been"),
)
_STANCES = "told|possible|feared|planned|requested|conditional|general|incomplete|denied"
INCIDENTS: tuple[Column, ...] = (
    Column("id", "string", "the incident; `karama show` opens it", True, "pattern:i_[0-9a-f]+"),
    Column("stance", "string", "how it is told at best: as so, or only as planned, feared, denied ...", True, f"oneof:{_STANCES}"),
    Column("disputed", "boolean", "somebody denies something that others tell of it", True),
    Column("kind", "string", "what happened; several kinds are parted by '; '"),
    Column("day", "string", "the day as EDTF (2017-06, 2017-06-25/2017-06-28)"),
    *_DAYS,
    Column("place", "string", "where"),
    *_PLACE,
    Column("actor", "string", "who is said to have done it"),
    Column("recipient", "string", "against whom"),
    Column("weapon", "string", "with what"),
    *(
        column
        for field in COUNT_FIELDS
        for column in (
            Column(field, "string", f"{field}: every figure in words, or what the policy says"),
            Column(f"{field}_low", "number", "the lowest credible figure"),
            Column(f"{field}_best", "number", "the figure that the policy chose; empty without one"),
            Column(f"{field}_high", "number", "the highest credible figure; of 'at least 57' it is 57"),
        )
    ),
    Column("origins", "integer", "independent origins that tell that it happened", True, "range:0.."),
    Column("articles", "integer", "articles that speak of it", True, "range:1.."),
    Column("claims", "integer", "claims that it is made of", True, "range:1.."),
)  # fmt: skip
VALUES: tuple[Column, ...] = (
    Column("incident", "string", "the incident", True, "pattern:i_[0-9a-f]+"),
    Column("field", "string", "what is told of", True),
    Column("value", "string", "the value in our words; 'none' where a denial names no figure", True),
    Column("said", "string", "as the reports put it", True),
    Column("whom", "string", "who is counted, of a figure"),
    Column("low", "number", "lower bound; empty if left open"),
    Column("high", "number", "upper bound; empty if left open"),
    Column("approximate", "boolean", "about so many"),
    *_DAYS,
    Column("edtf", "string", "the date as EDTF"),
    *_PLACE,
    Column("actor_id", "string", "id in the actor base"),
    Column("actor_type", "string", "type of the actor"),
    Column("origins", "integer", "independent origins that tell the value", True, "range:0.."),
    Column("claim", "string", "the claim that says so", True, "pattern:c_.+"),
    Column("article", "string", "the article it stands in", True),
    Column("outlet", "string", "who published it", True),
    Column("published", "date", "day of publication"),
    Column("speakers", "string", "who says so, nearest first, then the outlet", True),
    Column("certainty", "string", "asserted, attributed, disputed, uncertain, denied", True, "oneof:asserted|attributed|disputed|uncertain|denied"),
    Column("stance", "string", "told as so, denied, or neither", True, f"oneof:{_STANCES}"),
    Column("segment", "string", "headline, body or caption", True),
    Column("words", "string", "the sentence", True),
    Column("corrected", "string", "what a person corrected in the claim"),
)  # fmt: skip
CLAIMS: tuple[Column, ...] = (
    Column("id", "string", "the claim; `karama show` opens it back to its bytes", True, "pattern:c_.+"),
    Column("incident", "string", "the incident it is part of; empty for one that is in none", rule="pattern:i_[0-9a-f]+"),
    Column("what", "string", "event, relation or quantity", True, "oneof:event|relation|quantity"),
    Column("kind", "string", "kind of event or relation, or unit", True),
    Column("actors", "string", "who"),
    Column("recipients", "string", "to whom"),
    Column("places", "string", "where"),
    Column("dates", "string", "when, as EDTF"),
    Column("counts", "string", "figures as said, with their unit"),
    Column("instruments", "string", "with what"),
    Column("speakers", "string", "who says so, nearest first"),
    Column("certainty", "string", "asserted, attributed, disputed, uncertain, denied", True),
    Column("stance", "string", "told as so, denied, or neither", True, f"oneof:{_STANCES}"),
    Column("modality", "string", "actual, planned, feared ...", True),
    Column("polarity", "string", "positive or negative", True, "oneof:positive|negative"),
    Column("published", "date", "day of publication of its article"),
    Column("publisher", "string", "its outlet"),
    Column("article", "string", "its article", True),
    Column("start", "integer", "where the passage begins in the article's text, in code points", True, "range:0.."),
    Column("end", "integer", "where it ends (half-open)", True, "range:0.."),
    Column("run", "string", "the version of the reader", True),
    Column("words", "string", "the passage", True),
    *_DAYS,
    *_PLACE,
    Column("data", "string", "the whole claim as JSON", True),
)
ARTICLES: tuple[Column, ...] = (
    Column("id", "string", "hash of the text", True),
    Column("title", "string", "its title"),
    Column("publisher", "string", "its outlet"),
    Column("published", "date", "day of publication"),
    Column("url", "string", "where it was published"),
    Column("origin", "string", "path or URL from which it came into the record", True),
    Column("sha256", "string", "hash of the bytes as they came", rule="pattern:[0-9a-f]{64}"),
    Column("captured", "string", "when it came in, UTC"),
)
DICTIONARY: tuple[Column, ...] = (
    Column("table", "string", "the table", True),
    Column("column", "string", "the column", True),
    Column("type", "string", "string, integer, number, date (YYYY-MM-DD), boolean (true, false)", True),
    Column("required", "boolean", "never empty", True),
    Column("rule", "string", "which values it takes"),
    Column("meaning", "string", "what it says", True),
)
COLUMNS: dict[str, tuple[Column, ...]] = {"incidents": INCIDENTS, "values": VALUES, "claims": CLAIMS, "articles": ARTICLES, "dictionary": DICTIONARY}
IDS: dict[str, str] = {"incidents": "id", "claims": "id", "articles": "id"}  # the column whose values are each there once
MEANINGS: dict[str, str] = {
    "incidents": "One row an incident; values that disagree stand side by side, or are what the named policy chose.",
    "values": "One row for every value of every field by every claim that speaks of it: who says so, how sure, in which words.",
    "claims": "One row a claim: one thing said in one passage by one chain of speakers.",
    "articles": "One row an article behind the claims.",
    "dictionary": "What the columns of the tables say.",
}


def make_tables(export: Export) -> tuple[Table, ...]:
    """All tables, the data dictionary last."""
    incidents = [make_plain_row(found) for found in export.incidents]
    values = [row for found in export.incidents for row in list_value_rows(found.view)]
    claims = [make_claim_line(claim, found.view.id) for found in export.incidents for claim in found.view.claims]
    claims += [make_claim_line(claim, None) for claim in export.others]
    rows: dict[str, list[Any]] = {"incidents": incidents, "values": values, "claims": claims, "articles": [make_article_row(one) for one in list_used(export)]}
    rows["dictionary"] = list(list_dictionary_rows(COLUMNS))
    return tuple(Table(name, MEANINGS[name], COLUMNS[name], tuple(rows[name])) for name in COLUMNS)


def make_plain_row(found: FoundIncident) -> dict[str, Any]:
    """The incident's row; the low and high of figures also where no policy chose."""
    row, chosen = make_incident_row(found.view, found.choices), choose(found)
    for field in COUNT_FIELDS:
        figures = chosen.figures.get(field)
        row |= {f"{field}_{part}": getattr(figures, part) if figures is not None else None for part in ("low", "best", "high")}
    disputed = any(source.stance == "denied" for value in found.view.values for source in value.sources) and chosen.stance == "told"
    return {column.name: (row | {"stance": chosen.stance, "disputed": disputed} | _place(chosen.place)).get(column.name) for column in INCIDENTS}


def list_value_rows(view: IncidentView) -> Iterator[dict[str, Any]]:
    """A row for every claim behind every value."""
    for value in view.values:
        for source in value.sources:
            row = {"incident": view.id, "field": value.field, "value": value.words, "said": SEVERAL.join(value.said), "whom": value.whom}
            yield row | {"origins": value.origins} | _tell_of(value) | _tell_source(source)


def _tell_of(value: Value) -> dict[str, Any]:
    """The value itself in columns."""
    of = value.of
    if isinstance(of, Count):
        return {"low": of.low, "high": of.high, "approximate": of.approximate}
    if isinstance(of, When):
        return {"earliest": of.earliest, "latest": of.latest, "edtf": of.edtf}
    if isinstance(of, Where):
        return _place(of)
    return {"actor_id": of.base, "actor_type": of.type, "country": of.country} if isinstance(of, Party) else {}


def _tell_source(source: Source) -> dict[str, Any]:
    corrected = SEVERAL.join(f"{one.field}: {one.read or 'nothing'} -> {one.value} ({one.by}: {one.reason})" for one in source.corrected)
    fields = ("claim", "article", "outlet", "published", "certainty", "stance", "segment", "words")
    return {field: getattr(source, field) for field in fields} | {"speakers": name_chain(source), "corrected": corrected or None}


def make_claim_line(claim: RecordClaim, incident: str | None) -> dict[str, Any]:
    """The claim's row, with the whole claim as JSON."""
    row = make_claim_row(claim) | {"incident": incident, "start": claim.start, "end": claim.end, "run": claim.run, "data": tell_claim(claim)}
    return {column.name: row.get(column.name) for column in CLAIMS}


def tell_claim(claim: RecordClaim) -> str:
    """The whole claim as JSON, from which codec.decode makes it again."""
    return json.dumps(codec.encode(claim), ensure_ascii=False, sort_keys=True)


def make_article_row(article: SourceArticle) -> dict[str, Any]:
    """The article's row."""
    return {column.name: getattr(article, column.name) for column in ARTICLES}


def list_used(export: Export) -> list[SourceArticle]:
    """The articles behind the exported claims, by day of publication."""
    used = {claim.article for found in export.incidents for claim in found.view.claims} | {claim.article for claim in export.others}
    return sorted((one for name, one in export.articles.items() if name in used), key=lambda one: (one.published or "9999", one.id))


def list_dictionary_rows(tables: Iterable[str]) -> Iterator[Row]:
    """A row for every column of the tables."""
    for table in tables:
        for column in COLUMNS[table]:
            yield {
                "table": table, "column": column.name, "type": column.type, "required": column.required, "rule": column.rule or None, "meaning": column.meaning,
            }  # fmt: skip


def _place(where: Where | None) -> dict[str, Any]:
    names = ("geonames", "latitude", "longitude", "radius_km", "precision", "country", "admin1")
    return {name: getattr(where, name) if where is not None else None for name in names}
