"""Which counts are an event's: the killed to the killing and to the attack that killed them, other numbers to the nearest event."""

from __future__ import annotations

from collections.abc import Iterable

from karama.domain.annotations import Quantity
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.frames import load_frames
from karama.facts.reach import Chain, climb, climb_event, find_top, join_chains, pick_near, read_costs

LIMIT = 2.6
MOVEMENTS = frozenset(
    {"movement", "advance", "withdrawal", "territory taken", "flight", "deployment", "territory lost", "pursuit", "missile attack", "shelling"}
)
NEAREST = 12
BESIDE = 0.5  # "an air strike hit": the act and the verb that carries it are as near
# Kinds that say themselves what became of people: they take counts of their own unit and no other's.
OWN_KINDS = {
    "killed": frozenset({"killing", "execution", "assassination", "massacre", "death"}),
    "wounded": frozenset({"injuring"}),
    "detained": frozenset({"arrest", "capture", "abduction"}),
    "missing": frozenset({"abduction"}),
    "displaced": frozenset({"forced displacement", "flight", "evacuation", "deportation", "return"}),
}
OUTCOMES = frozenset().union(*OWN_KINDS.values())
# Nouns of people, weapons and goods carry a count up to their verb; what stands in a relative clause or in reported speech does not count above it.
UP = {
    "dobj": 0.0,
    "nsubjpass": 0.0,
    "nsubj": 0.2,
    "nummod": 0.0,
    "quantmod": 0.0,
    "prep": 0.4,
    "agent": 0.4,
    "relcl": 2.2,
    "acl": 1.0,
    "amod": 0.3,
    "attr": 0.2,
    "oprd": 0.2,
}
DOWN = {"acl": 0.4, "relcl": 0.6, "amod": 0.2, "oprd": 0.2, "acomp": 0.2, "advcl": 1.0, "attr": 0.2}


def climb_counts(parse: Parse, events: Iterable[Event], quantities: Iterable[Quantity]) -> dict[int, list[tuple[Quantity, Chain]]]:
    """Sentence -> its counts, each with the tokens that it reaches."""
    up = {**read_costs("up"), **UP}
    sentences = {parse.sentence_of[event.head] for event in events if event.head >= 0}

    def cost(token: int) -> float:
        dep = parse.deps[token]
        if dep == "conj" and parse.tags[token][:1] == "V":
            return 1.2 if any(parse.deps[c] in ("nsubj", "nsubjpass") for c in parse.children[token]) else 0.4
        return up.get(dep, 1.0)

    found: dict[int, list[tuple[Quantity, Chain]]] = {}
    for quantity in quantities:
        top = quantity.head if quantity.head >= 0 else find_top(parse, quantity.start, quantity.end)
        if top is not None and parse.sentence_of[top] in sentences:
            found.setdefault(parse.sentence_of[top], []).append((quantity, climb(parse, top, cost, LIMIT)))
    return found


def share_counts(parse: Parse, events: list[Event], heads: frozenset[int], reached: list[tuple[Quantity, Chain]]) -> dict[str, tuple[str, ...]]:
    """Event id -> ids of its counts, for the events and counts of one sentence."""
    ordered = sorted(events, key=lambda event: event.head)
    chains = [(event, climb_event(parse, event.head, LIMIT, DOWN, heads)) for event in ordered]
    shares: dict[str, list[str]] = {}
    for quantity, reach in reached:
        near = pick_near(chains, quantity.start, NEAREST, lambda item: parse.starts[item[0].head])
        costs = [(join_chains(reach, chain), event) for event, chain in near if takes(parse, event, quantity)]
        for event in _choose_events(quantity, [(cost, event) for cost, event in costs if cost <= LIMIT]):
            shares.setdefault(event.id, []).append(quantity.id)
    return {event: tuple(ids) for event, ids in shares.items()}


def takes(parse: Parse, event: Event, quantity: Quantity) -> bool:
    """Whether the event can have the count at all: a distance only what moves; a counted event not the one enumerated with it."""
    if quantity.unit in ("distance", "duration"):
        return event.kind in MOVEMENTS
    token = event.head
    for _ in range(4):
        if parse.deps[token] != "conj" or parse.tags[token][:1] != "N":
            break
        token = parse.heads[token]
        if token == quantity.head:
            return False  # "3,000 deaths and the destruction of 500 homes"
    return True


def _choose_events(quantity: Quantity, costs: list[tuple[float, Event]]) -> list[Event]:
    """The nearest event; of people harmed the nearest that says so, and the nearest acts of violence that did it."""
    own = OWN_KINDS.get(quantity.unit)
    if own is None:
        return [min(costs, key=lambda item: item[0])[1]] if costs else []
    frames = load_frames()
    said = [(cost, event) for cost, event in costs if event.kind in own]
    done = [(cost, event) for cost, event in costs if event.kind not in OUTCOMES and event.kind in frames and frames[event.kind].plover == "ASSAULT"]
    if quantity.unit not in ("killed", "wounded") and said:
        done = []
    nearest = min((cost for cost, _ in done), default=0.0) + BESIDE
    return [event for cost, event in done if cost <= nearest] + [min(items, key=lambda item: item[0])[1] for items in (said,) if items]
