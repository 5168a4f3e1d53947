"""Airwars, FollowTheMoney, HAPI, HXL, PROV, Linked Places, TimeMap and the bundle: what each holds, leaves out, and calls wrong."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from karama.app.exporting import zip_members
from karama.domain.record import Count, Party, RecordClaim
from karama.errors import InputError
from karama.export.airwars import check_airwars, write_airwars
from karama.export.boundaries import read_boundaries
from karama.export.bundle import write_bundle
from karama.export.bundle_check import check_bundle
from karama.export.ftm import write_ftm
from karama.export.ftm_schema import check_ftm
from karama.export.hapi import check_hapi, write_hapi
from karama.export.hxl import check_hxl, write_hxl
from karama.export.linked_places import check_linked_places, write_linked_places
from karama.export.prov import check_prov
from karama.export.timemap import check_timemap, write_timemap
from karama.export.values import Boundary, Options, Written

from .made import ARMY, GROUP, JULY, NEAR_RAQQA, RAQQA, RUSSIA, SYRIA, VILLAGERS, claim, export, incident, killed, speaker

NONE = Options()


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def dropped(written: Written) -> set[str]:
    return {loss.kind for loss in written.losses if loss.dropped}


# ---------------------------------------------------------------- Airwars


def airwars(*claims: RecordClaim) -> tuple[dict[str, str], Written]:
    written = write_airwars(export(incident(*claims)), NONE)
    for data in (written.data, *written.beside.values()):
        assert list(check_airwars(data)) == []
    (row,) = rows(written.data)
    return row, written


def test_figures_are_ranges_by_group_and_nobody_is_made_a_civilian() -> None:
    row, _ = airwars(claim("a", actors=(ARMY,), counts=(killed(57), killed(5, 5, "children"), killed(2, 4, "fighters"))), claim("b", counts=(killed(60, 60),)))
    assert (row["undetermined_killed_min"], row["undetermined_killed_max"]) == ("57", "60")
    assert (row["children_killed_min"], row["belligerents_killed_min"], row["belligerents_killed_max"]) == ("5", "2", "4")
    assert (row["civilian_non_combatants_killed_min"], row["civilian_harm_reported"], row["civilian_harm_status_slug"]) == ("", "true", "")


def test_who_says_so_makes_the_strike_declared_contested_likely_or_of_one_source() -> None:
    said = (speaker("Syrian Arab Army"),)
    assert airwars(claim("a", actors=(ARMY,), speakers=said))[0]["strike_status_slug"] == "declared_strike"
    assert airwars(claim("a", actors=(ARMY,)), claim("b", article="sha256:b2", actors=(RUSSIA,)))[0]["strike_status_slug"] == "contested_strike"
    assert airwars(claim("a", actors=(ARMY,)), claim("b", article="sha256:b2", modality="denied"))[0]["strike_status_slug"] == "contested_strike"
    assert airwars(claim("a", actors=(ARMY,)), claim("b", article="sha256:b2", actors=(ARMY,)))[0]["strike_status_slug"] == "likely_strike"
    assert airwars(claim("a", actors=(ARMY,)))[0]["strike_status_slug"] == "single_source_claim"


def test_a_vague_place_has_no_pin_and_belligerents_and_sources_stand_beside() -> None:
    row, written = airwars(claim("a", actors=(ARMY,), places=(NEAR_RAQQA,), dates=(JULY,)))
    assert (row["latitude"], row["geolocated"], row["date_type"], row["date_end"]) == ("", "false", "range", "2017-07-31")
    (belligerent,), (source,) = rows(written.beside[".belligerents.csv"]), rows(written.beside[".sources.csv"])
    assert (belligerent["belligerent_name"], belligerent["type"], belligerent["code"] == row["code"]) == ("Syrian Arab Army", "suspected", True)
    assert source["url"] == "https://example.org/a1"


def test_a_shooting_is_no_use_of_an_explosive_weapon_and_a_strike_called_a_killing_is() -> None:
    assert dropped(write_airwars(export(incident(claim("a", "shooting"))), NONE)) == {"no code"}
    assert airwars(claim("a"), claim("b", "killing"), claim("c", "killing", article="sha256:c3"))[0]["strike_type_name"] == "Airstrike"


def test_a_minimum_above_its_maximum_is_wrong() -> None:
    _, written = airwars(claim("a", counts=(killed(57),)))
    bad = written.data.replace(b"57,57", b"58,57")
    assert any("more than the maximum" in problem.message for problem in check_airwars(bad))


# ---------------------------------------------------------------- FollowTheMoney

MINISTRY = Party("Ministry of Defence", "the ministry", None, "government", "RUS", ("MoD",))


def ftm(*claims: RecordClaim) -> tuple[dict[str, list[dict[str, Any]]], Written]:
    written = write_ftm(export(incident(*claims)), NONE)
    assert list(check_ftm(written.data)) == []
    entities: dict[str, list[dict[str, Any]]] = {}
    for line in written.data.decode().splitlines():
        entity = json.loads(line)
        entities.setdefault(entity["schema"], []).append(entity)
    return entities, written


def test_values_stay_with_the_article_that_gives_them() -> None:
    entities, written = ftm(claim("a", counts=(killed(57),)), claim("b", article="sha256:b2", counts=(killed(60, 60),), actors=(MINISTRY,)))
    (event,) = entities["Event"]
    assert len(event["properties"]["summary"]) == 2
    told = {(one["dataset"], one["value"]) for one in rows(written.beside[".statements.csv"]) if one["prop"] == "summary"}
    assert {dataset for dataset, value in told if "57" in value} == {"article_a1"} and {dataset for dataset, value in told if "60" in value} == {"article_b2"}


def test_a_denial_is_told_in_words_and_never_as_a_value() -> None:
    entities, _ = ftm(claim("a", counts=(killed(57),)), claim("b", article="sha256:b2", counts=(killed(3, 3),), modality="denied"))
    (event,) = entities["Event"]
    assert not any("3" in text for text in event["properties"]["summary"])
    assert any("denied" in text for text in event["properties"]["notes"])


def test_actors_are_involved_with_their_role_and_no_topic_of_crime() -> None:
    entities, _ = ftm(claim("a", actors=(MINISTRY, GROUP), recipients=(VILLAGERS,)))
    (body,) = entities["PublicBody"]
    assert (body["properties"]["name"], body["properties"]["country"], body["properties"]["alias"]) == (["Ministry of Defence"], ["ru"], ["MoD"])
    assert {role for link in entities["UnknownLink"] for role in link["properties"]["role"]} == {"actor"}
    assert "crime" not in json.dumps(entities)


def test_a_vague_place_has_no_coordinates_there_either() -> None:
    assert "latitude" in ftm(claim("a"))[0]["Address"][0]["properties"]
    assert "latitude" not in ftm(claim("a", places=(SYRIA,)))[0]["Address"][0]["properties"]


def test_a_negative_longitude_stays_a_number_in_statements() -> None:
    _, written = ftm(claim("a", places=(replace(RAQQA, longitude=-3.2),)))
    assert "-3.2" in {one["value"] for one in rows(written.beside[".statements.csv"]) if one["prop"] == "longitude"}


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        ({"id": "a b", "schema": "Person", "properties": {"name": ["x"]}}, "no id"),
        ({"id": "a", "schema": "Persn", "properties": {"name": ["x"]}}, "no schema"),
        ({"id": "a", "schema": "Person", "properties": {}}, "Person needs it"),
        ({"id": "a", "schema": "Person", "properties": {"name": ["x"], "shoe": ["44"]}}, "no property of Person"),
        ({"id": "a", "schema": "Person", "properties": {"name": "x"}}, "no list of texts"),
        ({"id": "a", "schema": "Person", "properties": {"name": ["x"], "birthDate": ["May"]}}, "no date"),
        ({"id": "a", "schema": "Event", "properties": {"name": ["x"], "involved": ["a"]}}, "is Event, not LegalEntity"),
        ({"id": "a"}, "no entity with properties"),
    ],
)
def test_a_wrong_entity_is_named(entity: dict[str, Any], said: str) -> None:
    assert any(said in problem.message and problem.row == 1 for problem in check_ftm(json.dumps(entity).encode()))


# ---------------------------------------------------------------- HAPI and HXL

SQUARE = (((((38.0, 35.0), (40.0, 35.0), (40.0, 37.0), (38.0, 37.0), (38.0, 35.0)),)),)
DISTRICT = Boundary("SY11", "Ar-Raqqa", "SY1100", "Ar-Raqqa", SQUARE)  # type: ignore[arg-type]


def hapi(*incidents: Any) -> tuple[list[dict[str, str]], Written]:
    written = write_hapi(export(*incidents), Options((DISTRICT,)))
    assert list(check_hapi(written.data)) == []
    return rows(written.data), written


def test_events_are_counted_by_month_and_district_and_in_each_type_they_have() -> None:
    one = incident(claim("a", "shooting", actors=(GROUP,), recipients=(VILLAGERS,), counts=(killed(3, 3),)), policy="acled")
    two = incident(claim("b", actors=(ARMY,), counts=(killed(4, 4),)), policy="acled")
    told = {row["event_type"]: (row["events"], row["fatalities"], row["admin2_code"]) for row in hapi(one, two)[0]}
    assert told == {"political_violence": ("2", "7", "SY1100"), "civilian_targeting": ("1", "3", "SY1100")}


def test_what_may_lie_outside_the_district_or_month_is_in_no_cell() -> None:
    wide = replace(RAQQA, precision="district", radius_km=300.0)
    two_months = replace(JULY, latest="2017-08-02", earliest="2017-07-20", edtf="2017-07-20/2017-08-02")
    for given, kind in (({"places": (wide,)}, "no unit"), ({"places": (replace(RAQQA, latitude=10.0),)}, "no unit"), ({"dates": (two_months,)}, "undated")):
        counted, written = hapi(incident(claim("a", **given)))
        assert (counted, dropped(written)) == ([], {kind})
    assert len(hapi(incident(claim("a", places=(NEAR_RAQQA,))))[0]) == 1
    corner = replace(NEAR_RAQQA, latitude=36.95, longitude=39.95)  # its south-west lies within, its north-east does not
    assert dropped(hapi(incident(claim("a", places=(corner,))))[1]) == {"no unit"}


def test_a_boundary_file_is_read_by_its_p_codes(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    feature = {"type": "Feature", "properties": {"admin2Pcode": "SY1100"}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature, {"type": "Feature", "properties": {}, "geometry": None}]}))
    assert [area.admin2_code for area in read_boundaries(path)] == ["SY1100"]
    for text in ("", "{}", "[1]", '{"features": [{}]}'):
        path.write_text(text)
        with pytest.raises(InputError):
            read_boundaries(path)


def test_hxl_has_its_tags_in_the_second_row_and_one_that_has_none_is_told() -> None:
    written = write_hxl(export(incident(claim("a", actors=(ARMY,), counts=(killed(57), Count("wounded", 3, 5, False, "3 to 5"))), policy="airwars")), NONE)
    assert list(check_hxl(written.data)) == []
    header, tags, row = list(csv.reader(io.StringIO(written.data.decode())))
    told = dict(zip(tags, row, strict=True))
    assert (told["#affected+killed+min"], told["#affected+injured+max"], told["#geo+lat"]) == ("57", "5", "35.9528")
    bare = "\n".join(line for number, line in enumerate(written.data.decode().splitlines()) if number != 1).encode()
    assert any("no row of HXL tags" in problem.message for problem in check_hxl(bare))
    assert len(header) == len(tags)


# ---------------------------------------------------------------- PROV, Linked Places, TimeMap


def test_provenance_that_names_what_is_not_there_is_wrong() -> None:
    good = {"prefix": {"k": "urn:k:"}, "entity": {"k:a": {}, "k:b": {}}, "wasDerivedFrom": {"_:1": {"prov:generatedEntity": "k:a", "prov:usedEntity": "k:b"}}}
    assert list(check_prov(json.dumps(good).encode())) == []
    for bad in ({**good, "entity": {"k:a": {}}}, {**good, "prefix": {}}, {**good, "wasMadeUp": {}}):
        assert list(check_prov(json.dumps(bad).encode()))


def test_a_place_is_one_feature_with_its_names_days_and_how_sure_it_is() -> None:
    written = write_linked_places(export(incident(claim("a")), incident(claim("b", places=(NEAR_RAQQA,)))), NONE)
    assert list(check_linked_places(written.data)) == []
    features = json.loads(written.data)["features"]
    assert {part["certainty"] for one in features for part in one["geometry"]["geometries"]} == {"certain", "less-certain"}
    assert all(one["when"]["timespans"] == [{"start": {"in": "2017-07-03"}, "end": {"in": "2017-07-03"}}] for one in features)
    assert features[0]["properties"]["ccodes"] == ["SY"]
    assert dropped(write_linked_places(export(incident(claim("a", places=()))), NONE)) == {"no place"}


def test_a_place_without_a_name_or_a_time_is_wrong() -> None:
    document = {
        "type": "FeatureCollection",
        "@context": "x",
        "features": [{"type": "Feature", "geometry": None, "properties": {"title": "x", "fclasses": ["Q"]}}],
    }
    told = {problem.column for problem in check_linked_places(json.dumps(document).encode())}
    assert {"@id", "names", "when", "properties.fclasses"} <= told


def test_timemap_has_strings_american_dates_and_pins_only_for_exact_places() -> None:
    written = write_timemap(export(incident(claim("a")), incident(claim("b", places=(SYRIA,))), incident(claim("c", places=(), dates=()))), NONE)
    for data in (written.data, *written.beside.values()):
        assert list(check_timemap(data)) == []
    by_place = {event["location"]: event for event in json.loads(written.data)}
    assert (by_place["Raqqa"]["date"], by_place["Raqqa"]["latitude"]) == ("7/3/2017", "35.9528")
    assert "latitude" not in by_place["Syria"] and "no pin" in by_place["Syria"]["comments"]
    assert dropped(written) == {"undated"}


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"description": "x"}, "neither a date"),
        ({"description": "x", "date": "2017-07-03"}, "M/D/YYYY"),
        ({"date": "7/3/2017"}, "missing"),
        ({"description": "x", "latitude": "1"}, "stand together"),
        ({"description": "x", "latitude": 1, "longitude": "2"}, "values are strings"),
        ({"description": "x", "latitude": "91", "longitude": "2"}, "must lie within"),
    ],
)
def test_a_wrong_event_of_timemap_is_named(event: dict[str, Any], said: str) -> None:
    assert any(said in problem.message for problem in check_timemap(json.dumps([event]).encode()))


# ---------------------------------------------------------------- the bundle


def bundle() -> dict[str, bytes]:
    given = export(incident(claim("a", actors=(ARMY,), counts=(killed(57),))), incident(claim("b", modality="denied")), provenance={"prefix": {}})
    return dict(write_bundle(given, NONE).members)


def test_a_bundle_keeps_its_rules_and_has_all_its_pages() -> None:
    members = bundle()
    assert list(check_bundle(zip_members(members))) == []
    assert {"README.md", "CODEBOOK.md", "METHODOLOGY.md", "LICENCE.txt", "datapackage.json", "CHECKSUMS.sha256"} <= set(members)
    assert b"documented reports, not totals" in members["README.md"]
    assert b"PLOVER" in members["LICENCE.txt"] and b"denied event" in members["METHODOLOGY.md"]


def test_the_same_incidents_give_the_same_bundle() -> None:
    assert zip_members(bundle()) == zip_members(bundle())


def test_the_formats_in_a_bundle_follow_their_own_policies() -> None:
    (row,) = rows(bundle()["formats/acled.csv"])
    assert row["fatalities"] == "57"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"data/incidents.csv": b"id\n1\n"}, "another file than the one whose hash is told"),
        ({"data/incidents.csv": None}, "missing"),
        ({"more.txt": b"x"}, "not among the checksums"),
        ({"../out.txt": b"x"}, "leads out of the bundle"),
        ({"datapackage.json": b"{"}, "no JSON"),
        ({"datapackage.json": None}, "missing, or without resources"),
    ],
)
def test_what_was_changed_in_a_bundle_is_told(change: dict[str, bytes | None], said: str) -> None:
    members = {name: data for name, data in (bundle() | change).items() if data is not None}
    assert any(said in problem.message for problem in check_bundle(zip_members(members)))


def test_a_table_that_breaks_its_schema_or_names_what_is_not_there_is_told_with_row_and_column() -> None:
    members = bundle()
    members["data/values.csv"] = members["data/values.csv"].replace(b"\ni_", b"\ni_0000", 1).replace(b",told,", b",sworn,", 1)
    problems = [problem for problem in check_bundle(zip_members(members)) if problem.row == 1]
    assert {"data/values.csv: stance", "data/values.csv: incident"} <= {problem.column for problem in problems}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"hello"])
def test_what_is_no_bundle_is_told_in_a_line(data: bytes) -> None:
    assert list(check_bundle(data))


def test_a_bomb_of_zeros_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
    raw = bytearray(out.getvalue())
    at = raw.rindex(b"PK\x01\x02") + 24  # the size told in the directory
    raw[at : at + 4] = (2**32 - 2).to_bytes(4, "little")
    assert list(check_bundle(bytes(raw)))
