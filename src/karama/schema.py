"""The JSON Schema of karama.reading/1, worked out from the domain types, and the check of a reading against it."""

from __future__ import annotations

import json
import types
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from karama.domain.reading import FORMAT, Reading
from karama.domain.text import Span
from karama.errors import DataError

SCHEMA_FILE = "reading.schema.json"
_SCALARS: dict[Any, dict[str, Any]] = {str: {"type": "string"}, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"}}


@cache
def load_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that ships with the package."""
    schema: dict[str, Any] = json.loads(files("karama.data").joinpath(SCHEMA_FILE).read_text(encoding="utf-8"))
    return schema


@cache
def _make_validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(load_schema())


def check_reading(data: dict[str, Any]) -> None:
    """Nothing, if the data is a valid reading.

    Raises:
        DataError: it is not; says which field.
    """
    error = next(iter(_make_validator().iter_errors(data)), None)
    if error is not None:
        raise DataError(f"reading {data.get('id')}: {'/'.join(map(str, error.instance_path)) or 'the whole'}: {error.message}")


def derive_schema() -> dict[str, Any]:
    """The schema worked out anew from the domain types; `python -m karama.schema` writes it to the package."""
    definitions: dict[str, Any] = {}
    reading = _describe_fields(Reading, definitions)
    article = definitions["Article"]
    article["properties"].pop("name")
    article["required"].remove("name")
    reading["properties"] = {"format": {"const": FORMAT}, "id": {"type": "string"}, **reading["properties"]}
    reading["required"] = ["format", "id", *reading["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Karama reading, format 1", **reading, "$defs": definitions}


def _describe_fields(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    public = [f.name for f in fields(kind) if not f.metadata.get("internal")]
    return {
        "type": "object",
        "description": (kind.__doc__ or "").splitlines()[0],
        "properties": {name: _describe_type(hints[name], definitions) for name in public},
        "required": public,
    }


def _describe_type(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind in _SCALARS:
        return _SCALARS[kind]
    if kind is Span:
        return {"type": "array", "prefixItems": [{"type": "integer", "minimum": 0}] * 2, "minItems": 2, "maxItems": 2}
    if isinstance(kind, type) and is_dataclass(kind):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _describe_fields(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_describe_type(item, definitions) if item is not type(None) else {"type": "null"} for item in inner]}
    if origin is tuple:
        return {"type": "array", "items": _describe_type(inner[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _describe_type(inner[1], definitions)}
    raise DataError(f"no JSON Schema for the type {kind!r}")


if __name__ == "__main__":
    from pathlib import Path

    Path(__file__).with_name("data").joinpath(SCHEMA_FILE).write_text(json.dumps(derive_schema(), indent=1) + "\n", encoding="utf-8")
