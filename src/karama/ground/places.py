"""Toponym resolution: which place in the world a place mention means, and how exactly."""

from __future__ import annotations

from karama.domain.annotations import Mention
from karama.domain.entities import Place
from karama.domain.parse import Parse
from karama.domain.reading import Issue
from karama.ports import Gazetteer


def ground_places(parse: Parse, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> tuple[dict[str, Place], tuple[Issue, ...]]:
    """Place by mention id, for place mentions that could be resolved; vague ones ("near", "northern Syria") as areas."""
    return {}, ()
