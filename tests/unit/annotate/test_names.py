"""Names: whose a known word is, ranks, nationalities before a body, and towns that the model takes for people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.annotate.mentions import annotate_mentions
from karama.annotate.toponyms import find_toponyms
from karama.app.pipeline import Tools
from karama.domain.parse import Parse

Find = Callable[[str], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def names(tools: Tools, parse: Callable[[str], Parse]) -> Find:
    """text -> (words, kind) of each name."""

    def run(text: str) -> list[tuple[str, str]]:
        parsed = parse(text)
        mentions = annotate_mentions(parsed, find_toponyms(parsed, tools.gazetteer, tools.actors), (), tools.actors)
        return [(mention.words, mention.kind) for mention in mentions if mention.form == "name"]

    return run


def test_a_first_name_that_is_a_known_surname_is_somebody_elses(names: Find) -> None:
    assert ("U.S. Defense Secretary Ashton B. Carter", "person") in names("U.S. Defense Secretary Ashton B. Carter visited Erbil.")


def test_a_group_named_after_a_family_is_not_each_of_the_family(names: Find) -> None:
    assert ("Maute", "organisation") not in names("The army was looking for Omar Maute and his brother.")


def test_another_nationality_before_a_name_makes_another_body(names: Find, tools: Tools) -> None:
    assert "Observatory for Human Rights" not in [words for words, _ in names("The Iraqi Observatory for Human Rights counted the dead in Mosul.")]


def test_a_rank_alone_names_nobody(names: Find) -> None:
    assert "Brigadier General" not in [words for words, _ in names("He became a Brigadier General in 2007.")]


def test_the_state_of_which_one_is_secretary_is_no_body(names: Find) -> None:
    assert "State" not in [words for words, _ in names("US Secretary of State Mike Pompeo blamed Iran.")]


def test_a_state_is_found_in_one_word_with_what_it_does(names: Find) -> None:
    assert ("U.S.", "place") in names("U.S.-backed fighters entered the town.")


def test_the_villages_of_a_list_are_places(names: Find) -> None:
    found = names("They captured the villages of Kasrat Example and Tal Example on Sunday.")
    assert [kind for words, kind in found if words.endswith("Example")] == ["place", "place"]


def test_a_name_described_as_a_town_is_a_place(names: Find) -> None:
    assert ("Moliro", "place") in names("The rebels captured Moliro, a town on the lake.")


def test_a_surname_that_is_a_town_too_is_the_man_where_he_acts(names: Find) -> None:
    found = names("The attacker was Joseph Amman, police said. Amman stabbed two people. He had been released in January.")
    assert ("Amman", "person") in found
    assert ("Amman", "place") not in found
