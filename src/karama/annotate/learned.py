"""What an article teaches about its own names: who is named in full once is known by the surname everywhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container

from karama.annotate.finds import NAME_TAGS, Find
from karama.annotate.nouns import load_given_names, load_nouns, load_titles
from karama.domain.annotations import MentionKind
from karama.domain.parse import Parse

UNSURE = 0.75  # finds above this score rest on a table and are left as they are
MAY_CHANGE = frozenset(("organisation", "place", "nationality"))


def judge_full_name(parse: Parse, first: int, last: int, kind: MentionKind) -> MentionKind:
    """The kind of a name: a person where it begins with a given name ("Lidia Falcón"), follows a title, or is described as one ("X, a teacher")."""
    if kind not in MAY_CHANGE or last > first + 3 or parse.lowers[last] in load_nouns() or "of" in parse.lowers[first:last]:
        return kind
    plain = all(parse.tags[i] in NAME_TAGS and parse.words[i][1:].islower() for i in (first, last))
    given = first < last and parse.lowers[first] in load_given_names()
    return "person" if plain and (given or _follows_title(parse, first, last) or _is_described(parse, last)) else kind


def _follows_title(parse: Parse, first: int, last: int) -> bool:
    """Whether a title in the singular stands before a name and belongs to it: "Spokeswoman Sandy Angers"."""
    before = first - 1
    if before < 0 or parse.tags[before] not in ("NN", "NNP") or not first <= parse.heads[before] <= last:
        return False
    return parse.lowers[before] in load_titles()


def _is_described(parse: Parse, last: int) -> bool:
    """Whether a name has an apposition that says it is a person: "Papermaster, an executive at ..."."""
    return any(parse.deps[c] == "appos" and c > last and parse.tags[c] == "NN" and load_nouns().get(parse.lemmas[c]) == "people" for c in parse.children[last])


def apply_learned(parse: Parse, finds: list[Find], taken: Container[int], capital: list[bool]) -> list[Find]:
    """The finds with single names judged by the article as a whole, and with those names that the model passed over in places."""
    surnames, votes = _learn(parse, finds)
    out = [_judge_again(parse, find, surnames, votes) for find in finds]
    towns = _learn_towns(parse, finds, surnames)
    out = [find._replace(kind="place") if _is_town(parse, find, towns) else find for find in out]
    for token, word in enumerate(parse.words):
        if capital[token] and token not in taken and parse.tags[token] in NAME_TAGS and len(word) > 2:
            kind = "person" if word in surnames else votes.get(word)
            if kind is not None:
                out.append(Find(token, token, token, kind, "name", 0.6))
    return out


def _learn(parse: Parse, finds: list[Find]) -> tuple[set[str], dict[str, MentionKind]]:
    """The surnames of those named in full, and the commonest kind of each single name."""
    surnames: set[str] = set()
    votes: dict[str, Counter[MentionKind]] = defaultdict(Counter)
    for find in finds:
        word = parse.words[find.last]
        if find.kind == "person" and find.first < find.last and word[0].isupper() and parse.tags[find.last] in NAME_TAGS:
            surnames.add(word)
        elif find.first == find.last and find.kind in ("person", "organisation"):
            votes[word][find.kind] += 1
    return surnames, {word: kinds.most_common(1)[0][0] for word, kinds in votes.items()}


def _judge_again(parse: Parse, find: Find, surnames: set[str], votes: dict[str, MentionKind]) -> Find:
    if find.first == find.last and find.kind == "place" and parse.words[find.last] in surnames and _is_nobodys_place(parse, find):
        return find._replace(kind="person")  # "Amman" after "Sudesh Amman"
    if find.first == find.last and find.score < UNSURE and find.kind in MAY_CHANGE:
        word = parse.words[find.last]
        if word in surnames or (find.kind == "organisation" and votes.get(word) == "person"):
            return find._replace(kind="person")
    return find


def _learn_towns(parse: Parse, finds: list[Find], surnames: set[str]) -> frozenset[str]:
    """Single names that are places at least half as often as they are anybody, and nobody's surname: "Amirli", which the model takes for a man."""
    places: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for find in finds:
        if find.first == find.last:
            (places if find.kind == "place" else others)[parse.words[find.last]] += 1
    return frozenset(word for word, count in places.items() if word not in surnames and 2 * count >= others[word] > 0)


def _is_town(parse: Parse, find: Find, towns: frozenset[str]) -> bool:
    """Whether a single name is a person or body only by the model's word, and a place elsewhere in the article."""
    alone = find.first == find.last and find.score < UNSURE and find.kind in ("person", "organisation") and parse.words[find.last] in towns
    return alone and (find.first == 0 or parse.lowers[find.first - 1] not in load_titles())


def _is_nobodys_place(parse: Parse, find: Find) -> bool:
    """Whether a surname that is a town too does something here, and stands after no preposition of place."""
    before = parse.lowers[find.first - 1] if find.first else ""
    return parse.deps[find.head] in ("nsubj", "nsubjpass", "dobj", "poss") and before not in ("in", "near", "of", "from", "to", "at", "outside", "around", ",")
