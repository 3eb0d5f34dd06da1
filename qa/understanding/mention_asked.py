"""“首违不罚”写进了哪些报告: whether a question asks which reports say something, and the words of what they say."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.types import Span

__all__ = ["Mentioned", "mention_asked"]


class Mentioned(NamedTuple):
    """thing: what the reports are to say, as asked. frame: the question without it. is_name: it is called 这家公司."""

    thing: str
    frame: str
    is_name: bool


# What a report says of something: 提到, 讲了, 写到; that a term stands in it: 有“政经分离”的说法.
_SAYS = re.compile(
    r"(?:提[到及过]|谈[到及起过]|讲[到过述]|说[到过起]|写[到进入过有明]|(?<!说)涉及|出现在?|论及|部署|见于|记载|[讲写说谈提](?=了)|写(?=在))[了过到]{0,2}|"
    r"(?<=[里中])(?:都|也)?(?:能|可以)(?:看|找|查|见)[到见]|"
    r"(?<=[里中])(?:都|也|还)?有(?=.{2,40}的?(?:说法|提法|字样|表述|字眼))"
)
_ABOUT_PLACE = re.compile("出现|见于|写[进入在]")
_PUT_IN = re.compile(r"(?:把|将)(?P<thing>[^，。?？]{2,30}?)都?[列写纳放](?:[进入到为]|了)")
_CARRIER = r"(?:报告|文件|材料|文本|地方|地区|城市|地市|省市|省份|政协|政府|人大|单位|[省市区县州])"
_OF_CARRIER = rf"(?:{_CARRIER}|的|工作|年度|(?:19|20)\d\d年){{0,8}}"
# 哪些地方的政府工作报告里, 有几份政府工作报告, ，是哪几个地方的; the report of …的政府工作报告有几份.
_ASKED = re.compile(
    rf"(?P<of>的(?P<head>{_OF_CARRIER}))?(?:都|总共|一共|共|分别|各|又|[，,？?]){{0,3}}(?:有|是|[来出]自)?"
    rf"(?P<which>哪一?[些几里儿]|哪一?个(?={_CARRIER})|哪一?年(?=的?$)|哪(?=一?[份篇])|谁家?|(?:几|多少)(?=[份篇个家]))(?P<measure>一?[份篇个家座])?"
    rf"(?P<carrier>{_OF_CARRIER})(?:里面?|中|当中|之中|呢)?"
)
# 这几份材料里, 库里, 在所有报告中: in which it is looked for.
_WITHIN = re.compile(rf"(?:{_CARRIER}|库)(?:[里中内]面?|当中|之中)(?![心的])")
_TOLD_TO = re.compile(r"^[^，,]{0,6}(?:列[出举一]|找|查|搜|罗列)")
_ENDS_IN_CARRIER = re.compile(rf"的(?:所有|全部)?(?P<carrier>{_OF_CARRIER})$")
# 哪几年的报告, 哪份报告, 哪些市的政府工作报告里: reports asked for by their year, their number, their place.
_WHICH = (
    r"哪(?:[几些]|一)?(?:[年份篇家]|个?(?:地方|城市|[市省区县]))(?:市|的)?"
    r"(?:政府|政协|人大|工作|年度){0,3}报告(?:里[头面]?|中|上)?"
)
_SAID = r"(?:提|说|讲|写|谈|涉及|部署)(?:[到过了及起进出]|一[嘴句笔]){0,2}"
_BY_REPORT = (
    re.compile(
        rf"{_WHICH}(?:就|都|还|也|专门|明确|曾经?){{0,2}}(?:{_SAID}|有(?:写|提|说|讲)?到?)(?P<thing>[^，,。?？]{{2,30}}?)"
        r"(?:的|了|吗|呢|这事儿?|这个?词)?$"
    ),
    re.compile(
        r"^(?P<thing>[^，,。?？]{2,30}?)(?:这(?:一|个|件)?(?:事儿?|词|说法|提法))?[，,]?(?:都|最早|最先|首次|第一次|是){0,3}"
        rf"(?:(?:出现)?在[^，,。“”]{{0,8}}?)?{_WHICH}(?:就|才|都|也|最早|首次|第一次|能|可以|开始){{0,2}}"
        rf"(?:有(?:写|提|说|讲)|{_SAID}|有|出现|[看找见]到?)?(?:[过了的到]){{0,2}}$"
    ),
    re.compile(
        r"从?哪一?年(?:的?(?:政府|政协|工作){0,3}报告)?(?:里|中)?(?:就|才)?(?:开始|起|首次|第一次|最早)(?:开始|就)?"
        r"(?:提|说|讲|写|谈)[到过了及起进出]{0,2}(?P<thing>[^，,。?？]{2,30}?)的?$"
    ),
)
# …？怎么说的: how they say it is told with where.
_HOW_SAID = re.compile(
    r"[，,?？。 ]{1,3}(?:具体|到底|分别|各自?|都|又|是|里[头面]?){0,3}"
    r"(?:怎么|如何|怎样|咋)(?:说|讲|写|提|描述|表述|介绍)的?[呢啊呀]?$"
)
_MARKS = "，,。.？?！!；;：:、 \\t\\n"
_BEFORE = re.compile(rf"^(?:都|也|还|曾经?|过|了|到|的|在|被|关于|有关|要|有没有|[{_MARKS}])+")
_BEHIND = re.compile(
    r"(?:的?(?:事情?|问题|情况|话题|内容|说法|提法|字样|表述|字眼)|[的都也还有是在被过了到呢吗啊]|曾经?|没有?|从未|未曾?|不曾|分别|[一总]?共|"
    rf"[{_MARKS}])$"
)
_BETWEEN = re.compile(
    rf"(?:都|也|还|曾经?|已经?|专门|明确|首次|具体|没有?|从未|未曾?|不曾|只字[未不]|[有在被对就各自的里中]|(?:19|20)\d\d年|{_CARRIER}|[，,\s])*+"
)
# 德国巴斯夫这家公司, “田长制”这个词: what it is called besides.
_CALLED = re.compile(r"(?:这|这一)(?P<of>[家个项条种座所款类位支句])(?:[㐀-鿿]{1,6})$|(?<=[”》])一词$")
_ASKS = re.compile(r"哪(?!吒)|谁|什么|啥|多少|怎[么样]|如何|为何|是否|几(?=[个份项家条件种名次年月天])")
_HAN = re.compile("[㐀-鿿]{2}")
_ASKED_OR_TOLD = re.compile("[哪谁几]|多少|列|找|查|搜")

_ENGLISH_CARRIER = (
    r"(?:reports?|cit(?:y|ies)|places?|CPPCCs?|governments?|districts?|count(?:y|ies)|provinces?|documents?)\b"
)
_ENGLISH_ASKED = re.compile(
    r"\b(?:which|what|how many|whose|(?:list|name|find|show)(?: me)? (?:all|the|every)|any) "
    rf"(?:(?!do\b|does\b|did\b|has\b|have\b|is\b|are\b|was\b|were\b)[\w’'-]{{1,20}} ){{0,3}}?{_ENGLISH_CARRIER}",
    re.IGNORECASE,
)
_ENGLISH_SAYS = re.compile(
    r"\bsay(?:s|ing)?(?: (?:anything|something|a word|a thing))? (?:about|on|of)\b|"
    r"\b(?:mention|refer|speak|talk|contain|bring|write|discuss|cite|"
    r"(?:use|include) the (?:term|phrase|words?|expression))"
    r"(?:s|ed|ing)?\b(?: (?:of|to|about|up)\b)?",
    re.IGNORECASE,
)
_ENGLISH_SAID = re.compile(
    r"\b(?:is|are|was|were) (?P<thing>[^?;]{2,120}?) "
    r"(?:mentioned|referred to|spoken of|talked about|discussed|cited)\b",
    re.IGNORECASE,
)
_ENGLISH_DOES = re.compile(r"\b(?:do|does|did)\b(?! not\b|n.t\b)", re.IGNORECASE)
_ENGLISH_TAIL = re.compile(
    r"(?:,|,? and\b)\s*(?:from )?(?:which|what|where|whose|name|list|how many)\b.*$", re.IGNORECASE
)
_ENGLISH_ASKS = re.compile(r"\b(?:who|whom|when|why|how|which|what)\b", re.IGNORECASE)


def mention_asked(question: str) -> Mentioned | None:
    """What a question asks which reports, or the reports of which places, say; None where it asks anything else."""
    text = _HOW_SAID.sub("", question.rstrip("，,。.？?！!；;：:、 \t\n"))
    span = _thing_in(text) if _HAN.search(text) and _ASKED_OR_TOLD.search(text) else _thing_in_english(text)
    if span is None:
        return None
    thing, called = text[span.start : span.end], None
    while thing and (found := _CALLED.search(thing) or _BEHIND.search(thing)):
        called = called or (found if found.re is _CALLED else None)
        thing = thing[: found.start()]
    thing = thing.strip()
    if not thing or _ASKS.search(thing):
        return None
    return Mentioned(thing, f"{text[: span.start]} {text[span.end :]}".strip(), called is not None)


def _thing_in(text: str) -> Span | None:
    """Where the words of what is said stand in a Chinese question."""
    if by_report := next((found for each in _BY_REPORT if (found := each.search(text))), None):
        start, end = by_report.span("thing")
        return Span(max(start, text.find("“", start, end)), end)  # 浙江“最多跑一次”
    asked = [each for each in _ASKED.finditer(text) if _is_of_carrier(each, text)]
    if asked and asked[0]["which"].endswith("年"):
        return None
    if put := _PUT_IN.search(text):
        return Span(*put.span("thing")) if asked and asked[0].end() <= put.start() else None
    says = next((each for each in _SAYS.finditer(text) if not any(_overlap(each, other) for other in asked)), None)
    if says is None or not (asked or (_TOLD_TO.search(text) and _ENDS_IN_CARRIER.search(text))):
        return None
    if any(_is_object(each, says) for each in asked):
        return None
    after = min((each.start() for each in asked if each.start() >= says.end()), default=len(text))
    behind = _stripped(text, says.end(), after)
    before = [each for each in asked if each.end() <= says.start()]
    if len(behind) and not re.fullmatch(_OF_CARRIER, text[behind.start : behind.end]):
        led = text[before[-1].end() : says.start()] if before else ""
        return behind if _BETWEEN.fullmatch(led) and not _ASKS.search(_rest(text, asked, behind)) else None
    if before and len(between := _stripped(text, before[-1].end(), says.start())):
        return between
    return _stripped(text, 0, before[0].start() if before else says.start()) or None


def _is_of_carrier(asked: re.Match[str], text: str) -> bool:
    """Whether what is asked for is reports or places, not other things: 哪些地方的报告, 哪几份; not 哪些项目."""
    if any(re.search(_CARRIER, part or "") for part in (asked["head"], asked["carrier"])):
        return not asked["head"] or bool(asked["carrier"]) or text[asked.end() :][:1] in ("", "，", ",", "？", "?")
    if asked["which"].endswith(("里", "儿", "年")) or (asked["measure"] or "").endswith(("份", "篇")):
        return True
    if asked["which"].startswith("谁") and asked["of"] is not None:
        return asked.end() == len(text)
    says = _SAYS.match(text, asked.end())
    return says is not None and _WITHIN.search(text, 0, asked.start() + 1) is not None


def _is_object(asked: re.Match[str], says: re.Match[str]) -> bool:
    """Whether what is asked for is itself what is said: 报告提到哪些城市; not 提到老饭桌的有哪些城市."""
    if asked.start() < says.end() or asked["of"] or asked[0][0] in "，,？?":
        return False
    return asked.start() > says.end() or _ABOUT_PLACE.search(says[0]) is None


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _rest(text: str, asked: list[re.Match[str]], thing: Span) -> str:
    """The question without what is said and without what asks for reports."""
    kept = list(text)
    for start, end in (*(each.span() for each in asked), (thing.start, thing.end)):
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def _stripped(text: str, start: int, end: int) -> Span:
    """A stretch less what stands around the thing in it."""
    if led := _BEFORE.match(text[start:end]):
        start += led.end()
    if tail := _ENDS_IN_CARRIER.search(text[start:end]):
        end = start + (tail.start() if tail["carrier"] else len(text[start:end]))
    while closed := _BEHIND.search(text[start:end]):
        end = start + closed.start()
    return Span(start, end)


def _thing_in_english(text: str) -> Span | None:
    """The same of an English question."""
    if (asked := _ENGLISH_ASKED.search(text)) is None:
        return None
    if said := _ENGLISH_SAID.search(text, asked.end()):
        start, end = said.span("thing")
    elif (says := _ENGLISH_SAYS.search(text, asked.end())) and not _ENGLISH_DOES.search(
        text, asked.end(), says.start()
    ):
        start, end = says.end(), len(_ENGLISH_TAIL.sub("", text))
    else:
        return None
    return None if _ENGLISH_ASKS.search(text[start:end]) else Span(start, end)
