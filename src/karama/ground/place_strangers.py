"""Places in countries that an article does not speak of: a street, a mosque or an odd spelling that only sounds like a far town."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

from karama.domain.parse import Parse
from karama.ground.place_scores import Name, best_place
from karama.ports import GazetteerPlace

# Sites and quarters often bear the names of far towns and of people: "Dubai Street", "the Ribat mosque", "the al-Jadidah neighbourhood".
NAMESAKES = frozenset(
    "street road avenue boulevard square roundabout mosque church hotel restaurant hall hospital clinic school college centre center conference neighborhood "
    "neighbourhood neighborhoods neighbourhoods quarter quarters district districts camp zone bridge market mall park palace gate junction intersection "
    "checkpoint building tower battalion brigade base plant steel factory works".split()
)
LIKENESS = 0.72  # of two spellings of one name: "Mykolayiv" and "Mykolaiv", but not "Adhaim" and "Aden"
SPOT = 0.5  # degrees
FEWEST = 3  # mentions of another country, from which on an article is about somewhere
# Kinds that everybody knows by several names: countries, their units and capitals, regions and rivers.
RENOWNED = ("PCL", "PPLC", "ADM1", "CONT", "RGN", "STM", "SEA", "GULF", "DSRT", "MTS", "PEN", "STRT")


def drop_strangers(parse: Parse, names: dict[str, Name], nationalities: Counter[str]) -> None:
    """Takes the places from names whose likeliest place is in a country of which nothing else in the article speaks, if there is reason to doubt it."""
    told = Counter(nationalities)
    for name in names.values():
        if name.places and (country := best_place(name).country) is not None:
            told[country] += len(name.mentions)
    if not told or told.most_common(1)[0][1] < FEWEST:
        return
    for key, name in names.items():
        if name.fixed or not name.places:
            continue
        best = best_place(name)
        same = sum(len(other.mentions) for other in names.values() if other.places and _is_same_spot(best_place(other), best))
        if best.country is None or told[best.country] > same or best.country == told.most_common(1)[0][0]:
            continue
        if name.part == "institution" or _is_namesake(parse, name) or _is_odd_spelling(key, name):
            name.places, name.scores = (), []


def _is_namesake(parse: Parse, name: Name) -> bool:
    """Whether each mention of the name only names a street, a mosque or the like."""
    return all(
        parse.lowers[m.last] in NAMESAKES or any(lower in NAMESAKES for lower in parse.lowers[m.last + 1 : m.last + 3] if lower.isalpha() or lower == "-")
        for m in name.mentions
    )


def _is_odd_spelling(key: str, name: Name) -> bool:
    """Whether the place is mostly written otherwise than the text writes it."""
    best = best_place(name)
    if best.feature.startswith(RENOWNED):
        return False
    return SequenceMatcher(None, key.casefold(), best.name.casefold(), autojunk=False).ratio() < LIKENESS


def _is_same_spot(one: GazetteerPlace, other: GazetteerPlace) -> bool:
    """Whether two spellings mean one town or the unit around it, and so do not speak for each other."""
    return one.country == other.country and abs(one.latitude - other.latitude) < SPOT and abs(one.longitude - other.longitude) < SPOT
