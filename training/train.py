"""Fine-tunes the reader on examples: batches of like length, and the passages shown for a question side by side."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor

from training.encoded import EncodedSet
from training.model import ReaderModel
from training.optimise import Plan, device_of, optimise

__all__ = ["Unit", "batches_of", "collated", "ids_of", "loss_of", "spans_of", "train"]

PAD = 1
_POOL = 3_000  # so many examples are sorted by length before they are cut into batches
_MULTIPLE = 16
_ANSWERS_WEIGHT = 1.0
_TOGETHER_WEIGHT = 0.5
_SCORED_TOKENS = 131_072
_BLOCKED = -1e4

Unit = Sequence[int]
"""Rows that are read in one batch: one alone, or the passages of one question."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """ids, mask: (examples, tokens). starts, ends: (examples, tokens) shares, token 0 for no answer. answers: (n,).
    together: (n,) which rows are of one question, numbered from 0; `questions`, so many, of which more than one row is.
    """

    ids: Tensor
    mask: Tensor
    starts: Tensor
    ends: Tensor
    answers: Tensor
    together: Tensor
    questions: int


def train(model: ReaderModel, examples: EncodedSet, drawn: Sequence[Unit], plan: Plan) -> ReaderModel:
    """The model, trained in place on the units drawn, one after the other as often as they are named."""
    model.words.requires_grad_(False)
    answered = _answers_of(examples)
    device = device_of()
    return optimise(
        model,
        batches_of(examples, drawn, plan),
        lambda rows: collated(examples, rows, answered, device),
        lambda working, batch: loss_of(batch, *working(batch.ids, batch.mask)),
        plan,
    )


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
        ids, mask = ids_of(passages, rows)
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
            start, end, answers = model(ids.to(device), mask.to(device))
        start, end = start.float(), end.float()
        null = start[:, 0] + end[:, 0]
        places = torch.arange(ids.shape[1], device=device)[None]
        lengths = torch.from_numpy(passages.lengths[rows]).to(device)[:, None]
        outside = (places < torch.from_numpy(passages.first[rows]).to(device)[:, None]) | (places >= lengths - 1)
        tops = [torch.topk(each.masked_fill(outside, _BLOCKED), min(tried, ids.shape[1])) for each in (start, end)]
        scores = tops[0].values[:, :, None] + tops[1].values[:, None, :] - null[:, None, None]
        span = tops[1].indices[:, None, :] - tops[0].indices[:, :, None]
        scores = scores.masked_fill((span < 0) | (span >= longest), _BLOCKED).flatten(1)
        found = torch.topk(scores, min(best, scores.shape[1]))
        n_ends = tops[1].indices.shape[1]
        firsts = tops[0].indices.gather(1, found.indices // n_ends).tolist()
        lasts = tops[1].indices.gather(1, found.indices % n_ends).tolist()
        for row, first, last, score, logit in zip(
            rows, firsts, lasts, found.values.tolist(), answers.tolist(), strict=True
        ):
            spans = [each for each in zip(first, last, score, strict=True) if each[2] > -1e3]
            yield row, spans, float(logit)


def batches_of(examples: EncodedSet, drawn: Sequence[Unit], plan: Plan) -> list[list[int]]:
    """Units of like length, the batches in random order."""
    chance = random.Random(plan.seed)
    lengths = examples.lengths
    order = [(max(int(lengths[row]) for row in unit), tuple(unit)) for unit in drawn]
    batches: list[list[int]] = []
    for first in range(0, len(order), _POOL):
        batch: list[int] = []
        for longest, unit in sorted(order[first : first + _POOL]):
            if batch and (len(batch) + len(unit)) * _padded(longest) > plan.tokens:
                batches.append(batch)
                batch = []
            batch.extend(unit)
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


def ids_of(examples: EncodedSet, rows: Sequence[int]) -> tuple[Tensor, Tensor]:
    """(rows, tokens) twice: the tokens padded, and which of them are no padding."""
    longest = _padded(int(examples.lengths[list(rows)].max()))
    ids = np.full((len(rows), longest), PAD, dtype=np.int64)
    for n, row in enumerate(rows):
        read = examples.row(row)
        ids[n, : len(read)] = read
    whole = torch.from_numpy(ids)
    return whole, whole != PAD


def collated(
    examples: EncodedSet, rows: Sequence[int], answered: dict[int, list[tuple[int, int]]], device: torch.device
) -> _Batch:
    """The rows as one batch. answered: first and last tokens of the answers, by row."""
    ids, mask = ids_of(examples, rows)
    starts, ends = np.zeros((2, *ids.shape), dtype=np.float32)
    answers = np.zeros(len(rows), dtype=np.float32)
    for n, row in enumerate(rows):
        spans = answered.get(row, [(0, 0)])
        answers[n] = row in answered
        for first, last in spans:
            starts[n, first] = ends[n, last] = 1
    starts /= starts.sum(1, keepdims=True)
    ends /= ends.sum(1, keepdims=True)
    # Questions of several passages, one of which answers, come first; whatever stands alone is thrown together last.
    groups = examples.group[list(rows)]
    kept = [
        int(g)
        for g in dict.fromkeys(groups.tolist())
        if g >= 0 and 0 < answers[groups == g].sum() < (groups == g).sum()
    ]
    numbers = {group: n for n, group in enumerate(kept)}
    together = np.array([numbers.get(int(group), len(kept)) for group in groups], dtype=np.int64)
    held = (ids, mask, *(torch.from_numpy(each) for each in (starts, ends, answers, together)))
    return _Batch(*(each.to(device, non_blocking=True) for each in held), len(kept))


def loss_of(batch: _Batch, start: Tensor, end: Tensor, answers: Tensor) -> Tensor:
    """Of the answer within its passage, of whether there is one, and of the answer among the passages."""
    blocked = ~batch.mask
    span = sum(
        -(shares * functional.log_softmax(logits.masked_fill(blocked, _BLOCKED), 1)).sum(1).mean() / 2
        for logits, shares in ((start, batch.starts), (end, batch.ends))
    )
    loss = span + _ANSWERS_WEIGHT * functional.binary_cross_entropy_with_logits(answers, batch.answers)
    if batch.questions:
        loss = loss + _TOGETHER_WEIGHT * _among_passages(batch, start, end, answers)
    return loss


def _among_passages(batch: _Batch, start: Tensor, end: Tensor, answers: Tensor) -> Tensor:
    """How sure the answer is among all words of all passages of its question ("shared normalisation", Clark and Gardner
    2018), and its passage among those passages: a near miss must lose to the answer, not only to no answer.
    """
    # Token 0 says that there is no answer, and is none among several passages.
    blocked = ~batch.mask[:, 1:]
    parts = [
        (torch.logsumexp(logits[:, 1:].masked_fill(blocked, _BLOCKED), 1), (shares[:, 1:] * logits[:, 1:]).sum(1))
        for logits, shares in ((start, batch.starts), (end, batch.ends))
    ]
    parts.append((answers, answers))
    right = (batch.answers > 0) & (batch.together < batch.questions)
    return sum(((_over(whole, batch)[batch.together] - told)[right]).mean() / 2 for whole, told in parts)  # type: ignore[return-value]


def _over(values: Tensor, batch: _Batch) -> Tensor:
    """(questions + 1,) log of the sum of exponentials over the rows of each question."""
    highest = values.detach().max()
    sums = torch.zeros(batch.questions + 1, device=values.device).index_add(0, batch.together, (values - highest).exp())
    return sums.clamp_min(1e-30).log() + highest
