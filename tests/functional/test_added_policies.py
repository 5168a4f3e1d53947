"""A policy that another package adds: offered under an entry point, listed, and used like one of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from karama.cli.main import main

POLICY = '''
from karama.views.policies import Choice


def choose_hospitals(incident):
    """what hospitals and doctors count"""
    for value in incident.list_values("killed"):
        if any("hospital" in speaker.words for source in value.sources for speaker in source.speakers):
            yield Choice("killed", value.words, "counted by a hospital", value=value)
'''
REPORT = """An air strike killed 12 people in the Syrian town of Mayadin on Monday, a hospital in the town said. Local activists put the toll at 20."""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package, as pip would leave it."""
    info = tmp_path / "site" / "hospital_policies-1.0.dist-info"
    info.mkdir(parents=True)
    (tmp_path / "site" / "hospital_policies.py").write_text(POLICY)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: hospital-policies\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[karama.policies]\nhospitals = hospital_policies:choose_hospitals\n")
    monkeypatch.syspath_prepend(tmp_path / "site")
    return info


def test_a_policy_of_an_installed_package_is_listed_and_chooses(package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report.txt").write_text(REPORT)
    record = str(tmp_path / "r.karama")
    assert main(["policies"]) == 0
    assert "hospitals   what hospitals and doctors count" in capsys.readouterr().out
    assert main(["init", record]) == 0
    assert main(["add", record, str(tmp_path / "report.txt"), "--published", "2017-06-27"]) == 0
    assert main(["incidents", record, "--policy", "hospitals"]) == 0
    out = capsys.readouterr().out
    assert "by the policy hospitals (what hospitals and doctors count)" in out
    assert "killed 12: counted by a hospital" in out


def test_a_policy_that_cannot_be_loaded_is_one_line(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (package / "entry_points.txt").write_text("[karama.policies]\nhospitals = hospital_policies:no_such_thing\n")
    assert main(["policies"]) != 0
    err = capsys.readouterr().err
    assert "policy hospitals of hospital_policies:no_such_thing cannot be loaded" in err
    assert "Traceback" not in err
