"""Whether two names are one in different spellings or scripts: the same consonants, and vowels that can stand for each other."""

from __future__ import annotations

from functools import lru_cache

from karama.domain.members import is_acronym
from karama.domain.names import fold_across_scripts, is_arabic
from karama.merge.names import LEAST_BONES, SOUNDS

VOWELS = frozenset("aeiouyw")  # Arabic writes long i and u as y and w
LEAST_FEMININE = 5  # letters of a word whose last "at" is the ending that Arabic writes as ة: Jabhat, Jabha
# Vowels that papers write for one another: Mohammed and Muhammad, Nasser and Nasir, Osama and Usama, Youssef and Yusuf; never Hassan and Hussein.
ALIKE: dict[str, frozenset[str]] = {
    "a": frozenset("ae"), "e": frozenset("aeiyu"), "i": frozenset("eiy"), "y": frozenset("eiyu"), "o": frozenset("ouw"), "u": frozenset("ouwe"),
    "w": frozenset("ouw"),
}  # fmt: skip
# What a long vowel of Arabic writing is in Latin letters. Short ones are not written.
LONG: dict[str, frozenset[str]] = {"a": frozenset("ae"), "y": frozenset("eiy"), "w": frozenset("ouw"), "i": frozenset("ei")}


@lru_cache(maxsize=65536)
def key_name(name: str) -> str:
    """Under which key spellings of the name meet: an acronym's letters, else the consonants, else, where they are too few to tell, the name; "" for none."""
    if is_acronym(name):
        return key_initials(name)
    folded = fold_across_scripts(name)
    bones = " ".join(_take_apart(word)[0] or word[:1] for word in folded.split())
    if len(bones.replace(" ", "")) >= LEAST_BONES:
        return bones
    return f"={folded}" if folded else ""


def key_initials(letters: str) -> str:
    """The key under which an acronym and the names with these initials meet."""
    return "#" + letters.replace(".", "").lower()


def share_spelling(name: str, other: str) -> bool:
    """Can both be one name written in two ways?"""
    ours, others = fold_across_scripts(name).split(), fold_across_scripts(other).split()
    if len(ours) != len(others):
        return False
    return all(_agree(a, b, is_arabic(name), is_arabic(other)) for a, b in zip(ours, others, strict=True))


def _agree(a: str, b: str, a_arabic: bool, b_arabic: bool) -> bool:
    (bones, gaps), (other_bones, other_gaps) = _take_apart(a), _take_apart(b)
    if bones != other_bones:
        return False
    if a_arabic and b_arabic:
        return gaps == other_gaps
    if a_arabic or b_arabic:
        written, latin = (gaps, other_gaps) if a_arabic else (other_gaps, gaps)
        return all(_fit_long(long, vowels) for long, vowels in zip(written, latin, strict=True))
    return all(_fit(ours, others) for ours, others in zip(gaps, other_gaps, strict=True))


def _fit(ours: str, others: str) -> bool:
    """Every vowel has one on the other side that it can stand for; only a lone e may be left out."""
    if not ours or not others:
        return (ours or others) in ("", "e")
    return all(ALIKE[a] & set(others) for a in ours) and all(ALIKE[b] & set(ours) for b in others)


def _fit_long(long: str, vowels: str) -> bool:
    """A long vowel that Arabic writes is there; where it writes none there is a short one or none: "ei" is long."""
    return all(LONG[letter] & set(vowels) for letter in long) if long else len(vowels) <= 1


@lru_cache(maxsize=65536)
def _take_apart(word: str) -> tuple[str, tuple[str, ...]]:
    """The consonants of a folded word as they sound, doubled ones once, and the vowels before, between and after them."""
    for written, sound in SOUNDS:
        if written != "w":
            word = word.replace(written, sound)
    if word.endswith("at") and len(word) >= LEAST_FEMININE:
        word = word[:-1]
    bones, gaps, gap = "", [], ""
    for at, letter in enumerate(word):
        if letter in VOWELS:
            gap += letter if not gap.endswith(letter) else ""
        elif at == 0 or word[at - 1] != letter:
            bones += letter
            gaps.append(gap)
            gap = ""
    return bones, (*gaps, gap)
