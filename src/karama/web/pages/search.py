"""Words in the articles and claims of the record, each found sentence one step from its article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from karama.app.asking import show_id
from karama.app.decided import load_claims
from karama.domain.record import Capture, Hit
from karama.domain.text import Article
from karama.web.visits import Page, Visit

MOST = 50
AROUND = 160  # characters of an article before and after what was found
# What is asked for as a person types it: words in quotes stand together, -word must not be there.
_ASKED = re.compile(r'-"[^"]*"|-\S+|"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")


def show_search(visit: Visit) -> dict[str, Any]:
    """What was found, claims before articles, with the words marked."""
    words = visit.ask("words")
    claims = visit.record.search(words, kind="claim", limit=MOST) if words else ()
    articles = visit.record.search(words, kind="article", limit=MOST) if words else ()
    marked = compile_words(words)
    return {
        "words": words,
        "claims": list(_describe_claims(visit, claims, marked)),
        "articles": list(_describe_articles(visit, articles, marked)),
        "most": MOST,
    }


def compile_words(asked: str) -> re.Pattern[str] | None:
    """What finds the words asked for in a text, their endings aside; None where there are none."""
    found = [word for quoted, bare in _ASKED.findall(asked) for word in _WORD.findall(quoted or bare)]
    stems = [re.escape(_stem(word)) for word in dict.fromkeys(found)]
    return re.compile(r"\b(?:" + "|".join(sorted(stems, key=len, reverse=True)) + r")\w*", re.IGNORECASE) if stems else None


def _stem(word: str) -> str:
    """The word without an English ending, as the index of words finds it in any form: "killed" is also "killing"."""
    for ending in ("ings", "ing", "ies", "ed", "es", "s", "y"):
        if word.lower().endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def cut_marks(text: str, marked: re.Pattern[str] | None) -> list[dict[str, Any]]:
    """The text in pieces, those that were asked for marked."""
    pieces, at = [], 0
    for found in marked.finditer(text) if marked is not None else ():
        if found.start() > at:
            pieces.append({"words": text[at : found.start()], "mark": False})
        pieces.append({"words": found.group(), "mark": True})
        at = found.end()
    return [*pieces, {"words": text[at:], "mark": False}] if at < len(text) else pieces


def _describe_claims(visit: Visit, hits: tuple[Hit, ...], marked: re.Pattern[str] | None) -> Iterator[dict[str, Any]]:
    store = visit.record.tools.store
    claims = {claim.id: claim for claim in load_claims(store, [hit.id for hit in hits])}
    groups = {one.member: one.group for one in store.memberships("incident", members=list(claims)) if one.group is not None}
    titles = _name_articles(visit, [claim.article for claim in claims.values()])
    for hit in hits:
        claim = claims.get(hit.id)
        if claim is not None:
            yield {
                "id": claim.id,
                "kind": claim.kind,
                "certainty": claim.certainty,
                "article": claim.article,
                "title": titles.get(claim.article, claim.article[:15]),
                "publisher": claim.publisher,
                "published": claim.published,
                "incident": show_id(groups[claim.id]) if claim.id in groups else None,
                "pieces": cut_marks(" ".join(claim.words.split()), marked),
            }


def _describe_articles(visit: Visit, hits: tuple[Hit, ...], marked: re.Pattern[str] | None) -> Iterator[dict[str, Any]]:
    titles = _name_articles(visit, [hit.article for hit in hits])
    texts = {one.id: one for one in visit.record.tools.store.find(Article, id=tuple(hit.article for hit in hits))}
    for hit in hits:
        article = texts.get(hit.article)
        if article is not None:
            cut = _cut_around(article.text, marked)
            title = titles.get(hit.article, hit.article[:15])
            yield {"id": hit.article, "title": title, "publisher": article.publisher, "published": article.published, "pieces": cut_marks(cut, marked)}


def _cut_around(text: str, marked: re.Pattern[str] | None) -> str:
    """The words around the first find, cut between words."""
    found = marked.search(text) if marked is not None else None
    at = found.start() if found is not None else 0
    low, high = max(0, at - AROUND), min(len(text), at + AROUND)
    low = text.find(" ", low, at) + 1 if low and text.find(" ", low, at) >= 0 else low
    last = text.rfind(" ", at, high) if high < len(text) else high
    return ("… " if low else "") + " ".join(text[low : last if last > at else high].split()) + (" …" if high < len(text) else "")


def _name_articles(visit: Visit, articles: list[str]) -> dict[str, str]:
    """What each article is called: its title, else where it first came from."""
    found: dict[str, str] = {}
    for capture in visit.record.tools.store.find(Capture, article=tuple(dict.fromkeys(articles))):
        found.setdefault(capture.article, capture.title or capture.origin)
    return found


PAGES = (Page("/search", "search.html", show_search, menu="Search"),)
