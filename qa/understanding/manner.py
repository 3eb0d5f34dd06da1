"""How an answer is to be told, said behind the question: 归纳几条就行, 名称都写出来, 讲主要的几块就行, 别太长."""

from __future__ import annotations

import re

from qa.understanding.interrogatives import find_interrogative, masked

__all__ = ["without_manner"]

_BORDER = re.compile("[，,。.！!；;？?\n]+")
_SOME = "(?:[0-9]{1,2}|[一二两三四五六七八九十几]{1,3})(?:大|个|条|点|块|句|项|样|件|方面){1,2}"
_WISH = (
    "请|麻烦你?|劳驾|帮忙|[帮给替]我?|你|您|再|就|也|都|并|最好|顺便|只要?|能|可以|按[㐀-鿿]{1,4}|分(?:成|为)?[几两三四五]?(?:个|大|小)?[条点项类块]|逐[条项个一]|大面上|"
    "一条条|一一|简[单要明]地?|大[致概体]|粗略|主要|[把将]|它们?|用"
)
_NAMED = "(?:名字|名称|标题|题目|名单|清单|数字|数据|要点|重点|全称|具体内容|内容|大意)"
_TELLS = "列举?|罗列|写|说说?|讲讲?|谈谈?|给|点|报|摆|挑|拎|整理|汇总"
_SUMS_UP = "归纳|概括|总结|提炼|归拢|梳理|概述|综述|简述"
_DONE = "一列|一下|下|出来?|成|清楚|明白"
_WHAT = (
    f"(?:(?:最?主要|最?重[点要]|关键|核心|大)的?|{_SOME}的?|大?方面|大块|板块|要点|概[述况要]|总结|提纲|话|梗概|轮廓|大意|大概|意思|"
    f"{_NAMED}|内容)|一?[个张份](?:大概|大致|要点|概要|梗概|轮廓|大意|意思|数|清单|名单|单子|表格?|提纲|目录)"
)
_ENOUGH = "就[行好成够]|就可以|就够|即可|可以|够|行|好|来|看看?|给我|听听?|[了吧呗哈啊吗]"
_MANNER = re.compile(
    rf"(?:{_WISH}){{0,6}}+(?:{_NAMED}[都也全]?(?:{_WISH}){{0,2}}+)?"
    rf"(?:(?P<sum>{_SUMS_UP})|{_TELLS})(?:{_DONE}){{0,2}}+(?:的|{_WHAT}){{0,4}}+(?:{_ENOUGH}){{0,4}}+"
)
_LONGEST = 20
# 几句话就行, 别太长: how long it is to be.
_LENGTH = re.compile(
    "[，,。；;！!？?]\\s*(?:(?:只|光|就)(?:要|给|报|看|说)(?:我|个|出){0,2}(?:具体的?)?(?:数字?|结果|答案|数据|结论)(?:就[行好成够])?(?:[，,](?:别的|其[他它]的?|多余的)(?:就|都|也)?(?:不用|不要|不必|别|免)[^，,。?？]{0,4})?|"
    "各(?:自)?(?:说|讲|写|用|来)?(?:[一两三几]|一两|两三)(?:[句点条]|个方面)话?|(?:说|讲|写)?(?:得)?(?:简单|简短|简洁|精简)(?:一?[点些])?(?:说|讲)?(?:就[行好成够]|即可)?|(?:大概|大约|控制在|用|就|最好){0,2}(?:[一两三四五六七八九十几]{1,3}|[0-9]{1,3})(?:[句条点行]话?|个?字)(?:话)?|"
    "(?:请|最好)?(?:别|不用|不要|不必|无需)(?:写|说|讲|搞)?(?:得)?(?:太|那么|过于)?(?:长|细|多|啰嗦|复杂|详细|具体)|"
    "(?:请|最好)?(?:简短|简单|简洁|精简|短|精炼)(?:一?[点些])?|越(?:短|简单|简洁)越好)(?:就[行好成够]|即可|可以|够)?[了吧呗哈啊]?[。！!]?$"
)
# 帮我捋一捋, 给我归拢归拢: asks for what stands before it.
_VERB = "捋|理|归拢|归总|归纳|梳理|总结|概括|提炼|盘点|列|说|讲|谈|介绍|摘|写"
_FOR_ME = re.compile(
    f"(?:麻烦你?|劳驾|请你?|能不能|可不可以|[，,])?(?:(?:[帮给替]我?|帮忙)(?:再|先|好好|挑重点|挑主要的|[挑拣捡]要紧的|大概|大致|简单|简要|也){{0,2}}"
    f"(?:{_VERB})(?:[一了]?(?:{_VERB})|一?[下遍])?|(?:挑重点|挑主要的|[挑拣捡]要紧的|大概|大致|简单|简要)(?:给我)?(?P<twice>捋|理|列|说|讲|谈)(?:一?(?P=twice)|一?下)|"
    "归拢归拢|归纳归纳|梳理梳理|总结总结|概括概括|捋一捋|理一理)(?:出来|清楚)?[吧呗哈啊]?$"
)
# 请归纳一下有哪些方面: of what was said before.
_WHICH_SIDES = re.compile(
    f"(?:请|麻烦|帮[我忙]?|给我){{0,2}}(?:{_SUMS_UP})(?:一?下)?(?:都|主要|分|一共|总共)?(?:有|是|分)?(?:哪[几些]个?|几个?)(?:大|主要)?"
    "(?:方面|要点|内容|点|条|部分|块)"
)
# 占总额的比例算一下: what is to be reckoned is asked for.
_RECKON = re.compile(
    "(?:(?:(?<=比例)|(?<=比重)|(?<=占比)|(?<=差额)|(?<=总和)|(?<=增速)|(?<=增幅)|(?<=之和)|(?<=合计)|(?<=平均数))|[，,。？?])"
    "(?:请|麻烦|帮我?|给我|再|也){0,3}(?:计算|核算|算)(?:一下|一算|算|下|出来|看看)?[。！!？?]?$"
)
# A few points are wanted, not each by its name.
_IN_SHORT = re.compile(f"{_SOME}|概[述况要]|要点|提纲|梗概|轮廓|大概|大意|主要|重点|方面|大块|板块|简|大[致体]")
_SUMMED_UP = re.compile("(?:归纳|概括|总结|梳理|概述|综述|简述)(?!的)")
_TOLD = re.compile(f"(?:{_WISH}){{0,6}}+(?:{_TELLS})(?:{_DONE})")
# 是不是…都有了?依据是什么?: what is confirmed is cited anyway.
_ON_WHAT_GROUNDS = re.compile(
    "[，,。；;?？]\\s*(?:请?(?:给出|说明|列出|附上)?(?:你的|判断的?|这么说的?)?(?:依据|根据|证据|出处|理由)(?:又)?(?:是什么|是啥|何在|在哪[里儿]?|有哪些|呢)?|"
    "(?:有(?:什么|何)|凭什么|从哪[里儿]看出来?)(?:依据|根据|证据|这么说)?)[?？。]?$"
)
_YES_NO = re.compile("是不是|是否|有没有|对吗|对不对|[吗么]$|属实")
_SUM_UP = "，概括一下"
_ALL_OF_THEM = "有哪些"
_SENTENCE_END = re.compile("[。！!？?；;\n]")


def without_manner(question: str) -> str:
    """The question less what it says at its end of how the answer is to be told, where it asks without that.

    What wants a few points of it is said as 概括一下: 承认了哪些短板？归纳几条就行 → 承认了哪些短板，概括一下.
    A thing alone is asked for: 十件民生实事，逐条列给我 → 十件民生实事有哪些.
    """
    if reckons := _RECKON.search(question):
        question = question[: reckons.start()]
        question += "" if find_interrogative(question) else "是多少"
    if (proof := _ON_WHAT_GROUNDS.search(question)) and _YES_NO.search(question[: proof.start()]):
        question = question[: proof.start()]
    if length := _LENGTH.search(question):
        question = question[: length.start()]
    if (wish := _FOR_ME.search(question)) and not find_interrogative(_SENTENCE_END.split(question[: wish.start()])[-1]):
        return question[: wish.start()].rstrip("，, ") + _SUM_UP
    hidden = masked(question)
    end = len(question.rstrip("，,。.！!；;？? \n"))
    border = max((found for found in _BORDER.finditer(hidden, 0, end)), key=lambda each: each.end(), default=None)
    if border is None or end - border.end() > _LONGEST:
        return question
    manner = question[border.end() : end].strip()
    if _WHICH_SIDES.fullmatch(manner):
        asked = question[: border.start()]
        return asked + ("" if _SUMMED_UP.search(asked) else _SUM_UP)
    found = _MANNER.fullmatch(manner)
    if found is None:
        return question
    asked = question[: border.start()]
    in_short = found["sum"] is not None or _IN_SHORT.search(manner) is not None
    if in_short:
        return asked + ("" if _SUMMED_UP.search(asked) else _SUM_UP)
    return asked + ("" if find_interrogative(asked) or _TOLD.match(asked) else _ALL_OF_THEM)
