"""What a number counts: its noun, and by the words around it what happened to those who are counted."""

from __future__ import annotations

from karama.annotate import quantity_words as w
from karama.annotate.numbers import Number
from karama.domain.annotations import Unit
from karama.domain.parse import Parse

_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_BETWEEN = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNS", "NNP", "NNPS", "HYPH", "CD", "RB", "POS", ",", "CC", ":"})
_INSIDE = frozenset({"nummod", "quantmod", "compound", "amod", "npadvmod", "nmod"})
_LINKS = frozenset({"conj", "appos", "prep", "pobj", "nummod", "dep", "compound", "nmod", "oprd", "pcomp", "npadvmod"})
_LISTED_WITHIN = 12  # words from "the dead included" to the last of its parts
_LISTING = frozenset({"included", "include", "includes", "were", "are", "was"})
_TOLL_WITHIN = 16  # words: "the death toll from Tuesday's air strike on a village in the north has risen to 165"
_LONGEST_PHRASE = 8  # tokens between a number and its noun: "1,000 additional U.S.-backed Syrian Democratic Forces troops"


def find_noun(p: Parse, n: Number) -> int | None:
    """The token of the counted noun: "1,000 additional SDF troops" gives troops; None where the number stands alone."""
    after = n.last + 1
    if after + 1 < len(p) and p.tags[after] == "''" and p.lowers[after + 1] == "of":
        after += 1  # "dozens" of dead
    if after < len(p) and p.lowers[after] == "of" and n.low != n.high:
        return _find_after_of(p, after)
    if _is_followed_by_time(p, after):
        return None
    head = p.heads[n.core]
    if n.first <= head < n.core:
        head = p.heads[head]  # "two dozen fighters", where the parser hangs dozen on two
    for _ in range(3):
        inner = n.last < head <= n.last + _LONGEST_PHRASE and p.tags[head] not in _NOUN_TAGS and p.deps[head] in _INSIDE
        if not inner or p.heads[head] <= head:
            break
        head = p.heads[head]
    if n.last < head <= n.last + _LONGEST_PHRASE and p.tags[head] in _NOUN_TAGS and all(p.tags[t] in _BETWEEN for t in range(n.last + 1, head)):
        return _climb_compound(p, head)
    if after < len(p) and p.tags[after] in ("NNS", "NNPS") and p.lowers[after] not in w.NUMBERS:
        return after
    near = after + 1 < len(p) and p.tags[after] in ("JJ", "NN", "NNP", "VBN", "JJR") and p.tags[after + 1] == "NNS"
    return after + 1 if near and p.sentence_of[after + 1] == p.sentence_of[n.core] else None


def _is_followed_by_time(p: Parse, after: int) -> bool:
    """Whether the next words are a length of time with its own number: "raised the toll to 89 two days later"."""
    return p.tags[after : after + 1] == ("CD",) and p.lowers[after + 1 : after + 2] != () and p.lowers[after + 1] in w.TIME_UNITS


def _climb_compound(p: Parse, noun: int) -> int:
    """The noun that a compound ends in, where the parser stopped short."""
    above = p.heads[noun]
    if p.deps[noun] in ("compound", "nmod") and noun < above <= noun + 3 and p.tags[above] in _NOUN_TAGS:
        return above
    return noun


def _find_after_of(p: Parse, of: int) -> int | None:
    """The noun in "dozens of innocent civilians"."""
    noun = next((c for c in p.children[of] if p.deps[c] == "pobj" and c > of), None)
    if noun is not None and noun - of <= _LONGEST_PHRASE:
        return noun
    return next((t for t in range(of + 1, min(of + 5, len(p))) if p.tags[t] in ("NNS", "NNPS")), None)


def find_unit(p: Parse, n: Number, noun: int | None) -> Unit:
    """What is counted, by the noun itself, else by what happened to the people counted."""
    if measure := _find_measure(p, n, noun):
        return measure
    if noun is None:
        return _read_fate(p, n, n.core) or _read_toll(p, n) or "other"
    lemma = p.lemmas[noun]
    if listed := _read_listed(p, n):
        return listed
    if p.lowers[noun] in w.DISTANCES:
        return "distance" if p.lowers[noun - 1] not in w.AREAS else "other"
    own = w.UNIT_OF_NOUN.get(lemma)
    if own in ("killed", "wounded", "missing") and lemma not in ("body", "corpse", "life"):
        return own
    if lemma in ("body", "corpse"):
        return "killed"
    if lemma == "casualty":
        return "killed" if n.high == 0 else _read_fate(p, n, noun) or "other"
    if lemma == "patient" and p.lemmas[p.heads[noun]] in ("receive", "treat", "admit"):
        return "wounded"
    if lemma == "life":
        return "killed" if p.lemmas[p.heads[noun]] in ("claim", "lose", "take", "cost") else "other"
    if lemma in w.PEOPLE or p.tags[noun] in ("NNPS",) or _is_demonym(p, noun):
        return _read_fate(p, n, noun) or own or _read_presence(p, n, noun) or (_read_toll(p, n) if _is_risen_to(p, n) else None) or "other"
    return own or _read_harm(p, noun) or "other"


def _find_measure(p: Parse, n: Number, noun: int | None) -> Unit | None:
    """Money, a share or a distance; None for what counts things."""
    after = n.last + 1
    word = p.lowers[after] if after < len(p) else ""
    if word in ("-", "–") and after + 1 < len(p):  # "a 25-metre stretch" is a length
        word = p.lowers[after + 1]
    if n.money or (noun is not None and p.lemmas[noun] in w.MONEY_NOUNS and not (p.lemmas[noun] == "pound" and p.lowers[noun + 1 : noun + 2] == ("of",))):
        return "money"
    if word in w.PERCENTS:
        return "other"
    if word in w.DISTANCES and not (after + 1 < len(p) and p.lowers[after + 1] in w.AREAS):
        return "distance"
    return None


def _is_risen_to(p: Parse, n: Number) -> bool:
    """Whether the number is what a toll came to: "the death toll rose to 22 people"."""
    return n.first > 0 and p.lowers[n.first - 1] in ("to", "at", "of", "past", "by", "reached", "exceeded", "stands")


def _read_harm(p: Parse, noun: int) -> Unit | None:
    """The fate of what is no known word for people, by a verb that only people undergo: "arrested 14 lookouts"."""
    verb = p.heads[noun]
    return w.FATE[p.lemmas[verb]] if p.lemmas[verb] in w.SINGLE_FATES and p.deps[noun] in ("dobj", "nsubjpass") else None


def _is_demonym(p: Parse, noun: int) -> bool:
    """Whether the noun names people by nation or faith: Palestinians, Yazidis."""
    return p.tags[noun] in ("NNS", "NNPS") and p.words[noun][0].isupper() and p.lowers[noun].endswith(w.DEMONYM_ENDINGS)


# ---------------------------------------------------------------- what happened to them


def _read_fate(p: Parse, n: Number, token: int) -> Unit | None:
    """Killed, wounded and so on, by the word after the phrase, its participle, or the verb above it."""
    after = max(n.last, token) + 1
    beside = _read_beside(p, after)
    if beside is not None:
        return beside
    for child in p.children[token]:
        if p.deps[child] in ("acl", "relcl", "amod", "appos") and (fate := _fate_of(p, child)) is not None and _is_undergone(p, child):
            return fate
    return _read_above(p, token) or _read_verb_before(p, n)


def _read_verb_before(p: Parse, n: Number) -> Unit | None:
    """The fate by a transitive verb right before the number, where the parser took its object for something else: "killing 100 people, witnesses said"."""
    at = n.first - 1
    if at < 0 or p.tags[at] not in ("VBG", "VBD") or p.lemmas[p.heads[at]] == "be" or p.heads[n.core] == at:
        return None
    return w.FATE[p.lemmas[at]] if p.lemmas[at] in w.SINGLE_FATES else None


def _read_beside(p: Parse, after: int) -> Unit | None:
    """The fate by the words that follow: "12 dead", "five others wounded", "30 were killed", "six remain missing"."""
    steps = 0
    while after < len(p) and steps < 4 and p.lowers[after] in w.HELPERS:
        after, steps = after + 1, steps + 1
    if after >= len(p) or p.lemmas[after] not in w.FATE or p.tags[after] in ("NNS", "VBZ") or (p.tags[after] == "VBG" and p.lowers[after] != "missing"):
        return None
    if p.tags[after] == "VBD" and not steps and p.lemmas[after] not in w.UNDERGONE:
        kept = after + 1 < len(p) and p.tags[after + 1] in ("DT", "CD", "PRP$", "NNS", "NNP", "JJ")
        return None if kept else w.FATE[p.lemmas[after]]
    return w.FATE[p.lemmas[after]]


def _fate_of(p: Parse, token: int) -> Unit | None:
    return w.FATE.get(p.lemmas[token]) or w.FATE.get(p.lowers[token])


def _is_undergone(p: Parse, verb: int) -> bool:
    """Whether the verb form is passive or of itself something undergone ("who died")."""
    return p.tags[verb] in ("VBN", "JJ") or p.lemmas[verb] in w.UNDERGONE or p.child(verb, "nsubjpass", "auxpass") is not None


def _read_above(p: Parse, token: int) -> Unit | None:
    """The fate by the verb above: object of "kill", subject of "die", "including" and "among" between them."""
    below, part = token, False
    for _ in range(5):
        part |= p.lowers[below] in ("including", "among")
        above, dep = p.heads[below], p.deps[below]
        if above == below:
            return None
        if p.tags[above][:2] == "VB" or p.deps[above] in ("ROOT", "ccomp", "advcl"):
            fate = _fate_of(p, above)
            if _is_unfound(p, above, dep):
                return "missing"
            if fate is not None:
                return fate if _undergoes(p, above, dep) else None
            if p.lemmas[above] == "leave" and dep in ("dobj", "nsubj", "ccomp"):
                return next((w.FATE[p.lemmas[c]] for c in (*p.children[above], *p.children[below]) if p.lemmas[c] in w.FATE and c > below), None)
            if p.lowers[above] not in ("including", "include", "includes", "included"):
                return None
        elif dep not in _LINKS and p.lowers[above] != "including":
            return None
        if dep == "pobj" and p.lowers[above] not in ("including", "of", "among", "with"):
            return None
        if dep == "prep" and p.lowers[below] == "of" and p.lemmas[above] in w.HARMS and not part:
            return w.HARMS[p.lemmas[above]]
        if w.FATE.get(p.lemmas[above]) and p.tags[above] in ("NN", "JJ", "NNS", "VBN"):
            return w.FATE[p.lemmas[above]]
        below = above
    return None


def _is_unfound(p: Parse, verb: int, dep: str) -> bool:
    """Whether people were not found: "100 of them have never been found"."""
    return p.lemmas[verb] == "find" and dep in ("nsubjpass", "nsubj") and any(p.deps[c] == "neg" or p.lowers[c] == "never" for c in p.children[verb])


def _undergoes(p: Parse, verb: int, dep: str) -> bool:
    if dep in ("dobj", "nsubjpass"):
        return True
    if dep in ("nsubj", "conj", "appos"):
        intransitive = p.lemmas[verb] in w.UNDERGONE or p.tags[verb] in ("VBN", "JJ") or p.poses[verb] == "ADJ"
        return intransitive if dep == "nsubj" else True
    return dep in ("prep", "pobj", "npadvmod", "nummod", "attr", "oprd", "ccomp", "dep")


def _read_listed(p: Parse, n: Number) -> Unit | None:
    """The fate of those whose parts are told: "the dead included 12 staff and 10 patients", "among the wounded were three children"."""
    first = p.sentences[p.sentence_of[n.first]].first
    for t in range(n.first - 1, max(first, n.first - _LISTED_WITHIN) - 1, -1):
        if p.lowers[t] in w.LISTED:
            among = t >= first + 1 and "among" in p.lowers[max(first, t - 2) : t]
            listing = p.lowers[t + 1 : t + 2] in (("included",), ("include",), ("includes",), ("were",), ("are",))
            return w.LISTED[p.lowers[t]] if among or listing else None
        if p.tags[t][:2] == "VB" and p.lowers[t] not in _LISTING:
            return None
    return None


def _read_toll(p: Parse, n: Number) -> Unit | None:
    """The dead in "the death toll rose to 45" and "put the number of dead at 12"."""
    sentence = p.sentences[p.sentence_of[n.first]]
    for t in range(n.first - 1, max(sentence.first, n.first - _TOLL_WITHIN) - 1, -1):
        if p.lowers[t] == "death" and p.lowers[t + 1] != "toll":
            continue  # freeze to death
        if p.lemmas[t] in w.TOLLS:
            if p.lemmas[t] == "toll" and t and p.lowers[t - 1] in ("injury", "casualty"):
                return "wounded" if p.lowers[t - 1] == "injury" else "other"
            return w.TOLLS[p.lemmas[t]]
        if p.tags[t] == "CD":
            return None
    return None


def _read_presence(p: Parse, n: Number, noun: int) -> Unit | None:
    """Present, for people who are, live, remain, protest or are trapped somewhere."""
    if p.deps[noun] == "pobj" and p.lowers[p.heads[noun]] == "of" and p.heads[p.heads[noun]] == n.core:
        noun = n.core  # thousands of people protested
    for child in p.children[noun]:
        if p.deps[child] in ("acl", "relcl") and p.lemmas[child] in w.PRESENCE:
            return "present"
    above = p.heads[noun]
    if p.lemmas[above] not in w.PRESENCE:  # "are said to remain", "may still be trapped": what they are said to do
        above = next((c for c in p.children[above] if p.deps[c] == "xcomp" and c > noun and p.lemmas[c] in w.PRESENCE), above)
    if p.lemmas[above] in w.PRESENCE and p.deps[noun] in ("nsubj", "attr", "nsubjpass", "expl"):
        return "present"
    return "present" if p.lemmas[above] == "house" or (p.lemmas[above] == "trap") else None
