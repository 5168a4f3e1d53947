"""Which words name an event, in which use, and how much of the text the trigger takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.domain.parse import Parse
from karama.domain.reading import Reading
from karama.facts.triggers import find_triggers

ParseText = Callable[[str], Parse]


def found(parse: Parse) -> list[tuple[str, str]]:
    return [(event.kind, parse.text[event.trigger.start : event.trigger.end]) for event in find_triggers(parse)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Militants killed two guards in Tikrit.", "killing", "killed"),
        ("The rebels shot down a helicopter near Homs.", "shoot-down", "shot down"),
        ("Gunmen shot dead a judge in Mosul.", "killing", "shot dead"),
        ("Government forces retook the town of Palmyra.", "territory taken", "retook"),
        ("Troops sealed off the district.", "encirclement", "sealed off"),
        ("Fighters blew up the bridge.", "bombing", "blew up"),
        ("Artillery shelled the eastern suburbs.", "shelling", "shelled"),
        ("The army deployed 300 soldiers to the border.", "deployment", "deployed"),
        ("Thousands marched through Khartoum against the coup.", "protest", "marched"),
        ("Families fled the fighting.", "flight", "fled"),
        ("Police arrested the commander.", "arrest", "arrested"),
        ("The two governments signed a peace agreement.", "treaty", "signed"),
        ("Moscow accused Kyiv of sabotage.", "accusation", "accused"),
        ("An air strike hit the market.", "air strike", "air strike"),
        ("A suicide bombing struck the mosque.", "suicide bombing", "suicide bombing"),
    ],
)
def test_a_word_in_its_use_names_its_kind(parse: ParseText, text: str, kind: str, words: str) -> None:
    assert (kind, words) in found(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "The senate killed the bill.",
        "He survived a heart attack.",
        "The actor's face was captured on camera.",
        "Japan captured the gold medal.",
        "The two sides struck a balance.",
        "The company will execute the plan.",
        "Oil companies charged higher prices.",
        "The factory met its production target.",
        "Children raided the fridge.",
        "They fight for equal rights.",
        "The study demonstrated that sleep matters.",
        "The ministry released a statement.",
    ],
)
def test_the_same_words_in_peaceful_uses_name_no_event(parse: ParseText, text: str) -> None:
    assert found(parse(text)) == []


def test_a_light_verb_and_its_noun_are_one_event(parse: ParseText) -> None:
    assert found(parse("The group launched an attack on the barracks.")) == [("attack", "launched an attack")]


def test_a_noun_that_is_said_to_happen_takes_its_verb(parse: ParseText) -> None:
    assert found(parse("Clashes erupted in Tripoli.")) == [("armed clash", "Clashes erupted")]


def test_a_month_is_no_march(parse: ParseText) -> None:
    assert found(parse("The talks ended in March 2016.")) in ([("negotiation", "talks")], [])


def test_firing_a_minister_is_no_shooting(parse: ParseText) -> None:
    assert found(parse("The president fired the minister.")) == []
    assert found(parse("Snipers fired at the crowd.")) == [("shooting", "fired")]


def test_events_come_in_text_order_with_ids(parse: ParseText) -> None:
    events = find_triggers(parse("Rebels captured the town and killed five soldiers."))
    assert [(e.id, e.kind) for e in events] == [("v1", "territory taken"), ("v2", "killing")]
    assert all(0 <= e.score <= 1 for e in events)


@pytest.mark.parametrize("place", ["the ruins of Palmyra", "the Umayyad Mosque", "the village of Debaltseve"])
def test_what_is_captured_is_territory_if_it_is_a_site(read: Callable[..., Reading], place: str) -> None:
    found = [event.kind for event in read(f"Government forces captured {place} on Sunday.").events]
    assert "territory taken" in found
    assert "capture" not in found


def test_a_headline_in_title_case_tells_its_event(read: Callable[..., Reading]) -> None:
    assert "abduction" in [event.kind for event in read("Gunmen Kidnap 30 Students in Northern Nigeria\n\nOfficials gave no details.").events]


def test_storms_attack_nobody(read: Callable[..., Reading]) -> None:
    assert [event.kind for event in read("A cyclone hit Mozambique on Friday.").events] == []


def test_aid_workers_are_no_aid(read: Callable[..., Reading]) -> None:
    assert "aid" not in [event.kind for event in read("Aid workers fear famine in Raqqa.").events]
