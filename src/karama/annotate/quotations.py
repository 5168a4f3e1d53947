"""Quotations: the stretches between quotation marks, double, single and guillemets, also over several paragraphs."""

from __future__ import annotations

from typing import NamedTuple

from karama.domain.parse import Parse

OPENING = frozenset({"“", "«", "„", "``", "‘"})
CLOSING = frozenset({"”", "»", "''", "’"})
STRAIGHT = frozenset({'"', "'"})
MARKS = OPENING | CLOSING | STRAIGHT
SINGLE = frozenset({"‘", "’", "'"})
# A closing mark that is missing must not swallow the article: the longest quotation in words, and in paragraphs.
LONGEST = 600
# What stands before the closing mark, or after it, where a quotation is speech and not a word in quotation marks.
SPEECH_ENDS = frozenset({",", ".", "?", "!", "...", "…", "—", "–", "--"})


class Quote(NamedTuple):
    """A quotation as token range [first, last], marks included. `speech`: long enough and punctuated as somebody's words."""

    first: int
    last: int
    speech: bool


def find_quotes(parse: Parse) -> tuple[Quote, ...]:
    """The outermost quotations of a text in order; one of several paragraphs is a Quote for each."""
    quotes: list[Quote] = []
    opened: int | None = None
    for token, word in enumerate(parse.words):
        if opened is not None and _breaks(parse, token):
            carried = word in OPENING or word == parse.words[opened]
            if carried or token - opened > LONGEST or not _is_wrapped(parse, token):
                if carried:
                    quotes.append(_make_quote(parse, opened, token - 1))
                opened = None
        if word not in MARKS:
            continue
        if opened is None:
            if _opens(parse, token):
                opened = token
        elif _closes(parse, opened, token):
            if token > opened + 1:
                quotes.append(_make_quote(parse, opened, token))
            opened = None
    return tuple(quotes)


def _breaks(parse: Parse, token: int) -> bool:
    return token > 0 and "\n" in parse.text[parse.ends[token - 1] : parse.starts[token]]


def _is_wrapped(parse: Parse, token: int) -> bool:
    """Whether the line end before the token is one inside a paragraph."""
    return parse.sentence_of[token] == parse.sentence_of[token - 1] and "\n\n" not in parse.text[parse.ends[token - 1] : parse.starts[token]]


def _opens(parse: Parse, token: int) -> bool:
    word, after = parse.words[token], parse.ends[token]
    if word in OPENING:
        return True
    if word not in STRAIGHT or parse.text[after : after + 1].isspace():
        return False
    before = parse.text[parse.starts[token] - 1 : parse.starts[token]]
    return parse.tags[token] != "POS" and not before.isalnum() if word == "'" else True


def _closes(parse: Parse, opened: int, token: int) -> bool:
    """Whether the mark ends the quotation that another opened: of the same sort, and no apostrophe or inner quotation."""
    mark, word = parse.words[opened], parse.words[token]
    if (mark in SINGLE) != (word in SINGLE):
        return False
    if word in OPENING:
        return False
    if word in SINGLE:
        after = parse.text[parse.ends[token] : parse.ends[token] + 1]
        return not after.isalnum() and (parse.tags[token] != "POS" or parse.words[token - 1] in SPEECH_ENDS)
    return True


def _make_quote(parse: Parse, first: int, last: int) -> Quote:
    inner_last = last - 1 if parse.words[last] in MARKS else last
    ended = parse.words[inner_last] in SPEECH_ENDS or (last + 1 < len(parse) and parse.words[last + 1] in SPEECH_ENDS)
    verbal = any(parse.tags[t][0] == "V" or parse.tags[t] == "MD" for t in range(first, last))
    return Quote(first, last, ended and last - first > 2 and (verbal or parse.words[first + 1][:1].isupper()))
