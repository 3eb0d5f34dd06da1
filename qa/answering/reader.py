"""A passage, read for a question: where the answer stands, and whether the passage gives one.

The model is small and was trained here (training/); it needs onnxruntime and tokenizers alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.onnx_session import open_session

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["MODEL_FILE", "TOKENIZER_FILE", "Encoded", "ReadSpan", "Readable", "Reader", "best_spans", "encode"]

MODEL_FILE = "reader.onnx"
TOKENIZER_FILE = "tokenizer.json"
# Special tokens: they stand first in every vocabulary that training/vocabulary.py makes.
BEGIN, PAD, SEPARATOR = 0, 1, 2
_QUESTION_TOKENS = 80
_HEADER_TOKENS = 48
_PASSAGE_TOKENS = 352
# The passages of an index have at most 400 characters, so that most are one window.
_WINDOW = 400
_STRIDE = 300
_LONGEST_ANSWER = 100
_BEST = 20
_MOST_AT_ONCE = 4
# Pairs of question and passage, some 3 MB.
_REMEMBERED = 2048


@dataclass(frozen=True, slots=True)
class Readable:
    """A passage and what is known of where it stands: place, period, kind of report, headings."""

    text: str
    header: str = ""


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A possible answer, text[start:end] of the passage with that number.

    score: of the span over that of no answer, in logits, higher is better. answers: how probable it is that the passage
    answers the question at all, in [0, 1].
    """

    passage: int
    start: int
    end: int
    score: float
    answers: float


@dataclass(frozen=True, slots=True)
class Encoded:
    """ids: (n,) what the model reads. offsets: for the tokens from `first` on, where they stand in the passage."""

    ids: list[int]
    first: int
    offsets: list[tuple[int, int]]


def encode(tokenizer: Tokenizer, question: str, header: str, passage: str) -> Encoded:
    """`<s> question </s> header </s> passage </s>`; what is too long loses its end."""
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:_QUESTION_TOKENS]
    above = tokenizer.encode(header, add_special_tokens=False).ids[:_HEADER_TOKENS]
    read = tokenizer.encode(passage, add_special_tokens=False)
    ids = [BEGIN, *asked, SEPARATOR, *above, SEPARATOR]
    offsets = [_without_space(passage, start, end) for start, end in read.offsets[:_PASSAGE_TOKENS]]
    return Encoded([*ids, *read.ids[:_PASSAGE_TOKENS], SEPARATOR], len(ids), offsets)


def _without_space(passage: str, start: int, end: int) -> tuple[int, int]:
    """A token may begin with the space before it; an answer does not."""
    token = passage[start:end]
    return start + len(token) - len(token.lstrip()), end


class Reader:
    """Reads passages one by one: an int8 model scales its values over all it is given, so neighbours would be felt."""

    def __init__(self, folder: Path, *, at_once: int | None = None) -> None:
        """at_once: so many passages are read side by side, by default one a core and four at most.

        Raises: ModelError where the folder does not hold a model that can be loaded.
        """
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._session = open_session(folder / MODEL_FILE)
        # tokenizers raises plain Exception, onnxruntime its own classes without a common base.
        except Exception as error:
            raise ModelError(f"the reader in {folder} cannot be loaded: {error}") from error
        self._at_once = at_once or min(_MOST_AT_ONCE, os.cpu_count() or 1)
        self._folder = folder
        # The parts of a question, and what follows it, put the same to the same passages again.
        self._spans_of = lru_cache(maxsize=_REMEMBERED)(self._read_passage)

    @property
    def fingerprint(self) -> str:
        """Of the files it was loaded from."""
        content = (self._folder / MODEL_FILE).read_bytes() + (self._folder / TOKENIZER_FILE).read_bytes()
        return f"reader-{hashlib.sha256(content).hexdigest()[:16]}"

    def read(self, question: str, passages: Sequence[Readable], *, best: int = 5) -> list[ReadSpan]:
        """The best spans of each passage, at most `best` of one, ordered by score and then as they stand."""
        if len(passages) < 2 or self._at_once == 1:
            read = [self._spans_of(question, passage, best) for passage in passages]
        else:
            # Threads of this call alone: none is left over that a fork would lose.
            with ThreadPoolExecutor(min(self._at_once, len(passages))) as pool:
                read = list(pool.map(lambda passage: self._spans_of(question, passage, best), passages))
        found = [replace(span, passage=number) for number, spans in enumerate(read) for span in spans]
        return sorted(found, key=lambda span: (-span.score, span.passage, span.start, span.end))

    def _read_passage(self, question: str, passage: Readable, best: int) -> tuple[ReadSpan, ...]:
        """Its best spans, as those of the first of the passages."""
        found: dict[tuple[int, int], ReadSpan] = {}
        for offset in _windows(len(passage.text)):
            encoded = encode(self._tokenizer, question, passage.header, passage.text[offset : offset + _WINDOW])
            starts, ends, answers = self._run(encoded.ids)
            for first, last, score in best_spans(starts, ends, encoded.first, len(encoded.offsets), best):
                start, end = offset + encoded.offsets[first][0], offset + encoded.offsets[last][1]
                known = found.get((start, end))
                if start < end and (known is None or known.score < score):
                    found[start, end] = ReadSpan(0, start, end, score, answers)
        return tuple(sorted(found.values(), key=lambda span: (-span.score, span.start, span.end))[:best])

    def _run(self, ids: list[int]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], float]:
        starts, ends, answers = self._session.run(None, {"ids": np.asarray([ids], dtype=np.int64)})
        return starts[0], ends[0], float(1 / (1 + np.exp(-float(answers[0]))))


def _windows(length: int) -> Iterator[int]:
    """Where each window begins: the last one reaches the end."""
    yield 0
    position = 0
    while position + _WINDOW < length:
        position += _STRIDE
        yield position


def best_spans(
    starts: npt.NDArray[np.float32], ends: npt.NDArray[np.float32], first: int, length: int, best: int
) -> list[tuple[int, int, float]]:
    """(first token, last token, score) of the best spans of a passage of `length` tokens that begins at token `first`.

    starts, ends: (n,) logits; those of token 0 together are the score of no answer.
    """
    null = float(starts[0] + ends[0])
    start, end = starts[first : first + length], ends[first : first + length]
    spans = [
        (int(i), int(j), float(start[i] + end[j]) - null)
        for i in np.argsort(-start, kind="stable")[:_BEST]
        for j in np.argsort(-end, kind="stable")[:_BEST]
        if i <= j < i + _LONGEST_ANSWER
    ]
    return sorted(spans, key=lambda span: (-span[2], span[0], span[1]))[:best]
