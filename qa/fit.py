"""How well a candidate's own form fits what is asked: unit, role, place, form of a list or a name.

Every number here is an amount on the scale of a finding's score (a fully matching clause is worth 0.5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from qa.candidates import Candidate
from qa.concepts import Concept, coverage
from qa.query import Query
from qa.types import Hit

__all__ = [
    "asked_things",
    "asks_opening",
    "asks_rate",
    "fit",
    "is_of_another_year",
    "stages",
    "unit_fits",
    "unit_may_stand",
]

_NEAR_TEXT = 14
_NEAR_NOUN = 6
# Units that may stand for each other when a question names one and the report prints another.
_INTERCHANGEABLE = (
    frozenset("件 件次 项 条 个 份 篇".split()),
    frozenset("人 名 位 人次".split()),
    frozenset("次 场 场次 期 个".split()),
    frozenset("家 个 家次".split()),
    frozenset("部 本 册".split()),
    frozenset("条 个 期 部 集 篇".split()),
    frozenset("样 项 个 件 种".split()),
    frozenset("回 趟 次".split()),
    frozenset("吨 斤 公斤".split()),
    frozenset("% 个百分点".split()),
)
_PEOPLE = frozenset("人 名 位".split())
_SHARES = frozenset(("%", "个百分点"))
_GROWTH = re.compile(
    r"(?:增长|下降|提高|上升|增加|减少|回落|增幅|增速|高于|低于|占比?|达标率|率)(?:达到?|为|至|了|约|近|超过?)*$"
)
_ASKS_GROWTH = re.compile(
    r"增长|增速|增幅|下降|提高|上升|率|占比|比例|百分|几成|growth|grow|rate|percent|proportion|share", re.IGNORECASE
)
_HOW_MANY = re.compile(r"(?:总?共)?(?:有|是|为|达到?|了)?(?:多少|几)")
# What may have become of a proposal or a piece of information, or whether the new or all are counted: each another
# count.
_STAGES = (
    ("提交", "提出", "收到", "收集", "征集"),
    ("立案",),
    ("办复", "办结", "办理", "答复"),
    ("采纳", "采用"),
    ("报送", "上报"),
    ("新增", "新认定", "新建", "净增", "新培育"),
    ("总数", "总量", "累计", "总共", "in total"),
)
_YEAR_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_CHANGED_FROM = re.compile(r"(?:由|从)(?:\d{4}年的?)?[^，,；;。]{0,3}$")
_SEVERAL_YEARS = re.compile(r"年均|累计|[五三四]年来|五年|“十[一二三四五]五”|翻番|力争|预期|目标")
_ASKS_SEVERAL = re.compile(r"(?:多少|几)[㐀-鿿]{1,10}[、和与及][㐀-鿿]|[㐀-鿿][、和与及][㐀-鿿]{1,10}(?:多少|几|一?共)")
_LIST_JOINT = re.compile(r"[、和与及]")
_ROLES = re.compile(
    r"图|摄影|记者|通讯员|副?主席|秘书长|副?[市区县省]长|书记|主任|编辑|委员|部长|院长|校长|教授|代表|信息员"
)
_PHOTOGRAPH = re.compile(r"拍照|照片|photo\w*", re.IGNORECASE)
_WENT = re.compile(r"(?:奔?赴|到|去|前往|走进)$")
_ASKS_VISIT = re.compile(r"考察|取经|学习|跑去|visit", re.IGNORECASE)
_LOCATED = re.compile(r"[在于]$")
_PART_OF_NAME = re.compile(r"^(?:[省市区县])?(?:政协|市委|区委|县委|委|政府|人大|日报|大学)")
_LEVEL_ASKED = re.compile(r"哪[一两三四五六几]?[个座]?([省市区县州镇])")
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


@dataclass(frozen=True, slots=True)
class _Around:
    """A candidate with the text beside it. sentence: the whole of it; own: what of it speaks of the candidate."""

    query: Query
    candidate: Candidate
    concepts: Sequence[Concept]
    hit: Hit
    things: Sequence[str]
    sentence: str
    own: str
    before: str
    after: str


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
    around = _Around(
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
        return _unit(around) + _growth(around) + _counted(around) + _qualified(around) + _time(around)
    by_kind = {"person": _person, "place": _place, "date": _date}.get(candidate.kind)
    return _form(around) + (by_kind(around) if by_kind else 0.0) - 0.3 * coverage(concepts, candidate.text)


def unit_fits(query: Query, unit: str) -> bool:
    """Whether a figure's unit is the one asked for; 人, 名 and 位 all count people."""
    return unit in query.units or (unit in _PEOPLE and not _PEOPLE.isdisjoint(query.units))


def unit_may_stand(query: Query, unit: str) -> bool:
    """Whether a figure's unit is the one asked for or one that may stand for it: 几条视频 → 7期."""
    return unit_fits(query, unit) or any(
        unit in group and not group.isdisjoint(query.units) for group in _INTERCHANGEABLE
    )


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


def _unit(around: _Around) -> float:
    query, figure = around.query, around.candidate.figure
    if not query.units or figure is None:
        return 0.0
    if unit_fits(query, figure.unit):
        return 0.3
    return 0.0 if unit_may_stand(query, figure.unit) else -0.35


def _growth(around: _Around) -> float:
    """A rate is no amount: 增长7.6% does not answer 是多少."""
    figure = around.candidate.figure
    is_rate = (figure is not None and figure.unit in _SHARES) or _GROWTH.search(around.before) is not None
    return -0.3 if is_rate and not asks_rate(around.query) else 0.0


def asks_rate(query: Query) -> bool:
    """Whether a rate, a share or a change is asked for, rather than an amount."""
    return _ASKS_GROWTH.search(query.question) is not None


def _counted(around: _Around) -> float:
    """Whether the figure counts the thing asked for: 政协委员和广大干部群众共700余人 counts no 政协委员, and of
    办理人大代表建议984件、政协委员提案1828件 only the second counts 提案.
    """
    thing = _counted_thing(around.query, around.concepts)
    if thing is None:
        return 0.0
    follows = re.split(r"[\W\d]", around.after[:_NEAR_NOUN])[0]
    if any(variant in follows for variant in thing.variants):
        return 0.15
    before = re.split("[,，;；。]", around.before)[-1]
    at, word = max((before.rfind(variant), variant) for variant in thing.variants)
    if at >= 0 and not _LIST_JOINT.search(before[at + len(word) :]):
        return 0.15
    if at >= 0 and word in around.own:
        return 0.15 if _ASKS_SEVERAL.search(around.query.question) else -1.6
    if thing.match(around.own) >= 0.5:
        return 0.0
    clause = max(re.split("[,，;；。]", around.sentence), key=lambda part: around.candidate.text in part)
    if thing.match(clause) >= 0.5:
        return -0.25
    if thing.match(around.sentence) >= 0.5:
        return 0.0
    # The asker uses the reports' own word, and this passage does not: it speaks of something else.
    if thing.known:
        passage = " ".join(around.hit.heading_path) + around.hit.text
        return -0.45 if thing.match(passage) >= 0.5 else -0.9
    return -0.2


def _counted_thing(query: Query, concepts: Sequence[Concept]) -> Concept | None:
    """What follows the measure word of the question, 多少名政协委员 → 政协委员, or stands before it, 提案多少件."""
    if query.counted:
        return Concept(query.counted, 1.0, known=False)
    match = _HOW_MANY.search(query.question)
    if match is None:
        return None
    named = [concept for concept in concepts if len(concept.variants[0]) > 1]
    rest = query.question[match.end() :].removeprefix("的")
    for unit in query.units:
        rest = rest.removeprefix(unit).removeprefix("的")
    before = query.question[: match.start()]
    after = [concept for concept in named if rest.startswith(concept.variants[0])]
    found = after or [concept for concept in named if before.endswith(concept.variants[0])]
    return max(found, key=lambda concept: len(concept.variants[0]), default=None)


def _qualified(around: _Around) -> float:
    """Submitted is not filed: a figure said of another stage than the one asked about is not the answer."""
    asked = stages(around.query.content + around.query.question)
    if not asked:
        return 0.0
    stated = stages(around.own)
    if asked & stated:
        return 0.1
    return -0.25 if stated else 0.0


def stages(text: str) -> set[int]:
    """Which counts a text speaks of: submitted, filed, answered, adopted, reported; new, or all."""
    return {number for number, words in enumerate(_STAGES) if any(word in text for word in words)}


def _time(around: _Around) -> float:
    """A figure of another year, the start of a change (由909亿元增加到…) or of several years is not the year's own; nor
    is one from a review of several years that says nothing of the year asked for.
    """
    total, query = 0.0, around.query
    at = around.sentence.find(around.candidate.text)
    named = [int(year) for year in _YEAR_NAMED.findall(around.sentence[: max(at, 0)])]
    if named and query.years and named[-1] not in query.years:
        total -= 0.5
    if is_of_another_year(query, around.hit, around.sentence):
        total -= 0.5
    if _CHANGED_FROM.search(around.before):
        total -= 0.3
    if _SEVERAL_YEARS.search(around.own) and not _SEVERAL_YEARS.search(around.query.question):
        total -= 0.3
    return total


def is_of_another_year(query: Query, hit: Hit, sentence: str) -> bool:
    """Whether the report reviews several years of which the one asked for is not the last, and neither the sentence
    nor a heading above it names that year: then its figures are the last year's, or those of the whole period.
    """
    covers = hit.report.covers
    if not query.years or query.period != "covers" or not covers or covers[-1] in query.years:
        return False
    named = {int(year) for year in _YEAR_NAMED.findall(sentence + " ".join(hit.heading_path))}
    return named.isdisjoint(query.years)


def _person(around: _Around) -> float:
    """The role asked for must stand beside the name; the report's own speaker answers who gave it."""
    total = 0.0
    words = _PHOTOGRAPH.sub("图 摄影", around.query.question) + " ".join(c.variants[0] for c in around.concepts)
    if asked := set(_ROLES.findall(words)):
        behind = around.after[:4] if not around.after[:1].isspace() else ""
        beside = set(_ROLES.findall(around.before[-8:])) | set(_ROLES.findall(behind))
        total += 0.3 if asked & beside else -0.6
    speaker = "".join(around.hit.report.speaker.split())
    if speaker and _ASKS_SPEAKER.search(around.query.question) and "".join(around.candidate.text.split()) == speaker:
        total += 1.4
    return total


def _place(around: _Around) -> float:
    total = 0.0
    if _ASKS_VISIT.search(around.query.question):
        total += 0.25 if _WENT.search(around.before) else 0.0
    elif _LOCATED.search(around.before):
        total += 0.25
    if _PART_OF_NAME.match(around.after):
        total -= 0.3
    if around.query.other_places:
        named = any(name in around.candidate.text for name in around.query.other_places)
        total += 0.5 if named and around.candidate.size == 1 else -0.2
    elif around.candidate.size > 1:
        total += 0.1  # the whole of a list before one of it
    level = _LEVEL_ASKED.search(around.query.question)
    return total + (0.15 if level and around.candidate.text.endswith(level[1]) else 0.0)


def _date(around: _Around) -> float:
    """The date the report was given answers when it was."""
    delivered = around.hit.report.delivered
    if delivered is None or not _ASKS_DELIVERY.search(around.query.question):
        return 0.0
    return 1.5 if _is_date(around.candidate.text, delivered) else -0.2


def _is_date(text: str, day: date) -> bool:
    """Whether a printed date is this day; one without a year may be of any."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return numbers[-2:] == [day.month, day.day] and numbers[:-2] in ([], [day.year])


def _form(around: _Around) -> float:
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
