"""Who says what: attributions with source, cue and content, direct and indirect, nested into chains."""

from __future__ import annotations

from dataclasses import replace

from karama.annotate.attribution_grammar import Found, Range
from karama.annotate.attribution_phrases import read_according, read_adjective, read_adverb, read_headline, read_noun
from karama.annotate.attribution_quotes import give_quotes
from karama.annotate.attribution_verbs import read_verb
from karama.annotate.cues import ADJECTIVES, ADVERBS, NOUNS, VERBS
from karama.annotate.quotations import Quote, find_quotes
from karama.domain.annotations import Attribution, AttributionKind, Mention, index_by_head
from karama.domain.parse import Parse
from karama.domain.text import Span

# What a quoted speaker may report of others; what he thinks, knows, plans or judges himself is part of his words.
OTHER_VOICES = frozenset({"say", "claim", "accuse", "deny", "promise"})
NO_OTHER_VOICE = frozenset({"i", "we", "you", "it", "this", "that", "which", "there"})


def annotate_attributions(parse: Parse, mentions: tuple[Mention, ...]) -> tuple[Attribution, ...]:
    """The attributions of a text in order; `inside` names the attribution that one stands within."""
    quotes = find_quotes(parse)
    found = give_quotes(parse, _find_all(parse), quotes)
    in_quote = {token for quote in quotes if quote.speech for token in range(quote.first, quote.last + 1)}
    found = [f for f in found if f.content and not _is_echo(parse, f, in_quote)]
    found.sort(key=lambda f: (min(f.source + f.cue + f.content), f.head))
    by_head = index_by_head(mentions)
    made = [_make(parse, f, f"a{n}", quotes, by_head) for n, f in enumerate(found, 1)]
    return _nest(made)


def _find_all(parse: Parse) -> list[Found]:
    """What each cue word of the text attributes, in order of the cues."""
    found: list[Found | None] = []
    for token, (lemma, tag) in enumerate(zip(parse.lemmas, parse.tags, strict=True)):
        if tag[0] == "V":
            if lemma in VERBS:
                found.append(read_verb(parse, token))
            elif lemma == "accord" and parse.lowers[token] == "according":
                found.append(read_according(parse, token))
        elif tag[0] == "N":
            if lemma in NOUNS:
                found.append(read_noun(parse, token))
        elif tag[0] == "J":
            if lemma in ADJECTIVES:
                found.append(read_adjective(parse, token))
        elif lemma in ADVERBS:
            found.append(read_adverb(parse, token))
        elif lemma == ":":
            found.append(read_headline(parse, token))
    return [f for f in found if f is not None]


def _is_echo(parse: Parse, found: Found, in_quote: set[int]) -> bool:
    """Whether the cue stands inside somebody's quoted words and adds no other voice to his: "I think", "we know", "it shows"."""
    if found.head not in in_quote:
        return False
    voice = parse.lowers[found.source[0][0]] if found.source else ""
    return found.kind not in OTHER_VOICES or not found.source or voice in NO_OTHER_VOICE


def _make(parse: Parse, found: Found, name: str, quotes: tuple[Quote, ...], by_head: dict[int, Mention]) -> Attribution:
    mention = by_head.get(found.speaker) if found.speaker is not None else None
    source, cue, content = (tuple(Span(*parse.span(a, b)) for a, b in part) for part in (found.source, found.cue, found.content))
    return Attribution(name, _kind(found.content, quotes), source, cue, content, mention.id if mention else None)


def _kind(content: tuple[Range, ...], quotes: tuple[Quote, ...]) -> AttributionKind:
    """Direct if all of it stands in quotation marks, mixed if some."""
    total = sum(b - a + 1 for a, b in content)
    quoted = sum(max(0, min(b, q.last) - max(a, q.first) + 1) for a, b in content for q in quotes)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= total - 2 else "mixed"


def _nest(made: list[Attribution]) -> tuple[Attribution, ...]:
    """The attributions with `inside` filled in: the smallest other one whose content holds the cue."""
    spans = sorted((span.start, span.end, sum(s.end - s.start for s in a.content), a.id) for a in made for span in a.content)
    nested: list[Attribution] = []
    for one in made:
        cue = one.cue[0]
        holders = [(size, name) for start, end, size, name in spans if start <= cue.start and cue.end <= end and name != one.id]
        nested.append(replace(one, inside=min(holders)[1]) if holders else one)
    return tuple(nested)
