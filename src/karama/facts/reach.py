"""How far in grammar a place, date or number lies from an event: the sum of the costs of the steps between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from karama.data import read_table
from karama.domain.parse import Parse

FAR = 99.0
MAX_STEPS = 24  # steps climbed at most: deeper trees are parsing accidents, and the bound keeps hostile text linear

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


def climb_event(parse: Parse, head: int, limit: float) -> Chain:
    """The cost of coming down to an event from each token above it."""
    down, deps = read_costs("down"), parse.deps
    return climb(parse, head, lambda token: down.get(deps[token], 1.0), limit)


def join_chains(low: Chain, event: Chain) -> float:
    """The cost of the way over the lowest token that both chains hold; FAR if they never meet."""
    for token, spent in event.items():
        if token in low:
            return spent + low[token]
    return FAR
