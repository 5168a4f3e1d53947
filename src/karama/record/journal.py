"""The journal: the log once more, as lines of JSON beside the store, each entry with the values it tells of, so that a lost database loses nothing said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from karama import codec
from karama.domain.record import Action, Capture, Decision, KeptReading, LogEntry, Merge, Run, Supersession, Timestamp
from karama.errors import DataError
from karama.ports import Journal, Store
from karama.record.ledger import GENESIS, digest_value, hash_entry

CHUNK = 500  # entries at a time
UNREADABLE = "cannot be read"
# What no reading again can bring back: what people said and where reports came from.
PERSONAL = frozenset({"capture", "decide", "timestamp"})
# What an entry of each action tells of, and where its id stands: in the subject, or in this field of the detail. A reading's layers are not kept:
# they can be read again from the original. Accounts are left out: passwords, though hashed, belong on no page beside the store.
TOLD: dict[Action, tuple[tuple[type[Any], str | None], ...]] = {
    "capture": ((Capture, None),),
    "read": ((KeptReading, None), (Run, "run")),
    "merge": ((Merge, None),),
    "decide": ((Decision, None),),
    "timestamp": ((Timestamp, None),),
}
KINDS: dict[str, type[Any]] = {kind.__name__: kind for kinds in TOLD.values() for kind, _ in kinds} | {"Supersession": Supersession}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal: an entry of the log, and the values that it tells of."""

    entry: LogEntry
    values: tuple[Any, ...]


def follow_log(store: Store, journal: Journal) -> None:
    """Nothing; every entry of the store's log stands in the journal. Called in the writer's place after each transaction.

    Raises:
        UnavailableError: the disk is full.
        DataError: the journal cannot be read.
    """
    last = store.last(LogEntry)
    if last is None:
        return
    done = _find_done(store, journal)
    for first in range(done + 1, last.number + 1, CHUNK):
        entries = list(store.find(LogEntry, number=tuple(range(first, min(first + CHUNK, last.number + 1)))))
        journal.append(write_line(entry, values) for entry, values in _load_told(store, entries))


def _find_done(store: Store, journal: Journal) -> int:
    """The number of the last entry that the journal and the store have in common. The store may have lost its end, then the journal goes on from there."""
    tail = journal.last()
    if tail is None:
        return 0
    try:
        entry = read_line(tail).entry
    except DataError:
        entry = None
    if entry is not None and _stands(store, entry):
        return entry.number
    chain: dict[int, LogEntry] = {}
    for line in journal.lines():
        try:
            found = read_line(line).entry
        except DataError:
            continue
        chain[found.number] = found
    return next((number for number in sorted(chain, reverse=True) if _stands(store, chain[number])), 0)


def _stands(store: Store, entry: LogEntry) -> bool:
    found = next(iter(store.find(LogEntry, number=entry.number)), None)
    return found is not None and found.hash == entry.hash


def _load_told(store: Store, entries: list[LogEntry]) -> Iterator[tuple[LogEntry, tuple[Any, ...]]]:
    """Each entry with the values that it tells of, as they are kept."""
    named = [(entry, list(_name_told(entry))) for entry in entries]
    known: dict[tuple[type[Any], str], Any] = {}
    for kind in KINDS.values():
        ids = tuple(dict.fromkeys(name for _, names in named for of, name in names if of is kind))
        if kind is Supersession:
            known |= {(kind, f"{found.older} {found.newer}"): found for older in ids for found in store.find(Supersession, older=older.split()[0])}
        elif ids:
            known |= {(kind, found.id): found for found in store.find(kind, id=ids)}
    for entry, names in named:
        yield entry, tuple(known[name] for name in names if name in known)


def _name_told(entry: LogEntry) -> Iterator[tuple[type[Any], str]]:
    """The kinds and ids of the values that the entry tells of."""
    detail = json.loads(entry.detail)
    for kind, field in TOLD.get(entry.action, ()):
        yield kind, entry.subject if field is None else str(detail.get(field))
    if entry.action == "supersede":
        yield Supersession, f"{detail.get('older')} {entry.subject}"


def write_line(entry: LogEntry, values: Iterable[Any]) -> bytes:
    """The entry and its values as one line of JSON."""
    told = {"entry": codec.encode(entry), "values": [{"kind": type(value).__name__, **codec.encode(value)} for value in values]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def read_line(data: bytes) -> Line:
    """The line that `write_line` wrote.

    Raises:
        DataError: it is none.
    """
    try:
        told = json.loads(data)
        values = tuple(codec.decode(KINDS[value.pop("kind")], value) for value in told["values"] if value.get("kind") in KINDS)
        return Line(codec.decode(LogEntry, told["entry"]), values)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(f"no line of a journal ({type(error).__name__})") from error


@dataclass(frozen=True, slots=True)
class Kept:
    """What a journal holds: the chain of entries that now counts, entries that it went back behind, and what is wrong with it."""

    chain: dict[int, Line]
    left: tuple[Line, ...]
    faults: tuple[tuple[int, str], ...]  # number of the line, what


def read_journal(journal: Journal) -> Kept:
    """All lines of the journal, each held against its hash and the line before."""
    chain: dict[int, Line] = {}
    left: list[Line] = []
    faults: list[tuple[int, str]] = []
    top = 0
    for at, data in enumerate(journal.lines(), 1):
        try:
            line = read_line(data)
        except DataError:
            faults.append((at, UNREADABLE))
            top += 1
            continue
        number = line.entry.number
        if hash_entry(line.entry) != line.entry.hash:
            faults.append((at, f"log entry {number} was changed"))
        elif not _follows(chain, line.entry):
            faults.append((at, f"log entry {number} does not follow from the one before it"))
        if number <= top:
            left += [chain.pop(later) for later in range(number, top + 1) if later in chain]
        chain[number], top = line, number
    return Kept(chain, tuple(left), tuple(faults))


def _follows(chain: dict[int, Line], entry: LogEntry) -> bool:
    """Whether the entry's hash before is that of the entry before; one that could not be read has been told already."""
    before = chain.get(entry.number - 1)
    return entry.before == GENESIS if entry.number == 1 else before is None or before.entry.hash == entry.before


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the journal that is not as it should be; `harmless` where the next write mends it or nothing was lost."""

    where: str
    what: str
    harmless: bool = False


def check_journal(store: Store, journal: Journal) -> Iterator[Finding]:
    """What is wrong with the journal, and what it tells of that the store has lost."""
    kept, last = read_journal(journal), store.last(LogEntry)
    top = last.number if last is not None else 0
    told, missing = set(), 0
    for entry in store.find(LogEntry):
        told.add((entry.action, entry.subject))
        line = kept.chain.get(entry.number)
        if line is None:
            missing += 1
        elif line.entry.hash != entry.hash:
            yield Finding(f"journal entry {entry.number}", "is another than the log's")
    behind = max(0, top - max(kept.chain, default=0))
    yield from (Finding(f"journal line {at}", what, harmless=missing == behind and what == UNREADABLE) for at, what in kept.faults)
    for line in kept.chain.values():
        yield from _check_values(line)
    for line in (*kept.left, *(line for number, line in kept.chain.items() if number > top)):
        if line.entry.action in PERSONAL and (line.entry.action, line.entry.subject) not in told:
            what = f"{line.entry.action} {line.entry.subject} stood in the log and is lost from the store; karama rebuild brings it back"
            yield Finding(f"journal entry {line.entry.number}", what)
    if missing > behind:
        yield Finding("journal", f"{missing - behind} entries of the log are not in it")
    if behind:
        yield Finding("journal", f"ends {behind} entries before the log; the next write brings it up", harmless=True)


def _check_values(line: Line) -> Iterator[Finding]:
    """Each value against the digest that its entry holds."""
    detail = json.loads(line.entry.detail)
    for value in line.values:
        found = value.digest if isinstance(value, KeptReading) else digest_value(value)
        if not isinstance(value, Run | Supersession) and found != detail.get("digest"):
            yield Finding(f"journal entry {line.entry.number}", f"its {type(value).__name__.lower()} was changed")
