"""Domain values as JSON-ready data and back; readings in the shape of the format karama.reading/1."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from karama.domain.reading import FORMAT, Reading
from karama.domain.text import Span
from karama.errors import DataError

T = TypeVar("T")
_SCALARS = frozenset({str, int, float, bool, type(None)})


@cache
def _public_fields(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if not f.metadata.get("internal"))


def encode(value: Any) -> Any:
    """The value as dicts, lists and scalars; internal fields are left out, spans become [start, end]."""
    # Scalars are most of it, and are not handed on to a call of their own: that is half the time of storing a reading.
    kind = value.__class__
    if kind in _SCALARS:
        return value
    if kind is dict:
        return {key: item if item.__class__ in _SCALARS else encode(item) for key, item in value.items()}
    if kind is not tuple and is_dataclass(kind):
        return {name: item if (item := getattr(value, name)).__class__ in _SCALARS else encode(item) for name in _public_fields(kind)}  # type: ignore[arg-type]
    return [item if item.__class__ in _SCALARS else encode(item) for item in value]


def encode_reading(reading: Reading) -> dict[str, Any]:
    """The reading as `karama read --format jsonl` writes it."""
    article = encode(reading.article)
    name = article.pop("name")
    layers = {field: encode(getattr(reading, field)) for field in _public_fields(Reading) if field != "article"}
    return {"format": FORMAT, "id": name, "article": article, **layers}


def decode_reading(data: dict[str, Any]) -> Reading:
    """The reading of `encode_reading`'s data; internal fields stand at their defaults.

    Raises:
        DataError: it is no reading of this format.
    """
    if data.get("format") != FORMAT:
        raise DataError(f"reading {data.get('id')}: format {data.get('format')!r}, not {FORMAT!r}")
    layers = {name: value for name, value in data.items() if name not in ("format", "id")}
    return decode(Reading, {**layers, "article": {**data["article"], "name": data["id"]}})


def decode(kind: type[T], data: dict[str, Any]) -> T:
    """The domain value of that kind that `encode` made the data of.

    Raises:
        DataError: the data has other fields than the kind.
    """
    try:
        value: T = _decoder(kind)(data)  # type: ignore[arg-type]
    except (TypeError, KeyError, AttributeError) as error:
        raise DataError(f"{kind.__name__}: stored in another shape ({error})") from error
    return value


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """A function from data to a value of the kind, made once for each kind."""
    if kind is Span:
        return lambda data: Span(*data)
    if isinstance(kind, type) and is_dataclass(kind):
        return _decode_fields(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _decode_optional(tuple(part for part in inner if part is not type(None)))
    if origin is tuple:
        return _decode_tuple(inner[0])
    return _keep  # scalars, literals and dicts of scalars


def _decode_fields(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    inner = {f.name: step for f in fields(kind) if (step := _decoder(hints[f.name])) is not _keep}

    def build(data: Any) -> Any:
        given = dict(data)
        for name, step in inner.items():
            if name in given:
                given[name] = step(given[name])
        return kind(**given)

    return build


def _decode_optional(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    """Only one part of our unions is no scalar, if any."""
    step = next((found for part in parts if (found := _decoder(part)) is not _keep), _keep)
    return step if step is _keep else lambda data: None if data is None else step(data)


def _decode_tuple(part: Any) -> Callable[[Any], Any]:
    step = _decoder(part)
    if step is _keep:
        return tuple
    return lambda data: tuple([step(item) for item in data])


def _keep(data: Any) -> Any:
    return data
