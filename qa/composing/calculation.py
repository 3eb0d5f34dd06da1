"""Sums, differences, shares, averages: reckoned from figures that the reports state, each of them cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.language.changes import change_before
from index.language.figures import find_figures
from index.language.script import simplified
from index.language.stages import NOT, last_stage_in, same_stage, stage_in
from index.language.units import SHARES, UNIT_PATTERN
from qa import wording
from qa.composing.figures import CLAUSE_BORDER, Stated, ask_figure, beside, scope_in_chinese
from qa.composing.numbering import Numbering, is_answered, passages_of, told
from qa.composing.parallel import of_one_sentence, of_which, settled_beside, settled_by_name
from qa.composing.reckoned import formula, reckoned
from qa.composing.request import Composed, Request
from qa.composing.unlike import REASONS, clause_around, is_same, why_not
from qa.composing.whole_question import reader_of
from qa.types import Answer
from qa.understanding.reckoning import read_reckoning
from qa.understanding.reckoning_english import read_reckoning_english
from qa.understanding.shares import counted_noun
from qa.understanding.terms import Reckoning, Term

__all__ = ["calculation", "nothing_to_reckon", "reckon", "reckoning_of"]

# Longer scopes are not read through for the words of a result.
_MOST_REPORTS = 12
_YEAR = re.compile("(?:19|20)[0-9]{2}(?=年)")
_HOW_MUCH = re.compile("多少(?=[?？]?$)")
_OF_YEAR = re.compile("(?:19|20)[0-9]{2}年度?的?")
_COUNTED_IN = re.compile(f"(?:多少|几)(?P<unit>{UNIT_PATTERN})(?P<noun>[㐀-鿿]{{2,8}})[?？]?$")
_OF_ALL = ("most", "least")
_OF_TIMES = ("difference", "apart", "growth", "times")
_RESULT_OF_STAGE = re.compile(
    "(?:立案|办复|办结|答复|办理|采纳|采用)率|(?:未|没有?|不予)(?:予以?|被|能)?(?:立案|办复|办结|答复|采纳|采用)"
)
_NAMES_RATE = re.compile("[率速幅]|比[重例]|占比|份额|指数")
_IS_SHARE = re.compile("[%％]$|成[半多一二三四五六七八九]?$")
# What says that a figure is the result itself stands so many characters before it.
_REACH = 12
_RESULT = {
    "difference": re.compile("多|少|高|低|差|增|减|升|降"),
    "apart": re.compile("差"),
    "average": re.compile("平均|均"),
    "sum": re.compile("共|合计|总|累计"),
}
# 交易额1.3万亿元，其中跨境电商1025亿元
_WITHIN = re.compile("其中|内含|(?<!不)包括|(?<!不)包含")


def calculation(request: Request) -> Composed | None:
    """The result with its operands; None where nothing is to be reckoned, or where a report states the result."""
    if request.scope.missing or request.query.doubted:
        return None
    reckoning = reckoning_of(request, request.query.question)
    if reckoning is None:
        return None
    plain = _stated_by_reports(request, reckoning)
    if reckoning.kind in _OF_ALL and _is_told(request, reckoning):
        return None
    if plain and reckoning.kind not in ("sum", "range", *_OF_ALL) and _states_result(reckoning, plain):
        return None
    stated = _operands(request, reckoning)
    if reckoning.loose and plain and not _is_one_of_them(plain, reckoning, stated):
        return None
    reason = why_not(request, reckoning, stated)
    if not reason:
        return _told(request, reckoning, stated)
    if reckoning.kind in _OF_ALL and reckoning.points:  # a level tells of no rate
        return _refused(request, reason, stated, reckoning.terms)
    if reckoning.kind in _OF_ALL:  # which a comparison may still tell
        return None
    if _may_be_of_all(reckoning, plain, stated):
        return None
    if not reckoning.stage and not any(each.figure for each in stated):
        return None
    return _refused(request, reason, stated, reckoning.terms)


def reckon(request: Request, reckoning: Reckoning, *, unsorted: bool = False, with_operands: bool = False) -> Composed:
    """The result of a reckoning, or why there is none. unsorted: the larger of two stands first, of a share
    the smaller. with_operands: where there is none, the figures found are told.
    """
    stated = _operands(request, reckoning)
    if unsorted and len(stated) == 2 and stated[0].figure and stated[1].figure:
        first, second = stated[0].figure, stated[1].figure
        if (first.value < second.value) != (reckoning.kind == "share"):
            stated, reckoning = stated[::-1], replace(reckoning, terms=reckoning.terms[::-1])
    if reckoning.kind == "portion" and _is_within(*stated[:2]):
        stated, reckoning = stated[:2], replace(reckoning, kind="share", terms=reckoning.terms[:2])
    reason = why_not(request, reckoning, stated)
    if reason:
        return _refused(request, reason, stated, reckoning.terms if with_operands else ())
    return _told(request, reckoning, stated)


def _is_within(part: Stated, whole: Stated) -> bool:
    """Whether the sentence of both tells the one as a part of the other: 交易额1.3万亿元，其中跨境电商1025亿元."""
    if part.citation is None or whole.citation is None or part.figure is None or whole.figure is None:
        return False
    quote = whole.citation.quote
    if part.citation.quote != quote or part.figure.value > whole.figure.value:
        return False
    end = quote.find(whole.figure.text) + len(whole.figure.text)
    return _WITHIN.search(quote, end, max(quote.find(part.figure.text, end), end)) is not None


def nothing_to_reckon(request: Request) -> Composed:
    """Says that what was asked before gives no figures for what is to be reckoned."""
    return _refused(request, REASONS[request.language]["none"], ())


def reckoning_of(request: Request, question: str) -> Reckoning | None:
    """What a question, the whole one or a part of it, wants reckoned."""
    query, read = request.query, reader_of(request)
    if query.language == "zh":
        return read_reckoning(question, read=read, cut=request.retriever.index.tokenizer.cut)
    where = scope_in_chinese(request)
    return read_reckoning_english(question, read=read, where=where, groups=query.expansions)


def _refused(request: Request, reason: str, stated: Sequence[Stated], terms: Sequence[Term] = ()) -> Composed:
    """That it cannot be reckoned, and why. terms: those of which the figures found are told, too."""
    evidence, numbering = passages_of([each.answer for each in stated]), Numbering()
    lines = [_line(term, each, numbering) for term, each in zip(terms, stated, strict=False) if each.figure]
    text = "\n".join([_refusal(request, reason), *lines])
    return Composed("calculation", "not_stated", None, text, tuple(numbering.cited), evidence)


def _stated_by_reports(request: Request, reckoning: Reckoning) -> Answer | None:
    """The plain answer, which may be the result itself; None where no report in scope has words for such a result."""
    if reckoning.apart:
        return None
    if reckoning.stage:
        reports = [request.retriever.index.reports[i] for i in request.scope.reports]
        if len(reports) <= _MOST_REPORTS and not any(
            _RESULT_OF_STAGE.search(simplified(report.text)) for report in reports
        ):
            return None
    return request.plain(request.question)


def _is_told(request: Request, reckoning: Reckoning) -> bool:
    """Whether a comparison tells it of figures that count the same thing; how fast it grew, of rates."""
    comparison = request.plain(request.question).comparison
    if comparison is None or not comparison.rows or comparison.differs:
        return False
    return not reckoning.points or all(row.unit == "%" for row in comparison.rows)


def _may_be_of_all(reckoning: Reckoning, plain: Answer | None, stated: Sequence[Stated]) -> bool:
    """Whether a plain answer may be what was asked, where nothing can be reckoned."""
    if plain is None or not is_answered(plain.status) or reckoning.stage or reckoning.kind in ("range", "average"):
        return False  # one figure is no range and no average of several
    return not _is_operand(plain, stated)


def _is_operand(plain: Answer, stated: Sequence[Stated]) -> bool:
    """Whether a plain answer gives but one of several figures to reckon with."""
    figures = [each.figure.text for each in stated if each.figure]
    return plain.short_with_unit in figures and len(set(figures)) > 1


def _is_one_of_them(plain: Answer, reckoning: Reckoning, stated: Sequence[Stated]) -> bool:
    """Whether a plain answer counts but one of the things that are to be added, and not all of them together."""
    if plain.status == "not_stated":
        return all(each.figure for each in stated)
    if plain.status != "answered" or not _is_operand(plain, stated):
        return False
    clause = plain.citations[0].quote.partition(plain.short or "")[0]
    clause = clause[max((figure.end for figure in find_figures(clause) if figure.unit), default=0) :]
    return sum(_is_named(term.label, reckoning, clause) for term in reckoning.terms) < 2


def _is_named(label: str, reckoning: Reckoning, clause: str) -> bool:
    """Whether a clause has two characters in a row that only this one of the terms has."""
    others = [term.label for term in reckoning.terms if term.label != label]
    pairs = {label[at : at + 2] for at in range(len(label) - 1)}
    return any(pair in clause for pair in pairs if not any(pair in other for other in others))


def _operands(request: Request, reckoning: Reckoning) -> list[Stated]:
    """The figure of each term; of an average, what it is taken over as the same sentence gives it, if it does."""
    if reckoning.kind == "share":
        part, whole = (_operand(request, term) for term in reckoning.terms)
        whole = _other_than(request, whole, part)
        part = settled_beside(request, part, whole)
        whole = _whole_beside(request, part, whole, reckoning.terms[1].label) or whole
        whole = of_which(request, part, whole) or whole
        return [_of_the_whole(request, part, whole, reckoning.terms[0].label) or part, whole]
    if reckoning.kind != "average":
        stated = _told_apart(request, reckoning.terms, [_operand(request, term) for term in reckoning.terms])
        return stated if reckoning.apart or len(stated) != 2 else of_one_sentence(request, *stated)
    total, over = reckoning.terms
    counted = _operand(request, total)
    counted = _of_its_unit(request, counted, total.questions[0]) or counted
    return [counted, _beside(request, counted, over) or _operand(request, over)]


def _other_than(request: Request, whole: Stated, part: Stated) -> Stated:
    """The whole of two readings of which the other is the part itself."""
    others = [
        each
        for each in whole.answer.readings
        if part.figure and each.citation.with_unit(each.short) != part.figure.text
    ]
    figures = find_figures(others[0].short) if len(others) == 1 and len(whole.answer.readings) > 1 else []
    if whole.figure or len(figures) != 1:
        return whole
    answer = replace(whole.answer, status="answered", citations=(others[0].citation,), readings=())
    return beside(request, Stated("", answer, figures[0], others[0].citation), whole.question, figures[0])


def _whole_beside(request: Request, part: Stated, whole: Stated, label: str) -> Stated | None:
    """The whole as the sentence of the part counts it, where nothing of what is said of it stands beside what was
    found: 收上来的 of 收集1589篇,报送264篇, not of 反映481篇.
    """
    noun = counted_noun(f"的{label.rpartition('的')[2]}")
    if part.figure is None or part.citation is None or whole.citation is None or whole.figure is None or not noun:
        return None
    said = set(label.removesuffix(noun)) - set("的了上来下去出全部所有")
    clause = CLAUSE_BORDER.split(whole.citation.quote.partition(whole.figure.text)[0])[-1]
    if whole.citation.start == part.citation.start or not said or any(each in clause for each in said):
        return None
    quote = part.citation.quote
    found = [
        figure
        for figure in find_figures(quote)
        if figure.unit == part.figure.unit
        and figure.value > part.figure.value
        and noun in CLAUSE_BORDER.split(quote[: figure.start])[-1]
    ]
    return beside(request, part, whole.question, found[0]) if len(found) == 1 else None


def _of_the_whole(request: Request, part: Stated, whole: Stated, label: str) -> Stated | None:
    """The part as the sentence of the whole counts it, where what was found for it is of another noun: 采用20篇 of the
    264 reports, not the 45 news items that were used.
    """
    noun, stage = counted_noun(f"的{label.rpartition('的')[2]}"), stage_in(label)
    if not noun or not stage or part.citation is None or whole.citation is None or whole.figure is None:
        return None
    quote = whole.citation.quote
    if noun in part.citation.quote or noun not in quote:
        return None
    found = [
        figure
        for figure in find_figures(quote)
        if figure.unit == whole.figure.unit
        and figure.value != whole.figure.value
        and stage in CLAUSE_BORDER.split(quote[: figure.start])[-1]
    ]
    return beside(request, whole, part.question, found[0]) if len(found) == 1 else None


def _beside(request: Request, counted: Stated, over: Term) -> Stated | None:
    """The one figure of the unit and noun asked for that stands in the sentence of another."""
    if counted.citation is None or not over.unit:
        return None
    quote = counted.citation.quote
    found = [
        figure
        for figure in find_figures(quote)
        if figure.unit == over.unit
        and not figure.doubtful
        and (over.label == over.unit or over.label in clause_around(quote, figure))
    ]
    if len(found) != 1 or found[0] == counted.figure:
        return None
    return beside(request, counted, over.questions[0], found[0])


def _of_its_unit(request: Request, counted: Stated, question: str) -> Stated | None:
    """The figure of the unit and noun asked for, where it was read for another: 211条 of 几条建议, not 30篇."""
    asked = _COUNTED_IN.search(question)
    if asked is None or counted.figure is None or counted.citation is None or counted.figure.unit == asked["unit"]:
        return None
    quote = counted.citation.quote
    figures = [figure for figure in find_figures(quote) if figure.unit == asked["unit"] and not figure.doubtful]
    found = [figure for figure in figures if asked["noun"] in clause_around(quote, figure)]
    return beside(request, counted, question, found[0]) if len(found) == 1 else None


def _operand(request: Request, term: Term) -> Stated:
    """The figure of a term, by the first of its questions that gives one."""
    stated = ask_figure(request, term.questions[0], stage=term.stage)
    for question in term.questions[1:]:
        if stated.figure is not None:
            break
        stated = ask_figure(request, question, stage=term.stage)
    return settled_by_name(request, stated, term.label)


def _told_apart(request: Request, terms: Sequence[Term], stated: Sequence[Stated]) -> list[Stated]:
    """The figures. One that is that of a term before it is asked for by its own term's other questions (提案办理协商,
    which 双月座谈协商 found again, and 双月座谈); one that was not found, with the unit of the first.
    """
    found: list[Stated] = []
    for term, each in zip(terms, stated, strict=True):
        unit = found[0].figure.unit if found and found[0].figure else ""
        again = any(is_same(each, before) for before in found)
        others = term.questions[1:] if again else ()
        if each.figure is None and each.answer.status == "not_stated" and unit and unit not in SHARES:
            others = tuple(_HOW_MUCH.sub(f"多少{unit}", question) for question in term.questions)
        asked = (ask_figure(request, question, stage=term.stage) for question in others)
        apart = (other for other in asked if other.figure and not any(is_same(other, before) for before in found))
        found.append(next(apart, each))
    return found


def _states_result(reckoning: Reckoning, answer: Answer) -> bool:
    """Whether a plain answer is the result itself, which a report states: 未立案54件, 立案率85%, 占12.3%."""
    if not is_answered(answer.status) or not answer.short or not answer.citations:
        return False
    quote = answer.citations[0].quote
    if reckoning.kind in _OF_TIMES and not _since(reckoning, quote):
        return False
    before = simplified(quote[: max(0, quote.find(answer.short))][-_REACH:])
    if reckoning.stage:
        stated = last_stage_in(before)
        of_stage = same_stage(stated.removeprefix(NOT), reckoning.stage)
        if reckoning.kind == "rest":
            return of_stage and stated.startswith(NOT)
        return of_stage and _IS_SHARE.search(answer.short) is not None
    if reckoning.kind == "share" and reckoning.terms[0].stage:
        stated = last_stage_in(before)
        if stated and not same_stage(stated.removeprefix(NOT), reckoning.terms[0].stage):
            return False
    if reckoning.kind == "share" and change_before(before):
        return False
    if reckoning.kind in ("difference", "apart") and _IS_SHARE.search(answer.short):
        return _NAMES_RATE.search(reckoning.terms[0].label) is not None  # 多多少 of an amount is no rate
    if reckoning.kind in ("share", "growth"):
        return answer.short.endswith(("%", "％", "成", "百分点")) or "分之" in answer.short
    if reckoning.kind == "times":
        return answer.short.endswith(("倍", "番"))
    return _RESULT[reckoning.kind].search(before + answer.short) is not None


def _since(reckoning: Reckoning, quote: str) -> bool:
    """Whether a quote may state a change since the earliest year asked about: 增长8.5% is since the year before."""
    years = sorted(int(year) for term in reckoning.terms for year in _YEAR.findall(term.questions[0]))
    return not years or years[-1] - years[0] < 2 or str(years[0]) in quote


def _told(request: Request, reckoning: Reckoning, stated: Sequence[Stated]) -> Composed:
    numbering = Numbering()
    lines = [_line(term, each, numbering) for term, each in zip(reckoning.terms, stated, strict=True)]
    figures = [each.figure for each in stated if each.figure]
    result = shown = reckoned(reckoning.kind, figures)
    if reckoning.kind in _OF_ALL:
        value = next(figure.value for figure in figures if figure.text == result)
        labels = [_OF_YEAR.sub("", term.label) for term in reckoning.terms]  # 中原区2022年, 上街区2017年
        if len({*labels}) < len(labels):
            labels = [term.label for term in reckoning.terms]
        best = [label for label, figure in zip(labels, figures, strict=True) if figure.value == value]
        result, shown = "、".join(best), f"{'、'.join(best)}（{result}）"
    markers = "".join(f"[{citation.n}]" for citation in numbering.cited)
    stop = "。" if request.language == "zh" else ": "
    head = f"{shown}{stop}{formula(reckoning.kind, figures, result)} {markers}"
    return Composed(
        "calculation",
        "answered",
        result,
        "\n".join([head, *lines]),
        tuple(numbering.cited),
        passages_of([each.answer for each in stated]),
    )


def _line(term: Term, stated: Stated, numbering: Numbering) -> str:
    """What is told of one figure: where its sentence stands above, the figure, and not what leads to it."""
    line, _, citations = told(term.label, stated.answer, numbering)
    if stated.figure is None or stated.figure.text in line or not citations:
        return line
    return f"{line.partition('：')[0]}：{stated.figure.text} [{citations[0].n}]"


def _refusal(request: Request, reason: str) -> str:
    lead = f"算不出：{reason}。" if request.language == "zh" else f"It cannot be reckoned: {reason}. "
    return f"{lead}{wording.searched(request.scope, request.reports_total, request.language)}"
