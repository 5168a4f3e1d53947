"""The web app as a whole: who may call it, what it answers, and that it shows in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
import pytest

Serve = Callable[[Path], str]


@pytest.fixture
def client(serve: Serve, record_path: Path) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=serve(record_path)) as made:
        yield made


def test_the_first_page_and_its_twin_tell_the_same(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200 and "raqqa.karama" in page.text


def test_another_host_is_refused(client: httpx.Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_a_page_of_another_site_may_not_post(client: httpx.Client) -> None:
    assert client.post("/read", headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/read", headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_nothing_is_loaded_from_elsewhere_and_no_inline_script_runs(client: httpx.Client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_an_unknown_address_is_told_in_one_line(client: httpx.Client) -> None:
    found = client.get("/nothing")
    assert found.status_code == 404 and "There is nothing at this address" in found.text


def test_too_much_is_refused(client: httpx.Client) -> None:
    calling = HTTPConnection(client.base_url.host, client.base_url.port)
    calling.putrequest("POST", "/read")
    calling.putheader("Content-Length", "30000000")
    calling.endheaders()
    assert calling.getresponse().status == 413


def test_it_shows_in_a_browser(page: Any, serve: Serve, record_path: Path) -> None:
    page.goto(serve(record_path))
    assert page.title() == "raqqa.karama · Karama"
    assert json.loads(page.evaluate("JSON.stringify(getComputedStyle(document.body).display)")) == "flex"


def test_the_first_page_has_no_barrier(page: Any, serve: Serve, record_path: Path, check_access: Callable[..., None]) -> None:
    page.goto(serve(record_path))
    check_access(page)


def test_a_barrier_is_found(page: Any, check_access: Callable[..., None]) -> None:
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src=x><p style='color:#ccc;background:#fff'>pale</p></main></html>")
    with pytest.raises(AssertionError, match="image-alt") as caught:
        check_access(page)
    assert "color-contrast" in str(caught.value)
