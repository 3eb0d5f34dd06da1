"""“财园信贷通”到底是个啥, 新乡说的三联系啥意思: the words of a question that end in the term whose meaning is asked."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Counted", "counted_thing", "doing_asked", "ends_in", "meaning_asked"]

_WHAT = r"(?:什么|什麽|啥|甚么)"
_HOW = r"(?:怎么|如何|怎样|咋)"
_THING = r"(?:东西|玩意儿?|意思|概念|含义|说法|提法|名堂|来头|讲究|机制|政策|活动|行动|工程|模式|制度|做法|项目|产品)"
_SAID_AGAIN = (
    rf"(?:的(?:含义|意思|内涵|定义|概念))?(?:[这那]一?个?(?:名词|词儿?|叫法|{_THING})|名词|词儿?|提法|说法|概念|叫法)?[,，]?"
    r"(?:到底|究竟|具体|其实|又|都|大概|主要|分别|各)?"
)
_ASKED_BEHIND = re.compile(
    rf"{_SAID_AGAIN}(?:(?:所?[说讲指]的)?(?:到底|究竟|具体|其实|又|都)?是(?:一?[个种])?{_WHAT}{_THING}?|"
    rf"有?{_WHAT}(?:意思|含义)|"
    rf"(?:所|具体)?指的?(?:到底|究竟)?是?{_WHAT}|(?:该|应该|应|要)?{_HOW}(?:来|去)?(?:理解|解释|讲)|是?{_HOW}个?一?回事)"
    r"(?=[呢啊呀哦嘛的]?(?:$|[?？。！,，;；\s]))"
)
# 烟台造要干什么: what is done under a name.
_DOING = re.compile(
    r"(?:分别|各自?|都|具体|到底|究竟|主要){0,3}(?:是|要|准备|打算){0,2}(?:用来|拿来|去)?(?:干|做|搞)(?:些|点)?(?:什么|啥子?|嘛)的?"
    r"(?=[呢啊呀]?(?:$|[?？。！,，;；\s]))"
)
# 三个千亿级产业集群，都是搞啥子的: things that the report counts as 三大千亿级产业集群.
_COUNTED = re.compile(
    r"(?<![第\d一二三四五六七八九十百])(?P<n>[两三四五六七八九十]|\d(?!\d))(?P<measure>[个大项条类种])"
    r"(?P<noun>[㐀-鿿]{3,14}?)(?=[，,]|都|分别|各|具体|到底|究竟|[是指]|$)"
)
_ASKS_WHICH = re.compile("什么|啥|哪[些几]")
_ASKS_ELSE = re.compile("多少|为(?:什么|何|啥)|谁|怎[么样]|如何|哪年|何时|几[个项条]")
_MEASURES = "大个项条类种"
_ASKED_BEFORE = re.compile(rf"(?<!为){_WHAT}(?:叫做?|是(?:所谓的?)?)|何谓|{_HOW}(?:来|去)?理解|解释(?:一下|下)?")
_TAIL = re.compile(r"(?:的(?:含义|意思|概念|内涵))?(?:这一?个?(?:名词|词儿?|提法|说法|概念))?[呢啊呀哦吗嘛吧]?$")
_BORDER = re.compile(r"[，,。.?？!！：:;；\s]")
# What may stand before a term that is not said in quotes: 新乡说的|三联系, 报告中提到的|四张清单, 所谓|三联系.
_MAY_LEAD = re.compile(
    r"(?:^|[的说讲提到叫谓个里中过了年、和与跟及对把搞有省市区县州盟旗]|政协|政府|报告|推行|实行|实施|建立|开展|打造)$"
)
_KIND = re.compile(r"(?:机制|行动|工程|制度|体系|模式|品牌|活动|战略|计划|政策|工作法|工作|格局|理念|思路|做法|平台)")


class Counted(NamedTuple):
    """asked: the words that count things, as asked. forms: as a report may print them, 三大… before 三个…."""

    asked: str
    forms: tuple[str, ...]


def counted_thing(question: str) -> Counted | None:
    """The things of a number that a question asks the names of, behind them; None where it asks anything else."""
    found = _COUNTED.search(question)
    if found is None:
        return None
    behind = question[found.end() :]
    if not _ASKS_WHICH.search(behind) or _ASKS_ELSE.search(behind):
        return None
    numeral = found["n"] if not found["n"].isdigit() else " 一二三四五六七八九"[int(found["n"])]
    return Counted(found[0], tuple(f"{numeral}{measure}{found['noun']}" for measure in _MEASURES))


def doing_asked(question: str) -> str:
    """The words of a question before what asks what is done: 烟台2016年说的烟台造 of …要干什么; "" for none."""
    found = _DOING.search(question)
    return _BORDER.split(question[: found.start()])[-1] if found else ""


def meaning_asked(question: str) -> str:
    """The words that end in the term asked about, as they stand: 抚州报告里说的“财园信贷通”到底是个啥 →
    抚州报告里说的“财园信贷通”; "" where no meaning is asked.
    """
    behind = _ASKED_BEHIND.search(question)
    if behind:
        before = question[: behind.start()]
        borders = [each.end() for each in _BORDER.finditer(before)]
        said = before[borders[-1] if borders else 0 :]
        if said or not borders:
            return said
        return _BORDER.split(before.rstrip(" ，,"))[-1]  # “两不愁”，到底是个啥
    if doing := doing_asked(question):
        return doing
    ahead = [each.end() for each in _ASKED_BEFORE.finditer(question)]
    return _TAIL.sub("", _BORDER.split(question[ahead[-1] :], maxsplit=1)[0]) if ahead else ""


def ends_in(said: str, term: str, *, kind: str = "", names: tuple[str, ...] = ()) -> bool:
    """Whether such words end in a term, which is no part of a longer word there: 新乡的|三联系, not 年度|目标.

    kind: the words that are printed behind it, which the question may have too: 135|发展推进体系. names: of places,
    which may stand right before it.
    """
    lead, found, rest = said.rpartition(term)
    if not found or not (_KIND.fullmatch(rest) or kind.startswith(rest)):
        return False
    return _MAY_LEAD.search(lead) is not None or lead.endswith(names)
