"""Claims laid flat: one step from the sentence, with ids that depend on nothing but the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from karama.domain.reading import Reading
from karama.domain.record import RecordClaim
from karama.record.claims import list_record_claims

TEXT = (
    "At least 12 civilians were killed in an air strike by the Russian air force on the town of Binnish on Tuesday, the hospital's director said.\n"
    "The Syrian Democratic Forces control the village of Kasrat Afnan, the Syrian Observatory for Human Rights said.\n"
    "Iran and Russia back the Syrian government.\n"
)


@pytest.fixture(scope="module")
def reading(read: Callable[..., Reading]) -> Reading:
    return read(TEXT, "2017-07-05")


@pytest.fixture(scope="module")
def claims(reading: Reading) -> tuple[RecordClaim, ...]:
    return list_record_claims(reading, "r_1")


def test_every_claim_of_a_reading_is_kept_with_its_passage(reading: Reading, claims: tuple[RecordClaim, ...]) -> None:
    assert [claim.local for claim in claims] == [claim.id for claim in reading.claims]
    assert all(TEXT[claim.start : claim.end] == claim.words for claim in claims)
    assert all(claim.start <= claim.trigger.start < claim.trigger.end <= claim.end for claim in claims)


def test_an_event_carries_its_place_day_figures_and_day_of_publication(claims: tuple[RecordClaim, ...]) -> None:
    killed = next(claim for claim in claims if claim.what == "event" and claim.counts)
    assert "Binnish" in [place.name for place in killed.places]
    assert {(when.earliest, when.latest) for when in killed.dates} == {("2017-07-04", "2017-07-04")}
    assert [(count.unit, count.low, count.high) for count in killed.counts] == [("killed", 12, None)]
    assert killed.published == "2017-07-05"
    assert [speaker.words for speaker in killed.speakers] == ["the hospital's director"]


def test_ids_are_the_same_for_another_run_and_values_for_another_score(reading: Reading, claims: tuple[RecordClaim, ...]) -> None:
    surer = replace(reading, events=tuple(replace(event, score=0.9) for event in reading.events))
    again = list_record_claims(surer, "r_2")
    assert [(claim.id, claim.value) for claim in again] == [(claim.id, claim.value) for claim in claims]
    assert {claim.run for claim in again} == {"r_2"}


def test_another_answer_about_the_same_words_has_the_same_id_and_another_value(reading: Reading, claims: tuple[RecordClaim, ...]) -> None:
    planned = replace(reading, events=tuple(replace(event, modality="planned") for event in reading.events))
    again = {claim.id: claim.value for claim in list_record_claims(planned, "r_1")}
    events = [claim for claim in claims if claim.what == "event"]
    assert events
    assert all(again[claim.id] != claim.value for claim in events)


def test_ids_are_unique_within_an_article(reading: Reading, claims: tuple[RecordClaim, ...]) -> None:
    doubled = replace(reading, claims=reading.claims + reading.claims)
    ids = [claim.id for claim in list_record_claims(doubled, "r_1")]
    assert len(set(ids)) == len(ids) == 2 * len(claims)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A spokesman told reporters in Baghdad that around 2,500 militants remained in Raqqa.", ["Raqqa"]),
        ("Between 30,000 and 50,000 civilians are still inside the city of Raqqa, the agency said.", ["Raqqa"]),
        ("There are 500 families in the camp, aid workers in Raqqa said.", []),
    ],
)
def test_a_figure_of_people_has_the_place_that_the_sentence_puts_them_at(read: Callable[..., Reading], text: str, places: list[str]) -> None:
    (claim,) = (claim for claim in list_record_claims(read(text, "2017-07-05"), "r_1") if claim.counts)
    assert [place.name for place in claim.places] == places
