"""Whether two claims can be about one place, by distance against how exactly each place is known."""

from __future__ import annotations

import re
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from karama.domain.names import fold_across_scripts
from karama.domain.record import Likeness, RecordClaim, Where
from karama.merge.compare.likeness import Known
from karama.merge.names import is_telling, sound_name

EARTH_KM = 6371.0
EXACT = frozenset(("exact", "part of settlement", "settlement", "near"))
RANK = {"exact": 0, "part of settlement": 1, "settlement": 2, "near": 3, "district": 4, "province": 5, "area": 6, "country": 7}
# How alike two mentions of the very same place are, by precision: a village says much, a country next to nothing.
SAME_PLACE = {"exact": 0.95, "part of settlement": 0.95, "settlement": 0.9, "near": 0.85, "district": 0.75, "province": 0.65, "area": 0.6, "country": 0.55}
APART_KM = 50.0  # two spots farther apart than this, beyond what their radii allow, are two happenings
# From here to there the map leaves it open whether two places are one: no point is known, or one lies within what the other may mean.
LEAST_OPEN, MOST_OPEN = 0.4, 0.65
SAME_NAME, OTHER_NAMES = 0.75, 0.04
# "In the centre of Kherson", "on Barsalogho": a name behind a word of place. A month or weekday there is no spot.
SPOT = re.compile(
    r"\b(?i:in|of|on|at|near|from|outside|around|to|into|towards?|inside|against|over|hit|struck|bombed|attacked|shelled|captured|town|city|village|suburb|camp)"
    r"\s+(?:the\s+)?((?:[A-Z][\w'’-]+)(?:[ -][A-Z][\w'’-]+){0,2})"
)
SITE = re.compile(
    r"\b(?i:in|on|near|outside|inside|around|(?:town|city|village|suburb|centre|center) of)\s+(?:the\s+)?((?:[A-Z][\w'’-]+)(?:[ -][A-Z][\w'’-]+){0,2})"
)
OWNER = re.compile(r"^(?:[A-Z][\w-]+['’]s )+")  # "in Syria's Idlib province"
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December".split()
)
SPOT_KM = 5.0  # gazetteers put one town's point this far from each other


def distance_km(a: Where, b: Where) -> float | None:
    """Great-circle kilometres between the two points; None where one has none."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    n, e, m, f = radians(a.latitude), radians(a.longitude), radians(b.latitude), radians(b.longitude)
    h = sin((m - n) / 2) ** 2 + cos(n) * cos(m) * sin((f - e) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def take_places(claim: RecordClaim) -> tuple[Where, ...]:
    """The claim's own places, else those of what it speaks of; a country alone is no place of its own."""
    if claim.antecedent is not None and claim.antecedent.places and all(place.precision == "country" for place in claim.places):
        return claim.antecedent.places
    return claim.places


def best_places(claim: RecordClaim) -> tuple[Where, ...]:
    """The places of a claim that are known most exactly: of "Mayadin, Syria" the town."""
    places = take_places(claim)
    if len(places) < 2:
        return places
    exact = tuple(place for place in places if place.precision in EXACT)
    if exact:
        return exact
    best = min(RANK[place.precision] for place in places)
    return tuple(place for place in places if RANK[place.precision] == best)


def name_spots(claim: RecordClaim) -> frozenset[str]:
    """The names of spots that the claim's passage puts something at, and those of its exact places, folded; not its countries, provinces and parties."""
    vague = {fold_across_scripts(place.name) for place in claim.places if place.precision not in EXACT and place.latitude is not None}
    listed = [party for party in (*claim.actors, *claim.recipients) if party.base is not None]
    parties = {fold_across_scripts(words) for party in listed for words in (party.name, party.words)}
    own = {fold_across_scripts(place.name) for place in best_places(claim) if place.precision in EXACT or place.latitude is None}
    named = {name for name in _list_spots(claim.words) if not any(name in wide or wide in name for wide in vague)}
    return frozenset((own | named) - parties - {""})


@lru_cache(maxsize=65536)
def _list_spots(words: str) -> frozenset[str]:
    found = (OWNER.sub("", name).removesuffix("'s").removesuffix("’s") for name in SPOT.findall(words))
    return frozenset(fold_across_scripts(name) for name in found if name and name.split()[0] not in CALENDAR)


def _list_sites(claim: RecordClaim) -> frozenset[str]:
    """The names among a claim's spots that are surely where something is: its exact places, and what stands behind "in" or "near"."""
    return frozenset(fold_across_scripts(name) for name in (*(place.name for place in best_places(claim)), *SITE.findall(claim.words)))


def share_spots(ours: frozenset[str], others: frozenset[str]) -> str | None:
    """A name that both have, also in another spelling; None if there is none."""
    if both := ours & others:
        return min(both)
    sounds = {sound_name(name): name for name in others if is_telling(sound_name(name))}
    return min((name for name in ours if sound_name(name) in sounds), default=None)


def compare_places(a: RecordClaim, b: RecordClaim, _: Known) -> Likeness:
    """How well the places go together; of several each, the two that go best."""
    ours, others = best_places(a), best_places(b)
    found = [relate_places(*sorted((p, q), key=_order)) for p in ours for q in others]
    score, reason = max(found, default=(0.5, "one of them names no place" if ours or others else "neither names a place"))
    if LEAST_OPEN <= score <= MOST_OPEN:
        score, reason = _relate_names(a, b, score, reason)
    return Likeness("place", score, reason)


def _relate_names(a: RecordClaim, b: RecordClaim, score: float, reason: str) -> tuple[float, str]:
    """Where the map leaves it open, the names in the two passages: towns that no gazetteer has are still told by their names."""
    left, right = sorted((a, b), key=lambda claim: claim.id)
    ours, others = name_spots(left), name_spots(right)
    if not ours or not others:
        return score, reason
    if shared := share_spots(ours, others):
        return max(score, SAME_NAME), f'both name "{shared}"'
    if a.article == b.article or not a.places or not b.places or not ours & _list_sites(left) or not others & _list_sites(right):
        return score, reason
    return min(score, OTHER_NAMES), f"one names {', '.join(sorted(ours))}, the other {', '.join(sorted(others))}"


def _order(place: Where) -> tuple[int, str, int]:
    return RANK[place.precision], place.name, place.geonames or 0


def relate_places(a: Where, b: Where) -> tuple[float, str]:
    """How alike two places are, and why; `a` is known at least as exactly as `b`."""
    if a.geonames is not None and a.geonames == b.geonames:
        return SAME_PLACE[b.precision], f"both {a.name}" if b.precision != "country" else f"both somewhere in {a.name}"
    gap = distance_km(a, b)
    if gap is None:
        unknown = b.name if a.latitude is not None else a.name
        return (SAME_PLACE[b.precision], f"both {a.name}") if a.name == b.name else (0.5, f"where {unknown} lies is not known")
    reach = (a.radius_km or 0.0) + (b.radius_km or 0.0)
    if a.precision in EXACT and b.precision in EXACT:
        return _relate_spots(a, b, gap, reach)
    return _relate_area(a, b, gap, reach)


def _relate_spots(a: Where, b: Where, gap: float, reach: float) -> tuple[float, str]:
    words = f"{a.name} and {b.name} lie {gap:.0f} km apart"
    if gap > APART_KM + reach:
        return 0.0, words
    if gap <= SPOT_KM and a.name == b.name:
        return 0.9, f"both {a.name}"
    within = "near" in (a.precision, b.precision) or "part of settlement" in (a.precision, b.precision) or "exact" in (a.precision, b.precision)
    if within and gap <= max(SPOT_KM, reach):
        return 0.8, f"{a.name} is within reach of {b.name} ({gap:.0f} km)"
    if gap <= SPOT_KM:
        return 0.45, f"{words}: neighbours, or one place under two names"
    return (0.25, f"{words}: two places close by") if gap <= APART_KM / 2 else (0.12, words)


def _relate_area(a: Where, b: Where, gap: float, reach: float) -> tuple[float, str]:
    if gap <= reach:
        same = a.country is not None and a.country == b.country
        return (0.55 if same or b.country is None else 0.4), f"{a.name} lies within what {b.name} may mean"
    if gap <= 1.5 * reach + APART_KM and (a.country is None or a.country == b.country):  # outlines are not circles
        return 0.45, f"{a.name} may lie in {b.name}"
    return 0.0, f"{a.name} does not lie in {b.name} ({gap:.0f} km)"
