"""What is asked of claims, as SQL that both databases read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select

from karama.adapters.stores import tables
from karama.adapters.stores.rows import BASE
from karama.domain.names import fold_letters
from karama.domain.record import IMPORTED
from karama.ports import ClaimQuery

_CLAIMS, _PLACES, _PARTIES, _READINGS = tables.claims, tables.claim_places, tables.claim_parties, tables.readings
_LATER, _DATED = _READINGS.alias("later"), _CLAIMS.alias("dated")


def select_claims(query: ClaimQuery) -> Select[Any]:
    """The bodies of the claims asked for, in the order they were added."""
    found = select(_CLAIMS.c.body).join(_READINGS, _READINGS.c.number == _CLAIMS.c.reading).order_by(_CLAIMS.c.number)
    if not query.closed:
        found = found.where(*is_open())
    else:
        for column, wanted in ((_READINGS.c.run, query.runs), (_READINGS.c.id, query.readings)):
            found = found.where(column.in_(wanted)) if wanted else found
    return found.where(*_narrow(query)).limit(query.limit)


def select_open(name: str, table: Table, *more: ColumnElement[Any]) -> Select[Any]:
    """Rows of claims or articles that nothing newer stands in the place of."""
    if name == "claims":
        return select(table, *more).join(_READINGS, _READINGS.c.number == _CLAIMS.c.reading).where(*is_open())
    superseded = select(tables.supersessions.c.number).where(tables.supersessions.c.older == table.c.id)
    imported = select(_READINGS.c.number).where(_READINGS.c.article == table.c.id, is_imported(_READINGS.c.id))
    return select(table, *more).where(~superseded.exists(), ~imported.exists())


def is_open() -> tuple[ColumnElement[bool], ...]:
    """Conditions: of the newest reading of its article, the article of the newest version of its URL, and no row of a data set of others."""
    newer = select(_LATER.c.number).where(_LATER.c.article == _READINGS.c.article, _LATER.c.number > _READINGS.c.number)
    superseded = select(tables.supersessions.c.number).where(tables.supersessions.c.older == _READINGS.c.article)
    return ~newer.exists(), ~superseded.exists(), ~is_imported(_READINGS.c.id)


def is_imported(reading: ColumnElement[str]) -> ColumnElement[bool]:
    """Condition: the reading of that id is a row of a data set."""
    return reading.startswith(f"{IMPORTED}_", autoescape=True)


def _narrow(query: ClaimQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.ids:
        conditions.append(_CLAIMS.c.id.in_(query.ids))
    if query.articles:
        conditions.append(_READINGS.c.article.in_(query.articles))
    if query.what is not None:
        conditions.append(_CLAIMS.c.what == query.what)
    if query.kinds:
        conditions.append(_CLAIMS.c.kind.in_(query.kinds))
    if query.actor is not None:
        keys = (fold_letters(query.actor), BASE + query.actor)
        conditions.append(_CLAIMS.c.number.in_(select(_PARTIES.c.claim).where(_PARTIES.c.key.in_(keys))))
    places = _narrow_places(query)
    if places:
        conditions.append(_CLAIMS.c.number.in_(select(_PLACES.c.claim).where(*places)))
    days = _narrow_days(query, few=bool(query.ids or query.articles or places or query.actor is not None))
    return conditions if days is None else [*conditions, days]


def _narrow_places(query: ClaimQuery) -> list[ColumnElement[bool]]:
    """Conditions that one and the same place of the claim meets."""
    conditions: list[ColumnElement[bool]] = []
    if query.place is not None:
        conditions.append(_PLACES.c.key == fold_letters(query.place))
    if query.geonames is not None:
        conditions.append(_PLACES.c.geonames == query.geonames)
    if query.country is not None:
        conditions.append(_PLACES.c.country == query.country)
    if query.box is not None:
        south, west, north, east = query.box
        conditions.append(_PLACES.c.latitude.between(south, north))
        conditions.append(_is_between(west, east))
    return conditions


def _is_between(west: float, east: float) -> ColumnElement[bool]:
    """West may be greater than east: then the box crosses the 180th meridian."""
    if west <= east:
        return _PLACES.c.longitude.between(west, east)
    return or_(_PLACES.c.longitude >= west, _PLACES.c.longitude <= east)


def _narrow_days(query: ClaimQuery, *, few: bool) -> ColumnElement[bool] | None:
    """Of few claims that are found otherwise, their own days. Else numbers that the index of days gives alone, for SQLite would go through every claim."""
    if query.earliest is None and query.latest is None:
        return None
    first, last = query.earliest or "0000", query.latest or "9999-12-31"
    inner = _CLAIMS if few else _DATED
    dated = (inner.c.earliest <= last, inner.c.latest >= first)
    # So written, the index of days of publication is taken: half of all claims have no day.
    undated = (func.coalesce(inner.c.earliest, "") == "", inner.c.published.between(first, last))
    if few:
        return or_(and_(*dated), and_(*undated)) if query.undated else and_(*dated)
    numbers = select(inner.c.number).where(*dated)
    return _CLAIMS.c.number.in_(numbers.union_all(select(inner.c.number).where(*undated)) if query.undated else numbers)
