"""Texts to vectors, block after block, so that what is done can be kept while the rest is still to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np

from index.types import BulkEncoder, Encoder, FloatMatrix, RowVector

__all__ = ["embed", "embed_here"]


def embed(encoder: Encoder, texts: Iterable[str], n: int) -> Iterator[tuple[RowVector, FloatMatrix]]:
    """Positions of texts, (m,), and their vectors, (m, dim), as they get ready; each text once. n: how many there are.

    Raises: ModelError, ClusterError.
    """
    return encoder.encode_all(texts, n) if isinstance(encoder, BulkEncoder) else embed_here(encoder, texts)


def embed_here(encoder: Encoder, texts: Iterable[str]) -> Iterator[tuple[RowVector, FloatMatrix]]:
    """The same in this process, in order."""
    rest, first = iter(texts), 0
    while block := list(islice(rest, encoder.block)):
        yield np.arange(first, first + len(block)), encoder.encode(block)
        first += len(block)
