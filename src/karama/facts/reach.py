"""How far in grammar a place, date or number lies from an event: the sum of the costs of the steps between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from karama.data import read_table
from karama.domain.parse import Parse

FAR = 99.0
MAX_STEPS = 24  # steps climbed at most: deeper trees are parsing accidents, and the bound keeps hostile text linear

NOTHING: Mapping[str, float] = {}

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


def climb_event(parse: Parse, head: int, limit: float, other: Mapping[str, float] = NOTHING) -> Chain:
    """The cost of coming down to an event from each token above it; `other` are costs that differ from the table's."""
    down, deps = {**read_costs("down"), **other}, parse.deps
    return climb(parse, head, lambda token: down.get(deps[token], 1.0), limit)


def find_top(parse: Parse, start: int, end: int) -> int | None:
    """The token of the span that the others of the span depend on; None if no token starts there."""
    first = parse.token_at(start)
    if first is None:
        return None
    last = first
    while last + 1 < len(parse.starts) and parse.starts[last + 1] < end and last - first < 30:
        last += 1
    return next((i for i in range(first, last + 1) if not first <= parse.heads[i] <= last or parse.heads[i] == i), last)


def join_chains(low: Chain, event: Chain) -> float:
    """The cost of the way over the lowest token that both chains hold; FAR if they never meet."""
    for token, spent in event.items():
        if token in low:
            return spent + low[token]
    return FAR
