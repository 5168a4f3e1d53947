"""A release as a folder of pages: map, timeline, table, a page an incident, the methodology; readable from a disk, without a server or a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from karama.domain.record import Count, When, Where
from karama.export.release_facts import SiteFacts
from karama.render.map import Spot, draw_map
from karama.views.incidents import COUNTED, FIELDS, IncidentView, Value
from karama.views.policies import Choice, FoundIncident
from karama.views.sources import name_chain

ROWS = 250  # incidents a page of the table: some 100 kB
MOST_SPOTS = 400  # on the map of all; more cannot be told apart at its size
BAR_WIDTH, BAR_HEIGHT = 9, 90  # pixels of the timeline's bars
MOST_BARS = 120
CELL_DEGREES = 0.2  # incidents nearer than this are one mark of the map of all
Page = tuple[str, bytes]


@cache
def _make_environment() -> jinja2.Environment:
    loader = jinja2.PackageLoader("karama.render", "templates")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render_site(incidents: Sequence[FoundIncident], facts: SiteFacts) -> Iterator[Page]:
    """(path, bytes) of each file of the site, index.html first."""
    rows = [_make_row(found, facts) for found in incidents]
    pages = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)] or [[]]
    names = ["index.html", *(f"page-{n}.html" for n in range(2, len(pages) + 1))]
    shared = {
        "facts": facts,
        "pages": names,
        "total": len(rows),
        "undated": sum(not row["first"] for row in rows),
        "unplaced": sum(not row["exact"] for row in rows),
    }
    drawn = {"map": Markup(draw_map(_gather_spots(incidents))), "timeline": draw_timeline([row["first"] for row in rows]), "months": _count_months(rows)}  # noqa: S704
    for name, part in zip(names, pages, strict=True):
        yield name, _write("site_index.html", here=name, root="", rows=part, **shared, **drawn)
    for found, row in zip(incidents, rows, strict=True):
        yield f"incidents/{found.view.id}.html", _write("site_incident.html", here="", root="../", **shared, **_describe(found, row))
    yield "methodology.html", _write("site_methodology.html", here="methodology.html", root="", methodology=write_paragraphs(facts.methodology), **shared)
    for asset in ("site.css", "site.js"):
        yield asset, files("karama.render").joinpath("assets", asset).read_bytes()


def _write(template: str, **given: Any) -> bytes:
    written: str = _make_environment().get_template(template).render(**given)
    return written.encode("utf-8")


def _make_row(found: FoundIncident, facts: SiteFacts) -> dict[str, Any]:
    """One incident as the table shows it: what the policy chose, else what is told."""
    day, place = _first_of(found, "day"), _first_of(found, "place")
    where = place.of if place is not None and isinstance(place.of, Where) else None
    when = day.of if day is not None and isinstance(day.of, When) else None
    return {
        "id": found.view.id, "href": f"incidents/{found.view.id}.html", "kind": _tell(found, "kind") or "incident",
        "day": _tell(found, "day") or "day not told",
        "first": (when.earliest or when.latest or "") if when is not None else "", "place": _tell(found, "place") or "place not told",
        "precision": where.precision if where is not None else "", "exact": where is not None and where.latitude is not None, "killed": _tell(found, "killed"),
        "actors": _tell(found, "actor"), "recipients": _tell(found, "recipient"), "origins": found.view.origins, "articles": found.view.articles,
        "denied": any(source.stance == "denied" for value in found.view.values for source in value.sources),
        "cite": f"{facts.citation} Incident {found.view.id}.",
    }  # fmt: skip


def _first_of(found: FoundIncident, field: str) -> Value | None:
    chosen = [choice.value for choice in found.choices if choice.field == field and choice.value is not None]
    told = [value for value in found.view.values if value.field == field and value.told]
    return chosen[0] if chosen else told[0] if told else None


def _tell(found: FoundIncident, field: str) -> str:
    chosen = [choice.words for choice in found.choices if choice.field == field]
    words = chosen or [value.words for value in found.view.values if value.field == field and value.told]
    return ", ".join(dict.fromkeys(words))


def _describe(found: FoundIncident, row: dict[str, Any]) -> dict[str, Any]:
    """An incident's page: each field with what the policy chose and why, then every value with its sentences."""
    view = found.view
    choices: dict[str, list[Choice]] = {}
    for choice in found.choices:
        choices.setdefault(choice.field, []).append(choice)
    fields = [
        {"name": field, "choices": choices.get(field, []), "values": [_describe_value(value) for value in view.list_values(field)]}
        for field in FIELDS
        if view.list_values(field) or field in choices
    ]
    urls = {claim.article: claim.publisher or "" for claim in view.claims}
    return {"row": row, "fields": fields, "map": Markup(draw_map(_list_spots(view))), "outlets": urls, "counted": COUNTED}  # noqa: S704


def _describe_value(value: Value) -> dict[str, Any]:
    sources = [
        {
            "who": name_chain(source),
            "certainty": source.certainty,
            "stance": source.stance,
            "words": source.words,
            "published": source.published,
            "claim": source.claim,
        }
        for source in value.sources
    ]
    whom = value.whom if value.whom not in (None, "people") and isinstance(value.of, Count) else ""
    return {"words": value.words, "whom": whom, "told": value.told, "origins": value.origins, "sources": sources}


def _list_spots(view: IncidentView) -> list[Spot]:
    places = [value.of for value in view.list_values("place") if isinstance(value.of, Where)]
    return [
        Spot(where.name, where.latitude, where.longitude, where.radius_km or 0.0, where.precision, ())
        for where in places
        if where.latitude is not None and where.longitude is not None
    ]


def _gather_spots(incidents: Sequence[FoundIncident]) -> list[Spot]:
    """The marks of the map of all: one a cell of the map, named after its commonest place, with how many incidents lie there."""
    cells: dict[tuple[int, int, bool], list[Spot]] = {}
    for found in incidents:
        for spot in _list_spots(found.view)[:1]:
            key = (round(spot.latitude / CELL_DEGREES), round(spot.longitude / CELL_DEGREES), spot.precision in ("country", "area", "province"))
            cells.setdefault(key, []).append(spot)
    largest = sorted(cells.values(), key=lambda spots: (-len(spots), spots[0].name))[:MOST_SPOTS]
    made = []
    for spots in largest:
        name = Counter(spot.name for spot in spots).most_common(1)[0][0]
        first = next(spot for spot in spots if spot.name == name)
        made.append(Spot(f"{name} ({len(spots)})", first.latitude, first.longitude, first.radius_km, first.precision, ()))
    return made


def _count_months(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    return sorted(Counter(row["first"][:7] for row in rows if row["first"]).items())


def draw_timeline(days: Sequence[str]) -> Markup:
    """Bars of incidents by month, or by year where there are too many months, as SVG; "" for no days."""
    counts = Counter(day[:7] for day in days if day)
    if len(counts) > MOST_BARS:
        counts = Counter(day[:4] for day in days if day)
    if not counts:
        return Markup("")
    periods = _fill_between(sorted(counts))
    most, width = max(counts.values()), max(120, BAR_WIDTH * len(periods) + 8)
    bars = []
    for n, period in enumerate(periods):
        if counts[period]:
            tall = max(2, round(counts[period] / most * BAR_HEIGHT))
            bar = Markup('<rect class="bar" x="{}" y="{}" width="{}" height="{}"><title>{}: {}</title></rect>')
            bars.append(bar.format(4 + n * BAR_WIDTH, BAR_HEIGHT + 4 - tall, BAR_WIDTH - 2, tall, period, counts[period]))
    ends = Markup('<text class="label" x="4" y="{0}">{1}</text><text class="label end" x="{2}" y="{0}">{3}</text>').format(
        BAR_HEIGHT + 18, periods[0], width - 4, periods[-1] if len(periods) > 1 else ""
    )
    head = Markup('<svg class="timeline" viewBox="0 0 {} {}" role="img" aria-label="Incidents by {}; the table below lists them">')
    by = "month" if len(periods[0]) == 7 else "year"
    return head.format(width, BAR_HEIGHT + 24, by) + Markup("").join(bars) + ends + Markup("</svg>")


def _fill_between(periods: Sequence[str]) -> list[str]:
    """The periods with those without incidents between them, so that a gap is seen; left out where the bars would be too many."""
    if len(periods[0]) == 4:
        return [str(year) for year in range(int(periods[0]), int(periods[-1]) + 1)]
    first, last = (int(period[:4]) * 12 + int(period[5:7]) - 1 for period in (periods[0], periods[-1]))
    if last - first >= 2 * MOST_BARS:
        return list(periods)
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]


def write_paragraphs(sections: Sequence[tuple[str, Sequence[str]]]) -> Markup:
    """Headed paragraphs as HTML, all words escaped; a paragraph that begins with "- " is an item of a list."""
    parts: list[Markup] = []
    for heading, paragraphs in sections:
        parts.append(Markup("<h2>{}</h2>").format(heading))
        items = [Markup("<li>{}</li>").format(words.removeprefix("- ")) for words in paragraphs if words.startswith("- ")]
        parts += [Markup("<p>{}</p>").format(words) for words in paragraphs if not words.startswith("- ")]
        if items:
            parts.append(Markup("<ul>") + Markup("").join(items) + Markup("</ul>"))
    return Markup("\n").join(parts)
