"""Which common nouns head a mention, and of which kind: the tables nouns.csv and nouns_wordnet.csv."""

from __future__ import annotations

from functools import cache

from karama.data import read_table
from karama.domain.annotations import MentionKind


@cache
def load_nouns() -> dict[str, MentionKind]:
    """Kind of mention by head noun (base form or plural, lower case)."""
    found: dict[str, MentionKind] = {}
    for table in ("nouns_wordnet.csv", "nouns.csv"):
        for row in read_table(table):
            found.update(dict.fromkeys(row["nouns"].split(), row["kind"]))  # type: ignore[arg-type]
    return found


@cache
def load_collectives() -> frozenset[str]:
    """Nouns that mean several people in the singular too ("family", "crowd")."""
    return frozenset(noun for row in read_table("nouns.csv") if row["group"] == "collective" for noun in row["nouns"].split())


@cache
def load_titles() -> frozenset[str]:
    """Words that stand before a person's name, lower case: ranks, offices, forms of address, and every noun for a person."""
    spoken = {word for row in read_table("titles.csv") for word in row["words"].split()}
    return frozenset(spoken | {noun for noun, kind in load_nouns().items() if kind == "people"})


@cache
def load_ranks() -> frozenset[str]:
    """Words of military ranks, lower case."""
    spoken = {word for row in read_table("titles.csv") if row["group"] == "rank" for word in row["words"].split()}
    return frozenset(spoken | set("general colonel major captain lieutenant sergeant brigadier admiral commander corporal 1st 2nd first second".split()))


@cache
def load_given_names() -> frozenset[str]:
    """Given names of people, lower case."""
    return frozenset(name for row in read_table("given_names.csv") for name in row["names"].split())
