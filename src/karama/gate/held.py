"""What the gate holds back: one item each, with the rule, the reason, and what it would take to release it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

Rule = Literal["delay", "position", "place", "name", "source", "graphic", "capture"]
Act = Literal["withheld", "coarsened", "redacted"]
# What each rule is for, as the methodology page tells it.
RULES: dict[Rule, str] = {
    "delay": "What happened or was printed in the last days before a release is withheld: news travels to those it tells of.",
    "position": "Where forces stand or move is withheld until it is old, under every profile but private: this record is no map for an attack.",
    "place": "Places where civilians shelter, are treated, taught or housed, and the homes of witnesses, are told only roughly.",
    "name": "Names of persons without public office (victims, witnesses, minors, the accused) are redacted unless a documented decision releases them.",
    "source": "Speakers without a name who could be found by where they live or what they do are told as a local source.",
    "graphic": "Passages that describe bodies and wounds in detail are withheld; what they claim stays.",
    "capture": "Who brought an article into the record, and from which file, is nobody's business outside.",
}


@dataclass(frozen=True, slots=True)
class Held:
    """One thing held back. `words` are what is withheld: they stand in the record's own report only, and never leave with a release."""

    id: str  # "h_...", of the rule and the thing, the same in every release
    rule: Rule
    act: Act
    claim: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Override:
    """A documented decision that an item may leave: by whom, when and why."""

    item: str
    reason: str
    by: str
    at: str


def name_item(rule: Rule, thing: str) -> str:
    """The id of an item: a name is one item wherever it stands, a claim held back is one of its own."""
    return "h_" + sha256(f"{rule}\n{thing.casefold()}".encode()).hexdigest()[:20]


@dataclass(slots=True)
class Ledger:
    """What was held back, in order, each once a claim; and what would have been, but for a decision."""

    overrides: Mapping[str, Override] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    overridden: dict[str, Held] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def hold(self, rule: Rule, act: Act, claim: str, thing: str, words: str, reason: str) -> bool:
        """Whether the thing has to be held back; noted either way."""
        item = Held(name_item(rule, thing), rule, act, claim, words, reason)
        if item.id in self.overrides:
            self.overridden.setdefault(item.id, item)
            return False
        if (item.id, claim) not in self._seen:
            self._seen.add((item.id, claim))
            self.held.append(item)
        return True


def count_held(held: Iterable[Held]) -> dict[Rule, int]:
    """How many different items each rule held back, by rule in the order of RULES."""
    items: dict[Rule, set[str]] = {rule: set() for rule in RULES}
    for one in held:
        items[one.rule].add(one.id)
    return {rule: len(found) for rule, found in items.items() if found}
