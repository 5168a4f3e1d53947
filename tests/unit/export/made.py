"""Incidents made for the tests of exports: claims of our own, laid out as the record lays them out."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from karama.domain.record import Count, Party, RecordClaim, Speaker, When, Where
from karama.domain.text import Span
from karama.export.values import Export, SourceArticle
from karama.views.incidents import lay_out_incident
from karama.views.policies import FoundIncident, apply_policy, find_policy

RAQQA = Where("Raqqa", 172955, 35.9528, 39.0079, 8.0, "settlement", "SYR", "Raqqa")
SYRIA = Where("Syria", 163843, 35.0, 38.0, 400.0, "country", "SYR", None)
NEAR_RAQQA = Where("Raqqa", 172955, 35.9528, 39.0079, 25.0, "near", "SYR", "Raqqa")
MONDAY = When("2017-07-03", "2017-07-03", "2017-07-03", "on Monday")
JULY = When("2017-07-01", "2017-07-31", "2017-07", "in July")
YEARS = When("2014-01-01", "2017-12-31", "2014/2017", "since 2014")
ARMY = Party("Syrian Arab Army", "the army", "syrian-arab-army", "military", "SYR")
RUSSIA = Party("Russian Air Force", "Russian jets", "russian-air-force", "military", "RUS")
GROUP = Party("Northern Front", "the Northern Front", "northern-front", "armed group", "SYR")
OTHERS = Party("Islamic State", "militants of IS", "islamic-state", "armed group", "SYR")
GUNMEN = Party("gunmen", "gunmen", None, "armed group", None, named=False)
VILLAGERS = Party("villagers", "villagers", None, "civilians", None, named=False)


def killed(low: float | None, high: float | None = None, of: str = "people", words: str = "") -> Count:
    return Count("killed", low, high, False, words or f"at least {low}", of)


def claim(name: str, kind: str = "air strike", **given: Any) -> RecordClaim:
    """A claim of article a1 that an air strike hit Raqqa on Monday, unless told otherwise."""
    fields: dict[str, Any] = {
        "article": "sha256:a1", "run": "n_1", "local": "c1", "what": "event", "kind": kind, "start": 0, "end": 30, "words": f"Jets hit Raqqa ({name}).",
        "trigger": Span(0, 4), "segment": "body", "places": (RAQQA,), "dates": (MONDAY,), "published": "2017-07-04", "publisher": "River Post",
    }  # fmt: skip
    identifier = "c_" + sha256(name.encode()).hexdigest()[:20]
    return RecordClaim(identifier, "v1", **{**fields, **given})


def incident(*claims: RecordClaim, policy: str | None = None) -> FoundIncident:
    """The incident of these claims; each article is an origin of its own."""
    identifier = "i_" + min(one.id for one in claims).removeprefix("c_")
    view = lay_out_incident(identifier, claims, lambda listed: len({one.article for one in listed}))
    return FoundIncident(view, apply_policy(find_policy(policy), view) if policy else ())


def export(*found: FoundIncident, **given: Any) -> Export:
    """The incidents with an article for each that their claims name."""
    names = {one.article for each in found for one in each.view.claims}
    articles = {
        name: SourceArticle(
            name, f"Report {name[-2:]}", "River Post", "2017-07-04", "https://example.org/" + name[-2:], "report.txt", "ab" * 32, "2026-11-22T10:00:00Z"
        )
        for name in names
    }
    return Export(tuple(found), articles, "2026-11-22T20:00:00Z", **given)


def speaker(name: str) -> Speaker:
    return Speaker(name, name)
