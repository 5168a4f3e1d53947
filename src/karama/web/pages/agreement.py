"""Agreement: how far coders agree, with the numbers behind it, where they differ, and an editor's word that settles a difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from karama.app.reviewing import load_in_order
from karama.errors import InputError
from karama.record.agreement import Agreement, Difference, Rating, list_differences, list_ratings, measure_field, measure_verdicts
from karama.record.corrections import FIELDS
from karama.web.answers import link
from karama.web.review_items import show_passage
from karama.web.reviewing import Seat, decide, take_seat
from karama.web.visits import Action, Done, Page, Visit

SHOWN = 50  # differences on one page
# In words, after Landis and Koch (1977), beside the number and never instead of it.
SCALE: tuple[tuple[float, str], ...] = ((0.81, "almost perfect"), (0.61, "substantial"), (0.41, "moderate"), (0.21, "fair"), (0.0, "slight"), (-1.0, "none"))


def show_agreement(visit: Visit) -> dict[str, Any]:
    """The figures over all, by kind, by field and by two people, and where people differ."""
    seat = take_seat(visit)
    values = {name: (slip.value, slip.kind) for name, slip in seat.shelf.slips.items()}
    everyone = list_ratings(seat.judged.standing, values)
    ratings = [one for one in everyone if _is_wanted(one, visit)]
    differences = [one for one in list_differences(ratings, seat.judged.standing) if _may_see(seat, one)]
    open_ones, settled = [one for one in differences if one.settled is None], [one for one in differences if one.settled is not None]
    state = "settled" if visit.ask("show") == "settled" else "open"
    asked = visit.ask("start", "0")
    start = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    chosen = (settled if state == "settled" else open_ones)[start : start + SHOWN]
    return {
        "whole": _tell(measure_verdicts(ratings)),
        "kinds": [{"name": kind, **_tell(found)} for kind, found in _measure_kinds(ratings)],
        "fields": [{"name": field, **_tell(found)} for field in FIELDS if (found := _measure_corrected(ratings, field)) is not None],
        "people": [{"name": f"{a} and {b}", **_tell(found)} for a, b, found in _measure_pairs(ratings)],
        "judged": [{"name": name, "claims": number} for name, number in _count_by(everyone)],
        "differences": list(_list_rows(seat, chosen)),
        "open": len(open_ones),
        "settled": len(settled),
        "show": state,
        "start": start,
        "later": start + SHOWN if start + SHOWN < (len(settled) if state == "settled" else len(open_ones)) else None,
        "kept": {name: visit.ask_all(name) for name in ("by", "kind", "show") if visit.ask_all(name)},
        "names": sorted({one.person for one in everyone}),
        "all_kinds": sorted({one.kind for one in everyone}),
        "scale": [{"from": low, "words": words} for low, words in SCALE],
        "may_settle": visit.person.may("editor"),
    }


def settle(visit: Visit) -> Done:
    """A difference is settled: by a verdict, or by what one of them put in a field, or as it was read."""
    claim, field, choice, reason = visit.given("id"), visit.given("field") or None, visit.given("choice"), visit.given("reason")
    decisions = visit.given_all("decision")
    if field is None and choice == "accept":
        made = decide(visit, lambda deciding: deciding.settle(claim, "accept", decisions, reason))
    elif field is None and choice == "reject":
        made = decide(visit, lambda deciding: deciding.settle(claim, "reject", decisions, reason))
    elif field is not None and choice == "other":
        made = decide(visit, lambda deciding: deciding.correct(claim, field, visit.given("value"), reason, decisions))
    elif field is not None and (choice == "read" or choice in decisions):
        made = decide(visit, lambda deciding: deciding.settle_field(claim, field, None if choice == "read" else choice, decisions, reason))
    else:
        raise InputError("settle: choose one of what was said")
    return Done(link("/agreement"), {"decision": made.id, "settles": decisions})


def _is_wanted(rating: Rating, visit: Visit) -> bool:
    by, kinds = visit.ask_all("by"), visit.ask_all("kind")
    return (not by or rating.person in by) and (not kinds or rating.kind in kinds)


def _may_see(seat: Seat, one: Difference) -> bool:
    """Nobody sees what others said of a claim before they have judged it themselves, but editors, who settle."""
    return seat.visit.person.may("editor") or seat.judged.is_by(one.claim, seat.me)


def _measure_kinds(ratings: Sequence[Rating]) -> Iterable[tuple[str, Agreement]]:
    for kind in sorted({one.kind for one in ratings}):
        found = measure_verdicts(one for one in ratings if one.kind == kind)
        if found.items:
            yield kind, found


def _measure_corrected(ratings: Sequence[Rating], field: str) -> Agreement | None:
    found = measure_field(ratings, field) if any(field in one.fields for one in ratings) else None
    return found if found is not None and found.items else None


def _measure_pairs(ratings: Sequence[Rating]) -> Iterable[tuple[str, str, Agreement]]:
    for a, b in combinations(sorted({one.person for one in ratings}), 2):
        found = measure_verdicts(one for one in ratings if one.person in (a, b))
        if found.items:
            yield a, b, found


def _count_by(ratings: Sequence[Rating]) -> list[tuple[str, int]]:
    people = sorted({one.person for one in ratings})
    return [(name, sum(one.person == name and one.verdict is not None for one in ratings)) for name in people]


def _tell(found: Agreement) -> dict[str, Any]:
    return {
        "people": found.people, "items": found.items, "pairs": found.pairs, "agreed": found.agreed, "raw": found.raw, "kappa": found.kappa,
        "alpha": found.alpha, "labels": dict(found.labels),
        "table": [{"first": a, "second": b, "number": number} for (a, b), number in sorted(found.table.items())],
        "words": _name(found.kappa if found.kappa is not None else found.alpha),
    }  # fmt: skip


def _name(figure: float | None) -> str:
    return "" if figure is None else next(words for low, words in SCALE if figure >= low or low == SCALE[-1][0])


def _list_rows(seat: Seat, differences: Sequence[Difference]) -> Iterable[dict[str, Any]]:
    """The differences with the sentence in its paragraph."""
    claims = {one.id: one for one in load_in_order(seat.visit.record.tools.store, [one.claim for one in differences])}
    for one in differences:
        claim = claims.get(one.claim)
        if claim is None:
            continue
        reading = seat.reviewing.load_reading(claim)
        passage = show_passage(claim, reading.article, reading) if reading is not None else None
        yield {
            "id": one.claim, "kind": one.kind, "field": one.field, "words": " ".join(claim.words.split()), "passage": passage,
            "sayings": [
                {"by": by, "says": says, "decision": made.id, "reason": made.reason, "at": made.at, "read": made.verdict == "accept"}
                for by, says, made in one.sayings
            ],
            "settled": None if one.settled is None else {
                "by": one.settled.by, "at": one.settled.at, "reason": one.settled.reason, "verdict": one.settled.verdict, "decision": one.settled.id,
            },
        }  # fmt: skip


PAGES = (Page("/agreement", "agreement.html", show_agreement, role="coder", menu="Agreement"),)
ACTIONS = (Action("/agreement/settle", settle, role="editor"),)
