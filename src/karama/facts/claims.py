"""Claims: each thing said, with its passage, its chain of speakers and its certainty."""

from __future__ import annotations

from karama.domain.annotations import Attribution, Quantity
from karama.domain.facts import Claim, Event, Relation
from karama.domain.parse import Parse


def assemble_claims(
    parse: Parse, events: tuple[Event, ...], relations: tuple[Relation, ...], quantities: tuple[Quantity, ...], attributions: tuple[Attribution, ...]
) -> tuple[Claim, ...]:
    """The claims of a text in order ("c1", "c2" ...)."""
    return ()
