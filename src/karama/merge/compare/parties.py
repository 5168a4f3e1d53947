"""Who did it, and to whom: the same actor, a part of it, another name for it, somebody unnamed who may be it, or the other side."""

from __future__ import annotations

from karama.domain.record import Likeness, Party, RecordClaim
from karama.merge.compare.likeness import Known, silent
from karama.merge.entities import Parent, relate_parties

# Who fights whom is told from either side: "the SDF clashed with militants", "militants clashed with the SDF".
TWO_SIDED = frozenset(("armed clash", "meeting", "negotiation", "phone call", "ceasefire", "prisoner exchange", "treaty", "cooperation", "buffer zone"))


def compare_actors(a: RecordClaim, b: RecordClaim, known: Known) -> Likeness:
    """How well the actors go together; of several, the two that go best."""
    return _relate("actors", _take_actors(a), _take_actors(b), known.parent)


def compare_recipients(a: RecordClaim, b: RecordClaim, known: Known) -> Likeness:
    """How well those go together to whom it was done; of several, the two that go best."""
    if a.kind in TWO_SIDED and b.kind in TWO_SIDED:
        return silent("recipients", "each side does it to the other")
    return _relate("recipients", a.recipients, b.recipients, known.parent)


def _take_actors(claim: RecordClaim) -> tuple[Party, ...]:
    return (*claim.actors, *claim.recipients) if claim.kind in TWO_SIDED else claim.actors


def _relate(feature: str, ours: tuple[Party, ...], others: tuple[Party, ...], parent: Parent) -> Likeness:
    if not ours or not others:
        return silent(feature, f"not told in {'one of them' if ours or others else 'either'}")
    score, reason = max(relate_parties(a, b, parent) for a in ours for b in others)
    return Likeness(feature, score, reason)
