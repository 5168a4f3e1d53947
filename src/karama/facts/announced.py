"""Acts that an actor announces: in PLOVER a promise (AGREE) or a threat (THREATEN) rather than the act itself."""

from __future__ import annotations

from karama.domain.parse import Parse
from karama.facts.frames import load_words

WILL = frozenset({"will", "would", "shall", "'ll", "wo"})
COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
CONFLICTING = frozenset({"SANCTION", "COERCE", "ASSAULT", "PROTEST"})
REACH = 3  # verbs above the act in which the announcement is looked for ("agreed to begin to withdraw")


def find_frame(parse: Parse, head: int, kind: str, plover: str | None) -> str:
    """The frame whose codes an announced act has: "agreement" or "threat"; the kind's own if it is not announced."""
    if plover not in COOPERATIVE and plover not in CONFLICTING:
        return kind
    if not is_announced(parse, head):
        return kind
    return "agreement" if plover in COOPERATIVE else "threat"


def is_announced(parse: Parse, head: int) -> bool:
    """Whether "will" stands beside the verb, or it hangs from "agreed to", "is ready to"; an act about to happen is not announced by that."""
    token = head
    for _ in range(REACH):
        if any(parse.deps[c] == "aux" and parse.lowers[c] in WILL for c in parse.children[token]):
            return True
        above = parse.heads[token]
        if parse.deps[token] not in ("xcomp", "ccomp", "conj", "pcomp", "dobj", "pobj") or above == token:
            return False
        if parse.lemmas[above] in load_words("announcing"):
            return True
        token = above
    return False
