"""Names as keys that can be compared: folded, without titles and articles, and the same across Latin, Cyrillic and Arabic writing."""

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
# Ways in which one sound is written: Kassem, Qasim; Mohammed, Muhammad; Yousef, Yusuf. Longer first.
SOUNDS: tuple[tuple[str, str], ...] = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("zh", "j"), ("dj", "j"),
    ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"), ("w", "v"), ("z", "s"), ("p", "b"),
)  # fmt: skip
VOWELS = frozenset("aeiouy")
WORD = re.compile(r"[^\W_]+")
LEAST_BONES = 4  # consonants: "mhmd" says who, "rk" is Iraq and Raqqa and many more


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """The words of a name in lower Latin letters without accents, titles and articles, joined by spaces ("al-Raqqa" -> "raqqa")."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    words = [word.translate(LETTERS) for word in WORD.findall(bare.replace("'", "").replace("’", "").replace(".", ""))]
    if "\u0600" <= name[:1] <= "\u06ff":
        words = [word.removeprefix("al") if len(word) > 4 else word for word in words]
    kept = [word for word in words if word not in BESIDE]
    return " ".join(kept or words)


@lru_cache(maxsize=65536)
def sound_name(name: str) -> str:
    """The consonants of a name as they sound, so that spellings and scripts meet: "Muhammad", "Mohammed" and its Arabic give "mhmd"."""
    found = []
    for word in fold_name(name).split():
        sounded = word
        for written, sound in SOUNDS:
            sounded = sounded.replace(written, sound)
        bones = "".join(c for n, c in enumerate(sounded) if c not in VOWELS and (n == 0 or sounded[n - 1] != c))
        found.append(bones or sounded[:1])
    return " ".join(found)


def is_telling(sound: str) -> bool:
    """Does a name's sound say enough to tell it from others by itself?"""
    return len(sound.replace(" ", "")) >= LEAST_BONES


def share_name(names: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, str, bool] | None:
    """A name of each side that is the same, and whether letter by letter (else by sound); None if no two are the same."""
    folded = {fold_name(name): name for name in names if name}
    for other in others:
        if other and fold_name(other) in folded:
            return folded[fold_name(other)], other, True
    sounded = {sound_name(name): name for name in names if name and is_telling(sound_name(name))}
    for other in others:
        if other and sound_name(other) in sounded:
            return sounded[sound_name(other)], other, False
    return None
