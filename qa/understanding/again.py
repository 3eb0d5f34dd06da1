"""A clause that reckons with what was asked before it, and names nothing of its own: 前者比后者多多少, 两者合计多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.language.stages import stage_in
from index.language.units import UNIT_PATTERN

__all__ = ["Again", "AgainKind", "is_per", "ranks", "reckoned_again"]

AgainKind = Literal["sum", "difference", "apart", "times", "share", "portion", "growth", "average", "most", "least"]


@dataclass(frozen=True, slots=True)
class Again:
    """What is reckoned, and of which of the things asked before, in their order (indices from 0).

    average: the first for each of the second. most, least: which of them it is. portion: the first of all together.
    unsorted: which is the first of two is not said. sure: the clause says in words that it is of those things (前者,
    两市), or can be of nothing else.
    """

    kind: AgainKind
    of: tuple[int, ...]
    unsorted: bool = False
    sure: bool = False


_COUNT = rf"(?:多少|几)(?:[万亿]*(?:{UNIT_PATTERN}))?(?:个?百?千?分?点)?"
_PORTION = "(?:比例|比重|份额|百分比)"
_MUCH = "(?:多少|百分之(?:几|多少)|几成|多大|多高)"
_SHARE = rf"(?:{_MUCH}(?:的?{_PORTION})?|{_PORTION}(?:是|为|有|达)?{_MUCH})"
_MORE = "(?:多|少|高|低|大|快|慢|增加|增长|增|减少|减|提高|上升|下降|升|降|涨|净增|领先|超|超过)"
_SIDE = "[^，,。？?多少几比占]{0,16}?"
_HEAD = (
    "(?:那么?|又|而|则|也|再|就|还|也就是说?|换句话说|如果|要是|这样一来|其中|大[约概致]|约|差不多|究竟|到底|请问|总的|"
    "里面|[，,\\s])*+"
)
_TAIL = "(?P<noun>[㐀-鿿]{0,8}?)(?:呢|啊|呀|了|吧)*+$"
_FORMS: tuple[tuple[AgainKind, re.Pattern[str]], ...] = (
    (
        "times",
        re.compile(
            rf"^{_HEAD}(?P<a>{_SIDE})(?:又|大[约概致]|约|差不多|也|就)*+(?:是|为|相当于|等于|达到?|有)了?(?P<b>{_SIDE})的?"
            rf"(?:多少|几)倍(?P<noun>)(?:呢|啊|呀|了|多)*+$"
        ),
    ),
    ("times", re.compile(rf"^{_HEAD}(?P<a>{_SIDE})(?P<b>)(?:之比|比值)(?:又|是|为|有|达)*+(?:多少|几)(?P<noun>)$")),
    (
        "growth",
        re.compile(
            rf"^{_HEAD}(?P<a>{_SIDE})(?:比|较|同比)?(?P<b>{_SIDE})(?:要|还|又|大[约概])?{_MORE}(?:出|了)?"
            rf"(?:百分之(?:几|多少)|几成)(?P<noun>)(?:呢|啊|呀|了)*+$"
        ),
    ),
    (
        "difference",
        re.compile(rf"^{_HEAD}(?P<a>{_SIDE})比(?P<b>{_SIDE})(?:要|还|又|大[约概])?{_MORE}(?:出|了)*+{_COUNT}{_TAIL}"),
    ),
    (
        "apart",
        re.compile(
            rf"^{_HEAD}(?P<a>{_SIDE})(?P<b>)(?:之间|中间)?的?(?:又|大[约概]|约|一共)*+(?:相差|差[了出]?|差距|差额|相距|差值)(?:又|是|有|为|达|多大)?(?:{_COUNT}{_TAIL}|(?P<none>)$)"
        ),
    ),
    (
        "apart",
        re.compile(rf"^{_HEAD}(?P<a>{_SIDE})(?P<b>)(?:要|还|又)?{_MORE}(?:出|了)*+{_COUNT}{_TAIL}"),
    ),
    (
        "share",
        re.compile(
            rf"^{_HEAD}(?P<a>{_SIDE})(?:又|大[约概]|约|各|能)*+占(?:比|了|到|其|全部|总数|总量|总的|整体)*+(?P<b>{_SIDE})的?(?:是|有|为|达)?{_SHARE}"
            rf"(?P<noun>)(?:呢|啊|呀|了)*+$"
        ),
    ),
    (
        "sum",
        re.compile(
            rf"^{_HEAD}(?P<a>{_SIDE})(?P<b>)(?:一共|总共|共计|合计|总计|拢共|统共|累计|都?加(?:起来|总|在?一[起块]儿?|到一[起块]儿?)|合(?:起来|在一[起块]儿?)|"
            rf"相加|之和|总和|总数|总量|共)++(?:又|是|有|为|达到?|得|等于|应该|大[约概])*+(?:了)?{_COUNT}{_TAIL}"
        ),
    ),
)
_NUMERALS = {"两": 2, "二": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_COUNTED = re.compile(
    r"^(?:这|那|上述|以上|前面|前述|刚才)?(?:说的|提到的)?(?P<n>[两二俩三四五六])?(?:者|项|件|个|家|市|省|县|区|州|地|样|类|种|年|份|次|笔|部分|方面|数字?|城市|地方|指标|"
    r"人群)*+(?P<tail>之间|间|当中|加)*$"
)
_PRONOUNS = re.compile(r"^(?:它们|他们|彼此|双方|全部|这些|以上|上述|所有)(?:之间)?(?:数字?|项目?)?$")
_FORMER = re.compile(r"^(?:前者|前一[个项者件类家]|第一[个项者件类家])的?$")
_LATTER = re.compile(r"^(?:后者|后一[个项者件类家]|第二[个项者件类家])的?$")
_OTHER = re.compile(r"^(?:人家|对方|另一[个项者件类家方边]|那边|它|其)的?$")
# 三个市里谁定得最低, 哪年多: which of all.
_BEST = re.compile(
    rf"^{_HEAD}(?:(?:这|那)?(?P<n>[两三四五六])?[个座家]?(?:[市省县区州地年者家]|城市|地方|数字?)*(?:里面?|当中|之中|中|之间|相比|比)*[，,]?)?"
    r"(?:是|数)?(?:谁|哪一?(?:[个家座]?(?:[年市省县区边]|城市|地方)|[个家座])|哪里|哪儿)的?(?:[㐀-鿿]{1,2}得)?(?:要|比较)?[最更]?(?P<how>[高低多少大小快慢])(?:的|些|一些|一点)?(?:呢|啊|呀)*+$"
)
_LEAST = "低少小慢"
# 人均几件, 平均每个平台几场: of what was asked last, for each of what was asked before it.
_PER = re.compile(
    rf"^{_HEAD}(?:人均|平均(?:每一?|一)(?P<measure>[个位名家篇件场期次项条])?(?P<of>[㐀-鿿]{{1,4}}?)?|平均(?:下来|算下来)?)(?:是|有|能|要|合|约)*{_COUNT}{_TAIL}"
)
_OF_PEOPLE = re.compile("(?:多少|几)(?:[名位]?人|[名位])|委员")
_EDGE = "的了，, 这那"
# 多几项, 多多少人, 差多少钱: no indicator of its own.
_PLAIN_NOUN = re.compile("^(?:钱|人|数|左右|之多|来着)?$")
_LONGEST_UNKNOWN = 4


def reckoned_again(clause: str, labels: Sequence[str], *, said: str, directed: bool = False) -> Again | None:
    """What a Chinese clause wants reckoned of the things of these labels; None where it speaks of others.

    said: what was asked before, in all its words. directed: the first of the things stands above the second there.
    """
    clause = clause.strip(" ?？。.!！，,")
    if best := _BEST.match(clause):
        if best["n"] and _NUMERALS[best["n"]] != len(labels):
            return None
        return Again("least" if best["how"] in _LEAST else "most", tuple(range(len(labels))), sure=True)
    if (per := _PER.match(clause)) and len(labels) == 2:
        of_each = per["of"] in labels[0] if per["of"] and per["of"] != "人" else _OF_PEOPLE.search(said)
        if per["measure"] and not per["of"]:  # 平均一篇几条, of so many 篇
            of_each = f"多少{per['measure']}" in said or f"几{per['measure']}" in said
        return Again("average", (1, 0), sure=True) if of_each else None
    for kind, form in _FORMS:
        found = form.match(clause)
        if found and _is_of(found["noun"] or "", said):
            again = _again(kind, found["a"], found["b"], labels, directed)
            if again is not None:
                return again
    return None


def ranks(clause: str) -> bool:
    """Whether a Chinese clause asks but which is the most of things named before it, or one of them for each other."""
    return _BEST.match(clause.strip(" ?？。.!！，,")) is not None or is_per(clause)


def is_per(clause: str) -> bool:
    """Whether a Chinese clause asks how much there is of one thing for each of another named before: 人均几件."""
    return _PER.match(clause.strip(" ?？。.!！，,")) is not None


def _is_of(noun: str, said: str) -> bool:
    return _PLAIN_NOUN.match(noun) is not None or noun.lstrip("的") in said


def _again(kind: AgainKind, first: str, second: str, labels: Sequence[str], directed: bool) -> Again | None:
    first, second = first.strip(_EDGE), second.strip(_EDGE)
    of_first, of_second = _meant(first, labels), _meant(second, labels)
    every = tuple(range(len(labels)))
    if not second and len(labels) == 2 and of_first is not None and len(of_first) == 2 and kind not in ("sum", "apart"):
        return Again(kind, of_first, unsorted=not directed or kind == "share", sure=True)
    if kind in ("sum", "apart"):
        if second or of_first is None or len(of_first or every) < 2:
            return None
        return Again(kind, of_first or every, unsorted=kind == "apart", sure=bool(of_first))
    if kind == "share" and not second and of_first is not None and len(of_first) == 1:
        return Again("portion", (*of_first, *(n for n in every if n not in of_first)), sure=True)
    if len(labels) != 2:
        return None
    if not first and not second:
        return Again(kind, every, unsorted=not directed or kind == "share")
    one = _only(of_first, first, of_second)
    other = _only(of_second, second, of_first)
    if one is None and other is None:
        return None
    one = 1 - other if one is None and other is not None and _may_be_other(first) else one
    other = 1 - one if other is None and one is not None and _may_be_other(second) else other
    return Again(kind, (one, other), sure=True) if one is not None and other is not None and one != other else None


def _may_be_other(phrase: str) -> bool:
    """Whether it may mean that of two things which the other phrase does not: a short one, but no stage (立案的)."""
    return len(phrase) <= _LONGEST_UNKNOWN and not stage_in(phrase)


def _only(meant: tuple[int, ...] | None, phrase: str, beside: tuple[int, ...] | None) -> int | None:
    """Which one a phrase means; of 对方 the other than the one beside it."""
    if _OTHER.match(phrase):
        return 1 - beside[0] if beside and len(beside) == 1 else None
    return meant[0] if meant and len(meant) == 1 else None


def _meant(phrase: str, labels: Sequence[str]) -> tuple[int, ...] | None:
    """Which of the things a phrase means: () where it is empty, None where it means something else."""
    every = tuple(range(len(labels)))
    if not phrase:
        return ()
    if _FORMER.match(phrase) or _LATTER.match(phrase):
        return None if len(labels) != 2 else (0,) if _FORMER.match(phrase) else (1,)
    if _PRONOUNS.match(phrase):
        return every
    counted = _COUNTED.match(phrase)
    if counted:
        return every if _NUMERALS.get(counted["n"] or "", len(labels)) == len(labels) else None
    pieces = [piece.strip(_EDGE) for piece in re.split("和|与|跟|及|、|加上|加", phrase) if piece.strip(_EDGE)]
    if len(pieces) > 1:
        each = [_meant(piece, labels) for piece in pieces]
        named = [meant[0] for meant in each if meant and len(meant) == 1]
        return tuple(named) if len(set(named)) == len(pieces) else None
    whole = [n for n in every if phrase in labels[n] or labels[n].strip(_EDGE) in phrase]
    if len(whole) == 1:
        return (whole[0],)
    shares = [n for n in every if _shares(phrase, labels[n], [labels[m] for m in every if m != n])]
    return (shares[0],) if len(shares) == 1 and not whole else None


def _shares(phrase: str, label: str, others: Sequence[str]) -> bool:
    """Whether most of a phrase stands in this label, and two characters in a row in no other."""
    pairs = [phrase[at : at + 2] for at in range(len(phrase) - 1)]
    inside = [pair for pair in pairs if pair in label]
    own = [pair for pair in inside if not any(pair in other for other in others)]
    return bool(own) and 2 * len(inside) >= len(pairs)
