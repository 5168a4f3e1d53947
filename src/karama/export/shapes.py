"""Places as GeoJSON geometries, never more exact than they are known: a point, else the circle in which the place lies, cut at the 180th meridian."""

from __future__ import annotations

from itertools import pairwise
from math import asin, atan2, cos, degrees, pi, radians, sin
from typing import Any

from karama.domain.record import Where
from karama.views.matching import EARTH_KM, PRECISE

CORNERS = 64
DIGITS = 6  # of a degree: some 10 cm, far below what anybody knows
POLE = 89.9
Ring = list[list[float]]


def make_shape(where: Where | None) -> dict[str, Any] | None:
    """The place as a GeoJSON geometry (longitude before latitude, WGS 84); None where no point is known."""
    if where is None or where.latitude is None or where.longitude is None:
        return None
    if where.precision in PRECISE - {"near"} or not where.radius_km:
        return {"type": "Point", "coordinates": [round(where.longitude, DIGITS), round(where.latitude, DIGITS)]}
    return draw_circle(where.latitude, where.longitude, where.radius_km)


def draw_circle(latitude: float, longitude: float, radius_km: float) -> dict[str, Any]:
    """The circle as a Polygon against the clock (RFC 7946), or as two where it crosses the 180th meridian."""
    reach = degrees(radius_km / EARTH_KM)
    if abs(latitude) + reach >= POLE:  # the circle holds a pole: all around it, down to its rim
        south, north = (latitude - reach, POLE) if latitude > 0 else (-POLE, latitude + reach)
        corners = ((-180, south), (180, south), (180, north), (-180, north), (-180, south))
        return {"type": "Polygon", "coordinates": [[[float(x), round(max(-POLE, min(POLE, y)), DIGITS)] for x, y in corners]]}
    ring = [_move(latitude, longitude, radius_km, -2 * pi * step / CORNERS) for step in range(CORNERS)]
    ring.append(ring[0])
    parts = _cut(ring)
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": [parts[0]]}
    return {"type": "MultiPolygon", "coordinates": [[part] for part in parts]}


def _move(latitude: float, longitude: float, distance_km: float, bearing: float) -> list[float]:
    """The point at that distance on that bearing (radians from north); its longitude may lie beyond 180."""
    north, arc = radians(latitude), distance_km / EARTH_KM
    there = asin(sin(north) * cos(arc) + cos(north) * sin(arc) * cos(bearing))
    east = atan2(sin(bearing) * sin(arc) * cos(north), cos(arc) - sin(north) * sin(there))
    return [round(longitude + degrees(east), DIGITS), round(max(-POLE, min(POLE, degrees(there))), DIGITS)]


def _cut(ring: Ring) -> list[Ring]:
    """The ring, or its parts on either side of the 180th meridian, each within -180 and 180."""
    west, east = min(point[0] for point in ring), max(point[0] for point in ring)
    if west >= -180 and east <= 180:
        return [ring]
    edge = 180.0 if east > 180 else -180.0
    below, above = _clip(ring, edge, keep_below=True), _clip(ring, edge, keep_below=False)
    parts = [below, _shift(above, -360)] if edge > 0 else [_shift(below, 360), above]
    return [part for part in parts if len(part) > 3]


def _shift(ring: Ring, by: float) -> Ring:
    return [[round(x + by, DIGITS), y] for x, y in ring]


def _clip(ring: Ring, edge: float, *, keep_below: bool) -> Ring:
    """The part of the ring on one side of a meridian. Source: Sutherland and Hodgman 1974, for one edge."""
    kept: Ring = []
    for (x1, y1), (x2, y2) in pairwise(ring):
        inside1, inside2 = (x1 <= edge) == keep_below, (x2 <= edge) == keep_below
        if inside1:
            kept.append([x1, y1])
        if inside1 != inside2:
            kept.append([edge, round(y1 + (y2 - y1) * (edge - x1) / (x2 - x1), DIGITS)])
    return [*kept, kept[0]] if kept else []
