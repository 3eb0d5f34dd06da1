"""The trained reader as one int8 ONNX file, and how far that file is from the model it was made of."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from qa.answering.reader import MODEL_FILE, TOKENIZER_FILE, best_spans, encode
from training.examples import Example
from training.model import ReaderModel

__all__ = ["Drift", "drift", "export", "write_whole"]

_OPSET = 17


@dataclass(frozen=True, slots=True)
class Drift:
    """int8 against torch over some examples. same: share of those that have an answer where both find the same best
    span. answers: mean difference of the probability that the passage answers.
    """

    same: float
    answers: float


class _Rows(nn.Module):
    """A table of vectors in 8 bits, each row under a scale of its own: a quarter of the file, no loss to be seen."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("numbers", (table / scale).round().clamp(-127, 127).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.numbers[ids].to(torch.float32) * self.scale[ids]


def export(model: ReaderModel, tokenizer: Tokenizer, folder: Path) -> Path:
    """Writes the model and its tokeniser; the matrices in 8 bits by column, what is fed to them scaled as it comes."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / "whole.onnx"
        write_whole(model, whole)
        quantize_dynamic(
            whole,
            folder / MODEL_FILE,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)
    return folder / MODEL_FILE


def write_whole(model: ReaderModel, path: Path) -> None:
    """The model as ONNX, its tables in 8 bits, its matrices in 32."""
    shown = ReaderModel(model.shape)
    shown.load_state_dict({name: value.cpu() for name, value in model.state_dict().items()})
    shown.words = _Rows(shown.words.weight.detach())  # type: ignore[assignment]
    shown.positions = _Rows(shown.positions.weight.detach())  # type: ignore[assignment]
    torch.onnx.export(
        shown.eval(),
        (torch.zeros(1, 8, dtype=torch.int64),),
        str(path),
        input_names=["ids"],
        output_names=["start", "end", "answers"],
        dynamic_axes={"ids": {1: "tokens"}, "start": {1: "tokens"}, "end": {1: "tokens"}},
        opset_version=_OPSET,
        dynamo=False,
    )


def drift(model: ReaderModel, tokenizer: Tokenizer, folder: Path, examples: Sequence[Example]) -> Drift:
    """How far the file is from the model, over these examples."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(folder / MODEL_FILE), providers=["CPUExecutionProvider"])
    model = model.cpu().eval()
    same, differences = [], []
    for example in examples:
        encoded = encode(tokenizer, example.question, example.header, example.passage)
        small = session.run(None, {"ids": np.asarray([encoded.ids], dtype=np.int64)})
        with torch.no_grad():
            whole = [each.numpy() for each in model(torch.tensor([encoded.ids]))]
        if example.spans:
            ours, theirs = (
                best_spans(found[0][0], found[1][0], encoded.first, len(encoded.offsets), 1)[0][:2]
                for found in (small, whole)
            )
            same.append(ours == theirs)
        differences.append(abs(_sigmoid(small[2][0]) - _sigmoid(whole[2][0])))
    return Drift(float(np.mean(same)), float(np.mean(differences)))


def _sigmoid(logit: float) -> float:
    return float(1 / (1 + np.exp(-float(logit))))
