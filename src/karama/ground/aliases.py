"""Names of one thing: equal names, names of one actor or place, surnames, acronyms, and aliases that the text itself teaches."""

from __future__ import annotations

import re
from functools import cache

from karama.data import read_table
from karama.domain.entities import Place
from karama.ground.clusters import FAMILY, Clusters
from karama.ports import ActorBase, KnownActor

# What stands between two names of one thing, when the text teaches it. Bounded: at most 60 characters are looked at.
TEACHING = re.compile(
    r",? ?[(–—-]? ?(?:or|also known as|also known by|known as|better known as|more commonly known as|commonly known as|a\.?k\.?a\.?|also called|called|"
    r"also referred to as|"
    r"formerly known as|formerly|formerly called|previously known as|abbreviated as|abbreviated|or simply|shortened to|"
    r"(?:also |better |often )?known (?:by|under) (?:its|the|his|her|their) (?:\w+ )?"
    r"(?:acronym|acronyms|name|initials|nickname|abbreviation|nom de guerre|alias),?(?: of| as)?"
    r"|(?:is|was|,|being) (?:the|an?|another|its) (?:\w+ ){0,2}(?:acronym|name|term|abbreviation|nickname|initials) (?:for|of))"
    r" ?[\"“'‘]?(?:the )?[\"“'‘]?"
)
OPENS = re.compile(r"(?:'s|’s)? ?\((?:the |or |known as |hereafter |now |also |also known as |a\.k\.a\.? )?[\"“'‘]?", re.IGNORECASE)
LOOKED_AT = 60
# Small words that give no letter to an acronym: "Islamic State of Iraq and the Levant" -> ISIL.
SMALL = frozenset(("of", "the", "and", "for", "in", "on", "to", "a", "an", "de", "la", "el", "del", "et", "des", "du", "&", "al", "-"))


def join_names(clusters: Clusters, places: dict[str, Place], known: list[KnownActor | None], actors: ActorBase) -> None:
    """Joins the names that mean one thing."""
    _join_equal(clusters, places, known, actors)
    _join_taught(clusters)
    _join_acronyms(clusters)
    _join_persons(clusters, known)
    _join_parts(clusters, known)


def look_up_actors(clusters: Clusters, actors: ActorBase) -> list[KnownActor | None]:
    """The actor of the base by mention, for names of people and bodies."""
    found: list[KnownActor | None] = []
    strangers = _find_strangers(clusters, actors)
    for mention, lower in zip(clusters.mentions, clusters.lowers, strict=True):
        hits: tuple[KnownActor, ...] = ()
        if mention.form == "name" and mention.kind in ("person", "organisation", "people") and mention.words not in strangers:
            hits = actors.lookup(strip_titles(mention.words) if mention.kind == "person" else mention.words) or actors.lookup(lower)
        found.append(hits[0] if hits else None)
    return found


def _find_strangers(clusters: Clusters, actors: ActorBase) -> set[str]:
    """Surnames of persons whom the article names in full and the actor base does not know: they are not the well-known bearers of the name."""
    found: set[str] = set()
    for mention in clusters.mentions:
        if mention.form == "name" and mention.kind == "person":
            words = strip_titles(mention.words).split()
            if len(words) > 1 and not actors.lookup(" ".join(words)):
                found.add(words[-1])
    return found


def _join_equal(clusters: Clusters, places: dict[str, Place], known: list[KnownActor | None], actors: ActorBase) -> None:
    first: dict[str, int] = {}
    for index, mention in enumerate(clusters.mentions):
        if mention.form != "name":
            continue
        for key in _find_keys(clusters, index, places, known[index], actors):
            clusters.join(first.setdefault(key, index), index)


def _find_keys(clusters: Clusters, index: int, places: dict[str, Place], actor: KnownActor | None, actors: ActorBase) -> list[str]:
    """What a name is known by; names that share one are one thing."""
    mention, lower = clusters.mentions[index], clusters.lowers[index].replace(".", "").replace("’", "'")
    family = FAMILY[mention.kind]
    if mention.kind == "nationality":
        return [f"nationality:{actors.nationality(mention.words) or lower}"]
    if mention.kind == "place":
        place = places.get(mention.id)
        state = actors.state(mention.words)
        return [_find_place_key(lower, place)] + ([f"state:{state.id}"] if state is not None and _is_whole(place) else [])
    if actor is not None:
        return [f"actor:{actor.id}"]
    return [f"{family}:{strip_titles(mention.words).lower() if mention.kind == 'person' else lower}"]


def _is_whole(place: Place | None) -> bool:
    """Whether a place is the named thing itself, not an area beside it or a part of it ("the southern edge of Raqqa")."""
    return place is None or place.precision not in ("near", "part of settlement", "area")


def _find_place_key(lower: str, place: Place | None) -> str:
    if place is None:
        return f"place:{lower}"
    if place.geonames is not None and _is_whole(place):
        return f"geonames:{place.geonames}"
    return f"area:{lower}:{place.precision}:{place.latitude}:{place.longitude}:{place.radius_km}"


def _join_taught(clusters: Clusters) -> None:
    """Joins "Syrian Democratic Forces (SDF)", "the Free Syrian Army, or FSA", "Daesh is the Arabic acronym for ISIS"."""
    text, mentions = clusters.parse.text, clusters.mentions
    for index, mention in enumerate(mentions):
        for other in range(index + 1, min(index + 4, len(mentions))):
            later = mentions[other]
            if later.start < mention.end or later.start - mention.end > LOOKED_AT:
                continue
            if (
                FAMILY[later.kind] != FAMILY[mention.kind]
                or later.form != "name"
                or mention.form == "pronoun"
                or mention.kind in ("place", "nationality", "money")
            ):
                continue
            between = text[mention.end : later.start]
            bracketed = OPENS.fullmatch(between) is not None and text[later.end : later.end + 2].lstrip("\"”'’")[:1] in (")", ",", ";")
            if (bracketed and _may_bracket(clusters, index, other)) or (mention.form == "name" and len(between) > 3 and TEACHING.fullmatch(between)):
                clusters.join(index, other)
                break


def _may_bracket(clusters: Clusters, index: int, other: int) -> bool:
    """Whether a name in brackets can be another name of what stands before: an acronym, or a name beside a name."""
    one, two = clusters.mentions[index], clusters.mentions[other]
    return is_acronym(two.words, one.words) or (one.form == "name" and one.kind == "organisation") or (one.form == "name" and " " not in two.words)


def is_acronym(short: str, name: str) -> bool:
    """Whether the letters of `short` are the first letters of the words of `name`, small words counted or not."""
    letters = [c for c in short if c.isalpha()]
    if not 2 <= len(letters) <= 10 or " " in short.strip() or not short[:1].isupper():
        return False
    words = [word for word in re.split(r"[\s\-–’']+", name) if word[:1].isalpha()]
    want = "".join(letters).lower()
    every = "".join(word[0] for word in words).lower()
    large = "".join(word[0] for word in words if word.lower() not in SMALL).lower()
    return want in (every, large) or (len(want) > 2 and want.rstrip("s") == large)


def _join_acronyms(clusters: Clusters) -> None:
    """Joins a later acronym to the one longer name whose letters it has."""
    names: dict[str, int] = {}
    for index, mention in enumerate(clusters.mentions):
        if mention.form != "name" or mention.kind != "organisation":
            continue
        words = [word for word in clusters.lowers[index].replace("-", " ").split() if word[:1].isalpha() and word not in SMALL]
        if len(words) >= 3:
            names.setdefault("".join(word[0] for word in words), index)
        elif mention.words.isupper() and len(mention.words) >= 3 and mention.words.lower() in names:
            clusters.join(names[mention.words.lower()], index)


@cache
def load_titles() -> frozenset[str]:
    """Words before a person's name that are no part of it, lower case."""
    spoken = {word for row in read_table("titles.csv") for word in row["words"].split()}
    return frozenset(spoken | {noun for row in read_table("nouns.csv") if row["kind"] == "people" for noun in row["nouns"].split()})


def strip_titles(name: str) -> str:
    """A person's name without the titles before it: "Stephen J. Townsend" of "Lt. Gen. Stephen J. Townsend"."""
    words, titles = name.split(), load_titles()
    cut = next((i + 1 for i in range(len(words) - 2, -1, -1) if words[i].lower().rstrip(",") in titles and words[i + 1][:1].isupper()), 0)
    return " ".join(words[cut:]).removesuffix("'s").removesuffix("’s")


def _surname(words: list[str]) -> str:
    last = words[-1] if words[-1] not in ("jr.", "jr", "sr.", "sr", "iii", "ii") or len(words) == 1 else words[-2]
    return last.removeprefix("al-").removeprefix("el-")


def _join_persons(clusters: Clusters, known: list[KnownActor | None]) -> None:
    """Joins a surname, or a first name, to the last full name that has it; two full names need both alike."""
    full: dict[str, tuple[int, list[str]]] = {}
    for index, mention in enumerate(clusters.mentions):
        if mention.form != "name" or mention.kind not in ("person", "organisation", "place"):
            continue
        words = strip_titles(mention.words).lower().replace(",", "").split()
        if not words:
            continue
        found = full.get(_surname(words)) or (full.get("first:" + words[0]) if len(words) == 1 else None)
        if found is not None and _are_two(known[index], known[found[0]]):
            continue  # a lone "Kabila" that the base takes for Joseph is not joined to Laurent-Désiré
        if found is not None and (mention.kind == "person" or (len(words) == 1 and mention.score < 0.8)) and (len(words) == 1 or _agree(words, found[1])):
            clusters.join(found[0], index)
        elif mention.kind == "person" and len(words) > 1:
            full[_surname(words)] = index, words
            full["first:" + words[0]] = index, words


def _are_two(one: KnownActor | None, other: KnownActor | None) -> bool:
    return one is not None and other is not None and one.id != other.id


def _agree(one: list[str], other: list[str]) -> bool:
    """Whether two full names have the same first name or initial."""
    return one[0] == other[0] or (len(one[0]) <= 2 and other[0].startswith(one[0][0])) or (len(other[0]) <= 2 and one[0].startswith(other[0][0]))


def _join_parts(clusters: Clusters, known: list[KnownActor | None]) -> None:
    """Joins a shortened name to the longer one before it: "Syrian forces" to "Syrian Democratic Forces", "the Observatory" to "Syrian Observatory".

    Where a text has introduced a state's own army before, "Syrian forces" may be that army, and nothing is joined.
    """
    longer: dict[str, list[int]] = {}
    stately: set[str] = set()  # first words of "Syrian army", "Iraqi government"
    for index, mention in enumerate(clusters.mentions):
        if mention.kind != "organisation" or mention.form == "pronoun":
            continue
        words = clusters.lowers[index].split()
        if known[index] is None and (len(words) >= 2 or mention.words.split()[-1][:1].isupper()):
            match = next((i for i in reversed(longer.get(words[-1], [])[-4:]) if _is_part(clusters, words, index, i)), None)
            if match is not None and not (words[0] in stately and len(words) > 1):
                clusters.join(match, index)
        if mention.form == "nominal" and ("army" in words or "government" in words):
            stately.add(words[0])
        elif mention.form == "name" and len(words) >= 2:
            for word in words[:6]:
                longer.setdefault(word, []).append(index)


def _is_part(clusters: Clusters, words: list[str], one: int, index: int) -> bool:
    """Whether the words stand in this order in a longer name, the first as its first or the last as its last."""
    long = clusters.lowers[index].split()
    if len(long) <= len(words) or clusters.mentions[index].form != "name":
        return False
    if GENERIC.issuperset(words) and not (len(words) == 1 and _is_definite(clusters, one)):
        return False  # the "Special Forces" of another army
    rest = iter(long)
    return all(word in rest for word in words) and (long[-1] == words[-1] or len(words) == 1)


# Words of the names of bodies that tell no one body: "Air Force", "Special Forces", "Military Council", "National Guard".
GENERIC = frozenset(
    "air special armed security forces force army navy police military national guard general council ministry brigade brigades division battalion operations "
    "command front federal central state popular shura supreme high committee court party union group movement democratic revolutionary".split()
)


def _is_definite(clusters: Clusters, index: int) -> bool:
    """Whether "the" stands before a short name: "the Observatory"."""
    mention = clusters.mentions[index]
    return clusters.parse.lowers[max(mention.first - 1, 0)] == "the" or clusters.parse.lowers[mention.first] == "the"
