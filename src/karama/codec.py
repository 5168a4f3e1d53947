"""Readings as JSON-ready data and back, in the shape of the format karama.reading/1."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from karama.domain.reading import FORMAT, Reading


@cache
def _public_fields(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if not f.metadata.get("internal"))


def encode(value: Any) -> Any:
    """The value as dicts, lists and scalars; internal fields are left out, spans become [start, end]."""
    if isinstance(value, str | int | float | bool | None):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: encode(getattr(value, name)) for name in _public_fields(type(value))}
    if isinstance(value, dict):
        return {key: encode(item) for key, item in value.items()}
    return [encode(item) for item in value]


def encode_reading(reading: Reading) -> dict[str, Any]:
    """The reading as `karama read --format jsonl` writes it."""
    article = encode(reading.article)
    name = article.pop("name")
    layers = {field: encode(getattr(reading, field)) for field in _public_fields(Reading) if field != "article"}
    return {"format": FORMAT, "id": name, "article": article, **layers}
