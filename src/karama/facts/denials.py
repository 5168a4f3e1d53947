"""Denials that do not say again what they deny: "denied responsibility", "rejected the accusation", "which the army denied"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from karama.domain.parse import Parse

DENYING = frozenset({"deny", "reject", "refute", "dismiss", "dispute", "rebut"})
# What is denied without being said again. A word: what somebody else said. A part: who did it, not that it happened.
DENIED_WORDS = frozenset({"accusation", "allegation", "charge", "claim", "report", "account", "statement", "version", "suggestion"})
DENIED_PARTS = frozenset({"responsibility", "involvement", "role", "part", "link", "connection", "complicity", "wrongdoing", "guilt"})
DENIED_PRONOUNS = frozenset({"that", "this", "it", "them", "these", "those"})
RELATIVE = frozenset({"which", "that"})


class Denial(NamedTuple):
    """A denial by tokens: its verb, the head of who denies, and of what: somebody's word, a part in what happened, or the clause before it."""

    verb: int
    denier: int | None
    of: Literal["word", "part", "clause"]


def find_denials(parse: Parse) -> Iterator[Denial]:
    """The denials of a text in order."""
    for verb, lemma in enumerate(parse.lemmas):
        if lemma in DENYING and parse.tags[verb][0] == "V" and not any(parse.deps[c] == "neg" for c in parse.children[verb]):
            of = _find_denied(parse, verb)
            if of is not None:
                yield Denial(verb, _find_denier(parse, verb), of)


def _find_denied(parse: Parse, verb: int) -> Literal["word", "part", "clause"] | None:
    denied = parse.child(verb, "dobj", "nsubjpass")
    if parse.deps[verb] == "relcl":
        head = parse.heads[verb]
        if parse.lemmas[head] in DENIED_WORDS:
            return "word"  # "a claim that the army denied"
        return "clause" if denied is not None and parse.lowers[denied] in RELATIVE and parse.words[denied - 1] == "," else None
    if denied is None:
        return None
    if parse.lowers[denied] in DENIED_PRONOUNS:
        return "word" if all(c < verb or parse.deps[c] != "ccomp" for c in parse.children[verb]) else None
    if parse.lemmas[denied] in DENIED_PARTS:
        return "part"
    return "word" if parse.lemmas[denied] in DENIED_WORDS and not _is_spelt_out(parse, denied) else None


def _is_spelt_out(parse: Parse, word: int) -> bool:
    """Whether a clause says what was claimed: "denied reports that priests had been abducted" is about nothing told before."""
    return any(parse.deps[c] in ("acl", "ccomp") and parse.child(c, "mark") is not None for c in parse.children[word])


def _find_denier(parse: Parse, verb: int) -> int | None:
    """The subject of the verb, or that of the verb it is joined to; of a passive the agent."""
    agent = parse.child(verb, "agent")
    if agent is not None:
        return parse.child(agent, "pobj")
    if parse.child(verb, "nsubjpass") is not None:
        return None
    subject = parse.child(verb, "nsubj")
    if subject is None and parse.deps[verb] == "conj":
        subject = parse.child(parse.heads[verb], "nsubj")
    return subject
