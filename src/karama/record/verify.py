"""Looks a record through: every byte of the originals, the log's chain, every value that the log speaks of, every reference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from karama.domain.accounts import Account
from karama.domain.record import Action, Capture, Decision, KeptReading, LogEntry, Membership, Merge, Original, RecordClaim, Timestamp
from karama.domain.text import Article, hash_text
from karama.errors import DataError
from karama.ports import ClaimQuery, Journal, Originals, Store
from karama.record.claims import hash_value
from karama.record.journal import PERSONAL, check_journal
from karama.record.ledger import check_chain, digest_value

# Which values the log holds the digests of, under which action, and the field that is the entry's subject.
LOGGED: tuple[tuple[Action, type[Any], str], ...] = (
    ("capture", Capture, "id"),
    ("merge", Merge, "id"),
    ("decide", Decision, "id"),
    ("timestamp", Timestamp, "id"),
    ("account", Account, "id"),
)

Logged = dict[tuple[str, str], dict[str, Any]]  # action and subject -> detail
Gone = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something of the record that is not as it was, and where."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Attested:
    """That an authority saw the log up to an entry; `until` is the day on which its certificate ends, None where that was not looked at."""

    timestamp: str
    entry: int
    authority: str
    at: str
    until: str | None
    vouched: bool  # its certificate leads to an authority that was given


@dataclass(frozen=True, slots=True)
class Checked:
    """How much was looked at, the hash that the log ends with, what is wrong, and what is odd but harmless."""

    originals: int
    articles: int
    readings: int
    claims: int
    entries: int
    head: str | None
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()
    attested: tuple[Attested, ...] = ()


def verify_record(store: Store, originals: Originals, expected: str | None = None, journal: Journal | None = None) -> Checked:
    """What is in the record and what is wrong with it; `expected` is a hash that its log is known to have had."""
    faults = [Fault("store", line) for line in store.check()]
    faults += _gather("log", _check_log(store, expected))
    faults += _gather("originals", _check_originals(store, originals))
    faults += _gather("articles", _check_articles(store))
    logged, gone = _list_digests(store), _list_lost(store)
    faults += _gather("readings", _check_readings(store, logged, gone))
    for action, kind, name in LOGGED:
        faults += _gather(kind.__name__.lower(), _check_values(store, action, kind, name, logged, gone))
    found = list(_check_journal(store, journal)) if journal is not None else []
    faults += [fault for fault, harmless in found if not harmless]
    last = store.last(LogEntry)
    counts = [store.count(kind) for kind in (Original, Article, KeptReading, RecordClaim, LogEntry)]
    strays = (*_find_strays(store, originals), *_tell_lost(store, gone), *(note for note, harmless in found if harmless))
    return Checked(
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        counts[4],
        last.hash if last is not None else None,
        tuple(faults),
        strays,
    )


def _gather(where: str, found: Iterator[Fault]) -> Iterator[Fault]:
    """The faults, and as the last one what could not be read at all: the other checks go on."""
    try:
        yield from found
    except DataError as error:
        yield Fault(where, str(error))


def _check_journal(store: Store, journal: Journal) -> Iterator[tuple[Fault, bool]]:
    try:
        for found in check_journal(store, journal):
            yield Fault(found.where, found.what), found.harmless
    except DataError as error:
        yield Fault("journal", str(error)), False


def _check_articles(store: Store) -> Iterator[Fault]:
    for article in store.find(Article):
        if hash_text(article.text) != article.id:
            yield Fault(f"article {article.id}", "its text was changed")


def _check_log(store: Store, expected: str | None) -> Iterator[Fault]:
    for number, what in check_chain(store.find(LogEntry)):
        yield Fault(f"log entry {number}", what)
    first = next(iter(store.find(LogEntry, number=1)), None)
    if first is None or first.action != "init":
        yield Fault("log", "does not begin with the making of the record")
    if expected is not None and next(iter(store.find(LogEntry, hash=expected)), None) is None:
        yield Fault("log", f"has no entry with the hash {expected}: it was cut or written anew")


def _check_originals(store: Store, originals: Originals) -> Iterator[Fault]:
    for original in store.find(Original):
        try:
            size = len(originals.get(original.sha256))
        except DataError as error:
            yield Fault(f"original {original.sha256}", str(error))
        else:
            if size != original.size:
                yield Fault(f"original {original.sha256}", f"has {size} bytes, not {original.size} as the store says")


def _tell_lost(store: Store, gone: Gone) -> Iterator[Fault]:
    """What people said or where reports came from, if it was lost before the record was rebuilt; the rest was worked out anew."""
    there = {(action, getattr(value, name)) for action, kind, name in LOGGED if action in PERSONAL for value in store.find(kind)}
    for action, subject in sorted(gone.keys() - there):
        if action in PERSONAL:
            yield Fault(f"{action} {subject}", f"was lost before the record was rebuilt on {gone[action, subject]}")


def _find_strays(store: Store, originals: Originals) -> Iterator[Fault]:
    """Bytes that nothing speaks of: an `add` was stopped between keeping them and telling so. Adding the source again takes them up."""
    known = {original.sha256 for original in store.find(Original)}
    for name in originals.list():
        if name not in known:
            yield Fault(f"original {name}", "is kept but nothing refers to it")


def _list_lost(store: Store) -> Gone:
    """What a rebuilding could not bring over, and said so in the log: action and subject -> when."""
    lost: Gone = {}
    for entry in store.find(LogEntry, action="rebuild"):
        for action, names in _read_detail(entry).get("lost", {}).items():
            lost |= {(action, name): entry.at for name in names}
    return lost


def _list_digests(store: Store) -> Logged:
    """The details of the log's entries by action and subject; of several the last."""
    return {(entry.action, entry.subject): _read_detail(entry) for entry in store.find(LogEntry)}


def _read_detail(entry: LogEntry) -> dict[str, Any]:
    try:
        detail = json.loads(entry.detail)
    except ValueError:  # told already as a changed entry
        return {}
    return detail if isinstance(detail, dict) else {}


def _check_values(store: Store, action: Action, kind: type[Any], name: str, logged: Logged, gone: Gone) -> Iterator[Fault]:
    seen = set()
    for value in store.find(kind):
        subject = getattr(value, name)
        seen.add(subject)
        detail = logged.get((action, subject))
        if detail is None:
            yield Fault(f"{kind.__name__.lower()} {subject}", "the log does not tell of it: the log was cut, or it was put in by other hands")
        elif detail.get("digest") != digest_value(value):
            yield Fault(f"{kind.__name__.lower()} {subject}", "was changed after it was logged")
        elif "memberships" in detail and detail["memberships"] != digest_value(tuple(store.find(Membership, merge=subject))):
            yield Fault(f"merge {subject}", "what it put where was changed after it was logged")
    for entry_action, subject in logged:
        if entry_action == action and subject not in seen and (action, subject) not in gone:
            yield Fault(f"{kind.__name__.lower()} {subject}", "is missing; the log tells of it")


def _check_readings(store: Store, logged: Logged, gone: Gone) -> Iterator[Fault]:
    """Each reading and its claims against the log, and the claims against the values they carry."""
    seen = set()
    for kept in store.find(KeptReading):
        seen.add(kept.id)
        detail = logged.get(("read", kept.id))
        if detail is None:
            yield Fault(f"reading {kept.id}", "the log does not tell of it: the log was cut, or it was put in by other hands")
            continue
        yield from _gather(f"reading {kept.id}", _check_reading(store, kept, detail))
    for action, subject in logged:
        if action == "read" and subject not in seen and (action, subject) not in gone:
            yield Fault(f"reading {subject}", "is missing; the log tells of it")


def _check_reading(store: Store, kept: KeptReading, detail: dict[str, Any]) -> Iterator[Fault]:
    """The reading against the digest that was logged, and its claims against theirs."""
    claims = tuple(store.claims(ClaimQuery(closed=True, readings=(kept.id,))))
    for claim in claims:
        if hash_value(claim) != claim.value:
            yield Fault(f"claim {claim.id}", f"of reading {kept.id} was changed after it was read")
    if detail.get("claims") != digest_claims(claims):
        yield Fault(f"reading {kept.id}", "has other claims than were logged")
    if detail.get("digest") != digest_value(store.load_reading(kept.id)):
        yield Fault(f"reading {kept.id}", "was changed after it was logged")


def digest_claims(claims: tuple[RecordClaim, ...]) -> str:
    """Hex SHA-256 of the ids and values of the claims in their order."""
    return sha256("\n".join(f"{claim.id} {claim.value}" for claim in claims).encode()).hexdigest()
