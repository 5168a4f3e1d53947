"""What is asked of the catalogue, as SQL that both databases read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, literal_column, or_, select, text

from karama.adapters.stores import catalogue_tables as made
from karama.adapters.stores import tables
from karama.domain.catalogue import CatalogueQuery, Facet, Order, Unit

Ask = Callable[[str, str], tuple[str, dict[str, str]] | None]  # FullText.ask
_I = made.incidents
LETTERS: dict[Unit, int] = {"day": 10, "month": 7, "year": 4}  # of an ISO day
LAST = "9999-12-31"
ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {
    "day": (_I.c.first.is_(None), _I.c.first, _I.c.id),
    "-day": (_I.c.first.is_(None), _I.c.first.desc(), _I.c.id),
    "killed": (_I.c.killed_high.is_(None), _I.c.killed_high.desc(), _I.c.id),
    "origins": (_I.c.origins.desc(), _I.c.id),
    "reported": (_I.c.reported_last.is_(None), _I.c.reported_last.desc(), _I.c.id),
}


def select_totals(query: CatalogueQuery, ask: Ask) -> Select[int, int, int, int, Any, Any]:
    """How many there are, without a place, without a day, disputed; the first and last day."""
    first, last = list_day_columns(query)
    return select(
        func.count(), func.count().filter(_I.c.spot.is_(None)), func.count().filter(_I.c.first.is_(None)), func.count().filter(_I.c.disputed),
        func.min(first), func.max(last),
    ).where(*list_conditions(query, ask))  # fmt: skip


def select_keys(query: CatalogueQuery, ask: Ask, only: Facet | None = None, *, outside: bool = False) -> Select[Any]:
    """Facet, key, label and count of every key (of one facet only) of the incidents asked for; of all others with `outside`."""
    pairs, conditions = made.incident_keys, list_conditions(query, ask)
    counted = select(pairs.c.key, func.count().label("count")).group_by(pairs.c.key)
    if only is not None:
        counted = counted.where(pairs.c.key.in_(select(made.keys.c.number).where(made.keys.c.facet == only)))
    if conditions:
        chosen = select(_I.c.number).where(*conditions)
        if outside:  # named one by one: "not in" would go through all pairs
            chosen = select(_I.c.number).where(_I.c.number.not_in(chosen))
        counted = counted.where(pairs.c.incident.in_(chosen))
    inner = counted.subquery()
    return select(made.keys.c.facet, made.keys.c.key, made.keys.c.label, inner.c.count).join(inner, inner.c.key == made.keys.c.number)


def select_spots(query: CatalogueQuery, ask: Ask) -> Select[Any]:
    """One row a place: how many incidents, of which kinds, how well told."""
    spot = func.coalesce(
        _I.c.spot, literal_column("0")
    )  # so written, SQLite reads the table in one go, not row by row in the order of its index: three times as quick
    inner = (
        select(
            spot.label("spot"), func.count().label("count"), func.min(_I.c.kind).label("kind"), func.max(_I.c.kind).label("other_kind"),
            func.count().filter(_I.c.disputed).label("disputed"), func.max(_I.c.origins).label("origins"), func.min(_I.c.id).label("one"),
        ).where(*list_conditions(query, ask)).group_by(spot).subquery()
    )  # fmt: skip
    counted = (inner.c[name] for name in ("count", "kind", "other_kind", "disputed", "origins", "one"))
    return select(made.spots, *counted).join(inner, inner.c.spot == made.spots.c.number)


def select_spans(query: CatalogueQuery, unit: Unit, ask: Ask) -> Select[Any]:
    """How many incidents begin in one unit of time and end in another."""
    # PostgreSQL would not see that two parameters are the same.
    first, last = (func.substr(column, literal_column("1"), literal_column(str(LETTERS[unit]))) for column in list_day_columns(query))
    return select(first, last, func.count()).where(first.is_not(None), *list_conditions(query, ask)).group_by(first, last)


def select_lines(query: CatalogueQuery, ask: Ask, order: Order, limit: int, offset: int) -> Select[Any]:
    """The lines of incidents, in order, with the numbers of their places."""
    numbered = select(_I.c.number).where(*list_conditions(query, ask)).order_by(*ORDERS[order]).limit(limit).offset(offset).subquery()
    lines = select(made.lines.c.body, _I.c.spot).join(_I, _I.c.number == made.lines.c.incident)
    return lines.join(numbered, numbered.c.number == _I.c.number).order_by(*ORDERS[order])


def list_day_columns(query: CatalogueQuery) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The columns of the first and last day that are asked about."""
    return (_I.c.first, _I.c.last) if query.by == "happened" else (_I.c.reported_first, _I.c.reported_last)


def list_conditions(query: CatalogueQuery, ask: Ask) -> list[ColumnElement[bool]]:
    """What an incident has to meet."""
    conditions: list[ColumnElement[bool]] = []
    for facet, wanted in query.keys:
        known = select(made.keys.c.number).where(made.keys.c.facet == facet, made.keys.c.key.in_(wanted))
        conditions.append(_I.c.number.in_(select(made.incident_keys.c.incident).where(made.incident_keys.c.key.in_(known))))
    if query.ids is not None:
        conditions.append(_I.c.id.in_(query.ids))
    if query.parties:
        sides = select(made.keys.c.number).where(made.keys.c.facet.in_(("actor", "recipient")), made.keys.c.key.in_(query.parties))
        conditions.append(_I.c.number.in_(select(made.incident_keys.c.incident).where(made.incident_keys.c.key.in_(sides))))
    if query.first is not None or query.last is not None:
        first, last = list_day_columns(query)
        conditions += [first <= (query.last or LAST), last >= (query.first or "0000")]
    if query.box is not None:
        conditions.append(_I.c.spot.in_(_select_inside(query.box)))
    if query.spots is not None:
        pairs = made.incident_spots
        conditions.append(_I.c.number.in_(select(pairs.c.incident).where(pairs.c.spot.in_(query.spots))))
    claims = made.incident_claims
    if query.claims is not None:
        named = select(tables.claims.c.number).where(tables.claims.c.id.in_(query.claims))
        conditions.append(_I.c.number.in_(select(claims.c.incident).where(claims.c.claim.in_(named))))
    if query.words:
        conditions.append(_I.c.number.in_(select(claims.c.incident).where(claims.c.claim.in_(_select_told(query.words, ask)))))
    return conditions


def _select_inside(box: tuple[float, float, float, float]) -> Select[Any]:
    """West may be greater than east: then the box crosses the 180th meridian."""
    south, west, north, east = box
    place = made.spots.c
    wide = place.longitude.between(west, east) if west <= east else or_(place.longitude >= west, place.longitude <= east)
    return select(place.number).where(place.latitude.between(south, north), wide)


def _select_told(words: str, ask: Ask) -> Select[Any]:
    asked = ask("claims", words)
    if asked is None:  # nothing but marks: nothing is found, rather than everything
        return select(tables.claims.c.number).where(tables.claims.c.number < 0)
    found = text(asked[0]).bindparams(**asked[1]).columns(column("number", tables.NUMBER)).subquery("told")
    return select(found.c.number)
