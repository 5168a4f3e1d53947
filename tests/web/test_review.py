"""Review: the queue's order, one claim judged by keys and by forms, the like of a mistake, two coders who do not see each other, and an editor who settles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any

import httpx
import pytest

import karama
from karama.api import Record, init_record
from karama.app.following import Follower
from karama.app.reviewing import ReviewDesk, Wanted, list_queue
from karama.domain.record import Decision, Merge, RecordClaim
from karama.record.decisions import list_standing
from karama.views.worth import tell_worth
from karama.web.pages import review
from karama.web.visits import Person, Site, Visit

Serve = Callable[[Path], str]
LIKES = "\n\n".join(
    f"The campaign bombed in {town}, critics said. An air strike killed {number} people in Raqqa on {day}."
    for town, number, day in (("London", 3, "Monday"), ("Paris", 4, "Tuesday"), ("Rome", 5, "Wednesday"), ("Madrid", 6, "Thursday"))
)


@pytest.fixture
def client(serve: Serve, record_path: Path) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=serve(record_path), headers={"accept": "application/json"}) as made:
        made.headers["x-karama-token"] = read_token(made.get("/review", headers={"accept": "text/html"}).text)
        yield made


def read_token(page: str) -> str:
    return page.partition('data-token="')[2].partition('"')[0]


def visit(record: Record, name: str = "Ann", role: Any = "coder", form: dict[str, Any] | None = None, **query: Any) -> Visit:
    def many(given: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        return {key: (value,) if isinstance(value, str) else tuple(value) for key, value in given.items()}

    site = SITES.setdefault(id(record), Site(record))
    return Visit(site, Person(name, role), {}, many(query), many(form or {}))


SITES: dict[int, Site] = {}


@pytest.fixture
def record(record_path: Path) -> Iterator[Record]:
    with karama.open(record_path) as opened:
        yield opened
        if (site := SITES.pop(id(opened), None)) is not None and "review" in site.kept:
            assert site.kept["review"].follower.wait(20)


def find(record: Record, kind: str, place: str = "") -> RecordClaim:
    """The claim of that kind and place with most figures."""
    found = [claim for claim in record.tools.store.claims() if claim.kind == kind and (not place or any(where.name == place for where in claim.places))]
    return max(found, key=lambda claim: (len(claim.counts), claim.id))


def ids(data: dict[str, Any]) -> list[str]:
    return [row["id"] for row in data["queue"]]


# ---------------------------------------------------------------- the order


def test_more_harm_more_doubt_and_a_dispute_each_raise_a_claim(record: Record) -> None:
    strike, clash = find(record, "air strike", "Mayadin"), find(record, "armed clash", "Raqqa")
    plain = tell_worth(strike, (), ())
    assert tell_worth(strike, ("denied",), ()).total == pytest.approx(2 * plain.total)
    assert tell_worth(strike, (), ("flagged", "again")).total == pytest.approx(4 * plain.total)
    assert plain.harm > tell_worth(clash, (), ()).harm == 1
    assert plain.doubt < tell_worth(clash, (), ()).doubt
    assert plain.total == pytest.approx(plain.harm * plain.doubt * plain.dispute * plain.asked)


def test_every_claim_stands_in_the_queue_once_and_what_is_worth_most_first(record: Record) -> None:
    shelf, judged = ReviewDesk(record.tools.store).look()
    queue = list_queue(shelf, judged, Wanted(), "Ann")
    assert sorted(queue) == sorted(claim.id for claim in record.tools.store.claims())
    assert [shelf.worth[claim] for claim in queue] == sorted((shelf.worth[claim] for claim in queue), reverse=True)


def test_a_claim_says_why_it_stands_where_it_does(record: Record) -> None:
    claim = find(record, "air strike", "Mayadin")
    worth = review.show_review(visit(record, at=claim.id))["item"]["worth"]
    assert "57 killed" in worth["why"][0] and "somebody denies it" in worth["why"][2]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [({"place": "Mayadin", "kind": "killing"}, {"killing"}), ({"certainty": "denied"}, {"attack", "air strike"}), ({"what": "relation"}, {"leads", "backs"})],
)
def test_a_queue_is_of_what_is_asked_for(record: Record, query: dict[str, str], kinds: set[str]) -> None:
    data = review.show_review(visit(record, **query))
    assert {row["kind"] for row in data["queue"]} == kinds and data["total"] == len(data["queue"])


def test_days_and_actors_narrow_the_queue(record: Record) -> None:
    whole = review.show_review(visit(record, state="all"))["total"]
    assert 0 < review.show_review(visit(record, **{"from": "2017-06-26", "to": "2017-06-26"}))["total"] < whole
    named = review.show_review(visit(record, actor="Syrian Democratic Forces"))
    assert 0 < named["total"] < whole


def test_what_came_in_since_is_in_the_queue_and_older_claims_stay(record: Record, tmp_path: Path) -> None:
    desk = ReviewDesk(record.tools.store)
    before = list_queue(*desk.look(), Wanted(), "Ann")
    (tmp_path / "new.txt").write_text("An air strike killed 900 people in Raqqa on Monday, doctors said.")
    record.add([tmp_path / "new.txt"], published="2017-08-01")
    shelf, judged = desk.look()
    after = list_queue(shelf, judged, Wanted(), "Ann")
    assert set(after) > set(before) and after == list_queue(*ReviewDesk(record.tools.store).look(), Wanted(), "Ann")
    assert {shelf.slips[claim].kind for claim in set(after) - set(before)} >= {"air strike"}


# ---------------------------------------------------------------- judging


def test_what_i_judged_leaves_my_queue_and_stays_in_that_of_others(record: Record) -> None:
    first = ids(review.show_review(visit(record)))[0]
    review.accept(visit(record, form={"id": first}))
    assert first not in ids(review.show_review(visit(record)))
    assert first in ids(review.show_review(visit(record, state="mine")))
    assert first in ids(review.show_review(visit(record, "Ben")))
    assert ids(review.show_review(visit(record, "Ben", state="second"))) == [first]
    assert first not in ids(review.show_review(visit(record, state="nobody")))


def test_a_coder_does_not_see_anothers_judgement_before_their_own(record: Record) -> None:
    claim = find(record, "air strike", "Mayadin")
    review.reject(visit(record, "Ann", form={"id": claim.id, "words": "counted twice"}))
    review.correct(visit(record, "Ann", form={"id": claim.id, "field": "killed", "value": "58", "reason": "the list"}))
    seen = review.show_item(visit(record, "Ben", id=claim.id))["item"]
    told = next(row for row in seen["rows"] if row["field"] == "killed")
    assert seen["others"] == [] and told["was"] is None and "58" not in str(told) and "counted twice" not in str(seen)
    assert review.show_item(visit(record, "Ben", id=claim.id, open="1"))["item"]["others"] == []
    review.accept(visit(record, "Ben", form={"id": claim.id}))
    assert {one["verdict"] for one in review.show_item(visit(record, "Ben", id=claim.id))["item"]["others"]} == {"reject", "correct"}


def test_an_editor_may_ask_to_see_all_judgements(record: Record) -> None:
    claim = find(record, "air strike", "Mayadin")
    review.reject(visit(record, "Ann", form={"id": claim.id, "words": "counted twice"}))
    assert review.show_item(visit(record, "Edna", "editor", id=claim.id))["item"]["others"] == []
    assert review.show_item(visit(record, "Edna", "editor", id=claim.id, open="1"))["item"]["others"][0]["by"] == "Ann"


def test_a_flag_goes_to_the_second_reader_until_somebody_else_has_judged(record: Record) -> None:
    claim = find(record, "death")
    review.flag(visit(record, form={"id": claim.id, "reason": "15 or 42?"}))
    assert ids(review.show_review(visit(record, "Ben", state="flagged"))) == [claim.id]
    assert review.show_item(visit(record, "Ben", id=claim.id))["item"]["flags"][0]["reason"] == "15 or 42?"
    review.accept(visit(record, form={"id": claim.id}))
    assert ids(review.show_review(visit(record, "Ben", state="second"))) == [claim.id]
    review.accept(visit(record, "Ben", form={"id": claim.id}))
    assert ids(review.show_review(visit(record, state="flagged"))) == []


def test_undo_goes_back_as_far_as_one_has_decided(record: Record) -> None:
    queue = ids(review.show_review(visit(record)))
    for claim in queue[:5]:
        review.accept(visit(record, form={"id": claim}))
    backwards = [review.undo(visit(record)).data["claims"][0] for _ in range(5)]
    assert backwards == queue[4::-1]
    assert ids(review.show_review(visit(record))) == queue
    with pytest.raises(karama.errors.InputError, match="no decision that stands"):
        review.undo(visit(record))


def test_an_undoing_can_be_undone(record: Record) -> None:
    claim = ids(review.show_review(visit(record)))[0]
    review.accept(visit(record, form={"id": claim}))
    taken = review.undo(visit(record)).data
    review.undo(visit(record, form={"decision": taken["undoing"]}))
    assert review.show_item(visit(record, id=claim))["item"]["mine"]["verdict"] == "accept"


def test_all_shown_that_are_sure_are_one_decision(record: Record) -> None:
    data = review.show_sure(visit(record, above="0.85"))
    chosen = [row["id"] for row in data["rows"]]
    assert chosen and all(row["score"] >= 0.85 for row in data["rows"]) and len(chosen) < data["shown"]
    review.accept(visit(record, form={"id": chosen}))
    review.undo(visit(record))
    assert set(chosen) <= set(ids(review.show_review(visit(record))))


# ---------------------------------------------------------------- the like of a mistake


@pytest.fixture
def alike(tmp_path: Path) -> Iterator[Record]:
    (tmp_path / "likes.txt").write_text(LIKES)
    with init_record(tmp_path / "likes.karama") as made:
        made.add([tmp_path / "likes.txt"], published="2017-06-30")
        yield made
        SITES.pop(id(made), None)


def test_the_same_mistake_rejected_twice_offers_its_like_and_rejects_them_on_one_confirmation(alike: Record) -> None:
    strikes = [claim for claim in alike.tools.store.claims() if "bombed" in claim.words]
    assert len(strikes) == 4
    reason = review.REASONS[0][0]
    assert review.reject(visit(alike, form={"id": strikes[0].id, "reason": reason})).data["offer"] is None
    offer = review.reject(visit(alike, form={"id": strikes[1].id, "reason": reason})).data["offer"]
    assert (offer["times"], offer["count"], offer["shared"]) == (2, 2, "“bombed” read as air strike")
    listed = review.show_like(visit(alike, id=strikes[1].id))
    assert {row["id"] for row in listed["rows"]} == {strikes[2].id, strikes[3].id} and all("bombed" in row["words"] for row in listed["rows"])
    review.reject(visit(alike, form={"id": listed["ids"], "reason": listed["reason"]}))
    standing = list_standing(alike.tools.store.find(Decision))
    assert [len(one.claims) for one in standing] == [1, 1, 2]


def test_what_was_judged_already_is_not_like_a_mistake(alike: Record) -> None:
    strikes = [claim for claim in alike.tools.store.claims() if "bombed" in claim.words]
    review.accept(visit(alike, form={"id": strikes[3].id}))
    for strike in strikes[:2]:
        done = review.reject(visit(alike, form={"id": strike.id, "words": "not so"}))
    assert done.data["offer"]["count"] == 1


# ---------------------------------------------------------------- merging aside


def test_a_correction_is_kept_at_once_and_merging_follows(record: Record) -> None:
    claim, merges = find(record, "air strike", "Mayadin"), record.tools.store.count(Merge)
    review.correct(visit(record, form={"id": claim.id, "field": "day", "value": "2017-06-20", "reason": "the dateline"}))
    assert record.tools.store.last(Decision).field == "day"  # type: ignore[union-attr]
    follower = SITES[id(record)].kept["review"].follower
    assert follower.wait(20) and record.tools.store.count(Merge) > merges and not follower.behind


def test_a_merging_that_fails_is_told_and_the_next_one_tried() -> None:
    from threading import Lock

    from karama.errors import DataError, UnavailableError

    told: list[str] = []

    def merge() -> None:
        told.append("tried")
        if len(told) == 1:
            raise DataError("a page is damaged")

    follower = Follower(merge, Lock())
    follower.ask()
    assert follower.wait(5) and follower.failed == "a page is damaged"
    follower.ask()
    assert follower.wait(5) and follower.failed is None and len(told) == 2
    assert UnavailableError.exit_code == 5


def test_a_decision_is_kept_while_a_long_merging_goes_on(record: Record) -> None:
    from threading import Thread

    def merge() -> None:
        with record.tools.store.writing():
            sleep(1.0)

    aside = Thread(target=merge)
    aside.start()
    sleep(0.1)
    review.accept(visit(record, form={"id": ids(review.show_review(visit(record)))[0]}))
    assert aside.is_alive()
    aside.join()


# ---------------------------------------------------------------- over HTTP, with and without a script


def test_an_action_answers_a_script_and_sends_a_form_on(client: httpx.Client) -> None:
    queue = ids(client.get("/review.json").json())
    told = client.post("/review/accept", data={"id": queue[0], "next": queue[1], "back": "state=todo&place=Raqqa&evil=1"}).json()
    assert told["verdict"] == "accept" and told["to"] == f"/review?state=todo&place=Raqqa&at={queue[1]}"
    form = client.post("/review/accept", data={"id": queue[1], "next": queue[2]}, headers={"accept": "text/html"})
    assert form.status_code == 303 and form.headers["location"] == f"/review?at={queue[2]}"


def test_an_action_without_the_token_is_refused(client: httpx.Client) -> None:
    claim = ids(client.get("/review.json").json())[0]
    assert client.post("/review/accept", data={"id": claim}, headers={"x-karama-token": "0" * 64}).status_code == 403


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("reject", {"id": "c_1"}, "say why"),
        ("accept", {"id": "c_1"}, "c_1: no such claim"),
        ("accept", {}, "no claim is named"),
        ("correct", {"id": "?", "field": "killed", "value": "many"}, "is no figure"),
        ("correct", {"id": "?", "field": "mood", "value": "1"}, "is no field"),
        ("correct", {"id": "?", "field": "words", "value": "0:99999999"}, "words: "),
        ("join", {"id": "?"}, "join: name a claim"),
        ("undo", {}, "no decision that stands"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(client: httpx.Client, path: str, form: dict[str, str], words: str) -> None:
    claim = ids(client.get("/review.json").json())[0]
    told = client.post(f"/review/{path}", data={key: claim if value == "?" else value for key, value in form.items()})
    assert told.status_code == 400 and words in told.json()["error"]


def test_a_claim_that_is_not_there_is_missing(client: httpx.Client) -> None:
    assert client.get("/review/item.json?id=c_0").status_code == 404
    assert client.get("/review.json?state=odd").status_code == 400


# ---------------------------------------------------------------- in a browser


def wait_kept(page: Any, number: int, record: Record) -> list[Decision]:
    for _ in range(100):
        if record.tools.store.count(Decision) >= number:
            break
        page.wait_for_timeout(50)
    return list(record.tools.store.find(Decision))


def current(page: Any) -> str:
    return str(page.locator("#claim").get_attribute("data-id"))


def open_review(page: Any, url: str, query: str = "") -> list[str]:
    page.goto(f"{url}/review{query}")
    page.wait_for_selector("main[data-ready]")
    return [str(row.get_attribute("data-id")) for row in page.locator("#queue li").all()]


def press(page: Any, key: str, then: str) -> None:
    page.keyboard.press(key)
    page.wait_for_selector(f'#claim[data-id="{then}"]')


def test_twenty_claims_are_reviewed_by_keys_alone_and_undone(page: Any, serve: Serve, record_path: Path) -> None:
    queue = open_review(page, serve(record_path))
    for number in range(20):
        assert current(page) == queue[number]
        if number % 3 == 0:
            page.keyboard.press("r")
            press(page, str(number % 9 + 1), queue[number + 1])
        else:
            press(page, "a", queue[number + 1])
    with karama.open(record_path) as record:
        made = wait_kept(page, 20, record)
        assert [one.claims[0] for one in made] == queue[:20]
        assert [one.verdict for one in made] == ["accept" if number % 3 else "reject" for number in range(20)]
        for number in range(19, 14, -1):
            press(page, "u", queue[number])
        assert len(list_standing(wait_kept(page, 25, record))) == 15
        press(page, "U", queue[15])
        assert len(list_standing(wait_kept(page, 26, record))) == 16
        press(page, "j", queue[16])
        press(page, "k", queue[15])


def test_the_next_claim_is_there_before_the_decision_is_kept(page: Any, serve: Serve, record_path: Path) -> None:
    queue = open_review(page, serve(record_path))
    page.wait_for_load_state("networkidle")
    took = page.evaluate(
        """async (next) => {
            const began = performance.now();
            document.dispatchEvent(new KeyboardEvent("keydown", {key: "a", bubbles: true}));
            while (document.querySelector("#claim").dataset.id !== next) await new Promise((done) => setTimeout(done, 1));
            return performance.now() - began;
        }""",
        queue[1],
    )
    assert took < 100


def test_keys_rest_while_one_types(page: Any, serve: Serve, record_path: Path) -> None:
    queue = open_review(page, serve(record_path))
    page.keyboard.press("f")
    page.keyboard.type("jar? an 8/9")
    assert current(page) == queue[0] and page.locator("#claim details[open] input[name=reason]").input_value() == "jar? an 8/9"
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.locator(".filters input[name=place]").focus()
    page.keyboard.type("aar")
    with karama.open(record_path) as record:
        assert record.tools.store.count(Decision) == 0


def test_a_key_can_be_changed_and_stays_changed(page: Any, serve: Serve, record_path: Path) -> None:
    url = serve(record_path)
    queue = open_review(page, url)
    page.keyboard.press("?")
    page.locator("#keys tbody tr", has_text="next claim").get_by_role("button").click()
    page.keyboard.press("a")
    assert "is for “accept” already" in page.locator("#keys-told").inner_text()
    page.locator("#keys tbody tr", has_text="next claim").get_by_role("button").click()
    page.keyboard.press("m")
    page.keyboard.press("Escape")
    press(page, "m", queue[1])
    open_review(page, url)
    press(page, "m", queue[1])
    page.keyboard.press("?")
    page.locator("#keys-off").check()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert current(page) == queue[1]


def test_a_field_is_edited_by_keys(page: Any, serve: Serve, record_path: Path) -> None:
    open_review(page, serve(record_path), "?kind=air+strike&place=Mayadin")
    page.keyboard.press("e")
    page.keyboard.type("killed")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("at least 58")
    page.keyboard.press("Enter")
    page.wait_for_selector(".was")
    assert "at least 58" in page.locator(".facts .rows").first.inner_text()
    with karama.open(record_path) as record:
        assert wait_kept(page, 1, record)[0].field == "killed"


def test_the_words_are_selected_anew_by_keys(page: Any, serve: Serve, record_path: Path) -> None:
    queue = open_review(page, serve(record_path), "?kind=air+strike&place=Mayadin")
    with karama.open(record_path) as record:
        claim = next(one for one in record.tools.store.claims() if one.id == queue[0])
        page.keyboard.press("s")
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_selector(".was, #told.bad")
        made = wait_kept(page, 1, record)[0]
        now = next(iter(record.claims(ids=(claim.id,))))
        assert made.field == "words" and claim.start < now.start and now.end < claim.end
        text = next(iter(article.text for article in record.articles() if article.id == claim.article))
        assert text[now.start : now.end] == now.words


def test_of_words_that_stand_twice_those_that_were_selected_are_meant(page: Any, serve: Serve, alike: Record) -> None:
    queue = open_review(page, serve(alike.path), "?kind=killing")
    claim = next(one for one in alike.tools.store.claims() if one.id == queue[0])
    page.locator("summary", has_text="Words").click()
    page.evaluate(
        """() => {
            const pieces = [...document.querySelectorAll("#text [data-start]")], last = pieces.at(-1).firstChild, at = last.data.lastIndexOf("on");
            getSelection().setBaseAndExtent(last, at < 0 ? 0 : at, last, last.data.length);
        }"""
    )
    page.locator("details.panel[open] form.words button").click()
    page.wait_for_selector(".was, #told.bad")
    now = next(iter(alike.claims(ids=(claim.id,))))
    text = next(iter(alike.articles())).text
    assert claim.start < now.start < now.end <= claim.end and text[now.start : now.end] == now.words


def test_a_wrong_join_is_split_off_and_joined_again_by_keys(page: Any, serve: Serve, record_path: Path) -> None:
    open_review(page, serve(record_path), "?kind=air+strike&place=Mayadin")
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    page.wait_for_selector("#told:has-text('Split off')")
    with karama.open(record_path) as record:
        made = wait_kept(page, 1, record)[0]
        assert made.verdict == "split"
        page.keyboard.press("w")
        page.locator("#claim details[open] input[name=with]:not([type=hidden])").fill((made.value or "").split()[0])
        page.keyboard.press("Enter")
        page.wait_for_selector("#told:has-text('Joined')")
        assert wait_kept(page, 2, record)[1].verdict == "join"


def test_the_like_of_a_mistake_is_offered_and_rejected_with_one_confirmation(page: Any, serve: Serve, alike: Record) -> None:
    queue = open_review(page, serve(alike.path), "?kind=air+strike")
    bombed = [claim for claim, row in zip(queue, page.locator("#queue li").all(), strict=True) if "bombed" in row.inner_text()]
    for claim in bombed[:2]:
        page.locator(f'#queue li[data-id="{claim}"] a').click()
        page.wait_for_selector(f'#claim[data-id="{claim}"]')
        page.keyboard.press("r")
        page.keyboard.press("1")
        page.wait_for_selector(f'#claim:not([data-id="{claim}"])')
    page.wait_for_selector("#offer:not([hidden])")
    page.keyboard.press("l")
    page.wait_for_url("**/review/like?**")
    assert page.locator(".listed li").count() == 2
    page.get_by_role("button", name="Reject 2").click()
    page.wait_for_url("**/review?**")
    assert "bombed" not in page.locator("#queue").inner_text() and page.locator("#queue li").count() == 4


def test_a_decision_that_is_refused_is_told_and_the_claim_comes_back(page: Any, serve: Serve, record_path: Path) -> None:
    queue = open_review(page, serve(record_path))
    page.route("**/review/accept", lambda route: route.fulfill(status=503, content_type="application/json", body='{"error": "the disk is full"}'))
    page.keyboard.press("a")
    page.wait_for_selector("#told.bad")
    assert "Not kept: the disk is full" in page.locator("#told").inner_text() and current(page) == queue[0]


def test_review_works_without_a_script(chromium: Any, serve: Serve, record_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(serve(record_path) + "/review")
    first = current(page)
    page.get_by_role("button", name="Accept", exact=True).click()
    assert current(page) != first
    page.locator("summary", has_text="Reject").click()
    page.get_by_role("button", name="1 no event").click()
    page.get_by_role("button", name="Undo").click()
    assert "Taken back: reject" in page.locator("#told").inner_text()
    context.close()


@pytest.mark.parametrize("path", ["/review", "/review?state=all&place=Raqqa", "/review/sure?above=0.5"])
def test_review_has_no_barriers(page: Any, serve: Serve, record_path: Path, check_access: Callable[..., None], path: str) -> None:
    page.goto(serve(record_path) + path)
    check_access(page)


def test_panels_and_keys_have_no_barriers(page: Any, serve: Serve, record_path: Path, check_access: Callable[..., None]) -> None:
    open_review(page, serve(record_path))
    for key in "resfn":
        page.keyboard.press(key)
        check_access(page, "#item")
        page.keyboard.press("Escape")
    page.keyboard.press("?")
    check_access(page, "#keys")


def test_a_large_record_shows_what_is_read_of_it_and_then_all(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    from karama.app import reviewing

    monkeypatch.setattr(reviewing, "SMALL", 10)
    monkeypatch.setattr(reviewing, "PATIENCE_S", 0.0)
    desk, whole = ReviewDesk(record.tools.store), record.tools.store.count(RecordClaim)
    first = desk.look()[0]
    assert len(first.slips) <= whole
    for _ in range(200):
        if desk.look()[0].whole:
            break
        sleep(0.02)
    assert len(desk.look()[0].slips) == whole


def test_what_was_decided_when_the_process_was_killed_is_merged_by_the_next(record: Record) -> None:
    from karama.web.reviewing import get_reviewing, warm_up

    claim, merges = find(record, "air strike", "Mayadin"), record.tools.store.count(Merge)
    deciding = record.deciding("Ann")
    killed = replace(deciding, tools=replace(deciding.tools, merge=lambda: None))
    killed.correct(claim.id, "day", "2017-06-20", "the dateline")
    assert record.tools.store.count(Merge) == merges
    site = visit(record).site
    warm_up(site)
    assert get_reviewing(site).follower.wait(20) and record.tools.store.count(Merge) > merges


def test_an_incident_near_it_is_offered_to_be_joined(record: Record) -> None:
    claim = find(record, "air strike", "Mayadin")
    review.split(visit(record, form={"id": claim.id, "incident": record.incident(claim.id).view.id}))
    assert SITES[id(record)].kept["review"].follower.wait(20)
    offered = review.show_item(visit(record, id=claim.id))["item"]["joins"]
    assert offered and claim.id not in {one["id"] for one in offered}
    review.join(visit(record, form={"id": claim.id, "with": offered[0]["id"]}))
    assert SITES[id(record)].kept["review"].follower.wait(20)
    assert {claim.id, offered[0]["id"]} <= {one.id for one in record.incident(claim.id).view.claims}
