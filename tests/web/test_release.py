"""Release in the browser: check, let an item go with a reason, release, download."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from karama.api import open_record
from karama.domain.record import LogEntry

Serve = Callable[[Path], str]


def test_a_public_release_in_the_browser(page: Any, check_access: Any, serve: Serve, record_path: Path) -> None:
    url = serve(record_path)
    page.goto(f"{url}/release")
    check_access(page)
    page.get_by_role("button", name="Check what would leave").click()
    check_access(page)
    page.get_by_text("a former resident", exact=True).wait_for()
    row = page.get_by_role("row").filter(has=page.get_by_text("a former resident", exact=True))
    row.get_by_role("textbox").fill("she agreed in writing on 3 August 2017")
    row.get_by_role("button", name="Let go").click()
    page.get_by_text("she agreed in writing on 3 August 2017").wait_for()
    page.get_by_role("button", name="Release these").click()
    page.get_by_role("link", name="pages").click()
    assert "documented incidents" in page.title()
    with open_record(record_path) as record:
        (made,) = [entry for entry in record.tools.store.find(LogEntry) if entry.action == "release"]
    archive = zipfile.ZipFile(io.BytesIO(httpx.get(f"{url}/releases/{made.subject}.zip").content))
    assert f"{made.subject}/manifest.json" in archive.namelist()
    assert "she agreed" in made.detail


def test_no_file_beside_a_release_can_be_had(serve: Serve, record_path: Path) -> None:
    with httpx.Client(base_url=serve(record_path)) as client:
        for path in ("/releases/2026-01-01.public.1/../../record.sqlite", "/releases/x.zip", "/releases/2026-01-01.public.1/%2e%2e/%2e%2e/record.sqlite"):
            assert client.get(path).status_code == 404
