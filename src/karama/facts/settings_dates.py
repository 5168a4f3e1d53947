"""Which dates are an event's: those of its own clause or of the clause it belongs to, never the day of saying."""

from __future__ import annotations

from collections.abc import Iterable

from karama.domain.annotations import Date
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.reach import FAR, MAX_STEPS, Chain, climb, climb_event, find_top, is_spoken_of, join_chains, own_stretch, pick_near, read_costs

LIMIT = 2.6
NEAREST = 12  # dates looked at for one event
OPENING = 3  # words before a date that opens its sentence: "In the evening of"
LOOK_BACK = 14  # words from a superlative to its "since"
SOURCE_GAP = 12  # words from "according" to the day that belongs to it
ELSEWHERE = 0.5  # a date in the event's own clause or phrase comes before one above it
BESIDE = 0.3  # as near as the nearest: "on Friday at dawn", "from May to June"
# Steps that cost a date otherwise than a place: a day joins the whole clause, and a clause that hangs on it is the same day.
UP = {
    "npadvmod": 0.0,
    "advmod": 0.1,
    "prep": 0.1,
    "pobj": 0.0,
    "dobj": 0.5,
    "nsubj": 1.2,
    "nsubjpass": 0.8,
    "relcl": 2.8,
    "advcl": 1.3,
    "acl": 0.9,
    "amod": 0.4,
    "tmod": 0.0,
}
DOWN = {"xcomp": 0.2, "advcl": 0.8, "conj": 1.0, "relcl": 2.8, "ccomp": 3.2, "acl": 1.0}
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
SPANS = frozenset({"minute", "hour", "day", "week", "month", "year", "decade"})
# A clause that opens with one of these lies at another time than the clause above it, or at the same.
CLAUSE_COSTS = {"when": 0.6, "while": 1.0, "as": 1.0, "after": 2.2, "before": 2.7, "since": 2.7, "until": 2.7, "because": 2.2, "although": 2.7, "though": 2.7,
                "if": 2.7}  # fmt: skip
# "the largest since the invasion in 2003": the day of one event is not that of the other.
APART, APART_COST = frozenset({"before", "like", "than", "despite", "unlike", "as"}), 2.7
MODIFIERS = frozenset({"poss", "compound", "nmod", "nummod"})
# "the June report", "the 2014 constitution": the date is that of the noun, if the noun is no event.
NOUN_MODIFIER, EVENT_MODIFIER = 2.4, 0.1


def climb_dates(parse: Parse, events: Iterable[Event], dates: Iterable[Date]) -> dict[int, list[tuple[Date, Chain]]]:
    """Sentence -> its dates, each with the tokens that it reaches."""
    heads, up = frozenset(e.head for e in events), {**read_costs("up"), **UP}
    opened: set[int] = set()  # prepositions of the dates themselves: "before Friday"
    sentences = {parse.sentence_of[head] for head in heads if head >= 0}

    def cost(token: int) -> float:
        dep = parse.deps[token]
        if token in heads and is_spoken_of(parse, token):
            return FAR  # "condemned Friday's attack"
        if dep in MODIFIERS:
            noun = parse.heads[token]
            named = noun in heads or (parse.deps[noun] in MODIFIERS and parse.heads[noun] in heads)  # the 2017 Istanbul nightclub shooting
            return EVENT_MODIFIER if named else NOUN_MODIFIER
        if dep == "conj" and parse.tags[token][:1] == "V":
            return 1.2 if any(parse.deps[c] in SUBJECTS for c in parse.children[token]) else 0.5
        if dep == "advcl":
            return _cost_adverbial(parse, token, up["advcl"])
        if dep == "prep" and parse.lowers[token] in APART and token not in opened:
            return APART_COST
        if dep == "prep" and parse.tags[parse.heads[token]][:1] == "N" and parse.heads[token] not in heads:
            return 0.8
        return up.get(dep, 1.0)

    found: dict[int, list[tuple[Date, Chain]]] = {}
    for date in dates:
        top = find_top(parse, date.start, date.end)
        if top is not None and (_is_sayings(parse, top) or (date.kind == "duration" and _is_offset(parse, date)) or says_no_time(parse, date)):
            continue
        if top is not None and parse.sentence_of[top] in sentences:
            opened.add(parse.heads[top])
            chain = {top: 0.0} if is_compared(parse, date) else climb(parse, top, cost, LIMIT)
            chain = _keep_named(parse, chain, top, heads)
            found.setdefault(parse.sentence_of[top], []).append((date, _add_described(parse, date, top, chain)))
    return found


def _cost_adverbial(parse: Parse, clause: int, usual: float) -> float:
    """What a clause costs its date: "killed when their home was hit on Monday" is that day, "began after it fell in 2014" is not."""
    mark = next((parse.lowers[c] for c in parse.children[clause] if c < clause and parse.deps[c] in ("mark", "advmod") and parse.lowers[c] in CLAUSE_COSTS), "")
    if not mark and parse.lowers[clause] in ("beginning", "starting"):
        return 0.2  # "Beginning on 16 October, troops took back the city"
    return CLAUSE_COSTS.get(mark, usual)


def _keep_named(parse: Parse, chain: Chain, top: int, heads: frozenset[int]) -> Chain:
    """The chain of a date; of one that names its event ("the 2003 invasion") no further than the verb that the event is the object of."""
    noun = next((parse.heads[t] for t in (top, parse.heads[top]) if parse.deps[t] in MODIFIERS and parse.heads[t] in heads), None)
    if noun is None:
        return chain
    held = {top, parse.heads[top], noun}
    if parse.deps[noun] in ("dobj", "compound", "nsubj", "nsubjpass"):
        held.add(parse.heads[noun])
    return {token: spent for token, spent in chain.items() if token in held}


def _add_described(parse: Parse, date: Date, top: int, chain: Chain) -> Chain:
    """The chain with the clauses that the day goes to against the tree: "Thursday, when they recaptured", "On Friday it was reported that"."""
    after = top + 1
    while after < len(parse) and parse.starts[after] < date.end:
        after += 1
    after += after < len(parse) and parse.lowers[after] == ","
    if after < len(parse) and parse.lowers[after] == "when" and parse.sentence_of[after] == parse.sentence_of[top]:
        return chain | {parse.heads[after]: 0.0}
    said = {
        clause: spent + 0.5
        for token, spent in chain.items()
        if token > top and any(parse.lowers[c] == "it" and parse.deps[c] == "nsubjpass" for c in parse.children[token])
        for clause in parse.children[token]
        if parse.deps[clause] == "ccomp"
    }
    return chain | said


def _is_offset(parse: Parse, date: Date) -> bool:
    """Whether a span of time only says how far two events lie apart: "two days after the raid"."""
    after = parse.token_at(date.end + 1)
    return after is not None and parse.lowers[after] in ("after", "before", "later", "earlier", "since", "into")


def says_no_time(parse: Parse, date: Date) -> bool:
    """Whether the words alone say neither when nor how long ("in the opening hours"), or stand in a dateline, where nothing happens."""
    first = parse.token_at(date.start)
    return (date.kind == "duration" and date.words.isalpha()) or (first is not None and parse.in_dateline(first))


def is_compared(parse: Parse, date: Date) -> bool:
    """Whether the date only says since when nothing was like it: "the deadliest attack since 2014"."""
    first = parse.token_at(date.start) or 0
    since = first > 0 and parse.lowers[first - 1] == "since"
    return since and any(parse.tags[t] in ("JJS", "RBS") for t in range(max(0, first - LOOK_BACK), first))


def _is_sayings(parse: Parse, top: int) -> bool:
    """Whether the day is that of a source named just before it: "according to the Observatory on Sunday"."""
    for token in range(top - 1, max(-1, top - SOURCE_GAP), -1):
        if parse.tags[token] == "," or (parse.tags[token][0] == "V" and parse.lowers[token] != "according"):
            return False
        if parse.lowers[token] == "according":
            return True
    return False


def choose_dates(parse: Parse, event: Event, heads: frozenset[int], reached: list[tuple[Date, Chain]]) -> tuple[Date, ...]:
    """The event's dates in text order; empty if the text does not say."""
    if not reached:
        return ()
    if is_counted_from(parse, event.head):
        return ()
    if held := tuple(date for date, _ in reached if event.trigger.start <= date.start and date.end <= event.trigger.end):
        return held  # "had carried out the August 21 attack"
    chain = climb_event(parse, event.head, LIMIT, DOWN, heads)
    near = pick_near(reached, parse.starts[event.head], NEAREST, lambda item: item[0].start)
    first, last = own_stretch(parse, event.head)
    left, right = parse.starts[first], parse.ends[last]
    costs = [
        (join_chains(reach, chain) + ELSEWHERE * (not left <= date.start < right) + ELSEWHERE * (date.earliest is date.latest is None), date)
        for date, reach in near
    ]
    best = min((cost for cost, _ in costs), default=FAR)
    if best > LIMIT + 2 * ELSEWHERE:
        return frame_date(parse, event, [date for date, _ in reached])
    return tuple(sorted((date for cost, date in costs if cost <= best + BESIDE), key=lambda date: date.start))


def is_counted_from(parse: Parse, head: int) -> bool:
    """Whether a time is counted from the event, which is then at another time: "a day after an attack in Odesa"."""
    for _ in range(3):
        above, dep = parse.heads[head], parse.deps[head]
        if dep == "pobj" and parse.lowers[above] in ("after", "before"):
            return above > 0 and parse.lemmas[above - 1] in SPANS
        if dep == "advcl":
            mark = next((c for c in parse.children[head] if c < head and parse.lowers[c] in ("after", "before")), 0)
            return mark > 0 and parse.lemmas[mark - 1] in SPANS
        if dep not in SUBJECTS and dep not in MODIFIERS:
            return False
        head = above
    return False


def frame_date(parse: Parse, event: Event, dates: list[Date]) -> tuple[Date, ...]:
    """The one date of a sentence that opens with it, for events of the sentence's own clauses: "On Friday, after talks, and as rain fell, rebels ..."."""
    if len(dates) != 1:
        return ()
    opening = parse.sentences[parse.sentence_of[event.head]].first
    if dates[0].start > parse.starts[min(opening + OPENING, len(parse) - 1)]:
        return ()
    token = event.head
    for _ in range(MAX_STEPS):
        if parse.heads[token] == token:
            return (dates[0],)
        if parse.deps[token] in ("relcl", "ccomp", "parataxis") or is_spoken_of(parse, token):
            return ()
        token = parse.heads[token]
    return ()
