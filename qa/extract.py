"""Hits → ranked short answers, each a span of a report with the sentence it stands in."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from index.figures import find_figures
from index.gazetteer import Gazetteer
from index.types import Span
from qa.candidates import Candidate, find_candidates
from qa.concepts import Concept, coverage
from qa.query import Query
from qa.sentences import clauses, sentences
from qa.types import Hit

__all__ = ["Finding", "asked_thing", "find_answers", "unit_fits"]

# How much the words around a candidate count, by how near they stand: its own clause, its sentence, its passage with
# the headings above it.
_CLAUSE, _SENTENCE, _PASSAGE = 0.5, 0.3, 0.2
_RETRIEVAL = 0.35
_LIKENESS = 0.45
_COMPATIBLE = (
    frozenset("件 件次 项 条 个 份 篇".split()),
    frozenset("人 名 位 余人 人次".split()),
    frozenset("次 场 场次 期 个".split()),
    frozenset("家 个 家次".split()),
    frozenset("项 个 条".split()),
    frozenset("篇 条 份 期".split()),
    frozenset("部 本 册".split()),
    frozenset("吨 斤 公斤".split()),
    frozenset("% 个百分点".split()),
)
_PEOPLE = frozenset("人 名 位".split())
_GROWTH = re.compile(r"(?:增长|下降|提高|上升|增加|减少|回落|增幅|增速|高于|低于|占比?|达标率|率)(?:达到?|为|至|了|约|近|超过?)*$")
_ASKS_GROWTH = re.compile(r"增长|增速|增幅|下降|提高|上升|率|占比|比例|百分|growth|grow|rate|percent|proportion|share", re.I)
_WORD_BEFORE = 14
_LIST_JOINT = re.compile(r"[、和与及]")
_ROLES = re.compile(r"图|摄影|记者|通讯员|副?主席|秘书长|副?[市区县省]长|书记|主任|编辑|委员|部长|院长|校长|教授|摄影|代表|信息员")
_MOVE = re.compile(r"(?:奔?赴|到|去|前往|走进)$")
_LEVEL_ASKED = re.compile(r"哪[一两三四五六几]?[个座]?([省市区县州镇])")
_ASKS_SPEAKER = re.compile(r"(?:(?<!工)[作做]|代表)[^?？]{0,24}报告|报告人|delivered|gave the (?:work )?report", re.I)
_ASKS_DELIVERY = re.compile(r"报告|会议|全会|大会|开幕|report|session|open", re.I)
_ASKED_THING = re.compile(r"(?:什么|哪[一]?[个条种项家所座份本部张支类届])的?(?P<thing>[㐀-鿿]{2,8})")
_THINGS = frozenset(
    """党委 组织 单位 部门 机构 大学 学院 学校 品牌 平台 机制 规则 办法 意见 条例 通知 方案 杂志 刊物 期刊 报纸 日报 活动 工程 行动 中心
    基地 称号 荣誉 格局 思路 理念 制度 体系 协会 公司 企业 银行 医院 园区 河流 湖泊 机场 港口 街道 论坛 大会 会议 课题 议题 项目 口号 主题
    目标 课堂 讲堂 文库 栏目 专报 报告 文章 计划 战略 任务 职务 委员会 研究室 专栏 高速 铁路 公路 大桥 景区 产业 产业链 开发区 新区 试点
    示范区 城市 县城 群体 清单 账单 文件 细则 系统 馆 节 奖 班 书 图书 丛书 纪录片 专刊""".split()
)
_NEARNESS, _NEAR = 0.25, 12
_LOCATED = re.compile(r"[在于]$")
_PART_OF_NAME = re.compile(r"^(?:[省市区县])?(?:政协|市委|区委|县委|委|政府|人大|日报|大学)")


@dataclass(frozen=True, slots=True)
class Finding:
    """A candidate answer and why. sentence, clause: where it stands, in document positions. support: share of the
    question's concepts that its clause and sentence state, in [0, 1]. score: what findings are ordered by."""

    candidate: Candidate
    hit: Hit
    sentence: Span
    clause: Span
    support: float
    clause_support: float
    likeness: float
    score: float


def find_answers(
    query: Query,
    hits: Sequence[Hit],
    concepts: Sequence[Concept],
    *,
    gazetteer: Gazetteer,
    similarity: dict[tuple[str, int], float] | None = None,
    head: str = "",
) -> list[Finding]:
    """All candidates in these passages, best first. similarity: of a sentence (document id, start) to the question.
    head: the kind of thing asked for, see `asked_thing`."""
    findings: list[Finding] = []
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    for hit in hits:
        own = frozenset(_lineage(hit.report.place_code)) if query.answer != "place" or query.places else frozenset()
        heading = " ".join(hit.heading_path)
        passage = coverage(concepts, heading + "\n" + hit.text)
        for sentence in sentences(hit.text, offset=hit.start):
            text = hit.text[sentence.start - hit.start : sentence.end - hit.start]
            sentence_support = coverage(concepts, text)
            likeness = (similarity or {}).get((hit.report.document_id, sentence.start), 0.0)
            for candidate in find_candidates(
                hit.text, sentence, offset=hit.start, kind=query.answer, gazetteer=gazetteer, own_codes=own, head=head
            ):
                clause = _clause_of(hit.text, sentence, candidate, hit.start)
                around = _context(hit.text, clause, candidate, hit.start)
                clause_support = coverage(concepts, around)
                score = (
                    _CLAUSE * clause_support
                    + _SENTENCE * sentence_support
                    + _PASSAGE * passage
                    + _RETRIEVAL * hit.score / best
                    + _likeness_bonus(likeness, similarity)
                    + _fit(query, candidate, concepts, hit, head)
                    + (_NEARNESS * _nearness(concepts, text, candidate, sentence) if candidate.figure is None else 0.0)
                )
                findings.append(
                    Finding(
                        candidate=candidate,
                        hit=hit,
                        sentence=sentence,
                        clause=clause,
                        support=max(sentence_support, clause_support),
                        clause_support=clause_support,
                        likeness=likeness,
                        score=score,
                    )
                )
    findings.sort(key=lambda f: (-f.score, f.hit.report.id, f.candidate.start, f.candidate.end))
    return findings


def _likeness_bonus(likeness: float, similarity: dict[tuple[str, int], float] | None) -> float:
    """From 0 for a sentence no more like the question than most to _LIKENESS for the one most like it."""
    if not similarity:
        return 0.0
    values = sorted(similarity.values())
    low, high = values[len(values) // 2], values[-1]
    return _LIKENESS * max(0.0, likeness - low) / (high - low) if high > low else 0.0


def _lineage(code: str) -> tuple[str, ...]:
    return (code, code[:4] + "00", code[:2] + "0000", "100000") if code else ()


def _clause_of(text: str, sentence: Span, candidate: Candidate, offset: int) -> Span:
    """The clauses of the sentence that the candidate touches."""
    touched = [c for c in clauses(text, sentence, offset=offset) if c.start < candidate.end and candidate.start < c.end]
    return Span(touched[0].start, touched[-1].end) if touched else sentence


def _context(text: str, clause: Span, candidate: Candidate, offset: int) -> str:
    """The clause as far as it speaks of this candidate: a figure's words end where the next figure begins."""
    start, end = clause.start - offset, clause.end - offset
    if candidate.figure is None:
        own_start, own_end = candidate.start - offset, candidate.end - offset
        return text[start:own_start] + " " + text[own_end:end] if candidate.kind != "clause" else text[start:end]
    begin, finish = start, end
    figures = find_figures(text[start:end])
    for figure in figures:
        position = start + figure.start
        if position + len(figure.text) <= candidate.start - offset:
            begin = start + figure.end + _break(text[start + figure.end : candidate.start - offset])
        elif position >= candidate.end - offset:
            finish = min(finish, candidate.end - offset + _break(text[candidate.end - offset : position]))
            break
    # What follows the last figure of the clause is said of all that are listed with it.
    last = figures[-1].end + start if figures else end
    return text[begin:finish] + (" " + text[last:end] if last > finish else "")


def _break(between: str) -> int:
    """Where, between two figures of one clause, the words of the second begin: after the last 、 or 和, else at once.

    `6次在省政协常委会议、3次在座谈会上`: 在省政协常委会议 belongs to 6次.
    """
    return max((match.end() for match in re.finditer("[、和及与]", between)), default=0)


def unit_fits(query: Query, unit: str) -> bool:
    """Whether a figure's unit is the one asked for; 人, 名 and 位 all count people."""
    return unit in query.units or (unit in _PEOPLE and not _PEOPLE.isdisjoint(query.units))


def _number_start(candidate: Candidate) -> int:
    """Where the digits of a figure begin, in document positions (a Figure's own offsets are its sentence's)."""
    figure = candidate.figure
    return candidate.start + (figure.number_start - figure.start if figure else 0)


def _asked_roles(query: Query, concepts: Sequence[Concept]) -> set[str]:
    words = re.sub(r"拍照|照片|photo\w*", "图 摄影", query.question) + " ".join(concept.variants[0] for concept in concepts)
    return set(_ROLES.findall(words))


def _head_noun(query: Query, concepts: Sequence[Concept]) -> str:
    """The thing counted, which follows the measure word: 多少名政协委员 → 政协委员."""
    match = re.search(rf"(?:多少|几)(?:{'|'.join(map(re.escape, query.units))})的?", query.question) if query.units else None
    if match is None:
        return ""
    rest = query.question[match.end() :]
    heads = (c.variants[0] for c in concepts if rest.startswith(c.variants[0]) and len(c.variants[0]) > 1)
    return max(heads, key=len, default="")


def asked_thing(question: str, cut: Callable[[str], list[str]]) -> str:
    """The kind of thing asked for: 成立了什么党委 → 党委; 跑到哪所大学去充电 → 大学. cut: into words."""
    match = _ASKED_THING.search(question)
    words = cut(match["thing"]) if match else []
    return next((word for word in words if word in _THINGS), "")


def _is_date(text: str, day: date) -> bool:
    """Whether a printed date is this day; one without a year may be of any."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return numbers[-2:] == [day.month, day.day] and numbers[:-2] in ([], [day.year])


def _nearness(concepts: Sequence[Concept], text: str, candidate: Candidate, sentence: Span) -> float:
    """How near the question's words stand to the candidate within its sentence, in [0, 1]."""
    total = sum(concept.weight for concept in concepts)
    start, end = candidate.start - sentence.start, candidate.end - sentence.start
    near = 0.0
    for concept in concepts:
        gaps = [
            max(0, match.start() - end, start - match.end())
            for variant in concept.variants
            for match in re.finditer(re.escape(variant), text)
        ]
        if gaps:
            near += concept.weight * math.exp(-min(gaps) / _NEAR)
    return near / total if total else 0.0


def _fit(query: Query, candidate: Candidate, concepts: Sequence[Concept], hit: Hit, head: str) -> float:
    """How well the candidate's own form fits what is asked, about −0.6 to 0.4."""
    fit = 0.0
    if candidate.figure is not None:
        unit = candidate.figure.unit
        if query.units:
            if unit_fits(query, unit):
                fit += 0.3
            elif any(unit in group and wanted in group for group in _COMPATIBLE for wanted in query.units):
                fit += 0.0
            else:
                fit -= 0.35
        before = hit.text[max(0, candidate.start - hit.start - _WORD_BEFORE) : _number_start(candidate) - hit.start]
        growth = unit in ("%", "个百分点") or bool(_GROWTH.search(before))
        if growth and not _ASKS_GROWTH.search(query.question):
            fit -= 0.3
        if counted := _head_noun(query, concepts):
            after = hit.text[candidate.end - hit.start :]
            at = before.rfind(counted)
            if after.startswith(counted) or (at >= 0 and not _LIST_JOINT.search(before[at + len(counted) :])):
                fit += 0.15
            elif at >= 0:
                fit -= 0.8  # 政协委员和广大干部群众共700余人 counts no 政协委员
            else:
                fit -= 0.2
        return fit
    before = hit.text[max(0, candidate.start - hit.start - _WORD_BEFORE) : candidate.start - hit.start]
    after = hit.text[candidate.end - hit.start : candidate.end - hit.start + 6]
    if candidate.kind == "person" and (asked := _asked_roles(query, concepts)):
        near = set(_ROLES.findall(before[-8:])) | set(_ROLES.findall(after[:4]))
        fit += 0.3 if asked & near else -0.2
    if candidate.kind == "place":
        if _MOVE.search(query.question) or re.search(r"考察|取经|学习|visit", query.question):
            fit += 0.25 if _MOVE.search(before) else 0.0
        elif _LOCATED.search(before):
            fit += 0.25
        if _PART_OF_NAME.match(after):
            fit -= 0.3
        if (level := _LEVEL_ASKED.search(query.question)) and candidate.text.endswith(level[1]):
            fit += 0.15
    if candidate.kind == "person" and _ASKS_SPEAKER.search(query.question) and hit.report.speaker:
        fit += 1.0 if "".join(candidate.text.split()) == "".join(hit.report.speaker.split()) else 0.0
    if candidate.kind == "date" and _ASKS_DELIVERY.search(query.question) and (delivered := hit.report.delivered):
        fit += 1.5 if _is_date(candidate.text, delivered) else -0.2
    if head and candidate.text.strip("《》“”‘’").endswith(head):
        fit += 0.25
    inner = candidate.text.strip("《》“”‘’")
    if inner and inner in query.question:
        fit -= 0.6
    if candidate.kind in ("quoted", "title", "listing", "person", "place") and query.list_size:
        fit += 0.25 if candidate.size == query.list_size else -0.1
    if candidate.kind == "clause":
        fit -= 0.15 if query.answer == "phrase" else 0.35
        fit -= 0.005 * max(0, len(candidate.text) - 20)
    if query.answer == "name":
        fit += 0.1 if candidate.kind in ("quoted", "title", "named") else -0.1
    own = coverage(concepts, candidate.text)
    return fit - 0.3 * own
