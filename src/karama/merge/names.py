"""How names sound, and whether two lists of names share one."""

from __future__ import annotations

from functools import lru_cache

from karama.domain.names import fold_across_scripts

# Ways in which one sound is written: Kassem, Qasim; Mohammed, Muhammad; Yousef, Yusuf. Longer first.
SOUNDS: tuple[tuple[str, str], ...] = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("zh", "j"), ("dj", "j"),
    ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"), ("w", "v"), ("z", "s"), ("p", "b"),
)  # fmt: skip
VOWELS = frozenset("aeiouy")
LEAST_BONES = 4  # consonants: "mhmd" says who, "rk" is Iraq and Raqqa and many more


@lru_cache(maxsize=65536)
def sound_name(name: str) -> str:
    """The consonants of a name as they sound, so that spellings and scripts meet: "Muhammad", "Mohammed" and its Arabic give "mhmd"."""
    found = []
    for word in fold_across_scripts(name).split():
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
    folded = {fold_across_scripts(name): name for name in names if name}
    for other in others:
        if other and fold_across_scripts(other) in folded:
            return folded[fold_across_scripts(other)], other, True
    sounded = {sound_name(name): name for name in names if name and is_telling(sound_name(name))}
    for other in others:
        if other and sound_name(other) in sounded:
            return sounded[sound_name(other)], other, False
    return None
