"""Trains the model that tells which form of answer a question wants, from labelled questions to the weights.

    python -m training.forms [--whole] [--out FILE] [--held N]

training/written/forms.jsonl holds {"question", "form", "lang"} a line, written by two people in turn; of those in
questions.jsonl all but lists want one span. With --held, what follows the first so many of the former is kept apart,
and the share of it that is told right is printed instead of writing weights. With --whole, it is the model that tells
whether a summary is wanted of the whole report or of one thing in it, from whole.jsonl, {"question", "whole", "lang"} a
line. Multinomial logistic regression, by gradient descent with momentum over all questions at once.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any  # JSON values

import numpy as np
import numpy.typing as npt

from index.config import Config
from index.types import Encoder
from index.vectors.encoder import load_encoder
from qa.understanding.form_model import (
    FORM_WEIGHTS,
    PART,
    WHOLE,
    WHOLE_WEIGHTS,
    FormWeights,
    bare_question,
    form_features,
    probabilities,
)

WRITTEN = Path(__file__).resolve().parent / "written"
_STEPS, _RATE, _MOMENTUM, _DECAY = 400, 0.5, 0.9, 1e-4
_SURE = 0.6
# Of the questions of one span so many are taken that they do not outweigh the others.
_EVERY = 2
_SPAN_TYPES = ("numeric", "fact", "paraphrase", "colloquial", "english")


def main() -> None:
    """Writes the weights, or says how well they would tell what they were not trained on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--held", type=int, default=0, help="train on so many questions, and tell the rest")
    arguments = parser.parse_args()
    labelled: list[tuple[str, str]] = [(line["question"], line["form"]) for line in _lines(WRITTEN / "forms.jsonl")]
    spans = [line["question"] for line in _lines(WRITTEN / "questions.jsonl") if line["type"] in _SPAN_TYPES]
    plain: list[tuple[str, str]] = [(question, "plain") for question in spans[::_EVERY]]
    if arguments.whole:
        labelled = [(line["question"], WHOLE if line["whole"] else PART) for line in _lines(WRITTEN / "whole.jsonl")]
        random.Random(1).shuffle(labelled)
        plain = []
    out = arguments.out or (WHOLE_WEIGHTS if arguments.whole else FORM_WEIGHTS)
    encoder = load_encoder(Config.from_environment())
    if arguments.held:
        model = train(labelled[: arguments.held] + plain, encoder)
        print(judged(model, labelled[arguments.held :], encoder))
        return
    model = train(labelled + plain, encoder)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out,
        labels=np.array(model.labels),
        weights=model.weights.astype(np.float16),
        bias=model.bias,
        encoder=np.array(model.encoder),
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def train(labelled: list[tuple[str, str]], encoder: Encoder) -> FormWeights:
    """The model of these questions."""
    forms = tuple(sorted({form for _, form in labelled}))
    asked = np.stack([features(question, encoder) for question, _ in labelled])
    wanted = np.eye(len(forms), dtype=np.float32)[[forms.index(form) for _, form in labelled]]
    weights = np.zeros((asked.shape[1], len(forms)), dtype=np.float32)
    bias = np.zeros(len(forms), dtype=np.float32)
    moved = np.zeros_like(weights)
    for _ in range(_STEPS):
        scores = asked @ weights + bias
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        wrong = (shares / shares.sum(axis=1, keepdims=True) - wanted) / len(asked)
        moved = _MOMENTUM * moved + asked.T @ wrong + _DECAY * weights
        weights -= _RATE * moved
        bias -= _RATE * wrong.sum(axis=0)
    return FormWeights(forms, weights, bias, encoder.fingerprint)


def features(question: str, encoder: Encoder) -> npt.NDArray[np.float32]:
    """The features of one question, its vector computed alone, as when it is asked."""
    return form_features(question, encoder.encode([bare_question(question)])[0])


def judged(model: FormWeights, labelled: list[tuple[str, str]], encoder: Encoder) -> str:
    """The share told right, and of plain questions the share taken for another form when that is sure."""
    right = plain = taken = 0
    for question, form in labelled:
        found = probabilities(model, question, encoder.encode([bare_question(question)])[0])
        best = max(found, key=lambda each: found[each])
        right += best == form
        plain += form == "plain"
        taken += form == "plain" and best != "plain" and found[best] >= _SURE
    return f"{right} of {len(labelled)} forms told right; {taken} of {plain} plain questions taken for another, surely"


if __name__ == "__main__":
    main()
