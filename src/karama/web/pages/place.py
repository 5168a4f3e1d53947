"""A place across the record: who held it and who besieged it over time, what happened there, its names, its map."""

from __future__ import annotations

from typing import Any

from karama.app.exploring import Asked
from karama.render.map import Spot
from karama.views.entities import EntityView
from karama.web.entities import ask_where, decide, describe_entity, describe_incidents, find_view, list_entities, undo
from karama.web.spans import describe_situations
from karama.web.visits import Action, Page, Visit


def show_places(visit: Visit) -> dict[str, Any]:
    """The places of the record, or those with a name that has the words."""
    return list_entities(visit, "place")


def show_place(visit: Visit) -> dict[str, Any]:
    """All that is known of the place."""
    view = find_view(visit, "place")
    place, within_km = ask_where(view)
    happened = describe_incidents(visit, Asked(place=place, within_km=within_km))
    here = _find_spot(view)
    return {
        **describe_entity(visit, view),
        **describe_situations(visit.record.situations(place=place, within_km=within_km).items),
        **happened,
        "spots": [here] if here is not None else happened["spots"],
        "spot": view.spot,
        "explore": {"place": place, "within": within_km or None},
    }


def _find_spot(view: EntityView) -> Spot | None:
    """The place itself on the map, as wide as it reaches."""
    if view.spot is None:
        return None
    latitude, longitude, radius = view.spot
    return Spot(view.line.name, latitude, longitude, radius or 0.0, "settlement" if (radius or 0.0) <= 30.0 else "area", ())


PAGES = (Page("/places", "entities.html", show_places, menu="Places"), Page("/places/{id}", "place.html", show_place))
ACTIONS = (Action("/places/{id}/decide", decide), Action("/places/{id}/undo", undo))
