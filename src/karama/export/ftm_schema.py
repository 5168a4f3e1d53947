"""FollowTheMoney's schemata and properties, from the table in the package, and the check of anybody's entities against them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from karama.data import read_table
from karama.export.values import Problem

ENTITY_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
# What values of a type look like; types that are not here are any text. Source: followthemoney 4.11.2, types/.
FORMS: dict[str, re.Pattern[str]] = {
    "entity": ENTITY_ID,
    "date": re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T[0-9:.]+Z?)?)?)?"),
    "country": re.compile(r"[a-z]{2,4}(-[a-z]{2,4})?"),
    "url": re.compile(r"(https?|ftp)://\S+"),
    "number": re.compile(r"-?[0-9][0-9,. ]*"),
    "language": re.compile(r"[a-z]{3}"),
    "topic": re.compile(r"[a-z]+(\.[a-z]+){0,2}"),
    "checksum": re.compile(r"[0-9a-f]{40}"),
    "email": re.compile(r"\S+@\S+"),
}
NO_OWN = "(inherited only)"


@cache
def load_schemata() -> dict[str, dict[str, dict[str, str]]]:
    """Schema -> property -> its row of the table, with the properties of all that it extends."""
    own: dict[str, dict[str, dict[str, str]]] = {}
    extends: dict[str, tuple[str, ...]] = {}
    for row in read_table("crosswalks/ftm_properties.csv"):
        extends[row["schema"]] = tuple(filter(None, row["extends"].split(";")))
        own.setdefault(row["schema"], {})
        if row["property"] != NO_OWN:
            own[row["schema"]][row["property"]] = row

    def collect(schema: str) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for parent in extends.get(schema, ()):
            found |= collect(parent)
        return found | own.get(schema, {})

    return {schema: collect(schema) for schema in own}


@cache
def load_required() -> dict[str, tuple[str, ...]]:
    """What an entity of each schema must have."""
    return {row["schema"]: tuple(row["properties"].split(";")) for row in read_table("crosswalks/ftm_required.csv")}


@cache
def list_ancestors(schema: str) -> frozenset[str]:
    """The schema and all that it extends."""
    parents = next((row["extends"] for row in read_table("crosswalks/ftm_properties.csv") if row["schema"] == schema), "")
    return frozenset({schema}).union(*(list_ancestors(parent) for parent in parents.split(";") if parent))


def check_ftm(data: bytes) -> Iterator[Problem]:
    """What is wrong in a file of entities, one JSON object a line: schemata, properties, types, and entities that are named but not there. Rows are lines."""
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        yield Problem(f"not UTF-8: byte {error.start}")
        return
    entities: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            yield Problem(f"no JSON: {error}", number)
            continue
        if not isinstance(entity, dict) or not isinstance(entity.get("properties"), dict):
            yield Problem("no entity with properties", number)
            continue
        yield from check_entity(number, entity)
        entities[str(entity.get("id"))] = (number, entity)
    if not entities:
        yield Problem("no entity in it")
    yield from check_links(entities)


def check_entity(number: int, entity: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong in one entity."""
    identifier, schema = str(entity.get("id") or ""), str(entity.get("schema"))
    if not ENTITY_ID.fullmatch(identifier):
        yield Problem("no id that FollowTheMoney takes", number, "id", identifier)
    if schema not in load_schemata():
        yield Problem("no schema of FollowTheMoney", number, "schema", schema)
        return
    properties = load_schemata()[schema]
    for name, values in entity["properties"].items():
        told = properties.get(name)
        if told is None:
            yield Problem(f"no property of {schema}", number, name)
        elif not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            yield Problem("no list of texts", number, name)
        elif (form := FORMS.get(told["type"])) is not None:
            for value in values:
                if not form.fullmatch(value):
                    yield Problem(f"no {told['type']}", number, name, value)
    for name in load_required().get(schema, ()):
        if not entity["properties"].get(name):
            yield Problem(f"{schema} needs it", number, name)


def check_links(entities: Mapping[str, tuple[int, Mapping[str, Any]]]) -> Iterator[Problem]:
    """Entities that are named are there, and of the schema that the property asks for."""
    for number, entity in entities.values():
        for name, told in load_schemata().get(str(entity.get("schema")), {}).items():
            values = entity["properties"].get(name)
            if told["type"] != "entity" or not isinstance(values, list):
                continue
            for value in values:
                if value not in entities:
                    yield Problem("there is no such entity in the file", number, name, str(value), "warning")
                elif told["range"] not in list_ancestors(str(entities[value][1].get("schema"))):
                    yield Problem(f"is {entities[value][1].get('schema')}, not {told['range']}", number, name, str(value))
