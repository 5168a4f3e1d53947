"""Which of the places of a name is meant: renown first, then what the text says of it, then the other places of the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from math import log10

from karama.data import read_table
from karama.domain.annotations import Mention
from karama.domain.parse import Parse
from karama.ground.geodesy import distance_km
from karama.ground.place_areas import DIRECTIONS
from karama.ports import Gazetteer, GazetteerPlace

# Renown of what has no or little counted population, in powers of ten of people.
FEATURE_RENOWN = {"PCLI": 3.0, "PPLC": 1.2, "PPLA": 0.3, "CONT": 3.0, "ADM1": 0.2, "ADM2": -1.0, "ADM3": -1.5}
ADMIN2_PEOPLE = 60_000  # counties and districts come without a count
SEAT_PEOPLE, BEHIND_SEAT = 10_000, 0.5
WITHIN = 6.0  # "Paris, Texas": the text itself says so
NATIONALITY = 3.0  # "the Syrian town of Karama"
COUNTRY_SHARE, UNIT_SHARE, NEARNESS = 3.2, 2.4, 2.4
NEAR_KM = 160.0  # other places of a report lie within a day's drive
ENGLISH_SPEAKING = frozenset(("USA", "GBR", "IRL", "CAN", "AUS", "NZL"))
MINOR_ENGLISH_NAME = 1.8  # where places are called in English, another name than the main one is an odd old one
BIG_CITY = 200_000
MINOR_NAME = 0.9  # the name is not the place's main one
MAX_ANCHORS = 60
WIRED = 0.25  # a report filed in Beirut may be on Syria
# The noun beside a name says what kind of place it is: "Aleppo province", "the city of Aleppo".
KINDS_OF_NOUN = {
    "province": ("ADM",), "governorate": ("ADM",), "state": ("ADM1", "PCL"), "oblast": ("ADM",), "region": ("ADM", "RGN", "PEN"), "county": ("ADM2",),
    "department": ("ADM",), "district": ("ADM2", "ADM3", "PPLX", "PPL"), "prefecture": ("ADM",), "countryside": ("ADM",), "city": ("PPL",),
    "town": ("PPL",), "village": ("PPL",), "suburb": ("PPL",), "neighborhood": ("PPL",), "neighbourhood": ("PPL",), "river": ("STM",),
    "island": ("ISL",), "lake": ("LK",), "peninsula": ("PEN", "ADM1"), "camp": ("CMP",), "airport": ("AIR",), "hamlet": ("PPL",),
    "republic": ("PCL", "ADM1"), "country": ("PCL",), "port": ("PPL", "PRT"), "strait": ("STRT",), "sea": ("SEA",), "desert": ("DSRT",),
    "mountains": ("MT",), "valley": ("VAL",), "stronghold": ("PPL",), "territory": ("ADM", "RGN"), "enclave": ("PPL", "RGN"), "prison": ("PRSN",),
    "dam": ("DAM",), "crossing": ("CRSB",), "base": ("MIL", "AIRB"), "airbase": ("AIRB",), "township": ("PPL", "ADM"),
}  # fmt: skip
PLURAL_KINDS = {noun + "s": noun for noun in KINDS_OF_NOUN if noun[-1] != "y"} | {
    "cities": "city", "counties": "county", "countries": "country", "territories": "territory", "valleys": "valley",
}  # fmt: skip
# A site of one of these kinds that bears a town's name lies in or by that town.
INSTITUTIONS = frozenset(
    (
        "hospital school university college library museum airport court courthouse prison stadium hall center centre mosque church cathedral market "
        "station bridge camp base academy clinic theatre theater park square street road avenue refinery port police barracks district neighborhood "
        "neighbourhood checkpoint "
    ).split()
)
SORTS_OF_SITE = frozenset(("military", "international", "regional", "civilian"))
MIN_SEAT_OF_INSTITUTION = 5_000  # the names of smaller places are too often surnames
RIGHT_KIND, WRONG_KIND = 2.2, -0.8


@dataclass(slots=True)
class Name:
    """A name of the text with the places it may mean and their scores, in step."""

    places: tuple[GazetteerPlace, ...]
    scores: list[float]
    mentions: list[Mention] = field(default_factory=list)
    fixed: bool = False  # the text itself says where it is
    part: str | None = None  # "institution" of the place or a direction, where only a part of the words is listed
    wired: bool = False  # stands in the dateline only
    own: list[float] = field(default_factory=list)  # the scores before other names had their say


@cache
def nationality_countries() -> dict[str, str]:
    """Nationality word in lower case -> ISO3 country."""
    return {word.strip().lower(): row["iso3"] for row in read_table("states.csv") for word in row["people"].split(";") if word.strip()}


@cache
def country_names() -> dict[str, str]:
    """ISO3 -> the English name of the country in lower case."""
    return {row["iso3"]: row["name"].lower() for row in read_table("countries.csv")}


def collect_names(parse: Parse, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> dict[str, Name]:
    """The names of the text by their key, with the renown of each place they may mean."""
    names: dict[str, Name] = {}
    for mention in mentions:
        key = name_key(mention.words)
        if key not in names:
            places = gazetteer.lookup(key)
            if not places:
                places, part = _find_within(key, gazetteer)
                names[key] = Name(places, _rate(places, key), part=part)
                names[key].mentions.append(mention)
                continue
            names[key] = Name(places, _rate(places, key))
        names[key].mentions.append(mention)
    for name in names.values():
        name.wired = all(parse.in_dateline(mention.first) for mention in name.mentions)
    return names


def _find_within(key: str, gazetteer: Gazetteer) -> tuple[tuple[GazetteerPlace, ...], str | None]:
    """The places of the listed name within an unlisted one, and what the rest says: "Western Anbar" its west, "Basra General Hospital" a site in Basra."""
    words = key.split(" ")
    if len(words) > 1 and words[0].lower() in DIRECTIONS:
        return gazetteer.lookup(" ".join(words[1:])), DIRECTIONS[words[0].lower()]
    called = find_called(words, gazetteer)
    if called:
        return called, None
    if len(words) > 2 and words[1].lower() == "of" and words[0].lower() in INSTITUTIONS:
        return tuple(place for place in gazetteer.lookup(" ".join(words[2:])) if not place.feature.startswith("PCL")), "institution"  # "Port of Berdiansk"
    if len(words) < 2 or words[-1].lower() not in INSTITUTIONS:
        return (), None
    for length in range(min(len(words) - 1, 3), 0, -1):
        places = gazetteer.lookup(" ".join(words[:length]))
        if places and places[0].population >= MIN_SEAT_OF_INSTITUTION:
            return tuple(place for place in places if not place.feature.startswith("PCL")), "institution"
    return (), None


def find_called(words: list[str], gazetteer: Gazetteer) -> tuple[GazetteerPlace, ...]:
    """The listed places of a name with its kind written out: "Quneitra Governorate", "Abu al-Duhur Military Air Base"."""
    kinds = KINDS_OF_NOUN.get(words[-1].lower())
    if kinds is not None and len(words) > 1:
        kinds = tuple(kind for kind in kinds if not kind.startswith("PPL")) or kinds  # "Mosul District" is not the city
        fitting = tuple(place for place in gazetteer.lookup(" ".join(words[:-1])) if place.feature.startswith(kinds))
        if fitting:
            return fitting
    bare = " ".join(word for word in words if word.lower() not in SORTS_OF_SITE).replace(" Air Base", " Airbase")
    return gazetteer.lookup(bare) if bare != " ".join(words) and " " in bare else ()


def name_key(words: str) -> str:
    """The words of a mention as they are looked up."""
    key = " ".join(words.split())
    for tail in ("'s", "’s", "'", "’"):
        key = key.removesuffix(tail)
    return key.removeprefix("the ").removeprefix("The ")


def _rate(places: tuple[GazetteerPlace, ...], key: str) -> list[float]:
    """The renown of each place; a unit that bears the name of its own town stands a little behind it: "Kirkuk" is the city first."""
    scores = [_renown(place, key) for place in places]
    towns: dict[tuple[str | None, str | None], float] = {}
    for place, score in zip(places, scores, strict=True):
        if place.feature.startswith("PPL") and place.population >= SEAT_PEOPLE:
            towns[place.country, place.admin1] = max(towns.get((place.country, place.admin1), 0.0), score)
    for number, place in enumerate(places):
        town = towns.get((place.country, place.admin1)) if place.feature == "ADM1" else None
        if town is not None:
            scores[number] = min(scores[number], town - BEHIND_SEAT)
    return scores


def _renown(place: GazetteerPlace, name: str) -> float:
    people = place.population or (ADMIN2_PEOPLE if place.feature == "ADM2" else 0)
    minor = 0.0 if place.name.casefold() == name.casefold() or place.feature in ("PCLI", "ADM1") else MINOR_NAME
    if minor and place.country in ENGLISH_SPEAKING:
        minor = MINOR_ENGLISH_NAME
    elif minor and place.feature.startswith("PPL") and place.population >= BIG_CITY:
        minor = 0.2  # big cities have English names of their own: "Mykolaiv", "Raqqa", "Kabul"
    return log10(people + 20.0) + FEATURE_RENOWN.get(place.feature, 0.0) - minor


def weigh_own_words(parse: Parse, names: dict[str, Name], places: tuple[Mention, ...]) -> None:
    """Adds what the text says of each name where it stands: its kind ("X province"), its country ("Syrian town of X"), what it lies in ("X, Y")."""
    following = dict(pairwise(places))
    for name in names.values():
        for mention in name.mentions[:20]:
            _weigh_kind(parse, name, mention)
            _weigh_nationality(parse, name, mention)
            after = following.get(mention)
            if after is not None:
                _weigh_container(parse, name, mention, names[name_key(after.words)], after)
    for name in names.values():
        name.own = list(name.scores)


def _weigh_kind(parse: Parse, name: Name, mention: Mention) -> None:
    noun = find_kind_noun(parse, mention)
    if noun is None or len(name.places) < 2:
        return
    kinds = KINDS_OF_NOUN[noun]
    share = 1.0 / min(3, len(name.mentions))
    if len(name.mentions) > 1 and _has_seat(name):
        # "the Kinshasa region" once does not make a region of every Kinshasa: it tells the country, and each mention its own kind.
        countries = {place.country for place in name.places if place.feature.startswith(kinds)}
        for number, place in enumerate(name.places):
            name.scores[number] += share * RIGHT_KIND * (place.country in countries)
        return
    for number, place in enumerate(name.places):
        name.scores[number] += share * (RIGHT_KIND if place.feature.startswith(kinds) else WRONG_KIND)


def _has_seat(name: Name) -> bool:
    """Whether a first-level unit and a town in it share the name."""
    units = {(place.country, place.admin1) for place in name.places if place.feature == "ADM1"}
    return any(place.feature.startswith("PPL") and (place.country, place.admin1) in units for place in name.places)


def prefer_kind(parse: Parse, name: Name, mention: Mention) -> Name:
    """The name as one mention means it: of a unit and its town the one that the noun beside it says."""
    noun = find_kind_noun(parse, mention)
    best = best_place(name)
    if noun is None or best.feature.startswith(KINDS_OF_NOUN[noun]):
        return name
    top = max(name.scores)
    kinds = KINDS_OF_NOUN[noun]
    scores = [
        score + top + 1.0 if place.feature.startswith(kinds) and (place.country, place.admin1) == (best.country, best.admin1) else score
        for score, place in zip(name.scores, name.places, strict=True)
    ]
    return replace(name, scores=scores)


def _find_shared_noun(parse: Parse, after: int) -> str | None:
    """The noun that the names of a list share: "oblasts" of "Donetsk and Luhansk oblasts"."""
    for i in range(after, min(after + 10, len(parse))):
        lower = parse.lowers[i]
        if lower in PLURAL_KINDS:
            return PLURAL_KINDS[lower]
        if lower not in ("and", ",", "or", "-", "al", "the") and not parse.words[i][0].isupper():
            return None
    return None


def find_kind_noun(parse: Parse, mention: Mention) -> str | None:
    """The noun of place beside a mention: "province" of "Aleppo province", of "the province of Aleppo", of "Aleppo and Idlib provinces"."""
    lowers, after = parse.lowers, mention.last + 1
    if lowers[mention.last] in KINDS_OF_NOUN and mention.last > mention.first:
        return lowers[mention.last]
    if after < len(parse) and lowers[after] in ("'s", "’s"):
        after += 1
    if after < len(parse) and lowers[after] in KINDS_OF_NOUN and parse.sentence_of[after] == parse.sentence_of[mention.last]:
        return lowers[after]
    if after < len(parse) and (shared := _find_shared_noun(parse, after)) is not None:
        return shared
    before = mention.first - 1
    if before > 0 and lowers[before] in ("of", "called", "named"):
        before -= 1
    noun = lowers[before] if before >= 0 else ""
    return noun if noun in KINDS_OF_NOUN else PLURAL_KINDS.get(noun)


def _weigh_nationality(parse: Parse, name: Name, mention: Mention) -> None:
    for token in range(max(0, mention.first - 6), mention.first):
        country = nationality_countries().get(parse.lowers[token])
        # "the northern Syrian city of Manbij", "the Syrian-held town of", but not "Syrian officials in Paris".
        if country and all(
            t in KINDS_OF_NOUN or t in ("of", "-", "called", "named", "border", "coastal", "held", "capital", "rebel", "the")
            for t in parse.lowers[token + 1 : mention.first]
        ):
            for number, place in enumerate(name.places):
                if place.country == country:
                    name.scores[number] += NATIONALITY
                    name.fixed = True


def _weigh_container(parse: Parse, name: Name, mention: Mention, outer: Name, after: Mention) -> None:
    """Adds to the places of "X" that lie in a "Y" of "X, Y", "X (Y)", "X in Y" or "Y's X"."""
    between = parse.text[mention.end : after.start].strip().lower()
    weight = {",": WITHIN, "(": WITHIN, "": WITHIN / 2, "in": WITHIN / 2, ", in": WITHIN / 2, "in the": WITHIN / 2, ", in the": WITHIN / 2, "of": 1.0}.get(
        between
    )
    words = between.split()
    if (
        weight is None
        and len(words) <= 6
        and words[:1]
        and words[0].strip(",") in ("", "a", "the", "in", "northern", "southern", "eastern", "western")
        and "in" in words
    ):
        weight = WITHIN / 3
    if weight is None and between in ("'s", "’s"):
        name, outer, weight = outer, name, WITHIN / 2
    if weight is None or not outer.places:
        return
    for number, place in enumerate(name.places):
        for holder, renown in zip(outer.places, outer.scores, strict=True):
            if renown > 2.0 and lies_in(place, holder):
                name.scores[number] += weight
                name.fixed = True
                break
    if between == "," and name.fixed:
        _weigh_holders(name, outer)


def _weigh_holders(inner: Name, outer: Name) -> None:
    """In "Paris, Georgia" the Georgia that has a Paris gains as well."""
    for number, holder in enumerate(outer.places):
        if any(lies_in(place, holder) for place in inner.places):
            outer.scores[number] += 1.5


def lies_in(place: GazetteerPlace, holder: GazetteerPlace) -> bool:
    """Whether a place lies in a country, a first-level unit or a district."""
    if place.key == holder.key:
        return False
    if holder.feature.startswith("PCL"):
        return place.country == holder.country and not place.feature.startswith("PCL")
    if holder.feature == "ADM1":
        return place.country == holder.country and place.admin1 == holder.admin1 and place.feature != "ADM1"
    if place.feature.startswith(("PCL", "ADM1")) or place.country != holder.country:
        return False
    return place.population < holder.population + 1 and distance_km(place.latitude, place.longitude, holder.latitude, holder.longitude) <= holder.radius_km + 8


def weigh_other_places(names: dict[str, Name], nationalities: Counter[str]) -> None:
    """Gives each name its own scores and what the other places of the text speak for: their countries, first-level units and nearness."""
    anchors = sorted(((best_place(name), name) for name in names.values() if name.places), key=lambda pair: -_confidence(pair[1]))[:MAX_ANCHORS]
    countries: defaultdict[str, float] = defaultdict(float)
    units: defaultdict[tuple[str | None, str | None], float] = defaultdict(float)
    for place, name in anchors:
        weight = _weight(name)
        if place.country:
            countries[place.country] += weight
        if place.admin1:
            units[place.country, place.admin1] += weight
    for country, count in nationalities.items():
        countries[country] += 0.5 * min(4, count)
    sure = [(place, _confidence(name), name) for place, name in anchors if place.radius_km < 500]
    fresh = {key: _scores_among(name, countries, units, sure) for key, name in names.items() if len(name.places) > 1}
    for key, scores in fresh.items():
        names[key].scores = scores


def _scores_among(
    name: Name, countries: Mapping[str, float], units: Mapping[tuple[str | None, str | None], float], sure: list[tuple[GazetteerPlace, float, Name]]
) -> list[float]:
    """The name's own scores, and what the other names add to each of its places."""
    own = best_place(name)
    weight = _weight(name)
    total, units_total = sum(countries.values()) or 1.0, sum(units.values()) or 1.0
    others = [(place, confidence) for place, confidence, other in sure if other is not name]
    scores = []
    for own_score, place in zip(name.own, name.places, strict=True):
        mine = weight if place.country == own.country else 0.0
        mine_unit = weight if place.admin1 and (place.country, place.admin1) == (own.country, own.admin1) else 0.0
        same_unit = UNIT_SHARE * max(0.0, units.get((place.country, place.admin1), 0.0) - mine_unit) / units_total if place.admin1 else 0.0
        score = own_score + COUNTRY_SHARE * max(0.0, countries.get(place.country or "", 0.0) - mine) / total + same_unit
        scores.append(score if place.feature.startswith("PCL") else score + NEARNESS * _nearness(place, others))
    return scores


def _weight(name: Name) -> float:
    """How much a name speaks for its country: by how sure it is, a little by how often it stands, and hardly where the report was only filed there."""
    return (WIRED if name.wired else 1.0) * _confidence(name) * (1 + min(3, len(name.mentions) - 1) * 0.3)


def _nearness(place: GazetteerPlace, others: list[tuple[GazetteerPlace, float]]) -> float:
    """How close the nearest sure place is, in [0, 1]."""
    best = 0.0
    for other, confidence in others:
        if confidence > best and abs(place.latitude - other.latitude) < 3 and other.key != place.key:
            gap = distance_km(place.latitude, place.longitude, other.latitude, other.longitude)
            best = max(best, confidence * max(0.0, 1 - gap / (NEAR_KM + other.radius_km)))
    return best


def best_place(name: Name) -> GazetteerPlace:
    """The place with the highest score, the first of equals."""
    return name.places[max(range(len(name.places)), key=lambda number: name.scores[number])]


def _confidence(name: Name) -> float:
    """How sure the best place of a name is, in [0, 1]: by its lead over the next elsewhere."""
    if name.fixed:
        return 1.0
    ranked = sorted(zip(name.scores, range(len(name.scores)), strict=True), reverse=True)
    best = name.places[ranked[0][1]]
    rival = next((score for score, number in ranked[1:] if _is_elsewhere(name.places[number], best)), None)
    if rival is None:
        return min(1.0, max(0.3, ranked[0][0] / 5))
    return max(0.0, min(1.0, (ranked[0][0] - rival) / 2))


def _is_elsewhere(place: GazetteerPlace, best: GazetteerPlace) -> bool:
    return place.country != best.country or distance_km(place.latitude, place.longitude, best.latitude, best.longitude) > best.radius_km + place.radius_km + 20
