"""Incidents as one flat table with a row of HXL tags under its header, for humanitarian tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from karama.export.chosen import choose, find_untold
from karama.export.losses import list_features
from karama.export.tables import Column, check_csv, read_csv, read_date, read_int, write_csv
from karama.export.telling import list_articles, list_outlets, tell_incident
from karama.export.values import Export, Loss, Options, Problem, Written
from karama.views.matching import PRECISE
from karama.views.policies import FoundIncident

HOLDS = frozenset({"other sides", "vague day", "several figures"})
SEVERAL = "; "
# Column, its tag, its type and meaning. Source of the tags: the hashtag list of the HXL standard 1.1.
TAGGED: tuple[tuple[Column, str], ...] = (
    (Column("event_code", "string", "the incident; `karama show` opens it", True, "pattern:i_[0-9a-f]+"), "#event+code"),
    (Column("event_type", "string", "kind of event", True), "#event+type"),
    (Column("date_start", "date", "first day it may have been"), "#date+start"),
    (Column("date_end", "date", "last day it may have been"), "#date+end"),
    (Column("country_code", "string", "ISO 3166-1 alpha-3", rule="pattern:[A-Z]{3}"), "#country+code+iso3"),
    (Column("admin1_name", "string", "first-level unit"), "#adm1+name"),
    (Column("location_name", "string", "place"), "#loc+name"),
    (Column("latitude", "number", "only where the place is known as a settlement or more exactly", rule="range:-90..90"), "#geo+lat"),
    (Column("longitude", "number", "only where the place is known as a settlement or more exactly", rule="range:-180..180"), "#geo+lon"),
    (Column("geo_precision", "string", "how exactly the place is known"), "#geo+precision"),
    (Column("actor", "string", "who is said to have done it"), "#group+name+first"),
    (Column("recipient", "string", "against whom"), "#group+name+second"),
    (Column("killed_min", "integer", "lowest credible figure", rule="range:0.."), "#affected+killed+min"),
    (Column("killed_max", "integer", "highest credible figure", rule="range:0.."), "#affected+killed+max"),
    (Column("injured_min", "integer", "lowest credible figure", rule="range:0.."), "#affected+injured+min"),
    (Column("injured_max", "integer", "highest credible figure", rule="range:0.."), "#affected+injured+max"),
    (Column("displaced_min", "integer", "lowest credible figure", rule="range:0.."), "#affected+displaced+min"),
    (Column("displaced_max", "integer", "highest credible figure", rule="range:0.."), "#affected+displaced+max"),
    (Column("description", "string", "what happened, with every figure and who says it"), "#description"),
    (Column("source", "string", "outlets"), "#meta+source"),
    (Column("source_url", "string", "where it was published"), "#meta+url"),
    (Column("independent_origins", "integer", "independent origins that tell it", rule="range:0.."), "#meta+num"),
)
COLUMNS = tuple(column for column, _ in TAGGED)
TAGS = {column.name: tag for column, tag in TAGGED}


def write_hxl(export: Export, options: Options) -> Written:
    """The table; what is not told as so is not in it, and counted."""
    rows, losses = [], []
    for found in export.incidents:
        made = make_row(found, export)
        if isinstance(made, Loss):
            losses.append(made)
            continue
        rows.append(made)
        losses += list_features(found, HOLDS)
    return Written(write_csv(COLUMNS, rows, TAGS), len(rows), tuple(losses))


def make_row(found: FoundIncident, export: Export) -> dict[str, Any] | Loss:
    """The incident's row, or why it has none."""
    chosen = choose(found)
    if (untold := find_untold(chosen)) is not None:
        return untold
    place, day = chosen.place, chosen.day
    exact = place is not None and place.precision in PRECISE - {"near"}
    row: dict[str, Any] = {
        "event_code": chosen.id, "event_type": chosen.kind or "event", "date_start": day.earliest if day else None, "date_end": day.latest if day else None,
        "country_code": place.country if place else None, "admin1_name": place.admin1 if place else None, "location_name": place.name if place else None,
        "latitude": place.latitude if place and exact else None, "longitude": place.longitude if place and exact else None,
        "geo_precision": place.precision if place else None, "actor": SEVERAL.join(party.name for party in chosen.actors) or None,
        "recipient": SEVERAL.join(party.name for party in chosen.recipients) or None, "description": tell_incident(found, chosen),
        "source": SEVERAL.join(list_outlets(chosen, export)), "independent_origins": found.view.origins,
        "source_url": SEVERAL.join(article.url for article in list_articles(chosen, export) if article.url) or None,
    }  # fmt: skip
    for field, name in (("killed", "killed"), ("wounded", "injured"), ("displaced", "displaced")):
        figures = chosen.figures.get(field)  # type: ignore[call-overload]  # three of the fields
        row[f"{name}_min"] = round(figures.low) if figures is not None and figures.low is not None else None
        row[f"{name}_max"] = round(figures.high) if figures is not None and figures.high is not None else None
    return row


def check_hxl(data: bytes) -> Iterator[Problem]:
    """The row of tags, columns, types, and ranges in order."""
    yield from check_tags(data)
    yield from check_csv(data, COLUMNS, (check_ranges,), "event_code")


def check_tags(data: bytes) -> Iterator[Problem]:
    """Each column has a tag of the standard's form in the row under the header."""
    try:
        header, rows = read_csv(data)
    except ValueError:
        return  # which check_csv tells
    tags = rows[0] if rows else []
    if not any(tag.startswith("#") for tag in tags):
        yield Problem("no row of HXL tags under the header", 1)
        return
    for name, tag in zip(header, tags, strict=False):
        if tag and not tag.startswith("#"):
            yield Problem("no HXL tag", 1, name, tag)
        elif name in TAGS and tag.replace(" ", "") != TAGS[name]:
            yield Problem(f"the tag of this column is {TAGS[name]}", 1, name, tag, "warning")


def check_ranges(number: int, row: Mapping[str, str]) -> Iterator[Problem]:
    """No lowest figure above the highest, and days in order."""
    for name in ("killed", "injured", "displaced"):
        low, high = read_int(row, f"{name}_min"), read_int(row, f"{name}_max")
        if low is not None and high is not None and low > high:
            yield Problem(f"more than {name}_max ({high})", number, f"{name}_min", row[f"{name}_min"])
    first, last = read_date(row.get("date_start", "")), read_date(row.get("date_end", ""))
    if first is not None and last is not None and last < first:
        yield Problem("before date_start", number, "date_end", row["date_end"])
