"""What is never learned: an answer that one of these rules holds back is not given, however sure the judge is."""

from __future__ import annotations

import re
from itertools import pairwise

from index.language.changes import CHANGE_WORDS, change_before
from index.language.figures import Figure, find_figures, is_passed
from index.language.names import SURNAMES
from index.language.script import simplified
from index.language.stages import denies_stage, last_stage_in, same_stage
from index.language.units import CLASSIFIERS, PEOPLE, SHARES, measures_another, unit_may_stand
from qa.answering.extract import Finding
from qa.answering.figure_fit import stage_words
from qa.answering.held import names_all
from qa.answering.of_another import of_another, sentence_of, without_places
from qa.answering.people_asked import asks_people, asks_who_somebody_is, is_title_of_one_named, names_another
from qa.retrieval.scope import ResolvedScope
from qa.understanding.query import Query

__all__ = ["held_back"]

_PART = "上半年|下半年|[一二三四]季度|前三季度"
_SEVERAL = (
    "年均(?:分别|实际|名义)?(?:增|递增|提高|下降|减少)|"
    "届(?:政协|政府|人大|委员会|常委会)?以来|[三四五]年来|过去五年|五年间|“十[一二三四]五”(?:期间|时期|以来)"
)
# 全会期间…提交提案132件,全年提交提案142件: the meeting, or "" for the time beside it.
_OCCASION = re.compile("((?<!闭)(?:全会|大会|会议)期间|[全大]会上)|全年|闭会期间|平时|平常")
_PART_OF_YEAR, _SEVERAL_YEARS = re.compile(_PART), re.compile(_SEVERAL)
# The ends of a change: 由57万户增至145万户.
_CHANGE = (
    "(?:"
    + "|".join(
        sorted({*CHANGE_WORDS, "增", "升", "发展", "恢复", "调整", "变", "跃升", "扩展"}, key=lambda word: -len(word))
    )
    + ")"
)
_BEGAN = re.compile("(?:由|从)[^0-9，,；;。]{0,14}$")
_TO = re.compile(rf"\s*(?:的)?{_CHANGE}?(?:到|至|为)")
_FROM_TO = re.compile(rf"(?:由|从)[^，,；;。]{{1,30}}{_CHANGE}?(?:到|至|为)[^，,；;。0-9]{{0,4}}$")
_BOTH_ENDS = re.compile("[由从]多少|从几|由几|变化|from what|how did")
# 哪年上任的: a date of its sentence is one of taking or leaving office only where that speaks of it.
_TOOK_OFFICE = re.compile("上任|任职|当选|就任|就职|履新|到任|上台|卸任|离任|退休|接任|担任")
_OF_OFFICE = re.compile("[任选](?![务何意性])|就职|履新|退休")
# 排第几: a place among others, not how many there are.
_HOW_MUCH = re.compile("多少|几(?=[㐀-鿿])|how (?:many|much)", re.IGNORECASE)
# 两位同志, 他们叫什么名字: of people, not of what they belong to.
_ASKS_NAME = re.compile(
    "(?:[他她](?:们|俩)?|同志|委员|干部|人员|人|位)(?:都|分别|各自?|又)?(?:叫什么|姓甚|姓名|名字|姓什么)"
)
_NO_PERSON = "(?!.{0,2}(?:政协|政府|[市县区局委会馆院部党办社协府]))"
_PERSON = re.compile(f"[{SURNAMES}]{_NO_PERSON}[㐀-鿿]{{1,3}}|[㐀-鿿]{{1,8}}·[㐀-鿿·]{{1,12}}")
_NAMES_APART = re.compile("[、,，和及与\\s]")
_CHOOSES = re.compile(r"还是|或者?|哪一?[个位家座]|是不是|是否|[吗么][?？]?$|\bor\b")
_ASKS_RANK = re.compile("第几(?:位|名)?(?![个次届轮批期章条号])|(?<!安)排名?(?:多少|几)|位[列居](?:多少|几)|名次")
# How much, in words: nothing else that has no figure says it (二十一连丰).
_IN_WORDS = re.compile("[0-9０-９半成倍番零无全]|没有|持平|多数|大部")
# 多少委员: people, who are counted by no other measure.
_HOW_MANY_PEOPLE = re.compile(
    "多少(?:名|位|个)?[^，,。？?多少几]{0,4}(?:委员|干部|职工|代表|党员|民警|教师|医生|学生|老人|居民|志愿者)(?:们)?[?？了呢啊]{0,2}$"
)
# 总量排全国第几, which 增速全国第3 does not tell.
_RANK_OF = (
    re.compile("总量|总额|规模|体量|总值(?![^，,]{0,4}增)"),
    re.compile("增[速幅长]|涨幅|降幅"),
    re.compile("人均"),
)
# 来了多少过夜游客, which no rate tells.
_MONEY = ("元", "块", "块钱")
_AMOUNT_ASKED = re.compile("多少(?!百分|比例|比重|个?点|成)[㐀-鿿]{2,}")
_RATE_OR_CHANGE = re.compile("[率占比增涨升降减幅跌%％]|提高|百分|回落")
_RANK_BEFORE = re.compile("第|[前首末]|名|位|强|榜")
_YEAR_NEAR = re.compile(r"(?:19|20)\d\d\s?年|“十[一二三四]五”|[上去]年")
_NEAR = 30
_ASKS_LEVEL = re.compile(f"{_CHANGE}(?:到|至)|涨到|升到|rise to|grow to|reach")
# 人均地区生产总值 is no 地区生产总值; of what is given by the head alone (人均可支配收入) people leave the words out.
_PER_HEAD = re.compile("[人户亩村]均(?P<what>(?!可支配|纯?收入|消费|预期|寿命|住房|工资)[一-龥]{4})")
# 立案的占多少, which no 办复率 tells.
_RATE_ASKED = re.compile("(?P<said>[㐀-鿿]{2,4})(?:率|的?占)")
# 跨境电商占百分之多少, which no 增长697% tells.
_SHARE_ASKED = re.compile("占[^，,。？?]{0,8}(?:多少|几|多大)|(?:占比|比重|比例)[^，,。？?]{0,4}(?:多少|几|多[大高])")
_GROWTH_TOLD = re.compile(
    "(?:增长|增幅|增速|增加|下降|同比|上升|上涨|减少|回落|递增)了?(?:为|达到?|约)?"
    "(?:[0-9０-９.．]{1,8}(?:[%％]|个百分点)[、和与及]){0,6}$"
)
_GROWS = re.compile("[增涨升降减]|提高|回落|下滑")
_RATE_TOLD = re.compile("(?P<said>[㐀-鿿]{2,4})率(?:为|达到?|是)?$")
_FORMER = re.compile(
    "年前|原来|原先|原本|原有|此前|之前|以前|当初|起初|起先|提高前|调整前|最初|最早|先前|过去是|"
    "before|previous|former|used to|initial",
    re.IGNORECASE,
)
_TOTAL = re.compile("累计|总计|共计")
_OPENS_WITH_TIME = re.compile(rf"(?:过去|这|近)?(?:{_SEVERAL})|(?:过去|这)?一年来?|(?:19|20)\d\d年|去年|全年")
_TIME = re.compile(rf"{_PART}|{_SEVERAL}|(?:19|20)\d\d年|去年|全年")


# 市委书记 is neither 省委书记 nor 市委副书记, a mayor no deputy's.
_OFFICE = re.compile(
    "[省市区县州旗乡镇村](?:委|工委)[^，。；、]{0,2}?书记|(?:副|原|前|常务副)?[省市区县州旗]长|副?检察长|副?院长|副?主席"
)

# 2025年兑镇镇煤改电多少户: a town, which no table of places has.
_TOWN = re.compile(
    "(?:[年月市县区旗州的给在对]|^)(?P<name>(?![各全每城乡小村集本该给在对向到由把将])[一-龥]{2,3}?)"
    "(?:街道|(?<![城乡小村集古])镇|(?<![城下返回家山老])乡(?![村镇]))(?!企业|振兴|[市县区])"
)
_YEAR_RIGHT_BEFORE = re.compile(r"(?P<year>(?:19|20)\d\d)\s?年的?$")
_WHOLE_SENTENCE = re.compile("[。！？!?\n]")
_YEAR_OF_ALL = re.compile(r"(?P<by>[到至])?(?P<year>(?:19|20)\d\d)\s?年")
# In a report of last year.
_YEAR_BEFORE_LAST = re.compile("(?<![0-9一二三四五六七八九十])前年[底末]?的?$")
_TRADED = re.compile("[进出]口")
_TRADE = (re.compile("(?<!进)出口"), re.compile("(?<!出)进口"))
# Who wrote or took down what is reported is asked for by these words alone.
_WROTE = re.compile(
    r"(?:(?:记者|通讯员|摄影|撰文|撰稿|编辑|责编)[：:\s]{0,4}|[文图][/：:]\s{0,4})(?:[㐀-鿿·]{2,4}[、，\s]{1,3}){0,4}$"
)
_ASKS_WRITER = re.compile(
    "记者|通讯员|作者|摄影|编辑|[写撰采拍稿]|报道|责编|校对|journalist|reporter|correspondent|editor|edited|author|wrote|written|photo",
    re.IGNORECASE,
)


def held_back(query: Query, scope: ResolvedScope, finding: Finding) -> str:
    """Which rule holds this answer back, or "".

    office: the person holds another office than is asked for. writer: the person but wrote the piece. past-of-plan: a
    result is asked for of a time that is only planned. name: its sentence lacks a name that the question has beside
    its scope, or a town. number: it is asked how much, and this is no figure. stage: it says that what is asked did
    not happen, or the other way round, or is the rate of another stage. period: it is said of half a year, or of
    several years, and that is not asked for. end: a change began with it (由57万户增至145万户), and what it came to is
    asked for, or the other way round, or it is to be reached by another year. average: it says how much a head, and
    how much in all is asked for. level: it says by how much a thing rose, and to how much is asked for. unit: a share
    for an amount, or an amount for a share; metres for a count. rank: how many there are is given, and which place
    something takes is asked for. date: its sentence speaks of no office, and when one was taken is asked. trade:
    exports are asked for and trade in all is given, or imports. class: those of one class are asked for (经济类的,
    重点提案), which its sentence does not name, or all, and it counts some of them (入境游客). event: how many came to
    something is asked, and it is of another. repeat: the question names it and asks for another. person: it is asked
    what people are called, and this is no name, or who somebody is, and this is the name of another. title: people are
    asked for, and this is but the title of one whom the question names.
    """
    if not names_all([*query.terms, *_towns(query)], finding):
        return "name"
    figure = finding.candidate.figure
    if query.answer == "date" and _TOOK_OFFICE.search(query.question) and not _OF_OFFICE.search(sentence_of(finding)):
        return "date"
    if _is_no_name(query, finding):
        return "person"
    if _is_rank_of_another(query, finding):
        return "rank"
    if figure is None:
        return _of_words(query, finding)
    if _ASKS_RANK.search(query.question) and not _is_rank(finding):
        return "rank"
    if another := of_another(query, finding):
        return another
    if _is_given(query, figure):
        return "repeat"
    if _is_of_another_period(query, finding):
        return "period"
    return _of_figure(query, scope, finding, figure)


def _of_words(query: Query, finding: Finding) -> str:
    """Which rule holds back an answer that is no figure."""
    if _is_no_number(query, finding):
        return "number"
    if _is_title_alone(query, finding):
        return "title"
    if _is_heading_of_nothing(query, finding):
        return "heading"
    if query.answer in ("person", "place", "organisation") and _repeats(query, finding):
        return "repeat"
    asked, held = ({*_OFFICE.findall(text)} for text in (query.question, simplified(finding.own)))
    if query.answer == "person" and _is_writer(finding) and not _ASKS_WRITER.search(query.question):
        return "writer"
    return "office" if query.answer == "person" and asked and held and asked.isdisjoint(held) else ""


def _of_figure(query: Query, scope: ResolvedScope, finding: Finding, figure: Figure) -> str:
    if any(is_of(query, finding) for is_of in (_is_mark, _is_other_end, _is_of_another_year, _is_of_goal)):
        return "end"
    if _TRADED.search(finding.own) and any(
        asked.search(query.question) and not asked.search(finding.own) for asked in _TRADE
    ):
        return "trade"
    if any(
        each["what"] in query.question and each[0] not in query.question for each in _PER_HEAD.finditer(finding.own)
    ):
        return "average"
    if _ASKS_LEVEL.search(query.question) and (change := change_before(_before(finding))) and not change.level:
        return "level"
    if scope.past_of_plan and query.answer == "number":
        return "past-of-plan"
    if denies_stage(simplified(finding.own), stage_words(query)) or _is_rate_of_another(query, finding):
        return "stage"
    if measures_another(query.units, figure.unit) or _is_growth_of_share(query, finding, figure):
        return "unit"
    if not query.units and _HOW_MANY_PEOPLE.search(query.question) and figure.unit in CLASSIFIERS - PEOPLE - {"个"}:
        return "unit"
    if figure.unit in SHARES and _AMOUNT_ASKED.search(query.question) and not _RATE_OR_CHANGE.search(query.question):
        return "unit"
    another = query.units and not unit_may_stand(query.units, figure.unit)
    return "unit" if another and SHARES.isdisjoint(query.units) == (figure.unit in SHARES) else ""


def _towns(query: Query) -> list[tuple[str, ...]]:
    """The town asked about, as a term: 兑镇 of 2025年兑镇镇煤改电多少户."""
    town = _TOWN.search(without_places(query.question, query, "市"))
    return [(town["name"],)] if town else []


def _is_rate_of_another(query: Query, finding: Finding) -> bool:
    """Whether the rate of one stage is asked for and the figure is that of another."""
    stages = (last_stage_in(each["said"]) for each in _RATE_ASKED.finditer(query.question))
    asked = [stage for stage in stages if stage]
    rate = _RATE_TOLD.search(_before(finding))
    told = last_stage_in(rate["said"]) if rate else ""
    return bool(asked and told) and not any(same_stage(told, stage) for stage in asked)


def _is_growth_of_share(query: Query, finding: Finding, figure: Figure) -> bool:
    """Whether a share is asked for, and the figure is how much something grew."""
    if figure.unit != "%" or _SHARE_ASKED.search(query.question) is None or _GROWS.search(query.question):
        return False
    return _GROWTH_TOLD.search(_before(finding)) is not None


def _is_no_number(query: Query, finding: Finding) -> bool:
    """Whether it is asked how much something is, and this has no figure and does not say it in words."""
    if query.answer != "number" or query.language != "zh" or "多少" not in query.question:
        return False
    return _IN_WORDS.search(simplified(finding.candidate.text)) is None


def _is_rank(finding: Finding) -> bool:
    """Whether a figure says which place something takes: 第三, 前10名."""
    start = finding.candidate.start - finding.hit.start
    return _RANK_BEFORE.search(finding.hit.text[max(0, start - 2) : start] + finding.candidate.text) is not None


def _is_rank_of_another(query: Query, finding: Finding) -> bool:
    """Whether a rank is of how fast something grew, and that of how much it is is asked for, or the other way round."""
    if not _ASKS_RANK.search(query.question):
        return False
    asked = {n for n, of in enumerate(_RANK_OF) if of.search(query.question)}
    clause = re.split("[，,；;。、]", _before(finding))[-1]
    told = {n for n, of in enumerate(_RANK_OF) if of.search(clause)}
    return bool(asked and told) and asked.isdisjoint(told)


def _repeats(query: Query, finding: Finding) -> bool:
    """Whether the answer stands in the question, which does not ask to choose: 刘守斌是哪里人."""
    text = simplified(finding.candidate.text).removesuffix("同志")
    said = query.question + (query.content if query.language == "en" else "")  # names of people in Chinese
    return len(text) > 1 and text in said and not _CHOOSES.search(query.question)


def _is_no_name(query: Query, finding: Finding) -> bool:
    """Whether it is asked what people are called, and this is none of their names; or who somebody is, and this is the
    name of another.
    """
    if (who := asks_who_somebody_is(query.question)) and who in sentence_of(finding):
        return names_another(who, finding.candidate.text)
    asked = query.answer == "person" and _ASKS_NAME.search(query.question) is not None
    names = [each for each in _NAMES_APART.split(finding.candidate.text.removesuffix("等")) if each]
    return asked and not all(map(_PERSON.fullmatch, names))


def _is_title_alone(query: Query, finding: Finding) -> bool:
    """Whether people are asked for, and this is the title of somebody whom the question names."""
    if not asks_people(query.question):
        return False
    hit, candidate = finding.hit, finding.candidate
    return is_title_of_one_named(query.question + query.content, hit.report.text, candidate.start, candidate.end)


def _is_heading_of_nothing(query: Query, finding: Finding) -> bool:
    """Whether a Chinese answer is of a heading that shares no two characters with what is asked: 锻造工业强市主引擎, of
    打造三个千亿级产业集群.
    """
    if query.language != "zh" or not query.content:
        return False
    sentence = "".join(simplified(sentence_of(finding)).split())
    if not any(sentence in "".join(simplified(heading).split()) for heading in finding.hit.heading_path if sentence):
        return False
    pairs = {one + other for one, other in pairwise(query.content) if min(one, other) >= "一"}
    return not any(pair in sentence for pair in pairs)


def _is_given(query: Query, figure: Figure) -> bool:
    """Whether the question has this figure and asks how much another thing is: 比上年多了97.6亿元，上年是多少."""
    if not figure.unit or query.doubted or not _HOW_MUCH.search(query.question):
        return False
    given = find_figures(query.question)
    return any(each.value == figure.value and _is_one_unit(each.unit, figure.unit) for each in given)


def _is_one_unit(asked: str, printed: str) -> bool:
    """Whether both are one unit, as it is said and printed: 块, 元."""
    return asked == printed or (asked in _MONEY and printed in _MONEY)


def _is_writer(finding: Finding) -> bool:
    """Whether a name stands behind 记者 or the like, alone or among others: (新乡日报全媒体记者 丁艳冰)."""
    start = finding.candidate.start - finding.hit.start
    return _WROTE.search(finding.hit.text[max(0, start - _NEAR) : start]) is not None


def _is_other_end(query: Query, finding: Finding) -> bool:
    """Whether the figure is one end of a change, and the other is asked for. Not where the sentence names years."""
    hit, candidate, covers = finding.hit, finding.candidate, finding.hit.report.covers
    text, start = simplified(hit.text), candidate.start - hit.start
    before, after = text[max(0, finding.sentence.start - hit.start) : start], text[start + len(candidate.text) :]
    began, became = (
        _BEGAN.search(before) is not None and _TO.match(after) is not None,
        _FROM_TO.search(before) is not None,
    )
    if not (began or became) or _BOTH_ENDS.search(query.question) or _YEAR_NEAR.search(before[-_NEAR:]):
        return False
    if query.years and covers and query.years[-1] < covers[-1]:
        return False
    return began != (_FORMER.search(query.question) is not None)


def _is_mark(_query: Query, finding: Finding) -> bool:
    """Whether the figure is but the mark that the next one is said to have passed."""
    text = finding.hit.report.text[finding.sentence.start : finding.sentence.end]
    figures = find_figures(text)
    at = finding.candidate.end - finding.sentence.start
    return any(one.end == at and is_passed(text, one, following) for one, following in pairwise(figures))


def _is_of_another_year(query: Query, finding: Finding) -> bool:
    """Whether the year that stands right before the figure is none of those asked about: 由1990年的25.5亿增加到…,
    由前年的203天提高到….
    """
    before, covers = _before(finding), finding.hit.report.covers
    year = _YEAR_RIGHT_BEFORE.search(before)
    if year is None and covers and query.years and _YEAR_BEFORE_LAST.search(before):
        return covers[-1] - 1 not in query.years
    return year is not None and bool(query.years) and int(year["year"]) not in query.years


def _is_of_goal(query: Query, finding: Finding) -> bool:
    """Whether the figure is what is to be reached by a year after those reported on and asked for: 到2028年，A达到1；
    B达到2 says so of both.
    """
    hit, covers = finding.hit, finding.hit.report.covers
    text = simplified(hit.text)[: finding.candidate.start - hit.start]
    named = list(_YEAR_OF_ALL.finditer(_WHOLE_SENTENCE.split(text)[-1]))
    if not named or not covers or not query.years or not named[-1]["by"]:
        return False
    year = int(named[-1]["year"])
    return year > covers[-1] and year not in query.years and query.period == "covers"


def _before(finding: Finding) -> str:
    """The finding's sentence up to its figure, as it is read."""
    hit, candidate = finding.hit, finding.candidate
    text = simplified(hit.text)[max(0, finding.sentence.start - hit.start) : candidate.end - hit.start]
    figure = candidate.figure
    return text[: len(text) - len(candidate.text) + (figure.number_start - figure.start if figure else 0)]


def _is_of_another_period(query: Query, finding: Finding) -> bool:
    """Whether the last time named before the figure is a part of a year, several years, the meeting or the whole year,
    and another than asked for.
    """
    asked = _PART_OF_YEAR.search(query.question)
    before = _before(finding)
    occasions = _OCCASION.findall(query.question)
    if len(set(occasions)) == 1 and (told := _OCCASION.findall(before)) and bool(told[-1]) != bool(occasions[0]):
        return True
    times = list(_TIME.finditer(before))
    stated = times[-1][0] if times else ""
    if _PART_OF_YEAR.fullmatch(stated):
        return asked is None or asked[0] != stated
    if asked and stated:
        return True
    adds_up = not stated and not _TOTAL.search(query.question) and _adds_up_years(finding)
    several = adds_up or _SEVERAL_YEARS.fullmatch(stated) is not None
    return several and len(query.years) == 1 and _SEVERAL_YEARS.search(query.question) is None


def _adds_up_years(finding: Finding) -> bool:
    """Whether a total stands in a paragraph that speaks of several years: 五年来，我们坚持…。支出累计投入2849亿元."""
    if not _TOTAL.search(_before(finding)):
        return False
    hit = finding.hit
    told = simplified(hit.text)[: finding.sentence.start - hit.start].rpartition("\n")[2]
    opened = [each[0] for sentence in _WHOLE_SENTENCE.split(told) if (each := _OPENS_WITH_TIME.match(sentence.strip()))]
    return bool(opened) and _SEVERAL_YEARS.search(opened[-1]) is not None
