"""Which events are kept: those tied to enough of the text, and words between sides where the sentence reports them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.domain.reading import Reading

Read = Callable[..., Reading]


def kinds(reading: Reading) -> list[str]:
    return [event.kind for event in reading.events]


def test_an_accusation_by_the_main_verb_is_kept(read: Read) -> None:
    assert "accusation" in kinds(read("Ukraine accused Russia of shelling Kharkiv on Tuesday."))


def test_a_second_main_verb_is_kept(read: Read) -> None:
    assert "threat" in kinds(read("Iran rejected the offer and threatened Israel on Tuesday."))


def test_words_in_a_subordinate_clause_are_background(read: Read) -> None:
    reading = read("The minister, who has long supported the government of Sudan, was killed near Khartoum on Sunday.")
    assert "killing" in kinds(reading)
    assert "support" not in kinds(reading)


def test_words_inside_a_quotation_are_no_act_of_their_own(read: Read) -> None:
    reading = read('"We reject the plan of the United States," said the spokesman of the Taliban on Monday.')
    assert "rejection" not in kinds(reading)


def test_a_sort_of_event_is_not_kept(read: Read) -> None:
    assert kinds(read("The report speaks of protests and destruction.")) == []


def test_a_feared_event_with_its_sides_is_kept(read: Read) -> None:
    event = next(e for e in read("Officials fear that ISIS will use civilians as human shields in Raqqa.").events if e.kind == "human shields")
    assert event.modality == "feared"


def test_a_denied_event_is_kept(read: Read) -> None:
    event = next(e for e in read("Syria's government denied that it used chemical weapons.").events if e.kind == "chemical attack")
    assert event.modality == "denied" or event.polarity == "negative"


def test_a_protest_takes_its_addressee_from_what_it_demands(read: Read) -> None:
    reading = read("Thousands of Algerians marched on Friday to demand reforms from the Algerian government.")
    event = next(e for e in reading.events if e.kind == "protest")
    words = {m.id: m.words for m in reading.mentions}
    assert any("Algerian" in words[r] for r in event.recipient)


def test_events_are_numbered_without_gaps(read: Read) -> None:
    reading = read("Rebels who oppose Chad's president attacked Faya on Sunday. The army killed 12 rebels.")
    assert [event.id for event in reading.events] == [f"v{n}" for n in range(1, len(reading.events) + 1)]


@pytest.mark.parametrize("text", ["", "Nothing happened."])
def test_a_text_without_events_stays_so(read: Read, text: str) -> None:
    assert kinds(read(text)) == []


def test_an_urged_halt_is_kept_though_it_has_no_time(read: Read) -> None:
    assert "armed clash" in kinds(read("The United States urged both sides to stop fighting."))


def test_a_lone_noun_needs_an_event_told_before_it(read: Read) -> None:
    assert "attack" not in kinds(read("Complicating the final strike are the tensions between Russia and Turkey."))
    assert kinds(read("A bomb exploded in Baghdad on Monday. The attack was the worst in years.")).count("attack") == 1
