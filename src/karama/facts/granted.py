"""What a cue takes for granted: "called the attack barbarous" and "denied responsibility for the attack" both hold that there was one."""

from __future__ import annotations

from itertools import islice

from karama.domain.parse import Parse
from karama.facts.denials import DENIED_PARTS
from karama.facts.voice import Voice

DEEPEST = 12  # words between an event and the cue above it
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
# Verbs that say something about a thing that is known already.
ABOUT = frozenset({"discuss", "comment", "speak", "talk", "mention", "address"})
NAMING = frozenset({"call", "label", "brand", "dub", "name"})  # with the thing as their object; "called for a truce" asks for it
NAMING_AS = frozenset({"describe", "characterize", "characterise", "portray", "depict", "regard", "view", "consider", "deem", "cite"})  # "... as a crime"


def takes_for_granted(parse: Parse, voice: Voice, head: int) -> bool:
    """Whether the cue only names the event with that head token, so that it is not the source who tells of it."""
    if not voice.attribution.source and _is_laid_to(parse, head):
        return True
    if parse.tags[head][0] != "N":
        return False
    path = _climb(parse, head, voice)
    if path is None:
        return False
    if any(parse.lemmas[t] in DENIED_PARTS for t in path):
        # "denied responsibility for the attack", "no claim of responsibility for it"; who does claim it tells of it too
        return voice.negated or voice.kind in ("deny", "judge")
    verb = parse.heads[path[-1]]
    if not _is_definite(parse, head):
        return False
    lemma = parse.lemmas[verb]
    if lemma in NAMING:
        return parse.deps[path[-1]] in ("dobj", "nsubj", "ccomp", "oprd")
    return lemma in ABOUT or (lemma in NAMING_AS and any(parse.deps[c] in ("prep", "oprd", "ccomp", "xcomp") for c in parse.children[verb] if c > head))


def _is_laid_to(parse: Parse, head: int) -> bool:
    """Whether it is what somebody is thought to have done: of "a man believed to be responsible for a blast" only who did it is in doubt."""
    return any(parse.lemmas[t] == "responsible" for t in islice(parse.ancestors(head), DEEPEST))


def is_negated(parse: Parse, verb: int) -> bool:
    """Whether a word of negation hangs from the verb or its auxiliary, also apart from it: "had not, as of yesterday, announced"."""
    if parse.tags[verb][0] != "V":
        return False
    return any(
        parse.deps[c] == "neg" or (parse.deps[c] == "aux" and any(parse.deps[g] == "neg" for g in parse.children[c])) for c in parse.children[verb] if c < verb
    )


def _climb(parse: Parse, head: int, voice: Voice) -> list[int] | None:
    """The tokens from the event up to right below the cue's verb, None where a verb stands between or the way is long."""
    spans = voice.attribution.cue
    path = [head]
    for token in parse.ancestors(head):
        start = parse.starts[token]
        if any(s.start <= start < s.end for s in spans) and parse.tags[token][0] in "VN":
            return path
        if parse.tags[token][0] == "V" or parse.poses[token] == "AUX" or len(path) > DEEPEST:
            return None
        path.append(token)
    return None


def _is_definite(parse: Parse, noun: int) -> bool:
    return any(parse.lowers[c] in DEFINITE or parse.deps[c] == "poss" for c in parse.children[noun])
