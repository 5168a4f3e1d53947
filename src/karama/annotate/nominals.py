"""Descriptions: noun phrases whose head noun stands for people, a body, a place, a weapon, a vehicle or a document."""

from __future__ import annotations

from collections.abc import Container, Iterator

from karama.annotate.finds import NOUN_TAGS, Find
from karama.annotate.nouns import load_collectives, load_nouns
from karama.domain.annotations import MentionKind
from karama.domain.parse import Parse

PREMODIFIERS = frozenset(("det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "advmod", "case", "npadvmod"))
LONGEST = 12  # tokens before a head; longer is a slip of the parse
ARGUMENTS = frozenset(("nsubj", "nsubjpass", "dobj", "pobj", "conj", "attr", "dative", "appos", "oprd", "ROOT"))
# Adjectives that stand for people after "the" or a number: "the wounded", "12 dead".
ADJECTIVES = frozenset(("dead", "wounded", "injured", "missing", "displaced", "elderly", "disabled", "poor", "sick", "besieged"))
# Words that count people by themselves ("dozens were killed") and pass the count on ("dozens of civilians").
COUNTS = frozenset((
    "dozens", "hundreds", "thousands", "scores", "millions", "number", "numbers", "majority", "handful", "couple", "some", "many", "most", "several", "all",
    "few", "half", "rest", "remainder", "lot", "lots", "total", "both", "one", "each", "none", "any", "others", "another", "dozen", "tens", "pair", "wave",
    "bulk",
))  # fmt: skip
# What a weapon before them did: "drone strike", "mortar fire", "car bomb blast".
BLOWS = frozenset((
    "strike", "attack", "fire", "raid", "shelling", "barrage", "blast", "explosion", "bombing", "assault", "bombardment", "salvo", "launch", "battle", "hit",
    "volley", "test", "threat", "campaign", "offensive", "wound", "injury", "crash",
))  # fmt: skip
# Set phrases whose noun stands for nothing.
IDIOMS = frozenset((
    ("in", "opposition"), ("in", "place"), ("in", "command"), ("in", "force"), ("by", "force"), ("into", "force"), ("in", "charge"), ("in", "part"),
    ("on", "board"), ("in", "line"), ("in", "position"), ("on", "track"), ("in", "person"), ("at", "home"), ("by", "sea"), ("by", "road"), ("in", "front"),
    ("in", "court"),
    ("to", "court"), ("on", "site"), ("other", "hand"), ("under", "command"), ("in", "session"), ("at", "sea"), ("on", "duty"), ("to", "power"), ("no", "one"),
    ("of", "state"),
))  # fmt: skip
# Verbs whose bare number means people: "12 were killed", "the blast injured 30".
HUMAN_VERBS = frozenset((
    "kill", "wound", "injure", "die", "hurt", "arrest", "detain", "displace", "abduct", "kidnap", "capture", "behead", "execute", "rescue", "evacuate", "flee",
    "shoot", "murder", "maim", "rape", "torture", "hospitalize", "hospitalise", "imprison", "release", "massacre", "slay", "perish", "drown",
))  # fmt: skip
# Heads that take the "of" phrase naming whose they are: "the government of Iraq", "Ministry of Defence".
WITH_OF = frozenset((
    "government", "army", "ministry", "department", "parliament", "republic", "university", "office", "council", "forces", "state", "kingdom", "people",
))  # fmt: skip


def find_nominals(parse: Parse, taken: Container[int], dated: Container[int]) -> Iterator[Find]:
    """Descriptions whose head is in none of the names (`taken`) and no date, in text order of their heads."""
    nouns, collectives = load_nouns(), load_collectives()
    tags, lowers, lemmas, deps = parse.tags, parse.lowers, parse.lemmas, parse.deps
    for i, tag in enumerate(tags):
        lower = lowers[i]
        if tag in NOUN_TAGS:
            kind = nouns.get(lower) or nouns.get(lemmas[i])
            if kind is not None and i not in taken and i not in dated and not _is_modifier(parse, i) and not _is_idiom(parse, i) and not _is_counted(parse, i):
                if kind == "people" and tag in ("NN", "NNP") and lower not in collectives and not _has_number(parse, i):
                    kind = "person"
                yield Find(_find_first(parse, i), _find_last(parse, i), i, kind, "nominal", 0.6)
            elif kind in ("weapon", "platform") and i not in taken and parse.lemmas[parse.heads[i]] in BLOWS:
                yield Find(i, i, i, kind, "nominal", 0.5)
            elif lower in COUNTS and i not in dated:
                yield from _find_counted(parse, i, nouns)
        elif lower in COUNTS or tag == "CD":
            if deps[i] in ARGUMENTS and i not in dated:
                yield from _find_counted(parse, i, nouns)
        elif lower == "those" and deps[i] in ARGUMENTS and parse.child(i, "relcl", "acl") is not None:
            yield Find(i, i, i, "people", "nominal", 0.5)
        elif lower in ADJECTIVES and deps[i] in ARGUMENTS and deps[i] != "ROOT" and _stands_as_noun(parse, i):
            yield Find(_find_first(parse, i), i, i, "people", "nominal", 0.5)


def _is_modifier(parse: Parse, token: int) -> bool:
    """Whether a noun only qualifies the next one: "army" in "army officers"."""
    return parse.deps[token] in ("compound", "nmod") and token < parse.heads[token] <= token + 4 and parse.tags[parse.heads[token]] in NOUN_TAGS


def _is_counted(parse: Parse, token: int) -> bool:
    """Whether a noun is held by a count before it, which is the mention ("dozens of civilians"), or is half a word ("right-wing")."""
    before = token - 1
    if before > 0 and parse.words[before] == "-":
        return parse.heads[token] > token
    return before > 0 and parse.lowers[before] == "of" and parse.heads[token] == before and parse.lowers[before - 1] in COUNTS


def _is_idiom(parse: Parse, token: int) -> bool:
    """Whether a noun stands in a set phrase that names nobody: "in opposition to", "on the ground", "in place", "in command of"."""
    return token > 0 and (parse.lowers[token - 1], parse.lowers[token]) in IDIOMS


def _has_number(parse: Parse, token: int) -> bool:
    return any(parse.deps[c] == "nummod" and parse.lowers[c] not in ("one", "1") for c in parse.children[token] if c < token)


def _stands_as_noun(parse: Parse, token: int) -> bool:
    return any(parse.deps[c] in ("det", "nummod", "amod", "quantmod") for c in parse.children[token] if c < token) or parse.tags[token - 1] in ("DT", "CD")


def _find_first(parse: Parse, head: int) -> int:
    """The first token of the base noun phrase of a head."""
    first = head
    for child in parse.children[head]:
        if child < head and parse.deps[child] in PREMODIFIERS and head - parse.left[child] <= LONGEST:
            first = parse.left[child]
            break
    while first < head and (parse.poses[first] == "PUNCT" or (parse.tags[first] in ("CC", "IN") and parse.lowers[first] not in _HEDGES)):
        first += 1
    return _leave_conjunct(parse, first, head)


def _leave_conjunct(parse: Parse, first: int, head: int) -> int:
    """The first token after "and", where what stands before it is a thing of its own: "the SDF and coalition forces"."""
    for token in range(head - 1, first, -1):
        if parse.tags[token] == "CC" and parse.words[token - 1][0].isupper():
            proper = parse.tags[token - 1] in ("NNP", "NNPS") and parse.words[token + 1][0].islower()  # "Russia and separatist forces"
            if proper or (parse.tags[token - 1] in NOUN_TAGS and parse.tags[token + 1] in NOUN_TAGS):
                return token + 1
    return first


_HEDGES = frozenset(("at", "about", "around", "over", "up", "between", "under", "nearly", "than"))


def _find_last(parse: Parse, head: int) -> int:
    """The head, or the end of an "of" phrase that belongs to the name: "Ministry of Defence", "the government of Iraq"."""
    if parse.lowers[head] not in WITH_OF or head + 2 >= len(parse) or parse.lowers[head + 1] != "of":
        return head
    last = head + 2
    if parse.lowers[last] == "the" and last + 1 < len(parse):
        last += 1
    if not parse.words[last][0].isupper():
        return head
    while last + 1 < len(parse) and parse.words[last + 1][0].isupper() and parse.tags[last + 1] in ("NNP", "NNPS") and parse.heads[last] == last + 1:
        last += 1
    return head if parse.deps[last] == "compound" and parse.heads[last] > last else last  # "the office of the Minneapolis firm"


def _find_counted(parse: Parse, token: int, nouns: dict[str, MentionKind]) -> Iterator[Find]:
    """A number or word of quantity that stands for people or things: "dozens of civilians", "12 of the fighters", "at least 30 were killed"."""
    first = _find_first(parse, token)
    of = next((c for c in parse.children[token] if c == token + 1 and parse.lowers[c] == "of"), None)
    noun = parse.child(of, "pobj") if of is not None else None
    if noun is not None:
        kind = nouns.get(parse.lowers[noun]) or nouns.get(parse.lemmas[noun])
        if kind is not None or parse.lowers[noun] in ("them", "us", "those"):
            yield Find(first, noun, token, kind or "people", "nominal", 0.55)
    elif _counts_people(parse, token):
        yield Find(first, token, token, "people", "nominal", 0.45)


def _counts_people(parse: Parse, token: int) -> bool:
    """Whether a bare number means people, by its verb."""
    if parse.lemmas[parse.heads[token]] not in HUMAN_VERBS or parse.deps[token] not in ("nsubj", "nsubjpass", "dobj") or token + 1 >= len(parse):
        return False
    return parse.tags[token + 1] not in NOUN_TAGS and parse.words[token + 1] not in ("%", "$")
