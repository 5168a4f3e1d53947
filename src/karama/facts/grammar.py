"""Who stands where around a verb or an event noun: subjects, objects and complements as token indices, in text order."""

from __future__ import annotations

from karama.domain.parse import Parse
from karama.facts.frames import load_words

RELATIVE = frozenset({"who", "which", "that", "whom"})
SUBJECT = frozenset({"nsubj", "csubj"})
OBJECT = frozenset({"dobj", "dative"})
REACH = 4  # how many verbs up a missing subject is looked for ("promised to try to begin to withdraw")
MOST = 12  # how many members of one enumeration are taken; longer lists are tables or hostile text


def spread(parse: Parse, token: int) -> tuple[int, ...]:
    """The token and what is coordinated with it ("rebels", "soldiers" and "militias" of "rebels, soldiers and militias")."""
    found = [token]
    for member in found:
        if len(found) >= MOST:
            break
        found.extend(c for c in parse.children[member] if parse.deps[c] == "conj")
    return tuple(found)


def spread_all(parse: Parse, tokens: list[int]) -> tuple[int, ...]:
    """All tokens of the coordinations that these tokens lead."""
    return tuple(dict.fromkeys(member for token in tokens for member in spread(parse, token)))


def is_passive(parse: Parse, verb: int, reach: int = REACH) -> bool:
    """Whether the verb's grammatical subject, or the noun it modifies, is what was done to."""
    if parse.tags[verb] not in ("VBN", "VBD"):
        return False
    labels = {parse.deps[c] for c in parse.children[verb]}
    if labels & {"nsubjpass", "auxpass", "csubjpass"}:
        return True
    if labels & {"nsubj", "aux"}:
        return False
    dep = parse.deps[verb]
    if dep in ("acl", "amod", "relcl", "oprd", "acomp"):  # acomp: "were still trapped"
        return parse.tags[verb] == "VBN" or "agent" in labels
    if dep == "conj" and reach and parse.tags[verb] == "VBN":
        return is_passive(parse, parse.heads[verb], reach - 1)
    return "agent" in labels


def resolve_relative(parse: Parse, verb: int, tokens: list[int]) -> list[int]:
    """The tokens, with "who", "which", "that" replaced by the noun that their clause describes."""
    if not tokens or parse.deps[verb] != "relcl":
        return tokens
    return [parse.heads[verb] if parse.lowers[t] in RELATIVE else t for t in tokens]


def agents_of(parse: Parse, token: int) -> list[int]:
    """The nouns after a passive "by"."""
    return [n for c in parse.children[token] if parse.deps[c] == "agent" for n in parse.children[c] if parse.deps[n] == "pobj"]


def complements(parse: Parse, token: int, *prepositions: str) -> list[int]:
    """The nouns after these prepositions where they hang from the token, in text order."""
    found: list[int] = []
    for c in parse.children[token]:
        if parse.lowers[c] in prepositions and parse.poses[c] in ("ADP", "SCONJ", "PART", "ADV"):
            nouns = [n for n in parse.children[c] if parse.deps[n] == "pobj"]
            if not nouns:  # "against" inside "up against", "in front of"
                nouns = [n for p in parse.children[c] if parse.deps[p] == "prep" for n in parse.children[p] if parse.deps[n] == "pobj"]
            found.extend(nouns)
    return found


def find_subjects(parse: Parse, verb: int, reach: int = REACH) -> tuple[int, ...]:
    """Who does what the verb says: its subject, its agent, or the subject it borrows from the clause above."""
    if is_passive(parse, verb):
        agents = agents_of(parse, verb)
        if not agents and parse.deps[verb] == "conj" and reach and is_passive(parse, parse.heads[verb]):
            agents = agents_of(parse, parse.heads[verb])
        return spread_all(parse, agents)
    own = resolve_relative(parse, verb, [c for c in parse.children[verb] if parse.deps[c] in SUBJECT])
    if own:
        return spread_all(parse, own)
    return borrow_subject(parse, verb, reach)


def borrow_subject(parse: Parse, verb: int, reach: int) -> tuple[int, ...]:
    """The subject of a verb without one: of participles the noun they modify, else by control from the verb above."""
    dep, head = parse.deps[verb], parse.heads[verb]
    if head == verb or not reach:
        return find_stranded_subject(parse, verb)
    if dep in ("acl", "relcl", "amod"):
        return spread(parse, head) if parse.tags[verb] == "VBG" or dep == "relcl" else borrow_of_noun(parse, head, reach)
    if dep == "pcomp":
        return borrow_through_preposition(parse, head, reach)
    if parse.poses[head] not in ("VERB", "AUX"):
        return borrow_through_state(parse, head, reach) or find_stranded_subject(parse, verb)
    if dep == "xcomp" or (dep in ("ccomp", "advcl") and parse.lemmas[head] in load_words("object control")):
        return control_subject(parse, head, reach)
    if dep == "conj" or (dep in ("advcl", "dep") and is_subordinate(parse, verb)):
        return patients_or_subjects(parse, find_twin(parse, verb, head), reach)
    return find_stranded_subject(parse, verb)


def find_twin(parse: Parse, verb: int, head: int) -> int:
    """The verb that a second verb goes on from: of those between, the one with the same auxiliaries, where the parser's head has others.

    "The report described how the group had used civilians as shields and had shot people": who shot is who had used, not who described.
    """

    def auxiliaries(token: int) -> tuple[str, ...]:
        return tuple(parse.lowers[c] for c in parse.children[token] if parse.deps[c] in ("aux", "auxpass"))

    own = auxiliaries(verb)
    if not own or own == auxiliaries(head):
        return head
    between = range(verb - 1, head, -1)
    return next((t for t in between if parse.tags[t] == parse.tags[verb] and auxiliaries(t) == own and parse.left[head] <= t <= parse.right[head]), head)


def borrow_through_state(parse: Parse, state: int, reach: int) -> tuple[int, ...]:
    """The subject of an infinitive after an adjective: "are ready to send", "is about to restore"."""
    copula = parse.heads[state]
    if parse.poses[state] in ("ADJ", "ADV", "ADP") and copula != state and parse.poses[copula] in ("VERB", "AUX"):
        return patients_or_subjects(parse, copula, reach)
    return ()


def is_subordinate(parse: Parse, verb: int) -> bool:
    """Whether the verb is a participle or an infinitive, which has no subject of its own."""
    children = parse.children[verb]
    if parse.tags[verb] == "VBN":
        return all(parse.deps[c] not in ("mark", "aux", "det") for c in children)
    return parse.tags[verb] == "VBG" or (parse.tags[verb] == "VB" and any(parse.lowers[c] == "to" for c in children))


def find_stranded_subject(parse: Parse, verb: int) -> tuple[int, ...]:
    """The noun phrase that ends right before a finite verb to which the parser gave no subject ("backed forces (SDF) have sealed off")."""
    token = parse.left[verb] - 1
    if not any(parse.deps[c] == "aux" and parse.lowers[c] != "to" for c in parse.children[verb]) or token < parse.sentences[parse.sentence_of[verb]].first:
        return ()
    for _ in range(REACH):
        if parse.poses[token] in ("NOUN", "PROPN") and parse.deps[token] not in ("compound", "appos"):
            return (token,)
        if parse.heads[token] >= verb or parse.heads[token] == token:
            return ()
        token = parse.heads[token]
    return ()


def borrow_of_noun(parse: Parse, noun: int, reach: int) -> tuple[int, ...]:
    """Who has the plan or the attempt that an infinitive spells out: "the rebels' attempt to seize the town"."""
    owners = [c for c in parse.children[noun] if parse.deps[c] == "poss"]
    if owners:
        return spread_all(parse, owners)
    head = parse.heads[noun]
    return find_subjects(parse, head, reach - 1) if parse.deps[noun] == "dobj" and parse.poses[head] == "VERB" else ()


def borrow_through_preposition(parse: Parse, preposition: int, reach: int) -> tuple[int, ...]:
    """The subject of a gerund after a preposition: "accused the army of killing" gives army, "retaliated by shelling" the subject."""
    head = parse.heads[preposition]
    if parse.deps[head] == "acomp":  # "are guilty of violating the truce"
        head = parse.heads[head]
    if parse.poses[head] not in ("VERB", "AUX"):
        return ()
    if parse.lowers[preposition] in ("of", "from", "for"):
        patients = find_objects(parse, head)
        if patients:
            return patients
    return patients_or_subjects(parse, head, reach)


def control_subject(parse: Parse, head: int, reach: int) -> tuple[int, ...]:
    """Who does the infinitive under this verb: its object with verbs such as "force", else its subject."""
    if parse.lemmas[head] in load_words("object control"):
        patients = find_objects(parse, head)
        if patients:
            return patients
    return patients_or_subjects(parse, head, reach)


def patients_or_subjects(parse: Parse, verb: int, reach: int) -> tuple[int, ...]:
    """What the verb's grammatical subject stands for, active or passive."""
    return find_objects(parse, verb, reach - 1) if is_passive(parse, verb) else find_subjects(parse, verb, reach - 1)


def find_objects(parse: Parse, verb: int, reach: int = REACH) -> tuple[int, ...]:
    """To whom or what it is done: the object, the passive subject, or the noun that a participle or relative clause describes."""
    dep, head = parse.deps[verb], parse.heads[verb]
    if is_passive(parse, verb):
        own = [c for c in parse.children[verb] if parse.deps[c] in ("nsubjpass", "csubjpass")]
        if own:
            return spread_all(parse, resolve_relative(parse, verb, own))
        if dep in ("acl", "amod", "relcl"):
            return spread(parse, head)
        if dep in ("conj", "xcomp", "advcl", "oprd", "acomp") and reach and head != verb and parse.poses[head] in ("VERB", "AUX"):
            return patients_or_subjects(parse, head, reach)
        return ()
    own = resolve_relative(parse, verb, [c for c in parse.children[verb] if parse.deps[c] in OBJECT])
    if own:
        return spread_all(parse, own)
    if dep == "relcl" and not any(parse.lowers[c] in RELATIVE and parse.deps[c] in SUBJECT for c in parse.children[verb]):
        return spread(parse, head)
    shared = [
        c
        for v in parse.children[verb]
        if parse.deps[v] == "conj" and parse.poses[v] == "VERB" and v - verb <= 4
        for c in parse.children[v]
        if parse.deps[c] == "dobj"
    ]
    return spread_all(parse, shared)
