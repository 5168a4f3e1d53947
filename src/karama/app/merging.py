"""A record's claims merged to incidents, its articles to families of copies: after each adding, and only what that touched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from karama.app.entities import find_spoken_claims
from karama.app.handing_on import find_decisions
from karama.app.merge_batch import CHUNK, Arrived, Meanings, MergingTools, Outcome, cut, merge_arrived
from karama.domain.record import Capture, Decision, Judgement, KeptReading, Likeness, Membership, Merge, RecordClaim, Supersession
from karama.domain.text import Article
from karama.merge.compare.likeness import Known
from karama.merge.compare.stories import list_stories
from karama.merge.components import find_components
from karama.merge.families import NEAR_DAYS, Copyable, find_copies_of, list_bands, list_shingles
from karama.merge.scoring import BY, is_of_figure, score_pair, weigh
from karama.ports import ClaimQuery, Store
from karama.record.claims import make_id
from karama.record.decisions import list_moved, replay_decisions
from karama.record.ledger import append_notes, digest_value, note_value

# Readings a step: what is in memory at once, and what a kill can cost to merge again.
STEP = 1024
COUNTED = (("articles", Article), ("readings", KeptReading), ("supersessions", Supersession), ("decisions", Decision))
Seen = dict[str, int]


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merging did; `id` is None where there was nothing to do."""

    id: str | None
    claims: int = 0  # that were put elsewhere
    incidents: int = 0  # made or changed
    families: int = 0  # of copies, made or changed
    compared: int = 0  # pairs of claims


@dataclass(frozen=True, slots=True)
class Compared:
    """Two claims of an incident with each likeness and the log-odds that it added, and who joined them whatever the score."""

    left: RecordClaim
    right: RecordClaim
    same: bool
    score: float
    evidence: tuple[tuple[Likeness, float], ...]
    joined: Decision | None = None


def merge_record(tools: MergingTools, by: str = BY) -> MergeReport:
    """What became of the claims and articles that came in since the last merging; nothing new, nothing done.

    It goes in steps, each kept in one transaction with the index that finds what the next claims meet. Rules that changed begin a new index.

    Raises:
        UnavailableError: somebody else is writing, or the disk is full.
    """
    report = MergeReport(None)
    with tools.store.writing():
        while (seen := read_seen(tools.store)) != count_seen(tools.store):
            with tools.store.transaction():
                made = _merge_step(tools, seen, by)
            report = MergeReport(
                made.id, report.claims + made.claims, report.incidents + made.incidents, report.families + made.families, report.compared + made.compared
            )
    return report


def count_seen(store: Store) -> Seen:
    """How much of what merging depends on there is; nothing is ever taken away, so equal counts are equal contents."""
    return {name: store.count(kind) for name, kind in COUNTED}


def read_seen(store: Store) -> Seen | None:
    """How much of it was merged by the rules of now; None where nothing was."""
    last = store.last(Merge, by=BY)  # entities are grouped beside, in merges of their own
    detail = json.loads(last.detail) if last is not None else {}
    seen: Seen | None = detail["seen"] if detail.get("by") == BY else None
    return seen


def _merge_step(tools: MergingTools, before: Seen | None, by: str) -> MergeReport:
    """What became of the next readings and articles, and at the first step of all else that is new."""
    store, total = tools.store, count_seen(tools.store)
    if before is None:
        store.index.clear()
    old = before or dict.fromkeys(total, 0)
    seen = {**total, "readings": min(total["readings"], old["readings"] + STEP), "articles": min(total["articles"], old["articles"] + STEP)}
    read = dict.fromkeys(kept.article for kept in islice(store.find_since(KeptReading, old["readings"]), STEP))
    closed = dict.fromkeys(one.older for one in store.find_since(Supersession, old["supersessions"]))
    decisions = find_decisions(store)
    moved = list_moved(decisions, old["decisions"]) | find_spoken_claims(store, decisions, old["decisions"])
    found = merge_arrived(tools, replay_decisions(decisions), Arrived(tuple(read), tuple(closed), moved))
    copies, families = find_new_copies(store, _list_new(store, old["articles"]))
    return _keep(tools, found, copies, families, seen, by)


def _list_new(store: Store, seen: int) -> list[Copyable]:
    """The next articles; rows of data sets are no reports, so none is a copy of one."""
    articles = list(islice(store.find_since(Article, seen), STEP))
    imported = {one.article for one in store.find(Capture, article=tuple(one.id for one in articles), obtained="imported")} if articles else set()
    return [make_copyable(one) for one in articles if one.id not in imported]


def make_copyable(article: Article) -> Copyable:
    """The article as far as families need it."""
    return Copyable(article.id, article.text, article.publisher, article.published)


def find_new_copies(store: Store, new: Sequence[Copyable]) -> tuple[list[Judgement], dict[str, str]]:
    """The judgements on new articles that are copies, and the family of each article that stands in another now; the articles go into the index."""
    bands = {article.id: list_bands(list_shingles(article.text)) for article in new}
    store.index.add_bands((band, article.id, article.published) for article in new for band in bands[article.id])
    copies: dict[tuple[str, str], Judgement] = {}
    for article in new:
        near = store.index.find_banded(bands[article.id], *_list_near_days(article.published)) - {article.id}
        others = (make_copyable(other) for part in cut(sorted(near)) for other in store.find(Article, id=part))
        copies |= find_copies_of(article, others)
    return list(copies.values()), _group_copies(store, copies)


def _list_near_days(published: str | None) -> tuple[str | None, str | None]:
    """The first and last day on which a copy may have been printed."""
    if published is None:
        return None, None
    day = date.fromisoformat(published)
    return (day - timedelta(NEAR_DAYS)).isoformat(), (day + timedelta(NEAR_DAYS)).isoformat()


def _group_copies(store: Store, copies: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The family of each article that stands in another now: families that a copy ties together are one."""
    pairs = list(copies)
    ids = sorted({article for pair in pairs for article in pair})
    old = {one.member: one.group for part in cut(ids) for one in store.memberships("family", members=part) if one.group is not None}
    groups = sorted(set(old.values()))
    old |= {one.member: one.group for part in cut(groups) for one in store.memberships("family", groups=part) if one.group is not None}
    links = [*pairs, *old.items()]
    parts = find_components({article for link in links for article in link}, links)
    return {article: part[0] for part in parts for article in part if old.get(article) != part[0]}


def _keep(tools: MergingTools, found: Outcome, copies: list[Judgement], families: dict[str, str], seen: Seen, by: str) -> MergeReport:
    """What was merged, kept within the step's transaction."""
    at = tools.now()
    model = tools.embedder.version if tools.embedder is not None else None
    detail = {"by": BY, "model": model, "seen": seen, "refused": found.refused, "compared": found.compared}
    changes = [*(("incident", *change) for change in found.placed.items()), *(("family", *change) for change in sorted(families.items()))]
    made = Merge(make_id("g", at, seen, changes), at, by, json.dumps(detail, sort_keys=True))
    placed = [Membership(kind, member, group, made.id) for kind, member, group in changes]  # type: ignore[arg-type]
    incidents = {group for group in found.placed.values() if group is not None}
    counted = {"incidents": len(incidents), "families": len(set(families.values()))}
    tools.store.add([made])
    tools.store.add([*found.judgements, *copies])
    tools.store.add(placed)
    append_notes(tools.store, at, by, [note_value("merge", made.id, made, memberships=digest_value(placed), **counted)])
    return MergeReport(made.id, len(found.placed), counted["incidents"], counted["families"], found.compared)


def explain_incident(tools: MergingTools, claims: Sequence[RecordClaim]) -> tuple[Compared, ...]:
    """Every two claims of an incident compared feature by feature, best first."""
    known = Known(tools.parent, Meanings(tools.embedder), list_stories(_load_articles(tools.store, claims)))
    joins = [decision for decision in replay_decisions(find_decisions(tools.store)).standing if decision.verdict == "join"]
    found = []
    for n, a in enumerate(claims):
        for b in claims[n + 1 :]:
            judgement = score_pair(a, b, known)
            if is_of_figure(judgement) and not judgement.same:
                continue  # a figure is only of what it speaks of
            left, right = (a, b) if judgement.left == a.id else (b, a)
            joined = next((decision for decision in reversed(joins) if a.id in decision.claims and b.id in decision.claims), None)
            found.append(Compared(left, right, judgement.same, judgement.score, weigh(judgement.likenesses), joined))
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.left.id, pair.right.id)))


def _load_articles(store: Store, claims: Sequence[RecordClaim]) -> list[RecordClaim]:
    """All claims of the articles that these stand in: their stories are told by all of them."""
    articles = sorted({claim.article for claim in claims})
    return [claim for at in range(0, len(articles), CHUNK) for claim in store.claims(ClaimQuery(articles=tuple(articles[at : at + CHUNK]), what="event"))]
