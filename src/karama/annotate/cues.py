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

# A verb that only carries its noun: "made the claim that", "expressed concern about", "issued a warning".
LIGHT_VERBS = frozenset("make issue express voice give have release raise deliver offer repeat reject dismiss share hold file level draw sound".split())

# Where words were said or written; the phrase belongs to the cue: "said in a statement", "wrote on Twitter".
CHANNELS = frozenset(
    "statement interview tweet twitter facebook telegram post email e-mail letter speech report briefing conference message video remark press address "
    "release note memo editorial comment article response reply call testimony x".split()
)

# A bare noun before a colon in a headline: "Report: ...", "Officials: ...".
HEADLINE_SOURCES = frozenset(
    "report reports official officials police poll source sources study monitor activists ministry army military witness witnesses un u.n.".split()
)

# The speaker of a quotation about himself: no second attribution.
FIRST_PERSON = frozenset({"i", "we"})
