"""One claim for a person to judge: its paragraph in pieces, a row a field with what else it could be, its incident, and why it stands where it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from karama.app.asking import find_incident, name_articles
from karama.app.reviewing import find_near, load_in_order
from karama.data import read_table
from karama.domain.reading import Reading
from karama.domain.record import Decision, Judgement, Party, RecordClaim, When, Where
from karama.domain.text import Article
from karama.ports import ActorBase, Gazetteer
from karama.record.corrections import FIELDS, LISTS, PASSAGE, UNITS, WORDS, read_correction, tell_field
from karama.render.cards import PRECISION_WORDS, describe_km, split_paragraphs
from karama.render.layout import ROLE_LETTERS
from karama.views.incidents import Field, tell_count
from karama.views.sources import make_source, name_chain
from karama.views.worth import tell_worth
from karama.web.answers import MissingError
from karama.web.reviewing import Seat, load_actors
from karama.wiring import open_places

LABELS = {
    "kind": "what", "actor": "who", "recipient": "to whom", "weapon": "with", "place": "where", "day": "when", "modality": "said as", "polarity": "yes or no",
    "certainty": "how sure", "aspect": "how far", "words": "the words",
}  # fmt: skip
# Shown even where nothing is read in them: what was overlooked is a mistake too.
ALWAYS: dict[str, tuple[str, ...]] = {
    "event": ("kind", "actor", "recipient", "place", "day", "killed", "wounded"),
    "relation": ("kind", "actor", "recipient"),
    "quantity": ("kind", "place", "day"),
}
ORDER = ("kind", "actor", "recipient", "weapon", "place", "day")
SHOWN_TOGETHER: tuple[Field, ...] = ("killed", "wounded", "day", "place")
MODES = ("modality", "polarity", "certainty", "aspect")
MOST_OTHERS, MOST_JOINS, MOST_MEMBERS = 6, 6, 12
HINTS = {
    "kind": "a kind of event", "actor": 'a name; several with ";"', "recipient": 'a name; several with ";"', "weapon": 'words; several with ";"',
    "place": '"Tripoli, Lebanon", or "35.95, 39.01"', "day": "2017-07-02, 2017-07, 2017-06-25/2017-07-05", "words": "words as they stand in the article",
}  # fmt: skip
COUNT_HINT = "12, 12 to 15, at least 12, up to 12, about 12, none"


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    style: str
    letter: str = ""
    title: str = ""


def show_claim(seat: Seat, identifier: str) -> dict[str, Any]:
    """All that a person needs to judge the claim.

    Raises:
        MissingError: there is no such claim that counts.
    """
    claim = next(iter(load_in_order(seat.own, [identifier])), None)
    if claim is None:
        raise MissingError(f"{identifier}: no such claim now in the record")
    reading = seat.reviewing.load_reading(claim)
    article = reading.article if reading is not None else next(seat.visit.record.tools.store.find(Article, id=claim.article))
    worth = tell_worth(claim, seat.shelf.disputes.get(claim.id, ()), seat.judged.asked.get(claim.id, ()))
    store = seat.visit.record.tools.store
    title = article.title or name_articles(store, [replace(claim, publisher=None)]).get(claim.article) or article.name
    source = make_source(claim, {claim.article: title})
    return {
        "id": claim.id,
        "kind": claim.kind,
        "what": {"event": "", "relation": "relation", "quantity": "figure"}[claim.what],
        "words": claim.words,
        "start": claim.start,
        "end": claim.end,
        "segment": claim.segment,
        "certainty": claim.certainty,
        "state": _tell_state(claim),
        "score": claim.score,
        "published": claim.published,
        "article": {"id": claim.article, "title": title, "publisher": claim.publisher, "url": article.url},
        "said_by": name_chain(source),
        "passage": show_passage(claim, article, reading),
        "rows": list(_list_rows(claim, reading)),
        "modes": " · ".join(_tell_modes(claim)),
        "worth": {"total": worth.total, "why": worth.why},
        "incident": _show_incident(seat, claim),
        "joins": list(_list_joins(seat, claim)),
        **show_judgements(seat, claim.id),
    }


def show_judgements(seat: Seat, claim: str) -> dict[str, Any]:
    """What was decided about the claim, as far as this person may see it: of others nothing before their own judgement, but what they flagged and noted."""
    by = seat.judged.verdicts.get(claim, {})
    mine = by.get(seat.me)
    about = [one for one in seat.judged.standing if claim in one.claims]
    others = [_tell_decision(one) for one in about if one.by != seat.me and one.verdict in ("accept", "reject", "correct")]
    return {
        "mine": _tell_decision(mine) if mine is not None else None,
        "flags": [_tell_decision(one) for one in about if one.verdict == "flag"],
        "notes": [_tell_decision(one) for one in about if one.verdict == "note"],
        "others": others if mine is not None or seat.open else [],
        "again": "again" in seat.judged.asked.get(claim, ()),
    }


def show_passage(claim: RecordClaim, article: Article, reading: Reading | None) -> dict[str, Any]:
    """The paragraphs that the claim stands in, cut at every edge of a mark; each piece knows where it begins in the article, in code points."""
    low, high = min(claim.start, claim.trigger.start), max(claim.end, claim.trigger.end)
    inside = [one for one in split_paragraphs(reading) if one.start < high and one.end > low] if reading is not None else []
    start, end = min((one.start for one in inside), default=low), max((one.end for one in inside), default=high)
    marks = [_Mark(claim.start, claim.end, "passage"), _Mark(*claim.trigger, f"trigger {_tell_state(claim)}", "", claim.kind)]
    marks += [mark for mark in _list_marks(claim, reading) if start <= mark.start and mark.end <= end]
    return {"start": start, "end": end, "pieces": list(_cut(article.text, start, end, marks))}


def _cut(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Iterator[dict[str, Any]]:
    edges = sorted({start, end, *(mark.start for mark in marks), *(mark.end for mark in marks)})
    for low, high in pairwise(edge for edge in edges if start <= edge <= end):
        over = [mark for mark in marks if mark.start <= low and high <= mark.end]
        yield {
            "start": low,
            "words": text[low:high],
            "style": " ".join(dict.fromkeys(mark.style for mark in over)),
            "letters": "".join(mark.letter for mark in over if mark.end == high),
            "title": "; ".join(mark.title for mark in over if mark.title),
        }


def _list_marks(claim: RecordClaim, reading: Reading | None) -> Iterator[_Mark]:
    """The words that fill a role in the claim's event, with the role's letter."""
    if reading is None:
        return
    said = next((one for one in reading.claims if one.id == claim.local), None)
    event = next((one for one in reading.events if said is not None and one.id in said.says), None)
    if event is None:
        return
    items: dict[str, Any] = {item.id: item for layer in (reading.mentions, reading.dates, reading.quantities) for item in layer}
    for role, letter in ROLE_LETTERS.items():
        for name in getattr(event, role):
            if name in items:
                yield _Mark(items[name].start, items[name].end, "role", letter, role)


def _tell_state(claim: RecordClaim) -> str:
    """How the words are underlined: as on the page of a report."""
    return "open" if claim.modality not in ("actual", "denied") else "denied" if claim.polarity == "negative" else claim.certainty


def _tell_modes(claim: RecordClaim) -> Iterator[str]:
    """What is not plain about how it is told."""
    yield claim.certainty
    yield from (word for word in (claim.modality, claim.aspect) if word not in ("actual", "completed", claim.certainty))
    if claim.polarity == "negative":
        yield "said not to be so"
    if claim.segment != "body":
        yield f"in a {claim.segment}"


def _list_rows(claim: RecordClaim, reading: Reading | None) -> Iterator[dict[str, Any]]:
    corrected, always = {one.field: one for one in claim.corrected}, ALWAYS[claim.what]
    units = [unit for unit in UNITS if unit in always or any(count.unit == unit for count in claim.counts)]
    for field in (*ORDER, *units, *MODES, PASSAGE):
        values = list(_list_values(claim, field))
        if field not in corrected and (field == PASSAGE or (not values and field not in always)):
            continue
        yield {
            "field": field,
            "label": LABELS.get(field, field),
            "values": values,
            "now": tell_field(claim, field),
            "was": {"read": corrected[field].read, "by": corrected[field].by, "reason": corrected[field].reason} if field in corrected else None,
            "others": list(_list_others(claim, field, reading)),
            "mode": field in MODES,
        }


def _list_values(claim: RecordClaim, field: str) -> Iterator[dict[str, str]]:
    if field in UNITS:
        yield from ({"words": tell_count(count), "note": f"“{count.words}”"} for count in claim.counts if count.unit == field)
    elif field not in LISTS:
        yield {"words": str(getattr(claim, field)), "note": ""}
    else:
        for value in getattr(claim, LISTS[field][0]):
            yield {"words": value, "note": ""} if isinstance(value, str) else _tell_value(value)


def _tell_value(value: Where | When | Party) -> dict[str, str]:
    match value:
        case Where():
            within = ", ".join(part for part in (value.admin1, value.country) if part)
            radius = f", within {describe_km(value.radius_km)} km" if value.radius_km else ""
            return {"words": value.name, "note": f"{within + ': ' if within else ''}{PRECISION_WORDS[value.precision]}{radius}"}
        case When():
            return {"words": value.edtf or value.words, "note": f"“{value.words}”" if value.words != value.edtf else ""}
        case Party():
            about = [f"“{value.words}”" if value.words != value.name else "", value.type if value.type != "other" else "", value.country]
            return {"words": value.name, "note": ", ".join(part for part in about if part)}


def _list_others(claim: RecordClaim, field: str, reading: Reading | None) -> Iterator[dict[str, str]]:
    """What else the words could mean: other places and actors of the name."""
    if field == "place" and reading is not None:
        yield from _list_other_places(claim, reading, open_places())
    if field in ("actor", "recipient"):
        yield from _list_other_actors(getattr(claim, LISTS[field][0]), load_actors())


def _list_other_places(claim: RecordClaim, reading: Reading, gazetteer: Gazetteer) -> Iterator[dict[str, str]]:
    now = {where.geonames for where in claim.places}
    seen: set[int | None] = set(now)
    for entity in reading.entities:
        if entity.place is None or (entity.place.geonames not in now and entity.name not in {where.name for where in claim.places}):
            continue
        for other in entity.place.alternatives[:MOST_OTHERS]:
            if other.geonames in seen or other.geonames is None:
                continue
            seen.add(other.geonames)
            known = next((one for one in gazetteer.lookup(other.name) if one.geonames == other.geonames), None)
            if known is not None:
                within = ", ".join(part for part in (known.admin1, known.country) if part)
                yield {"value": f"{other.name} #{other.geonames}", "words": f"{known.name}, {within}", "note": f"{known.population:,} people"}


def _list_other_actors(parties: Sequence[Party], actors: ActorBase) -> Iterator[dict[str, str]]:
    for party in parties:
        for known in actors.lookup(party.words)[:MOST_OTHERS]:
            if known.id != party.base and known.name != party.name:
                yield {"value": known.name, "words": known.name, "note": ", ".join(filter(None, (known.actor.type, known.actor.country)))}


def _show_incident(seat: Seat, claim: RecordClaim) -> dict[str, Any] | None:
    """The incident as this person decided about it, with the sentences of its other claims."""
    if claim.id not in seat.shelf.groups and claim.what != "event":
        return None
    view = find_incident(seat.asking(), claim.id)
    if view is None:
        return None
    others = [one for one in view.claims if one.id != claim.id]
    sources = {source.claim: source for value in view.values for source in value.sources}
    return {
        "id": view.id,
        "origins": view.origins,
        "articles": view.articles,
        "claims": len(view.claims),
        "fields": [
            {"field": field, "values": [{"words": one.words, "whom": one.whom, "sources": len(one.sources), "told": one.told} for one in values]}
            for field in SHOWN_TOGETHER if (values := view.list_values(field))
        ],
        "others": [
            {
                "id": one.id, "kind": one.kind, "words": " ".join(one.words.split()), "counts": "; ".join(tell_count(count) for count in one.counts),
                "said_by": name_chain(sources[one.id]) if one.id in sources else one.publisher or "",
            }
            for one in others[:MOST_MEMBERS]
        ],
    }  # fmt: skip


def _list_joins(seat: Seat, claim: RecordClaim) -> Iterator[dict[str, Any]]:
    """The claims of other incidents that merging found most like this one, then those of its place about its day; one an incident."""
    group, store = seat.shelf.groups.get(claim.id), seat.visit.record.tools.store
    if group is None:
        return
    likes: dict[str, tuple[float, str, Judgement]] = {}
    for side, other in (("left", "right"), ("right", "left")):
        for judgement in store.find(Judgement, **{side: claim.id}):
            name = getattr(judgement, other)
            there = seat.shelf.groups.get(name)
            if there is not None and there != group and judgement.score > likes.get(there, (0.0,))[0]:
                likes[there] = (judgement.score, name, judgement)
    best = sorted(likes.values(), key=lambda found: (-found[0], found[1]))[:MOST_JOINS]
    claims = {one.id: one for one in load_in_order(seat.own, [name for _, name, _ in best])}
    for score, name, judgement in best:
        if name in claims:
            why = [one.reason for one in sorted(judgement.likenesses, key=lambda one: -one.score)[:2]]
            yield _tell_join(claims[name], "; ".join((f"{score:.2f} alike", *why)))
    near = find_near(seat.shelf, claim.id, MOST_JOINS - len(best), {group, *likes})
    yield from (_tell_join(one, "near it, about that day") for one in load_in_order(seat.own, near))


def _tell_join(claim: RecordClaim, why: str) -> dict[str, str]:
    day = next((when.edtf for when in claim.dates if when.edtf), None) or ""
    return {"id": claim.id, "kind": claim.kind, "words": " ".join(claim.words.split()), "day": day, "why": why}


def _tell_decision(one: Decision) -> dict[str, Any]:
    return {"id": one.id, "by": one.by, "at": one.at, "verdict": one.verdict, "field": one.field, "reason": one.reason, "value": _tell_put(one)}


def _tell_put(one: Decision) -> str:
    return read_correction(one)[0] if one.verdict == "correct" else ""


def list_fields() -> list[dict[str, Any]]:
    """The fields that can be corrected, with what each takes."""
    return [
        {"field": field, "label": LABELS.get(field, field), "hint": HINTS.get(field) or (COUNT_HINT if field in UNITS else ""), "choices": WORDS.get(field, ())}
        for field in FIELDS
    ]  # fmt: skip


def list_event_kinds() -> Iterator[str]:
    """The kinds of events there are."""
    yield from sorted({row["kind"] for row in read_table("frames.csv")})
