"""The kind of a name after a second look at its words: what the language model took it for is often wrong for foreign names."""

from __future__ import annotations

import re

from karama.annotate.finds import NAME_TAGS
from karama.annotate.learned import judge_full_name
from karama.annotate.nouns import load_nouns, load_ranks
from karama.domain.annotations import MentionKind
from karama.domain.parse import Parse

# Makes of arms that reports name by letters and a number: "AK-47", "Su-24", "T-72", "BM-21", "MiG-29".
WEAPON_MAKE = re.compile(r"(?:AK|M|RPG|C|TNT|SAM|Scud|Grad|Stinger|Javelin|Tomahawk|Kalashnikov|Uzi|Glock|BM|S|PKM|AR|SVD|G)-?\d{0,4}s?", re.IGNORECASE)
PLATFORM_MAKE = re.compile(
    r"(?:F|Su|MiG|T|B|AH|UH|CH|Mi|Tu|MQ|RQ|AC|A|BMP|BTR|Abrams|Humvee|Apache|Chinook|Predator|Reaper|Bayraktar)[- ]?\d{0,4}[A-Z]?s?", re.IGNORECASE
)
# Services on which people speak: they are bodies, no persons, whatever the model says.
SERVICES = frozenset(("twitter", "facebook", "telegram", "whatsapp", "youtube", "skype", "instagram", "viber", "signal", "internet", "wechat", "tiktok"))
SANCTUARIES = frozenset(("cathedral", "church", "mosque", "shrine", "monastery", "palace", "tomb", "basilica", "temple"))
TRUST = frozenset(("confidence", "faith", "trust", "interest", "belief", "believe", "trusted", "interested"))  # what one has "in" a person
# Words that begin a direction, not a name: "East of Raqqa".
DIRECTIONS = frozenset(
    ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside", "inside", "most", "many", "some", "all")
)
# How adjectives of nationality, faith and party end; a name without is a body ("Saudi Aramco").
ADJECTIVE_ENDINGS = ("an", "ish", "ese", "i", "ic", "ist", "ite", "ch", "ed", "al", "s", "k", "se", "er", "sh", "ab", "im", "'i")


def judge_kind(parse: Parse, first: int, last: int, kind: MentionKind) -> MentionKind | None:
    """The kind of a model's name after a second look at its words; None for no mention."""
    nouns, word = load_nouns(), parse.words[last]
    noun = nouns.get(parse.lowers[last]) or nouns.get(parse.lemmas[last])
    if kind == "money":
        return kind
    if parse.in_dateline(first) and kind == "person":
        return "organisation"  # the agency that wired the report
    if load_ranks().issuperset(parse.lowers[first : last + 1]):
        return None  # "Brigadier General": whoever holds it is named elsewhere
    if kind == "place" and (parse.cut(first, last).islower() or _is_heading(parse, first, last)):
        return None  # "the west bank of the river", "Background" above a paragraph
    if kind in ("person", "organisation") and _is_described_as_place(parse, last):
        return "place"
    if first < last and kind == "organisation" and parse.lowers[first + 1] == "of" and parse.lowers[first] in SANCTUARIES:
        return "place"  # "Cathedral of Our Lady"
    if first == last and (_is_plain_word(parse, first, kind, noun) or parse.lowers[first] in SERVICES):
        return "organisation" if parse.lowers[first] in SERVICES else None
    if first < last and kind == "organisation" and (parse.lowers[first] == "operation" or _is_office(parse, first)):
        return "person" if _is_office(parse, first) else None  # "Operation Inherent Resolve" is an undertaking, no body
    kind = judge_full_name(parse, first, last, kind)
    if kind == "weapon":
        return "weapon" if WEAPON_MAKE.fullmatch(word) else "platform" if PLATFORM_MAKE.fullmatch(word) else None
    if kind == "person" and last <= first + 1 and _is_located(parse, first, last):
        return "place"
    if kind == "nationality":
        return _judge_nationality(parse, first, last)
    return _judge_by_noun(kind, noun) if noun is not None and first < last else kind


def _is_heading(parse: Parse, first: int, last: int) -> bool:
    """Whether one word is all that its sentence has."""
    sentence = parse.sentences[parse.sentence_of[first]]
    return first == last and sentence.first == sentence.last


def _is_described_as_place(parse: Parse, last: int) -> bool:
    """Whether a name has an apposition that says it is a settlement: "Moliro, a town on the coast"."""
    return any(parse.deps[c] == "appos" and c > last + 1 and parse.lemmas[c] in ("town", "village", "city", "suburb", "hamlet") for c in parse.children[last])


def _is_office(parse: Parse, first: int) -> bool:
    """Whether a name of several words is an office: "Minister of Foreign Affairs of Iraq"."""
    return parse.lowers[first + 1] in ("of", "for") and load_nouns().get(parse.lowers[first]) == "people"


def _judge_nationality(parse: Parse, first: int, last: int) -> MentionKind:
    """The kind of what the model takes for a nationality: a people in the plural, a body where it is no adjective ("Aramco")."""
    if first == last and parse.tags[last] == "NNP" and parse.words[last][0].isupper() and not parse.lowers[last].endswith(ADJECTIVE_ENDINGS):
        return "organisation"
    return "people" if is_people(parse, last) else "nationality"


def _is_plain_word(parse: Parse, token: int, kind: MentionKind, noun: MentionKind | None) -> bool:
    """Whether a model's name of one word is no name: a common noun, left to the descriptions, a direction, or no word at all."""
    word = parse.words[token]
    capital = word[0].isupper()
    if kind == "place" and (noun == "place" or not capital or parse.lowers[token] in DIRECTIONS):
        return True
    titled = capital and word[1:].islower() and kind == "organisation"
    if word[-1] == "-" or (parse.lowers[token] == "state" and token > 0 and parse.lowers[token - 1] == "of"):
        return True  # "Pro-", "Secretary of State"
    if noun is not None and ((noun in ("weapon", "platform", "vehicle") and not titled) or not capital or kind in ("person", "weapon")):
        return True
    return not any(map(str.isalpha, word)) or (kind == "organisation" and not capital and parse.tags[token] not in NAME_TAGS)


def _is_located(parse: Parse, first: int, last: int) -> bool:
    """Whether a name hangs on a preposition that only places take ("near Rawah"), or on a noun for a place ("Helwaniyah district")."""
    above = parse.heads[last]
    if parse.deps[last] == "pobj" and above == first - 1:
        return parse.lowers[above] in ("in", "near", "outside", "inside") and parse.lemmas[parse.heads[above]] not in TRUST
    return above == last + 1 and parse.deps[last] == "compound" and parse.tags[above] == "NN" and load_nouns().get(parse.lemmas[above]) == "place"


def _judge_by_noun(kind: MentionKind, noun: MentionKind) -> MentionKind | None:
    """The kind of a name that ends in a common noun: "Tabqa Dam" is no body, "U.S. Central Command" no person."""
    if noun == "people":
        return kind if kind == "organisation" else None
    return noun


def is_people(parse: Parse, token: int) -> bool:
    """Whether a word of nationality stands as a noun for several of them."""
    return parse.tags[token] in ("NNPS", "NNS") or (parse.lowers[token].endswith("s") and parse.deps[token] in ("nsubj", "nsubjpass", "dobj", "pobj"))
