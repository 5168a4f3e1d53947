"""Attributions by a verb: "officials said that", "is believed to", "accused them of", "..., X reported, ..."."""

from __future__ import annotations

from karama.annotate.attribution_grammar import Found, Range, cut_out, find_group, find_source, find_speaker, find_subject, join_ranges, subtree, trim
from karama.annotate.attribution_misreads import extend_object, extend_past, find_clause, find_far_clause, find_other_voice, find_report, find_sender, is_raised
from karama.annotate.cues import EMPTY_OBJECTS, VERBS, Cue
from karama.annotate.quotations import CLOSING
from karama.domain.parse import Parse

# Participles beside a noun that attribute by themselves: "soldiers accused of looting", "an attack blamed on the rebels".
CHARGING_KINDS = frozenset({"accuse", "claim", "think"})
UNSAYING_VERBS = frozenset({"decline", "refuse", "authorize", "authorise", "allow", "permit", "fail"})
ONLY_QUOTING = frozenset({"continue"})  # "talks continue, as ..." is no speech
GAPS = frozenset({"which", "that", "who", "whom"})
# Verbs whose passive without an agent still says that somebody unnamed thinks or says it: "is believed", "was reported".
UNNAMED_KINDS = frozenset({"say", "claim", "think", "fear", "know", "accuse", "ask", "show"})
# Passives by which the text tells what happened, not what somebody says: "was recorded attacking", "have never been found", "was published".
WITNESSING = frozenset(
    {"observe", "record", "see", "find", "discover", "learn", "document", "identify", "name", "list", "label", "publish", "print", "broadcast"}
)
WITNESSING |= {"air", "mention", "discuss", "count", "quote", "cite", "relate", "post", "reference", "highlight", "underline", "underscore"}


def read_verb(parse: Parse, verb: int) -> Found | None:
    """The attribution that this verb makes, None if it is no cue or governs no content. Content may be empty: a quotation may fill it."""
    cue = VERBS.get(parse.lemmas[verb])
    if cue is None or parse.deps[verb] in ("amod", "compound", "aux"):
        return None
    if parse.tags[verb] == "VBN" and parse.deps[verb] == "acl" and cue.kind not in CHARGING_KINDS and parse.child(verb, "dobj") is None:
        return None
    above = parse.lemmas[parse.heads[verb]]
    if parse.deps[verb] == "xcomp" and (above in UNSAYING_VERBS or (above in VERBS and VERBS[above].kind == "plan")):
        return None  # "declined to comment on", "not authorised to discuss", "plans to announce": the verb above has it all
    if _is_half_compound(parse, verb):
        return None
    passive = _is_passive(parse, verb)
    found = _read_passive(parse, verb, cue) if passive else _read_active(parse, verb, cue)
    return found if found is not None and (found.content or "that" in cue.takes) else None


def _is_half_compound(parse: Parse, verb: int) -> bool:
    """Whether a participle was read as the sentence's verb: "U.S. backed forces have entered", "a town called Mayadin"."""
    if parse.tags[verb] == "VBD" and parse.child(verb, "dobj") is not None:
        clause = parse.child(verb, "ccomp")
        if clause is None or clause < verb or parse.child(clause, "mark", "nsubj", "nsubjpass", "expl") is not None:
            return False
        return not any(parse.lowers[c] in ("to", "that") for c in parse.children[clause])
    return parse.lemmas[verb] == "call" and parse.tags[verb] in ("VBD", "VBN") and parse.tags[verb - 1][0] == "N" and parse.child(verb, "oprd") == verb + 1


def _is_passive(parse: Parse, verb: int) -> bool:
    """Whether the verb's subject hears or is said of: by its auxiliaries, or as a bare participle ("when asked")."""
    labels = {parse.deps[c] for c in parse.children[verb]}
    if labels & {"nsubjpass", "auxpass"}:
        return True
    return parse.tags[verb] == "VBN" and parse.deps[verb] in ("advcl", "acl") and not labels & {"nsubj", "aux", "dobj"}


def _read_active(parse: Parse, verb: int, cue: Cue) -> Found:
    report = find_report(parse, verb)
    subject = _find_doer(parse, verb) if report is None else parse.heads[verb]
    content, preposition = _find_content(parse, verb, cue)
    group = find_group(parse, verb)
    if preposition is not None and preposition == group[1] + 1:
        group = (group[0], preposition)
    if not content and "that" in cue.takes:
        content = _find_around(parse, verb) if parse.lemmas[verb] not in ONLY_QUOTING else ()
        if not content and (far := find_far_clause(parse, verb)) is not None:
            content = (far,)
    source = (report,) if report is not None else find_source(parse, subject, verb)
    return Found(verb, cue.kind, source, (group,), content, find_speaker(parse, subject))


def _find_doer(parse: Parse, verb: int) -> int | None:
    """The head of who says it, where need be that of the verb above whose speaker it is."""
    if is_raised(parse, verb):
        return find_subject(parse, parse.heads[parse.heads[verb]])
    sender = find_sender(parse, verb)
    return find_subject(parse, verb if sender is None else sender)


def _read_passive(parse: Parse, verb: int, cue: Cue) -> Found | None:
    """ "Is believed to", "was announced by", "were told that": the source is the agent, or nobody."""
    group = find_group(parse, verb)
    agent = parse.child(verb, "agent")
    speaker = parse.child(agent, "pobj") if agent is not None else None
    source = find_source(parse, speaker, verb) if speaker is not None else ()
    if not source and (cue.kind not in UNNAMED_KINDS or (parse.lemmas[verb] in WITNESSING and not _finds_out(parse, verb))):
        return None
    if agent is not None and agent == group[1] + 1:
        group = (group[0], agent)
    subject = parse.child(verb, "nsubjpass")
    if subject is None and parse.deps[verb] == "acl":
        subject = parse.heads[verb]
    clause = parse.child(verb, "ccomp", "xcomp", "oprd", "acomp")
    charges = [
        c
        for c in parse.children[verb]
        if parse.deps[c] == "prep" and (f"obj-{parse.lowers[c]}" in cue.takes or (cue.kind == "accuse" and parse.lowers[c] == "on"))
    ]
    ranges: list[Range | None] = [subtree(parse, c) for c in charges[:1]]
    if clause is not None and clause > verb:
        ranges.append(subtree(parse, clause))
    if subject is not None and parse.lowers[subject] not in ("it", "there") and ("hearer" not in cue.takes or not ranges):
        ranges.append(trim(parse, parse.left[subject], min(parse.right[subject], group[0] - 1)))
    return Found(verb, cue.kind, source, (group,), join_ranges(r for r in ranges if r), speaker)


def _lacks_subject(parse: Parse, verb: int) -> bool:
    return parse.tags[verb] in ("VBD", "VBZ", "VBP") and parse.child(verb, "nsubj", "nsubjpass", "expl", "mark") is None


def _finds_out(parse: Parse, verb: int) -> bool:
    """Whether a witnessing verb says what was found to be so: "was found to have killed", "it was found that"."""
    clause = parse.child(verb, "xcomp", "ccomp")
    return clause is not None and clause > verb and (_is_infinitive(parse, clause) or parse.child(clause, "mark") is not None)


def _find_content(parse: Parse, verb: int, cue: Cue) -> tuple[tuple[Range, ...], int | None]:
    """The verb's complement as its frame allows, and the preposition that leads to it, if one does."""
    takes, obj = cue.takes, parse.child(verb, "dobj")
    if "that" in takes and (own := find_clause(parse, verb)) is not None:
        return _clause(parse, own), None
    for child in parse.children[verb]:
        dep = parse.deps[child]
        if dep == "ccomp" and child < verb and obj is not None and parse.lowers[obj] in EMPTY_OBJECTS and ";" in parse.words[parse.right[child] : verb]:
            continue  # "A said this; B denied that": two sentences in one
        if dep == "ccomp":
            infinitive = _is_infinitive(parse, child)
            if obj is not None and verb < obj < child and "that" in takes and "hearer" not in takes and not infinitive and _lacks_subject(parse, child):
                return _span(parse, parse.left[obj], parse.right[child]), None  # "reported the assault left 250 dead"
            if ("that" in takes and not infinitive) or (infinitive and takes & {"obj-to", "to"}) or "obj" in takes:
                return _clause(parse, child), None
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
    if parse.deps[verb] == "relcl" and "obj" in takes and (obj is None or parse.lowers[obj] in GAPS):
        return _find_antecedent(parse, verb), None
    preps = [c for c in parse.children[verb] if parse.deps[c] == "prep" and c > verb]
    if obj is not None:
        charge = next((p for p in preps if f"obj-{parse.lowers[p]}" in takes), None)
        if charge is not None and (parse.lowers[charge] != "at" or _counts(parse, charge)):
            return _span(parse, parse.left[obj], parse.right[charge]), None
    if obj is not None and "obj" in takes and "hearer" not in takes and (parse.lowers[obj] not in EMPTY_OBJECTS or _denies_it(parse, cue, obj)):
        as_what = next((p for p in preps if parse.lowers[p] == "as"), obj)  # "described the rebels as terrorists"
        return _span(parse, parse.left[obj], extend_object(parse, verb, max(parse.right[obj], parse.right[as_what]))), None
    if obj is not None and "number" in takes and _counts(parse, obj):
        return _span(parse, parse.left[obj], parse.right[obj]), None
    for prep in preps:
        if parse.lowers[prep] in takes and (target := parse.child(prep, "pobj", "pcomp")) is not None and parse.lowers[target] not in EMPTY_OBJECTS:
            last = parse.right[target]
            clause = parse.child(verb, "xcomp")
            if "obj-to" in takes and clause is not None and clause > last:
                last = parse.right[clause]  # "called on them to stop"
            return _span(parse, parse.left[target], last), prep
    return (), None


def _denies_it(parse: Parse, cue: Cue, obj: int) -> bool:
    """Whether somebody denies what was just said: "the army denied that"."""
    return cue.kind == "deny" and parse.lowers[obj] in ("that", "it", "this")


def _find_antecedent(parse: Parse, verb: int) -> tuple[Range, ...]:
    """What a relative clause is about where it lacks an object: "a claim the army denied", "the attack, which they described as"."""
    noun = parse.heads[verb]
    if any(parse.deps[c] in ("nsubj", "nsubjpass") and parse.lowers[c] in GAPS for c in parse.children[verb]) or parse.tags[noun][0] != "N":
        return ()
    as_what = next((c for c in parse.children[verb] if parse.deps[c] == "prep" and parse.lowers[c] == "as"), None)
    rest = _span(parse, as_what, parse.right[as_what]) if as_what is not None else ()
    return (*_span(parse, parse.left[noun], noun), *rest)


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


def _clause(parse: Parse, verb: int) -> tuple[Range, ...]:
    """The clause of the verb, up to another clause in it that speaks by itself: "..., while the ministry said", "..., citing officials"."""
    last = parse.right[verb]
    for child in parse.children[verb]:
        cue = VERBS.get(parse.lemmas[child])
        if child < verb or cue is None:
            continue
        if is_raised(parse, child):
            last = max((c for c in parse.children[verb] if c < child and parse.deps[c] == "cc"), default=child) - 1
            break
        if "that" not in cue.takes or parse.deps[child] not in ("advcl", "conj"):
            continue
        if parse.child(child, "nsubj") is not None or (parse.tags[child] == "VBG" and parse.words[parse.left[child] - 1] in (",", *CLOSING, '"')):
            last = parse.left[child] - 1
            while last > verb and parse.deps[last] in ("cc", "punct"):
                last -= 1
            break
    other = find_other_voice(parse, verb)
    if other is not None:
        last = min(last, other - 1)
    above = parse.heads[verb]
    if last == parse.right[verb] and above < verb:
        last = extend_past(parse, above, last)
    return _span(parse, parse.left[verb], last)


def _counts(parse: Parse, token: int) -> bool:
    """Whether a number stands in the phrase: "put the toll at 12", "counted 281 dead", not "put the bag at the door"."""
    return any(parse.tags[t] == "CD" for t in range(parse.left[token], parse.right[token] + 1))


def _is_infinitive(parse: Parse, verb: int) -> bool:
    return any(parse.lowers[c] == "to" and parse.deps[c] == "aux" for c in parse.children[verb])


def _join(parse: Parse, token: int) -> tuple[Range, ...]:
    span = subtree(parse, token)
    return (span,) if span else ()


def _span(parse: Parse, first: int, last: int) -> tuple[Range, ...]:
    span = trim(parse, first, last)
    return (span,) if span else ()
