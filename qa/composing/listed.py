"""A list asked for → the whole enumeration as printed: 、 between its items, quotes in a row, 一是…二是…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Span
from qa.composing.lines import Lines, source_of
from qa.composing.request import Composed, Request
from qa.composing.topic import Said, is_at, number_asked, said_of, topic_of
from qa.retrieval.concepts import Concept
from qa.types import Answer

__all__ = ["list_items"]

# Items that stand in quotes or between 、, the last joined by 和, 以及 or nothing: “A”“B”“C”, A、B和C.
_QUOTED_ROW = re.compile(r"(?:“[^“”]{1,60}”(?:[^“”，。；、\n]{0,6})[、和及与,，\s]{0,3}){2,}")
_ROW = re.compile(r"[^，,。；;：:、！？\n]{1,40}(?:、[^，,。；;：:、！？\n]{1,40}){1,40}")
_WITHIN = re.compile(r"[“（(《]([^“”（）()《》。]{1,40}(?:、[^“”（）()《》。]{1,40}){1,20})[”）)》]")
_ORDINALS = re.compile(r"(?:^|(?<=[。；，：:\n]))[一二三四五六七八九]是")
_FEWEST = 2
# By words alone, without the reader, a sentence must say nearly all that is asked.
_SURE = 0.85


@dataclass(frozen=True, slots=True)
class _Row:
    """An enumeration in a sentence. span: of all its items. n: how many there are."""

    span: Span
    n: int


def list_items(request: Request) -> Composed | None:
    """The whole enumeration in the sentence that answers; None where there is none, or not of the number asked."""
    if request.scope.missing:
        return None
    plain = request.plain(request.query.question, first=request.first)
    if plain.status == "not_indexed":
        return None
    topic = topic_of(request)
    wanted, strictly = number_asked(request.query.question)
    for said in _sentences(request, topic, plain):
        rows = _rows(said.hit.report.text, said.span)
        own = [row for row in rows if _is_asked(row, plain, said)]
        fitting = [row for row in own if row.n == wanted] or ([] if strictly else own)
        if fitting:
            # Of those of the number asked for the tightest; else the longest list.
            best = min(fitting, key=lambda row: (len(row.span) if row.n == wanted else 0, -row.n))
            return _composed(request, said, best, plain)
    return None


def _sentences(request: Request, topic: Sequence[Concept], plain: Answer) -> list[Said]:
    found = said_of(request, topic, hits=plain.passages or None) if topic else []
    if plain.status in ("answered", "ambiguous"):
        citation = plain.citations[0]
        return [each for each in found if is_at(each, citation)][:1]
    return [each for each in found if each.share >= _SURE][:_FEWEST]


def _rows(text: str, sentence: Span) -> list[_Row]:
    piece = text[sentence.start : sentence.end]
    found = []
    for pattern, count in ((_QUOTED_ROW, _quotes_in), (_ROW, _items_in)):
        for match in pattern.finditer(piece):
            n = count(match[0])
            if n >= _FEWEST:
                found.append(_Row(Span(sentence.start + match.start(), sentence.start + match.end()), n))
    for match in _WITHIN.finditer(piece):
        span = Span(sentence.start + match.start(1), sentence.start + match.end(1))
        found.append(_Row(span, match[1].count("、") + 1))
    ordinals = _ORDINALS.findall(piece)
    if len(ordinals) >= _FEWEST:
        found.append(_Row(sentence, len(ordinals)))
    return found


def _quotes_in(row: str) -> int:
    return row.count("“")


def _items_in(row: str) -> int:
    """How many items a row has; the last two may be joined by a word."""
    return row.count("、") + 1 + (re.search(r"(?:和|及|与)[^、]{2,40}$", row) is not None and "以及" not in row[-40:])


def _is_asked(row: _Row, plain: Answer, said: Said) -> bool:
    """Whether the answer the reader found lies in the row, where it found one."""
    if not plain.short or not plain.citations:
        return True
    text = said.hit.report.text[row.span.start : row.span.end]
    first = re.split(r"[、，,和]", "".join(plain.short.split()))[0]
    return first.strip("“”") in "".join(text.split())


def _composed(request: Request, said: Said, row: _Row, plain: Answer) -> Composed:
    lines = Lines(request.first)
    report = said.hit.report
    quoted = lines.quoted(report, said.hit.heading_path, said.span)
    colon = ": " if request.language == "en" else "："
    source = source_of(report, request.language, plan=request.scope.period == "plans")
    short = plain.short if plain.status in ("answered", "ambiguous") else None
    items = " ".join(report.text[row.span.start : row.span.end].split()).strip("、，, ")
    short = short or items
    passages = {hit.chunk_id: hit for hit in (said.hit, *plain.passages)}
    return Composed(
        "list", "answered", short, f"{source}{colon}{quoted}", tuple(lines.citations), tuple(passages.values())
    )
