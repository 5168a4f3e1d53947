"""Place names in a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from karama.annotate.toponym_cues import DOUBTFUL, FACILITY_NOUNS, NAME_TAILS, NAMED_SITES, NEVER, PLACE_NOUNS, PLACE_PREFIXES, PREFIXED, STRICT_PREPOSITIONS
from karama.annotate.toponym_weights import weigh_before, weigh_context, weigh_label, weigh_renown
from karama.domain.annotations import Mention
from karama.domain.parse import Parse
from karama.ports import ActorBase, Gazetteer, GazetteerPlace

LONGEST = 7  # tokens of a name: "Deir ez-Zor military airport" has six
LINKS = frozenset((
    "of", "the", "-", "–", "al", "el", "ez", "ad", "ar", "as", "ash", "at", "az", "an", "de", "la", "del", "le", "du", "des", "los", "las", "and", "y",
    "'", "’", "`", "ul", "e", "da", "do", "di", "upon", "on", ".", "sur", "en", "der", "am", "bin", "i", "esh", "es", "et", "er", "ed",
))  # fmt: skip
PLACE_LABELS = frozenset(("GPE", "LOC"))
SITES = frozenset(("MSQE", "CH", "CMPRF", "AIRB", "AIRP", "DAM", "MILB", "PRSN", "CRSB", "HSP", "PSN", "SHRN", "UNIV", "BLDG", "SQR", "OILF"))
LANDFORMS = frozenset(("STM", "SEA", "GULF", "RGN", "MTS", "DSRT", "PEN", "STRT", "CNL", "LK", "PLN", "UPLD"))
# First words of villages and valleys that are nobody's given name, whatever the model says.
SURE_PREFIXES = frozenset(
    ("wadi", "tal", "tall", "tell", "kafr", "kafar", "jabal", "jebel", "deir", "ain", "ayn", "bir", "beit", "jisr", "nahr", "khirbet", "mount")
)
PLURALS = frozenset(("villages", "towns", "cities", "hamlets", "provinces", "districts", "neighborhoods", "neighbourhoods", "suburbs", "settlements"))
PERSONAL_VERBS = frozenset(("lead", "say", "tell", "command", "order", "die", "write", "add", "explain", "resign", "speak", "appoint", "meet"))
WIRED = 3.0  # a listed name in a dateline is where the report was filed
THRESHOLD = 1.0
UNLIKELY_LABELS = frozenset(
    ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "EVENT", "LAW", "LANGUAGE", "WORK_OF_ART", "PRODUCT", "NORP")
)
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

    labels: tuple[str, ...]
    span_of: tuple[tuple[int, int], ...]
    people: frozenset[str]
    lower_words: frozenset[str]
    shouting: frozenset[int]
    nations: frozenset[str]  # countries whose nationality words the text has


def find_toponyms(parse: Parse, gazetteer: Gazetteer, actors: ActorBase) -> tuple[Mention, ...]:
    """Names of places, rivers, regions and facilities in text order, without overlaps; newspapers and people left out."""
    around = _look_around(parse, actors)
    guesses: list[Guess] = []
    taken = -1
    for first in _find_starts(parse):
        if first > taken:
            guess = _guess_at(parse, first, around, gazetteer, actors)
            if guess is not None:
                taken = guess.last
                guesses.append(guess)
    return tuple(_make_mention(parse, number, guess) for number, guess in enumerate(_choose(parse, guesses, around), 1))


def _choose(parse: Parse, guesses: list[Guess], around: Surroundings) -> Iterator[Guess]:
    """The guesses to believe: the strong ones, weaker ones of a name that is strong elsewhere, and weaker ones beside a strong one in a list."""
    strong = {parse.cut(guess.first, guess.last) for guess in guesses if guess.score >= THRESHOLD}
    told = _find_told_countries(guesses) | around.nations
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


def _look_around(parse: Parse, actors: ActorBase) -> Surroundings:
    labels, span_of = [""] * len(parse), [(-1, -1)] * len(parse)
    people: set[str] = set()
    for start, last, label in parse.names:
        first = start + 1 if parse.lowers[start] == "the" and last > start else start
        for token in range(first, last + 1):
            labels[token], span_of[token] = label, (first, last)
        if label == "PERSON" and last > first:
            people.update(word for word in parse.lowers[first : last + 1] if len(word) > 2)
    nations = frozenset(filter(None, (actors.nationality(parse.words[last]) for _, last, label in parse.names if label == "NORP"))) - SETTLER_COUNTRIES
    lower_words = frozenset(word for word, lower in zip(parse.words, parse.lowers, strict=True) if word == lower)
    shouting = frozenset(number for number, sentence in enumerate(parse.sentences) if _is_shouted(parse, sentence.first, sentence.last))
    return Surroundings(tuple(labels), tuple(span_of), frozenset(people), lower_words, shouting, nations)


def _is_shouted(parse: Parse, first: int, last: int) -> bool:
    letters = [word for word in parse.words[first : last + 1] if word.isalpha() and len(word) > 1]
    return len(letters) > 3 and sum(word.isupper() for word in letters) > 0.7 * len(letters)


def _find_starts(parse: Parse) -> Iterator[int]:
    """Tokens at which a name may begin."""
    for i, word in enumerate(parse.words):
        if (word[0].isupper() and parse.lowers[i] != "the") or (
            parse.lowers[i] in LINKS and i + 2 < len(parse) and parse.words[i + 1] == "-" and parse.words[i + 2][0].isupper()
        ):
            yield i


def _guess_at(parse: Parse, first: int, around: Surroundings, gazetteer: Gazetteer, actors: ActorBase) -> Guess | None:
    """The best reading as a place of the names that begin at a token; a low score with the tokens to skip, or None."""
    known = actors.match(parse.words, first)
    if known is not None and known[0] > 1 and actors.state(parse.cut(first, first + known[0] - 1)) is None:
        last = first + known[0] - 1
        if not any(place.feature in SITES for place in gazetteer.lookup(parse.cut(first, last))):
            return Guess(first, last, -9.0)
    listed = _guess_listed(parse, first, around, gazetteer, actors)
    if listed is None:
        return _guess_other(parse, first, around, actors)
    if listed.score >= THRESHOLD or listed.last + 1 >= len(parse) or not parse.words[listed.last + 1][0].isupper():
        return listed
    # A longer name that begins like a listed one: "the village of Kasrat Afnan" where only some Kasrat is listed.
    longer = _guess_other(parse, first, around, actors)
    return longer if longer is not None and longer.last > listed.last and longer.score >= THRESHOLD else listed


def _guess_listed(parse: Parse, first: int, around: Surroundings, gazetteer: Gazetteer, actors: ActorBase) -> Guess | None:
    """The longest name from a token that the gazetteer has."""
    for last in _find_ends(parse, first):
        if last == first and _is_prefix(parse, first):
            return None
        name = parse.cut(first, last)
        places = gazetteer.lookup(name) if _may_be_name(parse, first, last) else ()
        if places and (actors.nationality(name) is None or actors.state(name) is not None):
            return Guess(first, last, _score(parse, first, last, places, around), frozenset(place.country for place in places if place.country))
    return None


def _is_prefix(parse: Parse, token: int) -> bool:
    """Whether a word only begins the name of a village, hill or valley: "Wadi" in "Wadi Hamid" is no town of that name."""
    after = token + 1
    if parse.lowers[token] not in PLACE_PREFIXES or after >= len(parse) or parse.sentence_of[after] != parse.sentence_of[token]:
        return False
    return parse.words[after][0].isupper() and parse.tags[after] in ("NNP", "NNPS")


def _guess_other(parse: Parse, first: int, around: Surroundings, actors: ActorBase) -> Guess | None:
    """The reading as a place of a name that the gazetteer lacks."""
    start, last = around.span_of[first]
    if around.labels[first] in ("GPE", "LOC", "FAC") and (start == first or (start == first - 1 and parse.lowers[start] == "the")):
        return _guess_unlisted(parse, first, last, around, actors)
    return _guess_site(parse, first, around) or _guess_by_noun(parse, first, around, actors) or _guess_by_preposition(parse, first, around, actors)


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
        return parse.words[last] not in (",", ".") and parse.lowers[first] != "the"
    word = parse.words[first]
    if len(word) == 2 and word not in ("US", "UK"):
        # "Paris, TX", and no other pair of letters
        return word.isupper() and first > 0 and parse.words[first - 1] == ","
    return (parse.lowers[first] not in NEVER or word in ("US", "UK")) and sum(c.isalpha() for c in word) > 1 and "$" not in word


def _score(parse: Parse, first: int, last: int, places: tuple[GazetteerPlace, ...], around: Surroundings) -> float:
    """How strongly the listed name at first..last is believed to be used as a place."""
    shouted = parse.sentence_of[first] in around.shouting
    score = (
        weigh_renown(places, last > first)
        + weigh_label(first, last, parse.lowers[last + 1] if last + 1 < len(parse) else "", around.labels, around.span_of)
        + weigh_context(parse, first, last)
    )
    lower = parse.lowers[first]
    if parse.in_dateline(first):
        score += WIRED
    if first > 0 and parse.lowers[first - 1] == "the" and places[0].feature in LANDFORMS:
        score += 1.0  # "on the Euphrates"
    if first != last and lower in PLACE_PREFIXES:
        score += PREFIXED
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


def _guess_site(parse: Parse, first: int, around: Surroundings) -> Guess | None:
    """A name that ends in a capitalised noun of site: "Haifa Street", "Firdos Square"."""
    if parse.tags[first] not in ("NNP", "NNPS", "JJ") or around.labels[first] in ("PERSON", "DATE") or parse.lowers[first] in NAMED_SITES:
        return None
    for last in range(first + 1, min(first + LONGEST, len(parse))):
        word = parse.words[last]
        if not (word[0].isupper() or word == "-") or parse.sentence_of[last] != parse.sentence_of[first]:
            return None
        if parse.lowers[last] in NAMED_SITES:
            following = parse.words[last + 1] if last + 1 < len(parse) else "."
            return Guess(first, last, 0.6 + weigh_before(parse, first) if following[0].isupper() and following.isalpha() else 1.2)
    return None


def _guess_unlisted(parse: Parse, first: int, last: int, around: Surroundings, actors: ActorBase) -> Guess | None:
    """A name that only the language model takes for a place."""
    name = parse.cut(first, last)
    if actors.nationality(name) is not None or (parse.lowers[first] in NEVER and first == last) or parse.lowers[last] in ("day", "war"):
        return None
    if parse.words[last] in ("'s", "’s"):
        last -= 1
    label = around.labels[first]
    base = {"GPE": 0.7, "LOC": 0.9, "FAC": 0.2}[label]
    if label == "FAC" and parse.lowers[last] in FACILITY_NOUNS:
        base += 0.9
    if (first == last and parse.lowers[first] in around.people) or parse.sentence_of[first] in around.shouting:
        base -= 1.0
    if parse.deps[last] == "nsubj" and parse.lemmas[parse.heads[last]] in PERSONAL_VERBS:
        base -= 1.0  # "Baranyuk led the brigade"
    return Guess(first, last, base + weigh_context(parse, first, last))


def _guess_by_noun(parse: Parse, first: int, around: Surroundings, actors: ActorBase) -> Guess | None:
    """A capitalised name with a noun of place: "the village of Kafr Hamra", "Wadi Qandil valley"."""
    if parse.tags[first] not in ("NNP", "NNPS") or around.labels[first] in ("DATE", "CARDINAL") or parse.lowers[first] in NEVER:
        return None
    last = _end_of_run(parse, first)
    before = first >= 2 and parse.lowers[first - 1] in ("of", "called", "named") and parse.words[first - 2] in PLACE_NOUNS
    before = before or (first >= 1 and parse.words[first - 1] in ("village", "town", "city", "neighborhood", "neighbourhood"))
    before = before or (
        parse.deps[last] in ("nmod", "compound") and parse.words[parse.heads[last]] in PLACE_NOUNS and parse.heads[last] > last and parse.heads[last] - last < 5
    )
    before = before or _is_listed_beside(parse, last)
    if before and actors.nationality(parse.words[first]) is None and parse.lowers[last] not in NAME_TAILS:
        return Guess(first, last, 1.5)
    return None


def _is_listed_beside(parse: Parse, last: int) -> bool:
    """Whether a name is the second or third of "the villages of X and Y"."""
    token = last
    for _ in range(4):
        if parse.deps[token] != "conj":
            break
        token = parse.heads[token]
    of = parse.heads[token]
    return token != last and parse.deps[token] == "pobj" and parse.lowers[of] == "of" and parse.lowers[parse.heads[of]] in PLURALS


def _guess_by_preposition(parse: Parse, first: int, around: Surroundings, actors: ActorBase) -> Guess | None:
    """A name in no gazetteer and of no clear kind, after "in" or "near" or with the first word of a village: "in Alwara Mandi", "Jabal Thardeh"."""
    lowers = parse.lowers
    if parse.tags[first] not in ("NNP", "NNPS") or lowers[first] in NEVER or around.labels[first] in UNLIKELY_LABELS:
        return None
    last = _end_of_run(parse, first)
    prefixed = lowers[first] in PLACE_PREFIXES and last > first
    if lowers[first] in around.people and not (prefixed and lowers[first] in SURE_PREFIXES):
        return None
    placed = parse.deps[last] == "pobj" and first > 0 and lowers[first - 1] in STRICT_PREPOSITIONS and around.labels[first] not in ("PERSON", "ORG")
    if not (placed or prefixed) or lowers[last] in NAME_TAILS or lowers[first] in around.lower_words or parse.words[last].isupper():
        return None
    if actors.nationality(parse.words[first]) is not None or actors.match(parse.words, first) is not None:
        return None
    return Guess(first, last, 1.1)


def _end_of_run(parse: Parse, first: int) -> int:
    """The last token of the capitalised name that begins at a token, hyphens within."""
    last = first
    for i in range(first + 1, min(first + LONGEST, len(parse))):
        if parse.words[i][0].isupper() and parse.tags[i] in ("NNP", "NNPS") and parse.sentence_of[i] == parse.sentence_of[first]:
            last = i
        elif parse.words[i] != "-":
            break
    return last


def _make_mention(parse: Parse, number: int, guess: Guess) -> Mention:
    start, end = parse.span(guess.first, guess.last)
    score = round(min(0.99, 0.5 + 0.1 * guess.score), 2)
    inside = range(guess.first, guess.last + 1)
    head = next((i for i in reversed(inside) if parse.heads[i] not in inside or parse.heads[i] == i), guess.last)
    return Mention(f"t{number}", start, end, parse.text[start:end], "place", "name", None, score, guess.first, guess.last, head)
