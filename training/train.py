"""Fine-tunes the reader on examples: batches of like length, bf16, a checkpoint every few minutes to go on from.

The model that is trained is kept in 32 bits; forward and backward run over a copy of it in bf16, 1.4 times as fast on
CPU as autocast. The vectors of words and the lowest layers stay as they are: that is faster too, and words that
training does not show keep their place beside those that it does.
"""

from __future__ import annotations

import copy
import math
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer
from torch import Tensor

from qa.answering.reader import PAD, encode
from training.examples import Example
from training.model import ReaderModel

__all__ = ["Plan", "train"]

_POOL = 1_500  # so many examples are sorted by length before they are cut into batches
_MULTIPLE = 16
_KEPT_LAYERS = 3
_WARM_UP = 0.05
_CLIP = 1.0
_ANSWERS_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """One course of training. rate: highest learning rate. tokens: in a batch at most, padding included.

    checkpoint: written every checkpoint_s seconds, and taken up again where it is there.
    """

    name: str
    checkpoint: Path
    seed: int
    rate: float = 1.5e-4
    tokens: int = 4_096
    checkpoint_s: float = 180.0


@dataclass(frozen=True, slots=True)
class _Batch:
    """ids, mask: (examples, tokens). starts, ends: (examples, tokens) shares, token 0 for no answer. answers: (n,)."""

    ids: Tensor
    mask: Tensor
    starts: Tensor
    ends: Tensor
    answers: Tensor


def train(model: ReaderModel, tokenizer: Tokenizer, examples: Sequence[Example], plan: Plan) -> ReaderModel:
    """The model, trained in place; on a GPU where there is one."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    for part in (model.words, *model.layers[:_KEPT_LAYERS]):
        part.requires_grad_(False)
    working = copy.deepcopy(model).bfloat16().train()
    batches = _batches(tokenizer, examples, plan)
    optimizer = torch.optim.AdamW(_groups(model), lr=plan.rate, betas=(0.9, 0.98), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, len(batches)))
    torch.manual_seed(plan.seed)
    done = _resume(plan.checkpoint, model, optimizer, schedule)
    _copy(model, working)
    clock = saved = time.monotonic()
    losses: list[float] = []
    for step, rows in enumerate(batches[done:], done):
        batch = _collate(tokenizer, [examples[row] for row in rows], device)
        loss = _loss(batch, *working(batch.ids, batch.mask))
        working.zero_grad()
        loss.backward()
        for ours, theirs in zip(model.parameters(), working.parameters(), strict=True):
            ours.grad = None if theirs.grad is None else theirs.grad.float()
        torch.nn.utils.clip_grad_norm_(model.parameters(), _CLIP)
        optimizer.step()
        schedule.step()
        _copy(model, working)
        losses.append(loss.item())
        if step % 25 == 24:
            print(
                f"{plan.name} {step + 1}/{len(batches)} loss {sum(losses) / len(losses):.3f} "
                f"{(time.monotonic() - clock) / len(losses):.2f} s a step",
                file=sys.stderr,
                flush=True,
            )
            losses, clock = [], time.monotonic()
        if time.monotonic() - saved > plan.checkpoint_s:
            _save(plan.checkpoint, model, optimizer, schedule, step + 1)
            saved = time.monotonic()
    _save(plan.checkpoint, model, optimizer, schedule, len(batches))
    return model.eval()


def _copy(model: ReaderModel, working: ReaderModel) -> None:
    with torch.no_grad():
        for ours, theirs in zip(model.parameters(), working.parameters(), strict=True):
            theirs.copy_(ours)


def _groups(model: ReaderModel) -> list[dict[str, object]]:
    learned = [each for each in model.parameters() if each.requires_grad]
    matrices = [each for each in learned if each.ndim > 1]
    vectors = [each for each in learned if each.ndim <= 1]
    return [{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}]


def _rate(step: int, steps: int) -> float:
    """Rises over the first steps, then falls as a cosine to a twentieth."""
    warm = max(1, int(_WARM_UP * steps))
    if step < warm:
        return (step + 1) / warm
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def _batches(tokenizer: Tokenizer, examples: Sequence[Example], plan: Plan) -> list[list[int]]:
    """Rows of examples of like length, the batches in random order."""
    chance = random.Random(plan.seed)
    order = list(range(len(examples)))
    lengths = [_length(tokenizer, example) for example in examples]
    chance.shuffle(order)
    batches: list[list[int]] = []
    for first in range(0, len(order), _POOL):
        pool = sorted(order[first : first + _POOL], key=lambda row: (lengths[row], row))
        batch: list[int] = []
        for row in pool:
            if batch and (len(batch) + 1) * _padded(lengths[row]) > plan.tokens:
                batches.append(batch)
                batch = []
            batch.append(row)
        batches.append(batch)
    chance.shuffle(batches)
    return batches


def _length(tokenizer: Tokenizer, example: Example) -> int:
    return len(encode(tokenizer, example.question, example.header, example.passage).ids)


def _padded(length: int) -> int:
    """To the next multiple, so that few shapes occur and what torch prepares for each is used again."""
    return -(-length // _MULTIPLE) * _MULTIPLE


def _collate(tokenizer: Tokenizer, examples: Sequence[Example], device: torch.device) -> _Batch:
    encoded = [encode(tokenizer, each.question, each.header, each.passage) for each in examples]
    longest = _padded(max(len(each.ids) for each in encoded))
    ids = torch.full((len(examples), longest), PAD)
    starts, ends = torch.zeros(2, len(examples), longest)
    answers = torch.zeros(len(examples))
    for row, (each, example) in enumerate(zip(encoded, examples, strict=True)):
        ids[row, : len(each.ids)] = torch.tensor(each.ids)
        for first, last in _token_spans(each.offsets, example.spans):
            starts[row, each.first + first] = 1
            ends[row, each.first + last] = 1
            answers[row] = 1
    none = 1 - answers
    starts[:, 0], ends[:, 0] = none, none
    starts, ends = starts / starts.sum(1, keepdim=True), ends / ends.sum(1, keepdim=True)
    return _Batch(*(each.to(device) for each in (ids, ids != PAD, starts, ends, answers)))


def _token_spans(offsets: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first and last token of each span; a token that only touches it is taken in."""
    found = []
    for start, end in spans:
        inside = [n for n, (left, right) in enumerate(offsets) if left < end and right > start]
        if inside and offsets[inside[-1]][1] >= end:
            found.append((inside[0], inside[-1]))
    return found


def _loss(batch: _Batch, start: Tensor, end: Tensor, answers: Tensor) -> Tensor:
    blocked = ~batch.mask
    span = sum(
        -(shares * functional.log_softmax(logits.masked_fill(blocked, -1e4), 1)).sum(1).mean() / 2
        for logits, shares in ((start, batch.starts), (end, batch.ends))
    )
    return span + _ANSWERS_WEIGHT * functional.binary_cross_entropy_with_logits(answers, batch.answers)


def _resume(
    path: Path, model: ReaderModel, *parts: torch.optim.Optimizer | torch.optim.lr_scheduler.LRScheduler
) -> int:
    if not path.exists():
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
