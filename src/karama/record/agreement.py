"""How far people who judged the same claims agree: raw agreement, Cohen's kappa for two, Krippendorff's alpha for several, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from karama.domain.record import Decision
from karama.errors import DataError
from karama.record.corrections import read_correction
from karama.record.decisions import list_settled

AS_READ = "as read"
VERDICTS = frozenset({"accept", "reject"})
Saying = tuple[str, str, Decision]  # a person, what they say, by which decision


@dataclass(frozen=True, slots=True)
class Rating:
    """What one person made of one claim: their verdict, the fields they corrected with the words they put, and the decisions that say so."""

    claim: str
    kind: str
    person: str
    verdict: Decision | None
    fields: Mapping[str, Decision]

    def say(self, field: str) -> tuple[str, Decision] | None:
        """What the person says in that field, and by which decision; None where they did not say that the claim is right but for its corrections."""
        if field in self.fields:
            return _key(self.fields[field]), self.fields[field]
        if self.verdict is not None and self.verdict.verdict == "accept":
            return AS_READ, self.verdict
        return None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Figures of agreement with the numbers behind them. None where they cannot be worked out: nobody to compare, or only one label was ever given."""

    people: tuple[str, ...]
    items: int  # judged by two or more
    pairs: int  # of judgements of one item
    agreed: int  # pairs that say the same
    raw: float | None
    kappa: float | None  # of exactly two people
    alpha: float | None
    labels: Mapping[str, int]  # how often each was given, on these items
    table: Mapping[tuple[str, str], int]  # of exactly two people: what the first and the second gave


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim of which people said different things: which verdict, or what in a field."""

    claim: str
    kind: str
    field: str | None
    sayings: tuple[Saying, ...]
    settled: Decision | None  # by which an editor ended it


def list_ratings(standing: Iterable[Decision], values: Mapping[str, tuple[str, str]]) -> tuple[Rating, ...]:
    """What each person made of each claim as it reads now. `values`: claim -> its value and kind. What settles others' differences is no rating."""
    verdicts: dict[tuple[str, str], Decision] = {}
    fields: dict[tuple[str, str], dict[str, Decision]] = {}
    for one in standing:
        if list_settled(one) or one.verdict not in {*VERDICTS, "correct"}:
            continue
        for claim, value in zip(one.claims, one.values, strict=True):
            if claim not in values or values[claim][0] != value:
                continue
            if one.verdict == "correct" and one.field is not None:
                fields.setdefault((claim, one.by), {})[one.field] = one
            elif one.verdict in VERDICTS:
                verdicts[claim, one.by] = one
    return tuple(Rating(*key[:1], values[key[0]][1], key[1], verdicts.get(key), fields.get(key, {})) for key in sorted({*verdicts, *fields}))


def measure_verdicts(ratings: Iterable[Rating]) -> Agreement:
    """How far people agree on what is right and what is wrong."""
    return measure([(rating.claim, rating.person, rating.verdict.verdict) for rating in ratings if rating.verdict is not None])


def measure_field(ratings: Iterable[Rating], field: str) -> Agreement:
    """How far people who hold a claim for right agree on what stands in the field: as it was read, or what they put there."""
    return measure([(rating.claim, rating.person, said[0]) for rating in ratings if (said := rating.say(field)) is not None])


def measure(given: Sequence[tuple[str, str, str]]) -> Agreement:
    """Figures of (item, person, label). Items of one person say nothing and are left out."""
    items: dict[str, dict[str, str]] = {}
    for item, person, label in given:
        items.setdefault(item, {})[person] = label
    shared = {item: by for item, by in items.items() if len(by) > 1}
    people = sorted({person for by in shared.values() for person in by})
    pairs = [(a, b) for by in shared.values() for a, b in combinations(by.values(), 2)]
    agreed = sum(a == b for a, b in pairs)
    two = [(by[people[0]], by[people[1]]) for by in shared.values()] if len(people) == 2 else []
    labels = Counter(label for by in shared.values() for label in by.values())
    return Agreement(
        tuple(people), len(shared), len(pairs), agreed, agreed / len(pairs) if pairs else None, find_kappa(two),
        find_alpha([list(by.values()) for by in shared.values()]), dict(labels), dict(Counter(two)),
    )  # fmt: skip


def find_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two people's labels; None where chance alone explains all.

    Source: J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20 (1960).
    """
    if not pairs:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return None if chance == 1 else (sum(a == b for a, b in pairs) / len(pairs) - chance) / (1 - chance)


def find_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha of nominal labels, each unit with those of everybody who gave one; None where only one label was ever given.

    Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): observed over expected disagreement by the matrix of coincidences.
    """
    weighted: dict[tuple[str, str], float] = {}
    for labels in units:
        for n, label in enumerate(labels):
            for m, other in enumerate(labels):
                if n != m:
                    weighted[label, other] = weighted.get((label, other), 0.0) + 1 / (len(labels) - 1)
    totals: dict[str, float] = {}
    for (label, _), weight in weighted.items():
        totals[label] = totals.get(label, 0.0) + weight
    whole = sum(totals.values())
    expected = sum(a * b for (one, a), (other, b) in _cross(totals) if one != other) / (whole - 1) if whole > 1 else 0.0
    observed = sum(weight for (a, b), weight in weighted.items() if a != b)
    return None if expected == 0 else 1 - observed / expected


def _cross(totals: Mapping[str, float]) -> Iterator[tuple[tuple[str, float], tuple[str, float]]]:
    return ((one, other) for one in totals.items() for other in totals.items())


def list_differences(ratings: Iterable[Rating], standing: Iterable[Decision]) -> tuple[Difference, ...]:
    """Where people differ, claim by claim: on the verdict first, then, of those who hold it for right, on each field."""
    settling = [(frozenset(list_settled(one)), one) for one in standing if list_settled(one)]
    by_claim: dict[str, list[Rating]] = {}
    for rating in ratings:
        by_claim.setdefault(rating.claim, []).append(rating)
    return tuple(found for claim in sorted(by_claim) for found in _compare(by_claim[claim], settling))


def _compare(ratings: Sequence[Rating], settling: Sequence[tuple[frozenset[str], Decision]]) -> Iterator[Difference]:
    verdicts: list[Saying] = [(rating.person, rating.verdict.verdict, rating.verdict) for rating in ratings if rating.verdict is not None]
    yield from _differ(ratings[0], None, verdicts, settling)
    for field in sorted({field for rating in ratings for field in rating.fields}):
        said = [(rating.person, *found) for rating in ratings if (found := rating.say(field)) is not None]
        yield from _differ(ratings[0], field, said, settling)


def _differ(rating: Rating, field: str | None, said: Sequence[Saying], settling: Sequence[tuple[frozenset[str], Decision]]) -> Iterator[Difference]:
    if len({label for _, label, _ in said}) > 1:
        named = {one.id for _, _, one in said}
        ended = [one for settled, one in settling if one.field == field and rating.claim in one.claims and named <= settled]
        yield Difference(rating.claim, rating.kind, field, tuple((person, tell(label, one), one) for person, label, one in said), ended[-1] if ended else None)


def tell(label: str, one: Decision) -> str:
    """What somebody said, in words."""
    if label == AS_READ or one.verdict != "correct":
        return label
    return read_correction(one)[0]


def _key(one: Decision) -> str:
    """The same for the same values, however they were written: "12" and "12 " and two ways to name one town."""
    try:
        words, parts = read_correction(one)
    except DataError:
        return one.value or ""
    return " | ".join(sorted(_fold(part, words) for part in parts)) or "none"


def _fold(part: object, words: str) -> str:
    """What a value is compared by: of a figure its bounds, of a place and an actor its id or name, of a day its days."""
    for names in (("geonames",), ("base",), ("unit", "low", "high", "approximate"), ("earliest", "latest"), ("name",)):
        found = [getattr(part, name, None) for name in names]
        if any(value is not None for value in found):
            return repr(found)
    return str(part).strip().casefold() or words
