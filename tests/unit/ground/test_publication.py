"""Rules of the day an article is read against."""

from __future__ import annotations

from karama.domain.annotations import Publication
from karama.domain.parse import Parse
from karama.domain.reading import Issue
from karama.domain.text import Article, PublishedHow, Segment, SegmentKind, hash_text
from karama.ground.publication import find_publication


def find(
    tools: object, lines: list[tuple[SegmentKind, str]], published: str | None = None, how: PublishedHow = "unknown"
) -> tuple[Publication, tuple[Issue, ...]]:
    text = "\n".join(words for _, words in lines)
    segments, start = [], 0
    for kind, words in lines:
        segments.append(Segment(kind, start, start + len(words), words))
        start += len(words) + 1
    parse: Parse = next(tools.parser([(text, tuple(segments))]))  # type: ignore[attr-defined]
    return find_publication(Article(text, hash_text(text), "test", published=published, published_how=how), tuple(segments), parse)


def test_a_given_day_is_taken_as_it_is(tools: object) -> None:
    found, issues = find(tools, [("body", "Troops moved on Thursday.")], "2017-07-02T10:00:00Z", "metadata")
    assert (found.date, found.how, issues) == ("2017-07-02", "metadata", ())


def test_a_dateline_with_a_year_gives_the_day(tools: object) -> None:
    found, issues = find(tools, [("dateline", "KANDAHAR, Afghanistan, Oct. 3, 2016 (Agency) --"), ("body", "Two people were killed.")])
    assert (found.date, found.how, issues) == ("2016-10-03", "dateline", ())


def test_a_dateline_without_a_year_takes_the_latest_year_of_the_text_and_says_so(tools: object) -> None:
    found, issues = find(tools, [("body", "KANDAHAR, Oct. 3 (Agency) -- Two people were killed, the most since 2015.")])
    assert (found.date, found.how, [i.code for i in issues]) == ("2015-10-03", "inferred", ["inferred-year"])


def test_a_line_at_the_top_that_is_a_date_gives_the_day(tools: object) -> None:
    found, _ = find(tools, [("headline", "Army takes the bridge"), ("boilerplate", "Thursday, February 23, 2006"), ("body", "The army took the bridge.")])
    assert (found.date, found.how) == ("2006-02-23", "dateline")


def test_a_caption_and_a_weekday_give_an_inferred_day_and_an_issue(tools: object) -> None:
    lines: list[tuple[SegmentKind, str]] = [
        ("caption", "A boy walks near a village, Syria July 1, 2017."),
        ("body", "An agency reported Sunday that the road was cut."),
    ]
    found, issues = find(tools, lines)
    assert (found.date, found.how) == ("2017-07-02", "inferred")
    assert found.reason == "the first Sunday on or after the caption's date, 1 July 2017"
    assert [i.code for i in issues] == ["inferred-date"]


def test_a_history_has_no_day_of_its_own(tools: object) -> None:
    found, issues = find(tools, [("body", "The war began on 3 May 1912. It ended in 1914.")])
    assert (found.date, found.how, [i.code for i in issues]) == (None, "unknown", ["no-date"])
