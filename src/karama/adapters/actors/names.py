"""How names are compared: folding to a key, and whether words of a text are written like a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from karama.domain.names import fold_letters

# Left out at the start of a name, for texts do so ("Nusra Front", "al-Nusra Front", "the Nusra Front").
ARTICLES = ("The ", "the ", "al-", "Al-", "el-", "El-", "an-", "ash-", "as-")

# Marks that stand inside a name without being part of it: al-Nusra, Hay'at, Ta’ang.
JOINTS = frozenset({"-", "–", "‑", "'", "’", "‘", "ʻ", "`", "."})

# Words of names that texts also write without a capital: particles, and what kind of body it is ("Free Syrian army").
LOWER_WORDS = frozenset(
    "pro anti separatists insurgents guerrillas "
    "al el an as ash at ad ar the of for and in on de del da do das dos di du des d l la le las los les e y et i bin ibn abu von van un une "
    "army armies force forces front movement party militia militias police group groups brigade brigades battalion battalions council coalition "
    "alliance government ministry agency union network faction regiment command guard guards corps service services office court "
    "parliament fighters militants rebels cartel mission department secretariat committee commission administration authority "
    "peacekeepers troops soldiers navy air defence defense foreign interior intelligence security special operation operations backed led".split()
)

# Acronyms that are also English words: in a headline all in capitals they stay words.
WORD_ACRONYMS = frozenset(
    "is it us who all are and as at be by do has he in no not of on or out so the to up we aid act arm army mend jem sas sis pac pad man men one "
    "was can may new old day end war win hit raid fit spa mit cid gap lap map bat fan fat fee pay hat hop nap car cat cap camp plan fact real grip "
    "slam sang sana gatia model arena bras biff sams milf pace spir simi telo amis sadat lana jana hina mena saba kan fana let real rally "
    "hope home life live mas sons see spot step stop team time".split()
)


# Guards of names that are also a common word, a place or a surname.
ALONE = 1
TITLED = 2
TITLES = frozenset(
    "president premier minister chancellor king prince sultan emir sheikh ayatollah mullah secretary ambassador envoy leader commander general gen gens "
    "colonel col lt maj major marshal admiral mr mrs ms dr sen senator vice-president spokesman spokeswoman dictator strongman warlord and".split()
)
POWERS = frozenset({"administration", "government", "regime", "presidency", "cabinet", "forces", "loyalists"})  # "the Bush administration"
BESIDE_NAMES = frozenset({"the", "in", "a", "but", "when", "as", "on", "at", "after", "if", "while", "and", "from", "by"})  # capitals of a sentence's start


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an actor's name, and what the text must show to be read as it."""

    text: str
    actor: int  # row of the base
    acronym: bool
    mixed: bool  # capitals within one short word ("LeT", "HuM", "DoD"): to be written just so
    guard: int  # 0: none; ALONE: no capitalised word but a title may stand beside it; TITLED: only after a title


def split_name(name: str) -> list[str]:
    """The folded pieces of a name, cut at every mark and space, so that any way of cutting it into words meets them."""
    cleaned = name.replace("&", " and ")
    if not cleaned.replace(" ", "").isalnum():
        cleaned = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in cleaned)
    return [fold_letters(piece) for piece in cleaned.split()]


def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals only, as one word ("ISIS", "U.N.", "SPLM-IO")."""
    return " " not in name and name.isascii() and sum(c.isupper() for c in name) >= 2 and not any(c.islower() for c in name)


def is_mixed(name: str) -> bool:
    """Whether a name is one short word of small letters with capitals inside ("LeT", "JeM", "HoR")."""
    return name.isalpha() and 2 < len(name) <= 5 and not name.isupper() and any(c.isupper() for c in name[1:])


def is_written_as(form: Form, words: Sequence[str], start: int, end: int) -> bool:
    """Whether words[start:end], which have the form's key, also have its capitals and stand where a name may."""
    if form.mixed:
        return "".join(words[start:end]) == form.text
    if form.acronym:
        if not _is_acronym_written(form, words, start, end):
            return False
    elif not (_is_capitalised(words, start, end) or form.text.islower()):
        return False
    return not form.guard or _is_guarded(form, words, start, end)


def _is_acronym_written(form: Form, words: Sequence[str], start: int, end: int) -> bool:
    key = fold_letters(form.text)
    written = "".join(words[start:end])
    if written.isupper():
        return key not in WORD_ACRONYMS or _has_lower_neighbour(words, start, end)
    # "Isis", "Unita", "Farc", "Nato": British papers write acronyms that can be spoken as names.
    return len(key) >= 4 and end - start == 1 and written[0].isupper() and key not in WORD_ACRONYMS


def _is_capitalised(words: Sequence[str], start: int, end: int) -> bool:
    named = False
    for index in range(start, end):
        word = words[index]
        if word[0].islower():
            if word.partition("-")[0] not in LOWER_WORDS:
                return False
            named = named or not word.islower()  # "pro-Russian", "al-Nusra"
        elif word.lower() not in LOWER_WORDS or end - start == 1:
            named = True
    return named


def _has_lower_neighbour(words: Sequence[str], start: int, end: int) -> bool:
    around = (*words[max(0, start - 2) : start], *words[end : end + 2])
    return any(word[0].islower() for word in around if word)


def _is_guarded(form: Form, words: Sequence[str], start: int, end: int) -> bool:
    before = words[start - 1].lower().rstrip(".") if start else ""
    after = words[end] if end < len(words) else ""
    if before in TITLES or after in POWERS:
        return True
    if form.guard == TITLED:
        return False
    return not (_is_capital(after) or (start > 0 and _is_capital(words[start - 1])))


def _is_capital(word: str) -> bool:
    return word[:1].isupper() and word.isalpha() and word.lower() not in BESIDE_NAMES
