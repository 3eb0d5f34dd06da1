"""The question before, of another place, time or body: 后者呢, 其他市呢, 近三年呢, 法院呢, 和郑州比呢."""

from __future__ import annotations

import re

from qa.understanding.clause import FILLER, YEAR_BESIDE, Clause, without_ends
from qa.understanding.frame import BODY, OF_PERIOD, PERIOD, Frame, frame_of
from qa.understanding.operators import operator_in
from qa.understanding.where_when import Read, WhereWhen, replace_scope

__all__ = [
    "YEARS",
    "everywhere",
    "held_against",
    "is_held_against",
    "measured_by",
    "named_before",
    "of_body",
    "of_years",
    "share_of_period",
]

_OTHERS = re.compile(
    r"全[国省](?!性)的?|(?:其他|其它|别的|其余|各个?|所有|全部)的?(?:各个?)?(?:地级市|城市|市县?|地方|地区|地市|区县|县区|省份?|县|区)的?"
)
_PAIRED = re.compile(r"前者|后者|第[一二三四五]个(?:城市|市|地方|区|县|省)")
_RANK = {"前者": 0, "一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "后者": -1}
_LISTED = re.compile(r"[和与、及跟,，]")
_UNDATED = re.compile(r"^(?:上一?年度?|去年|前年|往年|上年同期|去年同期|同期|上届|年初|上期|以前|之前|过去)$")
# 2010年这一年占了五年的百分之多少.
_SHARE_OF_PERIOD = re.compile(
    r"(?P<part>(?:19|20)\d\d年)(?:度|这一年|全年|一年|当年)?的?占(?:了|到|比|全部|整个|总[数量]?|其中)?"
    rf"(?:{PERIOD}|[三四五]年|期间|时期|总[数量额]|全部|其中?)?的?"
    "(?:百分之(?:几|多少|多)|几成|几分之几|多大(?:的)?(?:比例|比重)|(?:比例|比重)?(?:是|为|有)?(?:多少|多大))$"
)
_ALTOGETHER = re.compile("累计|一共|总共|合计|共计")
_WHOLE_YEAR = re.compile("(?:全年|当年|一年来?)(?!度)")
YEARS = re.compile(
    rf"{PERIOD}|"
    r"近[一两二三四五六七八九十几\d]{1,2}年来?|这几年|这些年|历年来?|[两三四五六七八九十\d]{1,2}年来|过去[一两二三四五六七八九十几\d]{1,2}年|往年"
)
# 高速公路到2010年有多少 is measured by no year.
_MEASURES = re.compile("(?:[比较于占]|(?:恢复|[回达升降退高])到)$")
_SHORTEST_MEASURE = 3  # characters before what it is measured by: 恢复到
_ONLY_HELD = re.compile("(?:又|是)?(?:怎么样|怎样|如何|谁.*|哪.*)")
_BEST = re.compile("[谁哪].*")


def named_before(text: str, last: WhereWhen) -> str:
    """前者办复了多少 → 新乡办复了多少."""
    paired = _PAIRED.search(text)
    if paired is None:
        return text
    words = _LISTED.split(last.place_words("zh"))
    rank = _RANK.get(paired[0], _RANK.get(paired[0][1], 0))
    if len(words) < 2 or rank >= len(words):
        return text
    return text[: paired.start()] + words[rank] + text[paired.end() :]


def everywhere(text: str, last: WhereWhen, read: Read) -> str | None:
    """其他市呢, 河南其他市呢 → 各市2023年立案了多少件提案."""
    others = _OTHERS.search(text)
    if others is None or not last.place:
        return None
    within = read(without_ends(text[: others.start()] + text[others.end() :]))
    rest = FILLER.sub("", without_ends(within.rest))
    best = operator_in(rest, "zh") if rest else None
    if within.year or (rest and not re.fullmatch(BODY, rest) and (best is None or best.operator != "best")):
        return None
    start, end = last.place
    every = others[0].rstrip("的") if others[0][0] == "全" else "各市"
    whole = f"{last.text[:start]}{within.place_words('zh')}{every}{last.text[end:].removeprefix('市')}"
    frame = frame_of(read(whole))
    return f"{frame.head}{frame.topic}{rest}" if best else whole


def of_body(said: WhereWhen, body: str) -> str:
    """The question, of another body of its place: 法院呢."""
    return re.sub(BODY, body, said.text, count=1)


def of_years(said: WhereWhen, years: str) -> str:
    """The question, of a span of years: 近三年."""
    period = OF_PERIOD.search(said.text)
    start, end = said.year or (period.span() if period else ((said.place or (0, 0))[1],) * 2)
    return said.text[:start] + years + _WHOLE_YEAR.sub("", said.text[end:])


def share_of_period(clause: str, last: WhereWhen, read: Read) -> list[str] | None:
    """2010年占五年的百分之几, after 云南“十一五”治理滇池投了多少 → that of 2010, that of the whole, and the share of
    the first in the second; None where no share of a span of years is asked.
    """
    share = _SHARE_OF_PERIOD.fullmatch(without_ends(clause))
    if share is None:
        return None
    span = YEARS.search(last.text)
    if span:
        part = f"{last.text[: span.start()]}{share['part']}{_ALTOGETHER.sub('', last.text[span.end() :])}"
    elif last.year and len(last.years) > 1:
        part = _ALTOGETHER.sub("", replace_scope(last, read(share["part"])) or "")
    else:
        return None
    part = part.replace(share["part"], f"{share['part']}全年", 1)
    return [part, last.text, "前者占后者的百分之几"]


def is_held_against(against: re.Match[str], read: Read) -> bool:
    """Whether what is compared with is a place or a time."""
    words = against["than"] or against["with"]
    other = read(words)
    return bool(_UNDATED.match(words) or ((other.place or other.year) and not FILLER.sub("", other.rest)))


def measured_by(clause: Clause, frame: Frame) -> str | None:
    """恢复到2019年的几成, 为什么比去年少: the time or place named is what the thing asked about is measured by."""
    named = min((span[0] for span in (clause.new.place, clause.new.year) if span), default=0)
    if named < _SHORTEST_MEASURE or not _MEASURES.search(clause.text[:named]):
        return None
    return f"{frame.head}{frame.topic}{clause.text}" if frame.topic else None


def held_against(against: re.Match[str], clause: Clause, frame: Frame, read: Read) -> str | None:
    """和郑州比呢 → 新乡和郑州2023年立案了多少件提案; 比上年多多少 → 新乡2023年立案的提案比上年多多少."""
    words, rest, last = against["than"] or against["with"], against["rest"], frame.said
    if rest and not _ONLY_HELD.fullmatch(rest):
        return f"{frame.head}{frame.topic}{clause.text}"
    other = read(f"{last.years[0] - 1}年" if YEAR_BESIDE.match(words) and len(last.years) == 1 else words)
    if other.place and last.place:
        end = last.place[1]
        both = frame_of(read(f"{last.text[:end]}和{other.place_words('zh')}{last.text[end:]}"))
        best = _BEST.search(rest)
        return f"{both.head}{both.topic}{best[0]}" if best else both.said.text
    if other.year and last.year:
        start = last.year[0]
        return f"{last.text[:start]}{other.year_words('zh')}和{last.text[start:]}"
    if other.place or other.year:
        return replace_scope(last, other)
    return f"{frame.head}{frame.topic}比{words}增长了多少"
