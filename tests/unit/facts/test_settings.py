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


def dates_of(reading: Reading, word: str) -> list[str]:
    """The words of the dates of the event whose trigger holds the word."""
    return words(reading, find(reading, word), "date")


@pytest.mark.parametrize("spoken", ["condemned", "claimed responsibility for", "described", "denied", "was questioned about"])
def test_an_attack_is_not_where_and_when_somebody_spoke_of_it(read: Read, spoken: str) -> None:
    reading = read(f"On Sunday in Paris the group {spoken} the attack on a market in Homs.", "2019-02-15")
    assert (dates_of(reading, "attack"), words(reading, find(reading, "attack"), "place")) == ([], ["Homs"])


def test_a_relative_clause_takes_the_day_and_place_of_the_attack_that_it_tells_of(read: Read) -> None:
    reading = read("It was a bombing in western Mosul on 17 March 2017 that killed 278 civilians.")
    assert (dates_of(reading, "killed"), words(reading, find(reading, "killed"), "place")) == (["17 March 2017"], ["Mosul"])


def test_the_date_in_the_name_of_an_event_goes_to_no_other(read: Read) -> None:
    reading = read("It was the deadliest air strike since the 2003 invasion of Iraq.")
    assert (dates_of(reading, "air strike"), dates_of(reading, "invasion")) == ([], ["2003"])


def test_an_event_that_time_is_counted_from_has_another_day(read: Read) -> None:
    reading = read("A missile hit a market in Kharkiv on Sunday, a day after an attack in Odesa.", "2023-01-10")
    assert (dates_of(reading, "hit"), dates_of(reading, "attack")) == (["Sunday"], [])


def test_each_of_two_coordinate_clauses_keeps_its_own_day(read: Read) -> None:
    reading = read("Since March, 1,200 people have been killed in Yemen, and 200 so far this year were wounded.", "2018-10-01")
    assert (dates_of(reading, "killed"), dates_of(reading, "wounded")) == (["March"], ["this year"])
    since = next(d for d in reading.dates if d.words == "March")
    assert (since.earliest, since.latest) == ("2018-03-01", "2018-10-01")


def test_the_first_of_two_verbs_keeps_the_place_of_its_own_object(read: Read) -> None:
    reading = read("Troops seized many villages near the city of Sirte, and advanced on the town of Jarif.")
    assert words(reading, find(reading, "seized"), "place") == ["Sirte"]


def test_people_named_only_as_them_are_where_the_clause_before_put_them(read: Read) -> None:
    reading = read("There are around 50,000 civilians left in Raqqa, and officials fear that ISIS will use them as human shields.")
    assert words(reading, find(reading, "shields"), "place") == ["Raqqa"]


def test_a_country_that_an_attack_comes_from_is_no_place_but_what_is_left_is(read: Read) -> None:
    feared, left = read("Officials fear an attack by Iran on the port."), read("The government ordered the withdrawal of all troops from Iraq.")
    assert words(feared, find(feared, "attack"), "place") == []
    assert words(left, find(left, "withdrawal"), "place") == ["Iraq"]


def test_people_were_taken_where_they_were_taken_from(read: Read) -> None:
    reading = read("The group admitted the abduction of hundreds of boys from a school in the state of Katsina.")
    assert words(reading, find(reading, "abduction"), "place") == ["Katsina"]


def test_a_distance_is_no_count_of_an_attack_but_of_an_advance(read: Read) -> None:
    reading = read("Troops advanced 12 km on Monday. The shooting happened five miles from the border.")
    assert words(reading, find(reading, "advanced"), "quantities") == ["12 km"]
    assert words(reading, find(reading, "shooting"), "quantities") == []


def test_a_date_in_a_dateline_is_a_date_and_no_event_happens_on_it(read: Read) -> None:
    reading = read(
        "KABUL, Afghanistan, May 3 (Example) - Rebels attacked a base. On Monday they took a town, and the previous day they had shelled Herat.", "2017-05-03"
    )
    assert [(d.words, d.timex3) for d in reading.dates] == [("May 3", "2017-05-03"), ("Monday", "2017-05-01"), ("the previous day", "2017-04-30")]
    assert (dates_of(reading, "attacked"), dates_of(reading, "shelled")) == ([], ["the previous day"])


def test_since_when_nothing_was_like_it_is_not_when_it_was(read: Read) -> None:
    reading = read("It was the deadliest attack in the city since 2014, when a bombing killed 50.")
    assert (dates_of(reading, "attack"), dates_of(reading, "killed")) == ([], ["2014"])


def test_a_place_on_no_map_keeps_the_town_that_it_is_in(read: Read) -> None:
    reading = read("A rocket hit a house in the Qaswari neighbourhood of Homs on Monday.")
    assert words(reading, find(reading, "hit"), "place")[-1] == "Homs"
