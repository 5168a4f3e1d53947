"""What stands beside a verb or noun and says whether and how it is so: auxiliaries, "not", "no", "nearly", "planned"."""

from __future__ import annotations

from dataclasses import dataclass

from karama.domain.facts import Aspect, Modality
from karama.domain.parse import Parse
from karama.facts.modality_cues import STRENGTH, Cues

MAX_STEPS = 10
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
WOULD = frozenset({"would", "'d", "’d"})
COMPARED = frozenset({"less", "fewer", "more"})
UNTIL = frozenset({"until", "till"})  # "held out until the rebels withdrew": in the past it came to be
ABLE = frozenset({"could", "can", "ca"})
NOBODY = frozenset({"nobody", "none", "nothing", "neither"})


@dataclass(slots=True)
class Verdict:
    """What the climb has found so far; lives no longer than one climb."""

    modality: Modality = "actual"
    negative: bool = False
    aspect: Aspect = "completed"
    own: bool = True  # still at the trigger itself: "is helping them to clear" says nothing of how far the clearing is
    settled: bool = False  # negation further up is no longer about this event: "did not condemn an attack"

    def take(self, effect: str) -> None:
        """Counts one cue in."""
        if effect in STRENGTH:
            if STRENGTH[effect] > STRENGTH[self.modality]:
                self.modality = effect  # type: ignore[assignment]
        elif effect in ("negative", "undo"):
            self.negative ^= not self.settled
        elif effect == "attempt":
            self.take("possible")
            self.aspect = "incomplete"
        elif effect == "progressive":
            self.aspect = "ongoing" if self.own and self.aspect == "completed" else self.aspect
        elif effect in ("begun", "ongoing", "incomplete") and self.aspect == "completed":
            self.aspect = effect  # type: ignore[assignment]


def judge_beside(parse: Parse, cues: Cues, token: int) -> Verdict:
    """What stands beside the word, taken by itself."""
    verdict = Verdict()
    look_beside(parse, cues, token, verdict)
    return verdict


def look_beside(parse: Parse, cues: Cues, token: int, verdict: Verdict) -> None:
    """Counts in what stands beside a verb or noun."""
    if parse.tags[token][0] == "V" or parse.poses[token] == "AUX":
        look_beside_verb(parse, cues, token, verdict)
    else:
        look_beside_noun(parse, cues, token, verdict)


def look_beside_noun(parse: Parse, cues: Cues, token: int, verdict: Verdict) -> None:
    """Counts in "no" and adjectives such as "planned"."""
    for child in parse.children[token]:
        dep = parse.deps[child]
        if ((dep == "det" and parse.lowers[child] in ("no", "neither")) or dep == "neg") and not is_bound(parse, child):
            verdict.take("negative")
        elif dep == "amod" and any(parse.deps[c] == "advmod" for c in parse.children[child]) and parse.lowers[child] == "planned":
            continue  # "a carefully planned attack" took place
        elif dep in ("amod", "advmod") and (effect := cues.adjective.get(parse.lemmas[child]) or cues.adjective.get(parse.lowers[child])):
            verdict.take(effect)


def look_beside_verb(parse: Parse, cues: Cues, token: int, verdict: Verdict) -> None:
    """Counts in the auxiliaries, adverbs, negated arguments and conditions of a verb."""
    deps, lowers = parse.deps, parse.lowers
    children = parse.children[token]
    negated, modal = False, ""
    for child in children:
        dep, lower = deps[child], lowers[child]
        if dep in ("aux", "auxpass"):
            if lower in cues.modal:
                modal = lower
            elif dep == "aux" and parse.lemmas[child] == "be" and parse.tags[token] == "VBG":
                verdict.take("progressive")
        elif dep == "neg":
            negated |= not is_bound(parse, child)
        elif dep == "advmod":
            negated ^= _count_adverb(parse, cues, child, token, verdict)
        elif dep in ("nsubj", "nsubjpass", "dobj"):
            negated ^= is_none(parse, child)
        elif dep == "mark" and lower in cues.mark and not (lower in UNTIL and parse.tags[token] == "VBD"):
            verdict.take(cues.mark[lower])
    if negated:
        verdict.take("negative")
    if modal:
        verdict.take(_judge_modal(parse, cues, token, modal, negated))
        if any(deps[c] == "advcl" and _has_condition(parse, cues, c) for c in children):
            verdict.take("conditional")
    elif deps[token] == "ROOT":
        verdict.take(_judge_bare_root(parse, token))


def _count_adverb(parse: Parse, cues: Cues, adverb: int, token: int, verdict: Verdict) -> bool:
    """Counts an adverb in; whether it negates."""
    lower = parse.lowers[adverb]
    effect = cues.adverb.get(lower)
    for child in parse.children[adverb]:  # "nearly completely closed off"
        if cues.adverb.get(parse.lowers[child]) == "incomplete":
            verdict.take("incomplete")
    if lower == "longer":
        return any(parse.lowers[c] == "no" for c in parse.children[adverb])
    if effect == "negative":
        return adverb < token  # "barely survived"; but "comes barely a month after"
    if effect and adverb < token + 3:
        verdict.take(effect)
    return False


def _judge_bare_root(parse: Parse, token: int) -> str:
    """What a verb without auxiliaries says that opens a sentence: "Army to enter Aleppo" is planned, "Stop the attacks!" asked for."""
    if is_infinitive(parse, token):
        return "planned"
    if parse.tags[token] == "VB" and not any(parse.deps[c] in SUBJECTS for c in parse.children[token]):
        return "requested"
    return "actual"


def _judge_modal(parse: Parse, cues: Cues, token: int, modal: str, negated: bool) -> str:
    """What the auxiliary says: "could not enter" is a fact, "would" after "said" is the future seen from then."""
    if negated and modal in ABLE:
        return "actual"
    return "planned" if modal in WOULD and is_reported(parse, token) else cues.modal[modal]


def is_reported(parse: Parse, token: int) -> bool:
    """Whether the clause is the content of something said or meant in the past: "announced that it would enter"."""
    for _ in range(MAX_STEPS):
        if parse.deps[token] != "conj":
            break
        token = parse.heads[token]
    return parse.deps[token] in ("ccomp", "acl") and parse.tags[parse.heads[token]] not in ("VBZ", "VBP")


def is_infinitive(parse: Parse, token: int) -> bool:
    """Whether the verb stands with "to"."""
    return any(parse.lowers[c] == "to" and parse.deps[c] == "aux" for c in parse.children[token])


def is_none(parse: Parse, token: int) -> bool:
    """Whether the noun phrase says that there was none: "no civilians", "nobody", "neither side"."""
    if parse.lowers[token] in NOBODY:
        return True
    return any(parse.lowers[c] in ("no", "neither") and parse.deps[c] in ("det", "preconj") and not is_bound(parse, c) for c in parse.children[token])


def is_bound(parse: Parse, word: int) -> bool:
    """Whether "no" or "not" only bounds a number: "no fewer than 40 were wounded"."""
    return word + 2 < len(parse) and parse.lowers[word + 1] in COMPARED and parse.lowers[word + 2] == "than"


def _has_condition(parse: Parse, cues: Cues, clause: int) -> bool:
    return any(parse.deps[c] == "mark" and cues.mark.get(parse.lowers[c]) == "conditional" for c in parse.children[clause])
