"""What descriptions and pronouns stand for: the nearest thing before them that fits, and nothing where none does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice, pairwise

from karama.data import read_table
from karama.domain.entities import Place
from karama.ground.clusters import FAMILY, Clusters, strip_article
from karama.ports import KnownActor

DEFINITE = frozenset(("the", "this", "that", "these", "those", "both"))
SPEECH = frozenset(("say", "tell", "add", "write", "tweet", "state", "ask", "declare", "announce", "warn", "explain", "insist", "note"))
HE = frozenset(("he", "him", "his", "himself"))
SHE = frozenset(("she", "her", "hers", "herself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
IT = frozenset(("it", "its", "itself"))
FIRST_PERSON = frozenset(("i", "me", "my", "myself"))
IMPERSONAL = frozenset(("be", "seem", "appear", "take", "happen", "mark", "mean", "rain", "snow", "turn", "become", "remain", "make"))
RELATIVE = frozenset(("who", "whom"))
UNLISTED = "unlisted"  # the type of a body that the actor base does not know
REACH = 3  # sentences back for a description of a name
REACH_HEAD = 8  # sentences back for the same noun
REACH_SAME = 25  # sentences back for the same words
LOOKBACK = 60  # mentions back at most, so that the cost stays linear


@cache
def load_descriptions() -> dict[str, frozenset[str]]:
    """By head noun of a description, the actor types that it can stand for."""
    return {noun: frozenset(row["types"].split("|")) for row in read_table("descriptions.csv") for noun in row["nouns"].split()}


# A description of a place -> how the feature code of its antecedent begins.
FEATURES: dict[str, tuple[str, ...]] = {
    "city": ("PPL",), "town": ("PPL",), "village": ("PPL",), "capital": ("PPLC", "PPLA"), "settlement": ("PPL",), "stronghold": ("PPL",), "country": ("PCL",),
    "nation": ("PCL",), "province": ("ADM",), "governorate": ("ADM",), "district": ("ADM", "PPLX"), "island": ("ISL",), "river": ("STM",), "suburb": ("PPL",),
    "enclave": ("PPL", "ADM"), "airport": ("AIR",), "airbase": ("AIR",), "dam": ("DAM",), "mosque": ("MSQE",), "region": ("RGN", "ADM1"),
}  # fmt: skip


def join_descriptions(clusters: Clusters, places: dict[str, Place], known: list[KnownActor | None]) -> None:
    """Joins appositions and predicates to what they describe, and definite descriptions to the nearest thing before that fits."""
    _join_grammar(clusters)
    _join_beside(clusters)
    _join_named(clusters)
    types = _spread_types(clusters, known)
    seen: dict[str, int] = {}
    for index, mention in enumerate(clusters.mentions):
        if mention.form == "nominal":
            lemma = clusters.parse.lemmas[mention.head]
            if clusters.find(index) == index and clusters.parse.lowers[mention.first] in DEFINITE:
                match = _find_described(clusters, index, lemma, places, types)
                if match is None:
                    match = _find_same_head(clusters, index, seen.get(lemma))
                if match is not None:
                    clusters.join(match, index)
            seen[lemma] = index


def _join_grammar(clusters: Clusters) -> None:
    """Joins "X, the leader of Y" and "the commander is X"."""
    parse = clusters.parse
    for token, dep in enumerate(parse.deps):
        if dep == "appos":
            one, other = clusters.by_head.get(parse.heads[token]), clusters.by_head.get(token)
            if one is not None and other is not None and _may_describe(clusters, one, other):
                clusters.join(one, other)
        elif dep == "attr" and parse.lemmas[parse.heads[token]] == "be":
            verb = parse.heads[token]
            subject = parse.child(verb, "nsubj")
            one, other = clusters.by_head.get(subject) if subject is not None else None, clusters.by_head.get(token)
            unsure = any(parse.deps[c] == "neg" or parse.tags[c] == "MD" for c in parse.children[verb])
            if one is not None and other is not None and not unsure and _may_describe(clusters, one, other):
                clusters.join(one, other)


# Between a person's office and name, or name and office: "the Foreign Minister, Ibrahim al-Jaafari", "Minister for the Middle East, Tobias Ellwood".
_BESIDE = re.compile(r"(?: (?:of|for|to|at) (?:the )?[A-Z][^,;.\n]{0,60})?, (?:HE |H\.E\. )?")
LOOKED_AT = 90  # characters between the two


def _join_beside(clusters: Clusters) -> None:
    """Joins the office and the name of one person that stand beside each other, where the parse missed it."""
    text, persons = clusters.parse.text, [i for i, m in enumerate(clusters.mentions) if m.kind == "person" and m.form != "pronoun"]
    for one, other in pairwise(persons):
        first, second = clusters.mentions[one], clusters.mentions[other]
        between = text[first.end : second.start] if 0 < second.start - first.end < LOOKED_AT else ""
        if not between or {first.form, second.form} != {"name", "nominal"}:
            continue
        before = first.form == "nominal" and _BESIDE.fullmatch(between) and _is_office(clusters, one) and text[second.end : second.end + 4] != " and"
        after = first.form == "name" and between == ", " and _is_office(clusters, other) and clusters.find(other) == other
        if before or after:
            clusters.join(one, other)


# What stands between the sort of a place and its name: "the city of Mosul", "a town called Mayadin".
NAMED_BY = frozenset((" of ", " called ", " named ", " known as ", ", called ", " of the "))
SORTS = frozenset((
    "city", "town", "village", "province", "governorate", "district", "region", "state", "republic", "island", "camp", "port", "hamlet", "suburb", "county",
    "neighborhood", "neighbourhood", "municipality", "township", "settlement", "kingdom", "enclave", "river", "desert", "peninsula", "airport", "airbase",
    "department",
))  # fmt: skip


def _join_named(clusters: Clusters) -> None:
    """Joins the sort of a place to the name that follows it."""
    text, mentions = clusters.parse.text, clusters.mentions
    for one, other in pairwise(range(len(mentions))):
        first, second = mentions[one], mentions[other]
        if first.kind == second.kind == "place" and first.form == "nominal" and second.form == "name" and second.start > first.end:
            between = text[first.end : second.start]
            if clusters.parse.lemmas[first.head] in SORTS and between in NAMED_BY and not clusters.is_plural(one):
                clusters.join(one, other)


def _is_office(clusters: Clusters, index: int) -> bool:
    """Whether a description is of one definite holder: "the Special Advisor", "Acting General Director", no "a man"."""
    mention = clusters.mentions[index]
    return clusters.parse.lowers[mention.first] == "the" or mention.words[:1].isupper()


def _may_describe(clusters: Clusters, one: int, other: int) -> bool:
    """Whether of two mentions in apposition one can describe the other: a name and a description, alike in kind and number."""
    first, second = clusters.mentions[one], clusters.mentions[other]
    if FAMILY[first.kind] != FAMILY[second.kind] or "pronoun" in (first.form, second.form) or first.form == second.form == "name":
        return False
    overlap = first.start < second.end and second.start < first.end
    return not overlap and clusters.is_plural(one) == clusters.is_plural(other)


def _spread_types(clusters: Clusters, known: list[KnownActor | None]) -> dict[int, str]:
    """Actor type by sign of group, where a name of the group is in the actor base."""
    return {clusters.find(index): actor.actor.type for index, actor in enumerate(known) if actor is not None}


def _find_described(clusters: Clusters, index: int, lemma: str, places: dict[str, Place], types: dict[int, str]) -> int | None:
    """The nearest name before that the description fits: "the extremist group" the armed group, "the city" the city."""
    mention = clusters.mentions[index]
    wanted, features = load_descriptions().get(lemma), FEATURES.get(lemma)
    if mention.kind == "place" and features is not None and not clusters.is_plural(index):
        return _find_place(clusters, index, features, places)
    if wanted is not None and not _binds_other(clusters, index):
        return _nearest(clusters, index, lambda i: clusters.mentions[i].kind == "organisation" and types.get(clusters.find(i), UNLISTED) in wanted)
    if mention.kind == "person":
        return _nearest(clusters, index, lambda i: clusters.mentions[i].kind == "person" and _holds_office(clusters, i, lemma))
    return None


def _find_place(clusters: Clusters, index: int, features: tuple[str, ...], places: dict[str, Place]) -> int | None:
    """The place of that sort named last within reach; failing that, the one that the article names most, by far."""
    following = clusters.parse.lowers[clusters.mentions[index].last + 1 : clusters.mentions[index].last + 2]
    if following and following[0] in ("of", "in", "near", "called", "named", "where", "that", "which", "to", "on", "at", "from"):
        return None
    fitting = [i for i in range(max(0, index - LOOKBACK), index) if _has_feature(places, clusters.mentions[i].id, features)]
    near = [i for i in fitting if clusters.sentence(index) - clusters.sentence(i) <= REACH]
    if near:
        return near[-1]
    counts = Counter(clusters.find(i) for i in fitting).most_common(2)
    clear = counts and counts[0][1] > 1 and (len(counts) == 1 or counts[0][1] >= 2 * counts[1][1])
    return counts[0][0] if clear else None


def _binds_other(clusters: Clusters, index: int) -> bool:
    """Whether a description names another body within itself ("the Kurdish group", "the group Ansar al-Sharia", "the group of rebels")."""
    parse, mention = clusters.parse, clusters.mentions[index]
    if any(parse.words[i][0].isupper() for i in range(mention.first + 1, mention.last)):
        return True
    return mention.last + 1 < len(parse) and (parse.lowers[mention.last + 1] in ("of", "called", "named", "known") or parse.tags[mention.last + 1] == "NNP")


def _has_feature(places: dict[str, Place], ident: str, features: tuple[str, ...]) -> bool:
    place = places.get(ident)
    whole = place is not None and place.precision not in ("near", "part of settlement", "area")
    return place is not None and whole and place.feature is not None and place.feature.startswith(features)


def _holds_office(clusters: Clusters, index: int, lemma: str) -> bool:
    mention = clusters.mentions[index]
    return mention.form == "name" and any(clusters.parse.lemmas[i] == lemma for i in range(mention.first, mention.last))


def _nearest(clusters: Clusters, index: int, fits: Callable[[int], bool]) -> int | None:
    """The nearest mention before that fits, within reach; the subject of its sentence before others in that sentence."""
    best: int | None = None
    for other in range(index - 1, max(-1, index - LOOKBACK), -1):
        away = clusters.sentence(index) - clusters.sentence(other)
        if away > REACH or (best is not None and clusters.sentence(other) != clusters.sentence(best)):
            break
        inside = clusters.mentions[other].end > clusters.mentions[index].start
        if not inside and clusters.mentions[other].form == "name" and fits(other) and (best is None or clusters.is_subject(other)):
            best = other
    return best


def _find_same_head(clusters: Clusters, index: int, other: int | None) -> int | None:
    """The last description with the same noun, if this one says nothing that it did not: "the hospital" after "a hospital in Idlib"."""
    if other is None:
        return None
    mention, earlier = clusters.mentions[index], clusters.mentions[other]
    if clusters.sentence(index) - clusters.sentence(other) > (REACH_SAME if clusters.lowers[index] == clusters.lowers[other] else REACH_HEAD):
        return None
    new = set(strip_article(mention.words.lower()).split()) - set(earlier.words.lower().split()) - DEFINITE
    parse = clusters.parse
    bound = mention.last + 1 < len(parse) and parse.lowers[mention.last + 1] in ("of", "in", "at", "near", "who", "that", "where", "and", "from")
    same_number = clusters.is_plural(index) == clusters.is_plural(other)
    return other if same_number and not bound and new <= {parse.lowers[mention.head]} and FAMILY[mention.kind] == FAMILY[earlier.kind] else None


def join_pronouns(clusters: Clusters) -> list[int]:
    """Joins pronouns to what they stand for; the indices of subjects "he", "she" and "they" for which nothing fits."""
    left: list[int] = []
    genders = _find_genders(clusters)
    for index, mention in enumerate(clusters.mentions):
        if mention.form != "pronoun":
            continue
        match = _find_antecedent(clusters, index, genders)
        if match is not None:
            clusters.join(match, index)
            if clusters.lowers[index] in HE or clusters.lowers[index] in SHE:
                genders.setdefault(clusters.find(match), "male" if clusters.lowers[index] in HE else "female")
        elif clusters.is_subject(index) and clusters.lowers[index] in ("he", "she", "they"):
            left.append(index)
    return left


def _find_antecedent(clusters: Clusters, index: int, genders: dict[int, str]) -> int | None:
    lower = clusters.lowers[index]
    if lower.endswith(("self", "selves")):
        subject = clusters.parse.child(clusters.parse.heads[clusters.mentions[index].head], "nsubj")
        return clusters.by_head.get(subject) if subject is not None else None
    if lower in RELATIVE:
        return _find_relative(clusters, index)
    if lower in FIRST_PERSON:
        return _find_speaker(clusters, index)
    if lower in HE or lower in SHE:
        wrong = "female" if lower in HE else "male"
        return _salient(clusters, index, lambda i: clusters.mentions[i].kind == "person" and genders.get(clusters.find(i)) != wrong)
    if lower in THEY:
        return _salient(clusters, index, lambda i: _is_several(clusters, i))
    if lower in IT:
        return _salient(clusters, index, lambda i: _is_thing(clusters, i)) if lower != "it" or _may_refer(clusters, index) else None
    return None


def _may_refer(clusters: Clusters, index: int) -> bool:
    """Whether an "it" stands for a thing: a subject, not of "be", nor after a clause of its own ("if they win, it would mark ...")."""
    parse, token = clusters.parse, clusters.mentions[index].head
    verb = parse.heads[token]
    before = any(parse.deps[c] in ("advcl", "ccomp") and c < token for c in parse.children[verb])
    return clusters.is_subject(index) and parse.lemmas[verb] not in IMPERSONAL and not before


# Words that show a person's gender.
# Words that show a person's gender.
_FEMALE = frozenset((
    "woman", "girl", "mother", "sister", "daughter", "wife", "widow", "spokeswoman", "mrs", "mrs.", "ms", "ms.", "queen", "princess", "chairwoman", "she",
    "her", "policewoman", "grandmother", "aunt", "niece", "miss", "lady", "congresswoman", "businesswoman",
))  # fmt: skip
_MALE = frozenset((
    "man", "boy", "father", "brother", "son", "husband", "widower", "spokesman", "mr", "mr.", "king", "prince", "chairman", "he", "his", "him", "policeman",
    "gunman", "grandfather", "uncle", "nephew", "lord", "sir", "congressman", "businessman", "sheikh", "imam",
))  # fmt: skip


def _find_genders(clusters: Clusters) -> dict[int, str]:
    """Either "male" or "female" by sign of group, where a title, a noun or the given name of a person tells."""
    found: dict[int, str] = {}
    for index, mention in enumerate(clusters.mentions):
        if mention.kind == "person" and mention.form != "pronoun":
            words = clusters.parse.lowers[mention.first : mention.last + 1]
            told = next((gender for word in words if (gender := _read_gender(word)) is not None), None)
            if told is not None:
                found.setdefault(clusters.find(index), told)
    return found


def _read_gender(word: str) -> str | None:
    return "female" if word in _FEMALE else "male" if word in _MALE else load_genders().get(word)


@cache
def load_genders() -> dict[str, str]:
    """Either "male" or "female" by given name in lower case."""
    return {name: row["gender"] for row in read_table("given_names.csv") if row["gender"] != "either" for name in row["names"].split()}


def _is_several(clusters: Clusters, index: int) -> bool:
    mention = clusters.mentions[index]
    return mention.kind in ("people", "organisation")


def _is_thing(clusters: Clusters, index: int) -> bool:
    return clusters.mentions[index].kind in ("organisation", "place") and not clusters.is_plural(index)


def _find_relative(clusters: Clusters, index: int) -> int | None:
    """The noun that a relative clause hangs on."""
    parse, token = clusters.parse, clusters.mentions[index].head
    for above in islice(parse.ancestors(token), 20):
        if parse.deps[above] == "relcl":
            return clusters.by_head.get(parse.heads[above])
    return None


def _find_speaker(clusters: Clusters, index: int) -> int | None:
    """Who says "I": the subject of a verb of speech in the same sentence or the one before or after."""
    parse, here = clusters.parse, clusters.sentence(index)
    for number in (here, here - 1, here + 1):
        if not 0 <= number < len(parse.sentences):
            continue
        sentence = parse.sentences[number]
        for token in range(sentence.first, min(sentence.last + 1, sentence.first + 120)):
            if parse.deps[token] == "nsubj" and parse.lemmas[parse.heads[token]] in SPEECH:
                speaker = clusters.by_head.get(token)
                if speaker is not None and clusters.mentions[speaker].kind == "person" and clusters.lowers[speaker] not in FIRST_PERSON:
                    return speaker
    return None


def _salient(clusters: Clusters, index: int, fits: Callable[[int], bool]) -> int | None:
    """The likeliest antecedent: a subject earlier in the sentence, another mention in it, then those of the sentence before, subjects first."""
    here = clusters.sentence(index)
    for away in range(2):
        found = [i for i in _before(clusters, index, here - away) if fits(i) and not _shares_clause(clusters, index, i)]
        subjects = [i for i in found if clusters.is_subject(i)]
        if found and away == 0:
            object_like = clusters.parse.deps[clusters.mentions[index].head] in ("dobj", "pobj", "dative")
            return found[-1] if object_like or not subjects else subjects[-1]
        if found:
            return (subjects or found)[0]
    return None


def _shares_clause(clusters: Clusters, pronoun: int, other: int) -> bool:
    """Whether a pronoun in object position and another mention hang on one verb, or on that of speech over it ("ISIS will use them")."""
    parse, token = clusters.parse, clusters.mentions[pronoun].head
    if parse.deps[token] not in ("dobj", "pobj", "dative"):
        return False
    verb = parse.heads[token] if parse.deps[token] != "pobj" else parse.heads[parse.heads[token]]
    governor = parse.heads[clusters.mentions[other].head]
    return governor == verb or (parse.deps[verb] == "ccomp" and governor == parse.heads[verb])


def _before(clusters: Clusters, index: int, sentence: int) -> list[int]:
    """The mentions of a sentence that end before a mention begins and qualify no other, in text order."""
    return list(_walk_back(clusters, index, sentence))[::-1]


def _walk_back(clusters: Clusters, index: int, sentence: int) -> Iterable[int]:
    start = clusters.mentions[index].start
    for other in range(index - 1, max(-1, index - LOOKBACK), -1):
        place = clusters.sentence(other)
        if place < sentence:
            return
        resolved = clusters.mentions[other].form != "pronoun" or clusters.find(other) != other
        if place == sentence and clusters.mentions[other].end <= start and resolved and not _is_modifier(clusters, other):
            yield other


def _is_modifier(clusters: Clusters, index: int) -> bool:
    """Whether a mention only qualifies another: "ISIS" in "ISIS forces"."""
    return clusters.parse.deps[clusters.mentions[index].head] in ("compound", "amod", "nmod")


def count_back(clusters: Clusters, index: int, number: int) -> Iterator[int]:
    """The last `number` persons named before a mention, nearest first, in its sentence or the two before."""
    found: set[int] = set()
    for other in range(index - 1, max(-1, index - LOOKBACK), -1):
        mention = clusters.mentions[other]
        if clusters.sentence(index) - clusters.sentence(other) > 2 or len(found) == number:
            return
        if mention.kind == "person" and mention.form == "name" and clusters.find(other) not in found:
            found.add(clusters.find(other))
            yield other
