"""Who reads many articles: one process, a pool of them on this machine, or Ray; and by what name their results are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, TypedDict

from karama.app.bulk import PART, Bulk, read_in_parts, read_lines
from karama.app.choosing import choose_articles
from karama.app.recording import Added, Reader, RecordTools, add_articles, describe_run, read_unread, reread_articles
from karama.app.sifting import REMEMBERED, Sieve
from karama.errors import InputError
from karama.ingest.articles import Loaded, Refusal, load_articles
from karama.ports import Engine, ReadLines
from karama.wiring import make_tools, who_am_i

__all__ = ["Bulk", "HowToAdd", "add_found", "add_sources", "make_engine", "make_reader", "name_versions", "open_line_reader"]


READ_AHEAD = 8 * PART  # articles a worker that may be sifted before the first of them is in the record


def open_line_reader() -> ReadLines:
    """What a worker of an engine reads with: its own models, loaded now."""

    tools = make_tools()
    return lambda articles: read_lines(articles, tools)


def make_engine(bulk: Bulk) -> Engine:
    """The engine asked for.

    Raises:
        InputError: there is none of that name.
    """
    opener = f"{__name__}:{open_line_reader.__name__}"
    if bulk.engine == "ray":
        from karama.adapters.engines.ray_engine import RayEngine

        return RayEngine(opener, bulk.workers, bulk.address, bulk.deadline_s, bulk.memory_mb)
    if bulk.engine == "pool" and bulk.workers > 1:
        from karama.adapters.engines.local_pool import LocalPool

        return LocalPool(opener, bulk.workers, bulk.deadline_s, bulk.memory_mb)
    if bulk.engine not in ("pool", "serial"):
        raise InputError(f"no engine is called {bulk.engine!r}; there are pool, ray and serial")
    from karama.adapters.engines.serial import Serial

    return Serial(open_line_reader())


def make_reader(bulk: Bulk | None = None, parts: Path | None = None, *, drop: bool = True) -> Reader:
    """Who reads for a record: one process, or the engine asked for, which keeps the results of its parts in the folder until they are taken up (`drop`).

    Raises:
        InputError: there is no such engine.
        SetupError: a model or index is missing.
    """
    tools = make_tools()
    if bulk is None or (bulk.engine == "pool" and bulk.workers <= 1):
        return Reader(tools)
    from karama.adapters.engines.part_files import PartFiles

    engine, kept = make_engine(bulk), PartFiles(parts) if parts is not None else None
    versions = name_versions(describe_run(tools).id)
    return Reader(tools, lambda batches: read_in_parts(batches, versions, engine, kept, drop=drop), PART)


class HowToAdd(TypedDict, total=False):
    """How articles are added: their day where they state none, by whom, whether read again, from which stream "-" is read, by how many workers."""

    published: str | None
    by: str | None
    reread: bool
    stdin: BinaryIO | None
    bulk: Bulk | None
    relevant_from: float | None  # articles that score less are kept and not read
    copies_once: bool  # near-copies of what is read are kept and not read
    unread: bool  # without sources: read what was kept unread
    limit: int | None  # of the sources only the first so many articles
    sample: int | None  # of the sources only so many by chance, the same each time


def add_sources(path: Path, tools: RecordTools, sources: Sequence[str | Path], how: HowToAdd) -> Iterator[Added | Refusal]:
    """What became of each article of the sources, told when it is safely kept; without sources, of those of the record that are to be read again.

    Raises:
        UnavailableError: somebody else is writing, or the disk is full.
    """
    found = load_articles(sources, published=how.get("published"), stdin=how.get("stdin")) if sources else None
    yield from add_found(path, tools, None if found is None else choose_articles(found, how.get("limit"), how.get("sample")), how)


def add_found(path: Path, tools: RecordTools, found: Iterable[Loaded | Refusal] | None, how: HowToAdd) -> Iterator[Added | Refusal]:
    """As `add_sources`, of articles that were loaded already."""
    reader, who = make_reader(how.get("bulk"), path / "parts"), how.get("by") or who_am_i()
    if found is None:
        yield from (read_unread if how.get("unread") else reread_articles)(tools, reader, who)
        return
    wanted, copies = how.get("relevant_from"), how.get("copies_once", False)
    ahead = READ_AHEAD * (bulk.workers if (bulk := how.get("bulk")) is not None else 1)
    sieve = Sieve(tools.store, wanted, copies, max(REMEMBERED, ahead)) if wanted is not None or copies else None
    yield from add_articles(tools, reader, found, who, reread=how.get("reread", False), sift=sieve)


@cache
def name_versions(run: str) -> str:
    """A name for all that a reading depends on beside the article: the versions of the run, and the code and tables of this package."""
    told = sha256(run.encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".csv", ".tsv", ".txt") and path.is_file():
            told.update(path.read_bytes())
    return told.hexdigest()
