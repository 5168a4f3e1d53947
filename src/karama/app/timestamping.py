"""Timestamps of a record's log: an authority attests that an entry, and with it all before it, was there at a time."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from karama.app.recording import RecordTools
from karama.domain.record import LogEntry, Timestamp
from karama.errors import DataError, InputError, SetupError
from karama.ports import Stamp, Store, Timestamper
from karama.record.claims import make_id
from karama.record.ledger import append_notes, note_value, write_entry
from karama.record.verify import Attested, Checked, Fault

# A laptop's clock may be wrong by this much before the log and an authority contradict each other.
CLOCK_ERROR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stamping:
    """What one person can ask an authority about a record's log; only a hash goes to it. What it answers is checked, kept and logged.

    `authorities` are certificates (PEM) that the answer's has to lead to. All of them raise:
        InputError: the answer is none, cannot be trusted, or is about no entry of this log.
        UnavailableError: the authority does not answer, somebody else is writing, or the disk is full.
        SetupError: no authority is named, or it is no URL.
    """

    record: RecordTools
    timestamper: Timestamper
    by: str
    url: str | None = None  # that the record's settings name
    authorities: bytes | None = None

    def write_request(self) -> bytes:
        """The question about the log as it ends now, to be sent to an authority by other means."""
        head = self.record.store.last(LogEntry)
        if head is None:
            raise DataError("the record has no log")
        return self.timestamper.request(write_entry(head))

    def ask(self, url: str | None = None) -> Timestamp:
        """The timestamp of the log as it ends now, by the authority at the URL."""
        if (named := url or self.url) is None:
            raise SetupError('name a timestamp authority: --url, or in record.toml timestamps = "https://..."')
        request = self.write_request()
        return self.take(self.timestamper.ask(named, request), named, request)

    def take(self, answer: bytes, origin: str, request: bytes | None = None) -> Timestamp:
        """The timestamp that an answer holds; taking it in again adds nothing. `request` is what it has to be an answer to, where that is known."""
        try:
            stamp = self.timestamper.check(answer, request, self.authorities)
        except InputError as error:
            raise InputError(f"{origin}: {error}") from error
        store = self.record.store
        if next(iter(store.find(LogEntry, hash=stamp.digest)), None) is None:
            raise InputError(f"{origin}: the answer is about nothing that stands in this record's log")
        words = b64encode(answer).decode()
        made = Timestamp(make_id("t", stamp.digest, words), stamp.digest, stamp.authority, stamp.at, origin, words)
        with store.transaction():
            if store.add([made]):
                append_notes(store, self.record.now(), self.by, [note_value("timestamp", made.id, made, head=made.head)])
        return made


def add_attested(checked: Checked, store: Store, timestamper: Timestamper | None, authorities: bytes | None = None) -> Checked:
    """What was checked, with what the record's timestamps say and what is wrong with them; without a timestamper they are only named."""
    attested, faults, notes = [], [], []
    for kept in store.find(Timestamp):
        entry = next(iter(store.find(LogEntry, hash=kept.head)), None)
        if entry is None:
            faults.append(Fault(f"timestamp {kept.id}", "is of no entry of the log: the log was cut or written anew"))
        elif timestamper is None:
            notes.append(Fault(f"timestamp {kept.id}", "is not checked: pip install 'karama[timestamps]'"))
            attested.append(Attested(kept.id, entry.number, kept.authority, kept.told, None, False))
        else:
            found = _check(kept, entry, timestamper, authorities)
            faults += [found] if isinstance(found, Fault) else []
            attested += [found] if isinstance(found, Attested) else []
            notes += list(_compare_clocks(kept, entry)) if isinstance(found, Attested) else []
    return replace(checked, faults=checked.faults + tuple(faults), notes=checked.notes + tuple(notes), attested=tuple(attested))


def _check(kept: Timestamp, entry: LogEntry, timestamper: Timestamper, authorities: bytes | None) -> Attested | Fault:
    """The timestamp as its answer tells it, held against what is kept of it."""
    try:
        stamp: Stamp = timestamper.check(b64decode(kept.answer, validate=True), None, authorities)
    except (InputError, ValueError) as error:
        return Fault(f"timestamp {kept.id}", str(error) if isinstance(error, InputError) else "its answer cannot be read")
    if stamp.digest != kept.head:
        return Fault(f"timestamp {kept.id}", f"is about something else than log entry {entry.number}")
    if (stamp.authority, stamp.at) != (kept.authority, kept.told):
        return Fault(f"timestamp {kept.id}", "is told with another authority or time than its answer has")
    return Attested(kept.id, entry.number, stamp.authority, stamp.at, stamp.until, stamp.vouched)


def _compare_clocks(kept: Timestamp, entry: LogEntry) -> Iterator[Fault]:
    """An authority cannot have seen an entry long before it was written: then one of the two clocks was wrong."""
    if datetime.fromisoformat(kept.told) < datetime.fromisoformat(entry.at) - CLOCK_ERROR:
        yield Fault(f"timestamp {kept.id}", f"tells of {kept.told}, before log entry {entry.number} says it was written ({entry.at}): a clock was wrong")
