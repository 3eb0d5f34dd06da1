"""Whether another fusion would change the answers, which weigh the sentences of the first passages again.

python -m bench.fusion_answers --home HOME QUESTIONS.jsonl [QUESTIONS.jsonl ...]
"""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
from pathlib import Path
from unittest.mock import patch

import qa.retrieval.retriever
from bench.fusion import convex
from bench.retrieval_sets import IDFS, Scores, lexical_legs
from index.types import Idf
from qa import Answerer, Retriever
from qa.evaluation.evaluate import evaluate, read_questions
from qa.retrieval.fusion import DENSE_WEIGHT, fuse

OKAPI, LUCENE = IDFS
WEIGHTS = (0.3, 0.4, 0.5, 0.6)


def fuse_from_the_least(words: Scores, bigrams: Scores, dense: Scores | None, *, low: float | None = None) -> Scores:
    """The default with the empirical least BM25 of the scope in place of 0."""
    weight, cosine = (0.0, words) if dense is None else (DENSE_WEIGHT, dense)
    return convex(weight, lexical_floor=None, dense_floor=low)(words, bigrams, cosine)


def main() -> None:
    """Prints one row for each set and fusion."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "wenzheng-fusion")
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    retriever = Retriever.load(arguments.home)
    answerer = Answerer(retriever)
    legs = {idf: lexical_legs(retriever.index, idf) for idf in IDFS}
    systems: list[tuple[str, Idf, object]] = [
        *((f"w={weight}, okapi", OKAPI, partial(fuse, dense_weight=weight)) for weight in WEIGHTS),
        (f"w={DENSE_WEIGHT} BM25 min, okapi", OKAPI, fuse_from_the_least),
        (f"w={DENSE_WEIGHT}, lucene", LUCENE, fuse),
    ]
    print("| set | fusion | questions | hit@1 | hit@5 | short answer right | refused, of unanswerable |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for path in arguments.questions:
        questions = read_questions(path)
        for name, idf, fusion in systems:
            retriever.index.words, retriever.index.bigrams = legs[idf]
            with patch.object(qa.retrieval.retriever, "fuse", fusion):
                total = evaluate(answerer, questions).table["ALL"]
            counts = (total.n, total.hit_at_1, total.hit_at_5, total.answer, f"{total.refused}/{total.n_unanswerable}")
            print(f"| {path.stem} | {name} | {' | '.join(map(str, counts))} |", flush=True)


if __name__ == "__main__":
    main()
