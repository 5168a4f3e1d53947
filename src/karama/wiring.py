"""Working objects from settings: the only file that names adapters."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from karama.app.accounts import AccountBook
from karama.app.cataloguing import Catalogue
from karama.app.entities import EntityTools
from karama.app.meaning import MeaningTools
from karama.app.merge_batch import MergingTools
from karama.app.pipeline import Tools
from karama.app.rebuilding import Rebuilt, rebuild_store, was_rebuilt
from karama.app.recording import RecordTools, begin_record
from karama.app.salvaging import Old
from karama.domain.record import Capture, LogEntry
from karama.errors import DataError, SetupError
from karama.ports import Embedder, Fetcher, KnownActor, Timestamper
from karama.record.journal import follow_log
from karama.record_ports import PasswordHasher
from karama.views.policies import Choose

if TYPE_CHECKING:
    from karama.adapters.actors.table_actors import TableActors
    from karama.adapters.gazetteers.place_files import PlaceFile
    from karama.adapters.gazetteers.sqlite_gazetteer import SqliteGazetteer
    from karama.app.releasing import ReleasingTools


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


def open_actors() -> TableActors:
    """The actor base, without the language model that reading needs beside it."""
    from karama.adapters.actors.table_actors import TableActors

    return TableActors()


def open_places() -> SqliteGazetteer:
    """The gazetteer, its index built first where it is missing or its inputs have changed."""
    from karama.adapters.gazetteers.sqlite_gazetteer import open_gazetteer

    return open_gazetteer(cache_folder(), data_folder())


@cache
def list_towns(least: int = 40_000) -> tuple[tuple[str, float, float], ...]:
    """The towns of so many people or more, the largest first: name, latitude, longitude. They show where a small map lies."""
    return tuple(open_places().list_towns(least))


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


@dataclass(frozen=True, slots=True)
class GazetteerInfo:
    """The index of places: where it is, its version, how much is in it, and which files a user has added."""

    path: Path
    version: str
    places: int
    names: int
    added: tuple[Path, ...]


def describe_gazetteer() -> GazetteerInfo:
    """The index of places, built first if it is missing or its inputs have changed.

    Raises:
        SetupError: it cannot be written.
    """
    gazetteer = open_places()
    places, names = gazetteer.count()
    return GazetteerInfo(gazetteer.path, gazetteer.version, places, names, added_places())


def make_record(path: Path, store_url: str | None = None) -> RecordTools:
    """The tools of a record that is made now, in a folder that is not there yet or is empty.

    Raises:
        SetupError: there is a record or something else already, or the URL is no PostgreSQL database.
        UnavailableError: the database does not answer, or the disk is full.
    """
    from karama.adapters.stores.folders import finish_folder

    tools = _prepare_record(path, store_url)
    if tools.store.last(LogEntry) is None:
        begin_record(tools, who_am_i())
    finish_folder(path, hide_store(store_url))
    return tools


def open_tools(path: Path) -> RecordTools:
    """The tools of the record in that folder; its tables are brought up to this version where they are older.

    Raises:
        SetupError: there is no record, or a newer Karama made it.
        DataError: it is damaged.
        UnavailableError: its database does not answer.
    """
    from karama.adapters.stores.folders import read_folder

    tools, migrated_from = _open_store(path, read_folder(path).store)
    if migrated_from is not None:
        begin_record(tools, who_am_i(), migrated_from)
    return tools


def rebuild_folder(old: Path, new: Path, store_url: str | None, by: str) -> Rebuilt | None:
    """What was brought over from a damaged record to a new one; None where that was done before. The articles without a reading are still to be read.

    The new folder bears another name until all is in it, so that a rebuilding that is stopped can be begun again.

    Raises:
        DataError: nothing of a record can be read in the old folder.
        SetupError: a record or something else is in the new one.
    """
    from karama.adapters.stores.folders import finish_folder, read_folder, take_down_folder

    authority: str | None = None
    if new.exists():
        with closing(open_tools(new).store) as store:
            if was_rebuilt(store):
                return None
        raise SetupError(f"{new}: there is a record already; name a folder that is not there yet")
    partial = new.with_name(new.name + ".rebuilding")
    take_down_folder(partial)
    tools = _prepare_record(partial, store_url)
    with closing(tools.store), open_old(old) as remains:
        rebuilt = rebuild_store(remains, tools, by, str(old))
    with suppress(DataError, SetupError):  # of damaged settings the authority has to be named anew
        authority = read_folder(old).timestamps
    finish_folder(partial, hide_store(store_url), authority)
    partial.rename(new)
    return rebuilt


@contextmanager
def open_old(path: Path) -> Iterator[Old]:
    """What is left of a damaged record; its store is opened in a copy, so that nothing of it is written."""
    from karama.adapters.stores.folders import DATABASE, JOURNAL, ORIGINALS, OriginalFiles, read_folder
    from karama.adapters.stores.journal_file import JournalFile
    from karama.adapters.stores.salvage import open_salvage, open_salvage_on_server

    try:
        url = read_folder(path).store
    except (DataError, SetupError):  # its settings are damaged too: then it is a file, unless nothing is there
        url = None
    with TemporaryDirectory(prefix="karama-") as scratch:
        store = open_salvage(path / DATABASE, Path(scratch)) if url is None else open_salvage_on_server(url, str(path))
        try:
            yield Old(store, OriginalFiles(path / ORIGINALS), JournalFile(path / JOURNAL))
        finally:
            if store is not None:
                store.close()


def _prepare_record(path: Path, store_url: str | None) -> RecordTools:
    """The tools of a record with tables and without anything in them."""
    from karama.adapters.stores.folders import prepare_folder

    prepare_folder(path)
    tools = _open_store(path, store_url, make=True)[0]
    if tools.store.count(Capture):
        raise SetupError(f"{path}: a record is kept there already, of another folder; give a schema of its own: ?schema=name")
    return tools


def hide_store(store_url: str | None) -> str | None:
    """The URL as record.toml keeps it, without its password."""
    from karama.adapters.stores.engines import hide_password

    return hide_password(store_url) if store_url is not None else None


def _open_store(path: Path, url: str | None, *, make: bool = False) -> tuple[RecordTools, str | None]:
    from karama.adapters.stores.folders import DATABASE, JOURNAL, ORIGINALS, OriginalFiles
    from karama.adapters.stores.journal_file import JournalFile
    from karama.adapters.stores.openings import open_postgresql_store, open_sqlite_store

    if url is None:
        store, migrated_from = open_sqlite_store(path / DATABASE, str(path), make=make)
    else:
        store, migrated_from = open_postgresql_store(url, str(path), make=make)
    journal = JournalFile(path / JOURNAL)
    store.follow = partial(follow_log, store, journal)
    return RecordTools(store, OriginalFiles(path / ORIGINALS), tell_time, journal), migrated_from


def make_catalogue(tools: RecordTools) -> Catalogue:
    """The catalogue of the record's incidents, in the tables of its store."""
    from karama.adapters.stores.catalogue import SqlCatalogue
    from karama.adapters.stores.sql_store import SqlStore

    if not isinstance(tools.store, SqlStore):
        raise SetupError("only a record's own store has a catalogue")
    return SqlCatalogue(tools.store)


def make_merging(tools: RecordTools) -> MergingTools:
    """What merging borrows: the record's store, who is part of whom, and the model of meaning where the extra `karama[meaning]` is installed."""
    from karama.adapters.actors.parents import read_parents

    return MergingTools(tools.store, tools.now, read_parents().get, find_embedder())


def make_entities(tools: RecordTools) -> EntityTools:
    """What grouping to entities borrows: the record's store, and the actor base by id."""
    return EntityTools(tools.store, tools.now, list_actors)


def list_actors() -> Mapping[str, KnownActor]:
    """The actors of the base by id."""
    from karama.adapters.actors.listed import list_known

    return list_known()


def list_parents() -> Mapping[str, str]:
    """Who is part of whom in the actor base, by id."""
    from karama.adapters.actors.parents import read_parents

    return read_parents()


@cache
def make_hasher() -> PasswordHasher:
    """What keeps the passwords of a team.

    Raises:
        SetupError: argon2-cffi is not installed.
    """
    from karama.adapters.passwords import Argon2

    return Argon2()


def open_accounts(tools: RecordTools) -> AccountBook:
    """The accounts of a record.

    Raises:
        SetupError: argon2-cffi is not installed.
    """
    return AccountBook(tools.store, tools.now, make_hasher())


def is_on_server(path: Path) -> bool:
    """Is the record in that folder kept in a database on a server, where many write?"""
    from karama.adapters.stores.folders import read_folder

    return read_folder(path).store is not None


@cache
def find_embedder() -> Embedder | None:
    """The model of meaning; None where it is not installed, and meaning then says nothing."""
    from karama.adapters.embeddings.minilm import MiniLM

    try:
        return MiniLM()
    except SetupError:
        return None


def make_fetcher() -> Fetcher:
    """What gets pages from the public web, and never from this machine or its network."""
    from karama.adapters.web_fetch.http_fetcher import HttpFetcher

    return HttpFetcher()


def make_releasing(path: Path, tools: RecordTools) -> ReleasingTools:
    """What a release of the record in that folder borrows."""
    from karama.app.releasing import ReleasingTools
    from karama.render.site import render_site

    return ReleasingTools(tools, path, open_places, open_actors, render_site)


def make_meaning(tools: RecordTools, watch: Callable[[int], None] | None = None) -> MeaningTools:
    """What a search by meaning borrows.

    Raises:
        SetupError: the extra `karama[meaning]` is not installed.
    """
    from karama.adapters.embeddings.minilm import MiniLM
    from karama.adapters.stores.meanings import SqlMeanings
    from karama.adapters.stores.sql_store import SqlStore

    if not isinstance(tools.store, SqlStore):
        raise SetupError("only a record's own store keeps vectors")
    return MeaningTools(SqlMeanings(tools.store), find_embedder() or MiniLM(), watch)


@cache
def find_timestamper() -> Timestamper | None:
    """What checks timestamps; None where the extra `karama[timestamps]` is not installed."""
    try:
        return make_timestamper()
    except SetupError:
        return None


def make_timestamper() -> Timestamper:
    """What asks and checks an authority.

    Raises:
        SetupError: the extra `karama[timestamps]` is not installed.
    """
    from karama.adapters.timestamps.rfc3161 import Rfc3161

    return Rfc3161()


def find_authority(path: Path) -> str | None:
    """The timestamp authority that the record's settings name; None if none."""
    from karama.adapters.stores.folders import read_folder

    return read_folder(path).timestamps


def tell_time() -> str:
    """The ISO date and time, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def who_am_i() -> str:
    """The name under which a person's doings are logged where they give none: that of their account."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return "unknown"


def find_added_policies() -> dict[str, Choose]:
    """The policies that installed packages add, by name: entry points of the group karama.policies.

    Raises:
        SetupError: one cannot be loaded.
    """
    found: dict[str, Choose] = {}
    for point in entry_points(group="karama.policies"):
        try:
            found[point.name] = point.load()
        except Exception as error:  # whatever another's module raises when it is loaded
            raise SetupError(f"policy {point.name} of {point.value} cannot be loaded: {error}") from error
    return found


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
