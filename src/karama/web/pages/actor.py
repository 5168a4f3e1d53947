"""An actor across the record: its names by script, what it belongs to, what it did over time, what it says."""

from __future__ import annotations

from typing import Any

from karama.app.exploring import Asked
from karama.web.entities import decide, describe_entity, describe_incidents, find_view, list_entities, list_spoken, undo
from karama.web.spans import describe_situations
from karama.web.visits import Action, Page, Visit


def show_actors(visit: Visit) -> dict[str, Any]:
    """The actors of the record, or those with a name that has the words."""
    return list_entities(visit, "actor")


def show_actor(visit: Visit) -> dict[str, Any]:
    """All that is known of the actor."""
    view = find_view(visit, "actor")
    return {
        **describe_entity(visit, view),
        "part_of": view.part_of,
        "parts": view.parts,
        **describe_situations(view.situations),
        **describe_incidents(visit, Asked(who=view.id)),
        **list_spoken(visit.record, view),
        "explore": {"who": view.line.name},
    }


PAGES = (Page("/actors", "entities.html", show_actors, menu="Actors"), Page("/actors/{id}", "actor.html", show_actor))
ACTIONS = (Action("/actors/{id}/decide", decide), Action("/actors/{id}/undo", undo))
