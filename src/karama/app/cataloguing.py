"""The catalogue of incidents kept up to what the record tells: only what changed is laid out anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from karama.app.asking import AskingTools, lay_out_groups, show_id
from karama.domain.catalogue import CatalogueQuery, Entry, Facet, FacetCount, IncidentLine, Order, SpanCount, Spot, SpotCount, Totals, Unit
from karama.errors import DataError, KaramaError
from karama.ports import Store
from karama.record.verify import Checked, Fault
from karama.views.catalogue import make_entry

T = TypeVar("T")
BATCH = 400  # incidents a transaction: a reader never waits long for the writer


class Catalogue(Protocol):
    """Incidents as they are looked for: an index beside the record, made from it and never asked for evidence."""

    def find_marks(self) -> dict[str, int]:
        """Up to which row the record's tables go now."""
        ...

    def is_current(self) -> bool:
        """Does the catalogue tell all that the record does?"""
        ...

    def list_changed(self) -> tuple[str, ...]:
        """The groups that have to be laid out anew, gone ones among them."""
        ...

    def replace(self, groups: Sequence[str], entries: Iterable[Entry]) -> None:
        """Nothing; what was known of the groups is gone and the entries are there. Only within a transaction of the store."""
        ...

    def mark(self, marks: Mapping[str, int]) -> None:
        """Nothing; the catalogue is up to date with the rows of `find_marks`. Only within a transaction of the store."""
        ...

    def forget(self) -> None:
        """Nothing; the catalogue will be made anew. Only within a transaction of the store."""
        ...

    def count(self, query: CatalogueQuery) -> Totals:
        """How many incidents there are, and how many of them without a place or day."""
        ...

    def list_facets(self, query: CatalogueQuery) -> dict[Facet, tuple[FacetCount, ...]]:
        """The counts of every key, most first; of a facet that is asked for, also of the keys that were not chosen."""
        ...

    def list_spots(self, query: CatalogueQuery) -> tuple[SpotCount, ...]:
        """The incidents of each place together, by number of the place."""
        ...

    def list_spans(self, query: CatalogueQuery, unit: Unit) -> tuple[SpanCount, ...]:
        """How many incidents lie between the same units of time, in order."""
        ...

    def list_lines(self, query: CatalogueQuery, order: Order = "-day", limit: int = 50, offset: int = 0) -> tuple[IncidentLine, ...]:
        """A page of incidents, in order."""
        ...

    def remember(self, asked: tuple[Hashable, ...], work_out: Callable[[], T]) -> T:
        """The answer to something else that follows from the record alone, worked out once for each state of the catalogue."""
        ...

    def list_all_spots(self) -> tuple[Spot, ...]:
        """Every place that an incident of the record is told of."""
        ...


@dataclass(frozen=True, slots=True)
class CataloguingTools:
    """What cataloguing borrows: the store for its transactions, the asking of incidents as people left them, and the catalogue."""

    store: Store
    asking: AskingTools
    catalogue: Catalogue


def bring_up_to_date(tools: CataloguingTools) -> int:
    """How many incidents were laid out anew. Killed within, it does the rest the next time.

    Raises:
        UnavailableError: somebody else is writing, or the disk is full.
    """
    catalogue = tools.catalogue
    if catalogue.is_current():
        return 0
    with tools.store.writing():
        marks, groups = catalogue.find_marks(), catalogue.list_changed()
        for at in range(0, len(groups), BATCH):
            part = groups[at : at + BATCH]
            entries = list(make_entries(tools.asking, part))
            with tools.store.transaction():
                catalogue.replace(part, entries)
        with tools.store.transaction():
            catalogue.mark(marks)
    return len(groups)


def make_entries(asking: AskingTools, groups: Sequence[str]) -> Iterator[Entry]:
    """The entries of those groups that still have claims which count."""
    by_id = {show_id(group): group for group in groups}
    for view in lay_out_groups(asking, groups):
        yield make_entry(view, by_id[view.id])


def check_catalogue(checked: Checked, tools: CataloguingTools) -> Checked:
    """The same with a note where the catalogue told otherwise than the record, which is then made anew: it is an index, no evidence is lost."""
    try:
        wrong = _count_wrong(tools) if tools.catalogue.is_current() else 0
    except DataError:  # told already: what cannot be read
        return checked
    if not wrong:
        return checked
    told = f"{wrong} of its incidents were told otherwise than by their claims"
    try:
        with tools.store.transaction():
            tools.catalogue.forget()
        bring_up_to_date(tools)
        told += "; it was made anew"
    except KaramaError as error:
        told += f"; it could not be made anew ({error})"
    return replace(checked, notes=(*checked.notes, Fault("catalogue", told)))


def _count_wrong(tools: CataloguingTools) -> int:
    """How many incidents the catalogue has otherwise than the record, or does not have, or has too many."""
    groups = sorted({member.group for member in tools.store.memberships("incident") if member.group is not None})
    wrong = right = 0
    for at in range(0, len(groups), BATCH):
        lines = {entry.line.id: entry.line for entry in make_entries(tools.asking, groups[at : at + BATCH])}
        kept = {line.id: line for line in tools.catalogue.list_lines(CatalogueQuery(ids=tuple(lines)), limit=BATCH)}
        same = sum(_forget_number(kept.get(name)) == line for name, line in lines.items())
        right, wrong = right + same, wrong + len(lines) - same
    return wrong + max(0, tools.catalogue.count(CatalogueQuery()).incidents - right - wrong)


def _forget_number(line: IncidentLine | None) -> IncidentLine | None:
    """The line as it was given to the catalogue, which numbers its places."""
    return replace(line, spot=replace(line.spot, number=0)) if line is not None and line.spot is not None else line
