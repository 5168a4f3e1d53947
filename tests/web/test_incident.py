"""An incident's page: values by sources, policies, the sentences behind them, why it was merged; split, join, judge, undo."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import karama
from karama.api import Record, init_record
from karama.errors import InputError
from karama.web.answers import MissingError
from karama.web.app import make_app
from karama.web.pages.incident import decide, show_incident, undo
from karama.web.visits import Done, Elsewhere, Person, Site, Visit

Serve = Callable[[Path], str]
REPORTS = (
    ("Levant Daily", "2017-07-04", "The air strike killed at least 12 people in Raqqa on Monday, the Syrian Observatory for Human Rights said."),
    ("River Post", "2017-07-05", "The air strike on a market in Raqqa on Monday killed 30 people, activists said. The army denied that it bombed Raqqa."),
    ("Gulf Wire", "2017-07-05", "The militants shelled a school in Mosul on Monday and wounded four children, police said."),
)  # fmt: skip


@pytest.fixture(scope="session")
def strikes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of two reports of one strike with two tolls, and one of another town."""
    folder = tmp_path_factory.mktemp("strikes")
    lines = [{"text": text, "publisher": publisher, "published": day, "title": f"Report of {publisher}"} for publisher, day, text in REPORTS]
    (folder / "reports.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with init_record(folder / "r.karama") as record:
        record.add(folder / "reports.jsonl", by="test")
    return folder / "r.karama"


@pytest.fixture
def path(strikes: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(strikes, tmp_path / "r.karama"))


@pytest.fixture
def record(path: Path) -> Iterator[Record]:
    with karama.open(path) as opened:
        yield opened


def _show(record: Record, identifier: str, **query: str) -> dict[str, Any]:
    return show_incident(Visit(Site(record), Person("Ann", "coder"), {"id": identifier}, {name: (value,) for name, value in query.items()}))


def _act(record: Record, act: Callable[[Visit], Done], identifier: str, **form: str | Sequence[str]) -> Done:
    given = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in form.items()}
    return act(Visit(Site(record), Person("Ann", "coder"), {"id": identifier}, {}, given))


def _find_strike(record: Record) -> str:
    return next(one.view.id for one in record.incidents(place="Raqqa") if one.view.articles == 2)


def _list_claims(shown: dict[str, Any], outlet: str | None = None) -> list[str]:
    return [claim["id"] for sentence in shown["sentences"] for claim in sentence["claims"] if outlet in (None, sentence["outlet"])]


def _find_row(shown: dict[str, Any], field: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in shown["table"]["rows"] if row["field"] == field)
    return found


# ---------------------------------------------------------------- what it shows


def test_each_source_stands_in_its_column_with_what_it_says(record: Record) -> None:
    shown = _show(record, _find_strike(record))
    outlets = [column["outlet"] for column in shown["table"]["columns"]]
    cells = _find_row(shown, "killed")["cells"]
    assert outlets == ["Levant Daily", "River Post"]
    assert [[value["words"] for value in cell] for cell in cells] == [["at least 12"], ["30"]]


def test_the_pick_of_the_policy_comes_with_its_name_and_reason(record: Record) -> None:
    incident = _find_strike(record)
    (lowest,) = _find_row(_show(record, incident, policy="acled"), "killed")["picks"]
    assert lowest["words"] == "12" and "lowest credible" in lowest["because"]
    (last,) = _find_row(_show(record, incident, policy="latest"), "killed")["picks"]
    assert last["words"] == "30"
    (named,) = _find_row(_show(record, incident, policy="first:", first="Levant"), "killed")["picks"]
    assert named["words"] == "at least 12" and named["because"] == "said by Levant"
    assert _show(record, incident)["policy"] == "majority"


def test_an_unknown_policy_or_incident_is_told_in_one_line(record: Record) -> None:
    with pytest.raises(InputError, match="no policy is called 'guess'"):
        _show(record, _find_strike(record), policy="guess")
    with pytest.raises(MissingError, match="no such incident"):
        _show(record, "i_nothing")


def test_every_value_has_its_sentences_with_speaker_and_certainty(record: Record) -> None:
    (of_thirty,) = [value for value in _find_row(_show(record, _find_strike(record)), "killed")["values"] if value["words"].startswith("30")]
    assert {(one["chain"], one["words"].endswith("activists said.")) for one in of_thirty["sources"]} == {("activists, via River Post", True)}
    assert {one["certainty"] for one in of_thirty["sources"]} <= {"attributed", "disputed"}


def test_a_sentence_that_tells_of_two_things_stands_once(record: Record) -> None:
    shown = _show(record, _find_strike(record))
    sentences = ["".join(piece["words"] for piece in sentence["pieces"]) for sentence in shown["sentences"]]
    assert len(sentences) == len(set(sentences)) < len(_list_claims(shown))


def test_many_sentences_are_shown_a_page_at_a_time(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karama.web.pages.incident.PER_PAGE", 1)
    monkeypatch.setattr("karama.web.incidents.MOST_SOURCES", 1)
    incident = _find_strike(record)
    pages = [_show(record, incident, **({"from": str(number)})) for number in range(3)]
    assert [page["all_sentences"] for page in pages] == [3, 3, 3] and [page["first"] for page in pages] == [0, 1, 2]
    assert len({page["sentences"][0]["claims"][0]["id"] for page in pages}) == 3
    values = [value for row in pages[0]["table"]["rows"] for value in row["values"]]
    assert all(len(value["sources"]) == 1 for value in values) and any(value["more"] for value in values)
    assert [column["outlet"] for column in pages[0]["table"]["columns"]] == ["Levant Daily", "River Post"]


def test_why_they_were_joined_is_told_score_by_score(record: Record) -> None:
    pairs = _show(record, _find_strike(record))["pairs"]
    assert {"kind", "place", "days"} <= {one["feature"] for one in pairs[0]["evidence"]}
    assert all(one["reason"] for pair in pairs for one in pair["evidence"])


def test_a_claims_id_leads_to_its_incident_with_the_query(record: Record) -> None:
    incident = _find_strike(record)
    claim = _list_claims(_show(record, incident), "River Post")[0]
    with pytest.raises(Elsewhere) as found:
        _show(record, claim, policy="ucdp")
    assert found.value.to == f"/incidents/{incident}?policy=ucdp"


def test_the_history_tells_who_brought_and_merged_it_with_the_lines_of_the_log(record: Record) -> None:
    history = _show(record, _find_strike(record))["history"]
    assert [one["what"] for one in history] == ["came in", "read", "came in", "read", "merged"]
    assert [one["number"] for one in history] == sorted(one["number"] for one in history)


# ---------------------------------------------------------------- deciding


def test_a_split_takes_its_values_along_and_an_undo_brings_them_back(record: Record) -> None:
    incident = _find_strike(record)
    off = _list_claims(_show(record, incident), "River Post")
    done = _act(record, decide, incident, verdict="split", claim=off, reason="another strike")
    stays = _show(record, _follow(record, done))
    assert [column["outlet"] for column in stays["table"]["columns"]] == ["Levant Daily"]
    assert [value["bare"] for value in _find_row(stays, "killed")["values"]] == ["at least 12"]
    other = _show(record, next(one.view.id for one in record.incidents(place="Raqqa") if one.view.id != stays["id"] and off[0] in _claims(one)))
    assert [value["bare"] for value in _find_row(other, "killed")["values"]] == ["30"]
    assert stays["history"][-1]["reason"] == "another strike"
    back = _act(record, undo, stays["id"], decision=str(done.data["decision"]))
    assert {value["bare"] for value in _find_row(_show(record, _follow(record, back)), "killed")["values"]} == {"at least 12", "30"}


def _claims(found: Any) -> set[str]:
    return {claim.id for claim in found.view.claims}


def _follow(record: Record, done: Done) -> str:
    """The id of the incident that the answer leads to."""
    identifier = done.to.removeprefix("/incidents/").partition("?")[0]
    try:
        return str(_show(record, identifier)["id"])
    except Elsewhere as elsewhere:
        return elsewhere.to.removeprefix("/incidents/").partition("?")[0]


def test_what_was_done_says_where_each_claim_stands_now(record: Record) -> None:
    incident = _find_strike(record)
    off = _list_claims(_show(record, incident), "River Post")
    done = _act(record, decide, incident, verdict="split", claim=off)
    told = _show(record, _follow(record, done), done=str(done.data["decision"]))["done"]
    assert told["what"] == "split off" and {one["claim"] for one in told["now"]} == set(off)
    assert all(one["incident"] not in (None, incident) and one["words"] for one in told["now"])


def test_incidents_are_joined_and_the_join_is_told_as_the_reason(record: Record) -> None:
    incident = _find_strike(record)
    other = next(one.view.id for one in record.incidents(place="Mosul"))
    done = _act(record, decide, incident, verdict="join", with_id=other, reason="one campaign")
    shown = _show(record, _follow(record, done), pairs="all")
    assert {"Levant Daily", "River Post", "Gulf Wire"} == {column["outlet"] for column in shown["table"]["columns"]}
    assert {"by": "Ann", "reason": "one campaign"} in [pair["joined"] for pair in shown["pairs"]]


def test_incidents_near_in_place_and_time_are_found_to_join_with(record: Record) -> None:
    incident = _find_strike(record)
    done = _act(record, decide, incident, verdict="split", claim=_list_claims(_show(record, incident), "River Post"))
    near = _show(record, _follow(record, done), near="25", within="3")["near"]
    assert len(near) >= 1 and all("Mosul" not in (one["place"] or "") for one in near)
    assert any("30 people" in one["words"] for one in near)
    with pytest.raises(InputError, match="write numbers"):
        _show(record, _follow(record, done), near="far")


def test_a_rejected_claim_counts_no_more_but_stays_to_be_seen_and_can_be_had_again(record: Record) -> None:
    incident = _find_strike(record)
    claims = _list_claims(_show(record, incident), "River Post")
    with pytest.raises(InputError, match="say why"):
        _act(record, decide, incident, verdict="reject", claim=claims)
    done = _act(record, decide, incident, verdict="reject", claim=claims, reason="counted twice")
    shown = _show(record, incident)
    assert [value["bare"] for value in _find_row(shown, "killed")["values"]] == ["at least 12"]
    rejected = [claim for sentence in shown["sentences"] if sentence["rejected"] for claim in sentence["claims"]]
    assert {claim["id"] for claim in rejected} == set(claims) and rejected[0]["verdict"]["reason"] == "counted twice"
    _act(record, undo, incident, decision=str(done.data["decision"]))
    assert len(_find_row(_show(record, incident), "killed")["values"]) == 2


def test_an_incident_whose_claims_are_all_rejected_still_has_its_page(record: Record) -> None:
    incident = _find_strike(record)
    _act(record, decide, incident, verdict="reject", claim=_list_claims(_show(record, incident)), reason="a hoax")
    shown = _show(record, incident)
    assert shown["table"]["rows"] == [] and all(sentence["rejected"] for sentence in shown["sentences"]) and shown["history"][-1]["reason"] == "a hoax"


@pytest.mark.parametrize("verdict", ["accept", "flag", "note"])
def test_a_judgement_of_claims_is_shown_beside_them(record: Record, verdict: str) -> None:
    incident = _find_strike(record)
    claim = _list_claims(_show(record, incident))[0]
    _act(record, decide, incident, verdict=verdict, claim=claim, reason="checked by phone")
    (told,) = [one for sentence in _show(record, incident)["sentences"] for one in sentence["claims"] if one["id"] == claim]
    assert "checked by phone" in json.dumps([told["verdict"], told["flags"], told["notes"]])


def test_a_decision_about_nothing_or_of_no_kind_is_refused(record: Record) -> None:
    incident = _find_strike(record)
    with pytest.raises(InputError, match="choose one claim"):
        _act(record, decide, incident, verdict="accept")
    with pytest.raises(InputError, match="choose an incident"):
        _act(record, decide, incident, verdict="join")
    with pytest.raises(InputError, match="no such decision"):
        _act(record, decide, incident, verdict="delete", claim=_list_claims(_show(record, incident))[0])
    with pytest.raises(InputError, match="leave some"):
        _act(record, decide, incident, verdict="split", claim=_list_claims(_show(record, incident)))


# ---------------------------------------------------------------- in a browser


def test_two_reports_with_two_numbers_and_the_policy_switched(page: Any, serve: Serve, path: Path, check_access: Callable[..., None]) -> None:
    with karama.open(path) as record:
        incident = _find_strike(record)
    page.goto(f"{serve(path)}/incidents/{incident}")
    check_access(page)
    row = page.locator("tr.f-killed")
    assert "at least 12" in row.inner_text() and "30" in row.inner_text() and "no majority" in row.inner_text()
    page.select_option("#policy", "latest")
    page.wait_for_url("**policy=latest**")
    assert "30" in page.locator("tr.f-killed td.pick").inner_text()
    page.locator("tr.f-killed td").last.locator("a").first.click()
    page.wait_for_selector("details.value:target blockquote", state="visible")
    assert "activists said" in page.locator("details.value:target").inner_text()


def test_a_wrong_merge_is_split_and_everything_follows(page: Any, serve: Serve, path: Path) -> None:
    with karama.open(path) as record:
        incident = _find_strike(record)
        off = _list_claims(_show(record, incident), "River Post")
    url = serve(path)
    page.goto(f"{url}/incidents/{incident}")
    for claim in off:
        page.check(f"input[value='{claim}']")
    page.fill("#reason", "another strike")
    page.click("text=Split off")
    page.wait_for_selector(".done")
    assert "River Post" not in page.inner_text(".values") and "30" not in page.locator("tr.f-killed").inner_text()
    with page.expect_navigation():
        page.click(".done a >> nth=0")
    assert "30" in page.locator("tr.f-killed").inner_text() and "Levant" not in page.inner_text(".values")
    found = page.request.get(f"{url}/explore.json?place=Raqqa").json()
    assert incident in json.dumps(found)
    page.goto(f"{url}/incidents/{incident}")
    page.click(".history button >> nth=-1")
    page.wait_for_selector(".done")
    assert "River Post" in page.inner_text(".values")


def test_all_is_decided_without_script(chromium: Any, serve: Serve, path: Path) -> None:
    with karama.open(path) as record:
        incident = _find_strike(record)
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{serve(path)}/incidents/{incident}")
    tab.select_option("#policy", "ucdp")
    with tab.expect_navigation():
        tab.click("text=Choose >> nth=-1")
    assert "policy=ucdp" in tab.url
    tab.check(".passages input[type=checkbox] >> nth=0")
    with tab.expect_navigation():
        tab.click("text=Accept")
    assert "accepted by Ann" in tab.inner_text(".passages") and "policy=ucdp" in tab.url
    with tab.expect_navigation():
        tab.click("text=Undo >> nth=0")
    assert "accepted by Ann" not in tab.inner_text(".passages")
    context.close()


def test_a_reader_sees_everything_but_can_decide_nothing(record: Record) -> None:
    incident = _find_strike(record)
    with TestClient(make_app(Site(record), lambda _request: Person("Bo", "reader"), None)) as client:
        shown = client.get(f"/incidents/{incident}")
        token = shown.text.partition('data-token="')[2].partition('"')[0]
        refused = client.post(f"/incidents/{incident}/decide", data={"token": token, "verdict": "accept", "claim": "c_1"})
    assert shown.status_code == 200 and "activists" in shown.text and '<form method="post"' not in shown.text.partition("<main")[2]
    assert refused.status_code == 403 and "this needs coder" in refused.text
