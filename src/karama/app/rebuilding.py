"""A new record from what can be read of a damaged one: nothing that people said is lost, and what was read can be read again from the originals."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from karama import codec
from karama.app.pipeline import Tools
from karama.app.recording import Added, Reader, RecordTools, add_articles, read_unread
from karama.app.salvaging import LOGGED, Old, Salvaged, load_reading, salvage
from karama.domain.record import Capture, Decision, KeptReading, LogEntry, Merge, Original, Run, Supersession
from karama.domain.text import Article
from karama.errors import DataError
from karama.ingest.articles import Loaded, Refusal, load_bytes
from karama.ingest.fetched import NAMES
from karama.ingest.jsonl import load_line
from karama.ports import ClaimQuery, Store
from karama.record.ledger import Note, append_notes, chain_notes, note_value
from karama.record.verify import digest_claims

BATCH = 100  # articles a transaction
_PART = re.compile(r", (?:line|item) \d+$")  # "reports.jsonl, line 3": of the file only its name tells the format


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was brought over, and one line for each thing that was not."""

    entries: int
    captures: int
    articles: int
    readings: int
    decisions: int
    originals: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What goes into the new record: captures whose articles can be had, and reports that have to be added anew."""

    articles: dict[str, Article]
    captures: tuple[Capture, ...]
    readings: tuple[KeptReading, ...]
    anew: tuple[Loaded, ...]
    lost: tuple[str, ...]


def rebuild_store(old: Old, new: RecordTools, by: str, where: str) -> Rebuilt:
    """What was brought over to the new record, which has nothing in it yet. Then comes `read_rest`."""
    found = salvage(old)
    if not found.log and not found.values and next(iter(old.originals.list()), None) is None:
        raise DataError(f"{where}: nothing of a record can be read there")
    originals = _copy_originals(old, new)
    plan = _plan(old, found, originals)
    _copy_articles(old, found, plan, new.store, originals)
    with new.store.transaction():
        kinds: list[type[Any]] = [Supersession, *(kind for kind in LOGGED if kind is not Capture)]
        for kind in kinds:
            new.store.add(value for value in found.find(kind) if _fits(new.store, value))
        new.store.add(found.log)
        at = new.now()
        if not found.log:
            new.store.add(chain_notes(None, at, by, [Note("init", "record", {"format": 1})]))
        append_notes(new.store, at, by, [*_note_unlogged(found, new.store), _note_rebuilding(found, new.store, where)])
    counts = (len(plan.captures), len(plan.articles), new.store.count(KeptReading), len(found.find(Decision)))
    return Rebuilt(len(found.log), *counts, len(originals), plan.lost)


def read_rest(old: Old, new: RecordTools, reader: Callable[[], Tools], by: str) -> Iterator[Added | Refusal]:
    """What became of each article that had no whole reading any more, and of each original that no capture tells of; where it was stopped it goes on."""
    found = salvage(old)
    plan = _plan(old, found, {name: new.originals.get(name) for name in new.originals.list()})
    known = {capture.original for capture in new.store.find(Capture)}
    anew = [loaded for loaded in plan.anew if new.originals.put(loaded.original) not in known]
    unread = {article.id for article in new.store.find(Article)} - {kept.article for kept in new.store.find(KeptReading)}
    if unread := unread & _list_read(new.store, found):
        yield from read_unread(new, Reader(reader()), by, unread)
    if anew:
        yield from add_articles(new, Reader(reader()), anew, by)


def _list_read(store: Store, found: Salvaged) -> set[str]:
    """The articles that had been read, as far as the log tells; others were kept unread on purpose."""
    told = [(entry.action, json.loads(entry.detail)) for action in ("read", "capture") for entry in store.find(LogEntry, action=action)]
    read = {detail.get("article") for action, detail in told if action == "read"}
    if found.whole:
        return read
    return read | {detail.get("article") for action, detail in told if action == "capture" and "unread" not in detail}


def was_rebuilt(store: Store) -> bool:
    """Whether the record was made from a damaged one."""
    return any(entry.action == "rebuild" for entry in store.find(LogEntry, action="rebuild"))


def _copy_originals(old: Old, new: RecordTools) -> dict[str, bytes]:
    """The originals whose bytes are as they were, by hash; they are in the new record."""
    found = {}
    for name in old.originals.list():
        try:
            data = old.originals.get(name)
        except DataError:
            continue
        new.originals.put(data)
        found[name] = data
    return found


def _plan(old: Old, found: Salvaged, originals: dict[str, bytes]) -> _Plan:
    """Which captures can be kept with their article, and which originals have to be read as if they came in now."""
    wholes = [whole for kept in found.find(KeptReading) if (whole := load_reading(old, found, kept)) is not None]
    articles: dict[str, Article] = {}
    for whole in wholes:  # the log vouches for them, and of what a stored article says beside its text for nothing
        articles.setdefault(whole.kept.article, codec.decode_reading(whole.data).article)
    articles = {article.id: article for article in found.find(Article)} | articles
    captures: list[Capture] = []
    anew: dict[tuple[str, str], Loaded] = {}
    lost: list[str] = []
    for capture in found.find(Capture):
        loaded = [] if capture.article in articles else list(_load_original(capture, originals))
        same = next((item.article for item in loaded if item.article.id == capture.article), None)
        if same is not None:
            articles[capture.article] = same
        if capture.article in articles:
            captures.append(capture)
            if capture.original not in originals:
                lost.append(f"original {capture.original} of {capture.origin}: missing or changed; its article is kept")
        elif loaded:
            anew |= {(item.article.id, capture.original): item for item in loaded}
        else:
            lost.append(f"article {capture.article} of {capture.origin}: neither its text nor its original can be read")
    told = {capture.original for capture in found.find(Capture)}
    if not found.whole:
        anew |= {(item.article.id, name): item for name in sorted(originals.keys() - told) for item in _load_stray(name, originals[name])}
    used = {capture.article for capture in captures}
    kept_articles = {name: article for name, article in articles.items() if name in used}
    return _Plan(kept_articles, tuple(captures), tuple(whole.kept for whole in wholes if whole.kept.article in used), tuple(anew.values()), tuple(lost))


def _load_original(capture: Capture, originals: dict[str, bytes]) -> Iterator[Loaded]:
    """The articles that the capture's bytes hold, as they came in then."""
    data = originals.get(capture.original)
    if data is None or capture.obtained == "imported":  # a row of a data set has to be imported again
        return
    if capture.obtained == "lines":
        found = iter([load_line(data, capture.origin)])
    else:
        name = NAMES.get(capture.media_type.partition(";")[0].strip().lower()) or Path(_PART.sub("", capture.origin)).name
        found = load_bytes(data, name, capture.origin)
    for item in found:
        if isinstance(item, Loaded) and item.source == capture.origin:
            yield replace(item, article=_describe(item.article, capture), obtained=capture.obtained, original=data)


def _describe(article: Article, capture: Capture) -> Article:
    """The article with what the capture tells of it."""
    told = replace(article, title=capture.title, publisher=capture.publisher, url=capture.url)
    return (
        told if told.published == capture.published else replace(told, published=capture.published, published_how="given" if capture.published else "unknown")
    )


def _load_stray(name: str, data: bytes) -> Iterator[Loaded]:
    """The articles of bytes of which nothing is known but that they were kept."""
    source = f"originals/{name[:2]}/{name}"
    for item in load_bytes(data, "", source):
        if isinstance(item, Loaded):
            yield replace(item, original=data)


def _copy_articles(old: Old, found: Salvaged, plan: _Plan, store: Store, originals: dict[str, bytes]) -> None:
    """Nothing; the articles are kept with their captures and readings, in the order in which they came."""
    by_article: dict[str, list[Any]] = {}
    values: list[Any] = [*plan.captures, *plan.readings]
    for value in values:
        by_article.setdefault(value.article, []).append(value)
    names = list(by_article)
    runs = found.values.get(Run, {})
    for at in range(0, len(names), BATCH):
        with store.transaction():
            for name in names[at : at + BATCH]:
                store.add([plan.articles[name]])
                for value in by_article[name]:
                    if isinstance(value, Capture):
                        store.add([_find_original(found, value, originals), value])
                    elif value.run in runs and (whole := load_reading(old, found, value)) is not None:
                        store.add([runs[value.run]])
                        store.add_reading(value, whole.data, whole.claims)


def _find_original(found: Salvaged, capture: Capture, originals: dict[str, bytes]) -> Original:
    """What is told of the bytes; of missing ones what the old store said."""
    data, told = originals.get(capture.original), found.values.get(Original, {}).get(capture.original)
    size = len(data) if data is not None else told.size if told is not None else 0
    return Original(capture.original, size, told.media_type if told is not None else capture.media_type)


def _fits(store: Store, value: Any) -> bool:
    """Whether what the value refers to is in the store."""
    if not isinstance(value, Supersession):
        return True
    return len(list(store.find(Article, id=(value.older, value.newer)))) == 2


def _note_unlogged(found: Salvaged, store: Store) -> Iterator[Note]:
    """A note for each value that the chain no longer tells of: its entry was lost, or came after one that was."""
    told = {(entry.action, entry.subject) for entry in found.log}
    was = {(entry.action, entry.subject): entry for entry in found.left}
    for kind, action in LOGGED.items():
        for value in found.find(kind):
            if (action, value.id) not in told and any(store.find(kind, id=value.id)):
                entry = was.get((action, value.id))
                more: dict[str, Any] = {"article": value.article, "original": value.original} if isinstance(value, Capture) else {}
                more |= json.loads(entry.detail) if entry is not None else {}
                more.pop("digest", None)
                yield note_value(action, value.id, value, **more, recovered=entry.hash if entry is not None else True)
    for kept in store.find(KeptReading):
        if ("read", kept.id) not in told:
            claims = digest_claims(_load_claims(store, kept))
            yield Note("read", kept.id, {"article": kept.article, "run": kept.run, "digest": kept.digest, "claims": claims, "recovered": True})


def _note_rebuilding(found: Salvaged, store: Store, where: str) -> Note:
    """A note with the head that the old log had, and what it tells of that could not be brought over; mergings are worked out anew."""
    kinds: dict[str, type[Any]] = {**{action: kind for kind, action in LOGGED.items()}, "read": KeptReading, "merge": Merge}
    lost: dict[str, list[str]] = {}
    for action, kind in kinds.items():
        there: set[str] = {value.id for value in store.find(kind)}
        lost[action] = sorted({entry.subject for entry in found.log if entry.action == action} - there)
    head = found.log[-1].hash if found.log else None
    return Note("rebuild", "record", {"from": where, "head": head, "lost": {action: names for action, names in lost.items() if names}})


def _load_claims(store: Store, kept: KeptReading) -> tuple[Any, ...]:
    """The claims of the reading."""
    return tuple(store.claims(ClaimQuery(closed=True, readings=(kept.id,))))
