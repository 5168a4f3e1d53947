"""What every comparison keeps, and what each of them says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.merge.making import (
    CIVILIANS,
    HASAKA,
    IS,
    MAYADIN,
    MILITANTS,
    RAQQA,
    RAQQA_PROVINCE,
    SDF,
    SYRIA,
    TABQA,
    YPG,
    day,
    killed,
    make_claim,
)  # fmt: skip

from karama.domain.record import Count, Party, RecordClaim
from karama.merge.compare import FEATURES, compare_claims
from karama.merge.compare.kinds import ROWS, relate_kinds
from karama.merge.compare.likeness import Known

VECTORS = {"c_a": [1.0, 0.0], "c_b": [0.6, 0.8], "c_c": [-1.0, 0.0]}
KNOWN = Known(
    parent={"peoples-protection-units": "syrian-democratic-forces"}.get,
    meaning=lambda claim: VECTORS.get(claim.id),
    stories={"x": frozenset("abcde"), "y": frozenset("cdefg")},
)
KINDS = sorted({kind for _, _, left, right in ROWS for kind in left | right})
CLAIMS = st.builds(
    lambda name, kind, places, dates, actors, recipients, counts, article, start, published: make_claim(
        name, kind, places=tuple(places), dates=tuple(dates), actors=tuple(actors), recipients=tuple(recipients), counts=tuple(counts), article=article,
        start=start, published=published,
    ),
    st.sampled_from("abcd"),
    st.sampled_from(KINDS),
    st.lists(st.sampled_from((RAQQA, MAYADIN, TABQA, HASAKA, RAQQA_PROVINCE, SYRIA)), max_size=2),
    st.lists(st.sampled_from((day("2017-06-26"), day("2017-06-27", "early Tuesday"), day("2017-06-01", "June", "2017-06-30"))), max_size=2),
    st.lists(st.sampled_from((IS, SDF, YPG, MILITANTS)), max_size=2),
    st.lists(st.sampled_from((IS, CIVILIANS)), max_size=2),
    st.lists(st.sampled_from((killed(12), killed(57, 57), Count("wounded", 3, 9, True, "some"))), max_size=2),
    st.sampled_from("xyz"),
    st.sampled_from((0, 150, 5000)),
    st.sampled_from((None, "2017-06-28", "2017-07-20")),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(CLAIMS, CLAIMS)
def test_every_comparison_is_symmetric_and_between_0_and_1(a: RecordClaim, b: RecordClaim) -> None:
    for feature in FEATURES:
        ours, other = compare_claims(feature, a, b, KNOWN), compare_claims(feature, b, a, KNOWN)
        assert ours.score == other.score, feature
        assert 0.0 <= ours.score <= 1.0, feature
        assert ours.reason and ours.reason == other.reason, feature


@settings(max_examples=50, deadline=None)
@given(CLAIMS)
def test_a_claim_is_wholly_like_itself(a: RecordClaim) -> None:
    assert all(compare_claims(feature, a, a, KNOWN).score == 1.0 for feature in FEATURES)


def test_nothing_is_said_where_nothing_is_known() -> None:
    a, b = (make_claim(name, published=None) for name in "mn")
    silent = {feature for feature in FEATURES if compare_claims(feature, a, b, Known()).score == 0.5}
    assert silent == set(FEATURES) - {"kind"}


@pytest.mark.parametrize(
    ("kind", "other", "least", "most"),
    [
        ("air strike", "killing", 0.7, 0.8),
        ("air strike", "bombing", 0.55, 0.65),
        ("suicide bombing", "explosion", 0.7, 0.8),
        ("killing", "death", 0.8, 0.9),
        ("territory taken", "territory lost", 0.7, 0.8),
        ("air strike", "protest", 0.0, 0.05),
        ("killing", "territory taken", 0.0, 0.05),
    ],
)
def test_kinds_go_together_as_they_do_in_one_happening(kind: str, other: str, least: float, most: float) -> None:
    assert least <= relate_kinds(kind, other)[0] <= most


def compare(feature: str, **given: tuple) -> tuple[float, str]:  # type: ignore[type-arg]
    """The likeness of two claims that differ in one field only."""
    ((name, (ours, other)),) = given.items()
    a, b = make_claim("m"), make_claim("n")
    likeness = compare_claims(feature, replace(a, **{name: ours}), replace(b, **{name: other}), KNOWN)
    return likeness.score, likeness.reason


def test_places_are_told_apart_by_distance_against_how_exactly_they_are_known() -> None:
    assert compare("place", places=((RAQQA,), (RAQQA,))) == (0.9, "both Raqqa")
    assert compare("place", places=((RAQQA,), (HASAKA,)))[0] == 0.0
    assert compare("place", places=((RAQQA,), (TABQA,))) == (0.12, "Raqqa and Tabqa lie 43 km apart")
    assert compare("place", places=((RAQQA,), (RAQQA_PROVINCE,)))[0] == 0.55
    assert compare("place", places=((HASAKA,), (RAQQA_PROVINCE,)))[0] < 0.5
    assert compare("place", places=((SYRIA,), (SYRIA,)))[0] < 0.6


def test_days_are_told_apart_unless_their_words_are_vague() -> None:
    assert compare("days", dates=((day("2017-06-26"),), (day("2017-06-27"),)))[0] == 0.0
    assert compare("days", dates=((day("2017-06-26", "overnight"),), (day("2017-06-27"),)))[0] == 0.6
    assert compare("days", dates=((day("2017-06-26"),), (day("2017-06-01", "June", "2017-06-30"),)))[0] == 0.55


def test_actors_are_the_same_by_base_part_or_silence_and_different_as_two_sides() -> None:
    assert compare("actors", actors=((IS,), (IS,)))[0] == 0.95
    assert compare("actors", actors=((SDF,), (YPG,))) == (0.8, "People's Protection Units is part of Syrian Democratic Forces")
    assert compare("actors", actors=((IS,), (SDF,))) == (0.1, "Islamic State and Syrian Democratic Forces are two sides")
    assert compare("actors", actors=((IS,), (MILITANTS,)))[0] == 0.5


def test_a_state_that_leads_a_coalition_may_stand_for_it() -> None:
    state = Party("United States", "the U.S.", "state-usa", "government", "USA", ("U.S.",))
    coalition = Party("Combined Joint Task Force", "the U.S.-led coalition", "cjtf", "military", None, ("U.S.-led coalition",))
    assert compare("actors", actors=((state,), (coalition,))) == (0.7, "United States leads Combined Joint Task Force")


def test_the_same_large_figure_speaks_for_one_incident_and_a_wild_one_slightly_against() -> None:
    assert compare("counts", counts=((killed(57, 57),), (killed(57, 57),)))[0] == 0.85
    assert compare("counts", counts=((killed(12, 12),), (killed(20, None, "at least 20"),)))[0] == 0.45
    assert compare("counts", counts=((killed(2, 2),), (killed(200, 200),)))[0] == 0.2


def test_a_dozen_words_in_the_same_order_are_one_sentence() -> None:
    words = "Fighters broke through the old wall of the city on Monday after aircraft opened two gaps in it."
    assert compare("wording", words=(words, words)) == (1.0, "the same sentence word for word")
    assert compare("wording", words=(words, words.replace("Monday", "Tuesday")))[0] == 0.9
    assert compare("wording", words=(words, "The ancient wall was breached."))[0] == 0.5


def test_meaning_is_the_cosine_stretched_around_what_one_story_reaches() -> None:
    near = compare_claims("meaning", make_claim("a"), make_claim("b"), KNOWN)
    far = compare_claims("meaning", make_claim("a"), make_claim("c"), KNOWN)
    assert near.reason == "passages alike by 0.60"
    assert (near.score > 0.5, far.score) == (True, 0.0)
