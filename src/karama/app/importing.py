"""Rows of data sets of others into a record: kept as that source's claims, apart from what was read here, and given back where they are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import islice

from karama import codec
from karama.app.asking import AskingTools, Question
from karama.app.comparing import select_rows
from karama.app.recording import RecordTools
from karama.domain.reading import FORMAT, Reading
from karama.domain.record import IMPORTED, Capture, KeptReading, Original, RecordClaim, Run, Supersession
from karama.domain.text import Article, Segment, Span, hash_text
from karama.errors import InputError
from karama.imports.archiver import ArchivedItem
from karama.imports.shapes import OTHERS
from karama.imports.values import ImportedRow, ReadFile
from karama.ingest.making import Loaded, Refusal, make_article, normalise_text
from karama.ports import ClaimQuery, Store
from karama.record.claims import hash_value, make_id
from karama.record.ledger import Note, append_notes, digest_data, note_value
from karama.record.verify import digest_claims
from karama.views.incidents import lay_out_incident
from karama.views.policies import Choose, FoundIncident, apply_policy, find_policy

BATCH = 200  # rows a transaction
NO_TEXT = "there is no text to be read, only media"
STEP = 1  # raise it where a row becomes another claim than before


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file: rows that are new, that were there already, that came in the place of an older form of theirs; `bad` could not be read."""

    shape: str
    publisher: str
    run: str
    new: int = 0
    known: int = 0
    changed: int = 0
    bad: int = 0


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row as the values that are kept of it."""

    article: Article
    capture: Capture
    reading: KeptReading
    data: dict[str, object]
    claim: RecordClaim
    original: Original


def describe_import(read: ReadFile, actors: str) -> Run:
    """The run that a file's claims are of: the data set, what turns its rows into claims, and the columns, without which a row's bytes say nothing."""
    versions = {"import": f"{IMPORTED}/{read.shape} {STEP}", "karama": version("karama"), "format": FORMAT, "actors": actors}
    versions["columns"] = "\t".join(read.columns)
    return Run(make_id("n", versions), versions)


def import_rows(tools: RecordTools, read: ReadFile, actors: str, origin: str, by: str) -> Iterator[ImportReport]:
    """What became of the file so far, after each batch, which is kept; nothing that is there already is kept again.

    A row that another file tells otherwise comes in the place of the older one: both are kept, the newer counts.

    Raises:
        UnavailableError: somebody else is writing, or the disk is full.
    """
    run, known = describe_import(read, actors), _Known(tools.store)
    report = ImportReport(read.shape, read.publisher, run.id, bad=read.bad)
    rows = iter(read.rows)
    with tools.store.writing():
        while batch := list(islice(rows, BATCH)):
            with tools.store.transaction():
                tools.store.add([run])
                for row in batch:
                    report = _keep_row(tools.store, run, make_ready(tools, run, read, row, f"{origin}, row {row.number}", by), report, known)
            yield report
    yield report


def make_ready(tools: RecordTools, run: Run, read: ReadFile, row: ImportedRow, origin: str, by: str) -> _Ready:
    """The row as an article of its words, with one claim; its bytes are kept now."""
    title, words = normalise_text(row.title, origin).strip(), normalise_text(row.claim.words, origin).strip()
    text = f"{title}\n\n{words}"
    start, name = len(title) + 2, f"{read.shape}:{row.key}"
    article = Article(text, hash_text(text), name, title, read.publisher, row.url, published=row.claim.published, published_how="given")
    flat = replace(
        row.claim, article=article.id, run=run.id, start=start, end=len(text), words=words, trigger=Span(start, len(text)), publisher=read.publisher, value="",
    )  # fmt: skip
    claim = replace(flat, id=make_id("c", article.id, flat.what, flat.kind, *flat.trigger), value=hash_value(flat))
    data = codec.encode_reading(Reading(article, (Segment("body", start, len(text), words),)))
    at, original = tools.now(), tools.originals.put(row.data)
    media = "application/geo+json" if read.shape == "geojson" else "text/csv"
    reading = KeptReading(make_id(IMPORTED, article.id, run.id, claim.value), article.id, run.id, at, claim.published, digest_data(data), 1)
    capture = Capture(
        make_id("k", article.id, original, origin), article.id, original, media, origin, "imported", at, by, title, read.publisher, row.url, claim.published
    )
    return _Ready(article, capture, reading, data, claim, Original(original, len(row.data), media))


class _Known:
    """What was imported before, found once: which readings, and which articles were made of each row, the newest last."""

    def __init__(self, store: Store) -> None:
        self.readings = {reading.id for reading in store.find(KeptReading) if reading.id.startswith(IMPORTED)}
        ids = tuple(dict.fromkeys(capture.article for capture in store.find(Capture, obtained="imported")))
        self.articles: dict[str, list[str]] = {}
        for article in store.find(Article, id=ids) if ids else ():
            self.articles.setdefault(article.name, []).append(article.id)

    def find_older(self, article: Article) -> str | None:
        """The article of the same row as another file told it last; None where this very one was there: an old file after a newer one changes nothing."""
        same = self.articles.get(article.name, [])
        return same[-1] if same and article.id not in same else None

    def learn(self, ready: _Ready) -> None:
        """Nothing; the row is known."""
        self.readings.add(ready.reading.id)
        same = self.articles.setdefault(ready.article.name, [])
        if ready.article.id not in same:
            same.append(ready.article.id)


def _keep_row(store: Store, run: Run, ready: _Ready, report: ImportReport, known: _Known) -> ImportReport:
    """The report with what became of the row; within the batch's transaction."""
    notes: list[Note] = []
    if ready.reading.id in known.readings:
        return replace(report, known=report.known + 1)
    older = known.find_older(ready.article)
    known.learn(ready)
    store.add([ready.original, ready.article])
    if store.add([ready.capture]):
        notes.append(note_value("capture", ready.capture.id, ready.capture, article=ready.article.id, original=ready.capture.original))
    if older is not None:
        url = f"{run.versions['import']}#{ready.article.name}"
        store.add([Supersession(older, ready.article.id, url, ready.capture.at)])
        notes.append(Note("supersede", ready.article.id, {"older": older, "url": url}))
    store.add_reading(ready.reading, ready.data, [ready.claim])
    told = {"article": ready.article.id, "run": run.id, "digest": ready.reading.digest, "claims": digest_claims((ready.claim,))}
    append_notes(store, ready.capture.at, ready.capture.by, [*notes, Note("read", ready.reading.id, told)])
    return replace(report, changed=report.changed + 1) if older is not None else replace(report, new=report.new + 1)


# ---------------------------------------------------------------- what was archived


def load_items(items: Sequence[ArchivedItem], origin: str) -> tuple[list[Loaded | Refusal], frozenset[str]]:
    """The items as articles to be added, and the ids of those that have no text to be read."""
    loaded: list[Loaded | Refusal] = []
    bare: set[str] = set()
    for item in items:
        source = f"{origin}, row {item.number}"
        try:
            article = make_article(item.tell(), title=item.title, url=item.url, published=item.published, source=source)
        except InputError as error:
            loaded.append(Refusal(source, error))
            continue
        media = "application/json" if item.data[:1] in (b"{", b"[") else "text/csv"
        loaded.append(Loaded(article, source, original=item.data, media_type=media, obtained="lines"))
        bare |= {article.id} if item.text is None else set()
    return loaded, frozenset(bare)


# ---------------------------------------------------------------- given back


def list_runs(store: Store, name: str | None = None) -> dict[str, str]:
    """The runs of imports with the shape of their data set; of one shape, "acled", or publisher, "ACLED", where it is named.

    Raises:
        InputError: nothing of that name was imported.
    """
    runs = {run.id: run.versions["import"].removeprefix(f"{IMPORTED}/").split()[0] for run in store.find(Run) if "import" in run.versions}
    if name is None:
        return runs
    wanted = OTHERS.get(name.lower(), name.lower().replace(" ", "-"))
    found = {run: shape for run, shape in runs.items() if shape == wanted}
    if not found:
        there = ", ".join(sorted(set(runs.values()))) or "nothing yet"
        raise InputError(f"{name}: nothing of that data set was imported; there is {there}")
    return found


def find_imported(tools: AskingTools, question: Question, name: str | None = None) -> tuple[tuple[str, RecordClaim], ...]:
    """The imported claims that fit what is asked, each with the data set's own id of its row; of one data set, where it is named.

    Raises:
        InputError: nothing of that name was imported.
    """
    runs = list_runs(tools.store, name)
    if not runs:
        return ()
    claims = list(tools.store.claims(ClaimQuery(closed=True, runs=tuple(runs), earliest=question.earliest, latest=question.latest, undated=True)))
    gone = {one.older for one in tools.store.find(Supersession)}
    newest = {claim.article: claim for claim in claims if claim.article not in gone}
    names = {article.id: article.name for article in tools.store.find(Article, id=tuple(newest))} if newest else {}
    rows = [ImportedRow(0, names[claim.article], b"", names[claim.article], claim) for claim in newest.values()]
    return tuple((row.key, row.claim) for row in sorted(select_rows(tools, question, rows), key=lambda row: (_first_day(row.claim), row.key)))


def _first_day(claim: RecordClaim) -> str:
    return next((when.earliest for when in claim.dates if when.earliest), claim.published or "9999")


def find_imported_incidents(
    tools: AskingTools, question: Question, name: str | None, policy: str | None, added: Mapping[str, Choose]
) -> tuple[FoundIncident, ...]:
    """Each imported row as an incident by itself: none is joined with another, or with what was read here."""
    chosen = find_policy(policy, added) if policy is not None else None
    found = []
    for _, claim in find_imported(tools, question, name):
        view = lay_out_incident(claim.id, [claim], tools.origins)  # under the id that `karama show` opens
        found.append(FoundIncident(view, apply_policy(chosen, view) if chosen is not None else (), chosen))
    return tuple(found)


def read_imported(tools: AskingTools, question: Question, name: str) -> ReadFile:
    """The imported rows of a data set, as if they were read from a file now.

    Raises:
        InputError: nothing of that name was imported.
    """
    shape = next(iter(list_runs(tools.store, name).values()))
    rows = []
    for number, (key, claim) in enumerate(find_imported(tools, question, name), 1):
        rows.append(ImportedRow(number, key.partition(":")[2], b"", key, claim))
    publisher = rows[0].claim.publisher if rows and rows[0].claim.publisher else name
    return ReadFile(shape, publisher, (), tuple(rows), ())


def count_imported(store: Store) -> dict[str, int]:
    """How many rows of each data set are in the record."""
    counts: dict[str, int] = {}
    for run, shape in list_runs(store).items():
        counts[shape] = counts.get(shape, 0) + sum(1 for _ in store.find(KeptReading, run=run))
    return counts


def describe_report(file: str, report: ImportReport, problems: Sequence[object]) -> str:
    """The report as JSON."""
    told = {"file": file, **codec.encode(report), "problems": [codec.encode(problem) for problem in problems]}
    return json.dumps(told, ensure_ascii=False)
