"""Relations that a verb, a noun or half of a compound names (data/relations.csv)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple, cast

from karama.data import read_table
from karama.domain.annotations import Mention
from karama.domain.facts import Modality, Polarity, RelationKind
from karama.domain.parse import Parse
from karama.domain.text import Span
from karama.facts.grammar import complements, find_objects, find_subjects, spread
from karama.facts.relation_types import Link, Parties

# What a verb that only carries its noun leaves to it: "has control of", "provides support to", "waging war against".
LIGHT_VERBS = frozenset(
    {"have", "provide", "give", "lend", "offer", "wage", "fight", "launch", "conduct", "lead", "maintain", "keep", "take", "gain", "lose", "receive", "be"}
)
NAMING_DEPS = frozenset({"compound", "amod", "nmod", "poss"})
# Second halves that are also words in names, and first halves that are no party: "state-run", "self-styled".
NAME_HALVES = frozenset({"armed", "allied", "united", "funded", "run"})
NO_PARTIES = frozenset({"state", "government", "self", "church", "family"})
# Nouns by which an adjective of nationality says what is led: "the Syrian president" leads Syria, "an Iraqi commander" not Iraq.
HEADS_OF_STATE = frozenset({"president", "king", "emir", "premier", "ruler", "dictator", "leader"})
LONGEST_HALF = 9  # tokens between a verb and the half compound that its object begins with
MOST_PAIRS = 24  # of one trigger; longer enumerations are tables or hostile text
MODALS: dict[str, Modality] = {"may": "possible", "might": "possible", "could": "possible", "would": "conditional", "will": "planned", "should": "requested"}


class Row(NamedTuple):
    """A row of relations.csv for one word."""

    kind: RelationKind
    source: tuple[str, ...]
    target: tuple[str, ...]
    want: str
    score: float
    word: str


class Scene(NamedTuple):
    """What the readers of relations look at."""

    parse: Parse
    parties: Parties


Slot = Callable[[Scene, int, str], tuple[int, ...]]  # (scene, trigger, slot's name) -> the head tokens that fill it


@cache
def load_rows(pos: str) -> dict[str, tuple[Row, ...]]:
    """The rows of relations.csv by word."""
    rows: dict[str, tuple[Row, ...]] = {}
    for row in read_table("relations.csv"):
        if row["pos"] == pos:
            one = Row(cast(RelationKind, row["kind"]), tuple(row["source"].split("|")), tuple(row["target"].split("|")), row["want"], float(row["score"]), "")
            for word in row["words"].split():
                rows[word] = (*rows.get(word, ()), one._replace(word=word))
    return rows


def read_frames(scene: Scene) -> Iterator[Link]:
    """The relations of all words of the table, in text order."""
    verbs, nouns, suffixes = load_rows("verb"), load_rows("noun"), load_rows("suffix")
    parse = scene.parse
    for token, (lemma, tag) in enumerate(zip(parse.lemmas, parse.tags, strict=True)):
        if tag[0] == "V" and lemma in verbs:
            yield from _link(scene, token, verbs[lemma], _verb_slot)
        elif tag[0] == "N" and lemma in nouns:
            yield from _link(scene, token, nouns[lemma], _noun_slot)
        ending = parse.lowers[token].rpartition("-")[2]
        if ending in suffixes:
            yield from _read_suffix(scene, token, ending, suffixes[ending])


def _link(scene: Scene, token: int, rows: tuple[Row, ...], slot: Slot) -> Iterator[Link]:
    for row in rows:
        sources = [m for m in _fill(scene, token, row.source, slot) if scene.parties.is_party(m) or row.want == "any" or row.kind == "located in"]
        if not sources:
            continue
        targets = [m for m in _fill(scene, token, row.target, slot) if scene.parties.fits(m, row.want)]
        polarity, modality = judge_trigger(scene.parse, token)
        trigger = Span(*scene.parse.span(token, token))
        for one, two in list(product(sources, targets))[:MOST_PAIRS]:
            yield Link(row.kind, one.id, two.id, trigger, _score(row, one, two), polarity, modality)


def _fill(scene: Scene, token: int, slots: tuple[str, ...], slot: Slot) -> list[Mention]:
    """The mentions in the first of the slots that has any."""
    by_head = scene.parties.by_head
    for name in slots:
        found = [by_head[t] for t in slot(scene, token, name) if t in by_head]
        if found:
            return found
    return []


def _verb_slot(scene: Scene, verb: int, name: str) -> tuple[int, ...]:
    if name == "subject":
        return _subject_beside(scene, verb) or find_subjects(scene.parse, verb)
    if name == "object":
        return _widen(scene.parse, find_objects(scene.parse, verb)) or _object_of_half(scene.parse, verb)
    return _widen(scene.parse, tuple(t for n in complements(scene.parse, verb, name) for t in spread(scene.parse, n)))


def _widen(parse: Parse, nouns: tuple[int, ...]) -> tuple[int, ...]:
    """The nouns, with the first of two names that share one: "the SDF and coalition forces"."""
    sharing = [c for n in nouns for c in parse.children[n] if c < n and parse.deps[c] in ("nmod", "compound") and parse.child(c, "cc") is not None]
    return (*sharing, *nouns)


def _subject_beside(scene: Scene, verb: int) -> tuple[int, ...]:
    """The name before "is backing" where the parser hung the verb on another noun, which no verb with an auxiliary does."""
    parse = scene.parse
    first = next((c for c in parse.children[verb] if parse.deps[c] == "aux" and parse.lemmas[c] in ("be", "have")), None)
    if parse.deps[verb] != "acl" or not first:
        return ()
    return (first - 1,) if first - 1 in scene.parties.by_head else ()


def _object_of_half(parse: Parse, verb: int) -> tuple[int, ...]:
    """The object where half a compound was read as a verb: "is backing the Assad led government"."""
    halves = load_rows("suffix")
    for token in range(verb + 1, min(verb + LONGEST_HALF, len(parse))):
        if parse.lowers[token] in halves and parse.tags[token] in ("VBD", "VBN"):
            return find_objects(parse, token)
        if parse.tags[token][0] == "V":
            break
    return ()


def _noun_slot(scene: Scene, noun: int, name: str) -> tuple[int, ...]:
    parse = scene.parse
    if name == "holder":
        return _find_holder(scene, noun)
    if name == "owner":
        return _find_owner(scene, noun)
    if name == "possessor":
        return tuple(t for n in _find_possessors(scene, noun) for t in spread(parse, n))
    if name == "between-and":
        return tuple(t for n in complements(parse, noun, "between") for t in spread(parse, n)[1:])
    if name == "between":
        return tuple(complements(parse, noun, "between"))
    if name == "of-under":
        return ()
    return _widen(parse, tuple(t for n in complements(parse, noun, name) for t in spread(parse, n)))


def _find_holder(scene: Scene, noun: int) -> tuple[int, ...]:
    """Whom the noun describes: a name in apposition, the other side of "is", the name that the noun is a title of, else itself."""
    parse, head = scene.parse, scene.parse.heads[noun]
    near = [c for c in parse.children[noun] if parse.deps[c] == "appos"]
    edge = parse.left[noun]
    if parse.deps[noun] == "appos" and edge > 1 and parse.words[edge - 1] == "," and (beside := scene.parties.by_end.get(parse.ends[edge - 2])) is not None:
        near.insert(0, beside.head)  # "in Mosul, an ISIS stronghold": what stands before the comma, wherever the parser hung it
    elif parse.deps[noun] in ("appos", "compound", "nmod") and head != noun:
        near.insert(0, head)
    if parse.lemmas[head] == "be" and parse.deps[noun] in ("attr", "nsubj"):
        near += [c for c in parse.children[head] if c != noun and parse.deps[c] in ("attr", "nsubj")]
    named = [t for t in near if t in scene.parties.by_head]
    return tuple(named[:1]) or (noun,)


def _find_possessors(scene: Scene, noun: int) -> list[int]:
    """Whose it is by a genitive or by a name right before it: "the coalition's commander", "a Hezbollah commander"."""
    parse = scene.parse
    owners = [c for c in parse.children[noun] if parse.deps[c] == "poss" and parse.tags[c] != "PRP$"]
    return owners or [c for c in parse.children[noun] if parse.deps[c] in NAMING_DEPS and c < noun and c in scene.parties.by_head]


def _find_owner(scene: Scene, noun: int) -> tuple[int, ...]:
    """Whose it is: the possessor, who it is by, or the subject of the verb that carries the noun."""
    parse, head = scene.parse, scene.parse.heads[noun]
    owners = [c for c in parse.children[noun] if parse.deps[c] == "poss"] + complements(parse, noun, "by")
    if not owners and parse.deps[noun] in ("dobj", "attr") and parse.lemmas[head] in LIGHT_VERBS:
        owners += find_subjects(parse, head)
    if not owners and parse.deps[noun] == "pobj" and parse.lowers[head] == "in" and parse.lemmas[parse.heads[head]] == "be":
        owners += _with_first(parse, find_subjects(parse, parse.heads[head]))  # "are in opposition to"
    return tuple(t for n in owners or _find_possessors(scene, noun) for t in spread(parse, n))


def _with_first(parse: Parse, nouns: tuple[int, ...]) -> list[int]:
    """The nouns, each second of two with the first: "the government and their forces, who are"."""
    return [t for n in nouns for t in ((parse.heads[n], n) if parse.deps[n] == "conj" else (n,))]


def _read_suffix(scene: Scene, token: int, ending: str, rows: tuple[Row, ...]) -> Iterator[Link]:
    """The relation of "U.S.-backed forces", "ISIS-held Raqqa", "Assad-led government", in one token or several."""
    parse, parties = scene.parse, scene.parties
    start = parse.ends[token] - len(ending)
    before = parties.by_end.get(start - 1) or parties.by_end.get(start)
    if before is None or before.last > token or before.words.lower() in NO_PARTIES:
        return
    hyphen = parse.text[start - 1 : start] == "-"
    if not hyphen and (ending in NAME_HALVES or (token + 1 < len(parse) and parse.lowers[token + 1] == "by")):
        return  # "Ukrainian Armed Forces", "a prison run by Islamic State"
    head = token
    for _ in range(4):
        if parse.deps[head] not in ("amod", "compound", "nmod", "punct", "ccomp", "npadvmod"):
            break
        head = parse.heads[head]
    after = _find_after(scene, token, head)
    if after is None or after.id == before.id:
        return
    for row in rows:
        one, two = (before, after) if row.source == ("before",) else (after, before)
        if parties.fits(two, row.want):
            yield Link(row.kind, one.id, two.id, Span(start, parse.ends[token]), row.score)


def _find_after(scene: Scene, token: int, head: int) -> Mention | None:
    """What the compound describes: the noun it hangs from, else the mention that holds it or begins right after it."""
    by_head = scene.parties.by_head
    if head > token and head in by_head:
        return by_head[head]
    if token + 1 < len(scene.parse) and (whole := scene.parties.by_start.get(scene.parse.starts[token + 1])) is not None:
        return whole
    return next((by_head[t] for t in range(token + 1, min(token + 7, len(scene.parse))) if t in by_head and scene.parse.tags[t][0] == "N"), None)


def judge_trigger(parse: Parse, token: int) -> tuple[Polarity, Modality]:
    """Whether the trigger is negated, and in what way it is in the world by its own auxiliaries."""
    verb = token
    if parse.tags[token][0] == "N" and parse.deps[token] in ("dobj", "attr", "pobj"):
        verb = parse.heads[token] if parse.deps[token] != "pobj" else parse.heads[parse.heads[token]]
    negative, modality = False, "actual"
    for child in parse.children[verb]:
        if parse.deps[child] == "neg":
            negative = True
        elif parse.deps[child] == "aux" and parse.lemmas[child] in MODALS:
            modality = MODALS[parse.lemmas[child]]
        elif parse.deps[child] == "mark" and parse.lowers[child] == "if":
            modality = "conditional"
    return ("negative" if negative else "positive"), cast(Modality, modality)


def _score(row: Row, one: Mention, two: Mention) -> float:
    """The row's score; less where an unnamed party only repeats whose it is ("ISIS militants", "leaders of the group", "supporters of Assad")."""
    nested = (one.start <= two.start and two.end <= one.end) or (two.start <= one.start and one.end <= two.end)
    unnamed = one.form != "name" and (row.kind in ("leads", "member of") or row.source == ("holder",))
    adjective = two.kind == "nationality" and row.kind == "leads" and row.word not in HEADS_OF_STATE  # "an Iraqi commander"
    return round(row.score * (0.5 if nested or unnamed or adjective else 1.0), 2)
