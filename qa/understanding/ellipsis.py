"""What a later clause leaves to the one before it: the noun that is counted, the two compared, the topic of years."""

from __future__ import annotations

import re

from index.language.stages import ACTION
from index.language.units import UNIT_PATTERN
from qa.understanding.heads import Cut, scope_words
from qa.understanding.where_when import Read

__all__ = [
    "acts_on_nothing",
    "compared_again",
    "is_year_beside",
    "noun_counted",
    "of_each_year",
    "with_noun",
    "without_idle",
    "without_passed",
]

_COMPARED = re.compile(
    rf"^(?P<first>[^，,。？?]{{2,60}}?)比(?P<other>[^，,。？?]{{1,30}}?)(?:要?(?:多|少|高|低)(?:出|了)?|增加了?|减少了?)(?:多少|几|百分之几|几成)(?P<unit>{UNIT_PATTERN})?"
)
_TIMES = re.compile(r"^(?P<first>[^，,。？?]{2,60}?)是(?P<other>[^，,。？?]{1,30}?)的?(?:几|多少)倍$")
_SIDE = "(?:人家|对方|后者|它们?|他们|那边|前面那个)?"
_TIMES_AGAIN = re.compile(
    rf"^(?:又|大[约概致]|约|也就|差不多)*(?:是|相当于|为)(?:了)?{_SIDE}的?(?:几|多少)倍(?:啊|呀|呢)?$"
)
_MORE_AGAIN = re.compile(
    rf"^(?:又|大[约概致]|约)*(?:比{_SIDE})?(?:多|少|高|低)(?:出|了)?(?P<asked>(?:多少|几)(?:{UNIT_PATTERN})?|百分之(?:多少|几)|几成)(?:啊|呀|呢)?$"
)
# 涨幅百分之多少, after A跟B比涨了多少
_RATE_AGAIN = re.compile(
    "^(?:那|又|的|大[约概致]|约)*(?:[增涨降跌升]幅|增速|增长率|增长|上涨|涨|下降|降)了?(?:又|是|有|为|达到?|大[约概]|约|高)*(?:百分之(?:多少|几)|几成|多少|多大|多高|几个百分点)"
    "(?:啊|呀|呢)?$"
)
_AGAINST = re.compile(
    r"^(?P<first>[^，,。？?]{2,60}?)(?:跟|和|与|同|较|比)(?P<other>[^，,。？?]{1,30}?)(?:相比)?比?[，,]?(?:一共|总共|足足)?(?:上?涨|下?降|下?跌|提高|上升|升高|增长|增加|减少|增)了?"
    r"(?:多少|几)"
)
# 收入过100亿没有: how much is passed, said without its unit.
_PASSED = re.compile(
    "(?:已经?|早就?|都)?(?:超过|突破|达到|过|破|超|达|到)了?[0-9]{1,9}(?:[.][0-9]{1,4})?[百千万亿]{0,2}了?$"
)
# 才多少来着: what says nothing.
_IDLE = re.compile("(?:只|才|又|就|到底|大概){1,4}(?=(?:多少|几)[㐀-鿿]{0,4}$)|(?<=[㐀-鿿])来着$")
# 前一年呢: for once; what is asked behind it is of the year asked of before.
_YEAR_BESIDE = re.compile("(?:那|那么)?(?:再)?(?:往前|往后|前|上|后|下|再前|再上)[一两]?年[度]?的?呢?")
_HEADLESS = re.compile("^(?P<verb>[^，,。？?的]{1,14}的)(?=(?:里头|里面|当中|之中|其中|里|中))")
_OF_VERB = re.compile(r"的(?P<noun>[㐀-鿿]{2,12}?)(?=里头|里面|当中|[里中]?[，,]|$)")
_YEAR_FIRST = re.compile(
    r"^(?:而?到了?|而)?(?P<year>(?:19|20)\d\d年)度?(?:又|则|都|主要)*(?:是|有|为|(?:[盯抓关选定安排聚焦围绕列变换改成为准备计划打算要搞做]|调整){1,8}(?:的|了)?(?:是|为)?)"
    r"(?:了)?(?:些)?(?P<asked>哪(?:些|几[个项])|什么|啥)(?:题目|议题|课题|内容|方面|事)?(?:了)?$"
)


def compared_again(clause: str, before: str) -> str | None:
    """A comparison said again in another way, of the two compared before: A比B多多少, then 是人家的几倍."""
    compared, times = _COMPARED.match(before), _TIMES.match(before)
    if compared and _TIMES_AGAIN.fullmatch(clause):
        return f"{compared['first']}是{compared['other'].removesuffix('的')}的几倍"
    if _RATE_AGAIN.fullmatch(clause) and (against := compared or _AGAINST.match(before)):
        return f"{against['first']}比{against['other']}增长了百分之多少"
    sides, again = compared or times, _MORE_AGAIN.fullmatch(clause)
    return f"{sides['first']}比{sides['other']}多{again['asked']}" if sides and again else None


def noun_counted(clause: str, thing: str) -> str:
    """What a clause counts, which a later one leaves out. thing: the object behind its interrogative."""
    found = _OF_VERB.search(clause)
    return thing or (found["noun"] if found else "")


def with_noun(clause: str, noun: str) -> str:
    """报上去的里头有百分之几 → 报上去的社情民意信息里头有百分之几."""
    headless = _HEADLESS.match(clause)
    return f"{clause[: headless.end()]}{noun}{clause[headless.end() :]}" if headless and noun else clause


def acts_on_nothing(head: str, cut: Cut) -> bool:
    """Whether what stands before a bare 多少 ends with a verb, so that what is counted is left out: 往省里报了."""
    words = cut(head.rstrip())
    return bool(words) and (words[-1] in ("了", "过") or ACTION.fullmatch(words[-1]) is not None)


def of_each_year(clauses: list[str], read: Read) -> list[str]:
    """The question of each year, where one topic is asked for over years; else the clauses.

    新乡关心的议题，2023年盯的是哪些，到2024年变成哪些 → 新乡2023年关心的议题有哪些, 新乡2024年关心的议题有哪些.
    """
    topic, comma, opening = clauses[0].replace("，", ",").rpartition(",")
    said, first = read(topic), read(opening)
    if said.place is None and first.place and first.place[0] == 0:  # 群众关心的事，新乡2023年盯的是哪些
        scope = scope_words(first, without_year=True).removesuffix("的")
        topic, opening = f"{scope}{topic}", opening[len(scope) :]
        said = read(topic)
    asked = [_YEAR_FIRST.match(each) for each in (opening, *clauses[1:])]
    if not comma or len(clauses) < 2 or said.place is None or said.year:
        return clauses
    scope = scope_words(said).removesuffix("的")
    rest = topic.removeprefix(scope)
    return [f"{scope}{each['year']}{rest}有哪些" for each in asked if each] if all(asked) else clauses


def without_idle(clause: str) -> str:
    """2020年才多少来着 → 2020年多少."""
    return _IDLE.sub("", clause)


def without_passed(statement: str) -> str:
    """一般公共预算收入过100亿 → 一般公共预算收入."""
    return _PASSED.sub("", statement)


def is_year_beside(label: str) -> bool:
    """Whether a part only asks the same of the year before or behind: 前一年呢."""
    return _YEAR_BESIDE.fullmatch(label) is not None
