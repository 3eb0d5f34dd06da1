"""Everything that training reads: examples as numbers, where it starts from, and the passages shown for each question.

`asked.npz` holds, for every question of the parts "train" and "dev", the passages that the product shows first for it;
`asked.jsonl` what each of its rows is. What a reader finds in them, unseen, is what the judge learns from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tokenizers import Tokenizer

from bench.first_sight import FilterOf
from index.types import Chunk
from qa import Retriever
from qa.answering.findings import readable
from qa.answering.reader import Encoded, Readable, encode
from training.base import Base, write_start
from training.encoded import encode_all, write_encoded
from training.examples import Example
from training.located import find_folded
from training.own import spans_in
from training.prepared import RIGHT, UNSURE, WRONG
from training.split import Asked, part_of
from training.vocabulary import kept_pieces, tokenizer_of

__all__ = ["FOLDS", "AskedRow", "prepare"]

FOLDS = 3
_SHOWN = 8
_Row = tuple[list[int], int, list[tuple[int, int]], str, int, int]


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A passage shown for a question. question: its id; rank: from 0; score: of the ranking."""

    question: str
    chunk: str
    rank: int
    score: float


def prepare(
    work: Path,
    base: Base,
    examples: Sequence[Example],
    retriever: Retriever,
    asked: Sequence[Asked],
    *,
    pieces: Tokenizer | None = None,
) -> None:
    """Writes start.npz, tokenizer.json, examples.npz, asked.npz and asked.jsonl.

    pieces: an earlier tokeniser whose pieces are kept; None to choose them anew.
    """
    rows = list(_shown(retriever, asked))
    index = retriever.index
    chunks = {row.chunk: index.chunks([index.chunk_row(row.chunk)])[0] for row, _ in rows}
    kept = _pieces_of(base, pieces) if pieces else _chosen_pieces(base, examples, retriever)
    tokenizer = tokenizer_of(base, kept)
    tokenizer.save(str(work / "tokenizer.json"), pretty=False)
    write_start(work / "start.npz", base.only(kept))
    learned = [
        _row(tokenizer, each.question, Readable(each.passage, each.header), each.spans, each.source, fold_of(each.file))
        for each in examples
    ]
    write_encoded(work / "examples.npz", encode_all(learned))
    numbers = {each.id: n for n, each in enumerate(asked)}
    shown = []
    for row, each in rows:
        spans, source = _said(chunks[row.chunk], each)
        passage = readable(chunks[row.chunk])
        shown.append(_row(tokenizer, each.question, passage, spans, source, fold_of(each.file), group=numbers[each.id]))
    write_encoded(work / "asked.npz", encode_all(shown))
    lines = [json.dumps(asdict(row), ensure_ascii=False) for row, _ in rows]
    (work / "asked.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def fold_of(file: str) -> int:
    """Files are held out whole; what is of no report, or not of the part "train", never is."""
    if not file or part_of(file) != "train":
        return -1
    return int.from_bytes(hashlib.sha256(f"fold {file}".encode()).digest()[:4]) % FOLDS


def _shown(retriever: Retriever, asked: Iterable[Asked]) -> Iterator[tuple[AskedRow, Asked]]:
    filter_of = FilterOf(retriever.index)
    for each in asked:
        chosen = filter_of(each)
        query = retriever.parse(each.question)
        scope = retriever.scope(query, places=chosen.places or None, years=chosen.years or None)
        hits = retriever.rank(query, scope, k=_SHOWN) if not scope.missing else []
        yield from ((AskedRow(each.id, hit.chunk_id, rank, hit.score), each) for rank, hit in enumerate(hits))


def _said(chunk: Chunk, asked: Asked) -> tuple[tuple[tuple[int, int], ...], str]:
    """Where right answers stand in a passage that has the evidence, and what the passage is to the question."""
    if asked.spans and find_folded(chunk.text, asked.evidence) and (spans := spans_in(chunk, asked)):
        return spans, RIGHT
    return (), UNSURE if any(said in chunk.text for said in (*asked.spans, *asked.variants)) else WRONG


def _chosen_pieces(base: Base, examples: Sequence[Example], retriever: Retriever) -> list[int]:
    index = retriever.index
    texts = [text for each in examples for text in (each.question, each.header, each.passage)]
    return kept_pieces(base, texts + [index.chunks([row])[0].embedded for row in range(index.n_chunks)])


def _pieces_of(base: Base, tokenizer: Tokenizer) -> list[int]:
    number = {piece: n for n, piece in enumerate(base.pieces)}
    vocabulary = tokenizer.get_vocab()
    return [number[piece] for piece in sorted(vocabulary, key=vocabulary.__getitem__)]


def _row(
    tokenizer: Tokenizer,
    question: str,
    passage: Readable,
    spans: Sequence[tuple[int, int]],
    source: str,
    fold: int,
    *,
    group: int = -1,
) -> _Row:
    encoded = encode(tokenizer, question, passage.header, passage.text)
    return encoded.ids, encoded.first, _token_spans(encoded, spans), source, fold, group


def _token_spans(encoded: Encoded, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first and last token of each span, from the head of the row; a token that only touches it is taken in."""
    found = []
    for start, end in spans:
        inside = [n for n, (left, right) in enumerate(encoded.offsets) if left < end and right > start]
        if inside and encoded.offsets[inside[-1]][1] >= end:
            found.append((encoded.first + inside[0], encoded.first + inside[-1]))
    return found
