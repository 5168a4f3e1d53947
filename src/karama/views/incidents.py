"""An incident laid out as fields by sources: every distinct value stays, with each claim that tells, doubts or denies it. Nothing is averaged."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from karama.domain.names import fold_to_ask
from karama.domain.record import Count, Party, RecordClaim, When, Where
from karama.views.sources import CountOrigins, Source, make_source, sort_claims, tell_stance

Field = Literal[
    "kind", "day", "place", "actor", "recipient", "killed", "wounded", "missing", "detained", "displaced", "present", "strikes", "weapon"
]  # fmt: skip
Whom = Literal["people", "civilians", "women", "children", "women and children", "prisoners", "fighters", "soldiers", "police"]
FIELDS: tuple[Field, ...] = get_args(Field)
COUNTED: frozenset[str] = frozenset({"killed", "wounded", "missing", "detained", "displaced", "present", "strikes"})
# What "nobody was killed" or "denied that it killed anyone" denies, where no figure is named.
# Whom a sentence leaves open: they are no side.
NOBODY_NAMED = frozenset(
    (
        "the dead", "the wounded", "the injured", "the victims", "dead", "some", "others", "many", "several", "how many", "how many people", "people", "anyone",
        "nobody",
    )
)  # fmt: skip
DENIED_HARM: dict[str, Field] = {
    "killing": "killed", "death": "killed", "massacre": "killed", "execution": "killed", "assassination": "killed", "injuring": "wounded",
}  # fmt: skip
# Who is counted, by the last word that says so; the others are people of whom no more is said. "12 dead, 5 of them children" are two figures.
GROUP_WORDS: tuple[tuple[Whom, str], ...] = (
    (
        "civilians",
        "civilian resident villager non-combatant noncombatant journalist worker family families patient staff doctor nurse medic worshipper student",
    ),
    ("women", "woman women girl"),
    ("children", "child children infant baby babies boy minor pupil"),
    ("prisoners", "prisoner detainee inmate captive hostage"),
    ("fighters", "fighter militant rebel insurgent terrorist jihadist gunman gunmen militiaman militiamen attacker extremist guerrilla"),
    ("soldiers", "soldier troop serviceman servicemen marine officer conscript personnel"),
    ("police", "policeman policemen police"),
)
GROUPS: dict[str, Whom] = {form: group for group, words in GROUP_WORDS for word in words.split() for form in (word, word + "s")}


@dataclass(frozen=True, slots=True)
class Value:
    """One distinct value of one field, in our words and in the reports', with every claim that speaks of it."""

    field: Field
    words: str  # "at least 57", "2017-06-26", "Mayadin"; "none" where a denial names no figure
    said: tuple[str, ...]  # as the reports put it
    of: Count | When | Where | Party | None  # the value itself; None for a kind, a weapon and a bare denial
    whom: Whom | None  # who is counted
    sources: tuple[Source, ...]
    origins: int  # independent origins that tell it as so

    @property
    def told(self) -> bool:
        """Does anybody tell it as so?"""
        return any(source.stance == "told" for source in self.sources)


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident: its values in the order of FIELDS, the better corroborated first."""

    id: str
    values: tuple[Value, ...]
    claims: tuple[RecordClaim, ...]
    articles: int
    origins: int  # independent origins that tell that it happened

    def list_values(self, field: Field) -> tuple[Value, ...]:
        """The distinct values of a field."""
        return tuple(value for value in self.values if value.field == field)


def lay_out_incident(identifier: str, claims: Iterable[RecordClaim], count_origins: CountOrigins, names: Mapping[str, str] | None = None) -> IncidentView:
    """The incident of these claims; the same whatever order they come in. `names` are what articles without a publisher are called by."""
    ordered = sort_claims(claims)
    found: dict[tuple[Field, Hashable], list[tuple[_Part, RecordClaim]]] = {}
    for claim in ordered:
        for part in _take_apart(claim):
            found.setdefault((part.field, part.key), []).append((part, claim))
    values = (_make_value(parts, count_origins, names or {}) for parts in found.values())
    ranked = sorted(values, key=lambda value: (FIELDS.index(value.field), -value.origins, -len(value.sources), value.words, value.whom or ""))
    return IncidentView(identifier, tuple(ranked), ordered, len({claim.article for claim in ordered}), _count_telling(ordered, count_origins))


@dataclass(frozen=True, slots=True)
class _Part:
    """One value as one claim gives it."""

    field: Field
    key: Hashable
    words: str
    said: str
    of: Count | When | Where | Party | None = None
    whom: Whom | None = None


def _take_apart(claim: RecordClaim) -> Iterator[_Part]:
    if claim.what == "event":
        yield _Part("kind", claim.kind, claim.kind, claim.kind)
    for when in claim.dates:
        yield _Part("day", (when.earliest, when.latest, when.edtf or when.words), when.edtf or when.words, when.words, when)
    for where in claim.places:
        yield _Part("place", key_place(where), tell_place(where), where.name, where)
    for party in claim.actors:
        yield _Part("actor", key_party(party), party.name, party.words, party)
    counted = {count.of for count in claim.counts if count.unit in COUNTED}
    for party in claim.recipients:  # "Raqqa" and "a house" are the place and the object, not a side; "57 people" stands under killed
        if (party.type is not None or party.base is not None) and (party.named or (party.words not in counted and party.words.lower() not in NOBODY_NAMED)):
            yield _Part("recipient", key_party(party), party.name, party.words, party)
    for weapon in claim.instruments:
        yield _Part("weapon", fold_to_ask(weapon), weapon, weapon)
    yield from _take_counts(claim)


def _take_counts(claim: RecordClaim) -> Iterator[_Part]:
    counts = [count for count in claim.counts if count.unit in COUNTED]
    for count in counts:
        whom = find_group(count)
        field: Field = count.unit  # type: ignore[assignment]  # COUNTED holds only units that are fields
        yield _Part(field, (count.low, count.high, count.approximate, whom), tell_count(count), count.words, count, whom)
    harm = DENIED_HARM.get(claim.kind)
    if harm is not None and tell_stance(claim) == "denied" and not any(count.unit == harm for count in counts):
        yield _Part(harm, None, "none", "denied", None, "people")


def _make_value(parts: Sequence[tuple[_Part, RecordClaim]], count_origins: CountOrigins, names: Mapping[str, str]) -> Value:
    """The value with each claim once; the first claim's way of putting it stands for all."""
    first = parts[0][0]
    claims = tuple({claim.id: claim for _, claim in parts}.values())
    said = tuple(dict.fromkeys(part.said for part, _ in parts))
    sources = tuple(make_source(claim, names) for claim in claims)
    return Value(first.field, first.words, said, first.of, first.whom, sources, _count_telling(claims, count_origins))


def _count_telling(claims: Sequence[RecordClaim], count_origins: CountOrigins) -> int:
    telling = [claim for claim in claims if tell_stance(claim) == "told"]
    return count_origins(telling) if len(telling) > 1 else len(telling)


def key_place(where: Where) -> tuple[int | str, str]:
    """What makes two places one value: the same place of the gazetteer (else name), known equally well: "in" and "near" Raqqa are two."""
    return (where.geonames if where.geonames is not None else fold_to_ask(where.name), where.precision)


def key_party(party: Party) -> str:
    """What makes two parties one value: the same actor of the base, else the same name."""
    return party.base or fold_to_ask(party.name)


def tell_place(where: Where) -> str:
    """The place's name, and "near" where only that is known."""
    return f"near {where.name}" if where.precision == "near" else where.name


def tell_count(count: Count) -> str:
    """The figure as bounded: "57", "about 60", "at least 57", "up to 100,000", "30,000 to 50,000"."""
    low, high = count.low, count.high
    if low is not None and high is not None:
        return f"{tell_number(low)} to {tell_number(high)}" if low != high else ("about " if count.approximate else "") + tell_number(low)
    if low is not None:
        return f"at least {tell_number(low)}"
    return f"up to {tell_number(high)}" if high is not None else count.words


def tell_number(number: float) -> str:
    """The number with commas, without an empty decimal part."""
    return f"{int(number):,}" if number == int(number) else f"{number:,}"


def find_group(count: Count) -> Whom:
    """Who is counted, by the words of what is counted: "11 of his fighters" are fighters, "at least 57 people" people."""
    words = (count.of or "").lower().split()
    groups = list(dict.fromkeys(GROUPS[word] for word in words if word in GROUPS))
    if set(groups) == {"women", "children"}:
        return "women and children"
    return groups[-1] if groups else "people"
