"""Attributions: source, cue, content, kind and nesting, by the words of the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.annotate.attributions import annotate_attributions
from karama.annotate.quotations import find_quotes
from karama.domain.annotations import Attribution
from karama.domain.parse import Parse
from karama.domain.text import Span

Parsing = Callable[[str], Parse]


def words(parse: Parse, spans: tuple[Span, ...]) -> str:
    return " | ".join(parse.text[span.start : span.end] for span in spans)


def said_by(parse: Parse, source: str) -> Attribution:
    """The first attribution whose source begins with these words."""
    every = annotate_attributions(parse, ())
    found = [a for a in every if words(parse, a.source).startswith(source)]
    assert found, [words(parse, a.source) for a in every]
    return found[0]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Officials said that the bridge had been destroyed.", "Officials", "said", "that the bridge had been destroyed"),
        ("The bridge was destroyed, officials said on Monday.", "officials", "said", "The bridge was destroyed"),
        ("The bridge was destroyed, according to the governor of Kherson.", "the governor of Kherson", "according to", "The bridge was destroyed"),
        ("The report detailed how the group used civilians as shields.", "The report", "detailed", "how the group used civilians as shields"),
        ("Israel accused Hezbollah of firing rockets at Haifa.", "Israel", "accused", "Hezbollah of firing rockets at Haifa"),
        ("Aid workers fear that the dam will collapse.", "Aid workers", "fear", "that the dam will collapse"),
        ("The minister warned of a new offensive.", "The minister", "warned of", "a new offensive"),
        ("The government plans to retake the airport.", "The government", "plans", "to retake the airport"),
        ("The U.N. called on Turkey to open the border.", "The U.N.", "called on", "Turkey to open the border"),
        ("Russia denied that its jets had bombed the hospital.", "Russia", "denied", "that its jets had bombed the hospital"),
    ],
)
def test_a_cue_gives_its_source_and_its_content(parse: Parsing, text: str, source: str, cue: str, content: str) -> None:
    parsed = parse(text)
    found = said_by(parsed, source)
    assert words(parsed, found.source) == source
    assert words(parsed, found.cue) == cue
    assert words(parsed, found.content) == content


@pytest.mark.parametrize("text", ["The militants are believed to have fled to the desert.", "Ten soldiers were reportedly killed in the ambush."])
def test_nobody_named_leaves_the_source_empty(parse: Parsing, text: str) -> None:
    (found,) = annotate_attributions(parse(text), ())
    assert found.source == ()


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "‘’"])
def test_a_quotation_cut_in_two_is_one_attribution_with_two_spans(parse: Parsing, marks: str) -> None:
    opened, closed = marks
    parsed = parse(f"{opened}The bombs fell all night,{closed} said Umm Ahmad, a mother of four. {opened}We had nowhere to go.{closed}")
    found = said_by(parsed, "Umm Ahmad")
    assert words(parsed, found.content) == f"{opened}The bombs fell all night,{closed} | {opened}We had nowhere to go.{closed}"
    assert found.kind == "direct"


def test_a_quotation_of_several_paragraphs_stays_with_its_speaker(parse: Parsing) -> None:
    parsed = parse("“The city is free,” the commander said. “It took nine months.\n\n“We lost many men,” he added.\n\n“We will rebuild it.”")
    first = said_by(parsed, "the commander")
    assert "It took nine months." in words(parsed, first.content)
    assert "We will rebuild it." in words(parsed, said_by(parsed, "he").content)


def test_quoted_and_unquoted_content_is_mixed(parse: Parsing) -> None:
    parsed = parse("The envoy said the siege was “a crime against the people” of the town.")
    assert said_by(parsed, "The envoy").kind == "mixed"


def test_a_speaker_inside_anothers_words_stands_within_that_attribution(parse: Parsing) -> None:
    parsed = parse("Reuters reported that officials said the airport was closed.")
    outer, inner = said_by(parsed, "Reuters"), said_by(parsed, "officials")
    assert inner.inside == outer.id
    assert outer.inside is None


def test_who_is_cited_stands_within_what_the_paper_reports(parse: Parsing) -> None:
    parsed = parse("Citing two security officials, the newspaper reported that the commander had been killed.")
    inner = said_by(parsed, "two security officials")
    assert inner.inside == said_by(parsed, "the newspaper").id
    assert words(parsed, inner.content) == "that the commander had been killed"


def test_who_is_quoted_as_saying_is_the_inner_speaker(parse: Parsing) -> None:
    parsed = parse("The agency quoted an unnamed officer as saying the town was surrounded.")
    assert said_by(parsed, "an unnamed officer").inside == said_by(parsed, "The agency").id


def test_what_a_relative_clause_denies_is_the_noun_before_it(parse: Parsing) -> None:
    parsed = parse("The militia said it had seized the palace, a claim the army denied.")
    assert words(parsed, said_by(parsed, "the army").content) == "a claim"


def test_a_clause_with_a_speaker_of_its_own_is_not_the_first_speakers_content(parse: Parsing) -> None:
    parsed = parse("Ukraine's military said it shot down 20 drones, while Russia's defence ministry said its forces had hit a depot.")
    assert words(parsed, said_by(parsed, "Ukraine").content) == "it shot down 20 drones"


def test_what_a_quoted_speaker_thinks_is_no_attribution_of_its_own(parse: Parsing) -> None:
    parsed = parse("“I think the ceasefire will hold,” the mediator said.")
    assert [words(parsed, a.source) for a in annotate_attributions(parsed, ())] == ["the mediator"]


def test_a_participle_read_as_a_verb_makes_no_attribution(parse: Parsing) -> None:
    parsed = parse("Fighters fled to a town called Mayadin.")
    assert annotate_attributions(parsed, ()) == ()


def test_an_unclosed_quotation_does_not_swallow_the_next_paragraph(parse: Parsing) -> None:
    parsed = parse("“The road is open, the mayor said.\n\nShelling went on in the east of the city.")
    assert all(parsed.cut(q.first, q.last).find("Shelling") < 0 for q in find_quotes(parsed))


def test_every_span_lies_in_the_text_and_ids_are_unique(parse: Parsing) -> None:
    parsed = parse('The army said it took the hill. "It fell at dawn," a soldier told AFP, but rebels denied the claim, saying they held it. \'"“')
    found = annotate_attributions(parsed, ())
    spans = [s for a in found for part in (a.source, a.cue, a.content) for s in part]
    assert all(0 <= s.start < s.end <= len(parsed.text) for s in spans)
    assert len({a.id for a in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Rebel fighters have encircled Aleppo after cutting the last road that soldiers held south of the river, the Syrian Observatory said on Monday.",
            "the Syrian Observatory",
            "Rebel fighters have encircled",
        ),
        (
            "Jets bombed a village in Sagaing on Tuesday, killing as many as 90 people, including many children, villagers and a local fighter told reporters.",
            "villagers and a local fighter",
            "Jets bombed a village",
        ),
        ("Gunmen killed at least 60 civilians in Ituri last week, a preliminary inquiry has found.", "a preliminary inquiry", "Gunmen killed at least 60"),
        ("A missile hit the market on Friday, killing 20 people, five of them children, regional governor Oleh Kozak said.", "Oleh Kozak", "A missile hit"),
    ],
)
def test_a_source_that_closes_the_sentence_says_all_before_it(parse: Parsing, text: str, source: str, content: str) -> None:
    parsed = parse(text)
    (found,) = [a for a in annotate_attributions(parsed, ()) if source in words(parsed, a.source)]
    assert words(parsed, found.content).startswith(content)


def test_two_who_close_the_sentence_are_a_chain(parse: Parsing) -> None:
    parsed = parse("The army has captured the last village in the valley after cutting the road, the monitoring group said on Monday, Example Wire reported.")
    inner, outer = said_by(parsed, "the monitoring group"), said_by(parsed, "Example Wire")
    assert (inner.inside, outer.inside) == (outer.id, None)


def test_a_report_that_somebody_published_is_the_one_that_describes(parse: Parsing) -> None:
    parsed = parse("A report that the U.N. rights office published in June described how the group had used hostages and had shot people who fled.")
    (found,) = annotate_attributions(parsed, ())
    assert words(parsed, found.source) == "A report that the U.N. rights office published in June"
    assert words(parsed, found.content).endswith("had shot people who fled")


def test_a_quotation_after_a_verb_that_is_no_word_of_saying_is_its_subjects(parse: Parsing) -> None:
    parsed = parse('Trump defended his decision, "As I have stated before, I will destroy the economy of that country."')
    assert "I will destroy" in words(parsed, said_by(parsed, "Trump").content)


def test_what_was_seen_or_published_is_not_said_by_nobody(parse: Parsing) -> None:
    for text in ("The tank was recorded attacking a memorial.", "About 100 of them have never been found.", "The names were published on Monday."):
        assert annotate_attributions(parse(text), ()) == ()


def test_each_half_of_a_sentence_keeps_its_speaker(parse: Parsing) -> None:
    parsed = parse("The ministry said that it had destroyed a depot; the rebels said that nothing was hit.")
    assert words(parsed, said_by(parsed, "the rebels").content) == "that nothing was hit"
    assert said_by(parsed, "The ministry").inside is None
    parsed = parse("Local media said that 60 people were killed and blamed American jets.")
    assert words(parsed, said_by(parsed, "Local media").content) == "that 60 people were killed"


def test_the_sender_of_a_message_speaks_in_it(parse: Parsing) -> None:
    parsed = parse("The minister posted a message on Twitter blaming Iran for the attacks.")
    assert {words(parsed, a.source) for a in annotate_attributions(parsed, ())} == {"The minister"}
