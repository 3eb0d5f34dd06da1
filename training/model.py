"""The reader as a torch model: an encoder of the BERT kind, two logits a token, and one whether the passage answers."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from training.base import Base

__all__ = ["LONGEST", "ReaderModel", "Shape", "from_base"]

LONGEST = 512
_EPSILON = 1e-12
_BLOCKED = -1e4


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the encoder is. words: pieces of its vocabulary."""

    words: int
    layers: int
    heads: int
    width: int
    inner: int
    positions: int = LONGEST


class Layer(nn.Module):
    """Attention and a feed-forward step, each added and normalised."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.attended = nn.Linear(shape.width, shape.width)
        self.attended_norm = nn.LayerNorm(shape.width, _EPSILON)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.outer_norm = nn.LayerNorm(shape.width, _EPSILON)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x: (batch, tokens, width). mask: (batch, 1, 1, tokens), far below zero for padding."""
        batch, tokens, width = x.shape
        q, k, v = (
            part.view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)
            for part in self.qkv(x).split(width, dim=-1)
        )
        if x.is_cuda:
            attended = functional.scaled_dot_product_attention(q, k, v, mask)
        else:  # written out: torch's fused attention is slower on CPU, its way back by far
            likeness = (q * (width // self.heads) ** -0.5) @ k.transpose(-1, -2)
            attended = (likeness if mask is None else likeness + mask).softmax(-1).to(v.dtype) @ v
        x = self.attended_norm(x + self.attended(attended.transpose(1, 2).reshape(batch, tokens, width)))
        return self.outer_norm(x + self.outer(functional.gelu(self.inner(x))))


class ReaderModel(nn.Module):
    """ids → (start logits, end logits, logit that the passage answers)."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.words, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, _EPSILON)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.span = nn.Linear(shape.width, 2)
        self.pooled = nn.Linear(shape.width, shape.width)
        self.answers = nn.Linear(shape.width, 1)

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """ids: (batch, tokens). mask: (batch, tokens), False for padding. Gives (batch, tokens) twice and (batch,)."""
        x = self.words(ids) + self.positions(torch.arange(ids.shape[1], device=ids.device))
        x = self.dropout(self.norm(x))
        wide = None if mask is None else (~mask[:, None, None, :]).to(x.dtype) * _BLOCKED
        for layer in self.layers:
            x = layer(x, wide)
        start, end = self.span(x).float().unbind(-1)
        answers = self.answers(torch.tanh(self.pooled(x[:, 0])))
        return start, end, answers.float().squeeze(-1)


def from_base(base: Base) -> ReaderModel:
    """The base's encoder, and heads not trained yet."""
    shape = Shape(len(base.pieces), base.layers, base.heads, base.width, base.inner, base.positions)
    model = ReaderModel(shape)
    weights = {name: torch.from_numpy(array.copy()) for name, array in base.weights().items()}
    state = model.state_dict()
    state["words.weight"] = weights["emb.word"]
    state["positions.weight"] = weights["emb.pos"] + weights["emb.type"][0]
    state["norm.weight"], state["norm.bias"] = weights["emb.ln.w"], weights["emb.ln.b"]
    for n in range(base.layers):
        for end in ("weight", "bias"):
            old, new = f"l{n}.{{}}.{end[0]}", f"layers.{n}.{{}}.{end}"
            state[new.format("qkv")] = torch.cat([weights[old.format(part)] for part in "qkv"])
            for ours, theirs in (("attended", "ao"), ("inner", "fi"), ("outer", "fo")):
                state[new.format(ours)] = weights[old.format(theirs)]
            state[new.format("attended_norm")] = weights[f"l{n}.aln.{end[0]}"]
            state[new.format("outer_norm")] = weights[f"l{n}.oln.{end[0]}"]
    model.load_state_dict(state)
    return model
