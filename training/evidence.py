"""Trains the model that tells how probably a sentence says what is asked, from questions with known evidence.

    python -m training.evidence --home HOME [--shared ../shared] [--most 2500] [--out FILE]

HOME is an index of ../shared/reports. Of each question the sentences of the passages found for it are taken, those that
have its evidence and its answer as right; questions for a figure are left out, since a figure stands in few words.
Logistic regression, one for each language. Every fourth question is kept apart, and how often the most probable
sentence is the right one is printed for these; the weights written are learned from all.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.first_sight import FilterOf
from index.types import FloatMatrix
from qa import Retriever
from qa.composing.evidence import EVIDENCE_WEIGHTS, FEATURES, evidence_features
from qa.composing.lines import solid
from qa.composing.request import Request
from qa.composing.topic import Said
from qa.types import Answer, Language
from training.split import PARTS, Asked, read_all

__all__ = ["Learned", "fit", "learned_from"]

_TYPES = ("paraphrase", "fact", "list", "colloquial", "english", "unanswerable")
_PASSAGES, _KEPT_APART, _OVERLAP = 10, 4, 12
_LEAST = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Learned:
    """One question. features: (sentences, features) float32; right: (sentences,), none where nothing answers."""

    language: Language
    answerable: bool
    features: FloatMatrix
    right: npt.NDArray[np.bool_]


def main() -> None:
    """Writes evidence.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--most", type=int, default=2500)
    parser.add_argument("--out", type=Path, default=EVIDENCE_WEIGHTS)
    arguments = parser.parse_args()
    retriever = Retriever.load(arguments.home)
    asked = [each for part in PARTS for each in read_all(arguments.shared, part)]
    asked = [each for each in asked if each.type in _TYPES and each.file.startswith("r")]
    random.Random(1).shuffle(asked)
    learned = list(learned_from(retriever, asked[: arguments.most]))
    apart, rest = learned[::_KEPT_APART], [each for n, each in enumerate(learned) if n % _KEPT_APART]
    for line in _judged(fit(rest), apart):
        print(line)
    stored: dict[str, object] = {
        language: dict(zip((*FEATURES, "constant"), weights.round(4).tolist(), strict=True))
        for language, weights in fit(learned).items()
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(
        json.dumps(stored | {"encoder": retriever.encoder.fingerprint}, indent=1) + "\n", encoding="utf-8"
    )


def learned_from(retriever: Retriever, asked: Sequence[Asked]) -> Iterator[Learned]:
    """What is known of the sentences found for each question."""
    filter_of = FilterOf(retriever.index)
    for each in asked:
        chosen = filter_of(each)
        places, years = chosen.places or None, chosen.years or None
        query = retriever.parse(each.question, places=places)
        scope = retriever.scope(query, places=places, years=years)
        if scope.missing or query.selects_places:
            continue
        request = Request(each.question, query, scope, query.language, retriever, plain=_none, ask=_none)
        said, features = evidence_features(request, retriever.rank(query, scope, k=_PASSAGES))
        if said:
            right = np.array([_is_evidence(one, each) for one in said])
            yield Learned(query.language, bool(each.spans), features, right)


def _none(_question: str) -> Answer:
    raise NotImplementedError  # features are of words and meaning; nothing is asked


def _is_evidence(said: Said, asked: Asked) -> bool:
    """Whether a sentence has what answers: a span, amid the words of the evidence."""
    text, evidence = solid(said.text), solid(asked.evidence)
    if Path(said.hit.report.source).name != asked.file or not any(solid(span) in text for span in asked.spans):
        return False
    pieces = (evidence[at : at + _OVERLAP] for at in range(max(1, len(evidence) - _OVERLAP + 1)))
    return any(piece in text for piece in pieces)


def fit(learned: Sequence[Learned]) -> dict[Language, npt.NDArray[np.float64]]:
    """For each language the weights of FEATURES, the constant last."""
    from sklearn.linear_model import LogisticRegression

    found: dict[Language, npt.NDArray[np.float64]] = {}
    for language in ("zh", "en"):
        own = [each for each in learned if each.language == language]
        model = LogisticRegression(max_iter=2000).fit(
            np.concatenate([each.features for each in own]), np.concatenate([each.right for each in own])
        )
        found[language] = np.append(model.coef_[0], model.intercept_[0])
    return found


def _judged(weights: dict[Language, npt.NDArray[np.float64]], apart: Sequence[Learned]) -> Iterator[str]:
    """How often the most probable sentence is right, and of how many it is at least so probable."""
    tops: list[tuple[float, bool, bool]] = []
    within = 0
    for each in apart:
        own = weights[each.language]
        chances = 1 / (1 + np.exp(-(each.features @ own[:-1] + own[-1])))
        best = int(chances.argmax())
        tops.append((float(chances[best]), bool(each.right[best]), each.answerable))
        within += bool(each.right.any())
    first = sum(right for _, right, _ in tops)
    yield f"{first} of {within} first that are among the sentences found; {len(apart)} questions"
    for least in _LEAST:
        kept = [(right, answerable) for chance, right, answerable in tops if chance >= least]
        right = sum(right for right, _ in kept)
        unanswerable = sum(not answerable for _, answerable in kept)
        yield f"at least {least}: {len(kept)} kept, {right} of them right, {unanswerable} of them without an answer"


if __name__ == "__main__":
    main()
