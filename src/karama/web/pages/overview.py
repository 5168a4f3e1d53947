"""The first page: what is in the record and where to go from here."""

from __future__ import annotations

from typing import Any

from karama.domain.record import Capture, Decision, Run
from karama.domain.text import Article
from karama.web.visits import Page, Visit


def show_overview(visit: Visit) -> dict[str, Any]:
    """The counts of what is kept, and the latest that came in."""
    store = visit.record.tools.store
    last = store.last(Capture)
    return {
        "name": visit.record.path.name,
        "articles": store.count(Article),
        "decisions": store.count(Decision),
        "runs": [{"id": run.id, "versions": run.versions} for run in store.find(Run)],
        "last": {"origin": last.origin, "title": last.title, "at": last.at, "by": last.by} if last is not None else None,
    }


PAGES = (Page("/", "overview.html", show_overview, role="viewer"),)
