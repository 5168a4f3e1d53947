"""How far in grammar a place, date or number lies from an event: the sum of the costs of the steps between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TypeVar

from karama.data import read_table
from karama.domain.calendar import MONTHS, WEEKDAYS
from karama.domain.parse import Parse

FAR = 99.0
TOLD_ON = 0.3
DAYS = MONTHS.keys() | WEEKDAYS.keys()
# How an event hangs on a verb or noun that only speaks of it: "described the attack", "accused them of killing", "responsibility for".
SPOKEN = frozenset({"dobj", "nsubjpass", "dative", "ccomp"})
SPOKEN_BY = frozenset({"of", "for", "about", "on", "over", "against", "with"})  # "accused of", "responsibility for"; but "broken in a raid" is of the raid
MAX_STEPS = 24  # steps climbed at most: deeper trees are parsing accidents, and the bound keeps hostile text linear

NOTHING: Mapping[str, float] = {}

Item = TypeVar("Item")
Chain = dict[int, float]  # token -> cost of climbing to it, in climbing order


@cache
def read_costs(way: str) -> dict[str, float]:
    """Cost by dependency label of a step up or down."""
    return {row["label"]: float(row["cost"]) for row in read_table("setting_edges.csv") if row["way"] == way}


def climb(parse: Parse, token: int, cost_of: Callable[[int], float], limit: float) -> Chain:
    """What it costs to climb from the token to each token above it, ending where the limit is passed."""
    heads = parse.heads
    chain, spent = {token: 0.0}, 0.0
    for _ in range(MAX_STEPS):
        head = heads[token]
        if head == token:
            break
        spent += cost_of(token)
        if spent > limit or head in chain:
            break
        chain[head] = spent
        token = head
    return chain


def climb_event(parse: Parse, head: int, limit: float, other: Mapping[str, float] = NOTHING, events: frozenset[int] = frozenset()) -> Chain:
    """The cost of coming down to an event from each token above it; `other` are costs that differ from the table's, `events` the heads of all events."""
    down, deps, heads = {**read_costs("down"), **other}, parse.deps, parse.heads

    def cost(token: int) -> float:
        dep = deps[token]
        if dep == "relcl" and (heads[token] in events or parse.lowers[heads[token]] in DAYS) and tells_on(parse, token):
            return TOLD_ON  # "a bombing in Mosul on Friday that killed 12", whichever the model hangs it on: where and when the bombing was
        if is_spoken_of(parse, token) or is_spoken_of(parse, token, "ending"):
            return FAR  # "on Friday condemned the attack", "on Friday lifted the siege": another day and place than the event's
        return down.get(dep, 1.0)

    return climb(parse, head, cost, limit)


@cache
def read_verbs(kind: str) -> frozenset[str]:
    """The lemmas of the verbs of that kind."""
    return frozenset(verb for row in read_table("setting_verbs.csv") if row["kind"] == kind for verb in row["verbs"].split())


def is_spoken_of(parse: Parse, token: int, kind: str = "attitude") -> bool:
    """Whether the word hangs on one that only speaks of it, or ends it: "condemned the attack", "accused them of killing", "lifted the siege"."""
    dep = parse.deps[token]
    if dep == "nsubjpass" and parse.lemmas[parse.heads[token]] in read_verbs("noting"):
        return False  # "clashes were reported in Homs on Monday": there and then
    return (dep in SPOKEN or (dep == "prep" and parse.lowers[token] in SPOKEN_BY)) and parse.lemmas[parse.heads[token]] in read_verbs(kind)


def own_stretch(parse: Parse, head: int) -> tuple[int, int]:
    """First and last token of an event's own clause or phrase: what hangs on it, without the verbs that follow it beside it."""
    follow = (c for c in parse.children[head] if c > head and parse.deps[c] == "conj" and parse.tags[c][:1] == "V")
    return parse.left[head], next(follow, parse.right[head] + 1) - 1


def tells_on(parse: Parse, clause: int) -> bool:
    """Whether the noun above a relative clause does or holds what the clause says: "that killed", "which wounded", "in which 12 died"."""
    for child in parse.children[clause]:
        if child > clause:
            break
        if parse.deps[child] == "nsubj" and parse.lowers[child] in ("that", "which"):
            return True
        if parse.deps[child] == "prep" and parse.lowers[child] in ("in", "during") and any(parse.lowers[c] == "which" for c in parse.children[child]):
            return True
    return False


def find_top(parse: Parse, start: int, end: int) -> int | None:
    """The token of the span that the others of the span depend on; None if no token starts there."""
    first = parse.token_at(start)
    if first is None:
        return None
    last = first
    while last + 1 < len(parse.starts) and parse.starts[last + 1] < end and last - first < 30:
        last += 1
    return next((i for i in range(first, last + 1) if not first <= parse.heads[i] <= last or parse.heads[i] == i), last)


def pick_near(items: Sequence[Item], at: int, count: int, where: Callable[[Item], int]) -> list[Item]:
    """The items nearest to a position, at most so many, nearest first; `items` must be in the order of `where`."""
    middle = bisect_left(items, at, key=where)
    return sorted(items[max(0, middle - count) : middle + count], key=lambda item: abs(where(item) - at))[:count]


def join_chains(low: Chain, event: Chain) -> float:
    """The cost of the way over the lowest token that both chains hold; FAR if they never meet."""
    for token, spent in event.items():
        if token in low:
            return spent + low[token]
    return FAR
