"""A mention in the making, and the grammar that names and descriptions share."""

from __future__ import annotations

from typing import NamedTuple

from karama.domain.annotations import MentionForm, MentionKind
from karama.domain.parse import Parse

NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
NAME_TAGS = frozenset(("NNP", "NNPS"))


class Find(NamedTuple):
    """Tokens [first, last], the head among them, what it is, and how sure."""

    first: int
    last: int
    head: int
    kind: MentionKind
    form: MentionForm
    score: float
    stop: int = 0  # characters of the last token that belong to it, 0 for all: "U.S." of "U.S.-backed"


def find_head(parse: Parse, first: int, last: int) -> int:
    """The noun of the stretch whose governor lies outside it; the last such."""
    heads = parse.heads
    for token in range(last, first - 1, -1):
        if parse.tags[token] in NOUN_TAGS and (not first <= heads[token] <= last or heads[token] == token):
            return token
    return last
