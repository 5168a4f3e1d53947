"""Explore: one question, its counts, list, map and time; in HTTP, and in a browser with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

import karama
from karama.errors import InputError
from karama.web.app import identify_owner, make_app
from karama.web.own_tiles import read_attribution
from karama.web.visits import Site

Serve = Callable[[Path], str]


@pytest.fixture
def client(serve: Serve, record_path: Path) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=serve(record_path)) as made:
        yield made


def ask(client: httpx.Client, **query: Any) -> dict[str, Any]:
    answer = client.get("/explore.json", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def list_keys(found: dict[str, Any], facet: str) -> dict[str, int]:
    (one,) = (one for one in found["facets"] if one["facet"] == facet)
    return {value["key"]: value["count"] for value in one["values"]}


def test_all_incidents_are_counted_also_those_without_place_or_day(client: httpx.Client) -> None:
    found = ask(client)
    totals = found["totals"]
    assert totals["incidents"] > 20
    assert list_keys(found, "where")["none"] == totals["without_place"] > 0
    assert list_keys(found, "when")["none"] == totals["without_day"] > 0
    assert len(ask(client, where="none")["incidents"]) == totals["without_place"]
    page = client.get("/explore").text
    assert f"{totals['without_place']} without a place" in page and f"{totals['without_day']} without a day" in page


def test_every_count_is_what_a_click_on_it_finds(client: httpx.Client) -> None:
    found = ask(client)
    for one in found["facets"]:
        for value in one["values"][:3]:
            assert ask(client, **{one["parameter"]: value["then"]})["totals"]["incidents"] == value["count"], (one["facet"], value)


def test_it_finds_by_place_days_and_words_together_what_the_command_line_finds(client: httpx.Client, record_path: Path) -> None:
    found = {one["id"] for one in ask(client, place="Raqqa", **{"from": "2017-06-20", "to": "2017-07-10"})["incidents"]}
    with karama.open(record_path) as record:
        told = {
            one.view.id for one in record.incidents(place="Raqqa", dates="2017-06-20/2017-07-10") if any(w.earliest for c in one.view.claims for w in c.dates)
        }
    assert found and found <= told
    assert ask(client, q='"human shields"')["totals"]["incidents"] >= 1
    assert ask(client, q="zzzunknown")["totals"]["incidents"] == 0


def test_by_meaning_the_most_alike_is_first(client: httpx.Client) -> None:
    pytest.importorskip("onnxruntime")
    found = ask(client, q="people killed from the air in a jail", like="1")
    assert found["order"] == "alike" and "prison" in found["incidents"][0]["words"]
    assert found["totals"]["incidents"] == len(found["incidents"]) < ask(client)["totals"]["incidents"]
    assert ask(client, q="prices of shares", like="1")["incidents"] == []


def test_the_list_the_map_and_the_timeline_tell_of_the_same_incidents(client: httpx.Client) -> None:
    found = ask(client, country="SYR")
    shown = found["map"]
    drawn = sum(mark["count"] for mark in (*shown["points"], *shown["areas"], *shown["wide"])) + shown["unplaced"] + shown["left_out"]
    assert drawn == found["totals"]["incidents"] - found["totals"]["without_place"]
    assert sum(one["sure"] for one in found["timeline"]["bins"]) <= found["totals"]["incidents"] - found["totals"]["without_day"]


def test_the_map_is_asked_for_the_part_that_is_looked_at(client: httpx.Client) -> None:
    around = client.get("/explore/marks.json", params={"view": "35.8,38.8,36.1,39.3,11"}).json()
    assert {mark["name"] for mark in around["points"]} >= {"Raqqa"}
    assert all("Mayadin" not in mark["name"] for mark in around["points"])
    assert client.get("/explore/marks.json", params={"view": "nonsense"}).status_code == 400


def test_a_figure_and_a_head_lead_to_the_sentences(client: httpx.Client) -> None:
    page = client.get("/explore", params={"order": "killed"}).text
    link = re.search(r'href="(/incidents/i_[0-9a-f]+)[^"]*">[^<]*killed', page)
    assert link is not None
    answer = client.get(link[1])
    assert answer.status_code == 200 and 'id="of-killed"' in answer.text


def test_a_rejected_claim_is_counted_no_more(client: httpx.Client, record_path: Path) -> None:
    before = ask(client, kind="air strike")
    (one,) = (one for one in ask(client, order="killed")["incidents"][:1])
    with karama.open(record_path) as record:
        claims = [claim.id for claim in record.incident(one["id"]).view.claims]
        record.deciding("Ann").reject(claims, "a drill")
        after = ask(client, kind="air strike")
        assert one["id"] in {line["id"] for line in before["incidents"]}
        assert one["id"] not in {line["id"] for line in after["incidents"]}
        for _ in claims[:1]:
            record.deciding("Ann").undo()
    assert ask(client, kind="air strike")["totals"] == before["totals"]


@pytest.mark.parametrize(
    "query", [{"from": "last week"}, {"bbox": "1,2,3"}, {"bbox": "1,2,3,nan"}, {"order": "loudest"}, {"page": "0"}, {"page": "x"}, {"by": "x"}, {"policy": "x"},
     {"q": "a\0b"}]
)  # fmt: skip
def test_a_question_that_is_none_is_told_in_one_line(client: httpx.Client, query: dict[str, str]) -> None:
    answer = client.get("/explore.json", params=query)
    assert answer.status_code == 400 and len(answer.json()["error"].splitlines()) == 1
    assert client.get("/explore", params=query).status_code == 400


def test_what_is_asked_is_shown_as_text_and_never_as_markup(client: httpx.Client) -> None:
    page = client.get("/explore", params={"q": "<script>alert(1)</script>", "kind": '"><img src=x onerror=alert(1)>', "selected": "i_<b>"}).text
    assert "<script>alert" not in page and "<img src=x" not in page and "i_<b>" not in page


def test_graphic_passages_can_be_blurred_also_without_scripts(client: httpx.Client) -> None:
    page = client.get("/explore", params={"blur": "1"}).text
    assert 'class="wide blurred"' in page and 'class="graphic"' in page
    assert "Show graphic passages" in page


def test_situations_of_a_day_are_a_layer_and_a_table(client: httpx.Client) -> None:
    told = client.get("/explore/situations.json", params={"on": "2017-07-02"}).json()["situations"]
    assert any(one["kind"] == "besieges" and one["place"] == "Raqqa" for one in told)
    assert "Who held what on 2017-07-02" in client.get("/explore", params={"on": "2017-07-02"}).text
    assert client.get("/explore/situations.json").status_code == 400


def test_without_scripts_there_is_a_drawn_map(client: httpx.Client) -> None:
    drawn = client.get("/explore/map.svg")
    assert drawn.headers["content-type"] == "image/svg+xml" and "Raqqa (" in drawn.text and 'class="land"' not in drawn.text


def test_the_base_map_can_be_read_in_parts(client: httpx.Client) -> None:
    part = client.get("/assets/basemap/basemap.pmtiles", headers={"range": "bytes=0-6"})
    assert part.status_code == 206 and part.content == b"PMTiles"


# ---------------------------------------------------------------- in a browser


def open_explore(page: Any, url: str, query: str = "") -> None:
    page.goto(f"{url}/explore{query}")
    page.wait_for_selector(".mark")


def test_map_list_time_and_counts_move_together(page: Any, serve: Serve, record_path: Path) -> None:
    open_explore(page, serve(record_path))
    marks, all_of_it = page.locator(".mark").count(), page.inner_text("#summary strong")
    page.click("#facets a:has-text('air strike')")
    page.wait_for_function("all => document.querySelector('#summary strong').textContent !== all", arg=all_of_it)
    page.wait_for_function("count => document.querySelectorAll('.mark').length !== count", arg=marks)
    assert "kind=air+strike" in page.url
    assert page.locator(".incidents > li").count() == int(page.inner_text("#summary strong").split()[0])
    page.go_back()
    page.wait_for_function("all => document.querySelector('#summary strong').textContent === all", arg=all_of_it)


def test_the_same_address_gives_the_same_view(page: Any, serve: Serve, record_path: Path) -> None:
    open_explore(page, serve(record_path), "?place=Raqqa&order=day")
    page.click(".leaflet-control-zoom-in")
    page.wait_for_function("() => location.search.includes('view=')")
    address, told = page.url, page.inner_text("#list")
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector(".mark")
    assert page.inner_text("#list") == told
    assert page.url == address


def test_words_of_reports_are_text_on_the_map_too(page: Any, serve: Serve, record_path: Path) -> None:
    wild = {"place": "<b>Raqqa</b>", "holder": "<img src=x>", "words": "<i>told</i>", "kind": "controls", "latitude": 35.9, "longitude": 39.0, "radius_km": 5}
    answer = {"situations": [{**wild, "stands": "holds"}]}
    page.route("**/explore/situations.json*", lambda route: route.fulfill(json=answer))
    mark = {
        "name": "<b>Mayadin</b>",
        "latitude": 35.0,
        "longitude": 40.4,
        "count": 1,
        "places": 1,
        "kind": "<u>x</u>",
        "shape": "star",
        "disputed": 0,
        "origins": 1,
    }
    marks = {
        "points": [{**mark, "incident": "i_1", "vague": 0, "box": [35, 40, 35, 40], "precision": "exact"}],
        "areas": [],
        "wide": [mark],
        "unplaced": 0,
        "left_out": 0,
    }
    page.route("**/explore/marks.json*", lambda route: route.fulfill(json=marks))
    page.goto(f"{serve(record_path)}/explore?on=2017-07-02")
    page.wait_for_selector(".held-name")
    page.locator(".mark").first.press("Enter")
    page.wait_for_selector(".leaflet-popup-content")
    assert page.inner_text(".held-name") == "<img src=x>"
    assert page.locator("#map b, #map img, #map u, #map-wide b").count() == 0


def test_days_are_chosen_by_dragging_over_the_bars(page: Any, serve: Serve, record_path: Path) -> None:
    open_explore(page, serve(record_path), "?from=2017-06&to=2017-07")
    page.locator("#bars").scroll_into_view_if_needed()
    bars = page.locator("#bars").bounding_box()
    page.mouse.move(bars["x"] + bars["width"] * 0.1, bars["y"] + 30)
    page.mouse.down()
    page.mouse.move(bars["x"] + bars["width"] * 0.4, bars["y"] + 30, steps=4)
    page.mouse.up()
    page.wait_for_function("() => document.querySelector('#from').value.length === 10")
    assert page.input_value("#from") < page.input_value("#to")


def test_a_mark_tells_what_it_stands_for_and_leads_on_by_keyboard(page: Any, serve: Serve, record_path: Path) -> None:
    open_explore(page, serve(record_path), "?kind=air+strike")
    page.locator(".mark").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup-content")
    assert re.search(r"Its page|List them", page.inner_text(".leaflet-popup-content"))


def test_it_works_without_scripts(chromium: Any, serve: Serve, record_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{serve(record_path)}/explore")
    before = page.inner_text("#summary strong")
    page.fill("#q", "prison")
    page.click("#ask button")
    assert page.inner_text("#summary strong") != before
    page.click("#summary .chips a")
    assert page.inner_text("#summary strong") == before
    assert page.locator("#map img").get_attribute("src").startswith("/explore/map.svg")
    context.close()


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_explore_has_no_barrier(page: Any, serve: Serve, record_path: Path, check_access: Callable[..., None], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_explore(page, serve(record_path), "?on=2017-07-02&kind=air+strike&kind=attack")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")
    check_access(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


# ---------------------------------------------------------------- a base map of one's own

SHIPPED = Path(karama.__file__).parent / "web/assets/basemap/basemap.pmtiles"


def test_a_map_of_ones_own_is_served_in_parts_with_its_attribution(record_path: Path) -> None:
    with karama.open(record_path) as record:
        with TestClient(make_app(Site(record, tiles=SHIPPED), identify_owner("Ann"), None)) as client:
            shown = client.get("/explore.json").json()["tiles"]
            assert shown == {"url": "/tiles/own.pmtiles", "own": True, "attribution": "Natural Earth; GeoNames (CC BY 4.0)"}
            assert client.get(shown["url"], headers={"range": "bytes=0-6"}).content == b"PMTiles"
        with TestClient(make_app(Site(record), identify_owner("Ann"), None)) as client:
            assert client.get("/tiles/own.pmtiles").status_code == 404


@pytest.mark.parametrize("content", [b"", b"PMTiles\x02" + b"\0" * 200, b"PNG" * 99, b"PMTiles\x03" + b"\0" * 91 + b"\x02" + b"\0" * 99])
def test_a_file_that_is_no_such_map_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pmtiles").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.pmtiles"):
        read_attribution(tmp_path / "a.pmtiles")
    with pytest.raises(InputError):
        read_attribution(tmp_path / "missing.pmtiles")
