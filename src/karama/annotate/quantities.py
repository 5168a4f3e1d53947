"""Counts and measures with their bounds and hedges, what they count, and of whom."""

from __future__ import annotations

from karama.domain.annotations import Date, Mention, Quantity
from karama.domain.parse import Parse
from karama.domain.reading import Issue


def annotate_quantities(parse: Parse, mentions: tuple[Mention, ...], dates: tuple[Date, ...]) -> tuple[tuple[Quantity, ...], tuple[Issue, ...]]:
    """The quantities of a text in order; `of` names the mention that is counted."""
    return (), ()
