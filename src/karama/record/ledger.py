"""The record's log: each entry's hash covers the entry and the hash before it, so that none can be changed, taken out or put in between unseen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from karama import codec
from karama.domain.record import Action, LogEntry
from karama.ports import Store

# What stands before the first entry.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be logged: which thing was done to what, and what has to be known of it."""

    action: Action
    subject: str
    detail: dict[str, Any] = field(default_factory=dict)


def note_value(action: Action, subject: str, value: Any, **more: Any) -> Note:
    """A note that holds the value's digest, so that `verify` can tell whether it was changed afterwards."""
    return Note(action, subject, {"digest": digest_value(value), **more})


def digest_value(value: Any) -> str:
    """Hex SHA-256 of the value as JSON with sorted keys."""
    return sha256(_write_json(codec.encode(value)).encode()).hexdigest()


def digest_data(data: Any) -> str:
    """Hex SHA-256 of what is JSON-ready already; that of `digest_value`."""
    return sha256(_write_json(data).encode()).hexdigest()


def append_notes(store: Store, at: str, by: str, notes: Iterable[Note]) -> int:
    """How many entries were added to the store's log; only within a transaction."""
    return store.add(chain_notes(store.last(LogEntry), at, by, notes))


def chain_notes(last: LogEntry | None, at: str, by: str, notes: Iterable[Note]) -> Iterator[LogEntry]:
    """One entry a note, each chained to the one before."""
    number, before = (last.number, last.hash) if last is not None else (0, GENESIS)
    for note in notes:
        number += 1
        entry = LogEntry(number, at, by, note.action, note.subject, _write_json(note.detail), before, "")
        before = hash_entry(entry)
        yield replace(entry, hash=before)


def hash_entry(entry: LogEntry) -> str:
    """Hex SHA-256 of all fields of the entry but its hash."""
    return sha256(write_entry(entry)).hexdigest()


def write_entry(entry: LogEntry) -> bytes:
    """The bytes that the entry's hash is of."""
    return _write_json([entry.number, entry.at, entry.by, entry.action, entry.subject, entry.detail, entry.before]).encode()


def check_chain(entries: Iterable[LogEntry]) -> Iterator[tuple[int, str]]:
    """(number, what is wrong) for each break of the chain; entries in the order of their numbers."""
    number, before = 0, GENESIS
    for entry in entries:
        if entry.number != number + 1:
            missing = f"entry {number + 1} is missing" if entry.number == number + 2 else f"entries {number + 1} to {entry.number - 1} are missing"
            yield entry.number, missing
        elif entry.before != before:
            yield entry.number, "does not follow from the entry before it"
        if hash_entry(entry) != entry.hash:
            yield entry.number, "was changed"
        number, before = entry.number, entry.hash


def _write_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
