"""What two runs of the reader made of the articles that both have read."""

from __future__ import annotations

from collections.abc import Iterator

from karama.domain.record import KeptReading, RecordClaim, Run
from karama.errors import InputError
from karama.ports import ClaimQuery, Store
from karama.views.differences import Difference, list_differences

CHUNK = 400  # ids in one query: fewer than either database takes


def find_differences(store: Store, older: str, newer: str) -> tuple[Difference, ...]:
    """What the newer run reads otherwise; runs by their ids or the first letters of them.

    Raises:
        InputError: there is no such run, or several begin so.
    """
    before, after = (_list_readings(store, find_run(store, name).id) for name in (older, newer))
    both = before.keys() & after.keys()
    claims = (list(_load(store, [readings[article] for article in sorted(both)])) for readings in (before, after))
    return list_differences(*claims)


def find_run(store: Store, name: str) -> Run:
    """The run of that id, or the only one whose id begins so.

    Raises:
        InputError: there is none, or there are several.
    """
    runs = [run for run in store.find(Run) if run.id.startswith(name)]
    exact = [run for run in runs if run.id == name]
    if len(exact or runs) == 1:
        return (exact or runs)[0]
    known = ", ".join(run.id for run in runs or store.find(Run)) or "none"
    raise InputError(f"{name}: {'several runs begin so' if runs else 'no such run'}; there are {known}")


def _list_readings(store: Store, run: str) -> dict[str, str]:
    """The run's last reading of each article."""
    return {kept.article: kept.id for kept in store.find(KeptReading, run=run)}


def _load(store: Store, readings: list[str]) -> Iterator[RecordClaim]:
    for at in range(0, len(readings), CHUNK):
        yield from store.claims(ClaimQuery(readings=tuple(readings[at : at + CHUNK]), closed=True))
