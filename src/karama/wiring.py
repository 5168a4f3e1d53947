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
    from karama.adapters.nlp.spacy_parser import SpacyParser

    return Tools(SpacyParser(), NoGazetteer(), NoActors())


class NoGazetteer:
    version = "none"

    def lookup(self, name):
        return ()


class NoActors:
    version = "none"

    def lookup(self, name):
        return ()

    def match(self, words, start):
        return None

    def state(self, name):
        return None

    def capital(self, name):
        return None

    def nationality(self, word):
        return None
