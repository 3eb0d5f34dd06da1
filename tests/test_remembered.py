"""Sentences are embedded once, with the very vectors that embedding them again would give."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import numpy as np

from index.types import FloatMatrix
from qa import Retriever
from qa.retrieval.remembered import Remembered


class Counting:
    """Gives each text a vector of its length and notes what it was asked for."""

    fingerprint, dim = "counting", 2

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.asked.append(list(texts))
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


def test_only_what_is_new_is_embedded_and_the_rows_keep_their_order() -> None:
    encoder, remembered = Counting(), Remembered()
    first = remembered.encode(encoder, ["a", "bb", "a"])
    second = remembered.encode(encoder, ["ccc", "bb"])
    assert encoder.asked == [["a", "bb"], ["ccc"]]
    assert first[:, 0].tolist() == [1, 2, 1]
    assert second[:, 0].tolist() == [3, 2]


def test_the_oldest_are_forgotten() -> None:
    encoder, remembered = Counting(), Remembered(most=2)
    for texts in (["a"], ["bb"], ["a"], ["ccc"], ["a"], ["bb"]):
        remembered.encode(encoder, texts)
    assert encoder.asked == [["a"], ["bb"], ["ccc"], ["bb"]]
    assert remembered.encode(encoder, ["1", "22", "333"]).shape == (3, 2)  # more at once than are kept


def test_what_several_ask_for_at_once_is_embedded_once() -> None:
    class Slow(Counting):
        def encode(self, texts: Sequence[str]) -> FloatMatrix:
            time.sleep(0.05)
            return super().encode(texts)

    encoder, remembered = Slow(), Remembered()
    threads = [threading.Thread(target=remembered.encode, args=(encoder, ["a", "bb"])) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert encoder.asked == [["a", "bb"]]


def test_a_remembered_vector_is_the_one_embedded_in_other_company(retriever: Retriever) -> None:
    query = retriever.parse("新乡2023年立案多少件提案?")
    sentences = [hit.text[:60] for hit in retriever.search("提案办理", k=6)]
    remembered = Remembered()
    remembered.encode(retriever.encoder, [query.content, *sentences[::-1]])
    again = remembered.encode(retriever.encoder, sentences)
    assert np.array_equal(again, retriever.encoder.encode(sentences))
