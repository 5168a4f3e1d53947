"""What the words of a description say of an actor: its countries, the known actors in it, and its kind by its head noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from karama.data import read_table
from karama.domain.entities import ActorType
from karama.ports import ActorBase, KnownActor

# What follows these words tells where or of whom, not who: the head noun stands before them.
CUTS = frozenset(
    "of in from for to at by with near on who which that whose against inside outside across along based loyal linked allied aligned backed supported "
    "including accused suspected held fighting killed wounded living working said during after before under over between among around about".split()
)

# A country after these words is the actor's own; after others ("to", "against", "on") it is somebody else's.
OWN_COUNTRY = frozenset({"of", "in", "from", "for", "at", "inside", "across", "near", "based"})

# "Turkish-backed rebels" are not Turks; "U.S.-led coalition" stays with who leads.
BACKED = frozenset(
    "backed supported allied aligned linked funded trained armed sponsored inspired affiliated occupied controlled held supplied made built born "
    "designed style brokered mediated owned friendly administered annexed".split()
)
BACKERS = frozenset({"backed", "supported", "allied", "funded", "sponsored", "aligned"})  # also without a hyphen: "U.S. backed forces"
STANCES = ("pro-", "anti-", "ex-", "non-", "counter-", "post-", "trans-")
OWN_STANCES = frozenset({"pro-government", "pro-regime", "anti-government"})  # tell a sector, see actor_heads.csv

# "Latin American", "African American" and the like are no people of one state.
BEFORE_AMERICAN = frozenset({"latin", "central", "north", "south", "african", "native", "ethnic"})

# Units that armies have as well as rebels, and the words that tell an army's.
ARMY_UNITS = frozenset({"brigade", "brigades", "battalion", "battalions"})
ARMS = frozenset(
    "commando mechanized mechanised motorized motorised armored armoured infantry airborne artillery mountain assault tank marine parachute rifle".split()
)
LONGEST_STATE_NAME = 6
MAX_WORDS = 40  # a longer description is read this far


class Anchor(NamedTuple):
    """Words [start, end) that name a country (ISO3) or, if `within`, a people or region inside it."""

    start: int
    end: int
    country: str
    within: bool


class Known(NamedTuple):
    """Words [start, end) that name an actor of the base."""

    start: int
    end: int
    actor: KnownActor


class Sort(NamedTuple):
    """What kind of actor a noun means: its type, its PLOVER sector ("" if none), and whether other words go first."""

    type: ActorType
    sector: str
    weak: bool
    modifier: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A description cut into words: the countries and known actors in it, where its first part ends, and its backers."""

    words: tuple[str, ...]
    cut: int  # words[:cut] hold the head noun
    anchors: tuple[Anchor, ...]
    known: tuple[Known, ...]
    backed: bool  # "Turkish-backed", "pro-Russian"


@cache
def read_sorts() -> dict[str, Sort]:
    """What each noun of actor_heads.csv means."""
    return {
        row["word"]: Sort(cast(ActorType, row["type"]), row["sector"], row["weak"] == "weak", row["weak"] == "modifier")
        for row in read_table("actor_heads.csv")
    }


def cut_words(name: str) -> tuple[str, ...]:
    """The words of a name without quotation marks, brackets and commas."""
    words = (word.strip(',;:"“”()[]') for word in name.replace("’", "'").split()[:MAX_WORDS])
    return tuple(word for word in words if word.strip("'") and word not in ("-", "–", "'s"))


def drop_possessive(word: str) -> str:
    """The word without the ending of a possessive: "Iraq's" -> "Iraq"."""
    return (word[:-2] if word.endswith("'s") and len(word) > 2 else word).strip("'") or word


def find_noun(word: str) -> str:
    """The word, or its singular, as it stands in the table of head nouns; the lower-case word if neither does."""
    sorts = read_sorts()
    low = word.lower().rstrip(".")
    for form in (low, low[:-1], low[:-2], low[:-3] + "y", low[:-2] + "an", low.rsplit("-", 1)[-1]):
        if form in sorts:
            return form
    return low


def read_phrase(name: str, actors: ActorBase) -> Phrase:
    """The description with its countries and known actors found."""
    written = cut_words(name)
    words = tuple(drop_possessive(word) for word in written)  # "Iraq's", but "Lord's Resistance Army" as it is written
    anchors: list[Anchor] = []
    known: list[Known] = []
    backed = False
    cut = index = 0
    while index < len(words):
        word = words[index]
        if (hit := actors.match(written, index) or actors.match(words, index)) is not None:
            known.append(Known(index, index + hit[0], hit[1]))
            index += hit[0]
        elif stance := _count_stance(words, index):
            backed = True
            index += stance
        elif (anchor := _find_anchor(written, words, index, actors)) is not None:
            anchors.append(anchor)
            index = anchor.end
        else:
            if not cut and index and word.lower() in CUTS:
                cut = index
            index += 1
    return Phrase(words, cut or len(words), tuple(anchors), tuple(known), backed)


def _count_stance(words: Sequence[str], index: int) -> int:
    """How many words only tell whom the actor is for or against: 1 for "Turkish-backed", 2 for "U.S. backed", else 0."""
    low = words[index].lower()
    if low.startswith(STANCES):
        return int(low not in OWN_STANCES)
    if "-" in low:
        return int(low.rsplit("-", 1)[1] in BACKED)
    return 2 if index + 2 < len(words) and words[index][0].isupper() and words[index + 1] in BACKERS else 0


def _find_anchor(written: Sequence[str], words: Sequence[str], index: int, actors: ActorBase) -> Anchor | None:
    word = words[index]
    if not word[0].isupper():
        return None
    before = words[index - 1].lower() if index else ""
    if before in BEFORE_AMERICAN and word.startswith("American"):
        return None
    for size in range(min(LONGEST_STATE_NAME, len(words) - index), 0, -1):
        text = " ".join((*written[index : index + size - 1], words[index + size - 1]))
        if size == 1 and "-" in word:
            text = word.removesuffix("-led").removesuffix("-run").removesuffix("-dominated")
        country = actors.nationality(text) if size <= 3 else None
        if country is None and (state := actors.state(text)) is not None and not text.islower():
            country = state.actor.country
        if country is None and size <= 3:
            country = actors.capital(text)
        if country is not None:
            return Anchor(index, index + size, country, False)
        if size <= 3 and (country := actors.homeland(text)) is not None:
            return Anchor(index, index + size, country, True)
    return None


def find_country(phrase: Phrase) -> Anchor | None:
    """The country of the actor: named before its head noun, else after "of", "in", "from" and the like."""
    own = [anchor for anchor in phrase.anchors if anchor.start < phrase.cut]
    for anchor in own:
        if anchor.start == 0 or phrase.words[anchor.start - 1].lower() != "ethnic":
            return anchor
    for anchor in phrase.anchors:
        before = [word.lower() for word in phrase.words[max(0, anchor.start - 3) : anchor.start]]
        if anchor.start >= phrase.cut and any(word in OWN_COUNTRY for word in before) and not any(word in CUTS - OWN_COUNTRY for word in before):
            return anchor
    return None  # "ethnic Albanians" live in another state


def find_sort(phrase: Phrase, head: str) -> Sort | None:
    """What the head noun and the words before it say, None if nothing: "rebel forces" are rebels, "army spokesman" is army."""
    place = _find_head(phrase, head)
    if place is None:
        return _find_any(phrase)
    sort = _look_up(phrase.words, place)
    if sort is None or sort.modifier:
        return _find_any(phrase)
    if sort.sector == "REB" and _is_army_unit(phrase, place):
        return Sort("military", "MIL", False, False)
    if not sort.weak:
        return sort
    for index in range(place - 1, -1, -1):
        other = _look_up(phrase.words, index)
        if other is not None and (other.sector or other.type == "NGO") and not other.weak:
            return _join(sort, Sort("military", "MIL", False, False) if _is_army_unit(phrase, index) else other)
    if phrase.backed and sort.sector == "MIL":
        return Sort("armed group", "REB", True, False)
    return _find_after(phrase, sort)


def has_weak_head(phrase: Phrase, head: str) -> bool:
    """Whether the head noun itself tells no kind of actor ("office", "agency")."""
    place = _find_head(phrase, head)
    sort = _look_up(phrase.words, place) if place is not None else None
    return sort is not None and sort.weak


def _is_army_unit(phrase: Phrase, head: int) -> bool:
    """Whether it is a unit of an army: "53rd Mechanized Brigade", "two more battalions", not "Mountain Hawks Brigade"."""
    if phrase.words[head].lower() not in ARMY_UNITS:
        return False
    before = phrase.words[:head]
    common = phrase.words[head].islower() and all(word.islower() or any(a.start <= i < a.end for a in phrase.anchors) for i, word in enumerate(before))
    return common or any(word[0].isdigit() or word.lower() in ARMS for word in before)


def _find_head(phrase: Phrase, head: str) -> int | None:
    """The place of the head noun before the cut: the given lemma if it stands there, else the last word that is no name."""
    first = range(phrase.cut - 1, -1, -1)
    for index in first:
        if head and find_noun(phrase.words[index]) == head:
            return index
    return next((index for index in first if find_noun(phrase.words[index]) in read_sorts()), None)


def _look_up(words: Sequence[str], index: int) -> Sort | None:
    sorts = read_sorts()
    noun = find_noun(words[index])
    if index and (pair := sorts.get(f"{words[index - 1].lower()} {noun}")) is not None:
        return pair
    return sorts.get(noun)


def _join(weak: Sort, other: Sort) -> Sort:
    if weak.sector in ("MIL", "UAF"):  # forces, units, fighters: of a government they are its army, of an opposition rebels
        if other.sector in ("GOV", "LEG", "JUD"):
            return Sort("military", "MIL", True, False)
        if other.sector in ("OPP", "PTY", "REL", "CVL"):
            return Sort("armed group", "REB", True, False)
    return other


def _find_after(phrase: Phrase, sort: Sort) -> Sort:
    """A weak head may be told by what follows: "a spokesman for the ministry of defence", "leader of the rebels"."""
    if sort.sector != "MIL" and phrase.cut < len(phrase.words) and phrase.words[phrase.cut].lower() in ("of", "for", "from"):
        for index in range(phrase.cut + 1, min(phrase.cut + 6, len(phrase.words))):
            other = _look_up(phrase.words, index)
            if other is not None and other.sector and not other.weak and not other.modifier:
                return other
    return sort


def _find_any(phrase: Phrase) -> Sort | None:
    """What any word before the cut says, for names that begin with what they are ("Liwa al-Tawhid", "General Haftar")."""
    for index in range(phrase.cut):
        sort = _look_up(phrase.words, index)
        if sort is not None and not sort.modifier and (sort.sector or sort.type != "other"):
            return sort
    return None
