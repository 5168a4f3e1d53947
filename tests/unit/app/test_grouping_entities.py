"""Entities of a store that grows, is read again and is decided on: as if all had been grouped at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.merge.making import IS, RAQQA, make_claim

from karama.adapters.actors.listed import list_known
from karama.adapters.stores.openings import open_sqlite_store
from karama.adapters.stores.sql_store import SqlStore
from karama.app.correcting import CorrectingTools
from karama.app.deciding import Deciding, DecidingTools, list_decisions
from karama.app.entities import EntityReport, EntityTools, merge_entities
from karama.app.entity_names import ask_name, find_belongings
from karama.domain.record import Capture, Judgement, KeptReading, Membership, Original, Party, RecordClaim, Run, Speaker, Supersession
from karama.domain.text import Article, hash_text
from karama.errors import InputError
from karama.record.ledger import append_notes

Groups = set[frozenset[str]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made, _ = open_sqlite_store(tmp_path / "record.sqlite", "test", make=True)
    with made.transaction():
        append_notes(made, "2026-01-01T00:00:00Z", "test", [])
    yield made
    made.close()


def body(name: str, *aliases: str) -> Party:
    return Party(name, name, None, "armed group", None, aliases)


def person(name: str) -> Party:
    return Party(name, name, None, "person", None)


def keep(store: SqlStore, number: int, *parties: Party, version: int = 1) -> str:
    """The article in which each of the parties does something."""
    article = Article(f"Report number {number}.", hash_text(f"Report number {number}."), str(number))
    sha = article.id.removeprefix("sha256:")
    claims: list[RecordClaim] = [
        replace(make_claim(f"{number:02d}{n}", article=article.id, actors=(party,), places=(RAQQA,), start=n * 100), run=f"n_{version}")
        for n, party in enumerate(parties)
    ]
    reading = KeptReading(f"r_{number}_{version}", article.id, f"n_{version}", "2026", None, "d", len(claims))
    with store.transaction():
        store.add(
            [
                Original(sha, 1, "text/plain"),
                article,
                Run(f"n_{version}", {}),
                Capture(f"k_{number}", article.id, sha, "text/plain", "a.txt", "file", "2026", "t"),
            ]
        )
        store.add_reading(reading, {}, claims)
    return article.id


def merge(store: SqlStore) -> EntityReport:
    return merge_entities(EntityTools(store, lambda: "2026-01-01T00:00:00Z", list_known))


def decide(store: SqlStore, by: str = "Ann") -> Deciding:
    correcting = CorrectingTools(lambda: pytest.fail("no gazetteer"), lambda: pytest.fail("no actors"))
    return Deciding(DecidingTools(store, lambda: "2026-01-01T00:00:00Z", lambda: merge(store), correcting), by)


def list_groups(store: SqlStore, what: str = "actor") -> Groups:
    groups: dict[str, set[str]] = {}
    for one in store.memberships("entity"):
        if one.member.startswith(("geo:", "place:")) == (what == "place"):
            groups.setdefault(str(one.group), set()).add(one.member)
    return {frozenset(group) for group in groups.values()}


def find_id(store: SqlStore, member: str) -> str:
    return str(next(store.memberships("entity", members=[member])).group)


def group_anew(tmp_path: Path, reports: Sequence[tuple[int, tuple[Party, ...]]]) -> Groups:
    made, _ = open_sqlite_store(tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite", "test", make=True)
    for number, parties in reports:
        keep(made, number, *parties)
    merge(made)
    found = list_groups(made)
    made.close()
    return found


REPORTS: list[tuple[int, tuple[Party, ...]]] = [
    (1, (body("Liwa Idlib"), person("Abu Omar"))),
    (2, (body("Free Idlib Brigade", "Liwa Idlib"), IS)),
    (3, (body("FIB"), person("Hassan"))),
    (4, (body("Front of Idlib Believers"), person("Hassan"), IS)),
]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_reports_one_by_one_in_any_order_give_the_entities_of_all_at_once(store: SqlStore, tmp_path: Path, order: tuple[int, ...]) -> None:
    for at in order:
        number, parties = REPORTS[at]
        keep(store, number, *parties)
        merge(store)
    assert list_groups(store) == group_anew(tmp_path, REPORTS)
    assert frozenset({"name:free idlib brigade", "name:liwa idlib"}) in list_groups(store)


def test_grouping_again_does_nothing(store: SqlStore) -> None:
    keep(store, 1, body("Liwa Idlib"))
    assert merge(store).entities == 2  # with Raqqa
    before = store.count(Membership), store.count(Judgement)
    assert merge(store) == EntityReport(None)
    assert (store.count(Membership), store.count(Judgement)) == before


def test_a_name_that_is_known_already_adds_no_membership(store: SqlStore) -> None:
    keep(store, 1, body("Liwa Idlib"), IS)
    merge(store)
    before = store.count(Membership)
    keep(store, 2, body("Liwa Idlib"), IS)
    assert merge(store).entities == 0
    assert store.count(Membership) == before


def test_an_article_read_anew_without_the_alias_parts_what_only_the_alias_held(store: SqlStore) -> None:
    keep(store, 1, body("Free Idlib Brigade", "Liwa Idlib"))
    keep(store, 2, body("Liwa Idlib"))
    merge(store)
    keep(store, 1, body("Free Idlib Brigade"), version=2)
    merge(store)
    assert list_groups(store) == {frozenset({"name:free idlib brigade"}), frozenset({"name:liwa idlib"})}


def test_who_is_no_longer_named_in_an_article_that_is_read_anew_is_gone(store: SqlStore) -> None:
    keep(store, 1, body("Liwa Idlib"))
    merge(store)
    keep(store, 1, IS, version=2)
    merge(store)
    assert list_groups(store) == {frozenset({"base:islamic-state"})}


def test_of_an_article_that_a_newer_version_closes_nobody_stays(store: SqlStore) -> None:
    older, newer = keep(store, 1, body("Liwa Idlib")), keep(store, 2, IS)
    merge(store)
    with store.transaction():
        store.add([Supersession(older, newer, "https://example.org/a", "2026")])
    merge(store)
    assert list_groups(store) == {frozenset({"base:islamic-state"})}


def test_one_reports_namesake_can_be_parted_and_stays_apart_when_it_is_read_again(store: SqlStore) -> None:
    first, second = keep(store, 1, person("Abu Omar")), keep(store, 2, person("Abu Omar"))
    merge(store)
    entity = find_id(store, "name:abu omar")
    decide(store).split(entity, [second], "another man")
    parted = find_id(store, f"{second} name:abu omar")
    assert parted != entity
    assert find_belongings(store, parted).holds(second, "name:abu omar")
    assert not find_belongings(store, entity).holds(second, "name:abu omar")
    assert find_belongings(store, entity).holds(first, "name:abu omar")
    keep(store, 2, person("Abu Omar"), IS, version=2)
    keep(store, 3, person("Abu Omar"))
    merge(store)
    assert find_id(store, f"{second} name:abu omar") == parted
    assert find_belongings(store, entity).holds("sha256:3", "name:abu omar")


def test_an_undone_split_is_as_if_it_had_never_been(store: SqlStore) -> None:
    keep(store, 1, person("Abu Omar"))
    second = keep(store, 2, person("Abu Omar"))
    merge(store)
    before = list_groups(store)
    decide(store).split(find_id(store, "name:abu omar"), [second])
    assert list_groups(store) != before
    decide(store).undo()
    assert list_groups(store) == before


def test_a_name_can_be_parted_from_the_others_of_its_entity(store: SqlStore) -> None:
    keep(store, 1, body("Free Idlib Brigade", "Liwa Idlib"))
    keep(store, 2, body("Liwa Idlib"))
    merge(store)
    decide(store).split(find_id(store, "name:liwa idlib"), ["Liwa Idlib"])
    assert list_groups(store) == {frozenset({"name:free idlib brigade"}), frozenset({"name:liwa idlib"})}
    asked = ask_name(store, "Liwa Idlib", [])
    assert asked.nodes == {"name:liwa idlib"}


def test_of_two_that_are_parted_at_once_one_can_be_parted_again(store: SqlStore) -> None:
    articles = [keep(store, number, person("Abu Omar")) for number in (1, 2, 3)]
    merge(store)
    decide(store).split(find_id(store, "name:abu omar"), articles[1:])
    both = find_id(store, f"{articles[1]} name:abu omar")
    assert find_id(store, f"{articles[2]} name:abu omar") == both
    decide(store).split(both, [min(articles[1:])])
    assert len({find_id(store, f"{article} name:abu omar") for article in articles[1:]}) == 2


def test_a_body_of_the_base_can_be_parted_too(store: SqlStore) -> None:
    keep(store, 1, IS)
    second = keep(store, 2, IS)
    merge(store)
    decide(store).split(find_id(store, "base:islamic-state"), [second], "the report means another")
    assert find_id(store, f"{second} base:islamic-state") != find_id(store, "base:islamic-state")


def test_joined_names_are_one_under_the_smaller_id_and_a_later_split_parts_them(store: SqlStore) -> None:
    keep(store, 1, body("Victors of God"))
    keep(store, 2, IS)
    merge(store)
    ids = [find_id(store, name) for name in ("name:victors of god", "base:islamic-state")]
    decide(store).join(ids, "the report says so elsewhere")
    assert list_groups(store) == {frozenset({"base:islamic-state", "name:victors of god"})}
    assert find_id(store, "name:victors of god") == ids[1]
    decide(store).split(ids[1], ["Victors of God"])
    assert len(list_groups(store)) == 2


def test_single_words_that_stand_for_one_report_can_be_joined(store: SqlStore) -> None:
    keep(store, 1, person("Hassan"))
    keep(store, 2, person("Hassan"))
    merge(store)
    ids = sorted(str(one.group) for one in store.memberships("entity") if one.member.startswith("name:hassan"))
    assert len(set(ids)) == 2
    decide(store).join(ids)
    assert len(list_groups(store)) == 1


def test_what_cannot_be_parted_or_joined_is_said_in_a_line(store: SqlStore) -> None:
    keep(store, 1, person("Abu Omar"))
    merge(store)
    entity, place = find_id(store, "name:abu omar"), find_id(store, "geo:172955")
    for wrong, words in (
        (lambda: decide(store).split(entity, ["Abu Omar"]), "leave some"),
        (lambda: decide(store).split(entity, ["Abu Ali"]), "no member, article or name"),
        (lambda: decide(store).split("e_0", ["Abu Omar"]), "no such entity"),
        (lambda: decide(store).split(entity, []), "name some"),
        (lambda: decide(store).join([entity, place]), "an actor is no place"),
        (lambda: decide(store).join([entity, "c_000"]), "no entity"),
        (lambda: decide(store).join([entity]), "two or more"),
    ):
        with pytest.raises(InputError, match=words):
            wrong()
    assert list(list_decisions(store)) == []


def test_a_split_whose_report_names_nobody_so_any_more_wants_another_look(store: SqlStore) -> None:
    keep(store, 1, person("Abu Omar"))
    second = keep(store, 2, person("Abu Omar"))
    merge(store)
    decide(store).split(find_id(store, "name:abu omar"), [second])
    assert not list_decisions(store)[0].again
    keep(store, 2, IS, version=2)
    assert list_decisions(store)[0].gone == (second,)


def test_a_speaker_is_an_actor_and_counted_once_a_claim(store: SqlStore) -> None:
    article = Article("Report.", hash_text("Report."), "a")
    sha = article.id.removeprefix("sha256:")
    claim = make_claim("1", article=article.id, actors=(person("Ryan Dillon"),), speakers=(Speaker("Ryan Dillon", "Ryan Dillon"),))
    with store.transaction():
        store.add([Original(sha, 1, "text/plain"), article, Run("n_1", {}), Capture("k", article.id, sha, "text/plain", "a.txt", "file", "2026", "t")])
        store.add_reading(KeptReading("r_1", article.id, "n_1", "2026", None, "d", 1), {}, [replace(claim, run="n_1")])
    merge(store)
    (naming,) = store.names.list_namings(nodes=["name:ryan dillon"])
    assert (naming.claims, naming.type) == (1, "person")
