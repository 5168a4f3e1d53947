"""Whether a text is English, and if not, which language it is: by its script, then by its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from karama.errors import InputError
from karama.ingest.tables import read_rows

# What is looked at: three stretches of a long text, so that an English heading over another language does not decide.
STRETCH = 6_000
# Below this many words nothing can be said from words; only another script counts.
FEW_WORDS = 8
# Below this many a sentence full of names may by chance look like another language, so that the other must be plain.
SHORT_TEXT = 40
PLAINLY_OTHER = 0.25
# So many letters with marks (é, ł, ş) do not come from the names in an English sentence.
MANY_MARKED = 0.04
# Measured on English reports: three words in ten are function words and hardly any report has less than one in seven;
# in other languages of Latin script less than one word in fifteen looks like one of them.
SURELY_ENGLISH = 0.16
HARDLY_ENGLISH = 0.06
# (first, last) code point -> script; the Latin ranges are what a word of an English report may be written in.
SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "Latin"), (0x0370, 0x03FF, "Greek"), (0x0400, 0x052F, "Cyrillic"), (0x0530, 0x058F, "Armenian"), (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x077F, "Arabic"), (0x08A0, 0x08FF, "Arabic"), (0x0900, 0x097F, "Devanagari"), (0x0980, 0x09FF, "Bengali"), (0x0A00, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujarati"), (0x0B00, 0x0B7F, "Oriya"), (0x0B80, 0x0BFF, "Tamil"), (0x0C00, 0x0C7F, "Telugu"), (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"), (0x0D80, 0x0DFF, "Sinhala"), (0x0E00, 0x0E7F, "Thai"), (0x0E80, 0x0EFF, "Lao"), (0x0F00, 0x0FFF, "Tibetan"),
    (0x1000, 0x109F, "Myanmar"), (0x10A0, 0x10FF, "Georgian"), (0x1100, 0x11FF, "Hangul"), (0x1200, 0x137F, "Ethiopic"), (0x1780, 0x17FF, "Khmer"),
    (0x1E00, 0x1EFF, "Latin"), (0x3040, 0x30FF, "Kana"), (0x3400, 0x9FFF, "Han"), (0xAC00, 0xD7AF, "Hangul"), (0xFB50, 0xFEFC, "Arabic"),
)  # fmt: skip
# Scripts that one language, or one far above the others, is written in.
LANGUAGE_OF_SCRIPT = {
    "Greek": "Greek", "Armenian": "Armenian", "Hebrew": "Hebrew", "Devanagari": "Hindi", "Bengali": "Bengali", "Gurmukhi": "Punjabi", "Gujarati": "Gujarati",
    "Oriya": "Odia", "Tamil": "Tamil", "Telugu": "Telugu", "Kannada": "Kannada", "Malayalam": "Malayalam", "Sinhala": "Sinhala", "Thai": "Thai",
    "Lao": "Lao", "Tibetan": "Tibetan", "Myanmar": "Burmese", "Georgian": "Georgian", "Hangul": "Korean", "Ethiopic": "Amharic or Tigrinya",
    "Khmer": "Khmer", "Kana": "Japanese", "Han": "Chinese",
}  # fmt: skip
# Letters that only one language of the script has; a handful of them settles it before any word is counted.
TELLING_LETTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "Cyrillic": (("ґєії", "Ukrainian"), ("ў", "Belarusian"), ("ђћџ", "Serbian"), ("ѓќѕ", "Macedonian"), ("әғқңұһ", "Kazakh"), ("ҷӣӯ", "Tajik")),
    "Arabic": (("ټډړښځڅې", "Pashto"), ("ڕڵێۆەڤ", "Kurdish"), ("ٹڈڑےں", "Urdu"), ("پچژگی", "Persian")),
    "Devanagari": (("ळ", "Marathi"),),
}
# One letter says nothing: "s" is what an apostrophe leaves of a genitive, "a" and "i" are words in a dozen languages.
_WORD = re.compile(r"[^\W\d_]{2,}")


def check_language(text: str, source: str) -> None:
    """Nothing, if the text can be read as English.

    Raises:
        InputError: it is in another language; the message names it.
    """
    language = detect_language(text)
    if language != "English":
        raise InputError(f"{source}: written in {language}, Karama reads English")


def detect_language(text: str) -> str:
    """The English name of the text's language, or "a language other than English"; a text of very few words counts as English."""
    sample = _sample(text)
    scripts = _count_scripts(sample)
    letters = sum(scripts.values())
    if not letters:
        return "English"
    script = max(scripts, key=lambda name: scripts[name])
    if script in ("Han", "Kana") and scripts["Kana"] * 10 > letters:
        script = "Kana"
    words = [word.lower() for word in _WORD.findall(sample)]
    if script != "Latin":
        # an English report may close with names in their own script; its English words still tell
        latin = [word for word in words if word[0] < "\u0250"]
        if len(latin) >= FEW_WORDS and 3 * scripts["Latin"] > letters and _share(latin, "English") >= SURELY_ENGLISH:
            return "English"
        return _name_by_script(script, sample, words)
    return _name_by_words([word for word in words if word[0] < "\u0250" or word[0] >= "\u1e00"])


def _name_by_words(words: list[str]) -> str:
    english = _share(words, "English")
    if len(words) < FEW_WORDS or english >= 0.3:
        return "English"
    others = ((_share(words, name), name) for (script, name) in read_function_words() if script == "Latin" and name != "English")
    best, name = max(others)
    marked = sum(character > "\x7f" for word in words for character in word) > MANY_MARKED * sum(map(len, words))
    if len(words) < SHORT_TEXT and not (marked and english < HARDLY_ENGLISH):
        return name if best >= PLAINLY_OTHER and best * len(words) >= 3 and best > 2.5 * english else "English"
    if english >= best or (english >= SURELY_ENGLISH and english > 0.7 * best):
        return "English" if english >= HARDLY_ENGLISH else "a language other than English"
    return name if best >= 0.08 else "a language other than English"


def _name_by_script(script: str, sample: str, words: list[str]) -> str:
    lowered = Counter(sample.lower())
    for letters, name in TELLING_LETTERS.get(script, ()):
        if sum(lowered[letter] for letter in letters) * 200 > sum(map(len, words)):
            return name
    if script in LANGUAGE_OF_SCRIPT:
        return LANGUAGE_OF_SCRIPT[script]
    best, name = max(((_share(words, name), name) for (of, name) in read_function_words() if of == script), default=(0.0, ""))
    return name if best >= 0.04 else f"a language of {script} script"


def _share(words: list[str], language: str) -> float:
    """The share of the words that are among the language's function words."""
    known = _words_of(language)
    return sum(word in known for word in words) / len(words) if words else 0.0


@cache
def _words_of(language: str) -> frozenset[str]:
    return next(words for (_, name), words in read_function_words().items() if name == language)


@cache
def read_function_words() -> dict[tuple[str, str], frozenset[str]]:
    """(script, language) -> its commonest function words, from the shipped table."""
    return {(script, language): frozenset(words.split()) for script, language, words in read_rows("function_words.tsv")}


def _sample(text: str) -> str:
    if len(text) <= 3 * STRETCH:
        return text
    middle = len(text) // 2
    return "\n".join((text[:STRETCH], text[middle : middle + STRETCH], text[-STRETCH:]))


def _count_scripts(sample: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for character, count in Counter(sample).items():
        if character.isalpha():
            code = ord(character)
            counts[next((script for first, last, script in SCRIPTS if first <= code <= last), "other")] += count
    return counts
