"""An article of the record: its text with its claims, how it came in, who read it, its other versions and copies, and what people decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from karama import codec
from karama.api import Record
from karama.app.asking import show_id
from karama.app.tracing import ArticleTrace, ClaimTrace, Version
from karama.domain.reading import Reading
from karama.domain.record import Capture, KeptReading, Original
from karama.domain.text import Article
from karama.errors import InputError
from karama.record.decisions import Listed
from karama.web.answers import MissingError, link
from karama.web.incidents import describe_decision, list_made_about
from karama.web.readings import describe_reading
from karama.web.visits import Elsewhere, Feed, File, Page, Visit

MOST_CHANGES = 40  # of one version against another


def show_article(visit: Visit) -> dict[str, Any]:
    """The article by its newest reading, or by the one that `?reading=` names."""
    found = _trace_article(visit)
    kept = _choose_reading(found, visit.ask("reading"))
    reading = _load(visit.record, found.article, kept)
    described = describe_reading(reading)
    made = list_made_about(visit.record, [card["id"] for row in described["rows"] for card in row["cards"]])
    _add_links(visit, described["rows"], made)
    return {
        **described,
        "id": found.article.id,
        "language": found.article.language,
        "captures": found.captures,
        "readings": [{"id": one.id, "at": one.at, "run": one.run, "claims": one.claims, "given": one.given} for one in found.readings],
        "reading": kept.id if kept is not None else None,
        "newest": kept is None or kept == found.readings[-1],
        "older": [_describe_version(one) for one in found.older],
        "newer": [_describe_version(one) for one in found.newer],
        "copies": list(_list_copies(visit.record, found.article)),
        "decisions": [{**describe_decision(one), "by": one.decision.by, "at": one.decision.at} for one in made],
        "may_have_original": visit.person.may("coder"),
    }


def _trace_article(visit: Visit) -> ArticleTrace:
    """What is known of the article of that id, name or address.

    Raises:
        MissingError: there is none.
        Elsewhere: it was asked for by another name than its id.
    """
    identifier = visit.path["id"]
    try:
        found = visit.record.trace(identifier)
    except InputError as error:
        raise MissingError(str(error)) from error
    if isinstance(found, ClaimTrace):
        raise Elsewhere(_find_address(found), {"article": found.article.id})
    if found.article.id != identifier:
        raise Elsewhere(link(f"/articles/{found.article.id}", visit.query), {"article": found.article.id})
    return found


def _choose_reading(found: ArticleTrace, identifier: str) -> KeptReading | None:
    if not identifier:
        return found.readings[-1] if found.readings else None
    chosen = next((one for one in found.readings if one.id == identifier), None)
    if chosen is None:
        raise MissingError(f"{identifier}: no such reading of this article")
    return chosen


def _load(record: Record, article: Article, kept: KeptReading | None) -> Reading:
    """The reading; of an article that nobody has read yet, its text alone."""
    data = record.tools.store.load_reading(kept.id) if kept is not None else None
    return codec.decode_reading(data) if data is not None else Reading(article)


def _add_links(visit: Visit, rows: Sequence[dict[str, Any]], made: Sequence[Listed]) -> None:
    """Nothing; each card is told its incident, where it is reviewed, and what people decided about its claim."""
    cards = [card for row in rows for card in row["cards"]]
    placed = visit.record.tools.store.memberships("incident", members=[card["id"] for card in cards])
    groups = {one.member: one.group for one in placed if one.group is not None}
    for card in cards:
        standing = [one for one in made if one.undone is None and one.decision.verdict != "undo" and card["id"] in one.decision.claims]
        card["decided"] = [f"{one['what']} by {decision.decision.by}" for decision in standing if (one := describe_decision(decision))]
        card["links"] = [{"to": f"/claims/{card['id']}", "words": "permalink"}]
        if visit.person.may("coder"):
            card["links"].insert(0, {"to": link("/review/item", id=card["id"]), "words": "review"})
        if card["id"] in groups:
            card["links"].insert(0, {"to": f"/incidents/{show_id(groups[card['id']])}#{card['id']}", "words": "its incident"})


def _describe_version(one: Version) -> dict[str, Any]:
    changes = [codec.encode(change) for change in one.changes[:MOST_CHANGES]]
    return {"article": one.article, "url": one.url, "at": one.at, "changes": changes, "more": len(one.changes) - len(changes)}


def _list_copies(record: Record, article: Article) -> Iterator[dict[str, Any]]:
    """The other articles of the family of copies, as they came in."""
    store = record.tools.store
    group = next((one.group for one in store.memberships("family", members=[article.id]) if one.group is not None), None)
    if group is None:
        return
    others = [one.member for one in store.memberships("family", groups=[group]) if one.group is not None and one.member != article.id]
    for capture in {one.article: one for one in store.find(Capture, article=tuple(others))}.values():
        yield {"article": capture.article, "title": capture.title, "origin": capture.origin, "publisher": capture.publisher, "published": capture.published}


def show_claim(visit: Visit) -> dict[str, Any]:
    """Never: a claim stands in its article.

    Raises:
        Elsewhere: always, where there is such a claim.
        MissingError: there is none.
    """
    try:
        found = visit.record.trace(visit.path["id"])
    except InputError as error:
        raise MissingError(str(error)) from error
    if isinstance(found, ArticleTrace):
        raise MissingError(f"{visit.path['id']}: no such claim in the record")
    group = next((one.group for one in visit.record.tools.store.memberships("incident", members=[found.claim.id]) if one.group is not None), None)
    incident = show_id(group) if group is not None else None
    raise Elsewhere(_find_address(found, visit.record), {"claim": codec.encode(found.claim), "closed": found.closed, "incident": incident})


def _find_address(found: ClaimTrace, record: Record | None = None) -> str:
    """Where the claim stands in its article: one that a newer reading has not, in the reading that has it."""
    reading = None
    if found.closed and record is not None:
        kept = [one for one in record.tools.store.find(KeptReading, article=found.article.id) if one.run == found.claim.run]
        reading = kept[-1].id if kept else None
    return f"{link(f'/articles/{found.article.id}', reading=reading)}#{found.claim.id}"


def give_original(visit: Visit) -> File:
    """The bytes as they came, to be saved and never to be opened as a page."""
    sha256 = visit.path["sha256"]
    if next(iter(visit.record.tools.store.find(Original, sha256=sha256)), None) is None:
        raise MissingError(f"{sha256}: no such original in the record")
    return File(visit.record.tools.originals.get(sha256), "application/octet-stream", f"{sha256[:16]}.bin")


PAGES = (Page("/articles/{id}", "article.html", show_article), Page("/claims/{id}", "error.html", show_claim))
FEEDS = (Feed("/originals/{sha256}", give_original, role="coder"),)
