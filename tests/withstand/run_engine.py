"""python run_engine.py ENGINE FOLDER OUT: reads 24 parts of 4 articles by two workers, keeps them in FOLDER, and writes what came of it to OUT."""

from __future__ import annotations

import sys
from pathlib import Path

from karama.adapters.engines.local_pool import LocalPool
from karama.adapters.engines.part_files import PartFiles
from karama.adapters.engines.ray_engine import RayEngine
from karama.app.bulk import cut_parts
from karama.domain.text import Article

PARTS, SIZE = 24, 4


def run(engine: str, folder: Path, out: Path) -> None:
    articles = [Article(f"text {n}", f"a{n}", f"a{n}") for n in range(PARTS * SIZE)]
    make = {"pool": LocalPool, "ray": RayEngine}[engine]
    found = make("logged_reader:open_reader", 2)(cut_parts(articles, "v1", SIZE), PartFiles(folder))
    written = b"".join(line + b"\n" for result in found for line in result.lines if isinstance(line, bytes))
    out.write_bytes(written)


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
