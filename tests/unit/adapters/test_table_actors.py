"""The shipped actor base: what its tables must keep, and how names are found in running text."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import get_args

import pytest

from karama.adapters.actors.table_actors import TableActors
from karama.data import read_table
from karama.domain.entities import ActorType
from karama.domain.names import fold_letters

EDTF = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?")
NO_STATE_OF_ITS_OWN = {"armed group", "militia", "international organisation", "NGO"}


@pytest.fixture(scope="module")
def actors() -> TableActors:
    return TableActors()


def find(actors: TableActors, text: str) -> dict[str, str]:
    """The names found in a text whose tokens are parted by spaces, each with its actor."""
    words = text.split()
    found, index = {}, 0
    while index < len(words):
        hit = actors.match(words, index)
        if hit:
            found[" ".join(words[index : index + hit[0]])] = hit[1].id
        index += hit[0] if hit else 1
    return found


def read_names(row: dict[str, str]) -> list[str]:
    return [row["name"], *(name.strip() for name in row["aliases"].split(";") if name.strip())]


def test_every_id_is_there_once() -> None:
    ids = [row["id"] for row in (*read_table("actors.csv"), *read_table("leaders.csv"))]
    assert len(ids) == len(set(ids))


def test_at_least_700_actors_are_no_state_bodies() -> None:
    assert sum(row["type"] in NO_STATE_OF_ITS_OWN for row in read_table("actors.csv")) >= 700


def test_every_type_country_and_date_is_well_formed() -> None:
    countries = {row["iso3"] for row in read_table("states.csv")} | {""}
    for row in (*read_table("actors.csv"), *read_table("leaders.csv")):
        assert row["type"] in get_args(ActorType), row["id"]
        assert row["country"] in countries, row["id"]
        assert EDTF.fullmatch(row["from"]) and EDTF.fullmatch(row["to"]), row["id"]
        assert row["plover"] and row["cameo"], row["id"]


def test_every_actor_says_its_source() -> None:
    assert all(row["source"].startswith("public record") for row in read_table("actors.csv"))


def test_every_parent_and_every_dated_name_belongs_to_an_actor() -> None:
    ids = {row["id"] for row in read_table("actors.csv")}
    assert {row["parent"] for row in read_table("actors.csv")} - {""} <= ids
    assert {row["id"] for row in read_table("actor_names.csv")} <= ids


def test_a_name_of_two_actors_is_marked_as_shared() -> None:
    owners = defaultdict(set)
    for row in read_table("actors.csv"):
        for name in read_names(row):
            if "*" not in name[:2]:
                owners[fold_letters(name.lstrip("?"))].add(row["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_an_acronym_is_found_in_capitals_and_never_as_a_word(actors: TableActors) -> None:
    assert find(actors, "ISIS is in the city , who said it is Isis") == {"ISIS": "islamic-state", "Isis": "islamic-state"}


def test_a_word_of_a_headline_in_capitals_is_no_acronym(actors: TableActors) -> None:
    assert find(actors, "WHO IS IN CHARGE OF ALEPPO") == {}


def test_the_longest_name_is_taken(actors: TableActors) -> None:
    assert find(actors, "the Islamic State of Iraq and the Levant attacked") == {"Islamic State of Iraq and the Levant": "islamic-state"}


def test_hyphens_apostrophes_and_articles_do_not_hide_a_name(actors: TableActors) -> None:
    text = "Hay'at Tahrir al - Sham , Hayat Tahrir al-Sham and the Nusra Front"
    assert set(find(actors, text).values()) == {"hayat-tahrir-al-sham"}
    assert len(find(actors, text)) == 3


def test_a_generic_last_word_may_stand_in_lower_case(actors: TableActors) -> None:
    assert find(actors, "fighters of the Free Syrian army") == {"Free Syrian army": "free-syrian-army"}


def test_names_in_other_scripts_are_known(actors: TableActors) -> None:
    assert [actors.lookup(name)[0].id for name in ("داعش", "ВСУ", "ЗСУ", "ХАМАС", "حزب الله")] == [
        "islamic-state", "armed-forces-of-ukraine", "armed-forces-of-ukraine", "hamas", "hezbollah",
    ]  # fmt: skip


def test_former_names_lead_to_the_same_actor(actors: TableActors) -> None:
    assert {actors.lookup(name)[0].id for name in ("al-Nusra Front", "Jabhat Fatah al-Sham", "HTS")} == {"hayat-tahrir-al-sham"}
    assert {actors.lookup(name)[0].id for name in ("AQI", "ISIL", "Daesh")} == {"islamic-state"}


def test_a_dated_name_says_until_when_it_held() -> None:
    dates = {row["name"]: row["to"] for row in read_table("actor_names.csv") if row["id"] == "hayat-tahrir-al-sham"}
    assert dates["Jabhat al-Nusra"] == "2016-07-28"


def test_a_common_surname_needs_a_title(actors: TableActors) -> None:
    assert find(actors, "Peter Bush said") == {}
    assert find(actors, "when President Bush said") != {}
    assert find(actors, "Linda Blair said") == {}


def test_every_state_is_known_by_its_peoples_words(actors: TableActors) -> None:
    words = {"Syrian": "SYR", "Syrians": "SYR", "Iraqi": "IRQ", "American": "USA", "U.S.": "USA", "US": "USA", "British": "GBR", "Burmese": "MMR"}
    assert {word: actors.nationality(word) for word in words} == words
    assert actors.nationality("us") is None


def test_a_state_is_known_by_name_abbreviation_and_capital(actors: TableActors) -> None:
    assert [actors.state(name).actor.country for name in ("the United States", "DRC", "Ivory Coast", "Burma")] == ["USA", "COD", "CIV", "MMR"]
    assert [actors.capital(name) for name in ("Damascus", "the Kremlin", "Tehran")] == ["SYR", "RUS", "IRN"]
    assert actors.homeland("Chechen") == "RUS"


def test_a_name_ends_before_the_mark_that_follows_it(actors: TableActors) -> None:
    assert set(find(actors, "ISIS ) and al - Qaeda , the SDF - and NATO .")) == {"ISIS", "al - Qaeda", "SDF", "NATO"}


def test_a_short_name_with_capitals_inside_wants_them(actors: TableActors) -> None:
    assert find(actors, "Let us see the LeT") == {"LeT": "lashkar-e-taiba"}
