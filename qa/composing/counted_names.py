"""“六个湘潭”是哪六个 → 实力湘潭, 创新湘潭, …: the names behind a term that all end in the word it counts; and of
几个“零”, 哪些“最” the sentence that has most of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.kinds import UNRELATED
from index.language.figures import numeral_value
from index.types import Report, Span
from qa.composing.evidence import evidence_of
from qa.composing.lines import Lines, sentence_around, source_of
from qa.composing.members import show_members
from qa.composing.request import Composed, Request
from qa.composing.topic import every_period, hits_of, is_planned

__all__ = ["name_by_word"]

_NUMERAL = "[二两三四五六七八九十]{1,2}"
_MEASURE = "[个张大种项条座类块道场]"
_TERM = re.compile(
    rf"(?P<n>{_NUMERAL}){_MEASURE}(?P<word>[㐀-鿿]{{1,6}}?)"
    r"(?=[”」’]|[都各]?(?:分别|具体)?(?:是|指|为|叫|有|包括|包含)?(?:哪|什么|啥)|[，,。?？]|$)"
)
_HELD = re.compile(rf"(?P<many>{_NUMERAL}|\d{{1,2}}|几|哪些)(?:{_MEASURE})?[“「](?P<held>[㐀-鿿]{{1,2}})[”」]")
_ASKS = re.compile("哪[几些一二两三四五六七八九十]|什么(?!时)|啥|分别|列[举出]|说[说出]")
_ASKS_ELSE = re.compile("为(?:什么|何|啥)|怎[么样]|如何|多少|谁|何时|哪[年里]|哪个")
_COUNTED = re.compile(rf"(?:[一二两三四五六七八九十几各\d]|{_NUMERAL}){_MEASURE}?$")
_BEFORE_WORD = re.compile("[㐀-鿿A-Za-z]{1,12}$")
_CLAUSE_BEGIN = re.compile("[。；;，,、：:！\n]")
_ITEM = re.compile("[、，,；;。：:和及]")
# From one name to the next, and how many reports are looked through.
_GAP, _MOST_REPORTS = 900, 12
_SENTENCE_BEGINS, _SENTENCE_ENDS = "。；\n", "。；：\n"
_VERB = 2
_FEWEST_HELD, _LONGEST_ITEM = 3, 14
_LIKELIEST = 60


def name_by_word(request: Request) -> Composed | None:
    """All of the names that are asked for by the word they share; None where they are not as many as is said."""
    if request.scope.missing or request.language != "zh":
        return None
    question = request.query.question
    if not _ASKS.search(question) or _ASKS_ELSE.search(question):
        return None
    if (held := _HELD.search(question)) is not None:
        return _holding(request, held["held"], held["many"])
    term = _TERM.search(question)
    if term is None:
        return None
    n = 2 if term["n"] == "两" else int(numeral_value(term["n"]))
    index = request.retriever.index
    # What a term stands for is not of one year.
    scope = request.scope if request.query.years else every_period(request)
    reports = [index.reports[i] for i in scope.reports if i in scope.preferred or not scope.years]
    for report in reports[:_MOST_REPORTS] if n > 1 else ():
        if report.kind == UNRELATED:
            continue
        for start in _ends_of(report.text, term[0], report.start, report.end):
            if members := _names(report, start, term["word"], n):
                return show_members(request, report, members, "list")
    return None


def _ends_of(text: str, words: str, start: int, end: int) -> Iterator[int]:
    """Where the words end, each time that they stand there."""
    at = text.find(words, start, end)
    while at >= 0:
        yield at + len(words)
        at = text.find(words, at + len(words), end)


def _names(report: Report, start: int, word: str, n: int) -> tuple[Span, ...]:
    """The n names behind a place, each with what is said of it up to the next; none where there are more or fewer."""
    text = report.text
    names: list[str] = []
    ends: list[int] = []
    last = start
    for end in _ends_of(text, word, start, report.end):
        if end - last > _GAP:
            break
        before = _BEFORE_WORD.search(text, max(start, end - len(word) - 12), end - len(word))
        follows = text[end : end + 1]
        if before is None or "㐀" <= follows <= "鿿" or _COUNTED.search(before[0]):
            continue
        if any(before[0].endswith(name) or name.endswith(before[0]) for name in names):
            continue
        if len(names) == n and "\n" in text[ends[-1] : end]:
            break
        names.append(before[0])
        ends.append(end)
        last = end
    if len(names) != n:
        ends = _begun_alike(text, ends, names, n, word)
    if not ends:
        return ()
    begins = [_clause_begin(text, start, end - len(word)) for end in ends]
    sentence = sentence_around(text, begins[-1], ends[-1])
    if sentence.start <= begins[0]:
        return ()  # one sentence has them all, which explains the term
    stops = [*begins[1:], max(sentence.end, ends[-1])]
    return tuple(Span(begin, stop) for begin, stop in zip(begins, stops, strict=True))


def _begun_alike(text: str, ends: Sequence[int], names: Sequence[str], n: int, word: str) -> list[int]:
    """Where those end that are n and open a sentence with the same verb: 打造医药产业集群。…打造旅游产业集群。…"""
    opening: dict[str, list[int]] = {}
    for end, name in zip(ends, names, strict=True):
        at = end - len(word) - len(name)
        if text[at - 1 : at] in _SENTENCE_BEGINS and text[end : end + 1] in _SENTENCE_ENDS:
            opening.setdefault(name[:_VERB], []).append(end)
    return next((found for found in opening.values() if len(found) == n), [])


def _clause_begin(text: str, low: int, at: int) -> int:
    marks = [mark.end() for mark in _CLAUSE_BEGIN.finditer(text, low, at)]
    return marks[-1] if marks else low


def _holding(request: Request, held: str, many: str) -> Composed | None:
    """The sentence with most things that hold the character, of those that may say what is asked; with as many as are
    asked for, where that is said.
    """
    n = 0 if "几" in many or many == "哪些" else int(many) if many.isdigit() else int(numeral_value(many))
    best: tuple[int, Span] | None = None
    chosen = None
    for each in evidence_of(request)[:_LIKELIEST]:
        report, span = each.said.hit.report, each.said.span
        items = _items(report.text[span.start : span.end], held)
        if len(items) < max(_FEWEST_HELD, n) or (n and len(items) != n):
            continue
        if best is None or len(items) > best[0]:
            best, chosen = (len(items), span), each.said.hit
    if best is None or chosen is None:
        return None
    lines = Lines()
    source = source_of(chosen.report, request.language, plan=is_planned(request, chosen))
    text = f"{source}：{lines.quoted(chosen.report, chosen.heading_path, best[1])}"
    return Composed("list", "answered", None, text, tuple(lines.citations), tuple(hits_of(request, lines.citations)))


def _items(text: str, held: str) -> Sequence[str]:
    return [each for each in _ITEM.split(text) if held in each and len(each) <= _LONGEST_ITEM]
