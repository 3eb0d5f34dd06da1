"""What a question says of itself and not of what it asks: 写稿用：…, 想核实…的几个数：…, 报告只给了金额，麻烦算一下."""

from __future__ import annotations

import re

from qa.understanding.interrogatives import find_interrogative

__all__ = ["without_purpose"]

# 写稿用：, 做课题要用，, 写毕业论文对比几个市的就业：, 在做一个课题，想了解: what the answer is for.
_FOR = re.compile(
    "^(?:我们?|本人|俺|这边|最近)?(?:正在|正|要|想|在)?(?:写|做|编|改|赶|备|准备|整理)?(?:个|份|篇|一[个份篇])?"
    "(?:毕业|学位|硕士|博士|课程|调研|年终|学校|单位)?"
    "(?:稿子?|通讯|材料|论文|报告|课题|作业|新闻|方案|PPT|简报|汇报|采访|课|选题)"
    "(?:(?:时|中)?(?:要用|用得上|要|用|需要?|急用|参考){1,2}[：:，,。]|(?:(?:要|想|来)?(?:对比|比较|对照|研究|分析|讨论|关于|梳理|整理)[^，,。?？：:]{0,20})?[：:](?=.{6})|"
    "(?:上|里|时|中)?[，,](?:我们?)?(?:想|要|需要|得|打算){1,2}(?:再|先)?(?:了解|知道|请教|核实|确认|查|问|看)(?:一?下|清楚|查|问|看)?[，,：:]?)",
    re.IGNORECASE,
)
# 对比着看，: so are the figures of each year told in any case.
_SIDE_BY_SIDE = re.compile("^(?:对比|比较|对照)(?:着|一下)?(?:来?看)?[，,：:](?=.{6})")
# 想核实郑州市政协2023年的几个数：: that something is to be looked up.
_LOOKS_UP = "核实|核对|确认|请教|打听|求证|对一?下|对照|了解|弄清楚?|搞清楚?|知道|看看?|查查?|问问?"
_TO_CHECK = re.compile(
    rf"^(?:我们?)?(?:想|要|需要|打算|来|先|帮我?|麻烦|请|再){{0,3}}(?:{_LOOKS_UP})(?:一?下)?"
    "(?P<of>[^：:，,。?？]{2,24}?)的?(?:几个|这几个|以下几个|[两二三四五六])(?:数字?|数据|指标|情况|事实|问题|点)[：:](?=.)"
)
# 报告只给了金额，麻烦算一下: what the report has, behind a question.
_REPORT_HAS = re.compile(
    "[，,。?？；;](?:因为)?(?:报告|原文|材料|文中|里面)(?:里面?|中|上)?(?:好像|似乎)?(?:只|就|没有?|并?未|不)[^，,。?？：:]{2,16}"
    "[，,](?:麻烦|请|帮我?|得|要|只能|需要)?(?:你|您|自己)?(?:算|换算|核算|计算)(?:一?下|出来)?[。！!]?$"
)
# “十三五”五年下来(2015到2020): the period of a plan, said again.
_PLAN_AGAIN = re.compile(
    '(?P<plan>[“"]?[一二三四五六七八九十]{1,2}五[”"]?)(?:规划)?(?:这|的|整个|整整|全部)?(?:五年|5年)(?:下来|以?来|[间里内]|期间|时间)?'
    "(?:[（(][0-9年到至—\\-－~～]{4,14}[）)])?"
)


# …？我要给村里讲, …，写材料用: behind a question.
_FOR_AT_END = re.compile(
    "[，,。?？；;]\\s*(?:我们?|本人|这边|单位|领导)?(?:这?是)?(?:急着?|正在?|马上|回头|明天|下午)?(?:想|要|得|好|需要|准备|打算){0,2}"
    "(?:(?:给|向|跟|为|替)[^，,。?？0-9]{1,8}?)?(?:拿去|拿来|用来|用于|用作)?(?:写|做|备|交|改)?(?:个|份|篇)?"
    "(?:稿子?|材料|论文|报告|课题|作业|新闻|简报|汇报|宣讲|讲课|讲一?讲|讲|课|PPT|发言|参考|解释|交代)(?:要用|时用|急用|用|的|呢)?[。！!]?$",
    re.IGNORECASE,
)


def without_purpose(question: str) -> str:
    """The question less all that, what is to be checked before what is asked of it."""
    if (purpose := _FOR_AT_END.search(question)) and find_interrogative(question[: purpose.start()]):
        question = question[: purpose.start()]
    question = _SIDE_BY_SIDE.sub("", _FOR.sub("", question))
    question = _TO_CHECK.sub(r"\g<of>", question)
    question = _REPORT_HAS.sub("", question)
    return _PLAN_AGAIN.sub(r"\g<plan>期间", question)
