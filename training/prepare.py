"""Everything that training reads: examples as numbers, where it starts from, and the passages shown for each question.

`asked.npz` holds, for every question of the parts "train" and "dev", the passages that the product shows first for it;
`asked.json` what each of its rows is. What a reader finds in them, unseen, is what the judge learns from.
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
from training.split import Asked, part_of
from training.vocabulary import kept_pieces, tokenizer_of

__all__ = ["FOLDS", "AskedRow", "prepare"]

FOLDS = 3
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A passage shown for a question. question: its id; rank: from 0; score: of the ranking."""

    question: str
    chunk: str
    rank: int
    score: float


def prepare(work: Path, base: Base, examples: Sequence[Example], retriever: Retriever, asked: Sequence[Asked]) -> None:
    """Writes start.npz, tokenizer.json, examples.npz, asked.npz and asked.json."""
    rows = list(_shown(retriever, asked))
    index = retriever.index
    chunks = {row.chunk: index.chunks([index.chunk_row(row.chunk)])[0] for row, _ in rows}
    texts = [text for each in examples for text in (each.question, each.header, each.passage)]
    texts += [index.chunks([row])[0].embedded for row in range(index.n_chunks)]
    kept = kept_pieces(base, texts)
    tokenizer = tokenizer_of(base, kept)
    tokenizer.save(str(work / "tokenizer.json"), pretty=False)
    write_start(work / "start.npz", base.only(kept))
    learned = [
        _row(tokenizer, each.question, Readable(each.passage, each.header), each.spans, each.source, fold_of(each.file))
        for each in examples
    ]
    write_encoded(work / "examples.npz", encode_all(learned))
    shown = [
        _row(
            tokenizer,
            each.question,
            readable(chunks[row.chunk]),
            _right(chunks[row.chunk], each),
            each.type,
            fold_of(each.file),
        )
        for row, each in rows
    ]
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


def _right(chunk: Chunk, asked: Asked) -> tuple[tuple[int, int], ...]:
    """Where a right answer stands in a passage that has the evidence."""
    evidence = find_folded(chunk.text, asked.evidence)
    if evidence is None or not asked.spans:
        return ()
    start = chunk.text.find(asked.spans[0], evidence[0])
    return ((start, start + len(asked.spans[0])),) if start >= 0 else ()


def _row(
    tokenizer: Tokenizer, question: str, passage: Readable, spans: Sequence[tuple[int, int]], source: str, fold: int
) -> tuple[list[int], int, list[tuple[int, int]], str, int]:
    encoded = encode(tokenizer, question, passage.header, passage.text)
    return encoded.ids, encoded.first, _token_spans(encoded, spans), source, fold


def _token_spans(encoded: Encoded, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first and last token of each span, from the head of the row; a token that only touches it is taken in."""
    found = []
    for start, end in spans:
        inside = [n for n, (left, right) in enumerate(encoded.offsets) if left < end and right > start]
        if inside and encoded.offsets[inside[-1]][1] >= end:
            found.append((encoded.first + inside[0], encoded.first + inside[-1]))
    return found
