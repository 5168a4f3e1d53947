"""Claims: each thing said, with its passage, its chain of speakers and its certainty."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from karama.domain.annotations import Attribution, Mention, Quantity
from karama.domain.entities import Entity
from karama.domain.facts import Certainty, Claim, Event, Relation
from karama.domain.parse import Parse
from karama.facts.disputed_parties import Doers
from karama.facts.disputes import mark_disputed
from karama.facts.frames import load_frames
from karama.facts.speakers import Voices
from karama.facts.voice import Voice

# Relations that say something of the conflict by themselves; where things are and what they are also called do not.
# Who speaks for whom, or serves in what, is no claim of the conflict either.
CLAIMED_RELATIONS = frozenset({"backs", "allied with", "fights", "leads", "controls"})
# Counts of people and things in a conflict; money, distances and durations alone are no claims of it.
SUREST_RELATION = 0.5  # what scores less ("leaders of the group", unnamed) is no claim by itself
CLAIMED_UNITS = frozenset({"killed", "wounded", "missing", "detained", "displaced", "present", "fighters", "troops", "vehicles", "strikes"})
OPEN_MODALITIES = frozenset({"feared", "possible", "conditional"})
HEDGING_KINDS = frozenset({"fear", "doubt", "appear", "hope"})
UNNAMED_HEDGING_KINDS = frozenset({"claim", "think", "accuse", "show"})  # without a source: "is believed to", "allegedly"
HEDGE_WORDS = frozenset(
    {"alleged", "suspected", "possible", "unconfirmed", "unverified", "apparent", "purported", "reported", "rumored", "rumoured", "presumed"}
)
DOUBTED_SOURCES = frozenset({"unconfirmed", "unverified", "rumors", "rumours", "purported", "conflicting"})
# "could not be independently verified", "neither claim could be confirmed"
CHECKING = frozenset({"verify", "confirm", "corroborate", "authenticate", "substantiate"})


class Said(NamedTuple):
    """One thing said, before its passage and speakers are worked out."""

    start: int
    ids: tuple[str, ...]
    event: Event | None = None
    relation: Relation | None = None
    hedged: bool = False  # of a count by itself


def assemble_claims(
    parse: Parse,
    events: tuple[Event, ...],
    relations: tuple[Relation, ...],
    quantities: tuple[Quantity, ...],
    attributions: tuple[Attribution, ...],
    mentions: tuple[Mention, ...] = (),
    entities: tuple[Entity, ...] = (),
) -> tuple[Claim, ...]:
    """The claims of a text in order ("c1", "c2" ...)."""
    voices = Voices(parse, attributions)
    said = sorted([*_gather_events(events), *_gather_relations(events, relations, mentions), *_gather_counts(parse, events, relations, quantities)])
    unchecked = _find_unchecked(parse)
    claims = [claim for one in said if (claim := _make_claim(parse, one, voices, unchecked)) is not None]
    facts: dict[str, Event | Relation] = {**{e.id: e for e in events}, **{r.id: r for r in relations}}
    claims = mark_disputed(parse, claims, facts, {q.id: q for q in quantities}, attributions, Doers(mentions, entities))
    return tuple(replace(claim, id=f"c{n}") for n, claim in enumerate(claims, 1))


def _gather_events(events: tuple[Event, ...]) -> list[Said]:
    """The events of the conflict, each with its counts; of several on one trigger the surest."""
    frames = load_frames()
    best: dict[tuple[int, int], Event] = {}
    for event in events:
        frame = frames.get(event.kind)
        if frame is not None and not frame.conflict:
            continue
        other = best.get(event.trigger)
        if other is None or event.score > other.score:
            best[event.trigger] = event
    return [Said(e.trigger.start, (e.id, *e.quantities), event=e) for e in best.values()]


def _gather_relations(events: tuple[Event, ...], relations: tuple[Relation, ...], mentions: tuple[Mention, ...]) -> list[Said]:
    """The relations that say something of the conflict and that no event says already."""
    frames = load_frames()
    told = sorted({e.trigger for e in events if (frame := frames.get(e.kind)) is None or frame.conflict})  # triggers do not overlap
    kept = [r for r in relations if r.kind in CLAIMED_RELATIONS and r.score >= SUREST_RELATION and not _holds(told, r)]
    by_id = {m.id: m for m in mentions}
    seen: set[tuple[str, str | None, str | None]] = set()
    found = []
    for relation in kept:
        one, two = by_id.get(relation.source), by_id.get(relation.target)
        key = (relation.kind, one.entity if one else None, two.entity if two else None)
        named = one is not None and two is not None and two.start <= one.start and one.end <= two.end
        if not (named and key in seen):  # "the U.S.-led coalition" says it once, then it is its name
            found.append(Said(relation.trigger.start, (relation.id,), relation=relation))
        seen.add(key)
    return found


def _gather_counts(parse: Parse, events: tuple[Event, ...], relations: tuple[Relation, ...], quantities: tuple[Quantity, ...]) -> list[Said]:
    """The counts that are no event's, and those that are hedged by themselves; each with where the counted are."""
    counted = {q for event in events for q in event.quantities}
    where: dict[str, list[str]] = {}
    for relation in relations:
        if relation.kind == "located in" and relation.polarity == "positive":
            where.setdefault(relation.source, []).append(relation.id)
    found = []
    for count in quantities:
        hedged = _is_hedged(parse, count)
        if count.unit in CLAIMED_UNITS and (count.id not in counted or hedged):
            found.append(Said(count.start, (count.id, *where.get(count.of or "", ())), hedged=hedged))
    return found


def _is_hedged(parse: Parse, count: Quantity) -> bool:
    """Whether the figure itself is in doubt: "a possible 2,500 militants", "a possible force of 2,500 militants"."""
    if (count.hedge or "").lower() in HEDGE_WORDS:
        return True
    noun = count.head
    if noun < 0:
        return False
    preposition = parse.heads[noun]
    above = parse.heads[preposition] if parse.deps[noun] == "pobj" and parse.lowers[preposition] == "of" else noun
    return any(_is_hedged_noun(parse, n) for n in {noun, above})


def _is_hedged_noun(parse: Parse, noun: int) -> bool:
    return parse.tags[noun][0] in "NC" and any(parse.lowers[c] in HEDGE_WORDS and parse.deps[c] in ("amod", "compound", "nmod") for c in parse.children[noun])


def _holds(triggers: Sequence[tuple[int, int]], relation: Relation) -> bool:
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
    event = said.event
    chain = voices.chain(said.start) if event is None or event.head < 0 else voices.chain(said.start, event.head)
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


def _is_doubted(parse: Parse, voice: Voice) -> bool:
    """Whether the source itself is in doubt: "unconfirmed reports suggest", "an unverified video shows"."""
    for span in voice.attribution.source[:1]:
        first = parse.token_at(span.start)
        if first is not None and any(parse.lowers[t] in DOUBTED_SOURCES for t in range(first, min(first + 4, len(parse)))):
            return True
    return False


def _hedges(voice: Voice) -> bool:
    """Whether the cue leaves open whether it is so: "fear that", "did not say whether", "is believed to" by nobody in particular."""
    unnamed = voice.kind in UNNAMED_HEDGING_KINDS and not voice.attribution.source
    return (voice.negated and voice.kind != "deny") or voice.kind in HEDGING_KINDS or unnamed


def _judge(parse: Parse, said: Said, token: int, chain: tuple[Voice, ...]) -> Certainty:
    """How far the article stands behind it: denied, hedged, somebody else's, or its own voice."""
    fact = said.event or said.relation
    doubted = any(_is_doubted(parse, v) for v in chain)
    denials = [v for v in chain if v.kind == "deny"]
    undenied = bool(denials) and denials[0].negated  # "do not deny the massacre"
    if not undenied and ((fact is not None and fact.modality == "denied") or denials):
        return "denied"
    if fact is not None and fact.modality in OPEN_MODALITIES:
        return "uncertain"
    if doubted or any(_hedges(v) for v in chain):
        return "uncertain"
    head = said.event.head if said.event is not None and said.event.head >= 0 else token
    if said.hedged or any(parse.lowers[c] in HEDGE_WORDS and parse.deps[c] in ("amod", "compound", "nmod") for c in parse.children[head]):
        return "uncertain"
    return "attributed" if any(v.speaks for v in chain) else "asserted"
