"""Trains the reader from data to int8 ONNX.

    python -m training --out WEIGHTS [--shared ../shared] [--home HOME] [--work .training] [--rounds 3] [--seed 1]

HOME is an index of the files that have questions (the one of bench/first_sight.py), and is built where it is not there.
What was done is kept in --work, and taken up again after a stop: examples, tokeniser, checkpoints. --rounds: how often
the mixture is drawn. Needs `pip install -e '.[train]'`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import Tokenizer

from index.building.builder import build
from index.config import Config
from qa import Retriever
from qa.answering.reader import MODEL_FILE, TOKENIZER_FILE, Readable, Reader
from training.base import read_base
from training.examples import Example, read_examples, write_examples
from training.export import drift, export
from training.mixture import FIRST, MIXED, draw
from training.model import ReaderModel, from_base
from training.own import own_examples
from training.public import public_examples
from training.split import PARTS, files_of, part_of, read_asked
from training.train import Plan, train
from training.traps import fact_examples
from training.vocabulary import kept_pieces, tokenizer_of

_COMPARED = 200
_FIRST_RATE, _MIXED_RATE = 2e-4, 2.5e-4
_TOKENS = 2_048


def main() -> None:
    """Runs every step that was not done yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--home", type=Path, default=Path(".wenzheng-first-sight"))
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.work.mkdir(parents=True, exist_ok=True)
    examples = _examples(arguments)
    print(len(examples), "examples:", dict(Counter(example.source for example in examples)))
    model, tokenizer = _model(arguments, examples)
    for name, shares, times, rate in (
        ("first", FIRST, 1, _FIRST_RATE),
        ("mixed", MIXED, arguments.rounds, _MIXED_RATE),
    ):
        drawn = draw(examples, shares, times, arguments.seed)
        plan = Plan(name, arguments.work / f"{name}.pt", arguments.seed, rate=rate, tokens=_TOKENS)
        train(model, tokenizer, drawn, plan)
    export(model, tokenizer, arguments.out)
    _report(arguments.out, model, tokenizer, examples[:_COMPARED])


def _examples(arguments: argparse.Namespace) -> list[Example]:
    """All examples, made once and kept."""
    questions = arguments.shared / "train" / "questions.jsonl"

    def retriever() -> Retriever:
        if not arguments.home.exists():
            everything = [each for part in PARTS for each in read_asked(questions, part)]
            build(files_of(everything, arguments.shared), Config.from_environment(home=arguments.home))
        return Retriever.load(arguments.home)

    def facts() -> list[Example]:
        found = retriever()
        reports = [each for each in found.index.reports if part_of(Path(each.source).name) == "train"]
        return fact_examples(found, reports, arguments.seed)

    makers: dict[str, Callable[[], list[Example]]] = {
        "own": lambda: own_examples(retriever(), read_asked(questions, "train"), arguments.seed),
        "facts": facts,
        "public": lambda: public_examples(arguments.shared / "train" / "public", arguments.seed),
    }
    examples = []
    for name, make in makers.items():
        path = arguments.work / f"{name}.jsonl"
        if not path.exists():
            write_examples(path, make())
        examples += read_examples(path)
    return examples


def _model(arguments: argparse.Namespace, examples: list[Example]) -> tuple[ReaderModel, Tokenizer]:
    """The untrained model, and the tokeniser of the pieces that examples and reports for training use."""
    base = read_base()
    path = arguments.work / "kept.json"
    if not path.exists():
        asked = read_asked(arguments.shared / "train" / "questions.jsonl", "train")
        texts = [file.read_text(encoding="utf-8") for file in files_of(asked, arguments.shared)]
        texts += [text for each in examples for text in (each.question, each.header, each.passage)]
        path.write_text(json.dumps(kept_pieces(base, texts)), encoding="utf-8")
    kept = json.loads(path.read_text(encoding="utf-8"))
    torch.manual_seed(arguments.seed)
    return from_base(base, kept), tokenizer_of(base, kept)


def _report(folder: Path, model: ReaderModel, tokenizer: Tokenizer, examples: list[Example]) -> None:
    for name in (MODEL_FILE, TOKENIZER_FILE):
        content = (folder / name).read_bytes()
        print(f"{name}: {len(content) / 1e6:.1f} MB, SHA-256 {hashlib.sha256(content).hexdigest()}")
    print(drift(model, tokenizer, folder, examples))
    reader = Reader(folder)
    started = time.process_time()
    for example in examples:
        reader.read(example.question, [Readable(example.passage, example.header)])
    characters = sum(len(example.passage) for example in examples) / len(examples)
    milliseconds = 1_000 * (time.process_time() - started) / len(examples)
    print(f"{milliseconds:.0f} ms of one core for a passage of {characters:.0f} characters")


if __name__ == "__main__":
    main()
