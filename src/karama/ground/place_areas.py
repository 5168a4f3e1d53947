"""How exactly a place is meant: "near Raqqa", "10 km south of Mosul", "the southern edge of Raqqa", "northern Syria" are areas, not points."""

from __future__ import annotations

from typing import NamedTuple

from karama.domain.annotations import Mention
from karama.domain.entities import Precision
from karama.domain.parse import Parse
from karama.ground.geodesy import distance_km, shift_point
from karama.ports import GazetteerPlace

COMPASS = {
    "north": (1.0, 0.0), "south": (-1.0, 0.0), "east": (0.0, 1.0), "west": (0.0, -1.0),
    "northeast": (0.7, 0.7), "northwest": (0.7, -0.7), "southeast": (-0.7, 0.7), "southwest": (-0.7, -0.7), "central": (0.0, 0.0),
}  # fmt: skip
# Words that mean a direction: "northern", "north-eastern", "northeast".
DIRECTIONS = {f"{point}{ending}": point for point in COMPASS for ending in ("", "ern")} | {
    f"{point[:5]}-{point[5:]}{ending}": point for point in COMPASS if len(point) > 7 for ending in ("", "ern")
}
NEAR_WORDS = frozenset(("near", "outside", "around", "surrounding", "towards", "toward", "nearby", "off", "beyond", "approaching", "overlooking"))
EDGE_NOUNS = frozenset(
    ("edge", "edges", "outskirts", "outskirt", "suburb", "suburbs", "fringe", "fringes", "entrance", "entrances", "flank", "gates", "limits")
)
PART_NOUNS = frozenset((
    "part", "parts", "side", "district", "districts", "neighborhood", "neighborhoods", "neighbourhood", "neighbourhoods", "quarter", "quarters",
    "half", "sector", "sectors", "center", "centre", "heart", "streets", "front", "fronts", "bank", "area", "areas",
))  # fmt: skip
WIDE_NOUNS = frozenset(("countryside", "surroundings", "vicinity", "environs", "hinterland", "area", "axis"))
BORDER_NOUNS = frozenset(("border", "borders", "frontier", "boundary"))
KM = {
    "km": 1.0, "kms": 1.0, "kilometer": 1.0, "kilometers": 1.0, "kilometre": 1.0, "kilometres": 1.0, "mile": 1.609, "miles": 1.609, "mi": 1.609, "m":
    0.001, "meters": 0.001, "metres": 0.001, "yards": 0.0009,
}  # fmt: skip
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "dozen": 12, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}  # fmt: skip
LARGEST_SITE_KM = 6.0
UNSAID_KM = 20.0  # "east of Raqqa" without a distance: the report says no more than that it is on that side, within some 40 km
NEAR_KM = 12.0
SETTLEMENTS = frozenset(("city", "town", "village", "hamlet", "settlement", "province", "governorate", "camp"))
# Words between a modifier and the name that change nothing: "near the rebel-held town of Atarib".
PASSED_OVER = SETTLEMENTS | {"the", "held", "-", "rebel", "government", "syrian", "iraqi", "ukrainian", "key", "strategic", "besieged", "border"}
SITES = frozenset((
    "AIRP", "AIRB", "AIRF",
    "MSQE", "CH", "SHRN", "DAM", "HSP", "PRSN", "CRSB", "MILB", "CMP", "CMPRF", "PSN", "INSM", "BLDG", "BDG", "HTL", "SCH", "UNIV", "MKT", "SQR", "RSTN",
    "THTR", "GOVL", "TMPL", "CSTL", "ANS", "OILF", "PRT", "NVB", "MN", "FRM", "MALL", "PASS", "HLLX",
))  # fmt: skip


class Extent(NamedTuple):
    """A middle, a reach and a precision."""

    latitude: float
    longitude: float
    precision: Precision
    radius_km: float


class Modifier(NamedTuple):
    """What the words before or after a name make of it."""

    kind: str  # near, beyond (a direction from it), edge, part, wide, border
    direction: str | None = None
    distance_km: float | None = None


def plain_extent(place: GazetteerPlace) -> Extent:
    """The place itself."""
    feature = place.feature
    precision: Precision = "area"
    if feature.startswith("PCL"):
        precision = "country"
    elif feature == "ADM1":
        precision = "province"
    elif feature.startswith("ADM"):
        precision = "district"
    elif feature == "PPLX":
        precision = "part of settlement"
    elif feature.startswith("PPL"):
        precision = "settlement"
    elif feature in SITES:
        precision = "exact" if place.radius_km <= LARGEST_SITE_KM else "area"  # an oil field is no point
    return Extent(place.latitude, place.longitude, precision, place.radius_km)


def said_extent(place: GazetteerPlace, modifier: Modifier | None) -> Extent:
    """The place as the words around its name bound it."""
    plain = plain_extent(place)
    if modifier is None:
        return plain
    north, east = COMPASS[modifier.direction] if modifier.direction else (0.0, 0.0)
    reach = plain.radius_km
    small = plain.precision in ("settlement", "part of settlement", "exact")
    if modifier.kind in ("beyond", "near") and modifier.distance_km is not None:
        away = modifier.distance_km
        radius = max(3.0, 0.35 * away + min(reach, 10)) if modifier.direction else away + reach
        return _shifted(plain, north * away, east * away, "near", radius)
    if modifier.kind == "beyond" and small:
        away = UNSAID_KM + reach
        return _shifted(plain, north * away, east * away, "near", away)
    if modifier.kind == "near":
        return plain._replace(precision="near" if small else "area", radius_km=round(reach + NEAR_KM, 1))
    if modifier.kind == "edge" and small:
        return _shifted(plain, north * reach * 0.8, east * reach * 0.8, "part of settlement", max(1.0, (0.7 if modifier.direction else 1.3) * reach))
    if modifier.kind == "wide" and small:
        return _shifted(plain, north * 12, east * 12, "near", reach + 25)
    if modifier.kind in ("part", "edge", "beyond") and modifier.direction:
        precision: Precision = "part of settlement" if small else "area"
        return _shifted(plain, north * reach * 0.4, east * reach * 0.4, precision, max(1.0, reach * 0.65))
    if modifier.kind in ("border", "wide"):
        return plain._replace(precision="area")
    return plain


def _shifted(plain: Extent, north_km: float, east_km: float, precision: Precision, radius_km: float) -> Extent:
    latitude, longitude = shift_point(plain.latitude, plain.longitude, north_km, east_km)
    return Extent(latitude, longitude, precision, round(radius_km, 1))


def find_modifier(parse: Parse, mention: Mention) -> Modifier | None:
    """What stands round a name and says that not the whole place, or not it itself, is meant."""
    after = _find_after(parse, mention.last + 1)
    before = _find_before(parse, mention.first - 1, parse.sentences[parse.sentence_of[mention.first]].first)
    if after is not None and (before is None or before.kind != "beyond"):
        return after if before is None or before.direction is None else after._replace(direction=before.direction)
    return before


def _find_after(parse: Parse, i: int) -> Modifier | None:
    if i < len(parse) and parse.lowers[i] in ("'s", "’s"):
        i += 1
    direction = None
    if i < len(parse) and parse.lowers[i] in DIRECTIONS:
        direction, i = DIRECTIONS[parse.lowers[i]], i + 1
    if i >= len(parse):
        return None
    word = parse.lowers[i]
    if word in EDGE_NOUNS:
        return Modifier("edge", direction)
    if word in WIDE_NOUNS and word != "area":
        return Modifier("wide", direction)
    if word in BORDER_NOUNS:
        return Modifier("border", direction)
    if direction and word in PART_NOUNS:
        return Modifier("part", direction)
    return None


def _find_before(parse: Parse, i: int, start: int) -> Modifier | None:
    lowers = parse.lowers
    while i >= start and (lowers[i] in PASSED_OVER or (lowers[i] == "of" and i > start and lowers[i - 1] in SETTLEMENTS)):
        i -= 1
    if i < start:
        return None
    word = lowers[i]
    if word in DIRECTIONS:
        if lowers[max(i - 1, start)] in NEAR_WORDS:
            return Modifier("near", DIRECTIONS[word])
        return Modifier("part", DIRECTIONS[word])
    if word in NEAR_WORDS:
        return Modifier("near", None, _find_distance(parse, i - 1, start))
    if word in ("of", "from", "to", "in") and i - 1 >= start:
        return _find_before_of(parse, i - 1, start, word)
    return None


def _find_before_of(parse: Parse, i: int, start: int, link: str) -> Modifier | None:
    """What is said before "of the city": "10 km south", "the southern edge", "the outskirts", "the north"."""
    word = parse.lowers[i]
    direction = DIRECTIONS.get(word)
    if link == "in":
        return None
    if direction and link in ("of", "from"):
        if i - 1 >= start and parse.lowers[i - 1] == "the":
            return Modifier("part", direction)
        return Modifier("beyond", direction, _find_distance(parse, i - 1, start))
    if link == "from":
        distance = _find_distance(parse, i, start)
        return Modifier("near", None, distance) if distance is not None else None
    side = DIRECTIONS.get(parse.lowers[i - 1]) if i - 1 >= start else None
    if word in EDGE_NOUNS:
        return Modifier("edge", side)
    if word in PART_NOUNS and side:
        return Modifier("part", side)
    if word in WIDE_NOUNS and link == "of":
        return Modifier("wide", side)
    if word == "close" and link == "to":
        return Modifier("near")
    return None


def _find_distance(parse: Parse, i: int, start: int) -> float | None:
    """Kilometres in "10 km", "some 30 miles (50 km) to the", read backwards from i; None if there are none close by."""
    for j in range(i, max(start, i - 5), -1):
        unit = KM.get(parse.lowers[j])
        if unit is None or j - 1 < start:
            continue
        number = parse.words[j - 1].replace(",", "")
        if number == "-" and j - 2 >= start:
            number = parse.words[j - 2]
        value = NUMBERS.get(number.lower())
        try:
            return round((value if value is not None else float(number)) * unit, 1)
        except ValueError:
            return None
    return None


def gap_outside_km(extent: Extent, latitude: float, longitude: float) -> float:
    """How far a point lies outside an extent; 0 within."""
    return max(0.0, distance_km(extent.latitude, extent.longitude, latitude, longitude) - extent.radius_km)
