"""Names folded to keys that can be compared across Latin, Cyrillic and Arabic writing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

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
LETTERS = str.maketrans(CYRILLIC | ARABIC)
# Words that stand before a name or are part of a name only by habit: "the", "al-Raqqa" and "Raqqa", "Gen. Votel".
BESIDE = frozenset(
    "the al el an ar as ash at az ad mr mrs ms dr gen col lt maj general colonel lieutenant major captain capt sgt president minister "
    "prime spokesman spokeswoman sheikh so called group".split()
)
WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65536)
def fold_across_scripts(name: str) -> str:
    """The words of a name in lower Latin letters without accents, titles and articles, joined by spaces ("al-Raqqa" -> "raqqa")."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    words = [word.translate(LETTERS) for word in WORD.findall(bare.replace("'", "").replace("’", "").replace(".", ""))]
    if is_arabic(name):
        words = [word.removeprefix("al") if len(word) > 4 else word for word in words]
    kept = [word for word in words if word not in BESIDE]
    return " ".join(kept or words)


def is_arabic(name: str) -> bool:
    """Does the name begin with an Arabic letter?"""
    return "\u0600" <= name[:1] <= "\u06ff"
