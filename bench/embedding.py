"""Passages embedded a second, by number of threads, and beside sentence-transformers where a model for it is given.

    python -m bench.embedding --home HOME [--passages 300] [--model NAME_OR_PATH]

The passages are chunks of the home, evenly spread. Each encoder embeds them three times; the median counts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

import numpy as np

from index.config import Config
from index.encoder import SentenceTransformerEncoder, load_encoder
from index.store import Index
from index.types import Encoder

ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=300)
    parser.add_argument("--model", help="a model for sentence-transformers, of about the same size")
    options = parser.parse_args()
    with Index.open(options.home) as index:
        rows = np.linspace(0, index.n_rows - 1, min(options.passages, index.n_rows)).astype(int)
        texts = [chunk.embedded for chunk in index.chunks(rows)]
    length = statistics.mean(map(len, texts))
    print(f"{len(texts)} passages of {length:.0f} characters; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    cores = os.cpu_count() or 1
    for threads in sorted({1, cores}):
        print(f"{rate(load_encoder(Config(jobs=threads)), texts):6.1f} passages/s  default model, {threads} thread(s)")
    if options.model:
        print(
            f"{rate(SentenceTransformerEncoder(options.model), texts):6.1f} passages/s  {options.model}, its defaults"
        )


def rate(encoder: Encoder, texts: list[str]) -> float:
    """Passages a second, median of ROUNDS after a short warm-up."""
    encoder.encode(texts[:8])
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        encoder.encode(texts)
        seconds.append(time.perf_counter() - started)
    return len(texts) / statistics.median(seconds)


if __name__ == "__main__":
    main()
