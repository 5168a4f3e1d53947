"""Two coders who do not see each other, the figures of their agreement, and an editor who settles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import karama
from karama.api import Record
from karama.errors import InputError
from karama.record.decisions import list_settled
from karama.web.pages import agreement, review
from karama.web.visits import Person, Site, Visit


@pytest.fixture
def site(record_path: Path) -> Iterator[Site]:
    with karama.open(record_path) as opened:
        yield Site(opened)


@pytest.fixture
def ask(site: Site) -> Callable[..., Visit]:
    def make(name: str, role: Any = "coder", form: dict[str, Any] | None = None, **query: str) -> Visit:
        given = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in (form or {}).items()}
        return Visit(site, Person(name, role), {}, {key: (value,) for key, value in query.items()}, given)

    return make


def code(ask: Callable[..., Visit], name: str, verdicts: dict[str, str]) -> None:
    for claim, verdict in verdicts.items():
        if verdict == "accept":
            review.accept(ask(name, form={"id": claim}))
        else:
            review.reject(ask(name, form={"id": claim, "words": verdict}))


def list_claims(record: Record) -> list[str]:
    return sorted(claim.id for claim in record.tools.store.claims() if claim.what == "event")


def test_the_figures_are_those_of_the_judgements(site: Site, ask: Callable[..., Visit]) -> None:
    claims = list_claims(site.record)[:4]
    code(ask, "Ann", dict(zip(claims, ["accept", "accept", "no", "no"], strict=True)))
    code(ask, "Ben", dict(zip(claims, ["accept", "no", "no", "no"], strict=True)))
    whole = agreement.show_agreement(ask("Edna", "editor"))["whole"]
    assert (whole["items"], whole["agreed"], whole["raw"], whole["kappa"]) == (4, 3, 0.75, 0.5)
    assert sum(row["number"] for row in whole["table"]) == 4


def test_a_coder_sees_only_differences_on_what_they_have_judged(site: Site, ask: Callable[..., Visit]) -> None:
    claim = list_claims(site.record)[0]
    code(ask, "Ann", {claim: "accept"})
    code(ask, "Ben", {claim: "no"})
    assert agreement.show_agreement(ask("Cleo"))["differences"] == []
    assert [row["id"] for row in agreement.show_agreement(ask("Ann"))["differences"]] == [claim]
    code(ask, "Cleo", {claim: "accept"})
    assert len(agreement.show_agreement(ask("Cleo"))["differences"]) == 1


def test_an_editor_settles_with_a_decision_that_names_both(site: Site, ask: Callable[..., Visit]) -> None:
    claim = list_claims(site.record)[0]
    code(ask, "Ann", {claim: "accept"})
    code(ask, "Ben", {claim: "no"})
    (row,) = agreement.show_agreement(ask("Edna", "editor"))["differences"]
    named = [said["decision"] for said in row["sayings"]]
    agreement.settle(ask("Edna", "editor", form={"id": claim, "choice": "reject", "decision": named, "reason": "it is a headline"}))
    after = agreement.show_agreement(ask("Edna", "editor"))
    assert (after["open"], after["settled"]) == (0, 1)
    made = list(site.record.decisions())[-1].decision
    assert (made.by, made.verdict, list_settled(made)) == ("Edna", "reject", tuple(named))
    assert claim not in {one.id for one in site.record.claims(ids=(claim,))}


@pytest.mark.parametrize(("choice", "low"), [("theirs", 15.0), ("read", 57.0), ("other", 16.0)])
def test_a_field_is_settled_by_what_one_put_there_or_was_read_or_something_else(site: Site, ask: Callable[..., Visit], choice: str, low: float) -> None:
    claim = next(one for one in site.record.tools.store.claims() if one.kind == "air strike" and one.counts and one.counts[0].low == 57)
    review.correct(ask("Ann", form={"id": claim.id, "field": "killed", "value": "15", "reason": "the list"}))
    code(ask, "Ann", {claim.id: "accept"})
    code(ask, "Ben", {claim.id: "accept"})
    (row,) = agreement.show_agreement(ask("Edna", "editor"))["differences"]
    named = {said["by"]: said["decision"] for said in row["sayings"]}
    form = {"id": claim.id, "field": "killed", "choice": named["Ann"] if choice == "theirs" else choice, "value": "16", "reason": "x"}
    agreement.settle(ask("Edna", "editor", form={**form, "decision": list(named.values())}))
    assert next(iter(site.record.claims(ids=(claim.id,)))).counts[0].low == low
    assert agreement.show_agreement(ask("Edna", "editor"))["open"] == 0
    assert site.kept["review"].follower.wait(20)


@pytest.mark.parametrize(
    "form", [{"choice": "perhaps"}, {"choice": "accept", "reason": ""}, {"choice": "accept", "decision": ["d_1", "d_2"]}, {"field": "killed", "choice": "d_9"}]
)
def test_what_settles_nothing_is_refused(site: Site, ask: Callable[..., Visit], form: dict[str, Any]) -> None:
    claim = list_claims(site.record)[0]
    code(ask, "Ann", {claim: "accept"})
    code(ask, "Ben", {claim: "no"})
    (row,) = agreement.show_agreement(ask("Edna", "editor"))["differences"]
    whole = {"id": claim, "reason": "why", "decision": [said["decision"] for said in row["sayings"]], **form}
    with pytest.raises(InputError):
        agreement.settle(ask("Edna", "editor", form=whole))


def test_two_coders_are_settled_in_a_browser(page: Any, serve: Callable[[Path], str], site: Site, ask: Callable[..., Visit], check_access: Any) -> None:
    claims = list_claims(site.record)[:3]
    code(ask, "Ann", dict.fromkeys(claims, "accept"))
    code(ask, "Ben", {claims[0]: "accept", claims[1]: "no", claims[2]: "no"})
    url = serve(site.record.path)
    page.goto(f"{url}/agreement")
    check_access(page)
    assert page.locator(".figures dd").nth(1).inner_text() == "33 %"
    card = page.locator(".differences > li").first
    card.get_by_label("reject", exact=True).check()
    card.get_by_label("Because").fill("another happening")
    card.get_by_role("button", name="Settle").click()
    page.get_by_role("link", name="1 settled").click()
    assert "Settled by Ann: reject, another happening" in page.locator(".differences").inner_text()
