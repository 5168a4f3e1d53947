"""Incidents as GeoJSON (RFC 7946): a point where the place is known so exactly, the circle in which it lies where it is not, no geometry where nobody says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from karama import codec
from karama.export.chosen import choose
from karama.export.plain import list_used, make_article_row, make_plain_row
from karama.export.shapes import make_shape
from karama.export.values import Export, Options, Problem, Written
from karama.views.policies import FoundIncident

RING_LEAST = 4  # positions of a ring, the first again as the last
GEOMETRIES: dict[str, int] = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
NOTE = "Documented reports, not totals. A circle is where the place may be, not what was hit."


def write_geojson(export: Export, options: Options) -> Written:
    """One feature an incident, with its values, sources and claims whole: nothing is lost."""
    features = [make_feature(found) for found in export.incidents]
    document = {
        "type": "FeatureCollection",
        "karama": {"made": export.made, "policy": export.policy, "asked": dict(export.asked), "versions": dict(export.versions), "note": NOTE},
        "articles": [make_article_row(article) for article in list_used(export)],
        "other_claims": [codec.encode(claim) for claim in export.others],
    }
    head = json.dumps(document, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)  # a feature a line: small, and differences can be read
    return Written(f'{head},\n "features": [\n{lines}\n ]\n}}\n'.encode(), len(features))


def make_feature(found: FoundIncident) -> dict[str, Any]:
    """The incident as a feature: its row, then all values with their sources, the policy's choices, and the claims."""
    view, chosen = found.view, choose(found)
    properties = make_plain_row(found) | {
        "values": [codec.encode(value) for value in view.values],
        "choices": [{key: item for key, item in codec.encode(choice).items() if key != "value"} for choice in found.choices],
        "record_claims": [codec.encode(claim) for claim in view.claims],
    }
    return {"type": "Feature", "id": view.id, "geometry": make_shape(chosen.place), "properties": properties}


# ---------------------------------------------------------------- checking


def check_geojson(data: bytes) -> Iterator[Problem]:
    """What is wrong in a GeoJSON file; rows are features."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        yield Problem(f"no JSON: {error}")
        return
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection" or not isinstance(document.get("features"), list):
        yield Problem("no FeatureCollection with a list of features")
        return
    if "crs" in document:
        yield Problem("a crs member: since RFC 7946 coordinates are WGS 84 and it is left out", None, "crs", severity="warning")
    seen: dict[Any, int] = {}
    for number, feature in enumerate(document["features"], 1):
        yield from check_feature(number, feature)
        identifier = feature.get("id") if isinstance(feature, dict) else None
        if isinstance(identifier, str | int) and seen.setdefault(identifier, number) != number:
            yield Problem(f"the same as of feature {seen[identifier]}", number, "id", str(identifier))


def check_feature(number: int, feature: Any) -> Iterator[Problem]:
    """What is wrong in one feature."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        yield Problem("no Feature", number)
        return
    for name in ("geometry", "properties"):
        if name not in feature:
            yield Problem("this member is missing (null is allowed)", number, name)
    if not isinstance(feature.get("properties"), dict | None):
        yield Problem("neither an object nor null", number, "properties")
    if feature.get("geometry") is not None:
        yield from check_geometry(number, feature["geometry"])


def check_geometry(number: int, geometry: Any) -> Iterator[Problem]:
    """What is wrong in a geometry: its type, its positions, its rings."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind == "GeometryCollection":
        for part in geometry.get("geometries") or ():
            yield from check_geometry(number, part)
        return
    if kind not in GEOMETRIES:
        yield Problem("no geometry of GeoJSON", number, "geometry", str(kind))
        return
    positions = list(_list_positions(geometry.get("coordinates"), GEOMETRIES[kind]))
    if not positions or any(position is None for position in positions):
        yield Problem(f"coordinates are nested otherwise than those of a {kind}", number, "geometry")
        return
    for position in positions:
        yield from _check_position(number, position)
    polygons = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"] if kind == "MultiPolygon" else []
    for polygon in polygons:
        for index, ring in enumerate(polygon):
            yield from _check_ring(number, ring, outside=index == 0)


def _list_positions(coordinates: Any, depth: int) -> Iterator[Sequence[float] | None]:
    """The positions so many lists down; None for what is none."""
    if not isinstance(coordinates, list):
        yield None
    elif depth == 0:
        right = len(coordinates) in (2, 3) and all(isinstance(x, int | float) and not isinstance(x, bool) for x in coordinates)
        yield coordinates if right else None
    else:
        for item in coordinates:
            yield from _list_positions(item, depth - 1)


def _check_position(number: int, position: Sequence[float] | None) -> Iterator[Problem]:
    assert position is not None
    longitude, latitude = position[0], position[1]
    if abs(longitude) > 180 or abs(latitude) > 90:
        swapped = ": latitude before longitude?" if abs(longitude) <= 90 and abs(latitude) <= 180 else ""
        yield Problem(f"outside longitude -180..180 and latitude -90..90{swapped}", number, "geometry", f"{longitude}, {latitude}")


def _check_ring(number: int, ring: Sequence[Sequence[float]], *, outside: bool) -> Iterator[Problem]:
    """A ring is closed, has a surface, and turns against the clock outside (RFC 7946, 3.1.6), and does not cross itself."""
    if len(ring) < RING_LEAST or ring[0] != ring[-1]:
        yield Problem("a ring that is not closed, or has fewer than four positions", number, "geometry")
        return
    area = sum(one[0] * two[1] - two[0] * one[1] for one, two in pairwise(ring))
    if area == 0:
        yield Problem("a ring without a surface", number, "geometry")
    elif (area > 0) != outside:
        yield Problem("a ring that turns the wrong way round (outside is against the clock)", number, "geometry", severity="warning")
    if _crosses_itself(ring):
        yield Problem("a ring that crosses itself", number, "geometry")


MOST_CORNERS = 400  # of a ring that is looked through pair by pair


def _crosses_itself(ring: Sequence[Sequence[float]]) -> bool:
    edges = list(pairwise(ring))
    if len(edges) > MOST_CORNERS:
        return False
    for i, (a, b) in enumerate(edges):
        for j in range(i + 2, len(edges) - (1 if i == 0 else 0)):
            c, d = edges[j]
            if _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0:
                return True
    return False


def _turn(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
