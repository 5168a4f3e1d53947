"""Which common nouns head a mention, and of which kind: the tables of data/nouns.csv."""

from __future__ import annotations

from functools import cache

from karama.data import read_table


@cache
def load_nouns() -> dict[str, str]:
    """Kind of mention by head noun (lemma or word, lower case)."""
    return {noun: row["kind"] for row in read_table("nouns.csv") for noun in row["nouns"].split()}
