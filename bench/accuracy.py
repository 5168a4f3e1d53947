"""Prints how well the reading does: on the golden articles of the tests, and on the development corpora when they are there.

    python bench/accuracy.py [--write] [--only CORPUS|golden|merging] [--shared DIR] [--keep DIR]

`--write` puts the table into docs/accuracy.md. The corpora are not part of the project; their scorer is run as it is.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
# Articles of our own: the first set was looked at while the rules were written, the second never was.
GOLDEN = (("golden articles", ROOT / "tests" / "golden" / "articles"), ("unseen articles", ROOT / "tests" / "golden" / "unseen"))
PAGE = ROOT / "docs" / "accuracy.md"
TABLE = ROOT / "src" / "karama" / "data" / "accuracy.csv"  # what the methodology of a release quotes
MARK = "<!-- figures: written by `make accuracy`, do not edit below -->"


class Measure(NamedTuple):
    """One run of the scorer: which corpus, which task, how many documents (None: all), which figures, with their floor if any."""

    corpus: str
    task: str
    sample: int | None
    figures: tuple[tuple[str, float | None], ...]


def _plain(*names: str) -> tuple[tuple[str, float | None], ...]:
    return tuple((name, None) for name in names)


MEASURES = (
    Measure("re3d", "entities", None, (("entities.micro.overlap.f1", 0.65), *_plain("entities.micro.strict.f1", "entities.untyped.overlap.f1"))),
    Measure("re3d", "relations", None, _plain("relations.micro_of_four.f1", "relations.IsSynonymOf.same_as_or_shared_entity_recall",
                                              "relations.CoLocated.any_relation_or_event_recall")),
    Measure("gum_news", "entities", None, _plain("entities.person.overlap.f1", "entities.organisation.overlap.f1", "entities.place.overlap.f1")),
    Measure("gum_news", "dates", None, _plain("dates.relaxed.f1", "dates.value.f1")),
    Measure("meantime", "dates", None, _plain("dates.relaxed.f1", "dates.value.f1")),
    Measure("meantime", "modality", None, _plain("modality.trigger_recall", "modality.polarity.accuracy", "modality.certainty.accuracy")),
    Measure("geoparsing", "places", None, (("places.recognition.f1", 0.70), ("places.resolution_of_recognised.acc_161km", 0.75),
                                           *_plain("places.resolution.acc_161km", "places.resolution.auc"))),
    Measure("wikiwars", "dates", None, (("dates.relaxed.f1", 0.85), ("dates.value.f1", 0.75))),
    Measure("tempeval3", "dates", None, (("dates.value.f1", 0.70), *_plain("dates.relaxed.f1"))),
    Measure("polnear", "attributions", None, (("attributions.source.f1", 0.55), ("attributions.content.f1", 0.65),
                                              *_plain("attributions.found.f1", "attributions.cue.f1"))),
    Measure("event_location", "event_places", 1000, (("event_places.words.f1", 0.60), *_plain("event_places.trigger_recall", "event_places.right"))),
    Measure("plover_gsr", "event_types", None, (("event_types.plover.any_event", 0.50), ("event_types.source_country", 0.55),
                                                ("event_types.target_country", 0.50), *_plain("event_types.who_did_what_to_whom"))),
    Measure("m2e2", "triggers", None, (("triggers.overlap.f1", 0.50), *_plain("triggers.arguments.f1"))),
    Measure("wikievents", "triggers", None, (("triggers.overlap.f1", 0.50), *_plain("triggers.arguments.f1"))),
    Measure("rams", "triggers", 300, _plain("triggers.overlap.recall", "triggers.arguments.f1")),
    Measure("factuality", "modality", 3000, _plain("modality.trigger_recall", "modality.factuality.accuracy", "modality.factuality.macro_f1",
                                                   "modality.factuality.pearson")),
    Measure("muc4", "templates", 300, _plain("templates.relevant_documents.f1", "templates.head.micro.f1", "templates.exact.micro.f1")),
    Measure("airwars_gaza_incidents", "record", None, _plain("record.main.date", "record.main.place_25km", "record.main.killed_overlap",
                                                             "record.any.killed_equal", "record.main.belligerent")),
)  # fmt: skip


def choose_sample(docs: list[dict[str, Any]], size: int | None) -> list[dict[str, Any]]:
    """The same documents every time: those whose hashed id comes first."""
    if size is None or size >= len(docs):
        return docs
    return sorted(docs, key=lambda doc: sha256(str(doc["id"]).encode("utf-8")).hexdigest())[:size]


def read_corpus(corpus: str, size: int | None, shared: Path, folder: Path) -> tuple[Path, Path]:
    """Writes the gold documents of the sample and their readings; where they are."""
    from karama.app.pipeline import read_articles
    from karama.codec import encode_reading
    from karama.wiring import make_tools

    lines = (shared / "corpora" / f"{corpus}.jsonl").read_text(encoding="utf-8").split("\n")
    docs = choose_sample([json.loads(line) for line in lines if line.strip()], size)
    gold, readings = folder / f"{corpus}.gold.jsonl", folder / f"{corpus}.readings.jsonl"
    gold.write_text("".join(json.dumps(doc) + "\n" for doc in docs), encoding="utf-8")
    articles = (_make_article(doc) for doc in docs)
    with readings.open("w", encoding="utf-8") as out:
        for reading in read_articles(articles, make_tools()):
            out.write(json.dumps(encode_reading(reading)) + "\n")
    return gold, readings


def _make_article(doc: dict[str, Any]) -> Any:
    """The article of a gold document, its text as it stands there."""
    from karama.domain.text import Article, hash_text

    published = doc.get("published")
    return Article(
        doc["text"], hash_text(doc["text"]), str(doc["id"]), doc.get("title"), published=published, published_how="given" if published else "unknown"
    )


def score_corpora(measures: Sequence[Measure], shared: Path, folder: Path) -> Iterator[tuple[Measure, dict[str, tuple[float, int]]]]:
    """Every measure with the figures that the scorer printed; two corpora are read at a time."""
    sizes = {m.corpus: m.sample for m in measures}
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1), mp_context=get_context("spawn")) as pool:
        jobs = {corpus: pool.submit(read_corpus, corpus, size, shared, folder) for corpus, size in sizes.items()}
        for measure in measures:
            gold, readings = jobs[measure.corpus].result()
            command = [sys.executable, str(shared / "score.py"), measure.task, str(gold), str(readings), "--json"]
            printed = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
            yield measure, {f["name"]: (f["value"], f["support"]) for f in printed["figures"]}


def list_rows(shared: Path, only: str | None, folder: Path) -> Iterator[str]:
    """The rows of the table, each as soon as it is known."""
    yield "| on | figure | value | of | floor |"
    yield "|---|---|---:|---:|---:|"
    if only in (None, "golden"):
        for name, articles in GOLDEN:
            for figure in measure_golden(articles):
                yield f"| {name} | `{figure.name}` | {figure.value:.3f} | {figure.support:,} | |"
    if not (shared / "corpora").is_dir():
        from merging import write_table

        yield from ("", *write_table(list(measure_cases(folder))))
        return
    for measure, found in score_corpora([m for m in MEASURES if only in (None, m.corpus)], shared, folder):
        where = measure.corpus + (f" (fixed sample of {measure.sample:,})" if measure.sample else "")
        for name, floor in measure.figures:
            value, support = found.get(name, (0.0, 0))
            mark = "" if floor is None else f"{floor:.2f}" + ("" if value >= floor else " **below**")
            yield f"| {where} | `{name}` | {value:.3f} | {support:,} | {mark} |"
    if only in (None, "merging"):
        yield from list_merging(shared, folder)


def list_merging(shared: Path, folder: Path) -> Iterator[str]:
    """A table of its own: how well claims are merged across documents, beside two baselines."""
    from merging import CORPORA, measure_merging, write_table

    rows: list[Any] = []
    for corpus in CORPORA:
        gold, readings = folder / f"{corpus}.gold.jsonl", folder / f"{corpus}.readings.jsonl"
        if not readings.is_file():
            gold, readings = read_corpus(corpus, None, shared, folder)
        rows += measure_merging(corpus, gold, readings, shared / "score.py", folder)
    yield ""
    yield from write_table([*measure_cases(folder), *rows])


def measure_cases(folder: Path) -> Iterator[Any]:
    """The figures on our own cases of merging, those that were looked at and those that nobody looked at, beside the two baselines."""
    from merging import FIGURES, Row, link_apart, link_same_keys
    from record_cases import CASES, Placed, keep_cases, load_cases, place_claims, score_cases

    for name, on in (("seen", "golden cases"), ("unseen", "unseen cases")):
        cases, at = load_cases(CASES / name), folder / f"cases-{name}"
        shutil.rmtree(at, ignore_errors=True)
        at.mkdir()
        merged = place_claims(keep_cases(cases, at))
        claims = [claim for its in merged.claims.values() for claim in its if claim.what in ("event", "quantity")]
        ways = (("all apart", link_apart(claims)), ("same kind, place and day", link_same_keys(claims)), ("merged", merged.incident_of))
        for way, found in ways:
            one = score_cases(cases, Placed(merged.articles, merged.claims, found))
            values = (one.b_cubed_precision, one.b_cubed_recall, one.b_cubed_f1, one.pair_precision, one.pair_recall, one.pair_f1)
            yield from (Row(f"{on} ({len(cases)})", way, figure, value, one.claims) for figure, value in zip(FIGURES, values, strict=True))


def measure_golden(folder: Path) -> list[Any]:
    """The figures on the golden articles of a folder."""
    import karama
    from measures import load_golden, take_figures

    return take_figures([(gold, karama.read(gold["text"], published=gold.get("published"))) for gold in load_golden(folder)])


def write_data(rows: Sequence[str]) -> None:
    """Puts the figures of the reading into the package, so that a release can say how well its reader was measured to do."""
    found = [[cell.strip().replace("`", "") for cell in row.strip("|").split("|")] for row in rows if row.startswith("| ") and "`" in row]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# Figures of docs/accuracy.md, measured on {date.today().isoformat()}; written by bench/accuracy.py --write.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["on", "figure", "value", "of"])
        writer.writerows(cells[:4] for cells in found if len(cells) == 5)


def main() -> None:
    """Prints the table row by row; with --write also puts it into docs/accuracy.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--keep", type=Path, help="keep the readings in this folder")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for row in list_rows(options.shared, options.only, folder):
            print(row, flush=True)
            rows.append(row)
    if options.write:
        head = PAGE.read_text(encoding="utf-8").split(MARK)[0]
        PAGE.write_text(f"{head}{MARK}\n\nMeasured on {date.today().isoformat()}.\n\n" + "\n".join(rows) + "\n", encoding="utf-8")
        if options.only is None:
            write_data(rows)


if __name__ == "__main__":
    main()
