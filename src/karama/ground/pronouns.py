"""What pronouns stand for: the subject before them, or the nearest thing that fits; nothing where none does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import islice

from karama.data import read_table
from karama.ground.antecedents import LOOKBACK
from karama.ground.clusters import Clusters

SPEECH = frozenset(("say", "tell", "add", "write", "tweet", "state", "ask", "declare", "announce", "warn", "explain", "insist", "note"))
HE = frozenset(("he", "him", "his", "himself"))
SHE = frozenset(("she", "her", "hers", "herself"))
THEY = frozenset(("they", "them", "their", "theirs", "themselves"))
IT = frozenset(("it", "its", "itself"))
FIRST_PERSON = frozenset(("i", "me", "my", "myself"))
IMPERSONAL = frozenset(("be", "seem", "appear", "take", "happen", "mark", "mean", "rain", "snow", "turn", "become", "remain", "make"))
RELATIVE = frozenset(("who", "whom"))


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


# Services on which people speak; who writes there is no "they" of theirs.
SERVICES = frozenset(("twitter", "facebook", "telegram", "whatsapp", "youtube", "instagram", "internet"))


def _is_several(clusters: Clusters, index: int) -> bool:
    mention = clusters.mentions[index]
    return mention.kind in ("people", "organisation") and clusters.lowers[index] not in SERVICES


def _is_thing(clusters: Clusters, index: int) -> bool:
    return clusters.mentions[index].kind in ("organisation", "place") and not clusters.is_plural(index) and clusters.lowers[index] not in SERVICES


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
        if clusters.parse.in_dateline(clusters.mentions[other].first):
            continue  # nobody who wired a report from Beirut is in it
        resolved = clusters.mentions[other].form != "pronoun" or clusters.find(other) != other
        if place == sentence and clusters.mentions[other].end <= start and resolved and not _is_modifier(clusters, other):
            yield other


def _is_modifier(clusters: Clusters, index: int) -> bool:
    """Whether a mention only qualifies another: "ISIS" in "ISIS forces"."""
    return clusters.parse.deps[clusters.mentions[index].head] in ("compound", "amod", "nmod")
