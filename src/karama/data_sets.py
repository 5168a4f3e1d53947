"""Data sets of others beside a record, as Python: set against it, taken in, listed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from karama.app.asking import AskingTools, Question, read_days
from karama.app.comparing import Comparison, compare_record, compare_rows
from karama.app.decided import DecidedStore
from karama.app.importing import NO_TEXT, ImportReport, count_imported, find_imported_incidents, import_rows, load_items, read_imported
from karama.app.origins import OriginCounter
from karama.app.recording import RecordTools, add_articles
from karama.app.validating import read_file
from karama.errors import InputError
from karama.export.values import Problem
from karama.imports.archiver import read_archive
from karama.imports.parties import make_finder
from karama.imports.shapes import find_shape, read_data_set
from karama.ingest.articles import Refusal
from karama.readers import make_reader
from karama.views.policies import FoundIncident
from karama.wiring import find_added_policies, list_parents, open_actors, open_places, who_am_i

__all__ = ["Comparison", "DataSets", "ImportReport", "ask"]

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

    def compare_imported(self, name: str, question: Question | None = None, *, policy: str | None = None) -> Comparison:
        """The record's incidents against the rows of a data set that were imported.

        Raises:
            InputError: nothing of that name was imported, or there is no such policy.
        """
        asked, asking = question or Question(), self.asking()
        read = read_imported(asking, asked, name)
        return compare_rows(asking, asked, read, read.publisher, find_added_policies(), list_parents().get, policy=policy)

    def take_in(self, file: str | Path, shape: str, by: str | None = None) -> tuple[ImportReport, tuple[Problem, ...]]:
        """What became of the rows of the file, and what is wrong with it; its good rows are in the record, apart from what was read.

        Raises:
            InputError: it is no file of that data set.
            UnavailableError: somebody else is writing, or the disk is full.
        """
        path, actors = Path(file), open_actors()
        data = read_file(path)
        try:
            read = read_data_set(data, find_shape(shape), make_finder(actors))
        except InputError as error:
            raise InputError(f"{path}: {error}") from error
        reports = list(import_rows(self.tools, read, actors.version, str(path), by or who_am_i()))
        return reports[-1], read.problems

    def take_in_archive(self, path: Path, file: str | Path, by: str | None = None) -> tuple[dict[str, int], tuple[Problem, ...]]:
        """How many items of the Auto Archiver were read, kept unread or known, and what is wrong with the file; `path` is the record's folder.

        Raises:
            InputError: it is nothing that the Auto Archiver writes.
            UnavailableError: somebody else is writing, or the disk is full.
        """
        try:
            items, problems = read_archive(read_file(Path(file)))
        except InputError as error:
            raise InputError(f"{file}: {error}") from error
        loaded, bare = load_items(items, str(file))
        states: dict[str, int] = {}
        reader = make_reader(None, path / "parts")
        for one in add_articles(self.tools, reader, loaded, by or who_am_i(), sift=lambda article: NO_TEXT if article.id in bare else None):
            state = "refused" if isinstance(one, Refusal) else one.state
            states[state] = states.get(state, 0) + 1
        return states, problems

    def incidents(self, question: Question | None = None, *, source: str | None = None, policy: str | None = None) -> tuple[FoundIncident, ...]:
        """The imported rows that fit, each as an incident by itself; of one data set ("acled") where it is named.

        Raises:
            InputError: nothing of that name was imported, or there is no such policy.
        """
        return find_imported_incidents(self.asking(), question or Question(), source, policy, find_added_policies())

    def count(self) -> dict[str, int]:
        """How many rows of each data set are in the record."""
        return count_imported(self.tools.store)

    def asking(self) -> AskingTools:
        """What asking borrows."""
        return AskingTools(DecidedStore(self.tools.store), OriginCounter(self.tools.store), open_places, open_actors)
