"""In what way an event is in the world: it happened, is planned, feared, possible, denied ... and whether it is negated.

From the trigger one climbs the tree. At each word the climb asks what stands beside it (auxiliaries, "not", "no", "nearly")
and what governs it ("fear that", "plan to", "if"); it ends where what is above no longer decides whether the event took place.
Who says it is another matter (certainty), so verbs of saying end the climb.
"""

from __future__ import annotations

from dataclasses import replace

from karama.domain.annotations import Attribution
from karama.domain.facts import Event, Polarity
from karama.domain.parse import Parse
from karama.facts.modality_beside import MAX_STEPS, SUBJECTS, Verdict, is_infinitive, is_none, judge_beside, look_beside, look_beside_noun
from karama.facts.modality_cues import Cues, read_cues

CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "oprd"})
ARGUMENTS = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "dative"})
PARTS = frozenset({"compound", "nmod"})
INFINITE = frozenset({"VB", "VBN", "VBG"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
# Prepositions by which a cue takes an event as its content: "call for", "fear of", "prevent from"; after "in" or "during" it stands on its own.
TAKING = frozenset({"for", "of", "on", "against", "from", "about", "to", "at", "into", "towards", "toward"})


def judge_modality(parse: Parse, events: tuple[Event, ...], attributions: tuple[Attribution, ...]) -> tuple[Event, ...]:
    """The events with polarity, modality and aspect filled in."""
    cues = read_cues()
    judged = []
    for event in events:
        verdict = _climb(parse, cues, event.head) if event.head >= 0 else Verdict()
        polarity: Polarity = "negative" if verdict.negative else "positive"
        judged.append(replace(event, polarity=polarity, modality=verdict.modality, aspect=verdict.aspect))
    return tuple(judged)


def _climb(parse: Parse, cues: Cues, head: int) -> Verdict:
    """The verdict on the event whose trigger's head this is."""
    verdict, token = Verdict(), head
    look_beside(parse, cues, token, verdict)
    verdict.own = False
    for _ in range(MAX_STEPS):
        above = _step(parse, cues, token, verdict)
        if above is None:
            break
        token = above
    return verdict


def _step(parse: Parse, cues: Cues, token: int, verdict: Verdict) -> int | None:
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


def _cue_of(parse: Parse, cues: Cues, head: int, clause: bool = False) -> str:
    """What the word does with an event below it, a clause or else a noun; "" if it is no cue."""
    lemma, tag = parse.lemmas[head], parse.tags[head]
    if tag[0] != "V":
        found = cues.noun.get(lemma, "") if tag[0] == "N" else cues.adj.get(parse.lowers[head], "")
        return found or (cues.clause.get(lemma, "") if clause and tag[0] == "N" else "")
    if lemma in cues.permit:
        return "pass" if tag in ("VBD", "VBN") else cues.permit[lemma]
    if lemma == "go":
        return "planned" if clause and tag == "VBG" else "pass"  # is going to attack
    if lemma in cues.passive:
        return cues.passive[lemma] if tag == "VBN" else ""
    if lemma in cues.call and not clause:
        return cues.call[lemma] if any(c > head and parse.lowers[c] in ("for", "on", "upon") for c in parse.children[head]) else ""
    found = cues.verb.get(lemma) or cues.call.get(lemma) or ""
    return found or ((cues.clause.get(lemma) or cues.adj.get(parse.lowers[head], "")) if clause else "")


def _pass_clause(parse: Parse, cues: Cues, token: int, head: int, verdict: Verdict) -> int | None:
    """Through "plan to", "said that", "is ready to"."""
    finite = parse.deps[token] == "ccomp" and not is_infinitive(parse, token)
    effect = _cue_of(parse, cues, head, clause=True)
    if effect == "given" or (finite and not effect):
        return None  # said that: who says so is the claim's certainty
    if effect == "requested" and finite and parse.tags[token] in ("VBD", "VBZ", "VBP"):
        return None  # insisted that they left; but demanded that they leave
    if effect == "feared" and not finite and parse.tags[head][0] == "V":
        effect = "requested"  # warned them to leave
    if effect:
        verdict.take(effect)
    if parse.lemmas[head] == "be" and parse.deps[token] == "xcomp" and is_infinitive(parse, token):
        verdict.take("planned")  # is to visit
    look_beside(parse, cues, head, verdict)
    return head


def _pass_adverbial(parse: Parse, cues: Cues, token: int, head: int, verdict: Verdict) -> int | None:
    """Through ", killing twelve"; an infinitive of purpose is planned, a finite clause stands on its own."""
    if is_infinitive(parse, token):
        effect = _cue_of(parse, cues, head, clause=True)
        verdict.take(effect if effect not in ("", "given", "pass") else "planned")
        return None
    if parse.tags[token] in ("VBG", "VBN") and not any(parse.deps[c] in ("mark", "nsubj", "nsubjpass", "advmod") for c in parse.children[token]):
        verdict.take(judge_beside(parse, cues, head).modality)
        verdict.settled = True
        return head
    return None


def _pass_participle(parse: Parse, cues: Cues, token: int, head: int, verdict: Verdict) -> int | None:
    """Through "plan to attack", "reports that they attacked", "no civilians killed"."""
    effect = _cue_of(parse, cues, head, clause=True)
    if is_infinitive(parse, token):
        in_order = parse.lowers[head] == "order" and parse.lowers[parse.heads[head]] == "in"
        verdict.take("planned" if in_order or not effect else effect)
        if in_order:
            return None
        look_beside_noun(parse, cues, head, verdict)
        return head
    if is_none(parse, head):
        verdict.take("negative")
    if effect and parse.tags[token] not in ("VBN", "VBG"):
        verdict.take(effect)
        return head
    return None


def _pass_preposition(parse: Parse, cues: Cues, token: int, preposition: int, verdict: Verdict) -> int | None:
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
        look_beside(parse, cues, head, verdict)
        return head
    if effect == "given" or _is_definite(parse, token) or parse.tags[head][0] != "V":
        return None
    verdict.take(judge_beside(parse, cues, head).modality)
    verdict.settled = True
    return head


def _pass_argument(parse: Parse, cues: Cues, token: int, head: int, verdict: Verdict) -> int | None:
    """Through "planned an attack", "attacks are feared", "an attack could take place"."""
    if parse.tags[head][0] != "V" and parse.poses[head] != "AUX":
        return None
    effect, subject = _cue_of(parse, cues, head), parse.deps[token] == "nsubj"
    if effect not in ("", "pass") and not subject:
        if effect == "given" and not _is_definite(parse, token):  # "it would mark another blow": the blow is as real as the marking
            verdict.take(judge_beside(parse, cues, head).modality)
            return None
        if effect == "given" or (effect == "planned" and _is_definite(parse, token) and parse.tags[head] == "VBD"):
            return None
        verdict.take(effect)
        look_beside(parse, cues, head, verdict)
        return head
    light = parse.lemmas[head] in (cues.happening if subject else cues.light)
    if light:
        beside = judge_beside(parse, cues, head)
        verdict.take(beside.modality)
        verdict.take(beside.aspect)
        if beside.negative and not is_none(parse, token) and not (subject and any(parse.deps[c] in ("acomp", "attr") for c in parse.children[head])):
            verdict.take("negative")  # "no attack took place"; but "the attack was not successful" took place
        return head
    if _is_definite(parse, token) or subject:
        return None
    verdict.take(judge_beside(parse, cues, head).modality)
    verdict.settled = True
    return head


def _is_definite(parse: Parse, token: int) -> bool:
    """Whether the noun phrase takes its event as known: "the attack", "their attack", "Monday's attack"."""
    return any(parse.deps[c] == "poss" or parse.lowers[c] in DEFINITE for c in parse.children[token])


def _pass_conjunct(parse: Parse, cues: Cues, token: int, head: int, verdict: Verdict) -> int | None:
    """Through "trap and defeat": the second verb shares the auxiliaries of the first unless it has its own."""
    if parse.tags[token][0] != "V":
        return head
    own = any(parse.deps[c] in SUBJECTS for c in parse.children[token])
    beside = judge_beside(parse, cues, head)
    if own or (parse.tags[token] not in INFINITE and beside.modality != "conditional"):
        return None
    if not any(parse.deps[c] == "aux" and parse.lowers[c] != "to" for c in parse.children[token]):
        verdict.take(beside.modality)
    if beside.negative and any(parse.lowers[c] in ("or", "nor") for c in parse.children[head]):
        verdict.take("negative")
    return head


def _pass_part(parse: Parse, cues: Cues, token: int, head: int, verdict: Verdict) -> int | None:
    """Through "attack plan", "bomb attack"."""
    effect = cues.noun.get(parse.lemmas[head], "")
    if not effect:
        return None
    verdict.take(effect)
    look_beside_noun(parse, cues, head, verdict)
    return head
