"""Which claims of a record meet, by the keys kept in its index: the same pairs as `list_pairs` gives for all claims at once, without loading them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from karama.domain.record import RecordClaim
from karama.merge.blocking import MOST_CLAIMS, Key, hash_key, list_keys, refine_key
from karama.ports import MergeIndex

Load = Callable[[Iterable[str]], Mapping[str, RecordClaim]]
Rows = dict[int, dict[str, bool]]  # key -> claims under it, with whether they ask


@dataclass
class Meetings:
    """The keys of the claims at hand, and which of them too many share.

    The index may hold keys that a claim has no longer, since it was corrected or read again: who meets is told by the claims as they are.
    """

    index: MergeIndex
    most: int = MOST_CLAIMS
    _keys: dict[str, dict[int, Key]] = field(default_factory=dict)  # of each claim at hand
    _meets: dict[str, dict[int, bool]] = field(default_factory=dict)  # the keys by which it meets others, with whether it asks
    _crowded: dict[int, bool] = field(default_factory=dict)
    _first: dict[int, dict[str, bool]] = field(default_factory=dict)  # of a key of two marks that too many share, those whom each claim meets

    def add(self, claims: Iterable[RecordClaim], load: Load) -> set[str]:
        """The other claims that now meet somebody less than before, since too many share a key; the claims' own keys are in the index afterwards."""
        claims = list(claims)
        names = {claim.id for claim in claims}
        coarse = {claim.id: self._list_keys(claim, anew=True) for claim in claims}
        plain = self._keep((number, name, key.asks) for name, its in coarse.items() for number, key in its.items())
        crossed = self.index.find_keyed(plain)
        moved = {name for members in crossed.values() for name in members} - names
        others = {name: self._list_keys(claim) for name, claim in load(sorted(moved)).items()}
        self._mark(crossed)
        fine = {
            (hash_key(finer.text), name, key.asks)
            for ours, limit in ((coarse, None), (others, crossed.keys()))
            for name, its in ours.items()
            for number, key in its.items()
            if (self._crowded[number] if limit is None else number in limit)
            for finer in refine_key(key, its.values())
        }
        return moved | (self._add_fine(fine) - names)

    def _keep(self, rows: Iterable[tuple[int, str, bool]]) -> set[int]:
        """The keys that too many share from now on; the rows under keys of which that was not known are kept."""
        listed = list(rows)
        self._ask_crowded(number for number, _, _ in listed)
        kept = [row for row in listed if not self._crowded[row[0]]]
        self.index.add_keys(sorted(kept))
        return self.index.find_over({number for number, _, _ in kept}, self.most)

    def _add_fine(self, rows: set[tuple[int, str, bool]]) -> set[str]:
        """The claims that meet somebody less than before under keys of two marks."""
        numbers = {number for number, _, _ in rows}
        self._ask_crowded(numbers)
        before = {number: dict(self.index.list_first(number, self.most)).keys() for number in numbers if self._crowded[number]}
        self.index.add_keys(sorted(rows))
        crossed = self.index.find_over({number for number in numbers if not self._crowded[number]}, self.most)
        moved = {name for members in self.index.find_keyed(crossed).values() for name in members}
        self._mark(crossed)
        for number, first in before.items():
            self._first[number] = dict(self.index.list_first(number, self.most))
            moved |= first - self._first[number].keys()
        return moved

    def _mark(self, crossed: Iterable[int]) -> None:
        self.index.add_crowds(sorted(crossed))
        self._crowded |= dict.fromkeys(crossed, True)

    def learn(self, claims: Iterable[RecordClaim]) -> None:
        """Nothing; the keys of the claims are at hand from now on, until one is added."""
        fresh = {claim.id: self._list_keys(claim) for claim in claims if claim.id not in self._meets}
        self._ask_crowded(number for its in fresh.values() for number in its)
        fine: dict[str, dict[int, bool]] = {}
        for name, its in fresh.items():
            self._meets[name] = {number: key.asks for number, key in its.items() if not self._crowded[number]}
            fine[name] = {hash_key(finer.text): key.asks for number, key in its.items() if self._crowded[number] for finer in refine_key(key, its.values())}
        self._ask_crowded(number for its in fine.values() for number in its)
        for name, numbers in fine.items():
            self._meets[name] |= numbers
            for number in numbers:
                if self._crowded[number] and number not in self._first:
                    self._first[number] = dict(self.index.list_first(number, self.most))

    def meet(self, a: str, b: str) -> bool:
        """Are the two claims, whose keys are at hand, worth comparing?"""
        ours, others = self._meets[a], self._meets[b]
        shared = (number for number in ours.keys() & others.keys() if ours[number] or others[number])
        return any(number not in self._first or a in self._first[number] or b in self._first[number] for number in shared)

    def list_partners(self, claims: Iterable[str]) -> set[tuple[str, str]]:
        """The pairs of these claims, whose keys are at hand, with others that the index has under their keys; left < right."""
        asked = sorted(claims)
        plain = {number for name in asked for number in self._meets[name] if number not in self._first}
        rows = self.index.find_keyed(plain)
        pairs: set[tuple[str, str]] = set()
        for name in asked:
            for number, asks in self._meets[name].items():
                for other, asks_too in self._list_met(name, number, rows).items():
                    if other != name and (asks or asks_too):
                        pairs.add((name, other) if name < other else (other, name))
        return pairs

    def _list_met(self, name: str, number: int, rows: Rows) -> Mapping[str, bool]:
        if number not in self._first:
            return rows.get(number, {})
        if name in self._first[number] and number not in rows:
            rows |= self.index.find_keyed([number])
        return rows[number] if name in self._first[number] else self._first[number]

    def _list_keys(self, claim: RecordClaim, *, anew: bool = False) -> dict[int, Key]:
        if anew or claim.id not in self._keys:
            self._keys[claim.id] = {hash_key(key.text): key for key in list_keys(claim)}
        return self._keys[claim.id]

    def _ask_crowded(self, numbers: Iterable[int]) -> None:
        unknown = {number for number in numbers if number not in self._crowded}
        found = self.index.find_crowds(unknown)
        self._crowded |= {number: number in found for number in unknown}
