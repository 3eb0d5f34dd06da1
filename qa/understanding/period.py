"""Which time a question is about: its years, and what they are the years of."""

from __future__ import annotations

import re
from datetime import date

from qa.types import PeriodKind

__all__ = ["period_asked", "says_allotted", "says_past", "without_delivery"]

_PLAN = re.compile(
    r"(?:[年月]|政协|政府|市|区|县|常委会|准备|打算|计划|预期|拟|将|目标|今后|下一步)(?:要|将|拟|计划|打算|准备)|"
    r"将要?(?!军|来)|计划(?!生育|单列|总?投资)|打算|拟定?|预期|目标|"
    r"工作安排|工作建议|工作部署|的安排|准备(?!金)|力争|争取|要达到|要求达到|想(?:把|要|让)|要(?:把|让|在|建|新|完成|实现|达|创|协商|围绕|助力)|"
    r"\b(?:will|plans?|planned|intends?|going to|targets?|aims?|expected)\b|"
    r"\b(?:is|are|was|were) (?:[\w'’-]+ ){0,4}?to (?!whom|what|which|the\b|an?\b|its?\b)[a-z]+|"
    r"coming (?:\w+ )?years?\b",
    re.IGNORECASE,
)
# Words of intention that mean a plan only where nothing says that it is past.
_INTENDED = re.compile(
    r"[要想拟](?:在|把|将|让)?(?:控制|实现|新增|新建|完成|建成|达到|提高|降到|办)|按.{0,10}安排|任务|力争|争取|确保|打算|计划|准备"
    r"|预算(?:安排|草案|数)|年初预算"
)
# 要 by itself before what is to be done: 要再盖几座, 综合险要提高到多少; not 需要, 要求, 主要.
_WANTS_TO = re.compile(
    "(?<![主需重必只首纪提摘概次简扼总紧险不])要(?![求素闻点务件道塞么紧害领地价职案略多少不过经])|(?<![思理感设联猜构])想(?![知问了请查象起念法像到])"
)
# What a plan has done already: 安排了多少, 预算是多少.
_ALLOTTED = re.compile("安排|预算(?!执行)|计划|下达")
# 民生实事里: what is promised for a year.
_PROMISED = re.compile("(?:民生|惠民|便民|为民|[件项])办?的?实事|实事(?:清单|项目|工程)|目标任务")
_PAST = re.compile(r"了|已|实际|完成情况|过[?？]?$")
_DELIVERED = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:初|\d{1,2}月初?)?(?:\d{1,2}日)?"
    r"(?:(?:总理|省长|市长|区长|县长|州长|主席|院长|检察长)(?=[的所作做]))?(?:所?[作做]的|的|发布的|公布的)?(?:[这那][一份]{1,2})?"
    r"(?:政协|政府|常委会|工作)*报告|"
    r"(?P<told>(?:19|20)\d\d)年的?(?=[^，。,?？\d哪各几每]{2,12}(?:(?:政府|政协|人大|法院|检察院|常委会)(?:工作)?|[省市区县州]长的)报告(?:[里中上]面?|当中)?"
    r"(?:又|就|曾|都|还|是|怎么|如何)?(?:说|讲|称|写|认为|指出|承认|提到|提及|交代|解释))|"
    r"(?P<begun>(?:19|20)\d\d)年初(?=[^，。,?？]{0,14}(?:说|称|承认|坦言|坦承|认为|指出|[作做]的?(?:政府)?(?:工作)?报告))|"
    r"(?P<made>(?:19|20)\d\d)年\d{1,2}月(?:\d{1,2}日)?(?:[作做]|(?=(?:代表|向|在)?[^，。,?？]{0,12}[作做](?:的)?[^，。,?？]{0,6}报告))|"
    r"(?P<who>(?:19|20)\d\d)年?(?=[^，。,?？\d]{0,12}(?:政府|政协|常委会)?工作报告[^，。,?？]{0,3}谁[作做])|"
    r"(?P<act>(?:19|20)\d\d)年?(?=[^，。,?？\d]{0,14}(?<!工)[作做](?:了|的)?(?:政府)?(?:工作)?报告)|"
    r"(?P<year_en>(?:19|20)\d\d) (?:(?:government|CPPCC|work|annual|standing|committee)(?:['’]s)? ){0,4}report\b|"
    r"report(?:ed)? (?:delivered|given|made|of|from|in) (?:in )?"
    r"(?:[A-Z][a-z]+ )?(?P<year_en2>(?:19|20)\d\d)|"
    r"\b(?:by|in|as of) (?:early|the (?:start|beginning) of) (?P<early>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)(?:年?\s*[—\-–~至到]+\s*((?:19|20)\d\d))?(?!\d|\.\d|[件次篇份条项个家名人万亿])"
)

_RELATIVE = {"去年": -1, "前年": -2, "今年": 0, "明年": 1, "last year": -1, "this year": 0}


def without_delivery(text: str) -> str:
    """The question without the words for which report is meant: 2024年的报告里新乡立案多少件 → 里新乡立案多少件."""
    return _DELIVERED.sub("", text)


def says_past(text: str) -> bool:
    """Whether a question says that what it asks about has happened: 新增了多少, 已建成."""
    return _PAST.search(text) is not None


def says_allotted(text: str) -> bool:
    """Whether a question asks for what a plan gives or sets, which it does though the year is not over; of what it
    promises, only where nothing says that it is done.
    """
    return _ALLOTTED.search(text) is not None or (_PROMISED.search(text) is not None and not says_past(text))


def period_asked(text: str, today: date) -> tuple[tuple[int, ...], PeriodKind, list[tuple[int, int]]]:
    """The years a question names, what they are the years of, and where they stand in it."""
    if found := _DELIVERED.search(text):
        year = next(int(value) for value in found.groups() if value)
        return (year,), "delivered", [(found.start(), found.end())]
    years: list[int] = []
    spans: list[tuple[int, int]] = []
    for match in _YEAR.finditer(text):
        first = int(match[1])
        years.extend(range(first, min(int(match[2] or first), first + 30) + 1))
        tail = re.match(r"年(?:度|[末底](?!层))?", text[match.end() :])
        spans.append((match.start(), match.end() + (tail.end() if tail else 0)))
    for word, offset in _RELATIVE.items():
        for match in re.finditer(re.escape(word), text, re.IGNORECASE):
            years.append(today.year + offset)
            spans.append((match.start(), match.end()))
    intended = (bool(years) and _INTENDED.search(text) is not None) or _WANTS_TO.search(text) is not None
    plan = (intended and not says_past(text)) or _PLAN.search(text) is not None
    return tuple(dict.fromkeys(years)), "plans" if plan else "covers", spans
