"""Figures of agreement against published examples, and what counts as a judgement."""

from __future__ import annotations

import json
from typing import Any

import pytest

from karama.domain.record import Decision
from karama.record.agreement import find_alpha, find_kappa, list_differences, list_ratings, measure, measure_field, measure_verdicts

VALUES = {f"c_{n}": (f"v_{n}", "air strike") for n in range(9)}


def decide(by: str, verdict: Any, claim: str = "c_1", field: str | None = None, value: str | None = None, **other: Any) -> Decision:
    decide.count += 1  # type: ignore[attr-defined]
    return Decision(f"d_{decide.count}", verdict, (claim,), (other.get("of", "v_" + claim[2:]),), field, value, "", by, "")  # type: ignore[attr-defined]


decide.count = 0  # type: ignore[attr-defined]


def correct(by: str, low: float, words: str = "", claim: str = "c_1", settles: tuple[str, ...] = ()) -> Decision:
    part = {"unit": "killed", "low": low, "high": low, "approximate": False, "words": words, "of": None}
    return decide(by, "correct", claim, "killed", json.dumps({"words": words or str(low), "parts": [part], "settles": settles}))


def test_cohens_kappa_is_that_of_the_textbook() -> None:
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert find_kappa(pairs) == pytest.approx(0.4)
    assert find_kappa([("yes", "yes")] * 5) is None and find_kappa([]) is None


def test_krippendorffs_alpha_is_that_of_his_examples() -> None:
    two = [list(pair) for pair in zip("0100000010", "1110010000", strict=True)]
    assert find_alpha(two) == pytest.approx(0.095, abs=0.001)
    four = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")  # a dot: not judged
    units = [[label for label in column if label != "."] for column in zip(*four, strict=True)]
    assert find_alpha(units) == pytest.approx(0.743, abs=0.001)
    assert find_alpha([["1", "1"], ["1"]]) is None and find_alpha([]) is None


def test_perfect_agreement_is_one_and_the_order_of_people_is_nothing() -> None:
    given = [(str(n), who, "ab"[n % 2]) for n in range(6) for who in ("Ann", "Ben")]
    found = measure(given)
    assert (found.raw, found.kappa, found.alpha, found.items, found.agreed) == (1.0, 1.0, 1.0, 6, 6)
    assert measure(given[::-1]).alpha == 1.0


def test_claims_of_one_person_say_nothing_about_agreement() -> None:
    found = measure_verdicts(list_ratings([decide("Ann", "accept"), decide("Ann", "reject", "c_2"), decide("Ben", "accept", "c_3")], VALUES))
    assert (found.items, found.raw, found.kappa, found.alpha) == (0, None, None, None)


def test_the_last_verdict_on_the_claim_as_it_reads_now_counts() -> None:
    made = [decide("Ann", "accept", of="v_old"), decide("Ben", "reject"), decide("Ben", "accept"), decide("Cleo", "accept")]
    found = measure_verdicts(list_ratings(made, VALUES))
    assert (found.people, found.labels) == (("Ben", "Cleo"), {"accept": 2})


def test_of_three_people_pairs_are_counted_and_kappa_is_left_to_two() -> None:
    found = measure_verdicts(list_ratings([decide("Ann", "accept"), decide("Ben", "accept"), decide("Cleo", "reject")], VALUES))
    assert (found.pairs, found.agreed, found.kappa) == (3, 1, None) and found.alpha is not None


def test_a_field_is_compared_by_what_it_means_among_those_who_hold_the_claim_for_right() -> None:
    made = [correct("Ann", 12, "12"), correct("Ben", 12, "twelve"), decide("Cleo", "accept"), decide("Dan", "reject")]
    found = measure_field(list_ratings(made, VALUES), "killed")
    assert (found.people, found.pairs, found.agreed) == (("Ann", "Ben", "Cleo"), 3, 1)


def test_a_difference_stays_open_until_all_its_judgements_are_settled() -> None:
    yes, no = decide("Ann", "accept"), decide("Ben", "reject")
    (found,) = list_differences(list_ratings([yes, no], VALUES), [yes, no])
    assert found.settled is None and [(who, says) for who, says, _ in found.sayings] == [("Ann", "accept"), ("Ben", "reject")]
    half, whole = decide("Edna", "accept", value=yes.id), decide("Edna", "accept", value=f"{yes.id} {no.id}")
    assert list_differences(list_ratings([yes, no, half], VALUES), [yes, no, half])[0].settled is None
    assert list_differences(list_ratings([yes, no, whole], VALUES), [yes, no, whole])[0].settled == whole
    again = decide("Ben", "reject")
    assert list_differences(list_ratings([yes, no, whole, again], VALUES), [yes, no, whole, again])[0].settled is None


def test_who_settles_is_no_coder() -> None:
    yes, no = decide("Ann", "accept"), decide("Ben", "reject")
    ended = decide("Edna", "accept", value=f"{yes.id} {no.id}")
    fixed = correct("Edna", 5, settles=(yes.id, no.id))
    assert {one.person for one in list_ratings([yes, no, ended, fixed], VALUES)} == {"Ann", "Ben"}


def test_fields_differ_apart_from_the_verdict() -> None:
    made = [decide("Ann", "accept"), correct("Ann", 12), decide("Ben", "accept")]
    (found,) = list_differences(list_ratings(made, VALUES), made)
    assert (found.field, [says for _, says, _ in found.sayings]) == ("killed", ["12", "as read"])
