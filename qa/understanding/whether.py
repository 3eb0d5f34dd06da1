"""A question of yes or no → the statement it asks about: …，对吗, 是不是…, …了没有, Did …?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.language.figures import Figure, find_figures, numeral_value
from index.language.units import UNIT_PATTERN
from qa.types import Language
from qa.understanding.interrogatives import find_interrogative, masked

__all__ = [
    "CalledUndone",
    "Whether",
    "called_undone",
    "claimed_figures",
    "confirms",
    "counted_unit",
    "counting_questions",
    "denied_premise",
    "read_whether",
    "taken_for_granted",
    "without_hearsay",
]

Verdict = Literal["right", "so", "there"]


@dataclass(frozen=True, slots=True)
class Whether:
    """statement: what is asked about, as a statement. verdict: how it is answered: 对/不对, 是/不是, 有/没有."""

    statement: str
    verdict: Verdict


_END = " \t?？。.!！，,"
_CONFIRMS = (
    r"(?:(?:他|她|人家|我)?(?:说|讲|记)得|(?:这|那|此|他的|她的)?(?:一?[个种条])?(?:说法|数字?|数据|消息|传言|话|事)?)(?:到底|究竟|是否|是不是)?"
    r"(?:(?:请|麻烦|帮[我忙])?(?:核实|核对|查证|求证|确认|查)一?下(?:看看?)?(?:是否|到底)?)?(?:准不准|准[吗么]|靠不靠谱|可不可信|属不属实|是不是真的|是不是这么回事|有没有(?:这(?:回)?事|说错|弄错|搞错)|说对了[吗么没]|[说弄搞记]错了?[吗么没]|对[吗么嘛不]|对不对|对吧|是[吗么嘛不]|是吧|是不是(?:这样)?|是这样[的]?[吗么不吧]|没错吧|没说错吧|属实[吗么]?|是真是假|真的假的|是?真的[吗么不]|"
    r"没(?:有)?(?:毛病|问题|弄错|记错|搞错|算错|说错)[吧吗]|(?:没|有)(?:有)?(?:错|误)[吧吗]|站得住(?:脚)?[吗么]|正确[吗么]?|准确[吗么]?|成立[吗么]?|(?:核实|核对|查证|求证|确认)一?下|求(?:证|核实)|靠谱[吗么]|可信[吗么]|有这(?:回)?事[吗么]|"
    r"right|correct|is (?:that|this|it) (?:right|true|correct|so))"
)
_TAG = re.compile(rf"[,，。;；\s]\s{{0,4}}{_CONFIRMS}$", re.IGNORECASE)
_BARE_TAG = re.compile(
    "(?:这话|此事|是否|是不是|到底|究竟){0,2}(?:属实[吗么不]?|是?真的[吗么不]|是真是假|有这回事[吗么]|对[吧吗]|对不对|是吧|没错吧)$"
)
_HEARSAY = re.compile(
    r"^(?:我?(?:听说|听人说|听人讲|听闻)|据说|据传|网传|都说|传闻|(?:我)?(?:记得|印象[中里])|"
    r"(?:我?们?(?:单位|家|办公室)?(?:有个|的)?(?:同事|朋友|邻居|同学|亲戚|领导|老板|主任|爸|妈|老婆|老公|爷爷|奶奶|孩子|女儿|儿子)|"
    r"[老小][㐀-鿿]|有人|别人|人家|大家|网友|网上|群里|(?:微信)?朋友圈里?|微信群?里?|论坛上|抖音上?|视频里?)(?:有人)?(?:跟我|和我|对我|向我|都|老)?(?:说|讲|传|称|聊到|发的是?)|"
    r"(?:i )?(?:have |'ve )?heard that|i read that|people say(?: that)?|they say(?: that)?)[,，:：]?\s{0,4}",
    re.IGNORECASE,
)
_TRUE_THAT = re.compile(r"^(?:is it (?:true|right|correct) that|am i right that)\s+", re.IGNORECASE)
# 算不算, 称得上: is it one.
_COUNTS_AS = re.compile(
    "(?<![预决结计核概推换清打合测估验])算不算(?:得?上|是)?|(?:能|可以?)?(?:算得上|算是|算作|称得上|够得上|谈得上|称作)(?:是)?"
)
_WHETHER = re.compile("(?:是不是|是否|有没有|有无|能否|会不会|能不能)|(?P<verb>(?![动时差])[㐀-鿿])[不没](?P=verb)")
# 还有好些没办完, 有一部分制度没修订: of some it is said.
_SOME = (
    "(?:[一好有]?些|不少|很多|好多|许多|大量|大?部分|一?小?部分|一大?半|少数|个别|[好十]?几[㐀-鿿])"
    "(?P<{of}>[㐀-鿿“”]{{0,10}}?)"
)
# 还没建完吧: what is thought not to be. A noun that is undone may stand alone: 还有提案没办复.
_UNDONE = re.compile(
    f"(?:(?:都|也)?(?:还|仍|尚|至今|一直){{1,3}}(?P<some>有(?:{_SOME.format(of='of')}|[㐀-鿿]{{0,2}}提案)?)?|"
    f"(?P<few>有{_SOME.format(of='of_few')}))的?(?:没有?(?!有)|未(?!来))"
    "(?P<verb>[㐀-鿿]{1,2}?)(?P<end>完成?|成|好|过)?(?P<thing>[^，,。？?]{0,24})$"
)
_NOT_YET = re.compile("(?:还|仍|尚|至今|一直){1,3}(?:没有?(?!有)|未(?!来))[^，,。？?]{1,24}[吧吗]$")
# The words of the genre for what people say in one syllable.
_FORMAL = {"建": "建设", "办": "办理", "修": "修建", "开": "召开", "改": "改造", "立": "立案", "搞": "开展"}
_AT_END = re.compile("(?:了|过)?(?P<end>吗|(?<![什怎那这多])么|嘛|没有|没|(?<=了)吧)$")
# Asks for something to be done, though in the form of yes or no.
_REQUEST = re.compile(
    "^(?:请|你|您|能不能|能否|可以|可否|帮)|介绍|告诉|说说|讲讲|说一?下|讲一?下|概括|总结|列出|列举|知道|查一?下|归纳|梳理|提炼|[帮替给]我"
)
_AUXILIARY = re.compile(r"^(?:did|does|do|was|were|is|are|has|have|had)\s+(?!it true)(?P<rest>[^?]+)$", re.IGNORECASE)
_ASKS_IN_ENGLISH = re.compile(r"\b(?:how|what|which|who|whom|whose|when|where|why)\b|\bor\b", re.IGNORECASE)

_YEAR = re.compile(r"(?:19|20)\d\d")
_WHY = re.compile("为什么|为何|为啥|怎么会?(?=一|没|不|未|连|从)|何以")
_COUNTED = re.compile(rf"多少(?P<unit>{UNIT_PATTERN})")
_NONE_AT_ALL = re.compile(
    rf"连?一(?P<unit>{UNIT_PATTERN})(?P<thing>[^，,。？?]{{0,24}}?)[都也](?:没有?|未|不曾|从未)(?P<verb>[^，,。？?吗呢]{{0,8}})"
)
# Why did Handan hold no training course; why were no meetings held; why didn't it hold any meetings.
_NONE_IN_ENGLISH = re.compile(
    r"^(?:why )?(?P<aux>did|does|do|was|were|has|have)(?:n't)? (?P<before>[^?]{0,80}?)"
    r"\b(?:no|not a single|not any|any|zero) (?P<thing>[\w'’-]+(?: [\w'’-]+)?)(?P<after>[^?]*)$",
    re.IGNORECASE,
)


def confirms(text: str) -> bool:
    """Whether a clause asks only that what is said before it be confirmed: 属实吗, "is that right"."""
    return _TAG.fullmatch(f" {text.strip(_END)}") is not None


def without_hearsay(text: str) -> str:
    """A statement less who is said to have said it: 听说龙岩… → 龙岩…."""
    return _HEARSAY.sub("", text)


def read_whether(text: str, language: Language) -> Whether | None:
    """The statement a question asks to be confirmed; None where it asks for something else."""
    text = _HEARSAY.sub("", text.strip(_END))
    tag = _TAG.search(text) or _BARE_TAG.search(text)
    if language == "en":
        return _english(text, tag)
    if _REQUEST.search(masked(text)):
        return None
    if tag:
        statement, verdict = text[: tag.start()].strip(_END), "right"
    elif _NOT_YET.search(masked(text)):
        statement, verdict = text[:-1], "right"
    elif (asked := _COUNTS_AS.search(masked(text))) and ("不" in asked[0] or _AT_END.search(text)):
        statement = f"{text[: asked.start()]}是{text[asked.end() :]}".rstrip("吗么嘛呢")
        verdict = "so"
    elif asked := _WHETHER.search(masked(text)):
        statement = text[: asked.start()] + (asked["verb"] or "") + text[asked.end() :]
        verdict = "there" if asked[0].startswith("有") else "so"
    elif asked := _AT_END.search(text):
        statement = text[: asked.start("end")]
        verdict = "there" if asked["end"].startswith("没") else "so"
    elif _SURELY.search(masked(text)):
        statement, verdict = text[:-1].removesuffix("的"), "right"
    else:
        return None
    statement = _NONE_LEFT_OUT.sub("全部", _in_percent(_bounded(_in_days(statement.strip(_END)))))
    statement = _FIRST.sub("第一", _TOP.sub("第一", statement)).replace("已经", "")
    found = find_interrogative(statement)
    if not statement or (found and not found.whether):
        return None
    return Whether(statement, verdict)  # type: ignore[arg-type]


# 是全市最晚建完的吧: said to be heard that it is so.
_SURELY = re.compile(
    "比(?![例率较值赛])[^，,。？?]{1,24}?[多少高低快慢大小][^，,。？?]{1,12}吧$|(?:平均|人均|倍|番|合[在到]?一?起|加[在到]?一?[起块]|不到|不足|超过|持平|一样|相同|相等)[^，,。？?]{0,40}吧$|(?:是|都|已经?|有过|没|最|确实|应该|肯定|[只仅]|光(?=[有是拿得去获办请到]))[^，,。？?]{1,40}吧$"
)
# 办了半个月, 为期一周: in days and months, as reports count.
_LASTED = re.compile(
    "(?<=[了期达时续共足满])(?:(?P<half>半个?月)|(?P<weeks>[一两二三四])(?:个?(?:星期|礼拜)|周(?![年岁边围期末])))"
)
_WEEKS = {"一": 7, "两": 14, "二": 14, "三": 21, "四": 28}


def _in_days(statement: str) -> str:
    return _LASTED.sub(lambda found: "15天" if found["half"] else f"{_WEEKS[found['weeks']]}天", statement)


# 一项不落全完成了: a negative that says of all that they were.
_NONE_LEFT_OUT = re.compile(
    "(?<![率占达到至为])百分之?百(?:地|的)?(?:全|都|全都)?(?=[㐀-鿿])|(?:一[个项件条家户名处座所]|一)[都也]?[不没](?:落下?|漏|少|差|拉下?|剩)(?:地|全部?|都)?|无一(?:例外|遗漏)地?"
)
# 占了三成, 超过一半, 达到四分之一: shares in words. In 十成, 一半是 and 三分之一的人 nothing is claimed of a share.
_SHARE = re.compile(
    "(?:(?<=[占达为有到超约近过足了的])|(?=[一二三四五六七八九]成半?[多以左]))(?:(?P<tenths>[一二三四五六七八九])成(?P<half>半)?|(?P<of>[二三四五六七八九十])分之(?P<parts>[一二三四五六七八九])|"
    "(?P<one>一半))(?=[多以左上了，,]|[还都][要有]?[多挂]|$)"
)
_IS_BOUND = re.compile("(?:[超近过]|不足|不到|约|大约|至少|最多)$")


# 连一半都不到, 过半: as a bound before its share.
_NOT_EVEN = re.compile("连(?P<mark>[^，,。都连]{1,8})[都也](?:不到|没有?到|没有?达到?|不足|没有?)(?:了)?")
_OVER_HALF = re.compile("(?<![超])过半(?![年天日月程路途百])数?(?:了)?")


def _bounded(statement: str) -> str:
    return _OVER_HALF.sub("超过一半", _NOT_EVEN.sub(r"不到\g<mark>", statement))


def _in_percent(statement: str) -> str:
    """Shares in words as figures, about so much where nothing bounds them: 占了三成 → 占了约30%."""

    def percent(share: re.Match[str]) -> str:
        if share["tenths"]:
            value = int(numeral_value(share["tenths"])) * 10 + (5 if share["half"] else 0)
        elif share["of"]:
            value = round(int(numeral_value(share["parts"])) * 100 / int(numeral_value(share["of"])))
        else:
            value = 50
        return f"{'' if _IS_BOUND.search(statement[: share.start()]) else '约'}{value}%"

    return _SHARE.sub(percent, statement)


# 排到全国头名了: as reports say it.
_FIRST = re.compile("(?<!里)头一(?=[个家座批例条项所部])|(?<=里)头一(?=[个家座批例条项所部](?![也都]))")
_TOP = re.compile("头一?名|榜首|头把交椅|第一名|(?<=[列居到在])首位|(?<=排)(?:第)?1(?:名|位)")


def _english(text: str, tag: re.Match[str] | None) -> Whether | None:
    if tag:
        statement = text[: tag.start()].strip(_END)
    elif that := _TRUE_THAT.match(text):
        statement = text[that.end() :]
    elif _AUXILIARY.match(text):
        statement = text
    else:
        return None
    return None if _ASKS_IN_ENGLISH.search(statement) else Whether(statement, "so")


@dataclass(frozen=True, slots=True)
class CalledUndone:
    """What a statement calls undone: 二期还没建完 → of 二期, 建完, 建设完成. done: the ways to say that it is done.

    of_some: whether it says so of some alone, which only what is said of all denies.
    """

    of: str
    done: tuple[str, ...]
    of_some: bool


def called_undone(statement: str) -> CalledUndone | None:
    """None where a statement calls nothing undone."""
    undone = _UNDONE.search(statement)
    if undone is None:
        return None
    verb, thing = undone["verb"], undone["thing"].rstrip("了过的")
    formal, end = _FORMAL.get(verb, verb), undone["end"] or ""
    done = [f"{verb}{end}", *(f"{formal}{each}" for each in (("完成", "完毕") if end and end != "过" else ("",)))]
    if formal == "建设":
        done.append("建成")
    of_some = bool(undone["some"] or undone["few"])
    of = statement[: undone.start()] + (undone["of"] or undone["of_few"] or "")
    return CalledUndone(of, tuple(dict.fromkeys(f"{each}{thing}" for each in done)), of_some)


def claimed_figures(statement: str, language: Language) -> list[Figure]:
    """The figures a statement gives: with a unit in Chinese; in English those that are no year."""
    figures = find_figures(statement)
    if language == "en":
        return [each for each in figures if each.unit or not _YEAR.fullmatch(each.text)]
    return [each for each in figures if each.unit]


# What bounds a figure bounds no question for it: 不低于400件, 400件以上.
_BOUND = re.compile(
    "(?:的?(?:已经?|总共)?(?:是|有|为)?(?:超过了?|突破了?|多于|高于|少于|低于|不足|不到|不[少低多高]于|不超过|至少|最多|大约|大概|约|近))$"
)
# 一件多提案, and not 三个多功能厅.
_BOUND_BEHIND = re.compile("^(?:以上|以下|以内|左右|上下|多(?![功媒元层种式边方样民用少次大]))")


def counting_questions(statement: str, language: Language, *, scope: str = "") -> list[tuple[Figure, str]]:
    """The figures of a statement, each with the question for it: 立案412件提案 → 立案多少件提案.

    scope: place and year, put before a clause that is asked by itself: 出口增长5%，外资增长9% → …外资增长百分之多少. An
    English statement has such a question only where it gives one figure.
    """
    figures = claimed_figures(statement, language)
    if any(figure.doubtful for figure in figures) or (language == "en" and len(figures) > 1):
        return []
    borders = [0, *(m.end() for m in _CLAUSE_BORDER.finditer(statement)), len(statement)]
    found: list[tuple[Figure, str]] = []
    for figure in figures:
        before, after = statement[: figure.start], statement[figure.end :]
        if language == "en":
            noun = re.match(r"[\s%]*((?:[\w'’-]+\s+){0,2}?[\w'’-]+s)\b", after)
            if noun is None:
                return []
            asking = f"How many {noun[1]} {before[:1].lower()}{before[1:]} {after[noun.end() :]}"
            found.append((figure, " ".join(asking.split()) + "?"))
            continue
        start = max(border for border in borders if border <= figure.start)
        end = min(border for border in borders if border >= figure.end)
        if len([each for each in figures if start <= each.start < end]) == 1 < len(figures):
            before = ("" if start == 0 else scope) + statement[start : figure.start]
            after = statement[figure.end : end].rstrip("，,；;")
        asked = "百分之多少" if figure.unit in ("%", "％") else f"多少{figure.unit}"
        bound = _BOUND.search(before)
        if bound:  # 是新建的不到两倍 is 是新建的多少倍
            before = before[: bound.start()] + ("的" if figure.unit == "倍" and bound[0][0] == "的" else "")
        found.append((figure, f"{before}{asked}{_BOUND_BEHIND.sub('', after)}?"))
    return found


_CLAUSE_BORDER = re.compile("[，；;]|,(?![0-9]{3})")


def counted_unit(question: str) -> str:
    """The unit that a counting question asks in: 培训班办了多少次 → 次."""
    asked = _COUNTED.search(question)
    return asked["unit"] if asked else ""


def taken_for_granted(text: str) -> str | None:
    """What a Chinese why takes for granted, as a statement: 全省经济为什么出现了负增长 → 全省经济出现了负增长."""
    text = text.strip(_END)
    why = _WHY.search(text)
    statement = f"{text[: why.start()]}{text[why.end() :]}" if why else ""
    return statement if statement and find_interrogative(statement) is None else None


def denied_premise(text: str, language: Language) -> str | None:
    """The counting question that shows whether nothing was done, which a question or statement takes for granted:
    为什么一次培训班都没办 → 培训班办了多少次; None where it takes nothing of the kind for granted.
    """
    text = text.strip(_END)
    if language == "en":
        none = _NONE_IN_ENGLISH.match(text)
        if none is None or not text.lower().startswith("why"):
            return None
        return f"How many {none['thing']} {none['aux'].lower()} {none['before']}{none['after'].strip()}?"
    bare = _WHY.sub("", text, count=1)
    if find_interrogative(bare):
        return None
    never = _UNDONE.search(bare)
    if never and never["end"] == "过" and never["thing"]:
        return f"{bare[: never.start()]}{never['verb']}了多少次{never['thing']}?"
    if none := _NONE_AT_ALL.search(bare):
        verb = none["verb"].rstrip("过了") or "有"
        return f"{bare[: none.start()]}{none['thing']}{verb}了多少{none['unit']}?"
    return None
