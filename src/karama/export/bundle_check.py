"""What is wrong in a bundle, or in anybody's Frictionless data package: missing and changed files, and tables that break their schema."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from karama.export.geojson import check_geojson
from karama.export.tables import Column, ColumnType, check_csv, read_csv
from karama.export.values import Problem

CHECKSUMS, PACKAGE = "CHECKSUMS.sha256", "datapackage.json"
MOST_BYTES = 4 * 1024**3  # of all files unpacked
TYPES: dict[str, ColumnType] = {"integer": "integer", "number": "number", "date": "date", "boolean": "boolean", "year": "integer"}


def check_bundle(data: bytes) -> Iterator[Problem]:
    """What is wrong in the zip; the column of a problem begins with the file it stands in."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                yield Problem(f"more than {MOST_BYTES // 1024**3} GB unpacked")
                return
            files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError) as error:
        yield Problem(f"no zip: {error}")
        return
    for name in files:
        if name.startswith("/") or ".." in name.split("/") or "\\" in name:
            yield Problem("a path that leads out of the bundle", None, name)
    yield from check_sums(files)
    try:
        package = json.loads(files[PACKAGE].decode("utf-8-sig"))
        resources = list(package["resources"])
    except KeyError:
        yield Problem("missing, or without resources", None, PACKAGE)
        return
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, TypeError) as error:
        yield Problem(f"no JSON: {error}", None, PACKAGE)
        return
    for resource in resources:
        if isinstance(resource, dict):
            yield from check_resource(resource, files)
    yield from check_keys([one for one in resources if isinstance(one, dict)], files)


def check_sums(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Every file is the one that CHECKSUMS.sha256 names, and none is missing or more."""
    if CHECKSUMS not in files:
        yield Problem("missing: nobody can tell whether files were changed", None, CHECKSUMS, severity="warning")
        return
    lines = [line.split("  ", 1) for line in files[CHECKSUMS].decode("utf-8", "replace").splitlines() if "  " in line]
    listed = {name: told for told, name in lines}
    for name, told in listed.items():
        if name not in files:
            yield Problem("missing", None, name)
        elif sha256(files[name]).hexdigest() != told:
            yield Problem("another file than the one whose hash is told", None, name)
    for name in files:
        if name not in listed and name != CHECKSUMS:
            yield Problem("not among the checksums", None, name)


def check_resource(resource: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[Problem]:
    """The resource is there, of the size and hash told, and keeps its schema."""
    path = str(resource.get("path"))
    if path not in files:
        yield Problem("missing", None, path)
        return
    data = files[path]
    told = str(resource.get("hash") or "")
    if told.startswith("sha256:") and told != f"sha256:{sha256(data).hexdigest()}":
        yield Problem("another file than the one whose hash datapackage.json tells", None, path)
    if resource.get("bytes") not in (None, len(data)):
        yield Problem(f"{len(data)} bytes, not {resource['bytes']}", None, path)
    schema = resource.get("schema")
    problems: Iterator[Problem] = iter(())
    if isinstance(schema, dict) and path.endswith(".csv"):
        key = schema.get("primaryKey") or ()
        columns = tuple(make_column(field) for field in schema.get("fields") or () if isinstance(field, dict))
        problems = check_csv(data, columns, (), str(key[0] if isinstance(key, list) else key) if key else None)
    elif path.endswith(".geojson"):
        problems = check_geojson(data)
    for problem in problems:
        yield replace(problem, column=f"{path}: {problem.column}" if problem.column else path)


def make_column(field: Mapping[str, Any]) -> Column:
    """A field of a Table Schema as a column."""
    constraints = field.get("constraints") or {}
    rule = ""
    if constraints.get("enum"):
        rule = "oneof:" + "|".join(map(str, constraints["enum"]))
    elif constraints.get("pattern"):
        rule = f"pattern:{constraints['pattern']}"
    elif "minimum" in constraints or "maximum" in constraints:
        rule = f"range:{constraints.get('minimum', '')}..{constraints.get('maximum', '')}"
    kind = TYPES.get(str(field.get("type")), "string")
    return Column(str(field.get("name")), kind, str(field.get("description", "")), bool(constraints.get("required")), rule)


def check_keys(resources: list[dict[str, Any]], files: Mapping[str, bytes]) -> Iterator[Problem]:
    """What a table names in another is there."""
    paths = {str(one.get("name")): str(one.get("path")) for one in resources}
    for resource in resources:
        for key in (resource.get("schema") or {}).get("foreignKeys") or ():
            field, reference = key["fields"], key["reference"]
            field, there = (one[0] if isinstance(one, list) else one for one in (field, reference["fields"]))
            path, other = str(resource.get("path")), paths.get(reference["resource"], "")
            if path in files and other in files:
                known = set(_list_column(files[other], there))
                for number, value in enumerate(_list_column(files[path], field), 1):
                    if value and value not in known:
                        yield Problem(f"not in {other}", number, f"{path}: {field}", value)


def _list_column(data: bytes, name: str) -> list[str]:
    try:
        header, rows = read_csv(data)
    except ValueError:
        return []
    at = header.index(name) if name in header else None
    return [row[at] for row in rows if len(row) > at] if at is not None else []
