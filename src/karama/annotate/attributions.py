"""Who says what: attributions with source, cue and content, direct and indirect, nested into chains."""

from __future__ import annotations

from karama.domain.annotations import Attribution, Mention
from karama.domain.parse import Parse


def annotate_attributions(parse: Parse, mentions: tuple[Mention, ...]) -> tuple[Attribution, ...]:
    """The attributions of a text in order; `inside` names the attribution that one stands within."""
    return ()
