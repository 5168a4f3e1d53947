"""Attributions without a verb of saying: "according to", "fears that", "are confident that", "reportedly", "Report: ..."."""

from __future__ import annotations

from karama.annotate.attribution_grammar import Found, Range, cut_out, find_group, find_source, find_speaker, find_subject, join_ranges, subtree, trim
from karama.annotate.attribution_misreads import find_report
from karama.annotate.cues import ADJECTIVES, ADVERBS, HEADLINE_SOURCES, LIGHT_VERBS, NOUNS, VERBS
from karama.domain.calendar import MONTH_NAMES, WEEKDAY_NAMES
from karama.domain.parse import Parse

# Nouns of these classes need no named source: "reports of shelling", "fears that", "allegations of".
UNNAMED_KINDS = frozenset({"claim", "fear", "accuse", "doubt"})
UNNAMED_NOUNS = frozenset({"report", "evidence", "sign", "indication", "suggestion", "speculation"})
LONGEST_HEADLINE_SOURCE = 6
CITING = frozenset({"citing", "quoting"})
DAYS = frozenset({*WEEKDAY_NAMES, *MONTH_NAMES})  # "in a report on Friday" is not about Friday
SHORTEST_REST = 3  # tokens that a clause has at least where it goes on after "according to X"


def read_according(parse: Parse, token: int) -> Found | None:
    """The attribution of "according to X": its content is the rest of the clause, all of the sentence where it closes or opens it."""
    to = next((t for t in range(token + 1, min(token + 3, len(parse))) if parse.lowers[t] == "to"), None)
    if to is None:
        return None
    speaker = parse.child(to, "pobj", "pcomp") or parse.child(token, "pobj")
    if speaker is None:
        speaker = next(
            (t for t in range(to + 1, min(to + 12, len(parse))) if parse.tags[t][0] == "N" and parse.tags[min(t + 1, len(parse) - 1)][0] != "N"), None
        )
    if speaker is None:
        return None
    source = trim(parse, to + 1, max(parse.right[speaker], to + 1))
    if source is None:
        return None
    sentence = parse.sentences[parse.sentence_of[token]]
    content = cut_out([_clause_about(parse, token, sentence.first, sentence.last)], (token, max(source[1], parse.right[token])))
    pieces = [r for r in (trim(parse, *part) for part in content) if r]
    if len(pieces) > 1 and pieces[-1][0] > token and pieces[-1][1] - pieces[-1][0] < SHORTEST_REST:
        pieces.pop()  # when it was said: "according to the Times Sunday"
    return Found(token, "say", (source,), ((token, to),), tuple(pieces), speaker)


def _clause_about(parse: Parse, token: int, first: int, last: int) -> Range:
    """The clause that the phrase bears on: the whole sentence, or less where it joins clauses and the phrase stands in one of them."""
    verb = next((t for t in parse.ancestors(token) if parse.tags[t][0] == "V" or parse.poses[t] == "AUX"), None)
    if verb is None or parse.deps[verb] != "conj" or parse.child(verb, "nsubj", "nsubjpass") is None or parse.left[verb] > token:
        return first, last
    return parse.left[verb], parse.right[verb]


def read_noun(parse: Parse, noun: int) -> Found | None:
    """The attribution of a noun with its content: "their claim that", "fears of", "expressed concern about"."""
    cue = NOUNS[parse.lemmas[noun]]
    content, preposition, source = _noun_content(parse, noun, cue.takes)
    if not content:
        return None
    first, last = noun, preposition if preposition == noun + 1 else noun
    speaker: int | None = parse.child(noun, "poss")
    if source is not None:
        speaker = source
    head = parse.heads[noun]
    if speaker is None and parse.deps[noun] == "dobj" and parse.lemmas[head] in LIGHT_VERBS and head < noun:
        speaker, first = find_subject(parse, head), find_group(parse, head)[0]
    elif speaker is not None and speaker < noun:
        first = max(parse.right[speaker] + 1, parse.left[noun])
    elif parse.lowers[parse.left[noun]] == "no":
        first = parse.left[noun]  # "no reports of casualties"
    spans = find_source(parse, speaker, noun)
    if not spans and _is_verb_misread(parse, noun):
        speaker, first, spans = noun - 1, noun, ((parse.left[noun], noun - 1),)
    if not spans and cue.kind not in UNNAMED_KINDS and parse.lemmas[noun] not in UNNAMED_NOUNS:
        return None
    return Found(noun, cue.kind, spans, ((first, last),), content, find_speaker(parse, speaker) if spans else None)


def _is_verb_misread(parse: Parse, noun: int) -> bool:
    """Whether the noun is a verb after its plural subject: "Aid workers fear that"."""
    return parse.tags[noun] == "NN" and parse.lemmas[noun] in VERBS and noun > parse.left[noun] and parse.tags[noun - 1] in ("NNS", "NNPS")


def _noun_content(parse: Parse, noun: int, takes: frozenset[str]) -> tuple[tuple[Range, ...], int | None, int | None]:
    """What the noun says, the preposition that leads to it, and the source that "by" or "of" names."""
    content: Range | None = None
    preposition = source = None
    for child in parse.children[noun]:
        dep = parse.deps[child]
        if dep in ("acl", "ccomp", "relcl") and child > noun and find_report(parse, child) is None:
            if ("that" in takes and _is_that_clause(parse, child, noun)) or ("to" in takes and _has(parse, child, "aux", "to")):
                content = subtree(parse, child)
        elif dep == "prep" and child > noun and (target := parse.child(child, "pobj", "pcomp")) is not None:
            if parse.lowers[child] == "by":
                source = target
            elif parse.lowers[child] in takes and content is None and parse.lowers[target] not in DAYS:
                content, preposition = trim(parse, parse.left[target], parse.right[target]), child
    if content is None and parse.deps[noun] == "nsubj" and parse.lemmas[parse.heads[noun]] == "be":
        clause = parse.child(parse.heads[noun], "ccomp", "xcomp")
        content = subtree(parse, clause) if clause is not None else None
    return ((content,) if content else ()), preposition, source


def _is_that_clause(parse: Parse, verb: int, noun: int) -> bool:
    """Whether the clause is what is claimed, not a relative clause about the noun: "that" is no subject or object in it."""
    that = next((c for c in parse.children[verb] if parse.lowers[c] == "that" and c < verb), None)
    if that is not None:
        return parse.deps[that] == "mark"
    return parse.deps[verb] in ("acl", "ccomp") and parse.child(verb, "nsubj", "nsubjpass") is not None and parse.left[verb] == noun + 1


def _has(parse: Parse, verb: int, dep: str, word: str) -> bool:
    return any(parse.deps[c] == dep and parse.lowers[c] == word for c in parse.children[verb])


def read_adjective(parse: Parse, adjective: int) -> Found | None:
    """The attribution of an adjective that is said of somebody: "are confident that", "is willing to", "worried about"."""
    cue = ADJECTIVES[parse.lemmas[adjective]]
    head = parse.heads[adjective]
    if parse.deps[adjective] not in ("acomp", "oprd", "conj", "ROOT", "advcl", "attr", "ccomp", "relcl"):
        return None
    content: Range | None = None
    last = adjective
    for child in parse.children[adjective]:
        dep = parse.deps[child]
        if child > adjective and ((dep == "ccomp" and "that" in cue.takes) or (dep == "xcomp" and "to" in cue.takes and _has(parse, child, "aux", "to"))):
            content = subtree(parse, child)
        elif dep == "prep" and parse.lowers[child] in cue.takes and (target := parse.child(child, "pobj", "pcomp")) is not None:
            content, last = trim(parse, parse.left[target], parse.right[target]), child
    subject = find_subject(parse, head if parse.deps[adjective] == "acomp" else adjective)
    source = find_source(parse, subject, adjective)
    if content is None or not source or parse.lowers[source[0][0]] == "it":
        return None
    first = find_group(parse, head)[0] if parse.deps[adjective] == "acomp" and head < adjective else adjective
    return Found(adjective, cue.kind, source, ((first, last),), (content,), find_speaker(parse, subject))


def read_adverb(parse: Parse, adverb: int) -> Found | None:
    """The attribution of "reportedly" and the like: its content is the clause it stands in, its source nobody in particular."""
    cue = ADVERBS[parse.lemmas[adverb]]
    verb = next((t for t in (parse.heads[adverb], *list(parse.ancestors(parse.heads[adverb]))[:2]) if parse.tags[t][0] == "V" or parse.poses[t] == "AUX"), None)
    if verb is None:
        return None
    first = parse.left[verb]
    if adverb > verb and parse.words[adverb - 1] == ",":
        first = adverb + 1  # "troops arrived, ostensibly for exercises": only what they came for
    elif adverb < verb:
        first = max(
            [first, *(parse.right[c] + 1 for c in parse.children[verb] if c < adverb and parse.deps[c] == "advcl")]
        )  # "as the army advanced, they reportedly fled"
    parts = [trim(parse, *part) for part in cut_out([(first, parse.right[verb])], (adverb, adverb))]
    return Found(adverb, cue.kind, (), ((adverb, adverb),), join_ranges(p for p in parts if p))


def read_headline(parse: Parse, colon: int) -> Found | None:
    """The attribution of "Report: ..." or "Macron: ...": a short source before the colon that opens a sentence."""
    sentence = parse.sentences[parse.sentence_of[colon]]
    first, last = sentence.first, sentence.last
    if not 0 < colon - first <= LONGEST_HEADLINE_SOURCE or colon >= last:
        return None
    head = colon - 1
    named = parse.tags[head].startswith("NNP") or parse.lowers[head] in HEADLINE_SOURCES
    if not named or any(parse.tags[t][0] == "V" for t in range(first, colon)) or not _opens_sentence(parse.words[colon + 1]):
        return None
    content = trim(parse, colon + 1, last)
    return Found(colon, "say", ((first, head),), ((colon, colon),), (content,), head) if content else None


def _opens_sentence(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit() or word[:1] in "“\"‘'"


def resolve_citing(parse: Parse, found: list[Found]) -> list[Found]:
    """The attributions, "citing officials" turned into what the officials said, within what the one who cites them said."""
    by_head = {f.head: f for f in found}
    by_speaker = {f.speaker: f for f in found if f.speaker is not None and parse.lowers[f.head] not in CITING}
    resolved: list[Found] = []
    for one in found:
        above = by_head.get(parse.heads[one.head])
        if above is None and parse.deps[parse.heads[one.head]] == "ccomp":
            above = by_head.get(parse.heads[parse.heads[one.head]])
        if above is None and parse.deps[one.head] == "acl":
            above = by_speaker.get(parse.heads[one.head])  # "the radio, quoting a source, said"
        if parse.lowers[one.head] in CITING and above is not None and above.content and one.content:
            speaker = parse.child(one.head, "dobj")
            one = Found(one.head, "say", one.content, one.cue, above.content, speaker, within=above.head)  # noqa: PLW2901
        resolved.append(one)
    return resolved
