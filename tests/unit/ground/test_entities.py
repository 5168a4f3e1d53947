"""Entities: which mentions of an article are one thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.annotate.mentions import annotate_mentions
from karama.annotate.toponyms import find_toponyms
from karama.app.pipeline import Tools
from karama.domain.annotations import Mention
from karama.domain.entities import Entity
from karama.domain.parse import Parse
from karama.domain.reading import Issue
from karama.ground.aliases import is_acronym, strip_titles
from karama.ground.entities import build_entities
from karama.ground.places import ground_places

Found = tuple[tuple[Mention, ...], tuple[Entity, ...], tuple[Issue, ...]]


@pytest.fixture(scope="session")
def build(tools: Tools, parse: Callable[[str], Parse]) -> Callable[[str], Found]:
    """text -> mentions with entities, entities, issues."""

    def run(text: str) -> Found:
        parsed = parse(text)
        mentions = annotate_mentions(parsed, find_toponyms(parsed, tools.gazetteer, tools.actors), (), tools.actors)
        places, _ = ground_places(parsed, mentions, tools.gazetteer)
        return build_entities(parsed, mentions, places, tools.actors)

    return run


def entity_of(found: Found, words: str, nth: int = 0) -> str | None:
    return [mention.entity for mention in found[0] if mention.words == words][nth]


def test_names_of_one_actor_of_the_base_are_one_entity(build: Callable[[str], Found]) -> None:
    found = build("ISIS lost the town. Fighters of Daesh fled, and Islamic State said nothing.")
    assert entity_of(found, "ISIS") == entity_of(found, "Daesh") == entity_of(found, "Islamic State")


def test_an_acronym_in_brackets_is_the_name_before_it_from_then_on(build: Callable[[str], Found]) -> None:
    found = build("The Green Valley Brigades (GVB) took the post. Later the GVB left it.")
    assert entity_of(found, "GVB", 0) == entity_of(found, "GVB", 1) == entity_of(found, "Green Valley Brigades")


def test_a_surname_is_the_person_named_before(build: Callable[[str], Found]) -> None:
    found = build("Gen. Marwan Khoury spoke in Beirut. Khoury said the army would stay.")
    assert entity_of(found, "Khoury") == entity_of(found, "Gen. Marwan Khoury")
    assert next(entity for entity in found[1] if entity.id == entity_of(found, "Khoury")).name == "Marwan Khoury"


def test_a_bare_partial_name_is_the_group_named_in_full_before(build: Callable[[str], Found]) -> None:
    found = build("The Syrian Democratic Forces (SDF) entered Raqqa. If Syrian forces succeed, the city will be free of ISIS.")
    assert entity_of(found, "Syrian forces") == entity_of(found, "SDF")


def test_government_forces_are_not_the_group_with_a_like_name(build: Callable[[str], Found]) -> None:
    found = build("The Syrian Democratic Forces entered Raqqa. Syrian government forces stayed south of the river.")
    assert entity_of(found, "Syrian government forces") != entity_of(found, "Syrian Democratic Forces")


def test_the_extremist_group_is_the_armed_group_named_before(build: Callable[[str], Found]) -> None:
    found = build("ISIS attacked the village of Tal Afar. The extremist group said nothing.")
    assert entity_of(found, "The extremist group") == entity_of(found, "ISIS")


def test_the_city_is_the_city_named_before(build: Callable[[str], Found]) -> None:
    found = build("Troops reached Mosul at dawn. Residents of the city were told to stay at home.")
    assert entity_of(found, "the city") == entity_of(found, "Mosul")


def test_the_city_of_a_name_is_the_city_of_that_name(build: Callable[[str], Found]) -> None:
    found = build("Troops reached Mosul at dawn, while others shelled the town of Tal Afar.")
    assert entity_of(found, "the town") == entity_of(found, "Tal Afar") != entity_of(found, "Mosul")


def test_a_reflexive_is_the_subject_of_its_verb(build: Callable[[str], Found]) -> None:
    found = build("A suicide bomber blew himself up in Kabul.")
    assert entity_of(found, "himself") == entity_of(found, "A suicide bomber")


def test_a_nationality_word_is_not_its_country(build: Callable[[str], Found]) -> None:
    found = build("Iraq said Iraqi troops had crossed the river.")
    assert entity_of(found, "Iraq") != entity_of(found, "Iraqi")


def test_an_object_pronoun_is_not_the_subject_of_its_verb(build: Callable[[str], Found]) -> None:
    found = build("ISIS held 200 civilians in the hospital and used them as shields.")
    assert entity_of(found, "them") == entity_of(found, "200 civilians")


def test_a_pronoun_agrees_in_gender(build: Callable[[str], Found]) -> None:
    found = build("Fatima Haddad met Omar Nasser in Amman. She said the talks had failed.")
    assert entity_of(found, "She") == entity_of(found, "Fatima Haddad")


def test_who_is_what_the_clause_hangs_on(build: Callable[[str], Found]) -> None:
    found = build("Police arrested two men who had planted a bomb.")
    assert entity_of(found, "who") == entity_of(found, "two men")


def test_the_two_leaders_carry_the_names_of_both(build: Callable[[str], Found]) -> None:
    found = build("Marwan Khoury met Omar Nasser on the border. The two leaders agreed on a buffer.")
    pair = next(entity for entity in found[1] if entity.name == "The two leaders")
    assert pair.aliases == ("Marwan Khoury", "Omar Nasser")


def test_a_pronoun_that_nothing_fits_is_an_issue_and_has_no_entity(build: Callable[[str], Found]) -> None:
    mentions, _, issues = build("He was arrested at dawn.")
    assert [(issue.code, issue.words) for issue in issues] == [("unresolved-pronoun", "He")]
    assert mentions[0].entity is None


def test_every_description_has_an_entity_of_its_own_or_a_shared_one(build: Callable[[str], Found]) -> None:
    mentions, entities, _ = build("Around 50,000 civilians are left in the city, officials fear.")
    assert all(mention.entity in {entity.id for entity in entities} for mention in mentions if mention.form != "pronoun")


@pytest.mark.parametrize(
    ("short", "name"),
    [("SDF", "Syrian Democratic Forces"), ("ISIL", "Islamic State of Iraq and the Levant"), ("FARC", "Fuerzas Armadas Revolucionarias de Colombia")],
)
def test_an_acronym_has_the_first_letters_of_the_name(short: str, name: str) -> None:
    assert is_acronym(short, name)


@pytest.mark.parametrize(
    ("said", "name"), [("Lt. Gen. Stephen J. Townsend", "Stephen J. Townsend"), ("Minister of Defence", "Minister of Defence"), ("Omar Nasser", "Omar Nasser")]
)
def test_titles_are_no_part_of_a_name(said: str, name: str) -> None:
    assert strip_titles(said) == name
