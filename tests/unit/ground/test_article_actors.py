"""Who is meant, as an article tells it: shared names, offices of bodies, counts, backers, capitals that act, datelines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.app.pipeline import STAGES, Draft, Tools, finish_reading
from karama.domain.annotations import Mention
from karama.domain.entities import Entity
from karama.domain.reading import Reading
from karama.domain.text import Article, hash_text
from karama.ground.article_actors import name_on
from karama.ingest.segments import find_segments

Read = Callable[..., Reading]
UNTIL = ("publication", "dates", "toponyms", "mentions", "places", "entities")


@pytest.fixture(scope="module")
def who(tools: Tools) -> Read:
    """(text, published=None) -> Reading up to its entities, datelines found."""

    def run(text: str, published: str | None = None) -> Reading:
        article = Article(text, hash_text(text), "test", published=published, published_how="given" if published else "unknown")
        segments = find_segments(article)
        parsed = next(tools.parser([(text, segments)]))
        return finish_reading(Draft(article, segments, parsed), tools, tuple(stage for stage in STAGES if stage.name in UNTIL))

    return run


def mention_of(reading: Reading, words: str) -> Mention:
    return next(mention for mention in reading.mentions if mention.words == words)


def entity_of(reading: Reading, words: str) -> Entity:
    ident = mention_of(reading, words).entity
    return next(entity for entity in reading.entities if entity.id == ident)


def type_of(reading: Reading, words: str) -> tuple[str | None, str | None]:
    actor = entity_of(reading, words).actor
    return (actor.type, actor.country) if actor is not None else (None, None)


def test_a_shared_surname_is_the_one_whom_the_article_names_in_full(who: Read) -> None:
    reading = who("Laurent Kabila took Kinshasa in May. Kabila promised elections.")
    assert entity_of(reading, "Kabila").name == "Laurent Kabila"


def test_an_abbreviation_is_that_of_the_articles_country(who: Read) -> None:
    assert entity_of(who("ISF patrols entered Tripoli and Sidon in Lebanon. The ISF arrested four men in Beirut."), "ISF").name == "Internal Security Forces"
    assert type_of(who("ISF units entered Mosul and Tikrit in Iraq. The ISF lost two men in Kirkuk."), "ISF") == ("military", "IRQ")


def test_a_group_is_shown_under_the_name_that_it_bore_on_the_day(who: Read, tools: Tools) -> None:
    group = tools.actors.lookup("Hayat Tahrir al-Sham")[0]
    assert name_on(group, "2015-05-03") == "Jabhat al-Nusra"
    assert name_on(group, None) == name_on(group, "2018-01-01") == "Hayat Tahrir al-Sham"
    assert entity_of(who("The Nusra Front took Idlib in Syria.", "2015-05-03"), "Nusra Front").name == "Jabhat al-Nusra"


def test_an_office_is_of_its_body(who: Read) -> None:
    reading = who("Members of the Maute group fled. A spokesman for the Iraqi army said so.")
    assert type_of(reading, "Members") == ("armed group", "PHL")
    assert type_of(reading, "A spokesman") == ("military", "IRQ")


def test_a_supporter_is_not_of_the_body(who: Read) -> None:
    assert type_of(who("Supporters of the Iraqi army marched."), "Supporters")[0] != "military"


def test_who_is_counted_is_typed_by_the_noun_and_who_is_only_counted_not_at_all(who: Read) -> None:
    reading = who("Dozens of gunmen stormed the town. Up to 4,000 militants remained. The blast wounded 20 others.")
    assert type_of(reading, "Dozens of gunmen")[0] == "armed group"
    assert type_of(reading, "Up to 4,000 militants")[0] == "armed group"
    assert type_of(reading, "20 others")[0] == "other"


def test_a_commander_of_a_group_is_not_the_group(who: Read) -> None:
    actor = entity_of(who("Hamas commander Example Khalil was killed in Gaza."), "Hamas commander Example Khalil").actor
    assert actor is not None and actor.type == "armed group" and actor.base is None


def test_who_backs_somebody_is_named_but_not_their_country(who: Read) -> None:
    reading = who("U.S.-backed fighters entered the town. Turkish-backed rebels left it.")
    assert mention_of(reading, "U.S.").kind == "place"
    assert type_of(reading, "U.S.-backed fighters")[1] is None
    assert type_of(reading, "Turkish-backed rebels")[1] is None


def test_an_office_of_the_united_nations_is_theirs_and_no_refugee(who: Read) -> None:
    assert type_of(who("The U.N. refugee agency said so."), "The U.N. refugee agency")[0] == "international organisation"


def test_a_battalion_in_small_letters_is_of_an_army(who: Read) -> None:
    assert type_of(who("Two more battalions arrived."), "Two more battalions")[0] == "military"
    assert type_of(who("The Mountain Hawks Brigade arrived."), "Mountain Hawks Brigade")[0] == "armed group"


def test_a_capital_that_denies_is_its_government_and_one_that_is_hit_is_a_place(who: Read) -> None:
    reading = who("Tehran denied that it had sent arms. An explosion shook Baghdad.")
    assert type_of(reading, "Tehran") == ("government", "IRN")
    assert entity_of(reading, "Tehran").place is not None
    assert entity_of(reading, "Baghdad").actor is None


def test_several_groups_are_no_one_group_named_before(who: Read) -> None:
    reading = who("Fighters of Abu Sayyaf clashed with the army. The militant groups denied it. The other group left.")
    assert entity_of(reading, "The militant groups").id != entity_of(reading, "Abu Sayyaf").id
    assert entity_of(reading, "The other group").id != entity_of(reading, "Abu Sayyaf").id


def test_the_monitoring_group_is_no_armed_group(who: Read) -> None:
    reading = who("The Syrian Observatory for Human Rights counted the dead. The Syrian Democratic Forces advanced. The monitoring group said more had died.")
    assert entity_of(reading, "The monitoring group").id == entity_of(reading, "Syrian Observatory for Human Rights").id


def test_nobody_calls_a_capital_a_town(who: Read) -> None:
    reading = who("Militias of Tehran came with tanks. The town was quiet.")
    assert entity_of(reading, "The town").id != entity_of(reading, "Tehran").id


def test_where_a_report_was_filed_is_a_place_and_nothing_that_it_speaks_of(who: Read) -> None:
    reading = who("BEIRUT, May 3, 2015 (Example Wire) - Rebels attacked at dawn on Sunday. The city was quiet, residents said.")
    assert mention_of(reading, "BEIRUT").kind == "place"
    assert entity_of(reading, "The city").id != entity_of(reading, "BEIRUT").id


def test_who_died_this_month_is_still_what_he_was(who: Read) -> None:
    text = "General Qasem Soleimani was killed in Baghdad."
    named = "General Qasem Soleimani"
    assert type_of(who(text, "2020-01-05"), named)[0] == "military"
    assert type_of(who(text, "2021-01-05"), named)[0] == "person"
