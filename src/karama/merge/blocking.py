"""Which claims are compared at all: those that share a key of kind, time, and place, name or figure; pairs grow with the claims, not their square."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from itertools import combinations
from math import floor

from karama.domain.record import RecordClaim
from karama.merge.antecedents import SAID_BY
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
FEW_NAMES = 4  # by two of which what has no day at all may be found: every claim is listed under them, and hardly any asks
FORTNIGHT = 14  # copies are printed, and the same background is told, within this many days
GENERAL_KINDS = 0.6  # kinds that go together less well meet only through a third
WINDOW = 2000  # characters: a dozen sentences; in a long list of incidents claims farther apart meet by day, place and name as those of two articles do
# A key that more claims share tells too little: "air strike, 6 October 2016, Russia". They meet only where a second mark is the same, and if that too is
# shared by more, each meets the first so many by id: enough to find a sentence that a hundred papers print, and never a square.
MOST_CLAIMS = 32
CELL = "#"  # before a cell of the map, so that it is told from a name


@dataclass(frozen=True, slots=True)
class Key:
    """One way for claims to meet. Of two under one text at least one has to ask: a vague claim looks for exact ones, exact ones meet under finer keys."""

    under: str  # kind and time, or kind and article
    mark: str  # cell, name, figure or words
    asks: bool = True

    @property
    def text(self) -> str:
        """The key as it is compared."""
        return f"{self.under}|{self.mark}"


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
    if claim.what == "quantity":
        return list_figure_keys(claim)
    kind = group_kind(claim.kind)
    if find_world(claim) == "expected":
        kind = f"{claim.modality} {kind}"
    names, cells, figures = list_who(claim), list(list_cells(claim)), list_figures(claim)
    undated = find_days(claim) is None and claim.published is None
    found = {(f"{kind}|in {claim.article}", mark): True for mark in ("", f"{claim.start // WINDOW}", f"{claim.start // WINDOW + 1}")}
    found |= {(f"{kind}|{first} & {second}", ""): undated for first, second in combinations(names[:FEW_NAMES], 2)}
    words = list_words(claim.words)
    if len(words) >= LEAST_WORDS:
        for printed in list_fortnights(claim):
            found[f"{kind}|copy {printed}", " ".join(words[:LEAST_WORDS])] = True
            found[f"{kind}|copy {printed}", " ".join(words[-LEAST_WORDS:])] = True
    for time, asks in list_times(claim):
        found |= {(f"{kind}|{time}", mark): asks for mark in (*cells, *figures)}
        # Who are both told exactly where need no name in common: near each other they share a cell, far from each other they are two happenings.
        found |= {(f"{kind}|{time}", name): asks and not cells for name in names}
    return tuple(Key(under, mark, asks) for (under, mark), asks in sorted(found.items()))


def list_figure_keys(claim: RecordClaim) -> tuple[Key, ...]:
    """The keys of a figure: it meets the events of its article that it can speak of."""
    if claim.kind not in SAID_BY:
        return ()
    under = f"{group_kind(SAID_BY[claim.kind])}|in {claim.article}"
    return tuple(Key(under, mark) for mark in ("", f"{claim.start // WINDOW}", f"{claim.start // WINDOW + 1}"))


def refine_key(key: Key, keys: Iterable[Key]) -> tuple[Key, ...]:
    """The keys of two marks in the place of a key that too many share; of a claim that has all the keys."""
    others = (other.mark for other in keys if other.under == key.under and other.mark != key.mark)
    pairs = (sorted((key.mark, other)) for other in others if not (key.mark.startswith(CELL) and other.startswith(CELL)))
    return tuple(Key(key.under, f"{first} & {second}", key.asks) for first, second in pairs)


def hash_key(text: str) -> int:
    """The key's text as a signed integer of 64 bits, as an index keeps it: among a billion keys two are one by chance in one record of forty."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def list_times(claim: RecordClaim) -> list[tuple[str, bool]]:
    """Days, the month, or that no time is told; with whether the claim asks there."""
    days = find_days(claim)
    if days is None:
        return [(f"? {printed}", True) for printed in list_fortnights(claim)]
    slip = int(days.slippery and days.how == "said")  # "Sunday night" may be another's Monday, "early on Monday" another's Sunday
    if days.length <= VAGUE_DAYS:
        return [((days.first + timedelta(n)).isoformat(), True) for n in range(-slip, days.length + slip)] + [(days.first.isoformat()[:7], False)]
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
                    yield f"{CELL}{north},{east}"


def list_who(claim: RecordClaim) -> list[str]:
    """The names by which claims without an exact place meet."""
    parties = {name_entity(party).removeprefix("name:") for party in (*claim.actors, *claim.recipients) if party.named}
    return sorted(parties | set(list_names(claim)))[:MOST_NAMES]


def list_figures(claim: RecordClaim) -> list[str]:
    """Figures that are no chance ("killed 57")."""
    return sorted({f"{count.unit} {count.low:g}" for count in claim.counts if count.unit in UNITS and count.low is not None and count.low >= TELLING})


def list_pairs(claims: Iterable[RecordClaim], most: int = MOST_CLAIMS) -> Iterator[tuple[str, str]]:
    """The pairs of claim ids that are worth comparing, each once, left < right. `Meetings` gives the same from a record's index."""
    keys = {claim.id: list_keys(claim) for claim in claims}
    blocks = _gather((key, name) for name, its in keys.items() for key in its)
    crowded = {text for text, members in blocks.items() if len(members) > most}
    finer = _gather((fine, name) for name, its in keys.items() for key in its if key.text in crowded for fine in refine_key(key, its))
    seen: set[tuple[str, str]] = set()
    for text, members in sorted((blocks | finer).items()):
        if text not in crowded:
            for pair in pair_members(sorted(members.items()), most):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _gather(found: Iterable[tuple[Key, str]]) -> dict[str, dict[str, bool]]:
    """The ids under each key, with whether they ask."""
    blocks: dict[str, dict[str, bool]] = {}
    for key, name in found:
        blocks.setdefault(key.text, {})[name] = key.asks
    return blocks


def pair_members(members: Sequence[tuple[str, bool]], most: int) -> Iterator[tuple[str, str]]:
    """The pairs under one key; members in order, each with whether it asks. Of many, each meets the first so many."""
    for n, (left, asks) in enumerate(members[:most]):
        for right, asks_too in members[n + 1 :]:
            if asks or asks_too:
                yield left, right
