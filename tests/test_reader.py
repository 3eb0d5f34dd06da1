from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.errors import ModelError
from qa.answering.reader import MODEL_FILE, TOKENIZER_FILE, Readable, Reader, ReadSpan, best_spans, encode
from training.base import Base
from training.vocabulary import SPECIAL, kept_pieces, tokenizer_of

if TYPE_CHECKING:
    from training.model import ReaderModel

PIECES = (*SPECIAL, *"▁市政协立案提收到年件万亿元，。《》.%abcde0123456789", "立案", "409", "政协常委会议", "▁a")
PASSAGE = "2023年，市政协收到提案434件，立案409件。"


def base() -> Base:
    """Pieces with made-up scores, and no weights."""
    scores = tuple(0.0 if piece in SPECIAL else -5.0 - len(piece) / 100 for piece in PIECES)
    return Base(2, 2, 16, 32, 512, PIECES, scores, {})


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return tokenizer_of(base(), list(range(len(PIECES))))


@pytest.fixture(scope="module")
def model() -> ReaderModel:
    torch = pytest.importorskip("torch")
    from training.model import ReaderModel, Shape

    torch.manual_seed(3)
    return ReaderModel(Shape(len(PIECES), 2, 2, 16, 32)).eval()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, model: ReaderModel, tokenizer: Tokenizer) -> Path:
    """A small reader with random weights."""
    from torch.onnx._internal.torchscript_exporter import onnx_proto_utils

    from training.export import write_whole

    folder = tmp_path_factory.mktemp("reader")
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # The exporter wants the onnx package only to look for custom operators, of which there are none.
        patch.setattr(onnx_proto_utils, "_add_onnxscript_fn", lambda model, _operators: model)
        write_whole(model, folder / MODEL_FILE)
    tokenizer.save(str(folder / TOKENIZER_FILE))
    return folder


def test_tokens_stand_where_their_characters_do(tokenizer: Tokenizer) -> None:
    encoded = encode(tokenizer, "立案多少", "市政协 2023年", PASSAGE)
    tokens = [PASSAGE[start:end] for start, end in encoded.offsets]
    assert "".join(tokens) == PASSAGE
    assert len(encoded.ids) == encoded.first + len(tokens) + 1


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("立案409件", ["立案", "409", "件"]),
        ("《提案》，", ["《", "提", "案", "》", "，"]),
        ("6.5%", ["6", ".", "5", "%"]),
        ("收到 409件", ["收", "到", "409", "件"]),  # the space is no part of an answer
    ],
)
def test_figures_and_marks_have_borders(tokenizer: Tokenizer, text: str, tokens: list[str]) -> None:
    offsets = encode(tokenizer, "", "", text).offsets
    assert [text[start:end] for start, end in offsets if start < end] == tokens


def test_what_is_too_long_loses_its_end_but_the_passage_is_still_read(tokenizer: Tokenizer) -> None:
    encoded = encode(tokenizer, "市" * 900, "政" * 900, "件" * 900)
    assert len(encoded.ids) <= 512
    assert encoded.offsets[0] == (0, 1)


def test_long_pieces_are_left_out_and_those_of_other_scripts_too() -> None:
    kept = [PIECES[n] for n in kept_pieces(base(), ["市政协"])]
    assert "立案" in kept
    assert "政协常委会议" not in kept
    assert kept[:4] == list(SPECIAL)


def test_the_best_span_begins_before_it_ends_and_is_weighed_against_no_answer() -> None:
    starts = np.asarray([1, 0, 5, 0, 4], dtype=np.float32)
    ends = np.asarray([2, 0, 0, 3, 0], dtype=np.float32)
    assert best_spans(starts, ends, first=2, length=3, best=2) == [(0, 1, 5.0), (0, 0, 2.0)]


def test_nothing_before_the_passage_is_an_answer() -> None:
    starts = np.asarray([0, 9, 1, 0], dtype=np.float32)
    ends = np.asarray([0, 9, 1, 0], dtype=np.float32)
    assert best_spans(starts, ends, first=2, length=2, best=1) == [(0, 0, 2.0)]


def test_the_file_reads_as_the_model_does(folder: Path, model: ReaderModel, tokenizer: Tokenizer) -> None:
    import onnxruntime
    import torch

    ids = encode(tokenizer, "立案多少", "2023年", PASSAGE).ids
    with torch.no_grad():
        wanted = model(torch.tensor([ids]))
    session = onnxruntime.InferenceSession(str(folder / MODEL_FILE))
    for got, want in zip(session.run(None, {"ids": np.asarray([ids])}), wanted, strict=True):
        np.testing.assert_allclose(got, want.numpy(), atol=2e-2)  # the tables are in 8 bits


def test_spans_stand_in_their_passages_best_first(folder: Path) -> None:
    passages = [Readable(PASSAGE, "2023年"), Readable("收到提案4件。")]
    spans = Reader(folder).read("立案多少件", passages, best=3)
    assert {span.passage for span in spans} == {0, 1}
    assert all(passages[span.passage].text[span.start : span.end].strip() for span in spans)
    assert [span.score for span in spans] == sorted((span.score for span in spans), reverse=True)
    assert all(0 <= span.answers <= 1 for span in spans)


def test_a_passage_is_read_once_for_one_question(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def read(_reader: Reader, question: str, _passage: Readable, _best: int) -> tuple[ReadSpan, ...]:
        asked.append(question)
        return (ReadSpan(0, 0, 2, 1.0, 0.5),)

    monkeypatch.setattr(Reader, "_read_passage", read)
    reader = Reader(folder)
    passages = [Readable(PASSAGE), Readable("收到提案4件。")]
    first = reader.read("立案多少件", passages)
    again = reader.read("立案多少件", passages[::-1])
    assert [span.passage for span in first] == [span.passage for span in again] == [0, 1]
    assert asked == ["立案多少件"] * 2
    reader.read("收到多少件", passages)
    assert asked[2:] == ["收到多少件"] * 2


def test_a_passage_is_read_the_same_whatever_stands_beside_it(folder: Path) -> None:
    reader = Reader(folder)
    alone = reader.read("立案多少件", [Readable(PASSAGE)])
    beside = reader.read("立案多少件", [Readable(PASSAGE), Readable("收到提案4件。" * 30)])
    assert alone == [span for span in beside if span.passage == 0]


def test_a_long_passage_is_read_to_its_end(folder: Path) -> None:
    text = "市" * 395 + PASSAGE
    spans = Reader(folder).read("立案", [Readable(text)], best=400)
    assert max(span.end for span in spans) > 400
    assert len({(span.start, span.end) for span in spans}) == len(spans)


def test_an_empty_passage_has_no_answer(folder: Path) -> None:
    assert Reader(folder).read("立案", [Readable("")]) == []


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=tmp_path.name):
        Reader(tmp_path)


def test_the_fingerprint_changes_with_the_tokeniser(folder: Path, tmp_path: Path) -> None:
    (tmp_path / MODEL_FILE).write_bytes((folder / MODEL_FILE).read_bytes())
    (tmp_path / TOKENIZER_FILE).write_text((folder / TOKENIZER_FILE).read_text() + " ", encoding="utf-8")
    assert Reader(folder).fingerprint != Reader(tmp_path).fingerprint
