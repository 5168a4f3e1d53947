"""The tokens that fill an event's roles: who does it, to whom, with what, by the grammar of verbs, nouns and adjectives."""

from __future__ import annotations

from dataclasses import dataclass, field

from karama.domain.parse import Parse
from karama.facts.frames import load_noun_classes, load_words
from karama.facts.grammar import REACH, agents_of, borrow_through_state, complements, find_objects, find_subjects, is_passive, spread, spread_all

ARMS = frozenset({"weapon", "bomb", "projectile", "firearm", "aircraft"})
BUILDS = frozenset({"car", "truck", "van", "vehicle", "charge", "device", "minivan", "motorcycle", "vest"})  # bombs only beside "bomb"; alone they are targets
# Kinds in which a weapon as the object is what the act is done to, not what it is done with.
ARMS_AS_OBJECT = frozenset(
    (
        "seizure",
        "interception",
        "shoot-down",
        "destruction",
        "military aid",
        "deployment",
        "movement",
        "disarmament",
        "looting",
        "capture",
        "naval attack",
        "weapons test",
    )
)
# Kinds in which the grammatical subject suffers the event ("12 people died", "the town fell to the rebels").
SUFFERED = frozenset({"death", "territory lost"})
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "ourselves"})  # "blew himself up" has no other side
# Kinds whose verb without an object is a passive cut short: "twelve were killed and thirty wounded", "Dozens arrested".
HARMED = frozenset({"killing", "injuring", "arrest", "abduction", "execution", "assassination", "forced displacement", "release", "capture"})
# Kinds whose "of" names who does it ("the withdrawal of troops"); with all others it names to whom it is done ("the killing of").
DOER_OF = frozenset(
    (
        *(
            "withdrawal",
            "advance",
            "surrender",
            "protest",
            "riot",
            "labour strike",
            "hunger strike",
            "flight",
            "return",
            "movement",
            "meeting",
            "visit",
            "phone call",
        ),
        *("negotiation", "resignation", "offensive", "patrol", "deployment", "military exercise", "threat", "rejection", "support"),
    )
)
# Prepositions that lead to the other side, by kind of use.
AGAINST = ("against", "on", "upon", "at", "with", "toward", "towards", "into")
# Prepositions from a noun of deed to whom it is done to: "an attack on"; a blow is dealt to somebody.
AIMED = ("against", "on", "at", "with", "upon")
SUFFERING = {"defeat": (*AIMED, "to", "for")}
ADDRESSED = ("on", "upon", "to", "with", "against", "from", "at", "for", "over", "toward", "towards", "between")
VERBAL_PLOVER = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "RETREAT"})
DOERS = frozenset({"compound", "amod", "nmod", "poss", "nummod"})


@dataclass(slots=True)
class Sides:
    """Tokens by role, in the order found. `between` tells that the actors face each other."""

    actor: list[int] = field(default_factory=list)
    recipient: list[int] = field(default_factory=list)
    instrument: list[int] = field(default_factory=list)
    between: bool = False


def find_sides(parse: Parse, kind: str, plover: str | None, head: int, noun: int | None) -> Sides:
    """The role fillers of the trigger with that head; `noun` is the event noun where a light verb is the head."""
    if noun is not None and noun != head:
        return find_carried_sides(parse, kind, plover, head, noun)
    if parse.poses[head] in ("VERB", "AUX"):
        return find_verb_sides(parse, kind, plover, head)
    if parse.poses[head] == "ADJ" and plover in VERBAL_PLOVER:
        return Sides([*borrow_through_state(parse, head, REACH)], [*spread_all(parse, complements(parse, head, "to", "with", "against"))])
    if parse.poses[head] == "ADJ" or parse.lowers[head] == "dead":
        return find_state_sides(parse, head)
    return find_noun_sides(parse, kind, plover, head)


def find_verb_sides(parse: Parse, kind: str, plover: str | None, verb: int) -> Sides:
    """The role fillers of a verb."""
    sides = Sides()
    subjects, objects = find_subjects(parse, verb), find_objects(parse, verb)
    if kind in HARMED and subjects and not objects and parse.tags[verb] in ("VBN", "VBD") and not is_passive(parse, verb):
        return Sides([], list(subjects), find_means(parse, verb))
    if kind in SUFFERED:
        sides.recipient += [*subjects, *objects] if parse.lemmas[verb] != "lose" else subjects
        sides.actor += complements(parse, verb, "to") if kind == "territory lost" else []
        return sides
    for token in subjects:
        (sides.instrument if is_arm(parse, token) else sides.actor).append(token)
    for token in (o for o in objects if parse.lowers[o] not in REFLEXIVE):
        add_object(parse, kind, sides, token)
    sides.instrument += find_means(parse, verb)
    add_complements(parse, kind, plover, verb, sides)
    if len(sides.actor) > 1 and not sides.recipient:
        sides.between = True
    return sides


def add_object(parse: Parse, kind: str, sides: Sides, token: int) -> None:
    """The object goes to the instruments if it is a weapon that is used, else to the recipients; "the lives of X" stands for X."""
    if kind not in ARMS_AS_OBJECT and is_arm(parse, token):
        sides.instrument.append(token)
    elif parse.lemmas[token] in load_words("whose"):
        owners = complements(parse, token, "of") or [c for c in parse.children[token] if parse.deps[c] == "poss"] or [token]
        for owner in spread_all(parse, owners):
            (sides.instrument if is_arm(parse, owner) and kind not in ARMS_AS_OBJECT else sides.recipient).append(owner)
    else:
        sides.recipient.append(token)


def add_complements(parse: Parse, kind: str, plover: str | None, verb: int, sides: Sides) -> None:
    """The other side after a preposition: "fired on", "clashed with", "seized from", "called on"."""
    if plover in VERBAL_PLOVER:
        found = complements(parse, verb, *(ADDRESSED[:3] if sides.recipient else ADDRESSED))
    elif kind in ("territory taken", "advance", "release", "rescue", "flight", "forced displacement"):
        found = complements(parse, verb, "from") if kind == "territory taken" else []
    elif sides.recipient and not any(is_arm(parse, t) for t in sides.instrument):
        found = complements(parse, verb, "against")
    else:
        found = complements(parse, verb, *AGAINST)
    found = [t for t in found if not is_arm(parse, t) and not is_manner(parse, t)]
    sides.recipient += [t for t in spread_all(parse, found) if t not in sides.recipient and t not in sides.instrument]


def is_manner(parse: Parse, token: int) -> bool:
    """Whether the noun after a preposition is a day, a reason or an accusation rather than somebody."""
    return parse.lemmas[token] in load_words("manner")


def find_means(parse: Parse, verb: int) -> list[int]:
    """The weapons after "with" and "using", and those used "to" do it."""
    found = [t for t in complements(parse, verb, "with", "by", "from") if is_arm(parse, t)]
    for child in parse.children[verb]:
        if parse.lowers[child] == "using":
            found += find_objects(parse, child)
    above = parse.heads[verb]
    if parse.lemmas[above] == "use" and parse.deps[verb] in ("xcomp", "advcl", "acl"):
        found += [o for o in find_objects(parse, above) if is_arm(parse, o)]
    return list(spread_all(parse, found))


def find_carried_sides(parse: Parse, kind: str, plover: str | None, verb: int, noun: int) -> Sides:
    """The role fillers of a light verb and its event noun together: "launched an attack on"."""
    sides = find_noun_sides(parse, kind, plover, noun, carried=True)
    if parse.deps[noun] == "nsubj":  # "clashes erupted between"
        between = complements(parse, verb, "between")
        if between:
            sides.actor, sides.between = list(spread_all(parse, between)), True
        return sides
    if parse.lemmas[verb] in load_words("undergoing") and not is_passive(parse, verb) and plover == "ASSAULT":
        sides.recipient = [*find_subjects(parse, verb), *sides.recipient]
        sides.actor += [t for t in complements(parse, noun, "from", "by") + complements(parse, verb, "from", "by") if t not in sides.actor]
        return sides
    sides.actor = [t for t in find_subjects(parse, verb) if t != noun] + sides.actor
    sides.instrument += find_means(parse, verb)
    sides.recipient += [t for t in spread_all(parse, complements(parse, verb, "against", "on", "at", "to")) if t not in sides.recipient]
    if len(sides.actor) > 1 and not sides.recipient:
        sides.between = True
    return sides


def find_noun_sides(parse: Parse, kind: str, plover: str | None, noun: int, carried: bool = False) -> Sides:
    """The role fillers of an event noun: its possessor and "by" do it, "of" and "on" suffer it; "between" names both sides."""
    sides = Sides()
    for child in parse.children[noun]:
        dep = parse.deps[child]
        if dep in DOERS and child < noun:
            add_modifier(parse, kind, sides, child)
        elif dep == "acl" and parse.lemmas[child] in load_words("carried out by"):
            sides.actor += agents_of(parse, child) or (find_objects(parse, child) if parse.lemmas[child] == "involve" else [])
    between = spread_all(parse, complements(parse, noun, "between", "among"))
    if between:
        return Sides([*sides.actor, *between], [], sides.instrument, True)
    sides.actor += spread_all(parse, agents_of(parse, noun) + complements(parse, noun, "by"))
    of = spread_all(parse, complements(parse, noun, "of"))
    if kind in DOER_OF and not sides.actor:
        sides.actor += of
    else:
        sides.recipient += of
    if not carried:
        borrow_sides(parse, noun, sides)
    other = complements(parse, noun, *(ADDRESSED if plover in VERBAL_PLOVER else SUFFERING.get(kind, AIMED)))
    for token in spread_all(parse, other):
        if is_arm(parse, token):
            sides.instrument.append(token)
        elif not is_manner(parse, token) and token not in sides.recipient:
            sides.recipient.append(token)
    return sides


def borrow_sides(parse: Parse, noun: int, sides: Sides) -> None:
    """The sides of the verb above a noun, where its subject does what the noun says: "continued their hunger strike", "used them as shields"."""
    if parse.deps[noun] == "compound":  # "launched a mediation effort"
        noun = parse.heads[noun]
    above = parse.heads[noun]
    through = parse.lowers[above] if parse.poses[above] == "ADP" else ""
    verb = parse.heads[above] if through else above
    if parse.poses[verb] != "VERB" or any(parse.tags[t] != "PRP$" for t in sides.actor) or parse.deps[noun] not in ("dobj", "pobj"):
        return
    if through == "as":
        sides.actor += find_subjects(parse, verb)
        sides.recipient += find_objects(parse, verb)
    elif parse.lemmas[verb] in load_words("own"):
        sides.actor = list(find_subjects(parse, verb)) or sides.actor


def add_modifier(parse: Parse, kind: str, sides: Sides, token: int) -> None:
    """What stands before an event noun: a weapon is what it is done with, "civilian deaths" names the victims, other people and names do it."""
    classes = load_noun_classes().get(parse.lemmas[token], frozenset())
    if classes & ARMS or parse.lemmas[token] in ("car", "truck", "suicide", "vehicle"):
        sides.instrument.append(token)
        sides.actor += [c for c in parse.children[token] if parse.deps[c] in ("compound", "amod") and parse.poses[c] in ("PROPN", "ADJ")]
    elif (
        parse.lemmas[token] in load_words("victim")
        or (kind in SUFFERED and parse.deps[token] == "poss")
        or (kind in ("killing", "assassination", "execution", "arrest", "abduction", "injuring", "beating") and parse.deps[token] == "poss")
    ):
        sides.recipient += spread(parse, token)
    elif parse.deps[token] == "poss" or parse.words[token][0].isupper() or "force" in classes or "human" in classes:
        sides.actor += spread(parse, token)


def find_state_sides(parse: Parse, word: int) -> Sides:
    """The role fillers of "dead", "wounded", "besieged": whom it describes, and who left them so."""
    sides, head = Sides(), parse.heads[word]
    if parse.deps[word] == "amod":
        sides.recipient += spread(parse, head)
        return sides
    own = [c for c in parse.children[word] if parse.deps[c] in ("nsubj", "nsubjpass")]
    if parse.lemmas[head] == "leave" and head != word:
        sides.actor += find_subjects(parse, head)
        sides.recipient += own or [t for t in find_objects(parse, head) if t != word]
    elif parse.poses[head] in ("VERB", "AUX") and head != word:
        sides.recipient += own or find_subjects(parse, head)
    elif parse.poses[word] == "NOUN":
        sides.recipient.append(word)
    else:
        sides.recipient += own
    sides.recipient = list(spread_all(parse, sides.recipient))
    return sides


def is_arm(parse: Parse, token: int) -> bool:
    """Whether the noun is a weapon, or a vehicle that carries a bomb ("car bomb", "drones", "rockets")."""
    lemma = parse.lemmas[token]
    if lemma in BUILDS:
        return any(parse.lemmas[c] in ("bomb", "suicide", "explosive", "explosives") for c in parse.children[token])
    return bool(load_noun_classes().get(lemma, frozenset()) & ARMS) and parse.poses[token] in ("NOUN", "PROPN") and lemma != "fighter"
