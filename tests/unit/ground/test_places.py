"""Which place a name means, and how exactly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.annotate.toponyms import find_toponyms
from karama.app.pipeline import Tools
from karama.domain.annotations import Mention
from karama.domain.entities import Place
from karama.domain.parse import Parse
from karama.ground.geodesy import compass_point, distance_km, shift_point
from karama.ground.places import ground_places

Ground = Callable[[str], list[tuple[str, Place]]]


@pytest.fixture
def ground(tools: Tools, parse: Callable[[str], Parse]) -> Ground:
    """text -> its place names with their places."""

    def run(text: str) -> list[tuple[str, Place]]:
        read = parse(text)
        found = find_toponyms(read, tools.gazetteer, tools.actors)
        places, _ = ground_places(read, found, tools.gazetteer)
        return [(m.words, places[m.id]) for m in found if m.id in places]

    return run


def find(places: list[tuple[str, Place]], name: str) -> Place:
    return next(place for words, place in places if words == name)


def test_the_unit_named_after_the_comma_decides(ground: Ground) -> None:
    assert find(ground("A fire broke out in Paris, Texas on Monday."), "Paris").admin1 == "Texas"
    assert find(ground("A fire broke out in Paris on Monday."), "Paris").country == "FRA"


def test_other_places_of_the_text_decide_between_homonyms(ground: Ground) -> None:
    libya = ground("Fighting went on in Libya, where forces from Benghazi and Misrata met south of the airport in Tripoli.")
    lebanon = ground("Lebanon's army closed the road between Beirut and Sidon, and clashes broke out in Tripoli.")
    assert find(libya, "Tripoli").country == "LBY"
    assert find(lebanon, "Tripoli").country == "LBN"


def test_a_village_of_many_namesakes_is_found_by_its_neighbour(ground: Ground) -> None:
    place = find(ground("A boy walks near the village of Karama, east of Raqqa, Syria."), "Karama")
    assert place.country == "SYR" and place.latitude is not None and place.longitude is not None
    assert distance_km(place.latitude, place.longitude, 35.87, 39.28) < 15


def test_the_noun_beside_a_name_tells_town_from_province(ground: Ground) -> None:
    assert find(ground("Rebels hold most of Idlib province."), "Idlib").precision == "province"
    assert find(ground("Shells hit the city of Idlib."), "Idlib").precision == "settlement"
    assert find(ground("The army entered Kirkuk on Monday."), "Kirkuk").precision == "settlement"


def test_near_a_town_is_wider_than_the_town(ground: Ground) -> None:
    town, near = find(ground("A bomb went off in Raqqa, Syria."), "Raqqa"), find(ground("A bomb went off near Raqqa, Syria."), "Raqqa")
    assert (town.precision, near.precision) == ("settlement", "near")
    assert near.radius_km is not None and town.radius_km is not None and near.radius_km > town.radius_km


def test_near_reaches_over_the_village_of(ground: Ground) -> None:
    assert find(ground("A boy walks in the desert near the village of Karama, east of Raqqa, Syria."), "Karama").precision == "near"
    assert find(ground("A bomb went off in the village of Karama, east of Raqqa, Syria."), "Karama").precision == "settlement"


def test_a_distance_and_a_direction_move_the_middle(ground: Ground) -> None:
    place = find(ground("The convoy was hit 30 km south of Mosul in Iraq."), "Mosul")
    assert place.precision == "near" and place.latitude is not None and place.longitude is not None
    assert 25 < distance_km(36.335, 43.119, place.latitude, place.longitude) < 35
    assert compass_point(36.335, 43.119, place.latitude, place.longitude) == "south"


def test_an_edge_is_a_part_of_the_town(ground: Ground) -> None:
    place = find(ground("A gap remains on the southern edge of Raqqa, Syria."), "Raqqa")
    assert place.precision == "part of settlement"
    assert place.latitude is not None and place.latitude < 35.95


def test_the_north_of_a_country_is_an_area_in_its_north(ground: Ground) -> None:
    place = find(ground("Turkey sent troops to northern Syria."), "Syria")
    assert place.precision == "area" and place.latitude is not None and place.latitude > 35.5
    assert place.radius_km is not None and place.radius_km > 100


def test_rivers_and_vague_regions_are_areas_and_sites_are_exact(ground: Ground) -> None:
    places = ground("Militants crossed the Euphrates River from the Sahel. Troops retook the Al Nuri Grand Mosque in Mosul.")
    assert [find(places, name).precision for name in ("Euphrates River", "Sahel", "Al Nuri Grand Mosque")] == ["area", "area", "exact"]
    assert find(places, "Al Nuri Grand Mosque").country == "IRQ"


def test_a_reference_in_an_apposition_stays_where_it_is(ground: Ground) -> None:
    places = ground("In Iraq, the army shelled Tal Afar, 60 km west of Mosul, on Sunday.")
    assert find(places, "Mosul").precision == "settlement"


def test_a_description_that_contradicts_the_gazetteer_is_noted(ground: Ground) -> None:
    places = ground("ISIS held Raqqa in Syria. Its leaders fled to a town east of Raqqa called Mayadin.")
    note = find(places, "Mayadin").note
    assert find(places, "Mayadin").admin1 == "Deir ez-Zor"
    assert note is not None and "east of Raqqa" in note and "southeast" in note


def test_the_old_city_is_the_quarter_of_the_town_last_named(ground: Ground) -> None:
    place = find(ground("Iraqi forces in Mosul closed in on the Old City on Sunday."), "Old City")
    assert place.country == "IRQ" and place.precision == "part of settlement"


def test_other_candidates_are_kept_with_scores_below_one(ground: Ground) -> None:
    place = find(ground("A storm passed over Springfield on Monday."), "Springfield")
    assert place.alternatives and all(0 <= other.score < 1 for other in place.alternatives)


def test_a_name_that_no_gazetteer_has_is_an_issue(tools: Tools, parse: Callable[[str], Parse]) -> None:
    read = parse("Fighters entered the village of Qarth Amun at dawn.")
    found = find_toponyms(read, tools.gazetteer, tools.actors)
    places, issues = ground_places(read, found, tools.gazetteer)
    assert not places and [(issue.code, issue.words) for issue in issues] == [("unresolved-place", "Qarth Amun")]


def test_a_shift_and_its_distance_agree() -> None:
    latitude, longitude = shift_point(35.0, 39.0, 30.0, 40.0)
    assert distance_km(35.0, 39.0, latitude, longitude) == pytest.approx(50, abs=1)


def test_a_site_that_bears_a_towns_name_lies_near_that_town(tools: Tools, parse: Callable[[str], Parse]) -> None:
    text = "Doctors at Maiduguri Specialist Hospital in Nigeria treated the wounded."
    read = parse(text)
    first = read.words.index("Maiduguri")
    start, end = read.span(first, first + 2)
    mention = Mention("m1", start, end, text[start:end], "place", "name", None, 0.5, first, first + 2, first + 2)
    place = ground_places(read, (mention,), tools.gazetteer)[0]["m1"]
    assert (place.country, place.precision) == ("NGA", "near")


def test_a_nationality_speaks_of_its_country(tools: Tools, parse: Callable[[str], Parse]) -> None:
    read = parse("Iraqi forces moved.")
    mention = Mention("m1", 0, 5, "Iraqi", "nationality", "name", None, 0.5, 0, 0, 0)
    place = ground_places(read, (mention,), tools.gazetteer)[0]["m1"]
    assert (place.country, place.precision) == ("IRQ", "country")
