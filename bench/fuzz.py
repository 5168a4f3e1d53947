"""Feeds every parser with inputs that coverage guides (atheris, a tool of developers), and tells of any that ends in another error than one of ours.

python bench/fuzz.py [--runs 20000] [PARSER ...]: each parser in a process of its own; what fails is written to fuzz/NAME-HASH, and the exit code is 1.
"""

# ruff: noqa: E501  # seeds stand on one line each
from __future__ import annotations

import argparse
import contextlib
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 20_000  # of each parser
LONGEST = 4_000  # bytes of an input
SLOWEST_S = 10  # for one input
sys.path += [str(ROOT / "tests/unit/ingest"), str(ROOT / "tests/withstand")]


def read_named(name: str) -> Callable[[bytes], object]:
    """A parser of the bytes of a file of that name."""

    def parse(data: bytes) -> object:
        from karama.ingest.articles import load_bytes

        return list(load_bytes(data, name, "x"))

    return parse


def parse_pdf(data: bytes) -> object:
    from karama.ingest.pdf import read_pdf_here

    return read_pdf_here(data, "x")


def parse_feed(data: bytes) -> object:
    from karama.ingest.feeds import list_entries

    return list_entries(data, "https://example.org/feed")


def parse_warc(data: bytes) -> object:
    from karama.ingest.archives import read_warc

    return list(read_warc(io.BytesIO(data), "x"))


def parse_file(loader: str, ending: str) -> Callable[[bytes], object]:
    """A loader of files in karama.ingest.archives."""

    def parse(data: bytes) -> object:
        from karama.ingest import archives

        with tempfile.NamedTemporaryFile(suffix=ending) as file:
            file.write(data)
            file.flush()
            return list(getattr(archives, loader)(Path(file.name)))

    return parse


def parse_days(data: bytes) -> object:
    from karama.app.asking import read_days
    from karama.ingest.making import parse_day

    words = data.decode("utf-8", "replace")
    _refused(lambda: parse_day(words, "x"))
    return read_days(words)


def _refused(work: Callable[[], object]) -> None:
    from karama.errors import KaramaError

    with contextlib.suppress(KaramaError):
        work()


def parse_text(data: bytes) -> object:
    """Dates, quantities, numbers and quotations in a text, by the whole reading."""
    from karama.app.pipeline import read_articles
    from karama.ingest.making import make_article
    from karama.wiring import make_tools

    words = data.decode("utf-8", "replace").replace("\0", " ")[:600]
    return list(read_articles([make_article("Shelling hit Raqqa on Sunday, and a doctor said that " + words)], make_tools()))


def parse_places(data: bytes) -> object:
    from karama.adapters.gazetteers.place_files import read_place_file

    with tempfile.NamedTemporaryFile(suffix=".geojson") as file:
        file.write(data)
        file.flush()
        return read_place_file(Path(file.name))


def parse_watched(data: bytes) -> object:
    from karama.collecting import read_feeds

    with tempfile.NamedTemporaryFile(suffix=".toml") as file:
        file.write(data)
        file.flush()
        return read_feeds(Path(file.name))


def parse_policy(data: bytes) -> object:
    """The name of a policy as a user writes it, and a value as it is kept in JSON."""
    from karama import codec
    from karama.domain.reading import Reading
    from karama.views.policies import find_policy

    words = data.decode("utf-8", "replace")
    _refused(lambda: find_policy(words, ()))
    import json

    try:
        told = json.loads(words)
    except (ValueError, RecursionError):
        return None
    return codec.decode(Reading, told) if isinstance(told, dict) else None


PARSERS: dict[str, Callable[[bytes], object]] = {
    "html": read_named("a.html"), "docx": read_named("a.docx"), "eml": read_named("a.eml"), "jsonl": read_named("a.jsonl"), "json": read_named("a.json"),
    "text": read_named("a.txt"), "unnamed": read_named(""), "pdf": parse_pdf, "feed": parse_feed, "warc": parse_warc, "wacz": parse_file("load_wacz", ".wacz"),
    "mbox": parse_file("load_mbox", ".mbox"), "parquet": parse_file("load_parquet", ".parquet"), "days": parse_days, "policy": parse_policy,
    "places": parse_places, "watched": parse_watched, "reading": parse_text,
}  # fmt: skip
SLOW = {"reading": 50, "html": 5, "pdf": 2, "parquet": 5, "eml": 2}  # so many times fewer runs


def list_seeds(name: str) -> list[bytes]:
    """Small good inputs to begin with."""
    import samples
    from hostile import STORY, make_warc, page

    page_of_story = page(STORY)
    lines = b'{"text": "Shelling killed nine people in Homs on Sunday, a doctor said.", "published": "2017-07-02", "id": 1}\n'
    zipped = io.BytesIO()
    import zipfile

    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("archive/a.warc", make_warc(page_of_story))
    feed = b'<?xml version="1.0"?><rss version="2.0"><channel><title>W</title><item><title>x</title><link>/a</link><pubDate>Fri, 03 Mar 2017 10:00:00 GMT</pubDate></item></channel></rss>'
    sitemap = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/a</loc><lastmod>2017-07-02</lastmod></url></urlset>'
    seeds = {
        "html": [page_of_story], "docx": [samples.make_docx(samples.make_paragraph(samples.LEAD), "t")], "eml": [samples.make_email(samples.LEAD, page_of_story.decode())],
        "jsonl": [lines], "json": [b"[" + lines.strip() + b"]"], "pdf": [samples.make_pdf([[samples.LEAD]])], "feed": [feed, sitemap],
        "warc": [make_warc(page_of_story)], "wacz": [zipped.getvalue()], "mbox": [b"From a@b Sun Jul  2 10:00:00 2017\n" + samples.make_email(samples.LEAD)],
        "days": [b"2017-06-25/2017-07-05", b"2017-06"], "policy": [b"highest", b'{"dates": []}'],
        "places": [b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Kerat"},"geometry":{"type":"Point","coordinates":[39.0,35.9]}}]}'],
        "watched": [b'[[feed]]\nurl = "https://example.org/f"\nevery_minutes = 30\n'],
        "reading": [b"between 12 and 15 people were killed on 2 July 2017 at 10:30 a.m., \"at least\" 1,200 of them, last Monday."],
    }  # fmt: skip
    return seeds.get(name, [samples.LEAD.encode()])


def fuzz(name: str, runs: int, folder: Path) -> None:
    """Nothing; atheris ends the process, with 0 where every input was read or refused by one of our errors."""
    import atheris

    with atheris.instrument_imports(include=["karama", "feedparser", "warcio", "email", "zipfile", "json"]):
        import karama.adapters.gazetteers.place_files
        import karama.app.pipeline
        import karama.collecting
        import karama.ingest.archives
        import karama.ingest.feeds
        import karama.views.policies  # noqa: F401
    from karama.errors import KaramaError

    parse = PARSERS[name]
    corpus = folder / f"seeds-{name}"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(list_seeds(name)):
        (corpus / str(number)).write_bytes(seed)
        with contextlib.suppress(KaramaError):
            parse(seed)  # loads what it loads, untimed

    def try_one(data: bytes) -> None:
        with contextlib.suppress(KaramaError):
            parse(data)

    limits = [
        f"-runs={runs}",
        f"-max_len={LONGEST}",
        f"-timeout={SLOWEST_S}",
        "-rss_limit_mb=4000",
        f"-artifact_prefix={folder}/{name}-",
        "-verbosity=0",
        "-seed=1",
    ]
    atheris.Setup([sys.argv[0], *limits, str(corpus)], try_one)
    atheris.Fuzz()


def main() -> int:
    """0 where nothing was found."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("parsers", nargs="*", choices=[[], *PARSERS], default=[])
    told.add_argument("--runs", type=int, default=RUNS)
    told.add_argument("--folder", type=Path, default=Path("fuzz"))
    told.add_argument("--one", choices=list(PARSERS), help=argparse.SUPPRESS)
    given = told.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.one:
        fuzz(given.one, given.runs, given.folder)
        return 0
    failed = 0
    for name in given.parsers or PARSERS:
        runs = max(200, given.runs // SLOW.get(name, 1))
        command = [sys.executable, __file__, "--one", name, "--runs", str(runs), "--folder", str(given.folder)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, env=os.environ | {"PYTHONWARNINGS": "ignore"})
        failed += done.returncode != 0
        print(f"{name}: {runs:,} runs, {'nothing found' if done.returncode == 0 else 'FAILED'}", flush=True)
        if done.returncode:
            told_lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("INFO")]
            print("\n".join(told_lines[-40:]), flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
