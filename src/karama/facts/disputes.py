"""Claims that the same article contradicts: somebody denies them, or two sources give accounts that cannot both hold."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate, pairwise

from karama.domain.annotations import Attribution, Quantity
from karama.domain.facts import Claim, Event
from karama.domain.parse import Parse

# How many sentences may lie between a claim and its denial.
NEAR = 3
FARTHEST_DENIED = 2  # sentences that a denial without words of its own may look back
DENYING = frozenset({"deny", "reject", "refute", "dismiss", "dispute", "rebut"})
# What is denied without being said again: "denied the accusation", "denied responsibility", "denied involvement".
DENIED_WORDS = frozenset({"accusation", "allegation", "charge", "claim", "report", "account", "statement"})
DENIED_PARTS = frozenset({"responsibility", "involvement", "role", "part"})  # of what the same paragraph tells; elsewhere it may be another matter
DENIED_NOUNS = DENIED_WORDS | DENIED_PARTS
CONTESTED = frozenset({"attributed", "asserted", "uncertain"})


def mark_disputed(
    parse: Parse, claims: list[Claim], events: Mapping[str, Event], quantities: Mapping[str, Quantity], attributions: tuple[Attribution, ...]
) -> list[Claim]:
    """The claims, those contradicted marked as disputed; a denial itself stays denied."""
    disputed = _denied_elsewhere(parse, claims, events) | _waved_away(parse, claims, attributions) | _counted_otherwise(parse, claims, events, quantities)
    return [replace(c, certainty="disputed") if n in disputed and c.certainty in CONTESTED else c for n, c in enumerate(claims)]


def _sentence(parse: Parse, offset: int) -> int:
    token = parse.token_at(offset)
    return parse.sentence_of[token] if token is not None else -1


def _denied_elsewhere(parse: Parse, claims: list[Claim], events: Mapping[str, Event]) -> set[int]:
    """Claims of a kind of event that a claim near by, with other speakers, denies."""
    found: set[int] = set()
    for n, denial in enumerate(claims):
        event = events.get(denial.says[0])
        if event is None or denial.certainty != "denied":
            continue
        for m in range(max(0, n - 12), min(len(claims), n + 13)):
            other = events.get(claims[m].says[0])
            near = abs(_sentence(parse, claims[m].start) - _sentence(parse, denial.start)) <= NEAR
            if m != n and other is not None and other.kind == event.kind and near and claims[m].speakers != denial.speakers:
                found.add(m)
    return found


def _waved_away(parse: Parse, claims: list[Claim], attributions: tuple[Attribution, ...]) -> set[int]:
    """The claims that "X denied the accusation" means: those in its content, else the nearest attributed ones before it by somebody else."""
    found: set[int] = set()
    speakers = {a.id: a for a in attributions}
    starts = list(accumulate((c.start for c in claims), max))  # a passage may begin before that of the claim before it
    for one in attributions:
        if not _waves(parse, one):
            continue
        cue = one.cue[0].start
        here = _sentence(parse, cue)
        earliest = parse.sentence_span(max(0, here - FARTHEST_DENIED))[0]
        around = [n for n in range(bisect_left(starts, earliest), bisect_right(starts, cue)) if claims[n].speakers]
        within = [n for n in around if one.id in claims[n].speakers and _repeats(one, speakers[claims[n].speakers[0]])]
        found |= set(within or _last_before(parse, claims, one, [n for n in around if speakers[claims[n].speakers[0]].source != one.source]))
    return found


def _repeats(denial: Attribution, claim: Attribution) -> bool:
    """Whether the denial says whose claim it is: "the rebels' claim that ... was rejected"."""
    return denial.content[0].start <= claim.cue[0].start < denial.content[-1].end


def _last_before(parse: Parse, claims: list[Claim], one: Attribution, others: list[int]) -> list[int]:
    """Of these claims those of the last passage before the denial; of its own paragraph only, where it denies a part in something."""
    near = [n for n in others if one.id not in claims[n].speakers]
    if any(parse.text.startswith(noun, one.content[0].start) for noun in DENIED_PARTS):
        near = [n for n in near if "\n" not in parse.text[claims[n].end : one.cue[0].start]]
    return [n for n in near if claims[n].start == claims[near[-1]].start]


def _waves(parse: Parse, one: Attribution) -> bool:
    """Whether it denies something said before without saying it again."""
    cue, content = parse.token_at(one.cue[0].start), parse.token_at(one.content[0].start)
    if cue is None or content is None:
        return False
    verbs = range(cue, min(cue + 8, len(parse)))
    nouns = range(content, min(content + 6, len(parse)))
    return any(parse.lemmas[t] in DENYING and parse.starts[t] < one.cue[-1].end for t in verbs) and any(
        parse.lemmas[t] in DENIED_NOUNS and parse.starts[t] < one.content[0].end for t in nouns
    )


def _counted_otherwise(parse: Parse, claims: list[Claim], events: Mapping[str, Event], quantities: Mapping[str, Quantity]) -> set[int]:
    """Claims of one kind of event, in neighbouring sentences and by different speakers, whose counts cannot both hold."""
    found: set[int] = set()
    counted = [(n, c, [quantities[q] for q in c.says if q in quantities]) for n, c in enumerate(claims) if c.speakers]
    for (n, one, some), (m, two, others) in pairwise(counted):
        same = one.speakers != two.speakers and _kind(one, events) == _kind(two, events)
        if same and abs(_sentence(parse, one.start) - _sentence(parse, two.start)) <= 1 and any(_clash(a, b) for a in some for b in others):
            found |= {n, m}
    return found


def _kind(claim: Claim, events: Mapping[str, Event]) -> str | None:
    event = events.get(claim.says[0])
    return event.kind if event is not None else None


def _clash(one: Quantity, two: Quantity) -> bool:
    """Whether two counts of the same unit have no number in common; a bound that is open clashes with nothing beyond it."""
    if one.unit != two.unit or one.unit == "other" or one.approximate or two.approximate:
        return False
    low, high = max(one.low or 0, two.low or 0), min(x for x in (one.high, two.high, float("inf")) if x is not None)
    return low > high
