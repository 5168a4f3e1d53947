"""Which places are an event's: the nearest in grammar, never a person's origin or another verb's destination."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from karama.data import read_table
from karama.domain.annotations import Mention, index_by_head
from karama.domain.entities import Entity
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.reach import FAR, Chain, climb, climb_event, join_chains, read_costs

LIMIT = 3.0  # dearer than this, the text does not say that the event was there
INNER = 1.5  # a place that only needs the nearest one to be found may lie this much further away
FRONTED = 0.6  # "In Hama province, they shelled Mardes": what stands before the verb is the wider frame
GAP = 16  # tokens between a place and the larger one that locates it
LIST_GAP = 6  # words between two members of an enumeration
NEAREST = 16  # places looked at for one event
UNPLACED = frozenset({"about", "like", "than", "without", "except"})
NOMINAL = frozenset("NCJDP")  # first letters of tags that head a noun phrase
# Between two places these say that the second is another's, not the first one's surroundings.
SEVERING = frozenset({"from", "to", "by", "after", "against", "when", "where", "as", "while", "before", "since", "and", "or"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
MODIFIERS = frozenset({"compound", "nmod", "amod", "poss"})
ACTOR_KINDS = frozenset({"person", "organisation", "nationality"})


@cache
def read_verbs(kind: str) -> frozenset[str]:
    """The lemmas of the verbs of that kind."""
    return frozenset(verb for row in read_table("setting_verbs.csv") if row["kind"] == kind for verb in row["verbs"].split())


@cache
def read_prepositions(way: str) -> dict[str, float]:
    """Preposition -> cost for a place after it, of the column: with a verb at rest (still), of movement (moving), or for a place inside its object (through)."""
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
SETTLED = frozenset({"city", "town", "village", "hamlet", "settlement", "capital", "suburb", "state", "province", "stronghold"})  # "the Aleppo town of Nubl"
# What the word that opens an adverbial clause says of its place for the clause above.
CLAUSE_COSTS = {
    "when": 0.7,
    "as": 0.9,
    "while": 1.0,
    "where": 0.7,
    "after": 1.1,
    "before": 2.4,
    "since": 2.4,
    "because": 1.8,
    "although": 2.4,
    "though": 2.4,
    "if": 2.4,
}
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
    "speakers": 2.0,
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
    up: dict[str, float]
    prepositions: dict[str, dict[str, float]]
    places: frozenset[int]  # token indices of the places' heads

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
        if dep in MODIFIERS:
            return MODIFIER_COSTS.get(self.judge_noun(head), 1.5)
        if dep in ("prep", "agent"):
            return self._cost_preposition(token, head)
        if dep == "conj" and parse.tags[token][:1] == "V":
            # "killed two and wounded ten in Balad" shares the place; with a subject of its own the second clause keeps it.
            return 1.4 if any(parse.deps[c] in SUBJECTS for c in parse.children[token]) else 0.5
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
        direct = any(c in self.places for c in parse.children[token])
        still = self.prepositions["still" if direct else "through"].get(word, 1.0)
        if parse.tags[head][:1] == "V":
            ahead = FRONTED if token < head else 0.0
            return ahead + (self.prepositions["moving"].get(word, 1.0) if direct and parse.lemmas[head] in read_verbs("moving") else still)
        if parse.tags[head][:1] not in NOMINAL:
            return still
        kind = self.judge_noun(head)
        if kind == "event" and word not in UNPLACED:
            return min(still, self.prepositions["moving"].get(word, 1.0))
        if kind in ("place", "part"):
            return min(still, 0.4)  # the border with Syria
        return PREPOSITION_COSTS.get(kind, 0.4) + (0.0 if word == "of" else still)


def lay_ground(parse: Parse, events: Iterable[Event], mentions: tuple[Mention, ...], places: list[Mention], entities: Iterable[Entity]) -> Ground:
    """The tables with this article's mentions, events and enumerations of places."""
    nouns = read_nouns()
    lists = group_lists(parse, nouns, places)
    known = {entity.id: COARSENESS.get(entity.place.precision, 0.0) for entity in entities if entity.place is not None}
    coarse = {place.id: known[place.entity] for place in places if place.entity in known}
    heads = frozenset(event.head for event in events)
    prepositions = {way: read_prepositions(way) for way in ("still", "moving", "through")}
    spots = frozenset(place.head for place in places)
    return Ground(parse, nouns, index_by_head(mentions), heads, coarse, lists, read_costs("up"), prepositions, spots)


def start_cost(ground: Ground, mention: Mention) -> float:
    """What speaks against the mention's being a place of anything: a country that acts or is acted with."""
    parse, head = ground.parse, mention.head
    dep, verb = parse.deps[head], parse.heads[head]
    if dep == "nsubj" and parse.lemmas[verb] not in read_verbs("landmark"):
        return 3.0  # Israel struck; Damascus denied
    coarse = ground.coarse.get(mention.id, 0.0)
    if coarse == COARSENESS["country"] and dep in MODIFIERS and ground.judge_noun(verb) not in ("place", "part", "event"):
        return 3.0  # a U.S. patrol
    return coarse


def climb_places(ground: Ground, places: Iterable[Mention]) -> list[tuple[Mention, Chain]]:
    """Each place with the tokens that it reaches."""
    found = []
    for place in places:
        begin = start_cost(ground, place)
        if begin < LIMIT:
            chain = climb(ground.parse, place.head, ground.cost, LIMIT - begin)
            found.append((place, {token: spent + begin for token, spent in chain.items()}))
    return found


def choose_places(ground: Ground, event: Event, reached: list[tuple[Mention, Chain]]) -> tuple[Mention, ...]:
    """The event's places: the nearest and those enumerated with it; empty if the text does not say."""
    if not reached:
        return ()
    chain = climb_event(ground.parse, event.head, LIMIT)
    near = sorted(reached, key=lambda item: abs(item[0].head - event.head))[:NEAREST]
    costs = [(join_chains(reach, chain) + 0.005 * abs(place.head - event.head), place) for place, reach in near]
    cost, best = min(costs, key=lambda item: (item[0], item[1].start), default=(FAR, None))
    if best is None or cost > LIMIT:
        return ()
    best = find_inner(ground, best, [place for c, place in costs if c <= LIMIT + INNER])
    return ground.lists.get(best.id, (best,))


def find_inner(ground: Ground, outer: Mention, others: list[Mention]) -> Mention:
    """The place that this one only locates: Balad of "in Balad, north of Baghdad", Yaqshid of "Yaqshid district in Mogadishu"."""
    for _ in range(NEAREST):
        listed = ground.lists.get(outer.id, ())
        inner = next((place for place in others if place not in listed and locates(ground, place, outer)), None)
        if inner is None:
            break
        outer = inner
    return outer


def locates(ground: Ground, inner: Mention, outer: Mention) -> bool:
    """Whether between the two stands nothing but what ties a place to a larger or better known one."""
    parse, fine, wide = ground.parse, ground.coarse.get(inner.id, 0.0), ground.coarse.get(outer.id, 0.0)
    if fine >= COARSENESS["country"] > wide:
        return False
    if inner.last < outer.first <= inner.last + GAP:
        return not _is_wider(parse, inner) and _ties(ground, inner.last + 1, outer.first)
    if outer.last < inner.first <= outer.last + GAP and (fine < wide or _is_wider(parse, outer)) and parse.deps[outer.head] in MODIFIERS:
        return inner.first == outer.last + 1 or _ties(ground, outer.last + 1, inner.first, "of", "'s", "’s", "'", "’")
    return False


def _is_wider(parse: Parse, place: Mention) -> bool:
    """Whether the place says whose town or state the next name is: "Mogadishu's Yaqshid district", "the West Bank town of Nablus"."""
    dep, noun = parse.deps[place.head], parse.heads[place.head]
    return dep in ("poss", "amod") or (dep in MODIFIERS and parse.lemmas[noun] in SETTLED)


def _ties(ground: Ground, first: int, end: int, *ties: str) -> bool:
    """Whether the words between two places are only place nouns, directions and distances with a preposition, or one of the ties, among them."""
    parse, tied = ground.parse, False
    for token in range(first, end):
        tag, lower = parse.tags[token], parse.lowers[token]
        if lower in SEVERING:
            return False
        if tag in ("IN", ",", "POS") or lower in ties:
            tied = tied or not ties or lower in ties
        elif tag[0] == "N":
            if ground.nouns.get(parse.lemmas[token]) not in ("place", "part") and token not in ground.by_head:
                return False
        elif tag[0] not in "JR" and tag not in ("DT", "CD", "HYPH", "-LRB-", "-RRB-"):
            return False
    return tied


def group_lists(parse: Parse, nouns: dict[str, str], places: Iterable[Mention]) -> dict[str, tuple[Mention, ...]]:
    """Mention id -> all members of the enumeration that the place stands in: "in Rutba, Hit and the town of Ana".

    Read from the words in a row, as the model often breaks long enumerations of names.
    """
    found: dict[str, tuple[Mention, ...]] = {}
    group: list[Mention] = []
    joined = False
    for place in sorted(places, key=lambda place: place.first):
        tie = _tie_list(parse, nouns, group[-1].last + 1, place.first) if group else ""
        if not tie:
            if joined:
                found |= {member.id: tuple(group) for member in group}
            group, joined = [], False
        group.append(place)
        joined = joined or tie == "and"
    if joined:
        found |= {member.id: tuple(group) for member in group}
    return found


def _tie_list(parse: Parse, nouns: dict[str, str], first: int, end: int) -> str:
    """ "and" or "," if the words between two places only enumerate them, else ""."""
    if not 0 < end - first <= LIST_GAP:
        return ""
    joined = any(parse.tags[t] == "CC" for t in range(first, end))
    for token in range(first, end):
        tag, lower = parse.tags[token], parse.lowers[token]
        if tag in (",", "CC", "DT") or lower == "of" or (tag[0] == "N" and nouns.get(parse.lemmas[token]) in ("place", "part")):
            continue
        if not joined or not (tag[0] == "J" or lower in ("in", "at", "near", "on")):
            return ""
    return "and" if joined else "," if parse.lowers[first] == "," else ""


def pick_places(parse: Parse, mentions: tuple[Mention, ...], entities: tuple[Entity, ...]) -> dict[int, list[Mention]]:
    """Sentence -> the mentions there that can be where something happened."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.kind == "place" and mention.form == "name" and mention.head >= 0:
            found.setdefault(parse.sentence_of[mention.head], []).append(mention)
    return found
