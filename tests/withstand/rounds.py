"""How much is tried: a little with every run of the tests, much by `make withstand`."""

from __future__ import annotations

import os

LONG = os.environ.get("KARAMA_WITHSTAND") == "long"


def choose(few: int, many: int) -> int:
    """`few` in CI, `many` by `make withstand`."""
    return many if LONG else few
