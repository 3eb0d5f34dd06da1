"""When a report was delivered, which years it reviews and which it plans."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.language.dates import FIVE_YEAR_PLANS, NUMERAL, YEAR, PrintedDate, printed_dates, year_value

__all__ = ["Periods", "detect_periods", "months_of", "names_plan", "titled_periods", "years_told"]

# Characters at the start of a report among which title, date, speaker and greeting stand.
_HEAD = 1500
_HEADING_LIMIT = 45
# Reports given from November on review the year that is ending (2024-12-25 → 2024).
_LATE_MONTH = 11

_REVIEW = r"回顾|总结|亮点|工作情况|工作概况|取得的?成[就效]|明显成效|整体情况|成绩"
_PLAN = r"安排|打算|建议|任务|部署|思路|要求|展望|重点工作|主要工作|工作目标|措施|意见"
_BETWEEN = rf"\s*年?(?:(?!{YEAR})[^，。；,;\n]){{0,18}}?"
_REVIEW_HEADING = re.compile(rf"(?P<year>{YEAR}){_BETWEEN}(?:{_REVIEW})")
_PLAN_HEADING = re.compile(rf"(?P<year>{YEAR}){_BETWEEN}(?:{_PLAN})")
# 2009年主要工作 is a review when it comes first, 2010年政府主要工作 a plan when it comes late.
_EARLY_REVIEW_HEADING = re.compile(rf"(?P<year>{YEAR}){_BETWEEN}主要工作$")
_EARLY = 0.3
_TITLE_YEAR = re.compile(rf"(?P<year>{YEAR})(?=\s*年|[）)])")
_STANDARD_TIME = re.compile(
    rf"(?P<before>{YEAR})年[\d一二三四五六七八九十]{{1,3}}月[\d一二三四五六七八九十]{{1,3}}日(?:零时)?为(?:普查)?标准时点|"
    rf"标准时点[为是](?P<after>{YEAR})年|(?P<at_end>{YEAR})年末，全"
)
_ONLY_PLANS = re.compile("要点|打算|思路|计划(?!执行)|(?:部门|单位|财政|级)预算(?!执行|调整|收支情况)")
_LOOKS_BACK = re.compile("总结|回顾|执行|完成情况|公报|决算|调整")
# A draft that is reported on is told with the year before it.
_DRAFT_TOLD = re.compile("草案[）)]?的?报告")
_PART_OF_YEAR = re.compile(rf"{YEAR}年?(?:上半年|前三季度|(?:第?一|1)季度|1[-—至]\d月)")
_HALF_AHEAD = re.compile("下半年")
_PLANNED_FIVE_YEARS = re.compile(
    "第(?P<number>[一二三四五六七八九十]{1,3})个五年(?:规划|计划)|"
    '[“"](?P<short>[一二三四五六七八九十]{1,2}五)[”"][^，。；]{0,20}规划'
)
_MONTHS = (
    (re.compile("上半年|半年度?工作"), (1, 6)),
    (re.compile("前三季度|[一1]至三季度|三季度末"), (1, 9)),
    (re.compile("(?:第?一|首个?)季度|一季度"), (1, 3)),
    (re.compile("第?二季度"), (4, 6)),
    (re.compile("第?三季度"), (7, 9)),
    (re.compile("第?四季度"), (10, 12)),
    (re.compile("下半年"), (7, 12)),
)
_MONTH_RANGE = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})\s{0,3}月?\s{0,3}[-—–~～至到]{1,2}\s{0,3}(?P<last>\d{1,2})\s{0,3}月"
)
# Given between two congresses to the standing committee: it speaks of the year it is given in, and plans what it says.
_TO_COMMITTEE = re.compile(r"(?:常务委员会|常委会)(?:会议)?第[^，。\n]{1,5}次会议上")
_MID_YEAR = 5
_SINCE = re.compile(rf"(?P<year>{YEAR}|去)年(?:\d{{1,2}}月)?以来")
# 第十四个五年规划…中期评估报告 looks back on the plan that its title names.
_ASSESSED = re.compile("评估|实施情况|执行情况|完成情况|总结")
# 我受…委托，向大会报告过去一年和五年的工作.
_ACCOUNT = re.compile(r"报告[^，。\n]{0,8}五年(?:来)?的?[^，。\n]{0,6}工作")
_YEAR_OPENS = re.compile(rf"(?:过去的?)?(?P<year>{YEAR})\s*年[，,]?(?:是|，|,|我们|全[省市州区县]|面对)")
# The day of a newspaper is not that of the meeting: 《运城日报》2024年1月26日.
_PRINTED_ON = re.compile(r"[日晚晨早时]报|第?\s?[A-Z]?\d{1,2}\s?版|浏览|点击|来源")
_MEETING = re.compile(r"会议|大会|全会|人大|政协")
_DELIVERY = re.compile(r"开幕|报告工作|作.{0,14}报告|会议上|大会上|听取")
_NAMED_PLAN = re.compile(r"[“\"](?P<plan>[一二三四五六七八九十]{1,2}五)[”\"]")
_FIVE_YEARS_BACK = re.compile(
    r"(?:过去|刚刚过去的?|这|近|前)的?五年|五年来|五年(?:政府)?工作的?(?:回顾|总结)|五年(?:账本|数据|成绩单?|答卷|履职|主要工作|回顾)|本届(?:政府|政协|常委会)"
)
_FIVE_YEARS_AHEAD = re.compile(r"(?:今后|未来|下一个)的?五年")
_YEAR_RANGE = re.compile(rf"(?P<first>{YEAR})\s*+年?\s*+[-—–－−~～至到]+\s*(?P<last>{YEAR})\s*年?")

# 统计年鉴2024 holds the figures of 2023.
_YEARBOOK = re.compile(
    r"年鉴[—–（( -]{0,3}(?P<after>(?:19|20)\d\d)|(?P<before>(?:19|20)\d\d)年?[^，。；]{0,12}(?<!工作)年鉴$"
)

_TOLD_AT_END = re.compile(rf"(?:截至|截止到?)(?P<year>{YEAR})年")
_ANY_YEAR = re.compile(rf"{YEAR}(?=年)")
_LEAST_TOLD, _MOST_OF_ALL = 3, 0.6


@dataclass(frozen=True, slots=True)
class Periods:
    """delivered: None when not printed or not certain. covers, plans: years, first to last, each listed.

    announced: the years of which a heading says that it plans them. counted_at: the year of a census.
    """

    delivered: date | None
    covers: tuple[int, ...]
    plans: tuple[int, ...]
    announced: frozenset[int] = frozenset()
    counted_at: int | None = None


def detect_periods(body: str, *, title: str = "", captions: str = "") -> Periods:
    """The periods of one report.

    body: its text without front matter, comments and markup, digits normal. title: the title from its front matter.
    captions: comments beside the text, which may say on what day it was read.
    """
    headings = _headings(body)
    delivered = _full_date(body, title)
    last = _last_year(body, headings, title, delivered)
    if delivered is None and last is not None:
        delivered = _date_without_year(body, last) or _date_without_year(captions, last)
    if last is None:
        return Periods(delivered, (), ())
    special = _given_to_committee(body[:_HEAD], delivered)
    five_years = tuple(range(last - 4, last + 1)) if _ACCOUNT.search(body[:_HEAD]) else ()
    covers = special or five_years or _covers(headings, last)
    announced = frozenset(year for heading in headings for year in _years(_PLAN_HEADING, heading))
    plans = _announced_next(body, special[-1] + 1) if special else _plans(headings, last)
    counted_at = _STANDARD_TIME.search(body[:_HEAD])
    return Periods(
        delivered,
        covers,
        plans,
        announced,
        year_value(counted_at["before"] or counted_at["after"] or counted_at["at_end"]) if counted_at else None,
    )


def titled_periods(title: str, read: Periods, how: Literal["review", "titled", "year"] = "titled") -> Periods:
    """As the title says: 2022年统计公报 covers 2022, 2022年执行情况和2023年草案 plans 2023 too, 2024年工作要点 that.

    read: what the text says; it stands where the title names no year. how: "year" for a report that plans none;
    "titled" for one that plans what it says it does; "review" for one that looks ahead in any case.
    """
    if how != "review" and (named := _PLANNED_FIVE_YEARS.search(title)):
        began = FIVE_YEAR_PLANS.get(named["short"] or named["number"] + "五")
        if began is not None:
            five = tuple(range(began, began + 5))
            if not _ASSESSED.search(title):
                return Periods(read.delivered, (), five)
            told = read.delivered.year if read.delivered else began + 2 if "中期" in title else began + 4
            return Periods(read.delivered, tuple(year for year in five if year <= told), ())
    if book := _YEARBOOK.search(title):
        return Periods(read.delivered, (int(book["after"] or book["before"]) - 1,), ())
    years = _years(_TITLE_YEAR, title)
    if not years and "普查" in title and read.counted_at:
        return Periods(read.delivered, (read.counted_at,), ())
    if not years:
        return read if how != "year" else Periods(read.delivered, read.covers, ())
    first = years[0]
    if len(years) == 1 and names_plan(title):
        is_told = _DRAFT_TOLD.search(title) is not None and read.covers[-1:] == (first - 1,)
        return Periods(read.delivered, read.covers if is_told else (), (first,))
    span = _YEAR_RANGE.search(title)
    if span and year_value(span["first"]) < year_value(span["last"]) <= year_value(span["first"]) + 5:
        covers = tuple(range(year_value(span["first"]), year_value(span["last"]) + 1))
    else:
        covers = read.covers if how == "review" and first in read.covers else (first,)
    if how == "year":
        # 2023年决算和2024年上半年预算执行情况: part of a second year.
        also = years[-1:] if _PART_OF_YEAR.search(title) and years[-1] > covers[-1] else []
        return Periods(read.delivered, (*covers, *also), ())
    ahead = tuple(year for year in years if year > covers[-1])
    if _HALF_AHEAD.search(title):
        ahead = covers[-1:]
    elif (
        not ahead
        and months_of(title) is None
        and ((how == "review" and "总结" not in title) or covers[-1] + 1 in read.announced)
    ):
        ahead = (covers[-1] + 1,)
    return Periods(read.delivered, covers, ahead)


def years_told(body: str) -> tuple[int, ...]:
    """The year that a text speaks of where neither title nor heading nor date says: 截至2021年11月30日; else the
    one that most of its years are. () where none is plain.
    """
    ends = [year_value(found["year"]) for found in _TOLD_AT_END.finditer(body)]
    if ends:
        return (max(ends),)
    every = Counter(year_value(found[0]) for found in _ANY_YEAR.finditer(body))
    year, times = max(every.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
    return (year,) if times >= _LEAST_TOLD and times > _MOST_OF_ALL * every.total() else ()


def names_plan(title: str) -> bool:
    """Whether the title is that of a plan alone: 2024年工作要点, 2024年部门预算."""
    return bool(_ONLY_PLANS.search(title)) and not _LOOKS_BACK.search(title)


def months_of(title: str) -> tuple[int, int] | None:
    """The first and the last month that a title names, where it is less than a year: 前三季度 → (1, 9).

    None where it names a whole year too: 2023年决算和2024年上半年预算执行情况.
    """
    if _PART_OF_YEAR.search(title) and len(set(_years(_TITLE_YEAR, title))) > 1 and "决算" in title:
        return None
    for words, months in _MONTHS:
        if words.search(title):
            return months
    named = _MONTH_RANGE.search(title)
    if named is None:
        return None
    first, last = int(named["first"]), int(named["last"])
    return (first, last) if 1 <= first <= last <= 12 and (first, last) != (1, 12) else None


def _headings(body: str) -> list[str]:
    lines = (line.strip() for line in body.split("\n"))
    return [line for line in lines if line and len(line) <= _HEADING_LIMIT and line[-1] not in "。；，、,;"]


def _full_date(body: str, title: str) -> date | None:
    """The day of delivery where day, month and year are printed.

    A date beside the meeting wins over one in the title, and that over one that only stands in the head: a notice that
    hands the report on has its own date (西安市人民政府 2026年3月3日).
    """
    head = body[:_HEAD]
    dates = [found for found in printed_dates(head) if found.date is not None]
    for found in dates:
        if _beside_meeting(head, found):
            return found.date
    for found in printed_dates(title):
        if found.date is not None:
            return found.date
    for found in dates:
        line_start = head.rfind("\n", 0, found.start) + 1
        line_end = head.find("\n", found.end)
        line = head[line_start : line_end if line_end >= 0 else len(head)].strip()
        if len(line) <= _HEADING_LIMIT and line[-1] not in "。，；" and not _PRINTED_ON.search(line):
            return found.date
    return None


def _beside_meeting(head: str, found: PrintedDate) -> bool:
    before = head[max(0, found.start - 40) : found.start]
    # The meeting may stand on the next line, but a line that begins with another date is not about this one.
    after = re.split(
        rf"[。；]|\n\W{{0,60}}(?:(?:{YEAR})\s*年|{NUMERAL}月{NUMERAL}日)", head[found.end : found.end + 60], maxsplit=1
    )[0]
    if _MEETING.search(after):
        return True
    # 在河北省第十届人民代表大会第二次会议上（二〇〇四年一月八日）
    return re.search(r"会议(?:上|通过)?\s*+[（(]?\s*+$", before) is not None


def _date_without_year(text: str, last: int) -> date | None:
    """2月2日,政协…第二次会议开幕…报告工作: the first such day after the last year reviewed."""
    for found in printed_dates(text):
        sentence = text[found.end : found.end + 160].split("。", 1)[0]
        before = text[max(0, found.start - 6) : found.start]
        if found.year is None and _MEETING.search(sentence) and _DELIVERY.search(sentence) and "至" not in before:
            if found.month >= _LATE_MONTH:
                return found.in_year(last)
            return found.in_year(last + 1) if found.month <= 6 else None
    return None


def _last_year(body: str, headings: list[str], title: str, delivered: date | None) -> int | None:
    expected = None
    if delivered is not None:
        expected = delivered.year if delivered.month >= _LATE_MONTH else delivered.year - 1
    heading_year = _first_year(_REVIEW_HEADING, headings, last=True)
    if heading_year is None:
        heading_year = _first_year(_EARLY_REVIEW_HEADING, _headings(body[: int(_EARLY * len(body))]), last=True)
    if expected is not None:
        # The heading of the review may name the year of a late delivery, never a year far off.
        late = delivered is not None and delivered.month > 6
        return heading_year if late and heading_year in (expected, expected - 1) else expected
    if heading_year is not None:
        return heading_year
    titled = _years(_TITLE_YEAR, title)
    if titled:
        return titled[-1] - 1
    plan_year = _first_year(_PLAN_HEADING, headings)
    if plan_year is not None:
        return plan_year - 1
    opening = _YEAR_OPENS.search(body[: 2 * _HEAD])
    return year_value(opening["year"]) if opening else None


def _first_year(pattern: re.Pattern[str], headings: list[str], *, last: bool = False) -> int | None:
    """The year of the first heading that fits: its first, or its last (2019-2023年工作回顾 → 2023)."""
    named = (_years(pattern, heading) for heading in headings if "远景" not in heading)
    return next((years[-1 if last else 0] for years in named if years), None)


def _years(pattern: re.Pattern[str], text: str) -> list[int]:
    return [year_value(match["year"]) for match in pattern.finditer(text)]


def _given_to_committee(head: str, delivered: date | None) -> tuple[int, ...]:
    """The years that a report to the standing committee speaks of; () where it is none, or is given at a new year."""
    if delivered is None or delivered.month < _MID_YEAR or not _TO_COMMITTEE.search(head):
        return ()
    since = _SINCE.search(head)
    first = (
        delivered.year if since is None else delivered.year - 1 if since["year"] == "去" else year_value(since["year"])
    )
    return tuple(range(first, delivered.year + 1)) if 0 <= delivered.year - first <= 5 else (delivered.year,)


def _announced_next(body: str, year: int) -> tuple[int, ...]:
    """The year, where a heading says that it plans it, closed by a full stop or not: 第六，2025年工作安排。"""
    headings = _headings(body.replace("。\n", "\n"))
    return (year,) if any(year in _years(_PLAN_HEADING, heading) for heading in headings) else ()


def _covers(headings: list[str], last: int) -> tuple[int, ...]:
    first = last
    for heading in headings:
        if not re.search(_REVIEW, heading) and not _FIVE_YEARS_BACK.search(heading):
            continue
        if re.search(_PLAN, heading) and "回顾" not in heading and not _FIVE_YEARS_BACK.search(heading):
            continue
        if _FIVE_YEARS_BACK.search(heading):
            first = min(first, last - 4)
        for match in _NAMED_PLAN.finditer(heading):
            began = FIVE_YEAR_PLANS.get(match["plan"])
            if began is not None and began <= last <= began + 5:
                first = min(first, began)
        for match in _YEAR_RANGE.finditer(heading):
            if year_value(match["last"]) == last and 0 < last - year_value(match["first"]) <= 5:
                first = min(first, year_value(match["first"]))
    return tuple(range(first, last + 1))


def _plans(headings: list[str], last: int) -> tuple[int, ...]:
    ahead = any(_FIVE_YEARS_AHEAD.search(heading) and not re.search("回顾", heading) for heading in headings)
    for heading in headings:
        for match in _NAMED_PLAN.finditer(heading):
            ahead = ahead or FIVE_YEAR_PLANS.get(match["plan"]) == last + 1
    return tuple(range(last + 1, last + (6 if ahead else 2)))
