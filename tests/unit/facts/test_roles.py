"""Who did it, to whom and with what, through the clauses of a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.domain.reading import Reading

Read = Callable[..., Reading]


def roles(reading: Reading, kind: str) -> tuple[list[str], list[str], list[str]]:
    """The words of actors, recipients and instruments of the first event of a kind."""
    words = {m.id: m.words for m in reading.mentions}
    event = next(e for e in reading.events if e.kind == kind)
    return [words[i] for i in event.actor], [words[i] for i in event.recipient], [words[i] for i in event.instrument]


@pytest.mark.parametrize(
    ("text", "kind", "actor", "recipient"),
    [
        ("Turkish troops attacked Kurdish fighters near Afrin.", "attack", "Turkish troops", "Kurdish fighters"),
        ("Five civilians were killed by the militia.", "killing", "the militia", "Five civilians"),
        ("The militia, which killed five civilians, left the town.", "killing", "The militia", "five civilians"),
        ("A bombing by the Taliban killed three policemen.", "killing", "Taliban", "three policemen"),
        ("Al-Shabaab tried to capture the town of Jowhar.", "territory taken", "Al-Shabaab", "Jowhar"),
        ("Rebels fighting the army withdrew from Aleppo.", "armed clash", "Rebels", "the army"),
        ("Iran accused Israel of killing a scientist.", "accusation", "Iran", "Israel"),
        ("Iran accused Israel of killing a scientist.", "killing", "Israel", "a scientist"),
        ("France called on Russia to stop the bombing.", "request", "France", "Russia"),
        ("The army launched an offensive against the rebels.", "offensive", "The army", "the rebels"),
        ("Sudan condemned Ethiopia's attack on the border town.", "condemnation", "Sudan", "Ethiopia"),
        ("The killing of two journalists by gunmen shocked Kabul.", "killing", "gunmen", "two journalists"),
        ("The army came under attack from rebels.", "attack", "rebels", "The army"),
    ],
)
def test_the_grammar_gives_actor_and_recipient(read: Read, text: str, kind: str, actor: str, recipient: str) -> None:
    actors, recipients, _ = roles(read(text), kind)
    assert any(actor.removeprefix("The ").removeprefix("the ") in a for a in actors), actors
    assert any(recipient.removeprefix("The ").removeprefix("the ") in r for r in recipients), recipients


def test_the_dead_are_recipients_of_what_left_them_so(read: Read) -> None:
    _, recipients, _ = roles(read("The blast left twelve people dead."), "death")
    assert recipients == ["twelve people"]


def test_both_sides_of_a_clash_are_actors(read: Read) -> None:
    actors, recipients, _ = roles(read("The army and the rebels clashed near Homs."), "armed clash")
    assert len(actors) == 2
    assert recipients == actors[1:]


def test_a_weapon_is_the_instrument_and_its_owner_the_actor(read: Read) -> None:
    actors, _, instruments = roles(read("Israeli warplanes bombed the airport."), "air strike")
    assert actors == ["Israeli"]
    assert instruments == ["Israeli warplanes"]


def test_what_was_fired_is_the_instrument(read: Read) -> None:
    _, recipients, instruments = roles(read("Rebels fired rockets at the soldiers."), "missile attack")
    assert any("rockets" in i for i in instruments)
    assert any("soldiers" in r for r in recipients)


def test_bare_nouns_tied_to_nothing_are_no_events(read: Read) -> None:
    assert not [e for e in read("There is much talk of airstrikes.").events if e.kind == "air strike"]


def test_a_second_verb_goes_on_from_the_verb_with_its_auxiliaries(read) -> None:
    text = "A report that the rights office published in May described how the militia had used villagers as human shields and had shot people who fled."
    reading = read(text, "2020-06-01")
    by_id = {m.id: m.words for m in reading.mentions}
    shooters = [by_id[i] for e in reading.events if text[e.trigger.start : e.trigger.end] == "shot" for i in e.actor]
    assert shooters == ["the militia"]
