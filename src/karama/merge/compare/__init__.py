"""One comparison a feature: two claims in, a Likeness out. A new one is one file and one line in FEATURES."""

from __future__ import annotations

from karama.domain.record import Likeness, RecordClaim
from karama.merge.compare.counts import compare_counts
from karama.merge.compare.days import compare_days
from karama.merge.compare.instruments import compare_instruments
from karama.merge.compare.kinds import compare_kinds
from karama.merge.compare.likeness import Compare, Known
from karama.merge.compare.meaning import compare_meaning
from karama.merge.compare.parties import compare_actors, compare_recipients
from karama.merge.compare.passages import compare_passages
from karama.merge.compare.places import compare_places
from karama.merge.compare.references import compare_references
from karama.merge.compare.stories import compare_stories
from karama.merge.compare.wordings import compare_wordings

# In the order in which they are told; meaning last, for it costs most.
FEATURES: dict[str, Compare] = {
    "kind": compare_kinds,
    "wording": compare_wordings,
    "place": compare_places,
    "days": compare_days,
    "actors": compare_actors,
    "recipients": compare_recipients,
    "counts": compare_counts,
    "instruments": compare_instruments,
    "passage": compare_passages,
    "reference": compare_references,
    "story": compare_stories,
    "meaning": compare_meaning,
}


def compare_claims(feature: str, a: RecordClaim, b: RecordClaim, known: Known) -> Likeness:
    """The likeness of two claims in one feature; a claim is wholly like itself."""
    if a.id == b.id:
        return Likeness(feature, 1.0, "the same claim")
    return FEATURES[feature](a, b, known)
