"""What is asked of the thing asked about before → the whole question, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.language.units import UNIT_PATTERN
from qa.understanding.ends_asked import before_ends
from qa.understanding.frame import Frame
from qa.understanding.operators import Asked, Operator

__all__ = ["operated"]

_ASKS = re.compile(r"多少|几|什么|哪|谁|怎|如何|何|是否|有没有|是不是|[吗么]$|为啥|多大|多高|百分之")
_OF_A_WHOLE = ("占多", "占了", "占全", "占总", "占其")
_CHANGED = re.compile("增长|增加|上升|提高|上涨|下降|减少|降低|回落|下滑")
# 等于少了几项: what comes of both ends, of which one was told.
_COMES_TO = re.compile("^(?:那么?|也|就)*(?:等于|相当于)(?:是|说)?")
_WHICH_PLACE = re.compile("哪一?[个座](?:城市|地方|[市县区省])")
_SAY = re.compile("(?:(?:具体|详细|展开|再)?(?:说说|讲讲|介绍)(?:一下)?|的内容)$")
_WHO = re.compile("^(?:他们|她们|它们?|这|都|是|又)+")
# The operator's words where it was asked in English.
_WORDS: dict[Operator, str] = {
    "share": "占比是多少",
    "change": "增长了多少",
    "total": "一共多少",
    "how": "怎么做到的",
    "best": "谁更多",
    "nth": "第一个是什么",
}


def operated(found: Asked, frame: Frame, words: str) -> str | None:
    """The whole question; None where the one before has nothing of which that can be asked.

    words: as typed; "" where that was in English.
    """
    return _RETOLD[found.operator](frame, words or _WORDS.get(found.operator, ""), found.each)


def _share(frame: Frame, words: str, _each: str) -> str:
    nominal = frame.nominal.removesuffix("的") + "的"
    return f"{frame.head}{frame.topic if words.startswith(_OF_A_WHOLE) else nominal}{_asking(words)}"


def _change(frame: Frame, words: str, _each: str) -> str | None:
    if (thing := before_ends(frame.said.text)) is not None:
        return f"{thing}{_asking(words)}"
    if not frame.counts or not frame.topic:
        return None
    words = _COMES_TO.sub("", words)
    return f"{frame.head}{frame.topic}{words if '还是' in words else _asking(words)}"


def _average(frame: Frame, words: str, each: str) -> str:
    """平均每个平台多少场, after 平台开展了多少场协商 → 平台平均每个开展了多少场协商."""
    unit = re.search(rf"(?:多少|几)({UNIT_PATTERN})", words)
    if frame.counts and (not unit or not frame.unit or unit[1] == frame.unit):
        noun = re.sub("^(?:每一?|一)[个家名位项件所支场次篇]?", "", each)
        short = each.removesuffix(noun) if noun and frame.subject.endswith(noun) else each
        return frame.saying(f"平均{short}")
    return f"{frame.head}{frame.topic}{words}"


def _total(frame: Frame, words: str, _each: str) -> str:
    return (
        frame.saying("一共")
        if frame.counts
        else f"{frame.head}{frame.topic}{words if _ASKS.search(words) else '一共有多少'}"
    )


def _why(frame: Frame, words: str, _each: str) -> str:
    changed = _CHANGED.search(words)
    if changed and changed[0] not in frame.topic:
        return f"{frame.head}{frame.topic}为什么{changed[0]}"
    return frame.wondering("为什么")


def _how(frame: Frame, words: str, _each: str) -> str:
    how = _WHO.sub("", words)
    if how[:1] in "怎如咋":
        how = f"是{how.removesuffix('的')}的"
    return f"{frame.head}{frame.activity}{how}"


def _details(frame: Frame, words: str, _each: str) -> str | None:
    overall = "总体" if re.search("[总概归小梳简]", words) else "具体"
    return f"{frame.head}{frame.nominal}{overall}情况如何" if frame.topic else None


def _more(frame: Frame, _words: str, _each: str) -> str:
    return frame.saying("还") if frame.asked and not frame.counts else f"{frame.head}{frame.topic}还有哪些"


def _best(frame: Frame, words: str, _each: str) -> str | None:
    """谁多 of the places asked about; of one alone, 哪个市最多 asks about all."""
    year = frame.said.year_words("zh")
    if "年" in words:
        return f"{frame.head.replace(year, '')}{frame.topic}{words}"
    if len(frame.said.places) > 1:
        return f"{frame.head}{frame.topic}{words}"
    place = _WHICH_PLACE.match(words)
    return f"{year}{place[0]}{frame.topic}{words[place.end() :]}" if place else None


def _nth(frame: Frame, words: str, _each: str) -> str:
    which = _SAY.sub("", words)
    return f"{frame.head}{frame.topic}中{which}{'' if _ASKS.search(which) else '是什么'}"


def _again(frame: Frame, _words: str, _each: str) -> str:
    return frame.said.text


def _asking(words: str) -> str:
    return words if _ASKS.search(words) else f"{words}是多少"


_RETOLD: dict[Operator, Callable[[Frame, str, str], str | None]] = {
    "share": _share,
    "change": _change,
    "average": _average,
    "total": _total,
    "why": _why,
    "how": _how,
    "details": _details,
    "more": _more,
    "best": _best,
    "nth": _nth,
    "again": _again,
}
