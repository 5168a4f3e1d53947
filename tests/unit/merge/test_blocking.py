"""Which claims are compared, and that these pairs do not grow with the square of the claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.unit.merge.making import CIVILIANS, HASAKA, IS, MAYADIN, RAQQA, SYRIA, TABQA, day, killed, make_claim

from karama.domain.record import RecordClaim
from karama.merge.blocking import group_kind, hash_key, list_keys, list_pairs
from karama.merge.scoring import BY


def test_an_exact_place_and_day_bring_claims_of_kinds_that_go_together() -> None:
    ours = make_claim("a", "air strike", places=(MAYADIN,), dates=(day("2017-06-26"),))
    assert list(list_pairs([ours, make_claim("b", "killing", places=(MAYADIN,), dates=(day("2017-06-26"),))])) == [("c_a", "c_b")]
    assert list(list_pairs([ours, make_claim("b", "protest", places=(MAYADIN,), dates=(day("2017-06-26"),))])) == []
    assert list(list_pairs([ours, make_claim("b", "air strike", places=(HASAKA,), dates=(day("2017-06-26"),))])) == []


def test_a_vague_day_meets_the_exact_days_that_it_may_be() -> None:
    vague = make_claim("a", "air strike", places=(MAYADIN,), dates=(day("2017-06-01", "in June", "2017-06-30"),))
    exact = [make_claim(name, "air strike", places=(MAYADIN,), dates=(day(f"2017-06-{number}"),)) for name, number in (("b", 11), ("c", 26))]
    assert set(list_pairs([vague, *exact])) == {("c_a", "c_b"), ("c_a", "c_c")}


def test_a_vague_place_meets_by_who_or_how_many() -> None:
    vague = make_claim("a", "attack", places=(SYRIA,), dates=(day("2017-06-26"),), actors=(IS,), counts=(killed(57),))
    by_who = make_claim("b", "attack", places=(RAQQA,), dates=(day("2017-06-26"),), actors=(IS,))
    by_figure = make_claim("c", "killing", places=(RAQQA,), dates=(day("2017-06-26"),), counts=(killed(57),))
    assert {("c_a", "c_b"), ("c_a", "c_c")} <= set(list_pairs([vague, by_who, by_figure]))


def test_ground_that_changes_hands_is_not_compared_with_killings() -> None:
    assert group_kind("territory taken") == group_kind("territory lost")
    assert group_kind("air strike") == group_kind("killing")
    assert group_kind("territory taken") != group_kind("killing")


def make_many(months: int) -> list[RecordClaim]:
    """A war of so many months with three places and two claims a day in each."""
    start, found = date(2015, 1, 1), []
    for number in range(months * 30):
        on = (start + timedelta(number)).isoformat()
        for n, place in enumerate((RAQQA, HASAKA, TABQA)):
            claim = make_claim(f"{number:05d}{n}", "air strike", places=(place,), dates=(day(on),), published=on, recipients=(CIVILIANS,))
            found += [claim, replace(claim, id=claim.id + "x", kind="killing", article=claim.article + "x")]
    return found


def test_pairs_grow_with_the_claims_and_not_with_their_square() -> None:
    few, many = make_many(2), make_many(8)
    pairs = [sum(1 for _ in list_pairs(claims)) for claims in (few, many)]
    assert len(many) == 4 * len(few)
    assert pairs[1] <= 4.5 * pairs[0]


def test_a_key_that_too_many_share_is_split_and_nobody_meets_more_than_the_first_so_many() -> None:
    """One town, one day: forty strikes with figures that only two of them share."""
    claims = [
        make_claim(f"{n:02d}", "air strike", places=(MAYADIN,), dates=(day("2017-06-26"),), counts=(killed(10 + n // 2),), published=f"2017-06-{27 + n % 3}")
        for n in range(40)
    ]
    pairs = set(list_pairs(claims, most=8))
    assert {(f"c_{n:02d}", f"c_{n + 1:02d}") for n in range(0, 40, 2)} <= pairs
    assert len(pairs) < 40 * 39 // 4
    assert set(list_pairs(claims[::-1], most=8)) == pairs


def test_keys_that_change_come_with_new_rules() -> None:
    """A record's index holds keys as they were: raise `scoring.BY`, so that records are merged anew, and put the new digest here."""
    claims = [
        *make_many(1), make_claim("v", "attack", places=(SYRIA,), dates=(day("2017-06-01", "in June", "2017-06-30"),), actors=(IS,), counts=(killed(57),)),
        make_claim("u", "killing", " ".join(["word"] * 12), places=(HASAKA, TABQA), recipients=(CIVILIANS,), published=None, start=5000),
    ]  # fmt: skip
    texts = "\n".join(f"{claim.id} {key.text} {key.asks}" for claim in claims for key in list_keys(claim))
    assert (BY, hash_key(texts)) == ("merge/2", -8942053321410425479)
