"""What is asked of the thing asked about before, and names nothing of its own: 占比是多少, 为什么, "tell me more".

A clause is such an operator where it says one and nothing else: all its other words are those of asking.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.language.units import UNIT_PATTERN
from qa.types import Language

__all__ = ["Asked", "Operator", "operator_in"]

# share: of a whole. change: against another time or place. average, total: over the places or things. details: more on
# it. more: further ones. best: which of those compared. nth: one of those listed. again: the same, with its evidence,
# which every answer shows.
Operator = Literal["share", "change", "average", "total", "why", "how", "details", "more", "best", "nth", "again"]

_AMOUNTS = "多|少|高|低|大|小|快|慢|好|强|早|晚|差"
_HOW = "(?:怎么|怎样|如何|咋)"
_CUT = "(?:砍[掉了去]|精[简减]|压[减缩]|[削裁缩]减)"
# The first that is said decides: 详细说说为什么 asks why.
_IN_CHINESE: tuple[tuple[Operator, str], ...] = (
    ("why", f"为什么|为何|为啥|凭什么|因为什么|{_HOW}会|{_HOW}回事|{_HOW}[这那]么|原因|缘故|理由"),
    (
        "how",
        f"{_HOW}(?:又|能|才|来)?(?:做|实现|办|搞|干|完成|推进|推动|落实|抓|弄)[到成]?|做法|经验|举措|措施|诀窍|(?:靠|通过|用|采取了?)(?:什么|哪些)(?:办法|"
        f"方式|方法|途径)",
    ),
    (
        "again",
        "真的|真实|确定|确实|当真|可靠|准确|对[吗么]|是[吗么]|出处|来源|依据|原文|证据|一遍|重复|哪[里儿](?:写|说|看到)",
    ),
    ("nth", "第[一二三四五六七八九十百\\d]{1,3}|最后一?|头一|前[一二两三四五](?=[个条项件名位])"),
    (
        "best",
        f"[最更](?:{_AMOUNTS})的?(?:是|在)?哪一?年|哪一?年[最更](?:{_AMOUNTS})|(?:哪一?[个家座方边]?(?:城市|地方|[市县区省])?|谁|孰)的?(?:更|"
        f"最|比较|要)?(?:{_AMOUNTS})",
    ),
    ("share", "占比|占|比例|比重|份额|百分比|百分之|几成"),
    ("change", "同比|环比|相差|差距|变化|[增涨降]幅|增速|增长率?|增加|上升|提高|上涨|下降|减少|降低|回落|下滑"),
    ("average", "平均|均摊"),
    ("change", f"(?:一共|总共|共|累计)(?:增加|减少|[增减涨降]|{_CUT})(?:[了掉去]{{1,2}})?(?:多少|几)"),
    ("total", "一共|总共|共计|合计|总计|总数|总量|加起来|加在一起|累计|总的"),
    ("more", "还有|然后|再(?:列|举|来|给|说)(?:出|我)?几|其他|其它|别的|另外|更多|其余|继续|接着|除此之外|此外"),
    (
        "details",
        "详细|具体|仔细|深入|展开|进一步|完整|说说|讲讲|谈谈|介绍|说明|解释|聊聊|描述|[说讲谈聊]一[说讲谈聊]|细节|详情|清楚|举|例子|比如|例如|[说讲谈](?:得|一下|来)|"
        "总结|概括|归纳|概述|简述|简单|小结|梳理",
    ),
    ("change", f"(?:{_AMOUNTS}|[增减涨降])(?:了|出)?(?:多少|几|百分之)|{_CUT}|差多少|[增涨升]了?还是[减降跌]"),
)
_OF_ASKING_IN_CHINESE = (
    f"(?:多少|几)(?:个?百分点|倍|{UNIT_PATTERN})?|百分点|什么样?|哪[些里儿]?|{_AMOUNTS}|{_HOW}样?|多大|多高|多快|谁|何在|是否|有没有|没有|[吗么呢啊呀吧啥]|"
    "这样|那样|如此|这么|那么|他们|她们|它们?|这些|那些|这个|那个|[这那]|其中|[两三四五几]个?[者市地区县省校院家]|两个|二者|三者|当中|全部|整体|背后|主要|大约|大概|分别|"
    "能不能|能否|可不可以|给|能|可以|可否|麻烦|给我|帮我|我想|了解|知道|用|句|话|列|举|听听|看看|看|听|请|你|我|想|要|好|再|往下|又|还|都|也|会|就|更|最|比较|得|地|到|出|来|下|"
    "等于|相当于|是|为|有|达到?|算|在|对|情况|数据|数字|信息|内容|答案|一[下点些]|一|点|些|个|条|项|件|名|位|次|篇|份|场|说|讲|写|的|了|过|中|里|上|于|之|和|与|[\\s,，、]"
)
_BE = "is|are|was|were|did|do|does|has|have|had|can|could|would|will"
_IN_ENGLISH: tuple[tuple[Operator, str], ...] = (
    ("why", "why|how come|what for|reasons?"),
    ("again", "really|sure|certain|true|correct|sources?|evidence|quotes?|original|repeat|say (?:that|it)|"
    "in (?:english|chinese)"),
    ("nth", r"(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|\dth)"),
    (
        "best",
        "(?:which|who)(?: (?:one|city|of (?:them|the two|those|these)))?(?: (?:is|was|has|had|did|filed))?(?: the)? "
        "(?:more|most|fewer|fewest|less|least|higher|highest|lower|lowest|bigger|biggest|larger|largest|"
        "smaller|smallest|better|best)",
    ),
    ("share", "percentages?|percent|share|proportion|fraction|ratio"),
    (
        "change",
        "grow|grown|rise|risen|increased?|fall|fallen|drop|dropped|decreased?|changed?|go (?:up|down)|growth|"
        "rate|difference|"
        "how (?:much|many) (?:more|less|fewer|higher|lower)|by how much",
    ),
    ("average", r"average|per \w+|for each \w+"),
    ("total", "total|altogether|all together|in all|combined|overall|sum"),
    ("more", "(?:anything|any|what|who|which|where|nothing) (?:else|others?)|others?|any more|and more|"
    "the rest|continue"),
    (
        "details",
        "(?:tell|give|show) me (?:a (?:little|bit) )?(?:more|some)|more|details?|detailed|elaborate|go on|"
        "explain|expand|further|"
        "summari[sz]e|summary|sum (?:it|that) up|examples?|instance|such as|like what|specifically|describe|"
        "exactly|information|info",
    ),
    ("how", f"how (?:{_BE}|exactly|so)"),
)  # fmt: skip
_OF_ASKING_IN_ENGLISH = (
    f"{_BE}|what|which|who|how|many|much|the|a|an|of|that|this|it|its|they|them|those|these|there|he|she|one|"
    f"ones|item|two|in|on|by|as|for|"
    "to|at|with|about|from|behind|so|few|high|low|large|small|and|or|then|now|please|me|you|your|i|we|some|"
    "any|all|only|just|make|represent|"
    "tell|give|show|say|said|written|where|happen|case|manage|managed|achieve|achieved|accomplish|"
    "accomplished|done|pull|off|up|level|greater|"
    "whole|number|figure|figures|not|both|too|also|would|like|know|hear|read|see"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An operator, and what it is taken for each of (每个平台, per platform) or ""."""

    operator: Operator
    each: str


_SAYS: dict[Language, list[tuple[Operator, re.Pattern[str]]]] = {
    "zh": [(name, re.compile(pattern)) for name, pattern in _IN_CHINESE],
    "en": [(name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for name, pattern in _IN_ENGLISH],
}
# A clause of operators and words of asking alone.
_NOTHING_ELSE: dict[Language, re.Pattern[str]] = {
    "zh": re.compile("(?>" + "|".join(pattern for _, pattern in _IN_CHINESE) + f"|{_OF_ASKING_IN_CHINESE})*+"),
    "en": re.compile(
        "(?>(?:" + "|".join(pattern for _, pattern in _IN_ENGLISH) + rf"|{_OF_ASKING_IN_ENGLISH})\b[\s,.'’]*+)*+",
        re.IGNORECASE,
    ),
}
_EACH: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:(?<=[均摊来算,，])每一?|(?<=平均)一(?=(?:" + UNIT_PATTERN + r")))[㐀-鿿]{1,8}?(?=是|有|能|大|多少|几|$)"
    ),
    "en": re.compile(r"\b(?:per|for each) \w+", re.IGNORECASE),
}


def operator_in(text: str, language: Language) -> Asked | None:
    """The operator that a whole clause is, None where it says something of its own."""
    each = _EACH[language].search(text)
    bare = f"{text[: each.start()]}{text[each.end() :]}" if each else text
    if not _NOTHING_ELSE[language].fullmatch(bare):
        return None
    said = next((operator for operator, pattern in _SAYS[language] if pattern.search(bare)), None)
    return Asked(said, each[0].strip() if each else "") if said else None
