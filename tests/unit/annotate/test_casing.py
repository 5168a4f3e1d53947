"""Casing: text in capitals gets a likely case of the same length; other text stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.annotate.casing import is_shouted, make_recase

NAMES = {"el salvador": "El Salvador", "farabundo marti front": "Farabundo Marti Front", "fmln": "FMLN"}
WORDS = frozenset("army killed soldiers attack mayor village bomb exploded near yesterday".split())


@pytest.fixture
def recase() -> Callable[[str], str]:
    return make_recase(lambda name: NAMES.get(name.lower()), lambda word: word in WORDS)


def test_text_in_capitals_becomes_a_sentence(recase: Callable[[str], str]) -> None:
    assert recase("THE ARMY KILLED SOLDIERS OF THE FMLN IN EL SALVADOR.") == "The army killed soldiers of the FMLN in El Salvador."


def test_a_word_that_nobody_knows_is_a_name(recase: Callable[[str], str]) -> None:
    assert recase("A BOMB EXPLODED NEAR USULUTAN YESTERDAY.") == "A bomb exploded near Usulutan yesterday."


def test_initials_stay_as_they_are(recase: Callable[[str], str]) -> None:
    assert "U.S." in recase("THE U.S. ARMY KILLED SOLDIERS NEAR THE VILLAGE.")


def test_letters_in_brackets_are_an_acronym(recase: Callable[[str], str]) -> None:
    assert "(ERP)" in recase("THE ATTACK BY THE ARMY (ERP) KILLED THE MAYOR.")


def test_ordinary_text_stays_as_it_is(recase: Callable[[str], str]) -> None:
    text = "ISIS and the SDF fought in Raqqa, the BBC said."
    assert recase(text) == text
    assert not is_shouted("USAID")


@pytest.mark.parametrize("text", ["STRASSE İZMIR ŞIRNAK ATTACK BY THE ARMY NEAR THE VILLAGE", "A" * 5000, "(" * 500 + "ARMY KILLED SOLDIERS NEAR VILLAGE" * 3])
def test_the_length_never_changes(recase: Callable[[str], str], text: str) -> None:
    assert len(recase(text)) == len(text)


def test_a_headline_in_title_case_is_read_as_a_sentence(recase: Callable[[str], str]) -> None:
    assert recase("Army Killed Village Mayor near Usulutan") == "Army killed village mayor near Usulutan"


def test_an_acronym_in_a_headline_stays(recase: Callable[[str], str]) -> None:
    assert recase("FMLN Bomb Exploded Near Village Mayor in El Salvador").startswith("FMLN bomb exploded near village mayor in El Salvador")


def test_a_sentence_with_many_names_is_no_headline(recase: Callable[[str], str]) -> None:
    text = "Army General Pedro Village Mayor Soldiers killed Maria Attack."
    assert recase(text) == text
