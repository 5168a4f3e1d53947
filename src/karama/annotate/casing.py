"""A likely case for text that stands in capitals, so that the language model reads it as it reads any other."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

# A text counts as written in capitals from this share of upper-case letters on; a report that shouts one headline stays far below.
SHARE = 0.7
FEWEST = 20  # letters; a short acronym alone is no shouting
_WORD = re.compile(r"[^\W\d_][\w.'’\-]*")
_SENTENCE_END = re.compile(r"[.!?:]\s*[\"”’')\]]*\s*$")
LONGEST_NAME = 5  # words
# Words that a name list may hold by chance and that text in capitals mostly means as plain words.
PLAIN = frozenset((
    "us", "is", "it", "who", "to", "in", "of", "and", "the", "for", "on", "at", "by", "an", "as", "or", "no", "so", "am", "be", "man", "can", "will", "may",
    "march", "nice", "same", "are", "police", "army", "government", "this", "that", "most", "many", "over", "under", "mobile", "reading", "van", "bar", "of", "has",
    "had", "was", "were", "his", "her", "its", "all", "two", "one", "six", "ten", "new", "old", "men", "war", "said", "from", "with", "have", "been", "they", "their",
    "death", "killed", "attack", "bus", "car", "bank", "best", "date", "given", "hope", "along", "male", "same", "sale", "split", "most", "normal", "central", "ban",
    "bath", "battle", "buy", "call", "center", "church", "clear", "come", "como", "could", "do", "due", "eat", "else", "enough", "even", "every", "fair", "far",
))  # fmt: skip
# Written in capitals in any text.
ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]{2,}-?\d+")
ALWAYS_CAPITAL = frozenset((
    "january", "february", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "i", "mr", "mrs", "dr", "gen", "col", "lt", "capt",
    "maj", "president", "minister", "general", "colonel",
))  # fmt: skip
TITLES = frozenset(("mr", "mrs", "dr", "gen", "col", "lt", "capt", "maj", "sgt", "president", "minister", "general", "colonel", "captain", "major", "sen", "archbishop"))
# Vowels: a word without one, or an unknown short one, is an acronym.
_VOWEL = re.compile(r"[AEIOUYÁÉÍÓÚ]")


def is_shouted(text: str) -> bool:
    """Whether a text is written in capitals."""
    upper = sum(map(str.isupper, text))
    letters = sum(map(str.isalpha, text))
    return letters >= FEWEST and upper > SHARE * letters


def make_recase(names: Callable[[str], str | None], words: Collection[str]) -> Callable[[str], str]:
    """A function that gives a text in capitals its likely case and returns every other text as it is; the length never changes.

    `names` gives the usual spelling of a name in lower case ("islamic state" -> "Islamic State"), None for anything else;
    `words` holds the common words of the language in lower case: a word that is in neither is taken for a name.
    """

    def recase(text: str) -> str:
        return _recase(text, names, words) if is_shouted(text) else text

    return recase


def _recase(text: str, names: Callable[[str], str | None], words: Collection[str]) -> str:
    spans = [match.span() for match in _WORD.finditer(text)]
    pieces: list[str] = []
    index, done = 0, 0
    while index < len(spans):
        start = spans[index][0]
        pieces.append(text[done:start])
        taken, written = _find_name(text, spans, index, names) or (1, "")
        done = spans[index + taken - 1][1]
        raw = text[start:done]
        if not written:
            written = _write_word(raw, words, index == 0 or _SENTENCE_END.search(text, max(0, start - 8), start) is not None)
        pieces.append(written if len(written) == len(raw) else raw.lower())
        index += taken
    pieces.append(text[done:])
    return "".join(pieces)


def _find_name(text: str, spans: list[tuple[int, int]], index: int, names: Callable[[str], str | None]) -> tuple[int, str] | None:
    """How many words the longest known name from here takes, and its usual spelling; None if there is none."""
    start = spans[index][0]
    for count in range(min(LONGEST_NAME, len(spans) - index), 0, -1):
        raw = text[start : spans[index + count - 1][1]]
        if any(c in raw for c in ",;:()\n"):
            continue
        for cut in (raw, raw.rstrip(".")):
            lower = cut.lower()
            found = None if lower in PLAIN else names(lower)
            if found is not None and len(found) == len(cut):
                return count, found + raw[len(cut) :]
    return None


def _write_word(raw: str, words: Collection[str], opens: bool) -> str:
    """A word in its likely case: plain words small, acronyms as they are, anything unknown with a capital."""
    lower = raw.lower()
    bare = lower.rstrip(".").removesuffix("'s").removesuffix("’s")
    if ACRONYM.fullmatch(raw) or (bare.isalpha() and not _VOWEL.search(raw) and len(bare) > 1 and bare not in words):
        return raw
    parts = bare.replace("’", "'").split("-")
    plain = bare in words or bare[:-1] in words or all(part in words for part in parts)
    if bare in ALWAYS_CAPITAL or not plain:
        return "-".join(part[:1].upper() + part[1:] for part in lower.split("-"))
    return lower[:1].upper() + lower[1:] if opens else lower
