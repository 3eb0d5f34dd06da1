"""The default encoder: a BERT model in ONNX, driven by onnxruntime and tokenizers alone (no torch)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from index.errors import ModelError
from index.onnx_session import open_session
from index.types import FloatMatrix, FloatVector

__all__ = ["MODEL_FILE", "TOKENIZER_FILE", "OnnxEncoder"]

MODEL_FILE = "onnx/model_quantized.onnx"
TOKENIZER_FILE = "tokenizer.json"
_MAX_TOKENS = 512
_BLOCK = 64


class OnnxEncoder:
    """Unit vectors of the first token ([CLS]), at most 512 tokens of a text, without a prefix.

    Every text goes through the model alone. int8 models scale their activations over the whole batch, so a vector would
    depend on its neighbours (cosine down to 0.99 measured), and an index built in steps would differ from one built at
    once. It is also the fastest: no padding, and `threads` texts in parallel (186 against 113 passages of 200
    characters per second in batches of 16, on two cores).
    """

    def __init__(self, model_folder: Path, *, threads: int = 1) -> None:
        """Raises: ModelError where the folder does not hold a model that can be loaded."""
        from tokenizers import Tokenizer

        model_file = model_folder / MODEL_FILE
        try:
            self._tokenizer = Tokenizer.from_file(str(model_folder / TOKENIZER_FILE))
            self._session = open_session(model_file)
        # tokenizers raises plain Exception, onnxruntime its own classes without a common base.
        except Exception as error:
            raise ModelError(
                f"the model in {model_folder} cannot be loaded ({error}); delete the folder to have it fetched again"
            ) from error
        self._tokenizer.enable_truncation(_MAX_TOKENS)
        self._tokenizer.no_padding()
        self._inputs = frozenset(each.name for each in self._session.get_inputs())
        self._dim = int(self._session.get_outputs()[0].shape[-1])
        self._threads = max(1, threads)
        digest = hashlib.sha256(model_file.read_bytes())
        digest.update((model_folder / TOKENIZER_FILE).read_bytes())
        self._fingerprint = f"onnx-{digest.hexdigest()[:16]}-cls-{_MAX_TOKENS}"

    @property
    def fingerprint(self) -> str:
        """Names the weights and what else changes a vector."""
        return self._fingerprint

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return self._dim

    @property
    def block(self) -> int:
        """A second's work of two cores: so much is lost where a build is killed."""
        return _BLOCK

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """vectors: (len(texts), dim) float32, unit rows."""
        vectors = np.empty((len(texts), self._dim), dtype=np.float32)
        if self._threads == 1 or len(texts) == 1:
            for row, text in enumerate(texts):
                vectors[row] = self._encode_one(text)
            return vectors
        with ThreadPoolExecutor(self._threads) as pool:
            for row, vector in enumerate(pool.map(self._encode_one, texts)):
                vectors[row] = vector
        return vectors

    def _encode_one(self, text: str) -> FloatVector:
        encoding = self._tokenizer.encode(text)
        ids = np.asarray([encoding.ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        output = self._session.run(None, {name: value for name, value in inputs.items() if name in self._inputs})[0]
        vector = np.asarray(output[0, 0], dtype=np.float32)
        unit: FloatVector = vector / np.linalg.norm(vector)
        return unit
