"""Cases of merging, written for the project: a few short reports each, which claims tell of one incident, what it must show, what held on a day.

A case is a TOML file (tests/golden/record). A claim is named by its article and the words at its trigger, "agency: killed 12": it is every event told with a
trigger within these words, and the figure that stands there, where a sentence tells a figure without an event. All cases of a folder are kept in one record,
so the reports of a case must also stay apart from those of all others.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from karama.api import Record, init_record
from karama.domain.record import RecordClaim
from karama.domain.text import Article

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "golden" / "record"
FIGURES = frozenset({"killed", "wounded", "missing", "detained", "displaced"})  # bare figures of a happening


@dataclass(frozen=True, slots=True)
class Case:
    """One trap with its reports, as its file has it."""

    name: str
    told: dict[str, Any]

    def list_groups(self) -> Iterator[tuple[str, ...]]:
        """The claims of each incident."""
        for incident in self.told.get("incident", ()):
            yield tuple(incident["claims"])

    def list_none(self) -> tuple[str, ...]:
        """The claims that tell of no incident."""
        return tuple(self.told.get("none", {}).get("claims", ()))


def load_cases(folder: Path) -> tuple[Case, ...]:
    """The cases of a folder, by name."""
    return tuple(Case(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.toml")))


def keep_cases(cases: Sequence[Case], folder: Path) -> Record:
    """A record with the reports of all the cases, in the folder."""
    lines = []
    for case in cases:
        for article in case.told["article"]:
            lines.append(json.dumps({**article, "id": name_article(case, article["id"]), "published": article["published"].isoformat()}))
    reports = folder / "reports.jsonl"
    reports.write_text("\n".join(lines), encoding="utf-8")
    record = init_record(folder / "cases.karama")
    record.add([reports], by="a test")
    return record


def name_article(case: Case, article: str) -> str:
    """What the article is called in the record."""
    return f"{case.name}/{article}"


@dataclass(frozen=True, slots=True)
class Placed:
    """The claims of a record by article and place in the text, and the incident that each is in."""

    articles: dict[str, Article]
    claims: dict[str, tuple[RecordClaim, ...]]  # by the article's name
    incident_of: dict[str, str]

    def find(self, case: Case, name: str) -> tuple[RecordClaim, ...]:
        """The claims of that name, "agency: killed 12"; none where the reading missed them.

        Raises:
            ValueError: the words do not stand in the article (the case is wrong).
        """
        article, _, words = name.partition(": ")
        called = name_article(case, article)
        start = self.articles[called].text.index(words)
        met = [c for c in self.claims.get(called, ()) if (start <= c.trigger.start and c.trigger.end <= start + len(words)) or _holds(c, start, len(words))]
        events = tuple(claim for claim in met if claim.what == "event")
        return events or tuple(claim for claim in met if claim.what == "quantity" and claim.kind in FIGURES)

    def group(self, claim: RecordClaim) -> str | None:
        """The incident that the claim is in; None for none."""
        return self.incident_of.get(claim.id)


def _holds(claim: RecordClaim, start: int, length: int) -> bool:
    return claim.trigger.start <= start and start + length <= claim.trigger.end


def place_claims(record: Record) -> Placed:
    """The claims of the record with their incidents."""
    articles = {article.name: article for article in record.articles()}
    names = {article.id: name for name, article in articles.items()}
    claims: dict[str, list[RecordClaim]] = {}
    for claim in record.tools.store.claims():
        claims.setdefault(names[claim.article], []).append(claim)
    groups = {member.member: member.group for member in record.tools.store.memberships("incident") if member.group is not None}
    return Placed(articles, {name: tuple(found) for name, found in claims.items()}, groups)


@dataclass(frozen=True, slots=True)
class Scored:
    """How the named claims of all cases are grouped, against how they should be."""

    claims: int  # named, each one a mention
    missed: int  # of these, not read at all
    pair_precision: float
    pair_recall: float
    b_cubed_precision: float
    b_cubed_recall: float

    @property
    def pair_f1(self) -> float:
        """The harmonic mean over pairs."""
        return _mean(self.pair_precision, self.pair_recall)

    @property
    def b_cubed_f1(self) -> float:
        """The harmonic mean over claims."""
        return _mean(self.b_cubed_precision, self.b_cubed_recall)


def score_cases(cases: Sequence[Case], placed: Placed) -> Scored:
    """The figures over all cases at once; a claim that was not read stands alone, and so does one of no incident."""
    gold: dict[str, str] = {}
    found: dict[str, str] = {}
    missed = 0
    for case in cases:
        listed = [(number, name) for number, group in enumerate(case.list_groups()) for name in group]
        listed += [(-n, name) for n, name in enumerate(case.list_none(), 1)]
        for number, name in listed:
            mention = f"{case.name}|{name}"
            claims = placed.find(case, name)
            missed += not claims
            groups = [group for claim in claims if (group := placed.group(claim)) is not None]
            gold[mention] = f"{case.name}|{number}"
            found[mention] = min(groups, default=mention)
    return _score(gold, found, missed)


def _score(gold: dict[str, str], found: dict[str, str], missed: int) -> Scored:
    joined = {(a, b) for a, b in combinations(sorted(gold), 2) if found[a] == found[b]}
    alike = {(a, b) for a, b in combinations(sorted(gold), 2) if gold[a] == gold[b]}
    right = len(joined & alike)
    precision = recall = 0.0
    for a, named in gold.items():
        ours = {b for b in gold if found[b] == found[a]}
        theirs = {b for b in gold if gold[b] == named}
        precision += len(ours & theirs) / len(ours)
        recall += len(ours & theirs) / len(theirs)
    return Scored(len(gold), missed, _share(right, len(joined)), _share(right, len(alike)), precision / len(gold), recall / len(gold))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
