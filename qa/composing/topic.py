"""What a question of a form is about, less the words of the form; and the sentences that say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.types import Span
from qa.composing.outline import paragraph_of, whole_sentences
from qa.composing.request import Request
from qa.retrieval.concepts import Concept, concepts_of, coverage
from qa.types import Citation, Hit

__all__ = ["ABOUT", "Said", "hits_of", "paragraph_sentences", "said_of", "topic_of"]

# A sentence is about a topic where so much of the weight of its words stands in it.
ABOUT = 0.6
_POOL = 10
_FORM = re.compile(
    r"概括|概述|概要|归纳|简述|综述|总结|梳理|简要|介绍|概况|大体|大致|总体|整体|主要|重点|具体|一下|说说|讲讲|谈谈|详细|"
    r"工作(?!室|站|组|日|队|法|者)|打算|计划(?!生育)|安排|思路|任务|部署|规划|想法|考虑|做法|经验|成绩|成效|成果|亮点|举措|措施|办法|手段|途径|方式|动作|努力|"
    r"提出|建议|意见|对策|原因|理由|目的|内容|方面|部分|开展|推进|采取|报告|政协|政府|常委会|委员会|人大|今年|去年|明年|全年|年度|"
    r"下一步|新的一年|过去|取得|形成|实事|事情|大事"
)
_YEAR = re.compile(r"(?:19|20)\d\d\W?$")
# The Chinese for the same, of an English question.
_GENERIC = frozenset(
    "工作 政协 委员会 人民政协 报告 总结 概括 年度 做 开展 措施 步骤 行动 计划 建议 意见 提出 采取 主要 政府 市政府 区政协 市政协 任务 重点 安排 "
    "做法 举措 优先 概述 成就 成绩 成果 使 用 说 支持 帮助 推动".split()
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that is about the topic. share: of the weight of the topic's words, how much stands in it."""

    hit: Hit
    span: Span
    share: float

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.report.text[self.span.start : self.span.end]


def topic_of(request: Request) -> tuple[Concept, ...]:
    """The words that say what is asked about; none where it is the whole report or its whole plan."""
    query = request.query
    if query.language == "en":
        groups = tuple(group for group in query.expansions if group[0] not in _GENERIC and not _YEAR.match(group[0]))
        return concepts_of(replace(query, expansions=groups), request.retriever.index)
    content = " ".join(_FORM.sub(" ", query.content).split())
    expansions = tuple(group for group in query.expansions if group[0] in content)
    concepts = concepts_of(replace(query, content=content, expansions=expansions), request.retriever.index)
    return tuple(each for each in concepts if len(each.variants[0]) > 1 or each.variants[0].isascii())


def said_of(request: Request, topic: Sequence[Concept], *, hits: Sequence[Hit] | None = None) -> list[Said]:
    """The sentences in scope about the topic, the fullest first; those of equal share as the passages rank."""
    if hits is None:
        hits = request.retriever.rank(request.query, request.scope, k=_POOL)
    found: dict[tuple[str, int], Said] = {}
    for hit in hits:
        low, high = hit.report.start, hit.report.end
        start = paragraph_of(hit.report.text, hit.start, max(low, hit.start - _AROUND), high).start
        end = paragraph_of(hit.report.text, max(hit.end - 1, hit.start), low, min(high, hit.end + _AROUND)).end
        for span in whole_sentences(hit.report.text, start, end):
            if span.end <= hit.start or span.start >= hit.end:
                continue
            share = coverage(topic, hit.report.text[span.start : span.end])
            key = (hit.report.document_id, span.start)
            if share > 0 and key not in found:
                found[key] = Said(hit, span, share)
    ranked = sorted(enumerate(found.values()), key=lambda each: (-round(each[1].share, 2), each[0]))
    return [said for _, said in ranked]


_AROUND = 300


def paragraph_sentences(said: Said) -> tuple[list[Span], int]:
    """The sentences of the paragraph that a sentence stands in, and which of them it is."""
    report = said.hit.report
    low, high = max(report.start, said.span.start - _LONGEST), min(report.end, said.span.end + _LONGEST)
    paragraph = paragraph_of(report.text, said.span.start, low, high)
    found = whole_sentences(report.text, paragraph.start, max(paragraph.end, said.span.end))
    at = next((n for n, span in enumerate(found) if span.start <= said.span.start < span.end), 0)
    return found, at


_LONGEST = 1_500


def hits_of(request: Request, citations: Sequence[Citation]) -> list[Hit]:
    """The passages that citations stand in, in their order."""
    index = request.retriever.index
    found: dict[str, Hit] = {}
    for citation in citations:
        rows = index.report_rows(citation.report.id)
        for chunk in index.chunks(rows):
            if chunk.start <= citation.start < chunk.end:
                found.setdefault(
                    chunk.id,
                    Hit(
                        chunk.id,
                        chunk.text,
                        chunk.start,
                        chunk.end,
                        chunk.heading_path,
                        0.0,
                        None,
                        None,
                        citation.report,
                    ),
                )
    return list(found.values())
