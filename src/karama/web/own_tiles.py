"""A base map of the user's own: a .pmtiles file of vector tiles, checked before it is shown, and served in parts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from struct import unpack_from
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from karama.errors import InputError
from karama.web.answers import Identify

PATH = "/tiles/own.pmtiles"
# Source: PMTiles specification, version 3: header of 127 bytes, magic, version, eleven 64-bit numbers, then single bytes.
HEADER, MAGIC, VERSION, VECTOR = 127, b"PMTiles", 3, 1
PLAIN, GZIP = 1, 2
MOST_METADATA = 4_000_000


def read_attribution(file: Path) -> str:
    """Whom the map is from, as the file says; its name where it says nothing.

    Raises:
        InputError: it is no file of vector tiles that can be shown.
    """
    try:
        with file.open("rb") as stream:
            header = stream.read(HEADER)
            if len(header) < HEADER or header[:7] != MAGIC or header[7] != VERSION:
                raise InputError(f"{file}: no PMTiles file of version 3")
            if header[99] != VECTOR:
                raise InputError(f"{file}: holds pictures; vector tiles (MVT) in the layers of Protomaps can be shown")
            offset, size = unpack_from("<QQ", header, 24)
            stream.seek(offset)
            packed = stream.read(min(size, MOST_METADATA))
        told = _read_metadata(packed, header[97]).get("attribution")
    except OSError as problem:
        raise InputError(f"{file}: {problem.strerror}") from problem
    return told if isinstance(told, str) and told.strip() else file.name


def _read_metadata(packed: bytes, compression: int) -> dict[str, Any]:
    """The file's own description; {} where it cannot be read, since the tiles may be good."""
    try:
        found = json.loads(gzip.decompress(packed) if compression == GZIP else packed)
    except (OSError, EOFError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def make_route(file: Path, identify: Identify) -> Route:
    """The file at PATH, for whoever may see the record; browsers ask for parts of it."""

    async def give(request: Request) -> Response:
        if identify(request) is None:
            return PlainTextResponse("log in first\n", 401)
        return FileResponse(file, media_type="application/octet-stream")

    return Route(PATH, give, methods=["GET"])
