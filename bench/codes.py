"""What vectors can be coded in: bytes, time and recall of several ways, over the vectors of a home and real questions.

    python -m bench.codes HOME [--share 0.33] [--json OUT]

A row a way: dimensions kept (principal components, of the share of the squares given), whether they are turned at
random, numbers coded together in 4 bits; bytes a vector; milliseconds of a search of the nearest and farthest by one
thread; share of the ten best by cosine that are among the 64, 128 and 256 best by codes; by how much the least cosine
of the 32 farthest by codes exceeds the least of all. Below them, what it would do to search but a part of the lists of
an IVF index. share: of the reports that are searched, as a question without place searches the newest ones.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any  # FAISS has no types

import numpy as np

from index.config import Config
from index.storage.store import Index
from index.types import FloatMatrix
from index.vectors.encoder import load_encoder
from qa.evaluation.evaluate import read_questions

ROOT = Path(__file__).resolve().parents[1]
SETS = ("reports-more", "blind-reports", "late-reports", "fresh-reports")
CANDIDATES = (64, 128, 256)
FARTHEST, LISTS, PRUNED_LISTS = 32, 16, 200
WAYS = ((1.0, False, 2), (1.0, False, 4), (0.99, False, 2), (0.99, True, 2), (0.98, True, 2), (0.95, True, 2))
PROBED = (0.1, 0.2, 0.3, 0.5, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, metavar="HOME")
    parser.add_argument("--share", type=float, default=0.33)
    parser.add_argument("--json", type=Path, default=None, help="write the rows there too")
    options = parser.parse_args()
    with Index.open(options.home) as index:
        assert index.dense is not None, "the home has no vectors"
        vectors = index.dense.vectors(np.arange(index.n_rows))
        chosen = index.chunk_report % max(1, round(1 / options.share)) == 0
    texts = [q.text for name in SETS for q in read_questions(ROOT / "tests" / "data" / f"{name}.jsonl")]
    questions = load_encoder(Config()).encode(texts)
    print(f"{len(vectors):,} vectors, {chosen.sum():,} searched, {len(texts)} questions")
    print("| kept | turned | together | bytes | ms | of ten among 64 | 128 | 256 | least cosine off by |")
    print("|---|---|---|---|---|---|---|---|---|")
    rows = []
    for kept, turned, together in WAYS:
        reduction = projection(vectors, kept, turned)
        codes = coded(vectors @ reduction, together, LISTS)
        row = judge(codes, LISTS, vectors, questions, chosen, lambda q, by=reduction: np.ascontiguousarray(q @ by))
        rows.append({"kept": reduction.shape[1], "turned": turned, "together": together, **row})
        recalls = " | ".join(f"{row[f'recall_{k}']:.4f}" for k in CANDIDATES)
        way = f"{reduction.shape[1]} | {'yes' if turned else 'no'} | {together} | {reduction.shape[1] // together // 2}"
        print(f"| {way} | {row['ms']:.2f} | {recalls} | {row['low']:.4f} |", flush=True)
    print(f"\n| of {PRUNED_LISTS} lists searched | of ten among 256 | least cosine off by |")
    print("|---|---|---|")
    lists = coded(vectors, 2, PRUNED_LISTS)
    for probed in PROBED:
        row = judge(lists, max(1, int(probed * PRUNED_LISTS)), vectors, questions, chosen, lambda q: q)
        rows.append({"lists": PRUNED_LISTS, "probed": probed, **row})
        print(f"| {probed:.0%} | {row['recall_256']:.4f} | {row['low']:.4f} |", flush=True)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def projection(vectors: FloatMatrix, share: float, turned: bool) -> FloatMatrix:
    """(dim, kept): on principal components that hold this share of the squares."""
    dim = vectors.shape[1]
    if share == 1:
        return np.eye(dim, dtype=np.float32)
    sample = vectors[:: max(1, len(vectors) // 16_384)]
    squares, axes = np.linalg.eigh((sample.T @ sample).astype(np.float64))
    enough = int(np.searchsorted(np.cumsum(squares[::-1]), share * squares.sum())) + 1
    kept = -(-enough // 8) * 8
    turn = np.linalg.qr(np.random.default_rng(0).standard_normal((kept, kept)))[0] if turned else np.eye(kept)
    return np.asarray(axes[:, -kept:] @ turn, dtype=np.float32)


def coded(vectors: FloatMatrix, together: int, lists: int) -> Any:  # noqa: ANN401
    import faiss

    vectors = np.ascontiguousarray(vectors)
    dim = vectors.shape[1]
    codes = faiss.IndexIVFPQFastScan(faiss.IndexFlatIP(dim), dim, lists, dim // together, 4, faiss.METRIC_INNER_PRODUCT)
    codes.by_residual = False
    codes.cp.niter, codes.cp.spherical = 8, True
    codes.train(vectors[:: max(1, len(vectors) // 16_384)])
    codes.add(vectors)
    return codes


def judge(
    codes: Any,  # noqa: ANN401
    probes: int,
    vectors: FloatMatrix,
    questions: FloatMatrix,
    chosen: np.ndarray,
    reduced: Callable[[FloatMatrix], FloatMatrix],
) -> dict[str, float]:
    import faiss

    faiss.omp_set_num_threads(1)
    selector = faiss.IDSelectorBitmap(np.packbits(chosen, bitorder="little"))
    parameters = faiss.SearchParametersIVF(nprobe=probes, sel=selector)
    rows = np.flatnonzero(chosen)
    recalls: dict[int, list[float]] = {k: [] for k in CANDIDATES}
    lows, seconds = [], []
    for question in questions:
        asked = reduced(np.stack([question, -question]))
        started = time.perf_counter()
        _, (near, far) = codes.search(asked, max(CANDIDATES), params=parameters)
        seconds.append(time.perf_counter() - started)
        cosines = vectors[rows] @ question
        best = rows[np.argsort(-cosines)[:10]]
        for k in CANDIDATES:
            recalls[k].append(float(np.isin(best, near[:k]).mean()))
        lows.append(float((vectors[far[far >= 0][:FARTHEST]] @ question).min() - cosines.min()))
    return {
        "ms": statistics.median(seconds) * 1000,
        "low": statistics.mean(lows),
        **{f"recall_{k}": statistics.mean(values) for k, values in recalls.items()},
    }


if __name__ == "__main__":
    main()
