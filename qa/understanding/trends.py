"""A question after one thing over years → the thing asked for each year: 新乡这几年立案的提案怎么变化."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.understanding.interrogatives import find_interrogative, masked
from qa.understanding.where_when import WhereWhen

__all__ = ["Trend", "asks_apart", "read_trend"]

_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_SPAN = re.compile(
    r"(?:这|近|最近|过去|前|头)(?P<n>[几两二三四五六七八九十]|\d{1,2})年(?:来|间|里|以来|内)?|"
    r"(?P<each>历年(?:来)?|逐年|各年度?)|"
    r"(?:in |over |during )?(?:the )?(?:past|last|recent) (?:\w+ )?years|(?:over|through) the years|year by year|"
    r"each year|every year"
)
_UP, _DOWN = (
    "(?:[往向朝]上走?|上?升|[上增]?涨|增[加长多]?|多|[提变]高|好)",
    "(?:[往向朝]下走?|下?[降跌落]低?|减少?|少|变?低|差)",
)
_CHANGED = re.compile(
    "(?:都|又|是|有|发生)?了?(?:怎么|怎样|如何|什么|哪些|何种|多[大少])?(?:样的?|的)?(?:变化|变动|走势|趋势|增减|起伏|演变|消长)"
    "(?:情况|趋势|过程)?[了的]?(?:怎么样|如何|怎样|是什么|有哪些|多大|大不大|[大小明显]{0,2}吗)?|"
    "(?:是)?(?:怎么|怎样|如何)(?:一路|一?步一?步|逐步|逐年|慢慢)?(?:变化?|发展|走|增长|增减|增加|涨|升|降|下降|提高|爬|掉)"
    "(?:上来|起来|上去|下来|下去|过来)?的?了?|"
    "(?P<ends>[各分别自]{0,3}从多少[^，。？?多]{0,6}到了?多少)|[涨降升跌变]成(?:了)?(?:什么|啥|怎)样子?了?|"
    f"(?:到底|究竟)?是?(?:{_UP}了?(?:还?是|或|、){_DOWN}|{_DOWN}了?(?:还?是|或|、){_UP})了?|"
    f"(?:有没有|是不是|是否)(?:{_UP}|{_DOWN})|(?:{_UP}|{_DOWN})了(?:没有?|吗)|"
    "(?:做个?|作个?)?(?:对比|比较)(?:一下)?(?=$|[，。？?])|^(?:对比|比较)(?:一下)?|越来越(?:多|少|高|低)(?:了)?(?:吗)?"
)
_EACH = re.compile("各自?(?![级界地区县市州省类项部方族种个])|分别")
_AVERAGE = re.compile("平均|年均|总共|一共|累计|合计")
_CHANGED_IN_ENGLISH = re.compile(
    r"^how (?:has|have|did|does|do) (?P<thing>[^?]+?) "
    r"(?:chang\w+|develop\w*|evolv\w+|grow\w*|grew|var\w+|rise\w*|fall\w*|gone)\b|"
    r"\btrend (?:of|in|for) (?P<of>[^?]+)",
    re.IGNORECASE,
)
# 从2002年到2009年，从多少涨到多少 asks for the first and the last of so many years.
_MANY = 4
# 国际货运班列，2022年和2024年各发了多少列: what is asked about may stand before a comma.
_TOPIC_FIRST = 2
_FILLER = "的是有,， ?？。"
# What is cut out of a question leaves this behind.
_GAP = "\0"
# 跟…比, 从…到…, 对比…两年的: what joined places and years.
_FRAME = re.compile(
    f"(?:[从自把将跟和与同较比到至、]|相比于?|比起|对比|比较)+(?={_GAP})|"
    f"(?<={_GAP})(?:[这前后]?两?年度?)?(?:间|期间|之间)?(?:相?比(?:较|起来|之下)?|相较|对比)?(?=$|[，,。?？的{_GAP}])"
)
# 给出两年的数, 列个表: how it is to be told.
_TELLING = re.compile("^(?:请|麻烦|帮我?|给我?|并|顺便)?(?:列|给|写|说|讲|告诉|做|画|报)(?:[出个下]|一下|成|我|说|几)")
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_BORDER = re.compile("[，,。?？；;]")
# 各是多少？是涨了还是跌了: the figures and their change.
_HOW_MUCH = re.compile("(?:都|又)?(?:各自?|分别)?(?:是|有|为|达到?)?多少$")


@dataclass(frozen=True, slots=True)
class Trend:
    """asked: the question of one year, with {year} where that stands. years: those named; newest: so many of the last
    where none are, 0 for all.
    """

    asked: str
    years: tuple[int, ...]
    newest: int = 0


def read_trend(said: WhereWhen) -> Trend | None:
    """The thing whose change over years a question asks for; None where it asks for something else."""
    if said.place is None:
        return None
    span = _SPAN.search(masked(said.text))
    years = said.years if len(said.years) > 1 else ()
    if not span and not years:
        return None
    newest = _newest(span) if span and not years else 0
    asked = _english(said) if said.language == "en" else _chinese(said, span)
    changed = _CHANGED.search(masked(said.text))
    if changed and changed["ends"] and len(years) > _MANY:
        years = (min(years), max(years))
    return Trend(asked, years, newest) if asked else None


_APART = re.compile(
    f"差(?:了|出)?多少|{_UP}(?:了|出)?多少|{_DOWN}(?:了|出)?多少|(?:{_UP})了?(?:还是|或|、)(?:{_DOWN})|(?:{_DOWN})了?(?:还是|或|、)(?:{_UP})"
)


def asks_apart(question: str) -> bool:
    """Whether it is asked how far two years lie apart, or which of them has more."""
    return _APART.search(question) is not None


def _newest(span: re.Match[str]) -> int:
    number = span["n"] or ""
    return int(number) if number.isdigit() else _NUMERALS.get(number, 0)


def _chinese(said: WhereWhen, span: re.Match[str] | None) -> str:
    text = masked(said.text)
    changed, each = _CHANGED.search(text), _EACH.search(text)
    asks = find_interrogative(said.text)
    of_each = each or (span and span["each"])
    if _AVERAGE.search(said.text) or not (changed or (of_each and asks and asks.counts)):
        return ""
    cuts = [found.span() for found in (span, changed or each) if found]
    cuts += _where_and_when(said, text)
    rest = _FRAME.sub("", _cut_out(said.text, cuts))
    pieces = [piece.strip(_FILLER + _GAP) for piece in _BORDER.split(rest)]
    things = [piece.replace(_GAP, "") for piece in pieces if piece and not _TELLING.match(piece)]
    if not things or any(find_interrogative(piece) for piece in things[:-1]):
        return ""
    if len(things) > 1 and (len(things) > _TOPIC_FIRST or not find_interrogative(things[-1])):
        return ""
    whole = _EACH.sub("", "".join(things), count=1) if changed and each else "".join(things)
    thing = _HOW_MUCH.sub("", whole) if changed else whole
    thing = whole if find_interrogative(thing) else thing  # 发了多少列、货值多少
    name = said.text[slice(*(said.place or (0, 0)))]
    asked = find_interrogative(thing)
    return (
        f"{name}{{year}}年{thing}?"
        if changed is None or (asked and asked.counts)
        else f"{name}{{year}}年{thing}有多少?"
    )


def _where_and_when(said: WhereWhen, text: str) -> list[tuple[int, int]]:
    """Where the place and each of the years stand."""
    years = [year.span() for year in _YEAR.finditer(text) if int(year[0][:4]) in said.years]
    if said.year and not (said.place and said.year[0] < said.place[0] < said.year[1]):
        years.append(said.year)
    return [*([said.place] if said.place else []), *years]


def _english(said: WhereWhen) -> str:
    found = _CHANGED_IN_ENGLISH.search(said.text)
    if found is None:
        return ""
    thing = found["thing"] or found["of"]
    thing = _SPAN.sub("", re.sub(r"\b(?:from|between|in) (?:19|20)\d\d.*$", "", thing)).strip(" ,")
    thing = re.sub(r"^the number of ", "", thing, flags=re.IGNORECASE)
    place = said.place_words("en")
    where = "" if place in thing else f" in {place}"
    return f"How many {thing}{where} in {{year}}?" if thing else ""


def _cut_out(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with a gap for each of the spans, those that touch or overlap being one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in reversed(joined):
        text = text[:start] + _GAP + text[end:]
    return text
