"""A tour of a record: what the six example reports say, where they disagree, and why it is shown as it is. `make demo` runs it.

    python examples/tour.py [FOLDER]      # makes FOLDER/demo.karama anew; the default is the working folder

It types the commands that a user would type; the ids are taken from the record.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import karama
from karama.cli.main import main

REPORTS = Path(__file__).with_name("reports")
COPY = REPORTS / "2-raqqa-encircled-copy.txt"


def show(heading: str, *arguments: str) -> None:
    """Nothing; prints the heading and the command, and runs it."""
    print(f"\n== {heading}\n\n$ karama {shlex.join(arguments)}", flush=True)
    if code := main(list(arguments)):
        sys.exit(code)


def find_strike(record: Path) -> str:
    """The id of the incident at Mayadin of which most is told."""
    with karama.open(record) as opened:
        found = opened.incidents(place="Mayadin", dates="2017-06")
        return max(found, key=lambda one: len(one.view.claims)).view.id


def run(folder: Path) -> None:
    """Nothing; the record is made in the folder, and asked."""
    record = folder / "demo.karama"
    shutil.rmtree(record, ignore_errors=True)
    path = str(record)
    show("1. A new record, and six reports", "init", path)
    main(["add", path, str(REPORTS)])
    show("2. Incidents about which the reports disagree: every value stays", "incidents", path, "--from", "2017-06-20", "--to", "2017-07-05", "--disputed")
    strike = find_strike(record)
    show("3. One of them in full: each value, who says it, in which sentence", "show", path, strike)
    show("4. Why these sentences are held to tell of one strike", "why", path, strike, "--most", "4")
    show("5. When one number is needed, a policy chooses and says how", "incidents", path, "--place", "Mayadin", "--kind", "air strike", "--policy", "acled")
    show("6. A copy is no second source: who printed it first, and what was changed", "show", path, str(COPY))
    show("7. What held at Raqqa on a day, who says so, and what stands against it", "situation", path, "--place", "Raqqa", "--on", "2017-07-02")
    print(f"\nThe record is in {path}; docs/tutorial/first-record.md goes on from here.")


if __name__ == "__main__":
    run(Path(sys.argv[1]) if len(sys.argv) > 1 else Path())
