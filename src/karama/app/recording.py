"""Articles into a record: what came in, what was read in it, and the log of both; one transaction a batch."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import islice
from typing import Literal, TypeVar

from karama import codec
from karama.app.pipeline import Tools, read_articles
from karama.domain.parts import Aside
from karama.domain.reading import FORMAT, Reading
from karama.domain.record import Capture, KeptReading, Original, Run, Supersession
from karama.domain.text import Article
from karama.ingest.articles import Loaded, Refusal
from karama.merge.antecedents import find_antecedents
from karama.ports import Journal, Originals, Store
from karama.record.claims import list_record_claims, make_id
from karama.record.ledger import Note, append_notes, digest_data, note_value
from karama.record.verify import digest_claims
from karama.record.versions import FEWEST_SHARED, names_article, share_words

# Articles a transaction: what a kill can cost to read again, against a wait for the disk at each.
BATCH = 16
T = TypeVar("T")
GIVEN = ("given", "metadata")  # how a day of publication is known that the reader did not work out itself
State = Literal["new", "known", "another copy", "read again", "set aside", "kept unread"]
Sift = Callable[[Article], str | None]  # why an article is to be kept and not read; None: it is to be read
Readings = Sequence[Reading | Aside]
# Batches of articles in, what came of each batch out, in order; a few may be taken ahead of what is asked for.
ReadBatches = Callable[[Iterator[Sequence[Article]]], Iterator[Readings]]


@dataclass(frozen=True, slots=True)
class RecordTools:
    """What the use cases of a record borrow: its store, its originals, the clock (ISO date and time, UTC), and the journal that follows the log."""

    store: Store
    originals: Originals
    now: Callable[[], str]
    journal: Journal


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one article that was to be added; `claims` were read now."""

    source: str
    article: str
    name: str
    state: State
    claims: int = 0
    words: int = 0
    replaces: tuple[str, ...] = ()  # older versions at the same URL
    reason: str = ""  # why it was set aside, or kept unread
    issues: tuple[str, ...] = ()  # codes of what was seen in it and not understood, each as often as it was


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads for a record: the tools that name its versions, and how batches are read; by default one after the other, here."""

    tools: Tools
    read: ReadBatches | None = None
    size: int = BATCH  # articles a batch, which is a transaction

    def __call__(self, batches: Iterator[Sequence[Article]]) -> Iterator[Readings]:
        """What came of each batch, in order."""
        return self.read(batches) if self.read is not None else (list(read_articles(batch, self.tools)) for batch in batches)


@dataclass(frozen=True, slots=True)
class _Plan:
    """An article of a batch with its capture, and the text to read where it has to be read."""

    loaded: Loaded
    capture: Capture
    seen: bool  # this very capture is kept already
    known: bool  # the article was read before
    to_read: Article | None
    given: str | None
    unread: str = ""  # why it is not to be read


def begin_record(tools: RecordTools, by: str, migrated_from: str | None = None) -> None:
    """Nothing; the log begins with the making of the record, or tells of its migration."""
    note = Note("migrate", "store", {"from": migrated_from}) if migrated_from is not None else Note("init", "record", {"format": 1})
    with tools.store.transaction():
        append_notes(tools.store, tools.now(), by, [note])


def describe_run(reader: Tools) -> Run:
    """The versions of everything that reads; another version of anything is another run."""
    versions = {"karama": version("karama"), "format": FORMAT}
    versions |= {"parser": reader.parser.version, "gazetteer": reader.gazetteer.version, "actors": reader.actors.version}
    return Run(make_id("n", versions), versions)


def add_articles(
    tools: RecordTools, reader: Reader, found: Iterable[Loaded | Refusal], by: str, *, reread: bool = False, sift: Sift | None = None
) -> Iterator[Added | Refusal]:
    """What became of each article, in order, told when it is safely kept; what is kept already is not read again unless `reread` asks for it.

    Raises:
        UnavailableError: somebody else is writing, or the disk is full.
    """
    run, items = describe_run(reader.tools), (_clean(item) if isinstance(item, Loaded) else item for item in found)
    ahead = _Ahead()
    cut = iter(lambda: list(islice(items, reader.size)), [])
    planned = ((batch, _plan_batch(tools, run, [item for item in batch if isinstance(item, Loaded)], by, reread, ahead, sift)) for batch in cut)
    with tools.store.writing():
        for batch, plans, readings in _read_planned(reader, planned):
            told = iter(_keep_batch(tools, run, plans, readings, by))
            ahead.forget(plans)
            for item in batch:
                yield next(told) if isinstance(item, Loaded) else item


def reread_articles(tools: RecordTools, reader: Reader, by: str) -> Iterator[Added]:
    """What became of each article of the record, read again where this run has not read it."""
    yield from _read_kept(tools, reader, [article.id for article in tools.store.find(Article)], by)


def read_unread(tools: RecordTools, reader: Reader, by: str, only: Collection[str] | None = None) -> Iterator[Added]:
    """What became of each article of the record (or of `only` these) that has no reading."""
    read = {kept.article for kept in tools.store.find(KeptReading)}
    unread = [article.id for article in tools.store.find(Article) if article.id not in read and (only is None or article.id in only)]
    yield from _read_kept(tools, reader, unread, by)


def _read_kept(tools: RecordTools, reader: Reader, articles: Sequence[str], by: str) -> Iterator[Added]:
    run = describe_run(reader.tools)
    imported = {capture.article for capture in tools.store.find(Capture, obtained="imported")}  # rows of data sets are nothing to be read
    articles = [article for article in articles if article not in imported]
    cut = (articles[at : at + reader.size] for at in range(0, len(articles), reader.size))
    planned = ((part, [_plan_again(tools.store, run, article) for article in tools.store.find(Article, id=tuple(part))]) for part in cut)
    with tools.store.writing():
        for _, plans, readings in _read_planned(reader, planned):
            yield from _keep_batch(tools, run, plans, readings, by)


def _read_planned(reader: Reader, planned: Iterator[tuple[T, list[_Plan]]]) -> Iterator[tuple[T, list[_Plan], Readings]]:
    """Each batch with its plans and what came of those to be read, in order."""
    waiting: deque[tuple[T, list[_Plan]]] = deque()

    def pass_on() -> Iterator[Sequence[Article]]:
        for batch, plans in planned:
            waiting.append((batch, plans))
            yield [plan.to_read for plan in plans if plan.to_read is not None]

    for readings in reader(pass_on()):
        batch, plans = waiting.popleft()
        yield batch, plans, readings


class _Ahead:
    """What was planned and is not kept yet, so that a text that comes twice within what is read ahead is read once."""

    def __init__(self) -> None:
        self.captures: set[str] = set()
        self.done: dict[str, list[tuple[str, str | None]]] = {}

    def forget(self, plans: Iterable[_Plan]) -> None:
        """Nothing; the store knows these now."""
        for plan in plans:
            self.captures.discard(plan.capture.id)
            self.done.pop(plan.capture.article, None)


def _plan_batch(tools: RecordTools, run: Run, batch: list[Loaded], by: str, reread: bool, ahead: _Ahead, sift: Sift | None) -> list[_Plan]:
    """What has to be done for each article; one that stands twice in the batch, or came in one that is still being read, is read once."""
    captures = [_capture(tools, loaded, by) for loaded in batch]
    seen = {capture.id for capture in tools.store.find(Capture, id=tuple(capture.id for capture in captures))}
    done: dict[str, list[tuple[str, str | None]]] = {}  # article -> run and given day of its readings, the newest last
    for kept in tools.store.find(KeptReading, article=tuple(dict.fromkeys(capture.article for capture in captures))):
        done.setdefault(kept.article, []).append((kept.run, kept.given))
    seen |= ahead.captures
    plans = []
    for loaded, capture in zip(batch, captures, strict=True):
        article, before = loaded.article, done.setdefault(capture.article, [])
        before += [one for one in ahead.done.get(capture.article, ()) if one not in before]
        given = article.published or (before[-1][1] if before else None)
        dated_now = given is not None and all(day is None for _, day in before)
        wanted = not before or dated_now or (reread and all(by_run != run.id for by_run, _ in before))
        unread = sift(article) or "" if wanted and not before and sift is not None else ""
        wanted = wanted and not unread
        plans.append(_Plan(loaded, capture, capture.id in seen, bool(before), _date(article, given) if wanted else None, given, unread))
        seen.add(capture.id)
        ahead.captures.add(capture.id)
        if wanted:
            before.append((run.id, given))
            ahead.done.setdefault(capture.article, []).append((run.id, given))
    return plans


def _clean(loaded: Loaded) -> Loaded:
    """The article with what is said about it as every database can keep it: names of files may be no UTF-8, titles may hold a zero."""
    article = loaded.article
    fields = {name: _plain(value) for name in ("name", "title", "publisher", "url") if (value := getattr(article, name)) is not None}
    return replace(loaded, article=replace(article, **fields), source=_plain(loaded.source))  # type: ignore[arg-type]


def _plain(words: str) -> str:
    return words.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode()


def _capture(tools: RecordTools, loaded: Loaded, by: str) -> Capture:
    """The capture of an article, whose bytes are kept now."""
    article, original = loaded.article, tools.originals.put(loaded.original)
    return Capture(
        make_id("k", article.id, original, loaded.source), article.id, original, loaded.media_type, loaded.source, loaded.obtained, tools.now(), by,
        article.title, article.publisher, article.url, article.published,
    )  # fmt: skip


def _plan_again(store: Store, run: Run, article: Article) -> _Plan:
    """The article as it was kept, to be read where this run has not read it."""
    captures = list(store.find(Capture, article=article.id))
    capture, readings = captures[0], list(store.find(KeptReading, article=article.id))
    given = readings[-1].given if readings else next((one.published for one in reversed(captures) if one.published), None)
    kept = store.load_reading(readings[-1].id) if readings else None
    issues = tuple(issue for issue in codec.decode_reading(kept).issues if issue.stage == "input") if kept is not None else ()
    fresh = _date(replace(article, published=None, published_how="unknown"), given)
    wanted = all(reading.run != run.id for reading in readings)
    return _Plan(Loaded(fresh, capture.origin, issues), capture, True, True, fresh if wanted else None, given)


def _date(article: Article, day: str | None) -> Article:
    return article if day is None or article.published == day else replace(article, published=day, published_how="given")


def _keep_batch(tools: RecordTools, run: Run, plans: list[_Plan], readings: Readings, by: str) -> list[Added]:
    """What became of the articles, whose readings are given in order; all are kept at once."""
    to_read = [plan for plan in plans if plan.to_read is not None]
    read = {id(plan): _with_issues(reading, plan.loaded) for plan, reading in zip(to_read, readings, strict=True)}
    if not read and all(plan.seen for plan in plans):
        return [Added(plan.loaded.source, plan.loaded.article.id, plan.loaded.article.name, "known") for plan in plans]
    with tools.store.transaction():
        return [_keep(tools, run, plan, read.get(id(plan)), by) for plan in plans]


def _with_issues(reading: Reading | Aside, loaded: Loaded) -> Reading | Aside:
    return reading if isinstance(reading, Aside) else replace(reading, issues=loaded.issues + reading.issues)


def _keep(tools: RecordTools, run: Run, plan: _Plan, found: Reading | Aside | None, by: str) -> Added:
    """What became of one article; within the batch's transaction. One that was set aside is kept as it came, unread."""
    store, article, at = tools.store, plan.loaded.article, tools.now()
    reading, aside = (None, found) if isinstance(found, Aside) else (found, None)
    notes: list[Note] = []
    replaces: tuple[str, ...] = ()
    if not plan.seen:
        capture = plan.capture
        store.add([Original(capture.original, len(plan.loaded.original), capture.media_type), reading.article if reading is not None else article, capture])
        unread = {"unread": plan.unread} if plan.unread else {}
        notes.append(note_value("capture", capture.id, capture, article=article.id, original=capture.original, **unread))
        closings = list(_supersede(store, plan, at))
        replaces = tuple(note.detail["older"] for note in closings if note.subject == article.id)
        notes += closings
    claims = _keep_reading(store, run, plan, reading, at, notes) if reading is not None else 0
    append_notes(store, at, by, notes)
    if plan.unread and not plan.seen:
        return Added(plan.loaded.source, article.id, article.name, "kept unread", 0, 0, replaces, plan.unread)
    if aside is not None:
        return Added(plan.loaded.source, article.id, article.name, "set aside", 0, 0, replaces, aside.reason)
    state: State = "read again" if plan.known and reading is not None else "known" if plan.seen else "another copy" if plan.known else "new"
    words = len(article.text.split()) if reading is not None else 0
    issues = tuple(issue.code for issue in reading.issues) if reading is not None else ()
    return Added(plan.loaded.source, article.id, article.name, state, claims, words, replaces, issues=issues)


def _keep_reading(store: Store, run: Run, plan: _Plan, reading: Reading, at: str, notes: list[Note]) -> int:
    """How many claims were kept with the reading."""
    data, claims = codec.encode_reading(reading), find_antecedents(list_record_claims(reading, run.id))
    kept = KeptReading(make_id("r", reading.article.id, run.id, plan.given), reading.article.id, run.id, at, plan.given, digest_data(data), len(claims))
    store.add([run])
    if not store.add_reading(kept, data, claims):
        return 0
    notes.append(Note("read", kept.id, {"article": kept.article, "run": run.id, "digest": kept.digest, "claims": digest_claims(claims)}))
    return len(claims)


def _supersede(store: Store, plan: _Plan, at: str) -> Iterator[Note]:
    """A note for each article that is a version of the same page; the later day of publication, else the later arrival, is the newer one."""
    new, url = plan.loaded.article, plan.capture.url
    if url is None or not names_article(url):
        return
    others = dict.fromkeys(capture.article for capture in store.find(Capture, url=url) if capture.article != new.id)
    for other in store.find(Article, id=tuple(others)):
        if any(True for _ in store.find(Supersession, older=other.id)) or any(True for _ in store.find(Supersession, older=new.id, newer=other.id)):
            continue
        shared = share_words(other.text, new.text)
        if shared < FEWEST_SHARED:
            continue
        older, newer = (new, other) if new.published and other.published and new.published < other.published else (other, new)
        if store.add([Supersession(older.id, newer.id, url, at)]):
            yield Note("supersede", newer.id, {"older": older.id, "url": url, "shared": round(shared, 3)})
