"""Attributions that close a sentence, "..., the monitors said on Thursday.", found by their words where the parser hung them elsewhere."""

from __future__ import annotations

from karama.annotate.attribution_grammar import Found, Range, find_group, trim
from karama.annotate.cues import VERBS
from karama.annotate.quotations import MARKS
from karama.domain.parse import Parse

# Cues that close a sentence by themselves; "X denied" or "X planned" after a comma begins another clause.
CLOSING_KINDS = frozenset({"say", "claim", "think", "show", "fear"})
NO_TAILS = frozenset({"continue", "post", "record", "rule", "charge", "figure"})  # rather "fighting continued", "the dead were charged"
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
LONGEST_SOURCE = 24  # tokens between the comma and the verb
LONGEST_TIME = 14  # tokens behind the verb: "told reporters by telephone on Thursday"
LONGEST_ASIDE = 10  # tokens of a description between commas: "the governor, Pavlo Kyrylenko, said"
# Words that open a clause of its own after the comma, so that what follows is no source.
OPENERS = frozenset({"and", "but", "or", "who", "which", "that", "where", "when", "while", "as", "although", "though", "because", "if", "after", "before"})
OPENERS |= {"since", "until", "unless", "whose", "whom", "so", "nor", "yet", "then", "including", "among", "adding"}
# Verbs with a clause of their own in the left part do not make it a statement.
SUBORDINATE = frozenset({"relcl", "acl", "advcl", "csubj", "amod"})


def read_tail(parse: Parse, verb: int) -> Found | None:
    """The attribution of a cue that closes its sentence, "CLAUSE, SOURCE said [to whom, when]."; None if the words are not laid out so."""
    cue = VERBS.get(parse.lemmas[verb])
    if cue is None or cue.kind not in CLOSING_KINDS or "that" not in cue.takes or parse.lemmas[verb] in NO_TAILS or not _is_finite(parse, verb):
        return None
    sentence = parse.sentences[parse.sentence_of[verb]]
    if not _closes(parse, verb, sentence.last):
        return None
    group = find_group(parse, verb)
    comma = _find_comma(parse, group[0], sentence.first)
    if comma is None or not _is_statement(parse, sentence.first, comma, verb):
        return None
    source, content = trim(parse, comma + 1, group[0] - 1), trim(parse, sentence.first, comma - 1)
    if source is None or content is None:
        return None
    return Found(verb, cue.kind, (source,), (group,), (content,), _find_head(parse, source))


def is_better(parse: Parse, tail: Found, other: Found | None) -> bool:
    """Whether the words show more than the grammar did: a source or a content that is missing, or one that stands on the wrong side of the comma."""
    if other is None or not other.content or not other.source:
        return other is None or other.content == () or other.content[0][0] < tail.head
    comma = tail.source[0][0] - 1
    beyond = any(first < comma for first, _ in other.source)
    return beyond and not any(parse.tags[t][0] == "V" for t in range(*tail.source[0]))


def _is_finite(parse: Parse, verb: int) -> bool:
    """Whether the verb is one of a main clause: "said", "has found", not "saying", "was told", "to say"."""
    if parse.tags[verb] in ("VBD", "VBZ", "VBP"):
        return not any(parse.deps[c] == "auxpass" for c in parse.children[verb])
    return parse.tags[verb] == "VBN" and any(parse.lemmas[c] == "have" and c < verb for c in parse.children[verb])


def _closes(parse: Parse, verb: int, last: int) -> bool:
    """Whether nothing stands behind the verb but to whom, how and when, or another who says it: ", Example Wire reported"."""
    for token in range(verb + 1, min(last, verb + LONGEST_TIME) + 1):
        if parse.words[token] in (".", "?", "!") or token == last:
            return parse.words[token] not in MARKS
        if parse.words[token] == "," and token > verb + 1:
            return _is_second_tail(parse, token, last)
        if parse.tags[token][0] in "VW" or parse.tags[token] in ("MD", "TO") or parse.words[token] in MARKS or parse.words[token] in (",", ":", ";"):
            return False
        if parse.lowers[token] in ("that", "if", "how"):
            return False
    return False


def _is_second_tail(parse: Parse, comma: int, last: int) -> bool:
    """Whether a name and a finite cue are all that follows the comma."""
    verb = next((t for t in range(comma + 1, min(last, comma + LONGEST_SOURCE) + 1) if parse.tags[t][0] == "V"), None)
    if verb is None or parse.lowers[comma + 1] in OPENERS or parse.lemmas[verb] not in VERBS or not _is_finite(parse, verb) or verb == comma + 1:
        return False
    return not any(parse.tags[t][0] in "VW" or parse.words[t] in (",", ";", *MARKS) for t in range(verb + 1, last + 1))


def _find_comma(parse: Parse, end: int, first: int) -> int | None:
    """The comma that opens the source which ends before this token; a description between commas belongs to it."""
    stop = end - 1
    if stop > first and parse.words[stop] == ",":
        stop = next((t for t in range(stop - 1, max(first, stop - LONGEST_ASIDE), -1) if parse.words[t] == ","), first)
        stop -= 1
    for token in range(stop, max(first, end - LONGEST_SOURCE) - 1, -1):
        if parse.words[token] == ",":
            return token if token < stop and parse.lowers[token + 1] not in OPENERS else None
        if parse.tags[token][0] in "VW" or parse.tags[token] == "MD" or parse.words[token] in MARKS or parse.words[token] in (";", ":"):
            return None
    return None


def _is_statement(parse: Parse, first: int, comma: int, verb: int) -> bool:
    """Whether what stands before the comma says something by itself: a finite verb that is not subordinate, or the cue's own clause."""
    return any(
        (parse.tags[t] in FINITE or (parse.tags[t] == "VBN" and parse.child(t, "aux", "auxpass") is not None))
        and (parse.deps[t] not in SUBORDINATE or parse.heads[t] == verb)
        and parse.child(t, "nsubj", "nsubjpass", "expl") is not None
        for t in range(first, comma)
    )


def _find_head(parse: Parse, source: Range) -> int:
    """The head of the first noun phrase: the last noun of its first run of nouns."""
    first, last = source
    start = next((t for t in range(first, last + 1) if parse.tags[t][0] == "N" or parse.tags[t] in ("PRP", "CD")), last)
    while start < last and parse.tags[start + 1][0] == "N":
        start += 1
    return start
