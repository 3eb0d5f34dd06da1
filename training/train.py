"""Fine-tunes the reader on examples: batches of like length, bf16, a checkpoint every few minutes to go on from.

The model that is trained is kept in 32 bits; forward and backward run over a copy of it in bf16, on CPU 1.4 times as
fast as autocast. The vectors of words stay as they are, so that words that training does not show keep their place
beside those that it does.
"""

from __future__ import annotations

import copy
import math
import queue
import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor

from training.encoded import EncodedSet
from training.model import ReaderModel

__all__ = ["Plan", "device_of", "spans_of", "train"]

PAD = 1
_POOL = 3_000  # so many examples are sorted by length before they are cut into batches
_MULTIPLE = 16
_WARM_UP = 0.05
_CLIP = 1.0
_ANSWERS_WEIGHT = 1.0
_SCORED_TOKENS = 131_072
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """One course of training. rate: highest learning rate. tokens: in a batch at most, padding included. frozen: how
    many of the lowest layers stay as they are.

    checkpoint: written every checkpoint_s seconds, and taken up again where it is there; None for none.
    """

    name: str
    seed: int
    rate: float = 3e-4
    tokens: int = 12_288
    frozen: int = 0
    checkpoint: Path | None = None
    checkpoint_s: float = 180.0


@dataclass(frozen=True, slots=True)
class _Batch:
    """ids, mask: (examples, tokens). starts, ends: (examples, tokens) shares, token 0 for no answer. answers: (n,)."""

    ids: Tensor
    mask: Tensor
    starts: Tensor
    ends: Tensor
    answers: Tensor


def device_of() -> torch.device:
    """A GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def train(model: ReaderModel, examples: EncodedSet, drawn: Sequence[int], plan: Plan) -> ReaderModel:
    """The model, trained in place on the rows drawn, one after the other as often as they are named."""
    device = device_of()
    model.to(device)
    for part in (model.words, *model.layers[: plan.frozen]):
        part.requires_grad_(False)
    working = copy.deepcopy(model).bfloat16().train()
    batches = _batches(examples, drawn, plan)
    answered = _answers_of(examples)
    optimizer = torch.optim.AdamW(_groups(model), lr=plan.rate, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, len(batches)))
    torch.manual_seed(plan.seed)
    done = _resume(plan.checkpoint, model, optimizer, schedule)
    _copy(model, working)
    clock = saved = time.monotonic()
    losses: list[Tensor] = []
    ahead = _ahead(_collate(examples, rows, answered, device) for rows in batches[done:])
    for step, batch in enumerate(ahead, done):
        loss = _loss(batch, *working(batch.ids, batch.mask))
        working.zero_grad()
        loss.backward()
        for ours, theirs in zip(model.parameters(), working.parameters(), strict=True):
            ours.grad = None if theirs.grad is None else theirs.grad.float()
        torch.nn.utils.clip_grad_norm_(model.parameters(), _CLIP)
        optimizer.step()
        schedule.step()
        _copy(model, working)
        losses.append(loss.detach())
        if step % 100 == 99:
            print(
                f"{plan.name} {step + 1}/{len(batches)} loss {torch.stack(losses).mean().item():.3f} "
                f"{(time.monotonic() - clock) / len(losses):.3f} s a step",
                file=sys.stderr,
                flush=True,
            )
            losses, clock = [], time.monotonic()
        if plan.checkpoint and time.monotonic() - saved > plan.checkpoint_s:
            _save(plan.checkpoint, model, optimizer, schedule, step + 1)
            saved = time.monotonic()
    if plan.checkpoint:
        _save(plan.checkpoint, model, optimizer, schedule, len(batches))
    return model.eval()


def spans_of(
    model: ReaderModel, passages: EncodedSet, *, best: int, tried: int, longest: int
) -> Iterator[tuple[int, list[tuple[int, int, float]], float]]:
    """(row, its best spans, logit that it answers) of every row; a span is (first token, last token, score), the score
    in logits above that of no answer.
    """
    device = device_of()
    model = model.to(device).eval()
    order = np.argsort(passages.lengths, kind="stable")
    begin = 0
    while begin < len(order):
        most = int(passages.lengths[order[min(len(order), begin + 512) - 1]])
        rows = [int(row) for row in order[begin : begin + max(1, min(512, _SCORED_TOKENS // most))]]
        begin += len(rows)
        ids, mask = _ids_of(passages, rows)
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
            start, end, answers = model(ids.to(device), mask.to(device))
        start, end = start.float(), end.float()
        null = start[:, 0] + end[:, 0]
        places = torch.arange(ids.shape[1], device=device)[None]
        lengths = torch.from_numpy(passages.lengths[rows]).to(device)[:, None]
        outside = (places < torch.from_numpy(passages.first[rows]).to(device)[:, None]) | (places >= lengths - 1)
        tops = [torch.topk(each.masked_fill(outside, -1e4), min(tried, ids.shape[1])) for each in (start, end)]
        scores = tops[0].values[:, :, None] + tops[1].values[:, None, :] - null[:, None, None]
        span = tops[1].indices[:, None, :] - tops[0].indices[:, :, None]
        scores = scores.masked_fill((span < 0) | (span >= longest), -1e4).flatten(1)
        found = torch.topk(scores, min(best, scores.shape[1]))
        n_ends = tops[1].indices.shape[1]
        firsts = tops[0].indices.gather(1, found.indices // n_ends).tolist()
        lasts = tops[1].indices.gather(1, found.indices % n_ends).tolist()
        for row, first, last, score, logit in zip(
            rows, firsts, lasts, found.values.tolist(), answers.tolist(), strict=True
        ):
            spans = [each for each in zip(first, last, score, strict=True) if each[2] > -1e3]
            yield row, spans, float(logit)


def _ahead(batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """The same, the next ones made while one is used."""
    made: queue.Queue[_Batch | None] = queue.Queue(_AHEAD)

    def make() -> None:
        for batch in batches:
            made.put(batch)
        made.put(None)

    threading.Thread(target=make, daemon=True).start()
    while (batch := made.get()) is not None:
        yield batch


def _copy(model: ReaderModel, working: ReaderModel) -> None:
    with torch.no_grad():
        torch._foreach_copy_(list(working.parameters()), list(model.parameters()))


def _groups(model: ReaderModel) -> list[dict[str, object]]:
    learned = [each for each in model.parameters() if each.requires_grad]
    matrices = [each for each in learned if each.ndim > 1]
    vectors = [each for each in learned if each.ndim <= 1]
    return [{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}]


def _rate(step: int, steps: int) -> float:
    """Rises over the first steps, then falls as a cosine to a fiftieth."""
    warm = max(1, int(_WARM_UP * steps))
    if step < warm:
        return (step + 1) / warm
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def _batches(examples: EncodedSet, drawn: Sequence[int], plan: Plan) -> list[list[int]]:
    """Rows of like length, the batches in random order."""
    chance = random.Random(plan.seed)
    order, lengths = list(drawn), examples.lengths
    batches: list[list[int]] = []
    for first in range(0, len(order), _POOL):
        pool = sorted(order[first : first + _POOL], key=lambda row: (lengths[row], row))
        batch: list[int] = []
        for row in pool:
            if batch and (len(batch) + 1) * _padded(int(lengths[row])) > plan.tokens:
                batches.append(batch)
                batch = []
            batch.append(row)
        batches.append(batch)
    chance.shuffle(batches)
    return batches


def _padded(length: int) -> int:
    """To the next multiple, so that few shapes occur and what torch prepares for each is used again."""
    return -(-length // _MULTIPLE) * _MULTIPLE


def _answers_of(examples: EncodedSet) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for row, first, last in examples.spans.tolist():
        found.setdefault(row, []).append((first, last))
    return found


def _ids_of(examples: EncodedSet, rows: Sequence[int]) -> tuple[Tensor, Tensor]:
    longest = _padded(int(examples.lengths[list(rows)].max()))
    ids = np.full((len(rows), longest), PAD, dtype=np.int64)
    for n, row in enumerate(rows):
        read = examples.row(row)
        ids[n, : len(read)] = read
    whole = torch.from_numpy(ids)
    return whole, whole != PAD


def _collate(
    examples: EncodedSet, rows: Sequence[int], answered: dict[int, list[tuple[int, int]]], device: torch.device
) -> _Batch:
    ids, mask = _ids_of(examples, rows)
    starts, ends = np.zeros((2, *ids.shape), dtype=np.float32)
    answers = np.zeros(len(rows), dtype=np.float32)
    for n, row in enumerate(rows):
        spans = answered.get(row, [(0, 0)])
        answers[n] = row in answered
        for first, last in spans:
            starts[n, first] = ends[n, last] = 1
    starts /= starts.sum(1, keepdims=True)
    ends /= ends.sum(1, keepdims=True)
    held = (ids, mask, *(torch.from_numpy(each) for each in (starts, ends, answers)))
    return _Batch(*(each.to(device, non_blocking=True) for each in held))


def _loss(batch: _Batch, start: Tensor, end: Tensor, answers: Tensor) -> Tensor:
    blocked = ~batch.mask
    span = sum(
        -(shares * functional.log_softmax(logits.masked_fill(blocked, -1e4), 1)).sum(1).mean() / 2
        for logits, shares in ((start, batch.starts), (end, batch.ends))
    )
    return span + _ANSWERS_WEIGHT * functional.binary_cross_entropy_with_logits(answers, batch.answers)


def _resume(
    path: Path | None, model: ReaderModel, *parts: torch.optim.Optimizer | torch.optim.lr_scheduler.LRScheduler
) -> int:
    if path is None or not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    for name, part in zip(("optimizer", "schedule"), parts, strict=True):
        part.load_state_dict(state[name])
    return int(state["done"])


def _save(
    path: Path,
    model: ReaderModel,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    done: int,
) -> None:
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
        "done": done,
    }
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    partial.replace(path)
