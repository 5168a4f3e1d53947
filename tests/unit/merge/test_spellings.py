"""One name in many spellings and scripts, and names that only sound alike."""

from __future__ import annotations

import pytest

from karama.merge.spellings import key_name, share_spelling

SAME = [
    ("Mohammed Youssef", "Muhammad Yusuf"),
    ("Qassem Soleimani", "Kasim Suleymani"),
    ("Ahrar al-Sham", "Ахрар аш-Шам"),
    ("Ahrar al-Sham", "أحرار الشام"),
    ("Ахрар аш-Шам", "أحرار الشام"),
    ("Hussein Ali", "حسين علي"),
    ("Mohammed Hammoud", "محمد حمود"),
    ("Jabhat al-Nusra", "جبهة النصرة"),
    ("Katibat al-Nasr", "Катибат ан-Наср"),
]
OTHERS = [
    ("Ali Hassan", "Ali Hussein"),
    ("Hussein Ali", "حسن علي"),
    ("Omar Amin", "Amir Amin"),
    ("Samir Khoury", "Samar Khoury"),
    ("Hamdi Saleh", "Hamid Saleh"),
    ("Tabqa", "Raqqa"),
    ("Ali Hassan", "Hassan"),
]


@pytest.mark.parametrize(("name", "other"), SAME)
def test_spellings_of_one_name_meet_under_one_key_and_are_one(name: str, other: str) -> None:
    assert key_name(name) == key_name(other)
    assert share_spelling(name, other)
    assert share_spelling(other, name)


@pytest.mark.parametrize(("name", "other"), OTHERS)
def test_names_that_only_sound_alike_are_two(name: str, other: str) -> None:
    assert not (key_name(name) == key_name(other) and share_spelling(name, other))


def test_an_acronym_meets_its_initials_and_a_short_name_only_itself() -> None:
    assert key_name("F.S.A.") == key_name("FSA") == "#fsa"
    assert key_name("Abu Omar") == "=abu omar"
    assert key_name("...") == ""
