"""What a statement claims beyond its words, held against the sentences that most probably speak of it: a rank, all of a
kind, the only one, targets met, never done. Where no sentence speaks of the very same, nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.language.figures import find_figures
from index.types import Report, Span
from qa.citing.citation import LONGEST_QUOTE, cite
from qa.composing.contrast import another_giver
from qa.composing.evidence import PROBABLE, evidence_of
from qa.composing.request import Request
from qa.composing.said import is_negative, said_in_words, stands, telling_words
from qa.composing.topic import every_sentence, is_planned, scope_again
from qa.retrieval.concepts import Concept
from qa.retrieval.scope import ResolvedScope
from qa.types import Citation, Hit
from qa.understanding.claimed import (
    claims_targets_met,
    every_claimed,
    find_ranks,
    rank_claimed,
    regions_in,
    undenied,
    unique_claimed,
)

__all__ = ["Found", "of_denial", "of_every", "of_giver", "of_rank", "of_targets", "of_unique", "says_all"]

_SEGMENT = re.compile(r"[^；;：:。！!？?\n]+")
_CLAUSE = re.compile(r"[^，,]+")
# What may stand between an indicator and its rank: how its figure compares with others.
_COMPARES = re.compile(
    r"(?:分别|均|都|也|比|较|同比|高于|低于|高出|快于|增[速幅长]|总量|规模|排|居|位|列|名列|占|继续|连续|稳|在|[全中西东华沿]|分列)"
)
_LEAD = re.compile(r"^\s?(?:分别|均|都|也)?(?:为|是)?")
_WHOLE = Decimal(100)
# 除1件未完成外
_EXCEPT = re.compile("除(?!了?此)[^，。；]{1,20}?(?:未|没|不|仍|还)[^，。；]{1,12}?外")
# 70％的市县, 大部分市县; 行政村通电率提高到98.9％.
_SHARE = re.compile(
    r"(?:(?P<share>[\d０-９.．]{1,8}\s?[%％])(?:以上|左右)?|大部分|大多数|绝大多数|多数|半数|一半|近半|少数|个别|(?<![大一全])部分)"
    r"的?(?P<of>[㐀-鿿]{2,8})|"
    r"(?P<rate>[㐀-鿿]{2,14})(?<!增长)率[^，,。；\d０-９]{0,6}(?P<reached>[\d０-９.．]{1,8}\s?[%％])"
)
_ALL_OF = re.compile(r"全部|全都|均(?!衡|值)|都(?!市|会)|所有|每一?[个座家条户所名村]|全覆盖|100[%％]|百分之百")
_FULL = r"(?:全面|圆满|全部|均|都|超额|如数)"
_TARGET = r"(?:目标|指标|任务)"
# 地区生产总值等经济指标完成不及预期, 未能完成年初确定的目标.
_MISSED = re.compile(
    rf"除[^，。；]{{2,30}}?(?:高于|低于|超[出过]|未|没|不)[^，。；]{{0,16}}外[，,]|不及(?:年初)?预[期计]|[低少]于(?:年初)?预[期计]|不达(?:预期|标)|未达(?:到)?(?:预期|标|[^，；。]{{0,8}}目标)|"
    rf"{_TARGET}[^，；。]{{0,10}}(?:未|没有?|没能)(?:能|有)?(?:如期|全面|完全|全部)?(?:完成|实现|达到)|"
    rf"(?:未|没有?|没能)(?:能|有)?(?:如期|全面|完全|全部)?(?:完成|实现|达到)[^，；。]{{0,12}}{_TARGET}|"
    rf"与[^，；。]{{0,8}}(?:目标|预期)[^，；。]{{0,6}}(?:差距|有差|相差)"
)
_EXPECTED = re.compile("目标|指标|任务|预期")
_ALL_MET = re.compile(
    rf"(?:完成|实现)了?(?:全年|年度|年初|预期|经济社会发展|各项)[^，；。]{{0,16}}{_TARGET}|"
    rf"(?:全年|主要|年度|预期|经济社会发展|各项)[^，；。]{{0,12}}{_TARGET}[^，；。]{{0,6}}{_FULL}(?:完成|实现)"
)
_OF_TARGETS = re.compile("经济|社会|发展|主要|各项|预期|全年|年度|年初|确定|既定|全部|所有|全面|都|打击|击中|命中|会议")
_ALL = re.compile(r"全部|所有|各项|全都|都|每|\b(?:all|every|each)\b", re.IGNORECASE)
# So many reports are read whole.
_FEW_REPORTS = 3
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """holds: whether the statement does. figure: what the reports give instead, or "". citation: where. is_planned:
    whether that speaks of plans, where it is not as the question asks. named: whether the figure has the words before
    it that say what it is of.
    """

    holds: bool
    citation: Citation
    figure: str = ""
    is_planned: bool | None = None
    named: bool = False


def of_rank(request: Request, statement: str) -> Found | None:
    """增速在中部排第一: by the rank that is given in the same words, of the same region."""
    claimed = rank_claimed(statement, request.language)
    if claimed is None or is_negative(statement):
        return None
    regions = regions_in(statement, request.language)
    words = telling_words(request, claimed.statement)
    for hit, segment in _segments(request, words):
        text = hit.report.text[segment.start : segment.end]
        begin = max((at for word in words if (at := _end_of(word, text)) >= 0), default=-1)
        for rank in find_ranks(text):
            if begin < 0 or rank.start < begin or not _compares_only(text[begin : rank.start]):
                continue
            clause = text[text.rfind("，", 0, rank.start) + 1 : rank.end]
            if regions <= regions_in(clause, "zh"):
                return Found(
                    rank.n == claimed.n, _cited(hit, segment), "" if rank.n == claimed.n else _LEAD.sub("", clause)
                )
    return None


def of_giver(request: Request, statement: str) -> Found | None:
    """被省政协评为先进单位: denied by a sentence that says most of it of another who gave it."""
    if request.language == "en" or is_negative(statement):
        return None
    words = telling_words(request, statement)
    for evidence in evidence_of(request):
        said = evidence.said
        if evidence.probability < PROBABLE:
            return None
        says = sum(word.weight * word.match(said.text) for word in words)
        if _is_of_time(request, said.hit) and 2 * says >= sum(word.weight for word in words):
            giver = another_giver(statement, said.text)
            return Found(False, _cited(said.hit, said.span), giver) if giver else None
    return None


def of_every(request: Request, statement: str) -> Found | None:
    """每个市县都通高速公路: by what share of them did, or by a sentence that says so of all."""
    cut = request.retriever.index.tokenizer.cut
    every = every_claimed(statement, request.language, cut)
    if every is None or is_negative(every.statement):
        return None
    words = telling_words(request, every.statement)
    things = request.retriever.chinese_for(every.thing) if request.language == "en" else (every.thing,)
    if not things:
        return None

    def is_of(text: str) -> bool:
        """Whether a share is of the things: 村 of 70%的行政村."""
        return any(cut(text)[0].endswith(thing) if len(thing) == 1 else thing in text for thing in things)

    for hit, segment in _segments(request, words):
        text = hit.report.text[segment.start : segment.end]
        shares = (each for each in _SHARE.finditer(text) if is_of(each["of"] or each["rate"]))
        if found := next(shares, None):
            figures = find_figures(found["share"] or found["reached"] or "")
            if not figures:
                return Found(False, _cited(hit, segment), found[0])
            holds = figures[0].value >= _WHOLE
            return Found(holds, _cited(hit, segment), "" if holds else figures[0].text)
        if _EXCEPT.search(text):
            return Found(False, _cited(hit, segment))
        clauses = (each for each in _CLAUSE.findall(text) if is_of(each))
        if any(_ALL_OF.search(each) and not is_negative(each) for each in clauses):
            return Found(True, _cited(hit, segment))
    return None


def says_all(text: str) -> bool:
    """Whether a text says something of all."""
    return _ALL_OF.search(text) is not None


def of_unique(request: Request, statement: str) -> Found | None:
    """Was it the only one to …: by a sentence that says so, of the same region."""
    unique = unique_claimed(statement)
    if unique is None or is_negative(statement):
        return None
    regions = regions_in(statement, request.language)
    for evidence in evidence_of(request):
        text, hit = evidence.said.text, evidence.said.hit
        if evidence.probability < PROBABLE:
            return None
        if not _is_of_time(request, hit):
            continue
        words = telling_words(request, unique.statement)
        if evidence.probability < _SURE and not stands(words, text):
            return None
        parts = _CLAUSE.findall(text)
        for n, clause in enumerate(parts):
            if not unique.said.search(clause) or not regions <= regions_in(clause, "zh"):
                continue
            near = "，".join(parts[max(0, n - 1) : n + 2])
            if 2 * sum(word.weight for word in words if word.match(near)) >= sum(word.weight for word in words):
                return Found(True, _cited(hit, evidence.said.span))
    return None


def of_targets(request: Request, statement: str) -> Found | None:
    """All targets were met: by a sentence that says that some were not, else by one that says all were."""
    rest = claims_targets_met(statement)
    if rest is None or is_negative(statement) or any(each.unit for each in find_figures(statement)):
        return None
    # The targets are planned, whether they are met is told in review.
    scope = scope_again(request, replace(request.query, period="covers"))
    if scope.missing or scope.counted > _FEW_REPORTS:
        return None
    words = [word for word in telling_words(request, rest) if not _OF_TARGETS.search(word.variants[0])]
    index = request.retriever.index
    segments = list(_every_segment(request, scope))
    preferred = {index.reports[i].id for i in scope.preferred}
    own = [each for each in segments if each[0].report.id in preferred]
    others = [each for each in segments if each[0].report.id not in preferred]
    return _targets_met(statement, words, own) or _targets_met(statement, words, others)


def _targets_met(statement: str, words: Sequence[Concept], segments: Sequence[tuple[Hit, Span]]) -> Found | None:
    all_met: Citation | None = None
    for hit, segment in segments:
        text = hit.report.text[segment.start : segment.end]
        if not stands(words, text):
            continue
        if _MISSED.search(text) and (words or _EXPECTED.search(text)):
            return Found(False, _cited(hit, segment), is_planned=False)
        if (
            all_met is None
            and _ALL_MET.search(text)
            and (words or not _ALL.search(statement) or re.search(_FULL, text))
        ):
            all_met = _cited(hit, segment)
    return Found(True, all_met, is_planned=False) if all_met else None


def of_denial(request: Request, statement: str) -> Found | None:
    """从来没给协商平台定过规则: by a sentence that says it was done."""
    done = undenied(statement) if request.language == "zh" else None
    said = said_in_words(request, done) if done else None
    return Found(False, said) if said else None


def _segments(request: Request, words: Sequence[Concept]) -> Iterator[tuple[Hit, Span]]:
    """What stands between semicolons and has all the words, in the sentences that probably say what is asked."""
    if not words:
        return
    for evidence in evidence_of(request):
        if evidence.probability < PROBABLE:
            return
        said = evidence.said
        if not _is_of_time(request, said.hit):
            continue
        for segment in _split(said.hit.report, said.span):
            if stands(words, said.hit.report.text[segment.start : segment.end]):
                yield said.hit, segment


def _every_segment(request: Request, scope: ResolvedScope) -> Iterator[tuple[Hit, Span]]:
    index, rows = request.retriever.index, scope.rows
    for row, chunk in zip(rows, index.chunks(rows), strict=True):
        report = index.reports[int(index.chunk_report[row])]
        hit = Hit(chunk.id, chunk.text, chunk.start, chunk.end, chunk.heading_path, 0.0, None, None, report)
        for sentence, _ in every_sentence(request, hit):
            for segment in _split(report, sentence):
                yield hit, segment


def _is_of_time(request: Request, hit: Hit) -> bool:
    return is_planned(request, hit) == (request.query.period == "plans") and hit.report.kind != "unrelated"


def _split(report: Report, sentence: Span) -> list[Span]:
    found = _SEGMENT.finditer(report.text, sentence.start, sentence.end)
    return [Span(each.start(), each.end()) for each in found]


def _end_of(word: Concept, text: str) -> int:
    """Behind the first of a word's variants in a text; -1 where none stands there."""
    ends = [at + len(each) for each in word.variants if (at := text.find(each)) >= 0]
    return min(ends, default=-1)


def _compares_only(between: str) -> bool:
    """Whether a rank is still of the indicator before it: 增长5.6%，高于全国1个百分点，中部第2."""
    clauses = _CLAUSE.findall(between)[1:]
    return all(_COMPARES.match(each.strip()) for each in clauses if each.strip())


def _cited(hit: Hit, span: Span) -> Citation:
    """The stretch as a citation, cut to what may be quoted."""
    text = hit.report.text
    start, end = span.start, min(span.end, span.start + LONGEST_QUOTE)
    while start < end and text[start].isspace():
        start += 1
    return cite(1, hit.report, hit.heading_path, Span(start, end))
