"""Where, when and how many: each place, date and count goes to its own event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.domain.annotations import Mention
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.domain.reading import Reading
from karama.facts.settings import bind_settings
from karama.facts.triggers import find_triggers

Read = Callable[..., Reading]
ParseText = Callable[[str], Parse]


def find(reading: Reading, word: str) -> Event:
    """The event whose trigger holds the word."""
    return next(e for e in reading.events if word in reading.article.text[e.trigger.start : e.trigger.end])


def words(reading: Reading, event: Event, slot: str) -> list[str]:
    """The words of what fills the slot of the event."""
    layer = {"place": reading.mentions, "date": reading.dates, "quantities": reading.quantities}[slot]
    return [item.words for item in layer if item.id in getattr(event, slot)]


def mention(parse: Parse, words: str) -> Mention:
    """The words as the name of a place."""
    start = parse.text.index(words)
    first, last = parse.token_at(start), parse.token_at(start + len(words) - 1)
    assert first is not None and last is not None
    head = next(i for i in range(first, last + 1) if not first <= parse.heads[i] <= last or parse.heads[i] == i)
    return Mention(words, start, start + len(words), words, "place", "name", first=first, last=last, head=head)


def place(parse: Parse, trigger: str, *names: str) -> list[str]:
    """The names of places that the event of that trigger is bound to."""
    events = tuple(Event(str(e.head), e.kind, e.trigger, head=e.head) for e in find_triggers(parse))
    bound = bind_settings(parse, events, tuple(mention(parse, name) for name in names), (), (), ())
    return list(next(e for e in bound if trigger in parse.text[e.trigger.start : e.trigger.end]).place)


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Gunmen killed five soldiers in Basra.", "killed", "Basra"),
        ("In Kabul, a bomb killed five soldiers.", "killed", "Kabul"),
        ("Government forces recaptured Palmyra.", "recaptured", "Palmyra"),
        ("A bomb in Baghdad killed five people.", "killed", "Baghdad"),
        ("Rebels attacked Homs, killing 12 people.", "killing", "Homs"),
        ("Five people were killed in an air strike on Aleppo.", "killed", "Aleppo"),
        ("Troops clashed with protesters in Khartoum.", "clashed", "Khartoum"),
        ("Civilians in Mosul were killed by snipers.", "killed", "Mosul"),
        ("The commanders fled to a town called Mayadin.", "fled", "Mayadin"),
    ],
)
def test_a_place_is_bound_to_the_event_of_its_clause(parse: ParseText, text: str, trigger: str, name: str) -> None:
    assert place(parse(text), trigger, name) == [name]


def test_each_of_two_clauses_keeps_its_own_place(parse: ParseText) -> None:
    parsed = parse("Rebels shelled Damascus on Monday, and soldiers killed two men in Aleppo on Tuesday.")
    assert place(parsed, "shelled", "Damascus", "Aleppo") == ["Damascus"]
    assert place(parsed, "killed", "Damascus", "Aleppo") == ["Aleppo"]


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Officials in Baghdad said that gunmen had killed five soldiers.", "killed", "Baghdad"),  # where it was said
        ("Turkey shelled the village.", "shelled", "Turkey"),  # who acts
        ("The governor of Basra was killed.", "killed", "Basra"),  # whose governor
        ("Five people were killed, according to the mayor of Aleppo.", "killed", "Aleppo"),  # who says so
    ],
)
def test_speakers_actors_and_titles_give_no_place(parse: ParseText, text: str, trigger: str, name: str) -> None:
    assert place(parse(text), trigger, name) == []


@pytest.mark.parametrize(
    ("text", "trigger", "inner", "outer"),
    [
        ("A bomb killed five people in Mahmudiya, 30 kilometres south of Baghdad.", "killed", "Mahmudiya", "Baghdad"),
        ("A bomb went off in Wanlaweyn town north of Mogadishu.", "went off", "Wanlaweyn", "Mogadishu"),
        ("The bus was hit near the village of Hajiabad, five kilometres from the town of Kotli.", "hit", "Hajiabad", "Kotli"),
        ("Militants attacked a market in Mogadishu's Yaqshid district.", "attacked", "Yaqshid", "Mogadishu"),
        ("In Hama province, rebels shelled the village of Mardes.", "shelled", "Mardes", "Hama"),
        ("Gunmen killed four people in the West Bank town of Nablus.", "killed", "Nablus", "West Bank"),
    ],
)
def test_of_nested_places_the_inner_one_counts(parse: ParseText, text: str, trigger: str, inner: str, outer: str) -> None:
    assert place(parse(text), trigger, inner, outer) == [inner]


def test_a_name_is_preferred_to_the_description_beside_it(read: Read) -> None:
    reading = read("A man was shot in the city of Mosul on Monday.")
    assert words(reading, find(reading, "shot"), "place") == ["Mosul"]


def test_a_country_before_an_attack_is_its_actor_and_no_place(read: Read) -> None:
    reading = read("He was killed in a U.S. air strike in August.")
    assert words(reading, find(reading, "killed"), "place") == []


def test_a_building_keeps_the_settlement_that_it_stands_in(parse: ParseText) -> None:
    parsed = parse("Troops recaptured the Nuri Mosque in Mosul.")
    assert place(parsed, "recaptured", "Nuri Mosque", "Mosul") == ["Nuri Mosque", "Mosul"]


def test_a_movement_has_both_its_ends(parse: ParseText) -> None:
    assert sorted(place(parse("Around 5,000 people fled from Hawija to Erbil."), "fled", "Hawija", "Erbil")) == ["Erbil", "Hawija"]


def test_all_members_of_an_enumeration_are_places(parse: ParseText) -> None:
    assert place(parse("Air strikes hit Aleppo, Homs and Palmyra."), "hit", "Aleppo", "Homs", "Palmyra") == ["Aleppo", "Homs", "Palmyra"]


def test_a_place_of_the_sentence_before_is_not_taken_over(read: Read) -> None:
    reading = read("Aleppo was calm. Gunmen killed five soldiers.")
    assert words(reading, find(reading, "killed"), "place") == []


@pytest.mark.parametrize(
    ("text", "trigger", "dates"),
    [
        ("On Friday, rebels attacked a checkpoint, killing five soldiers.", "killing", ["Friday"]),
        ("The army recaptured Palmyra in March 2017.", "recaptured", ["March 2017"]),
        ("Police said on Sunday that gunmen killed five people on Friday.", "killed", ["Friday"]),
        ("The agency reported on Sunday that the army had shelled Homs.", "shelled", []),
        ("At least 12 people were killed, officials said on Sunday.", "killed", []),
        ("At least 12 people were killed, according to the ministry on Sunday.", "killed", []),
        ("It came after a victory on Thursday when the army recaptured Palmyra.", "recaptured", ["Thursday"]),
    ],
)
def test_a_date_is_bound_to_its_own_event_and_never_to_what_was_said_then(read: Read, text: str, trigger: str, dates: list[str]) -> None:
    reading = read(text, published="2017-04-03")
    assert [d.removeprefix("on ").removeprefix("in ") for d in words(reading, find(reading, trigger), "date")] == dates


def test_the_killed_and_the_wounded_go_to_their_own_events_and_both_to_the_attack(read: Read) -> None:
    reading = read("The air strike killed 12 people and wounded 30.", published="2017-04-03")
    assert words(reading, find(reading, "killed"), "quantities") == ["12 people"]
    assert words(reading, find(reading, "wounded"), "quantities") == ["30"]
    assert words(reading, find(reading, "strike"), "quantities") == ["12 people", "30"]


def test_troops_are_counted_with_their_deployment(read: Read) -> None:
    reading = read("The army deployed 1,000 additional troops near Mosul.")
    assert words(reading, find(reading, "deployed"), "quantities") == ["1,000 additional troops"]


def test_an_act_ranks_above_the_harm_that_it_did(read: Read) -> None:
    reading = read("At least 12 people were killed in an air strike on Aleppo on Monday.", published="2017-04-05")
    assert find(reading, "strike").score > find(reading, "killed").score


def test_long_enumerations_take_linear_time(read: Read) -> None:
    reading = read("Air strikes hit " + ", ".join(["Aleppo"] * 400) + " and Homs.")
    assert reading.events
