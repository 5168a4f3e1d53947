"""Namesakes of far towns, and towns and units of one name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.annotate.mentions import annotate_mentions
from karama.annotate.toponyms import find_toponyms
from karama.app.pipeline import Tools
from karama.domain.entities import Place
from karama.domain.parse import Parse
from karama.ground.places import ground_places

Locate = Callable[[str], list[tuple[str, Place | None]]]


@pytest.fixture(scope="module")
def locate(tools: Tools, parse: Callable[[str], Parse]) -> Locate:
    """text -> words and place of each name of a place."""

    def run(text: str) -> list[tuple[str, Place | None]]:
        parsed = parse(text)
        mentions = annotate_mentions(parsed, find_toponyms(parsed, tools.gazetteer, tools.actors), (), tools.actors)
        places, _ = ground_places(parsed, mentions, tools.gazetteer)
        return [(mention.words, places.get(mention.id)) for mention in mentions if mention.kind == "place" and mention.form == "name"]

    return run


def place_of(found: list[tuple[str, Place | None]], words: str, nth: int = 0) -> Place | None:
    return [place for name, place in found if name == words][nth]


def test_a_street_named_after_a_far_town_is_not_there(locate: Locate) -> None:
    found = locate("Libyan forces advanced in Sirte. They took Dubai Street in Sirte. Misrata sent more Libyan troops.")
    assert all(place is None or place.country == "LBY" for _, place in found)


def test_a_far_town_that_the_report_speaks_of_stays(locate: Locate) -> None:
    place = place_of(locate("Libyan forces advanced in Sirte. Misrata sent Libyan troops. Talks were held in Geneva."), "Geneva")
    assert place is not None and place.country == "CHE"


def test_of_a_town_and_its_province_each_mention_means_what_its_noun_says(locate: Locate) -> None:
    found = locate("Rebels advanced on Kinshasa. Troops were sent to Kinshasa. Villages in the Kinshasa region were looted.")
    first, last = place_of(found, "Kinshasa"), place_of(found, "Kinshasa", 2)
    assert first is not None and first.feature == "PPLC"
    assert last is not None and last.feature == "ADM1"


def test_names_in_a_list_share_the_noun_after_it(locate: Locate) -> None:
    found = locate("Fighting went on in Donetsk and Luhansk oblasts in Ukraine.")
    assert [place.feature for name, place in found if name in ("Donetsk", "Luhansk") and place is not None] == ["ADM1", "ADM1"]


def test_a_word_that_only_begins_names_of_villages_is_no_town_by_itself(locate: Locate) -> None:
    assert [name for name, _ in locate("The army took Wadi Hamid and Wadi Zarzour near Arsal in Lebanon.")][:2] == ["Wadi Hamid", "Wadi Zarzour"]


def test_a_river_after_the_is_a_place(locate: Locate) -> None:
    place = place_of(locate("The town lies on the Euphrates about 45 km from Raqqa."), "Euphrates")
    assert place is not None and place.feature == "STM"


def test_the_west_bank_of_a_river_in_small_letters_is_no_territory(locate: Locate) -> None:
    assert "west bank" not in [name for name, _ in locate("They withdrew to the west bank of the Euphrates in Syria.")]
