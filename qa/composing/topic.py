"""What a question of a form is about, less the words of the form; and the sentences that say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.engine import Asked
from index.language.figures import numeral_value
from index.types import RowVector, Span
from qa.composing.lines import solid
from qa.composing.outline import paragraphs_in, whole_sentences
from qa.composing.request import Request
from qa.retrieval.concepts import Concept, concepts_of, coverage
from qa.retrieval.scope import ResolvedScope
from qa.types import Citation, Hit
from qa.understanding.query import Query

__all__ = [
    "ABOUT",
    "Said",
    "every_period",
    "every_sentence",
    "hits_of",
    "is_at",
    "is_planned",
    "number_asked",
    "rows_with",
    "said_of",
    "scope_again",
    "topic_of",
]

# A sentence is about a topic where so much of the weight of its words stands in it.
ABOUT = 0.6
_POOL = 10
_MOST_ROWS = 3_000
# A word of nothing but these tells how to answer or what every report is of; 实施意见 is more than 意见.
_FORM = re.compile(
    r"[做抓搞干]好|概括|概述|概要|归纳|简述|综述|总结|梳理|简要|介绍|概况|大体|大致|总体|整体|主要|重点|具体|一下|说说|讲讲|谈谈|详细|"
    r"工作(?!室|站|组|日|队|法|者)|打算|计划(?!生育)|安排|思路|任务|部署|规划|想法|考虑|做法|经验|成绩|成效|成果|亮点|举措|措施|办法|手段|途径|方式|动作|努力|"
    r"提出|建议|意见|对策|原因|理由|目的|内容|方面|部分|开展|推进|采取|报告|政协|政府|常委会|委员会|人大|今年|去年|明年|前一年|上一年|头一年|解释(?!权)|[一二三四五六七八九十\d]{1,2}年(?:来|间)?|本届|近年来?|以来|全年|年度|"
    r"下一步|新的一年|过去|取得|形成|怎么样|简单|没[有能]?|一[次个件项场]|实事|事情|大事|履职|年|[市省区县州](?=政协|政府|人大|委员会)"
)
# What an asker says of asking, and of what lists have: 说到, 列出来, 定了哪些题目.
_ASKING = re.compile(
    r"他们|她们|它们|人家|咱们|我们|那边|这边|领导|名字|名称|题目|逐[个一条]|全部|所有|请|大概|一共|"
    r"[列说谈提写讲定挑选搞弄跑干做放点叫数](?:[到进入出过来上下成了])*|[那这哪][个些份几里]?|材料|文件"
)
_YEAR = re.compile(r"(?:19|20)\d\d\W?$")
# The Chinese for the same, of an English question.
_GENERIC = frozenset(
    "工作 政协 委员会 人民政协 报告 总结 概括 年度 做 开展 措施 步骤 行动 "
    "计划 建议 意见 提出 采取 主要 政府 市政府 区政协 市政协 任务 重点 安排 "
    "做法 举措 优先 概述 成就 成绩 成果 使 用 说 支持 帮助 推动 "
    "自身 固定 设定 交易 应对 "  # set itself, deal with
    "市级 全市 全区 全县 地区 市区 县级 省级 简短 简要 问题 事项 工作期".split()
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that is about the topic. share: of the weight of the topic's words, how much stands in it."""

    hit: Hit
    span: Span
    paragraph: Span
    share: float

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.report.text[self.span.start : self.span.end]

    @property
    def beside(self) -> tuple[list[Span], int]:
        """The sentences of its paragraph, and which of them it is."""
        found = whole_sentences(self.hit.report.text, self.paragraph.start, self.paragraph.end)
        return found, next((n for n, span in enumerate(found) if span.start == self.span.start), 0)


def topic_of(request: Request, *, heads: bool = False) -> tuple[Concept, ...]:
    """The words that say what is asked about; none where it is the whole report or its whole plan.

    heads: those that say what is wanted of it count as well: 意见 of 哪三份实施意见.
    """
    query = request.query
    if query.language == "en":
        groups = tuple(group for group in query.expansions if group[0] not in _GENERIC and not _YEAR.match(group[0]))
        return concepts_of(replace(query, expansions=groups), request.retriever.index)
    expansions = tuple(group for group in query.expansions if not _is_padding(group[0], heads))
    content = query.content if heads else " ".join(_FORM.sub(" ", query.content).split())
    concepts = concepts_of(replace(query, content=content, expansions=expansions), request.retriever.index)
    telling = [each for each in concepts if len(each.variants[0]) > 1 or each.variants[0].isascii()]
    return tuple(each for each in telling if not _is_padding(each.variants[0], heads))


def _is_padding(word: str, heads: bool) -> bool:
    left = _ASKING.sub("", word)
    return not (left if heads else _FORM.sub("", left))


def said_of(request: Request, topic: Sequence[Concept], *, hits: Sequence[Hit] | None = None) -> list[Said]:
    """The sentences in scope about the topic, the fullest first; those of equal share as the passages rank."""
    if hits is None:
        hits = request.retriever.rank(request.query, request.scope, k=_POOL)
    found: dict[tuple[str, int], Said] = {}
    for hit in hits:
        for span, paragraph in every_sentence(request, hit):
            share = coverage(topic, solid(hit.report.text[span.start : span.end]))
            if share > 0:
                found.setdefault((hit.report.document_id, span.start), Said(hit, span, paragraph, share))
    ranked = sorted(enumerate(found.values()), key=lambda each: (-round(each[1].share, 2), each[0]))
    return [said for _, said in ranked]


def every_sentence(request: Request, hit: Hit) -> Iterator[tuple[Span, Span]]:
    """Each whole sentence that a passage has a part of, with its paragraph."""
    report = hit.report
    for paragraph in paragraphs_in(request.retriever.index.sections(report.id), report, hit.start, hit.end):
        for span in whole_sentences(report.text, paragraph.start, paragraph.end):
            if span.start < hit.end and hit.start < span.end:
                yield span, paragraph


def every_period(request: Request) -> ResolvedScope:
    """The scope of a question that names no year, of all the years there are, not of the newest report of each place;
    as the filters have it.
    """
    scope = request.scope
    if scope.missing or request.query.years or scope.years:
        return scope
    return scope_again(request, request.query, every_period=True)


def scope_again(request: Request, query: Query, *, every_period: bool = False) -> ResolvedScope:
    """The scope of another query of the same question, within the filters of the request."""
    scope, own = request.scope, request.query
    return request.retriever.scope(
        query,
        places=[each.code for each in scope.places] if scope.places != own.places else None,
        years=scope.years if scope.years != own.years else None,
        kinds=scope.kinds if scope.kinds != own.kinds else None,
        every_period=every_period,
    )


def rows_with(request: Request, scope: ResolvedScope, words: str) -> RowVector:
    """The passages in scope that share most pairs of characters with the words, in their order, whatever their role."""
    index = request.retriever.index
    meant = [i for i in scope.reports if i in scope.preferred] if scope.years else scope.reports
    rows = index.rows_of(meant) if meant else scope.rows
    legs = index.legs(Asked({}, dict.fromkeys(index.tokenizer.bigrams(words), 1.0)), rows)
    best = np.argsort(-legs.bigrams, kind="stable")[:_MOST_ROWS]
    chosen: RowVector = np.sort(legs.rows[best[legs.bigrams[best] > 0]])
    return chosen


def number_asked(question: str) -> tuple[int | None, bool]:
    """How many things are asked for, and whether the question word itself says so: 分哪五条 → 5, True; 5个…都是什么."""
    asked = _SIZE_ASKED.search(question)
    if asked:
        return _number(asked["zh"] or asked["en"]), True
    named = _SIZE_NAMED.search(question)
    if named is None:
        return None, False
    return _number(named["n"]), _EACH_ASKED.search(question) is not None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMERALS.get(word.lower()) or int(numeral_value(word))


_NUMERALS = {word: n for n, word in enumerate("two three four five six seven eight nine ten".split(), start=2)} | {
    "两": 2
}
_WORDS = "two|three|four|five|six|seven|eight|nine|ten"
_SIZE_ASKED = re.compile(
    rf"(?:哪|分为?|分成)(?P<zh>[二三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九]|\d{{1,2}}(?!\d))|"
    rf"\b(?:which|what) (?P<en>{_WORDS})\b",
    re.IGNORECASE,
)
# 9个平台分别是什么: all nine are wanted.
_EACH_ASKED = re.compile(
    r"(?:分别|都|各)(?:是|叫|指的?是|为)做?(?:(?:什么|啥)(?:名字|名称|内容)?|哪[些几][^，。,?？]{0,4})[?？呢啊]{0,2}(?=[，。,?？]|$)"
)
_SIZE_NAMED = re.compile(
    rf"(?P<n>(?<![\d.])\d{{1,2}}(?=[个项条大种件家名位类座])|[二三四五六七八九]?十[一二三四五六七八九]?(?=[个项条大种件家名位类座])|"
    rf"[两二三四五六七八九](?=[个项条大种件家名位类座])|\b(?:{_WORDS})\b)",
    re.IGNORECASE,
)


def is_at(said: Said, citation: Citation) -> bool:
    """Whether a quote has a part of the sentence."""
    same = said.hit.report.document_id == citation.report.document_id
    return same and said.span.start < citation.end and citation.start < said.span.end


def is_planned(request: Request, hit: Hit) -> bool:
    """Whether a passage tells what is meant to be done, not what was."""
    index = request.retriever.index
    return index.chunks([index.chunk_row(hit.chunk_id)])[0].role == "plan"


def hits_of(request: Request, citations: Sequence[Citation]) -> list[Hit]:
    """The passages that citations stand in, in their order."""
    index = request.retriever.index
    chunks = {each.report.id: index.chunks(index.report_rows(each.report.id)) for each in citations}
    found: dict[str, Hit] = {}
    for citation in citations:
        report = citation.report
        for each in chunks[report.id]:
            if each.start <= citation.start < each.end and each.id not in found:
                path = each.heading_path
                found[each.id] = Hit(each.id, each.text, each.start, each.end, path, 0.0, None, None, report)
    return list(found.values())
