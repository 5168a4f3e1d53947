"""From an id back to the bytes: what a record knows of an article or a claim, and how it came to know it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from karama.domain.record import Capture, KeptReading, RecordClaim, Run, Supersession
from karama.domain.text import Article
from karama.errors import DataError, InputError
from karama.merge.families import Change as CopyChange
from karama.merge.families import Copyable, group_families
from karama.merge.families import list_changes as list_copy_changes
from karama.ports import ClaimQuery, Store
from karama.record.versions import Change, list_changes


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of an article at one URL, and what differs: words of the older one, and of the newer one in their place."""

    article: str
    url: str
    at: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Copies:
    """Articles of one text: who printed it first, whom the text names as its source, and what this article changed (nothing, if it was the first)."""

    first: str  # article
    articles: tuple[str, ...]  # first printed first
    names: tuple[str, ...]  # what they are called, in the same order
    source: str | None
    changes: tuple[CopyChange, ...]


@dataclass(frozen=True, slots=True)
class ArticleTrace:
    """An article with every time it came in, every reading of it, its other versions, and its claims."""

    article: Article
    captures: tuple[Capture, ...]
    readings: tuple[KeptReading, ...]
    older: tuple[Version, ...]
    newer: tuple[Version, ...]
    claims: tuple[RecordClaim, ...]
    copies: Copies | None = None  # None: no other article is a copy


@dataclass(frozen=True, slots=True)
class ClaimTrace:
    """A claim with the article it stands in, how that came in, and who read it; `others` is what other runs read in the same words."""

    claim: RecordClaim
    article: Article
    captures: tuple[Capture, ...]
    run: Run
    closed: bool  # a newer reading or version of the article has no such claim
    others: tuple[RecordClaim, ...]


def trace(store: Store, identifier: str) -> ArticleTrace | ClaimTrace:
    """What is known of the claim or article of that id; an article also by the id or path that it came with.

    Raises:
        InputError: there is none.
    """
    claims = tuple(store.claims(ClaimQuery(ids=(identifier,), closed=True))) if identifier.startswith("c_") else ()
    return trace_claim(store, claims) if claims else trace_article(store, find_article(store, identifier))


def find_article(store: Store, identifier: str) -> Article:
    """The article of that id, name or origin; of several the newest.

    Raises:
        InputError: there is none.
    """
    for found in (store.find(Article, id=identifier), store.find(Article, name=identifier)):
        articles = list(found)
        if articles:
            return articles[-1]
    origins = [capture.article for capture in store.find(Capture, origin=identifier)] or [capture.article for capture in store.find(Capture, url=identifier)]
    if not origins:
        raise InputError(f"{identifier}: nothing of that name in the record")
    return next(store.find(Article, id=origins[-1]))


def trace_article(store: Store, article: Article) -> ArticleTrace:
    """All that is known of the article."""
    return ArticleTrace(
        article,
        tuple(store.find(Capture, article=article.id)),
        tuple(store.find(KeptReading, article=article.id)),
        tuple(_compare(store, found, article, older=True) for found in store.find(Supersession, newer=article.id)),
        tuple(_compare(store, found, article, older=False) for found in store.find(Supersession, older=article.id)),
        tuple(store.claims(ClaimQuery(articles=(article.id,)))),
        find_copies(store, article),
    )


def find_copies(store: Store, article: Article) -> Copies | None:
    """The articles that are one text with this one, and what this one changed; None where it has no copy."""
    group = next((member.group for member in store.memberships("family", members=[article.id])), None)
    versions = {one.older for one in store.find(Supersession)} | {one.newer for one in store.find(Supersession, older=article.id)}
    members = [member.member for member in store.memberships("family", groups=[group])] if group is not None else []
    members = [member for member in members if member == article.id or member not in versions]
    if len(members) < 2:
        return None
    texts = {one.id: one for one in store.find(Article, id=tuple(members))}
    came: dict[str, Capture] = {}
    for capture in store.find(Capture, article=tuple(members)):
        came.setdefault(capture.article, capture)
    copies = [Copyable(one.id, one.text, one.publisher, one.published, came[one.id].at if one.id in came else "") for one in texts.values()]
    family = next(found for found in group_families(copies) if article.id in found.articles)
    if len(family.articles) < 2:
        return None
    names = tuple(texts[name].publisher or PurePosixPath(came[name].origin if name in came else texts[name].name).name for name in family.articles)
    changes = () if article.id == family.first else tuple(list_copy_changes(texts[family.first].text, article.text))
    return Copies(family.first, family.articles, names, family.source, changes)


def trace_claim(store: Store, claims: tuple[RecordClaim, ...]) -> ClaimTrace:
    """All that is known of a claim, of which these are the answers of all readings, the newest last."""
    claim = claims[-1]
    article = next(store.find(Article, id=claim.article), None)
    run = next(store.find(Run, id=claim.run), None)
    if article is None or run is None:
        raise DataError(f"{claim.id}: refers to what is not there; see karama verify")
    captures = tuple(store.find(Capture, article=article.id))
    imported = any(capture.obtained == "imported" for capture in captures)  # it stands beside what was read here, and nothing newer in its place
    open_now = imported or any(found.run == claim.run for found in store.claims(ClaimQuery(ids=(claim.id,))))
    return ClaimTrace(claim, article, captures, run, not open_now, claims[:-1])


def _compare(store: Store, found: Supersession, article: Article, *, older: bool) -> Version:
    other = next(store.find(Article, id=found.older if older else found.newer))
    texts = (other.text, article.text) if older else (article.text, other.text)
    return Version(other.id, found.url, found.at, tuple(list_changes(*texts)))
