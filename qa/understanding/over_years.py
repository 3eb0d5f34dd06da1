"""The thing that is asked after over several years, in words and not in figures: 这些年老旧小区改造都干了啥,
今年的目标跟去年比有啥不一样.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.understanding.where_when import WhereWhen
from qa.understanding.years import plan_period

__all__ = ["OverYears", "read_over_years"]

_SPAN = re.compile(
    r"(?:这|近|最近|过去)(?:[几两三四五六七八九十]|些)年(?:来|间|里|以来|内)?|这么多年(?:来|了)?|多年来|近年来?|历年(?:来)?|几年来|"
    r"年年|逐年|历次|[“\"]?(?:[八九十]五|十[一二三四]五)[”\"]?(?:期间|时期|的?那?五年)?(?:间|来|里|期间)?"
)
_DO = "(?:修|建|搞|弄|抓|管|治|做|办|干|推|改|整治|治理|推进|开展|发展|落实)"
_WHAT = "(?:啥|什么|哪些|哪几样|甚)"
_HOW = "(?:咋|怎么|怎样|如何)"
_DIFFERS = "(?:不一样|不同|变化|区别|差别|出入|调整|变动)"
# What is asked of it, which is no part of it.
_ASKS = re.compile(
    rf"(?:都|总的|总体上?|到底|究竟|分别|各|又|还|是){{0,4}}(?:{_DO}得)?(?:咋样|怎么样|怎样|如何)了?|"
    rf"(?:都|分别|各|又|主要){{0,3}}{_DO}(?:过|了|成)?(?:些)?{_WHAT}(?:事情?|工作|文章|动作|名堂|措施)?|"
    rf"(?:都|是|分别|各|又){{0,3}}{_HOW}(?:一步步|一步一步|逐步)?(?:地)?{_DO}(?:的|过来的?|起来的?)|"
    rf"(?:都|分别|各|又){{0,3}}有(?:了|过)?(?:些)?{_WHAT}(?:大|新|明显)?的?(?:{_DIFFERS}|进展|成绩|动作|起色|举措|措施)|"
    rf"(?:{_WHAT}|哪里|哪儿)(?:地方)?{_DIFFERS}|(?:分别|各|都)是?(?:{_HOW}|{_WHAT})[^，。？?]{{0,3}}(?:说|写|安排|打算|定|部署)的?|{_DIFFERS}在哪(?:里|儿)?"
)
_CHANGED = re.compile(rf"{_DIFFERS}|对比|比较|分别|各")
_FIGURE = re.compile(
    "多少|几(?![年样次届])|百分|[多高低]大|[第最]|为(?:什么|啥|何)|谁|哪[年个家座位条里]|(?<!总)数量|增速|涨|降|总量|有没有|是不是|吗"
)
_PLANNED = re.compile("目标|打算|安排|计划|任务|部署|准备|要干|要做|规划|重点工作")
# Around the thing: 报告里关于教育的安排, 目标跟…比.
_FRAME = re.compile(
    "(?:政府|政协)?(?:工作)?报告(?:里面?|中|上)?|关于|有关|对于|(?:方面|领域|这块儿?|这方面|工作|情况|问题)(?=的|上|$|[，,])|"
    "(?:主要|重点|工作)?(?:预期)?(?:目标|打算|安排|计划|任务|部署)|(?:跟|和|与|同|较|比|相比|对比|比起来|这?两年|两份|前后|之间)|"
    '[，,。？?：:“”"\\s]'
)
_EDGE = "的是在对把里上中有都了给我说下来年做办抓"
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_RELATIVE = re.compile("[今本]年|去年|上年|上一年|前年")
_TARGETS = re.compile("目标")
_PAIR, _LEAST, _MOST = 2, 2, 16


@dataclass(frozen=True, slots=True)
class OverYears:
    """thing: what is asked after; "" for the targets of the years. years: those named; () for all there are.
    of_plan: what was planned. is_pair: two years are held against each other. of_reports: the years are said of
    reports, which are of the year before as well. newest: of the last so many reports, 0 for all.
    """

    thing: str
    years: tuple[int, ...]
    of_plan: bool
    is_pair: bool
    of_reports: bool
    newest: int = 0


def read_over_years(said: WhereWhen) -> OverYears | None:
    """None where a question asks after no one thing over years, or for a figure."""
    text = said.text
    if said.place is None or said.language != "zh" or _FIGURE.search(text) or not _ASKS.search(text):
        return None
    named = tuple(sorted({int(each[0][:4]) for each in _YEAR.finditer(text)}))
    relative = _RELATIVE.findall(text)
    span = _SPAN.search(text)
    pair = _CHANGED.search(text) is not None and (len(named) >= _PAIR or len({*relative}) >= _PAIR)
    if not pair and (named or relative or not span):
        return None
    rest = f"{text[: said.place[0]]} {text[said.place[1] :]}"
    for pattern in (_YEAR, _RELATIVE, _SPAN, _ASKS, _FRAME):
        rest = pattern.sub(" ", rest)
    thing = "".join(piece.strip(_EDGE) for piece in rest.split())
    of_plan = _PLANNED.search(text) is not None
    if not thing and not _TARGETS.search(text):
        return None
    if thing and not _LEAST <= len(thing) <= _MOST:
        return None
    years = named or (plan_period(text) if span else ())
    return OverYears(thing, years, of_plan, pair, pair and "报告" in text, _PAIR if relative and not named else 0)
