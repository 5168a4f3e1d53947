"""Who is part of whom in the actor base."""

from __future__ import annotations

from karama.adapters.actors.rows import read_rows


def read_parents() -> dict[str, str]:
    """The id of the body that an actor is or was part of, by the actor's id; those that stand alone are not in it."""
    return {row["id"]: row["parent"] for row in read_rows() if row.get("parent")}
