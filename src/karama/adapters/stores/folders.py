"""A record's folder: its settings in record.toml, and the originals, each file named by the hash of its bytes."""

from __future__ import annotations

import errno
import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from karama.errors import DataError, SetupError, UnavailableError

FORMAT = 1
SETTINGS, DATABASE, ORIGINALS, JOURNAL = "record.toml", "record.sqlite", "originals", "journal.jsonl"
# What an `init` that was stopped may have left; anything else in a folder is somebody's own.
OURS = frozenset(
    {
        SETTINGS,
        SETTINGS + ".partial",
        DATABASE,
        DATABASE + "-wal",
        DATABASE + "-shm",
        DATABASE + "-journal",
        "writer.lock",
        "writer.lock-journal",
        ORIGINALS,
        JOURNAL,
    }
)


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """What record.toml says: the version of the folder's format, the URL of the store where it is no SQLite file, and of a timestamp authority."""

    format: int
    store: str | None = None
    timestamps: str | None = None


def prepare_folder(path: Path) -> None:
    """Nothing; the folder for a new record is there. `finish_folder` makes it a record.

    Raises:
        SetupError: a record or something else is there already, or it cannot be made.
    """
    try:
        if (path / SETTINGS).exists():
            raise SetupError(f"{path}: there is a record already")
        if path.is_dir() and {item.name for item in path.iterdir()} - OURS:
            raise SetupError(f"{path}: not empty; a record is made in a folder of its own")
        (path / ORIGINALS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"{path}: {error.strerror or 'cannot be made'}") from error


def take_down_folder(path: Path) -> None:
    """Nothing; what a rebuilding that was stopped left in the folder is gone. It held copies only.

    Raises:
        SetupError: something of somebody's own is in it.
    """
    if not path.exists():
        return
    if not path.is_dir() or {item.name for item in path.iterdir()} - OURS:
        raise SetupError(f"{path}: is in the way, and is no rebuilding that was stopped")
    shutil.rmtree(path)


def finish_folder(path: Path, store: str | None, timestamps: str | None = None) -> None:
    """Nothing; the settings are written, last of all, so that a folder with settings is a whole record."""
    named = {"store": store, "timestamps": timestamps}
    lines = [f"format = {FORMAT}", *(f'{name} = "{value}"' for name, value in named.items() if value is not None)]
    _write_whole(path / SETTINGS, ("\n".join(lines) + "\n").encode())


def read_folder(path: Path) -> FolderSettings:
    """The settings of the record in that folder.

    Raises:
        SetupError: there is no record, or a newer Karama made it.
        DataError: its settings cannot be read.
    """
    try:
        data = tomllib.loads((path / SETTINGS).read_text(encoding="utf-8"))
        settings = FolderSettings(int(data["format"]), data.get("store"), data.get("timestamps"))
    except (FileNotFoundError, NotADirectoryError):
        raise SetupError(f"{path}: no record there; make one with: karama init {path}") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path / SETTINGS}: cannot be read ({error})") from error
    if settings.format > FORMAT:
        raise SetupError(f"{path}: made by a newer Karama (format {settings.format}, this one knows {FORMAT}); update Karama")
    return settings


@dataclass(frozen=True, slots=True)
class OriginalFiles:
    """Bytes in files named by their hash, 256 folders of them: originals/ab/abcdef..."""

    folder: Path

    def put(self, data: bytes) -> str:
        """The hash under which the bytes are kept. A file that is there but shorter or longer was spoilt, and is written again.

        Raises:
            UnavailableError: the disk is full.
        """
        name = sha256(data).hexdigest()
        file = self._file(name)
        with suppress(FileNotFoundError):
            if file.stat().st_size == len(data):
                return name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(file, data)
        except OSError as error:
            raise _explain(error, file) from error
        return name

    def get(self, sha256_hex: str) -> bytes:
        """The bytes.

        Raises:
            DataError: they are missing, or are others.
        """
        file = self._file(sha256_hex)
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            raise DataError(f"{file}: missing") from None
        except OSError as error:
            raise DataError(f"{file}: {error.strerror or 'cannot be read'}") from error
        if sha256(data).hexdigest() != sha256_hex:
            raise DataError(f"{file}: its bytes were changed")
        return data

    def list(self) -> Iterator[str]:
        """The hashes of all that is kept, in order; half-written files are left out."""
        for file in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if not file.name.endswith(".partial"):
                yield file.name

    def _file(self, name: str) -> Path:
        return self.folder / name[:2] / name


def _write_whole(file: Path, data: bytes) -> None:
    """The file appears whole or not at all, and stays after a power cut: the bytes, then the name."""
    partial = file.with_name(file.name + ".partial")
    try:
        with partial.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(file)
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise
    if os.name == "posix":
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _explain(error: OSError, file: Path) -> UnavailableError | SetupError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UnavailableError(f"{file}: the disk is full; what was stored before is kept")
    return SetupError(f"{file}: {error.strerror or 'cannot be written'}")
