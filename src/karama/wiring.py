"""Working objects from settings: the only file that names adapters."""

from __future__ import annotations

from functools import cache

from karama.app.pipeline import Tools


@cache
def make_tools() -> Tools:
    """The language model, gazetteer and actor base, loaded once a process.

    Raises:
        SetupError: a model or index is missing.
    """
    from karama.adapters.actors.table_actors import TableActors
    from karama.adapters.nlp.spacy_parser import SpacyParser

    return Tools(SpacyParser(), NoGazetteer(), TableActors())


class NoGazetteer:
    version = "none"

    def lookup(self, name):
        return ()
