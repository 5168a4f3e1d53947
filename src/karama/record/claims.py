"""Claims of a reading laid flat, as the record keeps them: who, where, when, how many and who says so, one step from the sentence."""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import fields, replace
from hashlib import sha256
from typing import Any

from karama import codec
from karama.domain.annotations import Date, Mention, Quantity
from karama.domain.entities import Entity, Place
from karama.domain.facts import Claim, Event, Relation
from karama.domain.reading import Reading
from karama.domain.record import Count, Party, RecordClaim, Speaker, When, Where
from karama.domain.text import Span

# 80 bits: among ten million claims two share an id by chance once in a hundred million records.
ID_DIGITS = 20
# What tells a claim from others but is not part of what it says; a newer reader's surer score is no other answer.
NOT_SAID = frozenset({"id", "value", "run", "local", "published", "publisher", "score", "antecedent", "corrected"})

# Figures of people somewhere; "around 2,500 militants remained in Raqqa", "200 militants, most of them foreigners, were fighting in a part of the Old City".
AT_PLACES = frozenset({"present", "displaced", "fighters", "troops"})
AT_WORDS = frozenset("in inside within at around near from".split())
PART_WORDS = frozenset("a an the small large part parts of and old northern southern eastern western central city town village province district".split())
FARTHEST = 120  # characters; farther on another thing is told of


def list_record_claims(reading: Reading, run_id: str) -> tuple[RecordClaim, ...]:
    """The claims of the reading in its order, flat; ids and values depend on nothing but the text and what was read in it."""
    layers = _Layers(reading)
    seen: dict[tuple[object, ...], int] = {}
    found = []
    for claim in reading.claims:
        flat = layers.flatten(claim, run_id)
        key = (flat.article, flat.what, flat.kind, *flat.trigger)
        seen[key] = nth = seen.get(key, 0) + 1  # "Iran and Russia back Damascus": two relations on one trigger
        found.append(replace(flat, id=make_id("c", *key, *((nth,) if nth > 1 else ())), value=hash_value(flat)))
    return tuple(found)


def make_id(prefix: str, *parts: object) -> str:
    """The prefix, "_" and the first hex digits of the SHA-256 of the parts."""
    return f"{prefix}_{sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:ID_DIGITS]}"


_SAID = tuple(field.name for field in fields(RecordClaim) if field.name not in NOT_SAID)


def hash_value(claim: RecordClaim) -> str:
    """The value hash of all that the claim says, whatever its ids and scores."""
    said = {name: codec.encode(getattr(claim, name)) for name in _SAID}
    return make_id("v", json.dumps(said, sort_keys=True, ensure_ascii=False))


class _Layers:
    """The layers of a reading by id."""

    def __init__(self, reading: Reading) -> None:
        self._article = reading.article
        self._quantities = {item.id: item for item in reading.quantities}
        self._facts: dict[str, Event | Relation | Quantity] = {**self._quantities}
        self._facts |= {item.id: item for item in reading.events} | {item.id: item for item in reading.relations}
        self._mentions = {item.id: item for item in reading.mentions}
        self._entities = {item.id: item for item in reading.entities}
        self._dates = {item.id: item for item in reading.dates}
        self._attributions = {item.id: item for item in reading.attributions}
        self._spots = sorted((item for item in reading.mentions if item.form == "name" and self._place_of(item) is not None), key=lambda item: item.start)
        self._named = {mention.entity for mention in reading.mentions if mention.form == "name"}

    def flatten(self, claim: Claim, run_id: str) -> RecordClaim:
        """The claim with all it refers to; its id and value are still empty."""
        said = self._facts[claim.says[0]]  # an event comes first, its quantities after it
        article = self._article
        given: dict[str, Any] = {
            "id": "", "value": "", "article": article.id, "run": run_id, "local": claim.id, "start": claim.start, "end": claim.end, "words": claim.words,
            "segment": claim.segment, "certainty": claim.certainty, "published": article.published, "publisher": article.publisher,
            "speakers": tuple(self._speaker(name) for name in claim.speakers),
        }  # fmt: skip
        if isinstance(said, Event):
            counted = dict.fromkeys((*said.quantities, *(name for name in claim.says[1:] if name in self._quantities)))
            return RecordClaim(**given, **self._say_event(said, tuple(counted)))
        if isinstance(said, Relation):
            return RecordClaim(**given, **self._say_relation(said))
        span = Span(said.start, said.end)
        return RecordClaim(**given, what="quantity", kind=said.unit, trigger=span, counts=(self._count(said),), places=self._find_spot(said, claim))

    def _find_spot(self, quantity: Quantity, claim: Claim) -> tuple[Where, ...]:
        """Where those who are counted are: the place that the first "in" or the like after them puts them at; none for other figures."""
        first = bisect_left(self._spots, quantity.end, key=lambda spot: spot.start)
        if quantity.unit not in AT_PLACES or first == len(self._spots):
            return ()
        mention = self._spots[first]
        words = self._article.text[quantity.end : min(mention.start, quantity.end + FARTHEST)].lower().split()
        at = next((n for n, word in enumerate(words) if word in AT_WORDS), None)
        if at is None or mention.start >= min(claim.end, quantity.end + FARTHEST) or not PART_WORDS.issuperset(words[at + 1 :]):
            return ()  # "500 families in the camp, aid workers in Ain Issa said"
        return (self._where(mention),)

    def _say_event(self, event: Event, counted: tuple[str, ...]) -> dict[str, Any]:
        return {
            "what": "event", "kind": event.kind, "trigger": event.trigger,
            "actors": self._parties(event.actor), "recipients": self._parties(event.recipient),
            "instruments": tuple(self._mentions[name].words for name in event.instrument),
            "places": tuple(dict.fromkeys(self._where(self._mentions[name]) for name in event.place)),
            "dates": tuple(_when(self._dates[name]) for name in event.date),
            "counts": tuple(self._count(self._quantities[name]) for name in counted),
            "polarity": event.polarity, "modality": event.modality, "aspect": event.aspect,
            "codes": codec.encode(event.codes), "score": event.score,
        }  # fmt: skip

    def _say_relation(self, relation: Relation) -> dict[str, Any]:
        """A relation's target that is a place is where it holds: "the SDF controls Raqqa"."""
        target = self._mentions[relation.target]
        place = relation.kind == "controls" and self._place_of(target) is not None
        return {
            "what": "relation", "kind": relation.kind, "trigger": relation.trigger,
            "actors": self._parties((relation.source,)), "recipients": () if place else self._parties((relation.target,)),
            "places": (self._where(target),) if place else (), "aspect": "ongoing",
            "polarity": relation.polarity, "modality": relation.modality, "score": relation.score,
        }  # fmt: skip

    def _parties(self, names: tuple[str, ...]) -> tuple[Party, ...]:
        """The parties, each entity once, by its first words: "the city of Raqqa" is not two besieged."""
        found: dict[str, Party] = {}
        for name in names:
            mention = self._mentions[name]
            found.setdefault(mention.entity or name, self._party(mention))
        return tuple(found.values())

    def _party(self, mention: Mention) -> Party:
        entity = self._entity_of(mention)
        if entity is None:
            return Party(mention.words, mention.words, None, None, None, named=mention.form == "name")
        actor, place = entity.actor, entity.place
        country = actor.country if actor is not None else place.country if place is not None else None
        base, kind = (actor.base, actor.type) if actor is not None else (None, None)
        return Party(entity.name, mention.words, base, kind, country, entity.aliases, entity.id in self._named)

    def _where(self, mention: Mention) -> Where:
        entity, place = self._entity_of(mention), self._place_of(mention)
        name = entity.name if entity is not None else mention.words
        if place is None:
            return Where(name, None, None, None, None, "area", None, None)
        return Where(name, place.geonames, place.latitude, place.longitude, place.radius_km, place.precision, place.country, place.admin1)

    def _count(self, quantity: Quantity) -> Count:
        of = self._mentions[quantity.of].words if quantity.of is not None else None
        return Count(quantity.unit, quantity.low, quantity.high, quantity.approximate, quantity.words, of)

    def _speaker(self, name: str) -> Speaker:
        """The source of an attribution; its entity's name only where that is a name, not "officials"."""
        attribution = self._attributions[name]
        words = " ".join(self._article.text[span.start : span.end] for span in attribution.source)
        mention = self._mentions.get(attribution.speaker or "")
        entity = self._entity_of(mention) if mention is not None else None
        if entity is None or entity.id not in self._named:
            return Speaker(words)
        return Speaker(words, entity.name, entity.actor.base if entity.actor is not None else None)

    def _entity_of(self, mention: Mention) -> Entity | None:
        return self._entities.get(mention.entity) if mention.entity is not None else None

    def _place_of(self, mention: Mention) -> Place | None:
        entity = self._entity_of(mention)
        return entity.place if entity is not None else None


def _when(date: Date) -> When:
    return When(date.earliest, date.latest, date.edtf, date.words)
