"""Names as keys: across spellings and scripts; entities that are one, with the reason."""

from __future__ import annotations

import pytest

from karama.domain.record import Party
from karama.merge.entities import judge_entities, relate_parties
from karama.merge.names import fold_name, sound_name


def person(name: str, *aliases: str) -> Party:
    return Party(name, name, None, "person", None, aliases)


def no_parent(_: str) -> str | None:
    return None


def test_titles_articles_and_accents_are_no_part_of_a_name() -> None:
    assert fold_name("Gen. Abdülhamid al-Sa'adi") == "abdulhamid saadi"


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


def test_two_spellings_are_judged_one_person_and_two_names_not() -> None:
    found = judge_entities([person("Mohammed Youssef"), person("Muhammad Yusuf"), person("Omar Hassan")], no_parent)
    assert [(j.left, j.right, j.same) for j in found] == [("name:mohammed youssef", "name:muhammad yusuf", True)]
    assert found[0].likenesses[0].reason == "Mohammed Youssef is Muhammad Yusuf in another spelling"


def test_a_surname_is_short_for_the_full_name() -> None:
    assert relate_parties(person("Dillon"), person("Ryan Dillon"), no_parent) == (0.8, "Dillon is short for Ryan Dillon")


def test_a_part_is_like_its_body_and_yet_not_judged_the_same() -> None:
    whole = Party("Syrian Democratic Forces", "SDF", "sdf", "armed group", "SYR", ("Shared Name",))
    part = Party("People's Protection Units", "YPG", "ypg", "armed group", "SYR", ("Shared Name",))
    found = judge_entities([whole, part], {"ypg": "sdf"}.get)
    assert [(j.score, j.same) for j in found] == [(0.8, False)]
