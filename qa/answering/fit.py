"""How well a candidate fits what is asked by its form: role, place, date, list or name; a figure by
`qa.answering.figure_fit`.

Every number here is an amount on the scale of a finding's score (a fully matching clause is worth 0.5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from qa.answering.candidates import Candidate
from qa.answering.figure_fit import fit_figure
from qa.answering.surroundings import Surroundings
from qa.retrieval.concepts import Concept, coverage
from qa.types import Hit
from qa.understanding.abroad import asks_abroad
from qa.understanding.query import Query

__all__ = ["asked_things", "asks_opening", "fit"]

_NEAR_TEXT = 14
_ROLES = re.compile(
    r"图|摄影|记者|通讯员|副?主席|秘书长|副?[市区县省]长|书记|主任|编辑|委员|部长|院长|校长|教授|代表|信息员"
)
_ASKS_SPEAKER = re.compile(
    r"(?:(?<!工)[作做]|代表)[^?？]{0,24}报告|报告人|delivered|reported on behalf|"
    r"(?:gave|presented|made) the (?:\w+ ){0,3}report",
    re.IGNORECASE,
)
_ASKS_DELIVERY = re.compile(r"报告|会议|全会|大会|开幕|report|session|open", re.IGNORECASE)
_ASKED_THING = re.compile(
    r"(?:什么样?的?|哪[一]?[个条种项家所座份本部张支类届段款])[“‘]?"
    r"(?P<thing>[㐀-鿿]{2,8}|[㐀-鿿](?=[”’]?[?？]?$))"
)
_ASKED_FEATURE = re.compile(r"哪一?[座条个处](?P<thing>[湖河江山桥岛寺塔镇村])(?![㐀-鿿]?[议席长])")
_IS_WHICH = re.compile(r"(?P<thing>[㐀-鿿]{2,6})是哪[一两三]?[家个所座条]")
# Nouns that name a kind of thing; where the question has one, it is the kind asked for.
_THINGS = frozenset(
    """党委 组织 单位 部门 机构 大学 学院 学校 品牌 平台 机制 规则 办法 意见 条例 通知 方案 杂志 刊物 期刊 报纸
    日报 活动 工程 行动 中心 基地 称号 荣誉 格局 思路 理念 制度 体系 协会 公司 企业 银行 医院 园区 论坛 大会
    会议 课题 议题 项目 口号 主题 目标 课堂 讲堂 文库 栏目 专报 报告 文章 计划 战略 任务 职务 委员会 研究室 专栏
    高速 铁路 高铁 公路 大桥 景区 产业 产业链 开发区 新区 试点 示范区 县城 群体 清单 账单 文件 细则 系统 图书
    丛书 纪录片 专刊 遗址 技艺 机场 港口 街道 社区 人才库""".split()
)
_NO_THINGS = frozenset("什么 怎样 名字 称号 名称 时候 样子 意思 办法 地方 城市 评价 入选 列入 获得 负责".split())
_NAMED_KINDS = frozenset(("quoted", "title", "named"))
_COUNTED_KINDS = frozenset(("quoted", "title", "listing", "person", "place"))


def fit(
    query: Query,
    candidate: Candidate,
    concepts: Sequence[Concept],
    hit: Hit,
    *,
    things: Sequence[str],
    sentence: str,
    own: str,
) -> float:
    """The sum of what speaks for and against the candidate.

    things: see `asked_things`. sentence: the one the candidate stands in; own: the part of it that speaks of this
    candidate.
    """
    figure = candidate.figure
    # A figure's own offsets are its sentence's.
    start = candidate.start - hit.start + (figure.number_start - figure.start if figure else 0)
    end = candidate.end - hit.start
    around = Surroundings(
        query,
        candidate,
        concepts,
        hit,
        things,
        sentence,
        own,
        hit.text[max(0, start - _NEAR_TEXT) : start],
        hit.text[end:],
    )
    if figure is not None:
        return fit_figure(around)
    by_kind = {"person": _person, "place": _place, "date": _date}.get(candidate.kind)
    # Words of the question are no answer to it, but a title asked for tells of what it is about.
    repeats = 0.3 if query.answer == candidate.kind == "title" else -0.3
    return _form(around) + (by_kind(around) if by_kind else 0.0) + repeats * coverage(concepts, candidate.text)


def asks_opening(query: Query) -> bool:
    """Whether the answer stands at the head of a report: who gave it, and when."""
    pattern = {"person": _ASKS_SPEAKER, "date": _ASKS_DELIVERY}.get(query.answer)
    return pattern is not None and pattern.search(query.question) is not None


def asked_things(question: str, cut: Callable[[str], list[str]]) -> tuple[str, ...]:
    """Nouns for the kind of thing asked for: 成立了什么党委 → 党委; 哪项茶叶制作技艺列入了 → 茶叶, 制作, 技艺.

    cut: into words. The noun is not told from what describes it or follows it; what no answer ends with does no harm.
    """
    if single := _ASKED_FEATURE.search(question):
        return (single["thing"],)
    match = _ASKED_THING.search(question) or _IS_WHICH.search(question)
    if match is None:
        return ()
    words = [word for word in cut(match["thing"]) if len(word) > 1 and word not in _NO_THINGS]
    if kinds := [word for word in words if word in _THINGS]:
        return (kinds[-1] if words[: len(kinds)] == kinds else kinds[0],)
    return tuple(words[:3]) or ((match["thing"],) if len(match["thing"]) == 1 else ())


def _person(around: Surroundings) -> float:
    """The role asked for must stand beside the name; the report's own speaker answers who gave it."""
    total = 0.0
    words = around.query.question + " ".join(concept.variants[0] for concept in around.concepts)
    if asked := set(_ROLES.findall(words)):
        behind = around.after[:4] if not around.after[:1].isspace() else ""
        beside = set(_ROLES.findall(around.before[-8:])) | set(_ROLES.findall(behind))
        total += 0.3 if asked & beside else -0.6
    speaker = "".join(around.hit.report.speaker.split())
    if speaker and _ASKS_SPEAKER.search(around.query.question) and "".join(around.candidate.text.split()) == speaker:
        total += 1.4
    return total


def _place(around: Surroundings) -> float:
    total = 0.0
    if abroad := asks_abroad(around.query.question):
        total += 0.5 if around.before.endswith(abroad) else -0.3
    if around.query.terms:
        named = any(len(name) > 1 and name in around.candidate.text for names in around.query.terms for name in names)
        total += 0.5 if named and around.candidate.size == 1 else -0.2
    elif around.candidate.size > 1:
        total += 0.1  # the whole of a list before one of it
    return total


def _date(around: Surroundings) -> float:
    """The date the report was given answers when it was."""
    delivered = around.hit.report.delivered
    if delivered is None or not _ASKS_DELIVERY.search(around.query.question):
        return 0.0
    return 1.5 if _is_date(around.candidate.text, delivered) else -0.2


def _is_date(text: str, day: date) -> bool:
    """Whether a printed date is this day; one without a year may be of any."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return numbers[-2:] == [day.month, day.day] and numbers[:-2] in ([], [day.year])


def _form(around: Surroundings) -> float:
    query, candidate = around.query, around.candidate
    inner = candidate.text.strip("《》“”‘’")
    total = 0.25 if around.things and inner.endswith(tuple(around.things)) else 0.0
    if not total and candidate.kind == "organisation" and not _THINGS.isdisjoint(around.things):
        total -= 0.25  # asked for a 大学, 区政协 is none
    if inner and inner in query.question:
        total -= 0.6
    if query.list_size and candidate.kind in _COUNTED_KINDS:
        total += 0.25 if candidate.size == query.list_size else -0.1
    elif query.is_list and not query.list_size and query.answer == "phrase":
        total += 0.2 if candidate.kind == "listing" and candidate.size > 1 else -0.1
    if candidate.kind == "clause":
        total -= (0.15 if query.answer == "phrase" else 0.35) + 0.005 * max(0, len(candidate.text) - 20)
    if candidate.kind == "named":
        total -= 0.02 * max(0, len(candidate.text) - 8)
    if query.answer == "session" and "次" in query.question and "次" not in candidate.text:
        total -= 0.5
    if query.answer == "name":
        total += 0.1 if candidate.kind in _NAMED_KINDS else -0.1
    return total
