"""What bandit finds in the package is nothing, or stands here with the reason why it is no fault."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Rule and file -> why it is no fault. An assert says what the type checker is to believe; nothing that comes from outside is checked by one.
REASONS: dict[tuple[str, str], str] = {
    ("B608", "adapters/gazetteers/sqlite_gazetteer.py"): "the statement is put together from our own column names; values are parameters",
    ("B608", "adapters/stores/full_text.py"): "the statement is put together from our own table names; values are parameters",
    ("B310", "adapters/timestamps/rfc3161.py"): "the address is the authority's that the owner named; its scheme is checked before",
    ("B311", "adapters/web_fetch/polite.py"): "chance in a pause; no secret hangs on it",
    ("B324", "export/ftm.py"): "FollowTheMoney's ids are SHA-1; nothing is secured by them",
    ("B404", "ingest/pdf_process.py"): "it starts this Python with our own module",
    ("B603", "ingest/pdf_process.py"): "no word of the command comes from outside",
    ("B704", "render/page.py"): "our own style sheet and script",
    ("B704", "render/site.py"): "our own style sheet and script, and a map drawn from escaped words",
    ("B704", "web/controls.py"): "its words are escaped by Markup.format",
    ("B104", "web/hosting.py"): "compared with, to ask for accounts and names before a network is served; not bound to",
    ("B105", "web/pages/accounts.py"): "a sentence about a password",
}


def test_bandit_finds_nothing_that_has_no_reason() -> None:
    pytest.importorskip("bandit", reason="bandit is a tool of developers: pip install bandit")
    command = [sys.executable, "-m", "bandit", "-q", "-r", str(ROOT / "src/karama"), "-s", "B101", "-f", "json"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    found = {(one["test_id"], str(Path(one["filename"]).relative_to(ROOT / "src/karama"))): one["issue_text"] for one in told["results"]}
    assert {key: text for key, text in found.items() if key not in REASONS} == {}
    assert sorted(key for key in REASONS if key not in found) == []
    assert told["errors"] == []
