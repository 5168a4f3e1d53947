"""Measures a record as it grows: adding, merging and asking at 1,000, 10,000 and 100,000 claims, and what it weighs on the disk.

    python bench/record_speed.py [--claims N ...] [--days N] [--store URL] [--meaning]

The claims are those of real readings, see made_reports.py. Reading itself is measured by speed.py; here it is done beforehand, and everything else goes
the way of `karama add`: articles, originals, captures, readings, claims, indexes, log and journal are kept, and then merged. Each size has a process
and a record of its own, without a model of meaning unless --meaning is given. Their days lie within --days, so a larger record is a denser one.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from explore_speed import measure_exploring
from made_reports import WINDOW, Maker, plan_turns, read_originals

SIZES = (1_000, 10_000, 100_000)
ASKED = 40  # questions of each kind, about towns, weeks, actors and words drawn from the record
PLACE_AND_WEEK = "a place and a week"
LIMIT_MS = 100  # for a place and a week, at the largest size
Figures = dict[str, Any]


class Prepared:
    """Stands where the reader stands: gives the reading that was made with the report."""

    def __init__(self) -> None:
        self.of: dict[str, Any] = {}
        self.seconds = 0.0
        self.claims = 0

    def read(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The readings of each batch of articles."""
        for articles in batches:
            yield [self.of.pop(article.id) for article in articles]

    def make(self, maker: Any, wanted: int) -> Iterator[Any]:
        """Reports until they hold so many claims."""
        for turn in plan_turns():
            if self.claims >= wanted:
                return
            started = time.perf_counter()
            loaded, reading = maker.make(turn)
            self.of[loaded.article.id] = reading
            self.claims += len(reading.claims)
            self.seconds += time.perf_counter() - started
            yield loaded


def add_reports(record: Any, maker: Any, wanted: int) -> Figures:
    """Seconds of storing reports with so many claims in all, the making of them left out."""
    from karama.app.recording import Reader, add_articles

    prepared, version = Prepared(), SimpleNamespace(version="made")
    reader = Reader(SimpleNamespace(parser=version, gazetteer=version, actors=version), prepared.read)  # type: ignore[arg-type]
    started, worked = time.perf_counter(), time.process_time()
    articles = sum(1 for _ in add_articles(record.tools, reader, prepared.make(maker, wanted), "bench"))
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    return {"articles": articles, "claims": prepared.claims, "seconds": seconds - prepared.seconds, "processor": processor - prepared.seconds}


def merge(record: Any) -> Figures:
    """Seconds of merging what came in, and the pairs that were compared."""
    started, worked = time.perf_counter(), time.process_time()
    report = record.merge()
    return {"seconds": time.perf_counter() - started, "processor": time.process_time() - worked, "compared": report.compared}


def measure(folder: Path, originals: list[dict[str, Any]], wanted: int, days: int, store: str | None) -> Figures:
    """The figures of one size."""
    import karama
    from karama.api import init_record

    record, maker = init_record(folder / "r.karama", store), Maker(originals, days)
    figures: Figures = {"adding": add_reports(record, maker, wanted), "merging": merge(record)}
    groups: dict[str | None, int] = {}
    for member in record.tools.store.memberships("incident"):
        groups[member.group] = groups.get(member.group, 0) + 1
    figures |= {"incidents": len(groups), "largest": max(groups.values(), default=0)}
    figures["size_mb"] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    record.close()
    with karama.open(folder / "r.karama") as opened:
        figures["asking"] = ask(opened)
        figures["exploring"] = measure_exploring(opened)
        more = add_reports(opened, _Later(maker, wanted), 1)
        figures["one_more"] = {"adding": more, "merging": merge(opened)}
    return figures


class _Later:
    """Makes a report that the record does not hold yet."""

    def __init__(self, maker: Maker, wanted: int) -> None:
        self._maker, self._number = maker, 16 * wanted + 1

    def make(self, turn: Any) -> Any:
        """The report."""
        return self._maker.make(replace(turn, number=self._number, happening=self._number, wording=self._number))


def ask(record: Any) -> Figures:
    """Milliseconds of each question, and how much was found; what is asked for is drawn from all over the record."""
    from karama.ports import ClaimQuery

    ids = [member.member for member in record.tools.store.memberships("incident")]
    drawn = random.Random(7).sample(ids, min(400, len(ids)))  # noqa: S311 - nobody is to be kept from guessing it
    claims = [claim for claim in record.tools.store.claims(ClaimQuery(ids=tuple(drawn))) if claim.published]
    claims.sort(key=lambda claim: drawn.index(claim.id))
    placed = [(place.name, _week(claim)) for claim in claims for place in claim.places[:1] if place.precision == "settlement"]
    acted = [(party.name, _week(claim)) for claim in claims for party in claim.actors[:1] if party.base]
    words = [" ".join(claim.words.split()[2:5]) for claim in claims]
    questions: dict[str, list[Callable[[], Any]]] = {
        PLACE_AND_WEEK: [lambda p=p, w=w: record.incidents(place=p, dates=w) for p, w in placed[:ASKED]],
        "a week": [lambda c=c: record.incidents(dates=_week(c)) for c in claims[: ASKED // 4]],
        "a kind and a week": [lambda c=c: record.incidents(kinds=c.kind, dates=_week(c)) for c in claims[: ASKED // 2]],
        "an actor and a week": [lambda a=a, w=w: record.incidents(actor=a, dates=w) for a, w in acted[: ASKED // 2]],
        "all claims of a kind": [lambda k=k: record.claims(kinds=k) for k in dict.fromkeys(claim.kind for claim in claims[:8])],
        "the situation of a place on a day": [lambda p=p, w=w: record.situations(place=p, on=w[1]) for p, w in placed[: ASKED // 4]],
        "three words": [lambda w=w: record.search(w) for w in words[:ASKED]],
        "one incident": [lambda c=c: record.incident(c.id) for c in claims[:ASKED]],
    }
    return {name: _time(calls) for name, calls in questions.items()}


def _week(claim: Any) -> tuple[str, str]:
    return (date.fromisoformat(claim.published) - timedelta(6)).isoformat(), claim.published


def _time(calls: list[Callable[[], Any]]) -> Figures:
    """Of calls that each ask something else: the clock's milliseconds, the processor's, and how many were found on average."""
    times, worked, found = [], [], 0
    for call in calls:
        started, begun = time.perf_counter(), time.process_time()
        result = call()
        times.append(1000 * (time.perf_counter() - started))
        worked.append(1000 * (time.process_time() - begun))
        found += len(result) if hasattr(result, "__len__") else 1
    return {
        "median": statistics.median(times),
        "worst": max(times),
        "processor": statistics.median(worked),
        "busiest": max(worked),
        "found": found / len(times),
    }


def write_table(sizes: list[Figures]) -> Iterator[str]:
    """The figures of all sizes side by side, and how they grow."""
    widest = max(len(name) for name in sizes[0]["asking"]) + 2

    def row(name: str, cell: Callable[[Figures], str]) -> str:
        return f"{name:{widest}}" + "".join(f"{cell(size):>32}" for size in sizes)

    yield row("a record of claims", lambda f: f"{f['adding']['claims']:,}")
    yield row("articles", lambda f: f"{f['adding']['articles']:,}")
    for name in ("adding", "merging"):
        yield row(f"{name}, s", lambda f, name=name: f"{f[name]['seconds']:,.1f} (processor {f[name]['processor']:,.1f})")
        yield row("  claims a second", lambda f, name=name: f"{f['adding']['claims'] / f[name]['seconds']:,.0f}")
    yield row("  pairs compared a claim", lambda f: f"{f['merging']['compared'] / f['adding']['claims']:.1f}")
    yield row("  incidents", lambda f: f"{f['incidents']:,}")
    for name in ("adding", "merging"):
        yield row(f"one report more, {name}, ms", lambda f, name=name: f"{1000 * f['one_more'][name]['seconds']:,.0f}")
    yield row("on the disk, MB", lambda f: f"{f['size_mb']:,.0f} ({1000 * f['size_mb'] / f['adding']['claims']:.1f} KB a claim)")
    yield row("peak memory, MB", lambda f: f"{f['peak_mb']:,.0f}")
    yield "asking, ms: median, worst (processor: median, worst; found on average)"
    for name in sizes[0]["asking"]:
        yield row("  " + name, lambda f, name=name: "{median:,.0f} {worst:,.0f} ({processor:,.0f} {busiest:,.0f}; {found:,.0f})".format(**f["asking"][name]))
    yield row("  Explore in the web app: first view", lambda f: f"{f['exploring']['first_view_ms']:,.0f}")
    yield row("  Explore: a click", lambda f: "{median_ms:,.0f} {worst_ms:,.0f}".format(**f["exploring"]["click"]))
    for before, after in pairwise(sizes):
        more = after["adding"]["claims"] / before["adding"]["claims"]
        grown = (f"{name} x{after[name]['processor'] / before[name]['processor']:.1f}" for name in ("adding", "merging"))
        size = f"disk x{after['size_mb'] / before['size_mb']:.1f}"
        yield f"from {before['adding']['claims']:,} to {after['adding']['claims']:,} claims (x{more:.1f}): {', '.join(grown)}, {size}"
    last = sizes[-1]["asking"][PLACE_AND_WEEK]
    verdict = "yes" if last["worst"] < LIMIT_MS else "the median" if last["median"] < LIMIT_MS else "no"
    asked = f"a place and a week in under {LIMIT_MS} ms at {sizes[-1]['adding']['claims']:,} claims"
    yield f"{asked}: {verdict} (median {last['median']:.0f}, worst {last['worst']:.0f})"


def run_sizes(sizes: Iterable[int], days: int = WINDOW, store: str | None = None, *, meaning: bool = False) -> Iterator[Figures]:
    """The figures of each size, measured in a process of its own."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "originals.json")
        file.write_text(json.dumps(read_originals()))
        for size in sizes:
            command = [sys.executable, __file__, "--child", str(size), "--days", str(days), "--originals", str(file)]
            command += (["--store", store] if store else []) + (["--meaning"] if meaning else [])
            yield json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="*", default=SIZES)
    parser.add_argument("--days", type=int, default=WINDOW)
    parser.add_argument("--store")
    parser.add_argument("--meaning", action="store_true")
    parser.add_argument("--child", type=int)
    parser.add_argument("--originals", type=Path)
    options = parser.parse_args()
    if not options.child:
        print("\n".join(write_table(list(run_sizes(options.claims, options.days, options.store, meaning=options.meaning)))))
        return
    if not options.meaning:
        from karama import wiring

        wiring.find_embedder = lambda: None  # type: ignore[assignment]
    with TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), json.loads(options.originals.read_text()), options.child, options.days, options.store)))


if __name__ == "__main__":
    main()
