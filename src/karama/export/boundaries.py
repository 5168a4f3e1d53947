"""Areas of a boundary file that a user gives (GeoJSON, or GeoPackage), with their P-codes, and the area that a place lies in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from karama.errors import InputError
from karama.export.values import Boundary

Ring = tuple[tuple[float, float], ...]
# What OCHA's Common Operational Datasets and others call the columns, lower case and without marks; the first that is there counts.
NAMES: dict[str, tuple[str, ...]] = {
    "admin2_code": ("adm2pcode", "admin2pcode", "adm2code", "admin2code", "pcode2", "pcode"),
    "admin2_name": ("adm2en", "adm2name", "admin2nameen", "admin2name", "adm2", "name"),
    "admin1_code": ("adm1pcode", "admin1pcode", "adm1code", "admin1code", "pcode1"),
    "admin1_name": ("adm1en", "adm1name", "admin1nameen", "admin1name", "adm1"),
}


def read_boundaries(path: Path) -> tuple[Boundary, ...]:
    """The areas of the file.

    Raises:
        InputError: it cannot be read, or has no area with a P-code.
        SetupError: it is a GeoPackage and the extra `karama[export]` is missing.
    """
    features = list(_read_gpkg(path) if path.suffix.lower() == ".gpkg" else _read_geojson(path))
    found = tuple(area for properties, geometry in features if (area := make_boundary(properties, geometry)) is not None)
    if not found:
        raise InputError(f"{path}: no area with a P-code; a column must be called ADM2_PCODE, admin2Pcode or pcode, and have polygons beside it")
    return found


def make_boundary(properties: Mapping[str, Any], geometry: Mapping[str, Any] | None) -> Boundary | None:
    """The area; None where it has no P-code or no polygon."""
    folded = {re.sub(r"[^a-z0-9]", "", key.lower()): value for key, value in properties.items() if value not in (None, "")}
    told = {field: next((str(folded[name]) for name in names if name in folded), None) for field, names in NAMES.items()}
    kind = (geometry or {}).get("type")
    if told["admin2_code"] is None or geometry is None or kind not in ("Polygon", "MultiPolygon"):
        return None
    polygons = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
    shape = tuple(tuple(tuple((float(x), float(y)) for x, y, *_ in ring) for ring in polygon) for polygon in polygons)
    return Boundary(told["admin1_code"], told["admin1_name"], told["admin2_code"], told["admin2_name"], shape)


def find_boundary(boundaries: Iterable[Boundary], latitude: float, longitude: float) -> Boundary | None:
    """The area that the point lies in; None for none."""
    for boundary in boundaries:
        for polygon in boundary.polygons:
            if polygon and _holds(polygon[0], latitude, longitude) and not any(_holds(hole, latitude, longitude) for hole in polygon[1:]):
                return boundary
    return None


def _holds(ring: Ring, latitude: float, longitude: float) -> bool:
    """Does the point lie within the ring? By how often a line to the east crosses it."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _read_geojson(path: Path) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        for feature in document["features"]:
            yield feature.get("properties") or {}, feature.get("geometry")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"{path}: no GeoJSON with features") from error


def _read_gpkg(path: Path) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
    from karama.export.gpkg import load_pyogrio

    pyogrio = load_pyogrio()
    try:
        import shapely
        from pyogrio import raw

        meta, _, geometries, fields = raw.read(path)
    except ImportError as error:
        raise InputError(f"{path}: reading a GeoPackage needs shapely: pip install 'karama[geo]'; or give GeoJSON") from error
    except pyogrio.errors.DataSourceError as error:
        raise InputError(f"{path}: {error}") from error
    for number, geometry in enumerate(geometries):
        properties = {name: values[number] for name, values in zip(meta["fields"], fields, strict=True)}
        yield properties, json.loads(shapely.to_geojson(shapely.from_wkb(geometry))) if geometry is not None else None
