"""The actors of the base by id, with the names that nobody else has."""

from __future__ import annotations

from functools import cache

from karama.adapters.actors.rows import GUARD, SHARED, make_known, read_dated_names, read_rows, read_states
from karama.ports import KnownActor


@cache
def list_known() -> dict[str, KnownActor]:
    """The actors and states of the base by id. Names that others bear too, or that are common words and surnames, are left out: they tell nobody apart."""
    dated = read_dated_names()
    found = {state.known.actor.base or "": state.known for state in read_states()}
    for row in read_rows():
        plain = "; ".join(name for name in row["aliases"].split(";") if not name.strip().startswith((GUARD, SHARED)))
        found[row["id"]] = make_known({**row, "aliases": plain}, dated.get(row["id"], ()))
    return found
