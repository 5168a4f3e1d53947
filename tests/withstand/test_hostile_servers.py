"""Servers that are slow, endless, turn in circles, or send bombs: collecting from them ends in time, in one line each, and the next address is asked."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hostile import BILLION, STORY, make_zeros, page
from test_hostile_input import assert_told, run_bounded

from karama.adapters.web_fetch import http_fetcher, polite
from karama.api import init_record, open_record
from karama.app.pipeline import Tools
from karama.domain.text import Article
from karama.errors import InputError

TWICE = gzip.compress(make_zeros(300))
FEED = '<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>{words}</title><item><title>{words}</title><link>/good</link></item></channel></rss>'
ANSWERS: dict[str, tuple[str, str, bytes]] = {  # path -> media type, encoding, body
    "/good": ("text/html", "", page(STORY)),
    "/bomb": ("text/html", "gzip", make_zeros(300)),
    "/twice": ("text/html", "gzip, gzip", TWICE),
    "/brotli": ("text/html", "br", bytes(100)),
    "/no-gzip": ("text/html", "gzip", b"no gzip at all"),
    "/laughs.xml": ("application/rss+xml", "", FEED.format(head=BILLION, words="&l9;").encode()),
    "/deep.xml": ("application/rss+xml", "", b"<rss>" + b"<a>" * 200_000),
    "/sitemap.xml.gz": ("application/gzip", "", make_zeros(300)),
    "/zeros": ("text/html", "", bytes(100_000)),
}
SILENT = ("/silent", "/drip", "/endless", "/half", "/headers")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        with suppress(OSError):
            self._answer()

    def _answer(self) -> None:
        if self.path in ANSWERS:
            kind, encoding, body = ANSWERS[self.path]
            self._begin(200, {"Content-Type": kind, "Content-Encoding": encoding, "Content-Length": str(len(body))})
            self.wfile.write(body)
        elif self.path.startswith("/round"):
            self._begin(302, {"Location": f"/round{time.monotonic_ns()}"})
        elif self.path == "/self":
            self._begin(301, {"Location": "/self"})
        elif self.path == "/no-where":
            self._begin(302, {"Location": "http://[bad"})
        elif self.path == "/lie":
            self._begin(200, {"Content-Type": "text/html", "Content-Length": "99999999999999999999"})
            self.wfile.write(b"x")
        elif self.path == "/negative":
            self._begin(200, {"Content-Type": "text/html", "Content-Length": "-5"})
        elif self.path == "/silent":
            time.sleep(20)
        elif self.path == "/headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for _ in range(400):
                self.wfile.write(b"X-More: " + b"x" * 50 + b"\r\n")
                time.sleep(0.05)
        elif self.path in ("/drip", "/endless", "/half"):
            self._begin(200, {"Content-Type": "text/html"} | ({"Content-Length": "1000"} if self.path == "/half" else {}))
            for _ in range(1 if self.path == "/half" else 400):
                self.wfile.write(b"x" * (1_000_000 if self.path == "/endless" else 1))
                time.sleep(0.0 if self.path == "/endless" else 0.05)
            time.sleep(20 if self.path == "/half" else 0)
        else:
            self._begin(404, {})

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    made.block_on_close = False
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """As patient as ever, in a tenth of the time."""
    defaults = dict(
        zip(("local", "resolve_name", "most_bytes", "most_seconds", "patience_s"), http_fetcher.HttpFetcher.__init__.__defaults__ or (), strict=False)
    )
    monkeypatch.setattr(http_fetcher.HttpFetcher.__init__, "__defaults__", (*list(defaults.values())[:3], 2.0, 1.0))
    monkeypatch.setattr(polite, "BACK_OFF_S", 0.05)


def test_every_hostile_page_is_one_line_and_the_good_one_is_kept(server: str, hurried: None, tmp_path: Path, tools: Tools) -> None:
    record, listed = tmp_path / "r.karama", tmp_path / "list.txt"
    init_record(record).close()
    bad = ["/bomb", "/twice", "/brotli", "/no-gzip", "/zeros", "/round", "/self", "/no-where", "/lie", "/negative", "/none", *SILENT]
    listed.write_text("\n".join(f"{server}{path}" for path in (*bad, "/good")) + "\n")
    began = time.monotonic()
    done = run_bounded(tmp_path, ["collect", str(record), "--urls", str(listed), "--pause", "0", "--allow-local", "127.0.0.1", "--relevant", "0"])
    assert_told(done)
    assert time.monotonic() - began < 120
    assert done.code == InputError.exit_code
    told = done.err.splitlines()
    for path in bad:
        assert sum((f"{server}{path}" if path != "/no-where" else "http://%5bbad") in line for line in told) == 1, (path, "\n".join(told))
    with open_record(record) as opened:
        assert opened.tools.store.count(Article) == 1
        assert opened.verify().faults == ()


@pytest.mark.parametrize("path", ["/laughs.xml", "/deep.xml", "/sitemap.xml.gz", "/bomb", "/zeros", "/endless"])
def test_a_hostile_feed_is_one_line_or_what_it_lists(server: str, hurried: None, tmp_path: Path, tools: Tools, path: str) -> None:
    record = tmp_path / "r.karama"
    init_record(record).close()
    done = run_bounded(tmp_path, ["collect", str(record), "--feed", server + path, "--pause", "0", "--allow-local", "127.0.0.1"])
    assert_told(done)


def test_the_server_is_reached_by_name_only(server: str, tmp_path: Path, tools: Tools) -> None:
    """What is allowed for these tests is refused without the option."""
    record = tmp_path / "r.karama"
    init_record(record).close()
    done = run_bounded(tmp_path, ["collect", str(record), "--url", f"{server}/good", "--pause", "0"])
    assert_told(done)
    assert "not on the public web" in done.err
    assert socket.gethostbyname("localhost") == "127.0.0.1"
