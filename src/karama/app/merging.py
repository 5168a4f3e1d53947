"""A record's claims merged to incidents, its articles to families of copies: after each adding, and only what that touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from karama.app.decided import DecidedStore
from karama.domain.record import Capture, Decision, Incident, Judgement, KeptReading, Likeness, Membership, Merge, RecordClaim, Supersession, Undoing
from karama.domain.text import Article
from karama.merge.compare.likeness import SILENT, Known
from karama.merge.compare.stories import list_stories
from karama.merge.components import find_components
from karama.merge.families import Copyable, find_copies
from karama.merge.incidents import Decided, Merged, merge_claims
from karama.merge.scoring import BY, score_pair, weigh
from karama.ports import ClaimQuery, Embedder, Store
from karama.record.claims import make_id
from karama.record.decisions import list_moved, replay_decisions
from karama.record.ledger import append_notes, digest_value, note_value

CHUNK = 400  # ids in one query: fewer than either database takes
# Judgements from here on are kept: those that joined, and those near it, which people ask about. The others can be worked out again.
KEPT_FROM = 0.3


@dataclass(frozen=True, slots=True)
class MergingTools:
    """What merging borrows: the store, the clock, what is part of what in the actor base, and a model of meaning where one is installed."""

    store: Store
    now: Callable[[], str]
    parent: Callable[[str], str | None]
    embedder: Embedder | None = None


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merging did; `id` is None where there was nothing to do."""

    id: str | None
    claims: int = 0  # that were new
    incidents: int = 0  # made or changed
    families: int = 0  # of copies, made or changed


@dataclass(frozen=True, slots=True)
class Compared:
    """Two claims of an incident with each likeness and the log-odds that it added, and who joined them whatever the score."""

    left: RecordClaim
    right: RecordClaim
    same: bool
    score: float
    evidence: tuple[tuple[Likeness, float], ...]
    joined: Decision | None = None


@dataclass(slots=True)
class Meanings:
    """Vectors of passages, each worked out once when it is first asked for."""

    embedder: Embedder | None
    _known: dict[str, Sequence[float]] = field(default_factory=dict)

    def __call__(self, claim: RecordClaim) -> Sequence[float] | None:
        """The unit vector of the claim's passage; None without a model."""
        if self.embedder is None:
            return None
        if claim.words not in self._known:
            self._known[claim.words] = self.embedder([claim.words])[0]
        return self._known[claim.words]


def merge_record(tools: MergingTools, by: str = BY) -> MergeReport:
    """What became of the claims and articles that came in since the last merging; nothing new, nothing done.

    Raises:
        UnavailableError: somebody else is writing, or the disk is full.
    """
    store = tools.store
    with store.writing():
        last = store.last(Merge)
        before = json.loads(last.detail)["seen"] if last is not None and json.loads(last.detail).get("by") == BY else None
        seen = count_seen(store)
        if before == seen:
            return MergeReport(None)
        claims = [claim for claim in DecidedStore(store, rejected=True).claims() if claim.what == "event"]
        fresh = None if before is None else frozenset(reading.article for reading in list(store.find(KeptReading))[before["readings"] :])
        moved = frozenset() if before is None else list_moved(store.find(Decision), before["decisions"])
        merged, old = merge_open_claims(tools, claims, fresh, moved)
        copies, groups = find_new_copies(store, None if before is None else before["articles"])
        changes = [*_change_incidents(merged, old), *_change_families(store, groups)]
        return _keep(tools, merged, tuple(copies), changes, seen, by)


def count_seen(store: Store) -> dict[str, int]:
    """How much of what merging depends on there is; nothing is ever taken away, so equal counts are equal contents."""
    kinds = (("articles", Article), ("readings", KeptReading), ("supersessions", Supersession), ("decisions", Decision), ("undoings", Undoing))
    return {name: store.count(kind) for name, kind in kinds}


def merge_open_claims(
    tools: MergingTools, claims: list[RecordClaim], fresh: frozenset[str] | None, moved: frozenset[str] = frozenset()
) -> tuple[Merged, dict[str, str]]:
    """The incidents of the claims, and the incident in which each claim stood before.

    Claims of `fresh` articles, and those that people `moved`, are compared with all others, other pairs not again; None: everything is done anew.
    """
    old = {member.member: member.group for member in tools.store.memberships("incident") if member.group is not None}
    known = make_known(tools, claims)
    decided = read_decisions(tools.store)
    if fresh is None:
        return merge_claims(claims, known, decided), old
    groups: dict[str, list[str]] = {}
    for claim, group in old.items():
        groups.setdefault(group, []).append(claim)
    read_again = moved | {claim.id for claim in claims if claim.article in fresh}  # the same words may say something else to a newer reader
    incidents = [Incident(group, tuple(sorted(members))) for group, members in sorted(groups.items()) if read_again.isdisjoint(members)]
    before = {
        (found.left, found.right): found
        for found in tools.store.find(Judgement, by=BY)
        if found.left.startswith("c_") and found.left not in read_again and found.right not in read_again
    }
    return merge_claims(claims, known, decided, before, incidents), old


def make_known(tools: MergingTools, claims: Iterable[RecordClaim]) -> Known:
    """What comparisons know beside two claims."""
    return Known(tools.parent, Meanings(tools.embedder), list_stories(claims))


def read_decisions(store: Store) -> Decided:
    """What people decided about claims being one incident and has not been taken back."""
    replay = replay_decisions(store.find(Decision))
    return Decided(replay.join, replay.part)


def find_new_copies(store: Store, articles_seen: int | None) -> tuple[list[Judgement], dict[str, str]]:
    """The judgements on articles that are copies and came since, and the family of each article that has a copy."""
    came: dict[str, str] = {}
    for capture in store.find(Capture):
        came.setdefault(capture.article, capture.at)
    articles = [Copyable(one.id, one.text, one.publisher, one.published, came.get(one.id, "")) for one in store.find(Article)]
    new = None if articles_seen is None else frozenset(article.id for article in articles[articles_seen:])
    copies = find_copies(articles, new) if new is None or new else {}
    standing = {(member.group, member.member) for member in store.memberships("family") if member.group is not None and member.group != member.member}
    groups: dict[str, str] = {}
    for component in find_components((article.id for article in articles), [*copies, *standing]):
        if len(component) > 1:
            groups |= dict.fromkeys(component, component[0])
    return list(copies.values()), groups


def _change_incidents(merged: Merged, old: dict[str, str]) -> list[tuple[str, str, str | None]]:
    now = {claim: incident.id for incident in merged.incidents for claim in incident.claims}
    changed: list[tuple[str, str, str | None]] = [("incident", claim, group) for claim, group in sorted(now.items()) if old.get(claim) != group]
    return changed + [("incident", claim, None) for claim in sorted(old.keys() - now.keys())]


def _change_families(store: Store, groups: dict[str, str]) -> list[tuple[str, str, str | None]]:
    old = {member.member: member.group for member in store.memberships("family")}
    return [("family", article, group) for article, group in sorted(groups.items()) if old.get(article) != group]


def _keep(
    tools: MergingTools, merged: Merged, copies: tuple[Judgement, ...], changes: list[tuple[str, str, str | None]], seen: dict[str, int], by: str
) -> MergeReport:
    """What was merged, kept in one transaction."""
    at = tools.now()
    incidents = {group for kind, _, group in changes if kind == "incident" and group is not None}
    families = {group for kind, _, group in changes if kind == "family"}
    detail = {"by": BY, "model": tools.embedder.version if tools.embedder is not None else None, "seen": seen, "refused": len(merged.refused)}
    made = Merge(make_id("g", at, seen, changes), at, by, json.dumps(detail, sort_keys=True))
    placed = [Membership(kind, member, group, made.id) for kind, member, group in changes]  # type: ignore[arg-type]
    counted = {"incidents": len(incidents), "families": len(families), "memberships": digest_value(placed)}
    judgements = [_shorten(judgement) for judgement in (*merged.judgements, *copies) if judgement.score >= KEPT_FROM]
    with tools.store.transaction():
        tools.store.add([made])
        tools.store.add(judgements)
        tools.store.add(placed)
        append_notes(tools.store, at, by, [note_value("merge", made.id, made, **counted)])
    claims = sum(kind == "incident" for kind, _, _ in changes)
    return MergeReport(made.id, claims, len(incidents), len(families))


def _shorten(judgement: Judgement) -> Judgement:
    """The judgement with only the likenesses that said something, a third of its size."""
    told = tuple(likeness for likeness in judgement.likenesses if likeness.score != SILENT)
    return Judgement(judgement.left, judgement.right, judgement.same, judgement.score, told, judgement.by)


def explain_incident(tools: MergingTools, claims: Sequence[RecordClaim]) -> tuple[Compared, ...]:
    """Every two claims of an incident compared feature by feature, best first."""
    known = make_known(tools, _load_articles(tools.store, claims))
    joins = [decision for decision in replay_decisions(tools.store.find(Decision)).standing if decision.verdict == "join"]
    found = []
    for n, a in enumerate(claims):
        for b in claims[n + 1 :]:
            judgement = score_pair(a, b, known)
            left, right = (a, b) if judgement.left == a.id else (b, a)
            joined = next((decision for decision in reversed(joins) if a.id in decision.claims and b.id in decision.claims), None)
            found.append(Compared(left, right, judgement.same, judgement.score, weigh(judgement.likenesses), joined))
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.left.id, pair.right.id)))


def _load_articles(store: Store, claims: Sequence[RecordClaim]) -> list[RecordClaim]:
    """All claims of the articles that these stand in: their stories are told by all of them."""
    articles = sorted({claim.article for claim in claims})
    return [claim for at in range(0, len(articles), CHUNK) for claim in store.claims(ClaimQuery(articles=tuple(articles[at : at + CHUNK]), what="event"))]
