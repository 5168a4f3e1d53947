"""A kept article's page, permalinks of claims, originals, and search."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import karama
from karama.api import Record, init_record
from karama.web.answers import MissingError
from karama.web.pages.article import give_original, show_article, show_claim
from karama.web.pages.search import compile_words, cut_marks, show_search
from karama.web.visits import Elsewhere, Person, Site, Visit

Serve = Callable[[Path], str]


@pytest.fixture
def record(record_path: Path) -> Iterator[Record]:
    with karama.open(record_path) as opened:
        yield opened


def _visit(record: Record, identifier: str, **query: str) -> Visit:
    return Visit(Site(record), Person("Ann", "coder"), {"id": identifier, "sha256": identifier}, {name: (value,) for name, value in query.items()})


def _find(record: Record, words: str) -> str:
    return record.search(words, kind="article")[0].article


def _list_cards(shown: dict[str, Any]) -> list[dict[str, Any]]:
    return [card for row in shown["rows"] for card in row["cards"]]


def test_an_article_tells_how_it_came_in_and_who_read_it(record: Record) -> None:
    shown = show_article(_visit(record, _find(record, "mosque")))
    (capture,) = shown["captures"]
    assert capture.by == "test" and capture.origin.endswith("4-mosul-mosque.html") and len(capture.original) == 64
    assert [one["id"] for one in shown["readings"]] == [shown["reading"]] and shown["newest"]


def test_each_claim_has_its_permalink_and_leads_to_its_incident(record: Record) -> None:
    cards = _list_cards(show_article(_visit(record, _find(record, "mosque"))))
    told = {claim.id for claim in record.claims()}
    assert cards and {card["id"] for card in cards} <= told
    for card in cards:
        addresses = [one["to"] for one in card["links"]]
        assert f"/claims/{card['id']}" in addresses
    assert any(address.startswith("/incidents/i_") for card in cards for address in (one["to"] for one in card["links"]))


def test_a_claims_address_leads_to_its_place_in_its_article(record: Record) -> None:
    article = _find(record, "mosque")
    claim = _list_cards(show_article(_visit(record, article)))[0]["id"]
    with pytest.raises(Elsewhere) as found:
        show_claim(_visit(record, claim))
    assert found.value.to == f"/articles/{article}#{claim}" and found.value.data["claim"]["id"] == claim
    for strange in ("c_nothing", article):
        with pytest.raises(MissingError):
            show_claim(_visit(record, strange))


def test_copies_of_one_story_name_each_other(record: Record) -> None:
    shown = show_article(_visit(record, _find(record, "Kasrat")))
    assert [Path(one["origin"]).name[:2] for one in shown["copies"]] in (["1-"], ["2-"])


def test_decisions_about_its_claims_are_told(record: Record) -> None:
    article = _find(record, "mosque")
    claim = _list_cards(show_article(_visit(record, article)))[0]["id"]
    record.deciding("Ann").reject([claim], "counted twice")
    shown = show_article(_visit(record, article))
    assert [(one["what"], one["by"], one["reason"]) for one in shown["decisions"]] == [("rejected", "Ann", "counted twice")]
    assert next(card for card in _list_cards(shown) if card["id"] == claim)["decided"] == ["rejected by Ann"]


def test_versions_of_one_page_show_what_was_changed(tmp_path: Path) -> None:
    old = "The air strike killed 12 people in Raqqa on Monday, residents said. The wounded were taken to a hospital in the north of the city by their families."
    lines = [
        {"text": old, "url": "https://example.com/news/raqqa-strike-2017", "published": "2017-07-04"},
        {"text": old.replace("12 people", "30 people"), "url": "https://example.com/news/raqqa-strike-2017", "published": "2017-07-05"},
    ]
    (tmp_path / "two.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with init_record(tmp_path / "r.karama") as record:
        first, second = (one.article for one in record.add(tmp_path / "two.jsonl") if not hasattr(one, "error"))
        newer, older = show_article(_visit(record, second)), show_article(_visit(record, first))
    (version,) = newer["older"]
    assert version["article"] == first and [("12" in one["older"], "30" in one["newer"]) for one in version["changes"]] == [(True, True)]
    assert [one["article"] for one in older["newer"]] == [second]


def test_an_older_reading_can_be_seen_and_an_unknown_one_not(record: Record) -> None:
    article = _find(record, "mosque")
    reading = show_article(_visit(record, article))["reading"]
    assert show_article(_visit(record, article, reading=reading))["newest"]
    with pytest.raises(MissingError, match="no such reading"):
        show_article(_visit(record, article, reading="r_none"))


def test_an_original_is_saved_and_never_opened_as_a_page(serve: Serve, record_path: Path) -> None:
    with karama.open(record_path) as record:
        sha256 = next(iter(record.trace(_find(record, "mosque")).captures)).original
    with httpx.Client(base_url=serve(record_path)) as client:
        found = client.get(f"/originals/{sha256}")
        assert found.headers["content-disposition"].startswith("attachment") and found.headers["content-type"] == "application/octet-stream"
        assert found.headers["x-content-type-options"] == "nosniff" and b"<html" in found.content
        assert client.get("/originals/../karama.toml").status_code == 404 and client.get("/originals/0000").status_code == 404


def test_only_originals_that_are_kept_are_given(record: Record) -> None:
    with pytest.raises(MissingError):
        give_original(_visit(record, "../../etc/passwd"))


# ---------------------------------------------------------------- search


def test_search_marks_the_words_in_any_form_and_leads_to_sentences(record: Record) -> None:
    shown = show_search(_visit(record, "", words="militants mosque"))
    assert shown["claims"] and shown["articles"]
    marked = [{piece["words"].lower() for piece in one["pieces"] if piece["mark"]} for one in shown["claims"]]
    assert all({"militants", "mosque"} <= words for words in marked)


def test_a_search_for_nothing_or_for_what_is_not_there_finds_nothing(record: Record) -> None:
    for words in ("", "zzzz", '"', "*", "(", "'; drop table", "-"):
        assert show_search(_visit(record, "", words=words))["claims"] == [], words


def test_marks_stand_where_the_words_do_and_leave_the_text_as_it_is() -> None:
    text = "They kill, killed and were killing; skill stays."
    pieces = cut_marks(text, compile_words('killed -mosque "were here"'))
    assert "".join(piece["words"] for piece in pieces) == text
    assert [piece["words"] for piece in pieces if piece["mark"]] == ["kill", "killed", "were", "killing"]


# ---------------------------------------------------------------- in a browser


def test_a_permalink_lights_its_claim_and_the_page_has_no_barrier(page: Any, serve: Serve, record_path: Path, check_access: Callable[..., None]) -> None:
    with karama.open(record_path) as record:
        card = _list_cards(show_article(_visit(record, _find(record, "mosque"))))[-1]["id"]
    page.goto(f"{serve(record_path)}/claims/{card}")
    page.wait_for_function("(id) => document.activeElement.id === id", arg=card)
    assert page.locator(".text .trigger.lit").count() >= 1
    assert page.evaluate("(id) => { const box = document.getElementById(id).getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight; }", card)
    check_access(page)


def test_search_in_a_browser_leads_from_words_to_the_sentence(page: Any, serve: Serve, record_path: Path, check_access: Callable[..., None]) -> None:
    page.goto(f"{serve(record_path)}/search")
    page.fill("#words", "minaret")
    page.press("#words", "Enter")
    page.wait_for_selector("mark")
    check_access(page)
    page.click(".found a >> nth=0")
    page.wait_for_url("**/articles/sha256:*")
    assert "minaret" in page.inner_text(".text")


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_the_window(page: Any, serve: Serve, record_path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    url = serve(record_path)
    with karama.open(record_path) as record:
        article, incident = _find(record, "mosque"), record.incidents(place="Mosul")[0].view.id
        actor, place = record.entities(kind="actor")[0].id, record.entities(kind="place")[0].id
    for path in (
        f"/articles/{article}",
        f"/incidents/{incident}",
        "/read",
        "/search?words=mosque",
        f"/actors/{actor}",
        f"/places/{place}",
        "/actors",
        "/places",
    ):
        page.goto(url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
