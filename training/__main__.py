"""Trains the reader and the judge, from data to the files that the package holds.

    python -m training --out WEIGHTS [--shared ../shared] [--home HOME] [--work .training] [--rounds 7] [--seeds 3]

HOME is an index of all files that questions are asked of, and is built where it is not there. What was done is kept in
--work and taken up again after a stop. The steps are modules, so that the third can run on another machine, which needs
torch and NumPy alone and --work: training.prepare, training.fit, training.export, training.judge.
Needs `pip install -e '.[train]'`.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from index.building.builder import build
from index.config import Config
from qa import Retriever
from qa.answering.reader import MODEL_FILE, TOKENIZER_FILE
from training.base import read_base
from training.english import english_traps
from training.examples import Example, read_examples, write_examples
from training.export import drift, export
from training.fit import read_model
from training.own import own_examples
from training.prepare import FOLDS, prepare
from training.public import public_examples
from training.split import PARTS, Asked, files_of, part_of, read_all
from training.tables import table_examples
from training.traps import fact_examples, traps_of

_COMPARED = 200


def main() -> None:
    """Runs every step that was not done yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--home", type=Path, default=Path(".wenzheng-first-sight"))
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--rounds", type=float, default=7)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--seed", type=int, default=1, help="of the examples drawn")
    parser.add_argument("--pieces", type=Path, help="an earlier tokenizer.json whose pieces are kept")
    arguments = parser.parse_args()
    work = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    if not (work / "asked.npz").exists():
        retriever = _retriever(arguments)
        asked = [each for part in ("train", "dev") for each in read_all(arguments.shared, part)]  # type: ignore[arg-type]
        pieces = Tokenizer.from_file(str(arguments.pieces)) if arguments.pieces else None
        prepare(work, read_base(), _examples(arguments, retriever), retriever, asked, pieces=pieces)
    if not (work / "scores-all.npz").exists():
        how = [f"--{name}={getattr(arguments, name)}" for name in ("rounds", "seeds", "folds")]
        subprocess.run([sys.executable, "-m", "training.fit", "--work", str(work), *how], check=True)
    model, tokenizer = read_model(work), Tokenizer.from_file(str(work / TOKENIZER_FILE))
    export(model, tokenizer, arguments.out)
    for name in (MODEL_FILE, TOKENIZER_FILE):
        content = (arguments.out / name).read_bytes()
        print(f"{name}: {len(content) / 1e6:.1f} MB, SHA-256 {hashlib.sha256(content).hexdigest()}")
    print(drift(model, tokenizer, arguments.out, read_examples(work / "own.jsonl")[:_COMPARED]))
    how = ["--work", str(work), "--home", str(arguments.home), "--shared", str(arguments.shared)]
    subprocess.run([sys.executable, "-m", "training.judge", *how, "--out", str(arguments.out)], check=True)


def _retriever(arguments: argparse.Namespace) -> Retriever:
    if not arguments.home.exists():
        everything: list[Asked] = [each for part in PARTS for each in read_all(arguments.shared, part)]
        build(files_of(everything, arguments.shared), Config.from_environment(home=arguments.home))
    return Retriever.load(arguments.home)


def _examples(arguments: argparse.Namespace, retriever: Retriever) -> list[Example]:
    """All examples, made once and kept."""
    reports = [each for each in retriever.index.reports if part_of(Path(each.source).name) == "train"]
    makers: dict[str, Callable[[], list[Example]]] = {
        "own": lambda: own_examples(retriever, read_all(arguments.shared, "train"), arguments.seed),
        "facts": lambda: fact_examples(retriever, reports, arguments.seed, traps_of),
        "english": lambda: fact_examples(retriever, reports, arguments.seed + 1, english_traps(retriever)),
        "tables": lambda: table_examples(retriever, reports, arguments.seed),
        "public": lambda: public_examples(arguments.shared / "train" / "public", arguments.seed),
    }
    examples = []
    for name, make in makers.items():
        path = arguments.work / f"{name}.jsonl"
        if not path.exists():
            write_examples(path, make())
        examples += read_examples(path)
    return examples


if __name__ == "__main__":
    main()
