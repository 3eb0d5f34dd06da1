"""An encoder that remembers the sentences it has seen: questions over one report compare the same ones again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from index.types import Encoder, FloatMatrix, FloatVector

__all__ = ["Remembered"]

# Some 20 MB of vectors; a report has about 200 sentences.
_MOST = 10_000


class Remembered:
    """The vectors of the texts asked for last. Exact, since an encoder gives a text the same vector in any company.

    Safe to use from several threads.
    """

    def __init__(self, *, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._encoding = threading.Lock()
        self._vectors: OrderedDict[str, FloatVector] = OrderedDict()

    def encode(self, encoder: Encoder, texts: Sequence[str]) -> FloatMatrix:
        """vectors: (len(texts), dim) float32, unit rows; what is remembered is not computed. texts: at least one."""
        known = self._known(texts)
        if len(known) < len(set(texts)):
            with self._encoding:  # the same sentences may just be embedded for another question
                known = self._known(texts)
                missing = list(dict.fromkeys(text for text in texts if text not in known))
                if missing:
                    known.update(zip(missing, encoder.encode(missing), strict=True))
                self._keep(known)
        return np.stack([known[text] for text in texts])

    def _known(self, texts: Sequence[str]) -> dict[str, FloatVector]:
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
            for text in known:
                self._vectors.move_to_end(text)
            return known

    def _keep(self, vectors: dict[str, FloatVector]) -> None:
        with self._lock:
            self._vectors.update(vectors)
            while len(self._vectors) > self._most:
                self._vectors.popitem(last=False)
