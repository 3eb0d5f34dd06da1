"""Trains the judge: boosted trees over what is known of each possible answer, for questions the reader had not seen.

    python -m training.judge --work .training --home HOME --out WEIGHTS

The reader's spans are those of scores-N.npz (training/fit.py): of each file they come from a model that did not learn
from it. The level below which no answer is given is the one at which of all questions at most WRONG are answered
wrongly, on the part "dev".
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from bench.first_sight import FilterOf, is_right
from index.types import Chunk
from qa import Retriever
from qa.answering.findings import Findings, readable
from qa.answering.judge import FEATURES, JUDGE_FILE
from qa.answering.options import Option
from qa.answering.reader import MODEL_FILE, TOKENIZER_FILE, ReadSpan, encode
from qa.answering.trained import SUMS
from qa.answering.two_looks import POOL, TwoLooks
from qa.retrieval.concepts import concepts_of
from training.encoded import read_encoded
from training.split import Asked, read_all

__all__ = ["Judged", "as_spoken", "fit_trees", "judged_of", "spans_read"]

# The last number of each is what `python -m bench.first_sight` printed for answers of that level.
LEVELS = [["high", 0.84, 0.97], ["medium", 0.7, 0.82], ["low", 0.5, 0.65]]
_TREES, _DEPTH, _RATE, _LEAST_ROWS, _L2 = 220, 4, 0.05, 40, 5.0
_QUANTILES = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.85, 0.9, 0.93, 0.96, 0.98, 0.995)
Floats = npt.NDArray[np.float32]
# What can only speak for an answer (1), or only against it (-1); it keeps the trees from learning accidents.
_RISES = {
    **dict.fromkeys(("span", "margin", "answers", "score", "words_score", "words_state", "unit", "stage"), 1),
    **dict.fromkeys(("year_before", "seconded", "fact"), 1),
    **dict.fromkeys(("rank", "words_place", "share_conflict", "other_year"), -1),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One stage of reading for one question. features: (options, features); right: (options,)."""

    question: str
    type: str
    answerable: bool
    part: str
    features: npt.NDArray[np.float32]
    right: npt.NDArray[np.bool_]


def spans_read(work: Path) -> dict[tuple[str, str], list[tuple[int, int, float, float]]]:
    """(question, chunk) → (first token, last token, score, logit that it answers) of a passage unseen by the model."""
    rows = [json.loads(line) for line in (work / "asked.jsonl").read_text(encoding="utf-8").splitlines()]
    found: dict[tuple[str, str], list[tuple[int, int, float, float]]] = {}
    with np.load(work / "scores-all.npz") as held:
        everything = {name: held[name] for name in held.files}
    unseen = np.flatnonzero(read_encoded(work / "asked.npz").fold < 0)
    # What a fold's model found in its own fold takes the place of what the model of everything found, which is a mean
    # of several and so speaks in other numbers.
    for path in (None, *sorted(work.glob("scores-[0-9].npz"))):
        with np.load(path or work / "scores-all.npz") as held:
            part = {name: held[name] for name in held.files}
        if path is not None:
            for name in ("scores", "answers"):
                part[name] = as_spoken(part[name], like=everything[name][unseen])
        for row, spans, scores, answers in zip(
            *(part[name] for name in ("rows", "spans", "scores", "answers")), strict=True
        ):
            key = (rows[int(row)]["question"], rows[int(row)]["chunk"])
            found[key] = [
                (int(first), int(last), float(score), float(answers))
                for (first, last), score in zip(spans, scores, strict=True)
                if first >= 0
            ]
    return found


def as_spoken(values: Floats, like: Floats) -> Floats:
    """The same order of values, spread as `like` is; both are of passages unseen.

    (n,) or (n, best), of which the first of each row are compared.
    """
    first, wanted = (each if each.ndim == 1 else each[:, 0] for each in (values, like))
    knots, heights = (np.quantile(each[np.isfinite(each)], _QUANTILES) for each in (first, wanted))
    spread: Floats = np.interp(values, knots, heights).astype(np.float32)
    return np.where(np.isfinite(values), spread, values)


class _Reading:
    """Reads from what was found before; a passage that was not read gives nothing."""

    def __init__(
        self, found: Mapping[tuple[str, str], list[tuple[int, int, float, float]]], tokenizer: Tokenizer
    ) -> None:
        self._found, self._tokenizer = found, tokenizer

    def of(self, asked: Asked) -> Callable[[str, Sequence[Chunk]], list[ReadSpan]]:
        def read(_question: str, chunks: Sequence[Chunk]) -> list[ReadSpan]:
            return [span for n, chunk in enumerate(chunks) for span in self._spans(asked, n, chunk)]

        return read

    def _spans(self, asked: Asked, number: int, chunk: Chunk) -> Iterator[ReadSpan]:
        passage = readable(chunk)
        offsets = encode(self._tokenizer, asked.question, passage.header, passage.text).offsets
        for first, last, score, answers in self._found.get((asked.id, chunk.id), [])[:5]:
            if last < len(offsets) and offsets[first][0] < offsets[last][1]:
                yield ReadSpan(number, offsets[first][0], offsets[last][1], score, float(1 / (1 + np.exp(-answers))))


def judged_of(retriever: Retriever, work: Path, asked: Sequence[tuple[str, Asked]]) -> list[Judged]:
    """What is known of every possible answer to these questions, given with the part they are of."""
    reading = _Reading(spans_read(work), Tokenizer.from_file(str(work / "tokenizer.json")))
    findings, looks = Findings(retriever), TwoLooks(retriever)
    filter_of = FilterOf(retriever.index)
    found = []
    for part, each in asked:
        chosen = filter_of(each)
        places, years = chosen.places or None, chosen.years or None
        query = retriever.parse(each.question, places=places)
        scope = retriever.scope(query, places=places, years=years)
        if scope.missing or query.selects_places:
            continue
        concepts = concepts_of(query, retriever.index)
        hits = retriever.rank(query, scope, k=POOL)
        by_words = looks.find_in_scope(query, scope, list(hits), concepts)[0] if concepts else []
        stages = findings.options(query, scope, hits, by_words, concepts, reading.of(each))
        found += [_judged(part, each, options) for options in stages]
    return found


def _judged(part: str, asked: Asked, options: Sequence[Option]) -> Judged:
    return Judged(
        asked.id,
        asked.type,
        bool(asked.spans),
        part,
        np.array([option.features for option in options], dtype=np.float32).reshape(-1, len(FEATURES)),
        np.array(
            [bool(asked.spans) and is_right(option.finding.candidate.text, asked) for option in options], dtype=bool
        ),
    )


def fit_trees(
    judged: Sequence[Judged], features: Sequence[str] = FEATURES
) -> tuple[dict[str, object], Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float64]]]:
    """The trees as the package reads them, and what they say of rows of features."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    columns = [FEATURES.index(name) for name in features]
    rows = np.concatenate([each.features for each in judged])[:, columns]
    right = np.concatenate([each.right for each in judged])
    model = HistGradientBoostingClassifier(
        max_depth=_DEPTH, max_iter=_TREES, learning_rate=_RATE, min_samples_leaf=_LEAST_ROWS, l2_regularization=_L2,
        early_stopping=False, random_state=1,
        monotonic_cst=[_RISES.get(name, 0) for name in features],
    ).fit(rows, right)  # fmt: skip
    trees = [_tree(predictor[0].nodes, columns) for predictor in model._predictors]  # noqa: SLF001
    base = float(model._baseline_prediction.ravel()[0])  # noqa: SLF001
    return {"features": list(FEATURES), "base": base, "trees": trees}, lambda held: model.predict_proba(
        held[:, columns]
    )[:, 1]


def _tree(nodes: npt.NDArray[np.void], columns: Sequence[int]) -> dict[str, list[float]]:
    leaf = nodes["is_leaf"].astype(bool)
    return {
        "feature": [-1 if end else columns[int(n)] for end, n in zip(leaf, nodes["feature_idx"], strict=True)],
        "threshold": [round(float(n), 5) for n in np.where(leaf, 0.0, nodes["num_threshold"])],
        "left": [int(n) for n in nodes["left"]],
        "right": [int(n) for n in nodes["right"]],
        "value": [round(float(n), 6) if end else 0.0 for end, n in zip(leaf, nodes["value"], strict=True)],
    }


def main() -> None:
    """Writes judge.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--levels", type=json.loads, default=LEVELS, help="names, least probabilities, shares right")
    arguments = parser.parse_args()
    asked = [(part, each) for part in ("train", "dev") for each in read_all(arguments.shared, part)]  # type: ignore[arg-type]
    retriever = Retriever.load(arguments.home)
    judged = judged_of(retriever, arguments.work, asked)
    held, _ = fit_trees(judged)
    held["levels"] = arguments.levels
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / JUDGE_FILE).write_text(json.dumps(held, separators=(",", ":")) + "\n", encoding="utf-8")
    files = [arguments.out / name for name in (MODEL_FILE, TOKENIZER_FILE, JUDGE_FILE)]
    sums = [f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}" for each in files if each.exists()]
    (arguments.out / SUMS).write_text("\n".join(sums) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
