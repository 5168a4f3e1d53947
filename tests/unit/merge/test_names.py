"""Names as keys: across spellings and scripts; parties that are one, with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from karama.domain.names import fold_across_scripts
from karama.domain.record import Party
from karama.merge.entities import TOLD_APART, relate_parties
from karama.merge.names import sound_name


def person(name: str, *aliases: str) -> Party:
    return Party(name, name, None, "person", None, aliases)


def no_parent(_: str) -> str | None:
    return None


def test_titles_articles_and_accents_are_no_part_of_a_name() -> None:
    assert fold_across_scripts("Gen. Abdülhamid al-Sa'adi") == "abdulhamid saadi"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Muhammad Yusuf", "Mohammed Youssef"),
        ("Qassem Soleimani", "Kasim Suleymani"),
        ("Хмеймим", "Khmeimim"),
        ("Сергей Шойгу", "Sergei Shoigu"),
        ("محمد", "Muhammad"),
        ("منبج", "Manbij"),
        ("الرقة", "Raqqa"),
    ],
)
def test_one_name_sounds_alike_in_all_its_spellings_and_scripts(name: str, other: str) -> None:
    assert sound_name(name) == sound_name(other)


def test_names_that_differ_do_not_sound_alike() -> None:
    assert sound_name("Tabqa") != sound_name("Raqqa")
    assert sound_name("Mosul") != sound_name("Manbij")


def test_a_surname_is_short_for_the_full_name() -> None:
    assert relate_parties(person("Dillon"), person("Ryan Dillon"), no_parent) == (0.8, "Dillon is short for Ryan Dillon")


def test_a_part_of_a_body_is_like_it_and_says_so() -> None:
    whole = Party("Syrian Democratic Forces", "SDF", "sdf", "armed group", "SYR", ("Shared Name",))
    part = Party("People's Protection Units", "YPG", "ypg", "armed group", "SYR", ("Shared Name",))
    assert relate_parties(whole, part, {"ypg": "sdf"}.get) == (0.8, "People's Protection Units is part of Syrian Democratic Forces")


def test_namesakes_that_people_told_apart_are_two_and_another_spelling_is_still_either() -> None:
    one, other = replace(person("Abu Omar"), base="e_1"), replace(person("Abu Omar"), base="e_2")
    assert relate_parties(one, other, no_parent) == (TOLD_APART, "two are called Abu Omar, as people said")
    assert relate_parties(one, person("Abu Omar"), no_parent)[0] == 0.9


def test_names_that_people_joined_are_one() -> None:
    one, other = replace(person("Abu Omar"), base="e_1"), replace(person("the Doctor"), base="e_1")
    assert relate_parties(one, other, no_parent) == (0.95, "Abu Omar is the Doctor, as people said")
