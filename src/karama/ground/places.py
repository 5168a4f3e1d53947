"""Toponym resolution: which place in the world a place mention means, and how exactly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from karama.domain.annotations import Mention
from karama.domain.entities import Place, PlaceCandidate
from karama.domain.parse import Parse
from karama.domain.reading import Issue
from karama.ground.geodesy import compass_point, distance_km
from karama.ground.place_areas import DIRECTIONS, Modifier, find_modifier, plain_extent, said_extent
from karama.ground.place_scores import (
    Name,
    best_place,
    collect_names,
    country_names,
    name_key,
    nationality_countries,
    prefer_kind,
    weigh_other_places,
    weigh_own_words,
)
from karama.ground.place_strangers import drop_strangers
from karama.ports import Gazetteer, GazetteerPlace

ALTERNATIVES = 3
# Quarters that many towns have.
QUARTERS = frozenset(("old city", "old town", "city center", "city centre", "downtown", "new city", "industrial zone", "industrial district"))
FAR_KM = 60.0  # further than a report means by "a town east of Raqqa"


def ground_places(parse: Parse, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> tuple[dict[str, Place], tuple[Issue, ...]]:
    """Place by mention id, for place mentions that could be resolved; vague ones ("near", "northern Syria") as areas."""
    named = tuple(m for m in mentions if m.kind == "place" and m.form == "name")
    nations = _ground_nationalities(mentions, gazetteer)
    if not named:
        return nations, ()
    names = collect_names(parse, named, gazetteer)
    weigh_own_words(parse, names, named)
    nationalities = Counter(filter(None, (nationality_countries().get(word) for word in parse.lowers)))
    for _ in range(2):  # the second round stands on the choices of the first
        weigh_other_places(names, nationalities)
    drop_strangers(parse, names, nationalities)
    references = _find_references(parse, named)
    _settle_quarters(parse, named, names)
    places = {m.id: _ground_mention(parse, m, names[name_key(m.words)], references) for m in named if names[name_key(m.words)].places}
    _note_contradictions(parse, named, names, places)
    issues = tuple(Issue("places", "unresolved-place", m.start, m.end, m.words) for m in named if m.id not in places)
    return nations | places, issues


def _ground_nationalities(mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> dict[str, Place]:
    """The countries that words of nationality speak of: "Syrian" is of Syria, as a country and no more exactly."""
    found: dict[str, Place] = {}
    for mention in mentions:
        country = nationality_countries().get(mention.words.lower()) if mention.kind == "nationality" else None
        state = next((p for p in gazetteer.lookup(country_names()[country]) if p.feature == "PCLI"), None) if country in country_names() else None
        if state is not None:
            extent = plain_extent(state)
            found[mention.id] = Place(state.geonames, extent.latitude, extent.longitude, state.country, None, state.feature, extent.precision, extent.radius_km)
    return found


def _ground_mention(parse: Parse, mention: Mention, name: Name, references: frozenset[str]) -> Place:
    if name.part == "institution":
        modifier: Modifier | None = Modifier("near")
    elif name.part is not None:
        modifier = Modifier("part", name.part)
    else:
        modifier = None if mention.id in references else find_modifier(parse, mention)
    return _make_place(prefer_kind(parse, name, mention), modifier)


def _settle_quarters(parse: Parse, named: tuple[Mention, ...], names: dict[str, Name]) -> None:
    """Lets "the Old City" stand for the quarter of the settlement last named; nothing where none was."""
    town: GazetteerPlace | None = None
    for mention in named:
        name = names[name_key(mention.words)]
        if name_key(mention.words).lower() in QUARTERS:
            if not name.fixed:
                name.places = (replace(town, feature="PPLX", radius_km=round(max(1.0, town.radius_km / 3), 1)),) if town else ()
                name.scores, name.fixed = [0.0] * len(name.places), True
        elif name.places and best_place(name).feature.startswith("PPL") and not parse.in_dateline(mention.first):
            town = best_place(name)


def _find_references(parse: Parse, named: tuple[Mention, ...]) -> frozenset[str]:
    """Names that only tell where another named place lies: "Tal Afar, 60 km west of Mosul", "a town east of Raqqa called Mayadin"."""
    found = set()
    for mention, other in pairwise(named):
        between = parse.lowers[mention.last + 1 : other.first]
        if between[:1] == (",",) and len(between) < 10 and not any(parse.poses[token] == "VERB" for token in range(mention.last + 1, other.first)):
            if between[-1:] in (("of",), ("from",), ("near",), ("outside",)):
                found.add(other.id)
        elif between in (("called",), ("named",), ("known", "as")):
            found.add(mention.id)
    return frozenset(found)


def _make_place(name: Name, modifier: Modifier | None) -> Place:
    ranked = sorted(zip(name.scores, range(len(name.places)), strict=True), key=lambda pair: (-pair[0], pair[1]))
    best, top = name.places[ranked[0][1]], ranked[0][0]
    extent = said_extent(best, modifier)
    others = [
        PlaceCandidate(place.geonames, _full_name(place), round(1 / (1 + 2.0 ** (2 * (top - score))), 2))
        for score, place in ((score, name.places[number]) for score, number in ranked[1:])
        if place.geonames != best.geonames or place.geonames is None
    ]
    return Place(
        best.geonames, extent.latitude, extent.longitude, best.country, best.admin1, best.feature, extent.precision, extent.radius_km,
        tuple(others[:ALTERNATIVES]),
    )  # fmt: skip


def _full_name(place: GazetteerPlace) -> str:
    return ", ".join(part for part in (place.name, place.admin1 if place.admin1 != place.name else None, place.country) if part)


def _note_contradictions(parse: Parse, named: tuple[Mention, ...], names: dict[str, Name], places: dict[str, Place]) -> None:
    """Adds a note to places that the text describes otherwise than the gazetteer: "a town east of Raqqa called Mayadin"."""
    for mention, other in pairwise(named):
        if mention.id not in places or other.id not in places or parse.sentence_of[mention.first] != parse.sentence_of[other.first]:
            continue
        between = parse.lowers[mention.last + 1 : other.first]
        before = parse.lowers[max(0, mention.first - 4) : mention.first]
        if between in (("called",), ("named",), ("known", "as")) and len(before) > 1 and before[-1] == "of" and before[-2] in DIRECTIONS:
            _note(places, names, other, mention, DIRECTIONS[before[-2]])
        elif len(between) in (2, 3) and between[-1] == "of" and between[-2] in DIRECTIONS:
            _note(places, names, mention, other, DIRECTIONS[between[-2]])


def _note(places: dict[str, Place], names: dict[str, Name], mention: Mention, reference: Mention, said: str) -> None:
    """Notes where the gazetteer has the place, if that is far from the reference or in another direction than the text says."""
    here, there = best_place(names[name_key(mention.words)]), best_place(names[name_key(reference.words)])
    gap = distance_km(there.latitude, there.longitude, here.latitude, here.longitude)
    found = compass_point(there.latitude, there.longitude, here.latitude, here.longitude)
    if said == "central" or (gap <= FAR_KM + there.radius_km and (said in found or found in said)):
        return
    note = f"the text says {said} of {reference.words}; the gazetteer has it {gap:.0f} km {found} of it" + (f", in {here.admin1}" if here.admin1 else "")
    places[mention.id] = replace(places[mention.id], note=note)
