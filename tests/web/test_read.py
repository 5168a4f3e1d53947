"""Read: a pasted, dropped or fetched report with its claims beside it, kept only when a person says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import karama
from karama.adapters.web_fetch.http_fetcher import HttpFetcher
from karama.api import Record, init_record
from karama.errors import InputError, UnavailableError
from karama.ports import Fetched
from karama.web.answers import MissingError
from karama.web.drafts import Drafts, cut_text, load_one, read_draft
from karama.web.pages.read import forget_report, keep_report, read_report, show_draft
from karama.web.visits import Done, Person, Site, Upload, Visit

Serve = Callable[[Path], str]
REPORTS = Path(__file__).resolve().parents[2] / "examples/reports"
TEXT = """Residents said that an air strike killed at least 12 people in the city of Raqqa on Tuesday.

The army denied that it had bombed the city."""
BIDI = "Rebels killed 12 soldiers in Raqqa on Monday, an official said. The file \u202egnp.exe\u202c was \u2066not\u2069 opened."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with init_record(tmp_path / "r.karama") as made:
        yield made


def _ask(record: Record, act: Callable[[Visit], Any], site: Site | None = None, **given: Any) -> Any:
    uploads = {"file": given.pop("file")} if "file" in given else {}
    path = {"key": given.pop("key")} if "key" in given else {}
    form = {name: (value,) for name, value in given.items()}
    return act(Visit(site or Site(record), Person("Ann", "admin"), path, {}, form, uploads))


def _read(site: Site, **given: Any) -> dict[str, Any]:
    done: Done = _ask(site.record, read_report, site, **given)
    shown: dict[str, Any] = _ask(site.record, show_draft, site, key=done.data["key"])
    return shown


def _list_cards(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [card for row in shown["rows"] for card in row["cards"]]


# ---------------------------------------------------------------- what is given


def test_a_pasted_text_is_shown_with_its_claims_and_not_kept(record: Record) -> None:
    shown = _read(Site(record), text=TEXT, published="2017-07-05")
    first = _list_cards(shown)[0]
    lines = {line["label"]: line["said"][0] for line in first["lines"]}
    assert first["title"] == "air strike" and first["speakers"] == ("Residents",) and lines["when"].note.startswith("2017-07-04")
    assert list(record.articles()) == []


def test_a_pasted_text_is_kept_when_a_person_says_so_under_their_name(record: Record) -> None:
    site = Site(record)
    shown = _read(site, text=TEXT, published="2017-07-05")
    done: Done = _ask(record, keep_report, site, key=shown["key"])
    trace = record.trace(done.data["article"])
    assert done.to == f"/articles/{trace.article.id}"
    assert [(one.by, one.obtained, one.origin) for one in trace.captures] == [("Ann", "pasted", "pasted text")]
    assert [claim.id for claim in trace.claims] == [card["id"] for card in _list_cards(shown)]  # permalinks hold before and after


def test_a_log_that_no_authority_attests_is_told_of_and_the_report_is_kept(record: Record) -> None:
    settings = record.path / "record.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'timestamps = "http://127.0.0.1:9/none"\n', encoding="utf-8")
    site = Site(record)
    done: Done = _ask(record, keep_report, site, key=_read(site, text=TEXT)["key"])
    assert done.to.endswith("?untimed=1") and done.data["untimed"] and len(list(record.articles())) == 1


def test_what_was_kept_or_forgotten_is_no_draft_any_more(record: Record) -> None:
    site = Site(record)
    key = _read(site, text=TEXT)["key"]
    _ask(record, forget_report, site, key=key)
    with pytest.raises(MissingError, match="forgotten"):
        _ask(record, show_draft, site, key=key)


def test_a_report_that_is_in_the_record_says_so(record: Record) -> None:
    site = Site(record)
    article = _ask(record, keep_report, site, key=_read(site, text=TEXT)["key"]).data["article"]
    assert _read(site, text=TEXT)["kept"] == article


@pytest.mark.parametrize("name", sorted(path.name for path in REPORTS.iterdir() if path.suffix in (".txt", ".eml", ".html")))
def test_a_file_of_every_kind_is_read_as_karama_read_does(record: Record, name: str) -> None:
    shown = _read(Site(record), file=Upload(name, (REPORTS / name).read_bytes()))
    assert shown["claims"] == len(karama.read(REPORTS / name).claims) > 0
    assert shown["origin"] == name


def test_of_text_address_and_file_only_one_is_taken(record: Record) -> None:
    with pytest.raises(InputError, match="paste a text, give an address or choose a file"):
        _ask(record, read_report, text="  ")
    with pytest.raises(InputError, match="a text and an address came at once"):
        _ask(record, read_report, text=TEXT, url="https://example.com")


def test_a_bad_day_or_a_file_of_no_report_is_told_in_one_line(record: Record) -> None:
    with pytest.raises(InputError, match="is not a date"):
        _ask(record, read_report, text=TEXT, published="tomorrow")
    for data in (b"", b"\x00\x01\x02" * 99, b"PK\x03\x04broken", "Ein Bericht über den Krieg und die Menschen, die dort leben müssen.".encode() * 9):
        with pytest.raises(InputError) as caught:
            _ask(record, read_report, file=Upload("x.bin", data))
        assert "\n" not in str(caught.value)


# ---------------------------------------------------------------- from an address


def test_a_fetched_page_knows_its_address_and_keeps_its_type(record: Record) -> None:
    page = f"<html><head><title>Raqqa</title></head><body><article>{''.join(f'<p>{part}</p>' for part in TEXT.split(chr(10)))}</article></body></html>"
    site = Site(record, fetch=lambda url: Fetched("https://example.com/raqqa", "text/html; charset=utf-8", page.encode()))
    key = _read(site, url="https://example.com/go", published="2017-07-05")["key"]
    trace = record.trace(_ask(record, keep_report, site, key=key).data["article"])
    (capture,) = trace.captures
    assert (capture.origin, capture.url, capture.obtained, capture.media_type) == (
        "https://example.com/raqqa", "https://example.com/raqqa", "fetched", "text/html; charset=utf-8",
    )  # fmt: skip
    assert "killed at least 12 people" in trace.article.text


def test_an_address_is_fetched_over_http_and_read(record: Record, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(f"<html><body><article><h1>Strike in Raqqa</h1><p>{TEXT}</p></article></body></html>", encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        site = Site(record, fetch=HttpFetcher(frozenset({"127.0.0.1"})))
        shown = _read(site, url=f"http://127.0.0.1:{server.server_address[1]}/report.html")
        with pytest.raises(InputError, match="404"):
            _ask(record, read_report, site, url=f"http://127.0.0.1:{server.server_address[1]}/nothing.html")
    finally:
        server.shutdown()
        server.server_close()
    assert shown["media_type"] == "text/html" and any(card["title"] == "air strike" for card in _list_cards(shown))


def test_no_network_is_told_in_one_line(record: Record) -> None:
    def fail(url: str) -> Fetched:
        raise UnavailableError(f"{url}: cannot be reached (no such host, or no network)")

    with pytest.raises(UnavailableError, match="no network"):
        _ask(record, read_report, Site(record, fetch=fail), url="https://example.com")


def test_an_address_on_this_machine_is_refused(record: Record) -> None:
    with pytest.raises(InputError, match="not on the public web"):
        _ask(record, read_report, url="http://127.0.0.1:8017/")


# ---------------------------------------------------------------- what is long or hostile


def test_a_long_report_is_read_in_part_and_says_so_and_is_kept_whole(record: Record) -> None:
    text = "\n\n".join(f"{TEXT} This is paragraph {number}." for number in range(500))
    site = Site(record)
    shown = _read(site, text=text)
    assert shown["cut"] and shown["whole"] == len(text) and shown["length"] <= 60_000
    assert len(site.drafts.get(shown["key"]).loaded.article.text) == len(text)  # type: ignore[union-attr]


def test_a_text_is_cut_at_the_end_of_a_line_else_of_a_word() -> None:
    assert cut_text("one two\nthree four", 12) == "one two"
    assert cut_text("one two three", 9) == "one two"
    assert cut_text("x" * 50, 10) == "x" * 10
    assert cut_text("short") == "short"


def test_what_somebody_denies_is_struck_through_and_not_shown_as_feared(record: Record) -> None:
    shown = _read(Site(record), text=TEXT)
    denied = [card for card in _list_cards(shown) if card["certainty"] == "denied" or card["modality"] == "denied"]
    assert denied and all(card["state"] == "denied" for card in denied)
    styles = [piece["styles"] for row in shown["rows"] for piece in row["pieces"] if piece["claim"] == denied[0]["id"]]
    assert styles == [["trigger", "denied"]]


def test_the_memory_of_drafts_is_bounded() -> None:
    drafts, made = Drafts(most=2, most_bytes=1_000), read_draft(load_one(TEXT.encode(), "a.txt", "a.txt"))
    for key in "abc":
        drafts.put(replace(made, key=key))
    assert [drafts.get(key) is not None for key in "abc"] == [False, True, True]
    drafts.put(replace(made, key="d", loaded=replace(made.loaded, original=b"x" * 2_000)))
    assert [drafts.get(key) is not None for key in "bcd"] == [False, False, True]


# ---------------------------------------------------------------- in a browser


def _paste(page: Any, url: str, text: str, published: str = "2017-07-05") -> None:
    page.goto(f"{url}/read")
    page.fill("#text", text)
    page.fill("#published", published)
    page.click("#give button.main")
    page.wait_for_selector(".scripted .reading")  # its script has run


def test_paste_and_see_claims_with_their_sentences_and_keep_them(page: Any, serve: Serve, record_path: Path, check_access: Callable[..., None]) -> None:
    url = serve(record_path)
    page.goto(f"{url}/read")
    check_access(page)
    _paste(page, url, TEXT)
    check_access(page)
    card = page.locator(".card").first
    assert "air strike" in card.inner_text() and "Residents" in card.inner_text()
    card.focus()
    assert "air strike" in [one.lower() for one in page.locator(".text .trigger.lit").all_inner_texts()]
    page.click("text=Keep in the record")
    page.wait_for_url("**/articles/sha256:*")
    assert "How it came in" in page.inner_text("main")
    with karama.open(record_path) as kept:
        assert any("bombed the city" in article.text for article in kept.articles())


def test_the_keys_go_from_claim_to_claim_and_light_both_sides(page: Any, serve: Serve, record_path: Path) -> None:
    _paste(page, serve(record_path), (REPORTS / "1-raqqa-encircled.txt").read_text(encoding="utf-8"))
    seen = []
    for key in ("j", "j", "ArrowDown", "k"):
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.id"))
    cards = page.evaluate("[...document.querySelectorAll('.card')].map((card) => card.id)")
    assert seen == [cards[0], cards[1], cards[2], cards[1]]
    assert page.locator(f".text .lit[data-ids~='{cards[1]}']").count() > 0
    page.locator(".text a.trigger").first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator(".text a.trigger").nth(1)
    assert second.evaluate("(one) => one === document.activeElement")
    assert "lit" in page.locator(f"[id='{second.get_attribute('href').removeprefix('#')}']").get_attribute("class")
    page.locator(".text a.trigger").last.hover()
    last = page.locator(".text a.trigger").last.get_attribute("href").removeprefix("#")
    page.wait_for_function(
        "(id) => { const box = document.getElementById(id).getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }", arg=last
    )
    assert "lit" in page.locator(f"[id='{last}']").get_attribute("class")


def test_everything_is_there_without_script(chromium: Any, serve: Serve, record_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{serve(record_path)}/read")
    tab.fill("#text", TEXT)
    with tab.expect_navigation():
        tab.click("#give button.main")
    assert "air strike" in tab.inner_text(".cards")
    assert tab.locator(".text a.trigger").first.get_attribute("href").startswith("#c_")
    with tab.expect_navigation():
        tab.click("text=Keep in the record")
    assert "/articles/sha256:" in tab.url
    context.close()


def test_an_error_leaves_what_was_typed(page: Any, serve: Serve, record_path: Path) -> None:
    page.goto(f"{serve(record_path)}/read")
    page.fill("#text", "12345")
    page.fill("#url", "http://127.0.0.1/")
    page.click("#give button.main")
    page.wait_for_selector(".told.bad")
    assert "came at once" in page.inner_text("#told") and page.input_value("#text") == "12345"


def test_a_dropped_file_is_read(page: Any, serve: Serve, record_path: Path) -> None:
    page.goto(f"{serve(record_path)}/read")
    page.evaluate(
        """(text) => { const data = new DataTransfer(); data.items.add(new File([text], "dropped.txt"));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })); }""",
        TEXT,
    )
    page.wait_for_selector(".reading")
    assert "dropped.txt" in page.inner_text(".source")


HOSTILE = """<html><head><title>&lt;script&gt;alert(1)&lt;/script&gt;</title></head><body><article>
<h1>Strike kills 12 in Raqqa <img src=x onerror="alert(2)"></h1><script>alert(3)</script>
<p>An air strike killed 12 people in Raqqa on Tuesday, &lt;img src=x onerror=alert(4)&gt; residents said. <a href="javascript:alert(5)">More</a></p>
<p>%s</p></article></body></html>"""


def test_a_hostile_page_is_shown_as_text_and_runs_nothing(page: Any, serve: Serve, record_path: Path, tmp_path: Path) -> None:
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    (tmp_path / "hostile.html").write_text(HOSTILE % BIDI, encoding="utf-8")
    page.goto(f"{serve(record_path)}/read")
    page.set_input_files("#file", tmp_path / "hostile.html")
    page.click("#give button.main")
    page.wait_for_selector(".reading")
    text = page.inner_text(".text")
    assert "<img src=x onerror=alert(4)>" in text and page.locator("main img, main script, main a[href^=javascript]").count() == 0
    assert "⟦RLO⟧gnp.exe⟦PDF⟧" in text and not {"\u202e", "\u202c", "\u2066", "\u2069"} & set(page.content())
    assert told == []


def test_five_megabytes_are_shown_in_part_and_the_page_says_what_is_cut(page: Any, serve: Serve, record_path: Path, tmp_path: Path) -> None:
    line = "<script>alert(1)</script> Shells fell on the town of Idlib on Monday and killed three people, medics said.\n\n"
    (tmp_path / "large.txt").write_text(line * (4_990_000 // len(line)), encoding="utf-8")
    page.goto(f"{serve(record_path)}/read")
    page.set_input_files("#file", tmp_path / "large.txt")
    page.click("#give button.main")
    page.wait_for_selector(".reading", timeout=60_000)
    assert "Only the first 59,9" in page.inner_text(".notice") and "of 4,98" in page.inner_text(".notice")
    assert "<script>alert(1)</script>" in page.inner_text(".text p >> nth=0")


def test_a_right_to_left_paragraph_lies_right(page: Any, serve: Serve, record_path: Path) -> None:
    _paste(page, serve(record_path), f"{TEXT}\n\nقال المرصد السوري لحقوق الإنسان إن اثني عشر شخصا قتلوا في مدينة الرقة.")
    ways = page.evaluate("[...document.querySelectorAll('.text p')].map((one) => getComputedStyle(one).direction)")
    assert ways[0] == "ltr" and ways[-1] == "rtl"
