"""Claims: each thing said, with its passage, its chain of speakers and its certainty."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import NamedTuple

from karama.domain.annotations import Attribution, Quantity
from karama.domain.facts import Certainty, Claim, Event, Relation
from karama.domain.parse import Parse
from karama.facts.disputes import mark_disputed
from karama.facts.frames import load_frames
from karama.facts.speakers import Voice, Voices

# Relations that say something of the conflict by themselves; where things are and what they are also called do not.
CLAIMED_RELATIONS = frozenset({"backs", "allied with", "fights", "member of", "leads", "controls"})
# Counts of people and things in a conflict; money, distances and durations alone are no claims of it.
SUREST_RELATION = 0.5  # what scores less ("leaders of the group", unnamed) is no claim by itself
CLAIMED_UNITS = frozenset({"killed", "wounded", "missing", "detained", "displaced", "present", "fighters", "troops", "vehicles", "strikes"})
OPEN_MODALITIES = frozenset({"feared", "possible", "conditional"})
HEDGING_KINDS = frozenset({"fear", "doubt", "appear", "hope"})
UNNAMED_HEDGING_KINDS = frozenset({"claim", "think", "accuse", "show"})  # without a source: "is believed to", "allegedly"
HEDGE_WORDS = frozenset(
    {"alleged", "suspected", "possible", "unconfirmed", "unverified", "apparent", "purported", "reported", "rumored", "rumoured", "presumed"}
)
# "could not be independently verified", "neither claim could be confirmed"
CHECKING = frozenset({"verify", "confirm", "corroborate", "authenticate", "substantiate"})


class Said(NamedTuple):
    """One thing said, before its passage and speakers are worked out."""

    start: int
    ids: tuple[str, ...]
    event: Event | None = None
    relation: Relation | None = None
    hedge: str | None = None  # of a count by itself


def assemble_claims(
    parse: Parse, events: tuple[Event, ...], relations: tuple[Relation, ...], quantities: tuple[Quantity, ...], attributions: tuple[Attribution, ...]
) -> tuple[Claim, ...]:
    """The claims of a text in order ("c1", "c2" ...)."""
    voices = Voices(parse, attributions)
    said = sorted(_gather(events, relations, quantities))
    unchecked = _find_unchecked(parse)
    claims = [claim for one in said if (claim := _make_claim(parse, one, voices, unchecked)) is not None]
    claims = mark_disputed(parse, claims, {e.id: e for e in events}, {q.id: q for q in quantities}, attributions)
    return tuple(replace(claim, id=f"c{n}") for n, claim in enumerate(claims, 1))


def _gather(events: tuple[Event, ...], relations: tuple[Relation, ...], quantities: tuple[Quantity, ...]) -> list[Said]:
    """Events of the conflict with their counts, relations that no event says already, and the counts that are left."""
    frames = load_frames()
    best: dict[tuple[int, int], Event] = {}
    for event in events:
        frame = frames.get(event.kind)
        if frame is not None and not frame.conflict:
            continue
        other = best.get(event.trigger)
        if other is None or event.score > other.score:
            best[event.trigger] = event
    told = sorted(best)  # triggers do not overlap
    counted = {q for event in events for q in event.quantities}
    found = [Said(e.trigger.start, (e.id, *e.quantities), event=e) for e in best.values()]
    found += [
        Said(r.trigger.start, (r.id,), relation=r) for r in relations if r.kind in CLAIMED_RELATIONS and r.score >= SUREST_RELATION and not _holds(told, r)
    ]
    found += [Said(q.start, (q.id,), hedge=q.hedge) for q in quantities if q.unit in CLAIMED_UNITS and q.id not in counted]
    return found


def _holds(triggers: list[tuple[int, int]], relation: Relation) -> bool:
    """Whether one of the triggers, in order, holds the relation's: then the event says it."""
    at = bisect_right(triggers, (relation.trigger.start, relation.trigger.end)) - 1
    return at >= 0 and triggers[at][0] <= relation.trigger.start < triggers[at][1]


def _find_unchecked(parse: Parse) -> set[int]:
    """The sentences that the article says nobody could verify: the one that says so and the one before it."""
    found: set[int] = set()
    for token, lemma in enumerate(parse.lemmas):
        if lemma in CHECKING and parse.tags[token][0] == "V":
            sentence = parse.sentence_of[token]
            words = parse.lowers[max(parse.sentences[sentence].first, token - 10) : token]
            if ("independently" in words or "could" in words or "be" in words) and (
                "not" in words or "neither" in words or "unable" in words or "n't" in words
            ):
                found |= {sentence, sentence - 1}
    return found


def _make_claim(parse: Parse, said: Said, voices: Voices, unchecked: set[int]) -> Claim | None:
    """The claim of one thing said, None where no token stands at its start."""
    token = parse.token_at(said.start)
    if token is None:
        return None
    chain = voices.chain(said.start)
    speakers = tuple(voice for voice in chain if voice.speaks)
    first = last = parse.sentence_of[token]
    for voice in speakers[:1]:
        cue = parse.token_at(voice.attribution.cue[0].start)
        if cue is not None and abs(parse.sentence_of[cue] - first) == 1:
            first, last = min(first, parse.sentence_of[cue]), max(last, parse.sentence_of[cue])
    start, end = parse.sentence_span(first)[0], parse.sentence_span(last)[1]
    certainty = _judge(parse, said, token, chain)
    if certainty in ("asserted", "attributed") and parse.sentence_of[token] in unchecked:
        certainty = "uncertain"
    names = tuple(voice.attribution.id for voice in speakers)
    return Claim("", start, end, parse.text[start:end], said.ids, names, certainty, parse.sentences[parse.sentence_of[token]].segment)


def _judge(parse: Parse, said: Said, token: int, chain: tuple[Voice, ...]) -> Certainty:
    """How far the article stands behind it: denied, hedged, somebody else's, or its own voice."""
    fact = said.event or said.relation
    if (fact is not None and fact.modality == "denied") or any(v.kind == "deny" for v in chain):
        return "denied"
    if fact is not None and fact.modality in OPEN_MODALITIES:
        return "uncertain"
    if any(v.negated or v.kind in HEDGING_KINDS or (v.kind in UNNAMED_HEDGING_KINDS and not v.attribution.source) for v in chain):
        return "uncertain"
    head = said.event.head if said.event is not None and said.event.head >= 0 else token
    if (said.hedge or "").lower() in HEDGE_WORDS or any(parse.lowers[c] in HEDGE_WORDS for c in parse.children[head]):
        return "uncertain"
    return "attributed" if any(v.speaks for v in chain) else "asserted"
