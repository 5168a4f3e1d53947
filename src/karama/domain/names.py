"""How names are folded to keys: one module, four ways, each for what it has to find.

They share their steps and differ on purpose:

- `fold_to_ask`: a person's question against what reports say. Words stay apart, articles are left out at the start only, other scripts stay as they are.
- `fold_across_scripts`: whether two reports name one actor. Articles and titles are left out wherever they stand ("Gen. Votel", "Deir ez-Zor"), dots are
  nothing ("U.S." is "us"), and Cyrillic and Arabic are spelt in Latin letters.
- `fold_letters`: the actor base and the store's index of names, which hold each form of a name: nothing is left out, "&" is "and", and the letters run
  together, so that "al-Nusra" and "alNusra" are one.
- `fold_place`: the gazetteer, whose names are in Latin letters: other scripts have no key, only "the" is left out, "Saint" and "St" are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

KEPT = 65536  # names in memory; a record's names recur
# ISO 9 without its marks and with the habits of agencies: Жуков -> zhukov, Хмеймим -> khmeimim.
CYRILLIC: dict[str, str] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
# Letters as BGN/PCGN writes them, hamza and ain left out as papers do; short vowels are not written, so only consonants can be compared.
ARABIC: dict[str, str] = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ى": "a", "ب": "b", "ت": "t", "ة": "a", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh",
    "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ک": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ی": "y", "پ": "p", "چ": "ch", "گ": "g", "ء": "", "ئ": "y", "ؤ": "w",
}  # fmt: skip
SPELT = str.maketrans(CYRILLIC | ARABIC)
# Words that stand before a name or are part of a name only by habit: "the", "al-Raqqa" and "Raqqa", "Gen. Votel".
LEFT_OUT = frozenset(
    "the al el an ar as ash at az ad mr mrs ms dr gen col lt maj general colonel lieutenant major captain capt sgt president minister "
    "prime spokesman spokeswoman sheikh so called group".split()
)
# At the start of a name that is asked for.
ARTICLES = frozenset("the a an al el ar as ash at ad".split())
# Letters of places' names that decomposing leaves alone.
PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h", "ŋ": "n"})
# Words written in two ways in names of places everywhere.
SHORT_FORMS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
WORD = re.compile(r"[^\W_]+")
LATIN_WORD = re.compile(r"[a-z0-9]+")
SILENT = re.compile(r"['’‘`´ʻʼʽʾʿˈ.]")  # marks inside names of places; those for ain and hamza are written by few


def strip_marks(text: str) -> str:
    """The text without accents, points and vowel marks: letters that are written as one are taken apart first."""
    return text if text.isascii() else "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=KEPT)
def fold_to_ask(name: str) -> str:
    """The key of a name that is asked for: "the Al-Raqqa" and "raqqa" share one."""
    words = WORD.findall(_drop_apostrophes(strip_marks(name.casefold())))
    return " ".join(words[_count_first(words, ARTICLES) :])


@lru_cache(maxsize=KEPT)
def fold_across_scripts(name: str) -> str:
    """The words of a name in lower Latin letters without accents, titles and articles, joined by spaces ("al-Raqqa" -> "raqqa")."""
    bare = _drop_apostrophes(strip_marks(name.lower())).replace(".", "")
    words = [word.translate(SPELT) for word in WORD.findall(bare)]
    if is_arabic(name):
        words = [word.removeprefix("al") if len(word) > 4 else word for word in words]
    kept = [word for word in words if word not in LEFT_OUT]
    return " ".join(kept or words)


def fold_letters(name: str) -> str:
    """The letters and digits of a name alone, lower case, without accents ("al-Nusra Front" -> "alnusrafront")."""
    name = strip_marks(name).replace("&", " and ").lower()
    return name if name.isalnum() else "".join(filter(str.isalnum, name))


def fold_place_words(name: str) -> list[str]:
    """The words of a place's name in plain lower-case Latin letters; empty when it is written in another script."""
    plain = strip_marks(SILENT.sub("", name.casefold().translate(PLAIN)))
    return [SHORT_FORMS.get(word, word) for word in LATIN_WORD.findall(plain)]


def fold_place(name: str) -> str:
    """The key of a place's name: case, accents, hyphens, apostrophes and a leading "the" do not count."""
    words = fold_place_words(name)
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def is_arabic(name: str) -> bool:
    """Does the name begin with an Arabic letter?"""
    return "\u0600" <= name[:1] <= "\u06ff"


def _drop_apostrophes(text: str) -> str:
    return text.replace("'", "").replace("’", "")


def _count_first(words: Sequence[str], left_out: frozenset[str]) -> int:
    """How many of the first words are left out; one always stays."""
    count = 0
    while count < len(words) - 1 and words[count] in left_out:
        count += 1
    return count
