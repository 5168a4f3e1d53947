"""The engine that reads in this process, one part after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from karama.domain.parts import Part, PartResult
from karama.ports import KeptParts, ReadLines


class Serial:
    """Reads each part as it is asked for."""

    def __init__(self, read: ReadLines) -> None:
        self._read = read

    def __call__(self, parts: Iterable[Part], kept: KeptParts | None = None, /) -> Iterator[PartResult]:
        """The results, in order."""
        for part in parts:
            result = kept.find(part.key, len(part.articles)) if kept is not None else None
            if result is None:
                result = PartResult(part.key, tuple(self._read(part.articles)))
                if kept is not None:
                    kept.keep(result)
            yield result
