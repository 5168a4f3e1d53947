"""Read: a report pasted, fetched or dropped, with its claims beside it; it is kept only where a person says so."""

from __future__ import annotations

from typing import Any

from karama.domain.text import Article
from karama.errors import InputError
from karama.ingest.articles import Loaded, make_article
from karama.ingest.fetched import load_fetched
from karama.ingest.making import parse_day
from karama.web.answers import MissingError, link
from karama.web.drafts import READ_AT_ONCE, Draft, attest, keep_drafts, load_one, read_draft
from karama.web.readings import describe_reading
from karama.web.visits import Action, Done, Page, Visit

PASTED = "pasted text"


def show_read(visit: Visit) -> dict[str, Any]:
    """The form, and what was read lately in this process."""
    return {"most": READ_AT_ONCE, "url": visit.ask("url"), "published": visit.ask("published"), "may_keep": visit.person.may("coder")}


def show_draft(visit: Visit) -> dict[str, Any]:
    """The reading of a report that is not kept."""
    draft = _find_draft(visit)
    known = next(visit.record.tools.store.find(Article, id=draft.loaded.article.id), None)
    return {
        **describe_reading(draft.reading),
        "key": draft.key,
        "origin": draft.loaded.source,
        "media_type": draft.loaded.media_type,
        "whole": draft.whole,
        "cut": draft.cut,
        "kept": known.id if known is not None else None,
        "may_keep": visit.person.may("coder"),
    }


def read_report(visit: Visit) -> Done:
    """To the reading of the one report that was pasted, named or dropped."""
    day = _read_published(visit.given("published"))
    text, url, file = visit.given("text"), visit.given("url").strip(), visit.uploads.get("file")
    given = [name for name, there in (("a text", text.strip()), ("an address", url), ("a file", file)) if there]
    if len(given) != 1:
        raise InputError(f"give one of the three: {' and '.join(given)} came at once" if given else "paste a text, give an address or choose a file")
    if file is not None:
        loaded = load_one(file.data, file.name, file.name, day)
    elif url:
        loaded = load_fetched(visit.site.fetch(url), day)
    else:
        loaded = Loaded(make_article(text, published=day, source=PASTED), PASTED, original=text.encode("utf-8", "replace"), obtained="pasted")
    draft = read_draft(loaded)
    visit.site.drafts.put(draft)
    return Done(f"/read/{draft.key}", {"key": draft.key, "claims": len(draft.reading.claims)})


def keep_report(visit: Visit) -> Done:
    """To the page of the report, which is now in the record."""
    draft = _find_draft(visit)
    with visit.site.writing:
        added = keep_drafts(visit.record, [draft.loaded], visit.person.name)[0]
        untimed = attest(visit.record, visit.person.name) if added.state != "known" else None
    visit.site.drafts.drop(draft.key)
    told = {"article": added.article, "state": added.state, "claims": added.claims, "untimed": untimed}
    return Done(link(f"/articles/{added.article}", untimed="1" if untimed is not None else None), told)


def forget_report(visit: Visit) -> Done:
    """To the empty form; the report is forgotten at once, before others push it out."""
    visit.site.drafts.drop(visit.path["key"])
    return Done("/read")


def _find_draft(visit: Visit) -> Draft:
    found = visit.site.drafts.get(visit.path["key"])
    if found is None:
        raise MissingError("This reading is forgotten: it was not kept in the record. Give the report again on the page Read.")
    return found


def _read_published(day: str) -> str | None:
    return parse_day(day, "the day of publication") if day.strip() else None


PAGES = (
    Page("/read", "read.html", show_read, menu="Read"),
    Page("/read/{key}", "draft.html", show_draft),
)
ACTIONS = (
    Action("/read", read_report, role="coder"),
    Action("/read/{key}/keep", keep_report, role="coder"),
    Action("/read/{key}/forget", forget_report, role="coder"),
)
