"""The words that judge an event's modality, ready to be looked up by where they stand."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from karama.data import read_table


class Cues(NamedTuple):
    """Effect by lemma for each place that a cue can stand in; see the head of modality_cues.csv."""

    modal: dict[str, str]
    adverb: dict[str, str]
    adjective: dict[str, str]
    verb: dict[str, str]
    clause: dict[str, str]
    passive: dict[str, str]
    permit: dict[str, str]
    call: dict[str, str]
    noun: dict[str, str]
    adj: dict[str, str]
    mark: dict[str, str]
    prep: dict[str, str]
    light: dict[str, str]
    happening: dict[str, str]


@cache
def read_cues() -> Cues:
    """The table, once."""
    found: dict[str, dict[str, str]] = {name: {} for name in Cues._fields}
    for row in read_table("modality_cues.csv"):
        found[row["where"]] |= dict.fromkeys(row["words"].split(), row["effect"])
    return Cues(**found)


# A cue further out may change what a nearer one said, never weaken it: "denied planning", "fear that it will", "may intend to".
STRENGTH = {"actual": 0, "general": 1, "planned": 2, "possible": 3, "requested": 4, "conditional": 5, "feared": 6, "denied": 7}
