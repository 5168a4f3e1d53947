"""An attribution as the facts see it: what its cue does, and whether its source speaks."""

from __future__ import annotations

from typing import NamedTuple

from karama.domain.annotations import Attribution


class Voice(NamedTuple):
    """An attribution with the class of its cue, and whether its source speaks."""

    attribution: Attribution
    kind: str
    speaks: bool
    negated: bool  # "did not say whether", "no reports of"
