"""What is known of an actor from its words alone."""

from __future__ import annotations

import pytest

from karama.adapters.actors.table_actors import TableActors
from karama.domain.entities import Actor
from karama.ground.actors import resolve_actor


@pytest.fixture(scope="module")
def base() -> TableActors:
    return TableActors()


def resolve(base: TableActors, name: str, kind: str = "people", head: str = "", date: str | None = None, country: str | None = None) -> Actor:
    return resolve_actor([name], [head], kind, base, country, date)


@pytest.mark.parametrize(
    ("name", "type_", "plover"),
    [
        ("Iraqi forces", "military", "IRQMIL"),
        ("U.S. officials", "government", "USAGOV"),
        ("Syrian government", "government", "SYRGOV"),
        ("Russian warplanes", "military", "RUSMIL"),
        ("the Egyptian police", "police", "EGYCOP"),
        ("South Sudanese rebels", "armed group", "SSDREB"),
        ("Afghan civilians", "civilians", "AFGCVL"),
        ("the president of Armenia", "government", "ARMGOV"),
        ("Israel's Cabinet", "government", "ISRGOV"),
        ("rebels in Darfur", "armed group", "SDNREB"),
        ("Ukrainian 53rd Mechanized Brigade", "military", "UKRMIL"),
        ("Kashmir Martyrs Brigade", "armed group", "INDREB"),
        ("UN peacekeepers", "international organisation", "UNOMIL"),
    ],
)
def test_country_and_head_noun_make_type_and_code(base: TableActors, name: str, type_: str, plover: str) -> None:
    actor = resolve(base, name)
    assert (actor.type, actor.codes["plover"]) == (type_, plover)


def test_who_backs_a_group_is_not_its_country(base: TableActors) -> None:
    actor = resolve(base, "Turkish-backed rebels")
    assert (actor.type, actor.country) == ("armed group", None)


def test_gunmen_protesters_and_journalists_keep_a_type_without_a_country(base: TableActors) -> None:
    types = [resolve(base, name).type for name in ("gunmen", "protesters", "journalists", "residents")]
    assert types == ["armed group", "civilians", "media", "civilians"]


def test_members_of_a_group_are_the_group_and_its_hostages_are_not(base: TableActors) -> None:
    assert resolve(base, "ISIS militants").base == "islamic-state"
    assert resolve(base, "leaders of ISIS").type == "armed group"
    assert resolve(base, "Hamas hostages").type == "civilians"


def test_a_spokesman_speaks_for_the_ministry_that_follows(base: TableActors) -> None:
    assert resolve(base, "a spokesman for the interior ministry", "person").type == "government"


def test_the_place_of_police_is_their_country_when_no_word_names_one(base: TableActors) -> None:
    assert resolve(base, "police", country="IRQ").country == "IRQ"


def test_a_capital_stands_for_its_government(base: TableActors) -> None:
    assert resolve(base, "Kabul", "place").codes["plover"] == "AFGGOV"


def test_a_leader_is_known_by_title_and_surname_and_by_the_date(base: TableActors) -> None:
    assert resolve(base, "President Bush", "person", date="1990-08-01").base == "person-george-h-w-bush"
    assert resolve(base, "President Bush", "person", date="2003-03-20").base == "person-george-w-bush"
    assert resolve(base, "Bush administration").codes["plover"] == "USAGOV"


def test_who_left_office_is_a_former_official(base: TableActors) -> None:
    assert resolve(base, "Nouri al-Maliki", "person", date="2010-01-01").codes["plover"] == "IRQGOV"
    assert resolve(base, "Nouri al-Maliki", "person", date="2017-07-02").codes["plover"] == "IRQELI"


def test_an_unlisted_body_is_kept_with_the_type_of_its_name(base: TableActors) -> None:
    names = ("Liwa al-Mutasim", "Harbour Workers Party", "Ministry of Fisheries", "Evening Gazette")
    assert [resolve(base, name, "organisation").type for name in names] == ["armed group", "other", "government", "media"]


def test_what_one_mention_lacks_another_gives(base: TableActors) -> None:
    actor = resolve_actor(["the rebels", "Chadian insurgents"], ["rebel", "insurgent"], "people", base)
    assert actor.codes["plover"] == "TCDREB"


def test_a_possessive_may_be_part_of_a_name_or_not(base: TableActors) -> None:
    assert resolve(base, "Lord's Resistance Army rebels").base == "lords-resistance-army"
    assert resolve(base, "Iraq’s government", "organisation").country == "IRQ"
    assert resolve(base, "Democratic People's Republic of Korea", "place").country == "PRK"
