"""What is asked of the thing asked about before, and names nothing of its own: 占比是多少, 为什么, "tell me more"."""

from __future__ import annotations

import re
from typing import Literal

from index.language.units import UNIT_PATTERN
from qa.types import Language

__all__ = ["Operator", "operator_in"]

# share: of a whole. change: against another time or place. average, total: over the places or things. why, how.
# details: more on it. more: further ones. best: which of those compared. nth: one of those listed. again: the same,
# with its evidence, which every answer shows.
Operator = Literal["share", "change", "average", "total", "why", "how", "details", "more", "best", "nth", "again"]

_MUCH = rf"(?:多少|几|几成|百分之几|百分之多少|多大|多高)(?:{UNIT_PATTERN})?"
_IS = "(?:大约|大概|能|会)?(?:是|为|有|达到?)?"
_WHICH = "(?:是什么|是啥|有哪些|有什么|是哪些|怎么样|如何|在哪里?|有吗|呢)?"
_IN_CHINESE: dict[Operator, str] = {
    "share": rf"(?:所?占了?(?:全部|总数|总量|总体|其中)?的?{_MUCH}?的?|所?占?的?)(?:占比|比例|比重|份额|百分比|比)?{_IS}{_MUCH}?|占{_MUCH}|百分之几|几成",
    "change": r"(?:同比|环比|又|还|总共|一共)?(?:是)?(?:相差|差距|变化|增幅|降幅|涨幅|增速|增长率|同比|环比|"
    r"(?:增长|增加|上升|提高|上涨|下降|减少|降低|回落|下滑|多|少|高|低|涨|降|增|减|差|快|慢)(?:了|出)?)"
    rf"(?:情况)?{_IS}(?:{_MUCH}(?:个?百分点)?|几倍|如何|怎么样|怎样|多快)?|是?[增涨升多高]了?还是[减降少低跌]了?",
    "average": rf"(?:那么?)?(?:平均|均摊)(?:下来|算下来|算|来看)?[,，]?(?P<each>每一?[㐀-鿿]{{1,8}}?)?(?:{_IS}|能?[有做办开])(?:{_MUCH})?",
    "total": rf"(?:一?共|总共|合计|总计|总数|总量|加起来|加在一起|累计|总的)(?:一共|总共)?{_IS}了?(?:{_MUCH})?",
    "why": "(?:这|它|那)?(?:又|都)?是?(?:因为什么|为什么|为何|为啥|咋|怎么|凭什么)会?(?:这么|那么|如此|这样|那样|这)?(?:多|少|高|低|快|慢|好|差|样|大|小)?[的啊]?|"
    "(?:什么|啥|主要|背后的?)?(?:原因|缘故|理由)(?:是什么|是啥|有哪些|何在|在哪里?)?|是?(?:什么|啥)原因|怎么回事|怎么会这样",
    "how": "(?:他们|她们|它们?|这|都)*(?:是|又)?(?:怎么|怎样|如何|咋)(?:做到|做|实现|办到|办|搞|干|完成|推进|推动|落实|抓|弄)出?来?(?:了|的)?|"
    "(?:有|采取了?|用了?)?(?:什么|哪些|啥)?(?:主要|具体|好)?的?(?:做法|经验|举措|措施|办法|路径|诀窍)(?:是什么|有哪些|如何|是啥)?|"
    "(?:通过|靠|用)(?:什么|哪些|啥)(?:方式|途径|办法|方法)?(?:做到|实现|完成)?的?",
    "details": r"(?:能不能|可不可以|能|可以|可否|请|麻烦|再|给我|帮我|你|我想|想|要)*"
    r"(?:(?:详细|具体|仔细|深入|展开|进一步|多|完整|细)(?:地|一?点|一?些)?(?:的|了解|说|讲|介绍|说明|谈|解释|聊|看|描述){0,2}(?:一?下|一?点|些|来)?|"
    r"(?:说|讲|介绍|解释|谈)(?:得|一?下)?(?:详细|具体|清楚|细)?(?:一?点|一?些|来听听|来看看)?|说说看?|讲讲|谈谈|"
    r"(?:总结|概括|归纳|概述|简述|简单说|小结|梳理)(?:一?下|一?点)?)(?:的?(?:情况|内容|细节|信息))?(?:都|分别)?"
    rf"{_WHICH}(?:吗|么|好吗|可以吗|吧)?|举(?:一?个|些|几个)?例子?(?:吗|吧)?|比如说?|例如|细节{_WHICH}|详情{_WHICH}",
    "more": "(?:除此之外|除了这些|除了这个|此外)?[,，]?(?:还|又)(?:有(?:没有)?|包括)?(?:其他|其它|别|另外|更多|什么|哪些|啥|谁)*的?(?:吗|么|没有|没)?|"
    "(?:其他|其它|别|另外|更多|其余)的?(?:有吗|有哪些|是什么|呢)?|(?:请)?(?:继续|接着)(?:说|讲|往下说)?(?:吧)?",
    "best": "(?:其中|这?两个?者?|它们|二者|三者|这几个)?(?:中|里|当中)?(?:的)?(?:哪一?[个家座方边](?:城市|地方|市|县|区|省)?|谁|孰)(?:的)?(?:更|最|比较|要)?(?:多|少|高|低|大|小|好|快|强|慢|早|晚)(?:一些|一点|些|点)?",
    "nth": r"(?:其中)?(?:的)?(?:第[一二三四五六七八九十\d]{1,3}|最后一?|头一?|排?最前面?的?|前[一二两三四五])[个条项件名位次篇点场]?(?:具体|详细)?(?:又)?"
    r"(?:是(?:什么|谁|哪[个些位条项])|(?:再)?(?:说说|讲讲|介绍)(?:一下)?|有哪些|讲了什么|说了什么|的内容)?",
    "again": "(?:这|这个|你|那|这些)?(?:数据|数字|说法|答案)?(?:是)?(?:真|确定|确实|当真|对|准确?|可靠|肯定)(?:实|定)?的?[吗么]|是[吗么]|"
    "(?:数据|信息|原始)?(?:的)?(?:出处|来源|依据|原文|根据|证据)(?:在哪里?|是什么|有吗|是哪里?|怎么说的?|是怎么写的)?|(?:请)?再?(?:说|讲|来)一遍|"
    "(?:请)?重复一?[下遍]|(?:这)?(?:是)?(?:在)?哪(?:里|儿|份报告|一?段)?(?:写|说|看到|提到)的",
}
_IN_ENGLISH: dict[Operator, str] = {
    "share": r"(?:and )?(?:what|which) (?:percentage|share|proportion|percent|ratio|fraction)(?: (?:is|was|of (?:the )?(?:total|whole|them|those|all)|is (?:that|this|it)|does (?:that|it) (?:make|represent)))*|(?:as )?(?:a )?(?:percentage|share|proportion)",
    "change": r"by how much|how (?:much|many)(?: \w+)? (?:more|less|fewer|higher|lower)|(?:by )?how (?:much|fast) (?:did|has|does) (?:it|that|this|they|the (?:figure|number))(?: (?:grow|rise|increase|fall|drop|decrease|change|go up|go down|grown|changed|risen|fallen))?|(?:did|has) (?:it|that|this|the number) (?:grow|rise|increase|fall|drop|decrease|change|go up|grown|increased)|(?:what (?:is|was|about) )?(?:the |its )?(?:growth(?: rate)?|change|increase|difference)",
    "average": r"(?:and )?(?:(?:how (?:many|much)|what(?: is| was|'s)?) )?(?:that |it )?(?:is |was )?(?:the )?(?:(?:on average|average)(?:,? ?(?P<each>(?:per|for each) \w+))?|(?P<each_first>per \w+|for each \w+)(?:,? on average)?)",
    "total": r"(?:and )?(?:how (?:many|much) )?(?:(?:is|was|are|were) (?:that|it|there|they) )?(?:(?:in total|altogether|all together|in all|combined|overall)|(?:what (?:is|was|'s) )?the (?:total|sum))",
    "why": r"(?:and )?(?:why|how come|what for)(?: (?:is|was|did) (?:that|this|it)(?: (?:so|the case|happen))?)?(?: so (?:many|much|few|high|low|little))?(?: then)?|(?:what (?:is|was|were|are) |for what )?(?:the |what )?reasons?(?: (?:for|behind) (?:that|this|it))?",
    "how": r"(?:and )?how (?:did|do|does|was|were|is|has|have)? ?(?:they|it|that|this|he|she|the \w+)(?: (?:manage|do|achieve|done|achieved|accomplish|accomplished|pull)(?: (?:to do )?(?:that|this|it|so))?(?: off)?)?|how so|how exactly",
    "details": r"(?:can you |could you |please |would you )*(?:(?:tell|give|show) me (?:a (?:little|bit) )?(?:more|(?:more |the |some |further )?(?:details?|information|examples?))(?: (?:about|on) (?:it|that|this|them|those))?|(?:(?:some |the )?(?:more|further|full) )?(?:details?|information|info)|(?:in|with) (?:more |greater )?detail|elaborate(?: on (?:that|this|it))?|go on|explain(?: (?:that|this|it|more|further))*|expand(?: on (?:that|it|this))?|summari[sz]e(?: (?:it|that|this))?|sum (?:it|that) up|(?:for example|for instance|such as|like what|any examples?|specifically|more specifically|describe (?:it|that|them)|what exactly|how exactly|what are (?:they|those|these)))(?: please)?",
    "more": r"(?:and |is there |are there |was there |were there )*(?:anything|any|what|who|which|where) (?:else|others?)|(?:any|and|the) (?:more|others?|rest)(?: ones?)?|continue|more",
    "best": r"(?:and )?(?:which|who|whose)(?: (?:one|city|of (?:them|the two|those)))?(?: (?:is|was|has|had|did|does|filed|has got))* (?:the )?(?:more|most|fewer|fewest|less|least|higher|highest|lower|lowest|bigger|biggest|larger|largest|smaller|smallest|better|best)(?: one)?",
    "nth": r"(?:and |what (?:is|was|about) )*the (?:first|second|third|fourth|fifth|last|1st|2nd|3rd|\w+th)(?: (?:one|item|topic|of (?:them|those|these)))?",
    "again": r"(?:are you |is (?:that|it) |is this )?(?:really|sure|certain|true|right|correct)(?: about (?:that|it))?|(?:what(?:'s| is) )?(?:the |your )?(?:source|evidence|quote|original(?: text)?)|(?:say|repeat) (?:that|it)(?: again)?|where (?:does it|is (?:that|it)) (?:say|said|written)(?: (?:so|that))?|(?:in|say it in) (?:english|chinese)",
}
_PATTERNS: dict[Language, list[tuple[Operator, re.Pattern[str]]]] = {
    "zh": [(name, re.compile(f"(?:{pattern})(?:呢|啊|呀|吧)?")) for name, pattern in _IN_CHINESE.items()],
    "en": [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _IN_ENGLISH.items()],
}


def operator_in(text: str, language: Language) -> tuple[Operator, str] | None:
    """The operator that a whole clause is, and what it is taken for each of (每个平台, per platform) or ""."""
    for name, pattern in _PATTERNS[language]:
        if text and (found := pattern.fullmatch(text)):
            groups = found.groupdict()
            return name, groups.get("each") or groups.get("each_first") or ""
    return None
