"""Reports read one by one or many at a time, without a record: `karama.read`, `karama.read_all`."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from karama import codec
from karama.app.choosing import choose_articles
from karama.app.pipeline import read_articles
from karama.app.reading_rows import list_rows
from karama.app.results import make_frame
from karama.domain import reading as domain
from karama.domain.parts import Aside
from karama.domain.text import Article
from karama.errors import InputError
from karama.ingest.articles import Loaded, Refusal, load_articles, make_article
from karama.readers import Bulk, make_reader
from karama.wiring import make_tools

if TYPE_CHECKING:
    import pandas

LONGEST_PATH = 4096


@dataclass(frozen=True, slots=True)
class Reading(domain.Reading):
    """Everything found in one article: its layers as typed values, and ways to hand them on."""

    def to_dict(self) -> dict[str, Any]:
        """The reading as JSON-ready data, exactly as `karama read --format jsonl` writes it."""
        return codec.encode_reading(self)

    def to_pandas(self) -> pandas.DataFrame:
        """One row a claim: its words, certainty, speakers, and what it says, with roles as words.

        Raises:
            SetupError: pandas is not installed (extra `karama[tables]`).
        """
        return make_frame(list_rows(self))

    def find(self, identifier: str) -> Any:
        """The mention, date, event, claim ... of that id; None if there is none."""
        for field in fields(domain.Reading):
            layer = getattr(self, field.name)
            if isinstance(layer, tuple):
                for item in layer:
                    if getattr(item, "id", None) == identifier:
                        return item
        return None


def read(source: str | Path, *, published: str | None = None) -> Reading:
    """The reading of one report: a path to a file, or the text itself.

    Raises:
        InputError: it cannot be read, or the file holds several articles (use read_all).
        SetupError: a model or index is missing.
    """
    if isinstance(source, str) and not _names_a_file(source):
        found: list[Loaded | Refusal] = [Loaded(make_article(source, published=published), "the text")]
    else:
        found = list(load_articles([source], published=published))
    if len(found) != 1:
        raise InputError(f"{source}: holds {len(found)} articles; use karama.read_all")
    if isinstance(found[0], Refusal):
        raise found[0].error
    return next(_read_loaded([found[0]]))


def read_all(
    sources: Iterable[str | Path],
    *,
    published: str | None = None,
    stdin: BinaryIO | None = None,
    bulk: Bulk | None = None,
    keep: Path | None = None,
    limit: int | None = None,
    sample: int | None = None,
) -> Iterator[Reading | Refusal]:
    """A reading, or a refusal with its reason, for every article of the sources (files, folders, JSON Lines, "-"), in order.

    `bulk` has them read by several workers; the results of their parts are kept in the folder `keep`, from which a stopped reading goes on.
    An article that ends two workers is refused, with how. `limit` takes the first so many articles, `sample` so many by chance, the same each time.
    """
    found = choose_articles(load_articles(list(sources), published=published, stdin=stdin), limit, sample)
    return _read_in_order(found) if bulk is None else _read_by(bulk, found, keep)


def _read_by(bulk: Bulk, found: Iterable[Loaded | Refusal], keep: Path | None) -> Iterator[Reading | Refusal]:
    """Readings with the refusals between them where they stood, read by an engine part by part."""
    reader, waiting, source = make_reader(bulk, keep, drop=False), deque[list[Loaded | Refusal]](), iter(found)

    def pass_on() -> Iterator[list[Article]]:
        while batch := list(islice(source, reader.size)):
            waiting.append(batch)
            yield [item.article for item in batch if isinstance(item, Loaded)]

    for readings in reader(pass_on()):
        told = iter(readings)
        for item in waiting.popleft():
            if isinstance(item, Refusal):
                yield item
                continue
            one = next(told)
            yield Refusal(item.source, InputError(f"{item.source}: {one.reason}")) if isinstance(one, Aside) else _finish(one, item)


def _finish(reading: domain.Reading, loaded: Loaded) -> Reading:
    layers = {field.name: getattr(reading, field.name) for field in fields(domain.Reading)}
    return Reading(**{**layers, "issues": loaded.issues + reading.issues})


def _read_in_order(found: Iterable[Loaded | Refusal]) -> Iterator[Reading | Refusal]:
    """Readings with the refusals between them where they stood; articles are taken in batches as the parser asks."""
    waiting: list[Loaded | Refusal] = []

    def pass_on() -> Iterator[Loaded]:
        for item in found:
            waiting.append(item)
            if isinstance(item, Loaded):
                yield item

    for reading in _read_loaded(pass_on()):
        while isinstance(refusal := waiting.pop(0), Refusal):
            yield refusal
        yield reading
    yield from (item for item in waiting if isinstance(item, Refusal))


def _read_loaded(found: Iterable[Loaded]) -> Iterator[Reading]:
    waiting: deque[Loaded] = deque()

    def pass_on() -> Iterator[Article]:
        for item in found:
            waiting.append(item)
            yield item.article

    for reading in read_articles(pass_on(), make_tools()):
        yield _finish(reading, waiting.popleft())


def _names_a_file(source: str) -> bool:
    """Is the string a path? One short line that is there, or that ends like a file's name."""
    if "\n" in source or len(source) > LONGEST_PATH or "\0" in source:
        return False
    try:
        return Path(source).exists() or (" " not in source and Path(source).suffix in (".txt", ".html", ".htm", ".pdf", ".docx", ".eml", ".jsonl"))
    except OSError:
        return False
