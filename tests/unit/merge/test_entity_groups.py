"""Names of many reports grouped to entities: what is one, what never is, and that neither order nor steps matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.merge.making import IS, RAQQA, SDF, make_claim

from karama.domain.members import Member, Naming, name_node, place_node
from karama.domain.record import Party, RecordClaim, Speaker, Where
from karama.merge.entity_groups import PeoplesPairs, group_nodes
from karama.merge.entity_judging import Profile
from karama.merge.entity_members import list_members

NOBODY = PeoplesPairs()


class Index:
    """The names of some claims, each of its own article unless it says otherwise."""

    def __init__(self, claims: Iterable[RecordClaim], listed: Mapping[str, tuple[str, ...]] | None = None) -> None:
        by_article: dict[str, list[RecordClaim]] = {}
        for claim in claims:
            by_article.setdefault(claim.article, []).append(claim)
        self.rows = [row for article, its in by_article.items() for row in list_members("r_" + article, its)]
        self.listed = listed or {}

    def load(self, nodes: Iterable[str]) -> dict[str, Profile]:
        wanted = set(nodes)
        namings: dict[str, list[Naming]] = {}
        for row in self.rows:
            if row.node in wanted:
                namings.setdefault(row.node, []).append(_name(row))
        return {node: Profile(node, tuple(sorted(set(its), key=repr)), self._list(node)) for node, its in namings.items()}

    def _list(self, node: str) -> tuple[Naming, ...]:
        from karama.merge.spellings import key_name

        return tuple(Naming(node, "actor", name, "name", key_name(name), "armed group", "SYR", None, None, None) for name in self.listed.get(node, ()))

    def meet(self, keys: Iterable[str]) -> frozenset[str]:
        wanted = set(keys)
        listed = {node for node in self.listed if any(naming.key in wanted for naming in self._list(node))}
        return frozenset({row.node for row in self.rows if row.key in wanted} | listed)

    @property
    def nodes(self) -> set[str]:
        return {row.node for row in self.rows}


def _name(row: Member) -> Naming:
    return Naming(row.node, row.what, row.name, row.how, row.key, row.type, row.country, row.latitude, row.longitude, row.radius_km)


def group(index: Index, people: PeoplesPairs = NOBODY) -> list[tuple[str, ...]]:
    return [one for one in group_nodes(index.nodes, lambda _: set(), index, people).groups if len(one) > 1]


def body(name: str, *aliases: str, country: str | None = None) -> Party:
    return Party(name, name, None, "armed group", country, aliases)


def person(name: str, *aliases: str) -> Party:
    return Party(name, name, None, "person", None, aliases)


def tell(*parties: Party, **given: object) -> RecordClaim:
    name = "+".join(party.name for party in parties)
    return make_claim(name, actors=parties, **given)


def test_gunmen_and_things_are_no_entities() -> None:
    gunmen = Party("gunmen", "gunmen", None, "armed group", None, named=False)
    house = Party("the Green House", "the Green House", None, None, None)
    assert name_node(gunmen, "a") is None
    assert name_node(house, "a") is None
    assert list_members("r", [tell(gunmen, house)]) == ()


def test_one_base_id_is_one_whatever_the_name() -> None:
    assert name_node(IS, "a") == name_node(Party("Daesh", "Daesh", "islamic-state", "armed group", None), "b") == "base:islamic-state"


def test_a_single_word_for_a_person_stands_for_that_report_alone_and_for_a_body_for_all() -> None:
    assert name_node(person("Hassan"), "sha256:1") != name_node(person("Hassan"), "sha256:2")
    assert name_node(Speaker("Hassan", "Hassan"), "sha256:1") == "name:hassan@sha256:1"
    assert name_node(body("Farouq"), "sha256:1") == name_node(body("Farouq"), "sha256:2") == "name:farouq"


def test_persons_who_share_only_a_family_name_are_never_one() -> None:
    assert group(Index([tell(person("Ali Hassan", "Hassan")), tell(person("Omar Hassan", "Hassan")), tell(person("Hassan"))])) == []


def test_a_group_named_in_three_scripts_is_one() -> None:
    index = Index([tell(body(name)) for name in ("Ahrar al-Sham", "Ахрар аш-Шам", "أحرار الشام", "Ahrar al-Shaam", "Ahrar al-Jazira")])
    assert group(index) == [("name:ahrar shaam", "name:ahrar sham", "name:akhrar sham")]
    assert name_node(body("أحرار الشام"), "a") == name_node(body("Ahrar al-Sham"), "a")  # in Latin letters they are the same


def test_an_alias_that_one_report_teaches_joins_other_reports_names() -> None:
    index = Index([tell(body("Free Idlib Brigade", "Liwa Idlib", "the brigade")), tell(body("Liwa Idlib"))])
    assert group(index) == [("name:free idlib brigade", "name:liwa idlib")]


def test_a_description_teaches_no_alias() -> None:
    assert group(Index([tell(body("Free Idlib Brigade", "the Rebel group", "Idlib fighters")), tell(body("Idlib Fighters"))])) == []


def test_a_nom_de_guerre_that_many_bear_is_no_alias_that_joins() -> None:
    assert group(Index([tell(person("Khaled Mansour", "Abu Omar")), tell(person("Abu Omar"))])) == []


def test_an_acronym_is_the_one_body_with_these_initials_and_none_where_there_are_two() -> None:
    one = [tell(body("Free Idlib Brigade")), tell(body("FIB"))]
    assert group(Index(one)) == [("name:fib", "name:free idlib brigade")]
    assert group(Index([*one, tell(body("Front of Idlib Believers"))])) == []


def test_two_actors_of_the_base_are_never_one_not_even_by_way_of_a_name_that_fits_both() -> None:
    listed = {"base:islamic-state": ("Islamic State", "Jund al-Watan"), "base:syrian-democratic-forces": ("Syrian Democratic Forces", "Jund al-Watan")}
    claims = [tell(IS), tell(SDF), tell(body("Jund al-Watan"))]
    assert group(Index(claims, listed)) == []
    assert group(Index(claims, {"base:islamic-state": ("Islamic State", "Jund al-Watan")})) == [("base:islamic-state", "name:jund watan")]


def test_a_chain_of_names_does_not_bring_two_actors_of_the_base_together() -> None:
    """Each link would do by itself: a listed name, another spelling of it, an alias that a report teaches, a listed name."""
    listed = {"base:islamic-state": ("Jund al-Watan",), "base:syrian-democratic-forces": ("Liwa Idlib",)}
    claims = [tell(IS), tell(SDF), tell(body("Jund al-Watan")), tell(body("Jond al-Waten", "Liwa Idlib")), tell(body("Liwa Idlib"))]
    found = group(Index(claims, listed))
    assert not any({"base:islamic-state", "base:syrian-democratic-forces"} <= set(one) for one in found)
    assert any({"base:islamic-state", "name:jund watan"} <= set(one) for one in found)
    assert len(group(Index(claims[2:]))[0]) == 3  # without the base all three are one


def test_bodies_of_two_countries_with_names_that_are_spelt_alike_are_two() -> None:
    assert group(Index([tell(body("Ansar al-Sharia", country="LBY")), tell(body("Anser al-Shariya", country="TUN"))])) == []


def test_a_part_of_a_city_is_not_the_city() -> None:
    old_city = Where("Old City", 172955, 35.95, 39.01, 2.0, "part of settlement", "SYR", "Raqqa")
    near = Where("Raqqa", 172955, 35.95, 39.01, 15.0, "near", "SYR", "Raqqa")
    index = Index([make_claim("a", places=(RAQQA,)), make_claim("b", places=(old_city,)), make_claim("c", places=(near,))])
    assert place_node(RAQQA) == "geo:172955"
    assert group(index) == [("geo:172955", "place:raqqa@172955")]


def test_villages_of_one_name_are_one_within_reach_and_two_far_apart() -> None:
    def village(latitude: float) -> RecordClaim:
        return make_claim(str(latitude), places=(Where("Tell Samin", None, latitude, 39.0, 2.0, "settlement", "SYR", None),))

    assert group(Index([village(36.20), village(36.23), village(35.0)])) == [("place:tell samin@36.20,39.00", "place:tell samin@36.23,39.00")]


def test_what_people_joined_and_parted_stands_above_every_judgement() -> None:
    index = Index([tell(body("Free Idlib Brigade", "Liwa Idlib")), tell(body("Liwa Idlib")), tell(body("The Victors of God"))])
    parted = PeoplesPairs(part=frozenset({("name:free idlib brigade", "name:liwa idlib")}))
    joined = PeoplesPairs(join=frozenset({("name:liwa idlib", "name:victors of god")}))
    assert group(index, parted) == []
    assert group(index, joined) == [("name:free idlib brigade", "name:liwa idlib", "name:victors of god")]


CLAIMS = [
    *(tell(body(name)) for name in ("Ahrar al-Shaam", "Ахрар аш-Шам", "FIB", "Liwa Idlib", "Front of Idlib Believers", "Jund al-Watan")),
    tell(body("Free Idlib Brigade", "Liwa Idlib")),
    tell(IS),
    tell(person("Mohammed Youssef")),
    tell(person("Muhammad Yusuf")),
    tell(person("Mohamed Yousef", "Abu Omar")),
]


@settings(max_examples=40, deadline=None)
@given(st.permutations(CLAIMS), st.lists(st.integers(1, len(CLAIMS) - 1), max_size=3, unique=True))
def test_reports_that_come_in_any_order_and_any_number_of_steps_give_the_same_entities(claims: list[RecordClaim], steps: list[int]) -> None:
    """After each step only what its names touch is grouped anew."""
    listed = {"base:islamic-state": ("Islamic State", "Jund al-Watan")}
    groups: dict[str, tuple[str, ...]] = {}
    for first, last in pairwise([0, *sorted(steps), len(claims)]):
        fresh = {row.node for row in Index(claims[first:last]).rows}
        grouped = group_nodes(fresh, lambda nodes: {mate for node in nodes for mate in groups.get(node, ())}, Index(claims[:last], listed), NOBODY).groups  # noqa: B023
        groups |= {node: one for one in grouped for node in one}
    assert {one for one in groups.values() if len(one) > 1} == set(group(Index(CLAIMS, listed)))
