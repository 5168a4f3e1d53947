"""Where datelines end."""

from __future__ import annotations

import pytest

from karama.ingest.datelines import find_dateline, is_date_line


@pytest.mark.parametrize(
    "dateline",
    [
        "KANDAHAR, Afghanistan, Oct. 3 (Xinhua) --",
        "BEIRUT (Reuters) -",
        "Beirut (AFP) –",
        "ADEN/DUBAI (Reuters) -",
        "DAMASCUS, July 2 (SANA)",
        "WASHINGTON —",
        "KABUL:",
        "Geneva, 3 May 2016 –",
        "(CNN) --",
        "MOSCOW. July 2 (Interfax) -",
        "UNITED NATIONS, Oct 3 (Reuters) -",
        "Mosul, Iraq –",
        "SAN SALVADOR, 3 JAN 90 -- [REPORT] [TEXT]",
    ],
)
def test_place_date_and_agency_before_a_dash_are_the_dateline(dateline: str) -> None:
    paragraph = f"{dateline} The army took the bridge on Sunday."
    assert paragraph[: find_dateline(paragraph)].strip() == dateline


@pytest.mark.parametrize(
    "paragraph",
    [
        "ISIS — the group that held the town — withdrew.",
        "NATO - The alliance said so.",
        "The army - The navy too - came.",
        "Saturday's attack — The worst in years.",
        "BREAKING - Shells hit the market.",
        "THE ARMY -- LED BY TWO GENERALS -- CAME.",
        "Mr Bell: The town has fallen.",
        "The talks in Geneva (Reuters) The end.",
    ],
)
def test_a_sentence_with_a_dash_has_no_dateline(paragraph: str) -> None:
    assert find_dateline(paragraph) == 0


@pytest.mark.parametrize("line", ["Sunday, July 2, 2017", "2 July 2017", "Published: 2 July 2017 at 10:15 GMT", "2017-07-02"])
def test_a_line_with_nothing_but_a_date_is_a_date_line(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize("line", ["In July 2017 the town fell", "12 people", "July"])
def test_a_line_with_other_words_or_no_figure_is_no_date_line(line: str) -> None:
    assert not is_date_line(line)
