"""Whether reports disagree about an incident: two figures of one thing that cannot be one, or a denial of what others tell."""

from __future__ import annotations

from itertools import combinations

from karama.domain.record import Count
from karama.views.figures import COUNT_FIELDS, list_figures
from karama.views.incidents import Field, IncidentView, Value

# A denial of these is a dissent; one that names the day or the place denies what happened there.
DENIABLE: tuple[Field, ...] = ("kind", "actor", *COUNT_FIELDS)


def is_disputed(view: IncidentView) -> bool:
    """Do two figures of one group differ, or does somebody deny what another tells?"""
    return any(_differ(view, field) for field in COUNT_FIELDS) or any(_is_denied(view, field) for field in DENIABLE)


def _differ(view: IncidentView, field: Field) -> bool:
    values = [figure.value for figure in list_figures(view, field)]
    return any(_bounds(a) != _bounds(b) and a.whom == b.whom for a, b in combinations(values, 2))


def _bounds(value: Value) -> tuple[float | None, float | None]:
    assert isinstance(value.of, Count)
    return value.of.low, value.of.high


def _is_denied(view: IncidentView, field: Field) -> bool:
    """Is a value of the field denied, while another source tells of the incident as so?"""
    return view.origins > 0 and any(source.stance == "denied" for value in view.list_values(field) for source in value.sources)
