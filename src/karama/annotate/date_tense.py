"""Whether the clause of a time expression looks back or ahead."""

from __future__ import annotations

from karama.annotate.date_words import FUTURATE, FUTURE_AUXILIARIES, PLANNING, SPEAKING
from karama.domain.parse import Parse

_FORWARD = frozenset({"to", "until", "till", "by", "before", "through", "for", "payable"})
_STEPS = 12  # a date is rarely further from its verb


def find_tense(p: Parse, first: int, last: int) -> str:
    """past, future or present by the nearest verb above the expression; unclear where it stands under a noun, or under "to" or "by"."""
    token = next((t for t in range(last, first - 1, -1) if not first <= p.heads[t] <= last), last)
    if first and p.lowers[first - 1] == "of" and first > 1 and p.lowers[first - 2] == "ahead":
        return "future"
    unclear = first > 0 and p.lowers[first - 1] in _FORWARD
    for _ in range(_STEPS):
        tag = p.tags[token]
        if p.lemmas[token] in PLANNING and (token < first or token > last) and tag not in ("VB", "VBP", "VBZ"):
            return "future"
        if tag[:2] == "VB":
            found = _read_verb(p, token)
            if found:
                return "unclear" if found == "past" and unclear else found
        elif tag[:2] == "NN" and not first <= token <= last:
            unclear = True
        above = p.heads[token]
        if above == token:
            break
        token = above
    return "unclear"


def _read_verb(p: Parse, verb: int) -> str:
    """The tense of a verb form with its auxiliaries, or "" where the clause above decides."""
    tag = p.tags[verb]
    marks = [c for c in p.children[verb] if p.deps[c] in ("aux", "auxpass")]
    words = {p.lowers[c] for c in marks}
    if words & FUTURE_AUXILIARIES and not (words & {"have", "’ve", "'ve"}):
        return "future"
    if tag in ("VB", "VBN") and "to" in words:
        return "" if p.deps[verb] in ("xcomp", "ccomp") and p.lemmas[p.heads[verb]] not in PLANNING | {"be"} else "future" if _is_planned(p, verb) else ""
    if tag == "VBD" or words & {"did", "had", "has", "have", "was", "were", "'ve", "’ve"}:
        return "past"
    if tag == "VBN" and words & {"is", "are", "being"}:
        return "present"
    if tag == "VBN":
        return "past" if p.deps[verb] in ("acl", "relcl", "ROOT", "conj", "advcl") or words else ""
    if tag in ("VBZ", "VBP"):
        if p.sentences[p.sentence_of[verb]].segment == "headline" or p.lemmas[verb] in SPEAKING:
            return "past"
        return "future" if p.lemmas[verb] in FUTURATE else "present"
    if tag == "VBG" and any(p.lemmas[c] == "be" for c in marks) and p.lemmas[verb] in ("go", "come", "plan"):
        return "future"
    return ""


def _is_planned(p: Parse, verb: int) -> bool:
    above = p.heads[verb]
    return above == verb or p.lemmas[above] in PLANNING or p.lemmas[above] in ("be", "decide", "want", "need", "call", "move", "effort", "decision", "order")
