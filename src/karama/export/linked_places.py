"""The places of incidents in Linked Places format v1.3 (JSON-LD): each with its names as reports have them, its dates, and how sure it is where it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from karama.domain.record import When, Where
from karama.export.countries import find_iso2
from karama.export.geojson import check_geojson
from karama.export.losses import list_features
from karama.export.shapes import make_shape
from karama.export.telling import name_outlet
from karama.export.values import Export, Loss, Options, Problem, Written
from karama.views.incidents import IncidentView, Value, key_place
from karama.views.matching import PRECISE

HOLDS = frozenset({"vague place", "other places", "vague day"})
CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
GEONAMES = "https://sws.geonames.org/"
# Feature classes of GeoNames and Getty AAT types, as the format has them. Source: https://github.com/LinkedPasts/linked-places-format
CLASSES: dict[str, tuple[str, str, str]] = {
    "exact": ("S", "aat:300264550", "built environment"), "part of settlement": ("P", "aat:300000745", "neighborhoods"),
    "near": ("P", "aat:300008347", "inhabited places"),
    "settlement": ("P", "aat:300008347", "inhabited places"), "district": ("A", "aat:300000705", "districts (administrative)"),
    "province": ("A", "aat:300000774", "provinces"), "country": ("A", "aat:300128207", "nations"), "area": ("L", "aat:300182722", "regions (geographic)"),
}  # fmt: skip
CERTAINTIES = frozenset({"certain", "less-certain", "uncertain"})
FCLASSES = frozenset("AHLPRST")


def write_linked_places(export: Export, options: Options) -> Written:
    """One feature a place that is told of, with an incident a line in its description; incidents without a place are left out and counted."""
    groups: dict[tuple[int | str, str], list[tuple[IncidentView, Value]]] = {}
    losses: list[Loss] = []
    for found in export.incidents:
        told = [value for value in found.view.list_values("place") if value.told and isinstance(value.of, Where)]
        for value in told:
            assert isinstance(value.of, Where)
            groups.setdefault(key_place(value.of), []).append((found.view, value))
        if told:
            losses += list_features(found, HOLDS)
        else:
            losses.append(Loss("no place", found.view.id, "place", "", tuple(claim.id for claim in found.view.claims), dropped=True))
    features = [make_feature(key, groups[key], export) for key in sorted(groups, key=str)]
    document = {"type": "FeatureCollection", "@context": CONTEXT, "features": features}
    return Written((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), len(features), tuple(losses))


def make_feature(key: tuple[int | str, str], listed: list[tuple[IncidentView, Value]], export: Export) -> dict[str, Any]:
    """The place with all that is told to have happened there."""
    where = listed[0][1].of
    assert isinstance(where, Where)
    fclass, aat, label = CLASSES[where.precision]
    whens = [value.of for view, _ in listed for value in view.list_values("day") if value.told and isinstance(value.of, When)]
    spans = [{"start": {"in": when.earliest}, "end": {"in": when.latest}} for when in whens if when.earliest and when.latest]
    names = dict.fromkeys((where.name, *(said for _, value in listed for said in value.said)))
    feature: dict[str, Any] = {
        "@id": f"urn:karama:place:{key[0]}:{key[1]}".replace(" ", "-"), "type": "Feature",
        "properties": {"title": where.name, "ccodes": [code] if (code := find_iso2(where.country)) else [], "fclasses": [fclass]},
        "when": {"timespans": spans or [{"start": {"latest": export.made[:10]}}]},
        "names": [{"toponym": name, "citations": list_citations(listed, export)} for name in names],
        "types": [{"identifier": aat, "label": label}],
        "geometry": make_geometry(where), "links": [{"type": "exactMatch", "identifier": f"{GEONAMES}{where.geonames}/"}] if where.geonames else [],
        "descriptions": [{"@id": f"urn:karama:{view.id}", "value": _describe(view), "lang": "en"} for view, _ in listed],
    }  # fmt: skip
    return feature


def make_geometry(where: Where) -> dict[str, Any] | None:
    """The point or area, with how sure it is."""
    shape = make_shape(where)
    if shape is None:
        return None
    certainty = "certain" if where.precision in PRECISE - {"near"} else "less-certain" if where.precision in ("near", "district") else "uncertain"
    return {"type": "GeometryCollection", "geometries": [shape | {"certainty": certainty}]}


def list_citations(listed: list[tuple[IncidentView, Value]], export: Export) -> list[dict[str, Any]]:
    """The articles that name the place."""
    articles = dict.fromkeys(source.article for _, value in listed for source in value.sources if source.article in export.articles)
    found = [export.articles[name] for name in articles]
    return [
        {"@id": one.url or f"urn:{one.id}", "label": name_outlet(one), **({"year": int(one.published[:4])} if one.published else {})}
        for one in found
    ]  # fmt: skip


def _describe(view: IncidentView) -> str:
    kinds, days = (", ".join(value.words for value in view.list_values(field) if value.told) for field in ("kind", "day"))
    return f"{kinds or 'an event'} ({days or 'no day is told'}); {view.origins} independent origins; {view.id}"


def check_linked_places(data: bytes) -> Iterator[Problem]:
    """What is wrong in a Linked Places file: as GeoJSON, and in what the format asks for; rows are features."""
    problems = list(check_geojson(data))
    yield from problems
    if any(problem.row is None and problem.severity == "error" for problem in problems):
        return
    document = json.loads(data.decode("utf-8-sig"))
    if "@context" not in document:
        yield Problem("this member is missing", None, "@context")
    for number, feature in enumerate(document["features"], 1):
        if isinstance(feature, dict):
            yield from check_place(number, feature)


def check_place(number: int, feature: dict[str, Any]) -> Iterator[Problem]:
    """What is missing or wrong in one place."""
    properties = feature.get("properties") or {}
    for name, there in (("@id", feature.get("@id")), ("properties.title", properties.get("title")), ("properties.fclasses", properties.get("fclasses"))):
        if not there:
            yield Problem("missing or empty", number, name)
    for fclass in properties.get("fclasses") or ():
        if fclass not in FCLASSES:
            yield Problem("no feature class of GeoNames", number, "properties.fclasses", str(fclass))
    for code in properties.get("ccodes") or ():
        if not isinstance(code, str) or len(code) != 2 or not code.isupper():
            yield Problem("no ISO 3166-1 alpha-2", number, "properties.ccodes", str(code))
    names = feature.get("names") or []
    if not any(isinstance(name, dict) and name.get("toponym") for name in names):
        yield Problem("no toponym", number, "names")
    geometries = [one for one in (feature.get("geometry") or {}).get("geometries", ()) if isinstance(one, dict)]
    for one in (*geometries, *(feature.get("relations") or ())):
        if one.get("certainty", "certain") not in CERTAINTIES:
            yield Problem("must be certain, less-certain or uncertain", number, "certainty", str(one["certainty"]))
    if not feature.get("when") and not any(part.get("when") for part in (*names, *geometries, *(feature.get("types") or ())) if isinstance(part, dict)):
        yield Problem("no when in the feature, a name, a type or a geometry", number, "when")
