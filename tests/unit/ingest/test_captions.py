"""Captions, credits and desk notes."""

from __future__ import annotations

import pytest

from karama.ingest.captions import find_caption, find_credit, find_desk_note

CAPTION = "Smoke rises over Kerat, Syria."


@pytest.mark.parametrize(
    "credit",
    [
        "Jo Bell/REUTERS",
        "(AP Photo/Jo Bell)",
        "REUTERS/Jo Bell/File Photo",
        "Photo: Jo Bell",
        "Photo by Jo Bell",
        "Jo Bell/AFP via Getty Images",
        "© 2017 Jo Bell",
        "Getty Images",
        "Photo courtesy of the Ministry of Defence",
    ],
)
def test_a_credit_closes_a_caption_or_stands_alone(credit: str) -> None:
    assert find_credit(credit) == 0
    assert find_credit(f"{CAPTION} {credit}") == len(CAPTION) + 1


@pytest.mark.parametrize(
    "prose",
    [
        "The Red Cross (ICRC).",
        "Photographs of troops were shown in the town.",
        "He was armed with a .357 magnum.",
        "The state agency SANA said so.",
        "Images of the strike were shared. Residents fled.",
    ],
)
def test_prose_has_no_credit(prose: str) -> None:
    assert find_credit(prose) is None


def test_a_name_with_a_stroke_is_a_credit_behind_a_caption_and_not_behind_prose() -> None:
    assert find_credit("Smoke rises over Kerat. Ann Bell/Daily Ford", in_caption=True) == 24
    assert find_credit("Shells closed the road. Kerat/Manat Junction") is None


def test_a_paragraph_that_says_so_is_a_caption() -> None:
    line = "FILE - In this March 3, 2016 file photo, smoke rises over Kerat."
    assert find_caption(line) == (7, len(line))


def test_a_caption_that_runs_into_the_text_ends_with_its_first_sentence() -> None:
    line = "FILE - Smoke rises over the market of Kerat, Syria, July 1, 2017. " + "The army denied it. " * 30
    begin, end = find_caption(line) or (0, 0)
    assert line[begin:end] == "Smoke rises over the market of Kerat, Syria, July 1, 2017."


def test_an_agency_in_brackets_behind_the_last_stop_is_a_desk_note() -> None:
    assert find_desk_note("The town fell. (Reuters)") == 15
    assert find_desk_note("The town fell, said the Red Cross (ICRC)") is None
