"""Distances and shifts on the globe."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
KM_A_DEGREE = 111.2


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle kilometres between two points."""
    a, b, c, d = radians(latitude), radians(longitude), radians(other_latitude), radians(other_longitude)
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def shift_point(latitude: float, longitude: float, north_km: float, east_km: float) -> tuple[float, float]:
    """The point that lies so many kilometres to the north and to the east."""
    moved = max(-89.9, min(89.9, latitude + north_km / KM_A_DEGREE))
    turned = longitude + east_km / (KM_A_DEGREE * max(0.05, cos(radians(moved))))
    return round(moved, 4), round((turned + 180) % 360 - 180, 4)


def compass_point(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> str:
    """The direction in which the second point lies from the first, in one of eight words."""
    north = other_latitude - latitude
    east = (other_longitude - longitude) * cos(radians(latitude))
    size = sqrt(north * north + east * east) or 1.0
    vertical = "north" if north / size > 0.38 else "south" if north / size < -0.38 else ""
    horizontal = "east" if east / size > 0.38 else "west" if east / size < -0.38 else ""
    return vertical + horizontal
