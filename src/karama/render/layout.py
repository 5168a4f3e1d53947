"""A reading laid out for a page: its text cut at every mark, the cards of its claims, its places; the HTML file and the web app both show this."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from karama.domain.reading import Reading
from karama.render.cards import Card, CardMaker, Paragraph, describe_place, split_paragraphs
from karama.render.map import Spot

# Role of a mention in an event -> the letter under it, so that colour is never the only sign.
ROLE_LETTERS = {"actor": "A", "recipient": "R", "place": "P", "date": "D", "instrument": "I", "quantities": "Q"}


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text to be marked: a trigger with its status, or a role's words with its letter."""

    start: int
    end: int
    style: str
    ids: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the text between two edges of marks, with what all marks over them say."""

    words: str
    styles: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    letters: str = ""  # of the roles that end here
    title: str = ""


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A paragraph of the text in pieces, and the cards of the claims in it."""

    kind: str
    pieces: tuple[Piece, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """An article for a page."""

    heading: str
    rows: tuple[LaidRow, ...]
    spots: tuple[Spot, ...]  # for the map
    places: tuple[tuple[str, str], ...]  # name, and what the report allows to say


def lay_out(reading: Reading, most: int | None = None) -> Laid:
    """The reading in rows and cards, in text order; only the paragraphs that begin among its first `most` characters, where that is given."""
    cards = CardMaker(reading).make_cards()
    marks = sorted(_list_marks(reading, cards), key=lambda m: (m.start, -m.end))
    paragraphs = [one for one in split_paragraphs(reading) if most is None or one.start < most]
    own_marks, own_cards = _deal(marks, [mark.start for mark in marks], paragraphs), _deal(cards, [card.spot[0] for card in cards], paragraphs)
    rows = tuple(
        LaidRow(one.kind, tuple(_cut(reading.article.text, one.start, one.end, [mark for mark in mine if mark.end <= one.end])), tuple(own))
        for one, mine, own in zip(paragraphs, own_marks, own_cards, strict=True)
    )
    places = tuple((e.name, describe_place(e.place)) for e in reading.entities if e.place is not None and e.place.latitude is not None)
    heading = reading.article.title or next((s.words for s in reading.segments if s.kind == "headline"), "") or "Report"
    return Laid(" ".join(heading.split()), rows, tuple(_find_spots(reading)), places)


def _list_marks(reading: Reading, cards: Sequence[Card]) -> Iterator[Mark]:
    """A mark for every trigger of a claim and for every word that fills a role in one."""
    said = {identifier for card in cards for identifier in card.claim.says}
    for card in cards:
        yield Mark(card.spot[0], card.spot[1], f"trigger {card.state}", (card.claim.id,), f"{card.title}, {card.modality or card.claim.certainty}")
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


def _deal(items: Sequence[T], starts: Sequence[int], paragraphs: Sequence[Paragraph]) -> list[Sequence[T]]:
    """The items that begin in each paragraph; `starts` are in order."""
    return [items[bisect_left(starts, one.start) : bisect_left(starts, one.end)] for one in paragraphs]


def _cut(text: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    """The stretch cut at every edge of a mark; `marks` are in the order of their starts."""
    edges = sorted({start, end, *(m.start for m in marks), *(m.end for m in marks)})
    over: list[Mark] = []
    taken = 0
    for low, high in pairwise(edges):
        while taken < len(marks) and marks[taken].start <= low:
            over.append(marks[taken])
            taken += 1
        over = [m for m in over if m.end > low]
        yield Piece(
            text[low:high],
            tuple(dict.fromkeys(style for m in over for style in m.style.split())),
            tuple(dict.fromkeys(i for m in over for i in m.ids)),
            "".join(m.label for m in over if m.style == "role" and m.end == high),
            "; ".join(m.label for m in over if m.style != "role"),
        )


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
