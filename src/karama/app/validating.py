"""Checking a file of a format, ours or anybody's: every problem with its row and column."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from karama.app.exporting import find_format, zip_members
from karama.errors import InputError
from karama.export.tables import MOST_PROBLEMS
from karama.export.values import Problem

PACKAGE = "datapackage.json"
LARGEST = 2 * 1024**3  # a file is looked through in memory


def validate_file(name: str, path: Path) -> tuple[Problem, ...]:
    """What is wrong with the file, errors and warnings in order of rows; () for nothing. At most ten thousand are told.

    Raises:
        InputError: there is no such format or file.
        SetupError: a library is missing.
    """
    form = find_format(name)
    return tuple(islice(form.check(read_file(path)), MOST_PROBLEMS))


def read_file(path: Path) -> bytes:
    """The bytes of the file; of a folder, as a zip.

    Raises:
        InputError: it is none, cannot be read, or is too large.
    """
    try:
        if (path / PACKAGE).is_file():  # a bundle
            return zip_members({str(one.relative_to(path)): one.read_bytes() for one in sorted(path.rglob("*")) if one.is_file()})
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: larger than {LARGEST // 1024**3} GB")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error


def list_errors(problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """Those that are errors and not warnings."""
    return (problem for problem in problems if problem.severity == "error")
