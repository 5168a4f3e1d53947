"""What claims speak of that name no event, no place or no day of their own: "activists put the toll at 60", "the ministry denied the attack"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from karama.domain.record import Antecedent, RecordClaim, When
from karama.merge.compare.days import find_days, is_background, take_dates
from karama.merge.compare.kinds import HARM, VIOLENCE, relate_kinds
from karama.merge.compare.places import EXACT, name_spots, share_spots, take_places
from karama.merge.happenings import find_total, find_world, refuse_claim

REACH = 700  # characters back: some five sentences of news
TOGETHER = 0.55  # how well the kinds must go together: "the attack" may be a shelling, "the protest" may not
# Which kinds of event a bare figure of a unit can be of, by the kind that says it.
SAID_BY: dict[str, str] = {"killed": "killing", "wounded": "injuring", "missing": "killing", "detained": "arrest", "displaced": "flight"}
# "The strike", "that attack", "last month's raid", "the attack on the station": it has been told of. Up to three words may stand between.
DEFINITE = re.compile(r"\b(?:the|this|that|these|its|their|his|her|\w+['’]s)\s+(?:[\w-]+\s+){0,3}$", re.I)
# "Attacked the village", "bombed the town": what was hit has been told of; a name after it tells anew.
KNOWN_THING = re.compile(
    r"^\W*(?:the|this|that|its)\s+[a-z-]+(?:\s+[a-z-]+){0,3}\s*(?:[.,;]|$|\b(?:and|because|in|on|at|where|when|which|who|had|was|were|said|after|before)\b)"
)
# "Another 55 were wounded", "the dead included", "nobody was hurt": what became of people in what was just told.
OUTCOME = re.compile(r"^\W*(?:another|the (?:dead|victims|wounded|injured)|among the|nobody|no one|none|no (?:people|civilians|casualties|injuries))\b", re.I)
HOW_MANY = re.compile(r"\bhow many\s+(?:\w+\s+){0,3}$", re.I)  # "he did not say how many people died"
WORD = re.compile(r"\w+")


def find_antecedents(claims: Iterable[RecordClaim]) -> tuple[RecordClaim, ...]:
    """The claims of one article in their order, each with what it speaks of, where it names no event, place or day itself. Depends on the article alone."""
    given = tuple(claims)
    told: dict[str, RecordClaim] = {}
    recent: list[RecordClaim] = []  # events told within reach
    for claim in sorted(given, key=lambda one: (one.start, one.trigger.start, one.what != "event", one.id)):
        told[claim.id] = _point_back(claim, recent) if claim.what in ("event", "quantity") else claim
        if claim.what == "event":
            recent = [*(other for other in recent if claim.start - other.end <= REACH), told[claim.id]]
    pointed = tuple(told[claim.id] for claim in given)
    sentences: dict[tuple[int, int], list[RecordClaim]] = {}
    for claim in pointed:
        if claim.what == "event":
            sentences.setdefault((claim.start, claim.end), []).append(claim)
    return tuple(_find_in_sentence(claim, sentences.get((claim.start, claim.end), ())) for claim in pointed)


def _point_back(claim: RecordClaim, before: Sequence[RecordClaim]) -> RecordClaim:
    """The claim with the nearest happening told before it (or beside it) that it can speak of."""
    if find_world(claim) == "expected" or (claim.what == "event" and not _is_pointing(claim)):
        return claim
    if claim.what == "quantity" and (claim.kind not in SAID_BY or find_total(claim) is not None):
        return claim
    kind = SAID_BY[claim.kind] if claim.what == "quantity" else claim.kind
    things = _list_things(claim)
    nearest = sorted(before, key=lambda one: (not (things and things & set(WORD.findall(one.words.lower()))), one.kind != kind, -one.trigger.start))
    for other in nearest:
        if relate_kinds(kind, other.kind)[0] < TOGETHER or find_world(other) == "expected":
            continue
        if claim.start - other.end > REACH:
            continue
        if claim.what == "event" and (other.start, other.end) == (claim.start, claim.end):
            continue  # of one sentence: they name place and day together, or not at all
        return claim if refuse_claim(other) is not None or not _can_be_one(claim, other) else _lend(claim, other)
    return claim


def _list_things(claim: RecordClaim) -> set[str]:
    """The nouns of things that the claim tells of as known: "the theatre", "its hospital"."""
    return {words[-1] for party in claim.recipients if len(words := party.words.lower().split()) > 1 and words[0] in ("the", "this", "that", "its")}


def _is_pointing(claim: RecordClaim) -> bool:
    """Does an event lack a place or a day, and is it told as one that the reader knows of?"""
    if any(place.precision in EXACT for place in claim.places) and _has_day(claim):
        return False
    at, end = max(0, claim.trigger.start - claim.start), max(0, claim.trigger.end - claim.start)
    if claim.kind in HARM and HOW_MANY.search(claim.words[:at]):
        return True
    if find_world(claim) == "denied" and is_background(claim):
        return True  # "denied that it had carried out strikes there": somebody said so
    known = DEFINITE.search(claim.words[:at])
    if known is not None and not any(party.words.lower() in known[0].lower() for party in claim.actors):  # "the snipers shoot" is no known shooting
        return True
    if KNOWN_THING.match(claim.words[end:]):
        return True
    return claim.kind in HARM and (claim.polarity == "negative" or bool(OUTCOME.match(claim.words)) or bool(OUTCOME.match(_cut_speaker(claim.words))))


def _cut_speaker(words: str) -> str:
    """What is said in "The ministry said nobody was hurt"."""
    _, mark, said = words.partition(" said ")
    return said.removeprefix("that ") if mark else words


def _has_day(claim: RecordClaim) -> bool:
    days = find_days(claim)
    return days is not None and days.how == "said"


def _can_be_one(claim: RecordClaim, other: RecordClaim) -> bool:
    """Do the days and places that both name allow it?"""
    ours, others = find_days(claim), find_days(other)
    if ours is not None and others is not None and "published" not in (ours.how, others.how):
        gap = max((ours.first - others.last).days, (others.first - ours.last).days)
        if gap > int(ours.slippery or others.slippery):
            return False
    spots, known = name_spots(claim), name_spots(other)
    return not spots or not known or share_spots(spots, known) is not None


def _lend(claim: RecordClaim, other: RecordClaim) -> RecordClaim:
    """The claim with the other's place and day where it names none; what was itself lent is handed on."""
    places, dates = take_places(other), take_dates(other)
    words = claim.words[max(0, claim.trigger.start - claim.start) : max(0, claim.trigger.end - claim.start)]
    it = other.words[max(0, other.trigger.start - other.start) : max(0, other.trigger.end - other.start)]
    beside = "in the same sentence" if claim.start == other.start else "before it"
    reason = f'"{" ".join(words.split())}" speaks of "{" ".join(it.split())}", told {beside}'
    vague = all(place.precision == "country" for place in claim.places)
    return replace(claim, antecedent=Antecedent(other.id, reason, places if vague else (), () if claim.dates or is_stale(claim, dates) else dates))


def is_stale(claim: RecordClaim, dates: tuple[When, ...]) -> bool:
    """Would the lent day lie after the report came out?"""
    return claim.published is not None and any(when.earliest is not None and when.earliest > claim.published for when in dates)


def _find_in_sentence(claim: RecordClaim, sentence: Sequence[RecordClaim]) -> RecordClaim:
    """The claim with the place that another act of violence in its sentence is told at, where it names none and its sentence only one."""
    if claim.what != "event" or claim.kind not in VIOLENCE | HARM or claim.places or claim.antecedent is not None:
        return claim
    for other in sentence:  # "said that a U.S. air strike had destroyed the building": the strike is that of the destruction
        if other.antecedent is not None and not claim.dates and relate_kinds(claim.kind, other.kind)[0] >= TOGETHER:
            return replace(claim, antecedent=other.antecedent)
    beside = [other for other in sentence if other.places]
    if not beside or len({tuple(other.places) for other in beside}) != 1 or is_background(claim):
        return claim
    reason = "its sentence names one place"
    return replace(claim, antecedent=Antecedent(beside[0].id, reason, beside[0].places, ()))
