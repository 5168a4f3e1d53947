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
GAP = 10  # tokens between a place and the larger one that locates it
MOST_LISTED = 20  # members of one enumeration
NEAREST = 16  # places looked at for one event
UNPLACED = frozenset({"about", "like", "than", "with", "without", "except"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
MODIFIERS = frozenset({"compound", "nmod", "amod", "poss"})
ACTOR_KINDS = frozenset({"person", "organisation", "nationality"})


@cache
def read_verbs(kind: str) -> frozenset[str]:
    """The lemmas of the verbs of that kind."""
    return frozenset(verb for row in read_table("setting_verbs.csv") if row["kind"] == kind for verb in row["verbs"].split())


@cache
def read_prepositions(way: str) -> dict[str, float]:
    """Preposition -> cost for a place after it, with a verb at rest (still) or of movement (moving)."""
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
    up: dict[str, float]
    still: dict[str, float]
    moving: dict[str, float]

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
        if dep == "relcl" and (self.judge_noun(head) == "event" or parse.tags[token] == "VB"):
            return 0.9  # "a bomb that exploded in Balad killed", "an assault to take Balad"
        return self.up.get(dep, 1.0)

    def _cost_preposition(self, token: int, head: int) -> float:
        parse, word = self.parse, self.parse.lowers[token]
        tag = parse.tags[head][:1]
        if (
            tag == "V"
            and self.still.get(word, 1.0) > 0.8
            and any(c in self.events or self.nouns.get(parse.lemmas[c]) == "event" for c in parse.children[token])
        ):
            return 0.8  # "began with an assault on", "were killed after clashes in"
        if tag == "V":
            table = self.moving if parse.lemmas[head] in read_verbs("moving") else self.still
            return table.get(word, 1.0)
        base = self.still.get(word, 1.0)
        if tag in ("N", "C", "J", "D", "P"):
            kind = self.judge_noun(head)
            if kind == "event" and word not in UNPLACED:
                return min(base, self.moving.get(word, 1.0))
            if word == "of":
                return PREPOSITION_COSTS.get(kind, 0.4)
            return base + PREPOSITION_COSTS.get(kind, 0.4)
        return base


def lay_ground(parse: Parse, events: Iterable[Event], mentions: tuple[Mention, ...]) -> Ground:
    """The tables with this article's mentions and events."""
    return Ground(
        parse,
        read_nouns(),
        index_by_head(mentions),
        frozenset(e.head for e in events),
        read_costs("up"),
        read_prepositions("still"),
        read_prepositions("moving"),
    )


def start_cost(ground: Ground, mention: Mention) -> float:
    """What speaks against the mention's being a place of anything: a country that acts or is acted with."""
    parse, head = ground.parse, mention.head
    dep, verb = parse.deps[head], parse.heads[head]
    if dep == "nsubj" and parse.lemmas[verb] not in read_verbs("landmark"):
        return 3.0  # Israel struck; Damascus denied
    return 0.0


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
    """The event's places: the nearest and those joined to it by "and"; empty if the text does not say."""
    if not reached:
        return ()
    chain = climb_event(ground.parse, event.head, LIMIT)
    near = sorted(reached, key=lambda item: abs(item[0].head - event.head))[:NEAREST]
    costs = [(join_chains(reach, chain) + 0.005 * abs(place.head - event.head), place) for place, reach in near]
    cost, best = min(costs, key=lambda item: (item[0], item[1].start), default=(FAR, None))
    if best is None or cost > LIMIT:
        return ()
    within = [place for c, place in costs if c <= LIMIT + INNER]
    best = find_inner(ground, best, within)
    first = first_of_list(ground.parse, best.head)
    return tuple(place for place in within if place is best or first_of_list(ground.parse, place.head) == first)


def find_inner(ground: Ground, outer: Mention, others: list[Mention]) -> Mention:
    """The place that this one only locates: Balad of "in Balad, north of Baghdad", Yaqshid of "Yaqshid district in Mogadishu"."""
    for _ in range(NEAREST):
        inner = next((place for place in others if place.last < outer.first <= place.last + GAP and locates(ground, place, outer)), None)
        if inner is None:
            break
        outer = inner
    return outer


def locates(ground: Ground, inner: Mention, outer: Mention) -> bool:
    """Whether between the two stands nothing but what ties a place to a larger or better known one."""
    parse, links = ground.parse, 0
    for token in range(inner.last + 1, outer.first):
        tag, lower = parse.tags[token], parse.lowers[token]
        if tag in ("IN", ",") or lower in ("north", "south", "east", "west"):
            links += lower not in ("from", "to", "with", "by", "after", "against")
            if lower in ("from", "to", "with", "by", "after", "against", "when", "where", "as", "while", "before", "since"):
                return False
        elif tag[0] in "NR":
            if ground.nouns.get(parse.lemmas[token]) not in ("place", "part") and tag[0] == "N" and token not in ground.by_head:
                return False
        elif tag not in ("DT", "JJ", "CD", "POS", "HYPH", "-LRB-", "-RRB-", "JJS"):
            return False
    return links > 0


def first_of_list(parse: Parse, token: int) -> int:
    """The first member of the enumeration that the token stands in, itself if in none."""
    for _ in range(MOST_LISTED):
        if parse.deps[token] != "conj":
            break
        token = parse.heads[token]
    return token


def pick_places(parse: Parse, mentions: tuple[Mention, ...], entities: tuple[Entity, ...]) -> dict[int, list[Mention]]:
    """Sentence -> the mentions there that can be where something happened."""
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.kind == "place" and mention.form == "name" and mention.head >= 0:
            found.setdefault(parse.sentence_of[mention.head], []).append(mention)
    return found
