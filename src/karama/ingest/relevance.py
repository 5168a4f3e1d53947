"""Whether an article is about armed conflict or violence at all: a score from its words, so that a million others need not be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from math import exp, log

from karama.data import read_table

THRESHOLD = 0.3  # an article missed costs more than one read for nothing
LEAST_WORDS, MOST_WORDS = 60, 600  # a longer article tells what it is about in its beginning
PER = 200  # words that a count is taken to
SUFFIXES = ("ings", "ing", "ers", "ed", "es", "er", "s")
_WORD = re.compile(r"[a-z]{3,}")


def score_relevance(text: str) -> float:
    """How likely the article is about armed conflict or violence, in [0, 1]; its first words count. A text of other letters has none: 0.5."""
    counts = count_words(text)
    if not counts:
        return 0.5
    weights = load_weights()
    odds = weights[""] + sum(weights.get(word, 0.0) * value for word, value in counts.items())
    return round(1 / (1 + exp(-max(-30.0, min(30.0, odds)))), 4)


def count_words(text: str) -> Mapping[str, float]:
    """log(1 + how often) of each word's stem in 200 words of the article."""
    words = _WORD.findall(text[: MOST_WORDS * 12].lower())[:MOST_WORDS]
    scale = PER / max(len(words), LEAST_WORDS)
    return {word: log(1 + number * scale) for word, number in Counter(map(stem_word, words)).items()}


def stem_word(word: str) -> str:
    """The word without its commonest endings; rough, but the same when the weights were learnt."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


@cache
def load_weights() -> Mapping[str, float]:
    """The log-odds of each stem; "" is the constant."""
    return {row["stem"] or "": float(row["weight"]) for row in read_table("relevance.csv")}
