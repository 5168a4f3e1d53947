"""An incident as the catalogue keeps it: its best values in one line, and every key under which it can be found and counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from karama.data import read_table
from karama.domain.catalogue import Entry, Facet, IncidentLine, Key, Spot
from karama.domain.facts import Certainty
from karama.domain.names import fold_to_ask
from karama.domain.record import Count, Party, RecordClaim, When, Where
from karama.views.figures import list_figures, span_figures
from karama.views.incidents import COUNTED, Field, IncidentView, Value, key_party
from karama.views.precision import count_days, rank_value
from karama.views.situations import CERTAINTIES
from karama.views.sources import tell_stance

SEVERAL = "; "
# How exactly a day is known, by the days that it can mean.
SPANS: tuple[tuple[int, str], ...] = ((1, "day"), (7, "week"), (31, "month"))
MORE_THAN_A_MONTH, NONE = "longer", "none"
ABOUT = 0.1  # "about 60" leaves room for 54 to 66


def make_entry(view: IncidentView, group: str, names: Mapping[str, str] | None = None) -> Entry:
    """The incident for the catalogue. `names` are what articles without a publisher are called by."""
    when, where = _find_best(view, "day"), _find_best(view, "place")
    day = when.of if when is not None and isinstance(when.of, When) else None
    place = where.of if where is not None and isinstance(where.of, Where) else None
    first, last = (day.earliest or day.latest, day.latest or day.earliest) if day is not None else (None, None)
    published = sorted(claim.published for claim in view.claims if claim.published)
    kind, sentence, disputed = _find_best(view, "kind"), _choose_sentence(view), is_disputed(view)
    line = IncidentLine(
        view.id, group, kind.words if kind is not None else "", when.words if when is not None and first else None, first, last,
        published[0] if published else None, published[-1] if published else None, make_spot(place) if place is not None else None,
        _list_names(view, "actor"), _list_names(view, "recipient"), *_span(view, "killed"), *_span(view, "wounded"), view.origins, view.articles,
        len(view.claims), disputed, find_certainty(view), sentence.id, " ".join(sentence.words.split()),
    )  # fmt: skip
    spots = {make_spot(value.of): None for value in _list_told(view, "place") if isinstance(value.of, Where)}
    keys = {(one.facet, one.key): one for one in _list_keys(view, line, names or {})}
    return Entry(line, tuple(keys.values()), tuple(spots), tuple(claim.id for claim in view.claims))


def make_spot(where: Where) -> Spot:
    """The place as the catalogue keeps it."""
    return Spot(where.name, where.geonames, where.latitude, where.longitude, where.radius_km, where.precision, where.country, where.admin1)


def is_disputed(view: IncidentView) -> bool:
    """Does somebody deny or dispute it, or do figures of one harm to the same people exclude each other?"""
    if any(tell_stance(claim) == "denied" or claim.certainty == "disputed" for claim in view.claims):
        return True
    for field in COUNTED:
        counts = [(value.whom, value.of) for value in view.values if value.field == field and value.told and isinstance(value.of, Count)]
        if any(whom == other and not share_bounds(a, b) for n, (whom, a) in enumerate(counts) for other, b in counts[n + 1 :]):
            return True
    return False


def share_bounds(one: Count, other: Count) -> bool:
    """Can both figures be true at once?"""
    return _low(one) <= _high(other) and _low(other) <= _high(one)


def find_certainty(view: IncidentView) -> Certainty:
    """The surest of its claims: of those that tell it as so, if any does."""
    telling = [claim.certainty for claim in view.claims if tell_stance(claim) == "told"]
    return min(telling or [claim.certainty for claim in view.claims], key=CERTAINTIES.index)


@cache
def name_countries() -> dict[str, str]:
    """The countries' names by ISO 3166-1 alpha-3."""
    return {row["iso3"]: row["name"] for row in read_table("countries.csv")}


def _low(count: Count) -> float:
    return 0.0 if count.low is None else count.low * (1 - ABOUT if count.approximate else 1.0)


def _high(count: Count) -> float:
    return float("inf") if count.high is None else count.high * (1 + ABOUT if count.approximate else 1.0)


def _list_told(view: IncidentView, field: Field) -> list[Value]:
    """The values that somebody tells as so; where nobody does, those that are denied, feared or planned."""
    found = view.list_values(field)
    return [value for value in found if value.told] or list(found)


def _find_best(view: IncidentView, field: Field) -> Value | None:
    return min(_list_told(view, field), key=rank_value, default=None)


def _span(view: IncidentView, field: Field) -> tuple[float | None, float | None]:
    return span_figures(list_figures(view, field))


def _list_names(view: IncidentView, field: Field) -> str:
    return SEVERAL.join(dict.fromkeys(value.words for value in _list_told(view, field)))


def _choose_sentence(view: IncidentView) -> RecordClaim:
    """The sentence that tells most: told as so, with figures and place; of equals the shorter, so that a page of them can be read."""
    return min(
        view.claims,
        key=lambda claim: (tell_stance(claim) != "told", claim.segment == "headline", not claim.counts, not claim.places, len(claim.words), claim.id),
    )


def _list_keys(view: IncidentView, line: IncidentLine, names: Mapping[str, str]) -> Iterator[Key]:
    for value in _list_told(view, "kind"):
        yield Key("kind", value.words, value.words)
    sides: tuple[tuple[Facet, Field], ...] = (("actor", "actor"), ("recipient", "recipient"))
    for facet, field in sides:
        for value in _list_told(view, field):
            if isinstance(value.of, Party) and (value.of.base is not None or value.of.named):
                yield Key(facet, key_party(value.of), value.of.name)
    for value in _list_told(view, "place"):
        if isinstance(value.of, Where):
            yield Key("place", str(value.of.geonames or fold_to_ask(value.of.name)), value.of.name)
        if isinstance(value.of, Where) and value.of.country is not None:
            country = name_countries().get(value.of.country, value.of.country)
            yield Key("country", value.of.country, country)
            if value.of.admin1:
                yield Key("province", f"{value.of.country}:{value.of.admin1}", f"{value.of.admin1}, {country}")
    for claim in view.claims:
        outlet = claim.publisher or names.get(claim.article)
        if claim.publisher and outlet:
            yield Key("outlet", fold_to_ask(outlet) or outlet, outlet)
    where, when = line.spot.precision if line.spot is not None else NONE, _tell_span(line)
    dispute = "yes" if line.disputed else "no"
    yield from (Key("where", where, where), Key("when", when, when), Key("certainty", line.certainty, line.certainty), Key("dispute", dispute, dispute))


def _tell_span(line: IncidentLine) -> str:
    if line.first is None:
        return NONE
    days = count_days(When(line.first, line.last, None, ""))
    return next((name for longest, name in SPANS if days <= longest), MORE_THAN_A_MONTH)
