"""A likely case for text in capitals and for headlines that Write Each Word So, so that the language model reads them as it reads any other text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from karama.annotate.nouns import load_titles
from karama.data import read_table
from karama.ports import ActorBase, Gazetteer

# A text counts as written in capitals from this share of upper-case letters on; a report with many acronyms stays far below.
SHARE = 0.7
FEWEST = 20  # letters; a short acronym alone is no shouting
# A line is a headline in title case from this share of capitals among words of four letters or more; a line of names in a report has verbs in small letters.
TITLE_SHARE = 0.8
FEWEST_LONG = 4  # such words; fewer are mostly a name
LONG = 4  # letters; shorter words stay small in titles
LONGEST_TITLE = 250  # characters
LONGEST_NAME = 5  # words
LONGEST_ACRONYM = 6  # letters in brackets that are taken for one: "(ELN)"
REMEMBERED = 20_000  # words and names
LARGE = 50_000  # people; smaller places share their names with too many common words
_WORD = re.compile(r"[^\W\d_](?:[\w'’\-]|\.(?=[A-Z]))*\.?")
_OPENS = re.compile(r"(?:^|(?<!\.[A-Z])\.|[!?:\]]|--)[\s\"“”‘’(\[]*$")
_LOOKED_BACK = 6  # characters before a word that tell whether it opens a sentence
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]{1,4}-?\d+|[A-Z]\.")
_VOWEL = re.compile(r"[AEIOUYÁÉÍÓÚ]")
_SURELY_OVER = frozenset(',;:()[]"“”\n')
# Words that a list of names holds by chance, and text in capitals mostly means as they are.
PLAIN = frozenset((
    "a", "about", "after", "all", "along", "also", "am", "an", "and", "another", "any", "are", "army", "as", "at", "attack", "ban", "bank", "bar", "bath",
    "battle", "be", "because", "been", "before", "best", "between", "both", "bus", "but", "buy", "by", "call", "can", "car", "center", "central", "church",
    "clear", "come", "could", "date", "do", "due", "during", "each", "eat", "else", "enough", "even", "every", "fair", "far", "few", "for", "from", "given",
    "government", "guerrillas", "had", "has", "have", "he", "her", "here", "his", "hope", "how", "i", "if", "in", "into", "is", "it", "its", "last",
    "liberal", "like", "long", "made", "male", "man", "many", "march", "may", "men", "military", "mobile", "more", "most", "new", "nice", "no", "normal",
    "not", "of", "off", "old", "on", "one", "or", "order", "other", "our", "out", "over", "police", "private", "reading", "rebels", "said", "sale", "same",
    "she", "since", "six", "so", "some", "split", "state", "such", "ten", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "through", "to", "today", "two", "under", "until", "up", "us", "van", "war", "was", "we", "were", "what", "when", "where", "which", "while",
    "who", "will", "with", "would", "you", "your", "three", "four", "five", "should", "must", "upon", "without", "against", "according", "among", "within",
    "toward", "towards", "although", "though", "whether", "however", "thus", "itself", "himself", "themselves", "ourselves", "whom", "whose", "why",
    "anyone", "nobody", "someone", "let", "people", "workers", "students", "security", "forces", "defense", "peace", "justice", "freedom", "education",
    "health", "energy", "labor", "interior", "him", "polish", "her", "me", "my", "do", "did", "does", "say", "says", "only", "very", "too", "now", "just",
    "being", "per", "via", "yet", "nor", "airstrike", "airstrikes", "ceasefire", "ceasefires", "jihadist", "jihadists",
))  # fmt: skip
# Countries and peoples whose names are common words too; in reports they are the country.
NAMES_FIRST = frozenset((
    "panama", "turkey", "china", "jordan", "chad", "cuba", "japan", "mali", "guinea", "niger", "congo", "peru", "chile", "georgia", "turks", "brazil",
    "colombia", "hamas", "isis", "fatah", "eln", "epl", "fmln", "farc", "cyprus", "jersey", "java", "cairo", "afghan", "afghans", "madras", "nato", "opec",
    "oas", "cia", "fbi",
))  # fmt: skip
# Written with a capital wherever they stand.
ALWAYS_CAPITAL = frozenset((
    "january", "february", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "i",
))  # fmt: skip


def is_shouted(text: str) -> bool:
    """Whether a text is written in capitals."""
    upper = sum(map(str.isupper, text))
    return upper >= FEWEST and upper > SHARE * sum(map(str.isalpha, text))


def is_titled(text: str) -> bool:
    """Whether a text is one line in title case: "Gunmen Kidnap Students in Northern Nigeria"."""
    line = text.strip()
    if len(line) > LONGEST_TITLE or "\n" in line or line.endswith("."):
        return False
    words = [word for word in _WORD.findall(line) if len(word) >= LONG]
    return len(words) >= FEWEST_LONG and sum(word[0].isupper() for word in words) >= TITLE_SHARE * len(words)


@cache
def load_proper_words() -> frozenset[str]:
    """Words that have no small-letter sense, in lower case."""
    return frozenset(word for row in read_table("proper_words.csv") for word in row["words"].split())


def make_recase(find_spelling: Callable[[str], str | None], is_word: Callable[[str], bool]) -> Callable[[str], str]:
    """A function that gives a text in capitals or title case its likely case and any other text back as it is; the length never changes.

    `find_spelling` gives the usual spelling of a name ("ISLAMIC STATE" -> "Islamic State"), None for anything else;
    `is_word` tells the common words of the language, in lower case. What is neither is taken for a name.
    """
    recaser = _Recaser(lru_cache(REMEMBERED)(find_spelling), lru_cache(REMEMBERED)(is_word))
    return lambda text: recaser(text) if is_shouted(text) else recaser(text, titled=True) if is_titled(text) else text


def spell_names(actors: ActorBase, gazetteer: Gazetteer) -> Callable[[str], str | None]:
    """A function that gives the usual spelling of an actor's, a state's or a large place's name, None for anything else."""

    def find_spelling(name: str) -> str | None:
        lower = name.lower()
        for known in actors.lookup(name):
            return next((spelling for spelling in (known.name, *known.aliases) if spelling.lower() == lower), None)
        if actors.state(name) is not None or actors.nationality(name) is not None:
            return name if "." in name else lower.title()
        for place in gazetteer.lookup(name)[:1] if name.count(" ") < 3 else ():
            if place.population >= LARGE:
                return place.name if place.name.lower() == lower and not place.name.isupper() else lower.title()
        return None

    return find_spelling


class _Recaser:
    """The two sources of knowledge, while one text is written anew."""

    def __init__(self, find_spelling: Callable[[str], str | None], is_word: Callable[[str], bool]) -> None:
        self._find_spelling = find_spelling
        self._is_word = is_word

    def __call__(self, text: str, titled: bool = False) -> str:
        """The text in its likely case; in a title what stands in capitals throughout is an acronym and stays."""
        spans = [match.span() for match in _WORD.finditer(text)]
        pieces: list[str] = []
        index, done = 0, 0
        while index < len(spans):
            start = spans[index][0]
            pieces.append(text[done:start])
            count, written = self._write_name(text, spans, index) or (1, "")
            done = spans[index + count - 1][1]
            raw = text[start:done]
            if titled and (written or raw.isupper() or not raw[1:].islower()):
                written = raw
            if not written:
                opens = _OPENS.search(text, max(0, start - _LOOKED_BACK), start) is not None
                bracketed = text[start - 1 : start] == "(" and text[done : done + 1] == ")" and len(raw) <= LONGEST_ACRONYM
                dated = raw in ("MAY", "MARCH") and any(map(str.isdigit, text[max(0, start - 3) : start] + text[done : done + 3]))
                written = raw if bracketed else raw.capitalize() if dated else self._write_word(raw, opens)
            pieces.append(written if len(written) == len(raw) else raw)
            index += count
        pieces.append(text[done:])
        return "".join(pieces)

    def _write_name(self, text: str, spans: list[tuple[int, int]], index: int) -> tuple[int, str] | None:
        """How many words the longest known name from here takes, and its usual spelling; None if there is none."""
        start = spans[index][0]
        first = text[start : spans[index][1]].lower()
        for count in range(min(LONGEST_NAME, len(spans) - index), 0, -1):
            low, high = spans[index + count - 1]
            raw = text[start:high]
            if not _SURELY_OVER.isdisjoint(raw) or text[low:high].lower().rstrip(".") in PLAIN or first in PLAIN:
                continue
            for cut in (raw, raw.rstrip(".")):
                found = self._find_spelling(cut)
                if found is not None and len(found) == len(cut) and (count > 1 or not self._is_common(cut.lower()) or cut.lower() in NAMES_FIRST):
                    return count, found + raw[len(cut) :]
        return None

    def _write_word(self, raw: str, opens: bool) -> str:
        """A word in its likely case: plain words small, initials as they are, anything unknown with a capital."""
        lower = raw.lower()
        bare = lower.rstrip(".").replace("’", "'").removesuffix("'s")
        if _INITIALS.fullmatch(raw) or (bare.isalpha() and len(bare) > 1 and not _VOWEL.search(raw.upper()) and bare not in load_titles()):
            return raw
        if not self._is_common(bare) or bare in ALWAYS_CAPITAL or (raw.endswith(".") and lower in load_titles()):
            return "-".join(part[:1].upper() + part[1:] for part in lower.split("-"))
        return lower[:1].upper() + lower[1:] if opens else lower

    def _is_common(self, lower: str) -> bool:
        return lower not in load_proper_words() and all(self._is_plain(part) for part in lower.split("-") if part)

    def _is_plain(self, word: str) -> bool:
        return word in PLAIN or not word.isalpha() or self._is_word(word) or word.endswith(("n't", "'ll", "'ve", "'re", "'d"))
