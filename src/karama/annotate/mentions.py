"""Mentions: names, descriptions and pronouns of people, organisations, places, weapons and the like."""

from __future__ import annotations

from typing import NamedTuple

from karama.annotate.nouns import load_nouns
from karama.domain.annotations import Date, Mention, MentionForm, MentionKind
from karama.domain.parse import Parse
from karama.ports import ActorBase

# OntoNotes label of the language model -> kind of mention.
KIND_OF_LABEL: dict[str, MentionKind] = {
    "PERSON": "person", "ORG": "organisation", "NORP": "nationality", "GPE": "place", "LOC": "place", "FAC": "place", "MONEY": "money",
}  # fmt: skip
PRONOUNS: dict[str, MentionKind] = {
    "he": "person", "him": "person", "his": "person", "himself": "person", "she": "person", "her": "person", "herself": "person", "i": "person", "me": "person",
    "my": "person", "it": "organisation", "its": "organisation", "they": "people", "them": "people", "their": "people", "themselves": "people", "we": "people",
    "us": "people", "our": "people", "who": "people", "those": "people", "hers": "person", "theirs": "people", "itself": "organisation",
}  # fmt: skip
NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PREMODIFIERS = frozenset(("det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "predet", "advmod", "case", "punct"))


class Find(NamedTuple):
    """A mention in the making: tokens [first, last], its head, and what it is."""

    first: int
    last: int
    head: int
    kind: MentionKind
    form: MentionForm
    score: float


def annotate_mentions(parse: Parse, toponyms: tuple[Mention, ...], dates: tuple[Date, ...], actors: ActorBase) -> tuple[Mention, ...]:
    """All mentions in text order (nested ones allowed, equal spans not), toponyms among them; ids "m1", "m2" ... in order."""
    finds = _find_names(parse, toponyms, actors)
    finds += _find_nominals(parse)
    finds += _find_pronouns(parse)
    dated = {(date.start, date.end) for date in dates}
    best: dict[tuple[int, int], Find] = {}
    for find in finds:
        best.setdefault((find.first, find.last), find)
    ordered = sorted((find for find in best.values() if parse.span(find.first, find.last) not in dated), key=lambda f: (f.first, -f.last))
    return tuple(_make_mention(parse, find, n) for n, find in enumerate(ordered, 1))


def _make_mention(parse: Parse, find: Find, number: int) -> Mention:
    start, end = parse.span(find.first, find.last)
    return Mention(f"m{number}", start, end, parse.text[start:end], find.kind, find.form, None, find.score, find.first, find.last, find.head)


def _find_head(parse: Parse, first: int, last: int) -> int:
    """The token of the stretch whose governor lies outside it; the last such."""
    return next((i for i in range(last, first - 1, -1) if not first <= parse.heads[i] <= last or parse.heads[i] == i), last)


def _find_names(parse: Parse, toponyms: tuple[Mention, ...], actors: ActorBase) -> list[Find]:
    finds = _find_actors(parse, actors)
    taken = {i for find in finds for i in range(find.first, find.last + 1)}
    for place in toponyms:
        if taken.isdisjoint(range(place.first, place.last + 1)):
            finds.append(Find(place.first, place.last, place.head, place.kind, "name", 0.9))
            taken.update(range(place.first, place.last + 1))
    for name in parse.names:
        kind = KIND_OF_LABEL.get(name.label)
        if kind is not None and taken.isdisjoint(range(name.first, name.last + 1)):
            finds.append(Find(name.first, name.last, _find_head(parse, name.first, name.last), kind, "name", 0.7))
    return finds


def _find_actors(parse: Parse, actors: ActorBase) -> list[Find]:
    finds, free = [], 0
    for i, word in enumerate(parse.words):
        if i >= free and word[0].isupper() and (found := actors.match(parse.words, i)) is not None:
            length, known = found
            kind: MentionKind = "person" if known.actor.type == "person" else "organisation"
            finds.append(Find(i, i + length - 1, _find_head(parse, i, i + length - 1), kind, "name", 0.9))
            free = i + length
    return finds


def _find_nominals(parse: Parse) -> list[Find]:
    nouns, finds = load_nouns(), []
    for i, tag in enumerate(parse.tags):
        if tag in NOUN_TAGS and parse.deps[i] != "compound":
            kind = nouns.get(parse.lemmas[i]) or nouns.get(parse.lowers[i])
            if kind is not None:
                exact: MentionKind = "person" if kind == "people" and tag in ("NN", "NNP") else kind  # type: ignore[assignment]
                finds.append(Find(_find_first(parse, i), i, i, exact, "nominal", 0.6))
    return finds


def _find_first(parse: Parse, head: int) -> int:
    """The first token of the base noun phrase of a head noun."""
    first = head
    for child in reversed(parse.children[head]):
        if child < head and parse.deps[child] in PREMODIFIERS:
            first = min(first, parse.left[child])
    while first < head and parse.poses[first] == "PUNCT":
        first += 1
    return first


def _find_pronouns(parse: Parse) -> list[Find]:
    return [Find(i, i, i, PRONOUNS[lower], "pronoun", 0.5) for i, lower in enumerate(parse.lowers) if lower in PRONOUNS and parse.words[i] != "US"]
