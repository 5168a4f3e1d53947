"""Review: one claim at a time in the order of what is worth a look, judged by keys or by forms; each decision is one row that can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import parse_qs

from karama.app.asking import read_days, resolve_actor, resolve_place
from karama.app.reviewing import STATES, State, Wanted, find_like, list_queue, load_in_order, weigh_whole
from karama.domain.record import Decision
from karama.errors import InputError
from karama.record.corrections import WORDS
from karama.views.incidents import tell_count
from karama.views.slips import SlipQuery, Source, tell_trigger
from karama.views.worth import ASKED, DISPUTES, FORMULA, HARM, PARTS
from karama.web.answers import MissingError, link
from karama.web.review_items import list_event_kinds, list_fields, show_claim
from karama.web.reviewing import Seat, decide, take_seat
from karama.web.visits import Action, Done, Page, Visit

WINDOW = 40  # claims in the list beside
MOST_LIKE = 300  # claims that are rejected together
TWICE = 2  # from here on a mistake is offered to be rejected wherever it stands
FILTERS = ("state", "place", "kind", "actor", "certainty", "what", "from", "to", "coder", "open")
KEPT = (*FILTERS, "top")
# Why a claim is wrong, by the number under which it is offered, and what claims with the same mistake have in common.
REASONS: tuple[tuple[str, Source], ...] = (
    ("no event: a figure of speech, or talk in general", "trigger"),
    ("an event of another kind", "trigger"),
    ("another place is meant", "place"),
    ("another day is meant", "day"),
    ("somebody else did it, or the sides are swapped", "actor"),
    ("the figure counts something else", "trigger"),
    ("planned, feared or denied, but read as told", "trigger"),
    ("not of this report: a frame of the page, or another story", "sentence"),
    ("told by another claim of the same sentence", "sentence"),
)
SOURCE_OF = dict(REASONS)
STATE_WORDS: dict[State, str] = {
    "todo": "not judged by me", "nobody": "judged by nobody", "mine": "judged by me", "second": "for a second reader", "flagged": "flagged",
    "again": "to look at again", "all": "all",
}  # fmt: skip


# ---------------------------------------------------------------- looking


def show_review(visit: Visit) -> dict[str, Any]:
    """The queue, and the claim that is looked at."""
    seat = take_seat(visit)
    wanted = read_wanted(seat)
    queue = list_queue(seat.shelf, seat.judged, wanted, seat.me)
    at = visit.ask("at")
    start = _find_start(seat, queue, at)
    window = queue[start : start + WINDOW]
    current = at or (window[0] if window else None)
    item = show_claim(seat, current) if current is not None else None
    return {
        "item": item,
        "queue": list(_list_rows(seat, window)),
        "place": queue.index(current) + 1 if current in queue else None,
        "start": start,
        "total": len(queue),
        "earlier": queue[max(0, start - WINDOW)] if start else None,
        "later": queue[start + WINDOW] if start + WINDOW < len(queue) else None,
        "next": _find_next(queue, start, current),
        "back": link("", _keep(visit)).removeprefix("?"),
        "filters": _tell_filters(seat, visit),
        "formula": {"product": FORMULA, "parts": PARTS, "harm": HARM, "disputes": DISPUTES, "asked": ASKED},
        "forms": _list_forms(),
        "offer": _find_offer(seat, visit.ask("offer"), visit.ask("why")),
        "undone": visit.ask("undone"),
        "may_open": visit.person.may("editor"),
        "failed": seat.reviewing.follower.failed,
        "read_so_far": None if seat.shelf.whole else len(seat.shelf.slips),
    }


def show_item(visit: Visit) -> dict[str, Any]:
    """One claim by itself, as the script of the page asks for it."""
    seat = take_seat(visit)
    item = show_claim(seat, visit.ask("id"))
    return {"item": item, "back": link("", _keep(visit)).removeprefix("?"), "next": visit.ask("next"), "forms": _list_forms()}


def show_sure(visit: Visit) -> dict[str, Any]:
    """What of the list beside would be accepted at once, before it is."""
    seat = take_seat(visit)
    queue = list_queue(seat.shelf, seat.judged, read_wanted(seat), seat.me)
    start, above = _find_start(seat, queue, visit.ask("at")), _read_share(visit.ask("above", "0.8"))
    shown = [one for one in queue[start : start + WINDOW] if not seat.judged.is_by(one, seat.me)]
    sure = [one for one in shown if seat.shelf.slips[one].score >= above]
    return {"rows": list(_list_rows(seat, sure)), "shown": len(shown), "above": above, "back": link("", _keep(visit)).removeprefix("?"), "query": _keep(visit)}


def show_like(visit: Visit) -> dict[str, Any]:
    """The claims with the same mistake, before they are rejected."""
    seat = take_seat(visit)
    offer = _find_offer(seat, visit.ask("id"), visit.ask("why"))
    if offer is None:
        raise MissingError(f"{visit.ask('id')}: no other claim is like it, or it was not rejected")
    return {**offer, "rows": list(_list_rows(seat, offer["ids"])), "back": link("", _keep(visit)).removeprefix("?"), "query": _keep(visit)}


def read_wanted(seat: Seat) -> Wanted:
    """What the address asks for.

    Raises:
        InputError: a day or a state is none.
    """
    visit = seat.visit
    state = next((one for one in STATES if one == visit.ask("state", "todo")), None)
    if state is None:
        raise InputError(f"state {visit.ask('state')!r}: there are {', '.join(STATES)}")
    first, last = read_days((visit.ask("from") or None, visit.ask("to") or None))
    asking = seat.asking()
    actor = resolve_actor(asking, visit.ask("actor"))
    query = SlipQuery(
        resolve_place(asking, visit.ask("place")), actor.keys if actor is not None else None, frozenset(visit.ask_all("kind")), visit.ask("what") or None,
        frozenset(visit.ask_all("certainty")), first, last,
    )  # fmt: skip
    return Wanted(query, state, visit.ask("coder") or None)


def _find_start(seat: Seat, queue: Sequence[str], at: str) -> int:
    """Where the list beside begins: at the claim of `top`, or where it would stand if it is judged by now; else so that the present claim is in it."""
    top = seat.visit.ask("top")
    if top in seat.shelf.slips:
        if top in queue:
            return queue.index(top)
        weight = weigh_whole(seat.shelf, seat.judged, top)
        return next((n for n, one in enumerate(queue) if weigh_whole(seat.shelf, seat.judged, one) <= weight), 0)
    place = queue.index(at) if at in queue else 0
    return place - place % WINDOW


def _find_next(queue: Sequence[str], start: int, current: str | None) -> str | None:
    if current not in queue:
        return queue[start] if start < len(queue) else None
    place = queue.index(current) + 1
    return queue[place] if place < len(queue) else None


def _list_rows(seat: Seat, ids: Sequence[str]) -> Any:
    for claim in load_in_order(seat.own, ids):
        mine = seat.judged.verdicts.get(claim.id, {}).get(seat.me)
        yield {
            "id": claim.id,
            "kind": claim.kind,
            "where": claim.places[0].name if claim.places else "",
            "day": next((when.edtf for when in claim.dates if when.edtf), "") or "",
            "counts": "; ".join(f"{count.unit} {tell_count(count)}" for count in claim.counts),
            "words": " ".join(claim.words.split()),
            "certainty": claim.certainty,
            "score": claim.score,
            "worth": weigh_whole(seat.shelf, seat.judged, claim.id),
            "mine": mine.verdict if mine is not None else None,
            "asked": seat.judged.asked.get(claim.id, ()),
        }


def _tell_filters(seat: Seat, visit: Visit) -> dict[str, Any]:
    people = sorted({by for found in seat.judged.verdicts.values() for by in found})
    return {
        "values": _keep(visit),
        "now": {name: visit.ask(name) for name in FILTERS},
        "states": [(one, STATE_WORDS[one]) for one in STATES],
        "kinds": sorted({slip.kind for slip in seat.shelf.slips.values()}),
        "certainties": WORDS["certainty"],
        "people": [one for one in people if one != seat.me],
        "asked": sum(bool(visit.ask(name)) for name in FILTERS if name not in ("state", "open")),
    }


def _list_forms() -> dict[str, Any]:
    return {"reasons": [words for words, _ in REASONS], "fields": list_fields(), "kinds": list(list_event_kinds())}


def _keep(visit: Visit) -> dict[str, Sequence[str]]:
    """What of the address is kept from claim to claim."""
    return {name: tuple(visit.query[name]) for name in KEPT if any(visit.query.get(name, ()))}


def _read_share(words: str) -> float:
    try:
        return min(1.0, max(0.0, float(words)))
    except ValueError:
        raise InputError(f"{words!r} is no number between 0 and 1") from None


def _find_offer(seat: Seat, claim: str, why: str) -> dict[str, Any] | None:
    """What is like a claim that the person rejected for that reason, where they have done so twice or more."""
    mine = seat.judged.verdicts.get(claim, {}).get(seat.me) if claim else None
    if mine is None or mine.verdict != "reject":
        return None
    source = SOURCE_OF.get(why or mine.reason, "trigger")
    times, like = find_like(seat.shelf, seat.judged, claim, source, seat.me)
    if times < TWICE or not like:
        return None
    found = load_in_order(seat.visit.record.tools.store, [claim])
    return {"id": claim, "times": times, "count": len(like), "ids": list(like[:MOST_LIKE]), "reason": mine.reason, "shared": _tell_shared(found, source)}


def _tell_shared(found: Sequence[Any], source: Source) -> str:
    """What the like claims have in common, in words."""
    claim = found[0]
    match source:
        case "trigger":
            return f"“{tell_trigger(claim)}” read as {claim.kind}"
        case "place":
            return f"{' or '.join(f'“{where.name}”' for where in claim.places)} taken for the same place"
        case "actor":
            return f"{' or '.join(f'“{party.words}”' for party in (*claim.actors, *claim.recipients))} taken for the same"
        case "day":
            return f"a day told as {' or '.join(f'“{when.words}”' for when in claim.dates)}"
        case "sentence":
            return "the same sentence"


# ---------------------------------------------------------------- deciding


def accept(visit: Visit) -> Done:
    """The claims are accepted."""
    return _answer(visit, decide(visit, lambda deciding: deciding.accept(_need_ids(visit), visit.given("reason"))))


def reject(visit: Visit) -> Done:
    """The claims are rejected; where the person rejected their like before, the others are offered."""
    made = decide(visit, lambda deciding: deciding.reject(_need_ids(visit), _find_reason(visit)))
    offer = _find_offer(take_seat(visit), made.claims[0], made.reason) if len(made.claims) == 1 else None
    query = {"offer": made.claims[0]} if offer is not None else {}
    url = link("/review/like", _read_back(visit), id=made.claims[0])
    return _answer(visit, made, query, {"offer": {**offer, "ids": [], "url": url} if offer is not None else None})


def correct(visit: Visit) -> Done:
    """A field of the claim is corrected."""
    field, value, reason = visit.given("field"), visit.given("value"), visit.given("reason").strip() or "the report says so"
    return _answer(visit, decide(visit, lambda deciding: deciding.correct(_need_ids(visit)[0], field, value, reason)), stay=True)


def flag(visit: Visit) -> Done:
    """The claim is flagged for a second reader."""
    return _answer(visit, decide(visit, lambda deciding: deciding.flag(_need_ids(visit), visit.given("reason"))))


def note(visit: Visit) -> Done:
    """Something is noted on the claim."""
    return _answer(visit, decide(visit, lambda deciding: deciding.note(_need_ids(visit), visit.given("reason"))), stay=True)


def join(visit: Visit) -> Done:
    """The claim's incident and another are one."""
    other = visit.given("with").strip()
    if not other:
        raise InputError("join: name a claim (c_...) or an incident (i_...)")
    return _answer(visit, decide(visit, lambda deciding: deciding.join([_need_ids(visit)[0], other], visit.given("reason"))), stay=True)


def split(visit: Visit) -> Done:
    """The claim tells of another happening than the others of its incident."""
    made = decide(visit, lambda deciding: deciding.split(visit.given("incident"), _need_ids(visit), visit.given("reason")))
    return _answer(visit, made, stay=True)


def undo(visit: Visit) -> Done:
    """The last decision of this person that stands is taken back, or the one that is named (an undoing too)."""
    made, taken_back = decide(visit, lambda deciding: deciding.undo(visit.given("decision") or None))
    of = taken_back
    known = {one.id: one for one in take_seat(visit).judged.made}
    while of.verdict == "undo" and of.value in known:
        of = known[of.value]
    at = of.claims[0] if of.claims else ""
    data = {"undoing": made.id, "taken_back": taken_back.id, "verdict": of.verdict, "claims": of.claims, "again": taken_back.verdict == "undo"}
    return Done(link("/review", _read_back(visit), at=at, undone=of.verdict), data)


def _answer(visit: Visit, made: Decision, query: Mapping[str, str] | None = None, data: Mapping[str, Any] | None = None, *, stay: bool = False) -> Done:
    """Where to go: on to the next claim, or the same claim anew where it was changed but not judged."""
    at = made.claims[0] if stay else visit.given("next")
    told = {"decision": made.id, "verdict": made.verdict, "claims": made.claims, "stay": stay}
    return Done(link("/review", _read_back(visit), at=at, **(query or {})), {**told, **(data or {})})


def _read_back(visit: Visit) -> dict[str, list[str]]:
    """The filters that the form came with."""
    given = parse_qs(visit.given("back"))
    return {name: list(islice(given[name], 50)) for name in KEPT if name in given}


def _need_ids(visit: Visit) -> tuple[str, ...]:
    ids = visit.given_all("id")
    if not ids:
        raise InputError("no claim is named")
    return ids


def _find_reason(visit: Visit) -> str:
    """The person's own words, else the reason whose button was pressed."""
    return visit.given("words").strip() or visit.given("reason")


PAGES = (
    Page("/review", "review.html", show_review, role="coder", menu="Review"),
    Page("/review/item", "review_item.html", show_item, role="coder"),
    Page("/review/sure", "review_sure.html", show_sure, role="coder"),
    Page("/review/like", "review_like.html", show_like, role="coder"),
)
ACTIONS = (
    Action("/review/accept", accept),
    Action("/review/reject", reject),
    Action("/review/correct", correct),
    Action("/review/flag", flag),
    Action("/review/note", note),
    Action("/review/join", join),
    Action("/review/split", split),
    Action("/review/undo", undo),
)
