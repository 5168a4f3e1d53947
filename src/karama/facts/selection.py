"""Which events are worth a record: the less surely a kind of event belongs to a conflict, the more of the text must be tied to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from karama.domain.annotations import Attribution, Mention
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.frames import Frame, load_frames

CHAIN = frozenset({"xcomp", "ccomp", "acomp", "dobj"})  # what a main verb spells out: "agreed to halt", "said it would halt", "lodged a protest"
THROUGH = frozenset({"as", "under"})  # prepositions that go on with what the verb says: "was quoted as saying", "put under investigation"
FINITE = frozenset({"VBD", "VBZ", "VBP"})  # a second main verb: "rejected the offer and threatened"
REACH = 6  # verbs above an act in which its main clause is looked for
INSISTED = frozenset({"actual", "planned"})  # words that were spoken, or are announced; a possible refusal is nobody's act
REPORTED = frozenset(
    {"actual", "denied", "requested", "conditional"}
)  # a denial answers a report of the event; what is asked for or bargained over is news in itself
ASKED = frozenset({"requested", "denied"})  # "urged both sides to stop fighting", "denies hitting civilians": who asked or denied ties them to the text
BARE_FORMS = frozenset({"VB", "VBG"})  # "to attack", "attacking": said without a time
DETERMINERS = frozenset({"det", "poss", "nummod"})
BLASTS = ("bombing", "suicide bombing", "explosion", "air strike", "drone strike", "shelling", "missile attack", "landmine")
# Which events told before a later "the attack", "the explosion" can point back to, besides those of its own kind.
SORTS: dict[str, tuple[str, ...]] = {
    "attack": (*BLASTS, "raid", "shooting", "stabbing", "massacre", "assassination", "chemical attack", "offensive"),
    "shooting": ("attack", "killing", "armed clash", "assassination"),
    "massacre": ("killing", "attack", "execution"),
    "killing": ("death", "attack", "shooting", "assassination", "execution", "massacre", *BLASTS),
    "death": ("killing", "attack", "shooting", *BLASTS),
    "armed clash": ("offensive", "attack", "shooting", "territory taken", "territory lost", "siege", "encirclement", "advance"),
    "offensive": ("attack", "armed clash", "territory taken", "advance", *BLASTS),
    "raid": ("attack", "arrest", "search", "shooting"),
    **dict.fromkeys(BLASTS, ("attack", *BLASTS)),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event with what the rules ask about it."""

    event: Event
    frame: Frame
    noun: bool
    bare: bool  # a noun without article, owner or number: "attacks", "violence"
    quoted: bool  # inside somebody's own words
    timeless: bool  # an infinitive or gerund
    alone: bool  # a noun that nothing follows: no "near the airport", no "on the convoy"


class Need(NamedTuple):
    """How many things must be tied to the events that a rule is about, and why."""

    about: Callable[[Candidate], bool]
    ties: int
    reason: str


# An event needs as many ties as the strictest rule that is about it asks for; a tie is a filled slot: who, to whom, where, when, how many, with what.
NEEDS = (
    Need(lambda c: c.frame.weight < 0.8, 1, "a destruction or a protest of nobody, nowhere and at no time cannot be told from another"),
    Need(lambda c: c.frame.weight < 0.6, 2, "journeys, visits and payments are news of a conflict only as somebody's, to somewhere or somebody"),
    Need(lambda c: c.bare and c.frame.weight < 0.9, 2, "'attacks' and 'violence' without article, owner or number speak of a sort of event"),
    Need(
        lambda c: c.timeless and c.event.modality not in ASKED,
        2,
        "'to attack' and 'attacking' may be an aim or a habit, unless the sides or the place are given",
    ),
    Need(lambda c: c.quoted, 2, "inside somebody's own words a single tie is often a figure of speech: 'they are killing us'"),
    Need(lambda c: c.event.modality not in REPORTED, 2, "what has not happened, or not yet, must be told from all else that has not"),
)


def select_events(parse: Parse, events: tuple[Event, ...], mentions: tuple[Mention, ...], attributions: tuple[Attribution, ...]) -> tuple[Event, ...]:
    """The events that say enough for a record, numbered anew; words said in a subordinate clause leave their addressee to the main verb."""
    frames, quoted, forms = load_frames(), Quoted(attributions), {m.id: m.form for m in mentions}
    candidates = [describe_event(parse, event, frames[event.kind], quoted) for event in events]
    kept = drop_strays([c for c in candidates if (is_said(parse, c, forms) if is_verbal(c.frame) else has_ties(c))])
    lent = lend_recipients(parse, events, kept)
    return tuple(replace(e, id=f"v{n}", recipient=e.recipient or lent.get(e.id, ())) for n, e in enumerate(kept, 1))


def drop_strays(candidates: list[Candidate]) -> list[Event]:
    """The events without those nouns to which nothing is tied and that no event told before stands behind: "the final strike" of a rivalry."""
    kept: list[Event] = []
    told: set[str] = set()
    for candidate in candidates:
        event = candidate.event
        same = {*SORTS.get(event.kind, ()), event.kind}
        if candidate.alone and event.modality == "actual" and not count_ties(event) and told.isdisjoint(same):
            continue
        kept.append(event)
        told.add(event.kind)
    return kept


def count_ties(event: Event) -> int:
    """How many slots of the event are filled."""
    return sum(map(bool, (event.actor, event.recipient, event.place, event.date, event.quantities, event.instrument)))


def describe_event(parse: Parse, event: Event, frame: Frame, quoted: Quoted) -> Candidate:
    """The event with its form and its setting."""
    head = event.head
    noun = parse.poses[head] not in ("VERB", "AUX")
    bare = noun and parse.poses[head] != "ADJ" and not any(parse.deps[c] in DETERMINERS for c in parse.children[head])
    alone = noun and not any(parse.deps[c] in ("prep", "acl", "relcl") for c in parse.children[head])
    return Candidate(event, frame, noun, bare, quoted.covers(event.trigger.start), is_timeless(parse, head), alone)


def is_timeless(parse: Parse, head: int) -> bool:
    """Whether the verb is an infinitive or a gerund without an auxiliary that gives it a time ("has been raging", "will attack")."""
    return parse.tags[head] in BARE_FORMS and not any(parse.deps[c] == "aux" and parse.lowers[c] != "to" for c in parse.children[head])


class Quoted:
    """The stretches of text in quotation marks that have a speaker."""

    __slots__ = ("ends", "starts")

    def __init__(self, attributions: tuple[Attribution, ...]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted((s.start, s.end) for a in attributions if a.kind == "direct" for s in a.content):
            self.starts.append(start)
            self.ends.append(max(end, self.ends[-1]) if self.ends else end)

    def covers(self, offset: int) -> bool:
        """Whether the character stands in one of them."""
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.ends[at]


def is_verbal(frame: Frame) -> bool:
    """Whether events of the kind are acts between political sides (accusing, agreeing, refusing) rather than of the conflict on the ground."""
    return frame.plover is not None and frame.plover != "CONSULT" and not frame.conflict


def has_ties(candidate: Candidate) -> bool:
    """Whether as much is tied to the event as the rules about it ask for."""
    ties = count_ties(candidate.event)
    return all(ties >= need.ties for need in NEEDS if need.about(candidate))


def is_said(parse: Parse, candidate: Candidate, forms: Mapping[str, str]) -> bool:
    """Whether an act between sides is what the sentence reports: by its main verb, in the article's words, and not denied or supposed."""
    event = candidate.event
    known = not event.recipient or any(forms.get(r) != "pronoun" for r in event.recipient)
    return known and event.polarity == "positive" and event.modality in INSISTED and not candidate.quoted and is_main(parse, event.head)


def is_main(parse: Parse, head: int) -> bool:
    """Whether the word is the main verb of its sentence or belongs to what that verb spells out; "demanding" in a further clause is background."""
    for _ in range(REACH):
        if parse.heads[head] == head:
            return True
        above = parse.heads[head]
        if parse.deps[head] in ("pcomp", "pobj") and parse.lowers[above] in THROUGH:
            above = parse.heads[above]
        elif parse.deps[head] not in CHAIN and not (parse.deps[head] == "conj" and parse.tags[head] in FINITE):
            return False
        head = above
    return False


def lend_recipients(parse: Parse, events: tuple[Event, ...], kept: list[Event]) -> dict[str, tuple[str, ...]]:
    """For kept acts without an addressee, by id, that of an act left out below them: "marched to demand a vote from the government"."""
    frames = load_frames()
    open_heads = {e.head: e for e in kept if not e.recipient and (is_verbal(frames[e.kind]) or frames[e.kind].plover == "PROTEST")}
    left_out = {e.id for e in events} - {e.id for e in kept}
    lent: dict[str, tuple[str, ...]] = {}
    for event in (e for e in events if e.id in left_out and e.recipient and open_heads):
        head = event.head
        for _ in range(REACH):
            head = parse.heads[head]
            if head in open_heads:
                taker = open_heads[head]
                lent.setdefault(taker.id, tuple(r for r in event.recipient if r not in taker.actor))
                break
    return lent
