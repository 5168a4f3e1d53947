"""What an article holds that must not leave: the names of private persons and of places where people shelter, as its reading found them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from karama.gate.words import ARMED_CAMP, BODY, NAMED_FACILITY, NEAR_LETTERS, OFFICE, PERSONAL, SENSITIVE

SHORTEST = 3  # letters of a part of a name that is looked for by itself
PARTICLES = frozenset("al el ad ar as ash at az an abu abou umm um bin bint ibn ben van von der den de da di la le du dos mr mrs ms dr the of and".split())
_TOKEN = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Secret:
    """A name to be withheld: how it is called as an item, and all forms in which it stands in the article, longest first."""

    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secrets of one article."""

    persons: tuple[Secret, ...] = ()
    facilities: tuple[Secret, ...] = ()


def find_secrets(reading: Mapping[str, Any], is_given_name: Callable[[str], bool]) -> Secrets:
    """The secrets of a reading (as its JSON). Who cannot be told to be public is taken for private."""
    text: str = reading["article"]["text"]
    named: dict[str, list[Mapping[str, Any]]] = {}
    for mention in reading["mentions"]:
        if mention["form"] == "name":
            named.setdefault(mention["entity"] or mention["id"], []).append(mention)
    entities = {entity["id"]: entity for entity in reading["entities"]}
    private = {key: found for key, found in named.items() if _is_private(entities.get(key), found, text, is_given_name)}
    public = {token.lower() for key, found in named.items() if key not in private for mention in found for token in _TOKEN.findall(mention["words"])}
    persons = [_make_secret(entities.get(key), found, public) for key, found in private.items()]
    return Secrets(tuple(persons), tuple(_find_facilities(text)))


def _is_private(entity: Mapping[str, Any] | None, mentions: Sequence[Mapping[str, Any]], text: str, is_given_name: Callable[[str], bool]) -> bool:
    """Is it a person without public office? One in the actor base is public; so is a general, a minister, a spokesman, wherever the article says so once."""
    if entity is not None and (entity["place"] is not None or (entity["actor"] is not None and entity["actor"]["base"] is not None)):
        return False
    if any(BODY.search(mention["words"]) for mention in mentions):
        return False
    person = any(mention["kind"] == "person" for mention in mentions)
    unknown = entity is None or entity["actor"] is None
    if not person and not (unknown and any(_looks_personal(mention["words"], is_given_name) for mention in mentions)):
        return False
    return not any(_has_office(mention, text) for mention in mentions)


def _looks_personal(words: str, is_given_name: Callable[[str], bool]) -> bool:
    """Could nobody tell this name from a person's? It holds a given name, or a title that only people have."""
    tokens = _TOKEN.findall(words)
    return bool(PERSONAL.search(words)) or any(is_given_name(token.lower()) for token in tokens)


def _has_office(mention: Mapping[str, Any], text: str) -> bool:
    """ "Col. Ryan Dillon", "Rami Abdulrahman, the director of": in the words before the name, or after its comma."""
    before = text[max(0, mention["start"] - NEAR_LETTERS) : mention["start"]]
    before = re.split(r"[.!?][\"”’']?\s+(?=[A-Z])|\n", before)[-1] if not re.search(r"\b(?:Gen|Col|Lt|Maj|Capt|Brig|Adm|Sen|Rep|Gov)\.\s*$", before) else before
    after = text[mention["end"] : mention["end"] + NEAR_LETTERS]
    beside = re.match(r"\s*[,(–-]\s*([^.;!?\n]*)", after)
    close = " ".join(before.split()[-3:])  # "a spokesman for the coalition, Col. X": the rank stands next to the name
    return bool(OFFICE.search(close) or OFFICE.search(mention["words"]) or (beside is not None and OFFICE.search(beside.group(1))))


def _make_secret(entity: Mapping[str, Any] | None, mentions: Sequence[Mapping[str, Any]], public: set[str]) -> Secret:
    """The whole names, and their first and last parts, which stand for the person in later sentences; not parts that are a public name's too."""
    given = [entity["name"], *entity["aliases"]] if entity is not None else []
    whole = dict.fromkeys(bare for words in (*given, *(mention["words"] for mention in mentions)) if (bare := _strip_words(words)))
    found = set(whole)
    for form in whole:
        tokens = [token for token in _TOKEN.findall(form) if token.lower() not in PARTICLES and len(token) >= SHORTEST]
        found |= {token for token in (*tokens[:1], *tokens[-1:]) if token.lower().removesuffix("'s").removesuffix("’s") not in public}
    return Secret(max(whole, key=len, default=mentions[0]["words"]), tuple(sorted(found, key=lambda form: (-len(form), form))))


def _strip_words(words: str) -> str:
    """The name without the description before it: "brother Karim Haddad" is Karim Haddad, "a 34-year-old nurse" nobody's name."""
    tokens = words.split()
    while tokens and tokens[0][:1].isascii() and not tokens[0][:1].isupper():
        tokens = tokens[1:]
    return " ".join(tokens)


def _find_facilities(text: str) -> Iterator[Secret]:
    """Facilities with their names; the bare name too, where it stands for nothing else: "Umm al-Qura hospital", but not the Saraqib of "Saraqib hospital"."""
    found = [match.group() for match in NAMED_FACILITY.finditer(text) if not ARMED_CAMP.search(match.group())]
    names = dict.fromkeys(re.sub(r"^(?:the|a|an|at|in|of|near) ", "", " ".join(name.split()), flags=re.IGNORECASE) for name in found)
    rest = make_pattern(names)
    elsewhere = rest.sub(" ", text) if rest is not None else text
    for name in names:
        bare = SENSITIVE.sub("", name).strip(" -")
        alone = len(bare) >= SHORTEST and (pattern := make_pattern((bare,))) is not None and not pattern.search(elsewhere)
        yield Secret(name, (name, bare) if alone else (name,))


def make_pattern(forms: Iterable[str]) -> re.Pattern[str] | None:
    """One expression that finds any of the forms as whole words, whatever their case and the spaces or hyphens between their parts; None for no forms."""
    listed = sorted({form for form in forms if form.strip()}, key=lambda form: (-len(form), form))
    if not listed:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(r"[\s\-_+.]+".join(map(re.escape, re.split(r"[\s\-]+", form))) for form in listed) + r")(?!\w)", re.IGNORECASE)
