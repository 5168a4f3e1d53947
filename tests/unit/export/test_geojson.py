"""Incidents on a map: points and areas as exactly as they are known, and the check of anybody's GeoJSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from karama import codec
from karama.domain.record import RecordClaim
from karama.export.geojson import check_geojson, write_geojson
from karama.export.gpkg import check_gpkg, write_gpkg
from karama.export.shapes import draw_circle, make_shape
from karama.export.values import Options

from .made import NEAR_RAQQA, RAQQA, SYRIA, claim, export, incident, killed


def read(*places: Any) -> dict[str, Any]:
    written = write_geojson(export(incident(claim("a", places=places, counts=(killed(3),)))), Options())
    assert list(check_geojson(written.data)) == []
    (feature,) = json.loads(written.data)["features"]
    return feature  # type: ignore[no-any-return]


def test_a_town_is_a_point_with_longitude_first() -> None:
    assert read(RAQQA)["geometry"] == {"type": "Point", "coordinates": [39.0079, 35.9528]}


@pytest.mark.parametrize("place", [NEAR_RAQQA, SYRIA])
def test_a_vague_place_is_an_area_as_wide_as_it_may_be(place: Any) -> None:
    geometry = read(place)["geometry"]
    assert geometry["type"] == "Polygon"
    south, north = min(y for _, y in geometry["coordinates"][0]), max(y for _, y in geometry["coordinates"][0])
    assert (north - south) * 111.2 / 2 == pytest.approx(place.radius_km, rel=0.02)


def test_an_incident_without_a_place_has_no_geometry_and_is_still_there() -> None:
    assert read()["geometry"] is None


def test_a_feature_holds_its_claims_whole() -> None:
    (told,) = read(RAQQA)["properties"]["record_claims"]
    assert codec.decode(RecordClaim, told) == claim("a", places=(RAQQA,), counts=(killed(3),))


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(0.5, 900))
def test_every_circle_is_valid_and_within_the_world(latitude: float, longitude: float, radius: float) -> None:
    shape = draw_circle(latitude, longitude, radius)
    document = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": shape, "properties": None}]}
    assert list(check_geojson(json.dumps(document).encode())) == []
    assert shapely.is_valid(shapely.from_geojson(json.dumps(shape)))


def test_a_circle_over_the_180th_meridian_is_cut_there() -> None:
    shape = draw_circle(-17.0, 179.9, 50)
    assert shape["type"] == "MultiPolygon"
    edges = [{x for x, _ in polygon[0] if abs(x) == 180} for polygon in shape["coordinates"]]
    assert edges == [{180.0}, {-180.0}]
    assert make_shape(replace(NEAR_RAQQA, latitude=-17.0, longitude=-179.99))["type"] == "MultiPolygon"  # type: ignore[index]


def feature(geometry: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": geometry, "properties": {}, **more}]}).encode()


SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "no JSON"),
        (b"[]", "no FeatureCollection"),
        (feature({"type": "Point", "coordinates": [35.9, 139.0]}), "latitude before longitude?"),
        (feature({"type": "Point", "coordinates": ["39", "35"]}), "nested otherwise"),
        (feature({"type": "Dot", "coordinates": [1, 2]}), "no geometry of GeoJSON"),
        (feature({"type": "Polygon", "coordinates": [SQUARE[:-1]]}), "not closed"),
        (feature({"type": "Polygon", "coordinates": [SQUARE[::-1]]}), "the wrong way round"),
        (feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1.5], [0, 0]]]}), "crosses itself"),
        (feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]}), "without a surface"),
        (feature({"type": "Polygon", "coordinates": [39.0, 35.9]}), "nested otherwise"),
        (b'{"type": "FeatureCollection", "features": [{}]}', "no Feature"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature"}]}', "this member is missing"),
    ],
)
def test_what_is_wrong_is_told_with_the_feature(data: bytes, said: str) -> None:
    assert any(said in problem.message for problem in check_geojson(data)), list(check_geojson(data))


def test_a_geopackage_is_checked_and_what_is_none_is_told() -> None:
    data = write_gpkg(export(incident(claim("a")), incident(claim("b", places=(SYRIA,))), incident(claim("c", places=()))), Options()).data
    assert list(check_gpkg(data)) == []
    assert list(check_gpkg(b"hello")) and list(check_gpkg(data[:4096]))


def test_the_same_incidents_give_the_same_geopackage() -> None:
    given = export(incident(claim("a")), incident(claim("b", places=(SYRIA,))))
    assert write_gpkg(given, Options()).data == write_gpkg(given, Options()).data
