"""Places that the user brings: GeoNames country dumps, OCHA tables, GeoJSON, and any CSV with a name and coordinates."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from karama.adapters.gazetteers.tables import NamedPlace, admin1_names, iso3_codes, settlement_radius_km, split_names
from karama.errors import InputError
from karama.ports import GazetteerPlace

GEONAMES_COLUMNS = 19
# Columns that a table may use, best first; compared in lower case without anything but letters and digits.
NAME_COLUMNS = ("name", "nameen", "placename", "place", "settlement", "village", "featurename", "adm4en", "adm3en", "adm2en", "adm1en", "asciiname")
LATITUDE_COLUMNS = ("latitude", "lat", "y", "ycoord", "pointy", "centerlat", "centroidlat")
LONGITUDE_COLUMNS = ("longitude", "lon", "lng", "long", "x", "xcoord", "pointx", "centerlon", "centroidlon")
ALIAS_COLUMNS = ("aliases", "alternatenames", "namear", "adm4ar", "adm3ar", "adm2ar", "adm1ar", "altname")
COUNTRY_COLUMNS = ("country", "iso3", "countrycode", "iso2", "adm0pcode")
ADMIN1_COLUMNS = ("admin1", "adm1en", "admin1name", "province", "governorate", "state")
FEATURE_COLUMNS = ("feature", "featurecode", "fcode")
POPULATION_COLUMNS = ("population", "pop")
RADIUS_COLUMNS = ("radiuskm", "radius")
LEVELS = {"adm1en": ("ADM1", 60.0), "adm2en": ("ADM2", 20.0), "adm3en": ("ADM3", 10.0)}
HEADER = ("name", "aliases", "feature", "latitude", "longitude", "radius_km", "country", "admin1", "population", "geonames")


class BadRow(NamedTuple):
    """A line of a place file that could not be used, and why."""

    line: int
    reason: str


class PlaceFile(NamedTuple):
    """The places of a file and its bad lines."""

    places: tuple[NamedPlace, ...]
    bad: tuple[BadRow, ...]


def read_place_file(file: Path) -> PlaceFile:
    """The places of a GeoNames dump, a GeoJSON file or a CSV table, with its bad lines by number.

    Raises:
        InputError: the file cannot be read, or is none of these.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(f"{file.name} cannot be read as UTF-8 text: {problem}") from problem
    if text.lstrip().startswith("{"):
        records: Iterable[tuple[int, dict[str, str]]] = _read_geojson(text, file.name)
    elif text.split("\n", 1)[0].count("\t") == GEONAMES_COLUMNS - 1:
        records = _read_dump(text)
    else:
        records = _read_table(text, file.name)
    places, bad = [], []
    stem = sha256(text.encode()).hexdigest()[:8]
    for line, record in records:
        made = _make_place(f"added:{stem}:{line}", record)
        if isinstance(made, str):
            bad.append(BadRow(line, made))
        else:
            places.append(made)
    return PlaceFile(tuple(places), tuple(bad))


def add_places(folder: Path, file: Path) -> PlaceFile:
    """What was read from `file`; its good rows are kept in `folder`, so that the next opening builds them into the index.

    Raises:
        InputError: the file cannot be read, or has no usable row.
    """
    read = read_place_file(file)
    if not read.places:
        raise InputError(f"{file.name} has no usable place" + (f" (line {read.bad[0].line}: {read.bad[0].reason})" if read.bad else ""))
    target = folder / "added" / f"{re.sub(r'[^A-Za-z0-9]', '-', file.stem)[:60]}-{sha256(file.read_bytes()).hexdigest()[:8]}.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}.draft")
    with draft.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(_row_of(entry) for entry in read.places)
    os.replace(draft, target)
    return read


def added_files(folder: Path) -> tuple[Path, ...]:
    """The files that add_places has kept in `folder`."""
    return tuple(sorted((folder / "added").glob("*.csv")))


def _row_of(entry: NamedPlace) -> Sequence[object]:
    p = entry.place
    return (
        p.name,
        "; ".join(entry.names[1:]),
        p.feature,
        p.latitude,
        p.longitude,
        p.radius_km,
        p.country or "",
        p.admin1 or "",
        p.population,
        p.geonames or "",
    )


def _read_dump(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != GEONAMES_COLUMNS:
            yield number, {}
            continue
        unit = admin1_names().get((cells[8], cells[10]), "")
        yield number, {
            "name": cells[1], "aliases": "; ".join((cells[2], *cells[3].split(","))), "latitude": cells[4], "longitude": cells[5], "feature": cells[7],
            "country": cells[8], "admin1": unit, "population": cells[14], "geonames": cells[0],
        }  # fmt: skip


def _read_table(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    lines = text.splitlines()
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    separator = max(",;\t", key=first.count)
    header = [re.sub(r"[^a-z0-9]", "", column.lower()) for column in next(csv.reader([first], delimiter=separator), [])]
    if not (_first_of(header, LATITUDE_COLUMNS) and _first_of(header, LONGITUDE_COLUMNS) and _first_of(header, NAME_COLUMNS)):
        raise InputError(f"{name} has no columns for name, latitude and longitude")
    start = lines.index(first) + 1
    for number, line in enumerate(lines[start:], start + 1):
        if line.strip() and not line.startswith("#"):
            yield number, _pick_columns(dict(zip(header, next(csv.reader([line], delimiter=separator)), strict=False)))


def _read_geojson(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        features = json.loads(text)["features"]
    except (ValueError, KeyError, TypeError) as problem:
        raise InputError(f"{name} is no GeoJSON feature collection") from problem
    for number, feature in enumerate(features, 1):
        cells = {re.sub(r"[^a-z0-9]", "", key.lower()): str(value) for key, value in (feature.get("properties") or {}).items() if value is not None}
        points = list(_flatten((feature.get("geometry") or {}).get("coordinates") or []))
        if points and "latitude" not in cells:
            # The middle of the box of an outline; outlines themselves are not kept.
            cells["longitude"] = str((min(p[0] for p in points) + max(p[0] for p in points)) / 2)
            cells["latitude"] = str((min(p[1] for p in points) + max(p[1] for p in points)) / 2)
        yield number, _pick_columns(cells)


def _flatten(coordinates: list[Any]) -> Iterator[tuple[float, float]]:
    waiting: list[list[Any]] = [coordinates]
    while waiting:
        item = waiting.pop()
        if len(item) >= 2 and not isinstance(item[0], list):
            yield float(item[0]), float(item[1])
        else:
            waiting.extend(part for part in item if isinstance(part, list))


def _first_of(cells: Iterable[str], columns: Sequence[str]) -> str:
    present = set(cells)
    return next((column for column in columns if column in present), "")


def _pick_columns(cells: dict[str, str]) -> dict[str, str]:
    name = _first_of([c for c in cells if cells[c]], NAME_COLUMNS)
    feature, radius = LEVELS.get(name, ("", 0.0))
    wanted = (
        ("aliases", ALIAS_COLUMNS), ("latitude", LATITUDE_COLUMNS), ("longitude", LONGITUDE_COLUMNS), ("country", COUNTRY_COLUMNS),
        ("admin1", ADMIN1_COLUMNS), ("feature", FEATURE_COLUMNS), ("population", POPULATION_COLUMNS), ("radius", RADIUS_COLUMNS),
    )  # fmt: skip
    record = {key: cells.get(_first_of(cells, columns), "") or "" for key, columns in wanted}
    return record | {
        "name": cells.get(name, ""), "geonames": cells.get("geonames", cells.get("geonameid", "")),
        "feature": record["feature"] or feature, "radius": record["radius"] or (str(radius) if radius else ""),
    }  # fmt: skip


def _make_place(key: str, record: dict[str, str]) -> NamedPlace | str:
    """The place of a record, or what is wrong with it."""
    if not record:
        return "not 19 columns"
    if not record["name"].strip():
        return "no name"
    try:
        latitude, longitude = float(record["latitude"]), float(record["longitude"])
        population = int(float(record.get("population") or 0))
        radius = float(record.get("radius") or 0) or settlement_radius_km(population)
        geonames = int(record.get("geonames") or 0) or None
    except ValueError as problem:
        return str(problem)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return f"no such coordinates: {latitude}, {longitude}"
    code = record.get("country", "")[:3].upper()
    country = iso3_codes().get(code[:2] if len(code) == 2 else "") or (code if code in iso3_codes().values() else iso3_codes().get(code[:2]))
    name = record["name"].strip()
    place = GazetteerPlace(
        f"geonames:{geonames}" if geonames else key, name, geonames, latitude, longitude, country, record.get("admin1") or None,
        record.get("feature") or "PPL", population, radius,
    )  # fmt: skip
    return NamedPlace(place, (name, *split_names(record.get("aliases", "").replace("|", ";"))))
