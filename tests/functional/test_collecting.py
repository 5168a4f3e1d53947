"""Collecting from a server on this machine, allowed by name; the reports were written for the project."""

from __future__ import annotations

import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from karama.api import open_record
from karama.cli.main import main
from karama.collecting import read_feeds
from karama.domain.record import Capture
from karama.errors import InputError

WAR = """<html><head><title>Shelling kills nine in Saraqib</title><meta property="article:published_time" content="2017-03-03T10:00:00Z"></head>
<body><article>
<h1>Shelling kills nine in Saraqib</h1><p>Shelling killed nine civilians in the besieged town of Saraqib on Friday, rescue workers said.</p>
<p>Government troops and rebel fighters had clashed near the town for two days, and several soldiers were wounded, the army said in a statement.</p>
<p>Residents said that artillery shells hit the market at noon. A doctor told Example Wire that many of the wounded were in a serious condition.</p>
</article></body></html>"""
SPORT = """<html><head><title>Cup final</title></head><body><article><h1>Cup final</h1><p>The home side won the cup final by two goals on Saturday.</p>
<p>The coach praised his young players, who had trained all summer for the match in front of forty thousand spectators, and thanked the supporters.</p>
<p>The captain said that the second half was the best that the side had played in years, and that the celebration would go on all night.</p>
</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Example Wire</title>
<item><title>Shelling kills nine</title><link>/war.html</link><pubDate>Fri, 03 Mar 2017 10:00:00 GMT</pubDate></item>
<item><title>Cup final</title><link>/sport.html</link></item><item><title>Secret</title><link>/private/note.html</link></item></channel></rss>"""


@dataclass
class Site:
    """What the server answers, and what it was asked."""

    pages: dict[str, tuple[str, str]]  # path -> media type, body
    robots: str = "User-agent: *\nDisallow: /private/\n"
    asked: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    busy: Counter[str] = field(default_factory=Counter)  # path -> how many times 503 is answered first
    url: str = ""


@pytest.fixture
def site() -> Iterator[Site]:
    pages = {"/feed.xml": ("application/rss+xml", FEED), "/war.html": ("text/html", WAR), "/sport.html": ("text/html", SPORT)}
    told = Site({**pages, "/private/note.html": ("text/html", WAR)})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked[self.path] += 1
            if self.path == "/robots.txt":
                self._answer(200, "text/plain", told.robots)
            elif told.busy[self.path] > 0:
                told.busy[self.path] -= 1
                self._answer(503, "text/plain", "busy")
            elif self.path == "/to-metadata":
                self.send_response(302)
                self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
                self.end_headers()
            elif self.path not in told.pages:
                self._answer(404, "text/plain", "no")
            elif self.headers.get("If-None-Match") == f'"{self.path}"':
                told.unchanged[self.path] += 1
                self.send_response(304)
                self.end_headers()
            else:
                self._answer(200, *told.pages[self.path])

        def _answer(self, status: int, kind: str, body: str) -> None:
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("ETag", f'"{self.path}"')
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "idlib.karama"
    assert main(["init", str(path)]) == 0
    return path


def collect(record: Path, *arguments: str) -> Result:
    from karama.cli.collect import collect as command

    return CliRunner().invoke(command, [str(record), "--pause", "0", "--allow-local", "127.0.0.1", *arguments], standalone_mode=False)


def test_a_feed_is_collected_politely_and_only_conflict_is_read(site: Site, record: Path) -> None:
    done = collect(record, "--feed", f"{site.url}/feed.xml")
    assert "1 new" in done.output and "1 kept unread" in done.output and "not about conflict" in done.output
    assert "robots.txt asks not to fetch it" in done.output and site.asked["/private/note.html"] == 0
    assert site.asked["/robots.txt"] == 1
    with open_record(record) as opened:
        assert {claim.published for claim in opened.claims(kinds="shelling") if claim.counts} == {"2017-03-03"}
        assert {capture.url for capture in opened.tools.store.find(Capture)} == {f"{site.url}/war.html", f"{site.url}/sport.html"}


def test_again_it_asks_only_whether_something_changed(site: Site, record: Path) -> None:
    collect(record, "--feed", f"{site.url}/feed.xml")
    second = collect(record, "--feed", f"{site.url}/feed.xml")
    assert "nothing new" in second.output
    assert site.unchanged["/feed.xml"] == 1 and site.asked["/war.html"] == 1


def test_a_page_that_changed_is_a_newer_version(site: Site, record: Path) -> None:
    collect(record, "--url", f"{site.url}/war.html")
    site.pages["/war.html"] = ("text/html", WAR.replace("nine", "twelve"))
    done = collect(record, "--url", f"{site.url}/war.html", "--again")
    assert "1 new" in done.output
    with open_record(record) as opened:
        assert {count.low for claim in opened.claims() for count in claim.counts if count.unit == "killed"} == {12}


def test_a_busy_server_is_asked_again(site: Site, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karama.adapters.web_fetch.polite.BACK_OFF_S", 0.01)
    site.busy["/war.html"] = 2
    assert "1 new" in collect(record, "--url", f"{site.url}/war.html").output


def test_without_a_name_this_machine_is_never_asked(site: Site, record: Path) -> None:
    from karama.cli.collect import collect as command

    done = CliRunner().invoke(command, [str(record), "--pause", "0", "--url", f"{site.url}/war.html"], standalone_mode=False)
    assert "lies on this machine or its network" in done.output and not site.asked


def test_no_redirect_leads_to_the_network_of_this_machine(site: Site, record: Path) -> None:
    assert "lies on this machine or its network" in collect(record, "--url", f"{site.url}/to-metadata").output


def test_a_list_and_its_bad_lines(site: Site, record: Path, tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text(f"# ours\n{site.url}/war.html\n\nftp://example.org/x\n{site.url}/gone.html\n", encoding="utf-8")
    done = collect(record, "--urls", str(tmp_path / "urls.txt"))
    assert "1 new" in done.output and "begins with http" in done.output and "404" in done.output and "2 could not be had" in done.output


def test_pages_kept_as_warc_can_be_collected_from_it(site: Site, record: Path, tmp_path: Path) -> None:
    collect(record, "--url", f"{site.url}/war.html", "--keep-warc", str(tmp_path / "kept.warc.gz"))
    with zipfile.ZipFile(tmp_path / "kept.wacz", "w") as archive:
        archive.write(tmp_path / "kept.warc.gz", "archive/kept.warc.gz")
    for name in ("kept.warc.gz", "kept.wacz"):
        other = tmp_path / f"{name}.karama"
        main(["init", str(other)])
        assert "1 new" in collect(other, "--warc", str(tmp_path / name)).output
        with open_record(other) as opened:
            assert [capture.url for capture in opened.tools.store.find(Capture)] == [f"{site.url}/war.html"]


def test_a_mailbox_and_a_parquet_table(record: Path, tmp_path: Path) -> None:
    body = "Shelling killed nine civilians in the besieged town of Saraqib on Friday, rescue workers said. Troops and rebels had clashed near the town."
    mail = "From a Fri Mar  3 10:00:00 2017\nFrom: desk@example.org\nSubject: Shelling\nDate: Fri, 3 Mar 2017 10:00:00 +0000\n"
    mail += f"Content-Type: text/plain\n\n{body}\n\n"
    (tmp_path / "box.mbox").write_text(mail, encoding="utf-8")
    assert "1 new" in collect(record, "--mbox", str(tmp_path / "box.mbox")).output
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"text": [body.replace("nine", "ten"), None], "id": [7, 8]}), tmp_path / "table.parquet")
    done = collect(record, "--jsonl", str(tmp_path / "table.parquet"), "--copies")
    assert "1 new" in done.output and 'row 2: no "text" in it' in done.output


@pytest.mark.parametrize("name", ["bad.warc", "bad.wacz", "bad.parquet", "bad.mbox"])
def test_a_damaged_archive_is_one_line(name: str, record: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\x00\x01 this is nothing" * 50)
    done = collect(record, "--warc", str(tmp_path / name))
    assert name in done.output or "nothing new" in done.output
    assert done.exception is None


def test_a_sitemap_index_leads_to_its_articles(site: Site, record: Path) -> None:
    head = '<?xml version="1.0"?>'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    site.pages["/index.xml"] = ("text/xml", f"{head}<sitemapindex {space}><sitemap><loc>{site.url}/map.xml</loc></sitemap></sitemapindex>")
    site.pages["/map.xml"] = ("text/xml", f"{head}<urlset {space}><url><loc>{site.url}/war.html</loc><lastmod>2017-03-03</lastmod></url></urlset>")
    assert "1 new" in collect(record, "--feed", f"{site.url}/index.xml").output


def test_watching_asks_each_feed_in_turn_and_resumes(site: Site, record: Path, tmp_path: Path) -> None:
    from karama.cli.collect import watch as command

    (tmp_path / "feeds.toml").write_text(f'[[feed]]\nurl = "{site.url}/feed.xml"\nevery_minutes = 30\npublisher = "Example Wire"\n', encoding="utf-8")
    arguments = [str(record), str(tmp_path / "feeds.toml"), "--rounds", "1", "--pause", "0", "--allow-local", "127.0.0.1"]
    first = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert "1 new" in first.output
    assert "nothing new" in CliRunner().invoke(command, arguments, standalone_mode=False).output
    with open_record(record) as opened:
        assert {capture.publisher for capture in opened.tools.store.find(Capture)} == {"Example Wire"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "no [[feed]]"), ("[[feed]]\n", "feed 1: no url"), ('[[feed]]\nurl = "x"\nevery = 3\n', "unknown: every"), ("[[feed]\n", "feeds.toml: ")],
)
def test_a_file_of_feeds_that_is_told_wrongly_is_one_line(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=reason.replace("[", r"\[")):
        read_feeds(tmp_path / "feeds.toml")
