"""The kinds of event and the words that evoke them, as tables ready to be looked up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from karama.data import read_table
from karama.errors import DataError

NO_EVENT = "-"  # the kind of rows that say: these words, in this use, name no event


class Condition(NamedTuple):
    """What may stand in a slot: any of these words or classes of nouns, or (negated) none of them."""

    words: frozenset[str]
    classes: frozenset[str]
    anything: bool
    negated: bool


class Trigger(NamedTuple):
    """One row of triggers.csv: a word in a use, and the kind of event that it names."""

    kind: str
    pos: str  # letters out of V(erb), N(oun), A(djective)
    particle: str
    subject: Condition | None  # of nouns: what stands before them ("heart attack")
    object: Condition | None  # of nouns: what follows "of", "on", "against"
    prep: Condition | None
    governor: Condition | None
    near: Condition | None
    score: float


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of frames.csv: a kind of event with its codes."""

    kind: str
    plover: str | None
    mode: str | None
    cameo: str | None
    acled: str | None
    acled_sub: str | None
    ucdp: bool
    two_sided: bool
    conflict: bool
    weight: float


@cache
def load_frames() -> dict[str, Frame]:
    """The kinds of event by name."""
    return {
        row["kind"]: Frame(
            row["kind"],
            row["plover"] or None,
            row["mode"] or None,
            row["cameo"] or None,
            row["acled"] or None,
            row["acled_sub"] or None,
            row["ucdp"] == "yes",
            row["two_sided"] == "yes",
            row["conflict"] == "yes",
            float(row["weight"]),
        )
        for row in read_table("frames.csv")
    }


@cache
def load_noun_classes() -> dict[str, frozenset[str]]:
    """The classes of each noun of event_nouns.csv."""
    found: dict[str, set[str]] = {}
    for row in read_table("event_nouns.csv"):
        for word in row["words"].split("|"):
            found.setdefault(word, set()).add(row["class"])
    return {word: frozenset(classes) for word, classes in found.items()}


@cache
def load_words(name: str) -> frozenset[str]:
    """The words of one class of event_verbs.csv."""
    return frozenset(word for row in read_table("event_verbs.csv") if row["class"] == name for word in row["words"].split("|"))


@cache
def load_triggers() -> dict[str, tuple[Trigger, ...]]:
    """The rows of triggers.csv by lemma, the most specific first.

    Raises:
        DataError: a row names a kind that frames.csv does not have.
    """
    frames = load_frames()
    found: dict[str, list[Trigger]] = {}
    for row in read_table("triggers.csv"):
        if row["kind"] != NO_EVENT and row["kind"] not in frames:
            raise DataError(f"triggers.csv: {row['words']} names the kind {row['kind']!r}, which frames.csv does not have")
        trigger = read_trigger(row)
        for word in row["words"].split("|"):
            found.setdefault(word, []).append(trigger)
    return {word: tuple(sorted(rows, key=rank_row)) for word, rows in found.items()}


def read_trigger(row: dict[str, str]) -> Trigger:
    """The row with its cells as conditions."""
    return Trigger(
        row["kind"],
        row["pos"],
        row["particle"],
        read_condition(row["subject"]),
        read_condition(row["object"]),
        read_condition(row["prep"]),
        read_condition(row["governor"]),
        read_condition(row["near"]),
        float(row["score"] or 0.8),
    )


def read_condition(cell: str) -> Condition | None:
    """A cell such as "@human|deal", "!bill", "*" (something must stand there) or "!*" (nothing may); None if empty."""
    if not cell:
        return None
    negated = cell.startswith("!")
    items = cell.lstrip("!").split("|")
    return Condition(
        frozenset(i for i in items if i[0] not in "@*"), frozenset(i[1:] for i in items if i[0] == "@"), "*" in items, negated
    )  # fmt: skip


# A row that names the subject or object says more than one that names a preposition or a word nearby.
GUARD = 100  # rows that say in which use a word is no event go before all others
WEIGHTS = (("particle", 7), ("object", 6), ("subject", 7), ("governor", 5), ("prep", 3), ("near", 3))


def rank_row(row: Trigger) -> tuple[int, bool]:
    """Rows that ask for more come first, and before them the guards; a guard that asks for nothing is the last resort."""
    asked = 0
    for slot, weight in WEIGHTS:
        cell = getattr(row, slot)
        if cell:
            asked += 1 if isinstance(cell, Condition) and (cell.negated or cell.anything) else weight
    guard = row.kind == NO_EVENT
    return (-GUARD if guard and asked else -asked), not guard
