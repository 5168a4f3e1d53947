"""Which claims are compared at all: those that share a key of kind, time, and place, name or figure; pairs grow with the claims, not their square."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from math import floor

from karama.domain.record import RecordClaim
from karama.merge.compare.counts import TELLING, UNITS
from karama.merge.compare.days import VAGUE_DAYS, find_days
from karama.merge.compare.kinds import ROWS
from karama.merge.compare.places import EXACT, best_places
from karama.merge.compare.stories import list_names
from karama.merge.compare.wordings import LEAST_WORDS, list_words
from karama.merge.entities import name_entity
from karama.merge.happenings import find_world

CELL_DEGREES = 0.5  # about 50 km: spots farther apart are different happenings
MOST_NAMES = 6  # of one claim; a passage of many names is an enumeration
FORTNIGHT = 14  # copies are printed, and the same background is told, within this many days
GENERAL_KINDS = 0.6  # kinds that go together less well meet only through a third


@dataclass(frozen=True, slots=True)
class Key:
    """One way for claims to meet. Of two under one text at least one has to ask: a vague claim looks for exact ones, exact ones meet under finer keys."""

    text: str
    asks: bool = True


@cache
def group_kind(kind: str) -> str:
    """The name of the kinds that are compared with this one: the connected kinds of the table, by their first."""
    reached, open_kinds = {kind}, [kind]
    while open_kinds:
        current = open_kinds.pop()
        for score, _, left, right in ROWS:
            if score >= GENERAL_KINDS:
                for ours, others in ((left, right), (right, left)):
                    if current in ours:
                        open_kinds += others - reached
                        reached |= others
    return min(reached)


def list_keys(claim: RecordClaim) -> tuple[Key, ...]:
    """The keys of one claim; they depend on nothing but the claim."""
    kind = group_kind(claim.kind)
    if find_world(claim) == "expected":
        kind = f"{claim.modality} {kind}"
    names = list_who(claim)
    undated = find_days(claim) is None and claim.published is None
    words = list_words(claim.words)
    found = {f"{kind}|in|{claim.article}": True}
    found |= {f"{kind}|{first}|{second}": undated for first, second in combinations(names, 2)}
    if len(words) >= LEAST_WORDS:
        for printed in list_fortnights(claim):
            found[f"{kind}|copy {printed}|{' '.join(words[:LEAST_WORDS])}"] = True
            found[f"{kind}|copy {printed}|{' '.join(words[-LEAST_WORDS:])}"] = True
    for time, asks in list_times(claim):
        for cell in list_cells(claim):
            found[f"{kind}|{time}|{cell}"] = asks
        for name in names:
            found[f"{kind}|{time}|{name}"] = asks
        for figure in list_figures(claim):
            found[f"{kind}|{time}|{figure}"] = asks
    return tuple(Key(text, asks) for text, asks in sorted(found.items()))


def list_times(claim: RecordClaim) -> list[tuple[str, bool]]:
    """Days, the month, or that no time is told; with whether the claim asks there."""
    days = find_days(claim)
    if days is None:
        return [(f"? {printed}", True) for printed in list_fortnights(claim)]
    if days.length <= VAGUE_DAYS:
        return [((days.first + timedelta(n)).isoformat(), True) for n in range(-int(days.slippery and days.how == "said"), days.length)] + [
            (days.first.isoformat()[:7], False)
        ]
    if days.length > 366:
        return [(days.first.isoformat()[:4], True)]
    months = (days.last.year - days.first.year) * 12 + days.last.month - days.first.month
    return [(f"{(days.first.year * 12 + days.first.month - 1 + n) // 12}-{(days.first.month - 1 + n) % 12 + 1:02d}", True) for n in range(months + 1)]


def list_fortnights(claim: RecordClaim) -> tuple[str, ...]:
    """The fortnight in which the claim was printed and the next one, so that what is printed within two weeks shares one; "?" without a day."""
    if claim.published is None:
        return ("?",)
    number = date.fromisoformat(claim.published).toordinal() // FORTNIGHT
    return (str(number), str(number + 1))


def list_cells(claim: RecordClaim) -> Iterator[str]:
    """The cells of the map around each exact place: its own and those next to it on the nearer sides."""
    for place in best_places(claim):
        if place.precision in EXACT and place.latitude is not None and place.longitude is not None:
            row, column = place.latitude / CELL_DEGREES, place.longitude / CELL_DEGREES
            for north in {floor(row), floor(row + 0.5) - 1 if row % 1 < 0.5 else floor(row + 0.5)}:
                for east in {floor(column), floor(column + 0.5) - 1 if column % 1 < 0.5 else floor(column + 0.5)}:
                    yield f"{north},{east}"


def list_who(claim: RecordClaim) -> list[str]:
    """The names by which claims without an exact place meet."""
    parties = {name_entity(party) for party in (*claim.actors, *claim.recipients) if party.named}
    return sorted(parties | set(list_names(claim)))[:MOST_NAMES]


def list_figures(claim: RecordClaim) -> list[str]:
    """Figures that are no chance ("killed 57")."""
    return sorted({f"{count.unit} {count.low:g}" for count in claim.counts if count.unit in UNITS and count.low is not None and count.low >= TELLING})


def list_pairs(claims: Iterable[RecordClaim], new: frozenset[str] | None = None) -> Iterator[tuple[str, str]]:
    """The pairs of claim ids that are worth comparing, each once, left < right; only those with a new claim where `new` is given."""
    blocks: dict[str, list[tuple[str, bool]]] = {}
    for claim in claims:
        for key in list_keys(claim):
            blocks.setdefault(key.text, []).append((claim.id, key.asks))
    seen: set[tuple[str, str]] = set()
    for text in sorted(blocks):
        for (a, asks), (b, asks_too) in combinations(blocks[text], 2):
            pair = (a, b) if a < b else (b, a)
            if a != b and (asks or asks_too) and (new is None or a in new or b in new) and pair not in seen:
                seen.add(pair)
                yield pair
