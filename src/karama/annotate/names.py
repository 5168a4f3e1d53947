"""Names: the language model's, mended by the actor base, the toponyms and the words themselves."""

from __future__ import annotations

from collections.abc import Iterator

from karama.annotate.finds import NAME_TAGS, NOUN_TAGS, Find, find_head
from karama.annotate.learned import apply_learned, judge_full_name
from karama.annotate.name_kinds import DIRECTIONS, SERVICES, is_people, judge_kind
from karama.annotate.nouns import load_given_names, load_nouns, load_titles
from karama.domain.annotations import Mention, MentionKind
from karama.domain.parse import Parse
from karama.ports import ActorBase, KnownActor

# OntoNotes label of the language model -> kind of mention; the labels left out name no mention.
KIND_OF_LABEL: dict[str, MentionKind] = {
    "PERSON": "person", "ORG": "organisation", "NORP": "nationality", "GPE": "place", "LOC": "place", "FAC": "place", "MONEY": "money", "LAW": "document",
    "PRODUCT": "weapon",
}  # fmt: skip
# Ships by their prefix: "HMS Daring".
SHIP_PREFIXES = frozenset(("HMS", "USS", "HMAS", "HMCS", "RFA", "MV", "USNS"))
TRIM_FIRST = frozenset((
    "the", "a", "an", "'s", "’s", "'", "’", '"', "“", "”", "(", "-", "--", "—", "‘",
    "this", "that", "`", "``", "@", "#", "*", ":", ".", "near", "in", "at", "from", "by", "for", "of", "to", "and",
))  # fmt: skip
TRIM_LAST = frozenset(("'s", "’s", "'", "’", '"', "“", "”", ")", "(", "[", ",", ".", "-", "--", "—", ":", ";", "‘", "''", "?", "!", "/", "s"))
PERSON_ID = "person-"  # how the ids of persons in the actor base begin
SHOUTED_FROM = 4  # words; fewer in capitals may be one acronym beside another
# Between a photographer and an agency: "Goran Tomasevic/REUTERS".
MEDIA_SIGN = "/"


def find_names(parse: Parse, toponyms: tuple[Mention, ...], dated: frozenset[int], actors: ActorBase) -> list[Find]:
    """All names: of the actor base first, then toponyms, nationality words, the model's names, and runs of capitals that nothing explains."""
    owner: dict[int, str] = {}
    capital = find_capitals(parse)
    finds = list(_find_actors(parse, capital, actors, owner, dated))
    finds += _find_hyphened_states(parse, actors)
    finds += _find_ships(parse, owner)
    people = [span for span in _trim_names(parse, dated) if span[2] == "person"]
    finds += _keep_toponyms(parse, toponyms, people, owner)
    finds += _find_states(parse, capital, actors, owner)
    finds += _find_nationalities(parse, capital, actors, owner)
    finds += _find_model_names(parse, dated, owner)
    finds += _find_unexplained(parse, dated, owner)
    return apply_learned(parse, finds, owner.keys() | dated, capital)


def find_capitals(parse: Parse) -> list[bool]:
    """By token, whether it has a capital that tells a name; in a sentence all in capitals the tags tell instead."""
    found = [word[0].isupper() for word in parse.words]
    for first, last, _ in parse.sentences:
        letters = [word for word in parse.words[first : last + 1] if word.isalpha() and len(word) > 1]
        if len(letters) >= SHOUTED_FROM and all(map(str.isupper, letters)):
            found[first : last + 1] = [tag in ("NNP", "NNPS", "JJ") for tag in parse.tags[first : last + 1]]
    return found


def _claim(owner: dict[int, str], first: int, last: int, who: str) -> None:
    for token in range(first, last + 1):
        owner[token] = who


def _find_actors(parse: Parse, capital: list[bool], actors: ActorBase, owner: dict[int, str], dated: frozenset[int]) -> Iterator[Find]:
    """Names of the actor base, the longest first."""
    free, words, people = 0, parse.words, _map_people(parse)
    for i, word in enumerate(words):
        if i < free or not capital[i]:
            continue
        found = actors.match(words, i)
        if found is None:
            continue
        length, known = found
        last = i + length - 1
        while last > i and not words[last][0].isalnum():
            last -= 1
        person = known.id.startswith(PERSON_ID)
        if last == i and (_is_tail(parse, i) or (person and _is_in_longer_name(parse, i)) or _is_in_others_name(parse, i, person, people)):
            continue
        if last > i and not person and _is_of_another_state(parse, i, known, actors):
            continue
        _claim(owner, i, last, "actor")
        first = _add_title(parse, i, dated) if person else i
        yield Find(first, last, find_head(parse, i, last), "person" if person else "organisation", "name", 0.9)
        if last > i and actors.nationality(word) is not None:
            yield Find(i, i, i, "nationality", "name", 0.8)
        free = last + 1


def _map_people(parse: Parse) -> dict[int, tuple[int, int]]:
    """The first and last token of the model's name of a person, by token, for names of several words."""
    return {t: (name.first, name.last) for name in parse.names if name.label == "PERSON" and name.last > name.first for t in range(name.first, name.last + 1)}


def _is_in_others_name(parse: Parse, token: int, person: bool, people: dict[int, tuple[int, int]]) -> bool:
    """Whether one known word stands in somebody else's full name: "Ashton B. Carter" is no Catherine Ashton, "Omar Maute" no Maute group."""
    first, last = people.get(token, (token, token))
    while last > token and (parse.lowers[last] in TRIM_LAST or parse.words[last][0].islower()):
        last -= 1
    if person and last > token and parse.words[token + 1][0].isupper():
        return True
    named = first < token or (token > 0 and parse.heads[token - 1] == token and parse.tags[token - 1] == "NNP")
    return not person and token == last and named and parse.lowers[token - 1] in load_given_names()


def _is_of_another_state(parse: Parse, first: int, known: KnownActor, actors: ActorBase) -> bool:
    """Whether the nationality before a name makes another body of it: "Iraqi Observatory for Human Rights", not the Syrian one."""
    country = known.actor.country
    if first == 0 or country is None or known.actor.type in ("armed group", "militia") or parse.sentence_of[first - 1] != parse.sentence_of[first]:
        return False
    before = actors.nationality(parse.words[first - 1])
    return before is not None and before != country and actors.nationality(parse.words[first]) is None


def _find_hyphened_states(parse: Parse, actors: ActorBase) -> Iterator[Find]:
    """States and nationalities in one token with what they do: "U.S." of "U.S.-backed"."""
    for i, word in enumerate(parse.words):
        stop = word.find("-")
        if stop > 1 and word[0].isupper() and word[stop + 1 :].islower() and (actors.state(word[:stop]) or actors.nationality(word[:stop])) is not None:
            yield Find(i, i, i, "nationality" if actors.state(word[:stop]) is None else "place", "name", 0.8, stop)


def _is_tail(parse: Parse, token: int) -> bool:
    """Whether a word is the end of a hyphenated one: "Fateh" in "Jaysh Al-Fateh"."""
    return token > 0 and parse.words[token - 1][-1] == "-" and parse.ends[token - 1] == parse.starts[token]


def _is_in_longer_name(parse: Parse, token: int) -> bool:
    """Whether a well-known surname belongs to another's name here: "Jim Townsend", "Clinton Foundation"."""
    before = token > 0 and parse.tags[token - 1] == "NNP" and parse.heads[token - 1] == token and parse.lowers[token - 1] not in load_titles()
    after = token + 1 < len(parse) and parse.tags[token + 1] == "NNP" and parse.heads[token] == token + 1
    return before or after


def _find_ships(parse: Parse, owner: dict[int, str]) -> Iterator[Find]:
    """Ships of war by their prefix: "HMS Daring", "USS John S. McCain"."""
    for i, word in enumerate(parse.words[:-1]):
        if word in SHIP_PREFIXES and parse.tags[i + 1] in NAME_TAGS and parse.words[i + 1][0].isupper() and i not in owner:
            last = i + 1
            while last + 1 < len(parse) and last < i + 4 and parse.tags[last + 1] in NAME_TAGS and parse.heads[last] > last:
                last += 1
            _claim(owner, i, last, "ship")
            yield Find(i, last, last, "platform", "name", 0.9)


def _keep_toponyms(parse: Parse, toponyms: tuple[Mention, ...], people: list[tuple[int, int, MentionKind]], owner: dict[int, str]) -> Iterator[Find]:
    """Toponyms that stand neither in an actor's name nor inside a longer name of a person ("Abu Bakr al-Baghdadi")."""
    inside = {token for first, last, _ in people if last > first for token in range(first, last + 1)}
    for place in toponyms:
        tokens = range(place.first, place.last + 1)
        if any(token in owner for token in tokens) or (place.last + 1 in inside and place.last in inside):
            continue
        _claim(owner, place.first, place.last, "place")
        yield Find(place.first, place.last, place.head, place.kind, "name", max(place.score, 0.5))


def _find_nationalities(parse: Parse, capital: list[bool], actors: ActorBase, owner: dict[int, str]) -> Iterator[Find]:
    """Words of nationality: "Iraqi" in "Iraqi forces"; as a noun in the plural, a people ("the Iraqis")."""
    tags = parse.tags
    for i, word in enumerate(parse.words):
        if capital[i] and i not in owner and tags[i] in _NATIONAL_TAGS and actors.nationality(word) is not None and actors.state(word) is None:
            owner[i] = "nationality"
            yield Find(i, i, i, "people" if is_people(parse, i) else "nationality", "name", 0.9)


def _find_states(parse: Parse, capital: list[bool], actors: ActorBase, owner: dict[int, str]) -> Iterator[Find]:
    """States by one word that no toponym holds, above all abbreviations ("U.S.", "UK")."""
    for i, word in enumerate(parse.words):
        if capital[i] and i not in owner and parse.tags[i] in NAME_TAGS and (word.isupper() or word.istitle()) and actors.state(word) is not None:
            owner[i] = "place"
            yield Find(i, i, i, "place", "name", 0.8)


_NATIONAL_TAGS = frozenset(("JJ", "NNP", "NNPS", "NN", "NNS"))


def _trim_names(parse: Parse, dated: frozenset[int]) -> Iterator[tuple[int, int, MentionKind]]:
    """The model's names without articles, quotes, dates and possessives at their edges, cut where a sentence ends."""
    for name in parse.names:
        kind = KIND_OF_LABEL.get(name.label)
        if kind is None:
            continue
        first, last = name.first, name.last
        while parse.sentence_of[last] != parse.sentence_of[first]:
            last -= 1
        slash = next((i for i in range(first, last + 1) if parse.words[i] == MEDIA_SIGN), None)
        last = last if slash is None else slash - 1
        while first <= last and (parse.lowers[first] in TRIM_FIRST or first in dated):
            first += 1
        while last >= first and ((parse.lowers[last] in TRIM_LAST and not (parse.words[last] == "." and kind == "person")) or last in dated):
            last -= 1
        while last > first and parse.tags[last] in ("IN", "CC", "DT"):
            last -= 1
        if first <= last:
            yield first, last, kind


def _find_model_names(parse: Parse, dated: frozenset[int], owner: dict[int, str]) -> Iterator[Find]:
    for low, high, kind in _trim_names(parse, dated):
        first, last = _leave_known(parse, low, high, kind, owner)
        right = judge_kind(parse, first, last, kind) if first <= last else None
        if right is None:
            continue
        if right == "person" and _stands_in_place(parse, first, last, owner):
            right = "place"
        if right == "person":
            first = _add_title(parse, _add_first_name(parse, first, owner), dated)
        elif right == "organisation" and owner.get(first - 1) == "nationality" and parse.tags[first - 1] == "NNP" and parse.heads[first - 1] >= first:
            first -= 1  # "Syrian" before "Arab Coalition"
        for token in range(first, last + 1):
            owner.setdefault(token, "name")
        yield Find(first, last, find_head(parse, first, last), right, "name", 0.7)


def _stands_in_place(parse: Parse, first: int, last: int, owner: dict[int, str]) -> bool:
    """Whether a name that is no full name of a person stands before what it lies in: "Majdal Shams, Golan Heights"."""
    if last + 2 >= len(parse) or parse.words[last + 1] != "," or owner.get(last + 2) != "place" or parse.lowers[first] in load_given_names():
        return False
    before = parse.lowers[first - 1] if first and parse.sentence_of[first - 1] == parse.sentence_of[first] else ""
    return before not in load_titles() and before not in ("by", "says", "said") and parse.deps[last] not in ("nsubj", "nsubjpass")


def _leave_known(parse: Parse, first: int, last: int, kind: MentionKind, owner: dict[int, str]) -> tuple[int, int]:
    """What a model's name adds to the names known already, as first and last token; empty (first after last) for nothing."""
    taken = [i for i in range(first, last + 1) if i in owner]
    if not taken or _reaches_beyond(parse, first, last, kind, taken):
        return first, last
    if parse.lowers[first] in DIRECTIONS:
        return 1, 0
    while first in owner and first <= last:
        first += 1
    while last in owner and last >= first:
        last -= 1
    if first > last or any(i in owner for i in range(first, last + 1)) or not parse.words[first][0].isupper():
        return 1, 0
    return first, last


def _add_first_name(parse: Parse, first: int, owner: dict[int, str]) -> int:
    """The first token of a name with a first name that the model left off: "Zeid" before "Ra'ad Al Hussein"."""
    before = first - 1
    if before < 0 or before in owner or parse.tags[before] != "NNP" or parse.sentence_of[before] != parse.sentence_of[first]:
        return first
    alone = parse.deps[before] == "compound" and before < parse.heads[before] <= first + 3
    return before if alone and parse.words[before][1:].islower() and parse.lowers[before] not in load_titles() else first


def _reaches_beyond(parse: Parse, first: int, last: int, kind: MentionKind, taken: list[int]) -> bool:
    """Whether a name that holds known ones is a name of its own: "Ministry of Defence of Iraq", "Syrian Observatory", not "Raqqa, Syria"."""
    if kind == "place" and len(taken) <= last - first and last not in taken and parse.words[last][0].isupper():
        noun = load_nouns().get(parse.lowers[last]) or load_nouns().get(parse.lemmas[last])
        return noun == "place"  # "Malabang District Jail", "Chuhuiv Air Base"
    if kind not in ("organisation", "document") or len(taken) > last - first:
        return False
    return last not in taken or ("of" in parse.lowers[first : last + 1] and parse.lowers[first] not in DIRECTIONS)


def _add_title(parse: Parse, first: int, dated: frozenset[int]) -> int:
    """The first token of a person's name with the titles before it: "Lt. Gen. Stephen Townsend", "Iraqi Prime Minister Haider al-Abadi"."""
    titles, start = load_titles(), first
    if first == 0 or not (parse.lowers[first - 1] in titles or parse.lemmas[first - 1] in titles) or parse.tags[first - 1] not in NOUN_TAGS:
        return first
    while start > 0 and first - start < 8 and parse.tags[start - 1] in _TITLE_TAGS and parse.sentence_of[start - 1] == parse.sentence_of[first]:
        if start - 1 in dated:
            break  # "On 6 November Rwandan President Paul Kagame"
        start -= 1
    while parse.tags[start] in ("HYPH", "POS"):
        start += 1
    return start


_TITLE_TAGS = frozenset(("NN", "NNP", "NNPS", "JJ", "HYPH"))


def _find_unexplained(parse: Parse, dated: frozenset[int], owner: dict[int, str]) -> Iterator[Find]:
    """Runs of capitalised names that no source explains: acronyms as bodies, others by the noun they end in or by their preposition."""
    token, count = 0, len(parse)
    while token < count:
        if not _may_be_name(parse, token, dated, owner):
            token += 1
            continue
        last = token
        while last + 1 < count and _may_be_name(parse, last + 1, dated, owner) and parse.sentence_of[last + 1] == parse.sentence_of[token]:
            last += 1
        kind = _guess_kind(parse, token, last)
        if kind is not None:
            _claim(owner, token, last, "guess")
            yield Find(token, last, find_head(parse, token, last), kind, "name", 0.4)
        token = last + 1


def _may_be_name(parse: Parse, token: int, dated: frozenset[int], owner: dict[int, str]) -> bool:
    word = parse.words[token]
    return parse.tags[token] in NAME_TAGS and word[0].isupper() and token not in owner and token not in dated


def _guess_kind(parse: Parse, first: int, last: int) -> MentionKind | None:
    """The likely kind of a run of capitals; None where it is more likely a common noun."""
    nouns, word = load_nouns(), parse.words[last]
    noun = nouns.get(parse.lowers[last]) or nouns.get(parse.lemmas[last])
    if noun is not None:
        return noun if last > first and noun in ("organisation", "place") else None
    if (last == first and parse.lowers[last] in SERVICES) or parse.in_dateline(first):
        return "organisation"
    if judge_full_name(parse, first, last, "organisation") == "person":
        return "person"
    if last == first:
        return "organisation" if word.isupper() and 2 < len(word) < 8 and word.isalpha() else None
    if parse.deps[last] in ("nsubj", "nsubjpass", "appos") and all(parse.words[i][1:].islower() for i in range(first, last + 1)):
        return "person"
    return "organisation" if parse.words[first].isupper() and len(parse.words[first]) > 2 else None
