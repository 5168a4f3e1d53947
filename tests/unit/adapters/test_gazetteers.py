"""The gazetteer: its index, its names, and the files a user may add."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from karama.adapters.gazetteers.index import build_index, index_version
from karama.adapters.gazetteers.name_keys import fold_sound
from karama.adapters.gazetteers.place_files import add_places, added_files, read_place_file
from karama.adapters.gazetteers.sqlite_gazetteer import SqliteGazetteer
from karama.adapters.gazetteers.tables import NamedPlace
from karama.app.pipeline import Tools
from karama.domain.names import fold_place
from karama.errors import InputError, SetupError
from karama.ports import GazetteerPlace


def make_place(key: str, name: str, country: str = "SYR", population: int = 1000, *names: str) -> NamedPlace:
    place = GazetteerPlace(key, name, None, 35.0, 39.0, country, "Raqqa", "PPL", population, 1.0)
    return NamedPlace(place, (name, *names))


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("Al-Raqqah", "Ar Raqqah"), ("Raqqa", "Ar-Raqqah"), ("Deir Ezzor", "Dayr az Zawr"), ("Deir al-Zour", "Deir ez-Zor"), ("Mayadeen", "Al Mayādīn"),
        ("Sweida", "As-Suwayda"), ("Saraqeb", "Saraqib"), ("Manbej", "Manbij"), ("Tal Rifaat", "Tall Rif‘at"), ("Hodeidah", "Al Ḩudaydah"),
    ],
)  # fmt: skip
def test_spellings_of_one_arabic_name_sound_alike(written: str, listed: str) -> None:
    assert fold_sound(written) == fold_sound(listed)


@pytest.mark.parametrize(("one", "other"), [("Aleppo", "Idlib"), ("Hama", "Homs"), ("Mosul", "Basra"), ("Daraa", "Darayya")])
def test_different_towns_do_not_sound_alike(one: str, other: str) -> None:
    assert fold_sound(one) != fold_sound(other)


def test_case_accents_hyphens_and_a_leading_the_do_not_count_in_a_name() -> None:
    assert fold_place("The São-Paulo") == fold_place("sao paulo")


def test_a_name_finds_its_places_most_populous_first(tmp_path: Path) -> None:
    small, large = make_place("a", "Karama", "SYR", 10), make_place("b", "Karama", "JOR", 9000)
    build_index(tmp_path / "gazetteer-x.sqlite", (), [small, large])
    found = SqliteGazetteer(tmp_path / "gazetteer-x.sqlite")
    assert [place.key for place in found.lookup("al-Karamah")] == ["b", "a"]
    assert found.lookup("Nowhere") == ()
    assert found.version == "x"


def test_names_outside_the_lands_of_arabic_are_not_found_by_sound(tmp_path: Path) -> None:
    build_index(tmp_path / "gazetteer-x.sqlite", (), [make_place("a", "Karama", "AUS")])
    found = SqliteGazetteer(tmp_path / "gazetteer-x.sqlite")
    assert found.lookup("Karama") and not found.lookup("Keramah")


def test_an_index_that_is_missing_or_no_index_is_a_setup_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="no gazetteer index"):
        SqliteGazetteer(tmp_path / "none.sqlite")
    (tmp_path / "bad.sqlite").write_text("this is no database, and long enough to be looked at as one" * 20)
    with pytest.raises(SetupError):
        SqliteGazetteer(tmp_path / "bad.sqlite")


def test_two_builders_at_once_leave_one_whole_index_and_no_drafts(tmp_path: Path) -> None:
    path, places = tmp_path / "gazetteer-x.sqlite", [make_place(str(n), f"Town{n}") for n in range(500)]
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda _: build_index(path, (), places), range(2)))
    assert counts == [500, 500]
    assert [file.name for file in tmp_path.iterdir()] == ["gazetteer-x.sqlite"]
    assert sqlite3.connect(path).execute("SELECT count(*) FROM place").fetchone() == (500,)


def test_the_index_version_changes_with_an_added_file(tmp_path: Path) -> None:
    before = index_version()
    source = tmp_path / "villages.csv"
    source.write_text("name,lat,lon\nKafr Test,35.5,36.5\n")
    add_places(tmp_path, source)
    assert index_version(added_files(tmp_path)) != before
    assert index_version() == before


def test_added_places_are_found_under_all_their_names(tmp_path: Path) -> None:
    source = tmp_path / "villages.csv"
    source.write_text("name,aliases,latitude,longitude,country\nKafr Test,Old Test; Tell Test,35.5,36.5,SYR\n")
    add_places(tmp_path, source)
    build_index(tmp_path / "gazetteer-x.sqlite", added_files(tmp_path), [])
    found = SqliteGazetteer(tmp_path / "gazetteer-x.sqlite").lookup("Tell Test")
    assert [(place.name, place.country, place.latitude) for place in found] == [("Kafr Test", "SYR", 35.5)]


def test_a_geonames_dump_gives_names_codes_and_population(tmp_path: Path) -> None:
    row = [
        "172955",
        "Ar Raqqah",
        "Ar Raqqah",
        "Raqqa,Rakka",
        "35.95",
        "39.01",
        "P",
        "PPLA",
        "SY",
        "",
        "04",
        "",
        "",
        "",
        "531952",
        "",
        "250",
        "Asia/Damascus",
        "2020-01-01",
    ]
    file = tmp_path / "SY.txt"
    file.write_text("\t".join(row) + "\n" + "broken\tline\n", encoding="utf-8")
    read = read_place_file(file)
    place = read.places[0].place
    assert (place.geonames, place.country, place.admin1, place.feature, place.population) == (172955, "SYR", "Ar-Raqqah", "PPLA", 531952)
    assert "Rakka" in read.places[0].names
    assert [bad.line for bad in read.bad] == [2]


def test_an_ocha_table_gives_its_finest_level(tmp_path: Path) -> None:
    file = tmp_path / "cod.csv"
    file.write_text("ADM1_EN,ADM2_EN,ADM2_PCODE,ADM0_PCODE,Latitude,Longitude\nIdleb,Harim,SY0701,SY,36.2,36.5\n")
    place = read_place_file(file).places[0].place
    assert (place.name, place.admin1, place.feature, place.country) == ("Harim", "Idleb", "ADM2", "SYR")


def test_geojson_outlines_give_their_middle(tmp_path: Path) -> None:
    outline = {"type": "Polygon", "coordinates": [[[36.0, 35.0], [37.0, 35.0], [37.0, 36.0], [36.0, 36.0]]]}
    file = tmp_path / "units.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"ADM1_EN": "Idlib"}, "geometry": outline}]}))
    place = read_place_file(file).places[0].place
    assert (place.name, place.latitude, place.longitude, place.feature) == ("Idlib", 35.5, 36.5, "ADM1")


def test_bad_rows_are_named_by_line_and_reason(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("name,lat,lon\nGood,1,2\nFar,95,2\n,1,2\nWord,one,2\n")
    read = read_place_file(file)
    assert [entry.place.name for entry in read.places] == ["Good"]
    assert [bad.line for bad in read.bad] == [3, 4, 5]
    assert "no such coordinates" in read.bad[0].reason and read.bad[1].reason == "no name"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", '{"type": "Feature"}'])
def test_a_file_without_places_is_an_input_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(text)
    with pytest.raises(InputError):
        add_places(tmp_path, file)


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Raqqa", "SYR", 35.95, 39.0), ("Deir Ezzor", "SYR", 35.3, 40.1), ("Mayadin", "SYR", 35.0, 40.45), ("Al Nuri Grand Mosque", "IRQ", 36.34, 43.13),
        ("Bab al-Hawa", "SYR", 36.24, 36.67), ("Kobani", "SYR", 36.9, 38.35), ("Tal Afar", "IRQ", 36.4, 42.45),
        ("Zaporizhzhia nuclear power plant", "UKR", 47.5, 34.6),
        ("Sambisa Forest", "NGA", 11.2, 13.4), ("al-Shifa hospital", "PSE", 31.5, 34.44), ("Euphrates River", None, 35.0, 40.4), ("U.S.", "USA", 39.8, -98.6),
    ],
)  # fmt: skip
def test_the_shipped_gazetteer_knows_places_of_conflict_reports(tools: Tools, name: str, country: str | None, latitude: float, longitude: float) -> None:
    near = [p for p in tools.gazetteer.lookup(name) if p.country == country and abs(p.latitude - latitude) < 0.7 and abs(p.longitude - longitude) < 0.9]
    assert near
