"""question → Query: what is asked, of which place and time, in which language, and what kind of answer it wants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from index.errors import QuestionError
from index.language.gazetteer import Gazetteer
from index.language.script import simplified
from index.language.units import UNITS
from index.types import Kind, Level, Place
from qa.types import Language, PeriodKind
from qa.understanding.asked import asked_part, left_out_part
from qa.understanding.glossary import Glossary
from qa.understanding.kinds import department_asked, kinds_asked, organ_spans
from qa.understanding.limits import check_question
from qa.understanding.names import names_asked
from qa.understanding.people import name_people, readings_of
from qa.understanding.period import period_asked
from qa.understanding.places import asks_subordinate, selects_places
from qa.understanding.wanted import AnswerKind, counted_thing, english_things, is_list, list_size, wanted_answer
from qa.understanding.where_when import language_of
from qa.understanding.years import plan_period, written_out

__all__ = ["AnswerKind", "Query", "parse_question"]


_COMPARE = re.compile(
    r"(?:谁|哪一?个[省市区县]?)[^?？]{0,16}[多少高低大小早晚][?？]?$|最早|更早|最晚|更晚|最多|最少|最高|最低|最大|最小|更多|更少|更高|更低|相比|比较|谁多|谁高|哪个多|第一多|排名|"
    r"\b(?:most|fewest|highest|lowest|more|fewer|compare|largest|smallest)\b",
    re.IGNORECASE,
)
# A unit that is a thing of its own (学位, 床位, 社区) stays part of what is asked.
_UNIT = "|".join(
    re.escape(unit) for unit in UNITS if not re.search("[位席卡桥楼园厂店院校馆田井池港国厅站社街村镇乡市县区]", unit)
)
# 几家高新技术企业, 多少亿元: the measure word is no part of what is counted.
_MEASURE = re.compile(
    r"哪[一两三四五六七八九十几]?[个座](?:地级|外省)?(?:城市|地方|[市区县省地])的?|"
    rf"多少(?:[十百千]?[万亿]{{1,2}}(?:{_UNIT})?|(?:{_UNIT})(?=\s*[?？,，。]|\s*$))|"
    r"(?:多少|几|哪[一两三四五六七八九十几]?)[个家条份样件项次名位场篇期处所座种部本张支批届类段款](?=[㐀-鿿])|这一年|当年|年末|年底"
)
# What is said beside the question: (不是常委会议), 不要五年累计数, (including districts and towns); not (政府自身建设),
# which says what it is about.
_ASIDE = re.compile(
    r"[（(](?:[^（）()]{1,2}|(?=[^（）()]{0,12}(?:不|非|含|包括|仅|限|单位|除|[A-Za-z]))[^（）()]{1,60})[)）]|(?<=[,，。.?？])\s*(?:不是|不要|不算|不含|不包括|而不是)[^,，。.?？]*|"
    r"\b(?:not|excluding) [^,.?]*$"
)
_SINGLES_OUT = re.compile(r"[最更谁哪]|which|most|highest|lowest|more|fewer", re.IGNORECASE)
_TABULATE = re.compile(
    r"各[地省市区县](?!区?县)(?:市|州)?|分别(?:是|为|有)?多少|各[^各?？,，]{0,8}(?:多少|几)|"
    r"\beach (?:city|place|district)",
    re.IGNORECASE,
)
_LEAST = re.compile(r"最早|更早|最少|最低|最小|更少|更低|\b(?:fewest|lowest|fewer|smallest|least)\b", re.IGNORECASE)
_FUNCTION_WORDS = re.compile(
    r"请问|(?:把)?自己的?|叫[作做]|称[作为]|出现过?|见于|请教(?:一下)?|(?:我?想)?(?:了解|知道|问|查)一?下|帮我查|麻烦(?:问|查)一?下?|劳驾|告诉我|什么时[候间]|几月几[日号]|打算|准备(?!金)|我想知道|除了?|之?以?外(?=[,，、])|^(?:只看|仅看|只要|只说|仅限|限于|光看|单看)|(?:报告)?(?:写明|提到|写到|记载|显示|说明)|报告(?:中|里|说)|"
    r"哪(?:一?[个座些]|[两三四五六七八九几]?[个座]?)(?:地级|外省)?(?:城市|地方|[市区县省地])(?:的)?|[两三四五六七八九][省市区县地](?=[,，\s谁的]|$)|相比|相较|比较|"
    r"[最更][多少高低大小早晚]|(?<=[㐀-鿿])(?:次数|件数|人数|户数|总数|数量)|"
    r"百分之(?:几|多少)|[比较](?:上|去|前一)一?年度?|同比|达到|预期(?!寿命)|力争|多少|什么样的?|什么|怎样|怎么样?|如何|哪里|哪儿|哪些|哪[一二两三四五六七八九十几]?[个位本家份座所项条种只次年天]?|"
    r"几(?=[㐀-鿿])|谁|何时|何地|何处|是否|有没有|分别|一共|总共|共有|(?<![公中总])共(?=[^同产识建享和青])|(?<=[㐀-鿿])了|过(?=[?？]|$)|吗|呢|的|是|有(?!事|序|效|关)|都|"
    r"[?？!！。,，、；;:：]"
)


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood.

    question: what was asked, in simplified characters, without the background that people give first. places: whose
    reports are asked about; several of one name where nothing tells them apart, which same_named then holds.
    namesakes: others of that name, of which there are no reports. terms: of each other name in the question the words
    of which the sentence of an answer must hold one; doubted: those of them that the question may be about. absent:
    bodies that it is about and no report is of. level: of the body it is about, where its rank alone is named, and
    ranked, its words (省政协). excluded: places that it leaves out. beside: places
    named beside those. subordinate: their districts and counties
    are meant too. years and period: the time of the statement;
    relative_years: the years are counted from today (去年). plan_years: where no year is named, those of the five-year
    plan that is. kinds: the kinds of report named, or empty for all.
    body: the department of a place asked about (教育局), or "".
    answer: what would answer it. units: measure words asked for ("件"), in the source's characters. counted: of an
    English question, the Chinese for what is counted; things: of one, the Chinese for the kind of thing asked for
    ("which brand"). list_size: how many things are asked for, or None. compares: one value per place is wanted, the
    best of them named; least: the smallest is; tabulates: all are wanted, none is singled out. selects_places: the
    answer is the places for which the statement holds. content: the question without place, time and question words,
    in Chinese; expansions: further Chinese terms standing for its words, grouped by the word they stand for.
    """

    question: str
    language: Language
    places: tuple[Place, ...]
    same_named: tuple[Place, ...]
    namesakes: tuple[Place, ...]
    terms: tuple[tuple[str, ...], ...]
    doubted: tuple[str, ...]
    absent: tuple[str, ...]
    level: Level | None
    ranked: str
    excluded: tuple[Place, ...]
    beside: tuple[Place, ...]
    subordinate: bool
    years: tuple[int, ...]
    relative_years: bool
    plan_years: tuple[int, ...]
    period: PeriodKind
    kinds: tuple[Kind, ...]
    answer: AnswerKind
    units: tuple[str, ...]
    counted: tuple[str, ...]
    things: tuple[str, ...]
    list_size: int | None
    is_list: bool
    compares: bool
    least: bool
    tabulates: bool
    selects_places: bool
    content: str
    expansions: tuple[tuple[str, ...], ...]
    body: str = ""


def parse_question(
    question: str,
    *,
    gazetteer: Gazetteer,
    glossary: Glossary,
    today: date,
    indexed: frozenset[str] = frozenset(),
    dictionary: Callable[[str], Sequence[str]] | None = None,
    people: Callable[[str], Sequence[str]] | None = None,
    around: Sequence[Place] = (),
    known: Callable[[str], bool] = lambda _words: True,
    reports: Callable[[str], bool] = lambda _body: False,
) -> Query:
    """The question, understood.

    indexed: codes of the places that have reports; they tell same-name places apart. dictionary: Chinese words for an
    English one that the glossary lacks. people: Chinese names for toneless pinyin ("suhongfeng"). today: what 去年
    counts from. around: places chosen by filters, which tell same-name places apart as well. known: whether the corpus
    has some words, or they are everyday ones; others may be a name. reports: whether a department has reports of its
    own, which are then searched, so that its name is no word of what is asked.

    Raises:
        QuestionError: it is empty or longer than LONGEST_QUESTION characters.
    """
    whole = written_out(_cleaned(question), today)
    language = language_of(whole)
    start, end = asked_part(whole)
    text, background = whole[start:end].strip(), f"{whole[:start]}\n{whole[end:]}"
    cut = left_out_part(text)
    left_out, text = text[:cut], text[cut:]
    compares = _COMPARE.search(text) is not None
    selects = selects_places(text, gazetteer, language=language, compares=compares)
    named = names_asked(
        text,
        gazetteer,
        language=language,
        indexed=indexed,
        selects=selects,
        compares=compares,
        background=background,
        around=around,
        known=known if language == "zh" else lambda words: _has_chinese(words, glossary, dictionary, people),
        left_out=left_out,
    )
    scope = named.scope
    answer, units = wanted_answer(text, language, glossary)
    tabulates = len(scope) != 1 and _tabulates(text, compares=compares, answer=answer)
    compares = tabulates or (compares and (selects or len(scope) != 1 or answer == "place"))
    years, period, year_spans = period_asked(text, today)
    relative = bool(years) and not any(text[start:end].strip()[0].isdigit() for start, end in year_spans)
    if not years:
        years, aside, _ = period_asked(background, today)
        period = aside if aside == "delivered" else period
    body = department_asked(text, scope)
    spans = [(m.start, m.end) for m in (*scope, *named.excluded) if text[m.start : m.end] == m.text] + year_spans
    spans += organ_spans(text, scope)
    if body and reports(body):
        spans.append((text.index(body), text.index(body) + len(body)))
    content = _content(text, spans)
    if language == "en":
        content, names = name_people(content, people, gazetteer=gazetteer, glossary=glossary)
        groups = glossary.translate(content, dictionary=dictionary)
        expansions = tuple(names.get(group[0], group) for group in groups)
        content = "".join(group[0] for group in expansions)
    else:
        expansions = glossary.expand(content)
    return Query(
        question=text,
        language=language,
        places=tuple({place.code: place for mention in scope for place in mention.places}.values()),
        same_named=next((mention.places for mention in scope if len(mention.places) > 1), ()),
        namesakes=named.namesakes,
        terms=named.terms,
        doubted=named.doubted,
        absent=named.absent,
        level=named.level,
        ranked=named.ranked,
        beside=named.beside,
        excluded=tuple(place for mention in named.excluded for place in mention.places),
        subordinate=asks_subordinate(text) and bool(scope),
        years=years,
        relative_years=relative,
        plan_years=() if years else plan_period(text),
        period=period,
        kinds=kinds_asked(text, scope),
        answer=answer,
        units=units,
        counted=counted_thing(text, glossary) if language == "en" else (),
        things=english_things(text, glossary, dictionary=dictionary) if language == "en" else (),
        list_size=list_size(text),
        is_list=is_list(text),
        compares=compares,
        least=_LEAST.search(text) is not None,
        tabulates=tabulates,
        selects_places=selects or compares,
        content=content,
        expansions=expansions,
        body=body,
    )


def _has_chinese(
    words: str,
    glossary: Glossary,
    dictionary: Callable[[str], Sequence[str]] | None,
    people: Callable[[str], Sequence[str]] | None,
) -> bool:
    """Whether English words have Chinese ones, together or each, or are somebody's name in the corpus."""
    lower = words.lower()
    if people is not None and any(people(pinyin) for pinyin in readings_of(words.split())):
        return True
    return all(
        piece in glossary.phrases or (dictionary is not None and bool(dictionary(piece)))
        for piece in ([lower] if lower in glossary.phrases else re.split(r"[ -]", lower))
    )


def _tabulates(text: str, *, compares: bool, answer: AnswerKind) -> bool:
    """Whether the value of each place is wanted: 各地立案多少件, 比较苏州、无锡的地区生产总值."""
    if compares:
        return _SINGLES_OUT.search(text) is None
    return answer == "number" and _TABULATE.search(text) is not None


def _cleaned(question: str) -> str:
    check_question(question)
    text = simplified(unicodedata.normalize("NFKC", question).strip())
    text = "".join(character for character in text if character.isprintable() or character.isspace())
    if not text:
        raise QuestionError("The question is empty. Type what you want to know. 问题是空的，请输入要问的内容。")
    check_question(text)
    return text


def _content(text: str, spans: list[tuple[int, int]]) -> str:
    """The question less the given spans and less its question words."""
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    text_left = _ASIDE.sub(lambda match: " " * len(match[0]), "".join(kept))
    stripped = re.sub(r"^\s*[省市区县州]?\s*(?:政协)?(?=\s)", " ", text_left)
    stripped = _MEASURE.sub(" ", stripped)
    return re.sub(r"\s+", " ", _FUNCTION_WORDS.sub(" ", stripped)).strip()
