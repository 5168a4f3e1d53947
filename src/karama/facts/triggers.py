"""The words that name an event, and the frame each evokes."""

from __future__ import annotations

from collections.abc import Iterable

from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.domain.text import Span
from karama.facts.frames import NO_EVENT, Condition, Trigger, load_frames, load_noun_classes, load_triggers, load_words
from karama.facts.grammar import find_objects, find_subjects, is_passive

POS_LETTERS = {"VERB": "V", "AUX": "V", "NOUN": "N", "ADJ": "A", "PROPN": "P"}
# Names are not events: "Clashes" in a party's name, "March" in a date, "Battle" as a surname.
CLOSED_NAMES = frozenset({"PERSON", "ORG", "GPE", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "NORP", "DATE", "LOC"})
NAME_CLASSES = {
    "PERSON": frozenset({"human", "leader", "name"}),
    "NORP": frozenset({"human", "group", "name"}),
    "ORG": frozenset({"group", "name"}),
    "GPE": frozenset({"place", "placename", "name"}),
    "LOC": frozenset({"place", "placename", "name"}),
    "FAC": frozenset({"place", "building", "placename", "name"}),
    "CARDINAL": frozenset({"human"}),  # "killing 12", "12 were wounded"
    "MONEY": frozenset({"money"}),
}
PRONOUNS = dict.fromkeys(
    ("he", "she", "they", "them", "who", "him", "her", "we", "us", "i", "you", "himself", "herself", "themselves", "those", "others", "both"),
    frozenset({"human", "force"}),
)
NOWHERE: frozenset[str] = frozenset()
SITES = frozenset({"place", "building"})
NEAR = 8  # tokens on either side in which `near` looks
LIGHT_REACH = 6  # tokens between the light verb and its noun; further apart the noun stands alone

# The kind of "used the same tactics": it says no deed of its own.
AS_BEFORE = "as before"


def find_triggers(parse: Parse) -> tuple[Event, ...]:
    """One event a trigger, in text order ("v1", "v2" ...): kind, trigger, head, frame and score filled in, the rest empty."""
    table, frames = load_triggers(), load_frames()
    lemmas, poses = parse.lemmas, parse.poses
    candidates = [i for i in range(len(lemmas)) if lemmas[i] in table and poses[i] in POS_LETTERS and not parse.in_dateline(i)]
    if not candidates:
        return ()
    names = label_names(parse)
    found: dict[int, tuple[Span, str, float]] = {}
    for token in candidates:
        row = match_rows(parse, token, table[lemmas[token]], names)
        if row is not None:
            head, span = measure_trigger(parse, token, row)
            if head not in found or head == token:
                found[head] = span, row.kind, round(row.score * frames[row.kind].weight, 3)
    told = _take_kinds(parse, sorted(found.items(), key=lambda f: f[1][0]))
    return tuple(Event(f"v{n}", kind, span, score=score, head=head, frame=kind) for n, (head, (span, kind, score)) in enumerate(told, 1))


def _take_kinds(parse: Parse, found: list[tuple[int, tuple[Span, str, float]]]) -> list[tuple[int, tuple[Span, str, float]]]:
    """The triggers, each "same tactics" with the kind of the deed before it; one that has none in the two sentences before is left out."""
    told: list[tuple[int, tuple[Span, str, float]]] = []
    for head, (span, kind, score) in found:
        if kind == AS_BEFORE:
            if not told or parse.sentence_of[head] - parse.sentence_of[told[-1][0]] > 2:
                continue
            sentence = parse.sentence_of[told[-1][0]]
            kind = next(k for h, (_, k, _) in told if parse.sentence_of[h] == sentence)  # noqa: PLW2901
        told.append((head, (span, kind, score)))
    return told


def label_names(parse: Parse) -> dict[int, str]:
    """The label of the name that each token stands in."""
    return {token: name.label for name in parse.names for token in range(name.first, name.last + 1)}


def match_rows(parse: Parse, token: int, rows: tuple[Trigger, ...], names: dict[int, str]) -> Trigger | None:
    """The first row that fits the token's use, or None if that row says it is no event."""
    letter = POS_LETTERS[parse.poses[token]]
    if letter == "P":
        if names.get(token) in CLOSED_NAMES:
            return None
        letter = "N"
    elif letter == "N" and names.get(token) in CLOSED_NAMES - {"DATE", "NORP"} and parse.words[token][0].isupper():
        return None
    slots = Slots(parse, token, letter, names)
    for row in rows:
        if letter in row.pos and slots.fits(row):
            return None if row.kind == NO_EVENT else row
    return None


class Slots:
    """What stands around one token, found when a row first asks for it."""

    __slots__ = ("cache", "letter", "names", "parse", "token")

    def __init__(self, parse: Parse, token: int, letter: str, names: dict[int, str]) -> None:
        self.parse, self.token, self.letter, self.names = parse, token, letter, names
        self.cache: dict[str, tuple[int, ...]] = {}

    def fits(self, row: Trigger) -> bool:
        """Whether all conditions of the row hold here."""
        if row.particle and not self.has_particle(row.particle):
            return False
        return (
            (row.object is None or self.holds("object", row.object))
            and (row.subject is None or self.holds("subject", row.subject))
            and (row.prep is None or self.holds("prep", row.prep))
            and (row.governor is None or self.holds("governor", row.governor))
            and (row.near is None or self.holds("near", row.near))
        )

    def holds(self, slot: str, condition: Condition) -> bool:
        """Whether what stands in the slot meets the condition."""
        tokens = self.cache.get(slot)
        if tokens is None:
            tokens = self.cache[slot] = self.fill(slot)
        return any(self.meets(t, condition) for t in tokens) is not condition.negated

    def meets(self, token: int, condition: Condition) -> bool:
        """Whether one token is among the condition's words or classes."""
        if condition.anything:
            return True
        if self.parse.lemmas[token] in condition.words or self.parse.lowers[token] in condition.words:
            return True
        return bool(condition.classes and condition.classes & self.classes(token))

    def classes(self, token: int) -> frozenset[str]:
        """The classes of a noun: of its name if it stands in one, and of its word."""
        lower = self.parse.lowers[token]
        word = load_noun_classes().get(self.parse.lemmas[token]) or load_noun_classes().get(lower, NOWHERE)
        if not word.isdisjoint(SITES) and token in self.names:  # "the Umayyad Mosque" is a site, whatever kind of name it was taken for
            return word | NAME_CLASSES["FAC"]
        return word | NAME_CLASSES.get(self.names.get(token, ""), NOWHERE) | PRONOUNS.get(lower, NOWHERE)

    def fill(self, slot: str) -> tuple[int, ...]:
        """The tokens that stand in a slot."""
        parse, token = self.parse, self.token
        if slot == "near":
            sentence = parse.sentences[parse.sentence_of[token]]
            return tuple(range(max(sentence.first, token - NEAR), min(sentence.last, token + NEAR) + 1))
        if slot == "prep":
            return tuple(c for c in parse.children[token] if parse.deps[c] in ("prep", "prt", "agent", "dative", "advmod"))
        if slot == "governor":
            return find_governors(parse, token)
        if self.letter == "V":
            return find_objects(parse, token) if slot == "object" else find_subjects(parse, token)
        return find_modifiers(parse, token) if slot == "subject" else find_noun_objects(parse, token)

    def has_particle(self, particles: str) -> bool:
        """Whether one of the particles ("up", or "up|down") belongs to the verb."""
        return (
            find_particle(self.parse, self.token, particles.lstrip("!").split("|")) is None
            if particles[0] == "!"
            else (find_particle(self.parse, self.token, particles.split("|")) is not None)
        )


def find_particle(parse: Parse, token: int, particles: Iterable[str]) -> int | None:
    """The token of the particle that belongs to the verb, if it is one of these."""
    for child in parse.children[token]:
        if parse.lowers[child] in particles and (parse.deps[child] in ("prt", "advmod", "acomp", "oprd") or child == token + 1):
            return child
    follower = token + 1
    if follower < len(parse) and parse.lowers[follower] in particles and parse.heads[follower] != follower:
        return follower
    return None


def find_governors(parse: Parse, noun: int) -> tuple[int, ...]:
    """The verb that a noun belongs to as object, subject, or through one preposition ("came under attack")."""
    if parse.deps[noun] == "compound":  # "launched a peace effort": the verb above the whole name of the thing
        noun = parse.heads[noun]
    head = parse.heads[noun]
    if (parse.poses[head] == "ADP" and parse.lowers[head] != "as") or (parse.deps[noun] == "conj" and parse.poses[head] == "NOUN"):
        head = parse.heads[head]
    return (head,) if parse.poses[head] in ("VERB", "AUX") else ()


def find_modifiers(parse: Parse, noun: int) -> tuple[int, ...]:
    """What stands before a noun and describes it ("car" and "bomb" of "car bomb attack")."""
    found = [c for c in parse.children[noun] if c < noun and parse.deps[c] in ("compound", "amod", "nmod", "poss", "nummod")]
    inner = [c for m in found for c in parse.children[m] if parse.deps[c] in ("compound", "amod", "nmod", "npadvmod")]
    return tuple(found + inner)


def find_noun_objects(parse: Parse, noun: int) -> tuple[int, ...]:
    """What an event noun is directed at: the nouns after "of", "on", "against", "to", "at"."""
    found: list[int] = []
    for child in parse.children[noun]:
        if parse.deps[child] == "prep" and parse.lowers[child] in ("of", "on", "against", "to", "at", "with", "for"):
            found.extend(c for c in parse.children[child] if parse.deps[c] == "pobj")
    return tuple(found)


def measure_trigger(parse: Parse, token: int, row: Trigger) -> tuple[int, Span]:
    """The head of the trigger and the characters it takes: with its particle, its deciding modifier, or its light verb."""
    first = last = head = token
    if row.particle and row.particle[0] != "!":
        particle = find_particle(parse, token, row.particle.split("|"))
        if particle is not None and abs(particle - token) <= 3:
            first, last = min(token, particle), max(token, particle)
    elif parse.poses[token] != "VERB":
        verb = find_carrier(parse, token)
        if verb is not None:
            return verb, Span(*parse.span(min(verb, token), max(verb, token)))
        if (
            row.subject is not None
            and not row.subject.negated
            and token > 0
            and parse.heads[token - 1] == token
            and parse.deps[token - 1] in ("compound", "amod")
        ):
            first = token - 1
    return head, Span(*parse.span(first, last))


def find_carrier(parse: Parse, noun: int) -> int | None:
    """The verb that only carries this event noun ("launched" of "launched an attack", "erupted" of "clashes erupted")."""
    for verb in find_governors(parse, noun):
        if abs(verb - noun) > LIGHT_REACH or parse.deps[noun] == "conj":
            return None
        subject = parse.deps[noun] in ("nsubj", "nsubjpass")
        lemma = parse.lemmas[verb]
        if lemma in load_words("light") and (not subject or is_passive(parse, verb)):
            return verb if noun > verb or subject else None
        if lemma in load_words("course") and parse.deps[noun] == "nsubj":
            return verb
    return None
