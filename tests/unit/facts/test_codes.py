"""Codes of other ontologies follow the kind, the sides and the modality of an event."""

from __future__ import annotations

from dataclasses import replace

from karama.data import read_table
from karama.domain.annotations import Mention
from karama.domain.entities import Actor, ActorType, Entity
from karama.domain.facts import Codes, Event
from karama.domain.text import Span
from karama.facts.codes import code_events, load_crosswalk
from karama.facts.frames import load_frames, load_triggers

TYPES: tuple[ActorType, ...] = ("military", "armed group", "civilians")


def code(kind: str, actor: ActorType | None, recipient: ActorType | None, **changes: str) -> Codes:
    mentions = tuple(Mention(t, 0, 1, "x", "organisation", "name", entity=t) for t in (actor, recipient) if t)
    entities = tuple(Entity(t, "actor", "x", actor=Actor(t)) for t in {actor, recipient} if t)
    event = Event("v1", kind, Span(0, 1), actor=(actor,) if actor else (), recipient=(recipient,) if recipient else (), frame=kind)
    return code_events((replace(event, **changes),), mentions, entities, ())[0].codes  # type: ignore[arg-type]


def test_two_armed_sides_are_a_battle() -> None:
    codes = code("attack", "military", "armed group")
    assert (codes.acled, codes.acled_sub, codes.ucdp) == ("Battles", "Armed clash", 1)


def test_two_groups_without_a_state_are_non_state_conflict() -> None:
    assert code("armed clash", "armed group", "militia").ucdp == 2


def test_killing_civilians_is_one_sided() -> None:
    codes = code("killing", "armed group", "civilians")
    assert (codes.acled, codes.ucdp) == ("Violence against civilians", 3)


def test_an_attack_on_civilians_without_deaths_is_not_in_ucdp() -> None:
    assert code("attack", "armed group", "civilians").ucdp is None


def test_who_takes_a_place_decides_the_sub_type() -> None:
    assert code("territory taken", "military", None).acled_sub == "Government regains territory"
    assert code("territory taken", "armed group", None).acled_sub == "Non-state actor overtakes territory"


def test_captured_fighters_are_not_arrested() -> None:
    assert code("capture", "military", "armed group").plover == "ASSAULT"


def test_an_announced_act_is_a_promise_or_a_threat() -> None:
    assert code("aid", "government", None, modality="planned", frame="agreement").plover == "AGREE"
    assert code("attack", "military", "armed group", modality="planned", frame="threat").plover == "THREATEN"


def test_what_did_not_happen_has_no_codes() -> None:
    assert code("attack", "military", "armed group", polarity="negative") == Codes()
    assert code("killing", "military", "civilians", modality="feared").acled is None


def test_every_kind_in_the_tables_is_a_frame() -> None:
    frames = load_frames()
    assert set(load_crosswalk()) <= set(frames)
    assert {row.kind for rows in load_triggers().values() for row in rows} - {"-"} <= set(frames)


def test_every_guard_gives_its_reason() -> None:
    assert [row["words"] for row in read_table("triggers.csv") if row["kind"] == "-" and not row["reason"]] == []


def test_acled_types_are_those_of_the_code_book() -> None:
    main = {"Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots", "Strategic developments"}
    assert {f.acled for f in load_frames().values() if f.acled} <= main
