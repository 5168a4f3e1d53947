"""What descriptions stand for: the nearest thing before them that fits, and nothing where none does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

from karama.data import read_table
from karama.domain.entities import Place
from karama.ground.actor_words import read_sorts
from karama.ground.clusters import FAMILY, Clusters, strip_article
from karama.ports import KnownActor

DEFINITE = frozenset(("the", "this", "that", "these", "those", "both"))
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


# Nouns of small settlements, and how far the largest of them reach: nobody calls Tehran a town.
SMALL = frozenset(("town", "village", "hamlet", "settlement"))
SMALL_KM = 9.0


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
    if first.kind == "place" and any(_holds_place(clusters, i) for i in (one, other)):
        return False  # "Makiivka, Donetsk Oblast"
    overlap = first.start < second.end and second.start < first.end
    return not overlap and clusters.is_plural(one) == clusters.is_plural(other)


def _holds_place(clusters: Clusters, index: int) -> bool:
    """Whether a description of a place holds the name of another: "Donetsk Oblast", "the Syrian town of Karama" does not."""
    mention = clusters.mentions[index]
    inside = (clusters.by_head.get(token) for token in range(mention.first, mention.last + 1) if token != mention.head) if mention.form == "nominal" else ()
    return any(i is not None and clusters.mentions[i].kind == "place" and clusters.mentions[i].form == "name" for i in inside)


def _spread_types(clusters: Clusters, known: list[KnownActor | None]) -> dict[int, str]:
    """Actor type by sign of group, where a name of the group is in the actor base."""
    return {clusters.find(index): actor.actor.type for index, actor in enumerate(known) if actor is not None}


def _find_described(clusters: Clusters, index: int, lemma: str, places: dict[str, Place], types: dict[int, str]) -> int | None:
    """The nearest name before that the description fits: "the extremist group" the armed group, "the city" the city."""
    mention = clusters.mentions[index]
    features = FEATURES.get(lemma)
    if mention.kind == "place" and features is not None and not clusters.is_plural(index):
        return _find_place(clusters, index, lemma, features, places)
    wanted = find_wanted(clusters, index, lemma)
    if wanted is not None and not _binds_other(clusters, index):
        return _nearest(clusters, index, lambda i: clusters.mentions[i].kind == "organisation" and types.get(clusters.find(i), UNLISTED) in wanted)
    if mention.kind == "person":
        return _nearest(clusters, index, lambda i: clusters.mentions[i].kind == "person" and _holds_office(clusters, i, lemma))
    return None


def _find_place(clusters: Clusters, index: int, lemma: str, features: tuple[str, ...], places: dict[str, Place]) -> int | None:
    """The place of that sort named last within reach; failing that, the one that the article names most, by far."""
    following = clusters.parse.lowers[clusters.mentions[index].last + 1 : clusters.mentions[index].last + 2]
    if following and following[0] in ("of", "in", "near", "called", "named", "where", "that", "which", "to", "on", "at", "from"):
        return None
    fitting = [i for i in range(max(0, index - LOOKBACK), index) if _may_be_meant(clusters, i, lemma, features, places)]
    near = [i for i in fitting if clusters.sentence(index) - clusters.sentence(i) <= REACH]
    if near:
        return near[-1]
    counts = Counter(clusters.find(i) for i in fitting).most_common(2)
    clear = counts and counts[0][1] > 1 and (len(counts) == 1 or counts[0][1] >= 2 * counts[1][1])
    return counts[0][0] if clear else None


# Words that set a body apart from those named before: "the other militia groups", "the local militia".
APART = frozenset(("other", "another", "local", "rival", "new", "different", "several", "various", "smaller", "larger", "opposing", "former"))
PLAIN_TYPES = frozenset(("NGO", "media", "business"))


def find_wanted(clusters: Clusters, index: int, lemma: str) -> frozenset[str] | None:
    """The actor types that a description can stand for, None for none: "the group" an armed group, "the monitoring group" an NGO.

    One body is not "these groups", and nobody named before is "the other group".
    """
    parse, mention = clusters.parse, clusters.mentions[index]
    wanted = load_descriptions().get(lemma)
    before = parse.lowers[mention.first : mention.head]
    if wanted is None or (mention.kind == "organisation" and parse.tags[mention.head] == "NNS") or not APART.isdisjoint(before):
        return None
    sorts = read_sorts()
    told = next((sort for word in reversed(before) if (sort := sorts.get(f"{word} {lemma}") or sorts.get(word)) is not None and sort.type in PLAIN_TYPES), None)
    return frozenset((told.type,)) if told is not None else wanted


def _binds_other(clusters: Clusters, index: int) -> bool:
    """Whether a description names another body within itself ("the Kurdish group", "the group Ansar al-Sharia", "the group of rebels")."""
    parse, mention = clusters.parse, clusters.mentions[index]
    if any(parse.words[i][0].isupper() for i in range(mention.first + 1, mention.last)):
        return True
    return mention.last + 1 < len(parse) and (parse.lowers[mention.last + 1] in ("of", "called", "named", "known") or parse.tags[mention.last + 1] == "NNP")


def _may_be_meant(clusters: Clusters, index: int, lemma: str, features: tuple[str, ...], places: dict[str, Place]) -> bool:
    """Whether a description of that noun can mean a place named before: not where the report was filed, nor a seat of government called a town."""
    mention = clusters.mentions[index]
    place = places.get(mention.id) if mention.kind == "place" else None
    if place is None or place.feature is None or not place.feature.startswith(features) or clusters.parse.in_dateline(mention.first):
        return False
    if lemma in SMALL and (place.feature == "PPLC" or (place.radius_km or 0.0) > SMALL_KM):
        return False
    return place.precision not in ("near", "part of settlement", "area")


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
        if (
            not inside
            and clusters.mentions[other].form == "name"
            and not clusters.parse.in_dateline(clusters.mentions[other].first)
            and fits(other)
            and (best is None or clusters.is_subject(other))
        ):
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
