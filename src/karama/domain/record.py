"""What a record keeps: articles as they came, runs of the reader, claims as merging sees them, judgements, incidents, decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from karama.domain.annotations import Unit
from karama.domain.entities import ActorType, Precision
from karama.domain.facts import Certainty, Modality, Polarity
from karama.domain.text import Span

# How an article came in: from a file, a folder, a JSON Lines file, standard input, the network, pasted into a page, or as a row of a data set of others.
Obtained = Literal["file", "folder", "lines", "stdin", "fetched", "pasted", "imported"]
# How the ids of readings begin that nobody here read: rows of data sets. They count only where they are asked for.
IMPORTED = "import"
# What a log entry tells of. Nothing is ever overwritten: each is an addition.
Action = Literal["init", "capture", "read", "supersede", "judge", "merge", "decide", "migrate", "release", "timestamp", "rebuild", "account", "session"]
Verdict = Literal["accept", "reject", "correct", "split", "join", "flag", "note", "release", "undo"]


@dataclass(frozen=True, slots=True)
class Capture:
    """One time that an article came in: which bytes, from where, when, and through whom."""

    id: str  # hash of article, original and origin
    article: str  # "sha256:..." of the text
    original: str  # hex SHA-256 of the bytes as they came
    media_type: str
    origin: str  # path, URL or "standard input"
    obtained: Obtained
    at: str  # ISO date and time, UTC
    by: str  # person or program
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None  # ISO day, as it came: given or in the file's metadata


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes as they came, kept in the record's folder under their own hash."""

    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Supersession:
    """A newer version of what stands at one URL: both are kept, the older one's claims are closed."""

    older: str  # article
    newer: str  # article
    url: str
    at: str


@dataclass(frozen=True, slots=True)
class KeptReading:
    """What is known of a reading that is kept; its layers are loaded apart."""

    id: str  # hash of article, run and the day it was read against
    article: str
    run: str
    at: str
    given: str | None  # the day of publication that came with the article
    digest: str  # hex SHA-256 of the reading's JSON
    claims: int


@dataclass(frozen=True, slots=True)
class Merge:
    """One time that claims were merged: what was put where is told by the memberships that carry its id."""

    id: str
    at: str
    by: str  # "merge/1"
    detail: str  # JSON: settings and counts


@dataclass(frozen=True, slots=True)
class Membership:
    """That a member (claim, article, entity) stands in a group since a merge; the newest merge's word counts. No group: in none any more."""

    kind: Literal["incident", "family", "entity"]
    member: str
    group: str | None
    merge: str


@dataclass(frozen=True, slots=True)
class Timestamp:
    """That an authority saw an entry of the log: the entry's hash, and the answer (RFC 3161) that proves it."""

    id: str  # hash of head and answer
    head: str  # hash of the entry; with it the entry and all before it are attested
    authority: str
    told: str  # the authority's time, ISO date and time, UTC
    origin: str  # URL, or the file that the answer came in
    answer: str  # DER in base64


@dataclass(frozen=True, slots=True)
class Hit:
    """An article or a claim in which words were found; best first, score only to be compared within one search."""

    kind: Literal["article", "claim"]
    id: str
    article: str
    words: str  # the claim's passage, or the article's words around the find
    score: float


@dataclass(frozen=True, slots=True)
class Run:
    """One version of everything that reads: claims of different runs are compared, never mixed."""

    id: str  # hash of the versions
    versions: dict[str, str]  # "karama", "parser", "gazetteer", "actors", "format"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in a claim, as far as merging needs to know them."""

    name: str  # the entity's name
    words: str  # as this passage says it
    base: str | None  # id in the actor base
    type: ActorType | None
    country: str | None
    aliases: tuple[str, ...] = ()
    named: bool = True  # False for "gunmen", "they"


@dataclass(frozen=True, slots=True)
class Where:
    """A place of a claim with how exactly it is known."""

    name: str
    geonames: int | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    precision: Precision
    country: str | None
    admin1: str | None


@dataclass(frozen=True, slots=True)
class When:
    """The days that a claim's date can mean (ISO, inclusive), and its EDTF."""

    earliest: str | None
    latest: str | None
    edtf: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Count:
    """A figure of a claim; None for a bound that the text leaves open."""

    unit: Unit
    low: float | None
    high: float | None
    approximate: bool
    words: str
    of: str | None = None  # words of what is counted


@dataclass(frozen=True, slots=True)
class Speaker:
    """One link of a chain of speakers; nearest first in a chain."""

    words: str
    name: str | None = None  # the entity's name, None for an unnamed source
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a claim speaks of that names no event, place or day of its own ("activists put the toll at 60", "it denied the attack"), and what that lends it."""

    claim: str  # an earlier claim of the same article
    reason: str
    places: tuple[Where, ...] = ()  # lent where the claim names none
    dates: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person put in the place of what was read in a claim."""

    field: str  # "killed", "day", "place"
    read: str  # as the reader had it; "" for nothing
    value: str  # as the person put it; "none" for nothing
    reason: str
    by: str
    decision: str


@dataclass(frozen=True, slots=True)
class RecordClaim:
    """A claim as the record keeps it: flat, with all that merging, policies and views need, one step from its sentence.

    `id` is a hash of the article, the kind and the words' place in the text, so the same words read twice are the same claim, and
    `value` a hash of what is said, so that a newer reader's other answer can be told from the old one.
    """

    id: str
    value: str
    article: str
    run: str
    local: str  # id of the claim in its reading, "c1"
    what: Literal["event", "relation", "quantity"]
    kind: str  # kind of event or relation, or unit of the quantity
    start: int
    end: int
    words: str
    trigger: Span
    segment: str
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    instruments: tuple[str, ...] = ()
    places: tuple[Where, ...] = ()
    dates: tuple[When, ...] = ()
    counts: tuple[Count, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    aspect: str = "completed"
    certainty: Certainty = "asserted"
    codes: dict[str, str | int | None] = field(default_factory=dict)
    published: str | None = None  # ISO day of the article
    publisher: str | None = None
    score: float = 0.5
    antecedent: Antecedent | None = None  # worked out from the claims of the article; no part of `value`
    corrected: tuple[Correction, ...] = ()  # only in views: a stored claim is as it was read


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two claims are in one feature: score in [0, 1], 0.5 where nothing can be said, and why."""

    feature: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two things (claims, entities, articles) are the same, by whom, and why. left < right."""

    left: str
    right: str
    same: bool
    score: float
    likenesses: tuple[Likeness, ...]
    by: str  # "merge/2" or a person
    values: tuple[str, ...] = ()  # what each of the two said when it was judged, so that a stale judgement is known; () where that cannot change


@dataclass(frozen=True, slots=True)
class Incident:
    """Claims about one happening. `id` is that of its first claim by id, so it does not depend on the order of arrival."""

    id: str
    claims: tuple[str, ...]  # ids in order


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a claim's passage and value (not about a row): it outlives a newer reading."""

    id: str
    verdict: Verdict
    claims: tuple[str, ...]  # ids of RecordClaim
    values: tuple[str, ...]  # their value hashes when it was decided
    field: str | None  # that is corrected
    value: str | None  # JSON of what is put there; of a split the claims parted from, of an undo the decision taken back
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the record's log; `hash` covers the line and the hash before it."""

    number: int
    at: str
    by: str
    action: Action
    subject: str
    detail: str  # JSON
    before: str
    hash: str
