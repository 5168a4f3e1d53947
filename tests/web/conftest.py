"""A served record and a real browser: Debian's Chromium, driven by Playwright; without it these tests are skipped, on CI they fail."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

import karama
from karama.api import init_record
from karama.web.app import identify_owner, make_app
from karama.web.security import list_hosts
from karama.web.serving import listen
from karama.web.visits import Site

REPORTS = Path(__file__).resolve().parents[2] / "examples/reports"
AXE = Path(__file__).resolve().parent / "assets/axe.min.js"
# WCAG 2.2 AA and what axe calls good practice: headings in order, landmarks, one main.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the six example reports; copy it before writing to it."""
    path = tmp_path_factory.mktemp("web") / "raqqa.karama"
    with init_record(path) as record:
        record.add([REPORTS], by="test")
    return path


@pytest.fixture
def record_path(filled: Path, tmp_path: Path) -> Path:
    """A record of one's own, of the six example reports."""
    return Path(shutil.copytree(filled, tmp_path / "raqqa.karama"))


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """A function that serves a record and gives its URL."""
    stops: list[Callable[[], None]] = []

    def start(path: Path) -> str:
        record = karama.open(path)
        listening = listen("127.0.0.1", 0)
        port = listening.getsockname()[1]
        app = make_app(Site(record), identify_owner("Ann"), list_hosts(port))
        server = uvicorn.Server(uvicorn.Config(app, http="h11", loop="asyncio", ws="none", log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)

        def stop() -> None:
            server.should_exit = True
            thread.join(5)
            record.close()

        stops.append(stop)
        return f"http://127.0.0.1:{port}"

    yield start
    for stop in stops:
        stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not there: tools/install-test-needs installs it")
        pytest.skip("Chromium is not there: tools/install-test-needs installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A fresh tab in its own context; an error of a script or a load that the policy refused fails the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" and "Content Security Policy" in message.text else None)
    yield tab
    context.close()
    assert faults == []


@pytest.fixture
def check_access() -> Callable[..., None]:
    """A function that fails where axe-core finds a barrier on the page as it stands, in light and in dark; `within` is a CSS selector to narrow it."""

    def check(tab: Any, within: str | None = None) -> None:
        # evaluate() goes through the debugger, so the page's policy may stay as strict as it is.
        tab.evaluate(AXE.read_text(encoding="utf-8"))
        found = []
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            told = tab.evaluate("([within, rules]) => axe.run(within || document, {runOnly: rules, resultTypes: ['violations']})", [within, RULES])
            found += [
                f"{scheme}: {one['id']}: {one['help']}: {node['html'][:200]} {node['failureSummary']}" for one in told["violations"] for node in one["nodes"]
            ]
        tab.emulate_media(color_scheme="light")
        assert found == [], "\n".join(found)

    return check
