"""Claims that the same article contradicts: somebody denies them, or two sources give accounts that cannot both hold."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate, islice, pairwise
from typing import NamedTuple

from karama.domain.annotations import Attribution, Quantity
from karama.domain.facts import Claim, Event, Relation
from karama.domain.parse import Parse
from karama.facts.denials import Denial, find_denials
from karama.facts.disputed_parties import Doers, Keys

NEAR = 3  # sentences between a claim and the denial of the same deed
FAR = 6  # sentences that a denial by the one who is said to have done it may look back
FARTHEST_DENIED = 2  # sentences that "denied that" by somebody else may look back
MOST = 12  # claims before and after a denial that are held against it
MOST_ANSWERED = 40  # claims before a denial without words of its own
DEEPEST = 30  # words above an event that are looked at
CONTESTED = frozenset({"attributed", "asserted", "uncertain"})
# What "denied responsibility" can be about: not that an army took a town or moved.
NO_CRIMES = frozenset({"territory taken", "territory lost", "territory held", "advance", "offensive", "defence", "defeat", "armed clash", "interception"})
# Sources that repeat the voice before: "police said ... the statement added".
SAME_VOICE = frozenset({"statement", "it", "he", "she", "they", "who", "which"})
ASIDE = frozenset({"after", "before", "since", "while", "during"})
# People counted without saying who they are: any other count of people may be of the same.
ANYBODY = frozenset({"people", "person", "dead", "death", "body", "other", "victim", "man", "life", "casualty", "civilian"})


class Said(NamedTuple):
    """A claim with what it says, and the sentence and token it stands at."""

    number: int
    claim: Claim
    fact: Event | Relation | None
    sentence: int
    head: int


class Case(NamedTuple):
    """What the claims of an article are judged on."""

    parse: Parse
    said: tuple[Said, ...]
    sentences: tuple[int, ...]  # of said, in order
    quantities: Mapping[str, Quantity]
    attributions: Mapping[str, Attribution]
    doers: Doers


def mark_disputed(
    parse: Parse,
    claims: list[Claim],
    facts: Mapping[str, Event | Relation],
    quantities: Mapping[str, Quantity],
    attributions: tuple[Attribution, ...],
    doers: Doers,
) -> list[Claim]:
    """The claims, those contradicted marked as disputed; a denial itself stays denied."""
    said = tuple(_place(parse, n, claim, facts, quantities) for n, claim in enumerate(claims))
    case = Case(parse, said, tuple(accumulate((s.sentence for s in said), max)), quantities, {a.id: a for a in attributions}, doers)
    disputed = _denied_elsewhere(case) | _counted_otherwise(case)
    for denial in find_denials(parse):
        disputed |= _answer(case, denial)
    return [replace(c, certainty="disputed") if n in disputed and c.certainty in CONTESTED else c for n, c in enumerate(claims)]


def _place(parse: Parse, number: int, claim: Claim, facts: Mapping[str, Event | Relation], quantities: Mapping[str, Quantity]) -> Said:
    fact = facts.get(claim.says[0])
    start = fact.trigger.start if fact is not None else quantities[claim.says[0]].start
    token = parse.token_at(start) or 0
    head = fact.head if isinstance(fact, Event) and fact.head >= 0 else token
    return Said(number, claim, fact, parse.sentence_of[token], head)


# ---------------------------------------------------------------- denials that say again what they deny


def _denied_elsewhere(case: Case) -> set[int]:
    """The claims of the same deed that a claim near by, with other speakers, denies."""
    found: set[int] = set()
    for denial in case.said:
        if not isinstance(denial.fact, Event) or denial.claim.certainty != "denied":
            continue
        denier = _keys_of_speaker(case, denial.claim)
        for other in case.said[max(0, denial.number - MOST) : denial.number + MOST + 1]:
            if other.number != denial.number and other.claim.speakers != denial.claim.speakers and _is_same_deed(case, denial, other, denier):
                found.add(other.number)
    return found


def _keys_of_speaker(case: Case, claim: Claim) -> Keys:
    speaker = case.attributions[claim.speakers[0]].speaker if claim.speakers else None
    return case.doers.keys((speaker,)) if speaker is not None else frozenset()


def _is_same_deed(case: Case, denial: Said, other: Said, denier: Keys) -> bool:
    """Whether the other claim tells what is denied: the same kind with nobody else as its doer, or a deed of the one who denies."""
    one, two, doers = denial.fact, other.fact, case.doers
    if not isinstance(one, Event) or not isinstance(two, Event):
        return False
    gap = abs(other.sentence - denial.sentence)
    first, second = doers.keys(one.actor) or denier, doers.keys(two.actor)
    if first and second and not first & second:
        return False
    same_word = case.parse.lemmas[denial.head] == case.parse.lemmas[other.head]
    if one.kind == two.kind and gap <= NEAR:
        return same_word or bool(first & second) or _shares_object(doers, one, two)
    # "the M23 denied the massacre": what M23 is said to have done, by whatever word
    named = case.parse.tags[denial.head][0] == "N"
    return bool(first & second) and gap <= FAR and named and one.codes.plover == two.codes.plover and two.kind not in NO_CRIMES


def _shares_object(doers: Doers, one: Event, two: Event) -> bool:
    return bool(doers.keys(one.recipient) & doers.keys(two.recipient) or doers.keys(one.place) & doers.keys(two.place))


# ---------------------------------------------------------------- denials that do not say it again


def _answer(case: Case, denial: Denial) -> set[int]:
    """The claims that "denied responsibility", "denied the claim" or "which it denied" means."""
    denier = case.doers.keys_at(denial.denier)
    here = case.parse.sentence_of[denial.verb]
    last = bisect_right(case.sentences, here)
    first = max(bisect_left(case.sentences, here - FAR), last - MOST_ANSWERED)
    before = [s for s in case.said[first:last] if s.head < denial.verb and not _is_by(case, s, denial, denier)]
    by_denier = [s for s in before if s.fact is not None and denier & case.doers.keys_of(s.fact) and not _is_no_crime(s)]
    if denial.of == "part":
        return _nearest(by_denier)
    near = [s for s in before if s.sentence >= here - FARTHEST_DENIED and s.claim.speakers]
    if denial.of == "clause":
        near = [s for s in near if s.sentence == here]
    accused = [s for s in by_denier if s in near]
    return _nearest(accused) or {s.number for s in _take_main(case.parse, [s for s in near if s.number in _nearest(near)])}


def _is_no_crime(said: Said) -> bool:
    return isinstance(said.fact, Event) and said.fact.kind in NO_CRIMES


def _is_by(case: Case, said: Said, denial: Denial, denier: Keys) -> bool:
    """Whether the one who denies said it himself, or the claim stands within his denial."""
    if not said.claim.speakers:
        return False
    if denier & _keys_of_speaker(case, said.claim):
        return True
    start = case.parse.starts[denial.denier] if denial.denier is not None else -1
    return any(span.start <= start < span.end for span in case.attributions[said.claim.speakers[0]].source)


def _nearest(said: list[Said]) -> set[int]:
    """The claims of the last sentence that has any."""
    return {s.number for s in said if s.sentence == said[-1].sentence} if said else set()


def _take_main(parse: Parse, said: list[Said]) -> list[Said]:
    """Of the claims of a sentence those that no other one governs: "had captured the town where 12 had been killed" is about the capture."""
    heads = {s.head for s in said}
    told = [s for s in said if not _is_aside(parse, s.head)]
    return [s for s in told if not any(a in heads and not _is_joined(parse, s.head, a) for a in islice(parse.ancestors(s.head), DEEPEST))]


def _is_aside(parse: Parse, token: int) -> bool:
    """Whether a clause of time or a description tells it, by the way: "had left the town after looting it"."""
    for _ in range(DEEPEST):
        dep, head = parse.deps[token], parse.heads[token]
        if dep in ("advcl", "relcl", "acl") or (dep == "pcomp" and parse.lowers[head] in ASIDE):
            return True
        if head == token or dep == "ccomp":
            return False
        token = head
    return False


def _is_joined(parse: Parse, token: int, ancestor: int) -> bool:
    return parse.deps[token] == "conj" and parse.heads[token] == ancestor


# ---------------------------------------------------------------- counts


def _counted_otherwise(case: Case) -> set[int]:
    """Claims of one kind of event, in neighbouring sentences and by different speakers, whose counts cannot both hold."""
    found: set[int] = set()
    counted = [(s, [case.quantities[q] for q in s.claim.says if q in case.quantities]) for s in case.said if s.claim.speakers]
    for (one, some), (two, others) in pairwise(counted):
        if not _are_two_voices(case, one, two) or two.sentence - one.sentence > 1 or not _is_same_kind(case.doers, one, two):
            continue
        if any(_clash(case.parse, a, b) for a in some for b in others):
            found |= {one.number, two.number}
    return found


def _are_two_voices(case: Case, one: Said, two: Said) -> bool:
    """Whether two claims have different speakers: not one and his statement, nor one who is named twice."""
    first, second = (case.attributions[s.claim.speakers[0]] for s in (one, two))
    if first.source == second.source or _keys_of_speaker(case, one.claim) & _keys_of_speaker(case, two.claim):
        return False
    words = {case.parse.lemmas[t] for a in (first, second) for s in a.source if (t := case.parse.token_at(s.end - 1)) is not None}
    return not words & SAME_VOICE


def _is_same_kind(doers: Doers, one: Said, two: Said) -> bool:
    """Whether both count the same happening: of one kind, and not each at a place of its own."""
    if not isinstance(one.fact, Event) or not isinstance(two.fact, Event):
        return not isinstance(one.fact, Relation) and not isinstance(two.fact, Relation)  # "the government puts the toll at 12"
    here, there = doers.keys(one.fact.place), doers.keys(two.fact.place)
    return one.fact.kind == two.fact.kind and not (here and there and not here & there)


def _clash(parse: Parse, one: Quantity, two: Quantity) -> bool:
    """Whether two counts of the same people or things have no number in common; a bound that is open clashes with nothing beyond it."""
    if one.unit != two.unit or one.unit == "other" or one.approximate or two.approximate:
        return False
    nouns = {parse.lemmas[q.head] for q in (one, two) if q.head >= 0 and parse.tags[q.head][0] == "N"}
    if len(nouns) > 1 and not nouns & ANYBODY:
        return False  # "25 fighters", "three workers": each may be true
    low, high = max(one.low or 0, two.low or 0), min(x for x in (one.high, two.high, float("inf")) if x is not None)
    return low > high
