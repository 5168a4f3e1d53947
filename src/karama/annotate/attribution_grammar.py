"""What the grammar of attribution stands on: token ranges, subjects and verb groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from karama.annotate.cues import CHANNELS, VERBS
from karama.annotate.quotations import MARKS
from karama.domain.parse import Parse

Range = tuple[int, int]  # first and last token, inclusive

# Punctuation that never belongs to the edge of a source or a content.
EDGE = frozenset({",", ";", ":", "-", "--", "—", "–", ".", "(", ")", "[", "]"})
GROUP = frozenset({"aux", "auxpass", "neg", "advmod", "prt"})
RELATIVE = frozenset({"who", "which", "that"})
DEEPEST = 8  # how many verbs up the subject of a verb may stand


class Found(NamedTuple):
    """An attribution in tokens. `head` is the cue's main token, `speaker` the head of its source."""

    head: int
    kind: str  # class of the cue
    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    speaker: int | None = None
    within: int | None = None  # the head of the attribution that it stands within, where its place does not show it


def trim(parse: Parse, first: int, last: int) -> Range | None:
    """The range without punctuation at its edges, None if nothing is left."""
    words = parse.words
    while first <= last and words[first] in EDGE:
        first += 1
    while last >= first and words[last] in EDGE:
        last -= 1
    return (first, last) if first <= last else None


def join_ranges(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The ranges in order, those that touch or overlap made one."""
    joined: list[Range] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def cut_out(ranges: Iterable[Range], hole: Range) -> tuple[Range, ...]:
    """The ranges without the tokens of the hole."""
    kept: list[Range] = []
    for first, last in ranges:
        if last < hole[0] or first > hole[1]:
            kept.append((first, last))
            continue
        if first < hole[0]:
            kept.append((first, hole[0] - 1))
        if last > hole[1]:
            kept.append((hole[1] + 1, last))
    return tuple(kept)


def subtree(parse: Parse, token: int) -> Range | None:
    """The trimmed range of everything that depends on the token."""
    return trim(parse, parse.left[token], parse.right[token])


def find_subject(parse: Parse, verb: int) -> int | None:
    """The head of who does it: the verb's own subject, or the one it shares with the verb or noun above it."""
    for _ in range(DEEPEST):
        own = next((c for c in parse.children[verb] if parse.deps[c] in ("nsubj", "nsubjpass", "csubj") and parse.words[c] not in MARKS), None)
        if own is None:  # "had not, as of Sunday, confirmed": the subject hangs from the auxiliary
            own = next((g for c in parse.children[verb] if parse.deps[c] == "aux" for g in parse.children[c] if parse.deps[g] == "nsubj"), None)
        if own is not None:
            return own
        head, dep = parse.heads[verb], parse.deps[verb]
        if head == verb or dep == "relcl":
            return None
        if dep == "acl":
            return head if parse.tags[verb] == "VBG" or parse.child(verb, "dobj") is not None else None
        if dep == "advcl" and parse.tags[verb] == "VBG" and parse.deps[head] == "ccomp" and parse.lemmas[parse.heads[head]] in VERBS:
            verb = parse.heads[head]  # "said that the toll was rising, citing reports": who said it cites
            continue
        if dep == "pcomp" and parse.lowers[head] == "as" and (quoted := parse.child(parse.heads[head], "dobj")) is not None:
            return quoted  # "quoted an officer as saying"
        if dep == "xcomp" and (controller := parse.child(head, "dobj")) is not None:
            return controller
        if parse.tags[head][0] not in "VMR" and parse.poses[head] != "AUX":
            if dep not in ("pcomp", "acomp") or parse.heads[head] == head:
                return None
            head = parse.heads[head]
        verb = head
    return None


def find_source(parse: Parse, subject: int | None, verb: int) -> tuple[Range, ...]:
    """The whole noun phrase of the subject with its appositions, less anything from the cue's clause; empty without subject."""
    if (
        subject is None
        or (parse.deps[subject] == "csubj" and not _is_name_misread(parse, subject))
        or (parse.lowers[subject] in ("it", "there") and parse.deps[subject] == "expl")
    ):
        return ()
    if parse.lowers[subject] in ("that", "which") and (noun := find_speaker(parse, subject)) is not None:
        subject = noun  # "a report that suggests": the report; "officials who say" keeps its own subject
    first, last = parse.left[subject], parse.right[subject]
    if subject < verb <= last:
        last = parse.left[verb] - 1 if parse.left[verb] > subject else verb - 1
    elif first <= verb < subject:
        first = verb + 1
    first, last = _cut_at_quotes(parse, subject, first, last)
    span = trim(parse, first, last)
    if span is not None and span[1] < last and parse.words[span[1] + 1] == ")" and "(" in parse.words[span[0] : span[1]]:
        span = (span[0], span[1] + 1)
    return (span,) if span else ()


def _is_name_misread(parse: Parse, subject: int) -> bool:
    """Whether a clause in subject position is two nouns that the parser took for verb and object: "Aid workers"."""
    return parse.right[subject] - parse.left[subject] < 3 and parse.tags[parse.right[subject]][0] == "N"


def find_speaker(parse: Parse, subject: int | None) -> int | None:
    """The noun that the subject stands for: of "who" and "which" the one that their clause describes."""
    if subject is None or parse.lowers[subject] not in RELATIVE or parse.deps[parse.heads[subject]] != "relcl":
        return subject
    return parse.heads[parse.heads[subject]]


def _cut_at_quotes(parse: Parse, head: int, first: int, last: int) -> Range:
    """The range up to a quotation that the parser took into the noun phrase: a mark with a comma or a capital by it."""
    for token in range(head + 1, last + 1):
        if parse.words[token] in MARKS and parse.words[token - 1] in EDGE:
            last = token - 1
            break
    for token in range(head - 1, first - 1, -1):
        if parse.words[token] in MARKS and token > first and parse.words[token - 1] in (",", "?", "!", "."):
            first = token + 1
            break
    return first, last


def find_group(parse: Parse, verb: int) -> Range:
    """The verb with its auxiliaries, negation, adverbs and particle, as far as they touch it."""
    first = last = verb
    children = parse.children[verb]
    for child in reversed([c for c in children if c < verb]):
        if parse.deps[child] in GROUP and parse.right[child] == first - 1 and parse.left[child] == child:
            first = child
        elif child < first:
            break
    for child in (c for c in children if c > verb):
        if parse.deps[child] == "prt" and child == last + 1:
            last = child
        elif parse.deps[child] == "prep" and child == last + 1 and parse.lowers[child] in ("in", "on", "via", "at", "during"):
            place = parse.child(child, "pobj")
            if place is not None and parse.lemmas[place] in CHANNELS:
                last = place
        elif child > last + 1:
            break
    return first, last
