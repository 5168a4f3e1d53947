"""Releases as a documenter makes them. The report was written for the project; its people are invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from karama.api import Record, open_record
from karama.cli.main import cli
from karama.errors import DataError, InputError
from karama.export.formats import FORMATS
from karama.gate.leaks import find_leaks
from karama.releases import Releases
from karama.wiring import make_releasing

REPORT = """Nine killed in strike on clinic in Saraqib

SARAQIB, March 3, 2017 (Example Wire) - An air strike hit the Umm al-Qura clinic in Saraqib on Thursday and killed nine people, the White Helmets said.

Zahra Mansouri, a 34-year-old nurse, was killed in the strike. "My sister was at work," her brother Tariq Mansouri told Example Wire.

Syria's government denied that it had bombed the clinic.
"""
SECRETS = ("Zahra Mansouri", "Tariq Mansouri", "Mansouri", "Umm al-Qura")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    (tmp_path / "Zahra Mansouri.txt").write_text(REPORT, encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(cli, ["init", str(tmp_path / "idlib.karama")]).exit_code == 0
    assert runner.invoke(cli, ["add", str(tmp_path / "idlib.karama"), str(tmp_path / "Zahra Mansouri.txt"), "--published", "2017-03-03"]).exit_code == 0
    with open_record(tmp_path / "idlib.karama") as opened:
        yield opened


@pytest.fixture
def releases(record: Record) -> Releases:
    return Releases(make_releasing(record.path, record.tools))


ALL = tuple(form.name for form in FORMATS if form.name != "prov" and "boundaries" not in form.needs)


def test_no_withheld_name_is_in_any_byte_of_a_public_release_in_every_format(releases: Releases) -> None:
    done = releases.make("public", on="2018-01-01", formats=ALL)
    assert list(find_leaks(done.path, SECRETS)) == []
    kept_by_us = (done.path.parent / f"{done.version}.held.json").read_text(encoding="utf-8")
    assert "Zahra Mansouri" in kept_by_us, "the record's own report tells what was held back"


def test_the_same_names_are_in_a_private_release(releases: Releases) -> None:
    done = releases.make("private", on="2018-01-01", formats=("csv", "geojson"))
    assert {leak.name for leak in find_leaks(done.path, ["Zahra Mansouri"])} == {"Zahra Mansouri"}


def test_a_withheld_name_that_comes_in_by_the_title_stops_the_release(releases: Releases, record: Record) -> None:
    with pytest.raises(DataError, match="nothing was released"):
        releases.make("public", on="2018-01-01", title="In memory of Zahra Mansouri")
    assert [path.name for path in (record.path / "releases").iterdir()] == []
    assert releases.made() == []


def test_what_is_let_go_leaves_and_its_reason_is_kept(releases: Releases) -> None:
    plan = releases.plan("public", on="2018-01-01")
    item = next(one.id for one in plan.held if one.words == "Zahra Mansouri")
    releases.let_go(item, "her family asked for her name, letter of 2 May", on="2018-01-01", by="Ann")
    done = releases.make("public", on="2018-01-01", by="Ann")
    assert "Zahra Mansouri" in (done.path / "data/csv.claims.csv").read_text(encoding="utf-8")
    assert list(find_leaks(done.path, ["Tariq Mansouri"])) == []
    (entry,) = releases.made()
    assert json.loads(entry.detail)["overridden"] == [{"item": item, "reason": "her family asked for her name, letter of 2 May", "by": "Ann"}]


def test_nothing_can_be_let_go_without_a_reason(releases: Releases) -> None:
    item = releases.plan("public", on="2018-01-01").held[0].id
    with pytest.raises(InputError, match="say why"):
        releases.let_go(item, "  ", on="2018-01-01")


def test_a_fresh_record_releases_nothing_and_says_so(releases: Releases) -> None:
    with pytest.raises(InputError, match="nothing would leave"):
        releases.make("public", on="2017-03-10")


def test_the_second_release_tells_what_changed_and_what_is_gone_and_why(releases: Releases, record: Record) -> None:
    first = releases.make("public", on="2018-01-01")
    dropped = next(one for one in releases.plan("public", on="2018-01-01").incidents)
    record.deciding("Ann").reject([claim.id for claim in dropped.view.claims], "counted twice")
    second = releases.make("public", on="2018-01-02")
    assert second.changes.against == first.version
    assert dict(second.changes.removed)[dropped.view.id] == "its claims were rejected, or are no longer told"
    assert dropped.view.id in (second.path / "CHANGES.md").read_text(encoding="utf-8")
    assert first.path.is_dir(), "the first release stays as it was"


def test_a_changed_file_of_a_release_is_found(releases: Releases, record: Record) -> None:
    done = releases.make("public", on="2018-01-01")
    assert list(releases.check()) == []
    file = done.path / "data" / "csv.csv"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes().replace(b"air strike", b"accident"))
    assert list(releases.check()) == [f"release {done.version}: data/csv.csv was changed"]
    assert [(fault.where, fault.what) for fault in record.verify().faults] == [("releases", f"release {done.version}: data/csv.csv was changed")]


def test_the_checksums_of_a_release_hold(releases: Releases) -> None:
    from hashlib import sha256

    done = releases.make("public", on="2018-01-01")
    manifest = json.loads((done.path / "manifest.json").read_text(encoding="utf-8"))
    assert all(sha256((done.path / name).read_bytes()).hexdigest() == digest for name, digest in manifest["files"].items())
    assert {"README.md", "METHODOLOGY.md", "CHANGES.md", "citations.csv", "site/index.html", "data/acled.csv"} <= manifest["files"].keys()


def test_the_methodology_tells_readers_policy_thresholds_gate_and_limits(releases: Releases) -> None:
    told = (releases.make("public", on="2018-01-01", policy="acled").path / "METHODOLOGY.md").read_text(encoding="utf-8")
    for words in (
        "spaCy" if "spaCy" in told else "parser",
        "policy acled",
        "probability of 0.5",
        "30 days before 2018-01-01",
        "within 5 km",
        "not totals",
        "English",
    ):
        assert words in told


def test_three_commands_make_a_public_release(record: Record) -> None:
    runner, path = CliRunner(), str(record.path)
    checked = runner.invoke(cli, ["release", path, "--check", "--on", "2018-01-01"])
    assert "Zahra Mansouri" in checked.output and "let-go" in checked.output
    item = next(line.split()[0] for line in checked.output.splitlines() if "Zahra Mansouri" in line)
    assert runner.invoke(cli, ["let-go", path, item, "--reason", "her family asked for it"]).exit_code == 0
    done = runner.invoke(cli, ["release", path, "--on", "2018-01-01", "--json"])
    assert Path(json.loads(done.output)["folder"], "site/index.html").is_file()
