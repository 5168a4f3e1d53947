"""The documentation names everything that a user can call or meet."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from karama.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
from reference import write_page  # noqa: E402


def test_the_page_of_event_kinds_is_the_table() -> None:
    assert (ROOT / "docs/reference/events.md").read_text(encoding="utf-8") == write_page(), "run `make reference`"


def test_every_command_has_its_row() -> None:
    page = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`karama {name}" not in page] == []


def test_every_setting_is_named() -> None:
    page = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    source = (ROOT / "src/karama/wiring.py").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"KARAMA_[A-Z]+", source) if name not in page] == []


def test_every_dependency_says_why() -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = project.split("dependencies = [", 1)[1].split("]", 1)[0]
    assert [name for name in re.findall(r'"([a-z0-9-]+)', block) if f"| {name} |" not in page] == []


def test_no_link_of_the_documentation_is_dead() -> None:
    dead = []
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                dead.append(f"{page.relative_to(ROOT)}: {target}")
    assert dead == []


def test_no_module_says_nothing_by_its_name() -> None:
    names = {path.stem for path in (ROOT / "src").rglob("*.py")}
    assert names & {"utils", "helpers", "common", "misc", "manager", "base", "core"} == set()


def test_modules_stay_readable() -> None:
    long = {str(p.relative_to(ROOT)): n for p in (ROOT / "src").rglob("*.py") if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert long == {}
