"""Incidents of a CSV or GeoJSON that Karama wrote, one row each, as claims of the record they came from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from karama.domain.record import Count, Where
from karama.errors import InputError
from karama.imports.cells import make_when, read_day, read_degrees, read_text, read_whole
from karama.imports.values import FindParty, ImportedRow, RawRow, make_claim
from karama.views.figures import COUNT_FIELDS

NEEDED = ("id", "stance", "kind", "earliest", "latest", "place", "latitude", "longitude", "precision", "actor", "killed_low", "killed_high")
SEVERAL = "; "
# How an incident is told at best -> how the claim says so.
MODALITIES = frozenset({"planned", "feared", "possible", "conditional", "requested", "denied", "general"})


def read_row(row: RawRow, find: FindParty) -> ImportedRow:
    """The row as a claim; of several kinds, actors or places that stand side by side, all."""
    cells = row.cells
    key, stance = cells["id"].strip(), cells["stance"].strip()
    kinds = (read_text(cells, "kind") or "event").split(SEVERAL)
    first, last = read_day(cells, "earliest"), read_day(cells, "latest")
    told = ", ".join(filter(None, (read_text(cells, name) for name in ("kind", "actor", "recipient", "place", "day"))))
    claim = make_claim(
        kinds[0], told, actors=tuple(find(name) for name in (read_text(cells, "actor") or "").split(SEVERAL) if name),
        recipients=tuple(find(name) for name in (read_text(cells, "recipient") or "").split(SEVERAL) if name),
        places=_find_place(cells), dates=(make_when(first, last),) if first is not None and last is not None else (),
        counts=tuple(_list_counts(cells)), instruments=tuple(name for name in (read_text(cells, "weapon") or "").split(SEVERAL) if name),
        modality=stance if stance in MODALITIES else "actual",
    )  # fmt: skip
    return ImportedRow(row.number, key, row.data, f"incident {key}", claim)


def _list_counts(cells: Mapping[str, str]) -> Iterator[Count]:
    for field in COUNT_FIELDS:
        low, high = read_degrees(cells, f"{field}_low"), read_degrees(cells, f"{field}_high")
        if low is not None or high is not None:
            yield Count(field, low, high, False, read_text(cells, field) or f"{low} to {high}")  # type: ignore[arg-type]  # such fields are units


def _find_place(cells: Mapping[str, str]) -> tuple[Where, ...]:
    name, precision = read_text(cells, "place"), read_text(cells, "precision") or "area"
    if name is None:
        return ()
    latitude, longitude = read_degrees(cells, "latitude"), read_degrees(cells, "longitude")
    where = Where(
        name.split(SEVERAL)[0], read_whole(cells, "geonames"), latitude, longitude, read_degrees(cells, "radius_km"), precision,  # type: ignore[arg-type]
        read_text(cells, "country"), read_text(cells, "admin1"),
    )  # fmt: skip
    return (where,)


def list_features(data: bytes) -> Iterator[tuple[bytes, dict[str, str]]]:
    """Each feature of a GeoJSON with its properties as cells.

    Raises:
        InputError: it is no collection of features.
    """
    try:
        document: Any = json.loads(data.decode("utf-8-sig"))
        features = document["features"]
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise InputError("no GeoJSON with features") from error
    for feature in features if isinstance(features, list) else ():
        properties = feature.get("properties") if isinstance(feature, dict) else None
        cells = {name: "" if value is None else str(value) for name, value in (properties or {}).items() if not isinstance(value, list | dict)}
        yield json.dumps(feature, ensure_ascii=False).encode(), cells
