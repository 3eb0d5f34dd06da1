"""Which encoder a configuration means, and the one that runs any sentence-transformers model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from index.config import DEFAULT_MODEL, Config
from index.errors import ModelError
from index.types import Encoder, FloatMatrix
from index.vectors.model_source import fetch_default_model
from index.vectors.onnx_encoder import OnnxEncoder

__all__ = ["NO_MODEL", "SentenceTransformerEncoder", "load_encoder"]

NO_MODEL = "none"

_BLOCK = 64


def load_encoder(config: Config) -> Encoder:
    """The encoder that `config.model` names.

    Raises: ModelError when it cannot be had, or when the configuration asks for no model.
    """
    if config.model == NO_MODEL:
        raise ModelError("this configuration has no embedding model; build with another --model for dense search")
    if config.model == DEFAULT_MODEL:
        return OnnxEncoder(fetch_default_model(config), threads=config.jobs)
    return SentenceTransformerEncoder(config.model)


class SentenceTransformerEncoder:
    """Any model sentence-transformers can load, by name or path, on a GPU where there is one."""

    def __init__(self, name_or_path: str) -> None:
        """Raises: ModelError when sentence-transformers is missing or cannot load the model."""
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"the model {name_or_path!r} needs sentence-transformers: pip install sentence-transformers "
                "(in a checkout, ./run setup says how)"
            ) from error
        try:
            self._model = SentenceTransformer(name_or_path)
        # The library lets errors of the hub, of safetensors and of torch through, which have no common base.
        except Exception as error:
            raise ModelError(
                f"sentence-transformers cannot load {name_or_path!r} ({error}); give the name of a model on the hub or "
                "the path of a folder that holds one"
            ) from error
        self._dim = int(self._model.encode([""], show_progress_bar=False).shape[1])
        self._fingerprint = _fingerprint(self._model)

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
        """Two of the library's own batches."""
        return _BLOCK

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """vectors: (len(texts), dim) float32, unit rows."""
        if not texts:
            return np.empty((0, self._dim), dtype=np.float32)
        vectors = self._model.encode(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def _fingerprint(model: object) -> str:
    """Of the weights, the modules (pooling among them) and the length: all that changes a vector."""
    from sentence_transformers import SentenceTransformer

    if not isinstance(model, SentenceTransformer):
        raise TypeError(f"not a SentenceTransformer: {model!r}")
    digest = hashlib.sha256(repr(model).encode())
    for name, tensor in sorted(model.state_dict().items()):
        # BERT's own pooling layer is not used, and is filled at random where a model was saved without it.
        if ".pooler." in name:
            continue
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
    return f"sentence-transformers-{digest.hexdigest()[:16]}-{model.max_seq_length}"
