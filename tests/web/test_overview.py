"""The first page: what is there, and where to go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from karama.api import init_record

Serve = Callable[[Path], str]


def test_the_first_page_tells_what_is_there_and_what_is_disputed(page: Any, check_access: Any, serve: Serve, record_path: Path) -> None:
    page.goto(serve(record_path))
    check_access(page)
    assert page.get_by_role("heading", name="Where sources disagree").is_visible()
    page.get_by_role("link", name="air strike").first.click()
    page.get_by_role("heading", name="What each source says").wait_for()


def test_an_empty_record_says_how_to_begin(page: Any, check_access: Any, serve: Serve, tmp_path: Path) -> None:
    with init_record(tmp_path / "new.karama"):
        pass
    page.goto(serve(tmp_path / "new.karama"))
    check_access(page)
    assert "Nothing is in this record yet" in page.get_by_role("main").inner_text()
