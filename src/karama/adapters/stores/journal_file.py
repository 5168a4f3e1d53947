"""The journal of a record: a file of lines beside the store that is only ever added to, each line on the disk before it is told."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from karama.errors import DataError, SetupError, UnavailableError

BLOCK = 65_536  # bytes read at a time from the end


@dataclass(frozen=True, slots=True)
class JournalFile:
    """Lines of bytes in a file; a last line without its end was cut short when it was written, and counts as not written."""

    file: Path

    def lines(self) -> Iterator[bytes]:
        """The lines in order, without their ends.

        Raises:
            DataError: the file cannot be read.
        """
        try:
            with self.file.open("rb") as stream:
                for line in stream:
                    if line.endswith(b"\n"):
                        yield line[:-1]
        except FileNotFoundError:
            return
        except OSError as error:
            raise DataError(f"{self.file}: {error.strerror or 'cannot be read'}") from error

    def last(self) -> bytes | None:
        """The last line, None where there is none.

        Raises:
            DataError: the file cannot be read.
        """
        try:
            with self.file.open("rb") as stream:
                return _read_last(stream.fileno())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DataError(f"{self.file}: {error.strerror or 'cannot be read'}") from error

    def append(self, lines: Iterable[bytes]) -> None:
        """Nothing; the lines are on the disk, after the last whole one.

        Raises:
            UnavailableError: the disk is full.
            SetupError: the file cannot be written.
        """
        data = b"".join(line + b"\n" for line in lines)
        try:
            new = not self.file.exists()
            file = os.open(self.file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            try:
                _write_at(file, _find_end(file), data)
            finally:
                os.close(file)
            if new and os.name == "posix":
                _sync_folder(self.file.parent)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise UnavailableError(f"{self.file}: the disk is full; what was stored before is kept") from error
            raise SetupError(f"{self.file}: {error.strerror or 'cannot be written'}") from error


def _write_at(file: int, end: int, data: bytes) -> None:
    os.ftruncate(file, end)  # what stands behind it was cut short by a kill, and never told
    os.lseek(file, end, os.SEEK_SET)
    while data:
        data = data[os.write(file, data) :]
    os.fsync(file)


def _sync_folder(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _find_end(file: int) -> int:
    """How many bytes the whole lines take."""
    end = os.lseek(file, 0, os.SEEK_END)
    while end > 0:
        start = max(0, end - BLOCK)
        os.lseek(file, start, os.SEEK_SET)
        at = os.read(file, end - start).rfind(b"\n")
        if at >= 0:
            return start + at + 1
        end = start
    return 0


def _read_last(file: int) -> bytes | None:
    """The last whole line."""
    start = end = _find_end(file)
    tail = b""
    while start > 0:
        step = max(0, start - BLOCK)
        os.lseek(file, step, os.SEEK_SET)
        tail = os.read(file, start - step) + tail
        start = step
        if (at := tail.rfind(b"\n", 0, -1)) >= 0:
            return tail[at + 1 : -1]
    return tail[:-1] if end else None
