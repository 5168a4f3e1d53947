"""What each step of grammar between a place and an event costs, by the tables and by what stands on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from karama.data import read_table
from karama.domain.annotations import Mention, index_by_head
from karama.domain.entities import Entity
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.reach import FAR, is_spoken_of, read_costs, read_verbs
from karama.facts.settings_lists import group_lists

FRONTED = 0.6  # "In Hama province, they shelled Mardes": what stands before the verb is the wider frame
UNPLACED = frozenset({"about", "like", "than", "without", "except"})
NOMINAL = frozenset("NCJDP")  # first letters of tags that head a noun phrase
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
MODIFIERS = frozenset({"compound", "nmod", "amod", "poss"})
NAMING = frozenset({"call", "name", "dub", "know", "term"})
ACTOR_KINDS = frozenset({"person", "organisation", "nationality"})


@cache
def read_prepositions(way: str) -> dict[str, float]:
    """Preposition -> cost: with a verb at rest (still), of movement (moving), or for a place inside its object (through)."""
    return {row["word"]: float(row[way]) for row in read_table("setting_prepositions.csv")}


@cache
def read_nouns() -> dict[str, str]:
    """Noun -> part, event, asset, holder, place, people, speakers or organisation: what it is to a place beside it."""
    found: dict[str, str] = {}
    for row in read_table("nouns.csv"):
        group = "speakers" if row["group"] in ("speakers", "leaders") else row["kind"]
        found |= dict.fromkeys(row["nouns"].split(), group)
    for row in read_table("setting_nouns.csv"):
        for noun in row["nouns"].split():
            if row["kind"] != "holder" or noun not in found:
                found[noun] = row["kind"]
    return found


# How coarse a place is: of two as near, the finer is the event's; a country alone says least.
COARSENESS = {"country": 0.6, "area": 0.4, "province": 0.3, "district": 0.1}
OTHER_TIES = 1.2  # most that a noun costs after other prepositions than "of"
STANDING_TIES = 0.8  # the same after "in", "at", "near": "killed members of the force in Basra" is mostly the verb's
# What the word that opens an adverbial clause says of its place for the clause above.
CLAUSE_COSTS = {
    "when": 0.7,
    "as": 1.4,
    "while": 1.0,
    "where": 0.7,
    "after": 1.6,
    "before": 2.4,
    "since": 2.4,
    "because": 1.8,
    "although": 2.4,
    "though": 2.4,
    "if": 2.4,
}


@cache
def read_facilities() -> frozenset[str]:
    """Nouns of single buildings and sites."""
    return frozenset(noun for row in read_table("nouns.csv") if row["group"] == "facilities" for noun in row["nouns"].split())


# What it costs to pass from a place to the noun that it modifies ("Raqqa offensive", "Mosul residents", "Kabul's mayor").
MODIFIER_COSTS = {
    "place": 0.1,  # Raqqa province
    "part": 0.1,  # Aleppo's outskirts
    "event": 0.1,  # the Mosul operation
    "asset": 0.6,  # Idlib positions
    "people": 1.4,  # Gaza residents
    "weapon": 2.0,
    "speakers": 3.0,  # the Kabul mayor
    "organisation": 3.0,  # the Aleppo battalion
    "holder": 3.0,  # Syria's government
    "": 1.5,
}
# The same with a preposition ("the battle of Raqqa", "residents of Mosul", "the governor of Helmand").
PREPOSITION_COSTS = {
    "place": 0.0,
    "part": 0.0,
    "event": 0.0,
    "asset": 0.2,
    "people": 0.5,
    "weapon": 0.5,
    "speakers": 2.6,
    "organisation": 1.2,
    "holder": 2.2,
    "": 0.4,
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What the steps of a climb are judged by."""

    parse: Parse
    nouns: dict[str, str]
    by_head: dict[int, Mention]
    events: frozenset[int]  # token indices of the triggers' heads
    coarse: dict[str, float]  # mention id -> COARSENESS of its place
    lists: dict[str, tuple[Mention, ...]]  # by mention id, see group_lists
    buildings: frozenset[str]  # ids of mentions of single buildings and sites, known by name or by their noun
    up: dict[str, float]
    prepositions: dict[str, dict[str, float]]
    places: frozenset[int]  # token indices of the places' heads
    unlocated: frozenset[str]  # ids of mentions of places that no map of ours knows

    def judge_noun(self, token: int) -> str:
        """What the word is to a place beside it."""
        if token in self.events:
            return "event"
        found = self.nouns.get(self.parse.lemmas[token], "")
        mention = self.by_head.get(token)
        if mention is not None and not found:
            return "organisation" if mention.kind in ACTOR_KINDS else mention.kind
        return found

    def cost(self, token: int) -> float:
        """What the step from a token to its head costs a place below it."""
        parse = self.parse
        dep, head = parse.deps[token], parse.heads[token]
        if is_spoken_of(parse, token) and self._is_event(token):
            return FAR  # "claimed responsibility for an attack in Manbij": where the attack was, and not the claim
        if dep in MODIFIERS:
            return MODIFIER_COSTS.get(self.judge_noun(head), 1.5)
        if dep in ("prep", "agent"):
            return self._cost_preposition(token, head)
        if dep == "conj" and parse.tags[token][:1] == "V":
            # "killed two and wounded ten in Balad" shares the place; with a subject of its own the second clause keeps it.
            return 1.4 if any(parse.deps[c] in SUBJECTS for c in parse.children[token]) else 0.5
        if parse.lemmas[token if dep in ("acl", "advcl", "relcl") else head] in NAMING and (dep == "oprd" or parse.tags[token] in ("VBN", "VBD")):
            return 0.1  # "a town called Mayadin"
        if dep == "advcl":
            return self._cost_adverbial(token)
        if dep == "relcl" and (self.judge_noun(head) == "event" or parse.tags[token] == "VB"):
            return 0.9  # "a bomb that exploded in Balad killed", "an assault to take Balad"
        return self.up.get(dep, 1.0)

    def _cost_adverbial(self, token: int) -> float:
        """What a clause of time or reason costs: "killed when a bomb exploded in Balad" is there, "before the rest retreated to Balad" is not."""
        parse = self.parse
        opening = next((parse.lowers[c] for c in parse.children[token] if parse.deps[c] in ("mark", "advmod") and c < token), "")
        return CLAUSE_COSTS.get(opening, self.up["advcl"])

    def _cost_preposition(self, token: int, head: int) -> float:
        parse, word = self.parse, self.parse.lowers[token]
        direct = any(c in self.places or self.nouns.get(parse.lemmas[c]) in ("place", "part") for c in parse.children[token])
        still = self.prepositions["still" if direct else "through"].get(word, 1.0)
        if parse.tags[head][:1] == "V":
            ahead = FRONTED if token < head else 0.0
            return ahead + (self.prepositions["moving"].get(word, 1.0) if direct and parse.lemmas[head] in read_verbs("moving") else still)
        if parse.tags[head][:1] not in NOMINAL:
            return still
        kind = self.judge_noun(head)
        if word == "from" and self._is_taken(head):
            return self.prepositions["moving"]["from"]
        if kind == "reaction":
            return 3.0  # "in response to the strike in Baghdad": where the other event was
        if kind == "event" and word not in UNPLACED:
            return min(still, self.prepositions["moving"].get(word, 1.0))
        if kind in ("place", "part"):
            return min(still, 0.4)  # the border with Syria
        titled = PREPOSITION_COSTS.get(kind, 0.4)
        if word == "of":
            return titled  # the governor of Basra; but a governor in Basra
        return min(titled, OTHER_TIES if still else STANDING_TIES) + still

    def _is_event(self, token: int) -> bool:
        """Whether the word, or the word that it ties as a preposition, is an event."""
        return token in self.events or (self.parse.deps[token] == "prep" and any(c in self.events for c in self.parse.children[token]))

    def _is_taken(self, people: int) -> bool:
        """Whether the noun says who was taken away: "the abduction of hundreds of boys from a school"."""
        parse, above = self.parse, self.parse.heads[people]
        if parse.lowers[above] == "of":
            above = parse.heads[above]
        return parse.lemmas[above] in read_verbs("taking")


def lay_ground(parse: Parse, events: Iterable[Event], mentions: tuple[Mention, ...], places: list[Mention], entities: tuple[Entity, ...]) -> Ground:
    """The tables with this article's mentions, events and enumerations of places."""
    nouns = read_nouns()
    lists = group_lists(parse, nouns, (place for place in places if place.form == "name"))
    known = {entity.id: COARSENESS.get(entity.place.precision, 0.0) for entity in entities if entity.place is not None}
    coarse = {place.id: known[place.entity] for place in places if place.entity in known}
    heads = frozenset(event.head for event in events)
    exact = {entity.id for entity in entities if entity.place is not None and entity.place.precision == "exact"}
    buildings = frozenset(place.id for place in places if place.entity in exact or parse.lemmas[place.head].lower() in read_facilities())
    located = {entity.id for entity in entities if entity.place is not None and entity.place.latitude is not None}
    unlocated = frozenset(place.id for place in places if place.form == "name" and place.entity is not None and place.entity not in located)
    prepositions = {way: read_prepositions(way) for way in ("still", "moving", "through")}
    spots = frozenset(place.head for place in places)
    return Ground(parse, nouns, index_by_head(mentions), heads, coarse, lists, buildings, read_costs("up"), prepositions, spots, unlocated)
