"""Trains the reader on what was prepared; needs torch and NumPy alone, so that it can run on a machine lent for it.

    python -m training.fit --work .training [--folds 3] [--rounds 4] [--until SECONDS]

Reads start.npz, examples.npz and asked.npz of --work; writes there model-N.npz (the weights, words left out, in bf16)
and scores-all.npz: what the model finds in the passages that the product shows for each question. With --folds also
scores-N.npz: the same from models that have not learned from the files of fold N, which is what the judge learns from.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from training.base import read_start
from training.encoded import EncodedSet, read_encoded
from training.mixture import FIRST, MIXED, draw
from training.model import ReaderModel, from_base
from training.train import Plan, spans_of, train

__all__ = ["read_model", "write_model"]

_PIECE = 15_000_000  # bytes of a file at most
_BEST, _TRIED, _LONGEST = 6, 24, 100
_FROZEN = "words.weight"


def main() -> None:
    """Trains on everything, then on everything but each fold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--out", type=Path, help="where to write; by default --work")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--tokens", type=int, default=12_288)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--until", type=float, default=float("inf"), help="seconds after which no second model of everything is begun"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    out = arguments.out or arguments.work
    started = time.monotonic()
    examples, asked = (read_encoded(arguments.work / f"{name}.npz") for name in ("examples", "asked"))
    model = _course(arguments, examples, None, "all", arguments.seed)
    best = _write_scores(out / "scores-all.npz", model, asked, range(len(asked)))
    write_model(out, model)
    trained = [model]
    for fold in range(arguments.folds):
        held = _course(arguments, examples, fold, f"fold {fold}", arguments.seed)
        _write_scores(out / f"scores-{fold}.npz", held, asked, np.flatnonzero(asked.fold == fold).tolist())
        trained.append(held)
        print(f"{time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    if (time.monotonic() - started) * (1 + 1 / (1 + len(trained))) * 1.15 < arguments.until:
        trained.insert(1, _course(arguments, examples, None, "all again", arguments.seed + 1))
    # The mean of models that began alike is often better on new text than each of them (Wortsman et al. 2022, "Model
    # soups"); it is taken where the part "dev" says so.
    for several in (trained[:2], trained) if arguments.folds else ():
        mean = mean_of(several)
        right = _write_scores(out / "scores-mean.npz", mean, asked, range(len(asked)))
        if right > best:
            best = right
            write_model(out, mean)
            (out / "scores-mean.npz").replace(out / "scores-all.npz")
            print(f"the mean of {len(several)} is taken", file=sys.stderr, flush=True)
    (out / "scores-mean.npz").unlink(missing_ok=True)


def mean_of(models: Sequence[ReaderModel]) -> ReaderModel:
    """A model whose weights are the mean of these."""
    states = [model.state_dict() for model in models]
    mean = ReaderModel(models[0].shape)
    mean.load_state_dict({name: torch.stack([each[name].cpu() for each in states]).mean(0) for name in states[0]})
    return mean.eval()


def _course(
    arguments: argparse.Namespace, examples: EncodedSet, without: int | None, name: str, seed: int
) -> ReaderModel:
    """A model trained on all examples but those of one fold: first to point, then among the traps."""
    torch.manual_seed(seed)
    model = from_base(read_start(arguments.work / "start.npz"))
    kept = np.flatnonzero(examples.fold != without) if without is not None else np.arange(len(examples))
    for course, shares, times, rate in (
        ("first", FIRST, 1, arguments.rate),
        ("mixed", MIXED, arguments.rounds, arguments.rate),
    ):
        drawn = draw(kept.tolist(), examples.source, shares, times, seed)
        # Checkpoints are for machines that take hours, and those train no folds.
        checkpoint = None if torch.cuda.is_available() else arguments.work / f"{name} {course}.pt"
        plan = Plan(f"{name}, {course}", seed, rate=rate, tokens=arguments.tokens, checkpoint=checkpoint)
        train(model, examples, drawn, plan)
    return model


def _write_scores(path: Path, model: ReaderModel, asked: EncodedSet, rows: Sequence[int]) -> int:
    """How many spans of the part "dev" are exactly right.

    Written are spans: (rows, best, 2) tokens of the passage, -1 where there is none; scores: (rows, best) logits above
    those of no answer; answers: (rows,) logits.
    """
    chosen = asked.only(rows)
    spans = np.full((len(rows), _BEST, 2), -1, dtype=np.int16)
    scores = np.full((len(rows), _BEST), -np.inf, dtype=np.float32)
    answers = np.zeros(len(rows), dtype=np.float32)
    wanted = {int(row): (int(first), int(last)) for row, first, last in chosen.spans}
    tried = {"dev": 0, "train": 0}
    right = dict(tried)
    for row, found, logit in spans_of(model, chosen, best=_BEST, tried=_TRIED, longest=_LONGEST):
        first = int(chosen.first[row])
        for n, (start, end, score) in enumerate(found):
            spans[row, n], scores[row, n] = (start - first, end - first), score
        answers[row] = logit
        if row in wanted and found:
            part = "dev" if chosen.fold[row] < 0 else "train"
            tried[part] += 1
            right[part] += found[0][:2] == wanted[row]
    print(f"{path.name}: exact in passages that answer {right} of {tried}", file=sys.stderr, flush=True)
    np.savez_compressed(path, rows=np.asarray(rows), spans=spans, scores=scores, answers=answers)
    return right["dev"]


def write_model(folder: Path, model: ReaderModel) -> None:
    """The weights less those of words, which stay the base's, in bf16 and in files of at most 15 MB."""
    state = {name: value for name, value in model.state_dict().items() if name != _FROZEN}
    files: list[dict[str, np.ndarray]] = [{}]  # type: ignore[type-arg]
    size = 0
    for name, value in state.items():
        held = value.detach().cpu().bfloat16().view(torch.int16).numpy()
        if size + held.nbytes > _PIECE:
            files.append({})
            size = 0
        files[-1][name] = held
        size += held.nbytes
    for number, content in enumerate(files):
        np.savez(folder / f"model-{number}.npz", **content)


def read_model(work: Path, folder: Path | None = None) -> ReaderModel:
    """The model that was trained, from start.npz of `work` and the files of `folder`."""
    model = from_base(read_start(work / "start.npz"))
    state = model.state_dict()
    for path in sorted((folder or work).glob("model-*.npz")):
        with np.load(path, allow_pickle=False) as held:
            for name in held.files:
                state[name] = torch.from_numpy(held[name]).view(torch.bfloat16).float()
    model.load_state_dict(state)
    return model.eval()


if __name__ == "__main__":
    main()
