"""Figures of an incident that a policy may use: credible ones, for the widest group that is counted, a vague word only where nothing better is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from karama.domain.record import Count
from karama.views.incidents import Field, IncidentView, Value, Whom
from karama.views.sources import Source, name_chain

COUNT_FIELDS: tuple[Field, ...] = ("killed", "wounded", "missing", "detained", "displaced", "present", "strikes")
# A report that begins "Dozens killed" and then says "at least 57" gives one figure, not two that disagree.
VAGUE_WORDS = frozenset("tens dozens scores hundreds thousands several many some few numerous".split())
# ACLED writes these for the bare word (codebook, Reported fatalities).
ACLED_FIGURES: dict[str, float] = {"tens": 10, "dozens": 12, "hundreds": 100}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value's bounds as a policy counts them; None for one that no report gives."""

    value: Value
    low: float | None
    high: float | None


def list_figures(incident: IncidentView, field: Field, *, acled: bool = False, whom: Whom | None = None) -> tuple[Figure, ...]:
    """The credible figures of the field: told as so, not merely feared or planned, and by somebody sure where anybody is; those of one group only, if asked."""
    told = [value for value in incident.list_values(field) if value.told and isinstance(value.of, Count) and whom in (None, value.whom)]
    sure = [value for value in told if any(source.stance == "told" and source.certainty != "uncertain" for source in value.sources)]
    values = _leave_out_vague(_take_widest(sure or told))
    return tuple(_bound(value, acled) for value in values)


def list_left_out(incident: IncidentView, field: Field, used: Sequence[Figure]) -> tuple[tuple[Value, str], ...]:
    """The values of the field that are no credible figure, or part of one, each with the reason; denials are told apart."""
    kept = {id(figure.value) for figure in used}
    found = []
    for value in incident.list_values(field):
        if id(value) in kept or not isinstance(value.of, Count):
            continue
        if not value.told:
            stances = sorted({source.stance for source in value.sources})
            found.append((value, f"not told as so but {', '.join(stances)}"))
        elif value.whom != "people" and any(figure.value.whom == "people" for figure in used):
            found.append((value, "a part of those counted"))
        else:
            found.append((value, "a vague word where its report gives a number") if _is_vague(value) else (value, "told as uncertain where others are sure"))
    return tuple(found)


def list_deniers(incident: IncidentView, field: Field) -> tuple[Source, ...]:
    """Who denies a value of the field, each once by name."""
    sources = (source for value in incident.list_values(field) for source in value.sources if source.stance == "denied")
    return tuple({name_chain(source): source for source in sources}.values())


def span_figures(figures: Sequence[Figure]) -> tuple[float | None, float | None]:
    """The lowest low and the highest number that any of the figures names; "at least 57" has no high, so it reaches 57."""
    lows = [figure.low for figure in figures if figure.low is not None]
    ends = [end for figure in figures for end in (figure.low, figure.high) if end is not None]
    return (min(lows) if lows else None, max(ends) if ends else None)


def _take_widest(values: Sequence[Value]) -> list[Value]:
    """Figures of people as a whole where there are any: "57 killed, 12 of them children" is 57. Else all parts that are told."""
    whole = [value for value in values if value.whom == "people"]
    return whole or list(values)


def _leave_out_vague(values: Sequence[Value]) -> list[Value]:
    exact = {source.article for value in values if not _is_vague(value) for source in value.sources}
    kept = [value for value in values if not (_is_vague(value) and all(source.article in exact for source in value.sources))]
    return kept or list(values)


def _is_vague(value: Value) -> bool:
    return all(_find_vague_word(said) is not None for said in value.said)


def _find_vague_word(said: str) -> str | None:
    """The vague word that stands for the number, None where digits or a number word do."""
    words = said.lower().split()
    return next((word for word in words if word in VAGUE_WORDS), None) if not any(c.isdigit() for c in said) else None


def _bound(value: Value, acled: bool) -> Figure:
    assert isinstance(value.of, Count)
    if acled and _is_vague(value):
        word = _find_vague_word(value.said[0])
        alone = value.said[0].lower().split()[0] == word  # "several hundred" is more than a bare "hundreds"
        if alone and word in ACLED_FIGURES:
            return Figure(value, ACLED_FIGURES[word], None)
    return Figure(value, value.of.low, value.of.high)
