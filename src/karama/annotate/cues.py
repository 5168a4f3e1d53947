"""The words that attribute (data/cues.csv), and the few closed lists that the grammar of attribution needs."""

from __future__ import annotations

from typing import NamedTuple

from karama.data import read_table


class Cue(NamedTuple):
    """One cue word: its class, and the places where its content may stand."""

    kind: str
    takes: frozenset[str]


def _read_cues(pos: str) -> dict[str, Cue]:
    return {row["lemma"]: Cue(row["class"], frozenset(row["takes"].split())) for row in read_table("cues.csv") if row["pos"] == pos}


VERBS, NOUNS, ADJECTIVES, ADVERBS = (_read_cues(pos) for pos in ("verb", "noun", "adj", "adverb"))
ALL_LEMMAS = frozenset({*VERBS, *NOUNS, *ADJECTIVES, *ADVERBS})


def _read_words(use: str) -> frozenset[str]:
    return frozenset(word for row in read_table("cue_words.csv") if row["use"] == use for word in row["words"].split())


LIGHT_VERBS, CHANNELS, HEADLINE_SOURCES, EMPTY_OBJECTS = (_read_words(use) for use in ("light", "channel", "headline", "empty"))
