"""One value a field, as formats with one row an incident need them: what the policy chose, else what most independent origins tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from karama.domain.record import Party, RecordClaim, When, Where
from karama.export.values import Loss
from karama.views.figures import COUNT_FIELDS, list_figures, span_figures
from karama.views.incidents import Field, Value
from karama.views.matching import PRECISE
from karama.views.policies import FoundIncident
from karama.views.precision import rank_value
from karama.views.sources import Stance, tell_stance


@dataclass(frozen=True, slots=True)
class Figures:
    """A figure as bounds; None: nobody gives it. `best` only where a policy chose one."""

    words: str
    low: float | None
    best: float | None
    high: float | None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An incident with one kind, day and place, its sides, and its figures. `stance` is how it is told at best."""

    id: str
    kind: str | None
    stance: Stance
    day: When | None
    place: Where | None
    place_words: tuple[str, ...]  # as the reports put the place
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    together: frozenset[frozenset[str]]  # names of parties that one claim puts on one side
    weapons: tuple[str, ...]
    figures: Mapping[Field, Figures]
    claims: tuple[RecordClaim, ...]


def choose(found: FoundIncident) -> Chosen:
    """The incident with one value a field."""
    view = found.view
    kind, day, place = (_find_one(found, field) for field in ("kind", "day", "place"))
    stances = [tell_stance(claim) for claim in view.claims if claim.what == "event"] or [tell_stance(claim) for claim in view.claims]
    stance: Stance = "told" if "told" in stances else next((one for one in stances if one != "denied"), stances[0])
    return Chosen(
        view.id,
        kind.words if kind is not None else None,
        stance,
        day.of if day is not None and isinstance(day.of, When) else None,
        place.of if place is not None and isinstance(place.of, Where) else None,
        place.said if place is not None else (),
        _list_parties(found, "actor"),
        _list_parties(found, "recipient"),
        frozenset(frozenset(party.name for party in side) for claim in view.claims for side in (claim.actors, claim.recipients) if len(side) > 1),
        tuple(value.words for value in view.list_values("weapon") if value.told),
        {field: figures for field in COUNT_FIELDS if (figures := _find_figures(found, field)) is not None},
        view.claims,
    )


def find_untold(chosen: Chosen) -> Loss | None:
    """Why the incident is not in a file of what happened; None where it is told as so."""
    if chosen.stance == "told":
        return None
    kind = "denied event" if chosen.stance == "denied" else "event not told as so"
    return Loss(kind, chosen.id, "kind", f"{chosen.claims[0].kind}: {chosen.stance}", tuple(claim.id for claim in chosen.claims), dropped=True)


def drop(chosen: Chosen, kind: str, field: str, what: str) -> Loss:
    """The loss of a whole incident."""
    return Loss(kind, chosen.id, field, what, tuple(claim.id for claim in chosen.claims), dropped=True)


def _find_one(found: FoundIncident, field: Field) -> Value | None:
    chosen = [choice.value for choice in found.choices if choice.field == field and choice.value is not None]
    told = [value for value in found.view.list_values(field) if value.told]
    if field == "place":  # a town that some tell says more than the country that more of them tell
        exact = [value for value in told if isinstance(value.of, Where) and value.of.precision in PRECISE]
        told = exact or told
    return chosen[0] if chosen else min(told or found.view.list_values(field), key=rank_value, default=None)


def _list_parties(found: FoundIncident, field: Field) -> tuple[Party, ...]:
    """The parties told on that side, the better corroborated first; those of the base or with a name before "fighters"."""
    told = [value for value in found.view.list_values(field) if value.told] or list(found.view.list_values(field))
    parties = [value.of for value in told if isinstance(value.of, Party)]
    return tuple(sorted(parties, key=lambda party: (not party.named, party.base is None)))


def _find_figures(found: FoundIncident, field: Field) -> Figures | None:
    chosen = [choice for choice in found.choices if choice.field == field]
    if chosen:
        one = chosen[0]
        return Figures(one.words, one.low, one.best, one.high, one.because)
    listed = list_figures(found.view, field)
    if not listed:
        values = found.view.list_values(field)
        return Figures("; ".join(value.words for value in values), None, None, None) if values else None
    low, high = span_figures(listed)
    return Figures("; ".join(dict.fromkeys(figure.value.words for figure in listed)), low, None, high)
