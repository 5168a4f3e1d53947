"""Clauses that the parser hangs from the wrong word around a cue, told by tense, voice and punctuation."""

from __future__ import annotations

from karama.annotate.attribution_grammar import Range, trim
from karama.annotate.cues import CHANNELS, NOUNS, VERBS
from karama.domain.parse import Parse

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
PRONOUNS = frozenset({"it", "he", "she", "they"})
# What a second verb of the outer speaker does: "said that people were killed and blamed American jets".
OUTER_KINDS = frozenset({"accuse", "judge", "deny", "promise"})
FARTHEST = 16  # steps up from a message to the verb that sends it


def is_raised(parse: Parse, verb: int) -> bool:
    """Whether the verb, joined by "and" to what somebody says, is rather his own doing: "said that 60 were killed and blamed American jets"."""
    head = parse.heads[verb]
    outer = parse.heads[head]
    cue = VERBS.get(parse.lemmas[verb])
    if parse.deps[verb] != "conj" or cue is None or cue.kind not in OUTER_KINDS or parse.deps[head] != "ccomp" or head > verb:
        return False
    if parse.tags[verb] != parse.tags[outer] or parse.lemmas[outer] not in VERBS or parse.child(verb, *SUBJECTS) is not None:
        return False
    subject = parse.child(head, "nsubj", "nsubjpass")
    passive = subject is not None and parse.deps[subject] == "nsubjpass"
    return passive or (subject is not None and parse.lowers[subject] in PRONOUNS)


def find_sender(parse: Parse, verb: int) -> int | None:
    """The verb that sends the message which a participle describes: "posted a message on Twitter blaming Iran"; None if it describes none."""
    head = parse.heads[verb]
    if parse.deps[verb] != "acl" or parse.tags[verb] != "VBG" or (parse.lemmas[head] not in CHANNELS and parse.lemmas[head] not in NOUNS):
        return None
    for _ in range(FARTHEST):
        if parse.deps[head] not in ("dobj", "pobj", "prep") or parse.heads[head] == head:
            return None
        head = parse.heads[head]
        if parse.tags[head][0] == "V":
            return head if parse.child(head, *SUBJECTS) is not None else None
    return None


def find_report(parse: Parse, verb: int) -> Range | None:
    """The source "A report that the office published in June" of "described", where the parser took the office for the one who describes."""
    noun, subject = parse.heads[verb], parse.child(verb, "nsubj")
    if parse.tags[verb] not in ("VBD", "VBZ") or parse.tags[noun][0] != "N" or noun > verb or parse.deps[verb] not in ("acl", "relcl", "ccomp"):
        return None
    if subject is None or noun + 1 >= len(parse) or parse.lowers[noun + 1] not in ("that", "which"):
        return None
    made = parse.child(subject, "acl")
    if made is None or parse.tags[made] not in ("VBN", "VBD") or parse.child(made, "agent") is not None or made != subject + 1:
        return None
    return trim(parse, parse.left[noun], verb - 1)


def find_clause(parse: Parse, verb: int) -> int | None:
    """The clause with "that" right behind the verb, where another clause stands before it: "X announced this; Y said that ..."."""
    clauses = [c for c in parse.children[verb] if parse.deps[c] == "ccomp"]
    if len(clauses) < 2 or clauses[0] > verb:
        return None
    return next((c for c in clauses if c > verb and parse.left[c] == verb + 1 and parse.lowers[parse.left[c]] == "that"), None)


def extend_past(parse: Parse, verb: int, last: int) -> int:
    """The end of what is said, with a second clause that the parser joined to the cue: "and had shot people", "but that they had fled"."""
    for child in parse.children[verb]:
        if child <= last or parse.deps[child] != "conj" or parse.left[child] > last + 4:
            continue
        if any(parse.lowers[c] == "that" and parse.deps[c] == "mark" for c in parse.children[child]):
            return parse.right[child]
        earlier = any(parse.lowers[c] in ("had", "'d") and parse.deps[c] == "aux" for c in parse.children[child])
        return parse.right[child] if earlier and parse.tags[verb] == "VBD" and parse.child(child, *SUBJECTS) is None else last
    return last


def find_far_clause(parse: Parse, verb: int) -> Range | None:
    """The clause with "that" and a subject of its own which the parser took to describe a noun: "claims on a video that she managed to flee"."""
    if parse.child(verb, "dobj") is not None:
        return None
    last = min(parse.sentences[parse.sentence_of[verb]].last, verb + FARTHEST)
    for that in range(verb + 2, last):
        if parse.tags[that] in ("VBD", "VBZ", "VBP", "MD") or parse.words[that] in (",", ";", ":"):
            return None
        if parse.lowers[that] == "that" and (parse.tags[that + 1] in ("PRP", "EX") and parse.lowers[that + 1] != "them"):
            clause = next((t for t in parse.ancestors(that + 1) if parse.left[t] == that), None)
            return trim(parse, that, parse.right[clause]) if clause is not None else None
    return None


def extend_object(parse: Parse, verb: int, last: int) -> int:
    """The end of the object, with "and shelling in Bahri" that the parser took for a second verb: a finite verb has no bare participle beside it."""
    if parse.tags[verb] not in ("VBD", "VBZ", "VBP"):
        return last
    for child in parse.children[verb]:
        if child > last and parse.deps[child] == "conj" and parse.tags[child] == "VBG" and parse.left[child] <= last + 2:
            return last if parse.child(child, "aux", *SUBJECTS) is not None else parse.right[child]
    return last


def find_other_voice(parse: Parse, clause: int) -> int | None:
    """The first token of an aside in which somebody else speaks: "..., with the government claiming that ..."."""
    for child in parse.children[clause]:
        if child > clause and parse.deps[child] == "prep" and parse.lowers[child] == "with":
            speech = parse.child(child, "pcomp")
            cue = VERBS.get(parse.lemmas[speech]) if speech is not None else None
            if speech is not None and cue is not None and "that" in cue.takes and parse.child(speech, "nsubj") is not None:
                return child
    return None
