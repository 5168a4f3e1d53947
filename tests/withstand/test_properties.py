"""Rules that hold for every value: what is kept comes back, what a text says stands where it is said to stand, days lie in their periods."""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rounds import choose

from karama import codec
from karama.app.asking import read_days
from karama.domain.reading import Reading
from karama.errors import InputError
from karama.ports import Kept
from karama.record.ledger import digest_data, digest_value

KINDS = [kind for kind in get_args(Kept) if hasattr(kind, "__dataclass_fields__")]
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(str, WORDS)
st.register_type_strategy(float, NUMBERS)
# Pieces of reports that the annotators look at, put together at random.
PIECES = (
    "at least ", "12 ", "twelve ", "1,200 ", "some ", "dozens of ", "people ", "civilians ", "were killed ", "were not killed ", "in Raqqa ", "near Mosul, ", "on Sunday ",
    "on 2 July 2017 ", "last week ", "two days ago ", "between 5 and 7 ", "5 km north of ", "the army ", "said ", "that ", "“We saw it,” ", "a doctor ", "reportedly ",
    ". ", ", ", "; ", "\n\n", "— ", "(", ")", "and ", "or ", "no ", "air strikes ", "hit ", "مدينة ", "e\u0301 ", "\u200b", "\U0001f600 ", "U.S. ", "Gen. ",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_whatever_is_kept_comes_back_as_it_was_and_has_one_digest(kind: type) -> None:
    @settings(max_examples=choose(15, 300), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(kind))
    def check(value: object) -> None:
        data = codec.encode(value)
        again = codec.decode(kind, data)
        assert again == value
        assert digest_value(again) == digest_data(data)

    check()


@settings(max_examples=choose(25, 500), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), min_size=3, max_size=40))
def test_every_note_of_a_reading_carries_the_words_that_stand_there(read: Callable[..., Reading], pieces: list[str]) -> None:
    text = "Shelling killed 9 people in Homs, a doctor said. " + "".join(pieces)
    reading = read(text, "2017-07-05")
    body = reading.article.text
    data = codec.encode_reading(reading)
    assert codec.encode_reading(codec.decode_reading(data)) == data
    assert_carried(body, data)
    for quantity in reading.quantities:
        low, high = getattr(quantity, "low", None), getattr(quantity, "high", None)
        assert low is None or high is None or low <= high
    assert read(text, "2017-07-05") == reading


def assert_carried(body: str, data: object) -> None:
    """Wherever start, end and words stand together, the text between is the words."""
    if isinstance(data, dict):
        if {"start", "end", "words"} <= data.keys() and isinstance(data["start"], int) and data["end"] > data["start"]:
            assert body[data["start"] : data["end"]] == data["words"]
        for value in data.values():
            assert_carried(body, value)
    elif isinstance(data, list):
        for value in data:
            assert_carried(body, value)


@settings(max_examples=choose(200, 5000), deadline=None)
@given(st.dates(date(1000, 1, 1)), st.sampled_from((10, 7, 4)))
def test_a_day_lies_within_its_day_month_and_year(day: date, length: int) -> None:
    first, last = read_days(day.isoformat()[:length])
    assert first is not None and last is not None
    assert first <= day.isoformat() <= last
    assert read_days(f"{first}/{last}") == (first, last)


@settings(max_examples=choose(300, 5000), deadline=None)
@given(st.text(max_size=30) | st.from_regex(r"\A-?\d{1,25}(-\d{1,3}){0,3}\Z"))
def test_whatever_is_written_for_days_is_days_or_refused(words: str) -> None:
    try:
        first, last = read_days(words)
    except InputError as error:
        assert "\n" not in str(error)
        return
    for day in (first, last):
        assert day is None or date.fromisoformat(day).isoformat() == day
