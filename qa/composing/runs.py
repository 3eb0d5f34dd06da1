"""Text → the runs of things in it that are told one after the other: 一是…二是…, or sentences that begin alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

from index.language.figures import numeral_value
from index.language.sentences import sentences
from index.types import Span

__all__ = ["Run", "runs_in"]

_NUMERAL = "[一二三四五六七八九十]{1,2}"
_NUMBERED = re.compile(
    rf"(?P<is>{_NUMERAL})(?:要|则)?是|第(?P<ordinal>{_NUMERAL})[、，,：]|其(?P<of>{_NUMERAL})[、，,：]|"
    rf"[（(](?P<round>{_NUMERAL}|\d{{1,2}})[）)]|(?P<bare>{_NUMERAL})、|(?P<plain>\d{{1,2}})[.．、](?!\d)"
)
# 主要是：一是…，二是…: things in one sentence.
_INSIDE = re.compile(rf"(?<=[：:，,.])(?={_NUMERAL}(?:要|则)?是|第{_NUMERAL}[、，,]|[（(]{_NUMERAL}[）)])")
_ENDS = re.compile(r"[。！？!?；;：:…][”’」』）)*]*$")
_MARKS = " \t\n　*#—-－–·•●■◆▲"
_CLAUSE = re.compile(r"[，,。；;：:！？!?\n]")
# What sums up the things behind them: 这是我们的优势所在, 以上这些趋势性变化.
_SUMS_UP = re.compile(r"(?:这[是就些几]|以上|上述|对此|对这些)")
# 政治建设|方面的提案,
_OF_ASPECT = re.compile("(?P<aspect>[㐀-鿿“”]{2,10}?)(?P<head>(?:方面|领域|类|工作|事业)的?[㐀-鿿]{0,6})[，,：:]")
# So many sentences may stand between two that begin alike, and so many things are a run.
_BETWEEN, _FEWEST, _FEWEST_ALIKE = 4, 2, 3
_LONGEST_LEAD = 160
# What begins sentences that are of no one thing.
_PLAIN = re.compile(
    r"[\d０-９]|全[市省区县州年]|今年|我[们市省区县]|各位|新[增建]|完成|其中|同时|通过|[一二三四五六七八九十]"
)
_OURS = re.compile("我们.")


@dataclass(frozen=True, slots=True)
class Run:
    """Things told one after the other. members: each from its first character to the next. lead: what stands right
    before them, after: the sentence that sums them up, "" where none does. frame: how all begin, "" where numbered.
    """

    members: tuple[Span, ...]
    lead: str
    after: str
    frame: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence or a part of one that ends with a semicolon. paragraph: the number of its own."""

    span: Span
    paragraph: int
    text: str


def runs_in(text: str, paragraphs: Sequence[Span]) -> list[Run]:
    """The runs in the paragraphs of one section, in the order in which they begin."""
    pieces = [
        _Piece(span, number, text[span.start : span.end])
        for number, paragraph in enumerate(paragraphs)
        for span in _pieces(text, paragraph)
    ]
    found = [*_numbered(pieces), *_alike(pieces), *_headed_alike(pieces)]
    return sorted((_run(pieces, members, frame) for members, frame in found), key=lambda run: run.members[0].start)


def _pieces(text: str, paragraph: Span) -> list[Span]:
    joined: list[Span] = []
    for span in sentences(text[paragraph.start : paragraph.end], offset=paragraph.start):
        if joined and not _ENDS.search(text[max(joined[-1].end - 4, joined[-1].start) : joined[-1].end]):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    found: list[Span] = []
    for span in joined:
        borders = [span.start, *(each.start() for each in _INSIDE.finditer(text, span.start, span.end)), span.end]
        for start, end in pairwise(borders):
            left = len(text[start:end]) - len(text[start:end].lstrip(_MARKS))
            if left < end - start:
                found.append(Span(start + left, end))
    return found


def _numbered(pieces: Sequence[_Piece]) -> Iterator[tuple[list[int], str]]:
    """The pieces numbered in one way from one on."""
    open_runs: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces):
        match = _NUMBERED.match(piece.text)
        if match is None or match.lastgroup is None:
            continue
        style, number = match.lastgroup, int(numeral_value(match[match.lastgroup]))
        members = open_runs.get(style, [])
        if number == len(members) + 1:
            open_runs[style] = [*members, at]
            continue
        if len(members) >= _FEWEST:
            yield members, ""
        open_runs[style] = [at] if number == 1 else []
    yield from ((members, "") for members in open_runs.values() if len(members) >= _FEWEST)


def _alike(pieces: Sequence[_Piece]) -> Iterator[tuple[list[int], str]]:
    """The sentences of a paragraph, or the paragraphs, that begin alike."""
    firsts = [at for at, piece in enumerate(pieces) if not at or pieces[at - 1].paragraph != piece.paragraph]
    yield from _alike_among(pieces, firsts, between=0)
    for start, end in pairwise([*firsts, len(pieces)]):
        yield from _alike_among(pieces, range(start, end), between=_BETWEEN)


def _alike_among(pieces: Sequence[_Piece], among: Sequence[int], *, between: int) -> Iterator[tuple[list[int], str]]:
    by_beginning: dict[str, list[int]] = {}
    for position, at in enumerate(among):
        beginning = _beginning(pieces[at].text)
        if beginning:
            by_beginning.setdefault(beginning, []).append(position)
    for positions in by_beginning.values():
        members = positions[:1]
        for before, position in pairwise(positions):
            if position - before > between + 1:
                yield from _framed(pieces, [among[each] for each in members])
                members = []
            members.append(position)
        yield from _framed(pieces, [among[each] for each in members])


def _headed_alike(pieces: Sequence[_Piece]) -> Iterator[tuple[list[int], str]]:
    """The sentences in a row that each say first what they are of, and all in one way: 经济建设方面的提案,…"""
    by_head = groupby(enumerate(pieces), key=lambda each: (each[1].paragraph, _head_of(each[1].text)))
    for (_, head), row in by_head:
        members = [at for at, _ in row]
        if head and len(members) >= _FEWEST_ALIKE:
            yield members, f"…{head}"


def _head_of(text: str) -> str:
    """How a sentence says what it is of, less what that is: 方面的提案."""
    head = _OF_ASPECT.match(text)
    return head["head"] if head else ""


def _beginning(text: str) -> str:
    """The characters that pieces of one run begin with, "" where too many others do as well."""
    if len(text) < 2 * _FEWEST_ALIKE or _NUMBERED.match(text):
        return ""
    if _OURS.match(text):
        return text[:4]
    return "" if _PLAIN.match(text) else text[: 1 if text[0] == "从" else 2]


def _framed(pieces: Sequence[_Piece], members: Sequence[int]) -> Iterator[tuple[list[int], str]]:
    if len(members) >= _FEWEST_ALIKE:
        heads = [_CLAUSE.split(pieces[at].text, maxsplit=1)[0] for at in members]
        before, behind = _shared(heads), _shared([head[::-1] for head in heads])[::-1]
        yield [*members], f"{before}…{behind}" if behind and len(behind) < len(heads[0]) else before


def _shared(texts: Sequence[str]) -> str:
    """The characters that all of several texts begin with."""
    same = takewhile(lambda characters: len({*characters}) == 1, zip(*texts, strict=False))
    return "".join(characters[0] for characters in same)


def _run(pieces: Sequence[_Piece], members: Sequence[int], frame: str) -> Run:
    first, last = pieces[members[0]], pieces[members[-1]]
    behind = [piece for piece in pieces[members[-1] + 1 :] if piece.paragraph <= last.paragraph + 1]
    after = next((piece for piece in behind if _SUMS_UP.match(piece.text)), None)
    own = [
        each
        for each in behind
        if each.paragraph == last.paragraph and (after is None or each.span.start < after.span.start)
    ]
    # The last is as long as the others at most, where the paragraph may go on with something else.
    most = max(len(pieces) if _is_paragraphs(pieces, members) else at - before - 1 for before, at in pairwise(members))
    ends = [*(pieces[at - 1].span.end for at in members[1:]), [last, *own[:most]][-1].span.end]
    spans = [Span(pieces[at].span.start, end) for at, end in zip(members, ends, strict=True)]
    return Run(tuple(spans), _lead(pieces, members[0], first.paragraph), after.text if after else "", frame)


def _lead(pieces: Sequence[_Piece], at: int, paragraph: int) -> str:
    """The sentence that begins the paragraph of the first, and those right before it."""
    own = [piece.text for piece in pieces[:at] if piece.paragraph == paragraph]
    before = own or [piece.text for piece in pieces[:at] if piece.paragraph == paragraph - 1]
    lead = ""
    for piece in reversed(before):
        if len(lead) + len(piece) > _LONGEST_LEAD and lead:
            break
        lead = piece + lead
    return lead if not own or lead.startswith(own[0]) else own[0] + lead


def _is_paragraphs(pieces: Sequence[_Piece], members: Sequence[int]) -> bool:
    """Whether the things are paragraphs of their own, all of which the last then is."""
    return len({pieces[at].paragraph for at in members}) == len(members) > 1
