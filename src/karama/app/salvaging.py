"""What can be had from a damaged record: values from its store and its journal, each held against the log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from karama.domain.accounts import Account
from karama.domain.record import (
    Action,
    Capture,
    Decision,
    Judgement,
    KeptReading,
    LogEntry,
    Membership,
    Merge,
    Original,
    RecordClaim,
    Run,
    Supersession,
    Timestamp,
)
from karama.domain.text import Article, hash_text
from karama.errors import KaramaError
from karama.ports import ClaimQuery, Journal, Originals, Store
from karama.record.claims import hash_value, make_id
from karama.record.journal import Line, read_journal
from karama.record.ledger import GENESIS, digest_value, hash_entry
from karama.record.verify import digest_claims

CHUNK = 500
# Numbers in a row where no row is, before a table is taken to end; a re-added value leaves a gap of one.
FARTHEST_GAP = 20 * CHUNK
# What a damaged page, a cut text or a wrong number in a row is told as by the database or by what decodes it.
DAMAGES = (KaramaError, ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError)
# What the log holds a digest of, and which action tells of it.
LOGGED: dict[type[Any], Action] = {Capture: "capture", Decision: "decide", Timestamp: "timestamp", Account: "account"}
COPIED: tuple[type[Any], ...] = (Original, Run, Article, Capture, Supersession, KeptReading, Decision, Timestamp, Account)
# What merging works out from the others; it is done anew.
REMADE: tuple[type[Any], ...] = (Merge, Membership, Judgement)


@dataclass(frozen=True, slots=True)
class Old:
    """A damaged record: its store where it opens at all, its originals, and its journal."""

    store: Store | None
    originals: Originals
    journal: Journal


@dataclass(frozen=True, slots=True)
class Whole:
    """A reading of which every byte is as it was logged."""

    kept: KeptReading
    data: dict[str, Any]
    claims: tuple[RecordClaim, ...]


@dataclass(slots=True)
class Salvaged:
    """All that could be had of a record, by kind and id; `whole` where nothing of its log is missing."""

    log: list[LogEntry] = field(default_factory=list)  # one chain from the first entry on
    left: list[LogEntry] = field(default_factory=list)  # entries that stand in no chain with these
    values: dict[type[Any], dict[str, Any]] = field(default_factory=dict)
    whole: bool = True

    def find(self, kind: type[Any]) -> list[Any]:
        """The values of the kind, in the order in which the log tells of them; those it does not tell of last."""
        if self._order is None:
            self._order = {entry.subject: entry.number for entry in (*self.log, *self.left) if entry.action != "merge"}
        order = self._order
        return sorted(self.values.get(kind, {}).values(), key=lambda value: order.get(name_value(value), len(order) * 2))

    def digests(self, action: str, subject: str) -> list[str]:
        """What the log holds as digests of the value."""
        return [str(detail.get("digest")) for detail in self.details(action, subject)]

    def details(self, action: str, subject: str) -> list[dict[str, Any]]:
        """What the log tells of the subject, the newest last."""
        if self._told is None:
            self._told = {}
            for entry in (*self.left, *self.log):
                self._told.setdefault((entry.action, entry.subject), []).append(json.loads(entry.detail))
        return self._told.get((action, subject), [])

    _order: dict[str, int] | None = None
    _told: dict[tuple[str, str], list[dict[str, Any]]] | None = None


def salvage(old: Old) -> Salvaged:
    """All that can be read of the record and is as it was logged; where the log itself is damaged, also what it can no longer speak for."""
    kept = read_journal(old.journal)
    lines = [*kept.left, *kept.chain.values()]
    entries = list(_read_rows(old.store, LogEntry))
    found = Salvaged()
    _chain(found, entries, lines)
    top = max((entry.number for entry in (*entries, *(line.entry for line in lines))), default=0)
    found.whole = bool(found.log) and not kept.faults and found.log[-1].number == top
    for value in (*(value for kind in COPIED for value in _read_rows(old.store, kind)), *(value for line in lines for value in line.values)):
        if type(value) in COPIED and _is_as_logged(found, value):
            found.values.setdefault(type(value), {}).setdefault(name_value(value), value)
    return found


def name_value(value: Any) -> str:
    """What the value is told from others of its kind by."""
    if isinstance(value, Original):
        return value.sha256
    return f"{value.older} {value.newer}" if isinstance(value, Supersession) else str(value.id)


def load_reading(old: Old, found: Salvaged, kept: KeptReading) -> Whole | None:
    """The reading with its claims as they were logged; None where a byte of it is another or cannot be read."""
    if old.store is None:
        return None
    try:
        data = old.store.load_reading(kept.id)
        claims = tuple(old.store.claims(ClaimQuery(closed=True, readings=(kept.id,))))
        if data is None or digest_value(data) != kept.digest or len(claims) != kept.claims or any(hash_value(claim) != claim.value for claim in claims):
            return None
    except DAMAGES:
        return None
    logged = found.details("read", kept.id)
    as_logged = any(detail.get("digest") == kept.digest and detail.get("claims") == digest_claims(claims) for detail in logged)
    return Whole(kept, data, claims) if as_logged or (not logged and not found.whole) else None


def _is_as_logged(found: Salvaged, value: Any) -> bool:
    """Whether the value is what the log tells of; what it does not tell of at all counts only where it has gaps."""
    if isinstance(value, Article):
        return hash_text(value.text) == value.id
    if isinstance(value, Run):
        # The id was made of the versions in the order in which they were told, which a store does not keep; there are five or six.
        return any(make_id("n", dict(told)) == value.id for told in permutations(value.versions.items()))
    if isinstance(value, KeptReading):
        logged = found.digests("read", value.id)
        return value.digest in logged if logged else not found.whole
    if isinstance(value, Supersession):
        told = [detail for detail in found.details("supersede", value.newer) if detail.get("older") == value.older]
        return any(detail.get("url") == value.url for detail in told) if told else not found.whole
    if type(value) in LOGGED:
        logged = found.digests(LOGGED[type(value)], value.id)
        return digest_value(value) in logged if logged else not found.whole
    return True


def _chain(found: Salvaged, entries: list[LogEntry], lines: list[Line]) -> None:
    """The log: from the first entry on, each that follows; the store's before the journal's where both have one."""
    follows: dict[str, list[LogEntry]] = {}
    whole = [entry for entry in (*entries, *(line.entry for line in reversed(lines))) if hash_entry(entry) == entry.hash]
    for entry in whole:
        follows.setdefault(entry.before, []).append(entry)
    before = GENESIS
    while before in follows:
        found.log.append(follows[before][0])
        before = found.log[-1].hash
    standing = {entry.hash for entry in found.log}
    found.left = list({entry.hash: entry for entry in sorted(whole, key=lambda entry: entry.number) if entry.hash not in standing}.values())


def _read_rows(store: Store | None, kind: type[Any]) -> Iterator[Any]:
    """All values of the kind that can be read, those on damaged pages left out."""
    if store is None:
        return
    try:
        last = store.last(kind)
        rows = [] if last is None else list(store.find(kind))
    except DAMAGES:
        yield from _read_past_damage(store, kind)
    else:
        yield from rows


def _read_past_damage(store: Store, kind: type[Any]) -> Iterator[Any]:
    """The values by their numbers, a few hundred at a time; where that fails, one half and then the other."""
    first, empty = 1, 0
    while empty < FARTHEST_GAP:
        found = list(_read_numbers(store, kind, range(first, first + CHUNK)))
        yield from found
        first, empty = first + CHUNK, 0 if found else empty + CHUNK


def _read_numbers(store: Store, kind: type[Any], numbers: range) -> Iterable[Any]:
    try:
        return list(store.find(kind, number=tuple(numbers)))
    except DAMAGES:
        if len(numbers) == 1:
            return []
        middle = len(numbers) // 2
        return [*_read_numbers(store, kind, numbers[:middle]), *_read_numbers(store, kind, numbers[middle:])]
