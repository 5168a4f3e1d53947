"""Results of parts as files, named by their key: written whole or not at all, so that any engine goes on where another was killed."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from pathlib import Path

from karama.domain.parts import Aside, PartResult
from karama.errors import UnavailableError

SUFFIX = ".jsonl.gz"
FAST = 1  # of gzip's levels: readings shrink to a seventh even so


class PartFiles:
    """A folder of results."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str, count: int) -> PartResult | None:
        """The result of that key, of so many articles; None where there is none. One that cannot be read is as good as none."""
        path = self.folder / f"{key}{SUFFIX}"
        try:
            lines = gzip.decompress(path.read_bytes()).splitlines()
            found = tuple(_read_line(line) for line in lines)
        except (OSError, EOFError, ValueError, KeyError):
            return None
        return PartResult(key, found) if len(found) == count else None

    def keep(self, result: PartResult) -> None:
        """Nothing; the result is on the disk, whole.

        Raises:
            UnavailableError: the disk is full or cannot be written.
        """
        data = gzip.compress(b"".join(_write_line(line) + b"\n" for line in result.lines), FAST, mtime=0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".part-", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self.folder / f"{result.key}{SUFFIX}")
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise UnavailableError(f"{self.folder}: cannot be written: {error.strerror or error}") from error

    def drop(self, key: str) -> None:
        """Nothing; the result, which is kept elsewhere now, is gone."""
        (self.folder / f"{key}{SUFFIX}").unlink(missing_ok=True)


def _write_line(line: bytes | Aside) -> bytes:
    return json.dumps({"aside": line.article, "reason": line.reason}).encode() if isinstance(line, Aside) else line


def _read_line(line: bytes) -> bytes | Aside:
    if line.startswith(b'{"aside"'):
        found = json.loads(line)
        return Aside(found["aside"], found["reason"])
    if not line.endswith(b"}"):
        raise ValueError("cut short")
    return line
