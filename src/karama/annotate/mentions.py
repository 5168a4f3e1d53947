"""Mentions: names, descriptions and pronouns of people, organisations, places, weapons and the like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from karama.annotate.finds import Find
from karama.annotate.names import find_names
from karama.annotate.nominals import find_nominals
from karama.domain.annotations import Date, Mention, MentionKind
from karama.domain.parse import Parse
from karama.ports import ActorBase

PRONOUNS: dict[str, MentionKind] = {
    "he": "person", "him": "person", "his": "person", "himself": "person", "she": "person", "her": "person", "herself": "person", "i": "person", "me": "person",
    "my": "person", "myself": "person", "it": "organisation", "its": "organisation", "itself": "organisation", "they": "people", "them": "people",
    "their": "people", "themselves": "people", "we": "people", "us": "people", "our": "people", "ourselves": "people", "who": "people", "whom": "people",
    "hers": "person", "theirs": "people", "ours": "people",
}  # fmt: skip
PRONOUN_TAGS = frozenset(("PRP", "PRP$", "WP"))


def annotate_mentions(parse: Parse, toponyms: tuple[Mention, ...], dates: tuple[Date, ...], actors: ActorBase) -> tuple[Mention, ...]:
    """All mentions in text order (nested ones allowed, equal spans not), toponyms among them; ids "m1", "m2" ... in order."""
    dated = frozenset(_cover_dates(parse, dates))
    names = find_names(parse, toponyms, dated, actors)
    named = {token for find in names if not find.stop for token in range(find.first, find.last + 1)}
    best: dict[tuple[int, int], Find] = {}
    for find in (*names, *find_nominals(parse, named, dated), *_find_pronouns(parse)):
        best.setdefault((find.first, find.last), find)
    return tuple(_number(parse, sorted(best.values(), key=lambda find: (find.first, -find.last))))


def _number(parse: Parse, finds: Iterable[Find]) -> Iterator[Mention]:
    for number, find in enumerate(finds, 1):
        start, end = parse.span(find.first, find.last)
        end = parse.starts[find.last] + find.stop if find.stop else end
        yield Mention(f"m{number}", start, end, parse.text[start:end], find.kind, find.form, None, find.score, find.first, find.last, find.head)


def _cover_dates(parse: Parse, dates: tuple[Date, ...]) -> Iterator[int]:
    """The tokens that lie in a date: no mention begins or ends there."""
    token, count = 0, len(parse)
    for date in dates:
        while token < count and parse.ends[token] <= date.start:
            token += 1
        while token < count and parse.starts[token] < date.end:
            yield token
            token += 1


def _find_pronouns(parse: Parse) -> Iterator[Find]:
    tags = parse.tags
    for i, lower in enumerate(parse.lowers):
        if lower in PRONOUNS and tags[i] in PRONOUN_TAGS:
            yield Find(i, i, i, PRONOUNS[lower], "pronoun", 0.5)
