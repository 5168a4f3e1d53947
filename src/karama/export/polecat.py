"""Incidents as rows of POLECAT's 40 tab-separated columns, in PLOVER's terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from karama.export.chosen import choose, drop, find_untold
from karama.export.countries import find_country
from karama.export.losses import list_features
from karama.export.plover_codes import CodedActor, code_actor, code_incident, load_sectors, load_types
from karama.export.sides import view_sides
from karama.export.tables import check_csv, load_codes, load_columns, write_csv
from karama.export.telling import list_articles, list_outlets, tell_words
from karama.export.values import Export, Loss, Options, Problem, Written
from karama.views.policies import FoundIncident

COLUMNS = load_columns("polecat_columns.csv")
HOLDS: frozenset[str] = frozenset()
SEVERAL = ";"
Cells = Mapping[str, str]


def write_polecat(export: Export, options: Options) -> Written:
    """The file, with a loss for everything that POLECAT's columns cannot hold."""
    rows, losses = [], []
    for found in export.incidents:
        made = make_row(found, export)
        if isinstance(made, Loss):
            losses.append(made)
            continue
        rows.append(made)
        losses += [*_list_other_sides(found), *list_features(found, HOLDS)]
    rows.sort(key=lambda row: (row["Event Date"], row["Event ID"]))
    return Written(write_csv(COLUMNS, rows, delimiter="\t"), len(rows), tuple(losses))


def make_row(found: FoundIncident, export: Export) -> dict[str, Any] | Loss:
    """The incident's row, or why it has none."""
    chosen = choose(found)
    if (untold := find_untold(chosen)) is not None:
        return untold
    coded = code_incident(chosen, view_sides(chosen))
    if coded.type is None:
        return drop(chosen, "no code", "kind", f"{chosen.kind}: {coded.reason}")
    if chosen.day is None or chosen.day.earliest is None:
        return drop(chosen, "undated", "day", chosen.day.words if chosen.day is not None else "")
    if coded.type.needs_recipient and not chosen.recipients:
        return drop(chosen, "no second side", "recipient", f"{coded.type.event} needs a recipient")
    articles, place = list_articles(chosen, export), chosen.place
    country = find_country(place.country) if place is not None else None
    row: dict[str, Any] = {
        "Event ID": chosen.id, "Event Date": chosen.day.earliest, "Event Type": coded.type.event, "Event Mode": coded.type.mode,
        "Intensity": coded.type.score, "Quad Code": coded.type.quad_name, "Contexts": SEVERAL.join(coded.contexts),
        "Placename": place.name if place is not None else None, "City": place.name if place is not None and place.precision in ("settlement", "near") else None,
        "Province": place.admin1 if place is not None else None, "Country": country.iso3 if country is not None else None,
        "Latitude": place.latitude if place is not None else None, "Longitude": place.longitude if place is not None else None,
        "GeoNames ID": place.geonames if place is not None else None, "Raw Placename": SEVERAL.join(chosen.place_words) or None,
        "Source": SEVERAL.join(list_outlets(chosen, export)), "Publication Date": articles[0].published if articles else None,
        "Language": "en", "Version": f"karama {export.versions.get('karama', '')}".strip(),
    }  # fmt: skip
    return row | tell_side("Actor", chosen.actors[:1]) | tell_side("Recipient", chosen.recipients[:1])


def tell_side(role: str, parties: tuple[Any, ...]) -> dict[str, Any]:
    """The nine columns of a side; POLECAT has one actor and one recipient a row."""
    if not parties:
        return {}
    one: CodedActor = code_actor(parties[0])
    country = find_country(one.code)
    return {
        f"{role} Name": one.party.name, f"{role} Country": one.code, f"{role} COW": country.cow if country is not None else None,
        f"Primary {role} Sector": one.sectors[0] if one.sectors else None, f"{role} Sectors": SEVERAL.join(one.sectors) or None,
        f"{role} Name Raw": tell_words(one.party), f"Wikipedia {role} ID": one.wikidata,
    }  # fmt: skip


def _list_other_sides(found: FoundIncident) -> Iterator[Loss]:
    chosen = choose(found)
    for role, parties in (("actor", chosen.actors), ("recipient", chosen.recipients)):
        if len(parties) > 1:
            yield Loss("other sides", chosen.id, role, "; ".join(party.name for party in parties[1:]))


# ---------------------------------------------------------------- checking


def check_polecat(data: bytes) -> Iterator[Problem]:
    """Columns, types, and PLOVER's codes."""
    return check_csv(data, COLUMNS, (check_codes, check_sectors), "Event ID", delimiter="\t")


def check_codes(number: int, row: Cells) -> Iterator[Problem]:
    """The modes are the type's, the contexts PLOVER's, and the quad code fits."""
    event, types = row.get("Event Type", ""), load_types()
    if (event, "") not in types:
        return
    for mode in filter(None, (part.strip() for part in row.get("Event Mode", "").replace(",", SEVERAL).split(SEVERAL))):
        if (event, mode) not in types:
            yield Problem(f"no mode of {event}", number, "Event Mode", mode)
    for context in filter(None, (part.strip() for part in row.get("Contexts", "").replace(",", SEVERAL).split(SEVERAL))):
        if context not in load_codes("plover_contexts.csv", "context"):
            yield Problem("no context of PLOVER", number, "Contexts", context)
    quad = row.get("Quad Code", "")
    if quad and quad != types[event, ""].quad_name:
        yield Problem(f"{event} is {types[event, ''].quad_name}", number, "Quad Code", quad)


def check_sectors(number: int, row: Cells) -> Iterator[Problem]:
    """The sectors are PLOVER's."""
    for name in ("Primary Actor Sector", "Actor Sectors", "Primary Recipient Sector", "Recipient Sectors"):
        for sector in filter(None, (part.strip() for part in row.get(name, "").replace(",", SEVERAL).split(SEVERAL))):
            if sector not in load_sectors():
                yield Problem("no sector of PLOVER", number, name, sector)
