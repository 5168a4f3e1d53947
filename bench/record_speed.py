"""Measures a record as it grows: adding, merging and asking at 1,000, 10,000 and 100,000 claims, and what it weighs on the disk.

    python bench/record_speed.py [--claims N ...] [--days N] [--store URL]

The claims are those of real readings, see made_reports.py. Reading itself is measured by speed.py; here it is done beforehand, and everything else goes
the way of `karama add`: articles, originals, captures, readings, claims, indexes, log and journal are kept, and then merged. Each size has a process
and a record of its own, without a model of meaning unless --meaning is given.
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
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from explore_speed import measure_exploring
from made_reports import WINDOW, Maker, plan_turns, read_originals

SIZES = (1_000, 10_000, 100_000)
ASKED = 40  # questions of each kind, about towns, weeks, actors and words drawn from the record
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

    def make(self, maker: Maker, wanted: int, days: int) -> Iterator[Any]:
        """Reports until they hold so many claims."""
        for turn in plan_turns(days):
            if self.claims >= wanted:
                return
            started = time.perf_counter()
            loaded, reading = maker.make(turn)
            self.of[loaded.article.id] = reading
            self.claims += len(reading.claims)
            self.seconds += time.perf_counter() - started
            yield loaded


def add_reports(record: Any, maker: Maker, wanted: int, days: int) -> Figures:
    """Seconds of storing reports with so many claims in all."""
    from karama.app.recording import Reader, add_articles

    prepared, version = Prepared(), SimpleNamespace(version="made")
    reader = Reader(SimpleNamespace(parser=version, gazetteer=version, actors=version), prepared.read)  # type: ignore[arg-type]
    started = time.perf_counter()
    articles = sum(1 for _ in add_articles(record.tools, reader, prepared.make(maker, wanted, days), "bench"))
    seconds = time.perf_counter() - started - prepared.seconds
    return {"articles": articles, "claims": prepared.claims, "adding": seconds, "making": prepared.seconds}


def merge(record: Any) -> Figures:
    """Seconds of merging what came in."""
    started = time.perf_counter()
    report = record.merge()
    return {"seconds": time.perf_counter() - started, "compared": report.compared, "incidents": report.incidents, "claims": report.claims}


def measure(folder: Path, originals: list[dict[str, Any]], wanted: int, days: int, store: str | None) -> Figures:
    """The figures of one size."""
    import karama
    from karama.api import init_record

    record = init_record(folder / "r.karama", store)
    maker = Maker(originals, days)
    figures = add_reports(record, maker, wanted, days)
    figures["merging"] = merge(record)
    groups: dict[str | None, int] = {}  # what each incident holds, to tell how much was joined
    for member in record.tools.store.memberships("incident"):
        groups[member.group] = groups.get(member.group, 0) + 1
    figures["incidents"], figures["largest"] = len(groups), max(groups.values(), default=0)
    figures["size_mb"] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    record.close()
    with karama.open(folder / "r.karama") as opened:
        figures["asking"] = ask(opened)
        figures["exploring"] = measure_exploring(opened)
        more = add_reports(opened, _Later(maker, wanted), 1, days)
        figures["one_more"] = {"adding": more["adding"], "claims": more["claims"], **{f"merging_{k}": v for k, v in merge(opened).items()}}
    return figures


class _Later:
    """Makes a report that the record does not hold yet."""

    def __init__(self, maker: Maker, wanted: int) -> None:
        self._maker, self._number = maker, 16 * wanted + 1

    def make(self, turn: Any) -> Any:
        from dataclasses import replace

        return self._maker.make(replace(turn, number=self._number, happening=self._number, wording=self._number))


def ask(record: Any) -> Figures:
    """Milliseconds of each question: median, worst, and how much was found."""
    claims = list(record.tools.store.claims(_some()))
    rng = random.Random(7)
    rng.shuffle(claims)
    placed = [(place.name, _week(claim)) for claim in claims for place in claim.places[:1] if place.precision == "settlement" and claim.published]
    weeks = [_week(claim) for claim in claims if claim.published]
    actors = [(party.name, _week(claim)) for claim in claims for party in claim.actors[:1] if party.base and claim.published]
    kinds = sorted({claim.kind for claim in claims if claim.what == "event"})
    words = [" ".join(claim.words.split()[2:5]) for claim in claims]
    ids = [member.member for member in record.tools.store.memberships("incident", members=[claim.id for claim in claims[:400]])]
    questions: dict[str, list[Callable[[], Any]]] = {
        "a place and a week": [lambda p=p, w=w: record.incidents(place=p, dates=w) for p, w in placed[:ASKED]],
        "a week": [lambda w=w: record.incidents(dates=w) for w in weeks[: ASKED // 4]],
        "an actor and a week": [lambda a=a, w=w: record.incidents(actor=a, dates=w) for a, w in actors[: ASKED // 2]],
        "a kind and a week": [lambda k=k, w=w: record.incidents(kinds=k, dates=w) for k, w in zip(kinds, weeks, strict=False)],
        "a kind, claims": [lambda k=k: record.claims(kinds=k) for k in rng.sample(kinds, min(5, len(kinds)))],
        "the situation of a place on a day": [lambda p=p, w=w: record.situations(place=p, on=w[1]) for p, w in placed[: ASKED // 4]],
        "words": [lambda w=w: record.search(w) for w in words[:ASKED]],
        "one incident": [lambda i=i: record.incident(i) for i in ids[:ASKED]],
    }
    return {name: _time(calls) for name, calls in questions.items()}


def _some() -> Any:
    from karama.ports import ClaimQuery

    return ClaimQuery(limit=4000)


def _week(claim: Any) -> tuple[str, str]:
    first = date.fromisoformat(claim.published) - timedelta(6)
    return first.isoformat(), claim.published


def _time(calls: list[Callable[[], Any]]) -> Figures:
    times, found = [], 0
    for call in calls:
        started = time.perf_counter()
        found += len(result) if hasattr(result := call(), "__len__") else 1
        times.append(1000 * (time.perf_counter() - started))
    return {"median_ms": statistics.median(times), "worst_ms": max(times), "found": found / len(times)} if times else {}


def main() -> None:
    """Prints one line of JSON a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="*", default=SIZES)
    parser.add_argument("--days", type=int, default=WINDOW)
    parser.add_argument("--store")
    parser.add_argument("--meaning", action="store_true")
    parser.add_argument("--child", type=int)
    parser.add_argument("--originals", type=Path)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        if options.child:
            if not options.meaning:
                from karama import wiring

                wiring.find_embedder = lambda: None  # type: ignore[assignment]
            originals = json.loads(options.originals.read_text())
            print(json.dumps(measure(Path(folder), originals, options.child, options.days, options.store)))
            return
        file = options.originals or Path(folder, "originals.json")
        if not file.exists():
            file.write_text(json.dumps(read_originals()))
        for size in options.claims:
            command = [sys.executable, __file__, "--child", str(size), "--days", str(options.days), "--originals", str(file)]
            command += (["--store", options.store] if options.store else []) + (["--meaning"] if options.meaning else [])
            print(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


if __name__ == "__main__":
    main()
