"""Corrected passages, places by their number, and disagreements that an editor settles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import karama
from karama.api import Record, init_record
from karama.app.decided import DecidedStore
from karama.domain.record import RecordClaim
from karama.errors import InputError
from karama.ports import ClaimQuery
from karama.record.decisions import list_settled

REPORT = "An air strike killed at least 12 people in Raqqa on Monday, the Observatory said. The air strike hit a market in the city of Tripoli."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    file = tmp_path / "report.txt"
    file.write_text(REPORT)
    with init_record(tmp_path / "r.karama") as made:
        made.add([file], published="2017-06-27", by="test")
        yield made


def find(record: Record, kind: str) -> RecordClaim:
    return next(claim for claim in record.tools.store.claims() if claim.kind == kind)


def see(record: Record, claim: RecordClaim) -> RecordClaim:
    return next(DecidedStore(record.tools.store, rejected=True).claims(ClaimQuery(ids=(claim.id,))))


def test_a_passage_is_corrected_by_words_that_stand_in_the_article(record: Record) -> None:
    claim = find(record, "air strike")
    record.deciding("Ann").correct(claim.id, "words", "killed at least 12 people in Raqqa", "the rest is another sentence")
    now = see(record, claim)
    assert REPORT[now.start : now.end] == now.words == "killed at least 12 people in Raqqa"
    assert now.corrected[0].read == claim.words


def test_of_words_that_stand_twice_the_nearest_or_those_at_the_offsets_are_meant(record: Record) -> None:
    claim = find(record, "air strike")
    record.deciding("Ann").correct(claim.id, "words", "air strike", "shorter")
    assert see(record, claim).start == REPORT.index("air strike")
    at = REPORT.rindex("air strike")
    record.deciding("Ann").correct(claim.id, "words", f"{at}:{at + 10} air strike", "the later one")
    assert see(record, claim).start == at


@pytest.mark.parametrize("value", ["killed 13 people", "0:5 wrong", "5:5", "10:9999", "9999999999:99999999999", ""])
def test_a_passage_that_does_not_stand_there_is_refused(record: Record, value: str) -> None:
    with pytest.raises(InputError, match="words: "):
        record.deciding("Ann").correct(find(record, "air strike").id, "words", value, "why")


def test_of_several_places_of_one_name_the_numbered_one_is_taken(record: Record) -> None:
    claim = find(record, "air strike")
    record.deciding("Ann").correct(claim.id, "place", "Tripoli #2210247", "the one in Libya")
    assert [(where.geonames, where.country) for where in see(record, claim).places] == [(2210247, "LBY")]
    with pytest.raises(InputError, match="Tripoli #1"):
        record.deciding("Ann").correct(claim.id, "place", "Tripoli #1", "no such")


def test_a_settling_names_the_decisions_of_both(record: Record) -> None:
    claim = find(record, "air strike")
    yes, no = record.deciding("Ann").accept([claim.id]), record.deciding("Ben").reject([claim.id], "a figure of speech")
    made = record.deciding("Edna").settle(claim.id, "accept", [yes.id, no.id], "the agency tells of a raid")
    assert list_settled(made) == (yes.id, no.id)
    assert list_settled(yes) == ()
    assert not record.verify().faults


def test_a_settling_names_decisions_about_the_claim_and_a_reason(record: Record) -> None:
    claim = find(record, "air strike")
    yes = record.deciding("Ann").accept([claim.id])
    for decisions, reason in (([yes.id], "why"), ([yes.id, "d_0"], "why"), ([yes.id, yes.id], " ")):
        with pytest.raises(InputError):
            record.deciding("Edna").settle(claim.id, "accept", decisions, reason)


@pytest.mark.parametrize("chosen", [True, False])
def test_a_field_is_settled_with_one_coders_value_or_as_it_was_read(record: Record, chosen: bool) -> None:
    claim = find(record, "killing")
    fixed, left = record.deciding("Ann").correct(claim.id, "killed", "15", "the list"), record.deciding("Ben").accept([claim.id])
    made = record.deciding("Edna").settle_field(claim.id, "killed", fixed.id if chosen else None, [fixed.id, left.id], "looked it up")
    told: list[Any] = [(count.low, count.words) for count in see(record, claim).counts if count.unit == "killed"]
    assert told == ([(15.0, "15")] if chosen else [(12.0, claim.counts[0].words)])
    assert list_settled(made) == (fixed.id, left.id)


def test_it_is_there_again_when_the_record_is_opened_anew(record: Record) -> None:
    claim = find(record, "air strike")
    record.deciding("Ann").correct(claim.id, "words", "air strike", "shorter")
    with karama.open(record.path) as again:
        assert see(again, claim).words == "air strike"
