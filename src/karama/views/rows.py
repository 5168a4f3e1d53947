"""Incidents, claims and situations as flat rows for tables and maps."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, atan2, cos, degrees, pi, radians, sin
from typing import Any

from karama.domain.record import Count, Party, RecordClaim, When, Where
from karama.views.incidents import FIELDS, IncidentView
from karama.views.matching import EARTH_KM, PRECISE
from karama.views.policies import MANY_VALUED, Choice
from karama.views.precision import rank_value
from karama.views.situations import Situation
from karama.views.sources import name_chain, tell_stance

RING = 48  # corners of the circle that stands for a place that is not exactly known
SEVERAL = "; "


def make_incident_row(view: IncidentView, choices: Sequence[Choice] = ()) -> dict[str, Any]:
    """One row an incident: what a policy chose for each field; without one, every value that is told, joined."""
    row: dict[str, Any] = {"id": view.id}
    for field in FIELDS:
        chosen = [choice for choice in choices if choice.field == field]
        words = [choice.words for choice in chosen] if choices else [value.words for value in view.list_values(field) if value.told]
        row[field] = SEVERAL.join(dict.fromkeys(words)) or None
        if choices and field not in MANY_VALUED and any(isinstance(value.of, Count) for value in view.list_values(field)):
            row |= {f"{field}_{part}": getattr(chosen[0], part) if chosen else None for part in ("low", "best", "high")}
    row |= _place(_find_place(view, choices)) | _day(_find_day(view, choices))
    return row | {"origins": view.origins, "articles": view.articles, "claims": len(view.claims)}


def make_claim_row(claim: RecordClaim) -> dict[str, Any]:
    """One row a claim, its roles as words."""
    return {
        "id": claim.id, "what": claim.what, "kind": claim.kind, "actors": _names(claim.actors), "recipients": _names(claim.recipients),
        "places": SEVERAL.join(place.name for place in claim.places), "dates": SEVERAL.join(when.edtf or when.words for when in claim.dates),
        "counts": SEVERAL.join(f"{count.words} ({count.unit})" for count in claim.counts), "instruments": SEVERAL.join(claim.instruments),
        "speakers": SEVERAL.join(speaker.name or speaker.words for speaker in claim.speakers), "certainty": claim.certainty, "stance": tell_stance(claim),
        "modality": claim.modality, "polarity": claim.polarity, "published": claim.published, "publisher": claim.publisher, "article": claim.article,
        "words": claim.words, **_place(min(claim.places, key=_rank_radius, default=None)), **_day(next(iter(claim.dates), None)),
    }  # fmt: skip


def make_situation_row(one: Situation, on: str | None = None) -> dict[str, Any]:
    """One row a situation; `stands` says how it stands on the day."""
    return {
        "id": one.id, "kind": one.kind, "holder": one.holder.name if one.holder else None, "other": one.other.name if one.other else None,
        "place": one.place.name if one.place else None, "low": one.count.low if one.count else None, "high": one.count.high if one.count else None,
        "interval": one.edtf, "first_told": one.told[0], "last_told": one.told[1], "stance": one.stance, "stands": one.stand_on(on) if on else None,
        "certainty": one.certainty, "origins": one.origins, "sources": SEVERAL.join(dict.fromkeys(map(name_chain, one.sources))),
        "against": SEVERAL.join(one.against), **{key: value for key, value in _place(one.place).items() if key != "place"},
    }  # fmt: skip


def make_geometry(row: dict[str, Any]) -> list[tuple[float, float]]:
    """The place of a row as (longitude, latitude): one point where it is known so exactly, else a ring around all it may be; [] for none."""
    longitude, latitude, radius = row["longitude"], row["latitude"], row["radius_km"]
    if longitude is None or latitude is None:
        return []
    if row["precision"] in PRECISE - {"near"}:
        return [(longitude, latitude)]
    return [_move(latitude, longitude, radius, 2 * pi * step / RING) for step in range(RING)] if radius else []


def _move(latitude: float, longitude: float, distance_km: float, bearing: float) -> tuple[float, float]:
    """The point (longitude, latitude) at that distance on that bearing (radians from north); longitudes may pass 180."""
    north, arc = radians(latitude), distance_km / EARTH_KM
    there = asin(sin(north) * cos(arc) + cos(north) * sin(arc) * cos(bearing))
    east = atan2(sin(bearing) * sin(arc) * cos(north), cos(arc) - sin(north) * sin(there))
    return (longitude + degrees(east), degrees(there))


def _find_place(view: IncidentView, choices: Sequence[Choice]) -> Where | None:
    chosen = [choice.value for choice in choices if choice.field == "place" and choice.value is not None]
    told = [value for value in view.list_values("place") if value.told]
    best = chosen[0] if chosen else min(told, key=rank_value, default=None)
    return best.of if best is not None and isinstance(best.of, Where) else None


def _find_day(view: IncidentView, choices: Sequence[Choice]) -> When | None:
    chosen = [choice.value for choice in choices if choice.field == "day" and choice.value is not None]
    told = [value for value in view.list_values("day") if value.told]
    best = chosen[0] if chosen else min(told, key=rank_value, default=None)
    return best.of if best is not None and isinstance(best.of, When) else None


def _place(where: Where | None) -> dict[str, Any]:
    fields = ("geonames", "latitude", "longitude", "radius_km", "precision", "country", "admin1")
    return {field: getattr(where, field) if where is not None else None for field in fields}


def _day(when: When | None) -> dict[str, Any]:
    return {"earliest": when.earliest if when is not None else None, "latest": when.latest if when is not None else None}


def _names(parties: Sequence[Party]) -> str:
    return SEVERAL.join(party.name for party in parties)


def _rank_radius(where: Where) -> float:
    return where.radius_km if where.radius_km is not None else float("inf")
