"""What a map shows of many incidents: a mark where a place is exactly known, an area where it is not, one mark for what would lie on one another.

No mark is ever moved: a mark for several places stands at the one of them where most happened, and says how many others it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, log, pi, radians, tan
from typing import Literal

from karama.domain.catalogue import Spot, SpotCount
from karama.views.matching import EARTH_KM, PRECISE

TILE = 256  # pixels of the world at zoom 0
CELL = 46  # pixels: marks nearer than this would hide each other
LEAST_RADIUS = 24  # pixels: a smaller area is drawn as a mark
WIDEST = 0.75  # of the height of the view: a wider area would lie under everything, so it is told beside the map
EDGE = 0.05  # of the view: marks that stand just beyond its edge show
MOST_MARKS, MOST_AREAS = 400, 150
DEGREE_KM = EARTH_KM * pi / 180
POINTS = PRECISE - {"near"}


@dataclass(frozen=True, slots=True)
class MapView:
    """What part of the world is looked at, and how closely (zoom of web maps, tiles of 256 pixels). West may be greater than east."""

    south: float
    west: float
    north: float
    east: float
    zoom: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Incidents at one place, or at several that lie too close together for this zoom."""

    shape: Literal["point", "area", "wide"]
    spot: Spot  # where most of them are
    places: int  # that it stands for
    count: int
    kind: str | None  # None: of several kinds
    disputed: int
    origins: int  # of the best corroborated
    one: str  # id of one incident
    box: tuple[float, float, float, float]  # south, west, north, east of its places
    vague: int  # of its incidents, those whose place is only known as an area


@dataclass(frozen=True, slots=True)
class MapMarks:
    """All marks of a view, and how many incidents it does not show."""

    points: tuple[Mark, ...]
    areas: tuple[Mark, ...]
    wide: tuple[Mark, ...]  # known only as a province or country that is wider than the view
    unplaced: int  # named, but nobody knows where it lies
    left_out: int  # beyond the most that is drawn


def make_marks(spots: Iterable[SpotCount], view: MapView) -> MapMarks:
    """The marks of the places; more marks than can be read are left out, the smallest first, and counted."""
    small: list[SpotCount] = []  # so small on this map that their marks may hide each other
    areas: list[Mark] = []
    wide: list[Mark] = []
    unplaced = 0
    for found in spots:
        if found.spot.latitude is None or found.spot.longitude is None:
            unplaced += found.count
            continue
        shape, radius = _choose_shape(found.spot, view)
        if shape == "wide":
            wide.append(_join("wide", [found]))
        elif shape == "area" and radius >= LEAST_RADIUS:
            areas.append(_join("area", [found]))
        else:
            small.append(found)
    marks = [_join("point", members) for members in _gather(small, view.zoom)]
    points = _rank([mark for mark in marks if mark.vague < mark.count])
    areas = _rank(areas + [replace(mark, shape="area") for mark in marks if mark.vague == mark.count])
    left_out = sum(mark.count for mark in (*points[MOST_MARKS:], *areas[MOST_AREAS:]))
    return MapMarks(tuple(points[:MOST_MARKS]), tuple(areas[:MOST_AREAS]), tuple(_rank(wide)), unplaced, left_out)


def _gather(spots: Sequence[SpotCount], zoom: int) -> list[list[SpotCount]]:
    """The places in groups: each with the better place that it would be hidden by or hide; that one is first in its group."""
    cells: dict[tuple[int, int], list[tuple[float, float, list[SpotCount]]]] = {}
    groups: list[list[SpotCount]] = []
    for found in sorted(spots, key=_rank_place):
        x, y = project(found.spot.latitude or 0.0, found.spot.longitude or 0.0, zoom)
        column, row = int(x // CELL), int(y // CELL)
        near = (one for dx in (-1, 0, 1) for dy in (-1, 0, 1) for one in cells.get((column + dx, row + dy), ()))
        group = next((members for other_x, other_y, members in near if hypot(x - other_x, y - other_y) < CELL), None)
        if group is None:
            group = []
            groups.append(group)
            cells.setdefault((column, row), []).append((x, y, group))
        group.append(found)
    return groups


def project(latitude: float, longitude: float, zoom: int) -> tuple[float, float]:
    """Pixels of Web Mercator, east and south of the world's north-west corner."""
    size = TILE * 2**zoom
    north = radians(max(-85.05, min(85.05, latitude)))
    return (longitude / 360 + 0.5) * size, (0.5 - log(tan(pi / 4 + north / 2)) / (2 * pi)) * size


def measure_pixels(km: float, latitude: float, zoom: int) -> float:
    """How many pixels that many kilometres are there."""
    world: float = TILE * 2**zoom
    return km * world / (DEGREE_KM * 360 * max(0.02, cos(radians(latitude))))


def reaches(spot: Spot, view: MapView) -> bool:
    """Can something at the place lie in the view, or so near its edge that its mark shows? A place without a position is told with every view."""
    if spot.latitude is None or spot.longitude is None:
        return True
    north = (view.north - view.south) * EDGE + (0.0 if spot.precision in POINTS else (spot.radius_km or 0.0) / DEGREE_KM)
    if not view.south - north <= spot.latitude <= view.north + north:
        return False
    wide = (view.east - view.west) % 360 if view.east - view.west < 360 else 360.0
    east = wide * EDGE + (north / max(0.1, cos(radians(spot.latitude))) if spot.precision not in POINTS else 0.0)
    return (spot.longitude - view.west + east) % 360 <= wide + 2 * east or wide + 2 * east >= 360


def find_extent(spots: Iterable[SpotCount]) -> tuple[float, float, float, float] | None:
    """South, west, north and east of all places that are known better than by country, else of the countries' middles; None where there is none."""
    known = [one.spot for one in spots if one.spot.latitude is not None and one.spot.longitude is not None]
    known = [spot for spot in known if spot.precision != "country"] or known
    if not known:
        return None
    latitudes, longitudes = ([getattr(spot, name) or 0.0 for spot in known] for name in ("latitude", "longitude"))
    return min(latitudes), min(longitudes), max(latitudes), max(longitudes)


def find_view(spots: Iterable[SpotCount], width: int = 960, height: int = 480) -> MapView:
    """The closest view that shows all places that are known better than by country; the world, where there is none."""
    extent = find_extent(spots)
    if extent is None:
        return MapView(-55.0, -170.0, 75.0, 180.0, 2)
    south, west, north, east = extent
    for zoom in range(9, 1, -1):
        left, top = project(north, west, zoom)
        right, bottom = project(south, east, zoom)
        if right - left <= width * 0.8 and bottom - top <= height * 0.8:
            break
    return _look_around((south + north) / 2, (west + east) / 2, zoom, width, height)


def _look_around(latitude: float, longitude: float, zoom: int, width: int, height: int) -> MapView:
    east = width / 2 * 360 / (TILE * 2**zoom)
    north = height / 2 * 360 / (TILE * 2**zoom) * cos(radians(latitude))
    return MapView(max(-85.0, latitude - north), longitude - east, min(85.0, latitude + north), longitude + east, zoom)


def _choose_shape(spot: Spot, view: MapView) -> tuple[Literal["point", "area", "wide"], float]:
    """How the place is drawn, and the radius in pixels."""
    if spot.precision in POINTS:
        return "point", 0.0
    if spot.radius_km is None:
        return "wide", 0.0
    radius = measure_pixels(spot.radius_km, spot.latitude or 0.0, view.zoom)
    height = (view.north - view.south) * DEGREE_KM
    return ("wide" if 2 * spot.radius_km > WIDEST * height else "area"), radius


def _join(shape: Literal["point", "area", "wide"], members: Sequence[SpotCount]) -> Mark:
    most = min(members, key=_rank_place)
    kinds = {kind for one in members for kind in one.kinds}
    north, east = ([getattr(one.spot, name) or 0.0 for one in members] for name in ("latitude", "longitude"))
    return Mark(
        shape, most.spot, len(members), sum(one.count for one in members), next(iter(kinds)) if len(kinds) == 1 else None,
        sum(one.disputed for one in members), max(one.origins for one in members), most.one, (min(north), min(east), max(north), max(east)),
        sum(one.count for one in members if one.spot.precision not in POINTS),
    )  # fmt: skip


def _rank_place(one: SpotCount) -> tuple[bool, int, float, str, int]:
    """Where a mark stands best: at an exactly known place, at the one of most incidents."""
    return (one.spot.precision not in POINTS, -one.count, one.spot.radius_km or 0.0, one.spot.name, one.spot.number)


def _rank(marks: list[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (-mark.count, mark.spot.name, mark.spot.number))
