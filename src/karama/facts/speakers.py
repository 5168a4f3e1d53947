"""Whose words a passage is: the chain of attributions around it, and what their cues do with it."""

from __future__ import annotations

from bisect import bisect_right

from karama.domain.annotations import Attribution
from karama.domain.parse import Parse
from karama.facts.cue_classes import CUE_CLASS, SPEAKING
from karama.facts.granted import is_negated, takes_for_granted
from karama.facts.voice import Voice

POS_OF_TAG = {"V": "verb", "N": "noun", "J": "adj", "R": "adverb"}
NEGATIONS = frozenset({"no", "not", "n't", "n’t", "never", "without", "neither", "nobody"})
LONGEST_CHAIN = 6
# Cues that are no word of the table: "according to", the colon of a headline.
PLAIN = "say"


class Voices:
    """All attributions of a text, ready to tell who stands behind a span."""

    def __init__(self, parse: Parse, attributions: tuple[Attribution, ...]) -> None:
        self._parse = parse
        self.by_id = {a.id: Voice(a, *_classify(parse, a)) for a in attributions}
        self._holders = _lay_out(attributions)
        self._starts = [start for start, _ in self._holders]

    def chain(self, start: int, head: int | None = None) -> tuple[Voice, ...]:
        """The attributions around the code point, innermost first; less those that take for granted the event with that head token."""
        at = bisect_right(self._starts, start) - 1
        name = self._holders[at][1] if at >= 0 else None
        chain: list[Voice] = []
        while name is not None and len(chain) < LONGEST_CHAIN and all(v.attribution.id != name for v in chain):
            chain.append(self.by_id[name])
            name = self.by_id[name].attribution.inside
        if head is None:
            return tuple(chain)
        return tuple(voice for voice in chain if not takes_for_granted(self._parse, voice, head))


def _lay_out(attributions: tuple[Attribution, ...]) -> list[tuple[int, str | None]]:
    """(code point, id of the innermost attribution that holds the text from there on or None), in order."""
    inside = {one.id: one.inside for one in attributions}
    # of two with the same content ("AFP said, citing officials") the inner one is the one that stands within the other
    pieces = [(s.start, s.end, 2 * sum(b - a for a, b in one.content) - (inside[one.id] is not None), one.id) for one in attributions for s in one.content]
    edges = sorted({edge for piece in pieces for edge in piece[:2]})
    layout: list[tuple[int, str | None]] = []
    pieces.sort()
    active: list[tuple[int, str | None, int]] = []  # size, id, end
    upcoming = 0
    for edge in edges:
        active = [a for a in active if a[2] > edge]
        while upcoming < len(pieces) and pieces[upcoming][0] <= edge:
            active.append((pieces[upcoming][2], pieces[upcoming][3], pieces[upcoming][1]))
            upcoming += 1
        layout.append((edge, min(active)[1] if active else None))
    return layout


def _classify(parse: Parse, attribution: Attribution) -> tuple[str, bool, bool]:
    """The class of the cue's word, whether its source speaks, and whether the cue is negated."""
    negated = False
    for span in attribution.cue:
        token = parse.token_at(span.start)
        while token is not None and token < len(parse) and parse.starts[token] < span.end:
            negated |= parse.lowers[token] in NEGATIONS or is_negated(parse, token)
            key = (parse.lemmas[token], POS_OF_TAG.get(parse.tags[token][0], ""))
            if key in CUE_CLASS:
                return CUE_CLASS[key], key in SPEAKING, negated
            token += 1
    return PLAIN, True, negated
