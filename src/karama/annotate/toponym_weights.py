"""How strongly a name's label, size and surroundings speak for or against its being a place."""

from __future__ import annotations

from math import log10

from karama.annotate.toponym_cues import (
    AGAINST_PREPOSITIONS,
    BASED,
    DIRECTIONS,
    NAME_TAILS,
    NOT_PLACES_BEFORE,
    PLACE_NOUNS,
    PREPOSITIONS,
    PUBLIC_BODIES,
    SPEECH_VERBS,
    TAKEN,
    TAKING_VERBS,
    TITLES,
)  # fmt: skip
from karama.domain.parse import Parse
from karama.ports import GazetteerPlace

# How far the language model's label speaks for a place. It is often wrong about foreign names, so no label decides alone.
LABELS = {"GPE": 2.2, "LOC": 2.2, "FAC": 1.0, "ORG": -0.6, "PERSON": -1.0, "NORP": -0.3, "PRODUCT": -0.6, "WORK_OF_ART": -1.5, "EVENT": -1.5, "LAW": -2.0,
          "LANGUAGE": -2.0, "DATE": -2.5, "TIME": -2.5, "MONEY": -3.0, "PERCENT": -3.0, "QUANTITY": -3.0, "CARDINAL": -2.0, "ORDINAL": -2.0}  # fmt: skip


def weigh_renown(places: tuple[GazetteerPlace, ...], long: bool) -> float:
    """How far the size of the largest place of that name speaks for it; a name of several words is seldom something else."""
    people = max(place.population for place in places)
    renown = -0.5 if people < 1000 else min(1.3, (log10(people) - 4.0) * 0.55)
    if any(place.feature.startswith("PCL") for place in places):
        renown = 2.2
    return renown + (0.5 if long else 0.0)


def weigh_label(first: int, last: int, lower_after: str, labels: tuple[str, ...], span_of: tuple[tuple[int, int], ...]) -> float:
    """How far the language model\'s label speaks for a place."""
    label = labels[first]
    if not label:
        return 0.0
    start, end = span_of[first]
    weight = LABELS.get(label, 0.0)
    if label == "PERSON" and end > start and (start < first or end > last):
        return -3.0 if start < first else -2.0
    if end == last + 1 and lower_after in PUBLIC_BODIES:
        return -0.3  # "Aleppo university" taken for one name
    if label in ("ORG", "WORK_OF_ART", "EVENT", "FAC", "PRODUCT") and (start < first or end > last) and end > start:
        return -1.8 if label != "FAC" else -0.5
    return weight


def weigh_context(parse: Parse, first: int, last: int) -> float:
    """How far the words around a name speak for a place: what stands before and after it, and what is done to it."""
    return weigh_before(parse, first) + _weigh_after(parse, first, last) + _weigh_grammar(parse, last)


def _weigh_grammar(parse: Parse, last: int) -> float:
    """Towns that are taken or shelled, and the second and third of "Hawija and al-Qaim" like the first."""
    token, joined = last, False
    for _ in range(6):  # a long list says no more than its first six
        if parse.deps[token] != "conj" or parse.heads[token] == token:
            break
        token, joined = parse.heads[token], True
    head = parse.heads[token]
    if parse.deps[token] in ("dobj", "nsubjpass") and parse.lemmas[head] in TAKING_VERBS:
        return TAKEN
    if parse.deps[token] in ("nmod", "compound", "amod") and parse.words[head] in PLACE_NOUNS and head > last + 1:
        return 1.2
    if joined and parse.deps[token] == "pobj":
        return 0.8 * PREPOSITIONS.get(parse.lowers[head], 0.0)
    return 0.0


def weigh_before(parse: Parse, first: int) -> float:
    """How far the words before a name speak for a place."""
    i = first - 1
    sentence_start = parse.sentences[parse.sentence_of[first]].first
    for _ in range(3):
        if i >= sentence_start and (parse.lowers[i] in DIRECTIONS or (parse.lowers[i] in ("the", "'s", "of") and parse.lowers[max(i - 1, 0)] in PLACE_NOUNS)):
            i -= 1
    if i < sentence_start:
        return 0.0
    word = parse.lowers[i]
    if word in ("of", "from") and i > sentence_start and parse.lowers[i - 1] in DIRECTIONS and i == first - 1:
        return 2.6
    if word == "the" and i > sentence_start:
        i, word = i - 1, parse.lowers[i - 1]
    if (word in PLACE_NOUNS and not parse.words[i][0].isupper()) or (word == "of" and parse.words[i - 1] in PLACE_NOUNS):
        return 2.6
    if word == "," and i > sentence_start and parse.lowers[i - 1] in PLACE_NOUNS and i == first - 1:
        return 1.5  # "the capital, Colombo"
    if word in ("called", "named") and any(lower in PLACE_NOUNS for lower in parse.lowers[max(sentence_start, i - 6) : i]):
        return 2.6
    if word in PREPOSITIONS:
        return PREPOSITIONS[word]
    if word in TITLES or (word == "." and parse.lowers[max(i - 1, 0)] + "." in TITLES):
        return -2.5
    if parse.words[i][0].isupper() and parse.tags[i] == "NNP" and word not in DIRECTIONS and i == first - 1:
        return -1.0
    return AGAINST_PREPOSITIONS.get(word, 0.6 if i < first - 1 else 0.0)


def _weigh_after(parse: Parse, first: int, last: int) -> float:
    """How far the words after a name speak for a place."""
    i = last + 1
    if i >= len(parse) or parse.sentence_of[i] != parse.sentence_of[last]:
        return 0.0
    word, lower = parse.words[i], parse.lowers[i]
    if lower in ("'s", "’s") and i + 1 < len(parse):
        return 0.3 + (0.8 if parse.lowers[i + 1] in PLACE_NOUNS else 0.0)
    if lower in PLACE_NOUNS and not word[0].isupper():
        return 1.2
    if lower == ",":
        return _weigh_apposition(parse, i)
    if lower in NOT_PLACES_BEFORE:
        return -3.0
    if word == "-" and i + 1 < len(parse) and parse.lowers[i + 1] in BASED:
        return 1.2
    if _is_dateline(parse, first, last):
        return 1.8
    if word[0].isupper() and lower in PUBLIC_BODIES:
        return -0.2
    if word[0].isupper() and lower in NAME_TAILS:
        return -3.0
    if word[0].isupper() and parse.tags[i] in ("NNP", "NNPS") and parse.deps[last] == "compound" and parse.heads[last] >= i and lower not in PLACE_NOUNS:
        return -1.2
    if parse.lemmas[i] in SPEECH_VERBS:
        return -0.5
    return 0.0


def _weigh_apposition(parse: Parse, comma: int) -> float:
    """How far what follows a name and a comma speaks for a place: "Afgoye, 30 km from", "Tadef, a town near", "Aleppo, Syria"."""
    following = parse.words[comma + 1 : comma + 5]
    if any(word in PLACE_NOUNS or word in ("km", "miles", "kilometers", "kilometres") for word in following):
        return 1.4
    return 0.5 if following and following[0][0].isupper() and parse.tags[comma + 1] == "NNP" else 0.0


def _is_dateline(parse: Parse, first: int, last: int) -> bool:
    """Whether a name in capitals opens a sentence and a dash, bracket or colon follows: "BEIRUT (Reuters) -"."""
    at_start = first == parse.sentences[parse.sentence_of[first]].first or parse.text[parse.ends[first - 1] : parse.starts[first]].count("\n") > 0
    return at_start and parse.words[last + 1] in ("(", "-", "--", "–", "—", ":", "/") and parse.words[first].isupper() and len(parse.words[first]) > 2
