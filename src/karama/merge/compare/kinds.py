"""Whether two kinds of event can be words for one happening: "an air strike", "the bombing", "the killing of 57"."""

from __future__ import annotations

from functools import cache

from karama.domain.record import Likeness, RecordClaim
from karama.merge.compare.likeness import Known, silent

OTHER = 0.05  # kinds that share no row: a protest is no air strike
SAME = 0.9

_FROM_AFAR = frozenset(("air strike", "drone strike", "missile attack", "shelling", "naval attack"))
_BLASTS = frozenset(("bombing", "suicide bombing", "explosion", "landmine"))
_ARMS = frozenset(("shooting", "stabbing", "beating", "armed clash", "raid", "offensive", "defence", "ceasefire violation", "chemical attack", "shoot-down"))
_DEATHS = frozenset(("killing", "death", "massacre", "execution", "assassination"))
_HARM = _DEATHS | {"injuring", "destruction"}
_GENERAL = frozenset(("attack",))
HARM = _HARM  # what came of it
VIOLENCE = _FROM_AFAR | _BLASTS | _ARMS | _GENERAL  # what was done

# (likeness, reason, kinds, kinds on the other side): any kind of one with any of the other; the highest row counts.
Row = tuple[float, str, frozenset[str], frozenset[str]]


def _among(score: float, reason: str, *kinds: str) -> Row:
    return score, reason, frozenset(kinds), frozenset(kinds)


ROWS: tuple[Row, ...] = (
    (0.85, "deaths of one happening are told by many words", _DEATHS, _DEATHS),
    (0.8, "the dead and the wounded of one happening", _HARM, _HARM),
    (0.75, "what it did: a strike and those it killed", _HARM, _FROM_AFAR | _BLASTS | _ARMS | _GENERAL),
    (0.8, "an attack may have been by any means", _GENERAL, _FROM_AFAR | _BLASTS | _ARMS),
    (0.7, "fire from afar: who saw it land cannot tell its source", _FROM_AFAR, _FROM_AFAR),
    (0.75, "something blew up; the cause is told later", _BLASTS, _BLASTS),
    (0.6, "bombs from the air and bombs on the ground are both called bombing", _FROM_AFAR, _BLASTS | {"chemical attack"}),
    (0.55, "one fight, told as what each side did", _ARMS - {"stabbing", "beating"}, _ARMS - {"stabbing", "beating"}),
    (0.35, "another kind of weapon", _ARMS, _FROM_AFAR | _BLASTS),
    _among(0.75, "ground that changes hands", "territory taken", "territory lost", "territory held", "advance"),
    _among(0.55, "fighting over ground", "territory taken", "territory lost", "advance", "offensive", "armed clash", "defeat", "defence", "raid", "attack"),
    _among(0.7, "a side that gives way: taken by one, left by the other", "territory lost", "withdrawal", "surrender", "defeat"),
    _among(0.55, "what one side took, the other left", "territory taken", "withdrawal"),
    _among(0.8, "a place or force shut in", "siege", "encirclement", "blockade"),
    _among(0.75, "people taken", "arrest", "capture", "abduction"),
    _among(0.7, "arms or goods taken", "seizure", "search", "looting"),
    _among(0.5, "a search that ends in arrests", "raid", "search", "arrest", "capture", "crackdown"),
    _among(0.7, "people set free", "release", "prisoner exchange", "rescue"),
    _among(0.75, "people leave their homes", "flight", "forced displacement", "evacuation", "deportation"),
    _among(0.7, "forces brought up", "deployment", "mobilisation", "base established", "movement"),
    _among(0.75, "people in the streets", "protest", "riot", "crowd control", "roadblock"),
    _among(0.5, "a protest met by force", "protest", "riot", "crowd control", "crackdown", "shooting", "armed clash", "arrest"),
    _among(0.75, "sides talk", "meeting", "negotiation", "mediation", "visit", "phone call"),
    _among(0.7, "sides agree", "agreement", "treaty", "ceasefire", "buffer zone", "cooperation"),
    _among(0.7, "blame", "accusation", "condemnation"),
    _among(0.7, "what is asked for", "request", "demand"),
    _among(0.6, "steps of one case", "charge", "trial", "conviction", "investigation"),
    _among(0.5, "an arrest and its charge", "arrest", "charge"),
    _among(0.75, "help given", "aid", "aid delivery", "military aid", "aid pledge", "access granted"),
    _among(0.75, "power used within a state", "curfew", "martial law", "restriction", "crackdown", "censorship"),
    _among(0.7, "penalties between states", "sanctions", "expulsion", "break of relations"),
    _among(0.7, "arms shown", "weapons test", "missile attack", "military exercise"),
)


@cache
def relate_kinds(kind: str, other: str) -> tuple[float, str]:
    """How alike two kinds are, and why."""
    if kind == other:
        return SAME, f"both {kind}"
    found = max(((score, why) for score, why, left, right in ROWS if (kind in left and other in right) or (kind in right and other in left)), default=None)
    pair = " and ".join(sorted((kind, other)))
    return (found[0], f"{pair}: {found[1]}") if found else (OTHER, f"{pair} are different happenings")


def compare_kinds(a: RecordClaim, b: RecordClaim, _: Known) -> Likeness:
    """How well the two kinds go together in one happening."""
    if a.what != b.what:
        return silent("kind", f"{a.what} and {b.what}" if a.what < b.what else f"{b.what} and {a.what}")
    score, reason = relate_kinds(a.kind, b.kind)
    return Likeness("kind", score, reason)
