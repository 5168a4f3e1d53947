"""Incidents as a GeoPackage for QGIS: points where the place is exactly known, areas where it is not, and all tables beside them."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from karama.errors import SetupError
from karama.export.arrow import make_arrow
from karama.export.chosen import choose
from karama.export.plain import make_plain_row, make_tables
from karama.export.shapes import make_shape
from karama.export.tables import Table
from karama.export.values import Export, Options, Problem, Written

CRS = "EPSG:4326"
LAYERS: dict[str, str] = {"events_point": "Point", "events_area": "MultiPolygon", "events_unlocated": "None"}
MEANINGS: dict[str, str] = {
    "events_point": "Incidents whose place is known as a settlement or more exactly.",
    "events_area": "Incidents whose place is near, within a district, province or country: they lie somewhere in the area, which was not hit as a whole.",
    "events_unlocated": "Incidents of which nobody says where they were.",
}
WKB: dict[str, int] = {"Point": 1, "Polygon": 3, "MultiPolygon": 6}
MAGIC = b"SQLite format 3\0"


def load_pyogrio() -> Any:
    """The library, loaded only when it is needed.

    Raises:
        SetupError: it is not installed (extra `karama[export]`).
    """
    try:
        import pyogrio
    except ImportError as error:
        raise SetupError("this format needs pyogrio: pip install 'karama[export]'") from error
    return pyogrio


def write_gpkg(export: Export, options: Options) -> Written:
    """One file with a layer for points, one for areas, one without geometries, and a table each for values, claims, articles and the dictionary.

    Raises:
        SetupError: pyogrio or pyarrow is not installed.
    """
    pyogrio = load_pyogrio()
    rows: dict[str, list[tuple[Any, Any]]] = {name: [] for name in LAYERS}
    for found in export.incidents:
        shape = make_shape(choose(found).place)
        layer = "events_unlocated" if shape is None else "events_point" if shape["type"] == "Point" else "events_area"
        rows[layer].append((make_plain_row(found), shape))
    incidents, *others = make_tables(export)
    with tempfile.TemporaryDirectory(prefix="karama-") as folder:
        path = Path(folder) / "export.gpkg"
        options_before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": export.made.replace("Z", ".000Z")})  # the same record gives the same bytes
        try:
            for name, kind in LAYERS.items():
                table = Table(name, MEANINGS[name], incidents.columns, tuple(row for row, _ in rows[name]))
                write_layer(pyogrio, path, table, kind, [shape for _, shape in rows[name]])
            for table in others:
                write_layer(pyogrio, path, table, "None", [])
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": options_before})
        return Written(path.read_bytes(), len(export.incidents))


def write_layer(pyogrio: Any, path: Path, table: Table, kind: str, shapes: list[Any]) -> None:
    """Nothing; the table stands in the file, with its geometries where it has any."""
    arrow = make_arrow(table)
    options: dict[str, Any] = {"layer": table.name, "driver": "GPKG", "append": path.exists(), "layer_options": {"DESCRIPTION": table.meaning}}
    if "id" in arrow.column_names:  # GeoPackage keeps a number of its own beside our id
        options["layer_options"] |= {"FID": "fid"}
    if kind == "None":
        pyogrio.write_arrow(arrow, path, geometry_type=None, **options)
        return
    import pyarrow

    encoded = pyarrow.array([encode_shape(shape, kind) for shape in shapes], pyarrow.binary())
    arrow = arrow.append_column("geom", encoded)
    pyogrio.write_arrow(arrow, path, geometry_name="geom", geometry_type=kind, crs=CRS, **options)


def encode_shape(shape: dict[str, Any], kind: str) -> bytes:
    """The geometry as well-known binary; a Polygon in a layer of MultiPolygons is one of one part."""
    if kind == "Point":
        return struct.pack("<BI2d", 1, WKB["Point"], *shape["coordinates"])
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    out = struct.pack("<BII", 1, WKB["MultiPolygon"], len(polygons))
    for rings in polygons:
        out += struct.pack("<BII", 1, WKB["Polygon"], len(rings))
        for ring in rings:
            out += struct.pack("<I", len(ring)) + b"".join(struct.pack("<2d", *position) for position in ring)
    return out


# ---------------------------------------------------------------- checking


def check_gpkg(data: bytes) -> Iterator[Problem]:
    """Whether it is a GeoPackage whose layers can be read and whose geometries are valid and in longitude and latitude."""
    if not data.startswith(MAGIC) or data[68:72] not in (b"GPKG", b"GP10", b"GP11"):
        yield Problem("no GeoPackage: it does not begin as one")
        return
    pyogrio = load_pyogrio()
    with tempfile.TemporaryDirectory(prefix="karama-") as folder:
        path = Path(folder) / "file.gpkg"
        path.write_bytes(data)
        try:
            layers = [name for name, _ in pyogrio.list_layers(path)]
            for layer in layers:
                yield from check_layer(pyogrio, path, layer)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            yield Problem(f"GDAL cannot read it: {error}")


def check_layer(pyogrio: Any, path: Path, layer: str) -> Iterator[Problem]:
    """What is wrong with the geometries of a layer; rows are its features in order."""
    info = pyogrio.read_info(path, layer=layer)
    if info["geometry_type"] is None:
        return
    if info["crs"] not in (CRS, "OGC:CRS84"):
        yield Problem(f"coordinates are in {info['crs']}, not in longitude and latitude (WGS 84)", None, layer, severity="warning")
    try:
        import shapely
    except ImportError as error:
        raise SetupError("checking geometries needs shapely: pip install 'karama[geo]'") from error
    _, _, geometries, _ = pyogrio.raw.read(path, layer=layer, columns=[])
    for number, geometry in enumerate(geometries, 1):
        shape = shapely.from_wkb(geometry) if geometry is not None else None
        if shape is not None and not shapely.is_valid(shape):
            yield Problem(f"{layer}: {shapely.is_valid_reason(shape)}", number, "geom")
