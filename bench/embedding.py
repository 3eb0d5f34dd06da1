"""Passages embedded a second, by number of threads, and beside sentence-transformers.

    python -m bench.embedding --home HOME [--passages 300] [--model NAME_OR_PATH] [--json OUT]

The passages are chunks of the home, evenly spread. Each encoder embeds them three times, in turn; the median counts.
sentence-transformers is given a model of the default model's shape (BERT, 4 layers, 512 dimensions, its tokenizer) with
random weights, which take as long as trained ones, unless another is named; everything else is its default.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from index.config import Config
from index.storage.store import Index
from index.types import Encoder
from index.vectors.encoder import SentenceTransformerEncoder, load_encoder
from index.vectors.model_source import fetch_default_model
from index.vectors.onnx_encoder import TOKENIZER_FILE

ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=300)
    parser.add_argument("--model", help="a model for sentence-transformers (default: one of the same shape)")
    parser.add_argument("--json", type=Path, default=None, help="write the rates there too")
    options = parser.parse_args()
    with Index.open(options.home) as index:
        rows = np.linspace(0, index.n_rows - 1, min(options.passages, index.n_rows)).astype(int)
        texts = [chunk.embedded for chunk in index.chunks(rows)]
    cores = os.cpu_count() or 1
    encoders: dict[str, Encoder] = {
        f"default model, {threads} thread(s)": load_encoder(Config(jobs=threads)) for threads in sorted({1, cores})
    }
    with tempfile.TemporaryDirectory() as folder:
        name = options.model or str(same_shape(Path(folder)))
        label = options.model or "a model of the same shape"
        encoders[f"sentence-transformers, {label}"] = SentenceTransformerEncoder(name)
        length = statistics.mean(map(len, texts))
        print(f"{len(texts)} passages of {length:.0f} characters; {cores} cores, load {os.getloadavg()[0]:.1f}")
        measured = rates(encoders, texts)
    print("| encoder | passages a second |")
    print("|---|---|")
    for label, passages_per_s in measured.items():
        print(f"| {label} | {passages_per_s:.1f} |")
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def same_shape(folder: Path) -> Path:
    """A sentence-transformers model of the default model's shape and tokenizer, its weights random."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(fetch_default_model(Config()) / TOKENIZER_FILE),
        model_max_length=512,
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        unk_token="[UNK]",
        mask_token="[MASK]",
    )
    shape = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=512,
        num_hidden_layers=4,
        num_attention_heads=8,
        intermediate_size=2048,
    )
    BertModel(shape).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert")), Pooling(512, pooling_mode="cls"), Normalize()]
    SentenceTransformer(modules=modules).save(str(folder / "model"))
    return folder / "model"


def rates(encoders: Mapping[str, Encoder], texts: list[str]) -> dict[str, float]:
    """Passages a second of each, median of ROUNDS after a short warm-up; in turn, so that all feel the same load."""
    seconds: dict[str, list[float]] = {label: [] for label in encoders}
    for encoder in encoders.values():
        encoder.encode(texts[:8])
    for _ in range(ROUNDS):
        for label, encoder in encoders.items():
            started = time.perf_counter()
            encoder.encode(texts)
            seconds[label].append(time.perf_counter() - started)
    return {label: len(texts) / statistics.median(each) for label, each in seconds.items()}


if __name__ == "__main__":
    main()
