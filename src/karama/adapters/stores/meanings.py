"""Vectors of claims' passages in the tables of a store: many a row, a byte a number, compared in chunks by numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from karama import codec
from karama.adapters.stores import tables
from karama.adapters.stores.claim_queries import select_open
from karama.adapters.stores.engines import telling
from karama.adapters.stores.rows import unpack
from karama.adapters.stores.sql_store import SqlStore
from karama.domain.record import RecordClaim

# The largest number of a vector becomes this byte: of 384 numbers the rounding takes less than a hundredth from a likeness.
STEPS = 127


@dataclass(frozen=True, slots=True)
class SqlMeanings:
    """Passages by number of their claim; a row holds the vectors of claims that came after those of the row before."""

    store: SqlStore

    def missing(self, model: str, limit: int) -> list[tuple[int, str]]:
        """The numbers and passages of the next claims that have no vector of the model."""
        claims = tables.claims
        with telling(self.store.where), self.store.engine.connect() as connection:
            rows = connection.execute(
                select(claims.c.number, claims.c.body).where(claims.c.number > self._last(connection, model)).order_by(claims.c.number).limit(limit)
            ).all()
        return [(row.number, unpack(row.body)["words"]) for row in rows]

    def count_missing(self, model: str) -> int:
        """How many claims have no vector of the model."""
        claims = tables.claims
        with telling(self.store.where), self.store.engine.connect() as connection:
            found = connection.execute(select(func.count()).select_from(claims).where(claims.c.number > self._last(connection, model))).scalar()
        return found or 0

    def add(self, model: str, claims: Sequence[int], vectors: Sequence[Sequence[float]]) -> None:
        """Nothing; the vectors of the claims are kept, unless somebody else has kept them meanwhile.

        Raises:
            UnavailableError: somebody else is writing, or the disk is full.
            SetupError: the store cannot be written.
        """
        import numpy as np

        with self.store.transaction():
            writer = self.store.writer()
            if self._last(writer, model) >= claims[0]:
                return
            number = (writer.execute(select(func.max(tables.meanings.c.number))).scalar() or 0) + 1
            row = {"number": number, "model": model, "last": claims[-1], "claims": np.asarray(claims, "<i8").tobytes(), "vectors": pack_vectors(vectors)}
            writer.execute(tables.meanings.insert(), row)

    def rank(self, model: str, vector: Sequence[float], least: float) -> Iterator[tuple[int, float]]:
        """The numbers of claims with the likeness of their passage, from `least` on, the most alike first."""
        import numpy as np

        asked, meanings = np.asarray(vector, np.float32), tables.meanings
        numbers, scores = [np.empty(0, "<i8")], [np.empty(0, np.float32)]
        with telling(self.store.where), self.store.engine.connect() as connection:
            for row in connection.execute(select(meanings.c.claims, meanings.c.vectors).where(meanings.c.model == model)):
                numbers.append(np.frombuffer(row.claims, "<i8"))
                scores.append(compare(row.vectors, asked, len(numbers[-1])))
        found, likeness = np.concatenate(numbers), np.concatenate(scores)
        found, likeness = found[likeness >= least], likeness[likeness >= least]
        for at in np.lexsort((found, -likeness)):
            yield int(found[at]), float(likeness[at])

    def load(self, numbers: Sequence[int]) -> dict[int, RecordClaim]:
        """The claims of those numbers that nothing newer stands in the place of."""
        with telling(self.store.where), self.store.engine.connect() as connection:
            rows = connection.execute(select_open("claims", tables.claims).where(tables.claims.c.number.in_(list(numbers)))).mappings().all()
        return {row["number"]: codec.decode(RecordClaim, unpack(row["body"])) for row in rows}

    def _last(self, connection: Any, model: str) -> int:
        return connection.execute(select(func.max(tables.meanings.c.last)).where(tables.meanings.c.model == model)).scalar() or 0


def pack_vectors(vectors: Sequence[Sequence[float]]) -> bytes:
    """The vectors as bytes: the step of each (float32), then a signed byte a number."""
    import numpy as np

    all_of_them = np.asarray(vectors, np.float32)
    steps = np.maximum(np.abs(all_of_them).max(axis=1), 1e-9) / STEPS
    return bytes(steps.astype("<f4").tobytes() + np.rint(all_of_them / steps[:, None]).astype(np.int8).tobytes())


def compare(packed: bytes, asked: Any, count: int) -> Any:
    """The products of the packed vectors with the one asked for, float32."""
    import numpy as np

    steps = np.frombuffer(packed, "<f4", count)
    numbers = np.frombuffer(packed, np.int8, offset=4 * count).reshape(count, -1)
    return (numbers.astype(np.float32) @ asked) * steps
