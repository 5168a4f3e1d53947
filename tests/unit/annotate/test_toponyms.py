"""Place names in a text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from time import process_time

import pytest

from karama.annotate.toponyms import find_toponyms
from karama.app.pipeline import Tools
from karama.domain.parse import Parse

Words = Callable[[str], list[str]]


@pytest.fixture
def toponyms(tools: Tools, parse: Callable[[str], Parse]) -> Words:
    """text -> the words of its toponyms."""

    def find(text: str) -> list[str]:
        found = find_toponyms(parse(text), tools.gazetteer, tools.actors)
        assert all(text[m.start : m.end] == m.words for m in found)
        return [m.words for m in found]

    return find


def test_towns_provinces_and_countries_are_found(toponyms: Words) -> None:
    assert toponyms("Shells fell on the town of Saraqeb in Idlib province, Syria, and in Aleppo.") == ["Saraqeb", "Idlib", "Syria", "Aleppo"]


def test_rivers_regions_and_facilities_are_found(toponyms: Words) -> None:
    found = toponyms("The bridge over the Euphrates River in the Donbas lies far from the Al Nuri Grand Mosque and the Bab al-Hawa crossing.")
    assert found == ["Euphrates River", "Donbas", "Al Nuri Grand Mosque", "Bab al-Hawa crossing"]


@pytest.mark.parametrize(
    ("text", "not_found"),
    [
        ("The New York Times reported the raid on Monday.", "New York"),
        ("The Washington Post spoke to him.", "Washington"),
        ("Paris Hilton sang at the party.", "Paris"),
        ("The Raqqa Revolutionaries' Brigade joined the attack.", "Raqqa"),
        ("President Jordan said that he would resign.", "Jordan"),
        ("Syrian soldiers and Iraqi officers met.", "Syrian"),
        ("Police arrived. Nobody was hurt, Police said.", "Police"),
        ("Doctors fear an outbreak of West Nile virus.", "West Nile"),
    ],
)
def test_papers_people_units_and_nationalities_are_not_places(toponyms: Words, text: str, not_found: str) -> None:
    assert not [words for words in toponyms(text) if not_found in words]


def test_a_town_that_is_taken_or_shelled_is_a_place_whatever_the_model_calls_it(toponyms: Words) -> None:
    found = toponyms("In Mosul, Iraqi forces said on Sunday that the army retook Hawija and al-Qaim.")
    assert "Hawija" in found and "al-Qaim" in found


def test_a_name_that_the_text_calls_a_town_is_a_place(toponyms: Words) -> None:
    assert "Mayadin" in toponyms("Leaders of the group fled to a town east of Raqqa called Mayadin.")
    assert "Khan Tuman" in toponyms("Rebels captured the village of Khan Tuman.")


def test_a_name_in_no_gazetteer_is_a_place_after_the_village_of(toponyms: Words) -> None:
    assert "Qarth Amun" in toponyms("Fighters entered the village of Qarth Amun at dawn.")


def test_the_dateline_in_capitals_is_a_place(toponyms: Words) -> None:
    assert toponyms("BEIRUT (Reuters) - Shells hit the capital of Syria on Friday.")[0] == "BEIRUT"


def test_the_u_s_and_the_pronoun_us_are_told_apart(toponyms: Words) -> None:
    assert toponyms("They told us to leave. The US and the U.S. Army did not.")[0] == "US"


def test_toponyms_do_not_overlap_and_stand_in_order(tools: Tools, parse: Callable[[str], Parse]) -> None:
    found = find_toponyms(parse("Fighting near Deir ez-Zor airport, Tal Afar, and Khan Younis in the Gaza Strip went on."), tools.gazetteer, tools.actors)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(m.first <= m.head <= m.last for m in found)


def test_a_text_of_capitals_only_takes_linear_time(tools: Tools, parse: Callable[[str], Parse]) -> None:
    short, long = parse("Aleppo Of The Al " * 200), parse("Aleppo Of The Al " * 800)
    spent = []
    for text in (short, long):
        start = process_time()
        find_toponyms(text, tools.gazetteer, tools.actors)
        spent.append(process_time() - start)
    assert spent[1] < 12 * spent[0] + 0.05
