"""How near two passages are in meaning, by the cosine of their embeddings; silent where no model is installed."""

from __future__ import annotations

from operator import mul

from karama.domain.record import Likeness, RecordClaim
from karama.merge.compare.likeness import SILENT, Known, silent

# Cosines of MiniLM: passages of other stories lie near 0.1, of one story and other happenings near 0.4, of one happening near 0.7.
FLOOR, MIDDLE, TOP = 0.05, 0.5, 0.9


def compare_meaning(a: RecordClaim, b: RecordClaim, known: Known) -> Likeness:
    """The cosine of the two passages, stretched so that 0.5 neither helps nor harms."""
    ours, others = known.meaning(a), known.meaning(b)
    if ours is None or others is None:
        return silent("meaning", "no model of meaning is installed")
    cosine = round(sum(map(mul, ours, others)), 4)
    score = scale_cosine(cosine)
    if a.article == b.article and score < SILENT:
        return silent("meaning", f"sentences of one article tell one thing after another (alike by {cosine:.2f})")
    return Likeness("meaning", score, f"passages alike by {cosine:.2f}")


def scale_cosine(cosine: float) -> float:
    """The cosine on a scale where 0.5 is what passages of one story reach without telling of one happening."""
    step = (cosine - MIDDLE) / (TOP - MIDDLE if cosine > MIDDLE else MIDDLE - FLOOR) * 0.5
    return round(min(1.0, max(0.0, 0.5 + step)), 4)
