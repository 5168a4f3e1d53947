"""Place names in a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import log10
from typing import NamedTuple

from karama.annotate.toponym_cues import (
    AGAINST_PREPOSITIONS, BASED, DIRECTIONS, DOUBTFUL, FACILITY_NOUNS, NAME_TAILS, NAMED_SITES, NEVER, NOT_PLACES_BEFORE, PLACE_NOUNS, PREPOSITIONS,
    PUBLIC_BODIES, SPEECH_VERBS, TAKEN, TAKING_VERBS, TITLES,
)  # fmt: skip
from karama.domain.annotations import Mention
from karama.domain.parse import Parse
from karama.ports import ActorBase, Gazetteer, GazetteerPlace

LONGEST = 7  # tokens of a name: "Deir ez-Zor military airport" has six
LINKS = frozenset(("of", "the", "-", "–", "al", "el", "ez", "ad", "ar", "as", "ash", "at", "az", "an", "de", "la", "del", "le", "du", "des", "los", "las", "and", "y",
                   "'", "’", "`", "ul", "e", "da", "do", "di", "upon", "on", ".", "sur", "en", "der", "am", "bin", "i", "esh", "es", "et", "er", "ed"))  # fmt: skip
# How far the language model's label speaks for a place. It is often wrong about foreign names, so no label decides alone.
LABELS = {"GPE": 2.2, "LOC": 2.2, "FAC": 1.0, "ORG": -0.6, "PERSON": -1.5, "NORP": -0.3, "PRODUCT": -0.6, "WORK_OF_ART": -1.5, "EVENT": -1.5, "LAW": -2.0,
          "LANGUAGE": -2.0, "DATE": -2.5, "TIME": -2.5, "MONEY": -3.0, "PERCENT": -3.0, "QUANTITY": -3.0, "CARDINAL": -2.0, "ORDINAL": -2.0}  # fmt: skip
PLACE_LABELS = frozenset(("GPE", "LOC"))
SITES = frozenset(("MSQE", "CH", "CMPRF", "AIRB", "AIRP", "DAM", "MILB", "PRSN", "CRSB", "HSP", "PSN", "SHRN", "UNIV", "BLDG", "SQR", "OILF"))
THRESHOLD = 1.0
SAME_NAME = 1.6  # what is a place in one sentence of a report is so in the next, unless much speaks against it
TOLD_COUNTRY = 0.8  # a report on Iraq that names Hawija means the town
SETTLER_COUNTRIES = frozenset(("USA", "GBR", "CAN", "AUS", "NZL", "IRL", "ZAF", "PHL"))
IN_A_LIST = 0.9  # "Aleppo, Idlib and Salma"


class Guess(NamedTuple):
    """A stretch of tokens that may name a place, and how strongly it is believed to."""

    first: int
    last: int
    score: float
    countries: frozenset[str] = frozenset()  # where the gazetteer has places of that name


class Surroundings(NamedTuple):
    """What is looked up once a text."""

    labels: list[str]
    span_of: list[tuple[int, int]]
    people: frozenset[str]
    lower_words: frozenset[str]
    shouting: frozenset[int]


def find_toponyms(parse: Parse, gazetteer: Gazetteer, actors: ActorBase) -> tuple[Mention, ...]:
    """Names of places, rivers, regions and facilities in text order, without overlaps; newspapers and people left out."""
    around = _look_around(parse)
    guesses: list[Guess] = []
    taken = -1
    for first in _find_starts(parse):
        if first > taken:
            guess = _guess_at(parse, first, around, gazetteer, actors)
            if guess is not None:
                taken = guess.last
                guesses.append(guess)
    return tuple(_make_mention(parse, number, guess) for number, guess in enumerate(_choose(parse, guesses), 1))


def _choose(parse: Parse, guesses: list[Guess]) -> Iterator[Guess]:
    """The guesses to believe: the strong ones, weaker ones of a name that is strong elsewhere, and weaker ones beside a strong one in a list."""
    strong = {parse.cut(guess.first, guess.last) for guess in guesses if guess.score >= THRESHOLD}
    told = _find_told_countries(guesses)
    previous: Guess | None = None
    for guess in guesses:
        needed = THRESHOLD
        if parse.cut(guess.first, guess.last) in strong:
            needed -= SAME_NAME
        elif previous is not None and parse.lowers[previous.last + 1 : guess.first] in ((",",), ("and",), ("or",), (",", "and"), ("/",), ("-",)):
            needed -= IN_A_LIST
        if not told.isdisjoint(guess.countries):
            needed -= TOLD_COUNTRY
        if guess.score >= needed:
            previous = guess
            yield guess


def _find_told_countries(guesses: list[Guess]) -> frozenset[str]:
    """The countries that the sure names of the text lie in, but for those in which any surname is a town."""
    counts: Counter[str] = Counter()
    for guess in guesses:
        if guess.score >= THRESHOLD + 0.5 and len(guess.countries) == 1:
            counts.update(guess.countries)
    return frozenset(counts) - SETTLER_COUNTRIES


def _look_around(parse: Parse) -> Surroundings:
    labels, span_of = [""] * len(parse), [(-1, -1)] * len(parse)
    people = set()
    for first, last, label in parse.names:
        for token in range(first, last + 1):
            labels[token], span_of[token] = label, (first, last)
        if label == "PERSON" and last > first:
            people.update(word for word in parse.lowers[first : last + 1] if len(word) > 2)
    lower_words = frozenset(word for word, lower in zip(parse.words, parse.lowers, strict=True) if word == lower)
    shouting = frozenset(number for number, sentence in enumerate(parse.sentences) if _is_shouted(parse, sentence.first, sentence.last))
    return Surroundings(labels, span_of, frozenset(people), lower_words, shouting)


def _is_shouted(parse: Parse, first: int, last: int) -> bool:
    letters = [word for word in parse.words[first : last + 1] if word.isalpha() and len(word) > 1]
    return len(letters) > 3 and sum(word.isupper() for word in letters) > 0.7 * len(letters)


def _find_starts(parse: Parse) -> Iterator[int]:
    """Tokens at which a name may begin."""
    for i, word in enumerate(parse.words):
        if (
            word[0].isupper()
            and parse.lowers[i] != "the"
            or (parse.lowers[i] in LINKS and i + 2 < len(parse) and parse.words[i + 1] == "-" and parse.words[i + 2][0].isupper())
        ):
            yield i


def _guess_at(parse: Parse, first: int, around: Surroundings, gazetteer: Gazetteer, actors: ActorBase) -> Guess | None:
    """The best reading as a place of the names that begin at a token; a low score with the tokens to skip, or None."""
    known = actors.match(parse.words, first)
    if known is not None and known[0] > 1 and actors.state(parse.cut(first, first + known[0] - 1)) is None:
        last = first + known[0] - 1
        if not any(place.feature in SITES for place in gazetteer.lookup(parse.cut(first, last))):
            return Guess(first, last, -9.0)
    for last in _find_ends(parse, first):
        name = parse.cut(first, last)
        places = gazetteer.lookup(name) if _may_be_name(parse, first, last) else ()
        if places and (actors.nationality(name) is None or actors.state(name) is not None):
            return Guess(first, last, _score(parse, first, last, places, around), frozenset(place.country for place in places if place.country))
    start, last = around.span_of[first]
    if around.labels[first] in ("GPE", "LOC", "FAC") and (start == first or (start == first - 1 and parse.lowers[start] == "the")):
        return _guess_unlisted(parse, first, last, around, actors)
    return _guess_site(parse, first, around) or _guess_by_noun(parse, first, around, actors)


def _find_ends(parse: Parse, first: int) -> list[int]:
    """The last tokens that a name from `first` may have, longest name first."""
    ends, last = [first], first
    sentence_end = parse.sentences[parse.sentence_of[first]].last
    for i in range(first + 1, min(first + LONGEST, sentence_end + 1)):
        word = parse.words[i]
        if "\n" in parse.text[parse.ends[i - 1] : parse.starts[i]]:
            break
        if word[0].isupper() or word[0].isdigit() or parse.lowers[i] in FACILITY_NOUNS:
            ends.append(i)
            last = i
        elif parse.lowers[i] not in LINKS and word not in ("'s", "’s"):
            break
    return [end for end in reversed(ends) if end <= last]


def _may_be_name(parse: Parse, first: int, last: int) -> bool:
    if first != last:
        return parse.words[last] not in (",", ".") and not (parse.lowers[first] == "the")
    word = parse.words[first]
    if len(word) == 2 and word not in ("US", "UK"):
        # "Paris, TX", and no other pair of letters
        return word.isupper() and first > 0 and parse.words[first - 1] == ","
    return (parse.lowers[first] not in NEVER or word in ("US", "UK")) and sum(c.isalpha() for c in word) > 1 and "$" not in word


def _score(parse: Parse, first: int, last: int, places: tuple[GazetteerPlace, ...], around: Surroundings) -> float:
    """How strongly the listed name at first..last is believed to be used as a place."""
    shouted = parse.sentence_of[first] in around.shouting
    score = _weigh_renown(places, last > first) + _weigh_label(first, last, around) + _weigh_context(parse, first, last)
    lower = parse.lowers[first]
    if first == last:
        if lower in DOUBTFUL:
            score -= 0.6
        if lower in around.lower_words:
            score -= 2.0
        if lower in around.people and around.labels[first] != "GPE":
            score -= 1.5
        if shouted and around.labels[first] not in PLACE_LABELS:
            score -= 1.0
        if parse.poses[first] not in ("PROPN", "NOUN", "X"):
            score -= 0.8
    return score


def _weigh_renown(places: tuple[GazetteerPlace, ...], long: bool) -> float:
    people = max(place.population for place in places)
    renown = -0.5 if people < 1000 else min(1.3, (log10(people) - 4.0) * 0.55)
    if any(place.feature.startswith("PCL") for place in places):
        renown = 2.2
    return renown + (0.5 if long else 0.0)


def _weigh_label(first: int, last: int, around: Surroundings) -> float:
    label = around.labels[first]
    if not label:
        return 0.0
    start, end = around.span_of[first]
    weight = LABELS.get(label, 0.0)
    if label == "PERSON" and end > start and (start < first or end > last):
        return -3.0 if start < first else -2.0
    if label in ("ORG", "WORK_OF_ART", "EVENT", "FAC", "PRODUCT") and (start < first or end > last) and end > start:
        return -1.8 if label != "FAC" else -0.5
    return weight


def _weigh_context(parse: Parse, first: int, last: int) -> float:
    verb = parse.heads[last]
    taken = TAKEN if parse.deps[last] in ("dobj", "nsubjpass") and parse.lemmas[verb] in TAKING_VERBS else 0.0
    return _weigh_before(parse, first) + _weigh_after(parse, first, last) + taken


def _weigh_before(parse: Parse, first: int) -> float:
    i = first - 1
    sentence_start = parse.sentences[parse.sentence_of[first]].first
    for _ in range(3):
        if i >= sentence_start and (parse.lowers[i] in DIRECTIONS or parse.lowers[i] in ("the", "'s", "of") and parse.lowers[max(i - 1, 0)] in PLACE_NOUNS):
            i -= 1
    if i < sentence_start:
        return 0.0
    word = parse.lowers[i]
    if word == "the" and i > sentence_start:
        i, word = i - 1, parse.lowers[i - 1]
    if word in PLACE_NOUNS and not parse.words[i][0].isupper() or word == "of" and parse.words[i - 1] in PLACE_NOUNS:
        return 2.2
    if word in ("called", "named") and any(lower in PLACE_NOUNS for lower in parse.lowers[max(sentence_start, i - 6) : i]):
        return 2.2
    if word in PREPOSITIONS:
        return PREPOSITIONS[word]
    if word in TITLES or (word == "." and parse.lowers[max(i - 1, 0)] + "." in TITLES):
        return -2.5
    if parse.words[i][0].isupper() and parse.tags[i] == "NNP" and word not in DIRECTIONS and i == first - 1:
        return -1.0
    return AGAINST_PREPOSITIONS.get(word, 0.6 if i < first - 1 else 0.0)


def _weigh_after(parse: Parse, first: int, last: int) -> float:
    i = last + 1
    if i >= len(parse) or parse.sentence_of[i] != parse.sentence_of[last]:
        return 0.0
    word, lower = parse.words[i], parse.lowers[i]
    if lower in ("'s", "’s") and i + 1 < len(parse):
        return 0.3 + (0.8 if parse.lowers[i + 1] in PLACE_NOUNS else 0.0)
    if lower in PLACE_NOUNS and not word[0].isupper():
        return 1.2
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
    if lower == "," and i + 3 < len(parse) and any(word in PLACE_NOUNS or word in ("km", "miles", "kilometers") for word in parse.words[i + 1 : i + 5]):
        return 1.4
    if lower == "," and i + 1 < len(parse) and parse.words[i + 1][0].isupper() and parse.tags[i + 1] == "NNP":
        return 0.5
    return 0.0


def _is_dateline(parse: Parse, first: int, last: int) -> bool:
    """Whether a name in capitals opens a sentence and a dash, bracket or colon follows: "BEIRUT (Reuters) -"."""
    at_start = first == parse.sentences[parse.sentence_of[first]].first or parse.text[parse.ends[first - 1] : parse.starts[first]].count("\n") > 0
    return at_start and parse.words[last + 1] in ("(", "-", "--", "–", "—", ":", "/") and parse.words[first].isupper() and len(parse.words[first]) > 2


def _guess_site(parse: Parse, first: int, around: Surroundings) -> Guess | None:
    """A name that ends in a capitalised noun of site: "Haifa Street", "Firdos Square"."""
    if parse.tags[first] not in ("NNP", "NNPS", "JJ") or around.labels[first] in ("PERSON", "DATE") or parse.lowers[first] in NAMED_SITES:
        return None
    for last in range(first + 1, min(first + 5, len(parse))):
        word = parse.words[last]
        if not word[0].isupper() or parse.sentence_of[last] != parse.sentence_of[first]:
            return None
        if parse.lowers[last] in NAMED_SITES:
            following = parse.words[last + 1] if last + 1 < len(parse) else "."
            return Guess(first, last, 0.6 + _weigh_before(parse, first) if following[0].isupper() and following.isalpha() else 1.2)
    return None


def _guess_unlisted(parse: Parse, first: int, last: int, around: Surroundings, actors: ActorBase) -> Guess | None:
    """A name that only the language model takes for a place."""
    name = parse.cut(first, last)
    if actors.nationality(name) is not None or parse.lowers[first] in NEVER and first == last or not any(w[0].isupper() for w in parse.words[first : last + 1]):
        return None
    if parse.words[last] in ("'s", "’s"):
        last -= 1
    label = around.labels[first]
    base = {"GPE": 0.7, "LOC": 0.9, "FAC": 0.2}[label]
    if label == "FAC" and parse.lowers[last] in FACILITY_NOUNS:
        base += 0.9
    if first == last and parse.lowers[first] in around.people or parse.sentence_of[first] in around.shouting:
        base -= 1.0
    return Guess(first, last, base + _weigh_context(parse, first, last))


def _guess_by_noun(parse: Parse, first: int, around: Surroundings, actors: ActorBase) -> Guess | None:
    """A capitalised name with a noun of place: "the village of Kafr Hamra", "Wadi Qandil valley"."""
    if parse.tags[first] not in ("NNP", "NNPS") or around.labels[first] in ("PERSON", "DATE", "CARDINAL") or parse.lowers[first] in NEVER:
        return None
    last = first
    while last + 1 < len(parse) and last - first < 4 and parse.words[last + 1][0].isupper() and parse.tags[last + 1] in ("NNP", "NNPS"):
        last += 1
    before = first >= 2 and parse.lowers[first - 1] in ("of", "called", "named") and parse.words[first - 2] in PLACE_NOUNS
    before = before or (first >= 1 and parse.words[first - 1] in ("village", "town", "city", "neighborhood", "neighbourhood"))
    if before and actors.nationality(parse.words[first]) is None and parse.lowers[last] not in NAME_TAILS:
        return Guess(first, last, 1.5)
    return None


def _make_mention(parse: Parse, number: int, guess: Guess) -> Mention:
    start, end = parse.span(guess.first, guess.last)
    score = round(min(0.99, 0.5 + 0.1 * guess.score), 2)
    inside = range(guess.first, guess.last + 1)
    head = next((i for i in reversed(inside) if parse.heads[i] not in inside or parse.heads[i] == i), guess.last)
    return Mention(f"t{number}", start, end, parse.text[start:end], "place", "name", None, score, guess.first, guess.last, head)
