"""The pages of actors and places: names, what holds over time, incidents, what they say, and who is who."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import karama
from karama.api import Record, init_record
from karama.domain.record import Where
from karama.errors import InputError
from karama.views.situations import Situation
from karama.web.answers import MissingError
from karama.web.entities import decide, undo
from karama.web.pages.actor import show_actor, show_actors
from karama.web.pages.place import show_place
from karama.web.spans import Scale, describe_situations, draw_bar
from karama.web.visits import Done, Elsewhere, Person, Site, Visit

Serve = Callable[[Path], str]


@pytest.fixture
def record(record_path: Path) -> Iterator[Record]:
    with karama.open(record_path) as opened:
        yield opened


def _visit(record: Record, identifier: str = "", form: dict[str, tuple[str, ...]] | None = None, **query: str) -> Visit:
    return Visit(Site(record), Person("Ann", "coder"), {"id": identifier}, {name: (value,) for name, value in query.items()}, form or {})


def _find(record: Record, name: str) -> str:
    return next(one.id for one in record.entities(name) if one.name == name)


def test_an_actor_tells_its_names_its_incidents_over_time_and_what_it_says(record: Record) -> None:
    shown = show_actor(_visit(record, _find(record, "Islamic State")))
    assert shown["base"] == "islamic-state" and {one.name for group in shown["names"] for one in group["names"]} >= {"Islamic State"}
    assert sum(one["sure"] for one in shown["timeline"]["columns"]) > 0 and shown["all_incidents"] >= len(shown["incidents"]) > 0
    (said,) = shown["spoken"]
    assert "Islamic State said" in said["words"] and len(said["kinds"]) == 2  # one sentence of a strike and of what it destroyed


def test_an_actor_is_found_by_its_id_in_the_actor_base_and_by_name(record: Record) -> None:
    identifier = _find(record, "Islamic State")
    for given in ("islamic-state", "Islamic State"):
        with pytest.raises(Elsewhere) as found:
            show_actor(_visit(record, given))
        assert found.value.to == f"/actors/{identifier}"
    with pytest.raises(MissingError):
        show_actor(_visit(record, "nobody of that name"))
    with pytest.raises(Elsewhere) as other:
        show_actor(_visit(record, _find(record, "Raqqa")))
    assert other.value.to == f"/places/{_find(record, 'Raqqa')}"


def test_a_list_of_actors_is_narrowed_by_words(record: Record) -> None:
    assert {"Islamic State"} <= {one["name"] for one in show_actors(_visit(record))["entities"]}
    assert {one["name"] for one in show_actors(_visit(record, words="observatory"))["entities"]} == {"Syrian Observatory for Human Rights"}


def test_a_place_tells_who_besieged_it_and_what_happened_there(record: Record) -> None:
    shown = show_place(_visit(record, _find(record, "Raqqa")))
    (siege,) = [one for one in shown["situations"] if "besieged by" in one["words"]]
    assert [part["kind"] for part in siege["bar"]] == ["perhaps", "sure", "open"]
    assert siege["sources"][0]["claim"].startswith("c_") and {"encirclement"} <= {one["kind"] for one in shown["incidents"]}


def test_situations_that_cannot_both_be_so_name_each_other(tmp_path: Path) -> None:
    texts = {
        "Levant Daily": "The Syrian army took control of the town of Tabqa on Monday, a spokesman said.",
        "River Post": "Islamic State took control of the town of Tabqa on Monday, residents said.",
    }
    lines = [{"text": text, "publisher": outlet, "published": "2017-05-10"} for outlet, text in texts.items()]
    (tmp_path / "two.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with init_record(tmp_path / "r.karama") as record:
        record.add(tmp_path / "two.jsonl")
        shown = describe_situations(record.situations(kinds="controls").items)
    against = [(one["words"], [other["words"] for other in one["against"]]) for one in shown["situations"]]
    assert len(against) == 2 and all(others for _, others in against)
    assert against[0][1] == [against[1][0]] and against[1][1] == [against[0][0]]


def _state(began: tuple[str | None, str | None], ended: tuple[str | None, str | None] | None, told: tuple[str, str]) -> Situation:
    where = Where("Raqqa", None, None, None, None, "settlement", None, None)
    return Situation("s_1", "controls", "told", None, None, where, None, began, ended, told, "", "asserted", (), 1)


def test_a_bar_is_as_sharp_as_its_days_are_known() -> None:
    scale = Scale("2017-01-01", "2017-12-31")
    kinds = lambda one: [part["kind"] for part in draw_bar(one, scale)]  # noqa: E731
    sharp = _state(("2017-02-01", "2017-02-01"), ("2017-10-01", "2017-10-01"), ("2017-02-01", "2017-09-01"))
    assert kinds(sharp) == ["sure", "perhaps"]  # on the day of its end it may still have held
    assert kinds(_state(("2017-02-01", "2017-02-09"), None, ("2017-02-01", "2017-09-01"))) == ["perhaps", "sure", "open"]
    assert kinds(_state((None, None), None, ("2017-03-01", "2017-03-01"))) == ["open", "sure", "open"]


def test_the_parts_of_a_bar_lie_in_order_and_inside() -> None:
    scale = Scale("2017-01-01", "2017-12-31")
    parts = draw_bar(_state(("2017-01-01", "2017-01-31"), ("2017-12-01", "2017-12-31"), ("2017-01-01", "2017-11-01")), scale)
    ends = [(part["x"], part["x"] + part["width"]) for part in parts]
    assert ends == sorted(ends) and all(0 <= low < high <= 320 for low, high in ends)
    assert all(abs(left[1] - right[0]) < 0.2 for left, right in pairwise(ends))


# ---------------------------------------------------------------- who is who


def test_reports_of_another_are_split_off_and_an_undo_takes_it_back(record: Record) -> None:
    identifier = _find(record, "Islamic State")
    members = show_actor(_visit(record, identifier))["members"]
    done: Done = decide(_visit(record, identifier, {"verdict": ("split",), "member": (members[0].id,), "reason": ("a namesake",)}))
    assert len(show_actor(_visit(record, identifier))["members"]) == len(members) - 1
    told = show_actor(_visit(record, identifier, done=str(done.data["decision"])))["done"]
    assert told["by"] == "Ann" and told["reason"] == "a namesake"
    undo(_visit(record, identifier, {"decision": (str(done.data["decision"]),)}))
    assert len(show_actor(_visit(record, identifier))["members"]) == len(members)


def test_two_that_are_one_are_joined(record: Record) -> None:
    left, right = _find(record, "Grand al-Nuri Mosque"), _find(record, "Nuri mosque")
    others = show_place(_visit(record, left, other="nuri"))["others"]
    assert right in [one["id"] for one in others]
    done = decide(_visit(record, left, {"verdict": ("join",), "with": (right,), "reason": ("one mosque",)}))
    joined = done.to.removeprefix("/places/").partition("?")[0]
    names = {one.name for group in show_place(_visit(record, joined))["names"] for one in group["names"]}
    assert {"Grand al-Nuri Mosque", "Nuri mosque"} <= names


def test_a_decision_about_nobody_is_refused(record: Record) -> None:
    identifier = _find(record, "Islamic State")
    for form in ({"verdict": ("split",)}, {"verdict": ("join",)}, {"verdict": ("burn",)}):
        with pytest.raises(InputError):
            decide(_visit(record, identifier, form))


# ---------------------------------------------------------------- in a browser


def test_the_pages_of_actors_and_places_have_no_barrier(page: Any, serve: Serve, record_path: Path, check_access: Callable[..., None]) -> None:
    with karama.open(record_path) as record:
        actor, place = _find(record, "Islamic State"), _find(record, "Raqqa")
    url = serve(record_path)
    for path in ("/actors", f"/actors/{actor}?other=syria", f"/places/{place}"):
        page.goto(url + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        check_access(page)
    assert "besieged by" in page.inner_text(".states")


def test_a_wrong_name_is_split_off_in_a_browser_and_taken_back(page: Any, serve: Serve, record_path: Path) -> None:
    with karama.open(record_path) as record:
        actor = _find(record, "Islamic State")
    page.goto(f"{serve(record_path)}/actors/{actor}")
    before = page.locator(".members input[name=member]").count()
    page.check(".members input[name=member] >> nth=0")
    page.fill("#split-reason", "a namesake")
    page.click("text=it is another")
    page.wait_for_selector(".done")
    assert page.locator(".members input[name=member]").count() == before - 1
    with page.expect_navigation():
        page.click(".done button")
    assert page.locator(".members input[name=member]").count() == before
