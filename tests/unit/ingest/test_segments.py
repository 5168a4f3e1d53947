"""What of an article is report and what is page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karama.domain.text import Article, Segment, hash_text
from karama.ingest.segments import find_segments

LEAD = "Shells struck a crowded market in the town of Kerat on Saturday, killing at least 12 people, the governor's office said."
MORE = "Residents spoke of three blasts, and the army denied that it had fired on the town that day."


def cut(text: str, title: str | None = None) -> tuple[Segment, ...]:
    return find_segments(Article(text, hash_text(text), "test", title))


def kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(segment.kind, segment.words) for segment in cut(text, title)]


def test_ordinary_paragraphs_are_one_body() -> None:
    assert kinds(f"{LEAD}\n\n{MORE}") == [("body", f"{LEAD}\n\n{MORE}")]


def test_a_short_first_line_without_a_stop_is_the_headline() -> None:
    assert kinds(f"Shells hit market in Kerat\n\n{LEAD}")[0] == ("headline", "Shells hit market in Kerat")


def test_a_first_sentence_with_a_stop_is_body() -> None:
    assert kinds(f"Shells hit the market in Kerat.\n\n{LEAD}")[0][0] == "body"


def test_a_first_line_that_repeats_the_title_is_the_headline_with_its_stop() -> None:
    assert kinds(f"Market in Kerat hit, 12 dead.\n\n{LEAD}", "Market in Kerat hit, 12 dead")[0] == ("headline", "Market in Kerat hit, 12 dead.")


def test_a_title_that_runs_into_the_text_is_cut_off_as_headline() -> None:
    assert kinds(f"Shells hit market in Kerat. {LEAD}", "Shells hit market in Kerat") == [("headline", "Shells hit market in Kerat."), ("body", LEAD)]


def test_a_dateline_is_cut_off_the_first_paragraph() -> None:
    assert kinds(f"Shells hit market in Kerat\n\nKERAT, Syria (Reuters) - {LEAD}")[1:] == [("dateline", "KERAT, Syria (Reuters) -"), ("body", LEAD)]


def test_a_date_on_a_line_of_its_own_under_the_headline_is_a_dateline() -> None:
    assert kinds(f"Shells hit market in Kerat\nSunday, July 2, 2017\n{LEAD}")[1] == ("dateline", "Sunday, July 2, 2017")


def test_a_caption_and_its_credit_are_told_apart() -> None:
    caption = "Smoke rises over the market in Kerat, Syria July 1, 2017."
    assert kinds(f"RTX1AB2C (3)\n{caption} Jo Bell/REUTERS\n\n{LEAD}") == [
        ("credit", "RTX1AB2C (3)"),
        ("caption", caption),
        ("credit", "Jo Bell/REUTERS"),
        ("body", LEAD),
    ]


def test_a_labelled_caption_is_a_caption_without_its_label() -> None:
    found = kinds(f"{LEAD}\n\nFILE PHOTO: Smoke rises over Kerat. REUTERS/Jo Bell/File Photo")
    assert found[1:] == [("credit", "FILE PHOTO:"), ("caption", "Smoke rises over Kerat."), ("credit", "REUTERS/Jo Bell/File Photo")]


@pytest.mark.parametrize("line", ["READ: Bridge over the river destroyed", "Also read: Town without water", "Related: Who holds the bridge?", "MORE: Our map"])
def test_a_labelled_link_between_paragraphs_is_related(line: str) -> None:
    assert kinds(f"{LEAD}\n\n{line}\n\n{MORE}") == [("body", LEAD), ("related", line), ("body", MORE)]


def test_byline_and_caption_may_stand_between_headline_and_dateline() -> None:
    text = f"Shells hit market in Kerat\n\nBy Ann Bell\n\nSmoke over Kerat, July 1, 2017 (Jo Bell/Daily Ford via AP)\n\nBEIRUT, July 2 (Reuters) - {LEAD}"
    assert [kind for kind, _ in kinds(text)] == ["headline", "boilerplate", "caption", "credit", "dateline", "body"]


def test_a_report_all_in_capitals_keeps_its_sentences() -> None:
    text = "BOGOTA, 3 JAN 90 (DOMESTIC SERVICE) -- [TEXT] THE ARMY TOOK THE TOWN.\nREPORTING BY THE ARMY COMMAND SAYS THAT 12 DIED [FIGURE AS HEARD] THERE."
    assert [kind for kind, _ in kinds(text)] == ["dateline", "body"]


def test_links_under_a_heading_are_related_until_prose_comes() -> None:
    text = f"{LEAD}\n\nRelated articles\nBridge over the river destroyed\nTown without water\n\n{MORE}"
    assert [kind for kind, _ in kinds(text)] == ["body", "related", "related", "related", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Bell",
        "By Ann Bell and Carl Dean, Daily Ford",
        "Reporting by Ann Bell in Beirut; Editing by Carl Dean",
        "Sign up for our newsletter",
        "We use cookies to improve your experience. Accept all",
        "© 2017 The Daily Ford. All rights reserved.",
        "Follow us on Twitter",
        "Share this article",
        "1 of 5",
        "3 min read",
        "Last updated 13:26 14/09/2017",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "https://example.org/story",
        "Tags: Syria, Kerat, War",
        "Correction: An earlier version of this story gave a wrong number.",
        "This story has been updated with the ministry's answer.",
        "Media playback is unsupported on your device",
    ],
)
def test_page_furniture_is_boilerplate(line: str) -> None:
    assert ("boilerplate", line) in kinds(f"Shells hit market in Kerat\n\n{line}\n\n{LEAD}\n\n{MORE}")


@pytest.mark.parametrize(
    "line",
    [
        "More than half of the town has fled.",
        "Read aloud in the square, the order left no doubt.",
        "By Sunday the town had fallen.",
        "Like Raqqa in 2017, the town was flattened.",
        "Reporting by local media showed that 12 people were killed.",
        "Watchmen saw the column at dawn.",
        "Photos of the strike were shared by residents.",
        "Contact with the convoy was lost at 9 a.m. on Sunday.",
        "This report was published by the ministry on Monday.",
        "The Red Cross sent a team (ICRC).",
        "In 2017 the army took the bridge.",
        "Share of the blame fell on both sides.",
    ],
)
def test_prose_that_begins_like_furniture_stays_body(line: str) -> None:
    assert all(kind == "body" for kind, _ in kinds(f"{LEAD}\n\n{line}\n\n{MORE}"))


def test_a_desk_note_behind_the_last_sentence_is_cut_off() -> None:
    assert kinds(f"{LEAD} (Reporting by Ann Bell; Editing by Carl Dean)")[1] == ("boilerplate", "(Reporting by Ann Bell; Editing by Carl Dean)")


def test_lines_of_a_wrapped_text_are_judged_as_paragraphs() -> None:
    wrapped = (
        "Shells struck a crowded market in the town of Kerat on\nSaturday, killing at least 12 people, said officials who\n"
        "read more from a list of names than anyone had expected to\nhear on that evening. Residents spoke of three blasts in\nthe course of an hour."
    )
    assert kinds(wrapped) == [("body", wrapped)]


def test_a_blank_text_has_no_segments() -> None:
    assert cut(" \n\t\n") == ()


PIECES = st.sampled_from(
    [
        LEAD,
        MORE,
        "By Ann Bell",
        "READ: More",
        "Related articles",
        "KABUL, July 2 (AP) --",
        "Photo: Jo Bell",
        "Smoke over Kerat. (AP Photo/Jo Bell)",
        "1 of 5",
        "(((",
        "— -",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=60)), max_size=12), st.sampled_from(["\n", "\n\n", " "]), st.one_of(st.none(), PIECES))
def test_segments_carry_their_words_and_hold_every_character_that_is_not_blank(pieces: list[str], between: str, title: str | None) -> None:
    text = between.join(pieces)
    last = 0
    for segment in cut(text, title):
        assert segment.words == text[segment.start : segment.end] != ""
        assert segment.start >= last
        assert not text[last : segment.start].strip()
        last = segment.end
    assert not text[last:].strip()
