"""Whether one claim speaks of the other: "the attack" of the next sentence, "the dead" of the one after it."""

from __future__ import annotations

from karama.domain.record import Likeness, RecordClaim
from karama.merge.compare.likeness import Known, silent

SPEAKS_OF, SPEAK_OF_ONE = 0.9, 0.75


def compare_references(a: RecordClaim, b: RecordClaim, _: Known) -> Likeness:
    """Whether one of them points to the other, or both to a third."""
    left, right = sorted((a, b), key=lambda claim: claim.id)
    for one, other in ((left, right), (right, left)):
        if one.antecedent is not None and one.antecedent.claim == other.id:
            return Likeness("reference", SPEAKS_OF, one.antecedent.reason)
    if left.antecedent is not None and right.antecedent is not None and left.antecedent.claim == right.antecedent.claim:
        return Likeness("reference", SPEAK_OF_ONE, "both speak of what was told before them")
    return silent("reference", "neither points to the other")
