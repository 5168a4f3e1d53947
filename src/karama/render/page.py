"""The HTML page: one self-contained file with the text, its spans, claim cards beside it and a small map; no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import jinja2
from markupsafe import Markup, escape

from karama.domain.reading import Reading
from karama.render.cards import Card, CardMaker, Paragraph, describe_place, split_paragraphs
from karama.render.map import Spot, draw_map

# Role of a mention in an event -> the letter under it, so that colour is never the only sign.
ROLE_LETTERS = {"actor": "A", "recipient": "R", "place": "P", "date": "D", "instrument": "I", "quantities": "Q"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text to be marked: a trigger with its status, or a role's words with its letter."""

    start: int
    end: int
    style: str
    ids: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the text and the cards beside it."""

    kind: str
    html: Markup
    cards: tuple[Card, ...]


@cache
def _make_environment() -> jinja2.Environment:
    loader = jinja2.PackageLoader("karama.render", "templates")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _read_asset(name: str) -> str:
    return files("karama.render").joinpath("assets", name).read_text(encoding="utf-8")


def _trust(written: str) -> Markup:
    """Our own style, script or drawing, taken as it is; words of an article never pass through here."""
    return Markup(written)  # noqa: S704


def render_page(readings: Sequence[Reading]) -> str:
    """The page of one or several readings. Its policy forbids every load and every script but its own."""
    script = _read_asset("page.js")
    allowed = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    articles = [_describe_article(reading, number) for number, reading in enumerate(readings, 1)]
    template = _make_environment().get_template("page.html")
    return template.render(articles=articles, style=_trust(_read_asset("page.css")), script=_trust(script), script_hash=allowed)


def _describe_article(reading: Reading, number: int) -> dict[str, object]:
    cards = CardMaker(reading).make_cards()
    marks = sorted(_list_marks(reading, cards), key=lambda m: (m.start, -m.end))
    rows = [_make_row(reading, segment, cards, marks) for segment in split_paragraphs(reading)]
    spots = _find_spots(reading)
    places = [(e.name, describe_place(e.place)) for e in reading.entities if e.place is not None and e.place.latitude is not None]
    heading = reading.article.title or next((s.words for s in reading.segments if s.kind == "headline"), "") or "Report"
    return {"reading": reading, "number": number, "heading": " ".join(heading.split()), "rows": rows, "map": _trust(draw_map(spots)), "places": places}


def _list_marks(reading: Reading, cards: Sequence[Card]) -> Iterator[Mark]:
    """A mark for every trigger of a claim and for every word that fills a role in one."""
    said = {identifier for card in cards for identifier in card.claim.says}
    for card in cards:
        state = "open" if card.modality else "denied" if card.negative else card.claim.certainty
        yield Mark(card.spot[0], card.spot[1], f"trigger {state}", (card.claim.id,), f"{card.title}, {card.modality or card.claim.certainty}")
    spans = {item.id: (item.start, item.end) for layer in (reading.mentions, reading.dates, reading.quantities) for item in layer}
    roles: dict[str, set[str]] = {}
    for event in reading.events:
        if event.id in said:
            for role, letter in ROLE_LETTERS.items():
                for identifier in getattr(event, role):
                    roles.setdefault(identifier, set()).add(letter)
    for identifier, letters in roles.items():
        start, end = spans[identifier]
        yield Mark(start, end, "role", (identifier,), "".join(sorted(letters)))


def _make_row(reading: Reading, segment: Paragraph, cards: Sequence[Card], marks: Sequence[Mark]) -> Row:
    inside = tuple(c for c in cards if segment.start <= c.spot[0] < segment.end)
    own = [m for m in marks if segment.start <= m.start and m.end <= segment.end]
    return Row(segment.kind, _mark_up(reading.article.text, segment.start, segment.end, own), inside)


def _mark_up(text: str, start: int, end: int, marks: Sequence[Mark]) -> Markup:
    """The stretch as HTML: cut at every edge of a mark, each piece in one element that carries all its marks."""
    edges = sorted({start, end, *(m.start for m in marks), *(m.end for m in marks)})
    pieces: list[Markup] = []
    for low, high in pairwise(edges):
        words = escape(text[low:high])
        over = [m for m in marks if m.start <= low and high <= m.end]
        if not over:
            pieces.append(words)
            continue
        styles = " ".join(dict.fromkeys(style for m in over for style in m.style.split()))
        ids = " ".join(dict.fromkeys(i for m in over for i in m.ids))
        letters = "".join(m.label for m in over if m.style == "role" and m.end == high)
        title = "; ".join(m.label for m in over if m.style != "role")
        letter = Markup('<sub aria-hidden="true">{}</sub>').format(letters) if letters else ""
        pieces.append(Markup('<span class="{}" data-ids="{}" title="{}">{}{}</span>').format(styles, ids, title, words, letter))
    return Markup("").join(pieces)


def _find_spots(reading: Reading) -> list[Spot]:
    """The places where something is claimed to have happened; all places where no claim has one."""
    said = {identifier for claim in reading.claims for identifier in claim.says}
    bound = {m for event in reading.events if event.id in said for m in event.place}
    used = {m.entity for m in reading.mentions if m.id in bound}
    return _list_spots(reading, used) or _list_spots(reading, {e.id for e in reading.entities})


def _list_spots(reading: Reading, used: set[str | None]) -> list[Spot]:
    spots = []
    for entity in reading.entities:
        place = entity.place
        if entity.id in used and place is not None and place.latitude is not None and place.longitude is not None:
            ids = tuple(m.id for m in reading.mentions if m.entity == entity.id)
            spots.append(Spot(entity.name, place.latitude, place.longitude, place.radius_km or 0.0, place.precision, ids))
    return spots
