"""question → Query: what is asked, of which place and time, in which language, and what kind of answer it wants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from index.errors import QuestionError
from index.gazetteer import Gazetteer, Mention
from index.types import Kind, Place
from qa.glossary import Glossary
from qa.types import Language, PeriodKind

__all__ = ["LONGEST_QUESTION", "AnswerKind", "Query", "parse_question"]

LONGEST_QUESTION = 2_000

AnswerKind = Literal["number", "person", "place", "organisation", "title", "name", "date", "phrase"]

_CJK = re.compile(r"[㐀-鿿]")
_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ENGLISH_NUMERALS = {
    word: n + 2 for n, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"))
}

# 多少件 / 几次 / 百分之几 / how many; the measure word that follows is the unit wanted
_NUMBER = re.compile(
    r"百分之几|百分之多少|几成|多大(?:的)?(?:比例|比重)|占多[大少]|多少(?P<unit>[㐀-鿿%％]{1,4})?|(?<![好十哪])几(?P<few>[㐀-鿿])|多大|多高|多长|多久|第几|"
    r"how many|how much|how often|what (?:percentage|proportion|share|number|rate)|what (?:is|was|were|are) the (?:[\w\-]+ ){0,5}(?:number|total|percentage|rate|revenue|gdp|product|output|investment|income|expenditure|budget|population|growth)|"
    r"(?:hotline|phone|telephone) number|(?:number|amount|percentage|proportion|share) of",
    re.I,
)
_SHARE = re.compile(r"百分之|几成|比例|比重|占多|percentage|proportion|share", re.I)
_ASKED_AS_FIGURE = re.compile(
    r"(?:率|额|值|量|数|收入|支出|面积|增速|增幅|占比|比例|规模|总数|件数|次数|人数|号码|电话)(?:(?:是|为|达到?)(?:多少|几何|什么)?)?[?？]?$"
)
_PERSON = re.compile(
    r"谁|(?:主席|市长|区长|县长|省长|书记|记者|编辑|作者|同志|人)(?:的)?(?:叫什么|姓名|姓什么|名字(?!都))|哪(?:一)?[位名](?:同志|记者|委员|领导|主席|市长|作者)?|何人|哪[两三四五几]位|\bwho\b|\bwhose\b|"
    r"which (?:journalists?|reporters?|persons?|leaders?|members?|officials?|mayor|chair\w*)|name of the (?:journalist|reporter|chair\w*|mayor)",
    re.I,
)
_DATE = re.compile(
    r"什么时候|何时|哪一?天|哪年|哪一年|几月|什么时间|何日|哪日|\bwhen\b|what (?:date|day|year)|on which (?:date|day)", re.I
)
_PLACE = re.compile(
    r"哪里|哪儿|何处|何地|什么地方|哪(?:一?[个座]|[两三四五六七八九几]|[两三四五六七八九几][个座]|些)?(?:外省|兄弟)?(?:城市|县|市|区|省份|省|地方|地)|"
    r"\bwhere\b|which (?:\w+ )?(?:cit(?:y|ies)|count(?:y|ies)|districts?|places?|provinces?|towns?)",
    re.I,
)
_TITLE = re.compile(
    r"(?:哪|什么|何种)[一]?[本份部个篇些项]?(?:[^?？，,]{0,6})?(?:刊物|杂志|期刊|文件|书|文章|史料|文集|意见|条例|办法|规则|细则|专报|文库|通知|方案)|"
    r"which (?:\w+ ){0,3}(?:magazine|journal|publication|document|book|regulations?|opinions?|articles?|bulletin|periodical|newsletter)",
    re.I,
)
_NAME = re.compile(
    r"叫什么|什么名字|何名|名称|名为|称为|品牌|称号|口号|清单|姿态|什么样的|哪[些几两三四五六七八九]?(?:个|条|项|种|大)?(?:品牌|平台|机制|活动|荣誉|称号|环节|理念|特质|目标|工程|思路)|"
    r"(?:怎样|如何|怎么|什么样的?)(?:评价|概括|形容)|what is (?:the|its) (?:name|slogan|title|theme)|\bcalled\b|\bnamed?\b|\bbrand\b|\bslogan\b|\bmotto\b",
    re.I,
)
_ORGANISATION = re.compile(
    r"哪(?:一?[个家所些]|[两三四五六几]家?个?)(?:[^?？，,]{0,8})?(?:单位|部门|机构|组织|团体|学校|大学|学院|报社|报纸|电视台|媒体|企业|公司|委员会|杂志社)|"
    r"which (?:\w+ ){0,3}(?:organi[sz]ations?|departments?|agenc(?:y|ies)|universit(?:y|ies)|schools?|newspapers?|bod(?:y|ies)|companies|committees?|academy|college)",
    re.I,
)
_LIST_SIZE = re.compile(r"哪(?P<zh>[两二三四五六七八九十])|which (?P<en>two|three|four|five|six|seven|eight|nine|ten)\b", re.I)
_LIST = re.compile(r"哪些|哪几|分别|包括|哪[两三四五六七八九十]|which (?:two|three|four|five|six)|what are|list ", re.I)
_COMPARE = re.compile(
    r"最早|更早|最晚|更晚|最多|最少|最高|最低|最大|最小|更多|更少|更高|更低|相比|比较|谁多|谁高|哪个多|第一多|排名|"
    r"\b(?:most|fewest|highest|lowest|more|fewer|compare|largest|smallest)\b",
    re.I,
)
_LEAST = re.compile(r"最早|更早|最少|最低|最小|更少|更低|\b(?:fewest|lowest|fewer|smallest|least)\b", re.I)
_WHICH_PLACES = re.compile(
    r"^(?:(?:19|20)\d\d年)?哪(?:一?[个座些]|[两三四五六七八九几]个?)?(?:地方|地级市|城市|市县|省份|地区|[市区县省地])(?:的|[^\W\d_]{0,2}政协|政府|报告|人大|委员)?|"
    r"哪(?:一?[个座]|[两三四五六七八九几]个?|些)(?:[市区县省地]|城市|地方)(?:的?政协|的?政府|的?报告|[^?？]{0,10}(?:最|更))|"
    r"的?是哪(?:[两三四五六七八九几]个?|些|一?个)(?:地级|城)?[市区县地](?:[的?？]|$)(?![^?？]{2,})|"
    r"^which (?:\w+ )?(?:cit(?:y|ies)|places?|districts?|count(?:y|ies)|CPPCCs?|reports?)\b(?! did)",
    re.I,
)
_PLAN = re.compile(
    r"(?:[年月]|政协|政府|市|区|县|常委会|准备|打算|计划|预期|拟|将|目标|今后|下一步)(?:要|将|拟|计划|打算|准备)|将要?(?!军|来)|计划(?!生育|单列)|打算|拟定?|预期|目标|工作安排|工作建议|工作部署|准备(?!金)|"
    r"\b(?:will|plans?|planned|intends?|going to|targets?|aims?|expected)\b",
    re.I,
)
_DELIVERED = re.compile(
    r"(?P<year>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:所?[作做]的|的|发布的|公布的)?(?:政协|政府|常委会|工作)*报告|"
    r"(?P<made>(?:19|20)\d\d)年\d{1,2}月(?:\d{1,2}日)?[作做]|"
    r"(?P<year_en>(?:19|20)\d\d) report|report (?:delivered|given|made|of|from) (?:in )?(?P<year_en2>(?:19|20)\d\d)",
    re.I,
)
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?:\s*[—\-–~至到]+\s*((?:19|20)\d\d))?(?![\d.]|[件次篇份条项个家名人万亿])")
_VISIT = re.compile(r"(?:去过?|到过?|赴|奔赴|前往|走进|来自|从|visit\w*|travel\w*|to|went)\s*$", re.I)
_OWN = re.compile(r"[省市区县州盟]?(?:的?政协|的?政府|各?区县|的?报告|(?:'s)?\s*(?:\w+ )?(?:District )?CPPCC)", re.I)
_JOINT = re.compile(r"^[\s]*(?:、|和|与|及|跟|同|或|比|，|,|以及|还是|and|or|vs\.?|versus)[\s]*$", re.I)
_SUBORDINATE = re.compile(
    r"各?区县|各县|下辖|所辖|各区|县区|区、县|县级|县(?:市|（市）|\(市\))?、?区|districts? (?:and|under|of)|count(?:y|ies) under", re.I
)
_CPPCC = re.compile(r"[省市区县州盟旗]政协|政协(?=常委会|主席|党组|委员会|机关|第)|CPPCC", re.I)
_PROPOSALS_OF_CPPCC = re.compile(r"^政协(?:委员)?提案")
_GOVERNMENT = re.compile(r"政府工作报告|government work report", re.I)
_FUNCTION_WORDS = re.compile(
    r"请问|我想知道|(?:报告)?(?:写明|提到|写到|记载|显示|说明)|报告(?:中|里|说)|"
    r"哪(?:一?[个座些]|[两三四五六七八九几]?[个座]?)(?:地级|外省)?(?:城市|地方|[市区县省地])(?:的)?|[两三四五六七八九][省市区县地](?=[,，\s]|$)|相比|相较|比较|[最更][多少高低大小早晚]|(?<=[㐀-鿿])(?:次数|件数|总数|数量)|"
    r"多少|百分之几|什么样的?|什么|怎样|怎么样?|如何|哪里|哪儿|哪些|哪[一二两三四五六七八九十几]?[个位本家份座所项条种只次年天]?|"
    r"几(?=[㐀-鿿])|谁|何时|何地|何处|是否|有没有|分别|一共|总共|共有|共(?=[^同产识建享])|(?<=[㐀-鿿])了|过(?=[?？]|$)|吗|呢|的|是|有(?!事|序|效|关)|都|[?？!！。,，、；;:：]"
)


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood.

    places: whose reports are asked about. subordinate: their districts and counties are meant too. years and period:
    the time of the statement. kinds: the kinds of report named, or empty for all. answer: what would answer it. units:
    measure words asked for ("件"), in the source's characters. list_size: how many things are asked for, or None.
    compares: one value per place is wanted, the best of them named; least: the smallest is. selects_places: the
    answer is the places for which the statement holds. content: the question without place, time and question words,
    in Chinese; expansions: further Chinese terms standing for its words, grouped by the word they stand for.
    """

    question: str
    language: Language
    places: tuple[Place, ...]
    subordinate: bool
    years: tuple[int, ...]
    period: PeriodKind
    kinds: tuple[Kind, ...]
    answer: AnswerKind
    units: tuple[str, ...]
    list_size: int | None
    is_list: bool
    compares: bool
    least: bool
    selects_places: bool
    content: str
    expansions: tuple[tuple[str, ...], ...]


def parse_question(
    question: str, *, gazetteer: Gazetteer, glossary: Glossary, today: date, indexed: frozenset[str] = frozenset(),
    dictionary: Callable[[str], Sequence[str]] | None = None,
) -> Query:
    """The question, understood. dictionary: Chinese words for an English one that the glossary lacks. indexed: codes of the places that have reports; they tell same-name places apart, and
    a name that is also an ordinary word (通道, 和平) is taken for a place only when it is one of them.

    Raises:
        QuestionError: it is empty or longer than LONGEST_QUESTION characters.
    """
    text = unicodedata.normalize("NFKC", question).strip()
    text = "".join(character for character in text if character.isprintable() or character.isspace())
    if not text:
        raise QuestionError("The question is empty. Type what you want to know. 问题是空的，请输入要问的内容。")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(text):,} characters; at most {LONGEST_QUESTION:,} can be used. Ask one thing. "
            f"问题过长（上限 {LONGEST_QUESTION:,} 字），请只问一件事。"
        )
    language: Language = "zh" if _CJK.search(text) else "en"
    mentions = gazetteer.mentions(text) if language == "zh" else gazetteer.mentions_latin(text)
    mentions = _known([*mentions, *_capitals(text, gazetteer)], indexed)
    mentions.sort(key=lambda mention: mention.start)
    selects = bool(_WHICH_PLACES.search(text))
    if language == "en" and any(_OWN.match(text[m.end :]) for m in mentions):
        selects = bool(_COMPARE.search(text)) and selects
    scope = _scope_mentions(text, mentions, selects=selects)
    years, period, year_spans = _period(text, today)
    content = _content(text, [(m.start, m.end) for m in scope] + year_spans)
    compares = bool(_COMPARE.search(text)) and (selects or len(scope) != 1 or bool(_PLACE.search(text)))
    expansions: tuple[tuple[str, ...], ...] = ()
    if language == "en":
        expansions = glossary.translate(content, dictionary=dictionary)
        content = "".join(group[0] for group in expansions)
    else:
        expansions = glossary.expand(content)
    answer, units = _answer_kind(text, language, glossary)
    size = _LIST_SIZE.search(text)
    return Query(
        question=question.strip(),
        language=language,
        places=_distinct([place for mention in scope for place in mention.places]),
        subordinate=bool(_SUBORDINATE.search(text)) and bool(scope),
        years=years,
        period=period,
        kinds=_kinds(text, scope),
        answer=answer,
        units=units,
        list_size=(
            _NUMERALS.get(size["zh"] or "") or _ENGLISH_NUMERALS.get((size["en"] or "").lower()) if size else None
        ),
        is_list=bool(_LIST.search(text)),
        compares=compares,
        least=bool(_LEAST.search(text)),
        selects_places=selects or compares,
        content=content,
        expansions=expansions,
    )


def _capitals(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """河南省会 → 郑州市; "the capital of Henan" → 郑州市."""
    found = []
    for mention in [*gazetteer.mentions(text), *gazetteer.mentions_latin(text)]:
        province = mention.places[0]
        if province.level != "province":
            continue
        after = re.match(r"省?的?省会", text[mention.end :])
        if mention.text.endswith("省") and text[mention.end :].startswith("会"):
            after = re.match("会", text[mention.end :])
        before = re.search(r"capital (?:city )?of\s*$", text[: mention.start], re.I)
        if (after or before) and (capital := gazetteer.capital(province.code)):
            end = mention.end + (after.end() if after else 0)
            start = before.start() if before else mention.start
            found.append(Mention(start=start, end=end, text=text[start:end], places=(capital,), certain=True))
    return found


def _scope_mentions(text: str, mentions: list[Mention], *, selects: bool) -> list[Mention]:
    """Of all places named, those whose reports are asked about: the first that is no destination, and its equals.

    "哪些市政协去合肥考察过" → none (合肥 is where they went); "郑州、邯郸、新乡三市…" → all three.
    """
    capitals = [mention for mention in mentions if "省会" in mention.text or "capital" in mention.text.lower()]
    candidates = [
        mention
        for mention in mentions
        if mention in capitals or not any(c.start <= mention.start and mention.end <= c.end for c in capitals)
    ]
    scope: list[Mention] = []
    for mention in candidates:
        if scope:
            between = text[scope[-1].end : mention.start]
            if _JOINT.match(re.sub(r"^[省市区县州]?(?:政协)?|(?:19|20)\d\d年度?|市政协", "", between)):
                scope.append(mention)
            continue
        destination = bool(_VISIT.search(text[: mention.start]))
        own = _OWN.match(text[mention.end :])
        if (destination and not own) or (selects and not own and mention.start > 6):
            continue
        scope.append(mention)
    return scope


def _known(mentions: list[Mention], indexed: frozenset[str]) -> list[Mention]:
    """The mentions with same-name places told apart by what is indexed; doubtful ones that are not indexed dropped."""
    kept = []
    for mention in mentions:
        known = [place for place in mention.places if place.code in indexed]
        if known or mention.certain:
            kept.append(replace(mention, places=(known[0] if known else mention.places[0],)))
    return kept


def _period(text: str, today: date) -> tuple[tuple[int, ...], PeriodKind, list[tuple[int, int]]]:
    """The years a question names, what they are the years of, and where they stand in it."""
    if found := _DELIVERED.search(text):
        year = next(int(value) for value in found.groups() if value)
        return (year,), "delivered", [(found.start(), found.end())]
    years: list[int] = []
    spans: list[tuple[int, int]] = []
    for match in _YEAR.finditer(text):
        first = int(match[1])
        years.extend(range(first, min(int(match[2] or first), first + 30) + 1))
        tail = re.match(r"年度?", text[match.end() :])
        spans.append((match.start(), match.end() + (tail.end() if tail else 0)))
    for word, offset in (("去年", -1), ("前年", -2), ("今年", 0), ("明年", 1), ("last year", -1), ("this year", 0)):
        for match in re.finditer(word, text, re.I):
            years.append(today.year + offset)
            spans.append((match.start(), match.end()))
    plan = _PLAN.search(text) is not None
    return tuple(dict.fromkeys(years)), "plans" if plan else "covers", spans


def _content(text: str, spans: list[tuple[int, int]]) -> str:
    """The question less the given spans and less its question words."""
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    stripped = re.sub(r"^\s*[省市区县州]?\s*(?:政协)?(?=\s)", " ", "".join(kept))
    return re.sub(r"\s+", " ", _FUNCTION_WORDS.sub(" ", stripped)).strip()


def _kinds(text: str, scope: list[Mention]) -> tuple[Kind, ...]:
    if _GOVERNMENT.search(text):
        return ("government_report",)
    for match in _CPPCC.finditer(text):
        start = text.index("政协", match.start()) if "政协" in match[0] else match.start()
        if not _PROPOSALS_OF_CPPCC.match(text[start:]):
            return ("cppcc_report", "proposal_report")
    for mention in scope:
        if text[mention.end :].startswith("政协") and not _PROPOSALS_OF_CPPCC.match(text[mention.end :]):
            return ("cppcc_report", "proposal_report")
    return ()


def _answer_kind(text: str, language: Language, glossary: Glossary) -> tuple[AnswerKind, tuple[str, ...]]:
    if match := _NUMBER.search(text):
        unit = (match["unit"] or match["few"] or "") if language == "zh" else ""
        if _SHARE.search(match[0]):
            unit = "%"
        units = _units(text, match, unit, language, glossary)
        return "number", units
    if _ASKED_AS_FIGURE.search(text) and "哪" not in text:
        return "number", ()
    for pattern, kind in (
        (_PERSON, "person"),
        (_DATE, "date"),
        (_TITLE, "title"),
        (_ORGANISATION, "organisation"),
        (_PLACE, "place"),
        (_NAME, "name"),
    ):
        if pattern.search(text):
            return kind, ()  # type: ignore[return-value]
    return "phrase", ()


def _units(text: str, match: re.Match[str], unit: str, language: Language, glossary: Glossary) -> tuple[str, ...]:
    if unit == "%" or language == "zh":
        return glossary.unit_prefix(unit)
    return glossary.units(text[match.end() :]) if "many" in match[0].lower() else ()


def _distinct(places: list[Place]) -> tuple[Place, ...]:
    return tuple({place.code: place for place in places}.values())
