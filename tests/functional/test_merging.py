"""Reports written for the tests, added to a record, and what their claims are merged to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from karama.api import Record, init_record
from karama.app.merging import MergeReport
from karama.cli.main import main
from karama.domain.record import Judgement, Membership
from karama.domain.text import Article

REPORTS = {
    "wire": ("2017-06-27", "An air strike killed 12 people in the Syrian town of Mayadin on Monday, the Syrian Observatory for Human Rights said."),
    "daily": ("2017-06-27", "At least 20 people were killed in an air strike on Mayadin in eastern Syria on Monday, local activists said."),
    "denial": ("2017-06-28", "Russia's defence ministry denied on Wednesday that its aircraft had bombed Mayadin on Monday, June 26."),
    "other day": ("2017-06-29", "An air strike killed nine people in the Syrian town of Mayadin on Wednesday, residents said."),
    "other town": ("2017-06-27", "An air strike killed 12 people in the Syrian city of Hasaka on Monday, a doctor said."),
    "total": ("2017-06-30", "Since March, 1,200 people have been killed in Mayadin, activists said."),
    "feared": ("2017-06-25", "Residents of Mayadin fear that an air strike will hit the town on Monday, June 26."),
    "background": ("2017-07-20", "The market reopened this week. An air strike on June 26 killed 12 people in the Syrian town of Mayadin, doctors said."),
}


def write(folder: Path, *names: str) -> Path:
    file = folder / f"{'-'.join(names)}.jsonl"
    file.write_text("".join(json.dumps({"id": name, "published": REPORTS[name][0], "text": REPORTS[name][1]}) + "\n" for name in names))
    return file


def group_reports(record: Record) -> set[frozenset[str]]:
    """Which reports share an incident."""
    groups: dict[str, set[str]] = {}
    claims = {claim.id: claim for claim in record.tools.store.claims()}
    names = {article.id: article.name for article in record.tools.store.find(Article)}
    for member in record.tools.store.memberships("incident"):
        groups.setdefault(str(member.group), set()).add(names[claims[member.member].article])
    return {frozenset(group) for group in groups.values()}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """All the reports, added at once."""
    folder = tmp_path_factory.mktemp("merging")
    with init_record(folder / "r.karama") as made:
        made.add([write(folder, *REPORTS)], by="Ann")
    return made


def test_two_figures_a_denial_and_a_later_mention_are_of_one_strike(record: Record) -> None:
    (group,) = [group for group in group_reports(record) if "wire" in group]
    assert {"wire", "daily", "background"} <= group
    assert not group & {"other day", "other town", "total", "feared"}


def test_another_day_and_another_town_are_incidents_of_their_own(record: Record) -> None:
    assert {frozenset({"other day"}), frozenset({"other town"})} <= group_reports(record)


def test_a_running_total_is_in_no_incident(record: Record) -> None:
    assert not any("total" in group for group in group_reports(record))


def test_merging_again_does_nothing(record: Record) -> None:
    before = record.tools.store.count(Membership), record.tools.store.count(Judgement)
    assert record.merge() == MergeReport(None)
    assert (record.tools.store.count(Membership), record.tools.store.count(Judgement)) == before


def test_reports_that_come_one_by_one_in_another_order_give_the_same_incidents(record: Record, tmp_path: Path) -> None:
    with init_record(tmp_path / "r.karama") as other:
        for name in reversed(REPORTS):
            other.add([write(tmp_path, name)], by="Ann")
        assert group_reports(other) == group_reports(record)


def test_why_tells_each_feature_with_its_reason(record: Record, capsys: pytest.CaptureFixture[str]) -> None:
    claim = next(claim for claim in record.tools.store.claims() if claim.kind == "air strike" and "12 people" in claim.words)
    assert main(["why", str(record.path), claim.id]) == 0
    out = capsys.readouterr().out
    assert "both Mayadin" in out
    assert "are the same day" in out


FIGURES = (
    "An air strike killed 12 people in the Syrian town of Mayadin on Monday, a hospital in the town said. Activists put the toll at 20. "
    "The ministry said nobody was hurt."
)


def test_a_figure_told_by_itself_is_split_off_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(FIGURES)
    with init_record(tmp_path / "r.karama") as made:
        made.add(tmp_path / "report.txt", published="2017-06-27", by="Ann")
        (figure,) = (claim for claim in made.tools.store.claims() if claim.what == "quantity")
        (incident,) = made.incidents(place="Mayadin")
        assert [value.words for value in incident.view.list_values("killed")] == ["12", "20"]
        assert any(
            "speaks of" in one.reason for pair in made.explain(incident.view.id) for one, _ in pair.evidence if figure.id in (pair.left.id, pair.right.id)
        )
        made.deciding("Ann").split(incident.view.id, [figure.id], "of another strike")
        assert [value.words for one in made.incidents(place="Mayadin") for value in one.view.list_values("killed")] == ["12"]
        made.deciding("Ann").undo()
        assert [value.words for one in made.incidents(place="Mayadin") for value in one.view.list_values("killed")] == ["12", "20"]
