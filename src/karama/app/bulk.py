"""Many articles: cut into parts whose results are named by all that they depend on, run by an engine, and taken up in order."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from karama import codec
from karama.app.pipeline import Tools, read_articles
from karama.domain.parts import Aside, Part
from karama.domain.reading import Reading
from karama.domain.text import Article
from karama.ports import Engine, KeptParts


@dataclass(frozen=True, slots=True)
class Bulk:
    """How many articles are to be read: by which engine ("pool", "ray", "serial"), how many workers, and what an article may cost."""

    engine: str = "pool"
    workers: int = 1
    address: str | None = None  # of Ray's cluster
    deadline_s: float = 120.0
    memory_mb: int | None = 2000  # of a worker


PART = 32  # articles: some five seconds of work, which is what a kill can cost a worker


def read_lines(articles: Sequence[Article], tools: Tools) -> Iterator[bytes]:
    """A line of JSON a reading, in order; the same bytes wherever it is run."""
    for reading in read_articles(articles, tools):
        yield json.dumps(codec.encode_reading(reading), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def cut_parts(articles: Iterable[Article], versions: str, size: int = PART) -> Iterator[Part]:
    """The articles in parts, in order. `versions` names everything that reads: code, settings, models, gazetteer, actor base."""
    source = iter(articles)
    while held := tuple(islice(source, size)):
        yield Part(name_part(held, versions), held)


def name_part(articles: Sequence[Article], versions: str) -> str:
    """The key of a part: a hash of what the readings of these articles depend on."""
    told = [[one.id, one.name, one.title, one.publisher, one.url, one.language, one.published, one.published_how] for one in articles]
    return sha256(json.dumps([versions, told], ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def read_in_parts(
    batches: Iterator[Sequence[Article]], versions: str, engine: Engine, kept: KeptParts | None, *, drop: bool
) -> Iterator[list[Reading | Aside]]:
    """What came of each batch, in order; with `drop` the kept result of a batch goes when the next is asked for, for then it is kept elsewhere."""
    keys: deque[str] = deque()

    def pass_on() -> Iterator[Part]:
        for batch in batches:
            part = Part(name_part(batch, versions), tuple(batch))
            keys.append(part.key)
            yield part

    for result in engine(pass_on(), kept):
        yield [line if isinstance(line, Aside) else codec.decode_reading(json.loads(line)) for line in result.lines]
        key = keys.popleft()
        if kept is not None and drop:
            kept.drop(key)
