"""Places by name from the built index, opened read-only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from karama.adapters.gazetteers.index import build_index, index_version
from karama.adapters.gazetteers.name_keys import fold_sound
from karama.adapters.gazetteers.place_files import added_files
from karama.domain.names import fold_place
from karama.errors import SetupError
from karama.ports import GazetteerPlace

COLUMNS = "key, place.name, geonames, latitude, longitude, country, admin1, feature, population, radius_km"
NAMED = f"SELECT {COLUMNS.replace('key,', 'place.key,')} FROM name JOIN place ON place.id = name.place WHERE name.key = ? ORDER BY place.id LIMIT ?"  # noqa: S608
SOUNDING = f"SELECT {COLUMNS.replace('key,', 'place.key,')} FROM sound JOIN place ON place.id = sound.place WHERE sound.key = ? ORDER BY place.id LIMIT ?"  # noqa: S608
MOST = 80  # of a name shared by hundreds of hamlets only the larger matter
CACHED_NAMES = 50_000  # some 20 MB; emptied when full
SHORTEST_SOUND = 4  # shorter names sound like too many others


class SqliteGazetteer:
    """Keeps the Gazetteer port on an index that build_index made.

    Raises:
        SetupError: there is no index at that path, or it is no index.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise SetupError(f"no gazetteer index at {path}")
        self.path = path
        self.version = path.stem.removeprefix("gazetteer-")
        self._base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._found: dict[str, tuple[GazetteerPlace, ...]] = {}
        try:
            self.lookup("Damascus")
        except sqlite3.DatabaseError as problem:
            raise SetupError(f"{path} is no gazetteer index: {problem}") from problem

    def lookup(self, name: str) -> tuple[GazetteerPlace, ...]:
        """All places of that name, most populous first; names from Arabic and its neighbours are also found by sound."""
        found = self._found.get(name)
        if found is None:
            if len(self._found) >= CACHED_NAMES:
                self._found.clear()
            found = self._found[name] = self._read(name)
        return found

    def list_towns(self, least: int) -> list[tuple[str, float, float]]:
        """The towns of so many people or more, the largest first: name, latitude, longitude."""
        asked = "SELECT name, latitude, longitude FROM place WHERE population >= ? AND feature LIKE 'PPL%' AND feature <> 'PPLX' ORDER BY population DESC"
        return self._base.execute(asked, (least,)).fetchall()

    def count(self) -> tuple[int, int]:
        """How many places and how many names are in the index."""
        places, names = (self._base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("place", "name"))  # noqa: S608
        return places, names

    def _read(self, name: str) -> tuple[GazetteerPlace, ...]:
        key, sound = fold_place(name), fold_sound(name)
        rows = self._base.execute(NAMED, (key, MOST)).fetchall() if key else []
        if len(sound) >= SHORTEST_SOUND or (len(sound) > 2 and not rows):
            rows += self._base.execute(SOUNDING, (sound, MOST)).fetchall()
        places = {row[0]: GazetteerPlace(*row) for row in rows}
        return tuple(sorted(places.values(), key=lambda place: -place.population))


def open_gazetteer(folder: Path, added: Path | None = None) -> SqliteGazetteer:
    """The gazetteer kept in `folder`, built first if it is missing or of other inputs; `added` holds the places that a user added.

    Raises:
        SetupError: the folder cannot be written.
    """
    extra = added_files(added or folder)
    path = folder / f"gazetteer-{index_version(extra)}.sqlite"
    if not path.is_file():
        build_index(path, extra)
        for old in folder.glob("gazetteer-*.sqlite"):
            if old != path:
                old.unlink(missing_ok=True)
    return SqliteGazetteer(path)
