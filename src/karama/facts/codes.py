"""Events in the codes of PLOVER, ACLED, UCDP and CAMEO."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import NamedTuple

from karama.data import read_table
from karama.domain.annotations import Mention, Quantity
from karama.domain.entities import Actor, Entity
from karama.domain.facts import Codes, Event
from karama.facts.frames import Frame, load_frames, load_words

STATE = frozenset({"government", "military", "police"})
ARMED = frozenset({"military", "police", "armed group", "militia"})
ORGANISED = STATE | ARMED
# What an announced act is in PLOVER (AGREE and THREATEN win over a SUPPORT or ASSAULT to come), and in CAMEO: root, mode, code.
FORETOLD = {
    "CONSULT": ("AGREE", None, "036"),
    "SUPPORT": ("AGREE", None, "032"),
    "COOPERATE": ("AGREE", None, "031"),
    "AID": ("AGREE", None, "033"),
    "CONCEDE": ("AGREE", None, "035"),
    "RETREAT": ("AGREE", None, "035"),
    "SANCTION": ("THREATEN", "relations", "131"),
    "COERCE": ("THREATEN", "restrict", "132"),
    "ASSAULT": ("THREATEN", "violence", "138"),
    "PROTEST": ("THREATEN", "relations", "133"),
}
# ACLED and UCDP code what happened; PLOVER leaves out what did not.
UNREAL = frozenset({"planned", "feared", "conditional", "requested", "denied"})
LETHAL = frozenset({"killing", "execution", "assassination", "massacre"})


class Sides(NamedTuple):
    """What is known of an event's two sides."""

    actors: frozenset[str]  # types
    recipients: frozenset[str]
    deaths: bool


class Row(NamedTuple):
    """One row of crosswalk.csv."""

    when: str
    plover: str | None
    mode: str | None
    acled: str | None
    acled_sub: str | None
    cameo: str | None


@cache
def load_crosswalk() -> dict[str, tuple[Row, ...]]:
    """The rows of crosswalk.csv by kind, in order."""
    found: dict[str, list[Row]] = {}
    for r in read_table("crosswalk.csv"):
        row = Row(r["when"], r["plover"] or None, r["mode"] or None, r["acled"] or None, r["acled_sub"] or None, r["cameo"] or None)
        found.setdefault(r["kind"], []).append(row)
    return {kind: tuple(rows) for kind, rows in found.items()}


def code_events(events: tuple[Event, ...], mentions: tuple[Mention, ...], entities: tuple[Entity, ...], quantities: tuple[Quantity, ...]) -> tuple[Event, ...]:
    """The events with their codes filled in by data/frames.csv and the crosswalk."""
    frames = load_frames()
    actors = {e.id: e.actor for e in entities if e.actor is not None}
    types = {m.id: find_type(m, actors) for m in mentions}
    # As an actor, a nationality beside its weapons or acts ("Israeli missiles") stands for the state.
    nations = {m.id for m in mentions if m.kind in ("nationality", "place") and (a := actors.get(m.entity or "")) and a.country and a.type == "other"}
    killed = {q.id for q in quantities if q.unit == "killed" and q.low != 0}
    return tuple(replace(e, codes=limit_codes(e, code_event(frames[e.kind], view_sides(e, types, nations, killed)))) for e in events)


def limit_codes(event: Event, codes: Codes) -> Codes:
    """The codes that hold for the event's modality: an announced act is a promise or a threat, one that did not happen has none."""
    if event.polarity == "negative" or event.modality == "denied":
        return Codes()
    if event.modality not in UNREAL:
        return codes
    if event.frame in ("agreement", "threat") and event.kind != event.frame and event.modality == "planned" and codes.plover in FORETOLD:
        plover, mode, cameo = FORETOLD[codes.plover]
        return Codes(plover, mode, cameo=cameo)
    return replace(codes, acled=None, acled_sub=None, ucdp=None)


def find_type(mention: Mention, actors: dict[str, Actor]) -> str:
    """The actor type of a mention; unnamed people without arms are civilians."""
    actor = actors.get(mention.entity or "")
    if actor is not None and actor.type not in ("other", "person"):
        return actor.type
    last = mention.words.rsplit(" ", 1)[-1].lower()
    if last in load_words("fighters"):
        return "armed group"
    if mention.kind in ("people", "person"):
        return "civilians" if actor is None or actor.type == "other" else "person"
    return actor.type if actor is not None else "other"


def view_sides(event: Event, types: dict[str, str], nations: set[str], killed: set[str]) -> Sides:
    """The types of actors and recipients, and whether somebody died."""
    return Sides(
        frozenset("government" if a in nations else types[a] for a in event.actor if a in types),
        frozenset(types[r] for r in event.recipient if r in types),
        event.kind in LETHAL or any(q in killed for q in event.quantities),
    )


def holds(when: str, sides: Sides) -> bool:
    """Whether a condition of crosswalk.csv holds."""
    armed_actor, armed_recipient = bool(sides.actors & ORGANISED), bool(sides.recipients & ORGANISED)
    match when:
        case "armed both":
            return armed_actor and armed_recipient
        case "armed recipient":
            return armed_recipient
        case "civilian recipient":
            return bool(sides.recipients & {"civilians", "person", "media", "NGO", "business"}) and not armed_recipient
        case "state actor":
            return bool(sides.actors & STATE)
        case "police actor":
            return "police" in sides.actors
        case "non-state actor":
            return bool(sides.actors & {"armed group", "militia"})
        case "deaths":
            return sides.deaths
    return when == "otherwise"


def code_event(frame: Frame, sides: Sides) -> Codes:
    """The codes of one event: its frame's, changed by the first row of the crosswalk whose condition holds."""
    codes = Codes(frame.plover, frame.mode, frame.acled, frame.acled_sub, find_ucdp(frame, sides), frame.cameo)
    for row in load_crosswalk().get(frame.kind, ()):
        if holds(row.when, sides):
            return replace(
                codes,
                plover=row.plover or codes.plover,
                plover_mode=(row.mode or codes.plover_mode) if not row.plover or row.mode else None,
                acled=row.acled or codes.acled,
                acled_sub=row.acled_sub or codes.acled_sub,
                cameo=row.cameo or codes.cameo,
            )
    return codes


def find_ucdp(frame: Frame, sides: Sides) -> int | None:
    """1 where a state's force and another organised side fight, 2 where two other sides do, 3 where one kills civilians; else None."""
    if not frame.ucdp or not sides.actors & ORGANISED:
        return None
    if sides.recipients & ORGANISED:
        return 1 if (sides.actors | sides.recipients) & STATE else 2
    if frame.two_sided and len(sides.actors & ORGANISED) > 1:
        return 1 if sides.actors & STATE else 2
    return 3 if sides.deaths and sides.recipients & {"civilians", "person", "media", "NGO", "business"} else None
