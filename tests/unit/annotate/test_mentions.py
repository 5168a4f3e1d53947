"""Mentions: names, descriptions and pronouns, with the language model's mistakes mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.annotate.dates import annotate_dates
from karama.annotate.mentions import annotate_mentions
from karama.annotate.toponyms import find_toponyms
from karama.app.pipeline import Tools
from karama.domain.annotations import Mention, Publication
from karama.domain.parse import Parse


@pytest.fixture(scope="session")
def find(tools: Tools, parse: Callable[[str], Parse]) -> Callable[[str], tuple[Mention, ...]]:
    """text -> its mentions."""

    def run(text: str) -> tuple[Mention, ...]:
        parsed = parse(text)
        dates, _ = annotate_dates(parsed, Publication(None, "unknown"))
        return annotate_mentions(parsed, find_toponyms(parsed, tools.gazetteer, tools.actors), dates, tools.actors)

    return run


def by_words(mentions: tuple[Mention, ...]) -> dict[str, tuple[str, str]]:
    return {mention.words: (mention.kind, mention.form) for mention in mentions}


def test_groups_of_unnamed_persons_are_people_and_bodies_are_organisations(find: Callable[[str], tuple[Mention, ...]]) -> None:
    found = by_words(find("Turkish officials said the army had killed 40 militants and several civilians near the border."))
    assert found["Turkish officials"] == ("people", "nominal")
    assert found["the army"] == ("organisation", "nominal")
    assert found["40 militants"] == ("people", "nominal")
    assert found["several civilians"] == ("people", "nominal")


def test_one_unnamed_person_is_a_person(find: Callable[[str], tuple[Mention, ...]]) -> None:
    found = by_words(find("A gunman shot a police officer outside the embassy."))
    assert found["A gunman"] == ("person", "nominal")
    assert found["a police officer"] == ("person", "nominal")


def test_a_name_takes_the_titles_before_it(find: Callable[[str], tuple[Mention, ...]]) -> None:
    found = by_words(find("Lt. Gen. Stephen J. Townsend met Iraqi Prime Minister Haider al-Abadi in Baghdad."))
    assert found["Lt. Gen. Stephen J. Townsend"] == ("person", "name")
    assert found["Iraqi Prime Minister Haider al-Abadi"] == ("person", "name")
    assert found["Iraqi"] == ("nationality", "name")
    assert found["Baghdad"] == ("place", "name")


def test_weapons_and_vehicles_are_found_by_their_nouns(find: Callable[[str], tuple[Mention, ...]]) -> None:
    found = by_words(find("An improvised explosive device hit a convoy, and warplanes fired rockets at two tanks."))
    assert found["An improvised explosive device"] == ("weapon", "nominal")
    assert found["a convoy"] == ("vehicle", "nominal")
    assert found["warplanes"] == ("platform", "nominal")
    assert found["rockets"] == ("weapon", "nominal")


def test_a_weapon_before_a_blow_is_a_mention(find: Callable[[str], tuple[Mention, ...]]) -> None:
    assert by_words(find("A drone strike killed three men in the village."))["drone"] == ("platform", "nominal")


def test_a_bare_number_of_killed_stands_for_people(find: Callable[[str], tuple[Mention, ...]]) -> None:
    found = by_words(find("At least 12 were killed when shells hit the market."))
    assert any(words.endswith("12") and kind == ("people", "nominal") for words, kind in found.items())


def test_dozens_of_civilians_is_one_mention_with_its_noun(find: Callable[[str], tuple[Mention, ...]]) -> None:
    assert by_words(find("Dozens of civilians fled the fighting."))["Dozens of civilians"] == ("people", "nominal")


def test_two_things_joined_by_and_are_two_mentions(find: Callable[[str], tuple[Mention, ...]]) -> None:
    found = by_words(find("The SDF and coalition forces entered the town."))
    assert found["coalition forces"] == ("organisation", "nominal")
    assert "SDF" in found


def test_a_date_is_no_mention(find: Callable[[str], tuple[Mention, ...]]) -> None:
    assert not any("Tuesday" in mention.words for mention in find("Rebels shelled Aleppo on Tuesday, the New York Times said Tuesday."))


def test_a_surname_is_a_person_once_the_article_has_named_that_person_in_full(find: Callable[[str], tuple[Mention, ...]]) -> None:
    mentions = find("Marwan Khoury led the brigade for a year. Residents accused Khoury of theft. The brigade later expelled Khoury.")
    assert {mention.kind for mention in mentions if mention.words.endswith("Khoury")} == {"person"}


def test_set_phrases_name_nobody(find: Callable[[str], tuple[Mention, ...]]) -> None:
    assert "opposition" not in by_words(find("The tribes stand in opposition to the militia."))


def test_a_text_in_capitals_has_its_mentions_too(find: Callable[[str], tuple[Mention, ...]]) -> None:
    found = by_words(find("THE ARMY SAID THREE SOLDIERS WERE KILLED BY GUERRILLAS IN COLOMBIA."))
    assert found["THE ARMY"][0] == "organisation"
    assert found["THREE SOLDIERS"][0] == "people"
    assert found["COLOMBIA"] == ("place", "name")


def test_mentions_repeat_their_words_and_no_two_have_one_span(find: Callable[[str], tuple[Mention, ...]]) -> None:
    text = "Goran Petrov/AFP\nThe Kurdish YPG, backed by U.S. warplanes, took Manbij from ISIS on 12 August 2016, the group’s spokesman said."
    mentions = find(text)
    assert all(text[mention.start : mention.end] == mention.words for mention in mentions)
    assert len({(mention.start, mention.end) for mention in mentions}) == len(mentions)
    assert [mention.id for mention in mentions] == [f"m{n}" for n in range(1, len(mentions) + 1)]
    assert all(mention.first <= mention.head <= mention.last for mention in mentions)
