"""The fetcher: what it brings, and where it never goes."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from karama.adapters.web_fetch.http_fetcher import HttpFetcher, check_url, is_public
from karama.errors import InputError, UnavailableError

Answer = Callable[[BaseHTTPRequestHandler], None]


def _write(asked: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    asked.send_response(status)
    for name, value in {"content-type": "text/html; charset=utf-8", "content-length": str(len(body)), **headers}.items():
        asked.send_header(name.replace("_", "-"), value)
    asked.end_headers()
    asked.wfile.write(body)


def _drip(asked: BaseHTTPRequestHandler) -> None:
    asked.send_response(200)
    asked.end_headers()
    for _ in range(100):
        asked.wfile.write(b"x")
        asked.wfile.flush()
        time.sleep(0.1)


def _drip_headers(asked: BaseHTTPRequestHandler) -> None:
    for letter in b"HTTP/1.1 200 OK\r\nx-slow: " + b"y" * 100:
        asked.wfile.write(bytes([letter]))
        asked.wfile.flush()
        time.sleep(0.1)


PAGES: dict[str, Answer] = {
    "/page": lambda asked: _write(asked, b"<p>A report.</p>"),
    "/agent": lambda asked: _write(asked, (asked.headers["user-agent"] + "|" + asked.headers["host"]).encode()),
    "/moved": lambda asked: _write(asked, b"", 302, location="/page"),
    "/round": lambda asked: _write(asked, b"", 302, location="/round"),
    "/inside": lambda asked: _write(asked, b"", 302, location="http://10.0.0.7/secret"),
    "/file": lambda asked: _write(asked, b"", 302, location="file:///etc/passwd"),
    "/name": lambda asked: _write(asked, b"", 302, location="http://looks-public.test/secret"),
    "/none": lambda asked: _write(asked, b"gone", 404),
    "/busy": lambda asked: _write(asked, b"busy", 503),
    "/empty": lambda asked: _write(asked, b""),
    "/long": lambda asked: _write(asked, b"x" * 5_000),
    "/bomb": lambda asked: _write(asked, gzip.compress(b"x" * 5_000_000), content_encoding="gzip"),
    "/drip": _drip,
    "/headers": _drip_headers,
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            PAGES[self.path](self)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    made.daemon_threads = True
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://allowed.test:{made.server_address[1]}"
    made.shutdown()
    made.server_close()


@pytest.fixture
def fetch() -> HttpFetcher:
    """A fetcher for which one name, and only that, may lie on this machine; every name does."""
    return HttpFetcher(frozenset({"allowed.test"}), lambda host, port: ["127.0.0.1"], most_bytes=4_000, most_seconds=1.5, patience_s=1.0)


def test_a_page_comes_with_its_bytes_its_type_and_where_it_stood(server: str, fetch: HttpFetcher) -> None:
    found = fetch(f"{server}/moved#part")
    assert (found.data, found.media_type, found.url) == (b"<p>A report.</p>", "text/html; charset=utf-8", f"{server}/page")


def test_a_server_is_told_who_asks_and_by_which_name_it_is_asked(server: str, fetch: HttpFetcher) -> None:
    assert fetch(f"{server}/agent").data.decode().startswith("Karama/") and b"allowed.test" in fetch(f"{server}/agent").data


def test_this_machine_and_its_network_are_never_called(server: str) -> None:
    port = server.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"):  # noqa: S104
        with pytest.raises(InputError, match="not on the public web"):
            HttpFetcher()(f"http://{host}:{port}/page")


def test_a_name_that_points_inside_is_refused_where_the_connection_is_made(server: str, fetch: HttpFetcher) -> None:
    with pytest.raises(InputError, match="not on the public web"):
        fetch(server.replace("allowed", "other") + "/page")


def test_a_name_with_one_address_inside_is_refused_whole() -> None:
    fetch = HttpFetcher(resolve_name=lambda host, port: ["93.184.215.14", "10.0.0.7"])
    with pytest.raises(InputError, match="not on the public web"):
        fetch("http://two-addresses.test/")


@pytest.mark.parametrize("page", ["/inside", "/name", "/file"])
def test_a_redirect_leads_nowhere_that_may_not_be_asked_for(server: str, fetch: HttpFetcher, page: str) -> None:
    with pytest.raises(InputError, match=r"not on the public web|begins with http"):
        fetch(server + page)


@pytest.mark.parametrize(("page", "words"), [("/round", "sent on more than 5 times"), ("/none", "404 Not Found"), ("/empty", "empty"), ("/long", "more than")])
def test_what_is_no_page_of_use_is_refused_in_one_line(server: str, fetch: HttpFetcher, page: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        fetch(server + page)
    assert "\n" not in str(caught.value)


def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(server: str) -> None:
    fetch = HttpFetcher(frozenset({"allowed.test"}), lambda host, port: ["127.0.0.1"], most_bytes=100_000)
    with pytest.raises(InputError, match="more than 100,000 bytes"):
        fetch(f"{server}/bomb")


@pytest.mark.parametrize("page", ["/drip", "/headers"])
def test_a_server_that_drips_is_left_when_the_time_is_over(server: str, fetch: HttpFetcher, page: str) -> None:
    began = time.monotonic()
    with pytest.raises(UnavailableError, match="in time"):
        fetch(server + page)
    assert time.monotonic() - began < 4


def test_a_busy_server_may_be_asked_later(server: str, fetch: HttpFetcher) -> None:
    with pytest.raises(UnavailableError, match="503"):
        fetch(f"{server}/busy")


def test_without_a_network_one_line_says_so() -> None:
    def fail(host: str, port: int) -> list[str]:
        raise OSError("Temporary failure in name resolution")

    with pytest.raises(UnavailableError, match="no such host, or no network"):
        HttpFetcher(resolve_name=fail)("https://example.com/")


@pytest.mark.parametrize(
    "url", ["", "example.com", "ftp://example.com/", "file:///etc/passwd", "http://", "javascript:alert(1)", "http://me:word@example.com/"]
)
def test_only_plain_web_addresses_are_taken(url: str) -> None:
    with pytest.raises(InputError):
        check_url(url)


def test_addresses_are_told_apart() -> None:
    inside = "10.1.2.3 127.0.0.1 169.254.169.254 172.16.0.1 192.168.1.1 100.64.0.1 224.0.0.1 0.0.0.0 255.255.255.255"
    hidden = "::1 fe80::1%eth0 fd00::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:a00:1:: ::127.0.0.1"
    assert [one for one in f"{inside} {hidden}".split() if is_public(one)] == []
    assert all(map(is_public, ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"]))
