"""Attributions by a verb: "officials said that", "is believed to", "accused them of", "..., X reported, ..."."""

from __future__ import annotations

from karama.annotate.attribution_grammar import Found, Range, cut_out, find_group, find_source, find_subject, join_ranges, subtree, trim
from karama.annotate.cues import EMPTY_OBJECTS, VERBS, Cue
from karama.domain.parse import Parse

# Verbs whose passive without an agent still says that somebody unnamed thinks or says it: "is believed", "was reported".
UNNAMED_KINDS = frozenset({"say", "claim", "think", "fear", "know", "accuse", "ask", "show"})


def read_verb(parse: Parse, verb: int) -> Found | None:
    """The attribution that this verb makes, None if it is no cue or governs no content. Content may be empty: a quotation may fill it."""
    cue = VERBS.get(parse.lemmas[verb])
    if cue is None or parse.deps[verb] in ("amod", "compound", "aux") or (parse.tags[verb] == "VBN" and parse.deps[verb] == "acl"):
        return None
    passive = any(parse.deps[c] in ("nsubjpass", "auxpass") for c in parse.children[verb])
    found = _read_passive(parse, verb, cue) if passive else _read_active(parse, verb, cue)
    return found if found is not None and (found.content or "that" in cue.takes) else None


def _read_active(parse: Parse, verb: int, cue: Cue) -> Found:
    subject = find_subject(parse, verb)
    content, preposition = _find_content(parse, verb, cue)
    group = find_group(parse, verb)
    if preposition is not None and preposition == group[1] + 1:
        group = (group[0], preposition)
    if not content and "that" in cue.takes:
        content = _find_around(parse, verb)
    return Found(verb, cue.kind, find_source(parse, subject, verb), (group,), content, subject)


def _read_passive(parse: Parse, verb: int, cue: Cue) -> Found | None:
    """ "Is believed to", "was announced by", "were told that": the source is the agent, or nobody."""
    group = find_group(parse, verb)
    agent = parse.child(verb, "agent")
    speaker = parse.child(agent, "pobj") if agent is not None else None
    source = find_source(parse, speaker, verb) if speaker is not None else ()
    if not source and cue.kind not in UNNAMED_KINDS:
        return None
    if agent is not None and agent == group[1] + 1:
        group = (group[0], agent)
    subject = parse.child(verb, "nsubjpass")
    clause = parse.child(verb, "ccomp", "xcomp")
    ranges: list[Range | None] = []
    if clause is not None and clause > verb:
        ranges.append(subtree(parse, clause))
    if subject is not None and parse.lowers[subject] not in ("it", "there") and ("hearer" not in cue.takes or not ranges):
        ranges.append(trim(parse, parse.left[subject], min(parse.right[subject], group[0] - 1)))
    return Found(verb, cue.kind, source, (group,), join_ranges(r for r in ranges if r), speaker)


def _find_content(parse: Parse, verb: int, cue: Cue) -> tuple[tuple[Range, ...], int | None]:
    """The verb's complement as its frame allows, and the preposition that leads to it, if one does."""
    takes, obj = cue.takes, parse.child(verb, "dobj")
    for child in parse.children[verb]:
        dep = parse.deps[child]
        if dep == "ccomp":
            infinitive = _is_infinitive(parse, child)
            if ("that" in takes and not infinitive) or (infinitive and takes & {"obj-to", "to"}) or (dep == "ccomp" and "obj" in takes):
                return _join(parse, child), None
        elif dep == "xcomp" and child > verb:
            if obj is not None and obj < child and "obj-to" in takes:
                return _span(parse, parse.left[obj], parse.right[child]), None
            if (_is_infinitive(parse, child) and "to" in takes) or (parse.tags[child] == "VBG" and "ing" in takes):
                return _join(parse, child), None
        elif dep == "oprd" and "obj" in takes:
            first = parse.left[obj] if obj is not None else parse.left[child]
            return _span(parse, first, parse.right[child]), None
    return _find_object(parse, verb, cue, obj)


def _find_object(parse: Parse, verb: int, cue: Cue, obj: int | None) -> tuple[tuple[Range, ...], int | None]:
    takes = cue.takes
    preps = [c for c in parse.children[verb] if parse.deps[c] == "prep" and c > verb]
    if obj is not None and takes & {"obj-of", "obj-for"}:
        wanted = "of" if "obj-of" in takes else "for"
        charge = next((p for p in preps if parse.lowers[p] == wanted), None)
        if charge is not None:
            return _span(parse, parse.left[obj], parse.right[charge]), None
        if "obj" not in takes:
            return (), None
    if obj is not None and "obj" in takes and "hearer" not in takes and parse.lowers[obj] not in EMPTY_OBJECTS:
        return _span(parse, parse.left[obj], parse.right[obj]), None
    for prep in preps:
        if parse.lowers[prep] in takes and (target := parse.child(prep, "pobj", "pcomp")) is not None:
            last = parse.right[target]
            clause = parse.child(verb, "xcomp")
            if "obj-to" in takes and clause is not None and clause > last:
                last = parse.right[clause]  # "called on them to stop"
            return _span(parse, parse.left[target], last), prep
    return (), None


def _find_around(parse: Parse, verb: int) -> tuple[Range, ...]:
    """The clause that a parenthesis such as ", officials said," or "as Reuters reported" stands in."""
    head, dep = parse.heads[verb], parse.deps[verb]
    first, last = parse.left[verb], parse.right[verb]
    marked = any(parse.lowers[c] == "as" and c < verb for c in parse.children[verb])
    set_off = (first > 0 and parse.words[first - 1] == ",") or parse.words[first] == ","
    if head == verb or not ((dep in ("ccomp", "parataxis") and set_off) or (dep == "advcl" and marked)):
        return ()
    if parse.tags[head][0] != "V" and parse.poses[head] != "AUX":
        return ()
    whole = _span(parse, parse.left[head], parse.right[head])
    return tuple(r for r in (trim(parse, *part) for part in cut_out(whole, (first, last))) if r)


def _is_infinitive(parse: Parse, verb: int) -> bool:
    return any(parse.lowers[c] == "to" and parse.deps[c] == "aux" for c in parse.children[verb])


def _join(parse: Parse, token: int) -> tuple[Range, ...]:
    span = subtree(parse, token)
    return (span,) if span else ()


def _span(parse: Parse, first: int, last: int) -> tuple[Range, ...]:
    span = trim(parse, first, last)
    return (span,) if span else ()
