"""Claim cards: what a claim says in words a person can check, shared by the terminal page and the HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from karama.domain.annotations import Attribution, Date, Mention, Quantity
from karama.domain.entities import Entity, Place
from karama.domain.facts import Claim, Event, Relation
from karama.domain.reading import Reading

# Precision -> how exactly the place is known, said in words.
PRECISION_WORDS = {
    "exact": "this spot", "part of settlement": "a part of this settlement", "settlement": "this settlement", "near": "near here", "district": "this district",
    "province": "this province", "country": "somewhere in this country", "area": "somewhere in this area",
}  # fmt: skip
# Modality -> what to put before the kind of event; "actual" needs no word.
MODALITY_WORDS = {
    "planned": "planned", "feared": "feared", "possible": "possible", "conditional": "if it came to it", "requested": "asked for", "denied": "denied",
    "general": "in general",
}  # fmt: skip
ROLE_LABELS = (("actor", "who"), ("recipient", "to whom"), ("instrument", "with"))


_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of one kind of segment, as a row of the pages."""

    kind: str
    start: int
    end: int


def split_paragraphs(reading: Reading) -> tuple[Paragraph, ...]:
    """The segments cut at line ends, in text order, blank lines left out."""
    text = reading.article.text
    return tuple(
        Paragraph(segment.kind, found.start(), found.end())
        for segment in reading.segments
        for found in _PARAGRAPH.finditer(text, segment.start, segment.end)
        if not found.group().isspace()
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: a label, the words of the text, what was made of them, and the ids of the notes behind it."""

    label: str
    words: str
    note: str = ""
    ids: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # what else the words could mean


@dataclass(frozen=True, slots=True)
class Card:
    """One claim for a person to read."""

    claim: Claim
    title: str
    modality: str  # "" when it simply happened
    negative: bool
    lines: tuple[Line, ...]
    speakers: tuple[str, ...]  # nearest first
    segment: str
    spot: tuple[int, int]  # where its trigger stands, to order cards and to light them
    why: str = ""  # which words made it this claim, and this certain

    @property
    def state(self) -> str:
        """How the claim's words are underlined: "open" for what did not simply happen, "denied", or its certainty."""
        return "open" if self.modality else "denied" if self.negative else self.claim.certainty


class CardMaker:
    """Makes the cards of one reading; holds its layers by id."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.entities: dict[str, Entity] = {e.id: e for e in reading.entities}
        layers: tuple[tuple[Any, ...], ...] = (
            reading.mentions, reading.dates, reading.quantities, reading.attributions, reading.events, reading.relations,
        )  # fmt: skip
        self.items: dict[str, Any] = {item.id: item for layer in layers for item in layer}

    def make_cards(self) -> tuple[Card, ...]:
        """A card for each claim, in text order."""
        cards = [self._make(claim, self.items[claim.says[0]]) for claim in self.reading.claims if claim.says]
        return tuple(sorted(cards, key=lambda card: card.spot))

    def _make(self, claim: Claim, said: Event | Relation | Quantity) -> Card:
        segment = getattr(claim, "segment", "body")
        speakers = tuple(self.name_speaker(self.items[a]) for a in claim.speakers)
        if isinstance(said, Event):
            modality = MODALITY_WORDS.get(said.modality, "")
            if getattr(said, "aspect", "completed") == "incomplete":
                modality = "not completed" if not modality else f"{modality}, not completed"
            lines = tuple(self._list_event_lines(said))
            return Card(claim, said.kind, modality, said.polarity == "negative", lines, speakers, segment, said.trigger, self._explain(claim, said))
        if isinstance(said, Relation):
            lines = (self._describe(said.source, "who"), self._describe(said.target, "whom"))
            modality, denied = MODALITY_WORDS.get(said.modality, ""), said.polarity == "negative"
            return Card(claim, said.kind, modality, denied, lines, speakers, segment, said.trigger, self._explain(claim, said))
        lines = (Line("how many", said.words, describe_bounds(said), (said.id,)),)
        title = said.unit if said.unit != "other" else "figure"
        return Card(claim, title, "", False, lines, speakers, segment, (said.start, said.end), self._explain(claim, said))

    def _explain(self, claim: Claim, said: Event | Relation | Quantity) -> str:
        """One line: which words made it this claim, in which code, and whose words make it how certain."""
        text, quantity = self.reading.article.text, isinstance(said, Quantity)
        start, end = (said.start, said.end) if isinstance(said, Quantity) else said.trigger
        words = " ".join(text[start:end].split())
        parts = [f"“{words}” is a figure of its own" if quantity else f"“{words}” tells it"]
        if isinstance(said, Event) and (codes := [code for code in (said.codes.plover, said.codes.acled_sub or said.codes.acled) if code]):
            parts[0] += f" ({', '.join(codes)})"
        cues = [self.items[name] for name in claim.speakers]
        for cue in cues:
            heard = " ".join(" ".join(text[span.start : span.end].split()) for span in cue.cue)
            parts.append(f"{'“' + heard + '”' if heard else 'the sentence before'} puts it in the mouth of {self.name_speaker(cue)}")
        if not cues:
            parts.append("the report says it itself")
        return "; ".join(parts)

    def _list_event_lines(self, event: Event) -> Iterator[Line]:
        for role, label in ROLE_LABELS:
            for identifier in getattr(event, role):
                yield self._describe(identifier, label)
        for identifier in event.place:
            yield self._describe(identifier, "where")
        for identifier in event.date:
            date: Date = self.items[identifier]
            yield Line("when", date.words, describe_days(date), (identifier,))
        for identifier in event.quantities:
            quantity: Quantity = self.items[identifier]
            yield Line(quantity.unit if quantity.unit != "other" else "how many", quantity.words, describe_bounds(quantity), (identifier,))

    def _describe(self, identifier: str, label: str) -> Line:
        mention: Mention = self.items[identifier]
        entity = self.entities.get(mention.entity or "")
        notes = []
        if entity is not None and entity.name.casefold() not in mention.words.casefold():
            notes.append(entity.name)
        if entity is not None and entity.place is not None and (label == "where" or entity.actor is None or mention.form == "nominal"):
            notes.append(describe_place(entity.place))
        elif entity is not None and entity.actor is not None:
            notes.append(" ".join(x for x in (entity.actor.type if entity.actor.type != "other" else "", entity.actor.country) if x))
        others = tuple(one.name for one in entity.place.alternatives) if label == "where" and entity is not None and entity.place is not None else ()
        return Line(label, mention.words, ", ".join(n for n in notes if n), (identifier,), others)

    def name_speaker(self, attribution: Attribution) -> str:
        """The source in its own words, with the entity's name where that says more."""
        text = self.reading.article.text
        words = " ".join(text[s.start : s.end] for s in attribution.source).replace("\n", " ")
        mention = self.items.get(attribution.speaker or "")
        entity = self.entities.get(mention.entity or "") if mention else None
        if not words:
            return "unnamed"
        if entity is not None and mention is not None and mention.form == "pronoun":
            return f"{words} ({entity.name})"
        return words


def describe_days(date: Date) -> str:
    """What the date was taken to mean, and why."""
    days = date.edtf or date.timex3 or "not resolved"
    return f"{days}; {date.reason}" if date.reason else days


def describe_bounds(quantity: Quantity) -> str:
    """The bounds as the text leaves them: "12 or more", "20 to 30", "about 50,000"."""
    low, high = quantity.low, quantity.high
    about = "about " if quantity.approximate and quantity.low is not None and quantity.high is not None else ""
    if low is None and high is None:
        return "no number"
    if low == high:
        return f"{about}{low:,.10g}"
    if high is None:
        return f"{about}{low:,.10g} or more"
    return f"{about}up to {high:,.10g}" if low is None else f"{about}{low:,.10g} to {high:,.10g}"


def describe_km(kilometres: float) -> str:
    """A distance to two figures: "0.3", "7.3", "13", "3,500"."""
    if kilometres < 10:
        return f"{kilometres:.1f}".removesuffix(".0")
    return f"{round(kilometres, 1 - len(str(int(kilometres))) + 1):,.0f}" if kilometres >= 100 else f"{kilometres:.0f}"


def describe_place(place: Place) -> str:
    """Country and province, how exactly it is known, and the radius."""
    where = ", ".join(x for x in (place.admin1, place.country) if x)
    radius = f", within {describe_km(place.radius_km)} km" if place.radius_km else ""
    note = f" ({place.note})" if place.note else ""
    return f"{where + ': ' if where else ''}{PRECISION_WORDS[place.precision]}{radius}{note}"
