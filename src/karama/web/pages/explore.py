"""Explore: a map, a timeline, a list and counts of one question, all moving together; the question is in the address."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from math import ceil
from typing import Any, get_args

from karama.api import list_known_policies
from karama.app.exploring import Asked
from karama.domain.catalogue import FACETS, By, CatalogueQuery, Facet, FacetCount, IncidentLine, Order
from karama.domain.names import fold_to_ask
from karama.errors import InputError, KaramaError
from karama.views.incidents import tell_number
from karama.views.kind_families import SHAPES, find_family
from karama.views.map_marks import MapMarks, MapView, Mark
from karama.views.policies import Choice
from karama.views.situations import Situation
from karama.views.sources import name_chain
from karama.views.timeline import Timeline
from karama.web.drawn_map import draw_marks
from karama.web.own_tiles import PATH as OWN_TILES
from karama.web.own_tiles import read_attribution
from karama.web.readings import GRAPHIC
from karama.web.visits import Feed, File, Page, Site, Visit

PER_PAGE = 40
MOST_KEYS = 10  # of a facet before "more"
ALL_KEYS = 200
MOST_ALIKE = 200  # sentences that mean much the same as what was asked
ALIKE_FROM = 0.3  # less alike, a sentence is news of the same war and no more
# Facets in the order in which people narrow, the name of their parameter, and what the column is called.
COLUMNS: tuple[tuple[Facet, str, str], ...] = (
    ("kind", "kind", "What"), ("country", "country", "Country"), ("province", "province", "Province"), ("place", "at", "Place"), ("actor", "actor", "By whom"),
    ("recipient", "recipient", "Against whom"), ("dispute", "dispute", "Disputed"), ("certainty", "certainty", "How sure"),
    ("where", "where", "Place known as"), ("when", "when", "Day known to"), ("outlet", "outlet", "Published by"),
)  # fmt: skip
PARAMETERS: dict[Facet, str] = {facet: parameter for facet, parameter, _ in COLUMNS}
# Keys that are words of ours, as a person reads them.
WORDS: dict[tuple[str, str], str] = {
    ("where", "none"): "no place told", ("where", "exact"): "exact spot", ("where", "part of settlement"): "part of a town",
    ("where", "settlement"): "town or village", ("where", "near"): "near a town", ("where", "area"): "wider area", ("when", "none"): "no day told",
    ("when", "day"): "the day", ("when", "week"): "the week", ("when", "month"): "the month", ("when", "longer"): "longer than a month",
    ("dispute", "yes"): "disputed or denied", ("dispute", "no"): "not disputed",
}  # fmt: skip
ORDERS: tuple[tuple[Order, str], ...] = (
    ("-day", "latest first"), ("day", "earliest first"), ("killed", "most killed"), ("origins", "most sources"), ("reported", "last reported"),
)  # fmt: skip
# A place in words that promise no more than is known.
PLACED: dict[str, str] = {
    "exact": "{}", "part of settlement": "{}, a part of the town", "settlement": "{}", "near": "near {}", "district": "somewhere in {} district",
    "province": "somewhere in {} province", "country": "somewhere in {}", "area": "around {}",
}  # fmt: skip


def show_explore(visit: Visit) -> dict[str, Any]:
    """Counts, a page of incidents, the timeline and the table of the map, for what the address asks."""
    exploring = visit.record.exploring()
    current = exploring.refresh()
    query = exploring.resolve(read_question(visit))
    order, page = _read_order(visit), _read_page(visit)
    start = (page - 1) * PER_PAGE
    ranked = query.claims is not None and not visit.ask("order")  # found by meaning: the most alike first
    found = exploring.find_ranked(query, PER_PAGE, start) if ranked else exploring.find(query, order, PER_PAGE, start)
    _, marks = exploring.draw_map(query)
    policies = list_known_policies()
    policy = next((one for one in policies if one.name == visit.ask("policy")), None)
    if visit.ask("policy") and policy is None:
        raise InputError(f"no policy is called {visit.ask('policy')!r}; there are {', '.join(one.name for one in policies)}")
    chosen = exploring.choose(found.lines, policy) if policy is not None else {}
    picked = exploring.catalogue.list_lines(CatalogueQuery(ids=(visit.ask("selected"),))) if visit.ask("selected") else ()
    day = visit.ask("on")
    timeline = exploring.draw_timeline(query, found.totals)
    return {
        "asked": {name: visit.ask(name) for name in ("q", "like", "place", "within", "who", "from", "to", "bbox", "policy", "selected", "on", "view")}
        | {"by": query.by},
        "tiles": _tell_tiles(visit),
        "order": "alike" if ranked else order,
        "orders": [{"value": value, "words": words} for value, words in ORDERS],
        "policies": [{"name": one.name, "description": one.description} for one in policies],
        "current": current,
        "totals": _tell_totals(found.totals),
        "facets": [_tell_facet(facet, parameter, title, found.facets.get(facet, ()), query) for facet, parameter, title in COLUMNS],
        "chosen": _list_chosen(visit, found.facets),
        "incidents": _hide_texts(visit, [_tell_line(line, chosen.get(line.id, ()), timeline, query.by) for line in found.lines]),
        "selected": _hide_texts(visit, [_tell_line(line, (), timeline, query.by) for line in picked]),
        "page": page,
        "pages": max(1, ceil(found.totals.incidents / PER_PAGE)),
        "first_shown": min((page - 1) * PER_PAGE + 1, found.totals.incidents),
        "timeline": _tell_timeline(timeline),
        "map": _tell_marks(marks),
        "shapes": [{"family": family, "shape": shape} for family, shape in SHAPES],
        "situations": _hide_texts(visit, [_tell_situation(one, day) for one in exploring.list_situations(day)]) if day else [],
    }


def warm_up(site: Site) -> None:
    """Nothing; the catalogue is up to date and the first look at it quick."""
    with suppress(KaramaError):  # told to whoever looks at it
        exploring, query = site.record.exploring(), CatalogueQuery()
        exploring.refresh()
        exploring.draw_timeline(query, exploring.find(query).totals)
        exploring.draw_map(query)


def give_marks(visit: Visit) -> File:
    """The marks of the part of the world that is looked at (`view=south,west,north,east,zoom`), or of all that is found."""
    exploring = visit.record.exploring()
    looked, marks = exploring.draw_map(exploring.resolve(read_question(visit)), _read_view(visit.ask("view")))
    return _write({"box": [looked.south, looked.west, looked.north, looked.east], "zoom": looked.zoom, **_tell_marks(marks)})


def give_extent(visit: Visit) -> File:
    """South, west, north and east of what is found."""
    exploring = visit.record.exploring()
    return _write({"extent": exploring.find_extent(exploring.resolve(read_question(visit)))})


def give_drawing(visit: Visit) -> File:
    """The map as an image, for browsers without scripts."""
    exploring = visit.record.exploring()
    _, marks = exploring.draw_map(exploring.resolve(read_question(visit)))
    return File(draw_marks((*marks.points, *marks.areas)).encode(), "image/svg+xml")


def give_situations(visit: Visit) -> File:
    """Who controls, besieges or blockades which place on the day: `on=2017-07-02`."""
    day = visit.ask("on")
    if not day:
        raise InputError("on: name a day, such as 2017-07-02")
    return _write({"on": day, "situations": _hide_texts(visit, [_tell_situation(one, day) for one in visit.record.exploring().list_situations(day)])})


# ---------------------------------------------------------------- what the address asks


def read_question(visit: Visit) -> Asked:
    """The question of the address.

    Raises:
        InputError: a box, a number or a choice is none.
        SetupError: it asks by meaning, and the extra is not installed.
    """
    if any("\0" in value for values in visit.query.values() for value in values):
        raise InputError("the address holds a character that no text has")
    if visit.ask("q") and not visit.person.may("reader"):
        raise InputError("words of reports are looked for by those who may read them; a viewer sees data only")
    by = visit.ask("by") or "happened"
    if by not in get_args(By):
        raise InputError(f"by: {by!r} is neither happened nor reported")
    keys = tuple((facet, values) for facet in FACETS if (values := visit.ask_all(PARAMETERS[facet])))
    alike = None
    if visit.ask("q") and visit.ask("like"):
        hits = visit.record.search(visit.ask("q"), like=True, limit=MOST_ALIKE)
        alike = tuple(hit.id for hit in hits if hit.score >= ALIKE_FROM)
    return Asked(
        words=visit.ask("q") if alike is None else "", claims=alike, place=visit.ask("place"), within_km=_read_number(visit.ask("within")),
        who=visit.ask("who"), first=visit.ask("from"), last=visit.ask("to"), by="reported" if by == "reported" else "happened", keys=keys,
        box=_read_box(visit.ask("bbox")),
    )  # fmt: skip


def _read_numbers(text: str, names: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != len(names.split(",")) or not all(abs(number) <= 1000 for number in numbers):
        raise InputError(f"{text!r}: write {names} as numbers with commas between")
    return numbers


def _read_box(text: str) -> tuple[float, float, float, float] | None:
    if not text:
        return None
    south, west, north, east = _read_numbers(text, "south,west,north,east")
    return south, _wrap(west) if east - west < 360 else -180.0, north, _wrap(east) if east - west < 360 else 180.0


def _wrap(longitude: float) -> float:
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def _read_view(text: str) -> MapView | None:
    if not text:
        return None
    south, west, north, east, zoom = _read_numbers(text, "south,west,north,east,zoom")
    return MapView(south, west, north, east, max(0, min(14, round(zoom))))


def _read_number(text: str) -> float:
    if not text:
        return 0.0
    return max(0.0, _read_numbers(text, "kilometres")[0])


def _read_order(visit: Visit) -> Order:
    wanted = visit.ask("order") or "-day"
    found = next((value for value, _ in ORDERS if value == wanted), None)
    if found is None:
        raise InputError(f"order: {wanted!r} is none of {', '.join(value for value, _ in ORDERS)}")
    return found


def _read_page(visit: Visit) -> int:
    text = visit.ask("page") or "1"
    if not text.isdecimal() or len(text) > 9 or not 0 < int(text) < 1_000_000:
        raise InputError(f"page: {text!r} is no number of a page")
    return int(text)


# ---------------------------------------------------------------- what was found, as data


def _tell_tiles(visit: Visit) -> dict[str, Any]:
    """Which base map is shown, and whom it is from."""
    own = visit.site.tiles
    if own is None:
        return {"url": "/assets/basemap/basemap.pmtiles", "own": False, "attribution": "Natural Earth; GeoNames (CC BY 4.0)"}
    return {"url": OWN_TILES, "own": True, "attribution": read_attribution(own)}


def _tell_totals(totals: Any) -> dict[str, Any]:
    return {name: getattr(totals, name) for name in ("incidents", "without_place", "without_day", "disputed", "earliest", "latest")}


def _tell_facet(facet: Facet, parameter: str, title: str, counts: Sequence[FacetCount], query: CatalogueQuery) -> dict[str, Any]:
    """The values of one facet; what is chosen stays, also where it is rare. `then` is what the parameter becomes when the value is clicked."""
    chosen = next((values for name, values in query.keys if name == facet), ())
    ranked = sorted(counts, key=lambda one: one.key.key not in chosen)
    values = []
    for one in ranked[:ALL_KEYS]:
        on = one.key.key in chosen
        then = [key for key in chosen if key != one.key.key] if on else [*chosen, one.key.key]
        values.append({"key": one.key.key, "label": WORDS.get((facet, one.key.key), one.key.label), "count": one.count, "chosen": on, "then": then})
    return {"facet": facet, "parameter": parameter, "title": title, "values": values, "shown": MOST_KEYS, "all": len(counts), "chosen": len(chosen)}


def _list_chosen(visit: Visit, facets: Mapping[Facet, Sequence[FacetCount]]) -> list[dict[str, Any]]:
    """What narrows the question now, each with what its parameter becomes without it."""
    names = {"q": "words", "place": "place", "who": "who", "from": "from", "to": "to", "bbox": "the map's view"}
    found: list[dict[str, Any]] = [
        {"parameter": name, "title": title, "label": "only what lies in it" if name == "bbox" else visit.ask(name), "then": None}
        for name, title in names.items() if visit.ask(name)
    ]  # fmt: skip
    for facet, parameter, title in COLUMNS:
        labels = {one.key.key: one.key.label for one in facets.get(facet, ())}
        for key in visit.ask_all(parameter):
            label = WORDS.get((facet, key), labels.get(key, key))
            found.append({"parameter": parameter, "title": title.lower(), "label": label, "then": [one for one in visit.ask_all(parameter) if one != key]})
    return found


def _tell_line(line: IncidentLine, choices: Sequence[Choice], timeline: Timeline, by: By) -> dict[str, Any]:
    family, shape = find_family(line.kind)
    spot = line.spot
    days = (line.first, line.last) if by == "happened" else (line.reported_first, line.reported_last)
    spans = (("killed", line.killed_low, line.killed_high), ("wounded", line.wounded_low, line.wounded_high))
    figures = [{"field": field, "words": words} for field, low, high in spans if (words := _tell_span(low, high, field))]
    return {
        "id": line.id, "kind": line.kind, "family": family, "shape": shape, "day": line.day, "first": line.first, "last": line.last,
        "reported": line.reported_first, "where": _tell_place(line), "precision": spot.precision if spot is not None else None,
        "country": spot.country if spot is not None else None, "latitude": spot.latitude if spot is not None else None,
        "longitude": spot.longitude if spot is not None else None, "actors": line.actors, "recipients": line.recipients,
        "figures": figures,
        "graphic": bool(figures) or line.kind in GRAPHIC, "origins": line.origins, "articles": line.articles, "claims": line.claims, "disputed": line.disputed,
        "certainty": line.certainty, "claim": line.claim, "words": line.words, "bar": _place_bar(*days, timeline),
        "sure": days[0] == days[1],
        "choices": [{"field": choice.field, "words": choice.words, "because": choice.because} for choice in choices],
    }  # fmt: skip


def _tell_place(line: IncidentLine) -> str | None:
    return PLACED[line.spot.precision].format(line.spot.name) if line.spot is not None else None


def _tell_span(low: float | None, high: float | None, unit: str) -> str | None:
    """ "57 to 60 killed", over all credible figures."""
    if low is None and high is None:
        return None
    if low is None:
        return f"up to {tell_number(high or 0)} {unit}"
    if high is None or high == low:
        return f"{tell_number(low)} {unit}"
    return f"{tell_number(low)} to {tell_number(high)} {unit}"


def _place_bar(first: str | None, last: str | None, timeline: Timeline) -> dict[str, float] | None:
    """Where the days lie on the timeline, in hundredths of its length; None where they lie wholly before it, or there are none."""
    if not timeline.bins or first is None or last is None or last < timeline.bins[0].first:
        return None
    start, end, begins, ends = (date.fromisoformat(day) for day in (timeline.bins[0].first, timeline.bins[-1].last, first, last))
    days = (end - start).days + 1
    begun = max(0, (begins - start).days)
    return {"x": round(100 * begun / days, 2), "width": round(100 * ((ends - start).days + 1 - begun) / days, 2)}


def _tell_timeline(timeline: Timeline) -> dict[str, Any]:
    most = max((one.sure + one.may for one in timeline.bins), default=0)
    bins = [{"name": one.name, "first": one.first, "last": one.last, "sure": one.sure, "may": one.may} for one in timeline.bins]
    ticks = [timeline.bins[round(part * (len(bins) - 1) / 4)].name for part in range(5)] if len(bins) > 4 else [one.name for one in timeline.bins]
    return {"unit": timeline.unit, "bins": bins, "most": most, "earlier": timeline.earlier, "ticks": ticks}


def _tell_marks(marks: MapMarks) -> dict[str, Any]:
    return {
        "points": [_tell_mark(mark) for mark in marks.points], "areas": [_tell_mark(mark) for mark in marks.areas],
        "wide": [_tell_mark(mark) for mark in marks.wide], "unplaced": marks.unplaced, "left_out": marks.left_out,
    }  # fmt: skip


def _tell_mark(mark: Mark) -> dict[str, Any]:
    spot = mark.spot
    family, shape = find_family(mark.kind)
    south, west, north, east = mark.box
    return {
        "name": PLACED[spot.precision].format(spot.name), "at": str(spot.geonames or fold_to_ask(spot.name)), "latitude": spot.latitude,
        "longitude": spot.longitude, "radius_km": spot.radius_km, "precision": spot.precision, "country": spot.country, "places": mark.places,
        "count": mark.count, "kind": mark.kind, "family": family, "shape": shape, "disputed": mark.disputed, "origins": mark.origins,
        "incident": mark.one if mark.count == 1 else None, "box": [south, west, north, east],
        "vague": mark.vague,
    }  # fmt: skip


def _tell_situation(one: Situation, day: str) -> dict[str, Any]:
    place = one.place
    return {
        "id": one.id, "kind": one.kind, "holder": one.holder.name if one.holder is not None else None, "place": place.name if place is not None else None,
        "latitude": place.latitude if place is not None else None, "longitude": place.longitude if place is not None else None,
        "radius_km": place.radius_km if place is not None else None, "interval": one.edtf, "stands": one.stand_on(day), "certainty": one.certainty,
        "origins": one.origins, "against": len(one.against), "claim": one.sources[0].claim if one.sources else None,
        "words": one.sources[0].words if one.sources else "", "who": name_chain(one.sources[0]) if one.sources else "",
    }  # fmt: skip


def _hide_texts(visit: Visit, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows; for a viewer, who may see data only, without the sentences of reports and who says them."""
    return rows if visit.person.may("reader") else [{**row, "words": "", "who": ""} for row in rows]


def _write(data: dict[str, Any]) -> File:
    return File(json.dumps(data, ensure_ascii=False).encode(), "application/json")


PAGES = (Page("/explore", "explore.html", show_explore, role="viewer", menu="Explore"),)
FEEDS = (
    Feed("/explore/marks.json", give_marks, role="viewer"),
    Feed("/explore/extent.json", give_extent, role="viewer"),
    Feed("/explore/map.svg", give_drawing, role="viewer"),
    Feed("/explore/situations.json", give_situations, role="viewer"),
)
