"""How probable each form of answer is for a question: a linear model over its characters and its vector; and another
for whether a summary is wanted of the whole report or of one thing in it.

Trained by `python -m training.forms` on questions labelled by hand (training/written/forms.jsonl, whole.jsonl).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.types import FloatVector

__all__ = [
    "FORM_WEIGHTS",
    "PART",
    "WHOLE",
    "WHOLE_WEIGHTS",
    "FormWeights",
    "bare_question",
    "form_features",
    "form_weights",
    "probabilities",
    "whole_weights",
]

FORM_WEIGHTS = Path(__file__).resolve().parent / "weights" / "forms.npz"
WHOLE_WEIGHTS = FORM_WEIGHTS.with_name("whole.npz")
# The labels of the second.
WHOLE, PART = "whole", "part"
N_HASHED = 8192
# The vector and the characters weigh alike.
SCALE = 4.0
_LONGEST_GRAM = 5
_QUOTED = re.compile(r"[“\"「《‘][^”\"」》’]{1,40}[”\"」》’]")
_DIGITS = re.compile(r"\d+")
_HAN = re.compile("[㐀-鿿]")
_WORD = re.compile(r"[a-z]+|0|“”|[?]")


class FormWeights(NamedTuple):
    """weights: (dim + N_HASHED, labels). bias: (labels,). encoder: fingerprint of the one it was trained with."""

    labels: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    encoder: str


def bare_question(question: str) -> str:
    """The question without what it is about: quoted names and figures are of no form."""
    text = unicodedata.normalize("NFKC", question).lower()
    return _DIGITS.sub("0", _QUOTED.sub("“”", text)).strip(" ?？。.!！\n")


def form_features(question: str, vector: FloatVector) -> FloatVector:
    """(dim + N_HASHED,) float32. vector: (dim,) unit, of `bare_question(question)`."""
    hashed = np.zeros(N_HASHED, dtype=np.float32)
    places = sorted({zlib.crc32(gram.encode()) % N_HASHED for gram in _grams(bare_question(question))})
    hashed[places] = 1 / np.sqrt(len(places))
    return np.concatenate([vector, hashed]) * np.float32(SCALE)


def probabilities(model: FormWeights, question: str, vector: FloatVector) -> dict[str, float]:
    """The probability of each label. vector: as of `form_features`."""
    scores = form_features(question, vector) @ model.weights + model.bias
    shares = np.exp(scores - scores.max())
    return dict(zip(model.labels, (shares / shares.sum()).tolist(), strict=True))


@cache
def form_weights() -> FormWeights:
    """Of the model of forms; its labels are of `AnswerForm`."""
    return _load(FORM_WEIGHTS)


@cache
def whole_weights() -> FormWeights:
    """Of the model that tells WHOLE from PART."""
    return _load(WHOLE_WEIGHTS)


def _load(path: Path) -> FormWeights:
    with np.load(path) as stored:
        weights, bias = stored["weights"].astype(np.float32), stored["bias"].astype(np.float32)
        return FormWeights(tuple(stored["labels"].tolist()), weights, bias, str(stored["encoder"]))


def _grams(text: str) -> set[str]:
    """Of Chinese its characters in rows of one to five, of English its words; both with where the question ends."""
    if _HAN.search(text):
        row = f"^{text}$"
        grams = {row[at : at + n] for n in range(1, _LONGEST_GRAM + 1) for at in range(len(row) - n + 1)}
        return grams | {f"E{row[-n:]}" for n in (3, 4, 5)} | {f"B{row[:n]}" for n in (3, 4, 5)}
    words = ["^", *_WORD.findall(text), "$"]
    grams = {" ".join(words[at : at + n]) for n in (1, 2, 3) for at in range(len(words) - n + 1)}
    grams |= {"B" + " ".join(words[:n]) for n in (3, 4, 5, 6)}
    return grams | {
        f"{words[a]}_{words[b]}" for a in range(min(6, len(words))) for b in range(a + 1, min(a + 6, len(words)))
    }
