"""An incident as the catalogue keeps it."""

from __future__ import annotations

from dataclasses import replace

from karama.domain.record import When
from karama.views.catalogue import is_disputed, make_entry
from karama.views.incidents import lay_out_incident

from .made_claims import FIGHTERS, IS, MAYADIN, RAQQA, SDF, SYRIA, claim, count_articles, day, killed


def enter(*claims: object):  # type: ignore[no-untyped-def]
    return make_entry(lay_out_incident("i_1", claims, count_articles), "c_1")  # type: ignore[arg-type]


def find_keys(entry, facet: str) -> set[str]:  # type: ignore[no-untyped-def]
    return {one.key for one in entry.keys if one.facet == facet}


def test_the_line_has_the_most_exact_place_and_day_of_those_told_by_most() -> None:
    entry = enter(claim("a", places=(SYRIA,), dates=(day("2017-06-01", "2017-06-30", "2017-06"),)), claim("b", places=(MAYADIN,), dates=(day("2017-06-26"),)))
    assert entry.line.spot is not None
    assert (entry.line.spot.name, entry.line.spot.precision, entry.line.day) == ("Mayadin", "settlement", "2017-06-26")
    assert {spot.name for spot in entry.spots} == {"Mayadin", "Syria"}


def test_what_has_no_place_and_no_day_is_found_as_such() -> None:
    entry = enter(claim("a", published="2017-07-02"))
    assert (entry.line.spot, entry.line.first, entry.line.day, entry.line.reported_first) == (None, None, None, "2017-07-02")
    assert find_keys(entry, "where") == find_keys(entry, "when") == {"none"}


def test_a_date_with_one_end_counts_as_that_day() -> None:
    line = enter(claim("a", dates=(When("2017-06-06", None, "2017-06-06/..", "since June 6"),))).line
    assert (line.first, line.last) == ("2017-06-06", "2017-06-06")


def test_figures_span_all_that_is_credibly_told() -> None:
    line = enter(claim("a", counts=(killed(57, None),)), claim("b", counts=(killed(60, 60),))).line
    assert (line.killed_low, line.killed_high) == (57, 60)


def test_it_is_found_by_every_side_that_has_a_name() -> None:
    entry = enter(claim("a", actors=(SDF, FIGHTERS), recipients=(IS,)))
    assert find_keys(entry, "actor") == {"syrian-democratic-forces"}
    assert find_keys(entry, "recipient") == {"islamic-state"}


def test_it_is_found_by_country_and_province_in_words() -> None:
    entry = enter(claim("a", places=(RAQQA,)))
    labels = {one.facet: one.label for one in entry.keys}
    assert (labels["country"], labels["province"], labels["place"]) == ("Syria", "Raqqa, Syria", "Raqqa")


def test_figures_that_exclude_each_other_are_a_dispute() -> None:
    def dispute(*claims: object) -> bool:
        return is_disputed(lay_out_incident("i_1", claims, count_articles))  # type: ignore[arg-type]

    assert dispute(claim("a", counts=(killed(12, 12),)), claim("b", counts=(killed(57, 57),)))
    assert not dispute(claim("a", counts=(killed(12, None),)), claim("b", counts=(killed(57, 57),)))
    assert not dispute(claim("a", counts=(killed(57, 57, approximate=True),)), claim("b", counts=(killed(60, 60),)))
    assert not dispute(claim("a", counts=(killed(57, 57),)), claim("b", counts=(killed(12, 12, of="children"),)))
    assert dispute(claim("a"), claim("b", polarity="negative"))


def test_the_sentence_shown_is_one_that_tells_it_as_so() -> None:
    line = enter(
        claim("a", modality="feared", words="They fear a strike."), claim("b", counts=(killed(3, 3),), words="Three were killed by it, he said.\n"), claim("c")
    ).line
    assert (line.claim, line.words) == ("b", "Three were killed by it, he said.")


def test_it_does_not_matter_in_which_order_claims_come() -> None:
    one, other = claim("a", places=(RAQQA,), counts=(killed(3, 3),)), claim("b", places=(MAYADIN,), dates=(day("2017-06-26"),))
    assert enter(one, other) == enter(other, one)
    assert enter(one) != enter(replace(one, places=(MAYADIN,)))
