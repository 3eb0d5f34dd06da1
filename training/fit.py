"""Trains the reader on what was prepared; needs torch and NumPy alone, so that it can run on a machine lent for it.

    python -m training.fit --work .training [--out .training] [--seeds 3] [--folds 3] [--rounds 7]
    python -m training.fit --work .training --step learn [--fold N] [--seed N], as often as wanted; then --step choose

Without --step all of it runs, one after the other; on a GPU several may learn at once, each as its own process:

learn: a reader of everything, all-SEED.pt, or of everything but the files of fold N, and what that finds in the
    passages that the product shows for the questions over those files, scores-N.npz: what the judge learns from
choose: the mean of the readers of everything, or the first of them, by the part "dev" → model-N.npz (the weights, words
    left out, in bf16) and scores-all.npz
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from training.base import read_start
from training.encoded import joined_sets, read_encoded
from training.mixture import FIRST, MIXED, draw, draw_together
from training.model import ReaderModel, from_base
from training.optimise import Plan
from training.prepared import RIGHT, WRONG
from training.scored import found_by, measured
from training.train import train

__all__ = ["mean_of", "read_model", "write_model"]

_PIECE = 15_000_000  # bytes of a file at most
_FROZEN = "words.weight"


def main() -> None:
    """Runs one step, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--out", type=Path, help="where to write; by default --work")
    parser.add_argument("--step", choices=("learn", "choose"))
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=float, default=7)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--tokens", type=int, default=12_288)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--apart", action="store_true", help="learn from single passages alone, for comparison")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out = arguments.out or arguments.work
    if arguments.step == "learn":
        _learn(arguments, arguments.fold, arguments.seed)
    if arguments.step is None:
        for seed in range(1, arguments.seeds + 1):
            _learn(arguments, None, seed)
        for fold in range(arguments.folds):
            _learn(arguments, fold, 1)
    if arguments.step in {"choose", None}:
        _choose(arguments)


def _checkpoint(arguments: argparse.Namespace, name: str) -> Path | None:
    """For machines that take hours."""
    return None if torch.cuda.is_available() else arguments.out / f"{name}.checkpoint"


def _learn(arguments: argparse.Namespace, fold: int | None, seed: int) -> None:
    name = f"all-{seed}" if fold is None else f"fold-{fold}"
    examples, asked = (read_encoded(arguments.work / f"{each}.npz") for each in ("examples", "asked"))
    model = _begun(arguments.work)
    torch.manual_seed(seed)
    usable = np.flatnonzero((asked.fold >= 0) & np.isin(asked.source, (RIGHT, WRONG)))
    learned = joined_sets(examples, asked.only(usable.tolist()))
    kept = np.flatnonzero(learned.fold != fold) if fold is not None else np.arange(len(learned))
    for course, shares, times in (("first", FIRST, 1), ("mixed", MIXED, arguments.rounds)):
        units = [[row] for row in draw(kept.tolist(), learned.source, shares, times, seed)]
        if course == "mixed" and not arguments.apart:
            units += draw_together(kept.tolist(), learned, times, seed)
        plan = Plan(
            f"{name}, {course}", seed, rate=arguments.rate, tokens=arguments.tokens,
            averaged=course == "mixed", checkpoint=_checkpoint(arguments, f"{name}-{course}"),
        )  # fmt: skip
        train(model, learned, units, plan)
    torch.save(model.state_dict(), arguments.out / f"{name}.pt")
    unseen = np.flatnonzero(asked.fold == (-1 if fold is None else fold))
    found = found_by(model, asked, unseen.tolist())
    print(f"{name}: {measured(found, asked)}", file=sys.stderr, flush=True)
    if fold is not None:
        found.write(arguments.out / f"scores-{fold}.npz")
        dev = np.flatnonzero(asked.fold < 0)
        print(f"{name}, dev: {measured(found_by(model, asked, dev.tolist()), asked)}", file=sys.stderr, flush=True)


def _begun(work: Path) -> ReaderModel:
    """The base with heads that are the same for every seed, so that weights may be averaged."""
    torch.manual_seed(0)
    return from_base(read_start(work / "start.npz"))


def _choose(arguments: argparse.Namespace) -> None:
    """The mean of models that began alike is often better on new text than each of them (Wortsman et al. 2022, "Model
    soups"); it is taken where the part "dev" says so.
    """
    asked = read_encoded(arguments.work / "asked.npz")
    dev = np.flatnonzero(asked.fold < 0).tolist()
    models = [_read_state(arguments, path) for path in sorted(arguments.out.glob("all-*.pt"))]
    tried = [*models[:1], *([mean_of(models)] if len(models) > 1 else [])]
    scored = [measured(found_by(model, asked, dev), asked) for model in tried]
    for each in scored:
        print(f"chosen among: {each}", file=sys.stderr, flush=True)
    best = max(range(len(tried)), key=lambda n: scored[n].worth)
    found_by(tried[best], asked, range(len(asked))).write(arguments.out / "scores-all.npz")
    write_model(arguments.out, tried[best])


def _read_state(arguments: argparse.Namespace, path: Path) -> ReaderModel:
    model = from_base(read_start(arguments.work / "start.npz"))
    model.load_state_dict(torch.load(path, weights_only=True, map_location="cpu"))
    return model.eval()


def mean_of(models: Sequence[ReaderModel]) -> ReaderModel:
    """A model whose weights are the mean of these."""
    states = [model.state_dict() for model in models]
    mean = ReaderModel(models[0].shape)
    mean.load_state_dict({name: torch.stack([each[name].cpu() for each in states]).mean(0) for name in states[0]})
    return mean.eval()


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
