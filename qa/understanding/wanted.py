"""What would answer a question: a figure in which unit, a person, a place, a title, a name, a date or a phrase."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from index.language.units import UNIT_PATTERN
from qa.types import Language
from qa.understanding.glossary import Glossary

__all__ = ["AnswerKind", "counted_thing", "english_things", "is_list", "list_size", "wanted_answer"]

AnswerKind = Literal["number", "person", "place", "organisation", "title", "name", "date", "session", "phrase"]

_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ENGLISH_NUMERALS = {
    word: n + 2 for n, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))
}

# 多少件 / 几次 / 百分之几 / how many; the measure word that follows is the unit wanted.
_NUMBER = re.compile(
    rf"百分之几|百分之多少|什么(?:水平|程度)|几成|多大(?:的)?(?:比例|比重)|占多大|占多少(?!的?[十百千万亿]*(?:{UNIT_PATTERN}))|"
    r"多少(?P<unit>[㐀-鿿%％]{1,4})?|"
    r"(?<![好十哪])几(?P<few>[㐀-鿿])|多大|多高|多长|多久|第几|"
    r"how many|how much|how often|what (?:percentage|proportion|share|number|rate)|what (?:is|was|were|"
    r"are) (?:[\w\-'’]+ ){0,6}(?:number|total|percentage|rate|revenue|gdp|product|output|investment|income|"
    r"expenditure|budget|population|growth|target|amount|value|volume)\b|"
    r"what (?:[\w\-'’]+ ){0,6}(?:throughput|mileage|revenue|output|investment|income|population|turnover)\b|"
    r"what did (?:[\w\-'’]+ ){0,7}(?:reach|total|amount to|come to)|to what (?:level|figure|extent)|"
    r"(?:gdp|revenue|output|investment|population|income)[^?]{0,12}\?$|"
    r"(?:hotline|phone|telephone) number|(?:number|amount|percentage|proportion|share) of",
    re.IGNORECASE,
)
_SHARE = re.compile(r"百分之|几成|比例|比重|占多|percentage|proportion|share", re.IGNORECASE)
_ASKED_AS_FIGURE = re.compile(
    r"(?:率|额|值|量|数|收入|支出|面积|增速|增幅|占比|比例|规模|总数|件数|次数|人数|号码|电话|就业|人口|投资|出口|进口|存款|贷款|工资|生产总值|GDP|gdp)(?:(?:是|为|"
    r"达到?)(?:多少|几何|什么)?)?[?？]?$"
)
_PERSON = re.compile(
    r"谁|(?:主席|市长|区长|县长|省长|书记|记者|编辑|作者|同志|人)(?:的)?(?:叫什么|姓名|姓什么|名字(?!都))|"
    r"[他她](?:们|俩)?(?:都|分别|各自?|又)?(?:叫什么|姓甚|姓名|名字|姓什么)|"
    r"哪(?:一)?[位名](?:同志|记者|委员|领导|主席|市长|作者)?|何人|"
    r"哪[两三四五几]位|\bwho\b|\bwhose\b|"
    r"which (?:\w+ ){0,3}(?:journalists?|reporters?|informants?|academicians?|persons?|leaders?|members?|"
    r"officials?|mayor|governor|magistrate|secretary|minister|director|president|chair\w*)\b|"
    r"name of the (?:journalist|reporter|chair\w*|mayor)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"什么时候|何时|哪一?天|哪年|哪一年|几月|什么时间|何日|哪日|\bwhen\b|what (?:date|day|year)|on which (?:date|"
    r"day)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"哪里|哪儿|何处|何地|什么地方|哪(?:一?[个座]|[两三四五六七八九几]|[两三四五六七八九几][个座]|些)?(?:外省|"
    r"兄弟)?(?:城市|县|市|区|省份|省|地方|地)|"
    r"\bwhere\b|which (?:\w+ )?(?:cit(?:y|ies)|count(?:y|ies)|districts?|places?|provinces?|towns?)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:细则|意见|办法|方案|规则|条例|文件|报告|文章)[^?？]{0,12}(?:全称|题目|标题)|"
    r"(?:哪|什么|何种)[一]?[本份部个篇些项]?(?:[^?？，,]{0,12})?(?:刊物|杂志|期刊|文件|书|文章|史料|文集|意见|条例|"
    r"办法|规则|细则|专报|文库|通知|方案)|"
    r"which (?:\w+ ){0,3}(?:magazine|journal|publication|document|book|regulations?|opinions?|articles?|"
    r"bulletin|periodical|newsletter)|\b(?:title|name) of (?:the|its|their) (?:[\w'’-]+ ){0,5}?"
    r"(?:report|document|study|paper|article|opinions?|rules|series)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"叫什么|什么名字|何名|名称|名为|称为|品牌|称号|口号|清单|姿态|什么样的|哪[些几两三四五六七八九]?(?:个|条|项|"
    r"种|大)?(?:品牌|平台|机制|活动|荣誉|称号|环节|理念|特质|目标|工程|思路)|"
    r"(?:怎样|如何|怎么|什么样的?)(?:评价|概括|形容)|what is (?:the|its) (?:name|slogan|title|theme)|\bcalled\b|"
    r"\bnamed?\b|"
    r"how (?:did|was|were) [^?]{0,60}(?:describ|prais|evaluat|comment|characteri)\w*|"
    r"what did [^?]{0,60}(?:say|comment|call)\b|\bbrand\b|\bslogan\b|\bmotto\b|"
    r"which (?:[\w'’\-]+ ){0,4}(?:title|award|honou?r|project|brand|platform|app|campaign|initiative|"
    r"mechanism|programme|topic)\b|"
    r"(?:细则|意见|办法|方案|规则|条例|文件)[^?？]{0,12}(?:全称|名称|名字|题目|标题)",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"哪(?:一?[个家所些]|[两三四五六几]家?个?)(?:[^?？，,]{0,8})?(?:单位|部门|机构|组织|团体|学校|大学|学院|报社|"
    r"报纸|电视台|媒体|企业|公司|委员会|杂志社)|"
    r"which (?:\w+ ){0,3}(?:organi[sz]ations?|departments?|agenc(?:y|ies)|universit(?:y|ies)|schools?|"
    r"newspapers?|bod(?:y|ies)|companies|committees?|academy|college)",
    re.IGNORECASE,
)
_LIST_SIZE = re.compile(
    r"哪(?P<zh>[两二三四五六七八九十])|which (?P<en>two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE
)
_LIST = re.compile(
    r"哪些|哪几|分别|包括|哪[两三四五六七八九十]|which (?:two|three|four|five|six)|what are|list ", re.IGNORECASE
)


_KINDS: tuple[tuple[re.Pattern[str], AnswerKind], ...] = (
    (_PERSON, "person"),
    (_TITLE, "title"),
    (_ORGANISATION, "organisation"),
    (_PLACE, "place"),
    (_NAME, "name"),
)
_SESSION = re.compile(r"第?几届|第几次(?:全体)?会议|\bwhich session\b", re.IGNORECASE)
_OTHER_QUESTION = re.compile(r"哪|谁|什么|怎[样么]|如何")
_WHICH_THING = re.compile(r"哪[一]?[个项条种款支张首类段]")
_RATE_BEFORE = re.compile(r"(?:增速|增幅|增长率|比重|占比|[㐀-鿿]率)(?:是|为|要|达到?|提?高?到|控制在|大约|约){0,6}$")
_GREW_BEFORE = re.compile(r"(?:增长|下降|上涨|增|涨|降|提升)了?$")
_COUNT_BEFORE = re.compile(r"(人数|件数|次数|户数|家数|篇数|个数)(?:是|为|有|达到?|一?共|总共){0,6}$")
_COUNT_UNITS = {"人数": "人", "件数": "件", "次数": "次", "户数": "户", "家数": "家", "篇数": "篇", "个数": "个"}


# Where no measure word is asked for, the noun before the question word says in what its figures are given.
_IMPLIED_UNITS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(rf"(?:{nouns})(?:是|为|有|了|达到?|大约|约|共|总共|一共){{0,6}}$"), tuple(units.split()))
    for nouns, units in (
        (
            "(?:收入|支出|[产总]值|增加值|投资|零售额|销售额|成交额|交易额|[总金余]额|利润|税收|贷款|存款|资金|预算|营收|GDP|gdp)",
            "元 美元",
        ),
        ("产量|总产", "吨 斤 公斤 辆 台 立方米 平方米 千瓦时 度 株 头 只 套 部"),
        ("面积", "亩 公顷 平方公里 平方千米 平方米"),
        ("里程|长度|全长", "公里 千米 米"),
        ("人口|就业", "人 名"),
        ("吞吐量", "吨 标箱 标准箱 TEU 人次 人"),
        ("装机(?:容量|规模)?", "千瓦 兆瓦"),
    )
)


_WHICH_NOUN = re.compile(
    r"\b(?:which|what)\s+(?P<noun>(?:[\w'’\-]+\s+){0,3}?[\w'’\-]+)\s+(?:was|is|were|are|did|does|do|has|have|had|will|"
    r"would|became|won|received|got|joined|opened|of|in|from|to|for|on|that|by|at|with)\b",
    re.IGNORECASE,
)
_MOST_NOUNS = 3


# The same for English, where the noun may stand anywhere; the first that is found decides. A rate of it has none.
_RATE_IN_ENGLISH = re.compile(r"\b(?:rate|percent\w*|growth|grow|share|proportion|ratio|fast)\b", re.IGNORECASE)
_IMPLIED_IN_ENGLISH: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(rf"\b(?:{nouns})\b", re.IGNORECASE), tuple(units.split()))
    for nouns, units in (
        (
            "(?:grain|wheat|rice|corn|cotton|coal|crop|meat|fruit|vegetable|steel|oil) (?:output|production|harvest)",
            "吨 斤 公斤",
        ),
        ("mileage|length", "公里 千米 米"),
        ("throughput", "吨 标箱 标准箱 TEU 人次 人"),
        ("population", "人"),
        (
            "gdp|gross (?:domestic|regional) product|revenue|expenditures?|spending|investments?|sales|output value|"
            "value added|imports|exports|trade|deposits|loans|income|profits?|taxes|turnover|subsid(?:y|ies)",
            "元 美元",
        ),
    )
)


def _implied_in_english(text: str) -> tuple[str, ...]:
    if _RATE_IN_ENGLISH.search(text):
        return ()
    return next((units for pattern, units in _IMPLIED_IN_ENGLISH if pattern.search(text)), ())


def _implied_units(before: str) -> tuple[str, ...]:
    return next((units for pattern, units in _IMPLIED_UNITS if pattern.search(before)), ())


def wanted_answer(text: str, language: Language, glossary: Glossary) -> tuple[AnswerKind, tuple[str, ...]]:
    """The kind of answer, and the measure words asked for: 立案多少件 → ("number", ("件",)); empty for any unit."""
    if _DATE.search(text):
        return "date", ()
    if _SESSION.search(text):
        return "session", ()
    match = _NUMBER.search(text)
    if match and match["few"] and _OTHER_QUESTION.search(text):
        match = None  # 郑州几个区县的好办法被带进了哪所学校: 几 only means several
    if match:
        unit = (match["unit"] or match["few"] or "") if language == "zh" else ""
        if (
            _SHARE.search(match[0])
            or (not unit and _GREW_BEFORE.search(text[: match.start()]))
            or _RATE_BEFORE.search(text[: match.start()])
        ):
            unit = "%"
        elif not unit and (counted := _COUNT_BEFORE.search(text[: match.start()])):
            unit = _COUNT_UNITS[counted[1]]
        units = _units(text, match, unit, language, glossary)
        if language == "en":
            return "number", units or ("many" not in match[0].lower() and _implied_in_english(text)) or ()
        return "number", units or _implied_units(text[: match.start()])
    if _ASKED_AS_FIGURE.search(text) and "哪" not in text:
        asked = text.rstrip("?？")
        return "number", ("%",) if _RATE_BEFORE.search(asked) else _implied_units(asked)
    for pattern, kind in _KINDS:
        if pattern.search(text):
            return kind, ()
    if _WHICH_THING.search(text):
        return "name", ()
    return "phrase", ()


def _units(text: str, match: re.Match[str], unit: str, language: Language, glossary: Glossary) -> tuple[str, ...]:
    if unit == "%" or language == "zh":
        return glossary.unit_prefix(unit)
    return glossary.units(text[match.end() :]) if "many" in match[0].lower() else ()


def counted_thing(text: str, glossary: Glossary) -> tuple[str, ...]:
    """The Chinese for what an English question counts: "how many banks joined" → ("银行",)."""
    match = re.search(r"how many\b", text, re.IGNORECASE)
    return glossary.counted(text[match.end() :]) if match else ()


def english_things(
    text: str, glossary: Glossary, *, dictionary: Callable[[str], Sequence[str]] | None = None
) -> tuple[str, ...]:
    """The Chinese for the kind of thing an English question asks for: "Which insurance system…" → 保险制度, 制度."""
    match = _WHICH_NOUN.search(text)
    groups = glossary.translate(match["noun"], dictionary=dictionary) if match else ()
    if not groups:
        return ()
    nouns = [noun for noun in groups[-1] if len(noun) > 1][:_MOST_NOUNS]
    whole = [first + noun for first in groups[-2][:_MOST_NOUNS] for noun in nouns] if len(groups) > 1 else []
    return tuple(dict.fromkeys([*whole, *nouns]))


def list_size(text: str) -> int | None:
    """How many things are asked for: 哪三座城市 → 3."""
    size = _LIST_SIZE.search(text)
    if size is None:
        return None
    return _NUMERALS.get(size["zh"] or "") or _ENGLISH_NUMERALS.get((size["en"] or "").lower())


def is_list(text: str) -> bool:
    """Whether several things are asked for."""
    return _LIST.search(text) is not None
