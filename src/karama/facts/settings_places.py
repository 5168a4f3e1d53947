"""Which places are an event's: the nearest in grammar, never a person's origin or another verb's destination."""

from __future__ import annotations

from collections.abc import Iterable

from karama.domain.annotations import Mention
from karama.domain.entities import Entity
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.reach import FAR, MAX_STEPS, Chain, climb, climb_event, is_spoken_of, join_chains, own_stretch, pick_near, read_verbs
from karama.facts.settings_ground import COARSENESS, MODIFIERS, Ground

LIMIT = 3.0  # dearer than this, the text does not say that the event was there
INNER = 1.5  # a place that only needs the nearest one to be found may lie this much further away
GAP = 16  # tokens between a place and the larger one that locates it
ROUTE = 1.2  # how near the ends of a movement stand to its verb
WAYS = frozenset({"from", "to", "into", "toward", "towards", "onto"})
SCENES = frozenset({"target", "scene", "site", "location", "centre", "center", "epicentre", "epicenter", "flashpoint"})
DESCRIBED = 0.8  # a name is preferred to "the city"
ELSEWHERE = 0.6  # of two places as near, the one in the event's own clause or phrase
NAMELESS = 1.0  # and stands for it where it is no more than this further away
PLACED = frozenset({"war", "conflict", "uprising", "revolution", "revolt", "election", "crisis", "unrest", "ceasefire", "truce", "protest", "border"})
NEAREST = 16  # places looked at for one event
OPENING = 6  # words before a place that opens its sentence: "On Sunday in the town of"
FRAMES = frozenset({"in", "at", "near", "inside", "outside", "across", "around", "on"})
FRAMED = frozenset({"conj", "xcomp", "dobj", "advcl", "nsubjpass", "pobj", "prep", "agent", "compound"})  # steps from an act up to its sentence
# Between two places these say that the second is another's, not the first one's surroundings.
SEVERING = frozenset({"from", "to", "by", "after", "against", "when", "where", "as", "while", "before", "since", "and", "or"})
DISTANCES = frozenset({"kilometer", "kilometre", "km", "mile", "metre", "meter", ")", "far", "away"})  # "Haji-abad, five kilometres from Kotli"
SETTLED = frozenset({"city", "town", "village", "hamlet", "settlement", "capital", "suburb", "state", "province", "stronghold"})  # "the Aleppo town of Nubl"


def start_cost(ground: Ground, mention: Mention) -> float:
    """What speaks against the mention's being a place of anything: a country that acts or is acted with."""
    parse, head = ground.parse, mention.head
    for _ in range(NEAREST):
        if parse.deps[head] != "conj":
            break
        head = parse.heads[head]
    dep, verb = parse.deps[head], parse.heads[head]
    if dep == "nsubj" and parse.lemmas[verb] == "be" and any(parse.lemmas[c] in SCENES for c in parse.children[verb]):
        return 0.0  # the base was the target of an air strike
    if dep == "nsubj" and parse.lemmas[verb] not in read_verbs("landmark"):
        return 3.0  # Israel struck; Damascus denied
    coarse = ground.coarse.get(mention.id, 0.0)
    if coarse == COARSENESS["country"] and parse.lowers[verb] in ("from", "by") and _acts(ground, parse.heads[verb]):
        return 3.0  # an attack by Israel, threats from Iran
    if coarse == COARSENESS["country"] and dep in MODIFIERS and ground.judge_noun(verb) not in ("place", "part") and parse.lemmas[verb] not in PLACED:
        return 3.0  # a U.S. patrol, Israel's offensive; but the Yemen war
    return coarse + (0.0 if mention.form == "name" else DESCRIBED)


def _acts(ground: Ground, noun: int) -> bool:
    """Whether the word is an event noun that "from" and "by" give an actor to; but a withdrawal from Iraq is there."""
    parse = ground.parse
    lemma = parse.lemmas[noun]
    return parse.tags[noun][:1] == "N" and ground.judge_noun(noun) == "event" and lemma not in read_verbs("moving") and lemma not in read_verbs("leaving")


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
    chain = climb_event(ground.parse, event.head, LIMIT, events=ground.events)
    near = pick_near(reached, event.head, NEAREST, lambda item: item[0].head)
    costs = [(join_chains(reach, chain) + 0.005 * abs(place.head - event.head), place) for place, reach in near]
    held = [(c, place) for c, place in costs if c <= LIMIT]
    if not held:
        return frame_place(ground, event, [place for place, _ in reached])
    # A name wins over a description about as near: "in the town of Taji", "Mostar ... in the tense town".
    left, right = own_stretch(ground.parse, event.head)
    best = min(held, key=lambda item: (item[0] + NAMELESS * (item[1].form != "name") + ELSEWHERE * (not left <= item[1].head <= right), item[1].start))[1]
    within = [place for c, place in costs if c <= LIMIT + INNER and place.form == "name"]
    best = find_inner(ground, best, within)
    chosen = ground.lists.get(best.id, (best,))
    if ground.parse.lemmas[event.head] in read_verbs("moving"):
        chosen += tuple(place for place, reach in near if place not in chosen and reach.get(event.head, FAR) <= ROUTE and leads(ground, place))
    return add_settlement(ground, chosen, within)


def frame_place(ground: Ground, event: Event, places: list[Mention]) -> tuple[Mention, ...]:
    """The place that the sentence opens with, for acts of the sentence's own clauses: "In London on Sunday a man took a knife, ran out and began to"."""
    parse = ground.parse
    opening = parse.sentences[parse.sentence_of[event.head]].first
    framing = [place for place in places if place.first <= opening + OPENING and opens_with(parse, place, opening)]
    if not framing:
        return ()
    token = event.head
    for _ in range(MAX_STEPS):
        if parse.heads[token] == token:
            return ground.lists.get(framing[0].id, (framing[0],))
        if parse.deps[token] not in FRAMED or is_spoken_of(parse, token):
            return ()
        token = parse.heads[token]
    return ()


def opens_with(parse: Parse, place: Mention, opening: int) -> bool:
    """Whether the sentence opens with where it all was: "In Homs", "On Sunday in London"."""
    return parse.lowers[opening] in FRAMES and any(parse.lowers[t] in FRAMES - {"on"} for t in range(opening, place.first))


def leads(ground: Ground, place: Mention) -> bool:
    """Whether the place is where a movement comes from or goes to."""
    parse, head = ground.parse, ground.parse.heads[place.head]
    return parse.deps[place.head] == "pobj" and parse.lowers[head] in WAYS


def add_settlement(ground: Ground, chosen: tuple[Mention, ...], others: list[Mention]) -> tuple[Mention, ...]:
    """The places, and after a single building, or a place on no map, the settlement that the text says it is in: "the Nuri mosque in Mosul"."""
    if len(chosen) != 1 or (chosen[0].id not in ground.buildings and chosen[0].id not in ground.unlocated):
        return chosen
    town = next(
        (
            p
            for p in others
            if p not in chosen and p.first > chosen[0].last and p.id not in ground.buildings | ground.unlocated and locates(ground, chosen[0], p)
        ),
        None,
    )
    return chosen if town is None else (*chosen, town)


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
    return (
        dep == "poss"
        or (dep == "amod" and parse.tags[place.head] == "JJ")
        or (
            # "the West Bank town of Nablus"; but Hit is the name itself in "Hit town, north of Baghdad"
            dep in MODIFIERS and parse.lemmas[noun] in SETTLED and any(parse.lowers[c] == "of" for c in parse.children[noun])
        )
    )


def _ties(ground: Ground, first: int, end: int, *ties: str) -> bool:
    """Whether the words between two places are only place nouns, directions and distances with a preposition, or one of the ties, among them."""
    parse, tied = ground.parse, False
    for token in range(first, end):
        tag, lower = parse.tags[token], parse.lowers[token]
        if lower in SEVERING and not (lower == "from" and parse.lemmas[token - 1] in DISTANCES):
            return False
        if tag in ("IN", ",", "POS") or lower in ties:
            tied = tied or not ties or lower in ties
        elif tag[0] == "N":
            if ground.nouns.get(parse.lemmas[token]) not in ("place", "part") and token not in ground.by_head:
                return False
        elif tag[0] not in "JR" and tag not in ("DT", "CD", "HYPH", "-LRB-", "-RRB-"):
            return False
    return tied


def pick_places(parse: Parse, mentions: tuple[Mention, ...], entities: tuple[Entity, ...]) -> dict[int, list[Mention]]:
    """Sentence -> the mentions there that can be where something happened: names, and descriptions of a place that the text names elsewhere."""
    named = {mention.entity for mention in mentions if mention.kind == "place" and mention.form == "name" and mention.entity is not None}
    known = named & {entity.id for entity in entities if entity.place is not None}
    found: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.kind == "place" and mention.head >= 0 and (mention.form == "name" or (mention.form == "nominal" and mention.entity in known)):
            found.setdefault(parse.sentence_of[mention.head], []).append(mention)
    for items in found.values():
        items.sort(key=lambda mention: mention.head)
    return found
