"""In what way an event is in the world: it happened, is planned, feared, possible, denied ... and whether it is negated.

From the trigger one climbs the tree. At each word the climb asks what stands beside it (auxiliaries, "not", "no", "nearly")
and what governs it ("fear that", "plan to", "if"); it ends where what is above no longer decides whether the event took place.
Who says it is another matter (certainty), so verbs of saying end the climb.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from karama.domain.annotations import Attribution
from karama.domain.facts import Aspect, Event, Modality, Polarity
from karama.domain.parse import Parse
from karama.facts.modality_cues import STRENGTH, Cues, read_cues

MAX_STEPS = 10
CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "oprd"})
ARGUMENTS = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "dative"})
PARTS = frozenset({"compound", "nmod", "amod", "poss"})
INFINITE = frozenset({"VB", "VBN", "VBG"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
# Verbs that only say that their subject or object takes place: the noun is as real as they are ("an attack could take place").
LIGHT = frozenset(
    (
        "be occur happen take erupt begin start break continue resume follow launch carry conduct mount stage make commit do have perform execute open see"
        " suffer cause inflict deliver lead wage hold escalate intensify come go face give provoke trigger spark produce bring deal deploy send"
    ).split(" ")
)
# Prepositions by which a cue takes an event as its content: "call for", "fear of", "prevent from"; after "in" or "during" it stands on its own.
TAKING = frozenset({"for", "of", "on", "against", "from", "about", "to", "at", "into", "towards", "toward"})
WILL = frozenset({"will", "'ll", "’ll", "shall", "wo", "would", "'d", "’d"})


@dataclass(slots=True)
class _Verdict:
    """What the climb has found so far; lives no longer than one climb."""

    modality: Modality = "actual"
    negative: bool = False
    aspect: Aspect = "completed"

    def take(self, effect: str) -> None:
        """Counts one cue in."""
        if effect in STRENGTH:
            if STRENGTH[effect] > STRENGTH[self.modality]:
                self.modality = effect  # type: ignore[assignment]
        elif effect in ("negative", "undo"):
            self.negative = not self.negative
        elif effect == "attempt":
            self.take("possible")
            self.aspect = "incomplete"
        elif effect in ("begun", "ongoing", "incomplete"):
            self.aspect = effect  # type: ignore[assignment]


def judge_modality(parse: Parse, events: tuple[Event, ...], attributions: tuple[Attribution, ...]) -> tuple[Event, ...]:
    """The events with polarity, modality and aspect filled in."""
    cues = read_cues()
    judged = []
    for event in events:
        verdict = _climb(parse, cues, event.head) if event.head >= 0 else _Verdict()
        polarity: Polarity = "negative" if verdict.negative else "positive"
        judged.append(replace(event, polarity=polarity, modality=verdict.modality, aspect=verdict.aspect))
    return tuple(judged)


def _climb(parse: Parse, cues: Cues, head: int) -> _Verdict:
    """The verdict on the event whose trigger's head this is."""
    verdict, token = _Verdict(), head
    _look_beside(parse, cues, token, verdict)
    for _ in range(MAX_STEPS):
        above = _step(parse, cues, token, verdict)
        if above is None:
            break
        token = above
    return verdict


def _look_beside(parse: Parse, cues: Cues, token: int, verdict: _Verdict) -> None:
    """Counts in what stands beside a verb or noun: auxiliaries, negation, adverbs, adjectives, "no"."""
    if parse.tags[token][0] == "V" or parse.poses[token] == "AUX":
        _look_beside_verb(parse, cues, token, verdict)
    else:
        _look_beside_noun(parse, cues, token, verdict)


def _look_beside_noun(parse: Parse, cues: Cues, token: int, verdict: _Verdict) -> None:
    for child in parse.children[token]:
        dep = parse.deps[child]
        if (dep == "det" and parse.lowers[child] in ("no", "neither")) or dep == "neg":
            verdict.take("negative")
        elif dep in ("amod", "advmod") and (effect := cues.adjective.get(parse.lemmas[child]) or cues.adjective.get(parse.lowers[child])):
            verdict.take(effect)


def _look_beside_verb(parse: Parse, cues: Cues, token: int, verdict: _Verdict) -> None:
    modal, negated, progressive, subject, to = "", False, False, -1, False
    for child in parse.children[token]:
        dep, lower = parse.deps[child], parse.lowers[child]
        if dep == "neg":
            negated = True
        elif dep in ("aux", "auxpass"):
            if lower == "to":
                to = True
            elif lower in cues.modal:
                modal = lower
            elif parse.lemmas[child] == "be" and dep == "aux" and parse.tags[child] in ("VBZ", "VBP", "VBD"):
                progressive = parse.tags[token] == "VBG"
        elif dep == "advmod":
            effect = cues.adverb.get(lower)
            if effect == "negative":
                negated = True
            elif effect and child < token + 3:
                verdict.take(effect)
            elif lower == "longer" and "no" in (parse.lowers[c] for c in parse.children[child]):
                negated = True
        elif dep in ("nsubj", "nsubjpass"):
            subject = child
            negated ^= _is_none(parse, child)
        elif dep == "dobj":
            negated ^= _is_none(parse, child)
        elif dep == "mark" and (effect := cues.mark.get(lower)):
            verdict.take(effect)
        elif dep == "advcl" and modal and _has_mark(parse, child, "if", "unless"):
            verdict.take("conditional")
    if negated:
        verdict.take("negative")
    if progressive:
        verdict.take("ongoing")
    if modal:
        verdict.take(_judge_modal(parse, cues, token, modal, negated))
    elif parse.tags[token] == "VB" and subject < 0 and not to and parse.deps[token] == "ROOT":
        verdict.take("requested")  # "Stop the attacks!"


def _judge_modal(parse: Parse, cues: Cues, token: int, modal: str, negated: bool) -> str:
    """What the auxiliary says: "could not enter" is a fact, "would" after "said" is the future seen from then."""
    if negated and modal in ("could", "can", "ca"):
        return "actual"
    if modal in ("would", "'d", "’d"):
        head = parse.heads[token]
        if parse.deps[token] == "ccomp" and parse.tags[head] == "VBD":
            return "planned"
    return cues.modal[modal]


def _is_none(parse: Parse, token: int) -> bool:
    """Whether the noun phrase says that there was none: "no civilians", "nobody", "none of the men"."""
    if parse.lowers[token] in ("nobody", "none", "nothing", "neither"):
        return True
    return any(parse.lowers[c] in ("no", "neither") and parse.deps[c] == "det" for c in parse.children[token])


def _has_mark(parse: Parse, token: int, *words: str) -> bool:
    return any(parse.deps[c] == "mark" and parse.lowers[c] in words for c in parse.children[token])


def _step(parse: Parse, cues: Cues, token: int, verdict: _Verdict) -> int | None:
    """Counts in what governs the token; the token to climb on from, or None where the climb ends."""
    head, dep = parse.heads[token], parse.deps[token]
    if head == token:
        return None
    if dep in CLAUSES:
        return _pass_clause(parse, cues, token, head, verdict)
    if dep == "advcl":
        return _pass_adverbial(parse, cues, token, head, verdict)
    if dep == "acl":
        return _pass_participle(parse, cues, token, head, verdict)
    if dep in ("pobj", "pcomp"):
        return _pass_preposition(parse, cues, token, head, verdict)
    if dep in ARGUMENTS:
        return _pass_argument(parse, cues, token, head, verdict)
    if dep == "conj":
        return _pass_conjunct(parse, cues, token, head, verdict)
    if dep in PARTS:
        return _pass_part(parse, cues, token, head, verdict)
    return None


def _cue_of(parse: Parse, cues: Cues, head: int) -> str:
    """What the word does with an event below it; "" if it is no cue."""
    lemma, tag = parse.lemmas[head], parse.tags[head][0]
    if tag == "V":
        if lemma == "go" and parse.tags[head] == "VBG":
            return "planned"  # is going to attack
        return cues.verb.get(lemma, "")
    return cues.noun.get(lemma, "") if tag == "N" else cues.adj.get(parse.lowers[head], "")


def _pass_clause(parse: Parse, cues: Cues, token: int, head: int, verdict: _Verdict) -> int | None:
    """Through "plan to", "said that", "is ready to"."""
    effect = _cue_of(parse, cues, head)
    if effect == "given":
        return None
    if not effect and parse.deps[token] == "ccomp":
        return None  # said that: who says so is the claim's certainty
    if effect:
        verdict.take(effect)
    if parse.lemmas[head] == "be" and parse.deps[token] == "xcomp":
        verdict.take("planned")  # is to visit
    _look_beside(parse, cues, head, verdict)
    return head


def _pass_adverbial(parse: Parse, cues: Cues, token: int, head: int, verdict: _Verdict) -> int | None:
    """Through ", killing twelve"; an infinitive of purpose is planned, a finite clause stands on its own."""
    tags = parse.tags
    if tags[token] == "VB" and any(parse.lowers[c] == "to" for c in parse.children[token]):
        effect = _cue_of(parse, cues, head)
        verdict.take(effect if effect and effect != "given" else "planned")
        return None
    if tags[token] in ("VBG", "VBN") and not any(parse.deps[c] in ("mark", "nsubj", "nsubjpass", "advmod") for c in parse.children[token]):
        beside = _Verdict()
        _look_beside(parse, cues, head, beside)
        verdict.take(beside.modality)
        return head
    return None


def _pass_participle(parse: Parse, cues: Cues, token: int, head: int, verdict: _Verdict) -> int | None:
    """Through "plan to attack", "no civilians killed"."""
    if parse.tags[token] == "VB":
        verdict.take(_cue_of(parse, cues, head) or "planned")
        _look_beside_noun(parse, cues, head, verdict)
        return head
    if _is_none(parse, head):
        verdict.take("negative")
    effect = _cue_of(parse, cues, head)
    if effect:
        verdict.take(effect)
        return head
    return None


def _pass_preposition(parse: Parse, cues: Cues, token: int, preposition: int, verdict: _Verdict) -> int | None:
    """Through "fear of", "prevent from", "without", "in an attack"."""
    word, head = parse.lowers[preposition], parse.heads[preposition]
    if word in cues.prep:
        verdict.take(cues.prep[word])
        return None
    if head == preposition:
        return None
    effect = _cue_of(parse, cues, head)
    if effect and effect != "given" and word in TAKING:
        verdict.take(effect)
        _look_beside(parse, cues, head, verdict)
        return head
    if effect == "given" or _is_definite(parse, token) or parse.tags[head][0] != "V":
        return None
    beside = _Verdict()
    _look_beside(parse, cues, head, beside)
    verdict.take(beside.modality)
    return head if beside.modality == "actual" else None


def _pass_argument(parse: Parse, cues: Cues, token: int, head: int, verdict: _Verdict) -> int | None:
    """Through "planned an attack", "attacks are feared", "an attack could take place"."""
    if parse.tags[head][0] != "V" and parse.poses[head] != "AUX":
        return None
    effect, subject = _cue_of(parse, cues, head), parse.deps[token] == "nsubj"
    if effect and not subject:
        if effect == "given" or (effect == "planned" and _is_definite(parse, token) and parse.tags[head] == "VBD"):
            return None
        verdict.take(effect)
        _look_beside(parse, cues, head, verdict)
        return head
    light = parse.lemmas[head] in LIGHT
    if light or not _is_definite(parse, token):
        beside = _Verdict()
        _look_beside(parse, cues, head, beside)
        verdict.take(beside.modality)
        if light and beside.negative and not _is_none(parse, token):
            verdict.take("negative")
        return head if light or not subject else None
    return None


def _is_definite(parse: Parse, token: int) -> bool:
    """Whether the noun phrase takes its event as known: "the attack", "their attack", "Monday's attack"."""
    return any(parse.deps[c] == "poss" or parse.lowers[c] in DEFINITE for c in parse.children[token])


def _pass_conjunct(parse: Parse, cues: Cues, token: int, head: int, verdict: _Verdict) -> int | None:
    """Through "trap and defeat": the second verb shares the auxiliaries of the first unless it has its own."""
    if parse.tags[token][0] != "V":
        return head
    own = any(parse.deps[c] in ("nsubj", "nsubjpass", "aux") and parse.lowers[c] != "to" for c in parse.children[token])
    if own or parse.tags[token] not in INFINITE:
        return None
    beside = _Verdict()
    _look_beside(parse, cues, head, beside)
    verdict.take(beside.modality)
    if beside.negative and any(parse.lowers[c] in ("or", "nor") for c in parse.children[head]):
        verdict.take("negative")
    return head


def _pass_part(parse: Parse, cues: Cues, token: int, head: int, verdict: _Verdict) -> int | None:
    """Through "attack plan", "bomb attack"."""
    effect = cues.noun.get(parse.lemmas[head], "")
    if not effect:
        return None
    verdict.take(effect)
    _look_beside_noun(parse, cues, head, verdict)
    return head
