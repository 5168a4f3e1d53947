"""Working objects from settings: the only file that names adapters."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from karama.app.pipeline import Tools

if TYPE_CHECKING:
    from karama.adapters.gazetteers.place_files import PlaceFile
    from karama.adapters.gazetteers.sqlite_gazetteer import SqliteGazetteer


@cache
def make_tools() -> Tools:
    """The language model, gazetteer and actor base, loaded once a process.

    Raises:
        SetupError: a model or index is missing.
    """
    from karama.adapters.actors.table_actors import TableActors
    from karama.adapters.nlp.spacy_parser import SpacyParser
    from karama.annotate.casing import make_recase, spell_names

    actors, gazetteer = TableActors(), open_places()
    return Tools(SpacyParser(lambda is_word: make_recase(spell_names(actors, gazetteer), is_word)), gazetteer, actors)


def open_places() -> SqliteGazetteer:
    """The gazetteer, its index built first where it is missing or its inputs have changed."""
    from karama.adapters.gazetteers.sqlite_gazetteer import open_gazetteer

    return open_gazetteer(cache_folder(), data_folder())


def keep_places(file: Path) -> PlaceFile:
    """What was read from a file of places; its good rows are kept for the next opening of the gazetteer.

    Raises:
        InputError: the file cannot be read, or has no usable row.
    """
    from karama.adapters.gazetteers.place_files import add_places

    return add_places(data_folder(), file)


def added_places() -> tuple[Path, ...]:
    """The files of places that a user has added."""
    from karama.adapters.gazetteers.place_files import added_files

    return added_files(data_folder())


def data_folder() -> Path:
    """Where what a user has added is kept: KARAMA_DATA, else karama in the user's data folder."""
    if named := os.environ.get("KARAMA_DATA"):
        return Path(named)
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "karama"


def cache_folder() -> Path:
    """Where the gazetteer index is built, which can be built again: KARAMA_CACHE, else karama in the user's cache folder."""
    if named := os.environ.get("KARAMA_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "karama"
