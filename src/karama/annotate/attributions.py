"""Who says what: attributions with source, cue and content, direct and indirect, nested into chains."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from karama.annotate.attribution_grammar import Found, Range
from karama.annotate.attribution_phrases import read_according, read_adjective, read_adverb, read_headline, read_noun, resolve_citing
from karama.annotate.attribution_quotes import give_quotes
from karama.annotate.attribution_tails import is_better, read_tail
from karama.annotate.attribution_verbs import read_verb
from karama.annotate.cues import ADJECTIVES, ADVERBS, NOUNS, VERBS
from karama.annotate.quotations import Quote, find_quotes
from karama.domain.annotations import Attribution, AttributionKind, Mention, index_by_head
from karama.domain.parse import Parse
from karama.domain.text import Span

# What a quoted speaker may report of others; what he thinks, knows, plans or judges himself is part of his words.
OTHER_VOICES = frozenset({"say", "claim", "accuse", "deny", "promise"})
LONGEST_NAME = 16  # tokens
NO_OTHER_VOICE = frozenset({"i", "we", "you", "it", "this", "that", "which", "there"})


def annotate_attributions(parse: Parse, mentions: tuple[Mention, ...]) -> tuple[Attribution, ...]:
    """The attributions of a text in order; `inside` names the attribution that one stands within."""
    quotes = find_quotes(parse)
    found = resolve_citing(parse, give_quotes(parse, _find_all(parse), quotes))
    in_quote = {token for quote in quotes if quote.speech for token in range(quote.first, quote.last + 1)}
    found = [f for f in found if f.content and not parse.in_dateline(f.head) and not _is_echo(parse, f, in_quote)]
    found.sort(key=lambda f: (min(f.source + f.cue + f.content), f.head))
    by_head = _index_names(mentions) | index_by_head(mentions)
    people = {m.first: m for m in mentions if m.kind == "person" and m.form == "name"}
    made = [_make(parse, f, f"a{n}", quotes, by_head, people) for n, f in enumerate(found, 1)]
    names = {f.head: one.id for f, one in zip(found, made, strict=True)}
    fixed = {one.id: names[f.within] for f, one in zip(found, made, strict=True) if f.within in names}
    return _nest(made, fixed)


def _find_all(parse: Parse) -> list[Found]:
    """What each cue word of the text attributes, in order of the cues."""
    found: list[Found | None] = []
    for token, (lemma, tag) in enumerate(zip(parse.lemmas, parse.tags, strict=True)):
        if tag[0] == "V":
            if lemma in VERBS:
                found.append(_read_verb(parse, token))
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


def _read_verb(parse: Parse, verb: int) -> Found | None:
    """What a verb attributes by the grammar, or by its place at the end of the sentence where that shows more."""
    found, tail = read_verb(parse, verb), read_tail(parse, verb)
    return tail if tail is not None and is_better(parse, tail, found) else found


def _is_echo(parse: Parse, found: Found, in_quote: set[int]) -> bool:
    """Whether the cue stands inside somebody's quoted words and adds no other voice to his: "I think", "we know", "it shows"."""
    if found.head not in in_quote:
        return False
    voice = parse.lowers[found.source[0][0]] if found.source else ""
    return found.kind not in OTHER_VOICES or not found.source or voice in NO_OTHER_VOICE


def _make(parse: Parse, found: Found, name: str, quotes: tuple[Quote, ...], by_head: dict[int, Mention], people: dict[int, Mention]) -> Attribution:
    mention = by_head.get(found.speaker) if found.speaker is not None else None
    if mention is not None and mention.kind == "organisation" and (holder := people.get(mention.last + 1)) is not None:
        mention = holder  # "U.N. High Commissioner for Refugees Filippo Grandi": the person, not the office
    if mention is not None and found.source:
        found = found._replace(source=_cover(found.source, mention, found.cue))
    source, cue, content = (tuple(Span(*parse.span(a, b)) for a, b in part) for part in (found.source, found.cue, found.content))
    return Attribution(name, _kind(found.content, quotes), source, cue, content, mention.id if mention else None)


def _index_names(mentions: tuple[Mention, ...]) -> dict[int, Mention]:
    """The name that each of its tokens belongs to, the longest of several: a parser may take any of them for the head."""
    names = sorted((m for m in mentions if m.form == "name" and m.last >= m.first >= 0), key=lambda m: m.end - m.start)
    return {token: m for m in names for token in range(m.first, min(m.last, m.first + LONGEST_NAME) + 1)}


def _cover(source: tuple[Range, ...], mention: Mention, cue: tuple[Range, ...]) -> tuple[Range, ...]:
    """The source with all of the speaker's name, where the parser cut it in two ("Haider al" of "Haider al-Abadi")."""
    first, last = source[0]
    wide = (min(first, mention.first), max(last, mention.last))
    meets = mention.first <= last and mention.last >= first
    return (wide, *source[1:]) if meets and not any(a <= wide[1] and b >= wide[0] for a, b in cue) else source


def _kind(content: tuple[Range, ...], quotes: tuple[Quote, ...]) -> AttributionKind:
    """Direct if all of it stands in quotation marks, mixed if some."""
    quoted = 0
    for first, last in content:
        at = max(0, bisect_left(quotes, first, key=lambda quote: quote.first) - 1)
        while at < len(quotes) and quotes[at].first <= last:
            quoted += max(0, min(last, quotes[at].last) - max(first, quotes[at].first) + 1)
            at += 1
    if not quoted:
        return "indirect"
    return "direct" if quoted >= sum(b - a + 1 for a, b in content) - 2 else "mixed"


def _nest(made: list[Attribution], fixed: dict[str, str]) -> tuple[Attribution, ...]:
    """The attributions with `inside` filled in: as fixed, else the smallest other one whose content holds the cue, unless that one stands within it."""
    sizes = {one.id: sum(end - start for start, end in one.content) for one in made}
    pieces = sorted((span.start, span.end, one.id) for one in made for span in one.content)
    holders = dict(fixed)
    active: list[tuple[int, int, str]] = []  # size, end, id
    upcoming = 0
    for one in sorted(made, key=lambda a: a.cue[0].start):
        cue = one.cue[0]
        while upcoming < len(pieces) and pieces[upcoming][0] <= cue.start:
            _, end, name = pieces[upcoming]
            active.append((sizes[name], end, name))
            upcoming += 1
        active = [a for a in active if a[1] >= cue.end]
        around = [a for a in active if a[2] != one.id and holders.get(a[2]) != one.id]
        if around and one.id not in fixed:
            holders[one.id] = min(around)[2]
    return tuple(replace(one, inside=holders.get(one.id)) for one in made)
