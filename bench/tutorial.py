"""Writes the output of every `$ karama` line in docs/tutorial/first-record.md anew, by running it; a test holds the page against this.

    python bench/tutorial.py

Ids depend on nothing but the reports and what was read in them, so they change only when the reading does; then the commands that name one want a new id.
"""

from __future__ import annotations

import io
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from karama.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "tutorial" / "first-record.md"
INDENT = "    "
PROMPT = INDENT + "$ karama "
WIDTH = 160  # of a line on the page, its indent and the mark of what was cut included
CUT = "…"


def write_page(page: str) -> str:
    """The page with what its commands print, run one after the other in a folder that has the example reports."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        with chdir(folder):
            return "\n".join(_write_lines(page.split("\n")))


def _write_lines(lines: list[str]) -> Iterator[str]:
    printed = False  # the lines that were printed when the page was last written
    for line in lines:
        if line.startswith(PROMPT):
            printed = True
            yield line
            yield from (_cut(INDENT + out) for out in run(line.removeprefix(PROMPT)).splitlines())
        elif not line.startswith(INDENT):
            printed = False
            yield line
        elif not printed:
            yield line


def run(command: str) -> str:
    """What `karama` prints; a command that fails stops here, by its words.

    Raises:
        RuntimeError: it failed.
    """
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(shlex.split(command))
    if code:
        raise RuntimeError(f"karama {command}: exit code {code}: {err.getvalue()}")
    return out.getvalue()


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 1].rstrip() + CUT


if __name__ == "__main__":
    PAGE.write_text(write_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
