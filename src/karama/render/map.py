"""A small map as SVG: country outlines, and each place as the area it is known to lie in, never as a false point."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

WIDTH, HEIGHT = 420, 300  # pixels
MOST_TOWNS = 7  # beside the places told of; more would look like places told of
MARGIN_SHARE = 0.25  # room around the places, as a share of their extent
LEAST_DEGREES = 3.0  # never zoom closer than this: the outlines are made for 1:50 million
DEGREE_KM = 111.2
NEAR = 14  # pixels: a town so near a spot is the spot
EXACT = {"exact", "settlement", "part of settlement"}  # drawn as a dot in a ring; everything else is a hatched area
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on the map; radius_km says how far the true spot may be from the point."""

    name: str
    latitude: float
    longitude: float
    radius_km: float
    precision: str
    ids: tuple[str, ...]  # mentions to light when it is pointed at


@dataclass(frozen=True, slots=True)
class Town:
    """A town drawn only so that one sees where the map lies."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the world is shown: degrees of the left and top edge, pixels a degree east and north."""

    west: float
    north: float
    per_east: float
    per_north: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels of a point."""
        return (longitude - self.west) * self.per_east, (self.north - latitude) * self.per_north


@cache
def load_outlines() -> tuple[Ring, ...]:
    """All rings of all countries as (longitude, latitude), from the shipped TopoJSON."""
    topology = json.loads(files("karama.render").joinpath("assets/countries-50m.json").read_text(encoding="utf-8"))
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    return tuple(ring for shape in topology["objects"]["countries"]["geometries"] for ring in _join_arcs(shape, arcs))


def _join_arcs(shape: dict[str, Any], arcs: Sequence[Ring]) -> Iterator[Ring]:
    polygons = [shape["arcs"]] if shape.get("type") == "Polygon" else shape.get("arcs", [])  # a country without a shape has no arcs
    for polygon in polygons:
        for indexes in polygon:
            ring: Ring = []
            for index in indexes:
                ring.extend(arcs[index] if index >= 0 else reversed(arcs[~index]))
            yield ring


def choose_view(spots: Sequence[Spot]) -> View:
    """The part of the world that holds the spots with their radii, with a margin, in the map's proportions; whole countries only if there is nothing finer."""
    spots = [s for s in spots if s.precision != "country"] or spots
    south = min(s.latitude - min(s.radius_km, 800) / DEGREE_KM for s in spots)
    north = max(s.latitude + min(s.radius_km, 800) / DEGREE_KM for s in spots)
    middle = math.radians((south + north) / 2)
    squeeze = max(0.2, math.cos(middle))
    west = min(s.longitude - min(s.radius_km, 800) / DEGREE_KM / squeeze for s in spots)
    east = max(s.longitude + min(s.radius_km, 800) / DEGREE_KM / squeeze for s in spots)
    tall, wide = max(LEAST_DEGREES, (north - south) * (1 + MARGIN_SHARE)), max(LEAST_DEGREES, (east - west) * squeeze * (1 + MARGIN_SHARE))
    per_north = min(HEIGHT / tall, WIDTH / wide)
    per_east = per_north * squeeze
    return View((west + east) / 2 - WIDTH / 2 / per_east, (south + north) / 2 + HEIGHT / 2 / per_north, per_east, per_north)


def draw_map(spots: Sequence[Spot], towns: Sequence[Town] = ()) -> str:
    """The SVG element, or "" when there is nothing to show. Colours come from the page's style sheet. `towns` are the largest first."""
    if not spots:
        return ""
    view = choose_view(spots)
    outlines = "".join(_draw_ring(ring, view) for ring in load_outlines())
    marks = "".join(_draw_spot(spot, view) for spot in sorted(spots, key=lambda s: -s.radius_km))
    labels = "".join(_draw_labels(spots, view, towns))
    return (
        f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Map of the places named; the table below lists them">'
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line x1="0" y1="0" x2="0" y2="6" class="hatch"/></pattern></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" class="sea"/><path d="{outlines}" class="land"/>{marks}{labels}</svg>'
    )


def _draw_ring(ring: Ring, view: View) -> str:
    """A closed path in whole pixels, or "" for a ring outside the view."""
    points = [view.place(x, y) for x, y in ring]
    if max(p[0] for p in points) < 0 or min(p[0] for p in points) > WIDTH or max(p[1] for p in points) < 0 or min(p[1] for p in points) > HEIGHT:
        return ""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        spot = (round(max(-WIDTH, min(2 * WIDTH, x))), round(max(-HEIGHT, min(2 * HEIGHT, y))))
        if not kept or spot != kept[-1]:
            kept.append(spot)
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z" if len(kept) > 2 else ""


def _draw_spot(spot: Spot, view: View) -> str:
    x, y = view.place(spot.longitude, spot.latitude)
    radius = max(4.0, spot.radius_km / DEGREE_KM * view.per_north)
    shape = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{min(radius, 2 * WIDTH):.0f}" class="{"ring" if spot.precision in EXACT else "vague"}"/>'
    dot = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="2.5" class="dot"/>' if spot.precision in EXACT else ""
    return f'<g class="spot" data-ids="{escape(" ".join(spot.ids))}"><title>{escape(spot.name)}</title>{shape}{dot}</g>'


def _draw_labels(spots: Iterable[Spot], view: View, towns: Sequence[Town]) -> Iterator[str]:
    """Names beside their spots; one that would cover another is left to the table. Then some towns around them, where there is room."""
    taken: list[tuple[float, float, float]] = []
    for spot in sorted(spots, key=lambda s: s.radius_km):
        x, y = view.place(spot.longitude, spot.latitude)
        if spot.precision != "country" and 0 <= x <= WIDTH and 8 <= y <= HEIGHT and (left := _find_room(x, y, spot.name, taken)) is not None:
            yield f'<text x="{left:.0f}" y="{y + 4:.0f}" class="label">{escape(spot.name)}</text>'
    points = [view.place(spot.longitude, spot.latitude) for spot in spots]
    drawn = 0
    for town in towns:
        x, y = view.place(town.longitude, town.latitude)
        if drawn == MOST_TOWNS or not (4 <= x <= WIDTH - 4 and 12 <= y <= HEIGHT - 8) or any(abs(x - a) < NEAR and abs(y - b) < NEAR for a, b in points):
            continue
        if (left := _find_room(x, y, town.name, taken)) is not None:
            drawn += 1
            yield f'<circle cx="{x:.0f}" cy="{y:.0f}" r="1.8" class="town"/><text x="{left:.0f}" y="{y + 4:.0f}" class="label town">{escape(town.name)}</text>'


def _find_room(x: float, y: float, name: str, taken: list[tuple[float, float, float]]) -> float | None:
    """Where the name begins, right or left of its point, and the room is taken; None where it would cover another."""
    long = 6.2 * len(name)
    left = x + 6 if x + 6 + long < WIDTH else x - 6 - long
    if any(abs(y - other_y) < 12 and left < end and left + long > start for start, end, other_y in taken):
        return None
    taken.append((left, left + long, y))
    return left
