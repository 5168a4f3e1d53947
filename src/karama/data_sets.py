"""Data sets of others beside a record, as Python: set against it, taken in, listed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from karama.app.asking import AskingTools, Question, read_days
from karama.app.comparing import Comparison, compare_record
from karama.app.decided import DecidedStore
from karama.app.origins import OriginCounter
from karama.app.recording import RecordTools
from karama.wiring import find_added_policies, list_parents, open_actors, open_places

__all__ = ["Comparison", "DataSets", "ask"]

Dates = str | tuple[str | None, str | None] | None


def ask(*, place: str | None = None, within_km: float = 0.0, actor: str | None = None, kinds: str | tuple[str, ...] = (), dates: Dates = None) -> Question:
    """What is asked for, of the record and of a data set alike.

    Raises:
        InputError: the dates are none.
    """
    return Question(place, within_km, *read_days(dates), actor, (kinds,) if isinstance(kinds, str) else tuple(kinds))


@dataclass(frozen=True, slots=True)
class DataSets:
    """What others coded, beside what was read here: `DataSets(record.tools)`."""

    tools: RecordTools

    def compare(self, file: str | Path, question: Question | None = None, *, shape: str | None = None, policy: str | None = None) -> Comparison:
        """The record's incidents against the rows of the file, both as far as they are asked for.

        Raises:
            InputError: the file is none of the data sets we know, or there is no such policy.
        """
        asked = question or Question()
        return compare_record(self.asking(), asked, Path(file), find_added_policies(), list_parents().get, shape=shape, policy=policy)

    def asking(self) -> AskingTools:
        """What asking borrows."""
        return AskingTools(DecidedStore(self.tools.store), OriginCounter(self.tools.store), open_places, open_actors)
