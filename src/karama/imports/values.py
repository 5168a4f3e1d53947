"""What a reader of a data set gives: rows as claims of that source, with the bytes they came in, and what was wrong with the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from karama.domain.record import Party, RecordClaim
from karama.domain.text import Span
from karama.export.values import Problem

FindParty = Callable[[str], Party]


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of a file: its number without the header from 1, its bytes, its cells by column."""

    number: int
    data: bytes
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row as a claim of its data set. The claim has no ids yet: they depend on the article that it becomes."""

    number: int
    key: str  # the data set's own id of the row
    data: bytes  # as it came
    title: str
    claim: RecordClaim
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as far as it could be read: the good rows, and every problem with row and column; `columns` are the names its rows were read by."""

    shape: str
    publisher: str
    columns: tuple[str, ...]
    rows: tuple[ImportedRow, ...]
    problems: tuple[Problem, ...]
    bad: int = 0  # rows that were left out


def make_claim(kind: str, words: str, **fields: object) -> RecordClaim:
    """A claim of an event that a data set's row tells as having happened; ids and the place of its words are still to be given."""
    given: dict[str, object] = {
        "id": "", "value": "", "article": "", "run": "", "local": "c1", "what": "event", "kind": kind, "start": 0, "end": len(words), "words": words,
        "trigger": Span(0, 0), "segment": "body", "certainty": "attributed" if fields.get("speakers") else "asserted", "score": 1.0,
    }  # fmt: skip
    return RecordClaim(**{**given, **fields})  # type: ignore[arg-type]  # of the fields of a claim
