"""Writes docs/reference/events.md from the table of event kinds, so that the page cannot fall behind it."""

from __future__ import annotations

from pathlib import Path

from karama.data import read_table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "events.md"
HEAD = """# Kinds of event

Written from `src/karama/data/frames.csv` by `make reference`. The words that name each kind are in `data/triggers.csv`; the conditions under which an
ACLED or UCDP code is given (who stands on which side, what has happened) in `data/crosswalk.csv`. PLOVER's types and modes are CC BY-SA 4.0.
Kinds marked "yes" under *claim* say something about the conflict by themselves.

| kind | what it is | PLOVER | mode | CAMEO | ACLED | claim |
|---|---|---|---|---|---|---|
"""


def write_page() -> str:
    """The page as Markdown."""
    rows = []
    for row in read_table("frames.csv"):
        acled = " / ".join(x for x in (row["acled"], row["acled_sub"]) if x)
        rows.append(f"| {row['kind']} | {row['description']} | {row['plover']} | {row['mode']} | {row['cameo']} | {acled} | {row['conflict']} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")
