"""Policies: small named rules that choose among an incident's values and say in words what they did. The values themselves all stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from karama.errors import InputError
from karama.views.figures import COUNT_FIELDS, Figure, list_deniers, list_figures, list_left_out, span_figures
from karama.views.incidents import Field, IncidentView, Value, tell_number
from karama.views.precision import acled_day, acled_place, lies_within, rank_value, ucdp_day, ucdp_place
from karama.views.sources import Source, name_chain

ONE_VALUED: tuple[Field, ...] = ("day", "place")
MANY_VALUED: tuple[Field, ...] = ("actor", "recipient", "weapon")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a policy shows for a field, and why. Figures have a low, best and high where the policy gives them; None: it gives none."""

    field: Field
    words: str
    because: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    value: Value | None = None  # the value chosen, where it is one of the incident's
    claims: tuple[str, ...] = ()


Choose = Callable[[IncidentView], Iterable[Choice]]


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule with its name and what it does in words."""

    name: str
    description: str
    choose: Choose


@dataclass(frozen=True, slots=True)
class FoundIncident:
    """An incident that was asked for, with what a policy chose of it (nothing where none was named)."""

    view: IncidentView
    choices: tuple[Choice, ...] = ()
    policy: Policy | None = None


def apply_policy(policy: Policy, incident: IncidentView) -> tuple[Choice, ...]:
    """What the policy shows of the incident."""
    return tuple(policy.choose(incident))


def find_policy(name: str, added: Mapping[str, Choose] | None = None) -> Policy:
    """The policy of that name: "acled", "first:Reuters", or one that a user has added.

    Raises:
        InputError: there is none; the line lists those there are.
    """
    if name.startswith("first:") and (source := name.removeprefix("first:").strip()):
        return Policy(name, f"what {source} says comes first", lambda incident: choose_first(incident, source))
    known = list_policies(added)
    for policy in known:
        if policy.name == name and not name.startswith("first:"):
            return policy
    raise InputError(f"no policy is called {name!r}; there are {', '.join(policy.name for policy in known)}")


def list_policies(added: Mapping[str, Choose] | None = None) -> tuple[Policy, ...]:
    """The policies that come with Karama, then those a user has added, whose docstring's first line describes them."""
    others = (Policy(name, (choose.__doc__ or "").strip().split("\n")[0], choose) for name, choose in sorted((added or {}).items()))
    own = {policy.name for policy in POLICIES}
    return (*POLICIES, *(policy for policy in others if policy.name not in own))


# ---------------------------------------------------------------- the rules


def choose_acled(incident: IncidentView) -> Iterable[Choice]:
    """The lowest credible figure of deaths, ACLED's readings of vague words, its precision of day and place.

    Source: ACLED codebook: reported fatalities only, the most conservative credible figure, "dozens" is 12, "hundreds" 100.
    """
    yield from _choose_best(incident, {"day": acled_day, "place": acled_place})
    figures = [figure for figure in list_figures(incident, "killed", acled=True) if figure.low is not None]
    if figures:
        low = min(figures, key=lambda figure: (figure.low or 0, figure.value.words))
        yield _figure("killed", f"lowest credible {_tell_grounds(incident, 'killed', figures, low)}", (low,), low.low, low.low, low.low)
    elif incident.list_values("killed"):
        yield Choice("killed", "no figure", "deaths are told of or denied without a figure that has a lower bound; a coder gives one by the context")
    else:
        yield Choice("killed", "0", "no report gives deaths; ACLED writes 0", 0, 0, 0)


def choose_ucdp(incident: IncidentView) -> Iterable[Choice]:
    """Low, best and high of deaths, UCDP's precision of day and place.

    Source: UCDP GED codebook: low and high are the lowest and highest credible figures; best is the most reliable one, and the lower where none is.
    """
    yield from _choose_best(incident, {"day": ucdp_day, "place": ucdp_place})
    figures = list_figures(incident, "killed")
    low, high = span_figures(figures)
    if not figures or low is None or high == 0:
        yield Choice("killed", "no figure", "no credible report gives a lower bound of deaths; UCDP lists events with at least one")
        return
    best = min((figure for figure in figures if figure.low is not None), key=lambda figure: (-figure.value.origins, figure.low or 0))
    most = "more than any other" if sum(figure.value.origins == best.value.origins for figure in figures) == 1 else "the lower of those told by as many"
    told = f"best is {tell_number(best.low or 0)}, told by {_origins(best.value.origins)}" + (f", {most}" if len(figures) > 1 else "")
    yield _figure("killed", f"{told}; low and high {_tell_grounds(incident, 'killed', figures, best)}", figures, low, best.low, high)


def choose_airwars(incident: IncidentView) -> Iterable[Choice]:
    """The lowest and the highest of every figure; how well it is established is left to people to grade.

    Source: Airwars methodology: ranges of killed and injured; grading (confirmed, fair, weak, contested, discounted) is a judgement of its own.
    """
    yield from _choose_best(incident, {})
    for field in COUNT_FIELDS:
        figures = list_figures(incident, field)
        low, high = span_figures(figures)
        if figures:
            told = f"from the lowest to the highest {_tell_grounds(incident, field, figures)}"
            yield _figure(field, told + "; grading is left to people", figures, low, None, high)
            yield from _range_groups(incident, field, figures)


def _range_groups(incident: IncidentView, field: Field, whole: Sequence[Figure]) -> Iterable[Choice]:
    """The range of each group that is counted apart, after that of all: Airwars keeps civilians, children and fighters beside each other."""
    groups = dict.fromkeys(value.whom for value in incident.list_values(field) if value.whom not in (None, "people"))
    for whom in groups if any(figure.value.whom == "people" for figure in whole) else ():
        figures = list_figures(incident, field, whom=whom)
        low, high = span_figures(figures)
        if figures:
            words = f"{_tell_range(low, None, high)} {whom}"
            yield replace(_figure(field, f"{whom} among them, by {_name(figures[0].value)}", figures, low, None, high), words=words)


def choose_latest(incident: IncidentView) -> Iterable[Choice]:
    """Of each field what was published last."""
    yield from _choose_kind(incident)
    for field in (*ONE_VALUED, *COUNT_FIELDS):
        told = _list_usable(incident, field)
        if told:
            last = min((value for value in told if _last_day(value) == max(map(_last_day, told))), key=rank_value)
            yield _choose(last, f"published last ({_last_day(last) or 'no day given'}) by {_name_last(last)}")
    yield from _choose_all(incident)


def choose_majority(incident: IncidentView) -> Iterable[Choice]:
    """Of each field what more independent sources tell than anything else; nothing where they are split."""
    yield from _choose_kind(incident)
    for field in (*ONE_VALUED, *COUNT_FIELDS):
        told = _list_usable(incident, field)
        if told:
            yield _choose_by_majority(field, told)
    yield from _choose_all(incident)


def _choose_by_majority(field: Field, told: Sequence[Value]) -> Choice:
    """The value of most origins; of equals the one that says more exactly what all the others say: "Mayadin" beside "Syria"."""
    most = max(value.origins for value in told)
    first = [value for value in told if value.origins == most]
    if len(first) == 1:
        return _choose(first[0], f"told by {_origins(most)}" + (", more than any other" if len(told) > 1 else ""))
    inner = [value for value in first if all(lies_within(value, other) for other in first)]
    if inner:
        return _choose(min(inner, key=rank_value), f"told by {_origins(most)}, and within what as many others tell: {_list_words(first, inner[0])}")
    return Choice(field, "no majority", f"{_list_words(first)}: each told by {_origins(most)}")


def choose_first(incident: IncidentView, name: str) -> Iterable[Choice]:
    """Of each field what the named source says, the majority's word where it is silent."""
    yield from _choose_kind(incident)
    others = {choice.field: choice for choice in choose_majority(incident) if choice.field in (*ONE_VALUED, *COUNT_FIELDS)}
    for field in (*ONE_VALUED, *COUNT_FIELDS):
        own = [value for value in incident.list_values(field) if any(_says(source, name) and source.stance == "told" for source in value.sources)]
        for value in own:
            yield _choose(value, f"said by {name}")
        if not own and field in others:
            yield replace(others[field], because=f"{name} does not say; {others[field].because}")
    yield from _choose_all(incident)


POLICIES: tuple[Policy, ...] = (
    Policy("acled", "the lowest credible figure of deaths, with ACLED's precision of day and place", choose_acled),
    Policy("ucdp", "low, best and high of deaths: best by most independent sources, the lower of equals", choose_ucdp),
    Policy("airwars", "the lowest and highest of every figure; grading is left to people", choose_airwars),
    Policy("latest", "what was published last", choose_latest),
    Policy("majority", "what more independent sources tell than anything else", choose_majority),
    Policy("first:NAME", "what the source of that name says, the majority's word where it is silent", lambda incident: choose_first(incident, "NAME")),
)


# ---------------------------------------------------------------- what the rules share


def _choose_best(incident: IncidentView, precision: Mapping[str, Callable[[Value], str]]) -> Iterable[Choice]:
    """Kind, day and place by most independent origins, the more exact of equals; sides and weapons all."""
    yield from _choose_kind(incident)
    for field in ONE_VALUED:
        told = _list_told(incident, field)
        if told:
            value, tell = min(told, key=rank_value), precision.get(field)
            parts = (f"told by {_origins(value.origins)}", tell(value) if tell else "", _tell_others(told, value))
            yield _choose(value, "; ".join(filter(None, parts)))
    yield from _choose_all(incident)


def _tell_grounds(incident: IncidentView, field: Field, figures: Sequence[Figure], chosen: Figure | None = None) -> str:
    """What a figure was chosen from: "of 57 (the Observatory), at least 61 (activists); left out: 15 fighters (a part of those counted); denied by ..."."""
    told = [f"{figure.value.words} ({_name(figure.value)})" for figure in sorted(figures, key=lambda figure: (figure.low or 0, figure.value.words))]
    parts = [f"of {', '.join(told)}" if len(told) > 1 or chosen is None else f"and the only one, by {_name(figures[0].value)}"]
    left = [f"{value.words}{_tell_whom(value)} ({why})" for value, why in list_left_out(incident, field, figures)]
    denied = [name_chain(source) for source in list_deniers(incident, field)]
    deed = [name for source in list_deniers(incident, "kind") if (name := name_chain(source)) not in denied]
    parts += [f"left out: {', '.join(left)}"] if left else []
    parts += [f"denied by {', '.join(denied)}"] if denied else []
    parts += [f"the deed is denied by {', '.join(deed)}"] if deed else []
    return "; ".join(parts)


def _tell_whom(value: Value) -> str:
    return f" {value.whom}" if value.whom not in (None, "people") else ""


def _choose_kind(incident: IncidentView) -> Iterable[Choice]:
    """The kind that most origins tell, before words for what came of it: an air strike and a killing are one happening told twice."""
    told = _list_told(incident, "kind")
    if told:
        value = min(told, key=rank_value)
        yield _choose(value, "; ".join(filter(None, (f"told by {_origins(value.origins)}", _tell_others(told, value)))))


def _tell_others(told: Sequence[Value], value: Value) -> str:
    return f"others: {_list_words(told, value)}" if len(told) > 1 else ""


def _list_usable(incident: IncidentView, field: Field) -> tuple[Value, ...]:
    """The values told; of figures the credible ones."""
    return tuple(figure.value for figure in list_figures(incident, field)) if field in COUNT_FIELDS else _list_told(incident, field)


def _choose_all(incident: IncidentView) -> Iterable[Choice]:
    for field in MANY_VALUED:
        for value in _list_told(incident, field):
            yield _choose(value, f"told by {_origins(value.origins)}")


def _choose(value: Value, because: str) -> Choice:
    low = high = None
    if value.field in COUNT_FIELDS and value.of is not None:
        low, high = getattr(value.of, "low", None), getattr(value.of, "high", None)
    return Choice(
        value.field, value.words + _tell_whom(value), because, low, low if low == high else None, high, value, tuple(source.claim for source in value.sources)
    )


def _figure(field: Field, because: str, figures: Iterable[Figure], low: float | None, best: float | None, high: float | None) -> Choice:
    listed = tuple(figures)
    whom = {figure.value.whom for figure in listed} - {"people", None}
    if whom and "people" not in {figure.value.whom for figure in listed}:
        because += f"; counted are {', '.join(sorted(filter(None, whom)))} only"
    claims = dict.fromkeys(source.claim for figure in listed for source in figure.value.sources)
    return Choice(field, _tell_range(low, best, high), because, low, best, high, listed[0].value if len(listed) == 1 else None, tuple(claims))


def _tell_range(low: float | None, best: float | None, high: float | None) -> str:
    if low == high and low is not None:
        return tell_number(low)
    ends = f"{tell_number(low) if low is not None else '?'}–{tell_number(high) if high is not None else '?'}"
    return f"{tell_number(best)} ({ends})" if best is not None else ends


def _list_told(incident: IncidentView, field: Field) -> tuple[Value, ...]:
    return tuple(value for value in incident.list_values(field) if value.told)


def _last_day(value: Value) -> str:
    return max((source.published or "" for source in value.sources if source.stance == "told"), default="")


def _says(source: Source, name: str) -> bool:
    """Is the source, one of its speakers or its outlet, of that name? Case does not count, and part of a name is enough."""
    names = [source.publisher or "", *(part for speaker in source.speakers for part in (speaker.name or "", speaker.words))]
    return any(name.casefold() in other.casefold() for other in names)


def _name(value: Value) -> str:
    told = [source for source in value.sources if source.stance == "told"]
    return name_chain(told[0]) if told else "nobody"


def _name_last(value: Value) -> str:
    """Who told it last, by the day of publication."""
    told = [source for source in value.sources if source.stance == "told"]
    return name_chain(max(told, key=lambda source: source.published or "")) if told else "nobody"


def _origins(count: int) -> str:
    return "1 origin" if count == 1 else f"{count} independent origins"


def _list_words(values: Iterable[Value], without: Value | None = None) -> str:
    return ", ".join(dict.fromkeys(value.words for value in values if value is not without))
