"""The first page: what is in the record, what is disputed in it, and where to go from here."""

from __future__ import annotations

from typing import Any

from karama import codec
from karama.app.exploring import Asked
from karama.domain.record import Capture, Decision, RecordClaim, Run
from karama.domain.text import Article
from karama.web.visits import Page, Visit

SHOWN = 6  # incidents of each list
# What one comes for, in the order in which a report becomes a release.
WAYS: tuple[tuple[str, str, str], ...] = (
    ("/read", "Read", "Paste, drop or fetch a report, and see its claims beside its sentences."),
    ("/explore", "Explore", "A map, a timeline and counts of what happened; who held what on a day."),
    ("/review", "Review", "Accept, reject, correct, join and split, by keyboard; what is worth a look comes first."),
    ("/actors", "Actors", "Who is who across the reports, by all their names."),
    ("/release", "Release", "What may leave, what is held back for people's safety, and why."),
)


def show_overview(visit: Visit) -> dict[str, Any]:
    """The counts of what is kept, the incidents that are disputed and those told by most, and the latest that came in."""
    store = visit.record.tools.store
    exploring = visit.record.exploring()
    exploring.refresh()
    everything = exploring.resolve(Asked())
    told = exploring.find(everything, "origins", SHOWN)
    disputed = exploring.find(exploring.resolve(Asked(keys=(("dispute", ("yes",)),))), "origins", SHOWN) if told.totals.disputed else None
    last = store.last(Capture)
    return {
        "name": visit.record.path.name, "articles": store.count(Article), "claims": store.count(RecordClaim), "decisions": store.count(Decision),
        "totals": codec.encode(told.totals), "disputed": codec.encode(disputed.lines) if disputed is not None else [],
        "told": codec.encode(told.lines), "runs": [{"id": run.id, "versions": run.versions} for run in store.find(Run)],
        "last": {"article": last.article, "origin": last.origin, "title": last.title, "at": last.at, "by": last.by} if last is not None else None,
        "ways": [{"path": path, "name": name, "words": words} for path, name, words in WAYS],
    }  # fmt: skip


PAGES = (Page("/", "overview.html", show_overview),)
